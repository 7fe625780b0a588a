"""Overrides of the rotas, in the order in which they were made."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from mailticket.store.schema import overrides
from mailticket.tickets.rota import Override


def add(connection: Connection, rota: str, override: Override, *, made_at: datetime) -> None:
    """Let somebody take the call for a time."""
    connection.execute(
        insert(overrides).values(
            rota=rota,
            member=override.member,
            starts_at=override.start,
            ends_at=override.end,
            made_at=made_at,
        )
    )


def by_rota(connection: Connection, *, since: datetime) -> dict[str, tuple[Override, ...]]:
    """The overrides of each rota that end after `since`."""
    query = select(overrides).where(overrides.c.ends_at > since).order_by(overrides.c.id)
    found: dict[str, tuple[Override, ...]] = {}
    for row in connection.execute(query):
        made = Override(start=row.starts_at, end=row.ends_at, member=row.member)
        found[row.rota] = (*found.get(row.rota, ()), made)
    return found


def newest(connection: Connection) -> int:
    """Tells whether there are others than before: the id of the last one that was made."""
    return connection.execute(select(func.max(overrides.c.id))).scalar() or 0
