"""Mail made to exhaust its reader is read within two seconds and 256 MiB, each in a process of its own."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

HEAD = b"From: jane@acme.example\nSubject: help\n"


def header(name: bytes, value: bytes) -> bytes:
    return HEAD + name + b": " + value + b"\n\nx"


def body(content_type: bytes, content: bytes, encoding: bytes = b"8bit") -> bytes:
    return HEAD + b"Content-Type: %s\nContent-Transfer-Encoding: %s\n\n" % (content_type, encoding) + content


def mixed(parts: bytes) -> bytes:
    return body(b"multipart/mixed; boundary=b", parts)


def names(count: int) -> bytes:
    return b"text/plain; " + b"".join(b"name*%d=a;" % i for i in range(count))


def nested(count: int) -> bytes:
    inner = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    return HEAD + b"".join(inner % (i, i) for i in range(count)) + b"\nx"


MANY = base64.encodebytes(b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--q\n\nx\n" * 500)

BOMBS: dict[str, Callable[[], bytes]] = {
    "parts within parts": lambda: nested(5_000),
    "messages within messages": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 20_000,
    "one boundary for all": lambda: mixed(b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 20_000),
    "100,000 parts": lambda: mixed(b"--b\n\nx\n" * 100_000),
    "encoded words": lambda: header(b"Subject", b"=?utf-8?q?a=C3=A9b?= " * 25_000),
    "encoded words without end": lambda: header(b"Subject", b"=?utf-8?q?a " * 60_000),
    "a type of nothing but commas": lambda: header(b"Content-Type", b" ," * 30_000),
    "boundaries of nothing but spaces": lambda: mixed((b"--" + b" " * 40_000 + b"x\n") * 45),
    "encoded messages of many parts": lambda: mixed(
        (b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + MANY) * 900
    ),
    "colons in addresses": lambda: b"".join(
        name + b": " + b"@a:" * 20_000 + b"\n" for name in (b"From", b"To", b"Cc", b"Reply-To")
    ),
    "a header of 5 MB": lambda: header(b"X", b"a" * 5_000_000),
    "a header of a million lines": lambda: header(b"X", b"a\n " * 1_000_000),
    "100,000 headers": lambda: HEAD + b"".join(b"X-%d: a\n" % i for i in range(100_000)) + b"\nx",
    "a million addresses": lambda: header(b"To", b"a@b.c, " * 1_000_000),
    "comments in comments": lambda: header(b"To", b"(" * 1_000_000),
    "a million references": lambda: header(b"References", b"<a@b>\n " * 1_000_000),
    "pieces of a name": lambda: header(b"Content-Type", names(100_000)),
    "pieces of many names": lambda: mixed((b"--b\nContent-Type: " + names(1_000) + b"\n\nx\n") * 900),
    "quoted-printable": lambda: body(b"text/plain", b"=" * 20_000_000, b"quoted-printable"),
    "base64": lambda: body(b"image/png", b"=!a" * 8_000_000, b"base64"),
    "base64 in pieces": lambda: body(b"image/png", b"YQ==\n" * 5_000_000, b"base64"),
    "nested tags": lambda: body(b"text/html", b"<div>" * 100_000),
    "nested tables": lambda: body(b"text/html", b"<table><tr><td>x" * 100_000),
    "nested quotations": lambda: body(b"text/html", b"<blockquote>x" * 100_000),
    "open comments": lambda: body(b"text/html", b"<!-- x " * 3_000_000),
    "open attributes": lambda: body(b"text/html", b"<a " + b"x='" * 500_000),
    "line ends only": lambda: b"\r\n" * 12_000_000,
    "carriage returns only": lambda: b"\r" * 24_000_000,
    "zeros only": lambda: b"\0" * 24_000_000,
    "colons only": lambda: b":" * 24_000_000,
    "envelope lines": lambda: b"From \n" * 4_000_000,
    "dashes": lambda: HEAD + b"\n" + b"--\n" * 8_000_000,
    "boundaries": lambda: mixed(b"".join(b"boundary=x%d\n--x%d\n" % (i, i) for i in range(300_000))),
    "flowed lines": lambda: body(b"text/plain; format=flowed", b"> a \n" * 5_000_000),
    "shifts": lambda: body(b"text/plain; charset=iso-2022-jp", b"\x1b$B\x1b(B" * 4_000_000),
    "8 bits": lambda: HEAD + b"\n" + "Привет мир ".encode("koi8-r") * 2_000_000,
    "uuencode": lambda: HEAD + b"\n" + b"begin 644 a\n" * 2_000_000,
    "signatures": lambda: body(b"application/pkcs7-mime", b"MIAGCSqGSIb3DQEHAqCA" * 1_000_000, b"base64"),
    "winmail.dat": lambda: body(b"application/ms-tnef", b"\x78\x9f\x3e\x22" + b"\0" * 10_000_000, b"binary"),
    "recipients of a report": lambda: body(
        b"multipart/report; boundary=b",
        b"--b\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.0.0\n\n" * 300_000,
    ),
    "on": lambda: HEAD + b"\n" + b"On " * 8_000_000,
}

CHILD = """
import json, resource, sys, time
from mailticket.mail.message import parse
parse(b"")
resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))
raw = sys.stdin.buffer.read()
began = time.process_time()
message = parse(raw)
print(json.dumps([time.process_time() - began, list(message.defects)]))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_read_in_bounds(name: str) -> None:
    raw = BOMBS[name]()
    child = subprocess.run([sys.executable, "-c", CHILD], input=raw, capture_output=True, timeout=60)
    assert child.returncode == 0, child.stderr.decode()[-500:]
    seconds, defects = json.loads(child.stdout)
    assert seconds < 2.0
    assert not any("MemoryError" in defect for defect in defects), defects
