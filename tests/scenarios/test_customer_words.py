"""A customer's single word: how things stand, the end of a ticket, an emergency."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from scenarios.desk_room import BEN, EVE, Room


def test_status_tells_how_the_senders_own_tickets_stand(room: Room) -> None:
    room.mail(subject="First")
    room.mail(subject="Second")
    room.mail(subject="Ben's", from_=BEN)
    came = room.reply(room.outgoing(kind="acknowledgement")[0], "Status.")
    assert (came.outcome, came.ticket) == ("added", 10001)
    (mail,) = room.outgoing(kind="status")
    assert mail.recipient == "ann@customer.example"
    assert "First" in mail.text
    assert "Second" in mail.text
    assert "Ben's" not in mail.text
    assert mail.mail["Auto-Submitted"] == "auto-replied"
    assert room.said(10001) == ["in ann@customer.example"]


def test_status_to_the_desk_opens_no_ticket(room: Room) -> None:
    room.mail()
    came = room.mail("status", subject="A question")
    assert (came.outcome, came.ticket) == ("suppressed", None)
    assert "customer-command" in came.reasons
    assert len(room.outgoing(kind="status")) == 1
    assert room.count() == 1


def test_the_answer_goes_to_the_sender_and_not_where_the_mail_asks(room: Room) -> None:
    room.mail(subject="First")
    room.mail("status", reply_to="eve@elsewhere.example", cc="eve@elsewhere.example")
    assert {mail.recipient for mail in room.outgoing(kind="status")} == {"ann@customer.example"}


def test_close_closes_and_says_how_to_open_again(room: Room) -> None:
    room.mail()
    room.reply(room.outgoing()[0], "close")
    ticket = room.ticket(10001)
    assert (ticket.status, ticket.clock.waiting_on) == ("closed", "nobody")
    (mail,) = room.outgoing(kind="closed")
    assert "as you wished" in mail.text
    assert room.reply(mail, "It burns again.").ticket == 10001
    assert room.ticket(10001).status == "open"


def test_close_to_the_desk_closes_the_only_one_and_asks_where_there_are_several(room: Room) -> None:
    room.mail()
    room.mail()
    room.mail("close", subject="x")
    assert [room.ticket(n).status for n in (10001, 10002)] == ["new", "new"]
    assert "closes the ticket that you reply to" in room.outgoing(kind="status")[-1].text
    room.reply(room.outgoing()[0], "close")
    room.mail("close", subject="x")
    assert room.ticket(10002).status == "closed"


def test_emergency_raises_the_ticket_and_says_so(room: Room) -> None:
    room.mail()
    came = room.reply(room.outgoing()[0], "Emergency!")
    assert came.ticket == 10001
    assert room.ticket(10001).emergency
    assert "alerted" in room.outgoing(kind="status")[-1].text


@pytest.mark.parametrize("word", ["status", "close"])
def test_a_stranger_gets_nothing_by_a_word(room: Room, word: str) -> None:
    room.mail()
    came = room.mail(word, from_=EVE, subject="[#10001]")
    assert came.ticket == 10002
    assert room.ticket(10001).status == "new"
    assert room.outgoing(kind="status") == []


@pytest.mark.parametrize("text", ["status?  I asked yesterday!", "please close", "not an emergency", "Help!"])
def test_anything_else_is_read_by_a_person(room: Room, text: str) -> None:
    room.mail()
    assert room.reply(room.outgoing()[0], text).verdict == "reply"
    assert room.said(10001) == ["in ann@customer.example"] * 2


def test_words_are_followed_only_so_often(room_with: Callable[[str], AbstractContextManager[Room]]) -> None:
    with room_with("[answers]\ncustomer_commands_hour = 2\n") as room:
        room.mail()
        ack = room.outgoing()[0]
        for _ in range(4):
            room.reply(ack, "status")
        assert len(room.outgoing(kind="status")) == 2
        assert room.said(10001) == ["in ann@customer.example"] * 3


def test_a_machine_gets_no_status(room: Room) -> None:
    room.mail()
    room.reply(room.outgoing()[0], "status", headers=[("Auto-Submitted", "auto-replied")])
    assert room.outgoing(kind="status") == []


def test_the_acknowledgement_explains_the_words(room: Room) -> None:
    room.mail()
    assert "“status”" in room.outgoing()[0].text


def test_what_to_do_after_hours_and_in_an_emergency_stands_in_the_acknowledgement(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    more = """
[acknowledgement]
emergency = "In an emergency, call 555 0100."
after_hours = "After hours, call 555 0199."
[calendars.office]
hours = { tue = ["09:00-10:00"] }
"""
    with room_with(more) as room:
        room.mail()
        text = room.outgoing()[0].text
        assert "555 0100" in text
        assert "555 0199" in text
