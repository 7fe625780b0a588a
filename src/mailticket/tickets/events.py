"""Facts about a ticket, in the past tense: what `decide` found to be so and the history keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailticket.mail.message import Attachment
from mailticket.tickets.clock import ClockState, LedgerRow
from mailticket.tickets.escalation import EscalationState
from mailticket.tickets.model import Participant, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A ticket began."""

    at: datetime
    number: int
    subject: str
    requester: str
    requester_name: str
    participants: tuple[Participant, ...]
    priority: str
    queue: str
    kind: str
    customer: str | None
    language: str | None
    emergency: bool
    by: str  # who opened it: the requester, or a member of staff for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The customer's side said something."""

    at: datetime
    entry: int
    author: str
    author_name: str
    recipients: tuple[str, ...]
    message_id: str | None
    names: tuple[str, ...]  # Message-IDs that it refers to
    text: str  # what is new in it
    whole: str  # the readable text of the whole mail, "" if it is the same
    attachments: tuple[Attachment, ...]
    inbox: int | None
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Staff said something to the customer's side."""

    at: datetime
    entry: int
    author: str
    author_name: str
    recipients: tuple[str, ...]
    text: str
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None  # the mail in which the answer came
    direct: str | None = None  # Message-ID of an answer that the author sent to the customer themselves
    html: str | None = None  # cleaned; says the same as the text
    closes: bool = False  # the ticket is closed with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something was said among staff."""

    at: datetime
    entry: int
    author: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None
    message_id: str | None = None
    told: bool = False  # other staff get a notice of it


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineMailKept:
    """A machine wrote to the ticket: it is kept for staff, and changes nothing."""

    at: datetime
    entry: int
    author: str
    verdict: str
    evidence: str
    message_id: str | None
    text: str
    attachments: tuple[Attachment, ...]
    inbox: int
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """The ticket stands otherwise; `pending` may have an end."""

    at: datetime
    status: Status
    by: str  # an address, or "mailticket"
    reason: str
    until: datetime | None = None
    quiet: bool = False  # the customer is not told, or was told with it


Field = Literal["priority", "queue", "kind", "assignee", "subject", "customer", "language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanged:
    """A property of the ticket was set."""

    at: datetime
    name: Field
    old: str | None
    new: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantAdded:
    """Another person is on the customer's side from now on."""

    at: datetime
    participant: Participant
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRemoved:
    """A person takes part no longer."""

    at: datetime
    address: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyConfirmed:
    """Whoever said that it is an emergency learns that it was understood."""

    at: datetime
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another ticket has to do with this one; only staff are told."""

    at: datetime
    ticket: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The ticket went into another, which takes all that is written to it."""

    at: datetime
    into: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """Another ticket came into this one, with all its participants."""

    at: datetime
    ticket: int
    participants: tuple[Participant, ...]
    thread: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved:
    """The response clock stands otherwise; `row` is the line of the ledger, if there is one."""

    at: datetime
    state: ClockState
    row: LedgerRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The time to answer is nearly over."""

    at: datetime
    warn_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breached:
    """The time to answer the oldest unanswered message is over."""

    at: datetime
    due_at: datetime
    unanswered_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionBreached:
    """The time to resolve the ticket is over."""

    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """The escalation stands otherwise."""

    at: datetime
    what: Literal["scheduled", "started", "acknowledged", "moved", "ended", "exhausted"]
    state: EscalationState
    reason: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDue:
    """These people are to be told now."""

    at: datetime
    pass_: int
    step: int
    to: tuple[str, ...]
    unmanned: tuple[str, ...] = ()  # rotas on which nobody is on call


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenTold:
    """Everybody who was told is to learn that somebody took the ticket."""

    at: datetime
    by: str
    to: tuple[str, ...]
    until: datetime | None
    more: int = 0  # other tickets that they took by the same reply


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingConfirmed:
    """Whoever took the ticket by mail learns that it was understood."""

    at: datetime
    to: str
    action: str  # acknowledged, snoozed, handed-over, resolved, nothing
    handed_to: str | None
    until: datetime | None
    more: int = 0  # other tickets that the same reply was about


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyAnswered:
    """Nobody acknowledged in any pass; the fallback is the last who is told."""

    at: datetime
    fallback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The customer is to be reminded that the ticket waits for them."""

    at: datetime
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementDue:
    """The customer is to be told the number of the ticket."""

    at: datetime
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementSuppressed:
    """No acknowledgement goes out, for a reason that staff can read."""

    at: datetime
    rule: str
    reason: str
    alarm: bool = False  # a person must look: a cap was reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """Something that staff should see in the history, and that changes nothing."""

    at: datetime
    what: str  # the name of the event
    text: str
    data: Mapping[str, object] = field(default_factory=dict)
    by: str | None = None
    entry: int | None = None  # the id of its entry, if a mail has it
    inbox: int | None = None


Event = (
    Opened
    | Received
    | Answered
    | Noted
    | MachineMailKept
    | StatusChanged
    | FieldChanged
    | ParticipantAdded
    | ParticipantRemoved
    | EmergencyConfirmed
    | Linked
    | Merged
    | Absorbed
    | ClockMoved
    | Warned
    | Breached
    | ResolutionBreached
    | Escalated
    | PageDue
    | TakenTold
    | TakingConfirmed
    | NobodyAnswered
    | Reminded
    | AcknowledgementDue
    | AcknowledgementSuppressed
    | Remarked
)
