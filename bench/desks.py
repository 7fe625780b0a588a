"""A desk in this process, to fill a store with what a measurement needs."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bench.letters import letters
from bench.room import DESK
from mailticket.config import load
from mailticket.desk.door import Desk
from mailticket.desk.reception import Read
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import parse
from mailticket.setup.store import database_of
from mailticket.setup.tools import tools_of
from mailticket.store import inbox

_BATCH = 50


@contextmanager
def desk(configuration: Path, clock: Callable[[], datetime]) -> Iterator[Desk]:
    """A desk of that configuration; the store is made if there is none."""
    config = load(configuration, {})
    database = database_of(config)
    database.open()
    try:
        yield Desk(database, tools_of(config), clock)
    finally:
        database.close()


def take_in(door: Desk, count: int, *, first: int = 0) -> None:
    """Let so many customers write, as the daemon would have it."""
    mails = list(letters(count, first=first))
    for start in range(0, count, _BATCH):
        with door.database.transaction() as connection:
            arrivals = [
                inbox.Arrival(
                    envelope=Envelope(
                        route="smtp",
                        reverse_path=sender,
                        forward_paths=(DESK,),
                        received_at=door.clock(),
                        helo="client.example",
                        peer="127.0.0.1",
                        protocol="ESMTP",
                    ),
                    size=len(raw),
                    sha256=hashlib.sha256(raw).hexdigest(),
                    data=raw,
                )
                for sender, raw in mails[start : start + _BATCH]
            ]
            inbox.append(connection, arrivals)
        with door.database.transaction() as connection:
            waiting = inbox.claim(
                connection,
                token="bench",
                now=door.clock(),
                lease=timedelta(minutes=1),
                most=_BATCH,
                most_bytes=1 << 30,
            )
            raws = inbox.read_many(connection, [one.sha256 for one in waiting])
        door.receive(
            [
                Read(waiting=one, message=parse(raws[one.sha256], reverse_path=one.envelope.reverse_path))
                for one in waiting
            ],
            token="bench",
        )
