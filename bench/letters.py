"""Mails of customers as they come: a few hundred words in text and HTML, each its own."""

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from bench.room import DESK

_SENTENCES = (
    "Since this morning the heating in our office does not work any more.",
    "We have tried to switch it off and on again, without success.",
    "The display shows the code E-104 and a red lamp is lit.",
    "Could you please tell us when somebody can come and look at it?",
    "We are in the building from eight to six, and the caretaker has the keys.",
    "Two colleagues work from home already, but that is no solution for long.",
    "The contract number is on the last invoice, which I can send you if you need it.",
)


def letter(number: int) -> bytes:
    """The mail of customer `number`; the same number gives the same mail."""
    chance = random.Random(number)  # the same mails each time
    paragraphs = [" ".join(chance.choices(_SENTENCES, k=4)) for _ in range(4)]
    text = "\r\n\r\n".join(["Good morning,", *paragraphs, "Kind regards\r\nAnn Miller\r\nAcme Ltd."])
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\r\n\r\n"))
    return (
        f"Received: from mail.customer.example by mx.customer.example; {_date()}\r\n"
        f"From: Ann Miller <{address(number)}>\r\nTo: Support <{DESK}>\r\nDate: {_date()}\r\n"
        f"Message-ID: <letter.{number}@customer.example>\r\nSubject: Heating out of order\r\n"
        "MIME-Version: 1.0\r\nUser-Agent: Mozilla Thunderbird\r\n"
        'Content-Type: multipart/alternative; boundary="limit"\r\n\r\n'
        f"--limit\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        f"--limit\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>{html}</body></html>\r\n"
        "--limit--\r\n"
    ).encode()


def address(number: int) -> str:
    return f"customer{number}@customer.example"


def head_of_large(number: int) -> bytes:
    """The beginning of a mail with an attachment; `attachment` and `END_OF_LARGE` follow."""
    return (
        f"From: Ann Miller <{address(number)}>\r\nTo: Support <{DESK}>\r\nDate: {_date()}\r\n"
        f"Message-ID: <large.{number}@customer.example>\r\nSubject: Pictures of the damage\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="limit"\r\n\r\n'
        "--limit\r\nContent-Type: text/plain\r\n\r\nPlease find them attached.\r\n"
        '--limit\r\nContent-Type: image/jpeg; name="damage.jpg"\r\n'
        'Content-Disposition: attachment; filename="damage.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    ).encode()


END_OF_LARGE = b"--limit--\r\n"


def attachment(size: int) -> bytes:
    """Lines of base64, together of about `size` bytes."""
    line = base64.b64encode(random.Random(1).randbytes(57)) + b"\r\n"  # no secret
    return line * (size // len(line))


def letters(count: int, *, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Senders and their mails."""
    for number in range(first, first + count):
        yield address(number), letter(number)


def _date() -> str:
    return format_datetime(datetime.now(UTC))
