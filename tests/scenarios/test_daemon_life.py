"""How the daemon starts, is watched, is told of changes, and ends."""

import os
import re
import resource
import signal
import smtplib
import socket
from pathlib import Path

import pytest

from scenarios.daemon_room import DESK, House, Running, a_mail, eventually
from servers import Sink


def one_sentence(daemon: Running) -> str:
    """All that an operator reads of a daemon that did not start; no process of it is left."""
    assert daemon.ended() not in (0, -signal.SIGKILL)
    assert daemon.gone()
    (line,) = daemon.errors.strip().splitlines()
    assert "Traceback" not in line
    return line


def test_a_port_in_use_ends_it_with_one_sentence(daemons: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        daemons.configure(('listen = ["127.0.0.1:0"]\nlmtp', f'listen = ["127.0.0.1:{port}"]\nlmtp'))
        daemon = daemons.launch()
        assert str(port) in one_sentence(daemon)
    assert daemon.lines == []


def test_a_store_that_cannot_be_made_ends_it_with_one_sentence(daemons: House) -> None:
    daemons.configure((daemons.url, "sqlite:////dev/null/mailticket.db"))
    assert "/dev/null/mailticket.db" in one_sentence(daemons.launch())


def test_a_file_that_is_no_database_ends_it_with_one_sentence(daemons: House) -> None:
    Path(daemons.url.removeprefix("sqlite:///")).write_text("Dear diary, " * 1000)
    assert "not a database" in one_sentence(daemons.launch())


def test_a_database_server_that_is_not_there_ends_it_with_one_sentence(daemons: House) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and does not listen
        port = held.getsockname()[1]
        daemons.configure((daemons.url, f"postgresql://desk:geheim@127.0.0.1:{port}/desk"))
        sentence = one_sentence(daemons.launch())
    assert str(port) in sentence
    assert "geheim" not in sentence


def test_all_faults_of_the_configuration_are_told_at_once(daemons: House) -> None:
    daemons.configure(
        ('time_zone = "UTC"', 'time_zone = "Mars"'), ('timeout = "5s"', "typo = 1"), more="\n[nonsense]\n"
    )
    daemon = daemons.launch()
    assert daemon.ended() == 78
    lines = daemon.errors.strip().splitlines()
    assert len(lines) == 3
    assert all(re.match(rf"{re.escape(str(daemons.path))}:\d+: ", line) for line in lines)


def test_sigterm_lets_a_client_finish_and_exits_0(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    client = daemon.smtp()
    client.ehlo()
    client.mail("ann@customer.example")
    client.rcpt(DESK)
    assert client.docmd("DATA")[0] == 354
    client.send(a_mail(message_id="last@customer.example"))
    daemon.signal(signal.SIGTERM)
    daemon.wait("daemon.stopping")
    client.send(b".\r\n")
    assert client.getreply()[0] == 250
    client.close()
    assert daemon.ended() == 0
    assert daemon.gone()
    with pytest.raises(OSError, match="refused"):
        daemon.smtp()
    (row,) = daemon.listed("inbox", "list")
    assert row["message_id"] == "last@customer.example"
    assert "Traceback" not in daemon.errors


def test_sigterm_before_it_is_ready_ends_it_all_the_same(daemons: House) -> None:
    daemon = daemons.launch()
    eventually(lambda: any("mailticket.intake" in line for line in daemon.family().values()), "the intake")
    assert daemon.stop() == 0
    assert daemon.gone()


def test_a_message_that_waits_when_it_stops_is_taken_in_by_the_next(daemons: House, sink: Sink) -> None:
    sink.down()
    first = daemons.start()
    for n in range(5):
        first.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
    assert first.stop() == 0
    sink.up()
    second = daemons.start()
    sink.wait(5)
    second.wait("delivery.sent", 5)
    assert len(second.listed("ticket", "list")) == 5
    assert len({mail.recipients for mail in sink.mails}) == 1
    assert len(sink.mails) == 5


def test_kill_9_leaves_no_process(daemons: House) -> None:
    daemon = daemons.start()
    assert len(daemon.family()) > 1
    daemon.kill()
    assert daemon.gone()


def test_kill_9_with_clients_connected_leaves_no_process(daemons: House) -> None:
    daemon = daemons.start()
    clients = [daemon.smtp() for _ in range(5)]
    clients[0].ehlo()
    clients[0].docmd("MAIL FROM:<a@b.example>")
    daemon.kill()
    assert daemon.gone()
    for client in clients:
        client.close()


def test_a_socket_file_that_a_killed_daemon_left_is_taken_over(daemons: House, sink: Sink) -> None:
    daemons.configure(('lmtp_listen = ["127.0.0.1:0"]', f'lmtp_listen = ["unix:{daemons.folder}/lmtp"]'))
    first = daemons.start()
    first.kill()
    assert first.gone()
    assert (daemons.folder / "lmtp").exists()
    second = daemons.start()
    with smtplib.LMTP(str(daemons.folder / "lmtp")) as client:
        client.sendmail("ann@customer.example", [DESK], a_mail(message_id="one@customer.example"))
    sink.wait(1)
    assert second.stop() == 0
    assert not (daemons.folder / "lmtp").exists()


def test_a_log_that_nobody_reads_any_more_stops_no_mail(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    assert daemon.process.stdout is not None
    os.close(os.dup2(os.open(os.devnull, os.O_RDONLY), daemon.process.stdout.fileno()))
    for n in range(3):
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
        sink.wait(n + 1)
    assert daemon.stop() == 0


def test_files_in_the_working_directory_stand_in_for_no_module(daemons: House, sink: Sink) -> None:
    for name in ("queue", "json", "struct", "sqlalchemy", "alembic", "mailticket"):
        (daemons.folder / f"{name}.py").write_text("raise SystemExit(99)\n")
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    assert daemon.stop() == 0


def test_the_intake_is_started_again_when_it_ends(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    for n in range(2):
        pid = daemon.child("mailticket.intake")
        os.kill(pid, signal.SIGKILL)
        daemon.wait("alarm.raised", n + 1)
        eventually(lambda gone=pid: daemon.child("mailticket.intake") != gone, "another intake")
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
        sink.wait(n + 1)
    assert daemon.get("/healthz").status == 200
    assert daemon.stop() == 0
    assert daemon.gone()


def test_what_can_be_watched_over_http(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    assert (daemon.get("/healthz").status, daemon.get("/readyz").status) == (200, 200)
    assert daemon.get("/nothing").status == 404
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    daemon.wait("delivery.sent")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        daemon.send(a_mail(message_id="two@customer.example"), to="nobody@other.example")
    wanted = (
        "mailticket_mail_accepted_total 1.0",
        'mailticket_mail_classified_total{outcome="opened",verdict="new request"} 1.0',
        'mailticket_deliveries_total{kind="acknowledgement",result="sent"} 1.0',
        "mailticket_mail_rejected_total 1.0",
        "mailticket_inbox_waiting 0.0",
        "mailticket_outbox_waiting 0.0",
        "mailticket_commit_seconds_count 1.0",
        "mailticket_parse_seconds_count 1.0",
    )

    def missing() -> list[str]:
        text = daemon.get("/metrics").text
        return [line for line in wanted if line not in text]

    eventually(lambda: not missing(), f"{missing()}")


def test_sighup_takes_a_new_configuration(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.send(a_mail("Before", message_id="one@customer.example"))
    sink.wait(1)
    daemons.configure(
        ('name = "Desk"', 'name = "Other Desk"'),
        ('emergency_addresses = ["emergency@desk.example"]', 'aliases = ["sales@desk.example"]'),
    )
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        daemon.send(a_mail(message_id="x@customer.example"), to="sales@desk.example")
    daemon.signal(signal.SIGHUP)
    daemon.wait("configuration.reloaded")

    def taken() -> bool:  # the process that listens is told a moment later
        with daemon.smtp() as client:
            client.ehlo()
            client.mail("ann@customer.example")
            return client.rcpt("sales@desk.example")[0] == 250

    eventually(taken, "the new alias")
    daemon.send(a_mail("After", message_id="two@customer.example"), to="sales@desk.example")
    assert b"Other Desk" in sink.wait(2)[1].content
    for n in range(5):
        daemon.signal(signal.SIGHUP)
        daemon.wait("configuration.reloaded", n + 2)
        daemon.send(a_mail(f"Again {n}", message_id=f"again{n}@customer.example"))
        sink.wait(n + 3)
    eventually(lambda: sink.open_connections <= 1, "the end of connections of relays that were replaced")
    assert daemon.stop() == 0


def test_sighup_says_what_only_a_restart_changes(daemons: House) -> None:
    daemon = daemons.start()
    daemons.configure(('lmtp_listen = ["127.0.0.1:0"]', "lmtp_listen = []"))
    daemon.signal(signal.SIGHUP)
    (reloaded,) = daemon.wait("configuration.reloaded")
    assert "smtp_server.lmtp_listen" in reloaded["reason"]


def test_sighup_with_a_faulty_configuration_keeps_the_old_one(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    for n, change in enumerate(
        (
            ('time_zone = "UTC"', 'time_zone = "Mars"'),
            ('name = "Desk"', 'name = "Desk'),
            ('hostname = "mx.desk.example"', 'tls_certificate = "/dev/null"\ntls_key = "/dev/null"'),
            ('name = "Desk"', 'templates = "/dev/null/templates"'),
        )
    ):
        daemons.configure(change)
        daemon.signal(signal.SIGHUP)
        (line,) = daemon.wait("configuration.refused", n + 1)[n:]
        assert line["reason"]
        assert line["level"] == "error"
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
        sink.wait(n + 1)
    daemons.path.unlink()
    daemon.signal(signal.SIGHUP)
    daemon.wait("configuration.refused", 5)
    daemon.send(a_mail("Still here", message_id="last@customer.example"))
    sink.wait(5)
    assert not daemon.found("configuration.reloaded")
    assert daemon.stop() == 0
    assert daemon.gone()


def test_a_full_disk_is_answered_with_452_or_451_and_nothing_is_lost(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    intake = daemon.child("mailticket.intake")
    before = resource.prlimit(intake, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for _ in range(3):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            daemon.send(a_mail("x" * 5000, message_id="two@customer.example"))
        assert refused.value.smtp_code in (451, 452)
        assert b"Traceback" not in bytes(refused.value.smtp_error)
    resource.prlimit(intake, resource.RLIMIT_FSIZE, before)
    daemon.send(a_mail("x" * 5000, message_id="two@customer.example"))
    sink.wait(2)
    assert len(daemon.listed("inbox", "list")) == 2
    assert daemon.child("mailticket.intake") == intake
