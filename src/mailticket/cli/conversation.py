"""A ticket told as a conversation: in a terminal, and as a page to keep or print."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailticket.cli.terminal import BOLD, DIM, PLAIN, safe, safe_lines, size, wrapped

_IN, _OUT, _NOTE = "\x1b[36m", "\x1b[32m", "\x1b[33m"
_NARROWEST, _WIDEST = 40, 100  # columns of text


def shape(entry: Mapping[str, Any]) -> str:
    """How an entry is shown: in, out, note, notice or event."""
    if entry["kind"] == "correspondence":
        return "in" if entry["direction"] == "in" else "out"
    if entry["kind"] == "event":
        return "event" if entry["direction"] is None else "note"  # a machine's mail has a text of its own
    return str(entry["kind"])


def who(entry: Mapping[str, Any]) -> str:
    """Who spoke to whom, in one line."""
    author = safe(entry["from"] or "mailticket")
    to = safe(", ".join(entry["to"]))
    match shape(entry):
        case "in":
            return f"{author} wrote"
        case "out":
            return f"{author} answered {to}"
        case "note" if entry["kind"] == "event":
            return f"{author} ({entry['event']})"
        case "note":
            return f"{author} noted"
        case "notice":
            return f"{entry['event']} to {to}"
        case _:
            return safe(entry["event"])


def event_text(entry: Mapping[str, Any]) -> str:
    """What happened, and by whom if the text does not say so."""
    text, by = safe_lines(entry["text"]), safe(entry["from"] or "")
    return text if not by or by in text else f"{text} (by {by})"


def facts(ticket: Mapping[str, Any], zone: str) -> list[tuple[str, str]]:
    """What is known of a ticket, as label and value; what is unknown is left out."""
    clock, escalation = ticket["clock"], ticket["escalation"]
    waits = clock["waiting_on"] + (f", due {moment(clock['due_at'], zone)}" if clock["due_at"] else "")
    found = [
        ("Status", ticket["status"]),
        ("Priority", ticket["priority"]),
        ("Queue", ticket["queue"]),
        ("Kind", ticket["kind"]),
        ("Customer", ticket["customer"]),
        ("Requester", ticket["requester"]),
        ("Participants", ", ".join(ticket["participants"])),
        ("Assigned to", ticket["assignee"]),
        ("Service level", ticket["service_level"]),
        ("Opened", moment(ticket["opened_at"], zone)),
        ("Closed", moment(ticket["closed_at"], zone)),
        ("Went into", f"#{ticket['merged_into']}" if ticket.get("merged_into") else None),
        ("Waits for", waits),
        ("Escalation", None if escalation["state"] == "none" else escalation["state"]),
    ]
    return [(label, safe(value)) for label, value in found if value]


def moment(at: datetime | None, zone: str) -> str:
    """A time for people, in a zone that is told elsewhere."""
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def told(ticket: Mapping[str, Any], *, zone: str, color: bool, width: int) -> Iterator[str]:
    """The lines for a terminal. Text of mail is stripped of whatever could command it."""
    bold, dim, plain = (BOLD, DIM, PLAIN) if color else ("", "", "")
    hue = {"in": _IN, "out": _OUT, "note": _NOTE} if color else {}
    columns = max(_NARROWEST, min(width - 4, _WIDEST))
    yield f"{bold}#{ticket['number']}  {safe(ticket['subject'])}{plain}"
    for label, value in facts(ticket, zone):
        yield f"{dim}{label + ':':15}{plain}{value}"
    yield f"{dim}{'Times in:':15}{plain}{zone}"
    for entry in ticket["entries"]:
        at, kind = moment(entry["at"], zone), shape(entry)
        if kind == "event":
            first, *rest = event_text(entry).split("\n")
            yield f"{dim}  · {at}  {first}{plain}"
            yield from (f"{dim}    {line}{plain}" for line in rest if line.strip())
            continue
        if kind == "notice":
            yield f"{dim}  > {at}  {who(entry)}{plain}"
            continue
        yield ""
        yield f"{hue.get(kind, '')}{bold}{who(entry)}{plain}{dim}  {at}{plain}"
        for line in safe_lines(entry["text"]).split("\n"):
            yield from (f"    {piece}".rstrip() for piece in wrapped(line, columns))
        for file in entry["attachments"]:
            yield f"{dim}    [{safe(file['filename'] or 'attachment')}, {size(file['size'])}]{plain}"
        yield ""


def page_values(ticket: Mapping[str, Any], *, desk_name: str, zone: str) -> dict[str, object]:
    """What the page of a ticket is made of: plain data."""
    return {
        "ticket": {"number": ticket["number"], "subject": safe(ticket["subject"])},
        "facts": facts(ticket, zone),
        "entries": [
            {
                "shape": shape(entry),
                "at": moment(entry["at"], zone),
                "who": who(entry),
                "text": event_text(entry) if shape(entry) == "event" else safe_lines(entry["text"]),
                "attachments": [
                    {"filename": safe(a["filename"] or "attachment"), "size": a["size"]}
                    for a in entry["attachments"]
                ],
            }
            for entry in ticket["entries"]
        ],
        "desk_name": desk_name,
        "zone": zone,
        "written_at": moment(datetime.now(UTC), zone),
    }
