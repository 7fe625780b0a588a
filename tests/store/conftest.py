"""An open store of each kind, and what is put into it."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from mailticket.mail.envelope import Envelope
from mailticket.store.database import Database
from mailticket.store.inbox import Arrival
from mailticket.store.outbox import Mail
from servers import Postgres
from store.stores import NOW, emptied, opened


@pytest.fixture(scope="module")
def postgres_store(postgres: Postgres) -> Iterator[str]:
    """One PostgreSQL store for the tests of a module."""
    with postgres.database() as made:
        opened(made)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store with its schema, of this test alone."""
    made: str
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'mailticket.db'}"
        opened(made)
    else:
        made = request.getfixturevalue("postgres_store")
        emptied(made)
    return made


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
