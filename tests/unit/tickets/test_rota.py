"""On-call rotas, by example."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from mailticket.tickets.rota import Override, Rota, Shift, forecast, member_lookup, on_call, shifts

ANA, BO, CY, DI = "ana@x.example", "bo@x.example", "cy@x.example", "di@x.example"
H = timedelta(hours=1)


def new_york(*parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo("America/New_York"), fold=fold).astimezone(UTC)


WEEKLY = Rota(name="primary", zone="America/New_York", members=(ANA, BO, CY))


@pytest.mark.parametrize(
    ("instant", "member"),
    [
        (new_york(2026, 1, 5, 9), ANA),  # the first member's first shift
        (new_york(2026, 1, 12, 8, 59, 59), ANA),
        (new_york(2026, 1, 12, 9), BO),
        (new_york(2026, 1, 26, 9), ANA),
        (new_york(2026, 1, 5, 8, 59, 59), CY),  # the turns run on before the start, too
    ],
)
def test_members_take_turns(instant, member):
    assert on_call(WEEKLY, instant).member == member


def test_a_weekly_shift_hands_over_at_the_same_time_of_day_across_the_change_of_clocks():
    shift = on_call(WEEKLY, new_york(2026, 3, 8, 12))
    assert (shift.start, shift.end) == (new_york(2026, 3, 2, 9), new_york(2026, 3, 9, 9))
    assert shift.length == 167 * H
    assert on_call(WEEKLY, new_york(2026, 11, 1, 12)).length == 169 * H


@pytest.mark.parametrize(
    ("handoff", "day", "instant"),
    [
        (
            time(2, 30),
            (2026, 3, 8),
            datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
        ),  # a gap: the first minute that exists
        (time(1, 30), (2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # a fold: the first time
    ],
)
def test_handoffs_where_the_clocks_change(handoff, day, instant):
    rota = Rota(
        name="daily",
        zone="America/New_York",
        members=(ANA, BO),
        weekday=None,
        handoff=handoff,
        shift=timedelta(days=1),
    )
    before, after = on_call(rota, instant - timedelta(seconds=1)), on_call(rota, instant)
    assert before.end == after.start == instant
    assert before.member != after.member
    assert after.start.date() == date(*day)


def test_a_start_between_handoffs_belongs_to_the_first_member():
    rota = Rota(name="r", zone="UTC", members=(ANA, BO), weekday=0, starts=date(2026, 1, 7))  # a Wednesday
    assert on_call(rota, datetime(2026, 1, 7, tzinfo=UTC)).member == ANA
    assert on_call(rota, datetime(2026, 1, 12, 9, tzinfo=UTC)).member == BO


def test_shifts_of_hours_and_of_seconds():
    rota = Rota(name="r", zone="UTC", members=(ANA, BO), weekday=None, shift=12 * H)
    begin = datetime(2026, 6, 1, 9, tzinfo=UTC)
    found = tuple(shifts(rota, begin, begin + 24 * H))
    assert [(shift.start, shift.end) for shift in found] == [
        (begin, begin + 12 * H),
        (begin + 12 * H, begin + 24 * H),
    ]
    quick = Rota(name="q", zone="UTC", members=(ANA, BO), weekday=None, shift=timedelta(seconds=2))
    assert on_call(quick, begin).member != on_call(quick, begin + timedelta(seconds=2)).member
    with pytest.raises(ValueError, match="1s at least"):
        Rota(name="z", zone="UTC", shift=timedelta(0))


def test_short_shifts_in_a_repeated_hour_take_no_turn_twice():
    rota = Rota(
        name="r", zone="America/New_York", members=(ANA, BO), weekday=None, shift=timedelta(minutes=20)
    )
    begin = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 for the first time
    found = [(shift.start.hour, shift.start.minute) for shift in shifts(rota, begin, begin + 2 * H)]
    assert found == [(5, 20), (5, 40), (7, 0), (7, 20)], "the turn of 01:40 lasts until it is 02:00"
    again = datetime(2026, 11, 1, 6, 5, tzinfo=UTC)  # 01:05 for the second time
    assert on_call(rota, again).start == datetime(2026, 11, 1, 5, 40, tzinfo=UTC)


def with_overrides(*overrides):
    return Rota(
        name="primary",
        zone="America/New_York",
        members=(ANA, BO, CY),
        overrides=tuple(
            Override(start=new_york(*start), end=new_york(*end), member=member)
            for start, end, member in overrides
        ),
    )


def test_an_override_wins_and_the_one_made_later_wins_over_it():
    rota = with_overrides(
        ((2026, 1, 6, 9), (2026, 1, 8, 9), DI),
        ((2026, 1, 7, 0), (2026, 1, 7, 12), BO),
    )
    week = shifts(rota, new_york(2026, 1, 5, 9), new_york(2026, 1, 12, 9))
    assert [(shift.member, shift.end, shift.override) for shift in week] == [
        (ANA, new_york(2026, 1, 6, 9), False),
        (DI, new_york(2026, 1, 7, 0), True),
        (BO, new_york(2026, 1, 7, 12), True),
        (DI, new_york(2026, 1, 8, 9), True),
        (ANA, new_york(2026, 1, 12, 9), False),
    ]


def test_an_override_runs_on_over_a_handoff():
    rota = with_overrides(((2026, 1, 11, 0), (2026, 1, 13, 0), DI))
    assert on_call(rota, new_york(2026, 1, 12, 9)) == Shift(
        rota="primary",
        member=DI,
        start=new_york(2026, 1, 11, 0),
        end=new_york(2026, 1, 13, 0),
        override=True,
    )


def test_an_override_without_length_is_none():
    rota = with_overrides(((2026, 1, 7, 0), (2026, 1, 7, 0), DI))
    assert on_call(rota, new_york(2026, 1, 8)) == on_call(WEEKLY, new_york(2026, 1, 8))


def test_an_earlier_override_does_not_cut_a_later_one():
    rota = with_overrides(((2026, 1, 7, 0), (2026, 1, 7, 12), BO), ((2026, 1, 6, 9), (2026, 1, 8, 9), DI))
    assert on_call(rota, new_york(2026, 1, 7, 6)).start == new_york(2026, 1, 6, 9)
    assert on_call(rota, new_york(2026, 1, 7, 6)).end == new_york(2026, 1, 8, 9)


def test_a_rota_without_members_has_gaps_that_are_counted():
    begin = datetime(2026, 1, 5, 9, tzinfo=UTC)
    empty = Rota(
        name="secondary",
        zone="UTC",
        overrides=(Override(start=begin + 24 * H, end=begin + 48 * H, member=ANA),),
    )
    found = forecast(empty, begin, begin + 72 * H)
    assert [shift.member for shift in found.shifts] == [None, ANA, None]
    assert found.uncovered == 48 * H
    assert found.notes == ("secondary: nobody is on call for 48h; pages go to the fallback",)


def test_the_forecast_names_the_changes_of_the_clocks():
    found = forecast(WEEKLY, new_york(2026, 10, 20), new_york(2026, 11, 20))
    assert found.uncovered == timedelta(0)
    assert found.gaps == ()
    (change,) = found.clock_changes
    assert change.at == datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert found.notes == (
        "clocks of America/New_York go back by 1h at Sun 2026-11-01 01:00 EST; the shift of "
        f"{on_call(WEEKLY, change.at).member} has 169h",
    )


def test_the_forecast_of_an_empty_rota_names_the_change_alone():
    empty = Rota(name="e", zone="America/New_York")
    notes = forecast(empty, new_york(2026, 10, 31), new_york(2026, 11, 2)).notes
    assert notes[0] == "clocks of America/New_York go back by 1h at Sun 2026-11-01 01:00 EST"


def test_who_is_on_call_is_looked_up_by_name():
    member = member_lookup({"primary": WEEKLY}, new_york(2026, 1, 5, 9))
    assert member("primary") == ANA
    assert member("no such rota") is None


def test_a_far_instant_costs_as_little_as_a_near_one():
    begun = process_time()
    for _ in range(100):
        on_call(WEEKLY, new_york(2126, 1, 5, 9))
    assert process_time() - begun < 1
