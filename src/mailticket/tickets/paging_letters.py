"""Pages, and what those on call are told besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from mailticket.mail.address import Mailbox
from mailticket.mail.message import Attachment
from mailticket.tickets.events import (
    TakenTold,
    TakingConfirmed,
)
from mailticket.tickets.letter import Letter, common, file_of, tag_of
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy

MOST_IN_BUNDLE: Final = 30

_CONFIRMED: Final = {"handed-over": "handed_over", "nothing": "late"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What was said and done on a ticket, as far as a page tells it."""

    text: str = ""  # the customer's last words
    attachments: tuple[Attachment, ...] = ()
    tried: tuple[str, ...] = ()  # what staff noted and answered
    told: tuple[Mapping[str, object], ...] = ()  # who was told before: at, who


def page(
    ticket: Ticket, to: str, policy: Policy, now: datetime, background: Background, *, step: int, steps: int
) -> Letter:
    """The page for one ticket: all that is needed to act in the mail itself."""
    trigger = ticket.escalation.trigger
    reason = {"emergency": "emergency", "acknowledgement-expired": "again", "visit": "visit"}.get(
        trigger or "", "overdue"
    )
    if trigger == "emergency" and not ticket.emergency and ticket.priority in policy.emergency_priorities:
        reason = "priority"
    ladder = policy.ladder(ticket.escalation.ladder, now)
    since = ticket.clock.unanswered_since or ticket.opened_at
    return Letter(
        kind="page",
        template="page",
        **_to_on_call(to, policy),
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "requester": ticket.requester,
            "reason": reason,
            "priority": ticket.priority,
            "since": since,
            "waited": now - since,
            "due_at": ticket.clock.breach_at,
            "text": background.text[:4000],
            "attachments": [file_of(a) for a in background.attachments],
            "playbook": policy.playbook_of(ticket),
            "tried": background.tried,
            "told": background.told,
            "step": step,
            "steps": steps,
            "promise": ladder.acknowledged_for if ladder else None,
        },
        reply_to="page",
        threaded=False,
        guard={"page": True},
    )


def page_bundle(tickets: Sequence[Ticket], to: str, policy: Policy) -> Letter:
    """One page for many tickets at once."""
    since = min(ticket.clock.unanswered_since or ticket.opened_at for ticket in tickets)
    shown = tickets[:MOST_IN_BUNDLE]
    return Letter(
        kind="page",
        template="page_bundle",
        **_to_on_call(to, policy),
        values=common(tickets[0], policy)
        | {
            "count": len(tickets),
            "since": since,
            "tickets": [
                {
                    "tag": tag_of(ticket, policy),
                    "customer": ticket.customer,
                    "subject": ticket.subject,
                    "since": ticket.clock.unanswered_since or ticket.opened_at,
                }
                for ticket in shown
            ],
            "more": len(tickets) - len(shown) or None,
        },
        reply_to="page",
        threaded=False,
        guard={"page": True, "tickets": [ticket.number for ticket in tickets]},
    )


def exhausted(ticket: Ticket, to: str, policy: Policy, now: datetime, background: Background) -> Letter:
    """Nobody acknowledged: the fallback is told."""
    since = ticket.clock.unanswered_since or ticket.opened_at
    return Letter(
        kind="page",
        template="exhausted",
        **_to_on_call(to, policy),
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "requester": ticket.requester,
            "reason": "exhausted",
            "priority": ticket.priority,
            "since": since,
            "waited": now - since,
            "due_at": ticket.clock.breach_at,
            "text": background.text[:4000],
            "playbook": policy.playbook_of(ticket),
            "told": background.told,
        },
        reply_to="page",
        threaded=False,
    )


def alarm(
    to: str, policy: Policy, *, what: str, details: str, node: str, since: datetime, count: int = 1
) -> Letter:
    """An operator must look at the daemon itself."""
    return Letter(
        kind="alarm",
        template="alarm",
        **_to_on_call(to, policy),
        values={
            "desk_name": policy.name,
            "what": what,
            "details": details,
            "node": node,
            "since": since,
            "count": count if count > 1 else None,
        },
        reply_to="desk",
        threaded=False,
    )


def taken(ticket: Ticket, event: TakenTold, address: str, policy: Policy) -> Letter:
    """Somebody took the ticket: everybody else who was told need do nothing."""
    person = policy.person(event.by)
    return Letter(
        kind="notice",
        template="page_taken",
        **_to_on_call(address, policy),
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "by": person.name if person else event.by,
            "at": event.at,
            "until": event.until,
        }
        | _tag_of_many(ticket, policy, event.more),
        reply_to="desk",
        threaded=False,
    )


def confirmed(ticket: Ticket, event: TakingConfirmed, policy: Policy) -> Letter:
    """Whoever took the ticket learns that it was understood."""
    return Letter(
        kind="notice",
        template="acknowledgement_confirmed",
        **_to_on_call(event.to, policy),
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "action": _CONFIRMED.get(event.action, event.action),
            "to": event.handed_to or policy.name,
            "until": event.until,
            "resolved": event.action == "resolved",
        }
        | _tag_of_many(ticket, policy, event.more),
        auto_submitted="auto-replied",
        reply_to="desk",
        threaded=False,
    )


def _tag_of_many(ticket: Ticket, policy: Policy, more: int) -> dict[str, object]:
    """The number of the ticket, and how many others there are beside it."""
    return {"tag": f"{tag_of(ticket, policy)} (+{more})"} if more else {}


class _OnCall(TypedDict):
    to: tuple[Mailbox, ...]
    language: str
    time_zone: str


def _to_on_call(address: str, policy: Policy) -> _OnCall:
    person = policy.person(address)
    return {
        "to": (Mailbox(name=person.name if person else "", address=address),),
        "language": person.language if person else policy.language,
        "time_zone": (person.time_zone if person else None) or policy.time_zone,
    }
