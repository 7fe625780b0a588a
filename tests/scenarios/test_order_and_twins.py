"""The same mail twice, mails that overtake each other, several workers at once: one ticket all the same."""

import threading
from collections.abc import Callable
from contextlib import closing

from mailticket.mail.envelope import Envelope
from mailticket.mail.message import parse
from mailticket.store import inbox, tickets
from mailticket.store.database import Database
from mailticket.store.tickets import Counters
from scenarios.desk_room import ANN, BEN, DESK, EMERGENCY, EVE, Room


def test_the_same_mail_by_two_routes_is_one_mail(room: Room) -> None:
    raw = room.compose(message_id="<same@customer.example>")
    first = room.raw(b"Received: from a by b; Mon, 2 Mar 2026 08:00:00 +0000\r\n" + raw)
    second = room.raw(
        b"Return-Path: <ann@customer.example>\r\nDelivered-To: support@desk.example\r\n"
        b"Received: from c by d; Mon, 2 Mar 2026 08:00:09 +0000\r\n" + raw,
        route="imap:support",
        reverse_path=None,
        recipients=(),
    )
    assert (first.outcome, second.outcome, second.verdict) == ("opened", "suppressed", "duplicate")
    assert second.ticket == first.ticket
    assert len(room.outgoing()) == 1
    assert [line.event for line in second.log] == ["mail.classified", "mail.duplicate"]


def test_the_same_mail_to_two_addresses_of_the_desk_is_one_mail(room: Room) -> None:
    raw = room.compose(to=f"{DESK}, {EMERGENCY}")
    room.raw(raw, recipients=[DESK])
    assert room.raw(raw, recipients=[EMERGENCY]).verdict == "duplicate"
    assert room.count() == 1


def test_the_same_mail_in_one_batch_is_one_mail(room: Room) -> None:
    """A client that never heard its 250 and sends again at once."""
    raw = room.compose()
    ids = [room.arrive(raw) for _ in range(5)]
    room.work()
    assert [room.came(id_).outcome for id_ in ids] == ["opened", *["suppressed"] * 4]


