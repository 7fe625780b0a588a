"""Tickets as they stand, their participants, their history and the Message-IDs that lead to them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from mailticket.mail.address import canonical
from mailticket.store.inserts import insert_new
from mailticket.store.schema import counters, entries, message_ids, participants, tickets
from mailticket.store.types import clean, possible
from mailticket.tickets.model import Participant, Ticket
from mailticket.tickets.record import state_of, ticket_of

if TYPE_CHECKING:
    from mailticket.mail.message import Attachment
    from mailticket.tickets.history import Entry

_PLAIN = (
    "version",
    "subject",
    "status",
    "priority",
    "queue",
    "kind",
    "customer",
    "requester",
    "requester_name",
    "assignee",
    "language",
    "opened_at",
    "closed_at",
    "merged_into",
)


class StaleTicket(Exception):
    """Somebody else changed a ticket since it was read."""


class Counters:
    """Numbers given out within one transaction, without gaps: the rows are held until it ends."""

    def __init__(self, connection: Connection, *, lock: bool = True) -> None:
        self._connection = connection
        query = select(counters.c.name, counters.c.value)
        rows = connection.execute(query.with_for_update() if lock else query)
        self._start = {row.name: row.value for row in rows}
        self._value = dict(self._start)

    def next(self, name: str) -> int:
        """The next number of `ticket`, `entry` or `outbox`."""
        value: int = self._value[name] + 1
        self._value[name] = value
        return value

    def state(self) -> dict[str, int]:
        """How far they have come."""
        return dict(self._value)

    def go_back(self, state: Mapping[str, int]) -> None:
        """Take back what was given out since."""
        self._value = dict(state)

    def save(self) -> None:
        changed = [{"key": n, "to": v} for n, v in self._value.items() if v != self._start[n]]
        if changed:
            statement = (
                update(counters).where(counters.c.name == bindparam("key")).values(value=bindparam("to"))
            )
            self._connection.execute(statement, changed)
            self._start = dict(self._value)


def key_of(message_id: str) -> str:
    """A Message-ID as it is looked up: itself, or its digest if it is too long for an index."""
    kept = clean(message_id)
    return kept if len(kept) <= 200 else hashlib.sha256(kept.encode()).hexdigest()


def load(connection: Connection, numbers: Iterable[int], *, lock: bool = False) -> dict[int, Ticket]:
    """The tickets with these numbers; a merged one stands under its own number as what it went into."""
    wanted = set(possible(numbers))
    found: dict[int, Ticket] = {}
    went: dict[int, int] = {}
    for _ in range(8):  # merged into merged into …
        missing = (wanted | set(went.values())) - found.keys() - went.keys()
        if not missing:
            break
        query = select(tickets).where(tickets.c.number.in_(missing))
        rows = connection.execute(query.with_for_update() if lock else query).all()
        people = _participants(connection, [row.number for row in rows])
        for row in rows:
            found[row.number] = ticket_of(row._asdict(), people.get(row.number, ()))
            if row.merged_into is not None:
                went[row.number] = row.merged_into
        if not rows:
            break
    return {number: _final(number, found) for number in wanted if number in found}


def load_plain(connection: Connection, number: int) -> Ticket | None:
    """The ticket with this very number, even if it was merged."""
    row = connection.execute(select(tickets).where(tickets.c.number.in_(possible([number])))).one_or_none()
    if row is None:
        return None
    return ticket_of(row._asdict(), _participants(connection, [number]).get(number, ()))


def add(connection: Connection, new: Sequence[Ticket]) -> None:
    """Store tickets that begin."""
    if new:
        connection.execute(insert(tickets), [_columns(ticket) | {"number": ticket.number} for ticket in new])
        _add_participants(connection, [(t.number, p) for t in new for p in t.participants])


def save(connection: Connection, changed: Sequence[tuple[Ticket, Ticket]]) -> None:
    """Store tickets (as they were read, as they are). Raises StaleTicket if one was changed meanwhile."""
    for before, after in changed:
        done = connection.execute(
            update(tickets)
            .where(tickets.c.number == after.number, tickets.c.version == before.version)
            .values(_columns(after))
        )
        if done.rowcount != 1:
            raise StaleTicket(f"ticket {after.number}")
        had = {p.address for p in before.participants}
        gone = had - {p.address for p in after.participants}
        if gone:
            of_ticket = participants.c.ticket == after.number
            connection.execute(delete(participants).where(of_ticket, participants.c.address.in_(gone)))
        _add_participants(connection, [(after.number, p) for p in after.participants if p.address not in had])


def add_entries(connection: Connection, rows: Sequence[tuple[int, int, "Entry"]]) -> None:
    """Write history: (ticket, id, entry)."""
    if rows:
        connection.execute(
            insert(entries),
            [
                {
                    "id": id_,
                    "ticket": ticket,
                    "at": entry.at,
                    "kind": entry.kind,
                    "direction": entry.direction,
                    "author": entry.author,
                    "recipients": list(entry.recipients),
                    "message_id": entry.message_id,
                    "text": entry.text,
                    "attachments": [asdict(a) for a in entry.attachments],
                    "event": entry.event,
                    "data": dict(entry.data),
                    "inbox": entry.inbox,
                    "outbox": entry.outbox,
                }
                for ticket, id_, entry in rows
            ],
        )


def add_message_ids(connection: Connection, rows: Iterable[tuple[str, int, str]]) -> None:
    """Remember Message-IDs: (id, ticket, received | sent | named)."""
    insert_new(
        connection,
        message_ids,
        [{"key": key_of(id_), "ticket": ticket, "kind": kind} for id_, ticket, kind in dict.fromkeys(rows)],
    )


def known_ids(connection: Connection, ids: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """For each Message-ID that is known: the tickets that it leads to, and how it came to be known."""
    keys = {key_of(id_): id_ for id_ in ids}
    found: dict[str, list[tuple[int, str]]] = {}
    if keys:
        query = select(message_ids).where(message_ids.c.key.in_(keys)).order_by(message_ids.c.ticket)
        for row in connection.execute(query):
            found.setdefault(keys[row.key], []).append((row.ticket, row.kind))
    return found


FORGOTTEN = "(removed)"


def forget_words(connection: Connection, number: int, address: str) -> None:
    """Empty what a person (canonical address) wrote on a ticket, and the notices, which repeat it."""
    for row in history(connection, number):
        theirs = row.author is not None and canonical(row.author) == address
        if not theirs and row.kind != "notice":
            continue
        values: dict[str, object] = {"text": FORGOTTEN, "attachments": [], "data": {}}
        if theirs:
            values |= {"author": None, "message_id": None}
        else:
            values["recipients"] = [r for r in row.recipients if canonical(r) != address]
        connection.execute(update(entries).where(entries.c.id == row.id).values(values))


def history(connection: Connection, number: int) -> list[Row[Any]]:
    """The entries of a ticket in their order, with those of tickets that went into it."""
    numbers = [number]
    for _ in range(8):
        more = (
            connection.execute(
                select(tickets.c.number).where(
                    tickets.c.merged_into.in_(numbers), tickets.c.number.not_in(numbers)
                )
            )
            .scalars()
            .all()
        )
        if not more:
            break
        numbers.extend(more)
    query = select(entries).where(entries.c.ticket.in_(numbers)).order_by(entries.c.at, entries.c.id)
    return list(connection.execute(query))


def attachments_of(row: Row[Any]) -> "tuple[Attachment, ...]":
    """The attachments of an entry."""
    from mailticket.mail.message import Attachment  # most of what asks for tickets reads no mail

    return tuple(Attachment(**a) for a in row.attachments)


def of_participant(connection: Connection, address: str) -> list[int]:
    """Numbers of the tickets that a person (canonical address) takes part in, newest first."""
    query = (
        select(participants.c.ticket)
        .where(participants.c.address == address)
        .order_by(participants.c.ticket.desc())
        .limit(200)
    )
    return list(connection.execute(query).scalars())


def open_after(connection: Connection, number: int, most: int) -> list[int]:
    """Numbers of tickets beyond this one that are not closed, in order."""
    query = select(tickets.c.number).where(tickets.c.number > number, tickets.c.status != "closed")
    return list(connection.execute(query.order_by(tickets.c.number).limit(most)).scalars())


def oldest_owed(connection: Connection) -> datetime | None:
    """Since when the oldest unanswered customer waits."""
    return connection.execute(
        select(func.min(tickets.c.unanswered_since)).where(tickets.c.unanswered_since.is_not(None))
    ).scalar()


def _participants(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Participant, ...]]:
    found: dict[int, list[Participant]] = {}
    if numbers:
        query = select(participants).where(participants.c.ticket.in_(numbers)).order_by(participants.c.since)
        for row in connection.execute(query):
            person = Participant(
                address=row.address, written=row.written, name=row.name, role=row.role, since=row.since
            )
            found.setdefault(row.ticket, []).append(person)
    order = {"requester": 0, "reply-to": 1, "cc": 2}
    return {n: tuple(sorted(people, key=lambda p: order[p.role])) for n, people in found.items()}


def _add_participants(connection: Connection, rows: Sequence[tuple[int, Participant]]) -> None:
    insert_new(
        connection,
        participants,
        [
            {
                "ticket": number,
                "address": p.address,
                "name": p.name,
                "written": p.written,
                "role": p.role,
                "since": p.since,
            }
            for number, p in rows
        ],
    )


def _columns(ticket: Ticket) -> dict[str, object]:
    return {name: getattr(ticket, name) for name in _PLAIN} | state_of(ticket)


def _final(number: int, found: Mapping[int, Ticket]) -> Ticket:
    ticket = found[number]
    for _ in range(8):
        if ticket.merged_into is None or ticket.merged_into not in found:
            break
        ticket = found[ticket.merged_into]
    return ticket
