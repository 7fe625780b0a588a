"""What is refused leaves nothing behind, and only who holds the claim on a mail says what became of it."""

from datetime import timedelta

import pytest

from mailticket.desk.door import Desk
from mailticket.desk.work import Work
from mailticket.store import dead_addresses, journal, outbox, preferences
from mailticket.store.outbox import Attempted, Due
from mailticket.tickets.commands import Command, MergeInto, SetField
from mailticket.tickets.decide import Refused
from mailticket.tickets.model import Ticket
from scenarios.desk_room import ANA, LEASE, Room


def raise_priority(work: Work, _ticket: Ticket) -> Command:
    preferences.put(work.connection, "left behind", "yes")
    return SetField(name="priority", value="high", by=ANA)


def into_itself(_work: Work, ticket: Ticket) -> Command:
    return MergeInto(into=ticket.number, by=ANA)


def test_a_refusal_leaves_nothing_of_the_commands_before_it(room: Room) -> None:
    number = room.mail().ticket
    assert number is not None
    before, history = room.ticket(number), room.history(number)
    command = Desk(room.desk.database, room.desk.tools, lambda: room.now, has_log=False)
    assert isinstance(command.act(number, raise_priority, into_itself), Refused)
    assert (room.ticket(number), room.history(number)) == (before, history)
    with room.desk.database.reading() as connection:
        assert not journal.some(connection)
        assert preferences.get(connection, "left behind") is None


def test_what_is_not_refused_is_left_for_the_log(room: Room) -> None:
    number = room.mail().ticket
    assert number is not None
    room.answer(number)
    command = Desk(room.desk.database, room.desk.tools, lambda: room.now, has_log=False)
    assert not isinstance(command.act(number, raise_priority), Refused)
    assert room.ticket(number).priority == "high"


def claimed(room: Room, token: str) -> Due:
    """The acknowledgement, in the hands of a node."""
    with room.desk.database.transaction() as connection:
        (mail,) = outbox.claim(
            connection, token=token, now=room.now, lease=LEASE, most=10, most_bytes=1 << 20
        )
    return mail


def failed(room: Room, mail: Due) -> Attempted:
    return Attempted(id=mail.id, state="failed", next_at=room.now, reason="550 5.1.1 Unknown")


@pytest.mark.parametrize("sent", [False, True], ids=["claimed", "sent"])
def test_who_lost_the_claim_on_a_mail_notes_no_failure(room: Room, *, sent: bool) -> None:
    number = room.mail().ticket
    slow = claimed(room, "slow")
    room.advance(seconds=LEASE.total_seconds() + 1)
    assert claimed(room, "quick").id == slow.id
    if sent:
        arrived = Attempted(id=slow.id, state="sent", next_at=room.now, reason=None, sent_at=room.now)
        with room.desk.database.transaction() as connection:
            outbox.record(connection, [arrived], token="quick")
    history, queued = room.history(number), len(room.outgoing())
    attempt = failed(room, slow)
    assert room.desk.delivery_failed(slow, "550 5.1.1 Unknown", attempt=attempt, token="slow") is None
    assert (room.history(number), len(room.outgoing())) == (history, queued)
    with room.desk.database.reading() as connection:
        row = outbox.get(connection, slow.id)
        assert row is not None
        assert row.state == ("sent" if sent else "waiting")
        assert not dead_addresses.rows(connection)


def test_who_holds_the_claim_notes_the_failure_even_after_its_time(room: Room) -> None:
    number = room.mail().ticket
    mail = claimed(room, "slow")
    room.now += LEASE + timedelta(seconds=1)
    room.desk.delivery_failed(mail, "550 5.1.1 Unknown", attempt=failed(room, mail), token="slow")
    assert "delivery-failed" in room.events(number)
    with room.desk.database.reading() as connection:
        assert "ann@customer.example" in dead_addresses.rows(connection)
