"""What hostile and broken clients do to an SMTP server, and what comes of it."""

import asyncio
import logging
import socket
import ssl
import struct
import threading
from pathlib import Path

import pytest

from mail_client import PATIENCE, running
from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import TransientFailure
from mailticket.wire.smtp_server import ServerLimits, Spooled
from servers.certificate import certificate

MAIL = b"Subject: hello\r\n\r\nbody\r\n"
SMALL = ServerLimits(message_size=100_000, header_size=20_000, header_field_size=10_000, spill_over=30_000)
HURRIED = ServerLimits(idle=0.3, data=60, rate_grace=60)


@pytest.fixture
def tls_context(tmp_path: Path) -> ssl.SSLContext:
    return certificate().server_context(tmp_path)


@pytest.mark.parametrize(
    "false_end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r.\r\n",
        b"\r\n.\r",
        b"\n\n.\r\n",
        b"\r\n\0.\r\n",
        b"\r\n.\0\r\n",
    ],
)
def test_smuggling_only_crlf_dot_crlf_ends_a_message(false_end: bytes) -> None:
    smuggled = b"MAIL FROM:<admin@desk.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nfake"
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(b"Subject: x\r\n\r\nbody" + false_end + smuggled + b"\r\n").startswith("250")
        assert client.ask("NOOP").startswith("250")
        [(_, content)] = desk.accepted
    assert content.endswith(b"\r\nDATA\r\nfake\r\n")


def test_smuggling_a_message_with_a_bare_newline_is_never_refused_with_the_conversation_going_on() -> None:
    with running(limits=SMALL) as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        client.send(
            b"Subject: x\r\n\r\na\n.\n" + b"x" * 200_000 + b"\r\n.\r\nMAIL FROM:<admin@desk.example>\r\n"
        )
        assert client.reply().startswith("552 5.3.4")
        assert client.reply().startswith("421 ")
        assert client.closed


def test_starttls_injection_what_was_sent_in_the_clear_is_thrown_away(tls_context: ssl.SSLContext) -> None:
    with running(tls=tls_context) as desk:
        client = desk.connect(hello="EHLO me")
        client.send(b"STARTTLS\r\nMAIL FROM:<injected@example.org>\r\nRCPT TO:<support@desk.example>\r\n")
        assert client.reply().startswith("220")
        client.secure()
        assert client.ask("MAIL FROM:<>").startswith("503 5.5.1 Say EHLO first")
        assert "STARTTLS" not in client.ask("EHLO me")
        assert client.ask("STARTTLS").startswith("503")
        assert client.deliver(MAIL).startswith("250")
        envelope = desk.accepted[0][0]
        assert envelope.protocol == "ESMTPS"
        assert dict(envelope.trace)["tls"].startswith("TLSv1.")
        client.ask("QUIT")


def test_starttls_forgets_the_transaction_before_it(tls_context: ssl.SSLContext) -> None:
    with running(tls=tls_context) as desk:
        client = desk.connect()
        assert "STARTTLS" in client.ask("EHLO me")
        client.begin()
        assert client.ask("STARTTLS").startswith("220")
        client.secure()
        assert client.ask("DATA").startswith("503")
        client.leave()
        desk.until(lambda: desk.server.connections == 0)


def test_starttls_with_a_client_that_talks_nonsense_ends_and_leaves_nothing_behind(
    tls_context: ssl.SSLContext,
) -> None:
    with running(tls=tls_context) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.ask("STARTTLS").startswith("220")
        client.send(b"this is not a handshake\r\n" * 10)
        desk.until(lambda: desk.server.connections == 0)
        other = desk.connect(hello="EHLO me")
        assert other.ask("STARTTLS").startswith("220")
        other.leave()
        desk.until(lambda: desk.server.connections == 0)


def test_a_large_mail_over_tls_arrives_whole(tls_context: ssl.SSLContext) -> None:
    content = b"Subject: large\r\n\r\n" + b"0123456789abcdef" * 64 * 4096 + b"\r\n"
    with running(tls=tls_context) as desk:
        client = desk.connect(hello="EHLO me")
        client.ask("STARTTLS")
        client.secure()
        client.ask("EHLO me")
        assert client.deliver(content).startswith("250")
        assert desk.accepted[0][1] == content


@pytest.mark.parametrize(
    "flood",
    [b"x" * 4096, b"\r\n" * 2048, b"\n" * 4096, b".\r" * 2048],
    ids=["no line end", "CRLF", "LF", "dots"],
)
def test_a_flood_is_not_kept_and_is_cut_off(flood: bytes, tmp_path: Path) -> None:
    with running(limits=SMALL, spool_directory=tmp_path) as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        most = 0
        try:
            for _ in range(1000):
                client.send(flood)
                most = max(most, desk.server.memory.used)
            assert client.reply().startswith("552 5.3.4")
        except ConnectionError:
            pass
        assert most <= SMALL.message_size + 300_000
        desk.until(lambda: desk.server.connections == 0)
        assert desk.server.memory.used == 0
        assert not desk.accepted
        assert not list(tmp_path.iterdir())


