"""Whatever a mail says, its reading ends well: nothing raises, and nothing is made empty."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.mail.address import Mailbox
from mailticket.mail.automatic import automatic
from mailticket.mail.delivery_report import delivery_report
from mailticket.mail.evidence import Evidence, Part
from mailticket.mail.reply import reply_text

LINES = st.sampled_from(
    [
        "",
        " ",
        "Hello",
        "> Hi",
        ">> Hi",
        "-- ",
        "--",
        "___________",
        "-----Original Message-----",
        "\ue0f0",
        "\ue0f1",
        "\ue0f2",
        "\ue0f3",
        "\ue0f4",
        "From: Ada <ada@example.com>",
        "Sent: Monday, 5 February 2018 10:00",
        "Subject: x",
        "On Mon, 5 Feb 2018 at 10:00, Ada <ada@example.com> wrote:",
        "<ada@example.com",
        "> wrote:",
        "Sent from my iPhone",
        "Begin forwarded message:",
        "Thanks,",
        "Ada",
        "+44 20 7946 0000",
        "www.example.com",
        "wrote:",
        "5. Feb. 2018 10:00",
        "-----BEGIN PGP SIGNED MESSAGE-----",
        "-----BEGIN PGP SIGNATURE-----",
        "This is the qmail-send program at x.",
        "<ada@example.com>:",
        "550 user unknown",
        "Final-Recipient: rfc822; ada@example.com",
        "Action: failed",
        "Status: 5.1.1",
        "<div class=gmail_quote>",
        "<blockquote type=cite>",
        "</div>",
        "</blockquote>",
        "<div id=divRplyFwdMsg>",
        "<br>",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=30).map("\n".join))


@given(text=TEXTS, html=st.one_of(st.none(), TEXTS), subject=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_reply_is_never_empty_where_the_mail_is_not(text: str, html: str | None, subject: str) -> None:
    marks = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4"
    new = reply_text(text, html, subject=subject)
    assert new.strip() or not "".join(letter for letter in text if letter not in marks).strip()


@given(
    text=TEXTS,
    subject=st.text(max_size=40),
    types=st.lists(
        st.sampled_from(
            [
                "multipart/report",
                "text/plain",
                "message/delivery-status",
                "message/disposition-notification",
                "message/rfc822",
                "text/calendar",
                "message/feedback-report",
            ]
        ),
        max_size=4,
    ),
    path=st.sampled_from([None, "", "ada@example.com"]),
)
@settings(max_examples=300, deadline=None)
def test_machine_mail_is_always_judged(text: str, subject: str, types: list[str], path: str | None) -> None:
    mail = Evidence(
        headers=(("Subject", subject), ("From", text[:50])),
        parts=tuple(Part(content_type=kind, text=text) for kind in types),
        subject=subject,
        from_=(Mailbox(name=subject, address=text[:40]),),
        text=text,
    )
    delivery_report(mail)
    found = automatic(mail, path)
    assert found is None or (len(found.evidence) <= 200 and "\n" not in found.evidence)
