"""A date as programs write it for people to read, in the languages of many."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from mailticket.mail.month_names import month
from mailticket.mail.quotation_grammar import view

_CLOCK: Final = re.compile(
    r"(?<![\d.])(?P<hour>\d{1,2})(?:[:h.]|시 ?|[点點時] ?)(?P<minute>\d{2}|\d(?=분|分))"
    r"(?:[:.](?P<second>\d\d))?(?![\d.])"
    r"(?: ?(?P<half>[ap]\.? ?m\b|μμ|μ\.μ|π\.?μ|م\b|ص\b|ch\b|sa\b|ptg\b))?"
)
_HALF_BEFORE: Final = re.compile(r"(?P<half>上午|下午|午前|午後|오전|오후) ?$")
_AFTERNOON: Final = ("p", "下午", "午後", "오후", "μ", "م", "ch")
_YEAR, _DAY = r"(?<!\d)(?P<year>\d{4})", r"(?<!\d)(?P<day>\d{1,2})"
_NAME = r"(?P<month>[^\W\d_][^\s\d.,/()-]{1,15})"
_DAYS: Final = (
    re.compile(_YEAR + r"(?:[-/.년年] ?)(?P<month>\d{1,2})(?:[-/.월月] ?)(?P<day>\d{1,2})(?!\d)"),
    re.compile(_DAY + r"\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})(?!\d)"),
    re.compile(_DAY + r" tháng (?P<month>\d{1,2}),? (?:năm )?(?P<year>\d{4})(?!\d)"),
    re.compile(
        _DAY + rf"(?:st|nd|rd|th|\.)?[ /-]{{0,2}}(?:de |of )?{_NAME}[.,/-]?(?: de)? ?(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(_NAME + r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"),
    re.compile(_YEAR + rf"\. (?:gada|g\.) (?P<day>\d{{1,2}})\. {_NAME}"),
    re.compile(_YEAR + rf"[^\s\d]{{0,5}} ?(?:m\. |г\. )?{_NAME}\.? (?P<day>\d{{1,2}})(?!\d)"),
)
_OFFSET: Final = re.compile(r"(?:gmt|utc)?(?P<sign>[+−-])(?P<hours>\d{1,2}?):?(?P<minutes>\d{2})?\b")


def instant(value: str, zone: tzinfo) -> datetime | None:
    """The moment that is written, in UTC; None if there is none. Without an offset it is in `zone`."""
    text = view(value).casefold()
    clock = _CLOCK.search(text)
    day = next((found for days in _DAYS if (found := days.search(text))), None)
    if clock is None or day is None:
        return None
    half = clock["half"] or ((found := _HALF_BEFORE.search(text[: clock.start()])) and found["half"]) or ""
    hour = int(clock["hour"])
    if half:
        hour = hour % 12 + 12 * half.startswith(_AFTERNOON)
    year = int(day["year"])
    try:
        date = datetime(
            year - 543 * (year > 2400),  # as Thai programs count
            month(day["month"]),
            int(day["day"]),
            hour,
            int(clock["minute"]),
            int(clock["second"] or 0),
            tzinfo=zone,
        )
        if offset := _OFFSET.search(text, clock.end()):
            minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
            date = date.replace(
                tzinfo=timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
            )
        return date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