def test_one_byte_more_than_the_limit_is_refused_at_the_end_and_the_next_mail_is_taken() -> None:
    head = b"Subject: x\r\n\r\n"
    with running(limits=SMALL) as desk:
        client = desk.connect(hello="EHLO me")
        exact = head + b"x" * (100_000 - len(head) - 2)
        assert client.deliver(exact + b"\r\n").startswith("250")
        assert client.deliver(exact + b"x\r\n") == "552 5.3.4 Larger than 100000 bytes"
        assert client.deliver(MAIL).startswith("250")
        assert client.ask("MAIL FROM:<> SIZE=100001").startswith("552 5.3.4")
        assert desk.reasons == ["Larger than 100000 bytes"] * 2


def hops(count: int) -> bytes:
    return b"Received: from a by b;\r\n\tFri, 20 Nov 2026 12:00:00 +0000\r\n" * count


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (hops(100) + b"\r\nbody\r\n", "250"),
        (hops(101) + b"\r\nbody\r\n", "554 5.4.6"),
        (hops(101).replace(b"Received:", b"RECEIVED :") + b"\r\nbody\r\n", "554 5.4.6"),
        (hops(101).replace(b"\r\n", b"\n") + b"\nbody\r\n", "554 5.4.6"),
        (b"Received-SPF: pass\r\n" * 200 + b"\r\nbody\r\n", "250"),
        (b"Subject: quoted\r\n\r\n" + hops(300), "250"),
        (b"\r\n" + hops(300), "250"),
        (b"no header here\r\n" + hops(300), "250"),
        (b"From someone Fri Nov 20 12:00:00 2026\r\n" + hops(101) + b"\r\nbody\r\n", "554 5.4.6"),
    ],
    ids=[
        "100",
        "101",
        "odd spelling",
        "bare LF",
        "others",
        "in the body",
        "no header",
        "no header line",
        "mbox",
    ],
)
def test_mail_loops_end(message: bytes, answer: str) -> None:
    limits = ServerLimits(header_size=100_000)
    with running(limits=limits) as desk:
        assert desk.connect(hello="EHLO me").deliver(message).startswith(answer)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (b"X: " + b"x" * 9_000 + b"\r\n\r\nbody\r\n", "250"),
        (b"X: " + b"x" * 10_000 + b"\r\n\r\nbody\r\n", "552 5.3.4 A header field"),
        (b"X: x\r\n" + b" folded\r\n" * 2_000 + b"\r\nbody\r\n", "552 5.3.4 A header field"),
        (b"X: x\r\n" * 4_000 + b"\r\nbody\r\n", "552 5.3.4 The header"),
        (b"X: x\r\n" * 4_000, "552 5.3.4 The header"),
        (b"not a header\r\n" * 4_000, "250"),
        (b"x" * 90_000 + b"\r\n", "250"),
    ],
    ids=["long", "too long", "folded", "many", "no end", "no header", "one line"],
)
def test_headers_without_end(message: bytes, answer: str) -> None:
    with running(limits=SMALL) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(message).startswith(answer)
        assert client.ask("NOOP").startswith("250")


def test_a_header_that_comes_in_crumbs_is_judged_the_same() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.start_data()
        message = hops(101) + b"\r\nbody\r\n.\r\n"
        for start in range(0, len(message), 3):
            client.send(message[start : start + 3])
        assert client.reply().startswith("554 5.4.6")


def test_connections_from_one_address_are_capped_and_freed() -> None:
    with running(limits=ServerLimits(connections_per_address=3)) as desk:
        clients = [desk.connect() for _ in range(3)]
        refused = desk.connect(greeted=False)
        assert refused.reply().startswith("421 4.7.0")
        assert refused.closed
        clients[0].leave()
        desk.until(lambda: desk.server.connections == 2)
        assert desk.connect(hello="EHLO me").deliver(MAIL).startswith("250")
        assert "Too many connections from your address" in desk.reasons


def test_connections_of_all_are_capped() -> None:
    with running(limits=ServerLimits(connections=2)) as desk:
        _clients = [desk.connect() for _ in range(2)]
        refused = desk.connect(greeted=False)
        assert refused.reply().startswith("421 4.3.2")
        assert refused.closed


def test_a_silent_client_is_sent_away() -> None:
    with running(limits=HURRIED) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.reply().startswith("421 4.4.2 Idle")
        assert client.closed
        desk.until(lambda: desk.server.connections == 0)


