"""The outbox: what is urgent goes first, a person's mails keep their order, nothing is sent twice at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import update

from mailticket.store import inbox, lately, outbox, schema
from mailticket.store.database import Database
from mailticket.store.outbox import Attempted, Due, Mail
from store.stores import NOW

LEASE = timedelta(seconds=30)
SOON = timedelta(minutes=2)
Make = Callable[..., Mail]


def add(database: Database, *mails: Mail) -> list[int]:
    with database.transaction() as connection:
        outbox.add(connection, mails)
    return [mail.id for mail in mails]


def claim(
    database: Database, token: str = "one", *, now: datetime = NOW, most: int = 50, most_bytes: int = 1 << 30
) -> list[Due]:
    with database.transaction() as connection:
        return outbox.claim(connection, token=token, now=now, lease=LEASE, most=most, most_bytes=most_bytes)


def ids(claimed: list[Due]) -> list[int]:
    return [mail.id for mail in claimed]


def record(database: Database, id_: int, state: str, *, token: str = "one", **values: Any) -> None:
    made = Attempted(**{"id": id_, "state": state, "next_at": NOW, "reason": None} | values)
    with database.transaction() as connection:
        outbox.record(connection, [made], token=token)


def row(database: Database, id_: int) -> Any:
    with database.reading() as connection:
        found = outbox.get(connection, id_)
    assert found is not None
    return found


def test_what_is_queued_is_claimed_with_its_bytes(
    database: Database, other: Database, outgoing: Make
) -> None:
    mail = outgoing(data=b"Subject: x\r\n\r\n" + b"y" * (inbox.PART + 5), guard={"ticket": 10001})
    add(database, mail)
    (due,) = claim(other)
    assert (due.id, due.recipient, due.message_id, due.guard) == (
        mail.id,
        mail.recipient,
        mail.message_id,
        {"ticket": 10001},
    )
    with other.reading() as connection:
        assert inbox.read(connection, due.sha256) == mail.data


def test_pages_go_first_and_announcements_last(database: Database, outgoing: Make) -> None:
    kinds = ("announcement", "reminder", "acknowledgement", "answer", "alarm", "page", "something new")
    mails = [outgoing(kind=kind) for kind in kinds]
    add(database, *mails)
    order = {mail.id: mail.kind for mail in mails}
    assert [order[id_] for id_ in ids(claim(database))] == [
        *("page", "alarm", "answer", "acknowledgement", "something new", "reminder", "announcement")
    ]


def test_a_page_overtakes_what_is_claimed_in_small_portions(database: Database, outgoing: Make) -> None:
    add(database, *(outgoing() for _ in range(5)))
    (page,) = add(database, outgoing(kind="page"))
    assert ids(claim(database, most=2))[0] == page


def test_nothing_goes_before_its_moment(database: Database, outgoing: Make) -> None:
    (id_,) = add(database, outgoing(next_at=NOW + SOON))
    with database.reading() as connection:
        assert not outbox.some_due(connection, now=NOW)
    assert claim(database) == []
    assert ids(claim(database, now=NOW + SOON)) == [id_]


def test_of_a_lane_only_the_first_goes_and_the_next_when_that_is_sent(
    database: Database, other: Database, outgoing: Make
) -> None:
    first, second = add(database, outgoing(lane="a"), outgoing(lane="a", kind="page"))
    (beside,) = add(database, outgoing(lane="b"))
    assert ids(claim(database)) == [first, beside]
    assert claim(other, "two") == []
    record(database, first, "sent", sent_at=NOW)
    assert ids(claim(other, "two")) == [second]


def test_a_first_one_that_must_wait_holds_up_its_lane_and_no_other(
    database: Database, outgoing: Make
) -> None:
    first, second, beside = add(database, outgoing(lane="a"), outgoing(lane="a"), outgoing(lane="b"))
    claim(database, most=1)
    record(database, first, "waiting", next_at=NOW + SOON, reason="451 Busy")
    assert ids(claim(database)) == [beside]
    record(database, beside, "sent", sent_at=NOW)
    assert ids(claim(database, now=NOW + SOON)) == [first]
    record(database, first, "failed", reason="550 Unknown")
    assert ids(claim(database, now=NOW + SOON)) == [second]


def test_what_failed_or_was_cancelled_holds_up_nothing(database: Database, outgoing: Make) -> None:
    first, second, third = add(database, *(outgoing(lane="a") for _ in range(3)))
    claim(database)
    record(database, first, "failed", reason="550")
    with database.transaction() as connection:
        assert outbox.cancel(connection, [second], reason="not needed") == {second}
    assert ids(claim(database)) == [third]
    assert row(database, second).reason == "not needed"


def test_a_claim_holds_so_many_bytes_and_at_least_one_mail(database: Database, outgoing: Make) -> None:
    add(database, *(outgoing(data=b"x" * 600) for _ in range(3)))
    assert len(claim(database, most_bytes=1300)) == 2
    assert len(claim(database, most_bytes=10)) == 1


def test_a_lease_that_is_over_frees_the_mail_and_what_its_owner_says_then_is_not_heard(
    database: Database, other: Database, outgoing: Make
) -> None:
    (id_,) = add(database, outgoing())
    claim(database, "dead")
    assert claim(other, "two", now=NOW + LEASE / 2) == []
    assert ids(claim(other, "two", now=NOW + LEASE)) == [id_]
    record(database, id_, "failed", token="dead", reason="nobody asked")
    assert (row(database, id_).state, row(database, id_).lease_token) == ("waiting", "two")
    record(other, id_, "sent", token="two", sent_at=NOW)
    assert (row(database, id_).state, row(database, id_).attempts) == ("sent", 1)


def test_a_lease_can_be_renewed_and_given_back(database: Database, other: Database, outgoing: Make) -> None:
    (id_,) = add(database, outgoing())
    claim(database, "one")
    with database.transaction() as connection:
        outbox.renew(connection, [id_], token="one", until=NOW + 3 * LEASE)
    assert claim(other, "two", now=NOW + 2 * LEASE) == []
    with database.transaction() as connection:
        outbox.release(connection, [id_], token="two")
    assert claim(other, "two") == []
    with database.transaction() as connection:
        outbox.release(connection, [id_], token="one")
    assert ids(claim(other, "two")) == [id_]
    assert row(database, id_).attempts == 0


def test_attempts_are_counted(database: Database, outgoing: Make) -> None:
    (id_,) = add(database, outgoing())
    for attempt in range(3):
        assert [mail.attempts for mail in claim(database)] == [attempt]
        record(database, id_, "waiting", reason="451")


def test_what_waits_for_a_relay_is_hurried_when_it_is_back(database: Database, outgoing: Make) -> None:
    away, busy, other_reason = add(database, outgoing(), outgoing(), outgoing())
    claim(database)
    record(database, away, "waiting", next_at=NOW + SOON, reason="No relay: refused")
    record(database, busy, "waiting", next_at=NOW + SOON, reason="451 No relay: said the relay")
    record(database, other_reason, "waiting", next_at=NOW + SOON, reason="No_relay: like a pattern")
    with database.transaction() as connection:
        outbox.hurry(connection, now=NOW, reason_begins="No relay: ")
    assert ids(claim(database)) == [away]


def test_retry_sends_what_failed_what_waits_and_what_was_cancelled_but_not_what_was_sent(
    database: Database, outgoing: Make
) -> None:
    failed, waits, cancelled, sent = add(database, *(outgoing() for _ in range(4)))
    claim(database)
    record(database, failed, "failed", reason="550")
    record(database, waits, "waiting", next_at=NOW + SOON, reason="451")
    record(database, sent, "sent", sent_at=NOW)
    with database.transaction() as connection:
        outbox.cancel(connection, [cancelled], reason="x")
    later = NOW + timedelta(minutes=1)
    with database.transaction() as connection:
        done = outbox.retry(connection, [failed, waits, cancelled, sent, 99], now=later)
    assert done == {failed, waits, cancelled}
    assert sorted(ids(claim(database, now=later))) == [failed, waits, cancelled]
    assert row(database, failed).attempts == 0


def test_retry_of_a_mail_that_is_on_its_way_does_not_send_it_twice(
    database: Database, other: Database, outgoing: Make
) -> None:
    (id_,) = add(database, outgoing())
    claim(database, "one")
    with database.transaction() as connection:
        outbox.retry(connection, [id_], now=NOW)
    assert claim(other, "two") == []
    record(database, id_, "sent", sent_at=NOW)
    assert row(database, id_).state == "sent"


def test_only_what_waits_is_cancelled(database: Database, outgoing: Make) -> None:
    waits, sent = add(database, outgoing(), outgoing())
    claim(database)
    record(database, sent, "sent", sent_at=NOW)
    with database.transaction() as connection:
        assert outbox.cancel(connection, [waits, sent, 99], reason="x") == {waits}
    record(database, waits, "waiting", reason="451")
    assert row(database, waits).state == "cancelled", "the attempt that was under way does not revive it"


def test_caps_count_acknowledgements_and_only_so_far(database: Database, outgoing: Make) -> None:
    acknowledgements = [
        outgoing(kind="acknowledgement", created_at=NOW - timedelta(minutes=10 * n)) for n in range(10)
    ]
    to_ben = outgoing(kind="acknowledgement", recipient_key="ben@customer.example")
    add(database, *acknowledgements, to_ben, outgoing(kind="answer"))
    hour, day = NOW - timedelta(hours=1), NOW - timedelta(days=1)
    people = ["ann@customer.example", "ben@customer.example", "eve@elsewhere.example"]
    with database.reading() as connection:
        assert lately.acknowledged_since(connection, hour, most=100) == 7
        assert lately.acknowledged_since(connection, hour, most=3) == 3
        found = lately.acknowledged_to(connection, people, hour=hour, day=day)
    assert found == {"ann@customer.example": (6, 10), "ben@customer.example": (1, 1)}


def test_the_ticket_of_a_mail_is_known(database: Database, outgoing: Make) -> None:
    first, second = add(database, outgoing(ticket=10001), outgoing(ticket=None))
    with database.reading() as connection:
        assert outbox.ticket_of(connection, [first, second, 99]) == {first: 10001}


def test_listings_and_depth(database: Database, outgoing: Make) -> None:
    first, second = add(
        database, outgoing(created_at=NOW - SOON), outgoing(ticket=10002, data=b"Subject: x\r\n\r\n")
    )
    claim(database)
    record(database, second, "sent", sent_at=NOW)
    with database.reading() as connection:
        assert [r.id for r in outbox.rows(connection)] == [first, second]
        assert [r.id for r in outbox.rows(connection, state="sent")] == [second]
        assert [r.id for r in outbox.rows(connection, ticket=10001)] == [first]
        assert outbox.depth(connection) == (1, NOW - SOON)


def test_a_mail_on_its_way_is_not_said_to_be_cancelled(database: Database, outgoing: Make) -> None:
    on_its_way, at_rest = add(database, outgoing(), outgoing(next_at=NOW + SOON))
    claim(database)
    with database.transaction() as connection:
        assert outbox.cancel(connection, [on_its_way, at_rest], reason="x", at_rest=NOW) == {at_rest}
    with database.transaction() as connection:
        assert outbox.cancel(connection, [on_its_way], reason="x", at_rest=NOW + LEASE) == {on_its_way}


def test_bytes_that_are_not_those_that_were_written_are_found(database: Database, outgoing: Make) -> None:
    first, second, third, fourth = add(
        database, outgoing(data=b"one"), outgoing(data=b"two"), outgoing(data=b"three"), outgoing(data=b"one")
    )
    with database.reading() as connection:
        assert list(outbox.damaged(connection)) == []
    raw = schema.raw
    with database.transaction() as connection:
        changed = raw.c.sha256 == sha256(b"one").hexdigest()
        connection.execute(update(raw).where(changed).values(data=b"changed"))
        connection.execute(raw.delete().where(raw.c.sha256 == sha256(b"three").hexdigest()))
    with database.reading() as connection:
        assert list(outbox.damaged(connection)) == [first, third, fourth]
        assert second
