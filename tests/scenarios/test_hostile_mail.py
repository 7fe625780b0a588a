"""Mail that is meant to break something: each has its outcome, and the mail behind it comes through."""

import pytest

from scenarios.desk_room import BEN, DESK, Came, Room

HEAD = b"From: Ann <ann@customer.example>\r\nTo: support@desk.example\r\n"
NOISE = bytes(range(256)).hex().encode() * 20  # 10 KB that no index compresses into a page


def settled(room: Room, raw: bytes, **envelope: object) -> Came:
    """The mail has an outcome, and so has the mail of somebody else that came with it."""
    id_ = room.arrive(raw, **envelope)  # type: ignore[arg-type]
    behind = room.arrive(room.compose("Me too", from_=BEN), reverse_path="ben@customer.example")
    room.work()
    assert room.came(behind).outcome == "opened"
    came = room.came(id_)
    assert came.outcome != "waiting"
    return came


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\0" * 1000,
        bytes(range(256)) * 50,
        HEAD + b"Message-ID: <" + NOISE + b"@x>\r\n\r\nHello",
        HEAD + b"Message-ID: <a\0b@x>\r\n\r\nHello",
        HEAD + b"Message-ID: <\xff\xfe@x>\r\n\r\nHello",
        HEAD + b"Message-ID: <\xed\xa0\x80@x>\r\n\r\nHello",
        HEAD + b"In-Reply-To: <a\0b@x>\r\nReferences: <\xff@x> <" + NOISE + b"@x>\r\n\r\nHello",
        HEAD + b"References: " + b"<a@b> " * 30_000 + b"\r\n\r\nHello",
        HEAD + b"References: " + b"".join(b"<%d@b> " % n for n in range(8_000)) + b"\r\n\r\nHello",
        HEAD + b"Subject: =?utf-8?q?a=00b_=ED=A0=80?= \0\r\n\r\nHello",
        HEAD + b"Subject: " + "😀".encode() * 20_000 + b"\r\n\r\nHello",
        HEAD + b"Subject: [#9223372036854775808] [#-1] [#00010001]\r\n\r\nHello",
        HEAD + b"Content-Language: " + b"x" * 5000 + b"\r\n\r\nHello",
        HEAD + b"\r\nA \0 in the text, \xed\xa0\x80 and \xff too",
        HEAD + b"Date: Mon, 99 Foo 0000 99:99:99 +9999\r\n\r\nHello",
        HEAD + b"Date: Fri, 31 Dec 9999 23:59:59 -2359\r\n\r\nHello",
        b"From: " + b"a" * 5000 + b"@customer.example\r\n\r\nHello",
        b"From: a@" + NOISE + b".example\r\n\r\nHello",
        b"From: a@" + b"b." * 3000 + b"example\r\n\r\nHello",
        b"From: a\0b@customer.example\r\n\r\nHello",
        b"From: \xed\xa0\x80@customer.example\r\n\r\nHello",
        b'From: "a b"@customer.example\r\n\r\nHello',
        b"From: ann@[127.0.0.1]\r\n\r\nHello",
        b"From: ann@" + "ü".encode() * 300 + b".example\r\n\r\nHello",
        b"From: ann@customer..example\r\n\r\nHello",
        b"From: \xf0\x9f\x98\x80@customer.example\r\n\r\nHello",
        b"From: " + b"x@y.example, " * 2000 + b"\r\n\r\nHello",
        HEAD + b"Cc: " + b", ".join(b"c%d@customer.example" % n for n in range(2000)) + b"\r\n\r\nHello",
        HEAD + b'Content-Type: application/x; name="' + b"\xff" * 5000 + b'"\r\n\r\nHello',
    ],
    ids=lambda raw: repr(raw[-30:] if len(raw) < 200 else raw[:20] + raw[58:90]),
)
def test_whatever_the_bytes_the_mail_has_its_outcome(room_on_both: Room, raw: bytes) -> None:
    came = settled(room_on_both, raw)
    assert came.outcome in ("opened", "suppressed")
    assert settled(room_on_both, raw).outcome in ("opened", "added", "suppressed")


@pytest.mark.parametrize(
    "reverse_path", ["", "a b@c", "x" * 5000 + "@y.example", "\udcff@x.example", "a\0b@x.example", "<>", "@"]
)
def test_whatever_the_reverse_path_the_mail_has_its_outcome(room_on_both: Room, reverse_path: str) -> None:
    assert settled(room_on_both, HEAD + b"\r\nHello", reverse_path=reverse_path).outcome == "opened"
    assert settled(room_on_both, b"Subject: x\r\n\r\nHello", reverse_path=reverse_path).outcome == "opened"


@pytest.mark.parametrize(
    "bad",
    ['"a b"@customer.example', "a@b_c@customer.example", "x" * 400 + "@customer.example", "a@customer..x"],
)
def test_one_impossible_address_in_copy_keeps_nobody_from_the_answer(room: Room, bad: str) -> None:
    room.mail(cc=f"{bad}, {BEN}")
    room.answer(10001, "It is out.")
    reached = {mail.recipient for mail in room.outgoing(kind="answer")}
    assert {"ann@customer.example", "ben@customer.example"} <= reached


def test_an_impossible_reply_to_falls_back_to_nobody_else(room: Room) -> None:
    """The acknowledgement goes to the first Reply-To or, where that is no address, to From."""
    room.mail(reply_to="team at customer dot example")
    assert [mail.recipient for mail in room.outgoing()] == ["ann@customer.example"]


def test_a_mail_to_many_of_our_addresses_opens_one_ticket(room: Room) -> None:
    recipients = [DESK, *(f"support+{n}@desk.example" for n in range(90))]
    assert room.mail(recipients=recipients).outcome == "opened"
    assert room.count() == 1
