"""What of a mail by staff may go on, and what of it may not."""

from datetime import UTC, datetime, timedelta

from mailticket.mail.message import parse
from mailticket.tickets import staff_answer
from mailticket.tickets.policy import Policy
from mailticket.tickets.staff_answer import Said

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POLICY = Policy(name="Desk", address="support@desk.example", secret=b"0123456789abcdef")


def said(
    text: str, *, internal: bool = False, out: bool = False, minutes: int = 0, by: str = "bo@x.example"
) -> Said:
    return Said(at=NOON + timedelta(minutes=minutes), author=by, text=text, internal=internal, out=out)


def test_signed_addresses_become_the_plain_one_and_others_stay() -> None:
    text = "a <support+s.abcdefghijklmnopqrstuv@desk.example> b list+s.abcdefghijklmnopqrstuv@other.example"
    assert staff_answer.without_tokens(text, POLICY) == (
        "a <support@desk.example> b list+s.abcdefghijklmnopqrstuv@other.example"
    )


def test_a_line_of_a_note_is_known_again_however_it_is_wrapped() -> None:
    note = said("This customer has not paid for two years.", internal=True)
    assert staff_answer.leak("Hi\n> This customer has not\n> paid for two years.", [note])
    assert staff_answer.leak("Hello Ann, it is done.", [note]) is None


def test_what_the_customer_said_may_be_quoted_though_it_stands_in_a_notice() -> None:
    words = "The printer on the third floor burns."
    heard = [said(words), said(f"New ticket\n{words}", internal=True)]
    assert staff_answer.leak(f"You wrote: {words}\nWhich one?", heard) is None


def test_the_playbook_is_not_for_the_customer() -> None:
    assert staff_answer.leak(
        "Call the night watch at 555 0100 first.", [], "Call the night watch at 555 0100 first."
    )


def test_answers_cross_if_another_came_after_what_was_seen() -> None:
    first = said("Water.", out=True, minutes=5, by="cyd@x.example")
    assert staff_answer.crossing([first], "bo@x.example", NOON) == first
    assert staff_answer.crossing([first], "bo@x.example", NOON + timedelta(minutes=6)) is None
    assert staff_answer.crossing([first], "cyd@x.example", NOON) is None
    assert staff_answer.crossing([first], "bo@x.example", None) is None


def test_the_same_words_are_sent_again_only_after_the_customer_wrote() -> None:
    answer = said("Pour water on it.", out=True)
    assert staff_answer.repeated("pour WATER on it", [answer]) == answer
    assert staff_answer.repeated("Pour water on it.", [answer, said("No.")]) is None


def test_encrypted_mail_is_known_by_its_type_and_by_its_text() -> None:
    for raw in (
        b"Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--",
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n",
        b"Subject: x\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n",
    ):
        assert staff_answer.is_encrypted(parse(raw))
    assert not staff_answer.is_encrypted(parse(b"Subject: x\r\n\r\nplain\r\n"))


def test_files_of_an_attached_message_go_with_that_message() -> None:
    inner = b"Subject: old\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB\r\n"
    message = parse(
        b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee below\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"--b--\r\n"
    )
    assert [one.filename for one in message.attachments] == ["old.eml", "smime.p7m"]
    assert [one.filename for one in staff_answer.files(message, None)] == ["old.eml"]
    assert not staff_answer.is_encrypted(message)
