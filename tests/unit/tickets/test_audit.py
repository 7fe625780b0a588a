"""What the auditor finds wrong with a ticket, and what it leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailticket.tickets.audit import audit
from mailticket.tickets.clock import ClockState
from mailticket.tickets.escalation import EscalationState, Ladder, Step
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.resolution import ResolutionClock
from mailticket.tickets.service_level import ServiceLevel, Target
from mailticket.tickets.timers import timers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GRACE = timedelta(seconds=1)
HOUR = timedelta(hours=1)
POLICY = Policy(
    name="Desk",
    address="support@desk.example",
    service_levels=(
        ServiceLevel(name="standard", targets=(Target(respond_within=2 * HOUR),), ladder="default"),
    ),
    ladders=(Ladder(name="default", steps=(Step(after=timedelta(0), notify=("ana@desk.example",)),)),),
)


def ticket(clock: ClockState, escalation: EscalationState | None = None) -> Ticket:
    return Ticket(
        number=10001,
        version=1,
        subject="Fire",
        status="open",
        priority="normal",
        queue="support",
        kind="request",
        customer=None,
        requester="ann@customer.example",
        requester_name="",
        assignee=None,
        language=None,
        opened_at=NOW,
        closed_at=None,
        participants=(),
        clock=clock,
        escalation=escalation or EscalationState(),
        resolution=ResolutionClock(opened_at=NOW),
        status_since=NOW,
    )


OWED = ClockState(
    waiting_on="staff",
    started_at=NOW,
    due_at=NOW + HOUR,
    unanswered_since=NOW,
    breach_at=NOW + HOUR,
    breach_from=NOW,
    level="standard",
)
SCHEDULED = EscalationState(state="scheduled", ladder="default", next_at=NOW + HOUR)


def rules(one: Ticket, *, at: datetime = NOW, stored: dict[str, datetime] | None = None) -> list[str]:
    stored = timers(one, POLICY) if stored is None else stored
    return [finding.rule for finding in audit(one, stored, POLICY, at, GRACE)]


def test_a_ticket_with_a_future_deadline_is_well() -> None:
    assert rules(ticket(OWED, SCHEDULED)) == []


def test_a_ticket_that_owes_nothing_is_well() -> None:
    assert rules(ticket(ClockState(waiting_on="customer"))) == []


def test_a_deadline_that_the_scheduler_does_not_have_is_found() -> None:
    one = ticket(OWED, SCHEDULED)
    assert rules(one, stored={"breach": NOW + HOUR}) == ["timers"]
    assert rules(one, stored={"breach": NOW + HOUR, "escalation": NOW + 2 * HOUR}) == ["timers"]
    (finding,) = audit(one, {"breach": NOW + HOUR}, POLICY, NOW, GRACE)
    assert finding.sentence == (
        "Ticket 10001 has its escalation at 2026-03-02T10:00:00Z, but the scheduler was given none."
    )


def test_a_ladder_without_a_next_step_is_found() -> None:
    active = EscalationState(state="active", ladder="default", started_at=NOW)
    assert rules(ticket(replace(OWED, breached=True), active)) == ["ladder"]


def test_a_next_step_that_is_overdue_is_found_but_not_at_once() -> None:
    active = EscalationState(state="active", ladder="default", started_at=NOW, next_at=NOW)
    one = ticket(replace(OWED, breached=True), active)
    assert rules(one, at=NOW) == []
    assert rules(one, at=NOW + timedelta(seconds=2)) == ["ladder"]


def test_an_overdue_answer_without_a_ladder_is_found() -> None:
    assert rules(ticket(replace(OWED, breached=True)), at=NOW + 2 * HOUR) == ["ladder"]


def test_a_promise_without_a_deadline_is_found_and_how_to_set_it_is_said() -> None:
    one = ticket(replace(OWED, due_at=None, breach_at=None))
    (finding,) = audit(one, {}, POLICY, NOW, GRACE)
    assert finding.rule == "deadline"
    assert "mailticket clock 10001 --recompute" in finding.sentence


def test_a_ticket_under_a_level_that_promises_nothing_is_well() -> None:
    one = ticket(replace(OWED, due_at=None, breach_at=None, level="service-management"))
    assert rules(one) == []


def test_a_ticket_that_nobody_takes_is_remembered() -> None:
    one = ticket(replace(OWED, breached=True), EscalationState(state="exhausted", ladder="default"))
    assert rules(one, at=NOW + 2 * HOUR) == ["forsaken"]
