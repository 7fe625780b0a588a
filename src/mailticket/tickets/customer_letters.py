"""What the customer's side is told by machine, and the answers of staff."""

from datetime import datetime

from mailticket.mail.address import Mailbox, canonical
from mailticket.tickets.events import (
    Absorbed,
    AcknowledgementDue,
    Answered,
    EmergencyConfirmed,
    Reminded,
    StatusChanged,
)
from mailticket.tickets.letter import Letter, common, language_of, tag_of, zone_of
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy


def acknowledged(ticket: Ticket, event: AcknowledgementDue, policy: Policy, now: datetime) -> Letter:
    """The number of the new ticket, when to expect a person, and what can be asked for by a word."""
    return Letter(
        kind="acknowledgement",
        template="acknowledgement",
        to=(Mailbox(name=event.name, address=event.address),),
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy)
        | {
            "answer_by": ticket.clock.due_at,
            "outside_hours": policy.outside_hours(now),
            "outside_hours_route": policy.after_hours_text or None,
            "emergency_address": policy.emergency_addresses[0] if policy.emergency_addresses else None,
            "emergency_route": policy.emergency_text or None,
            "commands": policy.customer_commands_hour > 0,
        },
        auto_submitted="auto-replied",
        from_address=policy.from_address(ticket.queue),
    )


def answered(ticket: Ticket, event: Answered, policy: Policy) -> Letter:
    """What a person of staff says: without any sign of a machine."""
    people = [Mailbox(name=p.name, address=p.written) for p in ticket.answered]
    person = policy.person(event.author)
    name = event.author_name or (person.name if person else "")
    return Letter(
        kind="answer",
        template="answer",
        to=tuple(people[:1]),
        cc=tuple(people[1:]),
        from_name=f"{name} ({policy.name})" if name else None,
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy)
        | {
            "text": event.text,
            "html": event.html,
            "signature": policy.signature_of(event.author, ticket.queue),
            "closes": event.closes,
            "reopen_until": event.at + policy.reopen_within,
        },
        auto_submitted=None,
        entry=event.entry,
        attachments=event.attachments,
        inbox=event.inbox,
        from_address=policy.from_address(ticket.queue),
    )


def closed(ticket: Ticket, event: StatusChanged, policy: Policy) -> list[Letter]:
    """The ticket is closed, and how it is opened again; mail that nobody could read gets no such answer."""
    people = [Mailbox(name=p.name, address=p.written) for p in ticket.answered]
    if not people or ticket.kind == "quarantine":
        return []
    return [
        Letter(
            kind="closed",
            template="closed",
            to=tuple(people[:1]),
            cc=tuple(people[1:]),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {
                "by_customer": ticket.participant(event.by) is not None,
                "reopen_until": event.at + policy.reopen_within,
            },
            auto_submitted="auto-generated",
            from_address=policy.from_address(ticket.queue),
        )
    ]


def merged(ticket: Ticket, event: Absorbed, policy: Policy) -> list[Letter]:
    """The requester of a ticket that went into another is told, if both are of the same customer."""
    requester = next((p for p in event.participants if p.role == "requester"), None)
    if requester is None or ticket.status == "closed":
        return []
    theirs = policy.customer_of(requester.written)
    same = requester.address == canonical(ticket.requester)
    if not same and (theirs is None or theirs.name != ticket.customer):
        return []
    tag = policy.subject_tag.replace("{number}", str(event.ticket))
    return [
        Letter(
            kind="merged",
            template="merged",
            to=(Mailbox(name=requester.name, address=requester.written),),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {
                "number": event.ticket,
                "tag": tag,
                "into_number": ticket.number,
                "into_tag": tag_of(ticket, policy),
            },
            from_address=policy.from_address(ticket.queue),
        )
    ]


def emergency_raised(ticket: Ticket, event: EmergencyConfirmed, policy: Policy) -> Letter:
    """Those on call were alerted, as they asked."""
    return Letter(
        kind="status",
        template="emergency_raised",
        to=(Mailbox(name="", address=event.to),),
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy) | {"since": event.at},
        auto_submitted="auto-replied",
        from_address=policy.from_address(ticket.queue),
    )


def reminder(ticket: Ticket, event: Reminded, policy: Policy) -> list[Letter]:
    """The ticket waits for the customer."""
    people = ticket.answered
    if not people:
        return []
    return [
        Letter(
            kind="reminder",
            template="reminder",
            to=(Mailbox(name=people[0].name, address=people[0].written),),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {"waiting_since": ticket.status_since, "closes_at": event.closes_at},
        )
    ]
