"""Deadlines: what is due when, for which version of which ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, tuple_, update

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
                "lease_token": None,
                "lease_until": None,
            }
            for t in rows
        ],
        key=("ticket", "kind"),
    )


def drop(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Remove deadlines: (ticket, kind)."""
    if rows:
        connection.execute(delete(timers).where(tuple_(timers.c.ticket, timers.c.kind).in_(rows)))


def claim(connection: Connection, *, token: str, now: datetime, lease: timedelta, most: int) -> list[Timer]:
    """Lease deadlines that have come, the oldest first."""
    query = (
        select(timers)
        .where(timers.c.due_at <= now, or_(timers.c.lease_until.is_(None), timers.c.lease_until <= now))
        .order_by(timers.c.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = connection.execute(query).all()
    if found:
        connection.execute(
            update(timers)
            .where(tuple_(timers.c.ticket, timers.c.kind).in_([(r.ticket, r.kind) for r in found]))
            .values(lease_token=token, lease_until=now + lease)
        )
    return [Timer(ticket=r.ticket, kind=r.kind, due_at=r.due_at, generation=r.generation) for r in found]


def next_moment(connection: Connection) -> datetime | None:
    """When the next deadline comes."""
    return connection.execute(select(func.min(timers.c.due_at))).scalar()


def of_ticket(connection: Connection, number: int) -> Mapping[str, datetime]:
    """The deadlines of a ticket by their kind."""
    rows = connection.execute(select(timers.c.kind, timers.c.due_at).where(timers.c.ticket == number))
    return {row[0]: row[1] for row in rows}
