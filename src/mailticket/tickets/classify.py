"""What a message is, by rules in one visible order; each verdict names its rule and what decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from mailticket.mail import token
from mailticket.mail.address import canonical
from mailticket.mail.authentication import authentication
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.mail.subject import find_numbers
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Person, Policy

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

CUSTOMER_FACING: Final = frozenset({"acknowledgement", "answer", "closed", "reminder", "status", "merged"})
"""Kinds of mail whose Message-ID only people on the customer's side were given."""

UNPROVEN: Final = "staff-address-unproven"
"""The rule that hit where From names a member of staff, and nothing shows that it was them."""

_ANSWERS: Final = frozenset({"auto-reply", "challenge", "calendar"})
_REPORTS: Final = frozenset({"bounce", "receipt", "feedback"})
RELEASED: Final = "released"
"""In the trace of a message that a person has let out of quarantine."""

_LOOP_HEADER: Final = "X-Mailticket-Loop"
_UNANSWERED: Final = frozenset({"null-path", "unanswerable-sender"})
"""Rules that say nobody is to be answered, but not that no person wrote."""


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


def pointers(message: Message, envelope: Envelope, policy: Policy, now: datetime) -> Pointers:
    """Everything in a message that may lead to a ticket."""
    returned = message.report.original_message_id if message.report else None
    ids = [*message.in_reply_to, *message.references, message.message_id, returned]
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


def classify(message: Message, envelope: Envelope, facts: Facts, policy: Policy, now: datetime) -> Verdict:
    """The verdict on a message; the first rule that hits decides."""
    judged = case(message, envelope, facts, policy, now)
    for rule in RULES:
        verdict = rule(judged)
        if verdict is not None:
            return verdict
    raise AssertionError("the last rule always hits")  # pragma: no cover


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


# --- the rules, in their order ---------------------------------------------------------------------


def unroutable(judged: Case) -> Verdict | None:
    """The envelope names recipients, and none of them is ours."""
    paths = judged.envelope.forward_paths
    if not paths or judged.recipients:
        return None
    shown = ", ".join(paths)[:200]
    return Verdict(kind="unroutable", reasons=(Reason(rule="recipient-not-ours", evidence=shown),))


def duplicate(judged: Case) -> Verdict | None:
    """Equal Message-ID and equal content apart from trace headers: one mail, by whatever route."""
    twin = judged.facts.twin
    if twin is None:
        return None
    reason = Reason(rule="same-mail", evidence=f"message {twin.inbox} has the same Message-ID and content")
    return Verdict(kind="duplicate", reasons=(reason,), ticket=twin.ticket, emergency=judged.emergency)


def loop(judged: Case) -> Verdict | None:
    """A mail of ours that came back as if new: its Message-ID, its From or our loop header says so."""
    message, policy = judged.message, judged.policy
    own = token.read_message_id(policy.secret, message.message_id or "")
    if own is not None:
        reason = Reason(rule="own-message-id", evidence=(message.message_id or "")[:200])
        return Verdict(kind="loop", reasons=(reason,), ticket=own.ticket or None)
    for mailbox in message.from_:
        if policy.is_own(mailbox.address):
            reason = Reason(rule="from-the-desk", evidence=mailbox.address[:200])
            return Verdict(kind="loop", reasons=(reason,))
    stamp = message.header(_LOOP_HEADER)
    if stamp is not None and canonical(stamp) == canonical(policy.address):
        return Verdict(kind="loop", reasons=(Reason(rule="loop-header", evidence=_LOOP_HEADER),))
    if message.automatic is not None and message.automatic.kind == "loop" and not _many_hops(judged):
        return Verdict(kind="loop", reasons=(_machine(judged),))
    return None


def machine_mail(judged: Case) -> Verdict | None:
    """Delivery reports and automatic responses, with the ticket that they belong to if there is one."""
    automatic = judged.message.automatic
    claim = next((c for c in judged.claims if isinstance(c, token.BounceClaim)), None)
    returned = claim is not None and judged.envelope.reverse_path == ""
    if (automatic is None or automatic.kind == "list" or _many_hops(judged)) and not returned:
        return None
    ticket, belongs = _belongs_to(judged)
    if ticket is None and automatic is not None and automatic.rule in _UNANSWERED and not returned:
        return None  # a first mail may come from a person all the same, and a person must see it
    reasons = [] if automatic is None else [_machine(judged)]
    if returned:
        reasons.append(
            Reason(rule="null-reverse-path", evidence="sent to the reverse-path of a mail of ours")
        )
    if belongs is not None:
        reasons.append(belongs)
    # Programs of people on holiday answer to the reverse-path, too.
    answered = automatic is not None and automatic.kind in _ANSWERS
    report = (returned and not answered) or (automatic is not None and automatic.kind in _REPORTS)
    kind: VerdictKind = "delivery report" if report else "automatic response"
    return Verdict(kind=kind, reasons=tuple(reasons), ticket=ticket, claim=claim)


