"""What follows from a command: the events, or the sentence that says why it cannot be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from mailticket.mail.address import Mailbox
from mailticket.mail.message import Message
from mailticket.mail.subject import clean
from mailticket.tickets import acknowledgement, clock
from mailticket.tickets.commands import (
    Absorb,
    Answer,
    Command,
    DeliveryFailed,
    MergeInto,
    Note,
    OpenStub,
    OpenTicket,
    Receive,
    SetField,
    SetStatus,
    Work,
)
from mailticket.tickets.events import (
    Absorbed,
    AcknowledgementDue,
    AcknowledgementSuppressed,
    Answered,
    ClockMoved,
    Event,
    FieldChanged,
    Linked,
    MachineMailKept,
    Merged,
    Noted,
    Opened,
    ParticipantAdded,
    Received,
    Remarked,
    StatusChanged,
)
from mailticket.tickets.evolve import evolve, evolve_all
from mailticket.tickets.model import Participant, Role, Status, Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.service_level import ServiceLevel

MAX_PARTICIPANTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The command cannot be done; nothing was."""

    sentence: str


def decide(
    ticket: Ticket | None, command: Command, policy: Policy, now: datetime
) -> tuple[Event, ...] | Refused:
    """The events that follow from a command. `ticket` is the one that it is about, None if it opens one."""
    match command:
        case Receive():
            return tuple(_receive(ticket, command, policy))
        case OpenTicket():
            return tuple(_open(command, policy, now))
        case OpenStub():
            return tuple(_open_stub(command, policy, now))
        case DeliveryFailed():
            return (_delivery_failed(command, now),)
        case Answer() | Note() | SetField() | SetStatus() | MergeInto() | Absorb():
            if ticket is None:
                return Refused(sentence="There is no such ticket.")
            return _work(ticket, command, policy, now)
        case _:
            assert_never(command)


# --- mail --------------------------------------------------------------------------------------------


def _receive(ticket: Ticket | None, command: Receive, policy: Policy) -> list[Event]:
    now = command.envelope.received_at  # what a mail causes happened when it came, however late it is read
    match command.verdict.kind:
        case "new request":
            return _new_request(command, policy, now)
        case "reply" if ticket is not None:
            return _reply(ticket, command, policy, now)
        case "automatic response" | "delivery report" if ticket is not None:
            return [_machine_mail(command, now)]
        case _:
            return []


def _new_request(command: Receive, policy: Policy, now: datetime) -> list[Event]:
    message, verdict = command.message, command.verdict
    author = _author(command)
    customer = policy.customer_of(author.address)
    events: list[Event] = [
        Opened(
            at=now,
            number=command.number,
            subject=clean(message.subject),
            requester=author.address,
            requester_name=author.name,
            participants=_participants(message, author, policy, now),
            priority=policy.default_priority,
            queue=_queue(command.recipients, policy),
            kind="request",
            customer=customer.name if customer else None,
            language=(customer.language if customer else None) or message.language,
            emergency=verdict.emergency,
            by=author.address,
        ),
        _received(command, now),
    ]
    reasons = {reason.evidence: reason.rule for reason in verdict.reasons}
    for number in verdict.linked:
        rule = next((rule for seen, rule in reasons.items() if seen.endswith(f"#{number}")), "linked")
        events.append(Linked(at=now, ticket=number, reason=rule))
    events.append(_clock(evolve_all(events), policy, now, command.entry))
    refusal = acknowledgement.refusal(message, command.envelope, policy, command.sent)
    to = acknowledgement.recipient(message, policy)
    if refusal is None and to is not None:
        events.append(AcknowledgementDue(at=now, name=to.name, address=to.address))
    elif refusal is not None:
        events.append(
            AcknowledgementSuppressed(at=now, rule=refusal.rule, reason=refusal.reason, alarm=refusal.alarm)
        )
    return events


