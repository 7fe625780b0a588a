"""What a client says in SMTP, and what it is answered (RFC 5321 and its extensions)."""

import hashlib
import socket

import pytest

from mail_client import running
from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import PermanentFailure, TransientFailure
from mailticket.wire.smtp_server import ServerLimits, Spooled

MAIL = b"From: ann@example.org\r\nSubject: hello\r\n\r\nThe printer burns.\r\n"


def test_a_mail_is_taken_with_the_trace_of_how_it_came() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO client.example.org")
        assert client.deliver(MAIL) == "250 2.0.0 Accepted as 1"
        [(envelope, content)] = desk.accepted
    assert content == MAIL
    assert (envelope.route, envelope.protocol, envelope.helo, envelope.peer) == (
        "smtp", "ESMTP", "client.example.org", "127.0.0.1",
    )  # fmt: skip
    assert envelope.reverse_path == "ann@example.org"
    assert envelope.forward_paths == ("support@desk.example",)
    assert envelope.received_at.utcoffset() is not None


def test_extensions_are_announced_that_are_kept_and_no_others() -> None:
    with running() as desk:
        lines = desk.connect().ask("EHLO me").split("\n")
    assert [line[4:] for line in lines] == [
        "desk.example", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES",
    ]  # fmt: skip


def test_helo_is_plain_smtp() -> None:
    with running() as desk:
        client = desk.connect(hello="HELO me")
        client.deliver(MAIL)
        assert desk.accepted[0][0].protocol == "SMTP"


def test_the_null_reverse_path_of_a_bounce() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.begin(sender="<>")
        assert client.ask("DATA").startswith("354")
        client.send(MAIL + b".\r\n")
        assert client.reply().startswith("250")
        assert desk.accepted[0][0].reverse_path == ""


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (["MAIL FROM:<a@b.c>"], "503 5.5.1"),
        (["EHLO me", "RCPT TO:<support@desk.example>"], "503 5.5.1"),
        (["EHLO me", "DATA"], "503 5.5.1"),
        (["EHLO me", "MAIL FROM:<a@b.c>", "DATA"], "503 5.5.1"),
        (["EHLO me", "MAIL FROM:<>", "MAIL FROM:<a@b.c>"], "503 5.5.1"),
        (["EHLO me", "MAIL FROM:<a@b.c>", "RSET", "RCPT TO:<support@desk.example>"], "503 5.5.1"),
        (["EHLO me", "MAIL FROM:<a@b.c>", "EHLO me", "RCPT TO:<support@desk.example>"], "503 5.5.1"),
        (["EHLO"], "501 5.5.4"),
        (["LHLO me"], "500 5.5.1"),
        (["EHLO me", "STARTTLS"], "503 5.5.1"),
    ],
)
def test_commands_out_of_order(order: list[str], answer: str) -> None:
    with running() as desk:
        client = desk.connect()
        assert [client.ask(command) for command in order][-1].startswith(answer)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("NOOP anything", "250 2.0.0"),
        ("VRFY support@desk.example", "252 2"),
        ("EXPN everyone", "502 5.5.1"),
        ("ETRN desk.example", "502 5.5.1"),
        ("AUTH PLAIN AGEAYg==", "502 5.5.1"),
        ("HELP", "214 2.0.0"),
        ("BDAT 10 LAST", "500 5.5.1"),
        ("", "500 5.5.1"),
        ("\0\0\0", "500 5.5.1"),
    ],
)
def test_commands_that_could_tell_or_cost_something_do_neither(command: str, answer: str) -> None:
    with running() as desk:
        assert desk.connect(hello="EHLO me").ask(command).startswith(answer)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL FROM:<ann@example.org> SIZE=1000 BODY=8BITMIME", "250"),
        ("mail from: <ann@example.org>", "250"),
        ("MAIL FROM:ann@example.org", "250"),
        ("MAIL FROM:<@relay.example,@other.example:ann@example.org>", "250"),
        ('MAIL FROM:<"ann smith"@example.org>', "250"),
        ("MAIL FROM:<a..b.@docomo.ne.jp>", "250"),
        ("MAIL FROM:<ann@[192.0.2.1]>", "250"),
        ("MAIL FROM:<ann@example.org> RET=HDRS ENVID=x+2B1", "250"),
        ("MAIL FROM:<änn@bücher.example> SMTPUTF8", "250"),
        ("MAIL FROM:<änn@bücher.example>", "553 5.6.7"),
        ("MAIL FROM:<ann@example.org> SIZE=26214401", "552 5.3.4"),
        ("MAIL FROM:<ann@example.org> SIZE=99999999999999999999", "552 5.3.4"),
        ("MAIL FROM:<ann@example.org> SIZE=-1", "501 5.5.4"),
        ("MAIL FROM:<ann@example.org> SIZE=٣", "501 5.5.4"),
        ("MAIL FROM:<ann@example.org> BODY=BINARYMIME", "501 5.5.4"),
        ("MAIL FROM:<ann@example.org> X-SECRET=1", "555 5.5.4"),
        ("MAIL FROM:<ann@example.org> =", "501 5.5.4"),
        ("MAIL FROM:<ann@example.org", "553 5.1.7"),
        ("MAIL FROM:<ann@exa mple.org>", "553 5.1.7"),
        ("MAIL FROM:<ann\x7f@example.org>", "553 5.1.7"),
        ("MAIL FROM:<ann\r@example.org>", "553 5.1.7"),
        ("MAIL FROM:<" + "a" * 600 + "@example.org>", "553 5.1.7"),
        ("MAIL <ann@example.org>", "501 5.5.4"),
        ("MAIL", "501 5.5.4"),
    ],
)
def test_senders(command: str, answer: str) -> None:
    with running() as desk:
        assert desk.connect(hello="EHLO me").ask(command).startswith(answer)


