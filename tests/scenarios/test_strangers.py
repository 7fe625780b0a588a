"""What strangers and forgers try, and what they get: a ticket of their own and not a word of another's."""

import pytest

from mailticket.mail import token
from scenarios.desk_room import ANA, ANN, DESK, EVE, Room


def test_a_stranger_with_a_number_gets_a_ticket_of_their_own(room: Room) -> None:
    room.mail("My secret is 4711.", subject="Very private matter")
    came = room.mail("What did she write?", from_=EVE, subject="Re: [#10001] Very private matter")
    assert (came.verdict, came.ticket) == ("new request", 10002)
    assert "stranger-to-ticket" in came.reasons
    assert room.said(10001) == ["in ann@customer.example"]
    linked = next(row for row in room.history(10002) if row.event == "linked")
    assert (linked.kind, linked.data["ticket"]) == ("event", 10001)


def test_the_other_number_never_stands_in_mail_to_the_stranger(room: Room) -> None:
    room.mail("My secret is 4711.", subject="Very private matter", message_id="<question@customer.example>")
    room.mail(
        "What did she write?",
        from_=EVE,
        subject="Re: [#10001] hello",
        in_reply_to="<question@customer.example>",
    )
    room.answer(10002)
    letters = room.outgoing(to="eve@elsewhere.example")
    assert [mail.kind for mail in letters] == ["acknowledgement", "answer"]
    for mail in letters:
        assert b"10001" not in mail.data
        assert "4711" not in mail.text


def test_a_stranger_who_refers_to_a_known_message_id_is_not_merged(room: Room) -> None:
    room.mail(message_id="<shared@list.example>")
    came = room.mail(from_=EVE, subject="Same list", in_reply_to="<shared@list.example>")
    assert (came.verdict, came.ticket) == ("new request", 10002)


def test_a_forged_requester_with_the_forger_in_copy_reads_nothing(room: Room) -> None:
    """The forger knows number and address, and hopes to be put on the ticket."""
    room.mail("My secret is 4711.")
    came = room.mail("Please tell us again.", subject="[#10001]", cc=EVE, reply_to=EVE)
    assert came.ticket == 10001
    room.answer(10001, "It is 4711.")
    assert room.outgoing(to="eve@elsewhere.example") == []
    assert "participants-in-question" in room.events(10001)


