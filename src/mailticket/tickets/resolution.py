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
    zone = level.shown_in
    used = used_time(clock, chosen, until=clock.held_since)
    if clock.held_since is not None:
        since = shown(clock.held_since, zone)
        return Computation(
            due_at=None,
            because=f"{level.name}: waits for the customer since {since}, "
            f"{spoken(used)} of {spoken(chosen.resolve_within)} used",
        )
    if not clock.held:
        return plain
    left = chosen.resolve_within - used
    if left <= timedelta(0):
        return Computation(
            due_at=_passed(clock, chosen), because=f"{plain.because}; over before the last wait"
        )
    resumed = clock.held[-1].end
    due_at = chosen.later(resumed, left)
    end = shown(due_at, zone, after=resumed) if due_at else "never"
    return Computation(
        due_at=due_at,
        because=f"{level.name}: {spoken(chosen.resolve_within)}, {spoken(used)} used before "
        f"the last wait for the customer, runs again from {shown(resumed, zone)} + {spoken(left)} = {end}",
    )


def used_time(clock: ResolutionClock, chosen: Target, *, until: datetime | None = None) -> timedelta:
    """Give the time used in the target's counting, up to `until` (None: the end of the last wait)."""
    used, cursor = timedelta(0), clock.opened_at
    for wait in clock.held:
        used += chosen.between(cursor, wait.start)
        cursor = wait.end
    return used if until is None or until <= cursor else used + chosen.between(cursor, until)


def _passed(clock: ResolutionClock, chosen: Target) -> datetime | None:
    """Give the instant at which the target was used up, before the last wait began."""
    left, cursor = chosen.resolve_within or timedelta(0), clock.opened_at
    for wait in clock.held:
        ran = chosen.between(cursor, wait.start)
        if ran >= left:
            return chosen.later(cursor, left)
        left, cursor = left - ran, wait.end
    return chosen.later(cursor, left)
