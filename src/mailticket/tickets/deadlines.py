"""What follows when a moment came: the warning, the breach, the next step of a ladder, the end of a wait."""

from datetime import datetime

from mailticket.tickets import consequences
from mailticket.tickets.events import (
    Breached,
    Event,
    Reminded,
    ResolutionBreached,
    StatusChanged,
    Warned,
)
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.timers import closing, timers

BY = "mailticket"


def moment_came(ticket: Ticket, kind: str, policy: Policy, now: datetime) -> list[Event]:
    """The events of a deadline, if it is still one and its time has come: the ticket is read again for it."""
    due_at = timers(ticket, policy).get(kind)
    if due_at is None or due_at > now:
        return []
    match kind:
        case "warning":
            return [Warned(at=now, warn_at=due_at, due_at=ticket.clock.breach_at)]
        case "breach":
            since = ticket.clock.unanswered_since
            return [Breached(at=now, due_at=due_at, unanswered_since=since)]
        case "escalation":
            return consequences.moment_came(ticket, policy, now=now)
        case "resolution":
            return [ResolutionBreached(at=now, due_at=due_at)]
        case "pending":
            changed = StatusChanged(at=now, status="open", by=BY, reason="the time to wait is over")
            return [changed, *consequences.status_set(ticket, "open", policy, at=now)]
        case "reminder":
            return [Reminded(at=now, closes_at=closing(ticket, policy))]
        case "closing":
            changed = StatusChanged(at=now, status="closed", by=BY, reason="the customer did not answer")
            return [changed, *consequences.status_set(ticket, "closed", policy, at=now)]
        case _:
            return []
