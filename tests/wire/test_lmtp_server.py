"""LMTP: what differs from SMTP (RFC 2033), on a unix socket as MTAs use it."""

from pathlib import Path

from mail_client import running
from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import TransientFailure
from mailticket.wire.smtp_server import ServerLimits, Spooled

MAIL = b"Subject: hello\r\n\r\nbody\r\n"


def test_each_recipient_gets_a_reply_of_its_own(tmp_path: Path) -> None:
    with running(lmtp=True, listen=f"unix:{tmp_path}/lmtp.sock") as desk:
        client = desk.connect(hello="LHLO mta.example")
        client.start_data("support@desk.example", "sales@desk.example", "support@desk.example")
        client.send(MAIL + b".\r\n")
        assert [client.reply() for _ in range(3)] == ["250 2.0.0 Accepted as 1"] * 3
        assert client.ask("NOOP").startswith("250")
        [(envelope, content)] = desk.accepted
    assert content == MAIL
    assert (envelope.route, envelope.protocol, envelope.peer) == ("lmtp", "LMTP", "")
    assert envelope.forward_paths == ("support@desk.example", "sales@desk.example")


def test_a_refusal_too_is_told_to_each() -> None:
    async def accept(_envelope: Envelope, _spooled: Spooled) -> int:
        raise TransientFailure(452, "4.3.1", "The disk is full")

    with running(lmtp=True, accept=accept) as desk:
        client = desk.connect(hello="LHLO mta.example")
        client.start_data("support@desk.example", "sales@desk.example")
        client.send(MAIL + b".\r\n")
        assert [client.reply() for _ in range(2)] == ["452 4.3.1 The disk is full"] * 2
        assert client.ask("NOOP").startswith("250")


def test_a_message_that_is_too_large_is_told_to_each() -> None:
    with running(lmtp=True, limits=ServerLimits(message_size=1000)) as desk:
        client = desk.connect(hello="LHLO mta.example")
        client.start_data("support@desk.example", "sales@desk.example")
        client.send(b"x" * 2000 + b"\r\n.\r\n")
        assert [client.reply()[:9] for _ in range(2)] == ["552 5.3.4"] * 2
        assert client.ask("RSET").startswith("250")


def test_the_greetings_of_smtp_are_refused_and_data_without_recipients_too() -> None:
    with running(lmtp=True) as desk:
        client = desk.connect()
        assert client.ask("EHLO me").startswith("500 5.5.1")
        assert client.ask("HELO me").startswith("500 5.5.1")
        assert client.ask("MAIL FROM:<>").startswith("503 5.5.1")
        assert client.ask("LHLO me").startswith("250-")
        client.ask("MAIL FROM:<>")
        assert client.ask("RCPT TO:<no@elsewhere.example>").startswith("550 5.1.1")
        assert client.ask("DATA").startswith("503 5.5.1")


def test_an_mta_on_a_unix_socket_is_not_held_to_the_cap_of_one_address(tmp_path: Path) -> None:
    limits = ServerLimits(connections_per_address=2, connections=10)
    with running(lmtp=True, limits=limits, listen=f"unix:{tmp_path}/lmtp.sock") as desk:
        clients = [desk.connect(hello="LHLO me") for _ in range(10)]
        assert desk.connect(greeted=False).reply().startswith("421 4.3.2")
        assert clients[-1].ask("NOOP").startswith("250")
