"""What was said and done on a ticket before."""

from sqlalchemy import Connection

from mailticket.mail.address import canonical
from mailticket.store import pages as page_store
from mailticket.store import tickets as ticket_store
from mailticket.tickets.history import Entry
from mailticket.tickets.model import Ticket
from mailticket.tickets.paging_letters import Background

MOST_OTHERS = 10


def entries(connection: Connection, number: int) -> list[Entry]:
    """The history of a ticket as it is kept; each entry has its `id`."""
    return [
        Entry(
            at=row.at,
            kind=row.kind,
            id=row.id,
            direction=row.direction,
            author=row.author,
            recipients=tuple(row.recipients),
            message_id=row.message_id,
            text=row.text,
            attachments=ticket_store.attachments_of(row),
            event=row.event,
            data=row.data,
            inbox=row.inbox,
            outbox=row.outbox,
        )
        for row in ticket_store.history(connection, number)
    ]


def other_tickets(connection: Connection, ticket: Ticket) -> tuple[str, ...]:
    """Other tickets that the requester takes part in, newest first, as `#number`."""
    numbers = ticket_store.of_participant(connection, canonical(ticket.requester))
    return tuple(f"#{number}" for number in numbers if number != ticket.number)[:MOST_OTHERS]


def background(connection: Connection, number: int) -> Background:
    """What whoever is told of a ticket at night must know: the last word, what was tried, who was told."""
    history = entries(connection, number)
    said = [entry for entry in history if entry.kind == "correspondence" and entry.direction == "in"]
    done = [
        entry
        for entry in history
        if entry.kind == "note" or (entry.kind == "correspondence" and entry.direction == "out")
    ]
    told = [
        {"at": row.at, "who": row.to}
        for row in page_store.of_ticket(connection, number)
        if row.state == "notified"
    ]
    return Background(
        text=said[-1].text if said else "",
        attachments=said[-1].attachments if said else (),
        tried=tuple(f"{entry.author}: {' '.join(entry.text.split())[:200]}" for entry in done[-5:]),
        told=tuple(told[-10:]),
    )
