"""Stores with their schema; one on PostgreSQL is emptied, as making a new database for each test is slow."""

from contextlib import closing
from datetime import UTC, datetime

from sqlalchemy import text

from mailticket.store import schema
from mailticket.store.database import FIRST_TICKET, Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def opened(url: str) -> None:
    """Give a store its schema."""
    with closing(Database(url)) as database:
        database.open()


def emptied(url: str) -> None:
    """Bring a PostgreSQL store back to its first moment."""
    names = ", ".join(name for name in schema.metadata.tables if name != "counters")
    with closing(Database(url)) as database, database.transaction() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        connection.execute(
            text("UPDATE counters SET value = CASE name WHEN 'ticket' THEN :last ELSE 0 END"),
            {"last": FIRST_TICKET - 1},
        )
