"""Service hours as they are written: spans of a weekday, and single days that differ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mailticket.config.faults import Place, shown, suggestion
from mailticket.config.kinds import Many, Scalar, toml_value
from mailticket.config.values import WEEKDAYS, day

MINUTES: Final = 1440  # of a day

_SPAN: Final = r"([0-9][0-9]):([0-9][0-9])\s*-\s*([0-9][0-9]):([0-9][0-9])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Half-open hours in minutes of local time since the midnight on which their day begins.

    `closes` is past 1440 where they run past the next midnight: 22:00-06:00 is 1320 to 1800.
    """

    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The hours of each weekday."""

    mon: tuple[Hours, ...] = ()
    tue: tuple[Hours, ...] = ()
    wed: tuple[Hours, ...] = ()
    thu: tuple[Hours, ...] = ()
    fri: tuple[Hours, ...] = ()
    sat: tuple[Hours, ...] = ()
    sun: tuple[Hours, ...] = ()

    def on(self, weekday: int) -> tuple[Hours, ...]:
        """The hours that begin on a weekday; Monday is 0."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)[weekday]


def _span(text: str) -> Hours:
    match = re.fullmatch(_SPAN, text.strip())
    numbers = [int(number) for number in match.groups()] if match else [99] * 4
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(numbers[1], numbers[3]) > 59 or start >= MINUTES or end > MINUTES:
        raise ValueError(f'must be hours such as "07:00-22:00", from 00:00 to 24:00, not {shown(text)}')
    if start == end:
        raise ValueError(f'{shown(text)} lasts no time; a whole day is "00:00-24:00"')
    return Hours(opens=start, closes=end if end > start else end + MINUTES)


span: Final = Scalar('hours such as "07:00-22:00"', (str,), _span, lambda: Hours(opens=0, closes=0))
_SPANS: Final = Many(span, unique=False)


@dataclass(frozen=True, slots=True)
class _WeekKind:
    """The kind of a table with the hours of the weekdays."""

    what = "a table of weekdays"

    def read(self, raw: object, place: Place) -> Week:
        if not isinstance(raw, dict):
            place.fault(f'must be a table such as {{ mon = ["07:00-22:00"] }}, not {shown(raw)}')
            return Week()
        for name in raw:
            if name not in WEEKDAYS:
                near = suggestion(name, WEEKDAYS)
                (place / name).fault(f"is not a weekday; they are {', '.join(WEEKDAYS)}{near}")
        spans = {name: _SPANS.read(raw[name], place / name) for name in WEEKDAYS if name in raw}
        _refuse_overlaps(spans, place)
        return Week(**spans)

    def from_text(self, text: str) -> object:
        return toml_value(text)


@dataclass(frozen=True, slots=True)
class _SingleDays:
    """The kind of a table with the hours of single days."""

    what = "a table of dates"

    def read(self, raw: object, place: Place) -> Mapping[date, tuple[Hours, ...]]:
        if not isinstance(raw, dict):
            place.fault(f'must be a table such as {{ "2026-12-24" = ["07:00-12:00"] }}, not {shown(raw)}')
            return {}
        found: dict[date, tuple[Hours, ...]] = {}
        for name, item in raw.items():
            on = day.read(name, place / name)
            found[on] = _SPANS.read(item, place / name)
            _refuse_overlaps({WEEKDAYS[0]: found[on]}, place, key=name)
        return found

    def from_text(self, text: str) -> object:
        return toml_value(text)


def _refuse_overlaps(week: dict[str, tuple[Hours, ...]], place: Place, key: str | None = None) -> None:
    """Report hours that overlap others, those of the day before included, at the later of the two."""
    placed = sorted(_placed(week), key=lambda item: item[:2])
    if len(week) > 1 and placed:  # the hours of Sunday night meet those of Monday morning
        first, *_ = placed
        placed.append((first[0] + 7 * MINUTES, first[1] + 7 * MINUTES, *first[2:]))
    reach, before = -1, ""
    for start, end, name, index, text in placed:
        if start < reach:
            (place / (key or name) / index).fault(f"{text} overlaps {before}")
        if end > reach:
            reach, before = end, text if key else f"{text} of {name}"


def _placed(week: dict[str, tuple[Hours, ...]]) -> Iterator[tuple[int, int, str, int, str]]:
    for name, spans in week.items():
        midnight = WEEKDAYS.index(name) * MINUTES
        for index, item in enumerate(spans):
            if item.closes > item.opens:
                yield midnight + item.opens, midnight + item.closes, name, index, written(item)


def written(item: Hours) -> str:
    """Hours as they are written in the configuration."""
    end = item.closes if item.closes <= MINUTES else item.closes - MINUTES
    return f"{item.opens // 60:02}:{item.opens % 60:02}-{end // 60:02}:{end % 60:02}"


week: Final = _WeekKind()
single_days: Final = _SingleDays()