def _reply(ticket: Ticket, command: Receive, policy: Policy, now: datetime) -> list[Event]:
    author = _author(command)
    events: list[Event] = [_received(command, now)]
    if ticket.status in ("closed", "resolved", "pending"):
        events.append(StatusChanged(at=now, status="open", by=author.address, reason="the customer replied"))
    events.extend(_newcomers(ticket, command, author, policy, now))
    events.append(_clock(ticket, policy, now, command.entry))
    return events


def _clock(ticket: Ticket, policy: Policy, now: datetime, entry: int) -> ClockMoved:
    """A person on the customer's side wrote."""
    moved = clock.customer_replied(ticket.clock, at=now, by=entry, level=level_of(ticket, policy))
    return ClockMoved(at=now, state=moved.state, row=moved.row)


def level_of(ticket: Ticket, policy: Policy) -> ServiceLevel | None:
    """The service level that fits the ticket as it stands."""
    return policy.level_of(
        priority=ticket.priority, customer=ticket.customer, queue=ticket.queue, kind=ticket.kind
    )


def _newcomers(
    ticket: Ticket, command: Receive, author: Mailbox, policy: Policy, now: datetime
) -> list[Event]:
    """Whom a follow-up brings along: only someone who holds a token of ours may bring people in."""
    if command.verdict.authority != "token":
        unknown = [
            mailbox.address
            for mailbox in command.message.cc
            if not (ticket.participant(mailbox.address) or policy.is_own(mailbox.address))
            and policy.person(mailbox.address) is None
        ]
        if not unknown:
            return []
        text = (
            "The mail names people in copy who are not on the ticket; they get nothing until staff add them."
        )
        return [
            Remarked(
                at=now,
                what="participants-in-question",
                text=text,
                data={"addresses": unknown[:MAX_PARTICIPANTS]},
            )
        ]
    wanted = _people((author, *command.message.cc), policy, now, first="cc")
    room = MAX_PARTICIPANTS - len(ticket.participants)
    return [
        ParticipantAdded(at=now, participant=person, by=author.address)
        for person in wanted[: max(room, 0)]
        if ticket.participant(person.address) is None
    ]


def _machine_mail(command: Receive, now: datetime) -> MachineMailKept:
    message, reason = command.message, command.verdict.reasons[0]
    report = message.report
    data: dict[str, object] = {"rule": reason.rule}
    if report is not None:
        data["report"] = {
            "kind": report.kind,
            "recipients": [
                {"address": r.address, "action": r.action, "status": r.status, "diagnostic": r.diagnostic}
                for r in report.recipients[:20]
            ],
        }
    return MachineMailKept(
        at=now,
        entry=command.entry,
        author=_author(command).address,
        verdict=command.verdict.kind,
        evidence=reason.evidence,
        message_id=message.message_id,
        text=message.text,
        attachments=message.attachments,
        inbox=command.inbox,
        data=data,
    )


def _received(command: Receive, now: datetime) -> Received:
    message, author = command.message, _author(command)
    text = message.reply_text or message.text
    return Received(
        at=now,
        entry=command.entry,
        author=author.address,
        author_name=author.name,
        recipients=tuple(m.address for m in (*message.to, *message.cc))[:MAX_PARTICIPANTS],
        message_id=message.message_id,
        names=tuple(dict.fromkeys((*message.references, *message.in_reply_to)))[-20:],
        text=text,
        whole="" if message.text == text else message.text,
        attachments=message.attachments,
        inbox=command.inbox,
        emergency=command.verdict.emergency,
    )


def _author(command: Receive) -> Mailbox:
    """Whose mail it is: From, else the reverse-path."""
    if command.message.from_:
        return command.message.from_[0]
    return Mailbox(name="", address=command.envelope.reverse_path or "")