def page_reply(judged: Case) -> Verdict | None:
    """A reply to a page, at the signed address that was given to this person."""
    return _signed_reply(judged, token.PageClaim, "page")


def staff_reply(judged: Case) -> Verdict | None:
    """Mail by a member of staff who is certain: by their signed address, or the trusted host's word.

    Whoever holds the address of another, or only writes From of one, is not staff: see the rules below.
    """
    person = _person(judged)
    if person is None:
        return None
    signed = _signed_reply(judged, token.StaffClaim, "staff")
    if signed is not None:
        return signed
    known = _certainty(judged)
    if known is None:
        return _expired(judged)
    for thread in threads(judged):
        ticket = judged.facts.tickets.get(thread.ticket)
        if ticket is None:
            continue
        if known.rule == "trusted-authentication" and ticket.participant(judged.author) is not None:
            return None  # on this ticket they are a customer like any other
        return Verdict(kind="reply", reasons=(known, thread.reason), ticket=ticket.number, authority="staff")
    return Verdict(
        kind="new request",
        reasons=(known, Reason(rule="no-thread", evidence="points to no ticket")),
        authority="staff",
        emergency=judged.emergency,
        open=_answerable(judged),
    )


def spam(judged: Case) -> Verdict | None:
    """The filter in front says so. Whoever holds a token of ours has been answered before, and is heard."""
    if RELEASED in dict(judged.envelope.trace) or any(thread.token for thread in threads(judged)):
        return None
    for mark in judged.policy.spam_headers:
        name, _, wanted = mark.partition(":")
        for value in judged.message.header_all(name):
            if value.strip().casefold().startswith(wanted.strip().casefold()):
                return Verdict(kind="quarantined", reasons=(Reason(rule="spam", evidence=mark[:200]),))
    return None


def reply(judged: Case) -> Verdict | None:
    """A message that belongs to a ticket: its sender is on the ticket, or it carries a token of ours."""
    found = threads(judged)
    given = {thread.ticket for thread in found if thread.token}
    for thread in found:
        ticket = judged.facts.tickets.get(thread.ticket)
        if ticket is None and judged.facts.with_store:
            continue
        if ticket is not None and _too_late(ticket, judged):
            continue
        if thread.ticket in given:
            authority: Authority = "token"
        elif ticket is None or (judged.author and ticket.participant(judged.author)):
            authority = "participant"
        else:
            continue
        number = thread.ticket if ticket is None else ticket.number
        reasons = [thread.reason]
        if authority == "participant" and ticket is not None:
            reasons.append(Reason(rule="sender-on-ticket", evidence=judged.author[:200]))
        return Verdict(
            kind="reply",
            reasons=(*reasons, *_remarks(judged)),
            ticket=number,
            authority=authority,
            emergency=judged.emergency,
            open=_answerable(judged),
        )
    return None


def new_request(judged: Case) -> Verdict:
    """All else: a person asks for something."""
    linked: dict[int, Reason] = {}
    for thread in threads(judged):
        ticket = judged.facts.tickets.get(thread.ticket)
        if ticket is None or ticket.number in linked:
            continue
        rule = "closed-too-long" if _too_late(ticket, judged) else "stranger-to-ticket"
        linked[ticket.number] = Reason(rule=rule, evidence=f"{thread.reason.rule} #{ticket.number}")
    reasons = tuple(linked.values()) or (Reason(rule="no-thread", evidence="points to no ticket"),)
    return Verdict(
        kind="new request",
        reasons=(*reasons, *_remarks(judged)),
        linked=tuple(linked),
        emergency=judged.emergency,
        open=_answerable(judged),
    )


RULES: Final[tuple[Callable[[Case], Verdict | None], ...]] = (
    unroutable,
    duplicate,
    loop,
    machine_mail,
    page_reply,
    staff_reply,
    spam,
    reply,
    new_request,
)


# --- what the rules share --------------------------------------------------------------------------


def _machine(judged: Case) -> Reason:
    automatic = judged.message.automatic
    if automatic is None:
        return Reason(rule="human", evidence="no sign of a machine")
    return Reason(rule=automatic.rule, evidence=automatic.evidence)


def _many_hops(judged: Case) -> bool:
    """It came a long way: that alone makes no loop, but nobody is answered."""
    automatic = judged.message.automatic
    return automatic is not None and automatic.rule == "hops"


