"""What a message is taken for, on whose word and why; and what was known when it was judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from mailticket.mail import token
from mailticket.tickets.model import Ticket

VerdictKind = Literal[
    "new request",
    "reply",
    "automatic response",
    "delivery report",
    "loop",
    "duplicate",
    "unroutable",
    "quarantined",
]
Authority = Literal["participant", "token", "staff", "page"]

UNPROVEN: Final = "staff-address-unproven"
"""The rule that hit where From names a member of staff, and nothing shows that it was them."""

RELEASED: Final = "released"
"""In the trace of a message that a person has let out of quarantine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that hit, and what it saw: one line, without text of the mail but for what decided."""

    rule: str
    evidence: str

    def as_dict(self) -> dict[str, str]:
        return {"rule": self.rule, "evidence": self.evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A Message-ID that the store knows: of which ticket, and how it came to know it."""

    ticket: int
    kind: str  # received, sent, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A message that came before, with the same Message-ID and the same content."""

    inbox: int
    ticket: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the store knows that bears on a message. Tickets are keyed by every number that leads to them."""

    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    known: Mapping[str, Sequence[Known]] = field(default_factory=dict)
    twin: Twin | None = None
    bounced: int | None = None  # the ticket of the mail whose signed reverse-path was written to
    with_store: bool = True  # False: nothing is known, the mail is only read


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a message is, and on whose word."""

    kind: VerdictKind
    reasons: tuple[Reason, ...]
    ticket: int | None = None
    authority: Authority | None = None
    linked: tuple[int, ...] = ()  # tickets that staff are told of, and nobody else
    emergency: bool = False
    claim: token.Claim | token.Expired | None = None
    open: bool = True  # False for list mail and the like: it is a ticket, but nobody is answered by machine
