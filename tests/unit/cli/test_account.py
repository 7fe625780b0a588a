"""The account of a message for a person."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from mailticket.cli.account import Style, account
from mailticket.cli.account_words import DEFECTS, FATES, RULES
from mailticket.cli.outcome import outcome
from mailticket.mail.delivery_report import ReportKind
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message, parse
from mailticket.tickets.classify import classify
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts, Reason, Verdict, VerdictKind

CORPUS = Path(__file__).parents[2] / "corpus"
HEAD = "From: Jane <jane@acme.example>\nTo: support@desk.example\nSubject: The printer\n"
PLAIN, COLORED = Style(color=False, columns=None), Style(color=True, columns=80)


def judged(raw: bytes) -> tuple[Message, Envelope, Verdict, Policy]:
    message = parse(raw)
    envelope = Envelope(route="pipe", reverse_path=None, received_at=datetime(2026, 11, 20, tzinfo=UTC))
    policy = Policy(name="", address="desk@explain.invalid")
    facts = Facts(with_store=False)
    return message, envelope, classify(message, envelope, facts, policy, envelope.received_at), policy


def told(mail: str | bytes, style: Style = PLAIN, *, note: str = "") -> list[str]:
    raw = mail if isinstance(mail, bytes) else mail.encode()
    message, envelope, verdict, policy = judged(raw)
    follows = outcome(message, envelope, verdict, policy, with_store=False)
    return account("a.eml", message, verdict, follows, note, style).split("\n")


def test_verdict_stands_first_with_what_follows_and_why() -> None:
    lines = told(HEAD + "\nIt burns.\n")
    assert lines[0] == "a.eml"
    assert lines[1].split() == ["verdict", "new", "request"]
    assert lines[2].strip() == "It opens a ticket. jane@acme.example is told its number."
    assert lines[3].split()[0] == "because"
    assert lines[4].strip() == "no-thread: points to no ticket"
    assert "  subject      The printer" in lines
    assert lines[-2:] == ["  It burns.", ""]


def test_what_is_not_new_is_marked_where_nothing_can_be_dimmed() -> None:
    lines = told(
        HEAD + "\nOn Fri, Nov 20, 2026 at 13:52, Support wrote:\n> Which one?\n\nThe red one.\n\n-- \nJane\n"
    )
    assert "  text         1 line new; 4 lines quoted, signature or the like, marked ┆" in lines
    assert "  The red one." in lines
    assert "  ┆ > Which one?" in lines
    assert "  ┆ Jane" in lines


def test_questions_that_are_answered_between_the_lines_are_dimmed_too() -> None:
    mail = HEAD + "\n> Which one?\n\nThe red one.\n\n> Since when?\n\nMonday.\n"
    lines = told(mail, COLORED)
    assert "  \x1b[2m> Which one?\x1b[0m" in lines
    assert "  Monday." in lines


def test_what_is_new_behind_a_long_quotation_is_shown() -> None:
    quotation = "".join(f"> line {number}\n" for number in range(2_000))
    lines = told(f"{HEAD}\nOn Fri, Nov 20, 2026 at 13:52, Support wrote:\n{quotation}\nThe answer.\n")
    assert lines[-2] == "  The answer."
    assert len(lines) < 450
    assert "  … 1,601 lines not shown here; --json gives the whole text" in lines


def test_attachments_have_name_size_and_kind() -> None:
    part = '--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="見積.pdf"\n\n{}\n'
    mail = f"{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHello\n"
    lines = told(mail + part.format("A" * 3000) + part.replace("見積", "a").format("B") + "--x--\n")
    assert "  attachments  見積.pdf  2.9 KiB  application/pdf" in lines
    assert "               a.pdf      1 byte  application/pdf" in lines


def test_defects_are_said_in_words() -> None:
    message, _, verdict, _ = judged((HEAD + "\nHi\n").encode())
    message = replace(message, defects=("CloseBoundaryNotFoundDefect", "damaged Base64", "NewDefect"))
    text = account("a.eml", message, verdict, "", "", PLAIN)
    assert (
        "the end of the last part is missing: it may have been cut off (CloseBoundaryNotFoundDefect)" in text
    )
    assert "               damaged Base64\n               NewDefect\n" in text


def test_bounce_names_who_did_not_get_it() -> None:
    mail = (
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nSorry.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; bob@acme.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user\n--x--\n"
    )
    lines = told(mail)
    assert lines[1].split() == ["verdict", "delivery", "report"]
    assert "  report       not delivered: bob@acme.example (5.1.1)" in lines
    assert any("No such user" in line for line in lines)


def test_text_of_a_mail_commands_no_terminal() -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202egnp.exe\u2066\x08"
    address = f"{evil}@evil.example"
    shown = "\n".join(
        told(f"From: {evil} <{address}>\nReply-To: {address}\nSubject: {evil}\n\n{evil}\n{evil}\n", PLAIN)
    )
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\x08")


def test_no_line_is_wider_than_the_terminal_and_none_is_endless() -> None:
    mail = f"{HEAD}To: {', '.join(f'p{n}@acme.example' for n in range(100))}\n\n{'word ' * 100_000}\n"
    lines = told(mail, Style(color=False, columns=80))
    assert max(map(len, lines)) <= 80
    assert len(lines) < 100
    assert any("letters more" in line for line in lines)


def test_what_is_no_mail_says_so_first() -> None:
    lines = told(b"", note="It is empty.")
    assert lines[1] == "  note         It is empty."
    assert lines[-2] == "  text         There is none."


@pytest.mark.parametrize("path", sorted(CORPUS.glob("**/*.eml")), ids=lambda path: path.stem)
def test_all_rules_and_defects_have_words(path: Path) -> None:
    message, _, verdict, _ = judged(path.read_bytes())
    assert {reason.rule for reason in verdict.reasons} <= RULES.keys()
    assert all(" " in defect or defect in DEFECTS for defect in message.defects)


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("reply", {"authority": "token", "ticket": 7}, "added to ticket #7"),
        ("reply", {"authority": "staff", "ticket": 7}, "the customer gets the answer"),
        ("reply", {"authority": "page", "ticket": 7}, "acknowledges the page"),
        ("new request", {"linked": (7,)}, "Staff are told of #7"),
        ("new request", {"emergency": True}, "emergency"),
        ("new request", {"authority": "staff"}, "A member of staff opens"),
        ("automatic response", {"ticket": 7}, "noted on ticket #7"),
        ("delivery report", {}, "opens no ticket"),
        ("loop", {}, "came back"),
        ("duplicate", {"ticket": 7}, "on ticket #7"),
        ("unroutable", {}, "not for this desk"),
        ("quarantined", {}, "quarantine"),
    ],
)
def test_what_follows_is_said_for_every_verdict(
    kind: VerdictKind, more: dict[str, object], said: str
) -> None:
    message, envelope, _, policy = judged((HEAD + "\nHi\n").encode())
    verdict = Verdict(kind=kind, reasons=(Reason(rule="no-thread", evidence=""),), **more)  # type: ignore[arg-type]
    assert said in outcome(message, envelope, verdict, policy, with_store=True)


def test_why_nobody_is_told_the_number() -> None:
    lines = told("From: no-reply@acme.example\nSubject: x\n\nHi\n")
    assert lines[2].strip() == (
        "It opens a ticket. No acknowledgement: Nobody reads at no-reply@acme.example."
    )


def test_every_fate_has_a_word() -> None:
    assert set(get_args(ReportKind)) == FATES.keys()
