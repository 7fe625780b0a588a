"""A mail to be written: to whom, with which values; its words come later."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from mailticket.mail.address import Mailbox
from mailticket.mail.message import Attachment
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
    from_address: str | None = None  # instead of the desk's
    answers: str | None = (
        None  # Message-ID of the mail that it answers, if it is not in the customer's thread
    )

    def asking(self, addresses: object) -> "Letter":
        """The same, with the question whether these people take part from now on."""
        return replace(self, values={**self.values, "in_question": addresses}) if addresses else self


def common(ticket: Ticket, policy: Policy) -> dict[str, object]:
    """What every mail about a ticket may say."""
    return {
        "desk_name": policy.name,
        "number": ticket.number,
        "tag": tag_of(ticket, policy),
        "subject": ticket.subject,
    }


def tag_of(ticket: Ticket, policy: Policy) -> str:
    """The number of the ticket as it stands in subjects."""
    return policy.subject_tag.replace("{number}", str(ticket.number))


def zone_of(ticket: Ticket, policy: Policy) -> str:
    """The customer's time zone if it is known, else the desk's."""
    customer = policy.customer_named(ticket.customer)
    return (customer.time_zone if customer else None) or policy.time_zone


def language_of(ticket: Ticket, policy: Policy) -> str:
    """The language in which the customer is written to."""
    return ticket.language or policy.language


def called(address: str, ticket: Ticket, policy: Policy) -> str:
    """The name of a member of staff or of somebody on the ticket; the address where there is none."""
    person, participant = policy.person(address), ticket.participant(address)
    return (person.name if person else participant.name if participant else "") or address


def full_name(ticket: Ticket) -> str:
    """The requester with name and address, in one line."""
    name = ticket.requester_name.strip()
    return f"{name} <{ticket.requester}>" if name else ticket.requester


def file_of(attachment: Attachment) -> dict[str, object]:
    """A file as templates name it."""
    return {"filename": attachment.filename or "attachment", "size": attachment.size}
