"""Any bytes become a Message, in bounded time and memory, and nothing of a sound mail is lost."""

import base64
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mailticket.mail.message import Message, attachment_contents, parse
from mailticket.mail.reading import header_only

HEAD = b"From: jane@acme.example\nSubject: help\n"


def check(message: Message, raw: bytes) -> None:
    """What holds of every Message."""
    assert message.size == len(raw)
    assert message.sha256 == hashlib.sha256(raw).hexdigest()
    assert [one.index for one in message.attachments] == list(range(len(message.attachments)))
    for text in (message.subject, message.text, message.reply_text, message.html or "", *message.defects):
        text.encode()  # no lone surrogates
        assert "\x00" not in text
    for name, value in message.headers:
        name.encode("ascii")
        assert "\n" not in value
        assert "\r" not in value
    for one in message.attachments:
        assert "/" not in (one.filename or "")
        (one.filename or "").encode()


# --- any bytes -----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(b"From: a@b.c\n", b"To: x <y@z>, (c) <d@e>\n", b"Subject: =?utf-8?Q?=C3=BC?=\n"),
        *(b"Subject: \xfc\xe4\n", b"Content-Type: multipart/mixed; boundary=b\n"),
        *(b"Content-Type: multipart/alternative; boundary=c\n", b"=ybegin name=a\n"),
        *(b"Content-Type: text/html\n", b"Content-Type: text/plain; charset=gb2312; format=flowed\n"),
        *(b"Content-Type: message/rfc822\n", b"Content-Type: message/delivery-status\n", b"Content-Type: \n"),
        *(b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n"),
        *(b"Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%BC\n", b" folded\n", b"\n"),
        *(b"--b\n", b"--b--\n", b"--c\n", b"--c--\n", b"aGVsbG8=\n", b"=C3=BC=\n", b"<p>x<blockquote>y\n"),
        *(b"begin 644 a\n", b"end\n", b"\x1b$B", b"\r", b"\x00", b"> quoted\n", b"On x, y wrote:\n"),
        *(b"-- \n", b"From x\n", b"Date: Fri, 99 Nov 99999 99:99:99 +9999\n", b"\xef\xbb\xbf", b"\xff\xfe"),
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.binary(max_size=40), max_size=40).map(b"".join))
@example(b"")
@example(
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b"
)
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
def test_any_bytes_become_a_message(raw: bytes) -> None:
    message = parse(raw)
    check(message, raw)
    assert [one for one, _ in attachment_contents(raw)] == list(message.attachments)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000))
def test_header_alone_can_always_be_read(raw: bytes) -> None:
    message = header_only(raw, defect="given up")
    check(message, raw)
    assert "given up" in message.defects


# --- large mail --------------------------------------------------------------------------------------------

LARGE = """
import re, sys, time
from mailticket.mail.message import parse
raw = open(sys.argv[1], "rb").read()
began = time.process_time()
message = parse(raw)
taken = time.process_time() - began
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(taken, int(peak) / 1024, message.attachments[0].size,
      message.attachments[0].sha256, message.text)
"""


def with_attachment(data: bytes) -> bytes:
    return (
        HEAD.replace(b"\n", b"\r\n")
        + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\nsee file\r\n--b\r\n"
        + b"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(data).replace(b"\n", b"\r\n")
        + b"--b--\r\n"
    )


def test_25_mib_are_read_in_a_second_and_150_mib(tmp_path: Path) -> None:
    data = os.urandom(19_000_000)
    (tmp_path / "large.eml").write_bytes(with_attachment(data))
    command = [sys.executable, "-c", LARGE, str(tmp_path / "large.eml")]
    child = subprocess.run(command, capture_output=True, check=True, timeout=60)
    seconds, memory, size, sha256, text = child.stdout.decode().strip().split(" ", 4)
    assert float(seconds) < 1.0
    assert float(memory) < 150
    assert int(size) == len(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert text == "see file"


def test_large_attachment_comes_out_as_it_was_sent() -> None:
    data = os.urandom(3_000_000)
    ((attachment, content),) = attachment_contents(with_attachment(data))
    assert content == data
    assert attachment.filename == "a.bin"


# --- what is equal -----------------------------------------------------------------------------------------


def test_same_mail_by_another_route_has_the_same_digest() -> None:
    raw = HEAD + b"Message-ID: <1@x>\n\nbody\n"
    other = b"Return-Path: <a@b>\r\nReceived: from x by y\r\n\twith z\r\nDelivered-To: s@d\r\n" + raw.replace(
        b"\n", b"\r\n"
    )
    assert parse(raw).digest == parse(other).digest
    assert parse(raw).digest != parse(raw.replace(b"body", b"other")).digest
    assert parse(raw).digest != parse(raw.replace(b"help", b"more")).digest


def test_headers_can_be_asked_for_in_any_case() -> None:
    message = parse(b"X-Thing: a\nx-thing: b\n\n")
    assert message.header("X-THING") == "a"
    assert message.header_all("x-Thing") == ("a", "b")
    assert message.header("absent") is None


def test_the_rules_see_what_reports_and_invitations_carry_as_files() -> None:
    """Some programs call the status, or the answer to an invitation, a mere file."""
    bounce = parse(
        b"From: Mailer <mailer@mx.example>\nReturn-Path: <>\nSubject: Undelivered mail\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        b"It could not be delivered.\n--b\nContent-Type: application/octet-stream\n"
        b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(
            b"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ann@x.example\n"
            b"Action: failed\nStatus: 5.1.1\n"
        )
        + b"--b--\n"
    )
    assert bounce.report is not None
    assert [one.address for one in bounce.report.recipients] == ["ann@x.example"]
    answer = parse(
        b"From: ann@x.example\nSubject: Tuesday\nMIME-Version: 1.0\nContent-Type: application/ics\n"
        b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n")
    )
    assert answer.automatic is not None
    assert answer.automatic.kind == "calendar"