def _participants(
    message: Message, author: Mailbox, policy: Policy, now: datetime
) -> tuple[Participant, ...]:
    people = list(_people((author,), policy, now, first="requester", even_staff=True))
    instead = message.reply_to[0] if message.reply_to else None
    if instead is not None and all(
        p.address != Participant.of(instead.address, "", "cc", now).address for p in people
    ):
        people.extend(_people((instead,), policy, now, first="reply-to"))
    for person in _people((*message.to, *message.cc), policy, now, first="cc"):
        if all(person.address != p.address for p in people):
            people.append(person)
    return tuple(people[:MAX_PARTICIPANTS])


def _people(
    mailboxes: tuple[Mailbox, ...],
    policy: Policy,
    now: datetime,
    *,
    first: Role,
    even_staff: bool = False,
) -> tuple[Participant, ...]:
    """Those of the mailboxes that are people on the customer's side: not the desk, not its staff."""
    found: dict[str, Participant] = {}
    for mailbox in mailboxes:
        if "@" not in mailbox.address or policy.is_own(mailbox.address):
            continue
        if policy.person(mailbox.address) is not None and not even_staff:
            continue
        person = Participant.of(mailbox.address, mailbox.name, first, now)
        found.setdefault(person.address, person)
    return tuple(found.values())


def _queue(recipients: tuple[str, ...], policy: Policy) -> str:
    queues = (policy.queue_of(address) for address in recipients)
    return next((queue for queue in queues if queue), policy.default_queue)


# --- people who work on it -----------------------------------------------------------------------------


def _open(command: OpenTicket, policy: Policy, now: datetime) -> list[Event]:
    customer = policy.customer_of(command.requester)
    requester = Participant.of(command.requester, command.requester_name, "requester", now)
    events: list[Event] = [
        Opened(
            at=now,
            number=command.number,
            subject=clean(command.subject),
            requester=command.requester,
            requester_name=command.requester_name,
            participants=(requester,),
            priority=command.priority or policy.default_priority,
            queue=command.queue or policy.default_queue,
            kind="request",
            customer=customer.name if customer else None,
            language=customer.language if customer else None,
            emergency=command.emergency,
            by=command.by,
        ),
        Received(
            at=now,
            entry=command.entry,
            author=command.requester,
            author_name=command.requester_name,
            recipients=(policy.address,),
            message_id=None,
            names=(),
            text=command.text,
            whole="",
            attachments=(),
            inbox=None,
            emergency=command.emergency,
        ),
        AcknowledgementDue(at=now, name=command.requester_name, address=command.requester),
    ]
    events.append(_clock(evolve_all(events), policy, now, command.entry))
    return events


def _open_stub(command: OpenStub, policy: Policy, now: datetime) -> list[Event]:
    text = (
        f"Message {command.inbox} could not be taken in and waits in quarantine. Its bytes are safe:"
        f" `mailticket inbox raw {command.inbox}` writes them, `mailticket inbox replay {command.inbox}`"
        " tries again."
    )
    requester = Participant.of(command.sender, "", "requester", now)
    return [
        Opened(
            at=now,
            number=command.number,
            subject=clean(command.subject) or "A message that could not be taken in",
            requester=command.sender,
            requester_name="",
            participants=(requester,) if "@" in command.sender else (),
            priority=policy.default_priority,
            queue=policy.default_queue,
            kind="quarantine",
            customer=None,
            language=None,
            emergency=False,
            by="mailticket",
        ),
        Noted(at=now, entry=command.entry, author="mailticket", text=text, inbox=command.inbox),
        AcknowledgementSuppressed(
            at=now, rule="quarantined", reason="The message could not be taken in.", alarm=True
        ),
    ]


