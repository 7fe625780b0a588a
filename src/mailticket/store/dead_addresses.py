"""Addresses that are not written to again until somebody says so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from mailticket.mail.address import canonical
from mailticket.store import preferences
from mailticket.store.schema import preferences as table

_PREFIX = "dead:"


def put(connection: Connection, address: str, *, reason: str, at: datetime) -> None:
    """An address is dead from now on; one that is dead already stays as it is."""
    name = f"{_PREFIX}{canonical(address)}"
    if preferences.get(connection, name) is None:
        preferences.put(connection, name, {"reason": reason, "since": at.isoformat()})


def among(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """Those of the addresses that are dead, with the reason."""
    keys = {f"{_PREFIX}{canonical(address)}": address for address in addresses}
    found = connection.execute(select(table).where(table.c.name.in_(keys)))
    dead = {row.name: row.value["reason"] for row in found}
    return {address: dead[key] for key, address in keys.items() if key in dead}


def rows(connection: Connection) -> Mapping[str, Any]:
    """All of them, each with reason and since when."""
    return preferences.beginning(connection, _PREFIX)


def revive(connection: Connection, addresses: Iterable[str]) -> set[str]:
    """Write to these addresses again; those that were dead."""
    dead = among(connection, addresses)
    connection.execute(
        delete(table).where(table.c.name.in_([f"{_PREFIX}{canonical(address)}" for address in dead]))
    )
    return set(dead)
