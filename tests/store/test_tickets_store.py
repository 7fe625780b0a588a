"""Tickets, their history and threads, their clocks and deadlines: what is kept comes back the same."""

import threading
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailticket.mail.message import Attachment
from mailticket.store import journal, ledger, tickets, timers
from mailticket.store.database import FIRST_TICKET, Database
from mailticket.store.tickets import Counters, StaleTicket
from mailticket.store.timers import Timer
from mailticket.tickets.clock import ClockState, LedgerRow
from mailticket.tickets.events import Opened
from mailticket.tickets.evolve import opened
from mailticket.tickets.history import Entry
from mailticket.tickets.model import Participant, Ticket
from store.stores import NOW

LATER = NOW + timedelta(hours=2)


def person(address: str, role: str = "requester", name: str = "") -> Participant:
    return Participant.of(address, name, role, NOW)  # type: ignore[arg-type]


def a_ticket(number: int = 10001, **values: object) -> Ticket:
    begun = opened(
        Opened(
            at=NOW,
            number=number,
            subject="Ünder the ☂",
            requester="ann@customer.example",
            requester_name="Ann",
            participants=(person("ann@customer.example"),),
            priority="normal",
            queue="support",
            kind="request",
            customer=None,
            language=None,
            emergency=False,
            by="ann@customer.example",
        )
    )
    return replace(begun, version=1, **values)  # type: ignore[arg-type]


def add(database: Database, *new: Ticket) -> None:
    with database.transaction() as connection:
        tickets.add(connection, new)


def load(database: Database, *numbers: int) -> dict[int, Ticket]:
    with database.reading() as connection:
        return tickets.load(connection, numbers)


def test_a_ticket_comes_back_as_it_was(database: Database, other: Database) -> None:
    ticket = a_ticket(
        status="pending",
        customer="Acme",
        assignee="ana@desk.example",
        language="de",
        closed_at=LATER,
        pending_until=LATER,
        emergency=True,
        reminded=2,
        thread=("a@x", "b@y"),
        participants=(
            person("ann@customer.example", name="Ann"),
            person("Team@customer.example", "reply-to"),
            person("ben@customer.example", "cc"),
        ),
        clock=ClockState(
            waiting_on="staff",
            started_at=NOW,
            started_by=7,
            due_at=LATER,
            unanswered_since=NOW,
            breach_at=LATER,
            breach_from=NOW,
            warn_at=NOW + timedelta(hours=1),
            breached=True,
            level="standard",
        ),
    )
    add(database, ticket)
    assert load(other, 10001) == {10001: ticket}
    with other.reading() as connection:
        assert tickets.load_plain(connection, 10001) == ticket
        assert tickets.load_plain(connection, 10002) is None


def test_every_instant_of_the_clock_comes_back_as_an_instant(database: Database) -> None:
    """Whatever the clock remembers, now and in versions to come."""
    empty = ClockState()
    instants = [field.name for field in fields(ClockState) if "datetime" in str(field.type)]
    assert len(instants) >= 5
    state = replace(empty, **dict.fromkeys(instants, LATER))
    add(database, a_ticket(clock=state))
    assert load(database, 10001)[10001].clock == state


def test_times_of_any_zone_come_back_as_the_same_instant_in_utc(database: Database) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    at = datetime(2026, 3, 29, 3, 0, tzinfo=kathmandu)
    add(database, a_ticket(opened_at=at, closed_at=at))
    ticket = load(database, 10001)[10001]
    assert ticket.opened_at == ticket.closed_at == at
    assert ticket.opened_at.tzinfo is UTC


def test_a_change_is_kept_once_and_a_stale_one_is_refused(database: Database, other: Database) -> None:
    before = a_ticket()
    add(database, before)
    after = replace(
        before, version=2, status="open", participants=(*before.participants, person("b@x", "cc"))
    )
    with database.transaction() as connection:
        tickets.save(connection, [(before, after)])
    assert load(other, 10001) == {10001: after}
    with pytest.raises(StaleTicket), other.transaction() as connection:
        tickets.save(connection, [(before, replace(before, version=2, status="closed"))])
    assert load(database, 10001) == {10001: after}