def test_bytes_that_are_not_utf_8_are_no_address() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        assert client.ask(b"MAIL FROM:<a\xff@example.org> SMTPUTF8").startswith("553 5.1.7")


@pytest.mark.parametrize(
    ("recipient", "answer"),
    [
        ("<support@desk.example>", "250 2.1.5"),
        ("<Postmaster>", "250 2.1.5"),
        ("<support@desk.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;support@desk.example", "250 2.1.5"),
        ("<stranger@elsewhere.example>", "550 5.1.1"),
        ("<support%elsewhere.example@other.example>", "550 5.1.1"),
        ("<nobody>", "550 5.1.1"),
        ("<>", "553 5.1.3"),
        ("<support@desk.example> NOTIFY", "250"),
        ("<support@desk.example> SIZE=1", "555 5.5.4"),
    ],
)
def test_recipients_are_judged_one_by_one(recipient: str, answer: str) -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.ask("MAIL FROM:<ann@example.org>")
        assert client.ask(f"RCPT TO:{recipient}").startswith(answer)


def test_a_refused_recipient_is_told_of_and_the_mail_goes_to_the_others() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.begin()
        assert client.ask("RCPT TO:<x\u202ey@elsewhere.example>").startswith("550 5.1.1")
        client.ask("RCPT TO:<support@desk.example>")
        client.ask("DATA")
        assert client.ask(MAIL + b".").startswith("250")
        assert desk.accepted[0][0].forward_paths == ("support@desk.example",)
        [(name, facts)] = desk.events
        assert (name, facts["code"], facts["peer"]) == ("mail.rejected", 550, "127.0.0.1")
        assert facts["address"] == "x?y@elsewhere.example"


def test_more_recipients_than_allowed_go_into_another_message() -> None:
    with running(limits=ServerLimits(recipients=100)) as desk:
        client = desk.connect(hello="EHLO me")
        client.begin(*[f"support+{n}@desk.example" for n in range(100)])
        assert client.ask("RCPT TO:<support@desk.example>").startswith("452 4.5.3")
        client.ask("DATA")
        assert client.ask(MAIL + b".").startswith("250")
        assert len(desk.accepted[0][0].forward_paths) == 100


def test_pipelined_commands_are_answered_in_order_and_together() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.send(
            b"MAIL FROM:<ann@example.org>\r\nRCPT TO:<no@where.example>\r\n"
            b"RCPT TO:<support@desk.example>\r\nDATA\r\n"
        )
        assert [client.reply()[:3] for _ in range(4)] == ["250", "550", "250", "354"]
        client.send(
            MAIL
            + b".\r\nMAIL FROM:<>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n"
            + MAIL
            + b".\r\nQUIT\r\n"
        )
        assert [client.reply()[:3] for _ in range(6)] == ["250", "250", "250", "354", "250", "221"]
        assert client.closed
        assert [content for _, content in desk.accepted] == [MAIL, MAIL]


def test_a_thousand_pipelined_commands_do_not_block_the_session() -> None:
    with running(limits=ServerLimits(commands=100_000)) as desk:
        client = desk.connect(hello="EHLO me")
        client.send(b"NOOP " + b"x" * 500 + b"\r\n" + b"NOOP\r\n" * 50_000 + b"QUIT\r\n")
        assert [client.reply()[:3] for _ in range(50_002)] == ["250"] * 50_001 + ["221"]


