# ruff: noqa: E501 # mail stands here as servers write it, on lines as long as theirs
"""Which recipient a mail could not be delivered to, why, and which mail it was: in every form of report."""

import time

import pytest

from mailticket.mail.address import Mailbox
from mailticket.mail.automatic import automatic
from mailticket.mail.delivery_report import delivery_report, derived_status
from mailticket.mail.evidence import Evidence, Part

ORIGINAL = (
    "Received: from a by b; Mon, 5 Feb 2018 10:00:00 +0000\nFrom: desk@support.example\nTo: ada@example.com\n"
    "Subject: [#17] Printer\nMessage-ID: <17.abc@support.example>\nReferences: <1@example.com>\n <2@example.com>\n\nText\n"
)


def report_mail(status: str, *, status_type: str = "message/delivery-status") -> Evidence:
    return Evidence(
        headers=(("From", "MAILER-DAEMON@mx.example"), ("Subject", "Undelivered Mail Returned to Sender")),
        subject="Undelivered Mail Returned to Sender",
        from_=(Mailbox(name="Mail Delivery System", address="MAILER-DAEMON@mx.example"),),
        parts=(
            Part(content_type="multipart/report", parameters=(("report-type", "delivery-status"),)),
            Part(content_type="text/plain", text="It could not be delivered."),
            Part(content_type=status_type, text=status),
            Part(content_type="message/rfc822", text=ORIGINAL),
        ),
        text="It could not be delivered.",
    )


def text_mail(
    text: str, *, address: str = "MAILER-DAEMON@mx.example", subject: str = "Returned mail", **headers: str
) -> Evidence:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Evidence(
        headers=(("From", address), ("Subject", subject), *named),
        subject=subject,
        from_=(Mailbox(name="", address=address),),
        parts=(Part(content_type="text/plain", text=text),),
        text=text,
    )


STATUS = (
    "Reporting-MTA: dns; mx.example\nArrival-Date: Mon, 5 Feb 2018 10:00:00 +0000\n\n"
    "Final-Recipient: rfc822; ada@example.com\nOriginal-Recipient: rfc822;ada@example.com\nAction: failed\n"
    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ada@example.com>:\n    user unknown\n"
)


def test_delivery_status() -> None:
    report = delivery_report(report_mail(STATUS))
    assert report is not None
    assert (report.kind, report.rule) == ("failed", "delivery-status")
    assert [(r.address, r.action, r.status, r.diagnostic) for r in report.recipients] == [
        ("ada@example.com", "failed", "5.1.1", "550 5.1.1 <ada@example.com>: user unknown")
    ]
    assert report.original_message_id == "17.abc@support.example"
    assert report.original_references == ("1@example.com", "2@example.com")
    assert report.original_subject == "[#17] Printer"


def test_several_recipients_the_gravest_action_counts() -> None:
    status = STATUS + "\nFinal-Recipient: rfc822; bob@example.com\nAction: delayed\nStatus: 4.4.1\n"
    report = delivery_report(report_mail(status))
    assert report is not None
    assert report.kind == "failed"
    assert [(r.address, r.action, r.status) for r in report.recipients] == [
        ("ada@example.com", "failed", "5.1.1"),
        ("bob@example.com", "delayed", "4.4.1"),
    ]


@pytest.mark.parametrize("separator", ["", "\n\n\n", "\nContent-Type: text/plain\n\n"])
def test_groups_that_are_not_kept_apart_by_one_blank_line(separator: str) -> None:
    report = delivery_report(
        report_mail(
            "Reporting-MTA: dns; mx\n" + separator + "Final-Recipient: rfc822;a@example.com\nAction: failed\nStatus: 5.2.2\n"
            + separator + "Final-Recipient: rfc822;b@example.com\nAction: failed\nStatus: 5.1.1\n"
        )
    )  # fmt: skip
    assert report is not None
    assert [r.address for r in report.recipients] == ["a@example.com", "b@example.com"]


def test_status_that_was_sent_as_plain_text() -> None:
    report = delivery_report(report_mail(STATUS, status_type="text/plain"))
    assert report is not None
    assert report.recipients[0].status == "5.1.1"


def test_no_action_and_no_status_is_a_failure() -> None:
    report = delivery_report(
        report_mail("Final-Recipient: rfc822; ada@example.com\nDiagnostic-Code: smtp; 552 mailbox full\n")
    )
    assert report is not None
    assert (report.kind, report.recipients[0].status) == ("failed", "5.2.2")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_a_receipt(action: str) -> None:
    mail = report_mail(f"Final-Recipient: rfc822; ada@example.com\nAction: {action}\nStatus: 2.0.0\n")
    report, machine = delivery_report(mail), automatic(mail)
    assert report is not None
    assert machine is not None
    assert (report.kind, machine.kind) == (action, "receipt")