def test_a_failed_transaction_leaves_the_ticket_as_it_was(database: Database) -> None:
    before = a_ticket()
    add(database, before)
    with pytest.raises(RuntimeError), database.transaction() as connection:
        tickets.save(connection, [(before, replace(before, version=2, subject="other"))])
        raise RuntimeError
    assert load(database, 10001) == {10001: before}


def test_merged_tickets_stand_as_what_they_went_into(database: Database) -> None:
    last = a_ticket(10004)
    add(
        database,
        a_ticket(10001, merged_into=10002),
        a_ticket(10002, merged_into=10003),
        a_ticket(10003, merged_into=10004),
        last,
    )
    assert load(database, 10001, 10003) == {10001: last, 10003: last}


def test_a_circle_of_merged_tickets_ends(database: Database) -> None:
    """It cannot be made; should it ever be, nothing hangs."""
    add(database, a_ticket(10001, merged_into=10002), a_ticket(10002, merged_into=10001))
    assert set(load(database, 10001)) == {10001}
    with database.reading() as connection:
        assert tickets.history(connection, 10001) == []


@pytest.mark.parametrize("number", [0, -1, 99, 1 << 53, 1 << 80])
def test_a_number_that_no_ticket_has_finds_nothing(database: Database, number: int) -> None:
    add(database, a_ticket())
    assert load(database, number) == {}


def test_history_is_in_the_order_of_what_happened_and_whole(database: Database) -> None:
    attachment = Attachment(
        index=0,
        filename="a/b\0.pdf",
        content_type="application/pdf",
        size=3,
        sha256="0" * 64,
        inline=False,
        content_id=None,
    )
    add(database, a_ticket(10001), a_ticket(10002, merged_into=10001))
    rows = [
        (10001, 3, Entry(at=LATER, kind="note", text="late")),
        (
            10001,
            1,
            Entry(
                at=NOW,
                kind="correspondence",
                direction="in",
                author="ann@customer.example",
                recipients=("support@desk.example",),
                message_id="a@x",
                text="Hello \0 \ud800",
                attachments=(attachment,),
                data={"at": NOW, "name": "Ann"},
                inbox=5,
            ),
        ),
        (10002, 2, Entry(at=NOW, kind="event", event="opened", text="of the other")),
    ]
    with database.transaction() as connection:
        tickets.add_entries(connection, rows)
    with database.reading() as connection:
        found = tickets.history(connection, 10001)
        assert [row.id for row in found] == [1, 2, 3]
        assert found[0].text == "Hello \ufffd \ufffd" or "\0" not in found[0].text
        (back,) = tickets.attachments_of(found[0])
        assert (back.sha256, back.size, "\0" in (back.filename or "")) == ("0" * 64, 3, False)
        assert [row.id for row in tickets.history(connection, 10002)] == [2]


@pytest.mark.parametrize("id_", ["a@x", "A@x", "a\0b@x", "\ud800@x", "x" * 5000 + "@y", "ü" * 300])
def test_message_ids_lead_to_their_tickets_whatever_they_are(database: Database, id_: str) -> None:
    with database.transaction() as connection:
        for _ in range(2):
            tickets.add_message_ids(connection, [(id_, 10002, "received"), (id_, 10002, "received")])
        tickets.add_message_ids(connection, [(id_, 10001, "named"), ("other@x", 10003, "sent")])
    with database.reading() as connection:
        assert tickets.known_ids(connection, [id_, "unknown@x"]) == {
            id_: [(10001, "named"), (10002, "received")]
        }
        assert tickets.known_ids(connection, []) == {}


def test_hundreds_of_references_are_looked_up_at_once(database: Database) -> None:
    wanted = [f"{n}@x" for n in range(3000)]
    with database.transaction() as connection:
        tickets.add_message_ids(connection, [(id_, 10001, "received") for id_ in wanted])
    with database.reading() as connection:
        assert len(tickets.known_ids(connection, wanted)) == 3000


