"""What follows when people work on a ticket: answers, notes, properties, status, merging, taking it."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from mailticket.mail.address import canonical
from mailticket.mail.folding import UnsendableError, sendable_address
from mailticket.tickets import consequences, escalation
from mailticket.tickets.commands import (
    Absorb,
    Answer,
    Forget,
    Include,
    MergeInto,
    Note,
    Recompute,
    Refused,
    Remark,
    SetField,
    SetStatus,
    TakeEscalation,
    Work,
)
from mailticket.tickets.events import (
    Absorbed,
    Answered,
    Event,
    FieldChanged,
    Merged,
    Noted,
    ParticipantAdded,
    ParticipantRemoved,
    Remarked,
    StatusChanged,
    TakenTold,
    TakingConfirmed,
)
from mailticket.tickets.model import MAX_PARTICIPANTS, Participant, Ticket
from mailticket.tickets.page_reply import Acknowledge, HandOver, Resolve, Snooze
from mailticket.tickets.policy import Policy

_TERMS = ("priority", "queue", "kind", "customer")


def work(ticket: Ticket, command: Work, policy: Policy, now: datetime) -> list[Event] | Refused:
    """The events of a command to a ticket that is there."""
    match command:
        case Answer():
            return _answer(ticket, command, policy, now)
        case Note():
            return [_noted(command, now)]
        case SetField():
            return _set_field(ticket, command, policy, now)
        case SetStatus():
            return _set_status(ticket, command, policy, now)
        case Include():
            return _include(ticket, command, policy, now)
        case Forget():
            return _forget(ticket, command, now)
        case Remark():
            return [
                Remarked(
                    at=now,
                    what=command.what,
                    text=command.text,
                    by=command.by,
                    entry=command.entry,
                    inbox=command.inbox,
                    data=command.data,
                )
            ]
        case MergeInto():
            return _merge(ticket, command, policy, now)
        case Absorb():
            return _absorb(ticket, command, policy, now)
        case TakeEscalation():
            return _take(ticket, command, policy, now)
        case Recompute():
            return consequences.recomputed(ticket, policy, at=now)
        case _:
            assert_never(command)


def _answer(ticket: Ticket, command: Answer, policy: Policy, now: datetime) -> list[Event] | Refused:
    if not command.text.strip() and not command.attachments:
        return Refused(sentence="The answer is empty; nothing was sent.")
    if not ticket.answered and command.direct is None:
        return Refused(sentence=f"Ticket {ticket.number} has nobody to answer.")
    events: list[Event] = [
        Answered(
            at=now,
            entry=command.entry,
            author=command.by,
            author_name=command.name,
            recipients=command.recipients or tuple(p.written for p in ticket.answered),
            text=command.text,
            attachments=command.attachments,
            inbox=command.inbox,
            direct=command.direct,
            html=command.html,
            closes=command.close and policy.tells_closing,
        )
    ]
    events += consequences.staff_answered(
        consequences.after(ticket, events), policy, at=now, entry=command.entry
    )
    if command.close:
        answered = consequences.after(ticket, events)
        closing = SetStatus(
            status="closed", by=command.by, reason="answered and closed", quiet=command.direct is None
        )
        events += _status(answered, closing, policy, now)
    return events


def _noted(command: Note, now: datetime) -> Noted:
    return Noted(
        at=now,
        entry=command.entry,
        author=command.by,
        text=command.text,
        attachments=command.attachments,
        inbox=command.inbox,
        message_id=command.message_id,
        told=command.told,
    )


def _include(ticket: Ticket, command: Include, policy: Policy, now: datetime) -> list[Event] | Refused:
    for person in command.people:
        try:
            sendable_address(person.address)
        except UnsendableError as error:
            return Refused(sentence=str(error))
        if policy.is_own(person.address):
            return Refused(sentence=f"{person.address} is an address of the desk.")
        if policy.person(person.address) is not None:
            return Refused(sentence=f"{person.address} is one of staff, and gets notices instead.")
    new = {
        p.address: p
        for p in (Participant.of(one.address, one.name, "cc", now) for one in command.people)
        if ticket.participant(p.address) is None
    }
    if len(ticket.participants) + len(new) > MAX_PARTICIPANTS:
        return Refused(sentence=f"A ticket has {MAX_PARTICIPANTS} participants at most.")
    return [ParticipantAdded(at=now, participant=person, by=command.by) for person in new.values()]


def _forget(ticket: Ticket, command: Forget, now: datetime) -> list[Event]:
    person = ticket.participant(command.address)
    if person is None:
        return []
    return [ParticipantRemoved(at=now, address=person.address, by=command.by)]


def _set_field(ticket: Ticket, command: SetField, policy: Policy, now: datetime) -> list[Event]:
    old = getattr(ticket, command.name)
    if old == command.value:
        return []
    events: list[Event] = [FieldChanged(at=now, name=command.name, old=old, new=command.value, by=command.by)]
    if command.name in _TERMS:
        reason = f"{command.name} changed from {old or 'none'} to {command.value or 'none'}"
        events += consequences.terms_changed(
            consequences.after(ticket, events), policy, at=now, reason=reason
        )
    return events


def _set_status(ticket: Ticket, command: SetStatus, policy: Policy, now: datetime) -> list[Event] | Refused:
    if ticket.merged_into is not None:
        return Refused(sentence=f"Ticket {ticket.number} went into {ticket.merged_into}.")
    if ticket.status == command.status and ticket.pending_until == command.until:
        return []
    return _status(ticket, command, policy, now)


def _status(ticket: Ticket, command: SetStatus, policy: Policy, now: datetime) -> list[Event]:
    changed = StatusChanged(
        at=now,
        status=command.status,
        by=command.by,
        reason=command.reason,
        until=command.until,
        quiet=command.quiet,
    )
    return [changed, *consequences.status_set(ticket, command.status, policy, at=now)]


def _merge(ticket: Ticket, command: MergeInto, policy: Policy, now: datetime) -> list[Event] | Refused:
    if command.into == ticket.number:
        return Refused(sentence="A ticket cannot go into itself.")
    if ticket.merged_into is not None:
        return Refused(sentence=f"Ticket {ticket.number} went into {ticket.merged_into} already.")
    merged = Merged(at=now, into=command.into, by=command.by)
    return [merged, *consequences.status_set(ticket, "closed", policy, at=now)]


def _absorb(ticket: Ticket, command: Absorb, policy: Policy, now: datetime) -> list[Event]:
    source = command.ticket
    events: list[Event] = [
        Absorbed(
            at=now,
            ticket=source.number,
            participants=source.participants,
            thread=source.thread,
            by=command.by,
        )
    ]
    since, entry = source.clock.unanswered_since, source.clock.started_by
    if source.clock.waiting_on == "staff" and since is not None and entry is not None:
        emergency = source.escalation.state == "active"
        events += consequences.customer_wrote(
            consequences.after(ticket, events), policy, at=since, entry=entry, emergency=emergency
        )
    return events


def _take(ticket: Ticket, command: TakeEscalation, policy: Policy, now: datetime) -> list[Event] | Refused:
    """Acknowledge, put off, give on or resolve, as a reply to a page or an operator asks."""
    state = ticket.escalation
    wish, by = command.wish, command.by
    if command.by_mail and state.state == "exhausted":  # somebody woke up after all
        state = replace(state, state="active")
    ladder = policy.ladder(state.ladder, now) or policy.ladder(policy.ladder_name(ticket), now)
    if isinstance(wish, Resolve):
        events: list[Event] = _status(
            ticket, SetStatus(status="resolved", by=by, reason=f"resolved by {by}"), policy, now
        )
        return [*events, *_confirmed(command, "resolved", now)]
    if ladder is None:
        return Refused(sentence=f"No escalation runs or is scheduled for ticket {ticket.number}.")
    match wish:
        case Acknowledge():
            advanced = escalation.acknowledged(state, ladder, by=by, at=now, within=wish.within)
        case Snooze():
            advanced = escalation.snoozed(state, ladder, by=by, at=now, within=wish.within)
        case HandOver():
            to = policy.somebody(wish.to)
            if to is None:
                advanced = escalation.acknowledged(state, ladder, by=by, at=now)
            else:
                advanced = escalation.handed_over(state, ladder, by=by, to=to, at=now)
        case _:
            assert_never(wish)
    if isinstance(advanced, escalation.Refused):
        return Refused(sentence=f"Ticket {ticket.number}: {advanced.reason}.")
    taking = advanced.state.taking or "acknowledged"
    events = consequences.taken(
        ticket, advanced, ladder, policy, at=now, by=by, reason=f"{taking.replace('-', ' ')} by {by}"
    )
    return [
        *(_told_once(event, command) for event in events),
        *_confirmed(command, taking, now, advanced.state),
    ]


def _told_once(event: Event, command: TakeEscalation) -> Event:
    """Nobody is told forty times of one reply that takes forty tickets."""
    if not isinstance(event, TakenTold):
        return event
    to = tuple(address for address in event.to if canonical(address) not in command.know)
    return replace(event, to=to, more=command.more)


def _confirmed(
    command: TakeEscalation, action: str, now: datetime, state: escalation.EscalationState | None = None
) -> list[Event]:
    if not command.by_mail or canonical(command.by) in command.know:
        return []
    return [
        TakingConfirmed(
            at=now,
            to=command.by,
            action=action,
            handed_to=state.handed_to if state else None,
            until=state.acknowledged_until if state else None,
            more=command.more,
        )
    ]
