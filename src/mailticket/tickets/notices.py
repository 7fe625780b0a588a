"""Who is told what when something happened: letters without their words, which templates have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from mailticket.mail.address import Mailbox, canonical
from mailticket.mail.message import Attachment
from mailticket.tickets import customer_letters, paging_letters
from mailticket.tickets.events import (
    Absorbed,
    AcknowledgementDue,
    Answered,
    Breached,
    EmergencyConfirmed,
    Event,
    FieldChanged,
    Linked,
    Noted,
    Opened,
    Received,
    Remarked,
    Reminded,
    ResolutionBreached,
    StatusChanged,
    TakenTold,
    TakingConfirmed,
    Warned,
)
from mailticket.tickets.history import Entry
from mailticket.tickets.letter import Letter, called, common, file_of, full_name, zone_of
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Person, Policy
from mailticket.tickets.resolution import resolve_by

IN_QUESTION: Final = "participants-in-question"
MOST_ATTACHED: Final = 10 << 20  # bytes of files that a notice takes along
MOST_ATTACHED_IN_ALL: Final = 40 << 20  # the same for all who get it
MOST_HISTORY: Final = 10  # entries that a notice quotes
MOST_QUOTED: Final = 4_000  # characters of each
_SETTING: Final = {"reopened": "reply", "answered": "reply", "note": "reply", "unresolved": "breach"}

_News = tuple[str, str | None, str, tuple[Attachment, ...], int | None]


def letters(ticket: Ticket, events: Sequence[Event], policy: Policy, now: datetime) -> list[Letter]:
    """The letters that follow from what happened to a ticket; `ticket` is as it stands after all of it."""
    found: list[Letter] = []
    for event in events:
        match event:
            case AcknowledgementDue():
                found.append(customer_letters.acknowledged(ticket, event, policy, now))
            case Answered() if event.direct is None:
                found.append(customer_letters.answered(ticket, event, policy))
            case TakenTold():
                found += [paging_letters.taken(ticket, event, address, policy) for address in event.to]
            case TakingConfirmed():
                found.append(paging_letters.confirmed(ticket, event, policy))
            case Reminded():
                found += customer_letters.reminder(ticket, event, policy)
            case StatusChanged(status="closed", quiet=False) if policy.tells_closing:
                found += customer_letters.closed(ticket, event, policy)
            case Absorbed():
                found += customer_letters.merged(ticket, event, policy)
            case EmergencyConfirmed():
                found.append(customer_letters.emergency_raised(ticket, event, policy))
            case _:
                pass
    return found + staff_letters(ticket, events, policy)


def staff_letters(ticket: Ticket, events: Sequence[Event], policy: Policy) -> list[Letter]:
    """Notices to those of staff who asked for them: one to each person, whatever happened at once."""
    news = next((_news(event, events) for event in events if _news(event, events)), None)
    if news is None:
        return []
    kind, by, text, attachments, inbox = news
    size = sum(one.size for one in attachments)
    people = policy.people_for(ticket.queue)
    if kind in ("warning", "assigned") and ticket.assignee is not None:
        people = [p for p in policy.staff if p.key == canonical(ticket.assignee)]
    few = size <= MOST_ATTACHED and size * len(people) <= MOST_ATTACHED_IN_ALL
    attached = attachments if few else ()
    linked = tuple(f"#{event.ticket}" for event in events if isinstance(event, Linked))
    unknown = next(
        (e.data["addresses"] for e in events if isinstance(e, Remarked) and e.what == IN_QUESTION), ()
    )
    wanted = _SETTING.get(kind, kind)
    return [
        replace(
            staff_notice(
                ticket, person, policy, kind=kind, by=by, text=text, attachments=attachments, related=linked
            ).asking(unknown),
            attachments=attached,
            inbox=inbox,
        )
        for person in people
        if wanted in person.notify and person.key != canonical(by or "")
    ]


def staff_notice(
    ticket: Ticket,
    person: Person,
    policy: Policy,
    *,
    kind: str,
    by: str | None,
    text: str,
    attachments: Sequence[Attachment] = (),
    related: Sequence[str] = (),
) -> Letter:
    """A notice to one of staff, at whose address they answer the ticket; what was said before comes later."""
    return Letter(
        kind="notice",
        template="staff_notice",
        to=(Mailbox(name=person.name, address=person.address),),
        language=person.language,
        time_zone=person.time_zone or policy.time_zone,
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "requester": full_name(ticket),
            "kind": kind,
            "by": called(by, ticket, policy) if by else by,
            "text": text,
            "attachments": [file_of(a) for a in attachments],
            "related": tuple(related),
            "priority": ticket.priority,
            "status": ticket.status,
            "queue": ticket.queue,
            "assignee": ticket.assignee,
            "opened_at": ticket.opened_at,
            "due_at": _due(ticket, policy, kind),
            "late": ticket.clock.breached,
            "playbook": policy.playbook_of(ticket),
            "answerable": True,
        },
        reply_to="staff",
        threaded=False,
    )


def _due(ticket: Ticket, policy: Policy, kind: str) -> datetime | None:
    """The deadline that a notice is about."""
    if kind == "unresolved":
        return resolve_by(ticket.resolution, policy.level_of_ticket(ticket)).due_at
    return ticket.clock.breach_at if kind == "breach" else ticket.clock.due_at


def _news(event: Event, events: Sequence[Event]) -> _News | None:
    """What staff are told of an event: kind, who did it, the words, the files."""
    match event:
        case Received():
            kind = "reply"
            if any(isinstance(one, Opened) for one in events):
                kind = "new"
            elif any(isinstance(one, StatusChanged) for one in events):
                kind = "reopened"
            return kind, event.author, event.text, event.attachments, event.inbox
        case Noted(told=True):
            return "note", event.author, event.text, event.attachments, event.inbox
        case Noted() if any(isinstance(one, Opened) for one in events):
            return "new", event.author, event.text, (), None
        case FieldChanged(name="assignee") if event.new:
            return "assigned", event.by, "", (), None
        case Answered():
            return "answered", event.author, event.text, event.attachments, event.inbox
        case Warned():
            return "warning", None, "", (), None
        case Breached():
            return "breach", None, "", (), None
        case ResolutionBreached():
            return "unresolved", None, "", (), None
        case _:
            return None


def past(
    ticket: Ticket,
    values: Mapping[str, object],
    said: Sequence[Entry],
    others: Sequence[str],
    policy: Policy,
    now: datetime,
) -> dict[str, object]:
    """What a notice tells besides its news: what was said before, newest first, and what is known of them."""
    told = [one for one in said if one.kind in ("correspondence", "note")]
    if told and told[-1].text == values.get("text"):
        told.pop()
    level = policy.level_of_ticket(ticket)
    zone = zone_of(ticket, policy)
    return {
        "history": [
            {
                "at": one.at,
                "who": called(one.author or "", ticket, policy),
                "text": one.text[:MOST_QUOTED],
                "note": one.kind == "note",
            }
            for one in reversed(told[-MOST_HISTORY:])
        ],
        "service_level": level.name if level else None,
        "local_time": f"{now.astimezone(ZoneInfo(zone)):%H:%M} ({zone})"
        if zone != policy.time_zone
        else None,
        "others": tuple(others),
    }
