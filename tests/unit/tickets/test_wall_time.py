"""Wall clocks and how times are written."""

from datetime import UTC, datetime, timedelta

import pytest

from mailticket.tickets.wall_time import clock_changes, instant_of, shown, spoken, wall_of


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(0), "0s"),
        (timedelta(milliseconds=250), "250ms"),
        (timedelta(seconds=90), "1m 30s"),
        (timedelta(minutes=15), "15m"),
        (timedelta(hours=2), "2h"),
        (timedelta(days=3), "72h"),
        (timedelta(hours=-1), "-1h"),
    ],
)
def test_durations_in_words(duration, words):
    assert spoken(duration) == words


def test_an_instant_is_written_as_the_wall_shows_it_and_a_date_only_once():
    instant = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    assert shown(instant, "America/New_York") == "Fri 2026-11-20 21:59 EST"
    later = instant + timedelta(hours=2, seconds=5)
    assert shown(later, "America/New_York", after=instant) == "Fri 23:59:05 EST"
    assert shown(later, "Asia/Kathmandu", after=instant) == "Sat 10:44:05 +0545"


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("America/New_York", (2026, 3, 8, 2, 30), (2026, 3, 8, 7, 0)),
        ("America/New_York", (2026, 11, 1, 1, 30), (2026, 11, 1, 5, 30)),
        ("Australia/Lord_Howe", (2026, 10, 4, 2, 15), (2026, 10, 3, 15, 30)),
        ("Pacific/Apia", (2011, 12, 30, 12, 0), (2011, 12, 30, 10, 0)),
        ("Africa/Casablanca", (2026, 2, 15, 2, 30), (2026, 2, 15, 1, 30)),
    ],
)
def test_a_wall_time_is_the_first_instant_that_shows_it_or_later(zone, wall, instant):
    naive = datetime(*wall, tzinfo=UTC).replace(tzinfo=None)
    found = instant_of(zone, naive)
    assert found == datetime(*instant, tzinfo=UTC)
    assert wall_of(zone, found) >= naive
    assert wall_of(zone, found - timedelta(seconds=1)) < naive


def test_changes_of_the_clocks_are_found_to_the_second():
    begin = datetime(2011, 12, 1, 0, 0, 17, 250, tzinfo=UTC)
    (change,) = clock_changes("Pacific/Apia", begin, begin + timedelta(days=60))
    assert change.at == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert str(change) == "clocks of Pacific/Apia go forward by 24h at Sat 2011-12-31 00:00 +14"
    assert list(clock_changes("UTC", begin, begin + timedelta(days=400))) == []
