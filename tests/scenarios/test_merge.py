"""Two tickets of the same matter become one, with all who take part."""

from mailticket.tickets.decide import Refused
from scenarios.desk_room import ANA, BEN, EVE, Room


def merge(room: Room, number: int, into: int) -> object:
    return room.desk.merge(number, into, by=ANA)


def test_a_reply_to_the_ticket_that_went_away_lands_on_the_other(room: Room) -> None:
    room.mail()
    room.mail(from_=BEN)
    bens = room.outgoing(to="ben@customer.example")[0]
    assert not isinstance(merge(room, 10002, 10001), Refused)
    assert room.ticket(10002).merged_into == 10001
    assert room.ticket(10002).status == "closed"
    assert room.reply(bens, from_=BEN).ticket == 10001
    assert room.mail(from_=BEN, subject="[#10002] by number").ticket == 10001
    assert room.count() == 2


def test_everybody_of_both_tickets_gets_the_answer(room: Room) -> None:
    room.mail()
    room.mail(from_=BEN)
    merge(room, 10002, 10001)
    room.answer(10001)
    assert {mail.recipient for mail in room.outgoing(kind="answer")} == {
        "ann@customer.example",
        "ben@customer.example",
    }


def test_chains_of_merged_tickets_lead_to_their_end(room: Room) -> None:
    for n in range(4):
        room.mail(from_=f"c{n}@customer{n}.example")
    first = room.outgoing()[0]
    for number in (10001, 10002, 10003):
        assert not isinstance(merge(room, number, number + 1), Refused)
    assert room.reply(first, from_="c0@customer0.example").ticket == 10004
    assert len(room.said(10004)) == 5


def test_the_debt_of_the_ticket_that_went_away_is_not_forgotten(room: Room) -> None:
    room.mail()
    since = room.now
    room.advance(hours=1)
    room.mail(from_=BEN)
    room.answer(10002)
    merge(room, 10001, 10002)
    clock = room.ticket(10002).clock
    assert (clock.waiting_on, clock.unanswered_since) == ("staff", since)


def test_what_cannot_be_merged_is_refused_with_a_sentence_and_changes_nothing(room: Room) -> None:
    room.mail()
    room.mail(from_=EVE)
    merge(room, 10001, 10002)
    before = room.ticket(10001), room.ticket(10002)
    for number, into in ((10001, 10002), (10002, 10001), (10002, 10002), (10002, 77), (77, 10002)):
        refused = merge(room, number, into)
        assert isinstance(refused, Refused), (number, into)
        assert refused.sentence.endswith(".")
    assert (room.ticket(10001), room.ticket(10002)) == before