def test_receipt() -> None:
    mail = Evidence(
        headers=(),
        parts=(
            Part(content_type="multipart/report", parameters=(("report-type", "disposition-notification"),)),
            Part(content_type="message/disposition-notification",
                 text="Final-Recipient: rfc822;ada@example.com\nOriginal-Message-ID: <17.abc@support.example>\n"
                      "Disposition: manual-action/MDN-sent-manually; displayed\n"),
        ),
    )  # fmt: skip
    report, machine = delivery_report(mail), automatic(mail)
    assert report is not None
    assert machine is not None
    assert (report.kind, report.original_message_id, machine.kind) == (
        "read",
        "17.abc@support.example",
        "receipt",
    )


# Forms for people, as servers of each make write them: text, status; the recipient is ada@example.com.
FORMS = {
    "qmail": (
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<ada@example.com>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 no such user here\nGiving up on 192.0.2.1.\n\n"
        f"--- Below this line is a copy of the message.\n\nReturn-Path: <desk@support.example>\n{ORIGINAL}", "5.1.1"),
    "postfix": (
        "This is the Postfix program at host mx.example.\n\nI'm sorry to have to inform you that your message could not be\n"
        "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to <postmaster>\n\n"
        "\t\t\tThe Postfix program\n\n<ada@example.com>: host mail.example.com[192.0.2.1] said: 552 5.2.2\n    Mailbox full (in reply to RCPT TO command)\n",
        "5.2.2"),
    "exim": (
        "This message was created automatically by mail delivery software (Exim).\n\nA message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  ada@example.com\n    SMTP error from remote mail server after RCPT TO:<ada@example.com>:\n"
        "    host mail.example.com [192.0.2.1]: 550 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\n" + ORIGINAL, "5.1.1"),
    "sendmail": (
        "The original message was received at Mon, 5 Feb 2018 10:00:00 GMT\nfrom desk [192.0.2.7]\n\n   ----- The following addresses had permanent fatal errors -----\n"
        "<ada@example.com>\n\n   ----- Transcript of session follows -----\n... while talking to mail.example.com.:\n>>> RCPT To:<ada@example.com>\n"
        "<<< 550 User unknown\n550 <ada@example.com>... User unknown\n\n   ----- Original message follows -----\n\n" + ORIGINAL, "5.1.1"),
    "exchange-5": (
        "Your message\n\n  To:      Ada Byron\n  Subject: Printer\n  Sent:    Mon, 5 Feb 2018 10:00:00 -0000\n\ndid not reach the following recipient(s):\n\n"
        "ada@example.com on Mon, 5 Feb 2018 10:00:01 -0000\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=us;a= ;p=x;l=X\n    MSEXCH:IMS:X:Y:Z 0 (000C05A6) Unknown Recipient\n", "5.1.1"),
    "exchange-2007": (
        "Delivery has failed to these recipients or groups:\n\nAda Byron (ada@example.com)\nThe e-mail address you entered couldn't be found.\n\n"
        "Diagnostic information for administrators:\n\nGenerating server: mx.example\n\nada@example.com\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n" + ORIGINAL, "5.1.1"),
    "gmail": (
        "Delivery to the following recipient failed permanently:\n\n     ada@example.com\n\nTechnical details of permanent failure:\n"
        "The error that the other server returned was:\n550 5.1.1 User unknown\n\n----- Original message -----\n\n" + ORIGINAL, "5.1.1"),
    "domino": (
        "Your message\n\n  Subject: Printer\n\nwas not delivered to:\n\n  ada@example.com\n\nbecause:\n\n  User ada (ada@example.com) not listed in Domino Directory\n", "5.1.1"),
    "yahoo": (
        "Message from yahoo.com.\nUnable to deliver message to the following address(es).\n\n<ada@example.com>:\n554 delivery error: dd This user doesn't have a yahoo.com account (ada@example.com) [0]\n\n"
        "--- Original message follows.\n\n" + ORIGINAL, "5.1.1"),
    "aol": (
        "Your mail to the following recipients could not be delivered because they are not accepting mail from support.example:\n\tada@example.com\n", "5.0.0"),
    "kddi": (
        "Each of the following recipients was rejected by a remote mail server.\nThe reasons given by the server are included to help you determine why\neach recipient was rejected.\n\n"
        "    Recipient: <ada@example.com>\n    Reason:    <ada@example.com>: User unknown\n\n" + ORIGINAL, "5.1.1"),
    "kddi-quota": ("The user(s) account is temporarily over quota.\n\n<ada@example.com>\n", "5.2.2"),
    "groupwise": ("The message that you sent was undeliverable to the following:\n\tada@example.com (user not found)\n", "5.1.1"),
    "smtp32": ("User mailbox exceeds allowed size: ada@example.com\n\nOriginal message follows.\n\n" + ORIGINAL, "5.2.2"),
    "symantec": ("Your message to ada@example.com could not be delivered.\nReason: Mailbox is full\n\n" + ORIGINAL, "5.2.2"),
    "courier": ("UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<ada@example.com>:\n    <<< 550 User unknown.\n", "5.1.1"),
    "german": ("Ihre Nachricht konnte nicht zugestellt werden an:\n\nada@example.com\n550 Postfach ist voll\n", "5.2.2"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms_without_mime(form: str) -> None:
    text, status = FORMS[form]
    mail = text_mail(text)
    report, machine = delivery_report(mail), automatic(mail)
    assert report is not None
    assert machine is not None
    assert machine.kind == "bounce"
    assert report.kind == "failed"
    assert [r.address for r in report.recipients] == ["ada@example.com"]
    assert report.recipients[0].status == status
    if ORIGINAL in text:
        assert report.original_message_id == "17.abc@support.example"
        assert report.original_subject == "[#17] Printer"


def test_failed_recipients_header() -> None:
    report = delivery_report(
        text_mail(
            "Sorry.", address="daemon@mx.example", X_Failed_Recipients="ada@example.com, bob@example.com"
        )
    )
    assert report is not None
    assert [r.address for r in report.recipients] == ["ada@example.com", "bob@example.com"]


def test_delay_warning() -> None:
    text = (
        "**********************************************\n**      THIS IS A WARNING MESSAGE ONLY      **\n"
        "**  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n**********************************************\n\n"
        "The original message was received at Mon, 5 Feb 2018 10:00:00 GMT\n\n"
        "   ----- The following addresses had transient non-fatal errors -----\n<ada@example.com>\n\n"
        "   ----- Transcript of session follows -----\n<ada@example.com>... Deferred: Connection timed out with example.com.\n"
    )
    report = delivery_report(text_mail(text, subject="Warning: could not send message for past 4 hours"))
    assert report is not None
    assert report.kind == "delayed"
    assert [(r.address, r.status) for r in report.recipients] == [("ada@example.com", "4.4.1")]


def test_a_person_who_tells_of_a_bounce_is_no_mail_system() -> None:
    text = f"Hello, I get this when I write to Ada:\n\n{FORMS['qmail'][0]}"
    mail = text_mail(text, address="bob@example.com", subject="Fwd: failure notice")
    assert delivery_report(mail) is None
    assert automatic(mail) is None


def test_a_person_who_attaches_a_bounce_is_no_mail_system() -> None:
    mail = Evidence(
        headers=(("From", "bob@example.com"),),
        subject="What does this mean?",
        from_=(Mailbox(name="Bob", address="bob@example.com"),),
        parts=(
            Part(content_type="multipart/mixed"),
            Part(content_type="text/plain", text="See the attached mail."),
            Part(content_type="message/rfc822", text=f"Content-Type: multipart/report\n\n{STATUS}"),
        ),
        text="See the attached mail.",
    )
    assert delivery_report(mail) is None
    assert automatic(mail) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("550 5.7.1 rejected", "5.7.1"), ("552 mailbox full", "5.2.2"), ("450 try again", "4.0.0"),
        ("550 user unknown", "5.1.1"), ("Host unknown (Name server: example.com: host not found)", "5.1.2"),
        ("message is too large", "5.3.4"), ("554 relay access denied", "5.7.1"), ("", "5.0.0"),
    ],
)  # fmt: skip
def test_derived_status(said: str, status: str) -> None:
    assert derived_status(said, "failed") == status


@pytest.mark.parametrize(
    "text",
    ["a@b.example " * 20_000, "user " * 50_000, "@" * 200_000, "Final-Recipient: x\n" * 20_000, "a" * 500_000 + "@",
     "could not be delivered " + "a.b" * 100_000, "Message-ID: <" * 20_000],
)  # fmt: skip
def test_time_is_linear_on_hostile_text(text: str) -> None:
    started = time.process_time()
    delivery_report(text_mail(f"It could not be delivered to\n{text}"))
    delivery_report(report_mail(text))
    assert time.process_time() - started < 2.0
