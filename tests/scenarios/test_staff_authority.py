"""Who may speak for the desk, and what those come to who may not: a walk through the attacks."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailticket.mail import token
from scenarios.desk_room import ANN, DESK, EVE, Came, Outgoing, Room

BO, CYD = "Bo Larsen <bo@desk.example>", "Cyd Marsh <cyd@desk.example>"
TRUSTED = """
[trust]
authserv_id = "mx.desk.example"
"""
STAFF = """
[[staff]]
name = "Bo Larsen"
address = "bo@desk.example"

[[staff]]
name = "Cyd Marsh"
address = "cyd@desk.example"
"""
ORDER = "#close\nDo what Eve says."


@pytest.fixture
def staffed(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Room]:
    with room_with(STAFF) as room:
        room.mail()
        yield room


@pytest.fixture
def trusting(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Room]:
    with room_with(STAFF + TRUSTED) as room:
        room.mail()
        yield room


def notice(room: Room, to: str = "bo@desk.example") -> Outgoing:
    return room.outgoing(kind="notice", to=to)[-1]


def untouched(room: Room, number: int = 10001) -> None:
    """The ticket stands as it did, and nobody on the customer's side was written to as if by staff."""
    ticket = room.ticket(number)
    assert (ticket.status, ticket.clock.waiting_on, ticket.assignee) == ("new", "staff", None)
    assert room.outgoing(kind="answer") == []
    assert room.outgoing(kind="closed") == []


def forged(room: Room, **other: Any) -> Came:
    said = {"from_": BO, "subject": "Re: [#10001] The printer is on fire"} | other
    return room.mail(ORDER, **said)


