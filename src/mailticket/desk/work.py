"""All that one transaction reads and writes: tickets as they were and as they become, and what follows."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailticket.desk.caps import Tally
from mailticket.desk.enclosing import enclosed
from mailticket.desk.journal import LogLine, lines
from mailticket.desk.past import background, entries, other_tickets
from mailticket.desk.timer_rows import keep_timers
from mailticket.desk.tools import Tools
from mailticket.desk.writing import Written, notice_entry, write
from mailticket.mail.compose import OutgoingAttachment, UnsendableError
from mailticket.store import ledger as ledger_store
from mailticket.store import outbox as outbox_store
from mailticket.store import pages as page_store
from mailticket.store import tickets as ticket_store
from mailticket.store.inbox import Result
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.clock import LedgerRow
from mailticket.tickets.commands import Command, Refused
from mailticket.tickets.decide import decide
from mailticket.tickets.events import (
    AcknowledgementDue,
    Answered,
    ClockMoved,
    Event,
    NobodyAnswered,
    Opened,
    PageDue,
    Received,
)
from mailticket.tickets.evolve import evolve, opened, threaded
from mailticket.tickets.history import Entry, entry_of
from mailticket.tickets.letter import Letter
from mailticket.tickets.model import Ticket
from mailticket.tickets.notices import letters, past
from mailticket.tickets.paging_letters import exhausted


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a transaction did: the lines for the log, and whether mail waits to be sent."""

    log: Sequence[LogLine]
    mails: int
    results: Sequence[Result] = ()
    more: bool = False  # there is more to do of the same


