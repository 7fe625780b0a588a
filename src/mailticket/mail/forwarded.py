"""A mail that somebody passed on: who wrote it, when, and what it said."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from mailticket.mail.address import Mailbox
from mailticket.mail.quotation_words import FORWARDED

MAX_LINES: Final = 5_000
MAX_HEADER: Final = 30  # lines

_FROM: Final = re.compile(r"\*?(?:from|von|de|da|van|fra|från)\*? ?: ?\*? ?(.{3,400})", re.IGNORECASE)
_DATE: Final = re.compile(
    r"\*?(?:date|sent|datum|gesendet|envoyé|fecha|enviado|enviado el)\*? ?: ?\*? ?(.{3,200})", re.IGNORECASE
)
_SUBJECT: Final = re.compile(
    r"\*?(?:subject|betreff|objet|asunto|onderwerp)\*? ?: ?\*? ?(.{0,400})", re.IGNORECASE
)
_FIELD: Final = re.compile(r"\*?[\w -]{2,20}\*? ?: ?.*")
_ADDRESS: Final = re.compile(r"[^\s<>@,;:\"\[\]()]{1,64}@[^\s<>@,;:\"\[\]()]{1,255}")
_CLOCK: Final = re.compile(
    r"\b(?P<hour>[0-9]{1,2})[:h.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?![0-9.])"
    r"(?: ?(?P<half>[ap]\.? ?m\b))?"
)
_DOTTED: Final = re.compile(r"\b(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})\b")
_DAY_FIRST: Final = re.compile(
    r"\b(?P<day>[0-9]{1,2})\.? (?:de )?(?P<month>[a-zäéûç]{3,12})\.? (?:de )?(?P<year>[0-9]{4})\b"
)
_MONTH_FIRST: Final = re.compile(r"\b(?P<month>[a-z]{3,12})\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})\b")
_OFFSET: Final = re.compile(r"(?:gmt|utc)?(?P<sign>[+−-])(?P<hours>[0-9]{1,2}?):?(?P<minutes>[0-9]{2})?\b")
_ACCENTS: Final = str.maketrans("äéûç", "aeuc")
_NAMES: Final = (
    "jan janu janv ener ene|feb febr fevr|mar marc marz mars|apr apri avri abri abr|may mai mayo"
    "|jun june juni juin|jul july juli juil|aug augu aout agos ago|sep sept|oct octo okt okto octu"
    "|nov nove novi|dec dece deze dez dici dic"
)
_MONTHS: Final = {name: n for n, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
_RULE: Final = re.compile(r"[-_=—–]{3,}.{0,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """The mail that was passed on, and what the one who did so wrote above it."""

    author: Mailbox
    date: datetime | None  # aware, UTC
    subject: str
    text: str
    above: str


def forwarded(text: str, zone: tzinfo = UTC) -> Forwarded | None:
    """The first mail that stands forwarded in a text, with the header lines that programs write above it.

    None if there is none, or it does not say which address it came from. `zone` is that of the one who
    passed it on: their program wrote the date.
    """
    lines = [line.strip().removeprefix(">").strip() for line in text.split("\n")[:MAX_LINES]]
    for start, line in enumerate(lines):
        marked = len(line) < 80 and bool(_RULE.fullmatch(line) or FORWARDED.search(line))
        if not marked and not _FROM.fullmatch(line):
            continue
        found = _header(lines, start + 1 if marked else start, zone)
        if found is None:
            continue
        author, date, subject, end = found
        body = "\n".join(lines[end:]).strip()
        above = "\n".join(text.split("\n")[:start]).strip()
        return Forwarded(author=author, date=date, subject=subject, text=body, above=above)
    return None


def _header(lines: list[str], start: int, zone: tzinfo) -> tuple[Mailbox, datetime | None, str, int] | None:
    """From, date and subject of a block of header lines, and where it ends."""
    author: Mailbox | None = None
    date: datetime | None = None
    subject: str | None = None
    at = start
    while at < len(lines) and not lines[at]:
        at += 1
    first = at
    while at < min(len(lines), first + MAX_HEADER) and lines[at]:
        line = lines[at]
        if author is None and (found := _FROM.fullmatch(line)):
            author = _mailbox(found[1])
        elif date is None and (found := _DATE.fullmatch(line)):
            date = _instant(found[1], zone)
        elif subject is None and (found := _SUBJECT.fullmatch(line)):
            subject = found[1].strip().strip("*").strip()
        elif not _FIELD.fullmatch(line) and at == first:
            return None
        at += 1
    if author is None or subject is None:
        return None
    return author, date, subject, at


def _mailbox(value: str) -> Mailbox | None:
    found = _ADDRESS.search(value)
    if found is None:
        return None
    name = value[: found.start()].strip(" <\"'*[(").removesuffix("mailto:").strip(" <\"'*[(")
    return Mailbox(name=name.strip()[:100], address=found[0].strip("*"))


def _instant(value: str, zone: tzinfo) -> datetime | None:
    """A date as programs write it in four languages, or None; without an offset it is in `zone`."""
    text = " ".join(value.casefold().replace("\u202f", " ").split())
    clock = _CLOCK.search(text)
    day = _DOTTED.search(text) or _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    if clock is None or day is None:
        return None
    parts = day.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.get(_plain(parts["month"]))
    hour = (
        int(clock["hour"]) % 12 + (12 if clock["half"].startswith("p") else 0)
        if clock["half"]
        else int(clock["hour"])
    )
    offset = _OFFSET.search(text, clock.end())
    try:
        date = datetime(
            int(parts["year"]),
            month or 0,
            int(parts["day"]),
            hour,
            int(clock["minute"]),
            int(clock["second"] or 0),
            tzinfo=zone,
        )
        if offset is not None:
            hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
            sign = -1 if offset["sign"] in "-−" else 1
            date = date.replace(tzinfo=timezone(sign * timedelta(hours=hours, minutes=minutes)))
        return date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _plain(month: str) -> str:
    """The first letters of a month, without accents."""
    return month.translate(_ACCENTS)[:4].rstrip(".")