def _work(ticket: Ticket, command: Work, policy: Policy, now: datetime) -> tuple[Event, ...] | Refused:
    match command:
        case Answer():
            return _answer(ticket, command, policy, now)
        case Note():
            note = Noted(
                at=now,
                entry=command.entry,
                author=command.by,
                text=command.text,
                attachments=command.attachments,
                inbox=command.inbox,
                message_id=command.message_id,
            )
            return (note,)
        case SetField():
            old = getattr(ticket, command.name)
            if old == command.value:
                return ()
            changed = FieldChanged(at=now, name=command.name, old=old, new=command.value, by=command.by)
            after = evolve(ticket, changed)
            moved = clock.terms_changed(
                ticket.clock,
                at=now,
                by=None,
                level=level_of(after, policy),
                reason=f"{command.name} changed from {old or 'none'} to {command.value or 'none'}",
            )
            if moved.row is None or command.name not in ("priority", "queue", "kind", "customer"):
                return (changed,)
            return (changed, ClockMoved(at=now, state=moved.state, row=moved.row))
        case SetStatus():
            if ticket.merged_into is not None:
                return Refused(sentence=f"Ticket {ticket.number} went into {ticket.merged_into}.")
            if ticket.status == command.status and ticket.pending_until == command.until:
                return ()
            return (
                StatusChanged(
                    at=now, status=command.status, by=command.by, reason=command.reason, until=command.until
                ),
                *_status_clock(ticket, command.status, policy, now),
            )
        case MergeInto():
            if command.into == ticket.number:
                return Refused(sentence="A ticket cannot go into itself.")
            if ticket.merged_into is not None:
                return Refused(sentence=f"Ticket {ticket.number} went into {ticket.merged_into} already.")
            return (
                Merged(at=now, into=command.into, by=command.by),
                *_status_clock(ticket, "closed", policy, now),
            )
        case Absorb():
            source = command.ticket
            came = Absorbed(
                at=now,
                ticket=source.number,
                participants=source.participants,
                thread=source.thread,
                by=command.by,
            )
            since = source.clock.unanswered_since
            if source.clock.waiting_on != "staff" or since is None:
                return (came,)
            moved = clock.customer_replied(
                ticket.clock, at=since, by=source.clock.started_by, level=level_of(ticket, policy)
            )
            return (came, ClockMoved(at=now, state=moved.state, row=moved.row))
        case _:
            assert_never(command)


def _answer(ticket: Ticket, command: Answer, policy: Policy, now: datetime) -> tuple[Event, ...] | Refused:
    if not command.text.strip() and not command.attachments:
        return Refused(sentence="The answer is empty; nothing was sent.")
    if not ticket.answered:
        return Refused(sentence=f"Ticket {ticket.number} has nobody to answer.")
    events: list[Event] = [
        Answered(
            at=now,
            entry=command.entry,
            author=command.by,
            author_name=command.name,
            recipients=tuple(p.written for p in ticket.answered),
            text=command.text,
            attachments=command.attachments,
            inbox=command.inbox,
        )
    ]
    moved = clock.staff_replied(ticket.clock, at=now, by=command.entry, level=level_of(ticket, policy))
    events.append(ClockMoved(at=now, state=moved.state, row=moved.row))
    if command.close:
        events.append(StatusChanged(at=now, status="closed", by=command.by, reason="answered and closed"))
        events.extend(_status_clock(evolve(ticket, events[1]), "closed", policy, now))
    return tuple(events)


def _status_clock(ticket: Ticket, status: Status, policy: Policy, now: datetime) -> list[Event]:
    """What a person's decision about the status does to the clock."""
    match status:
        case "closed":
            moved = clock.closed(ticket.clock, at=now, by=None)
        case "resolved":
            moved = clock.resolved(ticket.clock, at=now, by=None)
        case "pending":
            moved = clock.paused(ticket.clock, at=now, by=None)
        case "open" | "new" if ticket.status in ("closed", "resolved", "pending"):
            moved = clock.reopened(ticket.clock, at=now, by=None, level=level_of(ticket, policy))
        case _:
            return []
    return [ClockMoved(at=now, state=moved.state, row=moved.row)]


def _delivery_failed(command: DeliveryFailed, now: datetime) -> Remarked:
    text = f"The {command.kind} to {command.recipient} could not be delivered: {command.reason}"
    return Remarked(
        at=now,
        what="delivery-failed",
        text=text,
        data={"outbox": command.outbox, "kind": command.kind, "recipient": command.recipient},
    )
