"""A conversation: question, acknowledgement, reply, answer, closing, and what comes after."""

from datetime import timedelta
from email.utils import getaddresses

import pytest

from scenarios.desk_room import ANA, ANN, BEN, DESK, EVE, START, Room


def test_a_question_becomes_a_ticket_and_is_acknowledged_once(room: Room) -> None:
    came = room.mail(subject="The printer is on fire")
    assert (came.outcome, came.verdict, came.ticket) == ("opened", "new request", 10001)
    (mail,) = room.outgoing()
    assert (mail.kind, mail.recipient, mail.to) == (
        "acknowledgement",
        "ann@customer.example",
        ["ann@customer.example"],
    )
    assert mail.subject == "[#10001] The printer is on fire"
    assert "10001" in mail.text
    ticket = room.ticket(10001)
    assert (ticket.status, ticket.requester, ticket.requester_name) == (
        "new",
        "ann@customer.example",
        "Ann Archer",
    )
    assert ticket.clock.waiting_on == "staff"


def test_the_acknowledgement_is_machine_mail_of_the_desk_in_the_customers_thread(room: Room) -> None:
    room.mail(message_id="<question@customer.example>")
    (mail,) = room.outgoing()
    assert mail.mail["Auto-Submitted"] == "auto-replied"
    assert "OOF" in mail.mail["X-Auto-Response-Suppress"]
    assert getaddresses([str(mail.mail["From"])]) == [("Desk", DESK)]
    assert mail.mail["In-Reply-To"] == "<question@customer.example>"
    assert mail.references == ["<question@customer.example>"]
    assert mail.reverse_path.startswith("support+b.")
    assert mail.html


def test_every_way_of_replying_lands_on_the_ticket(room: Room) -> None:
    """Number and token together, and then each of the signs alone."""
    room.mail()
    (mail,) = room.outgoing()
    first = room.reply(mail)
    assert (first.verdict, first.ticket) == ("reply", 10001)
    assert room.ticket(10001).status == "new"
    assert room.said(10001) == ["in ann@customer.example"] * 2
    assert len(room.outgoing()) == 1, "a reply is never acknowledged"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [#10001] The printer is on fire",
        "AW: [# 10001] The printer is on fire",
        "[#10001]",
        "Re: The printer is on fire [#10001]",
        "RE: AW: Fwd: [#10001] something else",
        "[＃１０００１] full-width",
        "【#10001】 brackets of another script",
        "=?utf-8?q?Re=3A_=5B=2310001=5D_encoded?=",
        "Re: =?utf-8?b?WyMxMDAwMV0=?= encoded in base64",
        "Re: [#10001]\r\n folded",
        "Re: [#\r\n 10001] folded within",
        "Re: [# 10001 ] blanks",
    ],
)
def test_a_number_however_mangled_is_found_if_the_sender_is_on_the_ticket(room: Room, subject: str) -> None:
    room.mail()
    came = room.mail(subject=subject)
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "number-in-subject" in came.reasons


