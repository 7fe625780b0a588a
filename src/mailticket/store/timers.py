"""Deadlines: what is due when, for which version of which ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, tuple_, update

from mailticket.store.inserts import insert_or_update
from mailticket.store.schema import timers


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A deadline of a ticket."""

    ticket: int
    kind: str
    due_at: datetime
    generation: int


def put(connection: Connection, rows: Sequence[Timer]) -> None:
    """Set deadlines; a ticket has one of each kind."""
    insert_or_update(
        connection,
        timers,
        [
            {
                "ticket": t.ticket,
                "kind": t.kind,
                "due_at": t.due_at,
                "generation": t.generation,
            }
            for t in rows
        ],
        key=("ticket", "kind"),
    )


def drop(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Remove deadlines: (ticket, kind)."""
    if rows:
        connection.execute(delete(timers).where(tuple_(timers.c.ticket, timers.c.kind).in_(rows)))


def due(connection: Connection, *, now: datetime, most: int, hold: bool = True) -> list[Timer]:
    """Deadlines that have come, the oldest first, held against others until the transaction ends."""
    query = select(timers).where(timers.c.due_at <= now).order_by(timers.c.due_at).limit(most)
    if hold:
        query = query.with_for_update(skip_locked=True)
    return [
        Timer(ticket=r.ticket, kind=r.kind, due_at=r.due_at, generation=r.generation)
        for r in connection.execute(query)
    ]


def postpone(connection: Connection, timer: Timer, *, until: datetime) -> None:
    """Try a deadline again later, because something went wrong with its ticket."""
    connection.execute(
        update(timers)
        .where(timers.c.ticket == timer.ticket, timers.c.kind == timer.kind)
        .values(due_at=until)
    )


def next_moment(connection: Connection) -> datetime | None:
    """When the next deadline comes."""
    return connection.execute(select(func.min(timers.c.due_at))).scalar()


def of_ticket(connection: Connection, number: int) -> Mapping[str, datetime]:
    """The deadlines of a ticket by their kind."""
    rows = connection.execute(select(timers.c.kind, timers.c.due_at).where(timers.c.ticket == number))
    return {row[0]: row[1] for row in rows}


def tickets_with(connection: Connection, kind: str) -> list[int]:
    """The tickets that have a deadline of this kind."""
    query = select(timers.c.ticket).where(timers.c.kind == kind).order_by(timers.c.ticket)
    return list(connection.execute(query).scalars())