@dataclass(slots=True)
class _Pending:
    """What is written at the end, all of a kind at once."""

    entries: list[tuple[int, int, Entry]] = field(default_factory=list)
    ids: list[tuple[str, int, str]] = field(default_factory=list)
    mails: list[outbox_store.Mail] = field(default_factory=list)
    ledger: list[tuple[int, LedgerRow]] = field(default_factory=list)
    pages: list[page_store.Page] = field(default_factory=list)

    @property
    def lists(self) -> tuple[list[Any], ...]:
        return self.entries, self.ids, self.mails, self.ledger, self.pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a transaction stood at some moment."""

    tickets: dict[int, Ticket]
    leads: dict[int, int]
    known: dict[str, list[tuple[int, str]]]
    lengths: tuple[int, ...]
    log: int
    counters: dict[str, int]


class Work:
    """One transaction of the desk; `save` writes all of it, and `log` is for after the commit."""

    def __init__(
        self, connection: Connection, tools: Tools, now: datetime, tally: Tally, *, only_look: bool = False
    ) -> None:
        """With `only_look` nothing is held against others, and nothing may be saved."""
        self.connection = connection
        self._lock = not only_look
        self.tools = tools
        self.now = now
        self.tally = tally
        self.log: list[LogLine] = []
        self.message: int | None = None  # the one that is taken in now: what is sent follows from it
        self._counters = ticket_store.Counters(connection, lock=self._lock)
        self._leads: dict[int, int] = {}  # a number, and that of the ticket which it leads to
        self._before: dict[int, Ticket] = {}
        self._tickets: dict[int, Ticket] = {}
        self._known: dict[str, list[tuple[int, str]]] = {}
        self._renewed: set[int] = set()
        self._files: tuple[tuple[int, tuple[int, ...]], tuple[OutgoingAttachment, ...]] | None = None
        self._past: dict[int, tuple[list[Entry], tuple[str, ...]]] = {}
        self._pending = _Pending()
        self._saved = 0  # mails

    # --- reading -------------------------------------------------------------------------------------

    def load(self, numbers: Iterable[int]) -> None:
        """Read tickets, so that `ticket` knows them."""
        missing = [number for number in set(numbers) if number not in self._leads]
        for number, ticket in ticket_store.load(self.connection, missing, lock=self._lock).items():
            self._leads[number] = ticket.number
            self._before.setdefault(ticket.number, ticket)
            self._tickets.setdefault(ticket.number, ticket)

    def ticket(self, number: int) -> Ticket | None:
        """The ticket that a number leads to, as it stands in this transaction."""
        if number not in self._leads:
            self.load([number])
        return self._tickets.get(self._leads.get(number, number))

    def load_ids(self, ids: Iterable[str]) -> None:
        """Look Message-IDs up, so that `known` tells of them."""
        missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._known]
        found = ticket_store.known_ids(self.connection, missing)
        for id_ in missing:
            self._known[id_] = found.get(id_, [])

    def known(self, id_: str) -> Sequence[tuple[int, str]]:
        """The tickets that a Message-ID leads to, and how it is known."""
        return self._known.get(id_, ())

    def next_number(self) -> int:
        """The number of a ticket that is about to open."""
        number = self._counters.next("ticket")
        self._leads[number] = number  # nobody has to look for it in the store
        return number

    def next_entry(self) -> int:
        return self._counters.next("entry")

    # --- writing -------------------------------------------------------------------------------------

    def happen(self, number: int, command: Command) -> Refused | None:
        """Let a command happen to a ticket, or open that of a new number; what is refused says why."""
        ticket = self.ticket(number)
        decision = decide(ticket, command, self.tools.policy, self.now)
        if isinstance(decision, Refused):
            return decision
        if decision:
            self.record(ticket.number if ticket else number, decision)
        return None

    def record(self, number: int, events: Sequence[Event]) -> None:
        """Let events happen to a ticket: they change it, enter its history, and mail follows from them."""
        self._past.pop(number, None)
        for event in events:
            before = self._tickets.get(number)
            self.log.extend(lines(before, event, number))
            self._tickets[number] = self._evolved(before, event)
            self._leads[number] = number
            self._remember(number, event)
            entry = entry_of(event)
            if entry is not None:
                self._enter(number, entry)
        policy = self.tools.policy
        for letter in letters(self._tickets[number], events, policy, self.now):
            self.send(number, letter)
        for event in events:
            match event:
                case NobodyAnswered(fallback=str(to)):
                    told = background(self.connection, number)
                    self.send(number, exhausted(self._tickets[number], to, policy, self.now, told))
                case AcknowledgementDue():
                    self.tally.add(sender_key(event.address))
                case _:
                    pass

    def said(self, number: int) -> list[Entry]:
        """The history of a ticket with what this transaction adds to it; each entry has its `id`."""
        kept = entries(self.connection, number)
        return kept + [replace(entry, id=id_) for on, id_, entry in self._pending.entries if on == number]

    def lead(self, number: int, into: int) -> None:
        """A ticket went into another within this transaction."""
        for known, target in list(self._leads.items()):
            if target == number:
                self._leads[known] = into
        self._leads[number] = into

    def mark(self) -> "Mark":
        """Where things stand, so that what follows can be given up."""
        return Mark(
            tickets=dict(self._tickets),
            leads=dict(self._leads),
            known={id_: list(found) for id_, found in self._known.items()},
            lengths=tuple(map(len, self._pending.lists)),
            log=len(self.log),
            counters=self._counters.state(),
        )

    def back_to(self, mark: "Mark") -> None:
        """Give up all that happened since."""
        self._tickets = self._before | mark.tickets  # what was read since is as it was
        self._leads, self._known = mark.leads, mark.known
        for rows, length in zip(self._pending.lists, mark.lengths, strict=True):
            del rows[length:]
        del self.log[mark.log :]
        self._counters.go_back(mark.counters)
        self._past.clear()

    def send_alone(self, letter: Letter) -> None:
        """Put the mails of a letter that is about no ticket into the outbox."""
        try:
            written = self._write(letter, None)
        except UnsendableError as error:
            self.log.append(LogLine(event="delivery.failed", level="warning", fields={"reason": str(error)}))
            return
        fields = {"outbox": written.mails[0].id, "kind": letter.kind}
        self.log.append(LogLine(event="delivery.queued", fields=fields))

    def send(self, number: int, letter: Letter) -> int | None:
        """Put the mails of a letter into outbox and history; the first one's id, None if it cannot be."""
        if letter.template == "staff_notice":
            letter = self._with_past(number, letter)
        try:
            written = self._write(letter, self._tickets[number])
        except UnsendableError as error:
            self._unsendable(number, letter, str(error))
            return None
        outbox = written.mails[0].id
        if letter.threaded:
            self._tickets[number] = threaded(self._tickets[number], written.message_id)
        self._pending.ids.append((written.message_id, number, "sent"))
        self._known.setdefault(written.message_id, []).append((number, "sent"))
        self._in_history(number, letter, written)
        name = "acknowledgement.queued" if letter.kind == "acknowledgement" else "delivery.queued"
        fields = {"ticket": number, "outbox": outbox, "kind": letter.kind}
        self.log.append(LogLine(event=name, fields=fields))
        if written.fault is not None:
            reason = f"A template of yours failed and the shipped one was used: {written.fault}"
            self.log.append(LogLine(event="alarm.raised", level="error", fields={"reason": reason}))
        return outbox

    def also_in_history(self, number: int, letter: Letter, outbox: int, text: str) -> None:
        """Enter a mail that tells of several tickets into the history of another of them."""
        to = [mailbox.address for mailbox in letter.to]
        self._enter(
            number, notice_entry(letter, self.tools.policy, self.now, to=to, text=text, outbox=outbox)
        )

    def renew_timers(self, number: int) -> None:
        """Write all deadlines of a ticket again, whether it changed or not."""
        self._renewed.add(number)

    def save(self) -> None:
        """Write all that is not written yet. Raises StaleTicket if somebody changed a ticket meanwhile."""
        new = [replace(t, version=1) for n, t in self._tickets.items() if n not in self._before]
        changed = [
            (before, replace(self._tickets[n], version=before.version + 1))
            for n, before in self._before.items()
            if self._tickets[n] != before
        ]
        ticket_store.add(self.connection, new)
        ticket_store.save(self.connection, changed)
        changes = [*((None, ticket) for ticket in new), *changed]
        self._tickets.update((after.number, after) for _, after in changes)
        self._before.update(self._tickets)
        renewed = [self._tickets[number] for number in self._renewed]
        keep_timers(self.connection, self.tools.policy, changes, renewed)
        ticket_store.add_entries(self.connection, self._pending.entries)
        ticket_store.add_message_ids(self.connection, self._pending.ids)
        ledger_store.add(self.connection, self._pending.ledger)
        page_store.add(self.connection, self._pending.pages)
        outbox_store.add(self.connection, self._pending.mails)
        self._counters.save()
        self._saved += len(self._pending.mails)
        self._pending = _Pending()
        self._renewed.clear()
        self._past.clear()

    def done(self, results: Sequence[Result] = (), *, more: bool = False) -> Done:
        """What the transaction comes to."""
        mails = self._saved + len(self._pending.mails)
        return Done(log=self.log, mails=mails, results=results, more=more)

    @property
    def mails(self) -> Sequence[outbox_store.Mail]:
        """The mails that are to be queued."""
        return self._pending.mails

    def _evolved(self, before: Ticket | None, event: Event) -> Ticket:
        if isinstance(event, Opened):
            return opened(event)
        if before is None:
            raise LookupError("An event happened to a ticket that was not loaded.")
        return evolve(before, event)

    def _remember(self, number: int, event: Event) -> None:
        match event:
            case Received():
                rows = [(event.message_id, "received")] if event.message_id else []
                rows += [(name, "named") for name in event.names]
            case Answered() if event.direct:
                rows = [(event.direct, "sent")]
            case ClockMoved(row=row) if row is not None:
                self._pending.ledger.append((number, row))
                rows = []
            case PageDue():
                self._pending.pages.extend(
                    page_store.Page(
                        ticket=number, pass_=event.pass_, step=event.step, to=address, at=event.at
                    )
                    for address in event.to
                )
                rows = []
            case _:
                rows = []
        for id_, kind in rows:
            self._pending.ids.append((id_, number, kind))
            self._known.setdefault(id_, []).append((number, kind))

    def _enter(self, number: int, entry: Entry) -> int:
        id_ = entry.id or self._counters.next("entry")
        self._pending.entries.append((number, id_, entry))
        return id_

    def _with_past(self, number: int, letter: Letter) -> Letter:
        """A notice with what was said before, and what else the desk knows of the customer."""
        ticket = self._tickets[number]
        if number not in self._past:
            said = self.said(number) if number in self._before else []
            self._past[number] = (said, other_tickets(self.connection, ticket))
        known = past(ticket, letter.values, *self._past[number], self.tools.policy, self.now)
        return replace(letter, values={**letter.values, **known})

    def _write(self, letter: Letter, ticket: Ticket | None) -> Written:
        """Raises UnsendableError."""
        tools = self.tools
        written = write(
            letter,
            ticket,
            tools.policy,
            tools.renderer,
            ids=[self._counters.next("outbox") for _ in (*letter.to, *letter.cc)],
            unique=tools.unique(),
            now=self.now,
            attachments=self._attachments(letter) if ticket else (),
        )
        self._pending.mails.extend(replace(mail, inbox=self.message) for mail in written.mails)
        return written

    def _in_history(self, number: int, letter: Letter, written: Written) -> None:
        outbox, id_ = written.mails[0].id, written.message_id
        if letter.entry is None:
            to, text = [mail.recipient for mail in written.mails], written.text
            policy, now = self.tools.policy, self.now
            entry = notice_entry(letter, policy, now, to=to, text=text, outbox=outbox, message_id=id_)
            self._enter(number, entry)
            return
        for index, (ticket, entry_id, entry) in enumerate(self._pending.entries):
            if entry_id == letter.entry:
                sent = replace(entry, message_id=id_, outbox=outbox)
                self._pending.entries[index] = (ticket, entry_id, sent)

    def _unsendable(self, number: int, letter: Letter, reason: str) -> None:
        text = f"No {letter.kind} could be written: {reason}"
        entry = Entry(at=self.now, kind="event", text=text, event="unsendable", data={"reason": reason})
        self._enter(number, entry)
        event = "acknowledgement.suppressed" if letter.kind == "acknowledgement" else "delivery.failed"
        fields = {"ticket": number, "reason": reason}
        self.log.append(LogLine(event=event, level="warning", fields=fields))

    def _attachments(self, letter: Letter) -> tuple[OutgoingAttachment, ...]:
        if not letter.attachments or letter.inbox is None:
            return ()
        key = (letter.inbox, tuple(attachment.index for attachment in letter.attachments))
        if self._files is None or self._files[0] != key:  # several people get the same
            self._files = (key, enclosed(self.connection, letter.inbox, set(key[1]), letter))
        return self._files[1]


Begin = Callable[[], AbstractContextManager[Work]]
"""Begins a transaction at the door: all that happens in it is kept, or nothing."""