def test_the_signed_reply_address_alone_is_enough(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.mail(subject="Something else entirely", to=mail.reply_to)
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "signed-recipient" in came.reasons


def test_in_reply_to_alone_is_enough(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.mail(subject="Something else entirely", in_reply_to=mail.message_id)
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "signed-message-id" in came.reasons


def test_references_alone_are_enough(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.mail(
        subject="Something else entirely", references=["<x@y.example>", mail.message_id, "<z@y.example>"]
    )
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "signed-message-id" in came.reasons


def test_the_customers_own_message_id_leads_to_the_ticket(room: Room) -> None:
    room.mail(message_id="<question@customer.example>")
    came = room.mail(subject="PS", in_reply_to="<question@customer.example>")
    assert (came.verdict, came.ticket) == ("reply", 10001)
    assert "known-message-id" in came.reasons


def test_a_relay_that_folds_the_case_of_the_signed_address_does_no_harm(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.mail(subject="Other", to=mail.reply_to.upper(), from_="ANN@CUSTOMER.EXAMPLE")
    assert (came.verdict, came.ticket) == ("reply", 10001)


def test_staff_answer_and_the_customer_reads_it(room: Room) -> None:
    room.mail(message_id="<question@customer.example>")
    room.advance(minutes=20)
    mail = room.answer(10001, "Pour water on it.\n\nAna")
    assert (mail.kind, mail.to) == ("answer", ["ann@customer.example"])
    assert mail.subject == "[#10001] The printer is on fire"
    assert mail.text.startswith("Pour water on it.\n\nAna")
    assert mail.mail["Auto-Submitted"] is None
    assert mail.mail["X-Auto-Response-Suppress"] is None
    assert "<question@customer.example>" in mail.references
    ticket = room.ticket(10001)
    assert (ticket.status, ticket.clock.waiting_on, ticket.clock.unanswered_since) == (
        "open",
        "customer",
        None,
    )
    assert [row.change for row in room.clock(10001)] == ["started", "stopped"]
    assert room.said(10001) == ["in ann@customer.example", f"out {ANA}"]


def test_a_conversation_from_question_to_closing_and_back(room: Room) -> None:
    room.mail()
    answer = room.answer(10001)
    room.advance(hours=1)
    assert room.reply(answer).ticket == 10001
    assert room.ticket(10001).clock.waiting_on == "staff"
    room.answer(10001, "It is out.", close=True)
    assert room.ticket(10001).status == "closed"
    assert room.ticket(10001).clock.waiting_on == "nobody"

    room.advance(days=29)
    came = room.reply(answer, "It burns again.")
    assert (came.verdict, came.ticket) == ("reply", 10001)
    ticket = room.ticket(10001)
    assert (ticket.status, ticket.closed_at, ticket.clock.waiting_on) == ("open", None, "staff")
    assert [line.event for line in came.log if line.event.startswith("ticket.")] == [
        "ticket.correspondence_added",
        "ticket.reopened",
    ]
    assert len(room.outgoing(kind="acknowledgement")) == 1


def test_a_reply_that_comes_too_late_opens_a_linked_ticket(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.close(10001)
    room.advance(days=30, seconds=1)
    came = room.reply(mail, "It burns again.")
    assert (came.verdict, came.ticket) == ("new request", 10002)
    assert "closed-too-long" in came.reasons
    assert room.ticket(10001).status == "closed"
    assert "linked" in room.events(10002)
    assert room.outgoing()[-1].subject.startswith("[#10002]")


def test_a_reply_on_the_last_second_still_reopens(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.close(10001)
    room.advance(days=30)
    assert room.reply(mail).ticket == 10001


def test_people_in_copy_of_the_question_get_the_answer_and_may_write(room: Room) -> None:
    room.mail(to=f"{DESK}, Carl <carl@customer.example>", cc=BEN, recipients=[DESK])
    room.answer(10001)
    answers = room.outgoing(kind="answer")
    assert {mail.recipient for mail in answers} == {
        "ann@customer.example",
        "carl@customer.example",
        "ben@customer.example",
    }
    assert len({mail.message_id for mail in answers}) == 1
    assert [mail.recipient for mail in room.outgoing(kind="acknowledgement")] == ["ann@customer.example"]
    assert room.mail(from_=BEN, subject="[#10001] me too").ticket == 10001


def test_the_first_reply_to_gets_acknowledgement_and_answers_instead_of_the_sender(room: Room) -> None:
    room.mail(reply_to="Team <team@customer.example>, other@customer.example")
    room.answer(10001)
    assert [(mail.kind, mail.recipient) for mail in room.outgoing()] == [
        ("acknowledgement", "team@customer.example"),
        ("answer", "team@customer.example"),
    ]


def test_reply_to_on_a_follow_up_adds_nobody(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.reply(mail, reply_to=EVE)
    room.answer(10001)
    assert {mail.recipient for mail in room.outgoing()} == {"ann@customer.example"}


def test_whoever_holds_a_token_may_bring_people_in_and_others_may_not(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.mail(subject="[#10001] by number alone", cc="carl@customer.example")
    assert [p.address for p in room.ticket(10001).participants] == ["ann@customer.example"]
    assert "participants-in-question" in room.events(10001)
    room.reply(mail, cc="ben@customer.example")
    assert [p.address for p in room.ticket(10001).participants] == [
        "ann@customer.example",
        "ben@customer.example",
    ]


def test_a_colleague_who_got_the_acknowledgement_forwarded_may_reply_by_its_token(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    assert room.reply(mail, from_=BEN).ticket == 10001
    room.answer(10001)
    assert "ben@customer.example" in {mail.recipient for mail in room.outgoing(kind="answer")}


def test_an_operator_opens_a_ticket_for_a_caller_who_replies_to_the_mail(room: Room) -> None:
    number = room.open(ANN, "She rang: the printer burns.")
    (mail,) = room.outgoing()
    assert (mail.kind, mail.recipient) == ("acknowledgement", "ann@customer.example")
    assert room.reply(mail).ticket == number


def test_a_note_stays_among_staff(room: Room) -> None:
    room.mail()
    room.note(10001, "She is a good customer.")
    assert len(room.outgoing()) == 1
    assert [row.kind for row in room.history(10001)].count("note") == 1
    assert room.ticket(10001).clock.waiting_on == "staff"


def test_the_clock_restarts_with_each_reply_and_keeps_the_oldest_debt(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    room.advance(minutes=10)
    room.reply(mail)
    clock = room.ticket(10001).clock
    assert (clock.started_at, clock.unanswered_since) == (START + timedelta(minutes=10), START)
    assert [row.change for row in room.clock(10001)] == ["started", "restarted"]


def test_a_message_can_be_followed_by_its_id(room: Room) -> None:
    came = room.mail()
    assert [line.event for line in came.log] == [
        "mail.classified",
        "ticket.opened",
        "clock.started",
        "acknowledgement.queued",
    ]
    assert all(line.fields["message"] == came.id for line in came.log)
    assert all(line.fields["ticket"] == 10001 for line in came.log)
    assert not any("Please help" in str(line.fields) for line in came.log), "no text of a mail in the log"


def test_many_mails_to_and_fro_do_not_grow_the_subject_or_the_references(room: Room) -> None:
    room.mail()
    mail = room.outgoing()[0]
    for _ in range(15):
        room.advance(hours=1)
        room.reply(mail)
        mail = room.answer(10001)
    assert mail.subject == "[#10001] The printer is on fire"
    assert len(mail.references) <= 20
    assert room.count() == 1


def test_names_are_kept_for_people_who_have_them(room: Room) -> None:
    room.mail(from_="=?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <juergen@customer.example>")
    assert room.ticket(10001).requester_name == "Jürgen Müller"
    mail = room.answer(10001)
    assert getaddresses([str(mail.mail["To"])]) == [("Jürgen Müller", "juergen@customer.example")]
    assert ANN not in str(mail.mail)
