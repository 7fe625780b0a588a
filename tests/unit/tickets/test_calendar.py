"""Service hours, by example."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from mailticket.tickets.calendar import CLOSED_WEEK, Calendar, Hours, Span, SpecialDay
from mailticket.tickets.public_holidays import public_holidays


def hours(*texts):
    return tuple(Hours(opens=opens, closes=closes) for opens, closes in map(minutes, texts))


def minutes(text):
    opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return opens, closes if closes > opens else closes + 1440


def weekdays(*texts):
    return (hours(*texts),) * 5 + ((), ())


def local(zone, *parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def new_york(*parts, fold=0):
    return local("America/New_York", *parts, fold=fold)


OFFICE = Calendar(name="office", zone="America/New_York", week=weekdays("07:00-22:00"), country="US")
H = timedelta(hours=1)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (new_york(2026, 11, 20, 6, 59), False),
        (new_york(2026, 11, 20, 7, 0), True),
        (new_york(2026, 11, 20, 21, 59, 59), True),
        (new_york(2026, 11, 20, 22, 0), False),  # the end does not belong to the hours
        (new_york(2026, 11, 21, 12, 0), False),  # a Saturday
        (new_york(2026, 11, 26, 12, 0), False),  # Thanksgiving
    ],
)
def test_hours_are_half_open(instant, is_open):
    assert OFFICE.is_open(instant) is is_open


def test_the_next_opening_is_now_while_it_is_open():
    noon = new_york(2026, 11, 20, 12)
    assert OFFICE.next_opening(noon) == noon
    assert OFFICE.next_opening(new_york(2026, 11, 20, 22)) == new_york(2026, 11, 23, 7)
    assert OFFICE.next_closing(noon) == new_york(2026, 11, 20, 22)
    assert OFFICE.next_closing(new_york(2026, 11, 20, 22)) == new_york(2026, 11, 23, 22)


def test_a_calendar_that_never_opens_gives_none_and_ends():
    never = Calendar(name="never", zone="UTC", week=CLOSED_WEEK)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert never.next_opening(now) is None
    assert never.next_closing(now) is None
    assert never.add_service_time(now, H) is None
    assert never.add_service_time(now, timedelta(0)) == now
    assert never.spans(now, now + 100 * H) == ()


def test_a_calendar_that_opens_once_gives_what_it_has():
    once = Calendar(
        name="once",
        zone="UTC",
        week=CLOSED_WEEK,
        special=(SpecialDay(day=date(2029, 5, 5), hours=hours("10:00-12:00")),),
    )
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert once.next_opening(now) == datetime(2029, 5, 5, 10, tzinfo=UTC)
    assert once.next_closing(now) == datetime(2029, 5, 5, 12, tzinfo=UTC)
    assert once.add_service_time(now, 2 * H) == datetime(2029, 5, 5, 12, tzinfo=UTC)
    assert once.add_service_time(now, 3 * H) is None


def test_time_that_ends_with_the_day_ends_at_its_closing():
    assert OFFICE.add_service_time(new_york(2026, 11, 20, 20), 2 * H) == new_york(2026, 11, 20, 22)
    assert OFFICE.add_service_time(new_york(2026, 11, 20, 20), 2 * H + timedelta(seconds=1)) == new_york(
        2026, 11, 23, 7, 0, 1
    )


def test_holidays_stop_the_time_and_own_dates_do_too():
    before = new_york(2026, 11, 25, 21)  # the eve of Thanksgiving
    assert OFFICE.add_service_time(before, 2 * H) == new_york(2026, 11, 27, 8)
    bridged = Calendar(
        name="bridged",
        zone=OFFICE.zone,
        week=OFFICE.week,
        country="US",
        closed=frozenset({date(2026, 11, 27)}),
    )
    assert bridged.add_service_time(before, 2 * H) == new_york(2026, 11, 30, 8)
    working = Calendar(
        name="working",
        zone=OFFICE.zone,
        week=OFFICE.week,
        country="US",
        without=frozenset({date(2026, 11, 26)}),
    )
    assert working.add_service_time(before, 2 * H) == new_york(2026, 11, 26, 8)


def test_a_half_day_wins_over_week_and_holiday():
    half = Calendar(
        name="half",
        zone="Europe/London",
        week=weekdays("09:00-17:00"),
        country="GB",
        special=(SpecialDay(day=date(2026, 12, 25), hours=hours("09:00-12:00")),),
    )
    assert half.spans(datetime(2026, 12, 25, tzinfo=UTC), datetime(2026, 12, 26, tzinfo=UTC)) == (
        Span(start=datetime(2026, 12, 25, 9, tzinfo=UTC), end=datetime(2026, 12, 25, 12, tzinfo=UTC)),
    )


def test_public_holidays_far_ahead_are_known():
    assert public_holidays("US", None, 2044)[date(2044, 7, 4)] == "Independence Day"
    assert not OFFICE.is_open(new_york(2044, 7, 4, 12))


def test_a_day_in_lieu_in_the_year_before_is_closed():
    assert date(2027, 12, 31) in public_holidays("US", None, 2027)  # for 1 January 2028, a Saturday


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("US", "QQ")])
def test_a_country_that_does_not_exist_is_named(country, subdivision):
    with pytest.raises(ValueError, match=r"no public holidays are known for (XX|US-QQ); write a country"):
        public_holidays(country, subdivision, 2026)


def test_hours_past_midnight_belong_to_the_day_they_begin_on():
    night = Calendar(
        name="night",
        zone="UTC",
        week=((), (), (), (), hours("22:00-06:00"), (), ()),
        closed=frozenset({date(2026, 11, 21)}),
    )
    assert night.is_open(datetime(2026, 11, 21, 5, 59, tzinfo=UTC)), "Friday night, though Saturday is closed"
    assert not night.is_open(datetime(2026, 11, 20, 5, tzinfo=UTC)), "not the night of Thursday"


def test_hours_of_the_night_have_their_real_length_when_the_clocks_change():
    night = Calendar(name="night", zone="America/New_York", week=(hours("22:00-06:00"),) * 7)
    for day, length in ((date(2026, 3, 7), 7), (date(2026, 10, 31), 9), (date(2026, 6, 1), 8)):
        start = new_york(day.year, day.month, day.day, 22)
        assert night.next_closing(start) - start == length * H


@pytest.mark.parametrize(
    ("zone", "text", "day", "start", "end"),
    [
        # 02:00-03:00 does not exist: what begins in it begins at 03:00, what lies in it is nothing
        ("America/New_York", "02:30-04:00", (2026, 3, 8), (2026, 3, 8, 7, 0), (2026, 3, 8, 8, 0)),
        # 01:00-02:00 comes twice: the first time counts
        ("America/New_York", "01:30-03:00", (2026, 11, 1), (2026, 11, 1, 5, 30), (2026, 11, 1, 8, 0)),
        ("America/New_York", "00:00-01:30", (2026, 11, 1), (2026, 11, 1, 4, 0), (2026, 11, 1, 5, 30)),
        # half an hour forward, half an hour back
        ("Australia/Lord_Howe", "02:15-03:00", (2026, 10, 4), (2026, 10, 3, 15, 30), (2026, 10, 3, 16, 0)),
        ("Australia/Lord_Howe", "01:45-03:00", (2026, 4, 5), (2026, 4, 4, 14, 45), (2026, 4, 4, 16, 30)),
        ("Asia/Kathmandu", "09:00-10:00", (2026, 1, 1), (2026, 1, 1, 3, 15), (2026, 1, 1, 4, 15)),
    ],
)
def test_edges_where_the_clocks_change(zone, text, day, start, end):
    calendar = Calendar(
        name="one", zone=zone, week=CLOSED_WEEK, special=(SpecialDay(day=date(*day), hours=hours(text)),)
    )
    around = datetime(*day, tzinfo=UTC)
    assert calendar.spans(around - 48 * H, around + 72 * H) == (
        Span(start=datetime(*start, tzinfo=UTC), end=datetime(*end, tzinfo=UTC)),
    )


def test_a_day_that_a_zone_left_out_has_no_hours():
    calendar = Calendar(name="apia", zone="Pacific/Apia", week=(hours("08:00-17:00"),) * 7)
    thursday_evening = local("Pacific/Apia", 2011, 12, 29, 16)
    assert calendar.add_service_time(thursday_evening, 2 * H) == local("Pacific/Apia", 2011, 12, 31, 9)


def test_hours_that_touch_are_one_span_and_overlapping_ones_count_once():
    calendar = Calendar(
        name="touching",
        zone="UTC",
        week=(hours("08:00-12:00", "12:00-17:00", "16:00-18:00"), *CLOSED_WEEK[1:]),
    )
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert calendar.spans(monday, monday + 24 * H) == (Span(start=monday + 8 * H, end=monday + 18 * H),)
    assert calendar.service_time_between(monday, monday + 24 * H) == 10 * H
    assert calendar.service_time_between(monday + 24 * H, monday) == -10 * H


def test_a_target_of_400_service_hours_is_no_work():
    begun = process_time()
    for _ in range(10):
        # 10 hours of that Friday, then 26 days of 15 hours, without Thanksgiving and Christmas
        assert OFFICE.add_service_time(new_york(2026, 11, 20, 12), 400 * H) == new_york(2026, 12, 30, 22)
    assert process_time() - begun < 1
