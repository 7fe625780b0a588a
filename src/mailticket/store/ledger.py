"""The ledger of the response clocks: each start, stop and restart with its computation."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from mailticket.store.schema import clock_ledger, tickets
from mailticket.tickets.clock import LedgerRow

_COLUMNS = ("at", "change", "by", "due_at", "because")
_OTHERS = tuple(field.name for field in fields(LedgerRow) if field.name not in _COLUMNS)
_INSTANTS = ("started_at", "unanswered_since", "breach_at")


def add(connection: Connection, rows: Sequence[tuple[int, LedgerRow]]) -> None:
    """Write lines of the ledger: (ticket, row)."""
    if rows:
        connection.execute(insert(clock_ledger), [_columns(ticket, row) for ticket, row in rows])


def of_ticket(connection: Connection, number: int) -> list[LedgerRow]:
    """The ledger of a ticket in its order."""
    query = select(clock_ledger).where(clock_ledger.c.ticket == number).order_by(clock_ledger.c.id)
    return [_row(row._asdict()) for row in connection.execute(query)]


def all_tickets(connection: Connection) -> Iterator[tuple[Row[Any], list[LedgerRow]]]:
    """Each ticket that has a ledger (number, priority, customer) with its lines in their order."""
    query = (
        select(clock_ledger, tickets.c.priority, tickets.c.customer)
        .join(tickets, tickets.c.number == clock_ledger.c.ticket)
        .order_by(clock_ledger.c.ticket, clock_ledger.c.id)
        .execution_options(yield_per=2000)
    )
    for _, rows in groupby(connection.execute(query), key=lambda row: row.ticket):
        found = list(rows)
        yield found[0], [_row(row._asdict()) for row in found]


def _columns(ticket: int, row: LedgerRow) -> dict[str, Any]:
    data = {name: getattr(row, name) for name in _OTHERS}
    return {"ticket": ticket} | {name: getattr(row, name) for name in _COLUMNS} | {"data": data}


def _row(columns: dict[str, Any]) -> LedgerRow:
    data = dict(columns["data"])
    for name in _INSTANTS:
        data[name] = None if data[name] is None else datetime.fromisoformat(data[name])
    return LedgerRow(**{name: columns[name] for name in _COLUMNS}, **data)
