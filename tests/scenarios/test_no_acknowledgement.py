"""When a new ticket is not acknowledged, the ticket says why (RFC 3834 and the caps)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from scenarios.desk_room import DESK, EVE, Room


def suppressed(room: Room, number: int | None = 10001) -> str:
    """The rule by which a ticket was not acknowledged, as its history has it."""
    (row,) = [row for row in room.history(number) if row.event == "acknowledgement-suppressed"]
    assert row.text
    return str(row.data["rule"])


@pytest.mark.parametrize(
    ("rule", "mail"),
    [
        ("null-reverse-path", {"reverse_path": ""}),
        ("null-reverse-path", {"headers": [("Return-Path", "<>")], "reverse_path": None}),
        ("unattended-address", {"from_": "noreply@customer.example"}),
        ("unattended-address", {"from_": "No Reply <no-reply@customer.example>"}),
        ("unattended-address", {"from_": "do_not_reply@customer.example"}),
        ("unattended-address", {"from_": "postmaster@customer.example"}),
        ("unattended-address", {"from_": "root@customer.example"}),
        ("unattended-address", {"from_": "abuse@customer.example"}),
        ("unattended-address", {"reverse_path": "bounces-123@customer.example"}),
        ("unattended-address", {"reply_to": "noreply@customer.example"}),
        ("x-auto-response-suppress", {"headers": [("X-Auto-Response-Suppress", "OOF, AutoReply")]}),
        ("x-auto-response-suppress", {"headers": [("X-Auto-Response-Suppress", "All")]}),
        ("many-hops", {"headers": [("Received", "from a by b; Mon, 2 Mar 2026 08:00:00 +0000")] * 51}),
    ],
)
def test_a_ticket_without_acknowledgement_says_why(room: Room, rule: str, mail: dict[str, object]) -> None:
    came = room.mail(**mail)  # type: ignore[arg-type]
    assert (came.outcome, came.verdict, came.ticket) == ("opened", "new request", 10001)
    assert suppressed(room) == rule
    assert room.outgoing() == []
    (line,) = room.told("acknowledgement.suppressed")
    assert (line.fields["ticket"], line.fields["message"], line.fields["rule"]) == (10001, came.id, rule)


@pytest.mark.parametrize(
    "headers",
    [
        [("List-Id", "<team.customer.example>"), ("Precedence", "list")],
        [("List-Unsubscribe", "<mailto:leave@customer.example>")],
        [("Precedence", "bulk")],
        [("Precedence", "junk")],
    ],
)
def test_list_mail_opens_a_ticket_and_is_not_acknowledged(room: Room, headers: list[tuple[str, str]]) -> None:
    """A customer who writes through a group address has these headers too."""
    came = room.mail(headers=headers)
    assert (came.outcome, came.verdict) == ("opened", "new request")
    assert suppressed(room)
    assert room.outgoing() == []
    assert room.ticket(10001).clock.waiting_on == "staff"


@pytest.mark.parametrize(
    "headers",
    [
        [("Auto-Submitted", "auto-replied")],
        [("Auto-Submitted", "auto-generated (by a robot)")],
        [("Auto-Submitted", "AUTO-REPLIED")],
        [("Precedence", "auto_reply")],
        [("X-Autoreply", "yes")],
        [("X-Autorespond", "Out of office")],
    ],
)
def test_machine_mail_opens_no_ticket_and_gets_no_answer(room: Room, headers: list[tuple[str, str]]) -> None:
    came = room.mail(headers=headers)
    assert (came.outcome, came.verdict) == ("suppressed", "automatic response")
    assert came.reasons
    assert room.count() == 0
    assert room.outgoing() == []


def test_a_machine_that_answers_the_ticket_with_a_null_reverse_path_moves_no_clock(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    before = room.ticket(10001)
    came = room.mail("I am away.", subject="Away", to=mail.reply_to, reverse_path="")
    assert (came.outcome, came.verdict, came.ticket) == ("added", "automatic response", 10001)
    assert room.ticket(10001) == before


def test_a_person_behind_many_hops_may_still_reply(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    hops = [("Received", "from a by b; Mon, 2 Mar 2026 08:00:00 +0000")] * 60
    assert room.reply(mail, headers=hops).verdict == "reply"


def test_auto_submitted_no_is_a_person(room: Room) -> None:
    room.mail(headers=[("Auto-Submitted", "no")])
    assert [mail.kind for mail in room.outgoing()] == ["acknowledgement"]


def test_a_human_mail_from_exchange_that_asks_for_no_delivery_reports_is_acknowledged(room: Room) -> None:
    room.mail(headers=[("X-Auto-Response-Suppress", "DR, NDR, RN, NRN")])
    assert [mail.kind for mail in room.outgoing()] == ["acknowledgement"]


def test_a_mail_without_a_sender_opens_a_ticket_that_nobody_is_told_of(room: Room) -> None:
    came = room.mail(from_=None, reverse_path="")
    assert came.outcome == "opened"
    assert suppressed(room) == "no-address"
    assert room.outgoing() == []


def test_the_desk_is_never_acknowledged_even_by_reply_to(room: Room) -> None:
    room.mail(reply_to=DESK)
    assert [mail.recipient for mail in room.outgoing()] == ["ann@customer.example"]


def test_the_fourth_mail_of_an_hour_is_not_acknowledged_and_an_alarm_is_raised(room: Room) -> None:
    for n in range(5):
        assert room.mail(f"Question {n}").outcome == "opened"
        room.advance(minutes=1)
    assert len(room.outgoing(kind="acknowledgement")) == 3
    assert suppressed(room, 10004) == "cap-sender-hour"
    alarms = room.told("alarm.raised")
    assert alarms
    assert alarms[0].level == "error"
    assert room.mail(from_=EVE).outcome == "opened"
    assert room.outgoing()[-1].recipient == "eve@elsewhere.example"
    room.advance(hours=1)
    room.mail("Question of the next hour")
    assert room.outgoing()[-1].recipient == "ann@customer.example"


def test_details_of_an_address_do_not_multiply_a_sender(room: Room) -> None:
    for n in range(5):
        room.mail(f"Question {n}", from_=f"ann+{n}@customer.example")
    assert len(room.outgoing()) == 3


def test_one_batch_does_not_slip_past_the_cap(room: Room) -> None:
    """All claimed and decided in one transaction."""
    for n in range(6):
        room.arrive(room.compose(f"Question {n}"))
    room.work()
    assert len(room.outgoing()) == 3
    assert room.count() == 6


def test_the_eleventh_mail_of_a_day_is_not_acknowledged(room: Room) -> None:
    for n in range(12):
        room.mail(f"Question {n}")
        room.advance(minutes=30)
    assert len(room.outgoing()) == 10
    assert suppressed(room, 10011) == "cap-sender-day"


def test_the_desk_as_a_whole_has_a_ceiling(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with("[acknowledgement]\nper_desk_hour = 4\n") as room:
        for n in range(6):
            room.mail(from_=f"customer{n}@customer{n}.example")
        assert len(room.outgoing()) == 4
        assert room.count() == 6
        assert suppressed(room, 10005) == "cap-desk-hour"
        assert room.told("alarm.raised")
        room.advance(hours=1, seconds=1)
        room.mail("Later", from_="late@customer.example")
        assert len(room.outgoing()) == 5


def test_two_desks_that_acknowledge_each_other_stop_at_once(room: Room) -> None:
    """The far desk takes our acknowledgement for a question, and says so with the headers that it should."""
    room.mail()
    (mail,) = room.outgoing()
    came = room.reply(mail, "Your request was received.", headers=[("Auto-Submitted", "auto-replied")])
    assert (came.outcome, came.verdict, came.ticket) == ("added", "automatic response", 10001)
    assert len(room.outgoing()) == 1


def test_a_desk_that_lies_in_its_headers_is_stopped_by_the_caps(room: Room) -> None:
    for n in range(20):
        room.mail(
            f"Your request {n} was received.", from_="Support <support@other.example>", subject=f"T-{n}"
        )
        room.advance(seconds=10)
    assert len(room.outgoing()) == 3
    assert room.told("alarm.raised")


def test_a_reply_is_never_acknowledged_however_it_is_recognised(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.reply(mail)
    room.mail(subject="[#10001]")
    room.mail(subject="x", in_reply_to=mail.message_id)
    assert room.count() == 1
    assert len(room.outgoing()) == 1
