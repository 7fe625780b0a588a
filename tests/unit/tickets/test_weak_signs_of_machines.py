"""Mail that only looks machine-made by its sender opens a ticket, and nobody is answered by machine."""

from datetime import UTC, datetime

import pytest

from mailticket.mail.envelope import Envelope
from mailticket.mail.message import parse
from mailticket.mail.token import bounce_address
from mailticket.tickets.acknowledgement import Sent, refusal
from mailticket.tickets.classify import classify
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
POLICY = Policy(name="Desk", address="support@desk.example", secret=b"0123456789abcdef")


@pytest.mark.parametrize(
    ("sender", "reverse_path"),
    [("noreply@forms.example", "web@forms.example"), ("ada@customer.example", "")],
    ids=["a form on a web page", "a person whose program sends with a null reverse-path"],
)
def test_a_weak_sign_opens_a_ticket_without_acknowledgement(sender: str, reverse_path: str) -> None:
    raw = (
        f"From: {sender}\r\nTo: support@desk.example\r\nSubject: Broken printer\r\n"
        "Message-ID: <1@x.example>\r\n\r\nIt does not print.\r\n"
    )
    message = parse(raw.encode(), reverse_path=reverse_path)
    envelope = Envelope(
        route="smtp", reverse_path=reverse_path, forward_paths=("support@desk.example",), received_at=NOW
    )
    verdict = classify(message, envelope, Facts(), POLICY, NOW)
    assert verdict.kind == "new request"
    assert refusal(message, envelope, POLICY, Sent()) is not None


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Auto-Submitted: auto-replied\r\nSubject: Out of office: a page\r\n", "automatic response"),
        ("Subject: Undelivered Mail Returned to Sender\r\n", "delivery report"),
        ("Subject: Hm\r\n", "delivery report"),
    ],
    ids=["a holiday notice", "a bounce", "who knows: in doubt it came back"],
)
def test_what_comes_to_our_reverse_path_is_a_report_unless_a_program_answered(
    headers: str, kind: str
) -> None:
    to = bounce_address(POLICY.secret, POLICY.address, outbox=7)
    raw = f"From: Bo <bo@desk.example>\r\nTo: {to}\r\n{headers}Message-ID: <2@x.example>\r\n\r\nHello.\r\n"
    envelope = Envelope(route="smtp", reverse_path="", forward_paths=(to,), received_at=NOW)
    verdict = classify(parse(raw.encode(), reverse_path=""), envelope, Facts(), POLICY, NOW)
    assert verdict.kind == kind
