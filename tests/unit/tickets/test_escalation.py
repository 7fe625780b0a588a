"""The ladder: arrange, let time pass, expect who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.tickets.escalation import (
    EscalationState,
    Exhausted,
    HandoverAsked,
    HolderTold,
    Ladder,
    Refused,
    StartedAgain,
    Step,
    StepTaken,
    TakenTold,
    acknowledged,
    answered,
    due,
    handed_over,
    pick,
    resolve,
    scheduled,
    snoozed,
    started,
    step_failed,
)

ANA, BO, BOSS = "ana@x.example", "bo@x.example", "boss@x.example"
S, M, H = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
NIGHT = datetime(2026, 11, 21, 4, 59, tzinfo=UTC)
LADDER = Ladder(
    name="default",
    steps=(Step(after=0 * M, notify=("rota:primary",)), Step(after=15 * M, notify=("rota:secondary", ANA))),
    repeat=3,
    repeat_every=15 * M,
    acknowledged_for=2 * H,
    fallback=BOSS,
)


def first(pass_=1):
    return StepTaken(pass_=pass_, step=1, notify=("rota:primary",))


def second(pass_=1):
    return StepTaken(pass_=pass_, step=2, notify=("rota:secondary", ANA))


def run(state, until, ladder=LADDER):
    """Let the ladder run on time up to an instant; give the state and what was done when."""
    done = []
    while state.next_at is not None and state.next_at <= until:
        now = state.next_at
        advanced = due(state, ladder, now)
        state = advanced.state
        done += [(now, effect) for effect in advanced.effects]
    return state, done


def waiting(at=NIGHT):
    return scheduled(EscalationState(), "default", at).state


def active(at=NIGHT):
    return due(waiting(at), LADDER, at).state


def taken(state, at, **kwargs):
    advanced = acknowledged(state, LADDER, by=ANA, at=at, **kwargs)
    assert not isinstance(advanced, Refused)
    return advanced.state


def test_an_unanswered_ticket_goes_through_all_passes_to_the_fallback():
    state, done = run(waiting(), NIGHT + 24 * H)
    assert done == [
        (NIGHT, first()),
        (NIGHT + 15 * M, second()),
        (NIGHT + 30 * M, first(2)),
        (NIGHT + 45 * M, second(2)),
        (NIGHT + 60 * M, first(3)),
        (NIGHT + 75 * M, second(3)),
        (NIGHT + 90 * M, Exhausted(fallback=BOSS)),
    ]
    assert (state.state, state.next_at) == ("exhausted", None)


def test_nothing_happens_before_its_time():
    assert due(waiting(), LADDER, NIGHT - S).effects == ()
    state = active()
    assert (state.state, state.step, state.next_at) == ("active", 1, NIGHT + 15 * M)
    assert due(state, LADDER, NIGHT + 15 * M - S).state == state
    assert due(EscalationState(), LADDER, NIGHT).state == EscalationState()
    assert due(EscalationState(next_at=NIGHT), LADDER, NIGHT).state == EscalationState()


def test_a_schedule_moves_with_the_clock_and_ends_with_the_debt():
    assert scheduled(waiting(), "default", NIGHT - H).state.next_at == NIGHT - H
    assert scheduled(waiting(), "default", None).state.state == "none"
    assert scheduled(waiting(), None, NIGHT).state.state == "none"
    assert scheduled(active(), "default", NIGHT + H).state == active()
    assert answered(active()).state == EscalationState()


def test_an_emergency_starts_at_once_whatever_was_scheduled():
    for before in (EscalationState(), waiting(NIGHT + 8 * H)):
        begun = started(before, LADDER, NIGHT).state
        assert (begun.state, begun.trigger, begun.next_at) == ("active", "emergency", NIGHT)
        assert due(begun, LADDER, NIGHT).effects == (first(),)
    assert started(active(), LADDER, NIGHT + M).state == active(), "it runs already"


def test_an_emergency_on_a_taken_ticket_tells_only_whoever_took_it():
    state = taken(active(), NIGHT + M)
    again = started(state, LADDER, NIGHT + 2 * M)
    assert again.state == state
    assert again.effects == (HolderTold(to=ANA),)


def test_an_acknowledgement_ahead_was_not_given_for_an_emergency():
    state = taken(waiting(NIGHT + 8 * H), NIGHT)
    assert started(state, LADDER, NIGHT + M).state.state == "active"


def test_an_acknowledgement_stops_the_ladder_and_everyone_is_told():
    advanced = acknowledged(active(), LADDER, by=ANA, at=NIGHT + M)
    assert advanced.effects == (TakenTold(by=ANA),)
    state = advanced.state
    assert (state.state, state.acknowledged_by, state.acknowledged_at) == ("acknowledged", ANA, NIGHT + M)
    assert state.acknowledged_until == state.next_at == NIGHT + M + 2 * H
    assert run(state, NIGHT + 2 * H)[1] == []


def test_an_acknowledgement_that_is_not_kept_starts_the_ladder_again():
    state, done = run(taken(active(), NIGHT + M), NIGHT + M + 2 * H + 15 * M)
    expiry = NIGHT + M + 2 * H
    assert done == [
        (expiry, StartedAgain(after_promise_of=ANA)),
        (expiry, first()),
        (expiry + 15 * M, second()),
    ]
    assert state.acknowledged_by is None
    assert state.trigger == "acknowledgement-expired"


def test_an_acknowledgement_may_name_its_time():
    assert taken(active(), NIGHT, within=4 * H).next_at == NIGHT + 4 * H
    quiet = snoozed(active(), LADDER, by=ANA, at=NIGHT, within=30 * M).state
    assert (quiet.next_at, quiet.taking) == (NIGHT + 30 * M, "snoozed")


def test_an_acknowledgement_ahead_keeps_quiet_until_the_deadline_at_least():
    state = taken(waiting(NIGHT + 8 * H), NIGHT)
    assert state.state == "acknowledged"
    assert state.next_at == NIGHT + 8 * H
    assert taken(waiting(NIGHT + H), NIGHT).next_at == NIGHT + 2 * H
    assert scheduled(state, "default", NIGHT + 7 * H).state == state
    assert scheduled(state, "default", None).state.state == "none", "there is no deadline any more"


def test_a_second_person_may_take_it_over():
    state = taken(active(), NIGHT)
    again = acknowledged(state, LADDER, by=BO, at=NIGHT + H).state
    assert (again.acknowledged_by, again.next_at) == (BO, NIGHT + 3 * H)


@pytest.mark.parametrize("state", [EscalationState(), EscalationState(state="exhausted")])
def test_what_does_not_run_cannot_be_acknowledged(state):
    refusal = acknowledged(state, LADDER, by=ANA, at=NIGHT)
    assert isinstance(refusal, Refused)
    assert "nothing" in refusal.reason
    assert isinstance(handed_over(state, LADDER, by=ANA, to=BO, at=NIGHT), Refused)


def test_handing_over_asks_the_other_and_falls_back_to_the_ladder():
    advanced = handed_over(active(), LADDER, by=ANA, to=BO, at=NIGHT + M)
    assert advanced.effects == (HandoverAsked(to=BO, by=ANA), TakenTold(by=ANA))
    assert (advanced.state.acknowledged_by, advanced.state.handed_to) == (ANA, BO)
    assert run(advanced.state, NIGHT + 16 * M)[1][0] == (NIGHT + 16 * M, StartedAgain(after_promise_of=ANA))
    accepted = acknowledged(advanced.state, LADDER, by=BO, at=NIGHT + 5 * M).state
    assert (accepted.acknowledged_by, accepted.handed_to) == (BO, None)
    assert accepted.next_at == NIGHT + 5 * M + 2 * H


def test_a_page_that_comes_back_brings_the_next_step_early_and_the_pauses_stay():
    state = step_failed(active(), pass_=1, step=1, now=NIGHT + 2 * M).state
    assert state.next_at == NIGHT + 2 * M
    _, done = run(state, NIGHT + 17 * M)
    assert done == [(NIGHT + 2 * M, second()), (NIGHT + 17 * M, first(2))]


def test_a_page_that_comes_back_late_changes_nothing():
    state = due(active(), LADDER, NIGHT + 15 * M).state
    assert step_failed(state, pass_=1, step=1, now=NIGHT + 16 * M).state == state
    quiet = taken(state, NIGHT + 16 * M)
    assert step_failed(quiet, pass_=1, step=2, now=NIGHT + 17 * M).state == quiet


def test_dead_addresses_reach_the_fallback_quickly():
    state, now = active(), NIGHT
    for number in range(1, 6):
        now += S
        state = step_failed(state, pass_=state.pass_, step=state.step, now=now).state
        state = due(state, LADDER, now).state
        assert (state.pass_ - 1) * 2 + state.step == number + 1
    state = step_failed(state, pass_=3, step=2, now=now + S).state
    assert due(state, LADDER, now + S).effects == (Exhausted(fallback=BOSS),)


def test_late_all_overdue_steps_are_taken_once_and_the_pauses_count_from_now():
    late = NIGHT + 5 * H
    advanced = due(waiting(), LADDER, late)
    assert advanced.effects == (first(), second())
    assert run(advanced.state, late + 30 * M)[1] == [(late + 15 * M, first(2)), (late + 30 * M, second(2))]


def test_a_little_late_the_plan_stays_and_more_than_that_it_moves():
    assert due(waiting(), LADDER, NIGHT + 3 * S).state.next_at == NIGHT + 15 * M
    assert due(waiting(), LADDER, NIGHT + 10 * M).state.next_at == NIGHT + 25 * M


def test_steps_at_the_same_moment_are_taken_together():
    ladder = Ladder(
        name="both", steps=(Step(after=0 * M, notify=(ANA,)), Step(after=0 * M, notify=(BO,))), repeat=1
    )
    _, done = run(waiting(), NIGHT + 24 * H, ladder)
    assert [effect for at, effect in done if at == NIGHT] == [
        StepTaken(pass_=1, step=1, notify=(ANA,)),
        StepTaken(pass_=1, step=2, notify=(BO,)),
    ]
    assert done[-1] == (NIGHT + 15 * M, Exhausted(fallback=None))


def test_a_first_step_may_wait():
    ladder = Ladder(name="slow", steps=(Step(after=5 * M, notify=(ANA,)),), repeat=2, repeat_every=10 * M)
    _, done = run(waiting(), NIGHT + 24 * H, ladder)
    assert [at - NIGHT for at, _ in done] == [5 * M, 20 * M, 30 * M]


def test_a_ladder_without_steps_goes_straight_to_the_fallback():
    _, done = run(waiting(), NIGHT, Ladder(name="empty", steps=(), fallback=BOSS))
    assert done == [(NIGHT, Exhausted(fallback=BOSS))]


def test_an_exhausted_ladder_is_scheduled_again_only_by_a_new_deadline():
    state, _ = run(waiting(), NIGHT + 24 * H)
    assert scheduled(state, "default", None).state == state
    assert scheduled(state, "default", NIGHT + 48 * H).state.next_at == NIGHT + 48 * H
    assert started(state, LADDER, NIGHT + 48 * H).state.state == "active"


def test_variants_of_a_ladder_are_picked_by_their_window():
    class Day:
        name, zone = "day", "UTC"

        def is_open(self, instant):
            return 8 <= instant.hour < 18

    by_day = Ladder(name="default", steps=(), during=Day())
    by_night = Ladder(name="default", steps=())
    assert pick((by_day, by_night), "default", NIGHT.replace(hour=12)) == by_day
    assert pick((by_day, by_night), "default", NIGHT) == by_night
    assert pick((by_day,), "default", NIGHT) == by_day, "a ladder at the wrong hour beats none"
    assert pick((by_day,), "other", NIGHT) is None
    assert pick((by_day,), None, NIGHT) is None


def test_who_stands_behind_a_step():
    on_call = {"primary": ANA, "secondary": None}.get
    found = resolve(("rota:primary", ANA, BO), on_call, BOSS)
    assert (found.addresses, found.alarm) == ((ANA, BO), False)
    found = resolve(("rota:secondary", BO), on_call, BOSS)
    assert (found.addresses, found.unmanned, found.fallback_used, found.alarm) == (
        (BO, BOSS),
        ("secondary",),
        True,
        True,
    )
    found = resolve(("rota:none",), on_call, None)
    assert (found.addresses, found.alarm, found.fallback_used) == ((), True, False)
    assert resolve((), on_call, BOSS).addresses == (BOSS,)


ladders = st.builds(
    lambda pauses, repeat, every: Ladder(
        name="drawn",
        steps=tuple(
            Step(after=sum(pauses[: number + 1]) * S, notify=(f"{number}@x.example",))
            for number in range(len(pauses))
        ),
        repeat=repeat,
        repeat_every=every * S,
        fallback=BOSS,
    ),
    st.lists(st.integers(0, 1800), min_size=1, max_size=5),
    st.integers(1, 4),
    st.integers(1, 3600),
)


@given(ladders, st.lists(st.one_of(st.integers(0, 5), st.integers(0, 20_000)), max_size=60))
def test_however_late_the_ticks_each_step_is_taken_once_in_order_and_none_early(ladder, delays):
    state, now, steps = waiting(), NIGHT, []
    late = iter(delays)
    told_at = {}
    while state.next_at is not None:
        now = max(now, state.next_at) + next(late, 0) * S
        advanced = due(state, ladder, now)
        assert advanced.state != state, "each call gets on"
        assert advanced.state.next_at is None or advanced.state.next_at > now - timedelta(seconds=6)
        for effect in advanced.effects:
            if isinstance(effect, StepTaken):
                steps.append((effect.pass_, effect.step))
                told_at.setdefault(effect.pass_, now)
        state = advanced.state
    numbers = range(1, len(ladder.steps) + 1)
    assert steps == [(pass_, step) for pass_ in range(1, ladder.repeat + 1) for step in numbers]
    assert state.state == "exhausted"
    for pass_ in range(2, ladder.repeat + 1):
        assert told_at[pass_] - told_at[pass_ - 1] >= ladder.repeat_every - 6 * S


@given(ladders, st.integers(0, 10_000), st.integers(1, 10_000))
def test_nobody_is_told_while_somebody_has_it(ladder, first_tick, within):
    state = due(waiting(), ladder, NIGHT + first_tick * S).state
    if state.state != "active":
        return
    at = NIGHT + first_tick * S
    held = acknowledged(state, ladder, by=ANA, at=at, within=within * S).state
    for seconds in (0, within // 2, within - 1):
        assert due(held, ladder, at + seconds * S).effects == ()
    assert due(held, ladder, at + within * S).effects[0] == StartedAgain(after_promise_of=ANA)
