"""Inserts that meet what is there already, the same on both databases."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, except those whose key is taken."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def insert_or_update(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, key: Sequence[str]
) -> None:
    """Insert rows; those whose key is taken replace what is there."""
    if rows:
        statement = _insert(connection, table)
        others = {name: statement.excluded[name] for name in rows[0] if name not in key}
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=others), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    # The dialect in use is loaded already; the other one would take every command some 20 ms.
    return import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert(table)
