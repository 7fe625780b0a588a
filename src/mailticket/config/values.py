"""Single values of the configuration: durations, sizes, numbers, text, times, words of a choice."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from mailticket.config.faults import Place, shown, suggestion
from mailticket.config.kinds import Kind, Optional_, Scalar

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_UNITS: Final = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION: Final = r"(?:[0-9]{1,9}(?:\.[0-9]{1,3})?\s?(?:ms|[smhdw])\s?)+"
_TERM: Final = r"([0-9]+(?:\.[0-9]+)?)\s?(ms|[smhdw])"
_LONGEST: Final = timedelta(days=36_500)
_SIZES: Final = {
    "": 1,
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
}
_SIZE: Final = r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([kmgKMG]?i?[bB]?)"
CONTROL: Final = r"[\x00-\x1f\x7f\x85\u2028\u2029]"
_CLOCK: Final = r"([01][0-9]|2[0-3]):([0-5][0-9])"
_LANGUAGE: Final = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """When a shift passes to the next member, in the rota's zone."""

    weekday: int | None  # Monday is 0; None: on any day
    time: time


def _duration(least: timedelta, text: str) -> timedelta:
    if not re.fullmatch(_DURATION, text):
        raise ValueError(f"must be a duration such as 90s, 15m, 2h or 3d, not {shown(text)}")
    seconds = sum(float(amount) * _UNITS[unit] for amount, unit in re.findall(_TERM, text))
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"is longer than a hundred years: {shown(text)}")
    if seconds < least.total_seconds():
        raise ValueError(f"must be at least {spoken(least)}, not {shown(text)}")
    return timedelta(seconds=seconds)


def spoken(duration: timedelta) -> str:
    """A duration as it can be written in the configuration."""
    seconds = duration.total_seconds()
    for unit in "dhm":
        if seconds >= _UNITS[unit] and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]:.0f}{unit}"
    return f"{seconds:g}s"


def duration(least: float = 0) -> Scalar[timedelta]:
    """A length of time of at least so many seconds."""
    return Scalar(
        "a duration such as 90s, 15m, 2h or 3d",
        (str,),
        partial(_duration, timedelta(seconds=least)),
        timedelta,
    )


def _size(value: str | int) -> int:
    match = re.fullmatch(_SIZE, str(value).strip())
    if match is None or match[2].lower() not in _SIZES:
        raise ValueError(f"must be a size such as 512 KiB or 25 MiB, not {shown(value)}")
    size = int(float(match[1]) * _SIZES[match[2].lower()])
    if size < 1:
        raise ValueError("must be more than nothing")
    return size


def _number(least: float, most: float | None, value: float) -> float:
    if value < least or value != value:
        raise ValueError(f"must be at least {least}, not {shown(value)}")
    if most is not None and value > most:
        raise ValueError(f"must be at most {most}, not {shown(value)}")
    return value


def _as_number(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def integer(least: int = 0, most: int | None = None) -> Scalar[int]:
    """A whole number within bounds."""

    def parse(value: int) -> int:
        _number(least, most, value)
        return value

    return Scalar("a whole number", (int,), parse, lambda: least, text=_as_number)


def number(least: float = 0, most: float | None = None) -> Scalar[float]:
    """A number within bounds, with a fraction or without."""
    return Scalar(
        "a number", (int, float), partial(_number, least, most), lambda: float(least), text=_as_number
    )


def _as_boolean(text: str) -> object:
    known = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }
    return known.get(text.strip().lower(), text)


def one_line(value: str) -> str:
    if re.search(CONTROL, value):
        raise ValueError("must be one line of text without control characters")
    return value


