"""The servers that other tests stand on do what those tests take for granted."""

import imaplib
import os
import poplib
import smtplib
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from servers import (
    DOVECOT,
    POSTFIX,
    POSTGRESQL,
    Dovecot,
    Drop,
    Hang,
    Port,
    Postfix,
    Postgres,
    Reply,
    ServerMissing,
    Sink,
    Slow,
    smtp_sink,
)
from servers import dovecot as start_dovecot
from servers import postfix as start_postfix
from servers import postgres as start_postgres
from servers.certificate import certificate
from servers.process import folder
from servers.programs import Server

MAIL = b"From: customer@acme.example\r\nSubject: It smokes\r\n\r\nThe printer.\r\n.a line with a dot\r\n"
SENDER = "customer@acme.example"
RECIPIENT = "support@infraware.example"


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (result := true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return result


def members(group: int) -> list[int]:
    """The processes of a process group that still run."""
    running = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                running.append(int(stat.parent.name))
    return running


def send(sink: Sink, *recipients: str, timeout: float = 10.0) -> None:
    with smtplib.SMTP(sink.host, sink.port, timeout=timeout) as client:
        client.sendmail(SENDER, list(recipients) or [RECIPIENT], MAIL)


class TestPostgres:
    def test_each_database_is_empty_and_its_own(self, postgres: Postgres) -> None:
        with postgres.database() as first, postgres.database() as second:
            with psycopg.connect(first) as connection:
                connection.execute("CREATE TABLE ticket (number integer)")
            with psycopg.connect(second) as connection:
                tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                assert tables.fetchone() == (0,)

    def test_a_template_is_filled_once_and_copied_for_each_who_asks(self, postgres: Postgres) -> None:
        filled = []

        def prepare(url: str) -> None:
            filled.append(url)
            with psycopg.connect(url) as connection:
                connection.execute("CREATE TABLE ticket AS SELECT 10042 AS number")

        for _ in range(2):
            with (
                postgres.database(postgres.template("filled", prepare)) as url,
                psycopg.connect(url) as connection,
            ):
                assert connection.execute("DELETE FROM ticket RETURNING number").fetchall() == [(10042,)]
        assert len(filled) == 1

    def test_a_client_that_stays_does_not_keep_the_database_alive(self, postgres: Postgres) -> None:
        with postgres.database() as url:
            left_open = psycopg.connect(url)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")
        left_open.close()

    def test_it_ends_with_its_data_after_a_failed_test_too(self, postgres: Postgres) -> None:
        with pytest.raises(ZeroDivisionError), start_postgres() as own:
            log = own.process.log
            assert log.exists()
            raise ZeroDivisionError
        assert not log.parent.exists()
        with pytest.raises(ProcessLookupError):
            os.kill(own.process.pid, 0)


def test_store_url_is_an_empty_store_of_each_kind(store_url: str, request: pytest.FixtureRequest) -> None:
    kind = request.node.callspec.id
    assert store_url.startswith(f"{kind}://")


class TestDovecot:
    def test_mail_delivered_by_lmtp_is_read_by_imap_and_pop3(self, dovecot: Dovecot) -> None:
        account = dovecot.account()
        dovecot.deliver(account, MAIL)
        with imaplib.IMAP4(dovecot.host, dovecot.imap, timeout=10) as client:
            client.login(account.name, account.password)
            assert client.select("INBOX")[1] == [b"1"]
            assert client.fetch("1", "(BODY.PEEK[TEXT])")[1][0][1] == MAIL.partition(b"\r\n\r\n")[2]
        client = poplib.POP3(dovecot.host, dovecot.pop3, timeout=10)
        client.user(account.name)
        client.pass_(account.password)
        assert client.stat()[0] == 1
        client.quit()
        assert b"Subject: It smokes" in dovecot.mails(account)[0]

    @pytest.mark.parametrize("way", ["imaps", "imap with STARTTLS", "pop3s"])
    def test_tls_is_trusted_through_its_authority_alone(self, dovecot: Dovecot, way: str) -> None:
        def connect(context: ssl.SSLContext) -> None:
            match way:
                case "imaps":
                    imaplib.IMAP4_SSL(dovecot.host, dovecot.imaps, ssl_context=context, timeout=10).logout()
                case "pop3s":
                    poplib.POP3_SSL(dovecot.host, dovecot.pop3s, context=context, timeout=10).quit()
                case _:
                    client = imaplib.IMAP4(dovecot.host, dovecot.imap, timeout=10)
                    with closing(client.sock):
                        client.starttls(context)

        connect(dovecot.client_context())
        connect(ssl.create_default_context(cafile=str(dovecot.authority)))
        with pytest.raises(ssl.SSLCertVerificationError):
            connect(ssl.create_default_context())

    def test_a_changed_password_counts_at_once(self, dovecot: Dovecot) -> None:
        account = dovecot.account()
        for password in ("first word", "other word"):
            changed = dovecot.account(account.name, password)
            with imaplib.IMAP4(dovecot.host, dovecot.imap, timeout=10) as client:
                client.login(changed.name, changed.password)
        dovecot.remove(account)
        client = imaplib.IMAP4(dovecot.host, dovecot.imap, timeout=10)
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            client.login(changed.name, changed.password)
        client.shutdown()

    def test_accounts_are_apart(self, dovecot: Dovecot) -> None:
        one, other = dovecot.account(), dovecot.account()
        dovecot.deliver(one, MAIL)
        assert (len(dovecot.mails(one)), len(dovecot.mails(other))) == (1, 0)

    def test_it_takes_further_configuration(self, dovecot: Dovecot) -> None:
        with start_dovecot("imap_capability = IMAP4rev1 UIDPLUS MOVE") as bare:
            client = imaplib.IMAP4(bare.host, bare.imap, timeout=10)
            account = bare.account()
            client.login(account.name, account.password)
            assert "IDLE" not in client.capability()[1][0].decode().split()
            client.logout()
        assert not bare.log.parent.exists()


class TestPostfix:
    def test_it_delivers_into_its_maildir(self, postfix: Postfix) -> None:
        before = len(postfix.mails())
        with smtplib.SMTP(postfix.host, postfix.port, timeout=10) as client:
            client.sendmail(SENDER, [RECIPIENT], MAIL)
        assert eventually(lambda: len(postfix.mails()) == before + 1)
        assert any(b"Delivered-To: support@infraware.example" in mail for mail in postfix.mails())

    def test_it_hands_on_by_lmtp(self, postfix: Postfix, dovecot: Dovecot) -> None:
        account = dovecot.account()
        with start_postfix(f"lmtp:{dovecot.host}:{dovecot.lmtp}") as own:
            with smtplib.SMTP(own.host, own.port, timeout=10) as client:
                client.sendmail(SENDER, [account.name], MAIL)
            assert eventually(lambda: len(dovecot.mails(account)) == 1)
            assert eventually(lambda: own.queued() == 0)

    def test_it_hands_on_by_smtp_and_tries_again(self, postfix: Postfix, sink: Sink) -> None:
        sink.fail("RCPT", Reply(line="450 4.2.1 Later"), times=1)
        with start_postfix(f"smtp:{sink.host}:{sink.port}") as own:
            with smtplib.SMTP(own.host, own.port, timeout=10) as client:
                client.sendmail(SENDER, [RECIPIENT], MAIL)
            (mail,) = sink.wait(timeout=20)
        assert (mail.sender, mail.recipients) == (SENDER, (RECIPIENT,))

    def test_it_hands_on_to_a_pipe(self, postfix: Postfix) -> None:
        with folder("pipe") as target:
            target.chmod(0o777)
            script = f"cat > {target}/$$1"
            with start_postfix("pipe", pipe=["sh", "-c", script, "sh", "${recipient}"]) as own:
                with smtplib.SMTP(own.host, own.port, timeout=10) as client:
                    client.sendmail(SENDER, [RECIPIENT], MAIL)
                delivered = target / RECIPIENT
                assert eventually(lambda: delivered.exists() and b"printer" in delivered.read_bytes())

    def test_nothing_of_it_stays(self, postfix: Postfix) -> None:
        with start_postfix() as own:
            master = int((own.home / "spool/pid/master.pid").read_text())
            assert members(master)
        assert not own.home.exists()
        assert eventually(lambda: not members(master))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((own.host, own.port))


class TestSink:
    def test_it_keeps_envelope_and_bytes(self, sink: Sink) -> None:
        send(sink, RECIPIENT, "ana@infraware.example")
        (mail,) = sink.wait()
        assert mail.content == MAIL
        assert (mail.sender, mail.recipients) == (SENDER, (RECIPIENT, "ana@infraware.example"))
        assert mail.confirmed
        assert not mail.tls

    def test_long_lines_and_large_mail_pass(self, sink: Sink) -> None:
        large = b"Subject: large\r\n\r\n" + (b"x" * 20_000 + b"\r\n") * 200
        with smtplib.SMTP(sink.host, sink.port, timeout=10) as client:
            client.sendmail(SENDER, [RECIPIENT], large)
        assert sink.wait()[0].content == large

    @pytest.mark.parametrize(
        ("stage", "error"),
        [
            ("connect", smtplib.SMTPConnectError),
            ("MAIL", smtplib.SMTPSenderRefused),
            ("RCPT", smtplib.SMTPRecipientsRefused),
            ("DATA", smtplib.SMTPDataError),
            ("content", smtplib.SMTPDataError),
        ],
    )
    def test_it_refuses_where_it_is_told(self, sink: Sink, stage: str, error: type[Exception]) -> None:
        sink.fail(stage, Reply(line="451 4.3.0 Not now"), times=1)  # type: ignore[arg-type]
        with pytest.raises(error, match="Not now"):
            send(sink)
        send(sink)
        assert len(sink.mails) == 1

    def test_it_refuses_one_recipient_of_several(self, sink: Sink) -> None:
        sink.fail("RCPT", Reply(line="550 5.1.1 Unknown"), address="gone@acme.example")
        send(sink, RECIPIENT, "gone@acme.example")
        assert sink.wait()[0].recipients == (RECIPIENT,)

    @pytest.mark.parametrize("stage", ["connect", "MAIL", "RCPT", "DATA"])
    def test_it_cuts_the_connection(self, sink: Sink, stage: str) -> None:
        sink.fail(stage, Drop(), times=1)  # type: ignore[arg-type]
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            send(sink)
        assert sink.mails == ()

    def test_it_takes_a_mail_and_never_says_so(self, sink: Sink) -> None:
        sink.fail("content", Drop(), times=1)
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            send(sink)
        send(sink)
        assert [mail.confirmed for mail in sink.wait(2)] == [False, True]

    def test_it_hangs_until_it_recovers(self, sink: Sink) -> None:
        sink.fail("content", Hang())
        sending = threading.Thread(target=send, args=(sink,))
        sending.start()
        with pytest.raises(TimeoutError, match="0 mails came"):
            sink.wait(timeout=0.2)
        sink.recover()
        sink.wait()
        sending.join(10)
        assert not sending.is_alive()

    def test_a_sink_that_hangs_can_be_ended(self) -> None:
        with smtp_sink() as own:
            own.fail("connect", Hang())
            client = socket.create_connection((own.host, own.port), timeout=10)
            assert eventually(lambda: own.connections == 1)
        with client, pytest.raises(ConnectionError):
            assert client.recv(1) == b""
            raise ConnectionError

    def test_it_is_slow(self, sink: Sink) -> None:
        sink.fail("content", Slow(seconds=0.3), times=1)
        started = time.monotonic()
        send(sink)
        assert time.monotonic() - started >= 0.3

    def test_it_goes_down_and_comes_up_on_the_same_port(self, sink: Sink) -> None:
        client = smtplib.SMTP(sink.host, sink.port, timeout=10)
        sink.down()
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            client.noop()
        with pytest.raises(ConnectionRefusedError):
            send(sink)
        sink.up()
        send(sink)
        assert len(sink.mails) == 1

    @pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # knows no implicit TLS
    @pytest.mark.parametrize("tls", ["starttls", "implicit"])
    def test_it_speaks_tls_and_asks_who_it_is(self, tls: str) -> None:
        context = certificate().client_context()
        with smtp_sink(tls, login=("desk", "let me in")) as own:  # type: ignore[arg-type]
            if tls == "implicit":
                client: smtplib.SMTP = smtplib.SMTP_SSL(own.host, own.port, context=context, timeout=10)
            else:
                client = smtplib.SMTP(own.host, own.port, timeout=10)
                client.starttls(context=context)
            with client:
                with pytest.raises(smtplib.SMTPSenderRefused, match="530"):
                    client.sendmail(SENDER, [RECIPIENT], MAIL)
                with pytest.raises(smtplib.SMTPAuthenticationError):
                    client.login("desk", "wrong")
                client.login("desk", "let me in")
                client.sendmail(SENDER, [RECIPIENT], MAIL)
            (mail,) = own.wait()
        assert (mail.tls, mail.login) == (True, "desk")


class TestWhatIsMissing:
    def test_a_missing_server_is_named_with_the_command_that_installs_it(self) -> None:
        absent = Server(name="Nosuch", programs=("nosuch-server",), packages=("nosuch", "nosuch-extra"))
        with pytest.raises(
            ServerMissing, match=r"Nosuch is not installed: as root, apt-get install .*nosuch nosuch-extra"
        ):
            absent.require()

    def test_the_servers_of_the_tests_are_debian_packages(self) -> None:
        assert [server.name for server in (POSTGRESQL, DOVECOT, POSTFIX)] == [
            "PostgreSQL",
            "Dovecot",
            "Postfix",
        ]


def test_a_held_port_is_given_to_no_one_else_and_taken_by_a_server() -> None:
    with Port() as port, socket.socket() as server:
        others = [Port() for _ in range(50)]
        assert int(port) not in {int(other) for other in others}
        for other in others:
            other.__exit__()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", int(port)))
        server.listen()


def test_a_server_ends_when_the_tests_are_killed(tmp_path: Path, postgres: Postgres) -> None:
    starter = tmp_path / "starter.py"
    starter.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
        from servers import postgres
        with postgres() as server:
            print(server.process.pid, server.process.log.parent, flush=True)
            sys.stdin.read()
        """)
    )
    tests = subprocess.Popen(
        [sys.executable, str(starter)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert tests.stdout is not None
    pid, home = tests.stdout.readline().split()
    tests.kill()
    tests.communicate()

    def gone() -> bool:
        status = Path(f"/proc/{pid}/status")
        return not status.exists() or "State:\tZ" in status.read_text()

    try:
        assert eventually(gone)
    finally:
        subprocess.run(["rm", "-rf", home], check=True)
