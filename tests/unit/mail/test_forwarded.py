"""Mail that was passed on, as the programs write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mailticket.mail.forwarded import forwarded

BERLIN = ZoneInfo("Europe/Berlin")
ONE = datetime(2026, 11, 20, 13, 2, tzinfo=UTC)

GMAIL = """FYI

---------- Forwarded message ---------
From: Carol Jones <carol@acme.example>
Date: Fri, Nov 20, 2026 at 2:02 PM
Subject: Printer
To: Ana <ana@desk.example>


It burns."""
THUNDERBIRD = """FYI

-------- Weitergeleitete Nachricht --------
Betreff: \tPrinter
Datum: \tFri, 20 Nov 2026 14:02:00 +0100
Von: \tCarol Jones <carol@acme.example>
An: \tana@desk.example

It burns."""
APPLE = """FYI

Begin forwarded message:

> From: Carol Jones <carol@acme.example>
> Subject: Printer
> Date: November 20, 2026 at 2:02:00 PM GMT+1
> To: ana@desk.example
>
> It burns."""
OUTLOOK = """FYI

________________________________
From: Carol Jones <carol@acme.example>
Sent: Friday, November 20, 2026 2:02 PM
To: Ana <ana@desk.example>
Subject: Printer

It burns."""
OUTLOOK_GERMAN = """FYI

Von: Carol Jones <carol@acme.example>
Gesendet: Freitag, 20. November 2026 14:02
An: Ana <ana@desk.example>
Betreff: Printer

It burns."""


@pytest.mark.parametrize("text", [GMAIL, THUNDERBIRD, APPLE, OUTLOOK, OUTLOOK_GERMAN])
def test_author_time_subject_and_text_are_found(text: str) -> None:
    found = forwarded(text, BERLIN)
    assert found is not None
    assert (found.author.name, found.author.address) == ("Carol Jones", "carol@acme.example")
    assert (found.date, found.subject, found.text, found.above) == (ONE, "Printer", "It burns.", "FYI")


@pytest.mark.parametrize(
    "text",
    [
        "Hello\nFrom: me, with love",
        "-----\nno header here",
        "",
        "From: Carol\nSubject: no address\n\nx",
        "> " * 10_000,
    ],
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert forwarded(text) is None


def test_a_date_that_is_none_is_left_out() -> None:
    found = forwarded("From: Carol <c@a.example>\nDate: 45 Foo 2026 99:99\nSubject: x\n\nhi")
    assert found is not None
    assert found.date is None
