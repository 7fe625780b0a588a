"""Wall clocks: what a clock on the wall of a time zone shows, and at which instant it shows it.

One definition carries calendars and rotas over every change of the clocks: a wall time stands for
the first instant at which the clock shows it *or anything later*. A time that a gap skips thus moves
to the first minute that exists, of a time that a fold repeats the first one counts, and on a day that
a zone left out altogether (Apia, 30 December 2011) every time is the midnight after it. The
definition is monotone, so spans that share an edge on the wall neither overlap nor part in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)  # the edges of the days around now are asked for with every mail
def instant_of(zone: str, wall: datetime) -> datetime:
    """Give the first instant, in UTC, at which the clock of `zone` shows `wall` (naive) or later."""
    tz = ZoneInfo(zone)
    # A fold of 0 is the first of a repeated hour (PEP 495).
    instant = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if wall_of(zone, instant) == wall:
        return instant
    return _end_of_gap(zone, wall, instant)


def _end_of_gap(zone: str, wall: datetime, late: datetime) -> datetime:
    """Give the instant of the change that skips `wall`; `late` lies after it, in this very gap."""
    # With fold=1 a skipped time is read by the offset after the change, hence lies before it (PEP 495).
    early = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    return _first_change(zone, early, late)


def _first_change(zone: str, early: datetime, late: datetime) -> datetime:
    """Find, to the second, the first instant with another offset than `early`, where `late` has one."""
    tz = ZoneInfo(zone)
    before = early.astimezone(tz).utcoffset()
    while late - early > _SECOND:
        # Whole seconds: no zone has ever changed between two of them.
        middle = early + timedelta(seconds=(late - early) // _SECOND // 2)
        if middle.astimezone(tz).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def wall_of(zone: str, instant: datetime) -> datetime:
    """Give what the clock of `zone` shows at `instant`, as a naive datetime."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def midnight(day: date) -> datetime:
    """Give the naive wall time at which `day` begins."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a wall time has no zone of its own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """A change of the clocks of a zone: `at` is the instant, the offsets are those from UTC."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta

    def __str__(self) -> str:
        """Say it for a person: which zone, when, and by how much."""
        moved = self.after - self.before
        way = "forward" if moved > _NOTHING else "back"
        return f"clocks of {self.zone} go {way} by {spoken(abs(moved))} at {shown(self.at, self.zone)}"


def clock_changes(zone: str, begin: datetime, end: datetime) -> Iterator[ClockChange]:
    """Give the changes of the clocks in [begin, end), in order."""
    tz = ZoneInfo(zone)
    early = begin
    while early < end:
        late = min(early + _DAY, end)
        # Offsets differ by a day at most (the date line), and no zone changed twice within a day.
        before, after = early.astimezone(tz).utcoffset(), late.astimezone(tz).utcoffset()
        if before is not None and after is not None and before != after:
            at = _first_change(zone, early, late)
            if at < end:
                yield ClockChange(zone=zone, at=at, before=before, after=after)
        early = late


@lru_cache(maxsize=256)
def spoken(duration: timedelta) -> str:
    """Say a duration in the words of the configuration, as `1h 30m`; days are said in hours."""
    if _NOTHING < abs(duration) < _SECOND:
        return f"{duration / timedelta(milliseconds=1):g}ms"
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if n]
    return sign + (" ".join(parts) or "0s")


def shown(instant: datetime, zone: str, *, after: datetime | None = None) -> str:
    """Write an instant as the clock of `zone` shows it, as `Fri 2026-11-20 21:59 EST`.

    The date is left out when it is that of the instant `after`, which the reader has just read.
    """
    local = instant.astimezone(ZoneInfo(zone))
    day = WEEKDAYS[local.weekday()].capitalize()
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if after is not None and after.astimezone(ZoneInfo(zone)).date() == local.date():
        return f"{day} {time} {local.tzname()}"
    return f"{day} {local:%Y-%m-%d} {time} {local.tzname()}"
