"""Which deadlines a ticket has as it stands."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from mailticket.tickets.calendar import Calendar
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.resolution import resolve_by
from mailticket.tickets.service_level import Window


def timers(ticket: Ticket, policy: Policy) -> dict[str, datetime]:
    """The moments at which something about the ticket is to be decided, by their kind."""
    clock = ticket.clock
    wanted = {
        "warning": clock.warn_at if clock.warn_at != ticket.warned_at and not clock.breached else None,
        "breach": None if clock.breached else clock.breach_at,
        "escalation": ticket.escalation.next_at,
        "resolution": _resolution(ticket, policy),
        "pending": ticket.pending_until,
        "reminder": reminder(ticket, policy),
        "closing": closing(ticket, policy),
    }
    return {kind: due_at for kind, due_at in wanted.items() if due_at is not None}


FROM_POLICY: Final = ("resolution", "reminder", "closing")
"""Deadlines that follow from the configuration as it is, and not only from the ticket."""


def terms_key(policy: Policy) -> str:
    """Changes whenever the configuration would set one of `FROM_POLICY` otherwise."""
    levels = [
        (
            level.name,
            [sorted(getattr(level.applies_to, name)) for name in ("priority", "customer", "queue", "kind")],
            [
                (_calendar(one.during), one.resolve_within, one.counted, _calendar(one.hours_of))
                for one in level.targets
            ],
        )
        for level in policy.service_levels
    ]
    customers = [(customer.name, customer.service_level) for customer in policy.customers]
    return sha256(repr((policy.pending, policy.resolved, levels, customers)).encode()).hexdigest()


def _calendar(window: Window | None) -> object:
    if not isinstance(window, Calendar):
        return window and window.name
    days = sorted(map(str, window.closed)), sorted(map(str, window.without)), repr(window.special)
    return window.name, window.zone, repr(window.week), window.country, window.subdivision, days


def reminder(ticket: Ticket, policy: Policy) -> datetime | None:
    """When the customer is reminded next."""
    pauses = policy.waiting(ticket.status).remind_after
    if ticket.pending_until is not None or ticket.reminded >= len(pauses):
        return None
    return ticket.status_since + pauses[ticket.reminded]


def closing(ticket: Ticket, policy: Policy) -> datetime | None:
    """When the ticket closes by itself."""
    after = policy.waiting(ticket.status).close_after
    return None if after is None or ticket.pending_until is not None else ticket.status_since + after


def _resolution(ticket: Ticket, policy: Policy) -> datetime | None:
    if ticket.overdue or ticket.status in ("closed", "resolved"):
        return None
    return resolve_by(ticket.resolution, policy.level_of_ticket(ticket)).due_at
