"""kill -9 of any process at any moment while mail pours in: nothing is lost, no ticket is doubled."""

import itertools
import os
import random
import signal
import smtplib
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from crash.aftermath import at_rest, nothing_lost_nothing_doubled
from scenarios.daemon_room import DESK, House, Running, a_mail
from servers import Sink

CLIENTS = 4
MAILS = 500  # that each of them sends at most; a client stops once the killing is over
PACE = 0.01  # seconds between two of them
KILLS = 3


class Clients:
    """Mail servers of customers: each sends its mails in turn, and again until it hears 250."""

    def __init__(self, running: Callable[[], Running]) -> None:
        self.heard: list[str] = []
        self.enough = threading.Event()
        self._running = running
        self._threads = [threading.Thread(target=self._send, args=(n,)) for n in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """No further mails; those that are on their way are brought to their end."""
        self.enough.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()

    def _send(self, client: int) -> None:
        connection: smtplib.SMTP | None = None
        for number in range(MAILS):
            if self.enough.is_set() and number > 5:
                break
            message_id = f"{client}-{number}@customer.example"
            raw = a_mail(f"Question {message_id}", message_id=message_id, from_=f"c{client}@customer.example")
            deadline = time.monotonic() + 60
            while message_id not in self.heard:
                assert time.monotonic() < deadline, f"{message_id} was never accepted"
                try:
                    if connection is None:
                        connection = smtplib.SMTP(
                            *self._running().smtp_address, local_hostname="client.example", timeout=10
                        )
                    connection.sendmail(f"c{client}@customer.example", [DESK], raw)
                    self.heard.append(message_id)
                    time.sleep(PACE)
                except (OSError, smtplib.SMTPException, IndexError):
                    connection = None
                    self.enough.wait(0.05)  # as a mail server does, only sooner
        if connection is not None:
            connection.close()


def moments(seed: int) -> Iterator[float]:
    """Pauses between kills, in seconds: mostly short, so that they fall into the work."""
    chance = random.Random(seed)
    for _ in itertools.count():
        yield chance.choice([0.02, 0.05, 0.1, 0.2, 0.4]) * chance.uniform(0.5, 1.5)


def test_whenever_the_daemon_is_killed_nothing_is_lost_and_nothing_doubled(
    daemons: House, sink: Sink
) -> None:
    play(daemons, sink, "daemon")


@pytest.mark.parametrize("victim", ["intake", "reader"])
def test_whenever_one_of_its_children_is_killed_nothing_is_lost_and_nothing_doubled(
    sqlite_daemons: House, sink: Sink, victim: str
) -> None:
    play(sqlite_daemons, sink, victim)


def play(daemons: House, sink: Sink, victim: str) -> None:
    """Clients send, a process is killed again and again, and in the end everything must be right."""
    current = [daemons.start()]
    clients = Clients(lambda: current[0])
    try:
        for pause in itertools.islice(moments(seed=sum(victim.encode())), KILLS):
            seen = len(clients.heard)
            deadline = time.monotonic() + 30
            while len(clients.heard) <= seen:  # mail flows again
                assert time.monotonic() < deadline
                time.sleep(0.005)
            time.sleep(pause)
            strike(daemons, current, victim)
    finally:
        clients.finish()
    at_rest(daemons, current[0])
    assert len(set(clients.heard)) >= CLIENTS * 6
    nothing_lost_nothing_doubled(daemons, sink, clients.heard)
    assert current[0].stop() == 0
    assert current[0].gone()


def strike(daemons: House, current: list[Running], victim: str) -> None:
    """kill -9 of one process of the daemon; a new daemon where it was the parent."""
    daemon = current[0]
    if victim == "daemon":
        daemon.kill()
        assert daemon.gone()
        current[0] = daemons.start()
        return
    module = {"intake": "mailticket.intake", "reader": "reader_child"}[victim]
    for pid, line in daemon.family().items():
        if module in line:
            os.kill(pid, signal.SIGKILL)
