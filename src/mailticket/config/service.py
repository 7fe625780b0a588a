"""The sections about service: people, customers, hours, levels, ladders and rotas."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from mailticket.config import addresses, values
from mailticket.config.hours import Hours, Week, single_days, week
from mailticket.config.kinds import Many, Table
from mailticket.config.section import key, section
from mailticket.config.values import Handoff

Notice = Literal["new", "reply", "assigned", "warning", "breach"]
NOTICES: tuple[Notice, ...] = ("new", "reply", "assigned", "warning", "breach")


@section
class Staff:
    """A person who answers tickets."""

    name: str = key(values.name)
    address: str = key(addresses.address)
    notify: tuple[Notice, ...] = key(Many(values.choice(*NOTICES)), default=list(NOTICES))
    time_zone: str | None = key(values.optional(values.zone), default="")
    language: str | None = key(values.optional(values.language), default="")
    signature: str = key(values.lines, default="")


@section
class Queue:
    """Tickets that belong to certain people, with an address of their own if they have one."""

    name: str = key(values.name)
    address: str | None = key(values.optional(addresses.address), default="")
    aliases: tuple[str, ...] = key(Many(addresses.address), default=[])
    members: tuple[str, ...] = key(Many(addresses.address), default=[])
    signature: str = key(values.lines, default="")


@section
class Priority:
    """A priority; they are listed from the lowest to the highest."""

    name: str = key(values.name)
    emergency: bool = key(values.boolean, default=False)


@section
class Match:
    """What a rule looks for. Everything that is listed must be met, by any one of its words."""

    subject: tuple[str, ...] = key(Many(values.name), default=[])
    sender: tuple[str, ...] = key(Many(addresses.address_or_domain), default=[])
    recipient: tuple[str, ...] = key(Many(addresses.address_or_domain), default=[])
    customer: tuple[str, ...] = key(Many(values.name), default=[])


@section
class Rule:
    """What a new ticket becomes if the mail matches; of several rules the first that says something."""

    name: str = key(values.name)
    match: Match = key(Table(Match))
    priority: str | None = key(values.optional(values.name), default="")
    queue: str | None = key(values.optional(values.name), default="")
    kind: str | None = key(values.optional(values.name), default="")
    emergency: bool = key(values.boolean, default=False)


@section
class Customer:
    """An organisation that is served."""

    name: str = key(values.name)
    domains: tuple[str, ...] = key(Many(addresses.domain), default=[])
    addresses: tuple[str, ...] = key(Many(addresses.address), default=[])
    time_zone: str | None = key(values.optional(values.zone), default="")
    language: str | None = key(values.optional(values.language), default="")
    service_level: str | None = key(values.optional(values.name), default="")
    ladder: str | None = key(values.optional(values.name), default="")
    playbook_file: Path | None = key(values.optional(values.path), default="")


@section
class Holidays:
    """Days without the weekly hours."""

    country: str = key(values.line, default="")
    subdivision: str = key(values.line, default="")
    extra: tuple[date, ...] = key(Many(values.day), default=[])
    without: tuple[date, ...] = key(Many(values.day), default=[])


@section
class Calendar:
    """Service hours: by the week, apart from holidays, with other hours on single days."""

    time_zone: str | None = key(values.optional(values.zone), default="")
    hours: Week = key(week, default={})
    days: Mapping[date, tuple[Hours, ...]] = key(single_days, default={})
    holidays: Holidays = key(Table(Holidays), default={})


@section
class AppliesTo:
    """Which tickets a service level is for; what is empty asks nothing."""

    priority: tuple[str, ...] = key(Many(values.name), default=[])
    customer: tuple[str, ...] = key(Many(values.name), default=[])
    queue: tuple[str, ...] = key(Many(values.name), default=[])
    kind: tuple[str, ...] = key(Many(values.name), default=[])


@section
class Target:
    """How soon, if the clock starts within a window."""

    during: str | None = key(values.optional(values.name), default="")
    respond_within: timedelta | None = key(values.optional(values.duration(0.001)), default="")
    resolve_within: timedelta | None = key(values.optional(values.duration(0.001)), default="")
    counted: Literal["elapsed", "service-hours"] = key(
        values.choice("elapsed", "service-hours"), default="elapsed"
    )
    hours_of: str | None = key(values.optional(values.name), default="")


@section
class ServiceLevel:
    """What is promised."""

    name: str = key(values.name)
    applies_to: AppliesTo = key(Table(AppliesTo), default={})
    targets: tuple[Target, ...] = key(Many(Table(Target)), default=[])
    ladder: str | None = key(values.optional(values.name), default="")
    warn_at: float = key(values.number(0, 1), default=0.75)


@section
class Step:
    """Who is told at one moment of a ladder."""

    after: timedelta = key(values.duration())
    notify: tuple[str, ...] = key(Many(addresses.person_or_rota, least=1))


@section
class Ladder:
    """Who is told one after the other until somebody takes the ticket."""

    name: str = key(values.name)
    during: str | None = key(values.optional(values.name), default="")
    steps: tuple[Step, ...] = key(Many(Table(Step), least=1))
    repeat: int = key(values.integer(1, 1000), default=3)
    repeat_every: timedelta = key(values.duration(0.001), default="15m")
    acknowledged_for: timedelta = key(values.duration(0.001), default="2h")
    fallback: str | None = key(values.optional(addresses.address), default="")


@section
class Rota:
    """People who are on call by turns."""

    name: str = key(values.name)
    time_zone: str | None = key(values.optional(values.zone), default="")
    handoff: Handoff = key(values.handoff, default="mon 09:00")
    shift: timedelta = key(values.duration(1), default="1w")
    starts: date = key(values.day, default="2026-01-05")
    members: tuple[str, ...] = key(Many(addresses.address, unique=False), default=[])


@section
class Escalation:
    """What holds for all ladders."""

    ladder: str | None = key(values.optional(values.name), default="")
    emergency_words: tuple[str, ...] = key(Many(values.name), default=["emergency"])
    pages_per_minute: int = key(values.integer(1), default=3)


@section
class Pending:
    """What happens to tickets that wait for the customer. Each time counts from when the wait began."""

    remind_after: tuple[timedelta, ...] = key(Many(values.duration(1)), default=["3d", "7d"])
    close_after: timedelta | None = key(values.optional(values.duration(1)), default="14d")


@section
class Resolved:
    """What happens to tickets that are solved unless the customer says no."""

    remind_after: tuple[timedelta, ...] = key(Many(values.duration(1)), default=[])
    close_after: timedelta | None = key(values.optional(values.duration(1)), default="7d")
