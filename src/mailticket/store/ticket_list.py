"""Tickets as they are listed: rows, of which no Ticket is made."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from mailticket.store.schema import tickets


def rows(
    connection: Connection, *, status: str | None = None, queue: str | None = None
) -> Iterator[Row[Any]]:
    """All tickets in the order of their numbers, or those of one status or queue."""
    query = select(tickets).order_by(tickets.c.number)
    if status is not None:
        query = query.where(tickets.c.status == status)
    if queue is not None:
        query = query.where(tickets.c.queue == queue)
    yield from connection.execution_options(yield_per=500).execute(query)
