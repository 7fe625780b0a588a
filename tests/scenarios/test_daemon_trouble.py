"""Trouble inside: one message, one mail or one child that goes wrong costs only itself."""

import json
import os
import signal
import smtplib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from scenarios.daemon_room import DESK, House, a_mail, eventually
from servers import Hang, Reply, Sink


def in_the_store(house: House, statement: str) -> None:
    """Change the SQLite store as somebody with access to the machine could."""
    with closing(sqlite3.connect(house.url.removeprefix("sqlite:///"), timeout=30)) as store, store:
        store.execute(statement)


def test_a_message_that_the_store_refuses_is_set_aside_and_blocks_no_other(
    daemons: House, sink: Sink
) -> None:
    daemon = daemons.start()
    in_the_store(
        daemons,
        "CREATE TRIGGER poison BEFORE INSERT ON entries WHEN NEW.text = 'poison'"
        " BEGIN SELECT RAISE(ABORT, 'the store does not like it'); END",
    )
    with daemon.smtp() as client:
        for n in range(3):
            client.sendmail(
                "a@b.example", [DESK], a_mail("Before", message_id=f"b{n}@x", from_=f"b{n}@x.example")
            )
        client.sendmail("a@b.example", [DESK], a_mail("poison", message_id="poison@x"))
        client.sendmail("a@b.example", [DESK], a_mail("Behind", message_id="behind@x", from_="d@x.example"))
    daemon.wait("mail.quarantined")
    sink.wait(4)
    rows = {row["message_id"]: row for row in daemon.listed("inbox", "list")}
    assert rows["poison@x"]["outcome"] == "quarantined"
    assert {row["outcome"] for id_, row in rows.items() if id_ != "poison@x"} == {"opened"}
    shown = json.loads(daemon.run("inbox", "show", str(rows["poison@x"]["id"]), "--json").stdout)
    assert "Traceback" in shown["error"]
    assert "does not like it" in shown["reasons"][0]["evidence"]
    stub = json.loads(daemon.run("ticket", "show", str(rows["poison@x"]["ticket"]), "--json").stdout)
    assert (stub["kind"], stub["entries"][-1]["kind"]) != ("request", "correspondence")

    in_the_store(daemons, "DROP TRIGGER poison")
    daemon.run("inbox", "replay", str(rows["poison@x"]["id"]))
    daemon.wait("ticket.opened", message=rows["poison@x"]["id"])
    assert daemon.run("db", "verify").returncode == 0


def test_a_failure_that_cannot_be_written_on_its_ticket_is_not_forgotten(daemons: House, sink: Sink) -> None:
    """That a mail failed and that its ticket says so are one transaction."""
    daemon = daemons.start()
    in_the_store(
        daemons,
        "CREATE TRIGGER mute BEFORE INSERT ON entries WHEN NEW.event = 'delivery-failed'"
        " BEGIN SELECT RAISE(ABORT, 'not now'); END",
    )
    sink.fail("RCPT", Reply(line="550 5.1.1 No such user"))
    daemon.send(a_mail(message_id="one@customer.example"))
    daemon.wait("alarm.raised")
    assert [row["state"] for row in daemon.listed("outbox", "list")] == ["waiting"]
    in_the_store(daemons, "DROP TRIGGER mute")
    daemon.wait("delivery.failed", outbox=1)
    shown = json.loads(daemon.run("ticket", "show", "10001", "--json").stdout)
    assert [e["event"] for e in shown["entries"]].count("delivery-failed") == 1


def test_a_message_whose_bytes_are_not_those_that_came_is_set_aside(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.signal(signal.SIGSTOP)
    for n in range(3):
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@x", from_=f"c{n}@x.example"))
    in_the_store(daemons, "DELETE FROM raw WHERE sha256 = (SELECT sha256 FROM inbox WHERE id = 1)")
    in_the_store(
        daemons, "UPDATE raw SET data = X'78' WHERE sha256 = (SELECT sha256 FROM inbox WHERE id = 2)"
    )
    daemon.signal(signal.SIGCONT)
    daemon.wait("mail.quarantined", 2)
    sink.wait(1)
    assert [row["outcome"] for row in daemon.listed("inbox", "list")] == ["quarantined"] * 2 + ["opened"]
    assert daemon.run("db", "verify", check=False).returncode == 1


def test_a_mail_whose_bytes_are_gone_is_given_up_with_that_reason(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="451 4.3.0 Busy"))
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    daemon.wait("delivery.deferred")
    in_the_store(daemons, "DELETE FROM raw WHERE sha256 = (SELECT sha256 FROM outbox WHERE id = 1)")
    (line,) = daemon.wait("delivery.failed", outbox=1)
    assert "bytes" in line["reason"]


def test_an_intake_that_ends_before_it_is_ready_is_started_again(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    for _ in range(3):
        pid = daemon.child("mailticket.intake")
        os.kill(pid, signal.SIGKILL)  # the second and third have not even read what they are to do
        eventually(lambda gone=pid: daemon.child("mailticket.intake") != gone, "another intake")
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    assert daemon.stop() == 0
    assert daemon.gone()


def test_a_reader_that_is_killed_costs_no_message(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.send(a_mail("One", message_id="one@customer.example"))
    sink.wait(1)
    os.kill(daemon.child("reader_child"), signal.SIGKILL)
    daemon.send(a_mail("Two", message_id="two@customer.example"))
    sink.wait(2)
    assert [row["outcome"] for row in daemon.listed("inbox", "list")] == ["opened", "opened"]


def test_a_database_server_that_drops_all_connections_costs_nothing(
    postgres_daemons: House, sink: Sink
) -> None:
    daemon = postgres_daemons.start()
    for n in range(4):
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@x", from_=f"c{n}@x.example"))
        sink.wait(n + 1)
        with psycopg.connect(postgres_daemons.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    daemon.send(a_mail("Last question", message_id="last@x"))
    sink.wait(5)
    assert len(daemon.listed("ticket", "list")) == 5
    assert daemon.get("/healthz").status == 200
    assert daemon.stop() == 0


def test_while_the_database_is_away_mail_is_deferred_and_the_desk_says_so(
    postgres_daemons: House, sink: Sink
) -> None:
    daemon = postgres_daemons.start()
    with locked_out(postgres_daemons.url):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            daemon.send(a_mail(message_id="one@customer.example"))
        assert refused.value.smtp_code == 451
        assert b"database" not in bytes(refused.value.smtp_error)
        eventually(lambda: daemon.get("/healthz").status == 503, "word of it at /healthz")
        assert daemon.get("/readyz").status == 503
    eventually(lambda: daemon.get("/healthz").status == 200, "health")
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    assert daemon.stop() == 0


@contextmanager
def locked_out(url: str) -> Iterator[None]:
    """Nobody can connect to this database for a while."""
    name = url.rpartition("/")[2]
    with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as admin:
        admin.execute(SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(Identifier(name)))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            admin.execute(SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(Identifier(name)))


def test_a_mail_that_was_sent_while_the_database_was_away_is_not_sent_again(
    postgres_daemons: House, sink: Sink
) -> None:
    postgres_daemons.configure(('lease = "1s"', 'lease = "30s"'))
    sink.fail("content", Hang())
    daemon = postgres_daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    daemon.wait("acknowledgement.queued")
    eventually(lambda: sink.open_connections, "the daemon at the relay")
    with locked_out(postgres_daemons.url):
        sink.recover()
        sink.wait(1)
        daemon.wait("alarm.raised")
    daemon.wait("delivery.sent", outbox=1)
    assert [row["attempts"] for row in daemon.listed("outbox", "list")] == [1]
    assert len(sink.mails) == 1
