"""How an event changes a ticket."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

from mailticket.mail.address import canonical
from mailticket.tickets import clock
from mailticket.tickets.events import (
    Absorbed,
    AcknowledgementDue,
    AcknowledgementSuppressed,
    Answered,
    Breached,
    ClockMoved,
    EmergencyConfirmed,
    Escalated,
    Event,
    FieldChanged,
    Linked,
    MachineMailKept,
    Merged,
    NobodyAnswered,
    Noted,
    Opened,
    PageDue,
    ParticipantAdded,
    ParticipantRemoved,
    Received,
    Remarked,
    Reminded,
    ResolutionBreached,
    StatusChanged,
    TakenTold,
    TakingConfirmed,
    Warned,
)
from mailticket.tickets.model import RECENT, Participant, Ticket
from mailticket.tickets.resolution import ResolutionClock, hold, resume

MAX_ID = 500  # characters of a Message-ID that is repeated


def opened(event: Opened) -> Ticket:
    """The ticket that begins with this event."""
    return Ticket(
        number=event.number,
        version=0,
        subject=event.subject,
        status="new",
        priority=event.priority,
        queue=event.queue,
        kind=event.kind,
        customer=event.customer,
        requester=event.requester,
        requester_name=event.requester_name,
        assignee=None,
        language=event.language,
        opened_at=event.at,
        closed_at=None,
        participants=event.participants,
        emergency=event.emergency,
        resolution=ResolutionClock(opened_at=event.at),
        status_since=event.at,
    )


def evolve(ticket: Ticket, event: Event) -> Ticket:
    """The ticket after the event."""
    match event:
        case Opened():
            return opened(event)
        case Received():
            return replace(
                ticket,
                thread=_recent(ticket, *event.names, event.message_id),
                emergency=ticket.emergency or event.emergency,
                reminded=0,
            )
        case Answered():
            status = "open" if ticket.status == "new" else ticket.status
            return replace(ticket, status=status, thread=_recent(ticket, event.direct), reminded=0)
        case StatusChanged():
            return _with_status(ticket, event)
        case FieldChanged():
            values: dict[str, Any] = {event.name: event.new}
            return replace(ticket, **values)
        case ParticipantAdded():
            return replace(ticket, participants=_joined(ticket.participants, (event.participant,)))
        case ParticipantRemoved():
            others = tuple(p for p in ticket.participants if p.address != event.address)
            named = canonical(ticket.requester) != event.address
            return replace(
                ticket,
                participants=others,
                requester=ticket.requester if named else "",
                requester_name=ticket.requester_name if named else "",
            )
        case ClockMoved():
            return replace(ticket, clock=event.state)
        case Breached():
            return replace(ticket, clock=clock.breached(ticket.clock, event.at))
        case Warned():
            return replace(ticket, warned_at=event.warn_at)
        case ResolutionBreached():
            return replace(ticket, overdue=True)
        case Escalated():
            told = ticket.told if event.state.state in ("active", "acknowledged", "exhausted") else ()
            return replace(ticket, escalation=event.state, told=told)
        case PageDue():
            return replace(ticket, told=tuple(dict.fromkeys((*ticket.told, *event.to))))
        case Reminded():
            return replace(ticket, reminded=ticket.reminded + 1)
        case Merged():
            return replace(
                ticket,
                merged_into=event.into,
                status="closed",
                closed_at=event.at,
                pending_until=None,  # it must not open again by itself
                status_since=event.at,
                resolution=hold(ticket.resolution, event.at),
            )
        case Absorbed():
            return replace(
                ticket,
                participants=_joined(ticket.participants, event.participants),
                thread=_recent(ticket, *event.thread),
            )
        case (
            Noted()
            | MachineMailKept()
            | Linked()
            | TakenTold()
            | TakingConfirmed()
            | EmergencyConfirmed()
            | NobodyAnswered()
            | AcknowledgementDue()
            | AcknowledgementSuppressed()
            | Remarked()
        ):
            return ticket
        case _:
            assert_never(event)


def _with_status(ticket: Ticket, event: StatusChanged) -> Ticket:
    waits = event.status in ("pending", "resolved", "closed")
    return replace(
        ticket,
        status=event.status,
        status_since=event.at,
        closed_at=event.at if event.status == "closed" else None,
        pending_until=event.until if event.status == "pending" else None,
        reminded=0,
        resolution=(hold if waits else resume)(ticket.resolution, event.at),
    )


def evolve_all(events: Sequence[Event]) -> Ticket:
    """The ticket that a history which begins with its opening makes."""
    match events:
        case [Opened() as first, *others]:
            ticket = opened(first)
            for event in others:
                ticket = evolve(ticket, event)
            return ticket
        case _:
            raise ValueError("A history begins with the opening of its ticket.")


def threaded(ticket: Ticket, message_id: str) -> Ticket:
    """The ticket after a mail with this Message-ID went to the customer."""
    return replace(ticket, thread=_recent(ticket, message_id))


def _recent(ticket: Ticket, *ids: str | None) -> tuple[str, ...]:
    """The thread with new ids at its end; the first one stays, so that a mail program finds the root."""
    new = dict.fromkeys(id_ for id_ in ids if id_ and len(id_) <= MAX_ID)
    thread = (*ticket.thread, *(id_ for id_ in new if id_ not in ticket.thread))
    return thread if len(thread) <= RECENT else (thread[0], *thread[1 - RECENT :])


def _joined(had: tuple[Participant, ...], more: tuple[Participant, ...]) -> tuple[Participant, ...]:
    known = {p.address for p in had}
    return had + tuple(p for p in more if p.address not in known)
