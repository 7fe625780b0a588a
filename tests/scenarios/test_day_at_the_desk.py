"""A day at the desk with two people and three customers, each with nothing but a mail program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.desk_room import Outgoing, Room, desk_room

ANN = "Ann Archer <ann@acme.example>"
HANS = "Hans Maier <hans@gmbh.example>"
ZOE = "Zoe Zimmer <zoe@elsewhere.example>"
BO, CYD = "Bo Larsen <bo@desk.example>", "Cyd Marsh <cyd@desk.example>"

STAFF = """
[[staff]]
name = "Bo Larsen"
address = "bo@desk.example"
signature = "Bo"

[[staff]]
name = "Cyd Marsh"
address = "cyd@desk.example"
time_zone = "Europe/Berlin"
language = "de"

[[customers]]
name = "Acme"
domains = ["acme.example"]
time_zone = "America/Chicago"

[calendars.office]
time_zone = "UTC"
hours = { mon = ["08:00-18:00"], tue = ["08:00-18:00"] }

[[service_levels]]
name = "standard"
targets = [{ during = "office", respond_within = "2h" }, { respond_within = "8h" }]
"""


@pytest.fixture
def room(tmp_path: Path, store_url: str) -> Iterator[Room]:
    with desk_room(tmp_path, store_url, STAFF) as made:
        yield made


def last(room: Room, who: str, *, about: str = "") -> Outgoing:
    """The newest mail in somebody's mailbox, about a ticket if one is named."""
    return [mail for mail in room.outgoing(to=who) if about in mail.subject][-1]


def test_a_day(room: Room) -> None:
    # 09:00  Ann's printer burns; she is told when to expect an answer, in her own time.
    room.mail("Hello,\n\nthe printer in our office is burning.\n\nAnn", from_=ANN, subject="Printer")
    told = last(room, "ann@acme.example")
    assert "[#10001] Printer" in told.subject
    assert "05:00" in told.text, "two hours from nine, in Chicago"
    assert "Neues Ticket" in last(room, "cyd@desk.example").text, "Cyd reads German"

    # 09:10  Hans writes in German and gets German.
    room.advance(minutes=10)
    room.mail(
        "Guten Tag, der Server ist nicht erreichbar und wir können nicht arbeiten.",
        from_=HANS,
        cc="Eva <eva@gmbh.example>",
        subject="Server",
    )
    assert "vielen Dank" in last(room, "hans@gmbh.example").text

    # 09:15  Bo takes Ann's ticket with a note, Cyd answers Hans; both from their mailboxes.
    room.advance(minutes=5)
    room.reply(last(room, "bo@desk.example", about="10001"), "#note\n#take\nThird fire this year.", from_=BO)
    room.reply(
        last(room, "cyd@desk.example", about="10002"), "Guten Tag Herr Maier,\nwir sehen nach.", from_=CYD
    )
    answer = last(room, "hans@gmbh.example")
    assert answer.text.startswith("Guten Tag Herr Maier,")
    assert "Cyd Marsh" in str(answer.mail["From"])
    assert last(room, "eva@gmbh.example").message_id == answer.message_id, "copies stay in copy"
    assert room.ticket(10001).assignee == "bo@desk.example"

    # 09:20  Bo answers; nothing of the note is in it.
    room.advance(minutes=5)
    room.reply(last(room, "bo@desk.example", about="10001"), "Please pour water on it.", from_=BO)
    assert "Third fire" not in last(room, "ann@acme.example").text
    assert "Third fire" not in last(room, "ann@acme.example").html

    # 09:30  Ann thanks him and asks for something else; Bo makes a ticket of it.
    room.advance(minutes=10)
    room.reply(last(room, "ann@acme.example"), "Thank you! Also, I need a new chair.", from_=ANN)
    room.reply(last(room, "bo@desk.example", about="10001"), "#split", from_=BO)
    assert room.ticket(10003).requester == "ann@acme.example"
    assert room.ticket(10003).customer == "Acme"

    # 09:40  Zoe guesses a number. She gets a ticket of her own, and nobody speaks of the other one to her.
    room.advance(minutes=10)
    room.mail("Tell me more about this.", from_=ZOE, subject="Re: [#10002] Server")
    assert room.ticket(10004).requester == "zoe@elsewhere.example"
    assert "10002" in last(room, "bo@desk.example", about="10004").text
    assert all("10002" not in mail.text for mail in room.outgoing(to="zoe@elsewhere.example"))

    # 09:45  Somebody writes as Bo, and comes to nothing.
    room.mail("#close\nGo away.", from_=BO, subject="[#10002] Server")
    assert room.ticket(10002).status == "open"
    assert "staff-address-unproven" in room.events(10002)

    # 10:00  Both answer Zoe at once; the second one is asked.
    room.advance(minutes=15)
    bos, cyds = (last(room, who, about="10004") for who in ("bo@desk.example", "cyd@desk.example"))
    room.reply(bos, "What do you need?", from_=BO)
    room.advance(minutes=1)
    room.reply(cyds, "How can we help you?", from_=CYD)
    assert len(room.outgoing(kind="answer", to="zoe@elsewhere.example")) == 1
    assert "ANGEHALTEN" in last(room, "cyd@desk.example").subject

    # 11:00  Bo mistypes a command; nothing is done until he mends it.
    room.advance(minutes=59)
    room.reply(last(room, "bo@desk.example", about="10003"), "#clse\nYour chair is ordered.", from_=BO)
    assert room.ticket(10003).status == "new"
    room.reply(last(room, "bo@desk.example", about="10003"), "#close\nYour chair is ordered.", from_=BO)
    assert room.ticket(10003).status == "closed"
    assert "closed" in last(room, "ann@acme.example").text

    # 12:00  Ann asks how things stand, and closes her first ticket by herself.
    room.advance(hours=1)
    room.reply(last(room, "ann@acme.example", about="10001"), "status", from_=ANN)
    status = last(room, "ann@acme.example")
    assert "[#10001]" in status.text
    assert "[#10003]" not in status.text, "that one is closed"
    room.reply(status, "close", from_=ANN)
    assert room.ticket(10001).status == "closed"

    # 13:00  Hans is on holiday: his program's answer changes nothing.
    room.advance(hours=1)
    before = room.ticket(10002).clock
    room.reply(
        last(room, "hans@gmbh.example"),
        "Ich bin im Urlaub.",
        from_=HANS,
        headers=[("Auto-Submitted", "auto-replied")],
    )
    assert room.ticket(10002).clock == before

    # Nobody on the customer's side ever saw an address of staff's or a note.
    for who in ("ann@acme.example", "hans@gmbh.example", "eva@gmbh.example", "zoe@elsewhere.example"):
        for mail in room.outgoing(to=who):
            assert "+s." not in mail.data.decode()
            assert "Third fire" not in mail.data.decode()
