"""A ticket as plain values for keeping, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from mailticket.tickets.clock import ClockState
from mailticket.tickets.model import Participant, Ticket


def state_of(ticket: Ticket) -> dict[str, object]:
    """What is kept of a ticket besides its plain columns and its participants."""
    return {
        "due_at": ticket.clock.due_at,
        "unanswered_since": ticket.clock.unanswered_since,
        "state": {
            "thread": list(ticket.thread),
            "emergency": ticket.emergency,
            "reminded": ticket.reminded,
            "pending_until": _text(ticket.pending_until),
            "clock": {name: _text(getattr(ticket.clock, name)) for name in _CLOCK},
        },
    }


def ticket_of(row: Mapping[str, Any], participants: tuple[Participant, ...]) -> Ticket:
    """The ticket that was kept in these columns."""
    state = row["state"]
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
        clock=ClockState(
            **{
                name: _instant(value) if name in _INSTANTS else value
                for name, value in state["clock"].items()
            }
        ),
    )


_CLOCK = tuple(field.name for field in fields(ClockState))
_INSTANTS = frozenset({"started_at", "due_at", "unanswered_since", "breach_at", "warn_at"})


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
