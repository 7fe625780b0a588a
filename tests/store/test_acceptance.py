"""Making messages durable: those that come together share a commit, and a bad one costs no other."""

import asyncio
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import TransientFailure
from mailticket.store import inbox
from mailticket.store.database import Database
from mailticket.wire.spool import Spooled
from mailticket.workers.acceptance import Acceptance, Committed
from store.stores import NOW

GOOD = Envelope(route="smtp", reverse_path="a@b.example", received_at=NOW)
# A time without a zone: it cannot be kept, whatever the store is like.
BAD = Envelope(route="smtp", reverse_path="a@b.example", received_at=NOW.replace(tzinfo=None))


def accepted(database: Database, *envelopes: Envelope) -> tuple[list[int | BaseException], list[Committed]]:
    """What each of these messages got when they came at the same moment, and after them one more."""
    commits: list[Committed] = []

    async def run() -> list[int | BaseException]:
        acceptance = Acceptance(database, commits.append)
        coming = [
            acceptance.accept(envelope, Spooled.of(f"mail {n}".encode()))
            for n, envelope in enumerate(envelopes)
        ]
        async with asyncio.timeout(20):
            got = await asyncio.gather(*coming, return_exceptions=True)
            got.append(await acceptance.accept(GOOD, Spooled.of(b"one more")))
        await asyncio.to_thread(acceptance.close)
        return got

    return asyncio.run(run()), commits


def test_messages_that_come_together_share_commits(database: Database) -> None:
    got, commits = accepted(database, *[GOOD] * 60)
    assert len(set(got)) == 61
    assert len(commits) < 20
    with database.reading() as connection:
        assert inbox.counts(connection)["accepted"] == 61


def test_a_message_that_cannot_be_kept_is_deferred_alone(database: Database) -> None:
    got, _ = accepted(database, GOOD, BAD, GOOD, GOOD)
    assert [type(one) for one in got] == [int, TransientFailure, int, int, int]


def test_a_message_that_the_store_refuses_is_deferred_alone(url: str) -> None:
    with closing(Database(url)) as database:
        with database.transaction() as connection:
            if database.is_sqlite:
                connection.execute(
                    text(
                        "CREATE TRIGGER poison BEFORE INSERT ON inbox WHEN NEW.route = 'poison'"
                        " BEGIN SELECT RAISE(ABORT, 'no'); END"
                    )
                )
            else:
                connection.execute(text("ALTER TABLE inbox ADD CONSTRAINT poison CHECK (route <> 'poison')"))
        poison = Envelope(route="poison", reverse_path="", received_at=NOW + timedelta(hours=1))
        try:
            got, _ = accepted(database, GOOD, poison, GOOD)
        finally:
            with database.transaction() as connection:
                undo = (
                    "DROP TRIGGER poison"
                    if database.is_sqlite
                    else "ALTER TABLE inbox DROP CONSTRAINT poison"
                )
                connection.execute(text(undo))
    assert [type(one) for one in got] == [int, TransientFailure, int, int]
    assert isinstance(got[1], TransientFailure)
    assert got[1].code == 451


def test_a_store_that_is_gone_is_451_and_no_more(tmp_path: object) -> None:
    async def run() -> None:
        acceptance = Acceptance(Database("postgresql://desk@127.0.0.1:1/desk"), lambda _: None)
        with pytest.raises(TransientFailure) as failure:
            await acceptance.accept(GOOD, Spooled.of(b"mail"))
        assert failure.value.code == 451
        await asyncio.to_thread(acceptance.close)

    asyncio.run(run())
