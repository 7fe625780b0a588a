"""Whoever reads the log stalls, without going away: the mail goes on, and the log catches up."""

import fcntl

from scenarios.daemon_room import House, Running, a_mail, eventually
from servers import Sink

MAILS = 60  # of which each leaves more than a kilobyte in the log


def stall(daemon: Running) -> None:
    """Nobody reads any more, and little fits into the pipe."""
    assert daemon.process.stdout is not None
    fcntl.fcntl(daemon.process.stdout, fcntl.F_SETPIPE_SZ, 4096)
    daemon.listening.clear()


def test_mail_is_taken_and_answered_while_nobody_reads_the_log(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    stall(daemon)
    for n in range(MAILS):
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
    sink.wait(MAILS)
    assert daemon.get("/healthz").status == 200
    daemon.listening.set()
    daemon.wait("mail.accepted", MAILS)
    daemon.wait("delivery.sent", MAILS)
    assert daemon.strange == []
    assert daemon.found("log.lost") == []
    for event in ("mail.classified", "ticket.opened", "acknowledgement.queued"):
        assert [line["ticket"] for line in daemon.found(event)] == list(range(10001, 10001 + MAILS))


def test_it_ends_though_nobody_reads_the_log(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    stall(daemon)
    for n in range(MAILS):
        daemon.send(a_mail(f"Question {n}", message_id=f"{n}@customer.example"))
    sink.wait(MAILS)
    assert daemon.process.poll() is None
    daemon.process.terminate()
    assert daemon.process.wait(20) == 0
    eventually(lambda: not daemon.family(), "the end of its children")
