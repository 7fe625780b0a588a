"""What a real MTA makes of our server: pipelining, TLS, 8-bit and UTF-8 mail, several recipients."""

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

import servers
from mail_client import Running, running
from servers import Postfix
from servers.certificate import certificate

RECIPIENTS = ["support@desk.example", "support+42@desk.example", "sales@desk.example"]
MAIL = (
    b"From: ann@example.org\r\nTo: support@desk.example\r\nSubject: hello\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Gr\xc3\xbc\xc3\x9fe\r\n.\r\n..\r\n" + b"long " * 180 + b"\r\n"
)


def hand_over(mta: Postfix, recipients: list[str], message: bytes, options: tuple[str, ...] = ()) -> None:
    with smtplib.SMTP(mta.host, mta.port, timeout=20) as client:
        assert not client.sendmail("ann@example.org", recipients, message, mail_options=options)


@pytest.fixture(params=["smtp", "lmtp"])
def route(
    request: pytest.FixtureRequest, tmp_path: Path, postfix: Postfix
) -> Iterator[tuple[Running, Postfix]]:
    """Our server, and a Postfix that hands everything on to it; `postfix` says whether one can be had."""
    context: ssl.SSLContext = certificate().server_context(tmp_path)
    kind: str = request.param
    with running(lmtp=kind == "lmtp", tls=context) as desk:
        place = f"{kind}:127.0.0.1:{desk.address[1]}"
        with servers.postfix(place, extra=f"{kind}_tls_security_level = encrypt") as mta:
            yield desk, mta


def test_a_real_mta_hands_on_whatever_it_has(route: tuple[Running, Postfix]) -> None:
    desk, mta = route
    hand_over(mta, RECIPIENTS, MAIL, ("BODY=8BITMIME",))
    desk.until(lambda: len(desk.accepted) == 1)
    envelope, content = desk.accepted[0]
    assert sorted(envelope.forward_paths) == sorted(RECIPIENTS)
    assert envelope.protocol == {"smtp": "ESMTPS", "lmtp": "LMTPS"}[envelope.route]
    assert content.endswith(MAIL.partition(b"\r\n\r\n")[2])
    hand_over(mta, ["grüße@desk.example"], b"Subject: gr\xc3\xbc\xc3\x9fe\r\n\r\nbody\r\n", ("SMTPUTF8",))
    desk.until(lambda: len(desk.accepted) == 2)
    assert desk.accepted[1][0].forward_paths == ("grüße@desk.example",)
    large = b"Subject: large\r\n\r\n" + b"0123456789abcdef" * 4 * 16_384
    hand_over(mta, RECIPIENTS[:1], large)
    desk.until(lambda: len(desk.accepted) == 3)
    assert desk.accepted[2][0].protocol.endswith("S")

    hand_over(mta, [*RECIPIENTS, "nobody@elsewhere.example"], MAIL)
    desk.until(lambda: len(desk.accepted) == 4 and "recipient is not ours" in desk.reasons)
    assert sorted(desk.accepted[3][0].forward_paths) == sorted(RECIPIENTS)