def test_a_client_that_never_finishes_a_command_is_sent_away() -> None:
    with running(limits=HURRIED) as desk:
        client = desk.connect(hello="EHLO me")
        stop = threading.Event()

        def trickle() -> None:
            while not stop.wait(0.05):
                try:
                    client.send(b"x")
                except OSError:
                    return

        thread = threading.Thread(target=trickle)
        thread.start()
        assert client.reply().startswith("421 4.4.2 Idle")
        stop.set()
        thread.join(PATIENCE)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (ServerLimits(idle=0.3), "Idle"),
        (ServerLimits(idle=60, data=0.5), "The message took too long"),
        (ServerLimits(idle=60, data=60, rate_grace=0.5, minimum_rate=1000), "The message comes too slowly"),
    ],
    ids=["silent", "total time", "rate"],
)
def test_slow_loris_in_a_message(limits: ServerLimits, why: str) -> None:
    with running(limits=limits) as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        stop = threading.Event()

        def trickle() -> None:
            while not stop.wait(0.05):
                try:
                    client.send(b"x")
                except OSError:
                    return

        thread = threading.Thread(target=trickle)
        if why != "Idle":
            thread.start()
        assert client.reply().startswith(f"421 4.4.2 {why}")
        stop.set()
        if thread.ident:
            thread.join(PATIENCE)
        desk.until(lambda: desk.server.connections == 0)
        assert not desk.accepted
        assert desk.server.memory.used == 0


def test_a_message_may_take_longer_than_the_idle_time_while_it_keeps_coming() -> None:
    with running(limits=ServerLimits(idle=1.0, data=60)) as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        pause = threading.Event()
        for _ in range(10):
            client.send(b"X: y\r\n" * 10)
            pause.wait(0.15)
        client.send(b"\r\n.\r\n")
        assert client.reply().startswith("250")


def test_a_slow_store_is_not_the_clients_fault() -> None:
    async def accept(_envelope: Envelope, _spooled: Spooled) -> int:
        await asyncio.sleep(1.0)
        return 7

    with running(limits=ServerLimits(idle=0.2, data=0.2), accept=accept) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(MAIL) == "250 2.0.0 Accepted as 7"
        assert client.ask("NOOP").startswith("250")


@pytest.mark.parametrize("how", ["close", "reset", "half-close"])
def test_a_client_that_leaves_in_mid_commit_does_not_stop_it(how: str) -> None:
    begun = asyncio.Event()
    go_on = asyncio.Event()
    stored: list[bytes] = []

    async def accept(_envelope: Envelope, spooled: Spooled) -> int:
        begun.set()
        await go_on.wait()
        stored.append(spooled.read())
        return 1

    with running(accept=accept) as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        client.send(MAIL + b".\r\n")
        desk.run(asyncio.wait_for(begun.wait(), PATIENCE))
        match how:
            case "reset":
                client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.leave()
            case "half-close":
                client.socket.shutdown(socket.SHUT_WR)
            case _:
                client.leave()
        desk.loop.call_soon_threadsafe(go_on.set)
        desk.until(lambda: bool(stored) and desk.server.connections == 0)
        assert stored == [MAIL]
        if how == "half-close":
            assert client.reply() == "250 2.0.0 Accepted as 1"


@pytest.mark.parametrize("part", [b"", b"Subject: x\r\n\r\nhalf a mess", b"Subject: x\r\n\r\nbody\r\n."])
def test_a_client_that_leaves_in_mid_message_leaves_nothing_behind(part: bytes) -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        client.start_data()
        client.send(part)
        client.leave()
        desk.until(lambda: desk.server.connections == 0)
        assert not desk.accepted
        assert desk.server.memory.used == 0


def test_endless_commands_and_endless_errors_end() -> None:
    with running(limits=ServerLimits(commands=50, failed_commands=10)) as desk:
        client = desk.connect(hello="EHLO me")
        client.send(b"NOOP\r\n" * 60)
        assert [client.reply()[:3] for _ in range(50)] == ["250"] * 49 + ["421"]
        assert client.closed
        client = desk.connect(hello="EHLO me")
        client.send(b"MAIL FROM:<>\r\n" + b"RCPT TO:<guess@elsewhere.example>\r\n" * 10)
        assert [client.reply()[:3] for _ in range(12)] == ["250"] + ["550"] * 10 + ["421"]
        assert client.closed


def test_a_line_too_long_for_a_command_closes() -> None:
    with running() as desk:
        client = desk.connect(hello="EHLO me")
        assert client.ask("NOOP " + "x" * 3000).startswith("250")
        client.send(b"NOOP " + b"x" * 5000)
        assert client.reply().startswith("500 5.5.2")
        assert client.closed


