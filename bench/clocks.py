"""What a look at the deadlines costs, however many clocks run, and how soon a thousand at once are paged."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench import load
from bench.desks import desk, take_in
from bench.figures import Figure, median
from bench.options import Options
from bench.room import Daemon, configured, empty_folder, store
from mailticket.desk.door import Desk
from mailticket.store.schema import outbox, pages
from mailticket.store.timers import next_moment

TITLE = "Response clocks"

_FEW, _MANY = 1_000, 1_000_000
_DUE = 1_000
_RESPOND = timedelta(hours=2)
_TICKS = 50
_SERVICE = """
[[staff]]
name = "Ana Ruiz"
address = "ana@desk.example"
notify = []
[[ladders]]
name = "default"
steps = [{ after = "0m", notify = ["ana@desk.example"] }]
[[service_levels]]
name = "standard"
targets = [{ respond_within = "2h" }]
ladder = "default"
warn_at = 0
"""


def measure(options: Options) -> Iterator[Figure]:
    yield from _ticks(options)
    if (why := load.missing()) is not None:
        yield Figure(name="deadlines that fall due together", value=None, note=why)
        return
    yield from _due_together(options)


def _ticks(options: Options) -> Iterator[Figure]:
    """On a file of SQLite, which is quickly filled; on PostgreSQL it is the same index."""
    cost = {}
    for clocks in (_FEW, options.count(_MANY)):
        with empty_folder() as folder:
            url = f"sqlite:///{folder}/mailticket.db"
            configuration = configured(folder, url, "maildir:sent", _SERVICE)
            now = datetime.now(UTC)
            with desk(configuration, lambda now=now: now) as door:  # type: ignore[misc]
                take_in(door, 1)
                _fill(folder / "mailticket.db", clocks)
                idle = _tick(door, _TICKS)
                yield Figure(name=f"a tick with {clocks:,} open clocks, none due", value=idle, unit="ms")
            later = now + _RESPOND + timedelta(seconds=1)
            with desk(configuration, lambda later=later: later) as door:  # type: ignore[misc]
                due = _tick(door, 1)
                yield Figure(
                    name=f"a tick with {clocks:,} open clocks, one due and paged", value=due, unit="ms"
                )
        cost[clocks] = idle
    few, many = cost.values()
    yield Figure(name="the one as a multiple of the other, none due", value=many / few, aim="≤ 1.2")


def _tick(door: Desk, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        door.tick()
        with door.database.reading() as connection:
            next_moment(connection)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def _fill(path: Path, clocks: int) -> None:
    """Copies of the one ticket that is there, each with a deadline some days away."""
    with sqlite3.connect(path) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(tickets)") if row[1] != "number"]
        others = ", ".join(names)
        count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        connection.execute(
            f"INSERT INTO tickets (number, {others}) "  # names of our own columns
            f"{count} SELECT 1000000 + i, {others} FROM n, tickets WHERE number = 10001",
            (clocks,),
        )
        connection.execute(
            "INSERT INTO timers (ticket, kind, due_at, generation) "
            f"{count} SELECT 1000000 + i, 'breach', due_at + 86400000000 + i * 1000, 1"
            " FROM n, (SELECT max(due_at) AS due_at FROM timers)",
            (clocks,),
        )
    connection.close()


def _due_together(options: Options) -> Iterator[Figure]:
    count = options.count(_DUE)
    with load.sink() as sink, empty_folder() as folder, store(options.store, folder) as url:
        configuration = configured(folder, url, sink.url, _SERVICE)
        # Long ago they wrote, all in the same second, which is two hours before one that comes soon.
        due = datetime.now(UTC) + timedelta(seconds=6 + 8 * count / _DUE)
        with desk(configuration, lambda: due - _RESPOND) as door:
            take_in(door, count)
        running = Daemon(folder, url, sink.url, _SERVICE)
        try:
            with desk(configuration, lambda: datetime.now(UTC)) as door:
                load.wait_until(lambda: datetime.now(UTC) >= due, "the deadline")
                late = (datetime.now(UTC) - due).total_seconds()
                began = time.perf_counter()
                load.wait_until(lambda: _paged(door) >= count, f"{count} pages", seconds=60)
                seconds = time.perf_counter() - began + late
                with door.database.reading() as connection:
                    mails = connection.execute(
                        select(func.count()).select_from(outbox).where(outbox.c.kind == "page")
                    ).scalar_one()
            note = f"in {mails} mails"
            name = f"{count:,} deadlines in the same second, until all are paged"
            yield Figure(name=name, value=seconds, unit="s", aim="< 10", note=note)
        finally:
            running.stop()


def _paged(door: Desk) -> int:
    """How many pages the relay has taken."""
    query = (
        select(func.count())
        .select_from(pages.join(outbox, pages.c.outbox == outbox.c.id))
        .where(pages.c.state == "notified", outbox.c.state == "sent")
    )
    with door.database.reading() as connection:
        return int(connection.execute(query).scalar_one())
