"""The resolution clock: by when a ticket should be solved, counted from its opening.

It runs while staff can do something and stands while the ticket waits for the customer (pending,
resolved or closed), as ITIL counts it: a customer who takes a week to answer neither uses up the
promise nor breaks it. A plain answer of staff does not stop it, since the problem is still there.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailticket.tickets.calendar import Span
from mailticket.tickets.service_level import Computation, ServiceLevel, Target, deadline, target
from mailticket.tickets.wall_time import shown, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionClock:
    """When the ticket opened, the spans in which it waited for the customer, and since when it waits now."""

    opened_at: datetime
    held: tuple[Span, ...] = ()
    held_since: datetime | None = None


def hold(clock: ResolutionClock, at: datetime) -> ResolutionClock:
    """Let the clock stand from `at`; one that stands already is left as it is."""
    return clock if clock.held_since is not None else replace(clock, held_since=max(at, clock.opened_at))


def resume(clock: ResolutionClock, at: datetime) -> ResolutionClock:
    """Let the clock run again from `at`; one that runs is left as it is."""
    if clock.held_since is None:
        return clock
    held = (*clock.held, Span(start=clock.held_since, end=at)) if at > clock.held_since else clock.held
    return replace(clock, held=held, held_since=None)


def resolve_by(clock: ResolutionClock, level: ServiceLevel | None) -> Computation:
    """Compute the resolution deadline; there is none while the clock stands.

    The target is that of the window in which the ticket was opened.
    """
    plain = deadline(level, clock.opened_at, "resolution")
    chosen = target(level, clock.opened_at, "resolution") if level else None
    if level is None or chosen is None or chosen.resolve_within is None or plain.due_at is None:
        return plain
    zone, promised = level.shown_in, chosen.resolve_within
    if clock.held_since is not None:
        used = promised - _running(clock, chosen, until=clock.held_since)[1]
        return Computation(
            due_at=None,
            because=f"{level.name}: waits for the customer since {shown(clock.held_since, zone)}, "
            f"{spoken(used)} of {spoken(promised)} used",
        )
    begun, left = _running(clock, chosen)
    if begun == clock.opened_at:
        return plain
    due_at = chosen.later(begun, left)
    return Computation(
        due_at=due_at,
        because=f"{level.name}: {spoken(promised)}, {spoken(promised - left)} used before a wait for the "
        f"customer, runs again from {shown(begun, zone)} + {spoken(left)} = "
        f"{shown(due_at, zone, after=begun) if due_at else 'never'}",
    )


def _running(
    clock: ResolutionClock, chosen: Target, *, until: datetime | None = None
) -> tuple[datetime, timedelta]:
    """Give the start of the run in which the target is used up, or else of the last, and what is left then.

    With `until` the last run ends there, and what is left is what is left at its end.
    """
    left, begun = chosen.resolve_within or timedelta(0), clock.opened_at
    for wait in clock.held:
        ran = chosen.between(begun, wait.start)
        if ran >= left:
            return begun, left
        left, begun = left - ran, wait.end
    return begun, left if until is None else left - chosen.between(begun, until)
