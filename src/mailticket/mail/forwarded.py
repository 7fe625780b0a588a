"""A mail that somebody passed on: who wrote it, when, and what it said."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from mailticket.mail.address import Mailbox
from mailticket.mail.quotation_grammar import LABEL, view
from mailticket.mail.quotation_labels import FROM_LABELS, SENT_LABELS, SUBJECT_LABELS
from mailticket.mail.quotation_words import FORWARDED
from mailticket.mail.written_date import instant

MAX_LINES: Final = 5_000
MAX_HEADER: Final = 30  # lines

_ADDRESS: Final = re.compile(r"[^\s<>@,;:\"\[\]()]{1,64}@[^\s<>@,;:\"\[\]()]{1,255}")
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
        if not marked and _field(line)[0] not in FROM_LABELS:
            continue
        found = _header(lines, start + 1 if marked else start, zone)
        if found is None:
            continue
        author, date, subject, end = found
        body = "\n".join(lines[end:]).strip()
        above = "\n".join(text.split("\n")[:start]).strip()
        return Forwarded(author=author, date=date, subject=subject, text=body, above=above)
    return None


def _field(line: str) -> tuple[str, str]:
    """The label of a header line, in lower case, and its value; the label is empty if it is none."""
    found = LABEL.match(view(line)) if ":" in line or "：" in line else None
    return (found[1].strip().lower(), found[2].strip().strip("*").strip()) if found else ("", "")


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
        label, value = _field(lines[at])
        if not label and at == first:
            return None
        if author is None and label in FROM_LABELS:
            author = _mailbox(value)
        elif date is None and label in SENT_LABELS:
            date = instant(value, zone)
        elif subject is None and label in SUBJECT_LABELS:
            subject = value
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
