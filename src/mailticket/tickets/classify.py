"""What a message is, by rules in one visible order; each verdict names its rule and what decided."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from mailticket.mail import token
from mailticket.mail.address import canonical
from mailticket.mail.authentication import authentication
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.tickets.correlate import Case, belongs_to, case, threads, too_late
from mailticket.tickets.policy import Person, Policy
from mailticket.tickets.verdict import RELEASED, UNPROVEN, Authority, Facts, Reason, Verdict, VerdictKind

_ANSWERS: Final = frozenset({"auto-reply", "challenge", "calendar"})
_REPORTS: Final = frozenset({"bounce", "receipt", "feedback"})
_LOOP_HEADER: Final = "X-Mailticket-Loop"
_UNANSWERED: Final = frozenset({"null-path", "unanswerable-sender", "generated-text", "form"})
"""Rules that say nobody is to be answered, but not that no person wrote."""


def classify(message: Message, envelope: Envelope, facts: Facts, policy: Policy, now: datetime) -> Verdict:
    """The verdict on a message; the first rule that hits decides."""
    judged = case(message, envelope, facts, policy, now)
    for rule in RULES:
        verdict = rule(judged)
        if verdict is not None:
            return verdict
    raise AssertionError("the last rule always hits")  # pragma: no cover


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
    ticket, belongs = belongs_to(judged)
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
        if ticket is not None and too_late(ticket, judged):
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
        rule = "closed-too-long" if too_late(ticket, judged) else "stranger-to-ticket"
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
