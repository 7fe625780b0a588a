"""Lines for the log from those who do not write it: what a command did is in the daemon's log too."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from mailticket.store.schema import journal

MOST = 500


def add(connection: Connection, lines: Iterable[tuple[str, str, dict[str, object]]]) -> None:
    """Leave lines (event, level, fields) to the daemon."""
    rows = [{"event": event, "level": level, "fields": fields} for event, level, fields in lines]
    if rows:
        connection.execute(insert(journal), rows)


def some(connection: Connection) -> bool:
    """Whether there are any."""
    return connection.execute(select(journal.c.id).limit(1)).first() is not None


def take(connection: Connection) -> list[tuple[str, str, dict[str, object]]]:
    """The oldest lines, which are then gone: of several nodes one writes each."""
    rows = connection.execute(
        select(journal).order_by(journal.c.id).limit(MOST).with_for_update(skip_locked=True)
    ).all()
    if rows:
        connection.execute(delete(journal).where(journal.c.id.in_([row.id for row in rows])))
    return [(row.event, row.level, row.fields) for row in rows]
