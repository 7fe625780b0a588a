"""Dates as mail states them (RFC 5322, section 3.3), and as programs write them all the same."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from mailticket.mail.month_names import month

MAX_DATE: Final = 200  # characters that are looked at

_COMMENT: Final = re.compile(r"\([^()]*\)")
_HALF: Final = r"(?!\d)\s*(?:(?P<half>[ap])\.?m\b\.?)?"
_TIMES: Final = (
    re.compile(
        rf"(?<!\d)(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?{_HALF}"
    ),
    re.compile(rf"(?<![\d.])(?P<hour>\d{{1,2}})[.h](?P<minute>\d\d)(?:\.(?P<second>\d\d))?(?!\.){_HALF}"),
)
_ZONE: Final = re.compile(
    r"\s*(?:(?:gmt|utc?)\s*)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)"
    r"|\s*(?P<name>[a-z]{1,5})\b|\s+(?P<bare>0\d{3})(?!\d)"
)
_NUMERIC: Final = (
    # Year first, as ISO 8601 has it; the day first between dots; between slashes only where it is certain.
    re.compile(
        r"(?<!\d)(?P<year>\d{4})\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s+(?P<month>\d{1,2})[月월],?\s+(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4}|\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)"),
)
_YEAR_BEHIND: Final = re.compile(r"\s*(?:19|20)\d\d(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")

# Hours from UTC; where one name stands for several zones, the one of RFC 5322 or of most mail.
_ZONES: Final = {
    name: hours
    for hours, names in {
        -10: "hst", -9: "akst", -8: "pst akdt", -7: "mst pdt", -6: "cst mdt", -5: "est cdt",
        -4: "edt ast clt", -3.5: "nst", -3: "adt brt art", -2.5: "ndt", -2: "brst", 0: "ut utc gmt z wet",
        1: "cet met mez bst west", 2: "cest mest mesz eet sast", 3: "eest msk idt trt", 4: "msd gst",
        5: "pkt", 5.5: "ist", 7: "ict wib", 8: "sgt hkt awst pht", 9: "jst kst", 9.5: "acst",
        10: "aest", 11: "aedt", 12: "nzst", 13: "nzdt",
    }.items()
    for name in names.split()
}  # fmt: skip


def read_date(value: str) -> datetime | None:
    """The moment in UTC, None if it cannot be understood or no calendar has it; no zone is taken for UTC."""
    text = _COMMENT.sub(" ", value[:MAX_DATE].lower())
    if not text.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", bare)
    time = next(filter(None, (form.search(text) for form in _TIMES)), None)
    if time is None:
        return None
    year = _YEAR_BEHIND.match(text, time.end())
    zone = _ZONE.match(text, year.end() if year else time.end())
    offset = _offset(zone)
    behind = text[zone.end() :] if zone and offset is not None else text[time.end() :]
    rest = f"{text[: time.start()]} {year[0] if year else ''} {behind}"
    try:
        hour = int(time["hour"])
        if time["half"] and hour <= 12:
            hour = hour % 12 + 12 * (time["half"] == "p")
        second = min(int(time["second"] or 0), 59)  # there are leap seconds, but not here
        place = timezone(timedelta(hours=offset or 0))
        return datetime(*_day(rest), hour, int(time["minute"]), second, tzinfo=place).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(zone: re.Match[str] | None) -> float | None:
    """Hours from UTC, None if what stands behind the time is no zone."""
    if zone is None:
        return None
    if zone["name"]:
        return _ZONES.get(zone["name"])
    hours, minutes = zone["hours"], int(zone["minutes"] or 0)
    if zone["bare"]:
        hours, minutes = zone["bare"][:2], int(zone["bare"][2:])
    size = int(hours) + minutes / 60
    if size > 14:  # there is no such zone
        return 0
    return -size if zone["sign"] == "-" else size


def _day(text: str) -> tuple[int, int, int]:
    """Year, month and day. Raises `ValueError` if they are not there."""
    for form in _NUMERIC:
        if found := form.search(text):
            return _year(found["year"]), int(found["month"]), int(found["day"])
    months = [number for word in _WORD.findall(text) if (number := month(word))]
    numbers = _NUMBER.findall(text)
    if not months or len(numbers) < 2:
        raise ValueError(text)
    first, second = numbers[:2]
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _year(year), months[-1], int(day)


def _year(digits: str) -> int:
    """A year, of old programs with two or three digits (RFC 5322, section 4.3)."""
    year = int(digits)
    return year + (0 if year > 999 else 2000 if year < 50 else 1900)