def test_a_client_that_half_closes_after_its_mail_gets_its_answers() -> None:
    with running() as desk:
        client = desk.connect()
        client.send(
            b"HELO me\r\nMAIL FROM:<>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n" + MAIL + b".\r\n"
        )
        client.socket.shutdown(socket.SHUT_WR)
        assert [client.reply()[:3] for _ in range(5)] == ["250", "250", "250", "354", "250"]
        assert client.closed
        assert len(desk.accepted) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n",
        b"one line without a header\r\n",
        b"Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.a\r\n",
        b"NUL \0 and 8 bit \xff\xfe\r\n",
        b"Subject: x\r\n\r\n" + b"x" * 100_000 + b"\r\n",
        b"." * 1001 + b"\r\n",
        b"Subject: bare\nnewlines\rhere\r\r\n\n\n\r\n",
        b"\r\n" * 10_000,
    ],
)
def test_content_is_kept_byte_for_byte(content: bytes) -> None:
    stuffed = b"\r\n".join(b"." + line if line[:1] == b"." else line for line in content.split(b"\r\n"))
    with running() as desk:
        assert desk.connect(hello="EHLO me").deliver(stuffed).startswith("250")
        assert desk.accepted[0][1] == content


@pytest.mark.parametrize("cut", [1, 2, 3, 7])
def test_the_end_is_found_however_the_bytes_are_cut(cut: int) -> None:
    stuffed = b"Subject: x\r\n\r\n..\r\n..a\r\r\n.\rb\n.\n..\r\n.\r\n"
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.start_data()
        for start in range(0, len(stuffed), cut):
            client.send(stuffed[start : start + cut])
        assert client.reply().startswith("250")
        assert desk.accepted[0][1] == b"Subject: x\r\n\r\n.\r\n.a\r\r\n\rb\n.\n..\r\n"


def test_a_large_mail_goes_through_a_file_and_comes_out_the_same() -> None:
    seen: list[tuple[bool, int, str, bytes, bytes]] = []

    async def accept(_envelope: Envelope, spooled: Spooled) -> int:
        seen.append(
            (spooled.in_memory, spooled.size, spooled.sha256, spooled.read(), b"".join(spooled.chunks(777)))
        )
        return 1

    content = b"Subject: large\r\n\r\n" + b"..".join(b"%08d\r\n" % n for n in range(300_000))
    with running(accept=accept) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(content).startswith("250")
        assert client.deliver(MAIL).startswith("250")
        assert desk.server.memory.used == 0
    (in_memory, size, digest, whole, chunks), (small, *_) = seen
    expected = content.replace(b"\r\n..", b"\r\n.")
    assert whole == chunks == expected
    assert (in_memory, small) == (False, True)
    assert (size, digest) == (len(expected), hashlib.sha256(expected).hexdigest())


def test_utf_8_addresses_are_kept_as_they_are() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.ask("MAIL FROM:<änn@bücher.example> SMTPUTF8")
        client.ask("RCPT TO:<grüße@desk.example>")
        client.ask("DATA")
        assert client.ask(MAIL + b".").startswith("250")
        envelope = desk.accepted[0][0]
    assert (envelope.reverse_path, envelope.forward_paths) == ("änn@bücher.example", ("grüße@desk.example",))
    assert envelope.protocol == "UTF8SMTP"


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (TransientFailure(452, "4.3.1", "The disk is full"), "452 4.3.1 The disk is full"),
        (PermanentFailure(554, "5.6.0", "Not this"), "554 5.6.0 Not this"),
        (ValueError("secret of the mail"), "451 4.3.0 Trouble on this side, try again later"),
        (OSError(5, "secret of the disk"), "451 4.3.0 Trouble on this side, try again later"),
    ],
)
def test_trouble_with_the_store_is_told_without_its_text(error: Exception, answer: str) -> None:
    async def accept(_envelope: Envelope, _spooled: Spooled) -> int:
        raise error

    with running(accept=accept) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(MAIL) == answer
        assert client.ask("NOOP").startswith("250")
        assert "secret" not in repr(desk.events)
        assert desk.server.memory.used == 0


def test_trouble_in_judging_an_address_is_transient() -> None:
    def is_ours(_address: str) -> bool:
        raise KeyError("secret")

    with running(is_ours=is_ours) as desk:
        client = desk.connect(hello="EHLO me")
        client.ask("MAIL FROM:<>")
        assert (
            client.ask("RCPT TO:<support@desk.example>") == "451 4.3.0 Trouble on this side, try again later"
        )
        assert "secret" not in repr(desk.events)