def test_numbers_have_no_gaps_whoever_takes_them(database: Database, other: Database) -> None:
    taken: list[int] = []
    start = threading.Barrier(2)

    def take(store: Database) -> None:
        start.wait(10)
        for n in range(40):
            with store.transaction() as connection:
                counters = Counters(connection)
                mine = [counters.next("ticket") for _ in range(n % 3)]
                counters.save()
                taken.extend(mine)

    threads = [threading.Thread(target=take, args=(store,)) for store in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(taken) == list(range(FIRST_TICKET, FIRST_TICKET + 78))


def test_numbers_of_a_transaction_that_failed_are_given_out_again(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as connection:
        counters = Counters(connection)
        counters.next("ticket")
        counters.save()
        raise RuntimeError
    with database.transaction() as connection:
        assert Counters(connection).next("ticket") == FIRST_TICKET


def test_the_ledger_comes_back_as_it_was(database: Database) -> None:
    row = LedgerRow(
        at=NOW,
        change="started",
        cause="customer-reply",
        by=1,
        due_at=LATER,
        because="normal: 2 h after 09:00",
        started_at=NOW,
        level="standard",
        unanswered_since=NOW,
        breach_at=LATER,
    )
    stopped = replace(
        row,
        at=LATER,
        change="stopped",
        cause="staff-reply",
        due_at=None,
        unanswered_since=None,
        breach_at=None,
    )
    with database.transaction() as connection:
        ledger.add(connection, [(10001, row), (10002, row), (10001, stopped)])
    with database.reading() as connection:
        assert ledger.of_ticket(connection, 10001) == [row, stopped]
        assert ledger.of_ticket(connection, 10003) == []


def timer(ticket: int, kind: str, minutes: int, generation: int = 1) -> Timer:
    return Timer(ticket=ticket, kind=kind, due_at=NOW + timedelta(minutes=minutes), generation=generation)


def test_deadlines_that_have_come_are_due_the_oldest_first(database: Database) -> None:
    late, soon, first = timer(10001, "breach", 90), timer(10002, "breach", 20), timer(10003, "warning", 10)
    with database.transaction() as connection:
        timers.put(connection, [late, soon, first])
        assert timers.next_moment(connection) == first.due_at
        assert timers.due(connection, now=NOW, most=9) == []
        assert timers.due(connection, now=NOW + timedelta(minutes=20), most=9) == [first, soon]
        assert timers.due(connection, now=NOW + timedelta(days=1), most=1) == [first]


def test_a_ticket_has_one_deadline_of_each_kind(database: Database) -> None:
    with database.transaction() as connection:
        timers.put(connection, [timer(10001, "breach", 10), timer(10001, "warning", 5)])
        timers.put(connection, [timer(10001, "breach", 30, generation=2)])
        assert timers.of_ticket(connection, 10001) == {
            "breach": NOW + timedelta(minutes=30),
            "warning": NOW + timedelta(minutes=5),
        }
        assert timers.due(connection, now=LATER, most=9)[1].generation == 2
        timers.drop(connection, [(10001, "breach"), (10001, "nothing"), (10009, "warning")])
        assert set(timers.of_ticket(connection, 10001)) == {"warning"}
        timers.drop(connection, [])


def test_a_deadline_in_one_hand_is_in_no_other(database: Database, other: Database) -> None:
    """SQLite lets one write at a time; PostgreSQL passes over what somebody holds."""
    with database.transaction() as connection:
        timers.put(connection, [timer(10001, "breach", 0)])
    if database.is_sqlite:
        return
    with database.transaction() as one, other.transaction() as two:
        assert len(timers.due(one, now=NOW, most=9)) == 1
        assert timers.due(two, now=NOW, most=9) == []


def test_lines_for_the_log_are_taken_once_and_in_order(database: Database, other: Database) -> None:
    with database.transaction() as connection:
        journal.add(connection, [("ticket.opened", "info", {"ticket": n, "at": NOW}) for n in range(3)])
        journal.add(connection, [])
    with other.reading() as connection:
        assert journal.some(connection)
    with other.transaction() as connection:
        assert [fields["ticket"] for _, _, fields in journal.take(connection)] == [0, 1, 2]
    with database.transaction() as connection:
        assert journal.take(connection) == []
        assert not journal.some(connection)
