"""What the history of a ticket keeps of each event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from mailticket.mail.message import Attachment
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

EntryKind = Literal["correspondence", "note", "notice", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a ticket's history; without `id` it gets the next one."""

    at: datetime
    kind: EntryKind
    id: int | None = None
    direction: Literal["in", "out"] | None = None
    author: str | None = None
    recipients: tuple[str, ...] = ()
    message_id: str | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    event: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    inbox: int | None = None
    outbox: int | None = None


def entry_of(event: Event) -> Entry | None:
    """The entry that an event leaves; None if another event tells it."""
    match event:
        case Opened():
            text = f"Opened by {event.by}" if event.by else "Opened"
            return _event(event, "opened", text, event.by)
        case Received():
            return Entry(
                at=event.at,
                id=event.entry,
                kind="correspondence",
                direction="in",
                author=event.author,
                recipients=event.recipients,
                message_id=event.message_id,
                text=event.text,
                attachments=event.attachments,
                data={"name": event.author_name} | ({"whole": event.whole} if event.whole else {}),
                inbox=event.inbox,
            )
        case Answered():
            return Entry(
                at=event.at,
                id=event.entry,
                kind="correspondence",
                direction="out",
                author=event.author,
                recipients=event.recipients,
                message_id=event.direct,
                text=event.text,
                attachments=event.attachments,
                data={"name": event.author_name},
                inbox=event.inbox,
            )
        case Noted():
            return Entry(
                at=event.at,
                id=event.entry,
                kind="note",
                direction="in",
                author=event.author,
                message_id=event.message_id,
                text=event.text,
                attachments=event.attachments,
                inbox=event.inbox,
            )
        case MachineMailKept():
            return Entry(
                at=event.at,
                id=event.entry,
                kind="event",
                direction="in",
                author=event.author,
                message_id=event.message_id,
                text=event.text,
                attachments=event.attachments,
                event=event.verdict,
                data={"evidence": event.evidence, **event.data},
                inbox=event.inbox,
            )
        case StatusChanged():
            until = f" until {event.until.isoformat()}" if event.until else ""
            return _event(
                event, event.status, f"{event.status.capitalize()}{until}: {event.reason}", event.by
            )
        case FieldChanged():
            text = f"{event.name.capitalize()}: {event.old or 'none'} → {event.new or 'none'}"
            return _event(event, f"{event.name}-changed", text, event.by, old=event.old, new=event.new)
        case ParticipantAdded():
            return _event(event, "participant-added", f"{event.participant.written} takes part", event.by)
        case ParticipantRemoved():
            return _event(event, "participant-removed", "Somebody takes part no longer", event.by)
        case Linked():
            text = f"Points to ticket {event.ticket}: {event.reason}"
            return _event(event, "linked", text, None, ticket=event.ticket, reason=event.reason)
        case Merged():
            return _event(event, "merged", f"Went into ticket {event.into}", event.by, ticket=event.into)
        case Absorbed():
            return _event(event, "absorbed", f"Ticket {event.ticket} came in", event.by, ticket=event.ticket)
        case AcknowledgementSuppressed():
            return _event(event, "acknowledgement-suppressed", event.reason, None, rule=event.rule)
        case Remarked():
            entry = _event(event, event.what, event.text, event.by, **event.data)
            return replace(entry, id=event.entry, inbox=event.inbox)
        case Breached():
            return _event(event, "breached", f"Not answered by {event.due_at.isoformat()}", None)
        case ResolutionBreached():
            return _event(event, "resolution-breached", f"Not resolved by {event.due_at.isoformat()}", None)
        case Escalated(what="scheduled" | "moved"):
            return None  # the schedule moves with the clock, and each page is an entry of its own
        case Escalated():
            return _event(event, f"escalation-{event.what}", event.reason, event.by)
        case PageDue():
            text = f"Pass {event.pass_}, step {event.step}: {', '.join(event.to) or 'nobody'} to be told"
            nobody = f"; nobody is on call for {', '.join(event.unmanned)}" if event.unmanned else ""
            return _event(event, "page", text + nobody, None, to=list(event.to), step=event.step)
        case (
            AcknowledgementDue()
            | ClockMoved()
            | Warned()
            | TakenTold()
            | TakingConfirmed()
            | EmergencyConfirmed()
            | NobodyAnswered()
            | Reminded()
        ):
            return None  # the notice itself is in the history, and the clock has a ledger of its own
        case _:
            assert_never(event)


def _event(event: Event, name: str, text: str, by: str | None, **data: object) -> Entry:
    return Entry(at=event.at, kind="event", author=by, text=text, event=name, data=data)