def _remarks(judged: Case) -> tuple[Reason, ...]:
    """What else is worth knowing about a mail that a person wrote."""
    remarks = []
    if judged.message.automatic is not None:
        remarks.append(_machine(judged))
    if judged.envelope.reverse_path == "":
        remarks.append(Reason(rule="null-reverse-path", evidence="MAIL FROM:<>"))
    if len(judged.message.from_) != 1:
        remarks.append(
            Reason(rule="not-one-author", evidence=f"{len(judged.message.from_)} mailboxes in From")
        )
    if _person(judged) is not None:
        remarks.append(Reason(rule=UNPROVEN, evidence=judged.author[:200]))
    if judged.emergency:
        remarks.append(Reason(rule="emergency-address", evidence=", ".join(judged.recipients)[:200]))
    for claim in judged.claims:
        if isinstance(claim, token.StaffClaim | token.PageClaim):
            remarks.append(Reason(rule="reply-address-of-another", evidence=judged.author[:200]))
        elif isinstance(claim, token.Expired):
            remarks.append(Reason(rule="reply-address-expired", evidence=claim.claim.expires_at.isoformat()))
    return tuple(remarks)


def _person(judged: Case) -> Person | None:
    """The member of staff whose address stands in From, whoever wrote it."""
    return judged.policy.person(judged.author) if judged.author else None


def _certainty(judged: Case) -> Reason | None:
    """Why the author is certain: by their address for new mail, or by the host's word."""
    policy = judged.policy
    stated = authentication(judged.message, policy.authserv_id)
    for claim in judged.claims:
        if (
            isinstance(claim, token.StaffClaim)
            and claim.ticket == 0
            and stated.result != "fail"
            and token.is_given_to(policy.secret, claim, canonical(judged.author))
        ):
            return Reason(rule="signed-staff-address", evidence=judged.author[:200])
    if stated.result == "pass":
        return Reason(rule="trusted-authentication", evidence=stated.evidence[:200])
    return None


def _expired(judged: Case) -> Verdict | None:
    """The address was theirs, and its time is over: nothing is done, and they are told."""
    for claim in judged.claims:
        if (
            isinstance(claim, token.Expired)
            and isinstance(claim.claim, token.StaffClaim)
            and token.is_given_to(judged.policy.secret, claim.claim, canonical(judged.author))
            and (ticket := judged.facts.tickets.get(claim.claim.ticket)) is not None
        ):
            reason = Reason(rule="reply-address-expired", evidence=claim.claim.expires_at.isoformat())
            return Verdict(
                kind="reply", reasons=(reason,), ticket=ticket.number, authority="staff", claim=claim
            )
    return None


def _answerable(judged: Case) -> bool:
    return judged.message.automatic is None and judged.envelope.reverse_path != ""


def _too_late(ticket: Ticket, judged: Case) -> bool:
    """Whether the ticket has been closed for longer than a reply reopens it."""
    return (
        ticket.status == "closed"
        and ticket.closed_at is not None
        and judged.now - ticket.closed_at > judged.policy.reopen_within
    )


def _signed_reply(judged: Case, kind: type[token.Claim], authority: Authority) -> Verdict | None:
    policy = judged.policy
    if authentication(judged.message, policy.authserv_id).result == "fail":
        return None  # the trusted host says that somebody else wrote it
    for claim in judged.claims:
        if not isinstance(claim, kind) or not isinstance(claim, token.StaffClaim | token.PageClaim):
            continue
        if not judged.author or not token.is_given_to(policy.secret, claim, canonical(judged.author)):
            continue
        if authority == "staff" and policy.person(judged.author) is None:
            continue  # the person has left: their addresses are worth nothing
        ticket = judged.facts.tickets.get(claim.ticket)
        if ticket is None:
            continue
        reason = Reason(rule=f"signed-{authority}-address", evidence=judged.author[:200])
        return Verdict(
            kind="reply", reasons=(reason,), ticket=ticket.number, authority=authority, claim=claim
        )
    return None


def _belongs_to(judged: Case) -> tuple[int | None, Reason | None]:
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
    returned = message.report.original_message_id if message.report else None
    for id_ in (*message.in_reply_to, *reversed(message.references), *((returned,) if returned else ())):
        own = token.read_message_id(judged.policy.secret, id_)
        if own is not None and own.ticket in facts.tickets:
            return facts.tickets[own.ticket].number, Reason(rule="signed-message-id", evidence=id_[:200])
    for number in find_numbers(message.subject, judged.policy.subject_tag):
        ticket = facts.tickets.get(number)
        if ticket is not None and judged.author and ticket.participant(judged.author):
            return ticket.number, Reason(rule="number-and-participant", evidence=f"#{number}")
    return None, None
