"""The door: a mail, an operator, a staff member's reply and a passed deadline differ only in who knocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailticket.desk.caps import Tally
from mailticket.desk.customer_word import follow
from mailticket.desk.journal import LogLine
from mailticket.desk.page_mail import page_bounced, page_replied
from mailticket.desk.paging import background, is_wanted, send_pages
from mailticket.desk.staff_opening import opened_by_staff
from mailticket.desk.staff_reply import reply_by_staff
from mailticket.desk.terms import renew_deadlines
from mailticket.desk.undelivered import answer_undelivered
from mailticket.desk.unproven import remark_unproven
from mailticket.desk.work import Tools, Work
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.mail.token import BounceClaim
from mailticket.store import dead_addresses, journal, preferences
from mailticket.store import inbox as inbox_store
from mailticket.store import outbox as outbox_store
from mailticket.store import overrides as override_store
from mailticket.store import pages as page_store
from mailticket.store import tickets as ticket_store
from mailticket.store import timers as timer_store
from mailticket.store.database import Database, is_trouble
from mailticket.store.inbox import Result, Waiting
from mailticket.store.outbox import Attempted, Due
from mailticket.tickets import acknowledgement
from mailticket.tickets.classify import classify
from mailticket.tickets.commands import (
    Absorb,
    Command,
    DeliveryFailed,
    MergeInto,
    MomentCame,
    OpenStub,
    OpenTicket,
    Receive,
    Refused,
)
from mailticket.tickets.correlate import own_recipients, pointers
from mailticket.tickets.dead_address import why_dead, why_refused_for_good
from mailticket.tickets.decide import decide
from mailticket.tickets.events import AcknowledgementDue, NobodyAnswered
from mailticket.tickets.model import Ticket
from mailticket.tickets.paging_letters import exhausted
from mailticket.tickets.policy import Policy
from mailticket.tickets.timers import timers
from mailticket.tickets.verdict import Facts, Known, Twin, Verdict

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


_OVER = timedelta(days=1)  # overrides that ended so long ago matter no more
_POSTPONED = timedelta(minutes=1)  # for a deadline whose handling fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A claimed message together with what was read in it."""

    waiting: Waiting
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a transaction did: the lines for the log, and whether mail waits to be sent."""

    log: Sequence[LogLine]
    mails: int
    results: Sequence[Result] = ()
    more: bool = False  # there is more to do of the same


class Desk:
    """Decides with the facts of the store at hand, and keeps what follows in one transaction."""

    def __init__(
        self, database: Database, tools: Tools, clock: Callable[[], datetime], *, has_log: bool = True
    ) -> None:
        """`has_log` is False for a command, which leaves its lines to the daemon."""
        self.database = database
        self.tools = tools
        self.clock = clock
        self._tally = Tally()
        self._has_log = has_log
        self._overridden: tuple[Policy | None, int, Mapping[str, Sequence[str]]] = (None, 0, {})
        self._kept: Policy | None = None  # whose terms all open tickets have

    # --- mail --------------------------------------------------------------------------------------------

    def receive(self, batch: Sequence[Read], *, token: str) -> Done:
        """Take in messages that are claimed by `token`. All of them or, if anything fails, none."""
        with self._work() as work:
            mine = inbox_store.still_claimed(
                work.connection, [read.waiting.id for read in batch], token=token
            )
            todo = [read for read in batch if read.waiting.id in mine]
            self._look_up(work, [(read.message, read.waiting.envelope) for read in todo])
            askers = (acknowledgement.recipient(read.message, self.tools.policy) for read in todo)
            keys = (acknowledgement.sender_key(asker.address) for asker in askers if asker is not None)
            self._tally.load(work.connection, keys, work.now)
            results = [self._take(work, read) for read in todo]
            work.save()
            if results:
                inbox_store.finish(work.connection, results, now=work.now)
        return Done(log=work.log, mails=len(work.mails), results=results)

    def quarantine(
        self,
        waiting: Waiting,
        message: Message | None,
        *,
        token: str,
        error: str,
        rule: str = "unexpected-error",
    ) -> Done:
        """Set a message aside that cannot be taken in, with a ticket so that a person looks at it."""
        with self._work() as work:
            if not inbox_store.still_claimed(work.connection, [waiting.id], token=token):
                return Done(log=(), mails=0)
            author = message.from_[0].address if message and message.from_ else ""
            stub = OpenStub(
                number=work.next_number(),
                entry=work.next_entry(),
                inbox=waiting.id,
                sender=author or waiting.envelope.reverse_path or "",
                subject=message.subject if message else "",
            )
            self._happen(work, stub.number, None, stub)
            work.save()
            last = error.strip().rsplit("\n", 1)[-1][:200]
            result = Result(
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
            inbox_store.finish(work.connection, [result], now=work.now)
        fields = {"message": waiting.id, "ticket": stub.number, "reason": last}
        line = LogLine(event="mail.quarantined", level="error", fields=fields)
        return Done(log=[line, *work.log], mails=len(work.mails), results=[result])

    def facts(self, connection: Connection, message: Message, envelope: Envelope) -> Facts:
        """What the store knows that bears on a message, for telling and not for deciding."""
        work = Work(connection, self.tools, self.clock(), only_look=True)
        self._look_up(work, [(message, envelope)])
        return self._facts(work, message, envelope)

    # --- people and deadlines ----------------------------------------------------------------------------

    def open(self, command: OpenTicket) -> tuple[int, Done]:
        """Open a ticket for a customer; number and entry of the command are given here."""
        with self._work() as work:
            numbered = replace(command, number=work.next_number(), entry=work.next_entry())
            self._happen(work, numbered.number, None, numbered)
            work.save()
        return numbered.number, Done(log=work.log, mails=len(work.mails))

    def act(self, number: int, *commands: Callable[[Work, Ticket], Command]) -> Done | Refused:
        """Do commands to a ticket, all or none; each is made when the ticket is known as it stands."""
        with self._work() as work:
            for make in commands:
                ticket = work.ticket(number)
                if ticket is None:
                    return Refused(sentence=f"There is no ticket {number}.")
                refused = self._happen(work, ticket.number, ticket, make(work, ticket))
                if refused is not None:
                    return refused
            work.save()
        return Done(log=work.log, mails=len(work.mails))

    def merge(self, number: int, into: int, *, by: str) -> Done | Refused:
        """Let a ticket go into another, with its participants and its thread."""
        with self._work() as work:
            source, target = work.ticket(number), work.ticket(into)
            missing = number if source is None else into
            if source is None or target is None:
                return Refused(sentence=f"There is no ticket {missing}.")
            if source.number != number:
                return Refused(sentence=f"Ticket {number} went into {source.number} already.")
            refused = self._happen(work, number, source, MergeInto(into=target.number, by=by))
            if refused is None:
                refused = self._happen(work, target.number, target, Absorb(ticket=source, by=by))
            if refused is not None:
                return refused
            work.save()
        return Done(log=work.log, mails=len(work.mails))

    def tick(self, most: int = 100) -> Done:
        """Do what is due: moments that have come, then the pages that follow from them."""
        with self.database.reading() as connection:
            due = timer_store.due(connection, now=self.clock(), most=1, hold=False)
            if not due and not page_store.some_waiting(connection):
                return Done(log=(), mails=0)
        try:
            return self._moments(most)
        except Exception as error:  # one ticket is at fault: each alone, so that it costs only itself
            if is_trouble(error):
                raise
            return self._moments_one_by_one(most)

    def keep_terms(self, most: int = 100) -> Done:
        """After the configuration changed: give open tickets the deadlines that it sets, some at a time."""
        policy = self.tools.policy
        if policy is self._kept:
            return Done(log=(), mails=0)
        with self._work() as work:
            more = renew_deadlines(work, most)
            if more is None:
                self._kept = self.tools.policy
            work.save()
        return Done(log=work.log, mails=0, more=bool(more))

    def _moments(self, most: int) -> Done:
        with self._work() as work:
            due = timer_store.due(work.connection, now=work.now, most=most)
            work.load(timer.ticket for timer in due)
            for timer in due:
                self._moment(work, timer)
            work.save()
            sending = Work(work.connection, self.tools, work.now)
            send_pages(sending)
            sending.save()
            work.log.extend(sending.log)
        return Done(log=work.log, mails=len(work.mails) + len(sending.mails), more=len(due) == most)

    def _moments_one_by_one(self, most: int) -> Done:
        log: list[LogLine] = []
        with self.database.reading() as connection:
            due = timer_store.due(connection, now=self.clock(), most=most, hold=False)
        for timer in due:
            try:
                with self._work() as work:
                    work.load([timer.ticket])
                    self._moment(work, timer)
                    work.save()
                log.extend(work.log)
            except Exception as error:
                if is_trouble(error):
                    raise
                with self.database.transaction() as connection:
                    timer_store.postpone(connection, timer, until=self.clock() + _POSTPONED)
                reason = f"The {timer.kind} of the ticket could not be handled: {error!r}"[:500]
                fields = {"ticket": timer.ticket, "reason": reason}
                log.append(LogLine(event="alarm.raised", level="error", fields=fields))
        return Done(log=[*log, *self._pages_one_by_one()], mails=1, more=False)

    def _pages_one_by_one(self) -> list[LogLine]:
        """A page that cannot be written keeps nobody else from theirs, and moves its ladder on."""
        log: list[LogLine] = []
        with self.database.reading() as connection:
            waiting = page_store.waiting(connection, hold=False)
        for row in waiting:
            try:
                with self._work() as work:
                    send_pages(work, only=row.id)
                    work.save()
            except Exception as error:
                if is_trouble(error):
                    raise
                reason = f"A page to {row.to} could not be written: {error!r}"[:500]
                with self._work() as work:
                    page_store.settle(work.connection, [row.id], state="failed")
                    lost = DeliveryFailed(
                        outbox=0, kind="page", recipient=row.to, reason=reason, page=(row.pass_, row.step)
                    )
                    self._happen(work, row.ticket, work.ticket(row.ticket), lost)
                    work.save()
                fields = {"ticket": row.ticket, "reason": reason}
                log.append(LogLine(event="alarm.raised", level="error", fields=fields))
            log.extend(work.log)
        return log

    def _moment(self, work: Work, timer: timer_store.Timer) -> None:
        ticket = work.ticket(timer.ticket)
        if ticket is None or ticket.number != timer.ticket:
            timer_store.drop(work.connection, [(timer.ticket, timer.kind)])
            return
        before = timers(ticket, self.tools.policy).get(timer.kind)
        if before != timer.due_at:  # the deadline moved, or is none any more
            timer_store.drop(work.connection, [(timer.ticket, timer.kind)])
            work.renew_timers(ticket.number)
        self._happen(work, ticket.number, ticket, MomentCame(kind=timer.kind))
        after = work.ticket(timer.ticket)
        if after is not None and timers(after, self.tools.policy).get(timer.kind) == timer.due_at:
            timer_store.drop(work.connection, [(timer.ticket, timer.kind)])  # nothing came of it

    def unwanted(self, connection: Connection, outbox: Sequence[int]) -> set[int]:
        """Those of these pages that nobody needs any more: all their tickets are taken or answered."""
        carried = page_store.of_mails(connection, outbox)
        numbers = {row.ticket for rows in carried.values() for row in rows}
        tickets = ticket_store.load(connection, numbers)
        return {
            id_
            for id_, rows in carried.items()
            if not any((t := tickets.get(row.ticket)) is None or is_wanted(t, row.to) for row in rows)
        }

    def delivery_failed(
        self, mail: Due, reason: str, *, attempt: Attempted | None = None, token: str = ""
    ) -> Done:
        """A mail of a ticket will never arrive: staff can see it, and what it answered is owed again.

        What came of the `attempt` by the owner of `token` is kept in the same transaction.
        """
        with self._work() as work:
            if attempt is not None:
                outbox_store.record(work.connection, [attempt], token=token)
            ticket = work.ticket(mail.ticket) if mail.ticket is not None else None
            if ticket is None:
                return Done(log=(), mails=0)
            if (why := why_refused_for_good(reason)) is not None:
                self._address_died(work, mail.recipient, why)
            pages = page_store.of_mails(work.connection, [mail.id]).get(mail.id, [])
            about: dict[int, tuple[int, int] | None] = {row.ticket: (row.pass_, row.step) for row in pages}
            about.setdefault(ticket.number, None)
            if answer_undelivered(work, self._happen, mail, reason, delayed=False):
                about = {}
            for number, page in about.items():
                command = DeliveryFailed(
                    outbox=mail.id, kind=mail.kind, recipient=mail.recipient, reason=reason, page=page
                )
                one = work.ticket(number)
                if one is not None:
                    self._happen(work, one.number, one, command)
            work.save()
        return Done(log=work.log, mails=len(work.mails))

    # --- inside ------------------------------------------------------------------------------------------

    @contextmanager
    def _work(self) -> Iterator[Work]:
        try:
            with self.database.transaction() as connection:
                self._look_for_overrides(connection)
                work = Work(connection, self.tools, self.clock())
                yield work
                if not self._has_log:
                    journal.add(connection, ((one.event, one.level, one.fields) for one in work.log))
        except BaseException:
            self._tally.forget()
            raise

    def _look_for_overrides(self, connection: Connection) -> None:
        """Take over what was changed about who is on call, and which notices people want."""
        newest = override_store.newest(connection)
        staff = [person.key for person in self.tools.policy.staff]
        wanted = preferences.among(connection, "notify:", staff) if staff else {}
        if self.tools.policy is self._overridden[0] and (newest, wanted) == self._overridden[1:]:
            return
        made = override_store.by_rota(connection, since=self.clock() - _OVER)
        policy = self.tools.policy.with_overrides(made)
        policy = policy.with_notices({key: frozenset(kinds) for key, kinds in wanted.items()})
        self.tools = replace(self.tools, policy=policy)
        self._overridden = (policy, newest, wanted)

    def _happen(self, work: Work, number: int, ticket: Ticket | None, command: Command) -> Refused | None:
        decision = decide(ticket, command, self.tools.policy, work.now)
        if isinstance(decision, Refused):
            return decision
        if decision:
            work.record(number, decision)
            for event in decision:
                if isinstance(event, NobodyAnswered) and event.fallback is not None:
                    told = background(work, number)
                    now_ticket = work.ticket(number)
                    if now_ticket is not None:
                        letter = exhausted(now_ticket, event.fallback, self.tools.policy, work.now, told)
                        work.send(number, letter)
            for event in decision:
                if isinstance(event, AcknowledgementDue):
                    self._tally.add(acknowledgement.sender_key(event.address))
        return None

    def _take(self, work: Work, read: Read) -> Result:
        waiting, message, policy = read.waiting, read.message, self.tools.policy
        verdict = classify(
            message, waiting.envelope, self._facts(work, message, waiting.envelope), policy, work.now
        )
        start = len(work.log)
        work.message = waiting.id
        number: int | None = verdict.ticket
        entry = 0
        again = verdict.kind == "duplicate" and verdict.emergency and number is not None
        if again and number is not None:
            self._happen(work, number, work.ticket(number), self._command(work, read, verdict, number, 0))
        elif verdict.kind in ("new request", "reply") or (
            number is not None and verdict.kind in ("automatic response", "delivery report")
        ):
            entry = work.next_entry()
            command = self._command(work, read, verdict, number or 0, entry)
            followed = self._followed(work, command)
            if followed is not None:
                verdict, number = followed, followed.ticket
            else:
                if verdict.kind == "new request":
                    number = work.next_number()
                    command = replace(command, number=number)
                if verdict.authority == "page" and number is not None:
                    page_replied(work, self._happen, number, command)
                elif number is not None:
                    ticket = None if verdict.kind == "new request" else work.ticket(number)
                    self._happen(work, number, ticket, command)
            if verdict.kind == "delivery report" and isinstance(verdict.claim, BounceClaim):
                self._address_bounced(work, verdict.claim.outbox, message)
                page_bounced(work, self._happen, verdict.claim.outbox, message)
                self._answer_bounced(work, verdict.claim.outbox, message)
            remark_unproven(work, self._happen, verdict, message)
        result = _result(read, verdict, number, entry or None)
        if result.outcome != "quarantined":
            work.took(_identity(message), waiting.id, number)
        self._tell(work, start, result)
        work.message = None
        return result

    def _command(self, work: Work, read: Read, verdict: Verdict, number: int, entry: int) -> Receive:
        message, envelope, policy = read.message, read.waiting.envelope, self.tools.policy
        to = acknowledgement.recipient(message, policy)
        sent = acknowledgement.Sent()
        if to is not None and verdict.kind == "new request":
            key = acknowledgement.sender_key(to.address)
            sent = self._tally.sent(work.connection, key, policy.caps, work.now)
        return Receive(
            message=message,
            envelope=envelope,
            verdict=verdict,
            inbox=read.waiting.id,
            entry=entry,
            number=number,
            sent=sent,
            recipients=own_recipients(message, envelope, policy),
        )

    def _followed(self, work: Work, command: Receive) -> Verdict | None:
        """Do what staff ask for by mail, or a customer by a single word; None if it is other mail.

        The verdict names the ticket that it was done to, if it was one.
        """
        verdict = command.verdict
        if verdict.kind not in ("new request", "reply") or verdict.authority == "page":
            return None
        if verdict.authority != "staff":
            return follow(work, self._happen, command)
        person = self.tools.policy.person(command.message.from_[0].address)
        if person is None:
            return None
        if verdict.ticket is not None:
            reply_by_staff(work, self._happen, command, verdict.ticket, person)
            return verdict
        opening = opened_by_staff(work, self._happen, command, person)
        return None if opening is None else replace(verdict, ticket=opening.ticket)

    def _answer_bounced(self, work: Work, outbox: int, message: Message) -> None:
        """An answer came back: its author learns of it, and the customer still waits for one."""
        report = message.report
        mail = outbox_store.get(work.connection, outbox)
        bounced = message.automatic is not None and message.automatic.kind == "bounce"
        if mail is None or (report.kind not in ("failed", "delayed") if report else not bounced):
            return  # programs of people on holiday write to the reverse-path, too
        said = [f"{one.status} {one.diagnostic}".strip() for one in report.recipients] if report else []
        reason = next((text for text in said if text), "") or "It came back."
        delayed = report is not None and report.kind == "delayed"
        answer_undelivered(work, self._happen, mail, reason, delayed=delayed)

    def _address_bounced(self, work: Work, outbox: int, message: Message) -> None:
        """The address that a mail went to may be dead: it came back to the reverse-path that we signed."""
        mail = outbox_store.get(work.connection, outbox)
        reason = why_dead(message.report.recipients) if message.report else None
        if mail is not None and reason is not None:
            self._address_died(work, mail.recipient, reason)

    def _address_died(self, work: Work, address: str, reason: str) -> None:
        if self.tools.policy.person(address) is None:  # staff are looked after by those who run the desk
            dead_addresses.put(work.connection, address, reason=reason, at=work.now)

    def _tell(self, work: Work, start: int, result: Result) -> None:
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

    def _look_up(self, work: Work, mails: Sequence[tuple[Message, Envelope]]) -> None:
        """Read at once what the judging of several messages needs."""
        found = [pointers(message, envelope, self.tools.policy, work.now) for message, envelope in mails]
        work.load_ids(id_ for p in found for id_ in p.ids)
        work.load_sent(outbox for p in found for outbox in p.outboxes)
        numbers = {number for p in found for number in p.numbers}
        numbers.update(number for p in found for id_ in p.ids for number, _ in work.known(id_))
        numbers.update(n for p in found for outbox in p.outboxes if (n := work.sent(outbox)) is not None)
        work.load(numbers)
        work.load_twins(_identity(message) for message, _ in mails)

    def _facts(self, work: Work, message: Message, envelope: Envelope) -> Facts:
        """What is known of a message, as it stands after those before it in the same batch."""
        point = pointers(message, envelope, self.tools.policy, work.now)
        known = {
            id_: [Known(ticket=number, kind=kind) for number, kind in work.known(id_)] for id_ in point.ids
        }
        bounced = next((n for outbox in point.outboxes if (n := work.sent(outbox)) is not None), None)
        numbers = {*point.numbers, *(k.ticket for found in known.values() for k in found)}
        if bounced is not None:
            numbers.add(bounced)
        tickets = {number: ticket for number in numbers if (ticket := work.ticket(number)) is not None}
        twin = work.twin(_identity(message))
        return Facts(
            tickets=tickets,
            known=known,
            twin=Twin(inbox=twin[0], ticket=twin[1]) if twin else None,
            bounced=bounced,
        )


def _identity(message: Message) -> tuple[str | None, str] | None:
    """What makes two mails the same one; without a Message-ID only a mail with a date can be known again."""
    if message.message_id is None and message.date is None:
        return None
    return message.message_id, message.digest


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
