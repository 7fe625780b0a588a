"""What is asked of the desk, in the imperative, whoever asks: a mail, a person, a passed deadline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailticket.mail.address import Mailbox
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Attachment, Message
from mailticket.tickets.acknowledgement import Sent
from mailticket.tickets.events import Field
from mailticket.tickets.model import Participant, Status, Ticket
from mailticket.tickets.page_reply import PageReply
from mailticket.tickets.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Take in a message on which the verdict is known."""

    message: Message
    envelope: Envelope
    verdict: Verdict
    inbox: int
    entry: int  # id of the history's entry for it
    number: int  # of the ticket, if one is to be opened
    sent: Sent = field(default_factory=Sent)
    recipients: tuple[str, ...] = ()  # which of the desk's addresses it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """Open a ticket on behalf of a customer, by a member of staff or an operator."""

    number: int
    entry: int
    subject: str
    text: str
    requester: str
    requester_name: str
    by: str
    emergency: bool = False
    priority: str | None = None
    queue: str | None = None
    kind: str | None = None
    language: str | None = None
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None
    written_at: datetime | None = None  # when the customer wrote, if that was before
    message_id: str | None = None  # of the customer's own mail
    from_ticket: int | None = None  # that it was split from
    others: tuple[Participant, ...] = ()  # who else takes part
    silent: bool = False  # the customer said nothing yet: staff wrote to them first


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStub:
    """Open a ticket for a message that could not be taken in, so that a person looks at it."""

    number: int
    entry: int
    inbox: int
    sender: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Say something to the customer, in the name of the desk."""

    entry: int
    by: str
    name: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None
    close: bool = False
    html: str | None = None  # cleaned; says the same as the text
    direct: str | None = None  # Message-ID of what the author sent to the customer themselves
    recipients: tuple[str, ...] = ()  # of that


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Say something among staff."""

    entry: int
    by: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None
    message_id: str | None = None
    told: bool = False  # other staff get a notice of it


@dataclass(frozen=True, slots=True, kw_only=True)
class SetField:
    """Set a property of the ticket."""

    name: Field
    value: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """Put the ticket into another status."""

    status: Status
    by: str
    until: datetime | None = None
    reason: str = "asked for"
    quiet: bool = False  # the customer is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """Let more people take part; they get what is said from now on."""

    people: tuple[Mailbox, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Let a person take part no longer."""

    address: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Enter something that staff should see."""

    what: str
    text: str
    by: str | None = None
    entry: int | None = None
    inbox: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeInto:
    """Let the ticket go into another."""

    into: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorb:
    """Take another ticket in, with all who take part in it."""

    ticket: Ticket
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeEscalation:
    """Acknowledge the escalation, put it off, hand it over, or resolve the ticket."""

    wish: PageReply
    by: str
    by_mail: bool = False  # then it is confirmed by mail
    more: int = 0  # other tickets that the same reply to a page is about
    know: frozenset[str] = frozenset()  # canonical: who was told of the same reply already


@dataclass(frozen=True, slots=True, kw_only=True)
class Recompute:
    """Compute the running deadline again: a calendar or a level was mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed:
    """Take note that a mail of ours did not arrive."""

    outbox: int
    kind: str
    recipient: str
    reason: str
    page: tuple[int, int] | None = None  # pass and step of the page that it was
    answer: int | None = None  # the entry that it carried, if that was an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentCame:
    """Do what is due now."""

    kind: str  # of the timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The command cannot be done; nothing was."""

    sentence: str


Work = (
    Answer
    | Note
    | SetField
    | SetStatus
    | Include
    | Forget
    | Remark
    | MergeInto
    | Absorb
    | TakeEscalation
    | Recompute
)
"""Commands of people to a ticket that is there."""

Command = Receive | OpenTicket | OpenStub | Work | DeliveryFailed | MomentCame
