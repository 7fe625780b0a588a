"""Who is told what when something happened: letters without their words, which templates have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailticket.mail.address import Mailbox
from mailticket.mail.message import Attachment
from mailticket.tickets.events import AcknowledgementDue, Answered, Event
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to be written: to whom, by which template, with which values; its words come later."""

    kind: str  # acknowledgement, answer, notice, page, …: also its rank in the outbox
    template: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    from_name: str | None = None  # instead of the desk's
    language: str = "en"
    time_zone: str = "UTC"
    values: Mapping[str, object] = field(default_factory=dict)
    auto_submitted: Literal["auto-replied", "auto-generated"] | None = "auto-generated"
    reply_to: Literal["thread", "staff", "page", "desk"] = "thread"
    threaded: bool = True  # under the customer's mail; else in a thread of its own for each ticket
    entry: int | None = None  # the entry that this mail carries; None: the mail gets one of kind notice
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None  # the message in which the attachments came
    guard: Mapping[str, object] | None = None
    next_at: datetime | None = None


def letters(ticket: Ticket, events: Sequence[Event], policy: Policy, now: datetime) -> list[Letter]:
    """The letters that follow from what happened to a ticket; `ticket` is as it stands after all of it."""
    found: list[Letter] = []
    for event in events:
        match event:
            case AcknowledgementDue():
                found.append(_acknowledgement(ticket, event, policy, now))
            case Answered() if event.direct is None:
                found.append(_answer(ticket, event, policy))
            case _:
                pass
    return found


def zone_of(ticket: Ticket, policy: Policy) -> str:
    """The customer's time zone if it is known, else the desk's."""
    customer = policy.customer_named(ticket.customer)
    return (customer.time_zone if customer else None) or policy.time_zone


def language_of(ticket: Ticket, policy: Policy) -> str:
    """The language in which the customer is written to."""
    return ticket.language or policy.language


def tag_of(ticket: Ticket, policy: Policy) -> str:
    """The number of the ticket as it stands in subjects."""
    return policy.subject_tag.replace("{number}", str(ticket.number))


def _common(ticket: Ticket, policy: Policy) -> dict[str, object]:
    return {
        "desk_name": policy.name,
        "number": ticket.number,
        "tag": tag_of(ticket, policy),
        "subject": ticket.subject,
    }


def _acknowledgement(ticket: Ticket, event: AcknowledgementDue, policy: Policy, now: datetime) -> Letter:
    return Letter(
        kind="acknowledgement",
        template="acknowledgement",
        to=(Mailbox(name=event.name, address=event.address),),
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=_common(ticket, policy)
        | {
            "answer_by": ticket.clock.due_at,
            "outside_hours": policy.outside_hours(now),
            "emergency_address": policy.emergency_addresses[0] if policy.emergency_addresses else None,
        },
        auto_submitted="auto-replied",
    )


def _answer(ticket: Ticket, event: Answered, policy: Policy) -> Letter:
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
        values=_common(ticket, policy)
        | {"text": event.text, "signature": (person.signature if person else "") or policy.signature},
        auto_submitted=None,
        entry=event.entry,
        attachments=event.attachments,
        inbox=event.inbox,
    )
