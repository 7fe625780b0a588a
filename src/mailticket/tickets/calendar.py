"""Service hours: weekly hours of a time zone less holidays, as half-open intervals in UTC.

Every edge is placed by `wall_time.instant_of`, so hours that touch on the wall touch in UTC too,
whatever the clocks of the zone do. Work is bounded: days are walked one by one, never minutes, and a
search for an opening ends some 400 days after the last date that the calendar names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailticket.tickets.public_holidays import public_holidays
from mailticket.tickets.wall_time import instant_of, midnight, wall_of

_NOTHING = timedelta(0)
_DAY = timedelta(days=1)
# Beyond a year every weekly hour and every public holiday has had its turn.
_HORIZON = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open interval in UTC: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        """Tell whether the instant lies in the span."""
        return self.start <= instant < self.end

    @property
    def length(self) -> timedelta:
        """Give the time that really passes in the span."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hours:
    """Opening hours of a day, in minutes of wall time since its midnight.

    `closes` is past 1440 for hours that end on the day after; they belong to the day they begin on.
    """

    opens: int
    closes: int


Week = tuple[
    tuple[Hours, ...],
    tuple[Hours, ...],
    tuple[Hours, ...],
    tuple[Hours, ...],
    tuple[Hours, ...],
    tuple[Hours, ...],
    tuple[Hours, ...],
]
CLOSED_WEEK: Week = ((), (), (), (), (), (), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A date with hours of its own (a half day before a holiday), which win over week and holiday."""

    day: date
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a desk serves: weekly hours in a time zone, except holidays.

    `week` runs from Monday. `country` and `subdivision` (ISO 3166) give the public holidays of every
    year, however far ahead, less those in `without`; `closed` are own holidays; `special` are dates
    with hours of their own.
    """

    name: str
    zone: str
    week: Week
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[date] = frozenset()
    without: frozenset[date] = frozenset()
    special: tuple[SpecialDay, ...] = ()

    def holiday(self, day: date) -> str | None:
        """Give the name of the holiday that a date is, or None."""
        if day in self.closed:
            return "own holiday"
        if self.country is None or day in self.without:
            return None
        return public_holidays(self.country, self.subdivision, day.year).get(day)

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        """Give the hours that begin on a date, in order."""
        for special in self.special:
            if special.day == day:
                return tuple(sorted(special.hours))
        if not (hours := self.week[day.weekday()]) or self.holiday(day) is not None:
            return ()
        return hours if len(hours) == 1 else tuple(sorted(hours))

    def is_open(self, instant: datetime) -> bool:
        """Tell whether the instant lies in service hours."""
        return self._open_span(instant) is not None

    def next_opening(self, instant: datetime) -> datetime | None:
        """Give the first instant of service at or after `instant`; None if there is none."""
        for piece in self._pieces(instant):
            return max(piece.start, instant)
        return None

    def next_closing(self, instant: datetime) -> datetime | None:
        """Give the end of the service that is on at `instant`, or else of the next; None if it never ends."""
        end = None
        for piece in self._pieces(instant):
            if end is not None and piece.start > end:
                return end
            end = piece.end
        # Open up to the horizon means open for ever.
        return None if end is None or wall_of(self.zone, end).date() > self._horizon(instant) else end

    def add_service_time(self, start: datetime, duration: timedelta) -> datetime | None:
        """Give the first instant by which `duration` of service has passed since `start`.

        A duration that ends with the day ends at its closing, not at the next opening. None if the
        calendar does not open often enough ever to reach it.
        """
        if duration <= _NOTHING:
            return start
        left, instant = duration, start
        while True:
            reached = instant
            for piece in self._pieces(instant):
                begin = max(piece.start, instant)
                if piece.end - begin >= left:
                    return begin + left
                left -= piece.end - begin
                reached = piece.end
            if reached == instant:
                return None
            instant = reached

    def service_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Give the service time in [start, end); negative if `end` comes first."""
        if end < start:
            return -self.service_time_between(end, start)
        return sum((span.length for span in self.spans(start, end)), _NOTHING)

    def spans(self, begin: datetime, end: datetime) -> tuple[Span, ...]:
        """Give the service hours in [begin, end), cut to it, in order; hours that touch are one span."""
        spans: list[Span] = []
        for piece in self._pieces(begin, until=end):
            start, stop = max(piece.start, begin), min(piece.end, end)
            if start >= stop:
                continue
            if spans and spans[-1].end == start:
                start = spans.pop().start
            spans.append(Span(start=start, end=stop))
        return tuple(spans)

    def _open_span(self, instant: datetime) -> Span | None:
        for piece in self._pieces(instant, until=instant):
            if instant in piece:
                return piece
        return None

    def _pieces(self, begin: datetime, *, until: datetime | None = None) -> Iterator[Span]:
        """Give the hours that end after `begin`, day by day, without overlap, up to a far horizon."""
        # Hours of yesterday reach into today; and where the clocks go back over midnight, the wall shows
        # today's date after tomorrow has begun.
        day = _earlier(wall_of(self.zone, begin).date(), 1)
        last = self._horizon(begin) if until is None else _later(wall_of(self.zone, until).date(), 1)
        reached = begin
        floor: datetime | None = None
        while day <= last:
            for hours in self.hours_of(day):
                start, end = self._edges(day, hours)
                if floor is not None and start < floor:
                    start = floor  # overlapping hours are served once
                if start < end:
                    floor = end
                    if end > reached:
                        yield Span(start=start, end=end)
            day += _DAY

    def _edges(self, day: date, hours: Hours) -> tuple[datetime, datetime]:
        start = midnight(day)
        return (
            instant_of(self.zone, start + timedelta(minutes=hours.opens)),
            instant_of(self.zone, start + timedelta(minutes=hours.closes)),
        )

    def _horizon(self, begin: datetime) -> date:
        named = [*self.closed, *(special.day for special in self.special)]
        return _later(max([wall_of(self.zone, begin).date(), *named]), _HORIZON.days)


def _earlier(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _later(day: date, days: int) -> date:
    # Two days are kept free at the end of time, for hours past midnight and for offsets.
    return date.fromordinal(min(date.max.toordinal() - 2, day.toordinal() + days))
