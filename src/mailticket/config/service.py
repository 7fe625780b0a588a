"""The sections about service: people, customers, hours, levels, ladders and rotas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from mailticket.config import values
from mailticket.config.hours import Hours, Week, single_days, week
from mailticket.config.kinds import Many, Table, key
from mailticket.config.values import Handoff

Notice = Literal["new", "reply", "assigned", "warning", "breach"]
NOTICES: tuple[Notice, ...] = ("new", "reply", "assigned", "warning", "breach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person who answers tickets."""

    name: str = key(values.name)
    address: str = key(values.address)
    notify: tuple[Notice, ...] = key(Many(values.choice(*NOTICES)), list(NOTICES))
    time_zone: str | None = key(values.optional(values.zone), "")
    language: str | None = key(values.optional(values.language), "")
    signature: str = key(values.lines, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Tickets that belong to certain people, with an address of their own if they have one."""

    name: str = key(values.name)
    address: str | None = key(values.optional(values.address), "")
    aliases: tuple[str, ...] = key(Many(values.address), [])
    members: tuple[str, ...] = key(Many(values.address), [])
    signature: str = key(values.lines, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A priority; they are listed from the lowest to the highest."""

    name: str = key(values.name)
    emergency: bool = key(values.boolean, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a rule looks for. Everything that is listed must be met, by any one of its words."""

    subject: tuple[str, ...] = key(Many(values.name), [])
    sender: tuple[str, ...] = key(Many(values.address_or_domain), [])
    recipient: tuple[str, ...] = key(Many(values.address_or_domain), [])
    customer: tuple[str, ...] = key(Many(values.name), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a new ticket becomes if the mail matches; of several rules the first that says something."""

    name: str = key(values.name)
    match: Match = key(Table(Match))
    priority: str | None = key(values.optional(values.name), "")
    queue: str | None = key(values.optional(values.name), "")
    kind: str | None = key(values.optional(values.name), "")
    emergency: bool = key(values.boolean, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """An organisation that is served."""

    name: str = key(values.name)
    domains: tuple[str, ...] = key(Many(values.domain), [])
    addresses: tuple[str, ...] = key(Many(values.address), [])
    time_zone: str | None = key(values.optional(values.zone), "")
    language: str | None = key(values.optional(values.language), "")
    service_level: str | None = key(values.optional(values.name), "")
    ladder: str | None = key(values.optional(values.name), "")
    playbook_file: Path | None = key(values.optional(values.path), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Days without the weekly hours."""

    country: str = key(values.line, "")
    subdivision: str = key(values.line, "")
    extra: tuple[date, ...] = key(Many(values.day), [])
    without: tuple[date, ...] = key(Many(values.day), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Service hours: by the week, apart from holidays, with other hours on single days."""

    time_zone: str | None = key(values.optional(values.zone), "")
    hours: Week = key(week, {})
    days: Mapping[date, tuple[Hours, ...]] = key(single_days, {})
    holidays: Holidays = key(Table(Holidays), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """Which tickets a service level is for; what is empty asks nothing."""

    priority: tuple[str, ...] = key(Many(values.name), [])
    customer: tuple[str, ...] = key(Many(values.name), [])
    queue: tuple[str, ...] = key(Many(values.name), [])
    kind: tuple[str, ...] = key(Many(values.name), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How soon, if the clock starts within a window."""

    during: str | None = key(values.optional(values.name), "")
    respond_within: timedelta | None = key(values.optional(values.duration("1ms")), "")
    resolve_within: timedelta | None = key(values.optional(values.duration("1ms")), "")
    counted: Literal["elapsed", "service-hours"] = key(values.choice("elapsed", "service-hours"), "elapsed")
    hours_of: str | None = key(values.optional(values.name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """What is promised."""

    name: str = key(values.name)
    applies_to: AppliesTo = key(Table(AppliesTo), {})
    targets: tuple[Target, ...] = key(Many(Table(Target)), [])
    ladder: str | None = key(values.optional(values.name), "")
    warn_at: float = key(values.number(0, 1), 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who is told at one moment of a ladder."""

    after: timedelta = key(values.duration())
    notify: tuple[str, ...] = key(Many(values.person_or_rota, least=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Who is told one after the other until somebody takes the ticket."""

    name: str = key(values.name)
    during: str | None = key(values.optional(values.name), "")
    steps: tuple[Step, ...] = key(Many(Table(Step), least=1))
    repeat: int = key(values.integer(1, 1000), 3)
    repeat_every: timedelta = key(values.duration("1ms"), "15m")
    acknowledged_for: timedelta = key(values.duration("1ms"), "2h")
    fallback: str | None = key(values.optional(values.address), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """People who are on call by turns."""

    name: str = key(values.name)
    time_zone: str | None = key(values.optional(values.zone), "")
    handoff: Handoff = key(values.handoff, "mon 09:00")
    shift: timedelta = key(values.duration("1s"), "1w")
    starts: date = key(values.day, "2026-01-05")
    members: tuple[str, ...] = key(Many(values.address, unique=False), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """What holds for all ladders."""

    ladder: str | None = key(values.optional(values.name), "")
    emergency_words: tuple[str, ...] = key(Many(values.name), ["emergency"])
    pages_per_minute: int = key(values.integer(1), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What happens to tickets that wait for the customer."""

    remind_after: tuple[timedelta, ...] = key(Many(values.duration("1s")), [])
    close_after: timedelta | None = key(values.optional(values.duration("1s")), "")
