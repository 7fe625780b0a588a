"""All that one transaction reads and writes: tickets as they were and as they become, and what follows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailticket.canned import Canned
from mailticket.desk.journal import LogLine, lines
from mailticket.desk.writing import Written, write
from mailticket.mail.address import canonical
from mailticket.mail.compose import OutgoingAttachment, UnsendableError
from mailticket.mail.message import attachment_contents
from mailticket.rendering import Renderer
from mailticket.store import inbox as inbox_store
from mailticket.store import ledger as ledger_store
from mailticket.store import outbox as outbox_store
from mailticket.store import pages as page_store
from mailticket.store import tickets as ticket_store
from mailticket.store import timers as timer_store
from mailticket.tickets.clock import LedgerRow
from mailticket.tickets.events import Answered, ClockMoved, Event, Opened, PageDue, Received
from mailticket.tickets.evolve import evolve, opened, threaded
from mailticket.tickets.history import Entry, entry_of
from mailticket.tickets.letter import Letter
from mailticket.tickets.model import Ticket
from mailticket.tickets.notices import letters, past
from mailticket.tickets.policy import Policy
from mailticket.tickets.timers import timers

Identity = tuple[str | None, str]  # Message-ID and digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the desk works with besides the store."""

    policy: Policy
    renderer: Renderer
    unique: Callable[[], str]  # letters and digits that never come twice
    canned: Canned = field(default_factory=lambda: Canned(None))


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
        self, connection: Connection, tools: Tools, now: datetime, *, only_look: bool = False
    ) -> None:
        """With `only_look` nothing is held against others, and nothing may be saved."""
        self.connection = connection
        self._lock = not only_look
        self.tools = tools
        self.now = now
        self.log: list[LogLine] = []
        self.message: int | None = None  # the one that is taken in now: what is sent follows from it
        self._counters = ticket_store.Counters(connection, lock=self._lock)
        self._leads: dict[int, int] = {}  # a number, and that of the ticket which it leads to
        self._before: dict[int, Ticket] = {}
        self._tickets: dict[int, Ticket] = {}
        self._known: dict[str, list[tuple[int, str]]] = {}
        self._sent: dict[int, int] = {}
        self._twins: dict[Identity, tuple[int, int | None]] = {}
        self._renewed: set[int] = set()
        self._files: tuple[tuple[int, tuple[int, ...]], tuple[OutgoingAttachment, ...]] | None = None
        self._past: dict[int, tuple[list[Entry], tuple[str, ...]]] = {}
        self._pending = _Pending()

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

    def load_sent(self, outboxes: Iterable[int]) -> None:
        """Find the tickets of mails that we sent, so that `sent` knows them."""
        missing = [id_ for id_ in set(outboxes) if id_ not in self._sent]
        if missing:
            self._sent.update(outbox_store.ticket_of(self.connection, missing))

    def sent(self, outbox: int) -> int | None:
        """The ticket of a mail that we sent."""
        return self._sent.get(outbox)

    def load_twins(self, identities: Iterable[Identity | None]) -> None:
        """Find mails that came before, so that `twin` knows them."""
        wanted = [identity for identity in identities if identity is not None]
        if wanted:
            self._twins.update(inbox_store.twins(self.connection, wanted))

    def twin(self, identity: Identity | None) -> tuple[int, int | None] | None:
        """The message that is the same mail, and its ticket."""
        return self._twins.get(identity) if identity is not None else None

    def took(self, identity: Identity | None, inbox: int, ticket: int | None) -> None:
        """A message was taken in: the same one again is known from now on."""
        if identity is not None:
            self._twins.setdefault(identity, (inbox, ticket))

    def next_number(self) -> int:
        return self._counters.next("ticket")

    def next_entry(self) -> int:
        return self._counters.next("entry")

    # --- writing -------------------------------------------------------------------------------------

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
        for letter in letters(self._tickets[number], events, self.tools.policy, self.now):
            self.send(number, letter)

    def said(self, number: int) -> list[Entry]:
        """The history of a ticket with what this transaction adds to it; each entry has its `id`."""
        kept = [
            Entry(
                at=row.at,
                kind=row.kind,
                id=row.id,
                direction=row.direction,
                author=row.author,
                recipients=tuple(row.recipients),
                message_id=row.message_id,
                text=row.text,
                attachments=ticket_store.attachments_of(row),
                event=row.event,
                data=row.data,
                inbox=row.inbox,
                outbox=row.outbox,
            )
            for row in ticket_store.history(self.connection, number)
        ]
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
        self._tickets, self._leads, self._known = mark.tickets, mark.leads, mark.known
        for rows, length in zip(self._pending.lists, mark.lengths, strict=True):
            del rows[length:]
        del self.log[mark.log :]
        self._counters.go_back(mark.counters)
        self._past.clear()

    def send_alone(self, letter: Letter) -> None:
        """Put the mails of a letter that is about no ticket into the outbox."""
        ids = [self._counters.next("outbox") for _ in (*letter.to, *letter.cc)]
        tools = self.tools
        try:
            written = write(
                letter, None, tools.policy, tools.renderer, ids=ids, unique=tools.unique(), now=self.now
            )
        except UnsendableError as error:
            self.log.append(LogLine(event="delivery.failed", level="warning", fields={"reason": str(error)}))
            return
        self._pending.mails.extend(replace(mail, inbox=self.message) for mail in written.mails)
        self.log.append(LogLine(event="delivery.queued", fields={"outbox": ids[0], "kind": letter.kind}))

    def send(self, number: int, letter: Letter) -> int | None:
        """Put the mails of a letter into outbox and history; the first one's id, None if it cannot be."""
        people = (*letter.to, *letter.cc)
        if letter.template == "staff_notice":
            letter = self._with_past(number, letter)
        ids = [self._counters.next("outbox") for _ in people]
        try:
            written = write(
                letter,
                self._tickets[number],
                self.tools.policy,
                self.tools.renderer,
                ids=ids,
                unique=self.tools.unique(),
                now=self.now,
                attachments=self._attachments(letter),
            )
        except UnsendableError as error:
            self._unsendable(number, letter, str(error))
            return None
        self._pending.mails.extend(replace(mail, inbox=self.message) for mail in written.mails)
        if letter.threaded:
            self._tickets[number] = threaded(self._tickets[number], written.message_id)
        self._pending.ids.append((written.message_id, number, "sent"))
        self._known.setdefault(written.message_id, []).append((number, "sent"))
        self._in_history(number, letter, written)
        name = "acknowledgement.queued" if letter.kind == "acknowledgement" else "delivery.queued"
        fields = {"ticket": number, "outbox": ids[0], "kind": letter.kind}
        self.log.append(LogLine(event=name, fields=fields))
        if written.fault is not None:
            reason = f"A template of yours failed and the shipped one was used: {written.fault}"
            self.log.append(LogLine(event="alarm.raised", level="error", fields={"reason": reason}))
        return ids[0]

    def also_in_history(self, number: int, letter: Letter, outbox: int, text: str) -> None:
        """Enter a mail that tells of several tickets into the history of another of them."""
        entry = Entry(
            at=self.now,
            kind="notice",
            direction="out",
            author=self.tools.policy.address,
            recipients=tuple(mailbox.address for mailbox in letter.to),
            text=text,
            event=letter.kind,
            outbox=outbox,
        )
        self._enter(number, entry)

    def renew_timers(self, number: int) -> None:
        """Write all deadlines of a ticket again, whether it changed or not."""
        self._renewed.add(number)

    def save(self) -> None:
        """Write everything. Raises StaleTicket if somebody changed a ticket meanwhile."""
        new = [t for n, t in self._tickets.items() if n not in self._before]
        changed = [(b, self._tickets[n]) for n, b in self._before.items() if self._tickets[n] != b]
        ticket_store.add(self.connection, [replace(t, version=1) for t in new])
        ticket_store.save(self.connection, [(b, replace(a, version=b.version + 1)) for b, a in changed])
        self._save_timers(new, changed)
        ticket_store.add_entries(self.connection, self._pending.entries)
        ticket_store.add_message_ids(self.connection, self._pending.ids)
        ledger_store.add(self.connection, self._pending.ledger)
        page_store.add(self.connection, self._pending.pages)
        outbox_store.add(self.connection, self._pending.mails)
        self._counters.save()

    @property
    def mails(self) -> Sequence[outbox_store.Mail]:
        """The mails queued so far."""
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
            others = [
                f"#{other}"
                for other in ticket_store.of_participant(self.connection, canonical(ticket.requester))
                if other != number
            ]
            self._past[number] = (self.said(number) if number in self._before else [], tuple(others[:10]))
        said, others_ = self._past[number]
        known = past(ticket, letter.values, said, others_, self.tools.policy, self.now)
        return replace(letter, values={**letter.values, **known})

    def _in_history(self, number: int, letter: Letter, written: Written) -> None:
        if letter.entry is None:
            entry = Entry(
                at=self.now,
                kind="notice",
                direction="out",
                author=self.tools.policy.address,
                recipients=tuple(mail.recipient for mail in written.mails),
                message_id=written.message_id,
                text=written.text,
                event=letter.kind,
                data={"told": letter.values["kind"]} if letter.template == "staff_notice" else {},
                outbox=written.mails[0].id,
            )
            self._enter(number, entry)
            return
        for index, (ticket, id_, entry) in enumerate(self._pending.entries):
            if id_ == letter.entry:
                sent = replace(entry, message_id=written.message_id, outbox=written.mails[0].id)
                self._pending.entries[index] = (ticket, id_, sent)

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
        if self._files is not None and self._files[0] == key:
            return self._files[1]  # several people get the same
        row = inbox_store.get(self.connection, letter.inbox)
        wanted, shown = set(key[1]), str(letter.values.get("html") or "")
        raw = inbox_store.read(self.connection, row.sha256) if row is not None else b""
        files = tuple(
            OutgoingAttachment(
                filename=found.filename or "attachment",
                content_type=found.content_type,
                data=data,
                inline=found.inline and f"cid:{found.content_id}" in shown,
                content_id=found.content_id,
            )
            for found, data in attachment_contents(raw)
            if found.index in wanted
        )
        self._files = (key, files)
        return files

    def _save_timers(self, new: Sequence[Ticket], changed: Sequence[tuple[Ticket, Ticket]]) -> None:
        gone: list[tuple[int, str]] = []
        put: list[timer_store.Timer] = []
        for before, after in [*((None, t) for t in new), *changed]:
            had = timers(before, self.tools.policy) if before else {}
            has = timers(after, self.tools.policy)
            generation = (before.version if before else 0) + 1
            gone.extend((after.number, kind) for kind in had.keys() - has.keys())
            put.extend(
                timer_store.Timer(ticket=after.number, kind=kind, due_at=due_at, generation=generation)
                for kind, due_at in has.items()
                if had.get(kind) != due_at or after.number in self._renewed
            )
        done = {after.number for _, after in changed}
        for number in self._renewed - done:
            put.extend(
                timer_store.Timer(
                    ticket=number, kind=kind, due_at=due_at, generation=self._tickets[number].version
                )
                for kind, due_at in timers(self._tickets[number], self.tools.policy).items()
            )
        timer_store.drop(self.connection, gone)
        timer_store.put(self.connection, put)
