"""What follows for clock and escalation when somebody wrote, answered, decided, or a moment came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, assert_never

from mailticket.mail.address import canonical
from mailticket.tickets import clock, escalation
from mailticket.tickets.escalation import Advanced, EscalationState, Ladder
from mailticket.tickets.events import (
    ClockMoved,
    Escalated,
    Event,
    NobodyAnswered,
    PageDue,
    Remarked,
    StatusChanged,
    TakenTold,
)
from mailticket.tickets.evolve import evolve
from mailticket.tickets.model import Status, Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.rota import member_lookup

Stand = Literal["scheduled", "started", "acknowledged", "moved", "ended", "exhausted"]


def after(ticket: Ticket, events: Sequence[Event]) -> Ticket:
    """The ticket after events that did not open it."""
    for event in events:
        ticket = evolve(ticket, event)
    return ticket


def customer_wrote(
    ticket: Ticket, policy: Policy, *, at: datetime, entry: int, emergency: bool
) -> list[Event]:
    """An answer is owed: the clock runs, the ladder waits for its deadline, or starts in an emergency."""
    level = policy.level_of_ticket(ticket)
    moved = clock.customer_replied(ticket.clock, at=at, by=entry, level=level)
    events: list[Event] = [ClockMoved(at=at, state=moved.state, row=moved.row)]
    if emergency:
        return events + emergency_began(after(ticket, events), policy, at=at)
    return events + rescheduled(after(ticket, events), policy, at=at)


def staff_answered(ticket: Ticket, policy: Policy, *, at: datetime, entry: int) -> list[Event]:
    """The debt ends, and with it the escalation, unless the customer wrote after the answer."""
    level = policy.level_of_ticket(ticket)
    moved = clock.staff_replied(ticket.clock, at=at, by=entry, level=level)
    events: list[Event] = [ClockMoved(at=at, state=moved.state, row=moved.row)]
    return events + _over(after(ticket, events), at=at, reason="staff answered the customer")


def answer_failed(ticket: Ticket, policy: Policy, *, at: datetime, recipient: str) -> list[Event]:
    """The answer did not reach whom it was for first: the customer still waits for one."""
    first = next(iter(ticket.answered), None)
    owed = ticket.clock.waiting_on == "staff"
    if owed or first is None or first.address != canonical(recipient) or ticket.merged_into is not None:
        return []
    reason = "the answer did not arrive"
    changed = StatusChanged(at=at, status="open", by="mailticket", reason=reason, quiet=True)
    events: list[Event] = [changed] if ticket.status in ("closed", "resolved", "pending") else []
    level = policy.level_of_ticket(ticket)
    moved = clock.reopened(ticket.clock, at=at, by=None, level=level)
    events.append(ClockMoved(at=at, state=moved.state, row=moved.row))
    return events + rescheduled(after(ticket, events), policy, at=at)


def status_set(ticket: Ticket, status: Status, policy: Policy, *, at: datetime) -> list[Event]:
    """What a decision about the status does; `ticket` is as it was before."""
    match status:
        case "closed":
            moved = clock.closed(ticket.clock, at=at, by=None)
        case "resolved":
            moved = clock.resolved(ticket.clock, at=at, by=None)
        case "pending":
            moved = clock.paused(ticket.clock, at=at, by=None)
        case "open" | "new" if ticket.status in ("closed", "resolved", "pending"):
            level = policy.level_of_ticket(ticket)
            moved = clock.reopened(ticket.clock, at=at, by=None, level=level)
        case _:
            return []
    events: list[Event] = [ClockMoved(at=at, state=moved.state, row=moved.row)]
    changed = after(ticket, events)
    if changed.clock.waiting_on == "staff":
        return events + rescheduled(changed, policy, at=at)
    return events + _over(changed, at=at, reason=f"the ticket is {status}")


def terms_changed(ticket: Ticket, policy: Policy, *, at: datetime, reason: str) -> list[Event]:
    """Priority, queue, kind or customer changed: other promises may hold; `ticket` has the new ones."""
    level = policy.level_of_ticket(ticket)
    moved = clock.terms_changed(ticket.clock, at=at, by=None, level=level, reason=reason)
    events: list[Event] = []
    if moved.row is not None:
        events.append(ClockMoved(at=at, state=moved.state, row=moved.row))
    changed = after(ticket, events)
    if changed.priority in policy.emergency_priorities and changed.clock.waiting_on == "staff":
        return events + emergency_began(changed, policy, at=at)
    return events + rescheduled(changed, policy, at=at)


def recomputed(ticket: Ticket, policy: Policy, *, at: datetime) -> list[Event]:
    """The configuration was mended: the running deadline is computed again; nothing if it stays."""
    moved = clock.recomputed(ticket.clock, at=at, level=policy.level_of_ticket(ticket))
    if moved.row is None:
        return []
    events: list[Event] = [ClockMoved(at=at, state=moved.state, row=moved.row)]
    return events + rescheduled(after(ticket, events), policy, at=at)


def rescheduled(ticket: Ticket, policy: Policy, *, at: datetime) -> list[Event]:
    """Let the ladder wait for the deadline as it is now."""
    owed = ticket.clock.waiting_on == "staff"
    when = ticket.clock.due_at if ticket.escalation.state == "exhausted" else ticket.clock.breach_at
    advanced = escalation.scheduled(ticket.escalation, policy.ladder_name(ticket), when if owed else None)
    if advanced.state == ticket.escalation:
        return []
    what: Stand = "scheduled" if advanced.state.state == "scheduled" else "ended"
    return [Escalated(at=at, what=what, state=advanced.state, reason=_schedule(advanced.state))]


def emergency_began(ticket: Ticket, policy: Policy, *, at: datetime) -> list[Event]:
    """Start the ladder at once."""
    ladder = policy.ladder(policy.ladder_name(ticket), at)
    if ladder is None:
        return [_no_ladder(at)]
    advanced = escalation.started(ticket.escalation, ladder, at)
    events = _advanced(ticket, advanced, ladder, policy, at=at, reason="an emergency")
    begun = after(ticket, events)
    return events + moment_came(begun, policy, now=at)


def moment_came(ticket: Ticket, policy: Policy, *, now: datetime) -> list[Event]:
    """Do what the escalation has to do by now."""
    state = ticket.escalation
    if state.next_at is None or now < state.next_at:
        return []
    ladder = policy.ladder(state.ladder, now) or policy.ladder(policy.ladder_name(ticket), now)
    if ladder is None:
        ended = Escalated(at=now, what="ended", state=EscalationState(), reason="its ladder is gone")
        return [ended, _no_ladder(now)]
    advanced = escalation.due(state, ladder, now)
    reason = {
        "scheduled": f"nobody answered by {state.next_at.isoformat()}",
        "acknowledged": f"{state.acknowledged_by} took it, and no answer followed",
    }.get(state.state, "its moment came")
    return _advanced(ticket, advanced, ladder, policy, at=now, reason=reason)


def page_failed(ticket: Ticket, policy: Policy, *, pass_: int, step: int, now: datetime) -> list[Event]:
    """A page was refused or came back: the next step comes at once.

    The next pass does not: where nobody can be reached, the ladder must not run through within seconds.
    """
    state = ticket.escalation
    ladder = policy.ladder(state.ladder, now)
    if ladder is None or step >= len(ladder.steps):
        return []
    advanced = escalation.step_failed(ticket.escalation, pass_=pass_, step=step, now=now)
    if advanced.state == ticket.escalation:
        return []
    events: list[Event] = [
        Escalated(at=now, what="moved", state=advanced.state, reason="a page did not arrive")
    ]
    return events + moment_came(after(ticket, events), policy, now=now)


def taken(
    ticket: Ticket, advanced: Advanced, ladder: Ladder, policy: Policy, *, at: datetime, by: str, reason: str
) -> list[Event]:
    """Somebody took the ticket, put it off, or gave it on."""
    return _advanced(ticket, advanced, ladder, policy, at=at, reason=reason, by=by)


def _advanced(
    ticket: Ticket,
    advanced: Advanced,
    ladder: Ladder,
    policy: Policy,
    *,
    at: datetime,
    reason: str,
    by: str | None = None,
) -> list[Event]:
    """The events of a step of the ladder, in the order in which they are told."""
    before, state = ticket.escalation, advanced.state
    events: list[Event] = []
    if state != before:
        started = state.state == "active" and (
            before.state != "active" or before.started_at != state.started_at
        )
        what: Stand = "started" if started else "moved"
        if state.state == "acknowledged":
            what = "acknowledged"
        elif state.state == "exhausted":
            what = "exhausted"
        events.append(Escalated(at=at, what=what, state=state, reason=reason, by=by))
    lookup = member_lookup(policy.rotas, at)
    for effect in advanced.effects:
        match effect:
            case escalation.StepTaken():
                audience = escalation.resolve(effect.notify, lookup, ladder.fallback)
                events.append(
                    PageDue(
                        at=at,
                        pass_=effect.pass_,
                        step=effect.step,
                        to=audience.addresses,
                        unmanned=audience.unmanned,
                    )
                )
            case escalation.HandoverAsked():
                events.append(PageDue(at=at, pass_=state.pass_, step=state.step, to=(effect.to,)))
            case escalation.HolderTold():
                events.append(PageDue(at=at, pass_=state.pass_, step=state.step, to=(effect.to,)))
            case escalation.TakenTold():
                others = tuple(one for one in ticket.told if canonical(one) != canonical(effect.by))
                events.append(TakenTold(at=at, by=effect.by, to=others, until=state.acknowledged_until))
            case escalation.StartedAgain():
                text = f"{effect.after_promise_of} took the ticket, and no answer followed in time"
                events.append(Remarked(at=at, what="promise-expired", text=text))
            case escalation.Exhausted():
                events.append(NobodyAnswered(at=at, fallback=effect.fallback))
            case _:
                assert_never(effect)
    return events


def _over(ticket: Ticket, *, at: datetime, reason: str) -> list[Event]:
    if ticket.clock.waiting_on == "staff" or ticket.escalation.state == "none":
        return []
    state = escalation.answered(ticket.escalation).state
    return [Escalated(at=at, what="ended", state=state, reason=reason)]


def _schedule(state: EscalationState) -> str:
    if state.next_at is None:
        return "nothing is overdue any more"
    return f"the ladder {state.ladder} starts at {state.next_at.isoformat()} unless somebody answers"


def _no_ladder(at: datetime) -> Remarked:
    text = "This is an emergency, and no ladder says who is to be told"
    return Remarked(at=at, what="no-ladder", text=text, data={"alarm": True})