def test_the_same_reply_twice_is_one_reply(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    reply = room.compose("It still burns.", to=mail.reply_to, subject=f"Re: {mail.subject}")
    first, second = (room.raw(reply, recipients=[mail.reply_to]) for _ in range(2))
    assert (first.verdict, second.verdict) == ("reply", "duplicate")
    assert len(room.said(10001)) == 2


def test_equal_message_id_with_other_content_is_another_mail(room: Room) -> None:
    room.mail("First", message_id="<broken-program@customer.example>")
    came = room.mail("Second", message_id="<broken-program@customer.example>")
    assert came.verdict == "new request"
    assert room.count() == 2


def test_equal_content_with_other_message_ids_is_two_mails(room: Room) -> None:
    room.mail("Same words")
    assert room.mail("Same words").verdict == "new request"


def test_a_mail_without_message_id_is_known_again_by_its_content(room: Room) -> None:
    raw = room.compose(message_id=None)
    assert [room.raw(raw).verdict for _ in range(2)] == ["new request", "duplicate"]
    room.advance(hours=1)
    assert room.mail(message_id=None).verdict == "new request", "the same words an hour later"


def test_a_mail_that_was_set_aside_is_no_twin_of_the_one_that_is_sent_again(room: Room) -> None:
    raw = room.compose(to="typo@other.example")
    room.raw(raw, recipients=["typo@other.example"])
    assert room.raw(raw, recipients=[DESK]).verdict == "new request"


def test_a_reply_that_overtakes_its_question_ends_on_one_ticket(room: Room) -> None:
    """Ben's reply to all arrives before Ann's question does."""
    reply = room.mail(
        "I have that too.",
        from_=BEN,
        to=f"{DESK}, {ANN}",
        recipients=[DESK],
        subject="Re: The printer is on fire",
        in_reply_to="<question@customer.example>",
    )
    question = room.mail("The printer burns.", message_id="<question@customer.example>")
    assert (reply.verdict, question.verdict) == ("new request", "reply")
    assert reply.ticket == question.ticket == 10001
    assert "named-by-its-reply" in question.reasons
    assert len(room.outgoing(kind="acknowledgement")) == 1


def test_the_customers_own_reply_that_overtakes_the_question_ends_on_one_ticket(room: Room) -> None:
    room.mail("PS: and the toner.", subject="Re: Fire", in_reply_to="<question@customer.example>")
    assert room.mail("The printer burns.", message_id="<question@customer.example>").ticket == 10001


def test_both_in_one_batch_end_on_one_ticket(room: Room) -> None:
    reply = room.compose("PS", in_reply_to="<question@customer.example>")
    question = room.compose("The printer burns.", message_id="<question@customer.example>")
    ids = [room.arrive(reply), room.arrive(question)]
    room.work()
    assert [room.came(id_).ticket for id_ in ids] == [10001, 10001]


def test_a_stranger_cannot_catch_a_mail_by_naming_its_id_before(room: Room) -> None:
    room.mail("Mine!", from_=EVE, in_reply_to="<question@customer.example>")
    came = room.mail("My secret is 4711.", message_id="<question@customer.example>")
    assert (came.verdict, came.ticket) == ("new request", 10002)


def test_two_replies_in_the_same_second_end_on_one_ticket(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.close(10001)
    ids = [
        room.arrive(room.compose(f"Reply {n}", to=mail.reply_to, subject="x"), recipients=[mail.reply_to])
        for n in range(2)
    ]
    room.work()
    assert [room.came(id_).ticket for id_ in ids] == [10001, 10001]
    assert len(room.said(10001)) == 3
    assert [row.event for row in room.history(10001)].count("open") == 1, "reopened once"


def together(*works: Callable[[], object]) -> None:
    """Run things at the same moment, and raise what any of them raises."""
    start = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors, errors


def test_replies_that_different_workers_take_at_once_end_on_one_ticket(room_on_both: Room) -> None:
    room = room_on_both
    room.mail()
    (mail,) = room.outgoing()
    ids = [
        room.arrive(room.compose(f"Reply {n}", to=mail.reply_to, subject="x"), recipients=[mail.reply_to])
        for n in range(8)
    ]
    hands = [(token, room.read(room.claim(token, most=4))) for token in ("one", "two")]
    together(*(lambda t=token, b=batch: room.desk.receive(b, token=t) for token, batch in hands))
    assert {room.came(id_).ticket for id_ in ids} == {10001}
    assert len(room.said(10001)) == 9
    ids_of_entries = [row.id for row in room.history(10001)]
    assert len(set(ids_of_entries)) == len(ids_of_entries)


def test_twins_that_different_workers_take_at_once_make_one_ticket(room_on_both: Room) -> None:
    room = room_on_both
    raw = room.compose()
    ids = [room.arrive(raw) for _ in range(4)]
    hands = [(token, room.read(room.claim(token, most=2))) for token in ("one", "two")]
    together(*(lambda t=token, b=batch: room.desk.receive(b, token=t) for token, batch in hands))
    assert sorted(room.came(id_).outcome for id_ in ids) == ["opened", *["suppressed"] * 3]
    assert room.count() == 1
    assert len(room.outgoing()) == 1


def test_two_workers_give_out_numbers_without_gaps(room_on_both: Room) -> None:
    room = room_on_both
    for n in range(20):
        room.arrive(room.compose(f"Question {n}", from_=f"c{n}@customer{n}.example"))
    hands = [(token, room.read(room.claim(token, most=10))) for token in ("one", "two")]
    together(*(lambda t=token, b=batch: room.desk.receive(b, token=t) for token, batch in hands))
    assert [room.ticket(10001 + n).number for n in range(20)] == list(range(10001, 10021))
    assert sorted(mail.id for mail in room.outgoing()) == list(range(1, 21))


def test_a_worker_that_lost_its_lease_changes_nothing(room_on_both: Room) -> None:
    """It was thought dead, another took over, and then it woke up."""
    room = room_on_both
    id_ = room.arrive(room.compose())
    slow = room.read(room.claim("slow"))
    room.advance(seconds=31)
    quick = room.read(room.claim("quick"))
    assert [read.waiting.id for read in quick] == [id_]
    assert len(room.desk.receive(quick, token="quick").results) == 1
    assert room.desk.receive(slow, token="slow").results == []
    assert room.count() == 1
    assert len(room.outgoing()) == 1


def test_every_message_has_one_outcome(room: Room) -> None:
    raw = room.compose()
    for recipients in ([DESK], [DESK], ["nobody@other.example"]):
        room.raw(raw, recipients=recipients)
    room.arrive(room.compose("not yet taken in"))
    with room.desk.database.reading() as connection:
        counts = inbox.counts(connection)
    assert counts == {
        "accepted": 4,
        "opened": 1,
        "added": 0,
        "suppressed": 1,
        "quarantined": 1,
        "waiting": 1,
    }


def test_whoever_only_looks_waits_for_nobody_and_holds_up_nobody(room_on_both: Room) -> None:
    """`mailticket explain` beside a busy desk."""
    room = room_on_both
    room.mail()
    raw = room.compose(subject="[#10001] again")
    envelope = Envelope(route="pipe", reverse_path=None, received_at=room.now)
    other = Database(room.desk.database.url.render_as_string(hide_password=False))
    with closing(other), room.desk.database.transaction() as busy:
        Counters(busy)
        tickets.load(busy, [10001], lock=True)
        with other.reading() as connection:
            if not other.is_sqlite:
                connection.exec_driver_sql("SET lock_timeout = '2s'")
            facts = room.desk.facts(connection, parse(raw), envelope)
    assert set(facts.tickets) == {10001}
