"""Calendars and rotas against a slow reckoning that looks at the wall clock in each minute of two years."""

from array import array
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mailticket.tickets.calendar import Calendar, Hours, SpecialDay
from mailticket.tickets.rota import Override, Rota, on_call, shifts
from mailticket.tickets.wall_time import clock_changes

YEARS = {
    "America/New_York": 2026,
    "America/Chicago": 2026,
    "Europe/London": 2026,
    "Australia/Lord_Howe": 2026,
    "Pacific/Apia": 2011,  # 30 December 2011 did not take place
    "America/St_Johns": 2009,  # its clocks went back at 00:01, so a day began before the last had ended
    "Asia/Kathmandu": 2026,
    "UTC": 2026,
}
DAY = 24 * 60
every_zone = pytest.mark.parametrize("zone", YEARS)
few = settings(
    max_examples=3,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # an example costs half a second: shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def begin_of(zone):
    return datetime(YEARS[zone], 1, 1, tzinfo=UTC)


def end_of(zone):
    return datetime(YEARS[zone] + 2, 1, 1, tzinfo=UTC)


def minute_of(zone, instant):
    """The number of the minute in the two years that begins at the instant."""
    minute, rest = divmod(instant - begin_of(zone), timedelta(minutes=1))
    assert not rest, "no edge lies within a minute"
    return minute


def instant_of_minute(zone, minute):
    return begin_of(zone) + timedelta(minutes=minute)


@cache
def latest_shown(zone):
    """For each minute of two years: the latest minute that the wall clock has shown so far.

    Minutes of the wall are counted from the midnight that began 1 January of the year 1. The clock is
    watched from two days before, so that nothing depends on where the watching begins.
    """
    tz, first, latest = ZoneInfo(zone), int(begin_of(zone).timestamp()), 0
    shown = array("l")
    for stamp in range(first - 2 * 86400, int(end_of(zone).timestamp()), 60):
        wall = datetime.fromtimestamp(stamp, tz)
        latest = max(latest, wall.toordinal() * DAY + wall.hour * 60 + wall.minute)
        if stamp >= first:
            shown.append(latest)
    return shown


def slow_day(calendar, ordinal):
    """Whether each minute of a date is open, by looking at the hours of that date and of the one before."""
    minutes = bytearray(DAY)
    for day, shift in ((date.fromordinal(ordinal), 0), (date.fromordinal(ordinal - 1), DAY)):
        special = {one.day: one.hours for one in calendar.special}
        weekly = () if day in calendar.closed else calendar.week[day.weekday()]
        for hours in special.get(day, weekly):
            for minute in range(DAY):
                if hours.opens <= minute + shift < hours.closes:
                    minutes[minute] = 1
    return minutes


def slow_calendar(calendar):
    """Whether each minute of two years is open."""
    shown, days = latest_shown(calendar.zone), {}
    for ordinal in range(shown[0] // DAY, shown[-1] // DAY + 1):
        days[ordinal] = slow_day(calendar, ordinal)
    return bytearray(days[minute // DAY][minute % DAY] for minute in shown)


hours = st.builds(
    lambda opens, length: Hours(opens=opens, closes=min(opens + length, opens // DAY * DAY + 2 * DAY)),
    st.one_of(st.sampled_from([0, 60, 90, 120, 150, 180, 22 * 60, 23 * 60 + 59]), st.integers(0, DAY - 1)),
    st.one_of(st.sampled_from([1, 30, 60, 120, 480, DAY]), st.integers(1, DAY)),
)
spans_of_a_day = st.lists(hours, max_size=3).map(tuple)


@st.composite
def calendars(draw, zone):
    days = st.integers(0, 729).map(lambda number: date(YEARS[zone], 1, 1) + timedelta(days=number))
    # The dates on which something happens to the clocks are drawn as often as all others together.
    changes = [change.at.date() for change in clock_changes(zone, begin_of(zone), end_of(zone))]
    if changes:
        days = st.one_of(days, st.sampled_from(changes))
    return Calendar(
        name="drawn",
        zone=zone,
        week=tuple(draw(spans_of_a_day) for _ in range(7)),
        closed=draw(st.frozensets(days, max_size=6)),
        special=tuple(
            SpecialDay(day=day, hours=draw(spans_of_a_day))
            for day in draw(st.lists(days, max_size=4, unique=True))
        ),
    )


def check_calendar(calendar, data):
    zone, slow = calendar.zone, slow_calendar(calendar)
    fast = bytearray(len(slow))
    for span in calendar.spans(begin_of(zone), end_of(zone)):
        first, last = minute_of(zone, span.start), minute_of(zone, span.end)
        fast[first:last] = b"\1" * (last - first)
    assert fast == slow

    passed = [0, *accumulate(slow)]
    for _ in range(20):
        start = data.draw(st.integers(0, len(slow) - 1))
        instant = instant_of_minute(zone, start)
        assert calendar.is_open(instant) == bool(slow[start])
        opening = slow.find(1, start)
        if opening >= 0:
            assert calendar.next_opening(instant) == instant_of_minute(zone, opening)
            closing = slow.find(0, opening)
            if closing >= 0 and any(slow[closing:]):
                assert calendar.next_closing(instant) == instant_of_minute(zone, closing)
        wanted = data.draw(st.one_of(st.integers(1, 600), st.integers(1, 400 * 60)))
        reached = bisect_left(passed, passed[start] + wanted)
        if reached < len(passed):
            due = calendar.add_service_time(instant, timedelta(minutes=wanted))
            assert due == instant_of_minute(zone, reached)
            assert calendar.service_time_between(instant, due) == timedelta(minutes=wanted)


@every_zone
def test_service_hours_agree_with_the_wall_in_each_minute(zone):
    @few
    @given(calendar=calendars(zone), data=st.data())
    def run(calendar, data):
        check_calendar(calendar, data)

    run()


@every_zone
@pytest.mark.parametrize(("opens", "closes"), [(0, DAY), (22 * 60, DAY + 6 * 60), (90, 150)])
def test_the_usual_hours_agree_with_the_wall_in_each_minute(zone, opens, closes):
    calendar = Calendar(name="usual", zone=zone, week=((Hours(opens=opens, closes=closes),),) * 7)
    slow = slow_calendar(calendar)
    assert sum(slow) * timedelta(minutes=1) == calendar.service_time_between(begin_of(zone), end_of(zone))
    if closes - opens == DAY:
        assert all(slow)
        assert len(calendar.spans(begin_of(zone), end_of(zone))) == 1
        assert calendar.next_closing(begin_of(zone)) is None


def slow_rota(rota):
    """Who is on call in each minute, by walking from handoff to handoff."""
    shown = latest_shown(rota.zone)
    length = rota.shift // timedelta(minutes=1)
    first = rota.starts.toordinal() * DAY + rota.handoff.hour * 60 + rota.handoff.minute
    if rota.weekday is not None:
        while date.fromordinal(first // DAY).weekday() != rota.weekday:
            first -= DAY
    turn = 0
    while first > shown[0]:
        first, turn = first - length, turn - 1
    members = []
    for minute in shown:
        while first + length <= minute:
            first, turn = first + length, turn + 1
        members.append(rota.members[turn % len(rota.members)] if rota.members else None)
    for override in rota.overrides:
        start, end = minute_of(rota.zone, override.start), minute_of(rota.zone, override.end)
        for minute in range(max(0, start), min(end, len(members))):
            members[minute] = override.member
    return members


@st.composite
def rotas(draw, zone):
    minutes = st.integers(0, 2 * 365 * DAY - 1)
    made = draw(st.lists(st.tuples(minutes, st.integers(1, 20 * DAY), st.sampled_from("xyz")), max_size=5))
    return Rota(
        name="drawn",
        zone=zone,
        members=tuple("abcde"[: draw(st.integers(0, 5))]),
        weekday=draw(st.one_of(st.none(), st.integers(0, 6))),
        handoff=draw(st.sampled_from([time(0), time(1, 30), time(2), time(2, 30), time(9), time(23, 59)])),
        shift=draw(st.sampled_from([timedelta(hours=n) for n in (1, 8, 12, 24, 36, 168, 336)])),
        starts=date(YEARS[zone], 6, 1) + timedelta(days=draw(st.integers(-400, 400))),
        overrides=tuple(
            Override(
                start=instant_of_minute(zone, start),
                end=instant_of_minute(zone, start + length),
                member=member,
            )
            for start, length, member in made
        ),
    )


@every_zone
def test_exactly_the_right_member_is_on_call_in_each_minute(zone):
    @few
    @given(rota=rotas(zone), data=st.data())
    def run(rota, data):
        slow, fast = slow_rota(rota), []
        reached = begin_of(zone)
        for shift in shifts(rota, begin_of(zone), end_of(zone)):
            assert max(shift.start, begin_of(zone)) == reached, "shifts neither overlap nor part"
            reached = shift.end
            until = minute_of(zone, min(shift.end, end_of(zone)))
            fast.extend([shift.member] * (until - len(fast)))
        assert fast == slow
        for _ in range(20):
            minute = data.draw(st.integers(0, len(slow) - 1))
            shift = on_call(rota, instant_of_minute(zone, minute))
            assert shift.member == slow[minute]
            assert shift.start <= instant_of_minute(zone, minute) < shift.end

    run()
