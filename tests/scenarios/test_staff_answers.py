"""Staff answer from their own mail program: what the customer gets, what others see, what stops a mail."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email.message import EmailMessage
from typing import Any

import pytest

from scenarios.desk_room import ANN, BEN, DESK, Came, Outgoing, Room

BO, CYD = "Bo Larsen <bo@desk.example>", "Cyd Marsh <cyd@desk.example>"
STAFF = """
[[staff]]
name = "Bo Larsen"
address = "bo@desk.example"
time_zone = "Europe/Berlin"
signature = "Bo, second line"

[[staff]]
name = "Cyd Marsh"
address = "cyd@desk.example"

[[queues]]
name = "support"
[[queues]]
name = "hardware"
address = "hardware@desk.example"
members = ["cyd@desk.example"]
signature = "The hardware people"
"""


@pytest.fixture
def staffed(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Room]:
    with room_with(STAFF) as room:
        yield room


def notice(room: Room, to: str = "bo@desk.example") -> Outgoing:
    """The last notice that somebody got."""
    return room.outgoing(kind="notice", to=to)[-1]


def from_bo(room: Room, text: str, **other: Any) -> Came:
    return room.reply(notice(room), text, from_=BO, **other)


def last_answer(room: Room) -> Outgoing:
    return room.outgoing(kind="answer")[-1]


def explanation(room: Room, to: str = "bo@desk.example") -> Outgoing:
    mail = notice(room, to)
    assert "NOT DONE" in mail.subject
    return mail


def test_a_new_ticket_is_told_to_each_member_of_staff_at_an_address_of_their_own(staffed: Room) -> None:
    staffed.mail("My printer burns.\n\nAnn")
    bo, cyd = notice(staffed), notice(staffed, "cyd@desk.example")
    assert bo.reply_to != cyd.reply_to
    assert "My printer burns." in bo.text
    assert "#help" in bo.text
    assert bo.references == cyd.references, "one thread for each ticket in a mail program"


def test_a_plain_reply_goes_to_the_customer_from_the_desk_in_its_own_thread(staffed: Room) -> None:
    staffed.mail(message_id="<q@customer.example>", cc="Ben <ben@customer.example>")
    came = from_bo(staffed, "Pour water on it.")
    assert (came.outcome, came.ticket) == ("added", 10001)
    to_ann, to_ben = staffed.outgoing(kind="answer")
    assert {to_ann.recipient, to_ben.recipient} == {"ann@customer.example", "ben@customer.example"}
    assert to_ann.mail["From"] == f'"Bo Larsen (Desk)" <{DESK}>' or "Bo Larsen" in str(to_ann.mail["From"])
    assert DESK in str(to_ann.mail["From"])
    assert "[#10001]" in to_ann.subject
    assert "<q@customer.example>" in to_ann.references
    assert to_ann.text.strip() == "Pour water on it.\n\n-- \nBo, second line"
    for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Mailticket-Loop"):
        assert to_ann.mail[name] is None
    ticket = staffed.ticket(10001)
    assert (ticket.clock.waiting_on, ticket.status) == ("customer", "open")
    assert staffed.said(10001) == ["in ann@customer.example", "out bo@desk.example"]


def test_other_staff_see_the_answer_and_its_author_does_not(staffed: Room) -> None:
    staffed.mail()
    before = len(staffed.outgoing(kind="notice", to="bo@desk.example"))
    from_bo(staffed, "Pour water on it.")
    seen = notice(staffed, "cyd@desk.example")
    assert "Pour water on it." in seen.text
    assert len(staffed.outgoing(kind="notice", to="bo@desk.example")) == before


def test_the_history_stands_below_the_new_text(staffed: Room) -> None:
    staffed.mail("It burns.")
    from_bo(staffed, "#note\nShe had this before.")
    staffed.mail("It still burns.", subject="[#10001] again")
    text = notice(staffed).text
    assert text.index("It still burns.") < text.index("She had this before.") < text.index("It burns.")


@pytest.mark.parametrize("secret", ["s.", "Bo noted", "To answer the customer"])
def test_nothing_of_the_notice_reaches_the_customer(staffed: Room, secret: str) -> None:
    staffed.mail("It burns.")
    from_bo(staffed, "#note\nThis customer always forgets to pay, says Bo noted")
    staffed.mail("Still.", subject="[#10001]")
    got = notice(staffed)
    came = staffed.mail(
        f"Try water.\n\nAm Montag schrieb Desk <{got.reply_to}>:\n"
        + "\n".join(f"> {line}" for line in got.text.splitlines()),
        from_=BO,
        to=got.reply_to,
        in_reply_to=got.message_id,
    )
    assert came.ticket == 10001
    mail = last_answer(staffed)
    whole = mail.data.decode()
    assert got.reply_to not in whole
    assert "+s." not in mail.text + mail.html
    assert "always forgets" not in mail.text + mail.html
    assert secret == "s." or secret not in mail.text


def test_a_quotation_that_is_not_recognised_stops_the_mail_before_a_note_leaks(staffed: Room) -> None:
    staffed.mail("It burns.")
    from_bo(staffed, "#note\nThis customer always forgets to pay the bills.")
    came = staffed.mail(
        "Try water.\n\nThis customer always forgets\nto pay the bills.",
        from_=BO,
        to=notice(staffed, "cyd@desk.example").reply_to if False else notice(staffed).reply_to,
    )
    assert came.outcome == "added"
    assert staffed.outgoing(kind="answer") == []
    assert "said among staff" in explanation(staffed).text
    from_bo(staffed, "#send\nTry water. This customer always forgets to pay the bills.")
    assert "always forgets" in last_answer(staffed).text, "but whoever means it may say it"


def test_a_reply_address_in_the_text_is_replaced_by_the_plain_one(staffed: Room) -> None:
    staffed.mail()
    address = notice(staffed).reply_to
    from_bo(staffed, f"Write to {address} please.")
    assert address not in last_answer(staffed).data.decode()
    assert f"Write to {DESK} please." in last_answer(staffed).text


def test_a_note_never_reaches_the_customer(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#note\nShe is difficult.")
    assert staffed.outgoing(kind="answer") == []
    assert [row.text for row in staffed.history(10001) if row.kind == "note"] == ["She is difficult."]
    assert "She is difficult." in notice(staffed, "cyd@desk.example").text
    assert staffed.ticket(10001).clock.waiting_on == "staff"


@pytest.mark.parametrize(
    "text",
    [
        "#note She is difficult.",
        "#notte\nShe is difficult.",
        "# note\nShe is difficult.",
        "#note,\nShe is difficult.",
        "＃note\nShe is difficult.",
        "#close now\nShe is difficult.",
        "#priority urgent\nShe is difficult.",
        "#assign zoe\nShe is difficult.",
        "#merge 99999\nShe is difficult.",
        "#merge 10001\nShe is difficult.",
        "#pending soon\nShe is difficult.",
        "#cc nobody\nShe is difficult.",
        "#cc support@desk.example\nShe is difficult.",
        "#queue attic\nShe is difficult.",
        "#template nothing\nShe is difficult.",
        "#close\n#pending 2d\nShe is difficult.",
        "#spam\nShe is difficult.",
        "#priority high\n#nonsense\nShe is difficult.",
        "#for ann@customer.example\nShe is difficult.",
        "#close\n\n#nothing\nShe is difficult.",
    ],
)
def test_what_is_not_understood_to_its_last_word_stops_the_whole_mail(staffed: Room, text: str) -> None:
    staffed.mail()
    before = staffed.ticket(10001)
    mails = len(staffed.outgoing())
    came = from_bo(staffed, text)
    assert (came.outcome, came.ticket) == ("added", 10001)
    after = staffed.ticket(10001)
    assert (after.status, after.priority, after.assignee, after.participants, after.clock) == (
        before.status,
        before.priority,
        before.assignee,
        before.participants,
        before.clock,
    )
    (mail,) = staffed.outgoing()[mails:]
    assert mail.recipient == "bo@desk.example"
    assert "She is difficult." in explanation(staffed).text
    assert "staff-mail-stopped" in staffed.events(10001)
    assert mail.mail["Auto-Submitted"] == "auto-replied"


def test_after_an_explanation_a_reply_to_it_works(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#clsoe\nPour a bucket of cold water on it, please.")
    assert "#close" in explanation(staffed).text
    from_bo(staffed, "#close\nPour a bucket of cold water on it, please.")
    assert last_answer(staffed).text.startswith("Pour a bucket of cold water on it, please.")
    assert staffed.ticket(10001).status == "closed"


def test_an_answer_that_closes_tells_how_to_open_again_in_one_mail(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#close\nSolved.")
    assert staffed.outgoing(kind="closed") == []
    assert "is closed" in last_answer(staffed).text
    assert staffed.ticket(10001).status == "closed"
    staffed.reply(last_answer(staffed), "It burns again.")
    assert staffed.ticket(10001).status == "open"


def test_commands_alone_change_the_ticket_and_are_confirmed(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#priority high\n#assign cyd\n#queue hardware\n#pending 3d")
    ticket = staffed.ticket(10001)
    assert (ticket.priority, ticket.assignee, ticket.queue, ticket.status) == (
        "high",
        "cyd@desk.example",
        "hardware",
        "pending",
    )
    assert ticket.pending_until is not None
    assert (ticket.pending_until - staffed.now).days == 3
    assert "Priority: high." in notice(staffed).text
    assert staffed.outgoing(kind="answer") == []


def test_take_close_and_spam(staffed: Room) -> None:
    for _ in range(3):
        staffed.mail()
    took, closed, spam = (
        mail for mail in staffed.outgoing(kind="notice", to="bo@desk.example") if "[#" in mail.subject
    )
    staffed.reply(took, "#take", from_=BO)
    assert staffed.ticket(10001).assignee == "bo@desk.example"
    staffed.reply(closed, "#close", from_=BO)
    (told,) = staffed.outgoing(kind="closed")
    assert "[#10002]" in told.subject
    assert "reply" in told.text
    staffed.reply(spam, "#spam", from_=BO)
    assert staffed.ticket(10003).status == "closed"
    assert len(staffed.outgoing(kind="closed")) == 1


def test_people_in_cc_get_the_answer_in_the_same_mail(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#cc ben@customer.example\nWe are on it.")
    assert {m.recipient for m in staffed.outgoing(kind="answer")} == {
        "ann@customer.example",
        "ben@customer.example",
    }


def test_a_merged_ticket_is_answered_where_it_went(staffed: Room) -> None:
    staffed.mail()
    staffed.mail(from_=BEN)
    old = next(m for m in staffed.outgoing(kind="notice", to="bo@desk.example") if "10002" in m.subject)
    staffed.reply(old, "#merge 10001", from_=BO)
    assert staffed.ticket(10002).merged_into == 10001
    staffed.reply(old, "Both of you: pour water on it.", from_=BO)
    assert "[#10001]" in last_answer(staffed).subject
    assert "went into 10001" in notice(staffed).text
    assert {m.recipient for m in staffed.outgoing(kind="answer")} == {
        "ann@customer.example",
        "ben@customer.example",
    }


def test_a_mail_that_is_stopped_after_a_merge_stays_on_its_own_ticket(staffed: Room) -> None:
    staffed.mail()
    staffed.mail(from_=BEN)
    came = from_bo(staffed, "#merge 10001\n#assign zoe\nShe is difficult.")
    assert (came.outcome, came.ticket) == ("added", 10002)
    assert staffed.ticket(10002).merged_into is None
    assert "[#10002]" in explanation(staffed).subject
    assert "staff-mail-stopped" in staffed.events(10002)
    assert "staff-mail-stopped" not in staffed.events(10001)


def test_the_customer_of_two_tickets_that_become_one_is_told(staffed: Room) -> None:
    staffed.mail()
    staffed.mail()
    from_bo(staffed, "#merge 10001")
    (told,) = staffed.outgoing(kind="merged")
    assert "[#10002]" in told.subject
    assert "[#10001]" in told.text
    assert staffed.reply(told, "Fine.").ticket == 10001


def test_a_held_answer_closes_the_ticket_once_it_is_released(staffed: Room) -> None:
    staffed.mail()
    bos, cyds = notice(staffed), notice(staffed, "cyd@desk.example")
    staffed.advance(minutes=1)
    staffed.reply(bos, "Pour water on it.", from_=BO)
    staffed.advance(minutes=1)
    staffed.reply(cyds, "#close\nUse the extinguisher under the desk of your neighbour.", from_=CYD)
    assert staffed.ticket(10001).status == "open"
    staffed.reply(notice(staffed, "cyd@desk.example"), "#send", from_=CYD)
    assert last_answer(staffed).text.startswith("Use the extinguisher")
    assert staffed.ticket(10001).status == "closed"


def test_a_held_answer_may_be_written_again_in_other_words(staffed: Room) -> None:
    staffed.mail()
    bos, cyds = notice(staffed), notice(staffed, "cyd@desk.example")
    staffed.advance(minutes=1)
    staffed.reply(bos, "Pour water on it.", from_=BO)
    staffed.advance(minutes=1)
    staffed.reply(cyds, "Use the extinguisher under the desk of your neighbour.", from_=CYD)
    staffed.advance(minutes=1)
    words = "Use the extinguisher under the desk of your neighbour. Or water, as Bo says."
    staffed.reply(notice(staffed, "cyd@desk.example"), words, from_=CYD)
    assert last_answer(staffed).text.startswith(words)


def test_what_was_stopped_left_no_trace_in_what_a_person_wants_to_be_told(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#notify none\n#merge 99999")
    explanation(staffed)
    before = len(staffed.outgoing(kind="notice", to="bo@desk.example"))
    staffed.mail(from_=BEN)
    assert len(staffed.outgoing(kind="notice", to="bo@desk.example")) == before + 1


def test_staff_are_asked_about_people_in_copy_of_a_follow_up(staffed: Room) -> None:
    staffed.mail()
    staffed.mail("More.", subject="[#10001]", cc="eve@elsewhere.example")
    assert "eve@elsewhere.example" in notice(staffed).text
    assert staffed.ticket(10001).participant("eve@elsewhere.example") is None


def test_split_makes_the_last_message_a_ticket_of_its_own(staffed: Room) -> None:
    staffed.mail("The printer burns.")
    ack = staffed.outgoing(kind="acknowledgement")[0]
    staffed.reply(ack, "By the way, the scanner is wet.")
    from_bo(staffed, "#split")
    second = staffed.ticket(10002)
    assert second.requester == "ann@customer.example"
    assert [row.text for row in staffed.history(10002) if row.kind == "correspondence"] == [
        "By the way, the scanner is wet."
    ]
    assert len([row for row in staffed.history(10001) if row.kind == "correspondence"]) == 2
    new_ack = staffed.outgoing(kind="acknowledgement")[-1]
    assert staffed.reply(new_ack, "Still wet.").ticket == 10002
    assert staffed.reply(ack, "Still burning.").ticket == 10001


@pytest.mark.parametrize("text", ["ack", "Ack.", "snooze 30m", "resolve"])
def test_what_answers_a_page_is_not_sent_to_the_customer(staffed: Room, text: str) -> None:
    staffed.mail()
    from_bo(staffed, text)
    assert staffed.outgoing(kind="answer") == []
    assert "#take" in explanation(staffed).text


def test_an_empty_reply_is_explained_and_sends_nothing(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "")
    assert staffed.outgoing(kind="answer") == []
    assert "no new text" in explanation(staffed).text


def test_an_encrypted_reply_is_held_with_an_explanation(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----")
    assert staffed.outgoing(kind="answer") == []
    assert "encrypted" in explanation(staffed).text


def test_staff_on_holiday_change_nothing(staffed: Room) -> None:
    staffed.mail()
    before = staffed.ticket(10001)
    came = from_bo(staffed, "I am away until Monday.", headers=[("Auto-Submitted", "auto-replied")])
    assert came.verdict == "automatic response"
    assert staffed.outgoing(kind="answer") == []
    assert staffed.ticket(10001).clock == before.clock


def with_files(room: Room, got: Outgoing) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BO, got.reply_to, f"Re: {got.subject}"
    mail["Message-ID"], mail["In-Reply-To"] = "<with-files@phone.example>", got.message_id
    mail["X-Mailer"] = "Phone 7"
    mail.set_content("#priority high\nSee the picture.\n\nOn Monday Desk wrote:\n> secret")
    mail.add_alternative(
        '<div>#priority high</div><div>See <b>the</b> picture.<img src="cid:one@phone">'
        '<img src="https://tracker.example/x.gif"></div>'
        '<div class="gmail_quote">On Monday Desk wrote:<blockquote>secret</blockquote></div>',
        subtype="html",
    )
    html = mail.get_payload()[1]
    html.add_related(b"\x89PNG inline", "image", "png", cid="<one@phone>", filename="one.png")  # type: ignore[union-attr]
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="how-to.pdf")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def test_html_inline_images_and_files_go_on_and_quotation_and_trackers_do_not(staffed: Room) -> None:
    staffed.mail()
    got = notice(staffed)
    staffed.raw(with_files(staffed, got), recipients=[got.reply_to], reverse_path="bo@desk.example")
    answer = last_answer(staffed)
    assert answer.text.startswith("See the picture.")
    assert "<b>the</b>" in answer.html
    assert "cid:one@phone" in answer.html
    for gone in ("tracker", "secret", "#priority", "Phone 7"):
        assert gone not in answer.html + answer.text
    names = [part.get_filename() for part in answer.mail.walk() if part.get_filename()]
    assert sorted(names) == ["how-to.pdf", "one.png"]
    assert any(part["Content-ID"] == "<one@phone>" for part in answer.mail.walk())


def test_two_at_once_the_second_is_held_and_both_are_told(staffed: Room) -> None:
    staffed.mail()
    bos, cyds = notice(staffed), notice(staffed, "cyd@desk.example")
    staffed.advance(minutes=5)
    staffed.reply(bos, "Pour water on it.", from_=BO)
    staffed.advance(minutes=1)
    staffed.reply(cyds, "Use the extinguisher.", from_=CYD)
    assert len(staffed.outgoing(kind="answer")) == 1
    held = notice(staffed, "cyd@desk.example")
    assert "HELD" in held.subject
    assert "Pour water on it." in held.text
    assert "Use the extinguisher." in notice(staffed).text, "the first author is told"
    staffed.advance(minutes=1)
    staffed.reply(held, "#send", from_=CYD)
    assert last_answer(staffed).text.startswith("Use the extinguisher.")
    staffed.reply(held, "#send", from_=CYD)
    assert len(staffed.outgoing(kind="answer")) == 2, "never the same twice"


def test_two_at_once_both_go_out_where_that_is_wanted(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with(STAFF + '\n[answers]\ncollision = "send"\n') as room:
        room.mail()
        bos, cyds = notice(room), notice(room, "cyd@desk.example")
        room.advance(minutes=5)
        room.reply(bos, "Pour water on it.", from_=BO)
        room.advance(minutes=1)
        room.reply(cyds, "Use the extinguisher.", from_=CYD)
        assert len(room.outgoing(kind="answer")) == 2
        assert "Use the extinguisher." in notice(room).text
        assert "Pour water on it." in notice(room, "cyd@desk.example").text
        room.reply(cyds, "Use the extinguisher.", from_=CYD, message_id="<again@x.example>")
        assert len(room.outgoing(kind="answer")) == 2


def test_a_ticket_closed_meanwhile_takes_the_answer_and_says_so(staffed: Room) -> None:
    staffed.mail()
    got = notice(staffed)
    staffed.advance(minutes=5)
    staffed.reply(notice(staffed, "cyd@desk.example"), "#close", from_=CYD)
    staffed.advance(minutes=5)
    staffed.reply(got, "Pour water on it.", from_=BO)
    assert last_answer(staffed).text.startswith("Pour water on it.")
    assert "closed the ticket meanwhile" in notice(staffed).text
    assert staffed.ticket(10001).status == "closed"


def test_an_answer_that_bounces_comes_back_to_its_author_and_is_owed_again(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "Pour water on it.")
    sent = last_answer(staffed)
    assert staffed.ticket(10001).clock.waiting_on == "customer"
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: x\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; ann@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n--b--\r\n"
    )
    staffed.raw(report.encode(), recipients=[sent.reverse_path], reverse_path="")
    told = notice(staffed)
    assert "NOT DELIVERED" in told.subject
    assert "Pour water on it." in told.text
    assert "no such user" in told.text
    ticket = staffed.ticket(10001)
    assert ticket.clock.waiting_on == "staff"
    assert "delivery-failed" in staffed.events(10001)


def test_the_program_of_a_customer_on_holiday_bounces_nothing(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "Pour water on it.")
    sent = last_answer(staffed)
    before = staffed.ticket(10001).clock
    mails = len(staffed.outgoing())
    away = (
        "From: ann@customer.example\r\nSubject: Away\r\nAuto-Submitted: auto-replied (vacation)\r\n"
        f"In-Reply-To: {sent.message_id}\r\n\r\nI am away.\r\n"
    )
    staffed.raw(away.encode(), recipients=[sent.reverse_path], reverse_path="")
    assert staffed.ticket(10001).clock == before
    assert len(staffed.outgoing()) == mails


def test_notices_are_chosen_by_mail(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#notify none")
    before = len(staffed.outgoing(to="bo@desk.example"))
    staffed.mail(from_=BEN)
    assert len(staffed.outgoing(to="bo@desk.example")) == before
    assert "10002" in notice(staffed, "cyd@desk.example").subject
    staffed.mail("#notify new", from_=BO, to=new_address(staffed))
    staffed.mail(from_=BEN)
    assert "10003" in notice(staffed).subject


def new_address(room: Room, person: str = "bo@desk.example") -> str:
    from datetime import timedelta

    from mailticket.mail import token

    policy = room.desk.tools.policy
    return token.staff_address(
        policy.secret, DESK, ticket=0, person=person, expires_at=room.now + timedelta(days=9)
    )


def test_a_queue_has_its_people_its_address_and_its_signature(staffed: Room) -> None:
    staffed.mail(to="hardware@desk.example")
    assert staffed.ticket(10001).queue == "hardware"
    assert staffed.outgoing(kind="notice", to="bo@desk.example") == []
    staffed.reply(notice(staffed, "cyd@desk.example"), "Coming.", from_=CYD)
    answer = last_answer(staffed)
    assert "hardware@desk.example" in str(answer.mail["From"])
    assert answer.text.rstrip().endswith("-- \nThe hardware people")


def test_help_names_the_commands_and_the_address_for_new_mail(staffed: Room) -> None:
    staffed.mail()
    from_bo(staffed, "#help")
    text = notice(staffed).text
    assert "#merge 10041" in text
    assert new_address(staffed).partition(".")[0] in text


def test_a_new_mail_opens_a_ticket_for_a_customer(staffed: Room) -> None:
    came = staffed.mail(
        "#for Ann Archer <ann@customer.example>\n#priority high\nShe called: the printer burns.",
        from_=BO,
        to=new_address(staffed),
        subject="Printer",
    )
    assert (came.outcome, came.ticket) == ("opened", 10001)
    ticket = staffed.ticket(10001)
    assert (ticket.requester, ticket.requester_name, ticket.priority) == (
        "ann@customer.example",
        "Ann Archer",
        "high",
    )
    (ack,) = staffed.outgoing(kind="acknowledgement")
    assert ack.recipient == "ann@customer.example"
    assert "+s." not in ack.data.decode()


FORWARD = (
    "#priority high\nPlease have a look.\n\n---------- Forwarded message ---------\n"
    "From: Ann Archer <ann@customer.example>\nDate: Mon, Mar 2, 2026 at 8:15 AM\n"
    "Subject: It burns\nTo: Bo <bo@desk.example>\n\nThe printer burns.\n\nAnn\n"
)


def test_a_forwarded_mail_opens_the_ticket_in_the_customers_name_with_text_and_time(staffed: Room) -> None:
    staffed.advance(hours=1)
    came = staffed.mail(FORWARD, from_=BO, to=new_address(staffed), subject="Fwd: It burns")
    assert (came.outcome, came.ticket) == ("opened", 10001)
    ticket = staffed.ticket(10001)
    assert (ticket.requester, ticket.subject, ticket.priority) == ("ann@customer.example", "It burns", "high")
    (said,) = (row for row in staffed.history(10001) if row.kind == "correspondence")
    assert said.text.startswith("The printer burns.")
    assert said.at.isoformat() == "2026-03-02T07:15:00+00:00", "written in Berlin"
    assert [row.text for row in staffed.history(10001) if row.kind == "note"] == ["Please have a look."]


def test_a_mail_straight_to_the_customer_with_the_desk_in_copy_is_the_answer(staffed: Room) -> None:
    staffed.mail()
    got = notice(staffed)
    came = staffed.mail(
        "Pour water on it.",
        from_=BO,
        to="ann@customer.example",
        cc=got.reply_to,
        recipients=[got.reply_to],
        subject="Re: [#10001] The printer is on fire",
        message_id="<direct@desk-own.example>",
    )
    assert came.ticket == 10001
    assert staffed.outgoing(kind="answer") == [], "the customer has it already"
    assert staffed.ticket(10001).clock.waiting_on == "customer"
    follow_up = staffed.mail(
        "Thanks", subject="Re: no number", in_reply_to="<direct@desk-own.example>", message_id="<t@c.example>"
    )
    assert follow_up.ticket == 10001


def test_staff_who_write_first_with_the_desk_in_copy_get_the_reply_on_a_ticket(staffed: Room) -> None:
    address = new_address(staffed)
    came = staffed.mail(
        "We will replace your printer on Monday.",
        from_=BO,
        to="Ann Archer <ann@customer.example>",
        cc=address,
        recipients=[address],
        subject="Your printer",
        message_id="<first@desk-own.example>",
    )
    assert (came.outcome, came.ticket) == ("opened", 10001)
    assert staffed.outgoing(to="ann@customer.example") == []
    ticket = staffed.ticket(10001)
    assert (ticket.requester, ticket.status, ticket.clock.waiting_on) == (
        "ann@customer.example",
        "open",
        "customer",
    )
    reply = staffed.mail("Good!", subject="Re: Your printer", in_reply_to="<first@desk-own.example>")
    assert reply.ticket == 10001
    assert staffed.ticket(10001).clock.waiting_on == "staff"


def test_a_prepared_answer(room_with: Callable[[str], AbstractContextManager[Room]], tmp_path: Any) -> None:
    folder = tmp_path / "mine"
    (folder / "answers").mkdir(parents=True)
    (folder / "answers" / "reset.txt").write_text("Hello {{ requester_name }},\n{{ host }} was reset.")
    with room_with(STAFF) as room:
        from dataclasses import replace

        from mailticket.canned import Canned

        room.desk.tools = replace(room.desk.tools, canned=Canned(folder))
        room.mail()
        from_bo(room, "#template reset")
        assert "needs the value host" in explanation(room).text
        from_bo(room, '#template reset host="mail one"\nAnything else?')
        assert last_answer(room).text.startswith("Hello Ann Archer,\nmail one was reset.\n\nAnything else?")


def test_a_large_reply_goes_on(staffed: Room) -> None:
    staffed.mail()
    got = notice(staffed)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BO, got.reply_to, f"Re: {got.subject}"
    mail["Message-ID"] = "<large@x.example>"
    mail.set_content("The film that you asked for.")
    mail.add_attachment(bytes(18 << 20), maintype="video", subtype="mp4", filename="film.mp4")
    raw = mail.as_bytes().replace(b"\n", b"\r\n")
    staffed.raw(raw, recipients=[got.reply_to], reverse_path="bo@desk.example")
    assert len(last_answer(staffed).data) > 20 << 20


def test_forgetting_takes_the_words_and_the_person_off_the_ticket(staffed: Room) -> None:
    staffed.mail("My diagnosis is private.")
    from_bo(staffed, "#close\n#forget")
    ticket = staffed.ticket(10001)
    assert (ticket.requester, ticket.participants) == ("", ())
    assert "diagnosis" not in "".join(row.text for row in staffed.history(10001))


def test_forgetting_the_requester_of_an_open_ticket_closes_it_and_writes_to_nobody(staffed: Room) -> None:
    staffed.mail("My diagnosis is private.")
    mails = len(staffed.outgoing())
    from_bo(staffed, "#forget")
    assert staffed.ticket(10001).status == "closed"
    assert {mail.recipient for mail in staffed.outgoing()[mails:]} == {"bo@desk.example"}


def test_the_customer_is_written_to_in_the_language_of_their_mail(staffed: Room) -> None:
    staffed.mail(
        "Hallo, der Drucker brennt und ich weiß nicht, was wir tun können. Bitte helfen Sie.", from_=ANN
    )
    assert staffed.ticket(10001).language == "de"
    assert "Vielen Dank" in staffed.outgoing(kind="acknowledgement")[0].text or "Ihre" in (
        staffed.outgoing(kind="acknowledgement")[0].text
    )
