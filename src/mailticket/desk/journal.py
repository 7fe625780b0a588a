"""What the log says of an event: its name, its level, and what goes with it; never text of a mail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mailticket.tickets.events import (
    AcknowledgementSuppressed,
    Answered,
    ClockMoved,
    Event,
    MachineMailKept,
    Opened,
    Received,
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
        case AcknowledgementSuppressed():
            yield _line("acknowledgement.suppressed", number, reason=event.reason, rule=event.rule)
            if event.alarm:
                yield LogLine(
                    event="alarm.raised", level="error", fields={"ticket": number, "reason": event.reason}
                )
        case _:
            pass


def _first(before: Ticket) -> bool:
    return before.version == 0 and before.clock.started_at is None


def _line(event: str, number: int, **fields: Any) -> LogLine:
    return LogLine(event=event, fields={"ticket": number, **fields})
