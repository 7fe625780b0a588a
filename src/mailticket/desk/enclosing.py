"""The files that a letter takes along from a mail that came in."""

from collections.abc import Set

from sqlalchemy import Connection

from mailticket.mail.compose import OutgoingAttachment
from mailticket.mail.message import attachment_contents
from mailticket.store import inbox as inbox_store
from mailticket.tickets.letter import Letter


def enclosed(
    connection: Connection, inbox: int, wanted: Set[int], letter: Letter
) -> tuple[OutgoingAttachment, ...]:
    """Those of the files of a message, by their indices, ready to go out."""
    row = inbox_store.get(connection, inbox)
    raw = inbox_store.read(connection, row.sha256) if row is not None else b""
    shown = str(letter.values.get("html") or "")
    return tuple(
        OutgoingAttachment(
            filename=found.filename or "attachment",
            content_type=found.content_type,
            data=data,
            inline=found.inline and f"cid:{found.content_id}" in shown,
            content_id=found.content_id,
        )
        for found, data in attachment_contents(raw)
        if found.index in wanted
    )
