"""Which tickets a message points to: by number, by tokens of ours, by known Message-IDs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mailticket.mail import token
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.mail.subject import find_numbers
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts, Reason

CUSTOMER_FACING: Final = frozenset({"acknowledgement", "answer", "closed", "reminder", "status", "merged"})
"""Kinds of mail whose Message-ID only people on the customer's side were given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message with all that is known when it is judged."""

    message: Message
    envelope: Envelope
    facts: Facts
    policy: Policy
    recipients: tuple[str, ...]  # those of ours, as written
    claims: tuple[token.Claim | token.Expired, ...]
    now: datetime

    @property
    def author(self) -> str:
        """The one address in From; "" if there is none, or more than one so that nobody can be sure."""
        return self.message.from_[0].address if len(self.message.from_) == 1 else ""

    @property
    def emergency(self) -> bool:
        return any(self.policy.is_emergency(address) for address in self.recipients)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A ticket that a message points to, by which sign, and whether that sign is a token of ours."""

    ticket: int
    reason: Reason
    token: bool = False


def case(message: Message, envelope: Envelope, facts: Facts, policy: Policy, now: datetime) -> Case:
    """All that is judged together."""
    recipients = own_recipients(message, envelope, policy)
    claims = (token.read_address(policy.secret, address, now=now) for address in recipients)
    return Case(
        message=message,
        envelope=envelope,
        facts=facts,
        policy=policy,
        recipients=recipients,
        claims=tuple(claim for claim in claims if claim is not None),
        now=now,
    )


def own_recipients(message: Message, envelope: Envelope, policy: Policy) -> tuple[str, ...]:
    """Which of the desk's addresses it is for: by the envelope, or by the header where it has none."""
    named = envelope.forward_paths or (
        *message.delivered_to,
        *(mailbox.address for mailbox in (*message.to, *message.cc)),
    )
    own = tuple(dict.fromkeys(address for address in named if policy.is_own(address)))
    if own or envelope.forward_paths:
        return own
    # A blind copy, or mail by a list: the mailbox that it lay in says whom it is for.
    mailbox = dict(envelope.trace).get("mailbox")
    return (mailbox,) if mailbox is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """What a message points to, and so what has to be looked up before it can be judged."""

    ids: tuple[str, ...]  # Message-IDs, its own among them
    numbers: frozenset[int]  # tickets named in the subject or by tokens of ours
    outboxes: frozenset[int]  # mails whose signed reverse-path it was sent to


def _returned(message: Message) -> tuple[str, ...]:
    """The Message-IDs by which a report names a mail: its own, which relays replace, and its References."""
    report = message.report
    if report is None:
        return ()
    own = (report.original_message_id,) if report.original_message_id else ()
    return (*own, *reversed(report.original_references))


def pointers(message: Message, envelope: Envelope, policy: Policy, now: datetime) -> Pointers:
    """Everything in a message that may lead to a ticket."""
    ids = [*message.in_reply_to, *message.references, message.message_id, *_returned(message)]
    named = tuple(dict.fromkeys(id_ for id_ in ids if id_))
    numbers = set(find_numbers(message.subject, policy.subject_tag))
    outboxes = set()
    for id_ in named:
        own = token.read_message_id(policy.secret, id_)
        if own is not None and own.ticket:
            numbers.add(own.ticket)
    for address in own_recipients(message, envelope, policy):
        match token.read_address(policy.secret, address, now=now):
            case token.ThreadClaim() | token.StaffClaim() | token.PageClaim() as claim:
                numbers.add(claim.ticket)
            case token.Expired() as expired:
                numbers.add(expired.claim.ticket)
            case token.BounceClaim() as claim:
                outboxes.add(claim.outbox)
            case _:
                pass
    return Pointers(ids=named, numbers=frozenset(numbers), outboxes=frozenset(outboxes))


def threads(judged: Case) -> list[Thread]:
    """The tickets that a message points to, the strongest sign first: number, token, known Message-ID."""
    message, policy = judged.message, judged.policy
    found: list[Thread] = [
        Thread(ticket=number, reason=Reason(rule="number-in-subject", evidence=f"#{number}"))
        for number in find_numbers(message.subject, policy.subject_tag)
    ]
    for claim in judged.claims:
        if isinstance(claim, token.ThreadClaim):
            reason = Reason(rule="signed-recipient", evidence=f"token for #{claim.ticket}")
            found.append(Thread(ticket=claim.ticket, reason=reason, token=True))
    ids = tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))
    for id_ in ids:
        own = token.read_message_id(policy.secret, id_)
        if own is not None and own.ticket and own.kind in CUSTOMER_FACING:
            reason = Reason(rule="signed-message-id", evidence=id_[:200])
            found.append(Thread(ticket=own.ticket, reason=reason, token=True))
    for id_ in ids:
        for known in judged.facts.known.get(id_, ()):
            reason = Reason(rule="known-message-id", evidence=id_[:200])
            found.append(Thread(ticket=known.ticket, reason=reason))
    if message.message_id:
        for known in judged.facts.known.get(message.message_id, ()):
            if known.kind == "named":  # a reply to this message came before it
                reason = Reason(rule="named-by-its-reply", evidence=message.message_id[:200])
                found.append(Thread(ticket=known.ticket, reason=reason))
    return found


def belongs_to(judged: Case) -> tuple[int | None, Reason | None]:
    """The ticket of machine mail: a signed recipient, a Message-ID of ours, or number and participant."""
    facts, message = judged.facts, judged.message
    for claim in judged.claims:
        match claim:
            case token.BounceClaim() if facts.bounced is not None:
                return facts.bounced, Reason(rule="signed-reverse-path", evidence=f"outbox {claim.outbox}")
            case token.ThreadClaim() | token.StaffClaim() | token.PageClaim() if (
                claim.ticket in facts.tickets
            ):
                number = facts.tickets[claim.ticket].number
                return number, Reason(rule="signed-recipient", evidence=f"token for #{number}")
            case _:
                pass
    for id_ in (*message.in_reply_to, *reversed(message.references), *_returned(message)):
        own = token.read_message_id(judged.policy.secret, id_)
        if own is not None and own.ticket in facts.tickets:
            return facts.tickets[own.ticket].number, Reason(rule="signed-message-id", evidence=id_[:200])
    for number in find_numbers(message.subject, judged.policy.subject_tag):
        ticket = facts.tickets.get(number)
        if ticket is not None and judged.author and ticket.participant(judged.author):
            return ticket.number, Reason(rule="number-and-participant", evidence=f"#{number}")
    return None, None


def too_late(ticket: Ticket, judged: Case) -> bool:
    """Whether the ticket has been closed for longer than a reply reopens it."""
    return (
        ticket.status == "closed"
        and ticket.closed_at is not None
        and judged.now - ticket.closed_at > judged.policy.reopen_within
    )
