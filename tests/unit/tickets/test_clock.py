"""The response clock: what each human act does to it, and that nobody who asks again comes later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.tickets.calendar import Calendar, Hours
from mailticket.tickets.clock import (
    ClockState,
    breached,
    closed,
    customer_replied,
    paused,
    recompute,
    recomputed,
    reopened,
    resolved,
    staff_replied,
    terms_changed,
)
from mailticket.tickets.service_level import ServiceLevel, Target

M, H = timedelta(minutes=1), timedelta(hours=1)


def new_york(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


OFFICE = Calendar(
    name="office", zone="America/New_York", week=((Hours(opens=7 * 60, closes=22 * 60),),) * 5 + ((), ())
)
LEVEL = ServiceLevel(
    name="standard",
    targets=(Target(during=OFFICE, respond_within=2 * H), Target(respond_within=8 * H)),
    warn_at=0.75,
)
URGENT = ServiceLevel(name="urgent", targets=(Target(respond_within=15 * M),))
NO_TARGET = ServiceLevel(name="none")
TEN = new_york(2026, 11, 20, 10)


def opened(at=TEN, level=LEVEL):
    return customer_replied(ClockState(), at=at, by=1, level=level)


def test_the_opening_mail_starts_the_clock():
    moved = opened(new_york(2026, 11, 20, 21, 59))
    due = new_york(2026, 11, 20, 23, 59)
    assert moved.state == ClockState(
        waiting_on="staff",
        started_at=new_york(2026, 11, 20, 21, 59),
        started_by=1,
        due_at=due,
        unanswered_since=new_york(2026, 11, 20, 21, 59),
        breach_at=due,
        breach_from=new_york(2026, 11, 20, 21, 59),
        warn_at=new_york(2026, 11, 20, 23, 29),
        level="standard",
    )
    assert (moved.row.change, moved.row.cause, moved.row.by, moved.row.due_at) == (
        "started",
        "customer-reply",
        1,
        due,
    )
    assert moved.row.because.startswith("standard: 2h elapsed, started in office")


def test_asking_again_restarts_the_clock_and_postpones_nothing():
    again = customer_replied(opened().state, at=TEN + H, by=2, level=LEVEL)
    assert again.state.started_at == TEN + H
    assert again.state.started_by == 2
    assert again.state.due_at == TEN + 3 * H
    assert again.state.unanswered_since == TEN
    assert again.state.breach_at == TEN + 2 * H
    assert again.state.warn_at == TEN + 90 * M, "the one warning of this debt"
    assert again.row.change == "restarted"
    assert again.row.because == (
        "the customer wrote again; standard: 2h elapsed, started in office (America/New_York) "
        "Fri 2026-11-20 11:00 EST + 2h = Fri 13:00 EST; unanswered since Fri 2026-11-20 10:00 EST, "
        "so it counts as unacknowledged from Fri 12:00 EST"
    )


def test_asking_again_in_a_quicker_window_brings_the_escalation_forward():
    night = opened(new_york(2026, 11, 23, 5))
    assert night.state.breach_at == new_york(2026, 11, 23, 13)
    morning = customer_replied(night.state, at=new_york(2026, 11, 23, 7), by=2, level=LEVEL)
    assert morning.state.due_at == morning.state.breach_at == new_york(2026, 11, 23, 9)


def test_computing_again_keeps_the_deadline_of_a_message_in_the_middle():
    state = opened(new_york(2026, 11, 23, 5)).state
    for entry, minutes in ((2, 120), (3, 150)):
        at = new_york(2026, 11, 23, 5) + minutes * M
        state = customer_replied(state, at=at, by=entry, level=LEVEL).state
    assert state.breach_at == new_york(2026, 11, 23, 9)
    assert recomputed(state, at=new_york(2026, 11, 23, 8), level=LEVEL).row is None


def test_an_answer_of_staff_ends_the_debt():
    answered = staff_replied(opened().state, at=TEN + H, by=2, level=LEVEL)
    assert answered.state == ClockState(
        waiting_on="customer", started_at=TEN + H, started_by=2, level="standard"
    )
    assert (answered.row.change, answered.row.by, answered.row.due_at) == ("stopped", 2, None)
    assert (answered.row.unanswered_since, answered.row.breach_at) == (TEN, TEN + 2 * H)
    assert not answered.row.late


def test_each_answer_of_staff_is_in_the_ledger():
    answered = staff_replied(opened().state, at=TEN + H, by=2, level=LEVEL)
    second = staff_replied(answered.state, at=TEN + 2 * H, by=3, level=LEVEL)
    assert (second.state.started_at, second.state.started_by) == (TEN + 2 * H, 3)
    assert (second.row.change, second.row.unanswered_since) == ("stopped", None)


def test_a_reply_of_the_customer_starts_a_new_debt():
    answered = staff_replied(opened().state, at=TEN + H, by=2, level=LEVEL)
    reply = customer_replied(answered.state, at=TEN + 3 * H, by=3, level=LEVEL)
    assert reply.row.change == "restarted"
    assert reply.row.because.startswith("the customer replied; ")
    assert reply.state.unanswered_since == TEN + 3 * H
    assert reply.state.breach_at == reply.state.due_at == TEN + 5 * H
    assert reply.state.warn_at == TEN + 4.5 * H


def test_a_clock_breaches_at_its_moment_and_only_while_an_answer_is_owed():
    state = opened().state
    assert not breached(state, TEN + 2 * H - timedelta(seconds=1)).breached
    assert breached(state, TEN + 2 * H).breached
    answered = staff_replied(state, at=TEN + H, by=2, level=LEVEL).state
    assert not breached(answered, TEN + 100 * H).breached


def test_a_breach_stays_when_the_customer_asks_again_and_ends_with_the_answer():
    late = breached(opened().state, TEN + 2 * H)
    again = customer_replied(late, at=TEN + 3 * H, by=2, level=LEVEL)
    assert again.state.breached
    assert again.state.due_at == TEN + 5 * H
    answered = staff_replied(again.state, at=TEN + 4 * H, by=3, level=LEVEL)
    assert not answered.state.breached
    assert answered.row.late
    assert "after the deadline" in answered.row.because


def test_an_answer_at_the_very_moment_is_in_time():
    assert not staff_replied(opened().state, at=TEN + 2 * H, by=2, level=LEVEL).row.late


@pytest.mark.parametrize(
    ("act", "cause", "waiting_on"),
    [(paused, "pending", "customer"), (resolved, "resolved", "customer"), (closed, "closed", "nobody")],
)
def test_a_decision_ends_the_debt_and_is_named(act, cause, waiting_on):
    moved = act(opened().state, at=TEN + H, by=2)
    assert (moved.row.change, moved.row.cause, moved.row.by) == ("stopped", cause, 2)
    assert moved.state.waiting_on == waiting_on
    assert moved.state.due_at is moved.state.unanswered_since is moved.state.breach_at is None
    again = customer_replied(moved.state, at=TEN + 50 * H, by=3, level=LEVEL)
    assert again.state.unanswered_since == TEN + 50 * H


def test_closing_an_answered_ticket_changes_only_who_is_waited_for():
    answered = staff_replied(opened().state, at=TEN + H, by=2, level=LEVEL).state
    moved = closed(answered, at=TEN + 2 * H, by=3)
    assert moved.row is None
    assert (moved.state.waiting_on, moved.state.started_by) == ("nobody", 2)


def test_taking_it_up_again_without_a_message_owes_an_answer_from_then():
    state = closed(opened().state, at=TEN + H, by=2).state
    moved = reopened(state, at=TEN + 2 * H, by=3, level=LEVEL)
    assert (moved.row.change, moved.row.cause) == ("restarted", "reopened")
    assert moved.state.due_at == moved.state.breach_at == TEN + 4 * H
    assert reopened(moved.state, at=TEN + 3 * H, by=4, level=LEVEL).row is None


def test_new_terms_count_from_the_same_start():
    moved = terms_changed(
        opened().state, at=TEN + 5 * M, by=2, level=URGENT, reason="priority changed from normal to urgent"
    )
    assert moved.state.due_at == moved.state.breach_at == TEN + 15 * M
    assert (moved.state.started_at, moved.state.started_by, moved.state.level) == (TEN, 1, "urgent")
    assert (moved.row.change, moved.row.by) == ("restarted", 2)
    assert moved.row.because.startswith(
        "priority changed from normal to urgent, same start; urgent: 15m elapsed"
    )
    late = terms_changed(opened().state, at=TEN + H, by=2, level=URGENT, reason="priority changed")
    assert late.state.breached, "its moment has come already"


def test_new_terms_may_take_the_deadline_away_and_move_nothing_that_stands():
    moved = terms_changed(opened().state, at=TEN + H, by=2, level=NO_TARGET, reason="customer changed")
    assert (moved.state.waiting_on, moved.state.due_at, moved.state.breach_at) == ("staff", None, None)
    assert moved.state.unanswered_since == TEN
    answered = staff_replied(opened().state, at=TEN + H, by=2, level=LEVEL).state
    assert terms_changed(answered, at=TEN + H, by=2, level=URGENT, reason="").row is None


def test_new_terms_hold_for_the_oldest_message_too():
    again = customer_replied(opened().state, at=TEN + H, by=2, level=LEVEL).state
    moved = terms_changed(again, at=TEN + H, by=3, level=URGENT, reason="priority changed")
    assert moved.state.due_at == TEN + 75 * M
    assert moved.state.breach_at == TEN + 15 * M
    assert moved.state.breached


def test_without_a_target_the_clock_measures_and_nothing_breaches():
    state = opened(level=NO_TARGET).state
    assert (state.waiting_on, state.unanswered_since, state.due_at) == ("staff", TEN, None)
    assert not breached(state, TEN + 1000 * H).breached
    assert opened(level=None).row.because.startswith("no service level fits")


def test_mails_that_cross_leave_the_later_one_unanswered():
    state = opened().state
    state = customer_replied(state, at=TEN + H, by=2, level=LEVEL).state
    moved = staff_replied(state, at=TEN + 30 * M, by=3, level=LEVEL)
    assert moved.state.waiting_on == "staff"
    assert moved.state.unanswered_since == TEN + H
    assert moved.state.breach_at == TEN + 3 * H
    assert moved.row.cause == "crossed-reply"
    assert staff_replied(opened().state, at=TEN - H, by=3, level=LEVEL).state == opened().state


def test_messages_in_the_wrong_order_give_the_same_clock():
    one = customer_replied(opened().state, at=TEN + H, by=2, level=LEVEL).state
    first = customer_replied(ClockState(), at=TEN + H, by=2, level=LEVEL).state
    other = customer_replied(first, at=TEN, by=1, level=LEVEL).state
    assert (other.started_at, other.started_by, other.due_at) == (one.started_at, one.started_by, one.due_at)
    assert other.unanswered_since == TEN


def test_a_mended_calendar_is_found_in_the_ledger_and_in_the_running_clock():
    holiday = Calendar(name="office", zone=OFFICE.zone, week=OFFICE.week, closed=frozenset({TEN.date()}))
    mended = ServiceLevel(
        name="standard", targets=(Target(during=holiday, respond_within=2 * H), Target(respond_within=8 * H))
    )
    first = opened()
    answer = staff_replied(first.state, at=TEN + H, by=2, level=LEVEL)
    reply = customer_replied(answer.state, at=new_york(2026, 11, 23, 9), by=3, level=LEVEL)
    ledger = (first.row, answer.row, reply.row)
    assert recompute(ledger, {"standard": LEVEL}.get) == ()
    assert recompute(ledger, {}.get) == ()
    (difference,) = recompute(ledger, {"standard": mended}.get)
    assert difference.row == first.row
    assert difference.due_at == TEN + 8 * H
    assert "8h elapsed, started outside office" in difference.because

    moved = recomputed(first.state, at=TEN + H, level=mended)
    assert moved.state.due_at == moved.state.breach_at == TEN + 8 * H
    assert moved.row.cause == "recomputed"
    assert recomputed(first.state, at=TEN + H, level=LEVEL).row is None


acts = st.lists(
    st.tuples(
        st.sampled_from(["customer", "customer", "staff", "pending", "closed", "terms"]), st.integers(0, 400)
    ),
    max_size=25,
)


@given(acts)
def test_whoever_asks_again_never_comes_later(history):
    """The breach comes no later than the first deadline that any unanswered message ever had."""
    state, now, promised = ClockState(), new_york(2026, 11, 18, 3), []
    for entry, (act, minutes) in enumerate(history):
        now += minutes * M
        match act:
            case "customer":
                moved = customer_replied(state, at=now, by=entry, level=LEVEL)
                if state.waiting_on != "staff":
                    promised = []
                promised.append(moved.row.due_at)
            case "staff":
                moved = staff_replied(state, at=now, by=entry, level=LEVEL)
            case "pending":
                moved = paused(state, at=now, by=entry)
            case "closed":
                moved = closed(state, at=now, by=entry)
            case _:
                moved = recomputed(state, at=now, level=LEVEL)
        state = breached(moved.state, now)
        owed = state.waiting_on == "staff"
        assert owed == (state.due_at is not None) == (state.unanswered_since is not None)
        if owed:
            assert state.unanswered_since <= state.started_at <= now
            assert state.breach_at <= min(promised)
            assert state.breach_at <= state.due_at
            assert state.breached == (now >= state.breach_at)
        else:
            assert not state.breached
