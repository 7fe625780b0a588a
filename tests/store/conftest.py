"""An open store of each kind, and what is put into it."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from mailticket.mail.envelope import Envelope
from mailticket.store.database import Database
from mailticket.store.inbox import Arrival
from mailticket.store.outbox import Mail

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _open(url: str) -> None:
    with closing(Database(url)) as database:
        database.open()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a store of this test alone with its schema."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'mailticket.db'}"
        _open(made)
        yield made
        return
    server = request.getfixturevalue("postgres")
    with server.database(server.template("schema of the store", _open)) as made:
        yield made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """That store."""
    with closing(Database(url)) as made:
        yield made


@pytest.fixture
def other(url: str) -> Iterator[Database]:
    """The same store as another process sees it."""
    with closing(Database(url)) as made:
        yield made


@pytest.fixture
def arrival() -> Callable[..., Arrival]:
    """Makes messages to be kept."""
    count = itertools.count(1)

    def make(data: bytes | None = None, *, route: str = "smtp", **envelope: object) -> Arrival:
        raw = f"Subject: {next(count)}\r\n\r\nHello\r\n".encode() if data is None else data
        made = Envelope(
            **{
                "route": route,
                "reverse_path": "ann@customer.example",
                "forward_paths": ("support@desk.example",),
                "received_at": NOW,
                **envelope,
            }  # type: ignore[arg-type]
        )
        return Arrival(envelope=made, size=len(raw), sha256=sha256(raw).hexdigest(), data=raw)

    return make


@pytest.fixture
def outgoing() -> Callable[..., Mail]:
    """Makes mails to be sent."""
    count = itertools.count(1)

    def make(**values: object) -> Mail:
        number = next(count)
        return Mail(
            **{
                "id": number,
                "ticket": 10001,
                "kind": "notice",
                "reverse_path": "support+b.x@desk.example",
                "recipient": "ann@customer.example",
                "recipient_key": "ann@customer.example",
                "message_id": f"{number}@desk.example",
                "data": f"Subject: {number}\r\n\r\nHello\r\n".encode(),
                "lane": f"lane {number}",
                "created_at": NOW,
                "next_at": NOW,
                **values,
            }  # type: ignore[arg-type]
        )

    return make