def filled(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return one_line(value).strip()


def _lines(value: str) -> str:
    if re.search(CONTROL, value.replace("\n", "").replace("\t", "")):
        raise ValueError("must be text without control characters")
    return value


def _choice(words: tuple[str, ...], value: str) -> str:
    if value not in words:
        raise ValueError(f"must be {either(words)}, not {shown(value)}{suggestion(value, words)}")
    return value


def either(words: tuple[str, ...]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def choice(*words: Word) -> Scalar[Word]:
    """One of some words."""
    parse: Callable[[Any], Any] = partial(_choice, words)
    return Scalar(either(words), (str,), parse, lambda: words[0])


def _zone(value: str) -> str:
    if value == "UTC":
        return value
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, KeyError):
        from zoneinfo import available_timezones

        near = suggestion(value, sorted(available_timezones()))
        raise ValueError(
            f"{shown(value)} is not a time zone; a zone is named as in America/New_York{near}"
        ) from None


def _path(value: str) -> Path:
    if not value or re.search(CONTROL, value):
        raise ValueError("must be a path, without control characters")
    return Path(value).expanduser() if value.startswith("~/") else Path(value)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _PathKind:
    """A path; one that begins with $CREDENTIALS_DIRECTORY/ is looked up where systemd has put credentials."""

    what = "a path"
    _plain = Scalar("a path", (str,), _path, Path)

    def read(self, raw: object, place: Place) -> Path:
        value = self._plain.read(raw, place)
        if not is_beyond(value):
            return value
        folder = place.findings.environ.get("CREDENTIALS_DIRECTORY")
        if folder:
            return Path(folder, *value.parts[1:])
        place.warn("stands in $CREDENTIALS_DIRECTORY, which is only set within the systemd unit")
        return value

    def from_text(self, text: str) -> object:
        return text


def is_there(value: Path, *, folder: bool = False) -> bool:
    """Whether a path names a file, or a folder; True where this user may not look, as the daemon's may."""
    try:
        return value.is_dir() if folder else value.is_file()
    except OSError:
        return True


def is_beyond(value: Path) -> bool:
    """Whether a path stands among credentials that only the daemon's unit can see."""
    return value.parts[:1] == ("$CREDENTIALS_DIRECTORY",)


def _date(value: str | date) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"must be a date such as 2026-12-24, not {shown(value)}") from None
    if type(value) is not date:  # a datetime is a date too
        raise ValueError(f"must be a date without a time, not {shown(value)}")
    return value


def _handoff(value: str) -> Handoff:
    day, _, clock = value.lower().rpartition(" ")
    match = re.fullmatch(_CLOCK, clock)
    if match is None or (day and day[:3] not in WEEKDAYS):
        raise ValueError(f'must be a weekday and a time such as "mon 09:00", not {shown(value)}')
    weekday = WEEKDAYS.index(day[:3]) if day else None
    return Handoff(weekday=weekday, time=time(int(match[1]), int(match[2])))


def _language(value: str) -> str:
    if not re.fullmatch(_LANGUAGE, value):
        raise ValueError(f"must be a language tag such as en or pt-BR, not {shown(value)}")
    return value


def _subject_tag(value: str) -> str:
    if one_line(value).count("{number}") != 1 or "{" in value.replace("{number}", "") or len(value) > 40:
        raise ValueError(
            f"must hold {{number}} once, and no other braces, as in [#{{number}}], not {shown(value)}"
        )
    return value


def _after_accept(value: str) -> str:
    if value in {"seen", "delete"} or (value.startswith("move:") and one_line(value)[5:].strip()):
        return value
    raise ValueError(f"must be seen, delete or move:FOLDER, not {shown(value)}")


def _header_mark(value: str) -> str:
    name, colon, wanted = one_line(value).partition(":")
    if not colon or not wanted.strip() or not re.fullmatch(r"[!-9;-~]+", name):
        raise ValueError(f'must be a header and its value such as "X-Spam: yes", not {shown(value)}')
    return f"{name}: {wanted.strip()}"


def optional(kind: Kind[T]) -> Optional_[T]:
    """A value that may be absent."""
    return Optional_(kind)


boolean: Final = Scalar("true or false", (bool,), bool, bool, text=_as_boolean)
size: Final = Scalar("a size such as 25 MiB", (str, int), _size, int)
line: Final = Scalar("one line of text", (str,), one_line, str)  # may be empty
name: Final = Scalar("a name", (str,), filled, str)
lines: Final = Scalar("text", (str,), _lines, str)  # may be empty, may have several lines
zone: Final = Scalar("a time zone such as America/New_York", (str,), _zone, lambda: "UTC")
path: Final = _PathKind()
day: Final = Scalar("a date such as 2026-12-24", (str, date), _date, lambda: date(2000, 1, 1))
handoff: Final = Scalar(
    'a weekday and a time such as "mon 09:00"', (str,), _handoff, lambda: Handoff(weekday=0, time=time(9))
)
language: Final = Scalar("a language tag such as en", (str,), _language, lambda: "en")
subject_tag: Final = Scalar("a tag such as [#{number}]", (str,), _subject_tag, lambda: "[#{number}]")
after_accept: Final = Scalar("seen, delete or move:FOLDER", (str,), _after_accept, lambda: "seen")
header_mark: Final = Scalar('a header and its value such as "X-Spam: yes"', (str,), _header_mark, str)
