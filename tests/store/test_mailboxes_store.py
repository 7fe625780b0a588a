"""The ledger of polled mailboxes: what is the same message, and what only bears its number."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from mailticket.mail.envelope import Envelope
from mailticket.store import inbox, mailboxes
from mailticket.store.database import Database
from mailticket.store.inbox import Arrival
from mailticket.store.mailboxes import Condition, Fetched, Standing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    with closing(Database(store_url)) as made:
        made.open()
        yield made


def begin(store: Database, epoch: int = 1, **skipped: str) -> None:
    standing = Standing(epoch=epoch, place="p", uidvalidity=epoch, uidnext=10, first_seen_at=NOW)
    with store.transaction() as connection:
        mailboxes.begin(connection, "box", standing, skipped=skipped, at=NOW)


def fetched(uid: str, data: bytes) -> Fetched:
    envelope = Envelope(route="imap:box", reverse_path=None, received_at=NOW)
    arrival = Arrival(envelope=envelope, size=len(data), sha256=sha256(data).hexdigest(), data=data)
    return Fetched(uid=uid, arrival=arrival)


def take(store: Database, epoch: int, *messages: tuple[str, bytes]) -> list[bool]:
    """Which of the messages were new."""
    with store.transaction() as connection:
        ids = mailboxes.take(connection, "box", epoch, [fetched(*one) for one in messages], at=NOW)
    return [id_ is not None for id_ in ids]


def accepted(store: Database) -> int:
    with store.reading() as connection:
        return inbox.counts(connection)["accepted"]


def states(store: Database, epoch: int = 1) -> dict[str, str]:
    with store.reading() as connection:
        return {row[0]: row[1] for row in mailboxes.states(connection, "box", epoch)}


def test_a_number_with_the_same_bytes_is_taken_once_and_with_others_again(store: Database) -> None:
    begin(store)
    assert take(store, 1, ("1", b"a"), ("2", b"b")) == [True, True]
    assert take(store, 1, ("1", b"a"), ("3", b"c")) == [False, True]
    assert take(store, 1, ("1", b"another mail with the same number")) == [True]
    assert accepted(store) == 4


def test_two_copies_in_one_mailbox_are_two_messages(store: Database) -> None:
    begin(store)
    assert take(store, 1, ("1", b"a"), ("2", b"a")) == [True, True]


def test_what_was_taken_is_known_by_its_bytes_when_the_numbers_are_new(store: Database) -> None:
    begin(store)
    take(store, 1, ("1", b"a"), ("2", b"b"))
    begin(store, 2)
    assert take(store, 2, ("2", b"a"), ("1", b"c"), ("7", b"b")) == [False, True, False]
    begin(store, 3)
    assert take(store, 3, ("1", b"a"), ("2", b"b"), ("3", b"c")) == [False, False, False]
    assert accepted(store) == 3
    assert states(store, 3) == {"1": "accepted", "2": "accepted", "3": "accepted"}


def test_what_was_skipped_is_remembered_with_its_mark(store: Database) -> None:
    begin(store, **{"4": "mark", "5": ""})
    assert states(store) == {"4": "skipped", "5": "skipped"}
    with store.reading() as connection:
        assert {tuple(row) for row in mailboxes.marks_of_skipped(connection, "box")} == {(1, "mark"), (1, "")}


def test_done_is_only_what_was_accepted(store: Database) -> None:
    begin(store, **{"9": "mark"})
    take(store, 1, ("1", b"a"), ("2", b"b"))
    with store.transaction() as connection:
        mailboxes.done(connection, "box", 1, ["1", "9", "17"], at=NOW)
    assert states(store) == {"1": "done", "2": "accepted", "9": "skipped"}


def test_set_aside_is_counted_and_forgotten_once_the_message_was_fetched(store: Database) -> None:
    begin(store)
    with store.transaction() as connection:
        tries = [mailboxes.set_aside(connection, "box", 1, "1", reason="no answer", at=NOW) for _ in range(3)]
        assert tries == [1, 2, 3]
        assert [row.reason for row in mailboxes.aside(connection, "box")] == ["no answer"]
    assert take(store, 1, ("1", b"a")) == [True]
    with store.transaction() as connection:
        assert mailboxes.set_aside(connection, "box", 1, "1", reason="too late", at=NOW) == 0
    assert states(store) == {"1": "accepted"}


def test_a_mailbox_that_was_never_reached_has_a_state_and_no_standing(store: Database) -> None:
    with store.transaction() as connection:
        mailboxes.turn(connection, "box", "lost", "no answer", at=NOW)
        assert mailboxes.standing(connection, "box") is None
    begin(store)
    with store.transaction() as connection:
        mailboxes.turn(connection, "box", "connected", None, at=NOW)
        mailboxes.note(connection, "box", Condition(counted=3, unfetched=2, oldest=NOW, newest=NOW), at=NOW)
        mailboxes.note(connection, "box", Condition(counted=3, unfetched=0, oldest=None, newest=None), at=NOW)
        (row,) = mailboxes.rows(connection)
    assert (row.state, row.reason, row.counted, row.unfetched) == ("connected", None, 3, 0)
    assert (row.oldest, row.newest) == (None, NOW)


def test_the_highest_uidnext_is_remembered(store: Database) -> None:
    begin(store)
    with store.transaction() as connection:
        mailboxes.remember_uidnext(connection, "box", 30)
        mailboxes.remember_uidnext(connection, "box", 20)
        standing = mailboxes.standing(connection, "box")
    assert standing is not None
    assert standing.uidnext == 30
