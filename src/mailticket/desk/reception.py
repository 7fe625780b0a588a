"""The reception: mail that came in is judged, and becomes a ticket, part of one, or what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailticket.desk.customer_word import follow
from mailticket.desk.facts import Lookup
from mailticket.desk.journal import LogLine
from mailticket.desk.page_mail import page_replied
from mailticket.desk.staff_opening import opened_by_staff
from mailticket.desk.staff_reply import reply_by_staff
from mailticket.desk.undelivered import came_back
from mailticket.desk.unproven import remark_unproven
from mailticket.desk.work import Work
from mailticket.mail.message import Message
from mailticket.mail.token import BounceClaim
from mailticket.store.inbox import Result, Waiting
from mailticket.tickets import acknowledgement
from mailticket.tickets.classify import classify
from mailticket.tickets.commands import OpenStub, Receive
from mailticket.tickets.correlate import own_recipients
from mailticket.tickets.verdict import Verdict

_OUTCOME = {
    "new request": "opened",
    "reply": "added",
    "automatic response": "suppressed",  # "added" with a ticket
    "delivery report": "suppressed",
    "loop": "suppressed",
    "duplicate": "suppressed",
    "unroutable": "quarantined",
    "quarantined": "quarantined",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A claimed message together with what was read in it."""

    waiting: Waiting
    message: Message


def take_in(work: Work, batch: Sequence[Read]) -> list[Result]:
    """Judge messages one after another, and do what each is worth."""
    lookup = Lookup(work, [(read.message, read.waiting.envelope) for read in batch])
    askers = (acknowledgement.recipient(read.message, work.tools.policy) for read in batch)
    keys = (acknowledgement.sender_key(asker.address) for asker in askers if asker is not None)
    work.tally.load(work.connection, keys, work.now)
    return [_take(work, lookup, read) for read in batch]


def set_aside(work: Work, waiting: Waiting, message: Message | None, *, error: str, rule: str) -> Result:
    """Quarantine a message that cannot be taken in, with a ticket so that a person looks at it."""
    author = message.from_[0].address if message and message.from_ else ""
    stub = OpenStub(
        number=work.next_number(),
        entry=work.next_entry(),
        inbox=waiting.id,
        sender=author or waiting.envelope.reverse_path or "",
        subject=message.subject if message else "",
    )
    work.happen(stub.number, stub)
    last = error.strip().rsplit("\n", 1)[-1][:200]
    fields = {"message": waiting.id, "ticket": stub.number, "reason": last}
    work.log.insert(0, LogLine(event="mail.quarantined", level="error", fields=fields))
    return Result(
        id=waiting.id,
        outcome="quarantined",
        verdict="quarantined",
        ticket=stub.number,
        entry=stub.entry,
        reasons=[{"rule": rule, "evidence": last}],
        message_id=message.message_id if message else None,
        digest=None,  # so that the same mail, sent again, is not taken for a duplicate
        sender=author,
        subject=message.subject if message else None,
        error=error,
    )


def _take(work: Work, lookup: Lookup, read: Read) -> Result:
    waiting, message = read.waiting, read.message
    known = lookup.facts(message, waiting.envelope)
    verdict = classify(message, waiting.envelope, known, work.tools.policy, work.now)
    start = len(work.log)
    work.message = waiting.id
    verdict, number, entry = _carry_out(work, read, verdict)
    work.message = None
    result = _result(read, verdict, number, entry)
    if result.outcome != "quarantined":
        lookup.took(message, waiting.id, number)
    _tell(work, start, result)
    return result


