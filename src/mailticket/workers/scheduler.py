"""The scheduler: APScheduler only wakes it; what is due stands in the store and is claimed there."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError

from mailticket import log
from mailticket.desk.door import Desk
from mailticket.metrics import Metrics
from mailticket.store import timers
from mailticket.workers.store_thread import StoreThread

SWEEP = 1.0  # seconds between two looks at what is due, whatever was scheduled
BATCH = 100  # deadlines in one transaction


class Scheduler:
    """Ticks: one at the nearest deadline, and a sweep that finds whatever no tick was set for."""

    def __init__(
        self, *, desk: Desk, store: StoreThread, metrics: Metrics, on_mail: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._store = store
        self._metrics = metrics
        self._on_mail = on_mail
        self._busy = asyncio.Lock()
        self.beat = time.monotonic()  # when the last tick was finished
        self._ticks = AsyncIOScheduler(
            timezone=UTC,
            # Late is better than never, once is enough, and never two at the same time.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin to tick."""
        self._ticks.add_job(self.tick, "interval", seconds=SWEEP, id="sweep", next_run_time=datetime.now(UTC))
        self._ticks.start()

    async def stop(self) -> None:
        """Tick no more, and finish what was begun."""
        self._ticks.shutdown(wait=False)
        async with self._busy:
            pass

    async def tick(self) -> None:
        """Do all that is due, and set the next tick."""
        async with self._busy:
            try:
                more = True
                while more:
                    done = await self._store.run(self._desk.tick, BATCH)
                    log.write(done.log)
                    self._metrics.alarms.inc(sum(line.event == "alarm.raised" for line in done.log))
                    if done.mails:
                        self._on_mail()
                    more = done.more
                    self.beat = time.monotonic()
                await self._store.run(self._desk.keep_terms, BATCH)
                self._set_next(await self._store.run(self._next))
                self.beat = time.monotonic()
            except (DBAPIError, OSError) as error:
                log.event("alarm.raised", level="error", reason=self._desk.database.describe(error))
                self._metrics.alarms.inc()
            except Exception as error:
                log.event("alarm.raised", level="error", reason=f"A tick failed: {error!r}"[:500])
                self._metrics.alarms.inc()

    def _next(self) -> datetime | None:
        with self._desk.database.reading() as connection:
            return timers.next_moment(connection)

    def _set_next(self, moment: datetime | None) -> None:
        if moment is None or moment > datetime.now(UTC) + timedelta(seconds=SWEEP):
            return  # the sweep comes first
        self._ticks.add_job(self.tick, "date", run_date=moment, id="nearest", replace_existing=True)
