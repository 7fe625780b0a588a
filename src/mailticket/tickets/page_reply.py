"""What a person on call asks for by a plain reply to a page."""

import re
from dataclasses import dataclass
from datetime import timedelta

# Longer than a weekend nobody may keep a ladder quiet with one line.
LONGEST = timedelta(days=3)

_READ_AT_MOST = 20_000
_LINE_AT_MOST = 200
_UNITS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
}  # fmt: skip
_LENGTH = re.compile(r"([0-9]{1,4}) ?([a-z]{1,7})")
_ACKNOWLEDGE = re.compile(r"(?:ack|acknowledge|acknowledged)(?: (?:for )?(.+))?")
_SNOOZE = re.compile(r"snooze (?:for )?(.+)")
_HAND_OVER = re.compile(r"hand ?over to (.+)", re.IGNORECASE)
_RESOLVE = re.compile(r"resolved?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """I take it, for `within` or for as long as the ladder says."""

    within: timedelta | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Page again after `within`."""

    within: timedelta
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Give it to `to`, a name or address as written.

    Whoever looks the person up and finds nobody treats the reply as a plain acknowledgement.
    """

    to: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """It is solved."""

    note: str = ""


PageReply = Acknowledge | Snooze | HandOver | Resolve


def page_reply(text: str) -> PageReply:
    """Read the new text of a human reply to a page.

    A command is the whole first paragraph, on one line, understood to its last word; what follows is a
    note. Anything else is a plain acknowledgement with all of the text as its note: to be awake and
    reply is what counts, and "resolve this tomorrow" must not resolve.
    """
    whole = text.strip()[:_READ_AT_MOST]
    paragraph, note = _first_paragraph(whole)
    one_line = len(paragraph) <= _LINE_AT_MOST and "\n" not in paragraph
    wanted = _command(" ".join(paragraph.split()), note) if one_line else None
    return wanted or Acknowledge(note=whole)


def length(text: str) -> timedelta | None:
    """Read a length of time as people write it (`2h`, `90 min`, `1h30m`); None if it is none, or too long."""
    seconds, place = 0, 0
    text = text.strip().lower()
    while place < len(text):
        found = _LENGTH.match(text, place)
        if found is None or found[2] not in _UNITS:
            return None
        seconds += int(found[1]) * _UNITS[found[2]]
        place = found.end()
        place += place < len(text) and text[place] == " "
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST.total_seconds() else None


def _first_paragraph(text: str) -> tuple[str, str]:
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.strip():
            return "\n".join(lines[:number]), "\n".join(lines[number:]).strip()
    return text, ""


def _command(line: str, note: str) -> PageReply | None:
    line = line.rstrip(".!").rstrip()
    low = line.lower()
    if found := _ACKNOWLEDGE.fullmatch(low):
        within = length(found[1]) if found[1] else None
        return Acknowledge(within=within, note=note) if within or not found[1] else None
    if found := _SNOOZE.fullmatch(low):
        within = length(found[1])
        return Snooze(within=within, note=note) if within else None
    if found := _HAND_OVER.fullmatch(line):
        return HandOver(to=found[1], note=note)
    return Resolve(note=note) if _RESOLVE.fullmatch(low) else None
