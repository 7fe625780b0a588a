"""A person who passes a report of a mail system on stays a person, however it is done."""

from collections.abc import Callable

import pytest

from mailticket.mail.automatic import judged
from unit.mail.test_delivery_report import FORMS, text_mail

WAYS: dict[str, tuple[str, Callable[[str], str]]] = {
    "quoted": ("Undelivered mail", lambda text: "\n".join(f"> {line}" for line in text.splitlines())),
    "forwarded": (
        "Undelivered mail",
        lambda text: f"---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example\n\n{text}",
    ),
    "as Outlook does": (
        "Undelivered mail",
        lambda text: f"From: System Administrator\nSent: Monday\n\n{text}",
    ),
    "with a word": ("Undelivered mail", lambda text: f"see below\n\n{text}"),
    "with a question": ("Returned mail", lambda text: f"What can be done about this? It says: {text}"),
    "under a plea": ("Returned mail - please help", lambda text: text),
    "as an answer": ("AW: Returned mail", lambda text: text),
    "under a subject of its own": ("Our printer", lambda text: text),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_report_that_is_passed_on(form: str, way: str) -> None:
    subject, passed_on = WAYS[way]
    mail = text_mail(passed_on(FORMS[form][0]), address="bob@customer.example", subject=subject)
    machine, report = judged(mail)
    assert (machine, report) == (None, None)
