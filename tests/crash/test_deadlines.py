"""A thousand deadlines, and a crash every few: every page goes out, none early, none much too late."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailticket.config import load
from mailticket.desk.door import Desk
from mailticket.setup.store import database_of
from mailticket.setup.tools import tools_of
from mailticket.store import outbox, pages, schema, ticket_list, tickets
from mailticket.store.database import Database
from mailticket.store.outbox import Attempted
from mailticket.tickets.commands import OpenTicket
from scenarios.daemon_room import House, a_mail, eventually
from servers import Sink

ON_CALL = "oncall@staff.example"
LATE = timedelta(seconds=30)
PROMISE = """
[[service_levels]]
name = "standard"
targets = [{{ respond_within = "{within}" }}]
ladder = "default"
[[ladders]]
name = "default"
steps = [{{ after = "0s", notify = ["oncall@staff.example"] }}]
repeat = 1
repeat_every = "1h"
"""
CONFIGURATION = """
[desk]
address = "support@desk.example"
secret_file = "{folder}/secret"
[store]
url = "{url}"
"""


class Crash(Exception):
    """The process is gone, in the middle of what it did."""


class Machine:
    """A desk whose process dies now and then, and whose clock the test moves."""

    def __init__(self, folder: Path, url: str, chance: random.Random) -> None:
        path = folder / "mailticket.toml"
        path.write_text(CONFIGURATION.format(folder=folder, url=url) + PROMISE.format(within="1h"))
        config = load(path, {})
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.database = database_of(config)
        self.database.open()
        self.tools = tools_of(config)
        self.chance = chance
        self.crashes = 0
        self.sent: list[tuple[int, datetime]] = []  # outbox id, and when the relay took it
        self.start()

    def start(self) -> None:
        """A new process: nothing is remembered but what the store holds."""
        renderer = replace(self.tools, unique=lambda: f"{self.chance.getrandbits(40):x}")
        self.desk = Desk(self.database, renderer, lambda: self.now)

    def crash(self, share: float) -> None:
        if self.chance.random() < share:
            self.crashes += 1
            raise Crash

    def tick(self, share: float) -> None:
        """What the scheduler does: it may die before the commit."""
        more = True
        while more:
            with self.database.transaction() as connection:
                before = connection.execute(schema.counters.select()).all()
            assert before
            more = self.desk.tick(25).more
            self.crash(share)

    def deliver(self, share: float) -> None:
        """What the delivery does: it may die before the relay has the mail, or before that is noted."""
        with self.database.transaction() as connection:
            claimed = outbox.claim(
                connection,
                token=f"p{self.crashes}",
                now=self.now,
                lease=timedelta(seconds=10),
                most=20,
                most_bytes=1 << 30,
            )
        for mail in claimed:
            self.crash(share)
            self.sent.append((mail.id, self.now))
            self.crash(share)
            with self.database.transaction() as connection:
                done = Attempted(id=mail.id, state="sent", next_at=self.now, reason=None, sent_at=self.now)
                outbox.record(connection, [done], token=f"p{self.crashes}")


@pytest.fixture
def machine(tmp_path: Path, sqlite_url: str) -> Iterator[Machine]:
    made = Machine(tmp_path, sqlite_url, random.Random(4))
    with closing(made.database):
        yield made


def test_a_thousand_deadlines_with_a_crash_every_few(machine: Machine) -> None:
    """All sent, none early, none more than 30 s late, at most one duplicate for each crash."""
    due: dict[int, datetime] = {}
    for number in range(1000):
        machine.now += timedelta(milliseconds=machine.chance.randrange(600))
        command = OpenTicket(
            number=0,
            entry=0,
            subject=f"Down {number}",
            text="Help.",
            requester=f"c{number}@customer.example",
            requester_name="",
            by="operator@desk.example",
        )
        opened, _ = machine.desk.open(command)
        due[opened] = machine.now + timedelta(hours=1)
    with machine.database.transaction() as connection:  # acknowledgements are another matter
        connection.execute(schema.outbox.update().values(state="sent"))
    machine.now = min(due.values()) - timedelta(seconds=5)
    end = max(due.values()) + timedelta(seconds=60)
    while machine.now < end:
        machine.now += timedelta(seconds=1)
        try:
            machine.tick(0.05)
            machine.deliver(0.02)
        except Crash:
            machine.now += timedelta(seconds=machine.chance.randrange(1, 8))  # until it runs again
            machine.start()
    first: dict[int, datetime] = {}
    with machine.database.reading() as connection:
        carried = pages.of_mails(connection, [id_ for id_, _ in machine.sent])
        told = Counter((row.ticket, row.pass_, row.step, row.to) for row in pages.of_ticket(connection))
    for id_, at in machine.sent:
        for row in carried.get(id_, ()):
            first.setdefault(row.ticket, at)
    copies = sum(count - 1 for count in Counter(id_ for id_, _ in machine.sent).values())
    assert machine.crashes > 20
    assert first.keys() == due.keys()  # all sent
    assert set(told.values()) == {1}  # nobody was told twice for one step
    assert min(first[number] - due[number] for number in due) >= timedelta(0)  # none early
    assert max(first[number] - due[number] for number in due) <= LATE
    assert copies <= machine.crashes


def fates(database: Database) -> list[tuple[int, datetime, datetime | None, str | None]]:
    """Of each ticket: its number, its deadline, when a page on it was sent, and that page's Message-ID."""
    with database.reading() as connection:
        numbers = [row.number for row in ticket_list.rows(connection)]
        found = tickets.load(connection, numbers)
        rows = {row.ticket: row for row in pages.of_ticket(connection)}
        mails = {row.id: row for row in outbox.rows(connection)}
    fate = []
    for number, ticket in found.items():
        page = rows.get(number)
        mail = mails.get(page.outbox) if page is not None and page.outbox is not None else None
        deadline = ticket.clock.breach_at
        assert deadline is not None
        fate.append((number, deadline, mail.sent_at if mail else None, mail.message_id if mail else None))
    return fate


