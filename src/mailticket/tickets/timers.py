"""Which deadlines a ticket has as it stands."""

from datetime import datetime

from mailticket.tickets.model import Ticket


def timers(ticket: Ticket) -> dict[str, datetime]:
    """The moments at which something about the ticket is to be decided, by their kind."""
    clock = ticket.clock
    wanted = {
        "breach": None if clock.breached else clock.breach_at,
        "pending": ticket.pending_until,
    }
    return {kind: due_at for kind, due_at in wanted.items() if due_at is not None}
