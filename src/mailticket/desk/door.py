"""The door: a mail, an operator, a staff member's reply and a passed deadline differ only in who knocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailticket.desk import moments, reception, undelivered
from mailticket.desk.caps import Tally
from mailticket.desk.facts import Lookup
from mailticket.desk.reception import Read
from mailticket.desk.terms import renew_deadlines
from mailticket.desk.tools import Tools
from mailticket.desk.work import Done, Work
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.store import inbox as inbox_store
from mailticket.store import journal, preferences
from mailticket.store import outbox as outbox_store
from mailticket.store import overrides as override_store
from mailticket.store.database import Database, is_trouble
from mailticket.store.inbox import Waiting
from mailticket.store.outbox import Attempted, Due
from mailticket.tickets.commands import Absorb, Command, MergeInto, OpenTicket, Refused
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts

_OVER = timedelta(days=1)  # overrides that ended so long ago matter no more


class _TurnedAway(Exception):
    """Something was refused, so that nothing of the transaction is kept."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.sentence)
        self.refused = refused


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
        with self._begin() as work:
            mine = inbox_store.still_claimed(
                work.connection, [read.waiting.id for read in batch], token=token
            )
            results = reception.take_in(work, [read for read in batch if read.waiting.id in mine])
            if results:
                inbox_store.finish(work.connection, results, now=work.now)
            return work.done(results)

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
        with self._begin() as work:
            if not inbox_store.still_claimed(work.connection, [waiting.id], token=token):
                return work.done()
            result = reception.set_aside(work, waiting, message, error=error, rule=rule)
            inbox_store.finish(work.connection, [result], now=work.now)
            return work.done([result])

    def facts(self, connection: Connection, message: Message, envelope: Envelope) -> Facts:
        """What the store knows that bears on a message, for telling and not for deciding."""
        work = Work(connection, self.tools, self.clock(), self._tally, only_look=True)
        return Lookup(work, [(message, envelope)]).facts(message, envelope)

    def delivery_failed(
        self, mail: Due, reason: str, *, attempt: Attempted | None = None, token: str = ""
    ) -> Done | None:
        """A mail of a ticket will never arrive: staff can see it, and what it answered is owed again.

        What came of the `attempt` by the owner of `token` is kept in the same transaction. None if the claim
        was lost meanwhile: whoever has it now says what becomes of the mail.
        """
        with self._begin() as work:
            if attempt is not None and not outbox_store.record(work.connection, [attempt], token=token):
                return None
            undelivered.delivery_failed(work, mail, reason)
            return work.done()

    # --- people ------------------------------------------------------------------------------------------

    def open(self, command: OpenTicket) -> tuple[int, Done]:
        """Open a ticket for a customer; number and entry of the command are given here."""
        with self._begin() as work:
            numbered = replace(command, number=work.next_number(), entry=work.next_entry())
            work.happen(numbered.number, numbered)
            return numbered.number, work.done()

    def act(self, number: int, *commands: Callable[[Work, Ticket], Command]) -> Done | Refused:
        """Do commands to a ticket, all or none; each is made when the ticket is known as it stands."""

        def do(work: Work) -> Refused | None:
            for make in commands:
                ticket = work.ticket(number)
                if ticket is None:
                    return Refused(sentence=f"There is no ticket {number}.")
                refused = work.happen(ticket.number, make(work, ticket))
                if refused is not None:
                    return refused
            return None

        return self._unless_refused(do)

    def merge(self, number: int, into: int, *, by: str) -> Done | Refused:
        """Let a ticket go into another, with its participants and its thread."""

        def do(work: Work) -> Refused | None:
            source, target = work.ticket(number), work.ticket(into)
            missing = number if source is None else into
            if source is None or target is None:
                return Refused(sentence=f"There is no ticket {missing}.")
            if source.number != number:
                return Refused(sentence=f"Ticket {number} went into {source.number} already.")
            refused = work.happen(number, MergeInto(into=target.number, by=by))
            return refused or work.happen(target.number, Absorb(ticket=source, by=by))

        return self._unless_refused(do)

    # --- moments -----------------------------------------------------------------------------------------

    def tick(self, most: int = 100) -> Done:
        """Do what is due: moments that have come, then the pages that follow from them."""
        with self.database.reading() as connection:
            if not moments.some_due(connection, self.clock()):
                return Done(log=(), mails=0)
        try:
            with self._begin() as work:
                return moments.handle(work, most)
        except Exception as error:  # one ticket is at fault: each alone, so that it costs only itself
            if is_trouble(error):
                raise
            return moments.handle_one_by_one(self._begin, most)

    def keep_terms(self, most: int = 100) -> Done:
        """After the configuration changed: give open tickets the deadlines that it sets, some at a time."""
        policy = self.tools.policy
        if policy is self._kept:
            return Done(log=(), mails=0)
        with self._begin() as work:
            more = renew_deadlines(work, most)
            if more is None:
                self._kept = self.tools.policy
            return work.done(more=bool(more))

    # --- inside ------------------------------------------------------------------------------------------

    def _unless_refused(self, do: Callable[[Work], Refused | None]) -> Done | Refused:
        try:
            with self._begin() as work:
                _insist(do(work))
                return work.done()
        except _TurnedAway as turned:
            return turned.refused

    @contextmanager
    def _begin(self) -> Iterator[Work]:
        """A transaction: all that happens in it is kept at its end, or nothing if anything fails."""
        try:
            with self.database.transaction() as connection:
                self._look_for_overrides(connection)
                work = Work(connection, self.tools, self.clock(), self._tally)
                yield work
                work.save()
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


def _insist(refused: Refused | None) -> None:
    if refused is not None:
        raise _TurnedAway(refused)
