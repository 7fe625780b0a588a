"""A ticket as plain values for keeping, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from mailticket.tickets.calendar import Span
from mailticket.tickets.clock import ClockState
from mailticket.tickets.escalation import EscalationState
from mailticket.tickets.model import Participant, Ticket
from mailticket.tickets.resolution import ResolutionClock

State = TypeVar("State", ClockState, EscalationState)

_INSTANTS = frozenset(
    {
        *("started_at", "due_at", "unanswered_since", "breach_at", "breach_from", "warn_at"),
        *("scheduled_for", "next_at", "acknowledged_at", "acknowledged_until"),
    }
)


def state_of(ticket: Ticket) -> dict[str, object]:
    """What is kept of a ticket besides its plain columns and its participants."""
    resolution = ticket.resolution
    return {
        "due_at": ticket.clock.due_at,
        "unanswered_since": ticket.clock.unanswered_since,
        "state": {
            "thread": list(ticket.thread),
            "emergency": ticket.emergency,
            "reminded": ticket.reminded,
            "pending_until": _text(ticket.pending_until),
            "clock": _values(ticket.clock),
            "escalation": _values(ticket.escalation),
            "resolution": {
                "held": [[_text(span.start), _text(span.end)] for span in resolution.held],
                "held_since": _text(resolution.held_since),
            },
            "told": list(ticket.told),
            "warned_at": _text(ticket.warned_at),
            "overdue": ticket.overdue,
            "status_since": _text(ticket.status_since),
        },
    }


def ticket_of(row: Mapping[str, Any], participants: tuple[Participant, ...]) -> Ticket:
    """The ticket that was kept in these columns."""
    state = row["state"]
    held = state["resolution"]["held"]
    return Ticket(
        number=row["number"],
        version=row["version"],
        subject=row["subject"],
        status=row["status"],
        priority=row["priority"],
        queue=row["queue"],
        kind=row["kind"],
        customer=row["customer"],
        requester=row["requester"],
        requester_name=row["requester_name"],
        assignee=row["assignee"],
        language=row["language"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        merged_into=row["merged_into"],
        participants=participants,
        thread=tuple(state["thread"]),
        emergency=state["emergency"],
        reminded=state["reminded"],
        pending_until=_instant(state["pending_until"]),
        clock=_state(ClockState, state["clock"]),
        escalation=_state(EscalationState, state["escalation"]),
        resolution=ResolutionClock(
            opened_at=row["opened_at"],
            held=tuple(Span(start=datetime.fromisoformat(a), end=datetime.fromisoformat(b)) for a, b in held),
            held_since=_instant(state["resolution"]["held_since"]),
        ),
        told=tuple(state["told"]),
        warned_at=_instant(state["warned_at"]),
        overdue=state["overdue"],
        status_since=datetime.fromisoformat(state["status_since"]),
    )


def _values(state: ClockState | EscalationState) -> dict[str, object]:
    return {field.name: _text(getattr(state, field.name)) for field in fields(state)}


def _state(kind: type[State], values: Mapping[str, Any]) -> State:
    read: dict[str, Any] = {name: _instant(v) if name in _INSTANTS else v for name, v in values.items()}
    return kind(**read)


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
