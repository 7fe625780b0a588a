"""The table of timers is kept in step with what is due on each ticket."""

from collections.abc import Sequence

from sqlalchemy import Connection

from mailticket.store import timers as timer_store
from mailticket.store.timers import Timer
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.timers import timers


def keep_timers(
    connection: Connection,
    policy: Policy,
    changes: Sequence[tuple[Ticket | None, Ticket]],
    renewed: Sequence[Ticket],
) -> None:
    """Write what moved on tickets that changed (before, after), and all of those that are renewed."""
    gone: list[tuple[int, str]] = []
    again = {ticket.number for ticket in renewed}
    put = [timer for ticket in renewed for timer in _of(ticket, policy)]
    for before, after in changes:
        had = timers(before, policy) if before else {}
        has = _of(after, policy)
        gone.extend((after.number, kind) for kind in had.keys() - {timer.kind for timer in has})
        if after.number not in again:
            put.extend(timer for timer in has if had.get(timer.kind) != timer.due_at)
    timer_store.drop(connection, gone)
    timer_store.put(connection, put)


def _of(ticket: Ticket, policy: Policy) -> list[Timer]:
    return [
        Timer(ticket=ticket.number, kind=kind, due_at=due_at, generation=ticket.version)
        for kind, due_at in timers(ticket, policy).items()
    ]
