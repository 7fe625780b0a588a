"""What must be true of a store and of the relay, however often the daemon was killed."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from typing import Any

from sqlalchemy import Connection

from mailticket.store import inbox, outbox, ticket_list, tickets
from mailticket.store.database import Database
from scenarios.daemon_room import House, Running, eventually
from servers import Sink


@contextmanager
def reading(house: House) -> Iterator[Connection]:
    """A look into the store while daemons work on it."""
    with closing(Database(house.url)) as database, database.reading() as connection:
        yield connection


def rows(house: House) -> list[Any]:
    """All messages that were ever accepted."""
    with reading(house) as connection:
        return list(inbox.rows(connection))


def at_rest(house: House, daemon: Running, seconds: float = 40.0) -> None:
    """Wait until nothing waits any more, neither in the inbox nor in the outbox."""

    with closing(Database(house.url)) as database:

        def nothing_waits() -> bool:
            assert daemon.process.poll() is None, f"the daemon ended:\n{daemon.errors[-3000:]}"
            with database.reading() as connection:
                return inbox.depth(connection)[0] == outbox.depth(connection)[0] == 0

        eventually(nothing_waits, "rest", seconds)


def nothing_lost_nothing_doubled(house: House, sink: Sink, heard: Collection[str]) -> None:
    """Every Message-ID of which a client heard 250 has one ticket, acknowledged with one Message-ID."""
    with reading(house) as connection:
        messages = list(inbox.rows(connection))
        numbers = [row.number for row in ticket_list.rows(connection)]
        entries = Counter(
            row.inbox for n in numbers for row in tickets.history(connection, n) if row.inbox is not None
        )
    by_id: dict[str, list[str]] = defaultdict(list)
    for row in messages:
        by_id[row.message_id].append(row.outcome)
    for message_id in heard:
        assert Counter(by_id[message_id])["opened"] == 1, f"{message_id}: {by_id[message_id]}"
    for message_id, outcomes in by_id.items():
        assert outcomes.count("opened") == 1, f"{message_id}: {outcomes}"
        assert set(outcomes) <= {"opened", "suppressed"}, f"{message_id}: {outcomes}"
    assert numbers == list(range(10001, 10001 + len(by_id))), "numbers without gaps"
    assert all(count == 1 for count in entries.values()), "each message is in one history once"
    acknowledged: dict[int, set[str]] = defaultdict(set)
    for mail in sink.mails:
        message = message_from_bytes(mail.content)
        found = re.match(r"\[#(\d+)\]", message["Subject"])
        assert found is not None
        acknowledged[int(found[1])].add(message["Message-ID"])
    assert sorted(acknowledged) == numbers
    assert {len(ids) for ids in acknowledged.values()} <= {1}, "a second copy has the same Message-ID"
    verified = house.run("db", "verify")
    assert verified.returncode == 0
