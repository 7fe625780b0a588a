"""The ledger of the response clocks: each start, stop and restart with its computation."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from mailticket.store.schema import clock_ledger
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


def _columns(ticket: int, row: LedgerRow) -> dict[str, Any]:
    data = {name: getattr(row, name) for name in _OTHERS}
    return {"ticket": ticket} | {name: getattr(row, name) for name in _COLUMNS} | {"data": data}


def _row(columns: dict[str, Any]) -> LedgerRow:
    data = dict(columns["data"])
    for name in _INSTANTS:
        data[name] = None if data[name] is None else datetime.fromisoformat(data[name])
    return LedgerRow(**{name: columns[name] for name in _COLUMNS}, **data)
