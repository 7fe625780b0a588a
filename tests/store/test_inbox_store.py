"""The inbox: what was accepted stays, is worked on by one at a time, and has one outcome."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from sqlalchemy import text, update

from mailticket.store import inbox, schema
from mailticket.store.database import Database
from mailticket.store.inbox import Arrival, Outcome, Result, Waiting
from store.stores import NOW

LEASE = timedelta(seconds=30)
Make = Callable[..., Arrival]


def append(database: Database, *arrivals: Arrival) -> list[int]:
    with database.transaction() as connection:
        return inbox.append(connection, arrivals)


def claim(
    database: Database, token: str = "one", *, now: datetime = NOW, most: int = 50, most_bytes: int = 1 << 30
) -> list[Waiting]:
    with database.transaction() as connection:
        return inbox.claim(connection, token=token, now=now, lease=LEASE, most=most, most_bytes=most_bytes)


def finish(database: Database, id_: int, outcome: Outcome = "opened", **values: object) -> None:
    result = {"verdict": "new request", "ticket": 10001, "entry": 1, "reasons": [], "message_id": None}
    result |= {"digest": "d" * 64, "sender": None, "subject": None} | values
    with database.transaction() as connection:
        inbox.finish(connection, [Result(id=id_, outcome=outcome, **result)], now=NOW)  # type: ignore[arg-type]


def test_what_is_appended_is_there_as_it_came(database: Database, other: Database, arrival: Make) -> None:
    made = arrival(
        b"Subject: x\r\n\r\n\0\xff binary\r\n",
        reverse_path="",
        forward_paths=("a@desk.example", "ä@desk.example"),
        helo="mx.customer.example",
        peer="2001:db8::1",
        protocol="ESMTPS",
        trace=(("uid", "7"),),
    )
    (id_,) = append(database, made)
    (waiting,) = claim(other)
    assert (waiting.id, waiting.envelope, waiting.sha256) == (id_, made.envelope, made.sha256)
    with other.reading() as connection:
        assert inbox.read(connection, made.sha256) == made.data


def test_ids_come_in_the_order_of_the_messages(database: Database, arrival: Make) -> None:
    arrivals = [arrival() for _ in range(120)]
    ids = append(database, *arrivals)
    assert ids == sorted(ids)
    with database.reading() as connection:
        assert [inbox.get(connection, id_).sha256 for id_ in ids] == [  # type: ignore[union-attr]
            one.sha256 for one in arrivals
        ]


def test_equal_bytes_are_kept_once_and_both_messages_have_them(database: Database, arrival: Make) -> None:
    first, second = append(database, arrival(b"same"), arrival(b"same"))
    (third,) = append(database, arrival(b"same"))
    assert len({first, second, third}) == 3
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM raw")).scalar() == 1


def test_nothing_is_there_of_a_transaction_that_failed(database: Database, arrival: Make) -> None:
    with pytest.raises(RuntimeError), database.transaction() as connection:
        inbox.append(connection, [arrival()])
        raise RuntimeError
    with database.reading() as connection:
        assert inbox.counts(connection)["accepted"] == 0


def test_large_mail_is_kept_in_parts_and_read_whole(database: Database) -> None:
    data = bytes(range(256)) * 4096 * 3 + b"the end"
    digest = sha256(data).hexdigest()
    for number, at in enumerate(range(0, len(data), inbox.PART)):
        with database.transaction() as connection:
            inbox.keep(connection, [(digest, number, data[at : at + inbox.PART])])
    with database.reading() as connection:
        assert [len(part) for part in inbox.parts(connection, digest)] == [inbox.PART] * 3 + [7]
        assert inbox.read(connection, digest) == data
        assert inbox.read_many(connection, [digest, "0" * 64]) == {digest: data}


def test_an_empty_message_is_a_message(database: Database, arrival: Make) -> None:
    (id_,) = append(database, arrival(b""))
    with database.reading() as connection:
        assert inbox.read(connection, sha256(b"").hexdigest()) == b""
        assert list(inbox.damaged(connection)) == []
        assert inbox.get(connection, id_) is not None


def test_the_oldest_are_claimed_first_and_only_once(
    database: Database, other: Database, arrival: Make
) -> None:
    ids = append(database, *(arrival() for _ in range(5)))
    assert [w.id for w in claim(database, "one", most=2)] == ids[:2]
    assert [w.id for w in claim(other, "two", most=2)] == ids[2:4]
    assert [w.id for w in claim(database, "one")] == ids[4:]
    assert claim(other, "two") == []


def test_a_claim_holds_so_many_bytes_and_at_least_one_message(database: Database, arrival: Make) -> None:
    ids = append(database, arrival(b"a" * 500), arrival(b"b" * 500), arrival(b"c" * 5000))
    assert [w.id for w in claim(database, most_bytes=1000)] == ids[:2]
    assert [w.id for w in claim(database, most_bytes=1000)] == ids[2:]


def test_small_messages_overtake_one_for_which_there_is_no_room(database: Database, arrival: Make) -> None:
    _, small = append(database, arrival(b"a" * 5000), arrival(b"b" * 500))
    with database.transaction() as connection:
        assert not inbox.some_waiting(connection, now=NOW, largest=400)
        assert inbox.some_waiting(connection, now=NOW, largest=500)
        found = inbox.claim(
            connection, token="one", now=NOW, lease=LEASE, most=9, most_bytes=1 << 20, largest=500
        )
    assert [w.id for w in found] == [small]


def test_what_is_in_hand_already_is_not_claimed_again(database: Database, arrival: Make) -> None:
    ids = append(database, arrival(), arrival())
    with database.transaction() as connection:
        assert inbox.some_waiting(connection, now=NOW, beside=ids[:1])
        assert not inbox.some_waiting(connection, now=NOW, beside=ids)
        found = inbox.claim(
            connection, token="one", now=NOW, lease=LEASE, most=9, most_bytes=1 << 20, beside=ids[:1]
        )
    assert [w.id for w in found] == ids[1:]


def test_a_lease_that_is_over_frees_the_message_and_attempts_are_counted(
    database: Database, other: Database, arrival: Make
) -> None:
    (id_,) = append(database, arrival())
    assert claim(database, "dead")[0].attempts == 1
    assert claim(other, "two", now=NOW + LEASE - timedelta(microseconds=1)) == []
    (again,) = claim(other, "two", now=NOW + LEASE)
    assert (again.id, again.attempts) == (id_, 2)
    with database.transaction() as connection:
        assert inbox.still_claimed(connection, [id_], token="dead") == set()
        assert inbox.still_claimed(connection, [id_], token="two") == {id_}


def test_a_lease_that_is_renewed_lasts_but_only_by_its_owner(database: Database, arrival: Make) -> None:
    (id_,) = append(database, arrival())
    claim(database, "one")
    with database.transaction() as connection:
        inbox.renew(connection, [id_], token="another", until=NOW)
        inbox.renew(connection, [id_], token="one", until=NOW + 3 * LEASE)
    assert claim(database, "two", now=NOW + 2 * LEASE) == []


def test_a_claim_that_is_given_back_is_free_at_once(database: Database, arrival: Make) -> None:
    (id_,) = append(database, arrival())
    claim(database, "one")
    with database.transaction() as connection:
        inbox.release(connection, [id_], token="another")
    assert claim(database, "two") == []
    with database.transaction() as connection:
        inbox.release(connection, [id_], token="one")
    assert [w.id for w in claim(database, "two")] == [id_]


def test_two_who_claim_at_the_same_moment_never_get_the_same_message(
    database: Database, other: Database, arrival: Make
) -> None:
    ids = append(database, *(arrival() for _ in range(60)))
    got: dict[str, list[int]] = {"one": [], "two": []}
    start = threading.Barrier(2)

    def work(store: Database, token: str) -> None:
        start.wait(10)
        while found := claim(store, token, most=3):
            got[token].extend(w.id for w in found)

    threads = [threading.Thread(target=work, args=pair) for pair in ((database, "one"), (other, "two"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(got["one"] + got["two"]) == ids


def test_what_is_finished_waits_no_more_and_says_why(database: Database, arrival: Make) -> None:
    (id_,) = append(database, arrival())
    claim(database)
    reasons = [{"rule": "no-thread", "evidence": "points to no ticket"}]
    finish(database, id_, reasons=reasons, message_id="x@y", sender="ann@customer.example", subject="Ü")
    assert claim(database, now=NOW + 9 * LEASE) == []
    with database.reading() as connection:
        row = inbox.get(connection, id_)
        assert row is not None
        assert (row.outcome, row.reasons, row.message_id, row.subject) == ("opened", reasons, "x@y", "Ü")
        assert (row.processed_at, row.lease_token, row.lease_until) == (NOW, None, None)


def test_only_what_is_in_quarantine_is_replayed(database: Database, arrival: Make) -> None:
    first, second, third = append(database, arrival(), arrival(), arrival())
    claim(database)
    finish(database, first, "quarantined", error="Traceback …")
    finish(database, second, "opened")
    with database.transaction() as connection:
        assert inbox.replay(connection, [first, second, third, 99]) == {first}
    (again,) = claim(database, now=NOW)
    assert (again.id, again.attempts) == (first, 1)


def test_twins_are_known_by_message_id_and_content(database: Database, arrival: Make) -> None:
    ids = append(database, *(arrival() for _ in range(6)))
    finish(database, ids[0], message_id="a@x", digest="1" * 64, ticket=10001)
    finish(database, ids[1], "suppressed", message_id="a@x", digest="1" * 64, ticket=None)
    finish(database, ids[2], message_id="a@x", digest="2" * 64, ticket=10002)
    finish(database, ids[3], message_id=None, digest="3" * 64, ticket=10003)
    finish(database, ids[4], "quarantined", message_id="q@x", digest="4" * 64)
    wanted = [
        *[("a@x", "1" * 64), ("a@x", "2" * 64), ("a@x", "9" * 64), (None, "3" * 64)],
        *[("q@x", "4" * 64), ("b@x", "3" * 64), (None, "1" * 64)],
    ]
    with database.reading() as connection:
        assert inbox.twins(connection, wanted) == {
            ("a@x", "1" * 64): (ids[0], 10001),
            ("a@x", "2" * 64): (ids[2], 10002),
            (None, "3" * 64): (ids[3], 10003),
        }
        assert inbox.twins(connection, []) == {}


@pytest.mark.parametrize("message_id", ["a\0b@x", "\ud800@x", "\udcff@x", "x" * 100_000])
def test_a_twin_is_known_whatever_its_message_id(database: Database, arrival: Make, message_id: str) -> None:
    """NUL and lone surrogates cannot be kept as they are."""
    if len(message_id) > 2000 and not database.is_sqlite:
        message_id = message_id[:2000]
    (id_,) = append(database, arrival())
    finish(database, id_, message_id=message_id)
    with database.reading() as connection:
        found = inbox.twins(connection, [(message_id, "d" * 64)])
    assert found == {(message_id, "d" * 64): (id_, 10001)}


def test_text_that_no_database_can_keep_is_kept_as_well_as_it_can_be(
    database: Database, arrival: Make
) -> None:
    made = arrival(helo="a\0b", reverse_path="\ud800@x", forward_paths=("\udcff\0@x",))
    (id_,) = append(database, made)
    finish(database, id_, subject="a\0b\ud800", reasons=[{"rule": "r", "evidence": "\0\udfff"}], sender="\0")
    with database.reading() as connection:
        row = inbox.get(connection, id_)
        assert row is not None
        assert "\0" not in str((row.helo, row.reverse_path, row.forward_paths, row.subject, row.reasons))
        str((row.helo, row.reverse_path, row.forward_paths, row.subject, row.reasons)).encode()


def test_times_come_back_in_utc_to_the_microsecond(database: Database, arrival: Make) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    at = datetime(2026, 3, 29, 1, 59, 59, 123457, tzinfo=kathmandu)
    append(database, arrival(received_at=at))
    (waiting,) = claim(database)
    assert waiting.accepted_at == at
    assert waiting.accepted_at.utcoffset() == timedelta(0)


def test_the_accounts_agree_at_any_moment(database: Database, arrival: Make) -> None:
    ids = append(database, *(arrival() for _ in range(5)))
    outcomes: tuple[Outcome, ...] = ("opened", "added", "suppressed", "quarantined")
    for id_, outcome in zip(ids, outcomes, strict=False):
        finish(database, id_, outcome)
    with database.reading() as connection:
        counts = inbox.counts(connection)
        assert counts == {"accepted": 5, **dict.fromkeys(inbox.OUTCOMES, 1)}
        assert inbox.depth(connection) == (1, NOW)


def test_the_accounts_agree_while_mail_pours_in(database: Database, other: Database, arrival: Make) -> None:
    """Whoever reads sees one moment, whatever is committed meanwhile."""
    append(database, arrival())
    with database.reading() as connection:
        before = inbox.counts(connection)
        append(other, arrival(), arrival())
        assert inbox.counts(connection) == before
    with database.reading() as connection:
        assert inbox.counts(connection)["accepted"] == 3


def test_bytes_that_were_tampered_with_are_found(database: Database, arrival: Make) -> None:
    first, second, third = append(database, arrival(b"one"), arrival(b"two"), arrival(b"three"))
    with database.transaction() as connection:
        raw = schema.raw
        connection.execute(
            update(raw).where(raw.c.sha256 == sha256(b"one").hexdigest()).values(data=b"changed")
        )
        connection.execute(raw.delete().where(raw.c.sha256 == sha256(b"three").hexdigest()))
    with database.reading() as connection:
        assert list(inbox.damaged(connection)) == [first, third]
        assert second


def test_those_who_keep_the_same_bytes_in_another_order_do_not_lock_each_other_out(
    database: Database, other: Database
) -> None:
    bodies = [f"body {n}".encode() for n in range(200)]
    parts = [(sha256(body).hexdigest(), 0, body) for body in bodies]
    start = threading.Barrier(2)
    errors: list[BaseException] = []

    def work(store: Database, mine: list[tuple[str, int, bytes]]) -> None:
        try:
            start.wait(10)
            for at in range(0, 200, 50):
                with store.transaction() as connection:
                    inbox.keep(connection, mine[at : at + 50])
        except BaseException as error:
            errors.append(error)

    mixed = [one for at in range(0, 200, 50) for one in reversed(parts[at : at + 50])]
    threads = [
        threading.Thread(target=work, args=(database, parts)),
        threading.Thread(target=work, args=(other, mixed)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