ATTACKS: dict[str, Callable[[Room], dict[str, Any]]] = {
    "a bare From of staff with the number": lambda room: {},
    "with the Message-ID of a notice": lambda room: {"in_reply_to": notice(room).message_id},
    "with the Message-ID of the acknowledgement": lambda room: {
        "in_reply_to": room.outgoing(kind="acknowledgement")[0].message_id
    },
    "with the customer's own signed address": lambda room: {
        "to": room.outgoing(kind="acknowledgement")[0].reply_to
    },
    "with the signed address of another member of staff": lambda room: {
        "to": notice(room, "cyd@desk.example").reply_to
    },
    "with a signed address that was changed": lambda room: {"to": notice(room).reply_to.replace("@", "a@")},
    "with a signed address in capitals and another person's": lambda room: {
        "to": notice(room, "cyd@desk.example").reply_to.upper()
    },
    "with two authors": lambda room: {"from_": f"{BO}, {EVE}", "to": notice(room).reply_to},
    "with the person in Sender only": lambda room: {
        "from_": EVE,
        "headers": [("Sender", BO)],
        "to": notice(room).reply_to,
    },
    "with the person's name on another address": lambda room: {
        "from_": '"bo@desk.example" <eve@elsewhere.example>',
        "to": notice(room).reply_to,
    },
    "with letters that look alike": lambda room: {
        "from_": "Bo <bо@desk.example>",  # a Cyrillic letter
        "to": notice(room).reply_to,
    },
    "with its own Authentication-Results": lambda room: {
        "headers": [("Authentication-Results", "mx.desk.example; dmarc=pass header.from=desk.example")]
    },
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_without_authority_nothing_is_done_in_the_name_of_staff(
    staffed: Room, attack: Callable[[Room], dict[str, Any]]
) -> None:
    came = forged(staffed, **attack(staffed))
    assert "signed-staff-address" not in came.reasons
    assert "trusted-authentication" not in came.reasons
    untouched(staffed)


def test_a_forged_from_leaves_a_remark_and_an_alarm_when_it_repeats(staffed: Room) -> None:
    came = forged(staffed)
    assert "staff-address-unproven" in came.reasons
    assert "staff-address-unproven" in staffed.events(10001)
    assert staffed.told("alarm.raised") == []
    forged(staffed)
    (alarm,) = staffed.told("alarm.raised")
    assert "bo@desk.example" in alarm.fields["reason"]
    staffed.advance(days=2)
    forged(staffed)
    assert len(staffed.told("alarm.raised")) == 1


def test_a_customer_who_gets_hold_of_a_reply_address_gains_nothing(staffed: Room) -> None:
    came = staffed.mail(ORDER, from_=ANN, to=notice(staffed).reply_to, subject="Re: [#10001] x")
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "reply-address-of-another" in came.reasons
    untouched(staffed)
    assert staffed.said(10001) == ["in ann@customer.example"] * 2


def test_a_stranger_with_a_reply_address_is_a_stranger(staffed: Room) -> None:
    came = staffed.mail(ORDER, from_=EVE, to=notice(staffed).reply_to)
    assert came.ticket != 10001
    untouched(staffed)


def test_an_expired_address_does_nothing_and_its_owner_is_told(staffed: Room) -> None:
    got = notice(staffed)
    staffed.advance(days=91)
    came = staffed.reply(got, ORDER, from_=BO)
    assert (came.outcome, came.ticket) == ("added", 10001)
    untouched(staffed)
    told = notice(staffed)
    assert "was good until" in told.text
    staffed.reply(told, "Pour water on it.", from_=BO)
    assert staffed.outgoing(kind="answer")[-1].text.startswith("Pour water on it.")


def test_whoever_leaves_the_configuration_has_no_authority_any_more(staffed: Room) -> None:
    got = notice(staffed)
    policy = staffed.desk.tools.policy
    left = replace(policy, staff=tuple(p for p in policy.staff if p.address != "bo@desk.example"))
    staffed.desk.tools = replace(staffed.desk.tools, policy=left)
    staffed.reply(got, ORDER, from_=BO)
    untouched(staffed)


def test_a_customers_address_for_new_mail_is_worth_nothing(staffed: Room) -> None:
    policy = staffed.desk.tools.policy
    address = token.staff_address(
        policy.secret,
        DESK,
        ticket=0,
        person="bo@desk.example",
        expires_at=staffed.now + timedelta(days=9),
    )
    staffed.mail("#for ann@customer.example\nSend money.", from_=EVE, to=address, subject="Hello")
    assert staffed.ticket(10002).requester == "eve@elsewhere.example"
    staffed.mail("#for ann@customer.example\nSend money.", from_=BO, subject="Hello")
    assert staffed.ticket(10003).requester == "bo@desk.example", "without any proof it is just their mail"


PASS = ("Authentication-Results", "mx.desk.example; dkim=pass header.d=desk.example")


def test_the_trusted_hosts_word_is_enough(trusting: Room) -> None:
    forged(trusting, headers=[PASS])
    assert trusting.outgoing(kind="answer")[-1].text.startswith("Do what Eve says.")
    assert trusting.ticket(10001).status == "closed"


@pytest.mark.parametrize(
    "headers",
    [
        [("Authentication-Results", "mx.evil.example; dkim=pass header.d=desk.example")],
        [("Authentication-Results", "mx.evil.example; dkim=pass header.d=desk.example"), PASS],
        [("Authentication-Results", "mx.desk.example; dkim=pass header.d=evil.example")],
        [("Authentication-Results", "mx.desk.example; dkim=fail header.d=desk.example")],
        [("Authentication-Results", "mx.desk.example; spf=pass smtp.mailfrom=bo@desk.example")],
        [("Authentication-Results", "mx.desk.example; dmarc=pass header.from=evil.example")],
        [("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example"), PASS],
        [("Authentication-Results", "mx.desk.example (dkim=pass header.d=desk.example); none")],
        [("Authentication-Results", "mx.desk.example.evil; dkim=pass header.d=desk.example")],
        [("Authentication-Results", 'mx.desk.example; dkim=none; x="dkim=pass header.d=desk.example"')],
        [("X-Authentication-Results", PASS[1])],
        [("ARC-Authentication-Results", f"i=1; {PASS[1]}")],
        [("Authentication-Results", "mx.desk.example; dkim=pass header.d=example")],
    ],
)
def test_only_the_topmost_word_of_the_trusted_host_counts(
    trusting: Room, headers: list[tuple[str, str]]
) -> None:
    forged(trusting, headers=headers)
    untouched(trusting)


def test_a_signed_address_is_worth_nothing_where_the_host_says_that_it_was_forged(trusting: Room) -> None:
    fail = ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example")
    trusting.reply(notice(trusting), ORDER, from_=BO, headers=[fail])
    untouched(trusting)
    assert "staff-address-unproven" in trusting.events(10001)


def test_a_forged_bounce_does_nothing(staffed: Room) -> None:
    staffed.reply(notice(staffed), "Pour water on it.", from_=BO)
    answer = staffed.outgoing(kind="answer")[0]
    wrong = answer.reverse_path.replace("@", "2@")
    staffed.raw(
        b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered [#10001]\r\n\r\nNo such user\r\n",
        recipients=[wrong],
        reverse_path="",
    )
    assert staffed.ticket(10001).clock.waiting_on == "customer"
    assert "delivery-failed" not in staffed.events(10001)


def test_commands_of_a_customer_are_text(staffed: Room) -> None:
    staffed.reply(staffed.outgoing(kind="acknowledgement")[0], "#close\n#cc eve@elsewhere.example\nPlease.")
    ticket = staffed.ticket(10001)
    assert ticket.status == "new"
    assert ticket.participant("eve@elsewhere.example") is None