def test_a_token_that_was_tampered_with_is_worth_nothing(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    local, _, domain = mail.reply_to.partition("@")
    changed = f"{local[:-1]}{'a' if local[-1] != 'a' else 'e'}@{domain}"
    came = room.mail(from_=EVE, to=changed, subject="hello")
    assert (came.verdict, came.ticket) == ("new request", 10002)
    forged = mail.message_id.replace(".10001.", ".10002.")
    came = room.mail(from_=EVE, subject="hello", in_reply_to=forged)
    assert (came.verdict, came.ticket) == ("new request", 10003)


def test_a_message_id_of_a_notice_to_staff_gives_no_way_in(room: Room) -> None:
    """Staff forward notices; whoever sees one is not on the customer's side."""
    room.mail()
    secret = room.desk.tools.policy.secret
    notice = token.message_id(secret, ticket=10001, unique="9-x", domain="desk.example", kind="notice")
    came = room.mail(from_=EVE, subject="hello", in_reply_to=f"<{notice}>")
    assert came.ticket == 10002


def test_staff_without_their_signed_address_are_strangers(room: Room) -> None:
    room.mail()
    came = room.mail("#close", from_=ANA, subject="Re: [#10001] The printer is on fire")
    assert (came.verdict, came.ticket) == ("new request", 10002)
    assert room.ticket(10001).status == "new"
    assert all(mail.recipient != "ann@customer.example" for mail in room.outgoing()[1:])


def test_staffs_signed_address_in_other_hands_is_worth_nothing(room: Room) -> None:
    room.mail()
    policy = room.desk.tools.policy
    address = token.staff_address(
        policy.secret, DESK, ticket=10001, person=ANA, expires_at=room.now.replace(year=2027)
    )
    came = room.mail("I am Ana.", from_=EVE, to=address, subject="Re: [#10001] x")
    assert (came.verdict, came.ticket) == ("new request", 10002)
    assert "reply-address-of-another" in came.reasons


@pytest.mark.parametrize(
    "from_",
    [
        "ann@customer.example, eve@elsewhere.example",
        "Ann <ann@customer.example>, Eve <eve@elsewhere.example>",
    ],
)
def test_with_two_authors_nobody_can_be_sure_who_wrote(room: Room, from_: str) -> None:
    room.mail()
    came = room.mail(from_=from_, subject="[#10001]", reverse_path="eve@elsewhere.example")
    assert came.ticket == 10002
    assert "not-one-author" in came.reasons
    assert "acknowledgement-suppressed" in room.events(10002)


def test_letters_that_look_alike_are_not_alike(room: Room) -> None:
    room.mail(from_="ann@customer.example")
    came = room.mail(from_="аnn@customer.example", subject="[#10001]")  # a Cyrillic a
    assert came.ticket == 10002


def test_an_international_domain_is_the_same_in_both_its_forms(room: Room) -> None:
    room.mail(from_="ann@müller.example")
    assert room.mail(from_="ann@xn--mller-kva.example", subject="[#10001]").ticket == 10001


def test_a_number_that_never_was_opens_a_ticket(room: Room) -> None:
    for number in ("99999", "0", "9" * 18, "9" * 40):
        came = room.mail(subject=f"[#{number}] hello {number[:3]}")
        assert came.verdict == "new request", number


def test_the_acknowledgement_repeats_nothing_but_a_defused_subject(room: Room) -> None:
    room.mail(
        "Buy at http://evil.example/now",
        from_="http://evil.example <mallory@elsewhere.example>",
        subject="Win at http://evil.example/now or call +44 1632 960961 \u202egnp.exe" + "x" * 500,
    )
    (mail,) = room.outgoing()
    assert "evil.example" not in mail.text + mail.html + mail.subject
    assert "960961" not in mail.text + mail.subject
    assert "\u202e" not in mail.subject
    assert len(mail.subject) < 150


def test_a_mail_is_never_template_source(room: Room) -> None:
    room.mail(
        "{{ 7 * 7 }}",
        from_="{{ 6 * 7 }} <mallory@elsewhere.example>",
        subject="{{ 7 * 191 }} {% raw %} [[greeting]] <b>bold</b>",
    )
    (mail,) = room.outgoing()
    assert "1337" not in mail.text + mail.subject
    assert "{{ 7 * 191 }}" in mail.subject
    assert "<b>bold" not in mail.html
    assert room.answer(10001, "{{ 7 * 191 }} is what you wrote.").text.startswith("{{ 7 * 191 }}")


def test_header_injection_through_names_and_subjects_goes_nowhere(room: Room) -> None:
    room.mail(
        from_='"=?utf-8?q?Ann=0D=0ABcc:_all=40elsewhere.example?=" <ann@customer.example>',
        subject="=?utf-8?q?Hello=0D=0ABcc:_all=40elsewhere.example=0D=0A=0D=0Abody?=",
        message_id="<x\r\n\tBcc: all@elsewhere.example>",
    )
    (mail,) = room.outgoing()
    assert mail.mail["Bcc"] is None
    assert mail.to == ["ann@customer.example"]
    assert room.answer(10001).mail["Bcc"] is None


def test_mail_in_the_desks_own_name_is_a_loop_and_not_a_ticket(room: Room) -> None:
    for from_ in (DESK, "help@desk.example", "support+anything@desk.example", DESK.upper()):
        came = room.mail(from_=from_, text=from_)
        assert (came.outcome, came.verdict) == ("suppressed", "loop"), from_
    assert room.count() == 0
    assert room.outgoing() == []


def test_our_own_mail_that_comes_back_is_a_loop(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.raw(mail.data, reverse_path=ANN[12:-1])
    assert (came.outcome, came.verdict, came.ticket) == ("suppressed", "loop", 10001)
    assert len(room.outgoing()) == 1


def test_mail_for_somebody_else_is_set_aside(room: Room) -> None:
    came = room.mail(to="nobody@other.example")
    assert (came.outcome, came.verdict) == ("quarantined", "unroutable")
    assert "recipient-not-ours" in came.reasons
