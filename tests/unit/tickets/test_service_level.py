"""Service levels with the figures of three real support organisations."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.tickets.calendar import CLOSED_WEEK, Calendar, Hours, Span
from mailticket.tickets.resolution import ResolutionClock, hold, resolve_by, resume
from mailticket.tickets.service_level import (
    AppliesTo,
    Facts,
    ServiceLevel,
    Target,
    deadline,
    fit,
    target,
    warning,
)

M, H = timedelta(minutes=1), timedelta(hours=1)


def new_york(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


def weekdays(name, opens, closes, **kwargs):
    hours = Hours(opens=opens * 60, closes=closes * 60)
    return Calendar(name=name, zone="America/New_York", week=((hours,),) * 5 + ((), ()), **kwargs)


OFFICE = weekdays("office", 7, 22)
CONTRACT = weekdays("contract", 8, 17, country="US")

INFRACARE = ServiceLevel(
    name="standard",
    targets=(Target(during=OFFICE, respond_within=2 * H), Target(respond_within=8 * H)),
    warn_at=0.75,
)
PIM = (
    ServiceLevel(
        name="P1",
        applies_to=AppliesTo(priority=frozenset({"critical"})),
        targets=(Target(respond_within=60 * M),),
    ),
    ServiceLevel(
        name="P2-P4",
        applies_to=AppliesTo(priority=frozenset({"high", "medium", "low"})),
        targets=(
            Target(during=CONTRACT, respond_within=60 * M, resolve_within=8 * H, counted="service-hours"),
        ),
        warn_at=0.5,
    ),
    ServiceLevel(name="P5", applies_to=AppliesTo(priority=frozenset({"planned"}))),
)
INTERVISION = ServiceLevel(name="service-management")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ((2026, 11, 20, 21, 59), (2026, 11, 20, 23, 59)),  # Friday, a minute before ten
        ((2026, 11, 20, 22, 0), (2026, 11, 21, 6, 0)),  # at ten the night commitment begins
        ((2026, 11, 20, 6, 59), (2026, 11, 20, 14, 59)),
        ((2026, 11, 20, 7, 0), (2026, 11, 20, 9, 0)),
        ((2026, 11, 21, 12, 0), (2026, 11, 21, 20, 0)),  # weekend
        ((2026, 11, 22, 23, 30), (2026, 11, 23, 7, 30)),
        ((2026, 10, 31, 22, 0), (2026, 11, 1, 5, 0)),  # eight hours that pass, in a night of 25
        ((2026, 3, 7, 22, 0), (2026, 3, 8, 7, 0)),
    ],
)
def test_infracare_promises_two_hours_in_its_hours_and_eight_outside(start, due):
    assert deadline(INFRACARE, new_york(*start)).due_at == new_york(*due)


def test_infracare_promises_a_quarter_of_an_hour_in_a_visit():
    class Visit:
        name, zone = "visit of Acme", "America/New_York"
        span = Span(start=new_york(2026, 11, 21, 9), end=new_york(2026, 11, 21, 12))

        def is_open(self, instant):
            return instant in self.span

    level = ServiceLevel(
        name="visits", targets=(Target(during=Visit(), respond_within=15 * M), *INFRACARE.targets)
    )
    assert deadline(level, new_york(2026, 11, 21, 9)).due_at == new_york(2026, 11, 21, 9, 15)
    assert deadline(level, new_york(2026, 11, 21, 12)).due_at == new_york(2026, 11, 21, 20)


@pytest.mark.parametrize(
    ("priority", "start", "due"),
    [
        ("critical", (2026, 11, 21, 3, 0), (2026, 11, 21, 4, 0)),  # around the clock
        ("high", (2026, 11, 20, 16, 30), (2026, 11, 23, 8, 30)),
        ("medium", (2026, 11, 21, 3, 0), (2026, 11, 23, 9, 0)),  # Saturday waits for Monday
        ("low", (2026, 11, 25, 16, 45), (2026, 11, 27, 8, 45)),  # Thanksgiving lies between
        ("high", (2026, 11, 20, 16, 0), (2026, 11, 20, 17, 0)),
        ("planned", (2026, 11, 20, 10, 0), None),
    ],
)
def test_pim_counts_in_contractual_hours_and_p1_around_the_clock(priority, start, due):
    level = fit(PIM, Facts(priority=priority))
    assert deadline(level, new_york(*start)).due_at == (new_york(*due) if due else None)


def test_intervision_has_no_target_and_says_so():
    found = deadline(INTERVISION, new_york(2026, 11, 20, 10))
    assert found.due_at is None
    assert found.because == (
        "service-management: no response target, so the clock measures and nothing breaches"
    )
    assert warning(INTERVISION, new_york(2026, 11, 20, 10)) is None


@pytest.mark.parametrize(
    ("level", "start", "because"),
    [
        (
            INFRACARE,
            (2026, 11, 20, 21, 59),
            "standard: 2h elapsed, started in office (America/New_York) Fri 2026-11-20 21:59 EST "
            "+ 2h = Fri 23:59 EST",
        ),
        (
            INFRACARE,
            (2026, 11, 20, 22, 0),
            "standard: 8h elapsed, started outside office (America/New_York) Fri 2026-11-20 22:00 EST "
            "+ 8h = Sat 2026-11-21 06:00 EST",
        ),
        (
            PIM[0],
            (2026, 11, 20, 22, 0),
            "P1: 1h elapsed, started at any time Sat 2026-11-21 03:00 UTC + 1h = Sat 04:00 UTC",
        ),
        (
            PIM[1],
            (2026, 11, 25, 16, 45),
            "P2-P4: 1h in service hours of contract (America/New_York), started Wed 2026-11-25 16:45 EST: "
            "15m from Wed 16:45 EST to Wed 17:00 EST + 45m from Fri 2026-11-27 08:00 EST to Fri 08:45 EST "
            "(closed 2026-11-26 Thanksgiving Day) = Fri 2026-11-27 08:45 EST",
        ),
        (None, (2026, 11, 20, 22, 0), "no service level fits this ticket, so there is no deadline"),
    ],
)
def test_a_deadline_shows_its_sum(level, start, because):
    assert deadline(level, new_york(*start)).because == because


def test_a_long_sum_is_shown_by_its_ends():
    level = ServiceLevel(
        name="long", targets=(Target(during=CONTRACT, respond_within=60 * H, counted="service-hours"),)
    )
    because = deadline(level, new_york(2026, 11, 30, 8)).because
    assert "+ 36h in 4 spans between +" in because
    assert because.count("from") == 3


def test_no_window_fits():
    level = ServiceLevel(name="day", targets=(Target(during=OFFICE, respond_within=2 * H),))
    found = deadline(level, new_york(2026, 11, 21, 10))
    assert found.due_at is None
    assert found.because == (
        "day: started Sat 2026-11-21 10:00 EST, outside office; "
        "no target is for that time, so there is no deadline"
    )


def test_a_literal_window_wins_over_waiting_for_service_hours():
    waits = Target(during=CONTRACT, respond_within=1 * H, counted="service-hours")
    level = ServiceLevel(name="both", targets=(waits, Target(respond_within=8 * H)))
    assert target(level, new_york(2026, 11, 21, 3)) == level.targets[1]
    assert target(level, new_york(2026, 11, 20, 9)) == waits


def test_hours_may_be_counted_in_another_calendar_than_the_window():
    level = ServiceLevel(
        name="apart",
        targets=(Target(respond_within=1 * H, counted="service-hours", hours_of=CONTRACT),),
    )
    assert deadline(level, new_york(2026, 11, 21, 3)).due_at == new_york(2026, 11, 23, 9)


def test_a_calendar_that_never_opens_gives_no_deadline_and_says_so():
    never = Calendar(name="never", zone="UTC", week=CLOSED_WEEK)
    level = ServiceLevel(
        name="odd", targets=(Target(during=never, respond_within=1 * H, counted="service-hours"),)
    )
    found = deadline(level, new_york(2026, 11, 21, 3))
    assert (found.due_at, found.because) == (None, "odd: never never opens long enough for 1h")


def test_service_hours_need_a_calendar():
    with pytest.raises(ValueError, match="needs a calendar"):
        Target(respond_within=1 * H, counted="service-hours")


def test_each_promise_finds_its_own_target():
    level = ServiceLevel(
        name="two", targets=(Target(during=OFFICE, respond_within=2 * H), Target(resolve_within=72 * H))
    )
    start = new_york(2026, 11, 20, 10)
    assert deadline(level, start).due_at == start + 2 * H
    assert deadline(level, start, "resolution").due_at == start + 72 * H
    assert deadline(level, new_york(2026, 11, 21, 10)).due_at is None
    quiet = ServiceLevel(name="quiet", targets=(Target(during=OFFICE), Target(respond_within=8 * H)))
    assert deadline(quiet, start).because == "quiet: no response target in this window"


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (Facts(priority="urgent", customer="Acme"), "acme"),
        (Facts(priority="low", customer="Acme"), "rest"),
        (Facts(priority="urgent", customer="Other"), "rest"),
        (Facts(priority="low", level="gold"), "gold"),
        (Facts(priority="low", level="no such level"), "rest"),
        (Facts(), "rest"),
    ],
)
def test_the_contract_decides_and_else_the_first_level_that_fits(facts, name):
    levels = (
        ServiceLevel(
            name="acme",
            applies_to=AppliesTo(customer=frozenset({"Acme"}), priority=frozenset({"urgent", "normal"})),
        ),
        ServiceLevel(name="rest"),
        ServiceLevel(name="gold"),
    )
    assert fit(levels, facts).name == name
    assert fit(levels[:1], Facts()) is None


def test_warnings_come_at_a_share_of_the_target_in_its_own_counting():
    assert warning(INFRACARE, new_york(2026, 11, 20, 21, 59)) == new_york(2026, 11, 20, 23, 29)
    assert warning(PIM[2], new_york(2026, 11, 20, 16, 45)) is None
    no_promise = ServiceLevel(name="quiet", targets=(Target(),), warn_at=0.5)
    assert warning(no_promise, new_york(2026, 11, 20, 16, 45)) is None
    assert warning(PIM[1], new_york(2026, 11, 20, 16, 45)) == new_york(2026, 11, 23, 8, 15)


def test_the_resolution_clock_stands_while_the_customer_has_the_word():
    level, opened = PIM[1], new_york(2026, 11, 20, 9)
    clock = ResolutionClock(opened_at=opened)
    assert resolve_by(clock, level).due_at == new_york(2026, 11, 20, 17)

    waiting = hold(clock, new_york(2026, 11, 20, 12))
    found = resolve_by(waiting, level)
    assert found.due_at is None
    assert found.because == "P2-P4: waits for the customer since Fri 2026-11-20 12:00 EST, 3h of 8h used"
    assert hold(waiting, new_york(2026, 11, 20, 13)) == waiting

    again = resume(waiting, new_york(2026, 11, 24, 16))
    found = resolve_by(again, level)
    assert found.due_at == new_york(2026, 11, 25, 12)
    assert found.because.endswith("runs again from Tue 2026-11-24 16:00 EST + 5h = Wed 2026-11-25 12:00 EST")
    assert resume(again, new_york(2026, 11, 25, 16)) == again


def test_a_resolution_that_was_late_before_the_wait_stays_late():
    level = ServiceLevel(name="quick", targets=(Target(resolve_within=1 * H),))
    opened = new_york(2026, 11, 20, 9)
    clock = resume(hold(ResolutionClock(opened_at=opened), opened + 2 * H), opened + 5 * H)
    assert resolve_by(clock, level).due_at == opened + 1 * H
    assert resolve_by(clock, INFRACARE).due_at is None


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=6), st.integers(1, 2000))
def test_the_resolution_deadline_is_the_target_and_all_waiting_before_it(waits, minutes):
    level = ServiceLevel(name="any", targets=(Target(resolve_within=minutes * M),))
    opened = datetime(2026, 11, 20, 9, tzinfo=UTC)
    clock, now, slow, left = ResolutionClock(opened_at=opened), opened, opened, minutes
    for runs, stands in waits:
        clock = resume(hold(clock, now + runs * M), now + (runs + stands) * M)
        now += (runs + stands) * M
        if left > 0:
            used = min(left, runs)
            left -= used
            slow += used * M + (stands * M if left else 0 * M)
    assert resolve_by(clock, level).due_at == slow + left * M
