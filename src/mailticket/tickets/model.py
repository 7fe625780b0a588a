"""A ticket as it stands: plain values that only `evolve` changes."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Literal

from mailticket.mail.address import canonical
from mailticket.mail.folding import UnsendableError, sendable_address
from mailticket.tickets.clock import ClockState
from mailticket.tickets.escalation import EscalationState
from mailticket.tickets.resolution import ResolutionClock

Status = Literal["new", "open", "pending", "resolved", "closed"]
STATUSES: tuple[Status, ...] = ("new", "open", "pending", "resolved", "closed")

Role = Literal["requester", "reply-to", "cc"]

MAX_PARTICIPANTS = 100
RECENT = 12  # message ids of a ticket that an outgoing mail names in References


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person on the customer's side of a ticket, who gets the answers and may write to it."""

    address: str  # canonical
    written: str  # as it was written, for mail to it
    name: str
    role: Role
    since: datetime

    @classmethod
    def of(cls, address: str, name: str, role: Role, since: datetime) -> "Participant":
        return cls(address=canonical(address), written=address, name=name, role=role, since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One request of a customer, with all that is needed to decide what happens next."""

    number: int
    version: int
    subject: str  # as the customer wrote it, cleaned
    status: Status
    priority: str
    queue: str
    kind: str
    customer: str | None
    requester: str  # bare, as written; "" if the mail named nobody
    requester_name: str
    assignee: str | None
    language: str | None
    opened_at: datetime
    closed_at: datetime | None
    participants: tuple[Participant, ...]
    merged_into: int | None = None
    clock: ClockState = field(default_factory=ClockState)
    resolution: ResolutionClock
    escalation: EscalationState = field(default_factory=EscalationState)
    told: tuple[str, ...] = ()  # who was told by the escalation that runs
    warned_at: datetime | None = None  # the moment whose warning went out
    overdue: bool = False  # the time to resolve it ran out, and was told
    status_since: datetime
    thread: tuple[str, ...] = ()  # recent Message-IDs, oldest first
    emergency: bool = False
    reminded: int = 0  # reminders sent since somebody last wrote
    pending_until: datetime | None = None

    def participant(self, address: str) -> Participant | None:
        """Who on the ticket has this address."""
        key = canonical(address)
        return next((p for p in self.participants if p.address == key), None)

    @property
    def answered(self) -> tuple[Participant, ...]:
        """Who gets the answers: the requester, or whom they named instead, and those in copy."""
        reached = tuple(p for p in self.participants if _can_be_written_to(p.written))
        instead = any(p.role == "reply-to" for p in reached)
        return tuple(p for p in reached if not (instead and p.role == "requester"))


@lru_cache(maxsize=1024)
def _can_be_written_to(address: str) -> bool:
    try:
        sendable_address(address)
    except UnsendableError:
        return False
    return True