def test_a_browser_that_was_sent_here_is_not_heard() -> None:
    with running() as desk:
        client = desk.connect()
        client.send(b"POST / HTTP/1.1\r\nHost: desk\r\n\r\nEHLO me\r\nMAIL FROM:<>\r\n")
        assert client.reply().startswith("421 4.7.0")
        assert client.closed


def test_memory_for_all_mail_together_is_bounded_by_going_to_files_early(tmp_path: Path) -> None:
    limits = ServerLimits(bytes_in_flight=500_000, spill_over=10_000_000)
    with running(limits=limits, spool_directory=tmp_path) as desk:
        clients = [desk.connect(hello="EHLO me") for _ in range(10)]
        for client in clients:
            client.start_data()
            client.send(b"Subject: x\r\n\r\n" + b"x" * 400_000)
        desk.until(lambda: desk.server.memory.used <= 500_000 + 10 * 128 * 1024)
        for client in clients:
            client.send(b"\r\n.\r\n")
            assert client.reply().startswith("250")
        assert {len(content) for _, content in desk.accepted} == {400_016}
        assert desk.server.memory.used == 0


def test_a_full_disk_under_the_spool_is_transient(tmp_path: Path) -> None:
    with running(spool_directory=tmp_path / "gone") as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(b"Subject: x\r\n\r\n" + b"x" * 2_000_000 + b"\r\n").startswith("452 4.3.1")
        assert client.deliver(MAIL).startswith("250")
        assert desk.server.memory.used == 0


def test_nothing_a_client_says_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running() as desk:
        client = desk.connect(hello="EHLO secret.example")
        client.ask("secret command")
        client.deliver(b"Subject: secret\r\n\r\nsecret\r\n")
        client.ask("QUIT")
    assert "secret" not in caplog.text


def test_draining_sends_idle_clients_away_and_finishes_the_others() -> None:
    with running() as desk:
        idle = desk.connect(hello="EHLO me")
        busy = desk.connect(hello="EHLO me")
        busy.start_data()
        draining = asyncio.run_coroutine_threadsafe(desk.server.drain(PATIENCE), desk.loop)
        assert idle.reply().startswith("421 4.3.2")
        assert idle.closed
        with pytest.raises(ConnectionRefusedError):
            desk.connect()
        busy.send(MAIL + b".\r\n")
        assert busy.reply().startswith("250")
        assert busy.reply().startswith("421 4.3.2")
        assert busy.closed
        draining.result(PATIENCE)
        assert len(desk.accepted) == 1


def test_draining_does_not_wait_for_ever() -> None:
    with running() as desk:
        busy = desk.connect(hello="EHLO me")
        busy.start_data()
        desk.run(desk.server.drain(0.2))
        assert busy.closed
        assert desk.server.connections == 0


def test_a_log_that_fails_costs_no_mail() -> None:
    with running() as desk:

        def full(_name: str, _facts: object) -> None:
            raise OSError(28, "No space left on device")

        desk.server._on_event = full
        client = desk.connect(hello="EHLO me")
        client.begin()
        assert client.ask("RCPT TO:<x@elsewhere.example>").startswith("550 5.1.1")
        assert client.ask("DATA").startswith("354")
        assert client.ask(MAIL + b".").startswith("250")


def test_the_reply_of_a_store_cannot_add_lines() -> None:
    async def accept(_envelope: Envelope, _spooled: Spooled) -> int:
        raise TransientFailure(451, "4.3.0", "no\r\n250 2.0.0 yes")

    with running(accept=accept) as desk:
        client = desk.connect(hello="EHLO me")
        assert client.deliver(MAIL) == "451 4.3.0 no??250 2.0.0 yes"


def test_figures_for_the_metrics() -> None:
    with running(limits=ServerLimits(connections_per_address=1, message_size=1000)) as desk:
        client = desk.connect(hello="EHLO me")
        client.deliver(MAIL)
        client.deliver(b"x" * 2000 + b"\r\n")
        assert desk.connect(greeted=False).reply().startswith("421")
        figures = desk.server.figures
        assert (figures.connections, figures.connections_refused) == (1, 1)
        assert (figures.messages_accepted, figures.messages_refused) == (1, 1)
        assert figures.bytes_accepted == len(MAIL)


def test_a_client_that_reads_no_replies_is_sent_away() -> None:
    with running(limits=ServerLimits(idle=0.5, commands=10_000_000)) as desk:
        client = desk.connect(hello="EHLO me")
        client.socket.settimeout(0.3)
        with pytest.raises(OSError):
            while True:
                client.send(b"EHLO me\r\n" * 1000)
        desk.until(lambda: desk.server.connections == 0)
