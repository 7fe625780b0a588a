"""Rooms in which scenarios are played."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from scenarios.daemon_room import House, house
from scenarios.desk_room import Room, desk_room
from servers import Postgres, Sink
from store.stores import emptied, opened


@pytest.fixture
def room(tmp_path: Path, sqlite_url: str) -> Iterator[Room]:
    """A desk of this test alone, with the clock in the hand of the test."""
    with desk_room(tmp_path, sqlite_url) as made:
        yield made


@pytest.fixture
def room_with(tmp_path: Path, sqlite_url: str) -> Callable[[str], AbstractContextManager[Room]]:
    """The same with more configuration: `with room_with('[acknowledgement]…') as room`."""
    return partial(desk_room, tmp_path, sqlite_url)


@pytest.fixture(scope="module")
def postgres_store(postgres: Postgres) -> Iterator[str]:
    """One PostgreSQL store for the tests of a module."""
    with postgres.database() as made:
        opened(made)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def room_on_both(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> Iterator[Room]:
    """The same on each database, for what depends on it."""
    url = sqlite_url
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_store")
        emptied(url)
    with desk_room(tmp_path, url) as made:
        yield made


@pytest.fixture
def daemons(tmp_path: Path, sqlite_url: str, sink: Sink) -> Iterator[House]:
    """Whole daemons on one SQLite store, with a relay that records what it is sent."""
    with house(tmp_path, sqlite_url, sink.url) as made:
        yield made


@pytest.fixture
def daemons_on_both(tmp_path: Path, store_url: str, sink: Sink) -> Iterator[House]:
    """The same on each database."""
    with house(tmp_path, store_url, sink.url) as made:
        yield made


@pytest.fixture
def postgres_daemons(tmp_path: Path, postgres_url: str, sink: Sink) -> Iterator[House]:
    """The same on PostgreSQL."""
    with house(tmp_path, postgres_url, sink.url) as made:
        yield made
