"""Service levels: what is promised to whom, and the deadline that a promise makes of a start.

A deadline is a `Computation`: the instant together with the sum in words, so that nobody has to
believe it. Without a target there is no deadline: the clock measures and nothing breaches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from mailticket.tickets.calendar import Calendar
from mailticket.tickets.wall_time import shown, spoken, wall_of

Counting = Literal["elapsed", "service-hours"]
Promise = Literal["response", "resolution"]


class Window(Protocol):
    """A time in which a clock may start: a calendar, or whatever else tells its instants apart."""

    @property
    def name(self) -> str:
        """The name that explanations use."""

    @property
    def zone(self) -> str:
        """The time zone in which explanations show its times."""

    def is_open(self, instant: datetime) -> bool:
        """Tell whether the instant lies in the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A promise for clocks that start in the window `during` (None: at any time).

    With `counted` "service-hours" both durations are service time of the calendar `hours_of`, or of
    `during` where that is None. A duration of None promises nothing.
    """

    during: Window | None = None
    respond_within: timedelta | None = None
    resolve_within: timedelta | None = None
    counted: Counting = "elapsed"
    hours_of: Calendar | None = None

    def __post_init__(self) -> None:
        """Refuse service hours without a calendar to count them in."""
        if self.counted == "service-hours" and self.hours is None:
            raise ValueError("a target counted in service-hours needs a calendar, in `during` or `hours_of`")

    @property
    def hours(self) -> Calendar | None:
        """The calendar in whose hours the durations count; None if they are elapsed time."""
        if self.counted == "elapsed":
            return None
        return self.hours_of or (self.during if isinstance(self.during, Calendar) else None)

    @property
    def waits(self) -> bool:
        """Whether the window is that of the hours themselves, so that a start outside can wait for it."""
        return self.hours is not None and self.hours == self.during

    def within(self, promise: Promise) -> timedelta | None:
        """Give the duration that is promised."""
        return self.respond_within if promise == "response" else self.resolve_within

    def concerns(self, promise: Promise) -> bool:
        """Tell whether the target has a say in the promise: it makes this one, or none at all."""
        return self.within(promise) is not None or self.respond_within is self.resolve_within is None

    def later(self, instant: datetime, duration: timedelta) -> datetime | None:
        """Add a duration in the target's own counting; None if its hours never reach it."""
        return self.hours.add_service_time(instant, duration) if self.hours else instant + duration

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Measure from start to end in the target's own counting."""
        return self.hours.service_time_between(start, end) if self.hours else end - start


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a service level is chosen by; `level` is the one that the customer's contract names."""

    priority: str | None = None
    customer: str | None = None
    queue: str | None = None
    kind: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """The tickets that a level is for; an empty set sets no condition."""

    priority: frozenset[str] = frozenset()
    customer: frozenset[str] = frozenset()
    queue: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()

    def fits(self, facts: Facts) -> bool:
        """Tell whether every condition holds."""
        pairs = (
            (self.priority, facts.priority),
            (self.customer, facts.customer),
            (self.queue, facts.queue),
            (self.kind, facts.kind),
        )
        return all(not wanted or value in wanted for wanted, value in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """Targets, and the name of the ladder, for the tickets it applies to.

    `warn_at` is the share of a response target after which a warning goes out (0.75: when three
    quarters are over). `zone` is used for times in explanations when no window gives one.
    """

    name: str
    applies_to: AppliesTo = AppliesTo()
    targets: tuple[Target, ...] = ()
    ladder: str | None = None
    warn_at: float | None = None
    zone: str = "UTC"

    @property
    def shown_in(self) -> str:
        """The time zone for times in explanations."""
        return next((one.during.zone for one in self.targets if one.during), self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation:
    """A deadline (None: there is none) and the reason for it in words, with level, target, calendar, sum."""

    due_at: datetime | None
    because: str


def fit(levels: Iterable[ServiceLevel], facts: Facts) -> ServiceLevel | None:
    """Give the level that the contract names, else the first that applies; None if none does."""
    levels = tuple(levels)
    named = (level for level in levels if facts.level is not None and level.name == facts.level)
    return next(named, None) or next((level for level in levels if level.applies_to.fits(facts)), None)


def target(level: ServiceLevel, start: datetime, promise: Promise = "response") -> Target | None:
    """Give the first target for the promise whose window holds the start.

    If none does, the first one counted in the hours of its own window is taken: it waits for its
    calendar to open, so that a mail of the weekend has its deadline on Monday instead of none. A target
    that makes only the other promise is passed over; one that makes none at all says that its window
    has no deadline.
    """
    candidates = [one for one in level.targets if one.concerns(promise)]
    for candidate in candidates:
        if candidate.during is None or candidate.during.is_open(start):
            return candidate
    return next((candidate for candidate in candidates if candidate.waits), None)


def deadline(level: ServiceLevel | None, start: datetime, promise: Promise = "response") -> Computation:
    """Compute the deadline of a promise for a clock that starts at `start`."""
    if level is None:
        return Computation(due_at=None, because="no service level fits this ticket, so there is no deadline")
    chosen = target(level, start, promise)
    if chosen is None:
        return Computation(due_at=None, because=_without_target(level, start, promise))
    duration = chosen.within(promise)
    if duration is None:
        return Computation(due_at=None, because=f"{level.name}: no {promise} target in this window")
    due_at = chosen.later(start, duration)
    if due_at is None:
        name = chosen.hours.name if chosen.hours else "its calendar"
        return Computation(
            due_at=None, because=f"{level.name}: {name} never opens long enough for {spoken(duration)}"
        )
    if chosen.hours:
        return Computation(
            due_at=due_at, because=_service_hours_sum(level, chosen.hours, start, duration, due_at)
        )
    return Computation(due_at=due_at, because=_elapsed_sum(level, chosen, start, duration, due_at))


def warning(level: ServiceLevel | None, start: datetime) -> datetime | None:
    """Give the instant at which the level's share of the response target is over, or None."""
    if level is None or level.warn_at is None:
        return None
    chosen = target(level, start)
    if chosen is None or chosen.respond_within is None:
        return None
    return chosen.later(start, chosen.respond_within * level.warn_at)


def _without_target(level: ServiceLevel, start: datetime, promise: Promise) -> str:
    windows = [one.during.name for one in level.targets if one.during and one.concerns(promise)]
    if not windows:
        return f"{level.name}: no {promise} target, so the clock measures and nothing breaches"
    return (
        f"{level.name}: started {shown(start, level.shown_in)}, outside {', '.join(windows)}; "
        "no target is for that time, so there is no deadline"
    )


def _elapsed_sum(
    level: ServiceLevel, chosen: Target, start: datetime, duration: timedelta, due_at: datetime
) -> str:
    zone = chosen.during.zone if chosen.during else level.shown_in
    if chosen.during:
        where = f"in {chosen.during.name} ({zone})"
    else:
        passed_by = [one.during for one in level.targets[: level.targets.index(chosen)] if one.during]
        where = (
            f"outside {', '.join(window.name for window in passed_by)} ({zone})"
            if passed_by
            else "at any time"
        )
    return (
        f"{level.name}: {spoken(duration)} elapsed, started {where} {shown(start, zone)} "
        f"+ {spoken(duration)} = {shown(due_at, zone, after=start)}"
    )


def _service_hours_sum(
    level: ServiceLevel, hours: Calendar, start: datetime, duration: timedelta, due_at: datetime
) -> str:
    zone = hours.zone
    spans = hours.spans(start, due_at)
    parts, said = [], start
    for span in spans if len(spans) <= 4 else (*spans[:2], spans[-1]):
        if len(spans) > 4 and span is spans[-1]:
            between = sum((one.length for one in spans[2:-1]), timedelta(0))
            parts.append(f"{spoken(between)} in {len(spans) - 3} spans between")
        begin = shown(span.start, zone, after=said)
        parts.append(f"{spoken(span.length)} from {begin} to {shown(span.end, zone, after=span.start)}")
        said = span.end
    return (
        f"{level.name}: {spoken(duration)} in service hours of {hours.name} ({zone}), "
        f"started {shown(start, zone)}: {' + '.join(parts) or 'nothing to wait for'}"
        f"{_holidays_passed(hours, start, due_at)} = {shown(due_at, zone, after=start)}"
    )


def _holidays_passed(hours: Calendar, start: datetime, due_at: datetime) -> str:
    """Name the holidays that took service hours away, three at most."""
    day, last = wall_of(hours.zone, start).date(), wall_of(hours.zone, due_at).date()
    passed: list[str] = []
    while day <= last and len(passed) <= 3:
        if hours.week[day.weekday()] and not hours.hours_of(day) and (name := hours.holiday(day)):
            passed.append(f"{day:%Y-%m-%d} {name}")
        day += timedelta(days=1)
    if not passed:
        return ""
    more = ", …" if len(passed) > 3 else ""
    return f" (closed {', '.join(passed[:3])}{more})"
