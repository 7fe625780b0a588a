"""kill -9 at each arrow of the flow: socket → inbox → desk → outbox → relay → record."""

import contextlib
import os
import random
import signal
import socket
import subprocess
from contextlib import closing

from sqlalchemy import update

from crash.aftermath import at_rest, nothing_lost_nothing_doubled, reading, rows
from mailticket.store import outbox, tickets
from mailticket.store.database import Database
from mailticket.store.schema import inbox
from scenarios.daemon_room import DESK, MAILTICKET, House, Running, a_mail, eventually
from servers import Hang, Sink

ONE = "one@customer.example"


def restarted(daemons: House, sink: Sink, *heard: str) -> Running:
    """The next daemon brings everything to its end."""
    daemon = daemons.start()
    at_rest(daemons, daemon)
    nothing_lost_nothing_doubled(daemons, sink, heard)
    return daemon


def test_after_250_and_before_anybody_claimed_the_message(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.signal(signal.SIGSTOP)  # the process that takes mail goes on
    daemon.send(a_mail(message_id=ONE))
    daemon.kill()
    assert [row.outcome for row in rows(daemons)] == ["waiting"]
    restarted(daemons, sink, ONE)
    assert len(sink.mails) == 1


def test_after_the_claim_and_before_the_decision(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.send(a_mail("A long story. " * 700_000, message_id=ONE))  # takes its time to read
    eventually(lambda: rows(daemons)[0].attempts > 0, "the claim")
    daemon.kill()
    restarted(daemons, sink, ONE)


def test_after_the_decision_and_before_the_relay_has_the_mail(daemons: House, sink: Sink) -> None:
    sink.fail("MAIL", Hang())
    daemon = daemons.start()
    daemon.send(a_mail(message_id=ONE))
    daemon.wait("acknowledgement.queued")
    eventually(lambda: sink.connections, "the daemon at the relay")
    daemon.kill()
    assert sink.mails == ()
    sink.recover()
    restarted(daemons, sink, ONE)
    assert len(sink.mails) == 1


def test_after_the_relay_has_the_mail_and_before_that_is_known(daemons: House, sink: Sink) -> None:
    sink.fail("content", Hang(), times=1)
    daemon = daemons.start()
    daemon.send(a_mail(message_id=ONE))
    daemon.wait("acknowledgement.queued")
    eventually(lambda: sink.connections, "the daemon at the relay")
    with reading(daemons):
        daemon.signal(signal.SIGSTOP)
        sink.recover()  # it keeps the mail, if it has it, and says so to one who will never hear it
        daemon.kill()
    restarted(daemons, sink, ONE)
    assert len(sink.mails) in (1, 2)
    assert len({mail.content for mail in sink.mails}) == 1, "the second copy is the same mail"


def test_a_client_that_never_heard_its_250_sends_again(sqlite_daemons: House, sink: Sink) -> None:
    """It goes away at once after the final dot, and the process that takes mail is killed meanwhile too."""
    daemons = sqlite_daemons
    daemon = daemons.start()
    raw = a_mail(message_id=ONE)
    for attempt in range(5):
        client = daemon.smtp()
        client.ehlo()
        client.mail("ann@customer.example")
        client.rcpt(DESK)
        client.docmd("DATA")
        client.send(raw + b".\r\n")
        client.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        client.close()
        if attempt == 2:
            pid = daemon.child("mailticket.intake")
            os.kill(pid, signal.SIGKILL)
            eventually(lambda gone=pid: daemon.child("mailticket.intake") != gone, "another intake")
    daemon.send(raw)
    at_rest(daemons, daemon)
    nothing_lost_nothing_doubled(daemons, sink, [ONE])
    assert len(sink.mails) == 1


def test_a_message_that_ends_the_process_each_time_is_set_aside(sqlite_daemons: House, sink: Sink) -> None:
    """Claimed, and the daemon ends; five times. The sixth sets it aside with a ticket for a person."""
    daemons = sqlite_daemons
    daemon = daemons.start()
    daemon.signal(signal.SIGSTOP)
    daemon.send(a_mail(message_id=ONE))
    daemon.kill()
    with closing(Database(daemons.url)) as database, database.transaction() as connection:
        connection.execute(update(inbox).values(attempts=5))
    daemon = daemons.start()
    daemon.wait("mail.quarantined")
    at_rest(daemons, daemon)
    (row,) = rows(daemons)
    assert (row.outcome, row.ticket) == ("quarantined", 10001)
    assert sink.mails == ()
    daemon.run("inbox", "replay", str(row.id))
    sink.wait(1)
    assert [row.outcome for row in rows(daemons)] == ["opened"]


def test_a_command_that_is_killed_is_done_wholly_or_not_at_all(sqlite_daemons: House, sink: Sink) -> None:
    house = sqlite_daemons
    daemon = house.start()
    daemon.send(a_mail(message_id=ONE))
    sink.wait(1)
    chance = random.Random(7)
    for number in range(8):
        process = subprocess.Popen(
            [MAILTICKET, "--config", str(house.path), "ticket", "reply", "10001"],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        process.stdin.write(f"Answer {number}".encode())
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
    daemon.run("ticket", "reply", "10001", text="The last answer")
    at_rest(house, daemon)
    with reading(house) as connection:
        history = tickets.history(connection, 10001)
        said = [row for row in history if (row.kind, row.direction) == ("correspondence", "out")]
        sent = [row for row in outbox.rows(connection) if row.kind == "answer"]
    assert [row.outbox for row in said] == [row.id for row in sent]
    assert len(sink.mails) == 1 + len(sent)
    assert {row.state for row in sent} == {"sent"}
