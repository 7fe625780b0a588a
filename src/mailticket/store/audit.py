"""What the auditor reads: each question costs what is wrong or waits, not what there is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, tuple_

from mailticket.store.outbox import RANKS
from mailticket.store.schema import inbox, outbox, pages, tickets, timers
from mailticket.store.timers import Timer

MOST = 50  # rows of one kind that are looked at
Place = tuple[datetime, int]
"""Where a walk over the tickets that owe an answer stands: (unanswered_since, number)."""


def overdue(connection: Connection, before: datetime) -> list[Timer]:
    """Deadlines that came before then and were not handled."""
    query = select(timers).where(timers.c.due_at <= before).order_by(timers.c.due_at).limit(MOST)
    return [
        Timer(ticket=r.ticket, kind=r.kind, due_at=r.due_at, generation=r.generation)
        for r in connection.execute(query)
    ]


def owed(connection: Connection, after: Place | None, most: int) -> list[Place]:
    """Tickets that owe an answer, the longest first, from a place on."""
    query = select(tickets.c.unanswered_since, tickets.c.number).where(
        tickets.c.unanswered_since.is_not(None)
    )
    if after is not None:
        place = tuple_(tickets.c.unanswered_since, tickets.c.number)
        query = query.where(place > tuple_(*after), tickets.c.unanswered_since >= after[0])
    query = query.order_by(tickets.c.unanswered_since, tickets.c.number).limit(most)
    return [(row[0], row[1]) for row in connection.execute(query)]


def timers_of(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, datetime]]:
    """The deadlines of tickets, by ticket and kind."""
    found: dict[int, dict[str, datetime]] = {number: {} for number in numbers}
    for row in connection.execute(select(timers).where(timers.c.ticket.in_(numbers))):
        found[row.ticket][row.kind] = row.due_at
    return found


def without_outcome(connection: Connection, before: datetime) -> list[int]:
    """Messages that were accepted before then and still wait."""
    query = select(inbox.c.id).where(inbox.c.outcome == "waiting", inbox.c.accepted_at <= before)
    return list(connection.execute(query.order_by(inbox.c.id).limit(MOST)).scalars())


def unsent(connection: Connection, kind: str, before: datetime) -> list[tuple[int, int | None]]:
    """Mails of a kind (outbox id, ticket) that were queued before then and have not left."""
    # By its rank, which is in the index of what waits: that of the kinds holds all that was ever sent.
    query = select(outbox.c.id, outbox.c.ticket).where(
        outbox.c.state == "waiting", outbox.c.rank == RANKS[kind], outbox.c.created_at <= before
    )
    return [(row[0], row[1]) for row in connection.execute(query.order_by(outbox.c.id).limit(MOST))]


def unwritten_pages(connection: Connection, before: datetime) -> list[tuple[int, str]]:
    """Pages (ticket, person) that were due before then and for which no mail was written."""
    query = select(pages.c.ticket, pages.c.to).where(pages.c.state == "waiting", pages.c.at <= before)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(pages.c.id).limit(MOST))]


def accepted(connection: Connection) -> int:
    """How many messages were ever accepted."""
    return connection.execute(select(func.count()).select_from(inbox)).scalar_one()
