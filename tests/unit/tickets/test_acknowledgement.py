"""Whether a new ticket is acknowledged, to whom, and if not, why."""

from dataclasses import replace

import pytest

from mailticket.tickets.acknowledgement import Sent, recipient, refusal, sender_key
from mailticket.tickets.policy import Caps
from unit.tickets.makers import DESK, POLICY, envelope, message


def rule(mail: object, reverse_path: str | None = "ann@customer.example", **sent: int) -> str | None:
    found = refusal(mail, envelope(reverse_path), POLICY, Sent(**sent))  # type: ignore[arg-type]
    return None if found is None else found.rule


@pytest.mark.parametrize(
    ("mail", "address"),
    [
        (message(), "ann@customer.example"),
        (message(headers=[("Reply-To", "team@customer.example, other@x.example")]), "team@customer.example"),
        (message(headers=[("Reply-To", DESK)]), "ann@customer.example"),
        (message(headers=[("Reply-To", "not an address")]), "ann@customer.example"),
        (message(from_=None), None),
        (message(from_=DESK), None),
        (message(from_="support+x@desk.example"), None),
        (message(from_="undisclosed-recipients:;"), None),
    ],
)
def test_it_goes_to_the_first_reply_to_or_to_the_sender_and_never_to_us(
    mail: object, address: str | None
) -> None:
    to = recipient(mail, POLICY)  # type: ignore[arg-type]
    assert (to.address if to else None) == address


def test_a_person_is_acknowledged() -> None:
    assert rule(message()) is None
    assert rule(message(), None) is None


@pytest.mark.parametrize(
    "local",
    [
        *("mailer-daemon", "MAILER-DAEMON", "postmaster", "abuse", "root", "nobody", "daemon", "bounce"),
        *("noreply", "no-reply", "no_reply", "no.reply", "do-not-reply", "donotreply", "do_not_reply"),
        *("noreply-123", "noreply+x", "billing-noreply", "news_no-reply", "bounces-7-ann", "owner-list"),
        *("list-request", "list-owner", "nicht-antworten", "ne-pas-repondre", "no-responder", "notreply"),
    ],
)
def test_nobody_is_written_to_where_nobody_reads(local: str) -> None:
    assert rule(message(from_=f"{local}@customer.example")) is not None
    assert rule(message(), f"{local}@customer.example") == "unattended-address"


@pytest.mark.parametrize(
    "local",
    ["ann", "robert", "norbert.replinger", "rootes", "abuser", "postmasters", "nobodyknows", "anna-noreen"],
)
def test_people_whose_names_only_look_so_are_written_to(local: str) -> None:
    assert rule(message(from_=f"{local}@customer.example"), f"{local}@customer.example") is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("All", "x-auto-response-suppress"),
        ("OOF", "x-auto-response-suppress"),
        ("DR, AutoReply", "x-auto-response-suppress"),
        (" dr , oof ,rn", "x-auto-response-suppress"),
        ("DR, NDR, RN, NRN", None),
        ("", None),
    ],
)
def test_who_asks_not_to_be_answered_by_machines_is_not(header: str, expected: str | None) -> None:
    assert rule(message(headers=[("X-Auto-Response-Suppress", header)])) == expected


def test_the_null_reverse_path_is_never_answered() -> None:
    assert rule(message(), "") == "null-reverse-path"
    assert rule(message(headers=[("Return-Path", "<>")]), None) == "null-reverse-path"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"to_sender_hour": 2, "to_sender_day": 9, "by_desk_hour": 999}, None),
        ({"to_sender_hour": 3}, "cap-sender-hour"),
        ({"to_sender_day": 10}, "cap-sender-day"),
        ({"by_desk_hour": 1000}, "cap-desk-hour"),
    ],
)
def test_caps_hold_when_headers_lie(sent: dict[str, int], expected: str | None) -> None:
    assert rule(message(), **sent) == expected
    if expected:
        found = refusal(message(), envelope(), POLICY, Sent(**sent))
        assert found is not None
        assert found.alarm


def test_with_a_cap_of_nothing_nothing_is_sent() -> None:
    policy = replace(POLICY, caps=Caps(per_sender_hour=0, per_sender_day=0, per_desk_hour=0))
    assert refusal(message(), envelope(), policy, Sent()) is not None


def test_a_sender_is_counted_without_details() -> None:
    assert sender_key("Ann+work@CUSTOMER.example") == sender_key("ann@customer.example")
