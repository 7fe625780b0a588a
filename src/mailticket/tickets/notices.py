"""Who is told what when something happened: letters without their words, which templates have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypedDict
from zoneinfo import ZoneInfo

from mailticket.mail.address import Mailbox, canonical
from mailticket.mail.message import Attachment
from mailticket.tickets.events import (
    Absorbed,
    AcknowledgementDue,
    Answered,
    Breached,
    EmergencyConfirmed,
    Event,
    FieldChanged,
    Linked,
    Noted,
    Opened,
    Received,
    Remarked,
    Reminded,
    ResolutionBreached,
    StatusChanged,
    TakenTold,
    TakingConfirmed,
    Warned,
)
from mailticket.tickets.history import Entry
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Person, Policy
from mailticket.tickets.resolution import resolve_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to be written: to whom, by which template, with which values; its words come later."""

    kind: str  # acknowledgement, answer, notice, page, …: also its rank in the outbox
    template: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    from_name: str | None = None  # instead of the desk's
    language: str = "en"
    time_zone: str = "UTC"
    values: Mapping[str, object] = field(default_factory=dict)
    auto_submitted: Literal["auto-replied", "auto-generated"] | None = "auto-generated"
    reply_to: Literal["thread", "staff", "page", "desk"] = "thread"
    threaded: bool = True  # under the customer's mail; else in a thread of its own for each ticket
    entry: int | None = None  # the entry that this mail carries; None: the mail gets one of kind notice
    attachments: tuple[Attachment, ...] = ()
    inbox: int | None = None  # the message in which the attachments came
    guard: Mapping[str, object] | None = None
    next_at: datetime | None = None
    from_address: str | None = None  # instead of the desk's
    answers: str | None = (
        None  # Message-ID of the mail that it answers, if it is not in the customer's thread
    )

    def asking(self, addresses: object) -> "Letter":
        """The same, with the question whether these people take part from now on."""
        return replace(self, values={**self.values, "in_question": addresses}) if addresses else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What was said and done on a ticket, as far as a page tells it."""

    text: str = ""  # the customer's last words
    attachments: tuple[Attachment, ...] = ()
    tried: tuple[str, ...] = ()  # what staff noted and answered
    told: tuple[Mapping[str, object], ...] = ()  # who was told before: at, who


def letters(ticket: Ticket, events: Sequence[Event], policy: Policy, now: datetime) -> list[Letter]:
    """The letters that follow from what happened to a ticket; `ticket` is as it stands after all of it."""
    found: list[Letter] = []
    for event in events:
        match event:
            case AcknowledgementDue():
                found.append(_acknowledgement(ticket, event, policy, now))
            case Answered() if event.direct is None:
                found.append(_answer(ticket, event, policy))
            case TakenTold():
                found += [_taken(ticket, event, address, policy) for address in event.to]
            case TakingConfirmed():
                found.append(_confirmed(ticket, event, policy))
            case Reminded():
                found += _reminder(ticket, event, policy)
            case StatusChanged(status="closed", quiet=False) if policy.tells_closing:
                found += _closed(ticket, event, policy)
            case Absorbed():
                found += _merged(ticket, event, policy)
            case EmergencyConfirmed():
                found.append(_emergency_raised(ticket, event, policy))
            case _:
                pass
    return found + staff_letters(ticket, events, policy)


def staff_letters(ticket: Ticket, events: Sequence[Event], policy: Policy) -> list[Letter]:
    """Notices to those of staff who asked for them: one to each person, whatever happened at once."""
    news = next((_news(event, events) for event in events if _news(event, events)), None)
    if news is None:
        return []
    kind, by, text, attachments, inbox = news
    attached = attachments if sum(one.size for one in attachments) <= MOST_ATTACHED else ()
    people = policy.people_for(ticket.queue)
    if kind in ("warning", "assigned") and ticket.assignee is not None:
        people = [p for p in policy.staff if p.key == canonical(ticket.assignee)]
    linked = tuple(f"#{event.ticket}" for event in events if isinstance(event, Linked))
    unknown = next(
        (e.data["addresses"] for e in events if isinstance(e, Remarked) and e.what == IN_QUESTION), ()
    )
    wanted = _SETTING.get(kind, kind)
    return [
        replace(
            staff_notice(
                ticket, person, policy, kind=kind, by=by, text=text, attachments=attachments, related=linked
            ).asking(unknown),
            attachments=attached,
            inbox=inbox,
        )
        for person in people
        if wanted in person.notify and person.key != canonical(by or "")
    ]


def staff_notice(
    ticket: Ticket,
    person: Person,
    policy: Policy,
    *,
    kind: str,
    by: str | None,
    text: str,
    attachments: Sequence[Attachment] = (),
    related: Sequence[str] = (),
) -> Letter:
    """A notice to one of staff, at whose address they answer the ticket; what was said before comes later."""
    return Letter(
        kind="notice",
        template="staff_notice",
        to=(Mailbox(name=person.name, address=person.address),),
        language=person.language,
        time_zone=person.time_zone or policy.time_zone,
        values=common(ticket, policy)
        | {
            "customer": ticket.customer,
            "requester": full_name(ticket),
            "kind": kind,
            "by": called(by, ticket, policy) if by else by,
            "text": text,
            "attachments": [_file(a) for a in attachments],
            "related": tuple(related),
            "priority": ticket.priority,
            "status": ticket.status,
            "queue": ticket.queue,
            "assignee": ticket.assignee,
            "opened_at": ticket.opened_at,
            "due_at": _due(ticket, policy, kind),
            "late": ticket.clock.breached,
            "playbook": policy.playbook_of(ticket),
            "answerable": True,
        },
        reply_to="staff",
        threaded=False,
    )


def _due(ticket: Ticket, policy: Policy, kind: str) -> datetime | None:
    """The deadline that a notice is about."""
    if kind == "unresolved":
        return resolve_by(ticket.resolution, policy.level_of_ticket(ticket)).due_at
    return ticket.clock.breach_at if kind == "breach" else ticket.clock.due_at


IN_QUESTION: Final = "participants-in-question"
_SETTING: Final = {"reopened": "reply", "answered": "reply", "note": "reply", "unresolved": "breach"}
MOST_ATTACHED: Final = 10 << 20  # bytes of files that a notice takes along

_News = tuple[str, str | None, str, tuple[Attachment, ...], int | None]


def _news(event: Event, events: Sequence[Event]) -> _News | None:
    """What staff are told of an event: kind, who did it, the words, the files."""
    match event:
        case Received():
            kind = "reply"
            if any(isinstance(one, Opened) for one in events):
                kind = "new"
            elif any(isinstance(one, StatusChanged) for one in events):
                kind = "reopened"
            return kind, event.author, event.text, event.attachments, event.inbox
        case Noted(told=True):
            return "note", event.author, event.text, event.attachments, event.inbox
        case Noted() if any(isinstance(one, Opened) for one in events):
            return "new", event.author, event.text, (), None
        case FieldChanged(name="assignee") if event.new:
            return "assigned", event.by, "", (), None
        case Answered():
            return "answered", event.author, event.text, event.attachments, event.inbox
        case Warned():
            return "warning", None, "", (), None
        case Breached():
            return "breach", None, "", (), None
        case ResolutionBreached():
            return "unresolved", None, "", (), None
        case _:
            return None


MOST_HISTORY: Final = 10  # entries that a notice quotes
MOST_QUOTED: Final = 4_000  # characters of each


def past(
    ticket: Ticket,
    values: Mapping[str, object],
    said: Sequence[Entry],
    others: Sequence[str],
    policy: Policy,
    now: datetime,
) -> dict[str, object]:
    """What a notice tells besides its news: what was said before, newest first, and what is known of them."""
    told = [one for one in said if one.kind in ("correspondence", "note")]
    if told and told[-1].text == values.get("text"):
        told.pop()
    level = policy.level_of_ticket(ticket)
    zone = zone_of(ticket, policy)
    return {
        "history": [
            {
                "at": one.at,
                "who": called(one.author or "", ticket, policy),
                "text": one.text[:MOST_QUOTED],
                "note": one.kind == "note",
            }
            for one in reversed(told[-MOST_HISTORY:])
        ],
        "service_level": level.name if level else None,
        "local_time": f"{now.astimezone(ZoneInfo(zone)):%H:%M} ({zone})"
        if zone != policy.time_zone
        else None,
        "others": tuple(others),
    }


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
            "attachments": [_file(a) for a in background.attachments],
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


MOST_IN_BUNDLE: Final = 30


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


def _taken(ticket: Ticket, event: TakenTold, address: str, policy: Policy) -> Letter:
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


_CONFIRMED: Final = {"handed-over": "handed_over", "nothing": "late"}


def _confirmed(ticket: Ticket, event: TakingConfirmed, policy: Policy) -> Letter:
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


def _reminder(ticket: Ticket, event: Reminded, policy: Policy) -> list[Letter]:
    people = ticket.answered
    if not people:
        return []
    return [
        Letter(
            kind="reminder",
            template="reminder",
            to=(Mailbox(name=people[0].name, address=people[0].written),),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {"waiting_since": ticket.status_since, "closes_at": event.closes_at},
        )
    ]


def _file(attachment: Attachment) -> dict[str, object]:
    return {"filename": attachment.filename or "attachment", "size": attachment.size}


def zone_of(ticket: Ticket, policy: Policy) -> str:
    """The customer's time zone if it is known, else the desk's."""
    customer = policy.customer_named(ticket.customer)
    return (customer.time_zone if customer else None) or policy.time_zone


def language_of(ticket: Ticket, policy: Policy) -> str:
    """The language in which the customer is written to."""
    return ticket.language or policy.language


def tag_of(ticket: Ticket, policy: Policy) -> str:
    """The number of the ticket as it stands in subjects."""
    return policy.subject_tag.replace("{number}", str(ticket.number))


def called(address: str, ticket: Ticket, policy: Policy) -> str:
    """The name of a member of staff or of somebody on the ticket; the address where there is none."""
    person, participant = policy.person(address), ticket.participant(address)
    return (person.name if person else participant.name if participant else "") or address


def full_name(ticket: Ticket) -> str:
    """The requester with name and address, in one line."""
    name = ticket.requester_name.strip()
    return f"{name} <{ticket.requester}>" if name else ticket.requester


def common(ticket: Ticket, policy: Policy) -> dict[str, object]:
    """What every mail about a ticket may say."""
    return {
        "desk_name": policy.name,
        "number": ticket.number,
        "tag": tag_of(ticket, policy),
        "subject": ticket.subject,
    }


def _acknowledgement(ticket: Ticket, event: AcknowledgementDue, policy: Policy, now: datetime) -> Letter:
    return Letter(
        kind="acknowledgement",
        template="acknowledgement",
        to=(Mailbox(name=event.name, address=event.address),),
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy)
        | {
            "answer_by": ticket.clock.due_at,
            "outside_hours": policy.outside_hours(now),
            "outside_hours_route": policy.after_hours_text or None,
            "emergency_address": policy.emergency_addresses[0] if policy.emergency_addresses else None,
            "emergency_route": policy.emergency_text or None,
            "commands": policy.customer_commands_hour > 0,
        },
        auto_submitted="auto-replied",
        from_address=policy.from_address(ticket.queue),
    )


def _closed(ticket: Ticket, event: StatusChanged, policy: Policy) -> list[Letter]:
    """The ticket is closed, and how it is opened again; mail that nobody could read gets no such answer."""
    people = [Mailbox(name=p.name, address=p.written) for p in ticket.answered]
    if not people or ticket.kind == "quarantine":
        return []
    return [
        Letter(
            kind="closed",
            template="closed",
            to=tuple(people[:1]),
            cc=tuple(people[1:]),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {
                "by_customer": ticket.participant(event.by) is not None,
                "reopen_until": event.at + policy.reopen_within,
            },
            auto_submitted="auto-generated",
            from_address=policy.from_address(ticket.queue),
        )
    ]


def _merged(ticket: Ticket, event: Absorbed, policy: Policy) -> list[Letter]:
    """The requester of a ticket that went into another is told, if both are of the same customer."""
    requester = next((p for p in event.participants if p.role == "requester"), None)
    if requester is None or ticket.status == "closed":
        return []
    theirs = policy.customer_of(requester.written)
    same = requester.address == canonical(ticket.requester)
    if not same and (theirs is None or theirs.name != ticket.customer):
        return []
    tag = policy.subject_tag.replace("{number}", str(event.ticket))
    return [
        Letter(
            kind="merged",
            template="merged",
            to=(Mailbox(name=requester.name, address=requester.written),),
            language=language_of(ticket, policy),
            time_zone=zone_of(ticket, policy),
            values=common(ticket, policy)
            | {
                "number": event.ticket,
                "tag": tag,
                "into_number": ticket.number,
                "into_tag": tag_of(ticket, policy),
            },
            from_address=policy.from_address(ticket.queue),
        )
    ]


def _emergency_raised(ticket: Ticket, event: EmergencyConfirmed, policy: Policy) -> Letter:
    return Letter(
        kind="status",
        template="emergency_raised",
        to=(Mailbox(name="", address=event.to),),
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy) | {"since": event.at},
        auto_submitted="auto-replied",
        from_address=policy.from_address(ticket.queue),
    )


def _answer(ticket: Ticket, event: Answered, policy: Policy) -> Letter:
    people = [Mailbox(name=p.name, address=p.written) for p in ticket.answered]
    person = policy.person(event.author)
    name = event.author_name or (person.name if person else "")
    return Letter(
        kind="answer",
        template="answer",
        to=tuple(people[:1]),
        cc=tuple(people[1:]),
        from_name=f"{name} ({policy.name})" if name else None,
        language=language_of(ticket, policy),
        time_zone=zone_of(ticket, policy),
        values=common(ticket, policy)
        | {
            "text": event.text,
            "html": event.html,
            "signature": policy.signature_of(event.author, ticket.queue),
            "closes": event.closes,
            "reopen_until": event.at + policy.reopen_within,
        },
        auto_submitted=None,
        entry=event.entry,
        attachments=event.attachments,
        inbox=event.inbox,
        from_address=policy.from_address(ticket.queue),
    )
