"""Claims of a process that is gone are given back at once, instead of when their time runs out."""

from collections.abc import Callable

from sqlalchemy import Connection, select, update

from mailticket.store.schema import inbox, outbox


def give_back(connection: Connection, is_gone: Callable[[str], bool]) -> int:
    """Free what is claimed under tokens whose process is gone; how many rows were."""
    freed = 0
    for table in (inbox, outbox):
        held = table.c.lease_token.is_not(None)
        tokens = connection.execute(select(table.c.lease_token).where(held).distinct()).scalars()
        gone = [token for token in tokens if is_gone(token)]
        if gone:
            freed += connection.execute(
                update(table).where(table.c.lease_token.in_(gone)).values(lease_token=None, lease_until=None)
            ).rowcount
    return freed
