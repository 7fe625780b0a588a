"""Daemons that are killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.daemon_room import House, house
from servers import Sink


@pytest.fixture
def daemons(tmp_path: Path, store_url: str, sink: Sink) -> Iterator[House]:
    """Daemons on one store of each database, one after another, with a relay that outlives them."""
    with house(tmp_path, store_url, sink.url) as made:
        yield made


@pytest.fixture
def sqlite_daemons(tmp_path: Path, sqlite_url: str, sink: Sink) -> Iterator[House]:
    """The same where the database makes no difference."""
    with house(tmp_path, sqlite_url, sink.url) as made:
        yield made