def _carry_out(work: Work, read: Read, verdict: Verdict) -> tuple[Verdict, int | None, int | None]:
    """Do what a mail is worth: the verdict as it turned out, the ticket that it came to, the entry there."""
    number = verdict.ticket
    if verdict.kind == "duplicate" and verdict.emergency and number is not None:
        work.happen(number, _command(work, read, verdict, entry=0))
        return verdict, number, None
    by_machine = verdict.kind in ("automatic response", "delivery report") and number is not None
    if verdict.kind not in ("new request", "reply") and not by_machine:
        return verdict, number, None
    command = _command(work, read, verdict, entry=work.next_entry())
    followed = _followed(work, command)
    if followed is not None:
        verdict, number = followed, followed.ticket
    elif verdict.kind == "new request":
        number = work.next_number()
        work.happen(number, replace(command, number=number))
    elif verdict.authority == "page" and number is not None:
        page_replied(work, number, command)
    elif number is not None:
        work.happen(number, command)
    if verdict.kind == "delivery report" and isinstance(verdict.claim, BounceClaim):
        came_back(work, verdict.claim.outbox, read.message)
    remark_unproven(work, verdict, read.message)
    return verdict, number, command.entry


def _command(work: Work, read: Read, verdict: Verdict, *, entry: int) -> Receive:
    message, envelope, policy = read.message, read.waiting.envelope, work.tools.policy
    to = acknowledgement.recipient(message, policy)
    sent = acknowledgement.Sent()
    if to is not None and verdict.kind == "new request":
        sent = work.tally.sent(work.connection, acknowledgement.sender_key(to.address), policy.caps, work.now)
    return Receive(
        message=message,
        envelope=envelope,
        verdict=verdict,
        inbox=read.waiting.id,
        entry=entry,
        number=verdict.ticket or 0,
        sent=sent,
        recipients=own_recipients(message, envelope, policy),
    )


def _followed(work: Work, command: Receive) -> Verdict | None:
    """Do what staff ask for by mail, or a customer by a single word; None if it is other mail.

    The verdict names the ticket that it was done to, if it was one.
    """
    verdict = command.verdict
    if verdict.kind not in ("new request", "reply") or verdict.authority == "page":
        return None
    if verdict.authority != "staff":
        return follow(work, command)
    person = work.tools.policy.person(command.message.from_[0].address)
    if person is None:
        return None
    if verdict.ticket is not None:
        reply_by_staff(work, command, verdict.ticket, person)
        return verdict
    opening = opened_by_staff(work, command, person)
    return None if opening is None else replace(verdict, ticket=opening.ticket)


def _tell(work: Work, start: int, result: Result) -> None:
    """The line on the verdict stands before what followed from it, and all name the message."""
    reason = "; ".join(f"{r['rule']}: {r['evidence']}" for r in result.reasons)
    fields = {"outcome": result.outcome, "verdict": result.verdict, "reason": reason}
    if result.ticket is not None:
        fields["ticket"] = result.ticket  # type: ignore[assignment]
    first = [LogLine(event="mail.classified", fields=fields)]
    if result.verdict == "duplicate":
        first.append(LogLine(event="mail.duplicate", fields={"reason": reason}))
    if result.outcome == "quarantined":
        first.append(LogLine(event="mail.quarantined", level="warning", fields={"reason": reason}))
    later = work.log[start:]
    for line in (*first, *later):
        line.fields["message"] = result.id
    work.log[start:] = [*first, *later]


def _result(read: Read, verdict: Verdict, number: int | None, entry: int | None) -> Result:
    message = read.message
    outcome = _OUTCOME[verdict.kind]
    if number is None and outcome in ("opened", "added"):
        outcome, entry = "suppressed", None  # it was done, or explained, without a ticket
    if entry is not None and verdict.kind in ("automatic response", "delivery report"):
        outcome = "added"
    return Result(
        id=read.waiting.id,
        outcome=outcome,  # type: ignore[arg-type]
        verdict=verdict.kind,
        ticket=number,
        entry=entry,
        reasons=[reason.as_dict() for reason in verdict.reasons],
        message_id=message.message_id,
        digest=message.digest,
        sender=message.from_[0].address if message.from_ else None,
        subject=message.subject,
    )
