"""What a mail is, by which rule, and on whose word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.mail import token
from mailticket.mail.message import parse
from mailticket.tickets.classify import classify
from mailticket.tickets.correlate import pointers
from mailticket.tickets.model import Participant
from mailticket.tickets.verdict import Facts, Known, Twin
from unit.tickets.makers import DESK, NOW, POLICY, SECRET, a_ticket, envelope, message, verdict

TICKET = a_ticket()
KNOWS = Facts(tickets={10001: TICKET})
THREAD = token.thread_address(SECRET, DESK, ticket=10001)
ANSWER_ID = token.message_id(SECRET, ticket=10001, unique="1-x", domain="desk.example", kind="answer")
BOUNCE = token.bounce_address(SECRET, DESK, outbox=7)
RETURNED = message("gone", reverse_path="")


def rules(made: object) -> list[str]:
    return [reason.rule for reason in made.reasons]  # type: ignore[attr-defined]


def test_a_mail_that_points_nowhere_is_a_new_request() -> None:
    made = verdict(message())
    assert (made.kind, made.ticket, made.linked, rules(made)) == ("new request", None, (), ["no-thread"])


@pytest.mark.parametrize(
    ("mail", "recipients", "rule", "authority"),
    [
        (message(subject="Re: [#10001] Fire"), [DESK], "number-in-subject", "participant"),
        (message(), [THREAD], "signed-recipient", "token"),
        (message(headers=[("In-Reply-To", f"<{ANSWER_ID}>")]), [DESK], "signed-message-id", "token"),
        (message(headers=[("References", f"<a@b> <{ANSWER_ID}>")]), [DESK], "signed-message-id", "token"),
        (message(subject="[#10001]", from_="eve@x.example"), [THREAD], "number-in-subject", "token"),
    ],
)
def test_replies_are_recognised(mail: object, recipients: list[str], rule: str, authority: str) -> None:
    made = verdict(mail, KNOWS, recipients=recipients)  # type: ignore[arg-type]
    assert (made.kind, made.ticket, made.authority) == ("reply", 10001, authority)
    assert rules(made)[0] == rule


def test_a_known_message_id_is_enough_for_who_is_on_the_ticket_and_not_for_others() -> None:
    knows = replace(KNOWS, known={"q@x": [Known(ticket=10001, kind="received")]})
    answer = [("In-Reply-To", "<q@x>")]
    assert verdict(message(headers=answer), knows).kind == "reply"
    stranger = verdict(message(headers=answer, from_="eve@x.example"), knows)
    assert (stranger.kind, stranger.linked) == ("new request", (10001,))
    assert "stranger-to-ticket" in rules(stranger)


def test_the_number_comes_before_the_token_and_the_token_before_known_ids() -> None:
    other = replace(TICKET, number=10002)
    knows = Facts(
        tickets={10001: TICKET, 10002: other}, known={"q@x": [Known(ticket=10002, kind="received")]}
    )
    made = verdict(message(subject="[#10002]"), knows, recipients=[THREAD])
    assert made.ticket == 10002
    made = verdict(message(headers=[("In-Reply-To", "<q@x>")]), knows, recipients=[THREAD])
    assert made.ticket == 10001


def test_a_number_of_a_ticket_that_there_is_not_leads_nowhere() -> None:
    made = verdict(message(subject="[#10009]"), KNOWS)
    assert (made.kind, made.linked) == ("new request", ())


def test_without_a_store_the_number_is_believed() -> None:
    made = verdict(message(subject="[#4711]"), Facts(with_store=False))
    assert (made.kind, made.ticket) == ("reply", 4711)


@pytest.mark.parametrize(
    ("age", "kind"), [(timedelta(days=30), "reply"), (timedelta(days=30, microseconds=1), "new request")]
)
def test_a_reply_reopens_for_so_long(age: timedelta, kind: str) -> None:
    closed = replace(TICKET, status="closed", closed_at=NOW - age)
    made = verdict(message(subject="[#10001]"), Facts(tickets={10001: closed}))
    assert made.kind == kind
    if kind == "new request":
        assert (made.linked, rules(made)) == ((10001,), ["closed-too-long"])


def test_a_merged_number_leads_to_where_the_ticket_went() -> None:
    into = replace(TICKET, number=10005)
    made = verdict(message(subject="[#10001]"), Facts(tickets={10001: into}))
    assert (made.kind, made.ticket) == ("reply", 10005)


def test_a_duplicate_comes_before_all_else_that_is_for_us() -> None:
    knows = replace(KNOWS, twin=Twin(inbox=3, ticket=10001))
    made = verdict(message(subject="[#10001]"), knows, recipients=["emergency@desk.example"])
    assert (made.kind, made.ticket, made.emergency) == ("duplicate", 10001, True)
    assert verdict(message(), knows, recipients=["x@other.example"]).kind == "unroutable"


def test_mail_for_nobody_of_ours_is_unroutable_if_the_envelope_says_so() -> None:
    made = verdict(message(to=DESK), recipients=["x@other.example", "y@other.example"])
    assert (made.kind, rules(made)) == ("unroutable", ["recipient-not-ours"])
    assert verdict(message(to="x@other.example"), recipients=[]).kind == "new request"


@pytest.mark.parametrize(
    "mail",
    [
        message(from_=DESK),
        message(from_="SUPPORT+x@DESK.example"),
        message(from_="emergency@desk.example"),
        message(from_="eve@x.example, help@desk.example"),
        message(message_id=f"<{ANSWER_ID}>"),
        message(headers=[("X-Mailticket-Loop", DESK)]),
    ],
)
def test_our_own_mail_is_a_loop(mail: object) -> None:
    assert verdict(mail).kind == "loop"  # type: ignore[arg-type]


def test_a_forged_message_id_of_ours_is_no_loop() -> None:
    assert verdict(message(message_id=f"<{ANSWER_ID.replace('10001', '10002')}>")).kind == "new request"


@pytest.mark.parametrize(
    ("mail", "of_envelope", "kind", "ticket"),
    [
        (message(headers=[("Auto-Submitted", "auto-replied")]), {}, "automatic response", None),
        (
            message(headers=[("Auto-Submitted", "auto-replied")], subject="[#10001]"),
            {},
            "automatic response",
            10001,
        ),
        (
            message(headers=[("Auto-Submitted", "auto-replied")], subject="[#10001]", from_="eve@x.example"),
            {},
            "automatic response",
            None,
        ),
        (
            message(headers=[("Auto-Submitted", "auto-replied")]),
            {"recipients": [THREAD]},
            "automatic response",
            10001,
        ),
        (
            message("gone", reverse_path=""),
            {"recipients": [BOUNCE], "reverse_path": ""},
            "delivery report",
            10001,
        ),
        (message(headers=[("Precedence", "list")]), {}, "new request", None),
        (message(headers=[("Auto-Submitted", "no")]), {}, "new request", None),
        (message(headers=[("X-Auto-Response-Suppress", "All")]), {}, "new request", None),
        (message(headers=[("Auto-Submitted", "auto-generated")]), {}, "automatic response", None),
        (
            message(headers=[("Auto-Submitted", "auto-generated"), ("Reply-To", "ada@mail.example")]),
            {},
            "new request",
            None,
        ),
        (message("This message was automatically generated."), {}, "new request", None),
    ],
)
def test_machine_mail_and_where_it_belongs(
    mail: object, of_envelope: dict[str, object], kind: str, ticket: int | None
) -> None:
    knows = replace(KNOWS, bounced=10001)
    made = verdict(mail, knows, **of_envelope)  # type: ignore[arg-type]
    assert (made.kind, made.ticket) == (kind, ticket)


def test_a_person_who_writes_to_a_bounce_address_is_still_a_person() -> None:
    made = verdict(message(), replace(KNOWS, bounced=10001), recipients=[BOUNCE])
    assert made.kind == "new request"


def test_the_emergency_address_is_marked_in_any_case_and_with_any_detail() -> None:
    for address in ("emergency@desk.example", "EMERGENCY@DESK.EXAMPLE", "emergency+x@desk.example"):
        made = verdict(message(), recipients=[address])
        assert made.emergency, address
        assert "emergency-address" in rules(made)
    assert not verdict(message(), recipients=[DESK]).emergency


def test_what_has_to_be_looked_up_is_named() -> None:
    mail = message(
        subject="[#10007]", headers=[("In-Reply-To", f"<{ANSWER_ID}>"), ("References", "<a@b> <c@d>")]
    )
    found = pointers(mail, envelope(recipients=[BOUNCE, THREAD]), POLICY, NOW)
    assert found.numbers == {10001, 10007}
    assert found.outboxes == {7}
    assert set(found.ids) == {ANSWER_ID, "a@b", "c@d", "1@customer.example"}


_WORDS = st.sampled_from(
    [
        *("From: ", "To: ", "Subject: ", "In-Reply-To: ", "References: ", "Auto-Submitted: ", "\r\n"),
        *("ann@customer.example", DESK, THREAD, BOUNCE, f"<{ANSWER_ID}>", "[#10001]", "<>", ",", " ", "\0"),
        *("auto-replied", "list", "Precedence: ", "List-Id: ", "Content-Type: multipart/report", "ü", "<"),
    ]
)


@settings(deadline=None)  # the first mail that is read loads the reader
@given(st.lists(_WORDS, max_size=40), st.sampled_from([None, "", "ann@customer.example", "\ud800"]))
def test_every_mail_has_a_verdict_with_a_reason(words: list[str], reverse_path: str | None) -> None:
    mail = parse("".join(words).encode("utf-8", "surrogatepass"), reverse_path=reverse_path)
    for facts in (Facts(), KNOWS, Facts(with_store=False)):
        made = classify(mail, envelope(reverse_path, [DESK, THREAD]), facts, POLICY, NOW)
        assert made.reasons
        assert all(reason.rule and "\n" not in reason.evidence for reason in made.reasons)
        if made.kind == "reply" and facts.with_store:
            assert made.ticket in facts.tickets


def test_nobody_gets_in_by_letters_that_only_look_alike() -> None:
    person = Participant.of("ann@customer.example", "", "requester", NOW)
    knows = Facts(tickets={10001: replace(TICKET, participants=(person,))})
    assert verdict(message(subject="[#10001]", from_="аnn@customer.example"), knows).kind == "new request"
    assert verdict(message(subject="[#10001]", from_="Ann@CUSTOMER.example."), knows).kind == "reply"
