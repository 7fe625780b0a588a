"""What the log says of an event: its name, its level, and what goes with it; never text of a mail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mailticket.tickets.events import (
    AcknowledgementSuppressed,
    Answered,
    Breached,
    ClockMoved,
    Escalated,
    Event,
    MachineMailKept,
    NobodyAnswered,
    Opened,
    PageDue,
    Received,
    Remarked,
    ResolutionBreached,
    StatusChanged,
)
from mailticket.tickets.model import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the log, to be written once the transaction is durable."""

    event: str
    level: str = "info"
    fields: dict[str, Any] = field(default_factory=dict)


def lines(before: Ticket | None, event: Event, number: int) -> Iterator[LogLine]:
    """The lines that an event is worth; `before` is the ticket before it."""
    match event:
        case Opened():
            yield _line("ticket.opened", number, priority=event.priority, queue=event.queue)
        case Received() | Answered() if before is not None and (
            isinstance(event, Answered) or not _first(before)
        ):
            direction = "out" if isinstance(event, Answered) else "in"
            yield _line("ticket.correspondence_added", number, direction=direction, entry=event.entry)
        case MachineMailKept():
            yield _line("ticket.event_added", number, verdict=event.verdict, entry=event.entry)
        case StatusChanged(status="closed"):
            yield _line("ticket.closed", number, reason=event.reason)
        case StatusChanged() if before is not None and before.status in ("closed", "resolved"):
            yield _line("ticket.reopened", number, reason=event.reason)
        case ClockMoved(row=row) if row is not None:
            due_at = row.due_at.isoformat() if row.due_at else None
            yield _line(f"clock.{row.change}", number, reason=row.because, due_at=due_at)
        case Breached():
            yield _line("clock.breached", number, "warning", due_at=event.due_at.isoformat())
        case ResolutionBreached():
            due_at = event.due_at.isoformat()
            yield _line("clock.breached", number, "warning", due_at=due_at, promise="resolution")
        case Escalated(what="scheduled"):
            at = event.state.next_at
            yield _line("escalation.scheduled", number, next_at=at.isoformat() if at else None)
        case Escalated(what="started"):
            yield _line("escalation.started", number, "warning", reason=event.reason)
        case Escalated(what="acknowledged"):
            until = event.state.acknowledged_until
            yield _line(
                "escalation.acknowledged",
                number,
                by=event.by,
                until=until.isoformat() if until else None,
                reason=event.reason,
            )
        case Escalated(what="ended"):
            yield _line("escalation.ended", number, reason=event.reason)
        case NobodyAnswered():
            reason = "Nobody acknowledged in any pass of the ladder."
            yield _line("escalation.exhausted", number, "error", reason=reason)
            yield _line("alarm.raised", number, "error", reason=reason)
        case PageDue() if event.unmanned or not event.to:
            who = ", ".join(event.unmanned) or "this step"
            yield _line("alarm.raised", number, "error", reason=f"Nobody is on call for {who}.")
        case Remarked() if event.data.get("alarm"):
            yield _line("alarm.raised", number, "error", reason=event.text)
        case AcknowledgementSuppressed():
            yield _line("acknowledgement.suppressed", number, reason=event.reason, rule=event.rule)
            if event.alarm:
                yield _line("alarm.raised", number, "error", reason=event.reason)
        case _:
            pass


def _first(before: Ticket) -> bool:
    return before.version == 0 and before.clock.started_at is None


def _line(event: str, number: int, level: str = "info", **fields: Any) -> LogLine:
    return LogLine(event=event, level=level, fields={"ticket": number, **fields})
