"""Small facts that are set while running, each under a name."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from mailticket.store.inserts import insert_or_update
from mailticket.store.schema import preferences


def put(connection: Connection, name: str, value: object) -> None:
    """Keep a plain value under a name, in place of the one before."""
    insert_or_update(connection, preferences, [{"name": name, "value": value}], key=["name"])


def get(connection: Connection, name: str) -> Any:
    """The value under a name; None if there is none."""
    return connection.execute(select(preferences.c.value).where(preferences.c.name == name)).scalar()


def among(connection: Connection, prefix: str, names: Iterable[str]) -> Mapping[str, Any]:
    """The values under those of these names, with the prefix before each, that there are."""
    query = select(preferences).where(preferences.c.name.in_([prefix + name for name in names]))
    return {row.name.removeprefix(prefix): row.value for row in connection.execute(query)}


def beginning(connection: Connection, prefix: str) -> Mapping[str, Any]:
    """The values under all names that begin so, without what they begin with."""
    query = select(preferences).where(preferences.c.name.startswith(prefix, autoescape=True))
    return {row.name.removeprefix(prefix): row.value for row in connection.execute(query)}