def pages_of(sink: Sink) -> Sequence[bytes]:
    return [mail.content for mail in sink.mails if ON_CALL in mail.recipients]


def test_deadlines_of_seconds_with_a_daemon_that_is_killed(
    sqlite_daemons: House, sink: Sink, sqlite_url: str
) -> None:
    """The same with the running daemon: 300 deadlines, and kill -9 every two seconds."""
    count, kills = 300, 4
    sqlite_daemons.configure(('lease = "1s"', 'lease = "30s"'), more=PROMISE.format(within="6s"))
    daemon = sqlite_daemons.start()
    with daemon.smtp() as client:
        for number in range(count):
            mail = a_mail(message_id=f"{number}@customer.example", subject=f"Down {number}")
            client.sendmail("ann@customer.example", ["support@desk.example"], mail)
    for _ in range(kills):
        time.sleep(2)
        daemon.kill()
        assert daemon.gone()
        daemon = sqlite_daemons.start()
    with closing(Database(sqlite_url)) as database:
        eventually(
            lambda: len(found := fates(database)) == count and all(fate[2] for fate in found),
            "a page for every ticket",
        )
        found = fates(database)
    lateness = [sent - due for _, due, sent, _ in found if sent is not None]
    assert min(lateness) >= timedelta(0)
    assert max(lateness) <= LATE
    ids = {f"<{id_}>".encode() for _, _, _, id_ in found if id_}
    copies = sum(sum(id_ in content for content in pages_of(sink)) - 1 for id_ in ids)
    assert copies <= kills
    assert daemon.stop() == 0


def test_a_thousand_deadlines_in_the_same_second_are_all_paged_within_ten_seconds(
    sqlite_daemons: House, sink: Sink, sqlite_url: str
) -> None:
    sqlite_daemons.configure(more=PROMISE.format(within="1h"))
    daemon = sqlite_daemons.start()
    with daemon.smtp() as client:
        for number in range(1000):
            mail = a_mail(message_id=f"{number}@customer.example", subject=f"Down {number}")
            client.sendmail("ann@customer.example", ["support@desk.example"], mail)
    daemon.wait("ticket.opened", 1000, seconds=60)
    daemon.kill()
    assert daemon.gone()
    with closing(Database(sqlite_url)) as database:
        moment = datetime.now(UTC) + timedelta(seconds=4)  # until then it runs again
        with database.transaction() as connection:
            connection.execute(schema.outbox.update().values(state="sent"))
            for number, ticket in tickets.load(connection, range(10001, 11001)).items():
                clock = replace(ticket.clock, breach_at=moment, due_at=moment)
                ladder = replace(ticket.escalation, next_at=moment, scheduled_for=moment)
                after = replace(ticket, clock=clock, escalation=ladder, version=ticket.version + 1)
                tickets.save(connection, [(ticket, after)])
                assert number == ticket.number
            connection.execute(schema.timers.delete().where(schema.timers.c.kind == "warning"))
            connection.execute(schema.timers.update().values(due_at=moment))
        daemon = sqlite_daemons.start()
        eventually(lambda: all(fate[2] for fate in fates(database)), "a page for every ticket", seconds=60)
        lateness = [sent - due for _, due, sent, _ in fates(database) if sent is not None]
    assert len(lateness) == 1000
    assert max(lateness) < timedelta(seconds=10)
    assert len(pages_of(sink)) < 20  # bundled
    print(f"1,000 deadlines in one second: the last page left after {max(lateness)}")  # noqa: T201
