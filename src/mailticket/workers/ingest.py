"""Claims accepted messages, has them read, and brings them to the desk in batches."""

import asyncio
import contextlib
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from mailticket import log
from mailticket.desk.door import Desk
from mailticket.desk.journal import LogLine
from mailticket.desk.reception import Read
from mailticket.desk.work import Done
from mailticket.mail.message import Message
from mailticket.metrics import Metrics
from mailticket.store import inbox, journal
from mailticket.store.database import is_trouble
from mailticket.store.inbox import Waiting
from mailticket.tickets.verdict import RELEASED
from mailticket.workers.reader import ReaderPool
from mailticket.workers.signature_check import checked
from mailticket.workers.store_thread import StoreThread

BATCH = 40  # messages in one transaction
BATCH_BYTES = 8 << 20  # of raw mail in one transaction, unless one message is larger
IN_HAND_BYTES = 32 << 20  # of raw mail in memory; only what fits is added to what is read slowly
TOGETHER = 0.02  # seconds between two claims of a lane: what comes meanwhile shares a transaction
PATIENCE = 0.15  # seconds that a batch waits for a message that is slow to read
LANES = 2  # batches at once: one is read while another is decided
ATTEMPTS = 5  # claims of one message before it is set aside: it may be what ends the process


class Ingest:
    """From accepted to decided. `wake` when there may be something new."""

    def __init__(
        self,
        *,
        desk: Desk,
        store: StoreThread,
        readers: ReaderPool,
        metrics: Metrics,
        lease: timedelta,
        poll: float,
        token: str,
        on_mail: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._store = store
        self._readers = readers
        self._metrics = metrics
        self._lease = lease
        self._poll = poll
        self._token = token
        self._on_mail = on_mail
        self._news = asyncio.Event()
        self._stopping = False
        self._slow: set[asyncio.Task[None]] = set()
        self._in_hand: dict[int, int] = {}  # sizes by the ids of messages

    def wake(self) -> None:
        """Something was accepted."""
        self._news.set()

    def stop(self) -> None:
        """Finish what is in hand and claim no more."""
        self._stopping = True
        self._news.set()

    async def run(self) -> None:
        """Work until `stop`."""
        renewing = asyncio.create_task(self._renew())
        await asyncio.gather(*(self._lane() for _ in range(LANES)))
        if self._slow:
            await asyncio.wait(self._slow)
        renewing.cancel()

    async def _lane(self) -> None:
        while not self._stopping:
            try:
                busy = await self._round()
            except (DBAPIError, OSError) as error:
                reason = self._desk.database.describe(error)
                log.event("alarm.raised", level="error", reason=reason)
                self._metrics.alarms.inc()
                busy = False
                await asyncio.sleep(1.0)
            if busy:
                await asyncio.sleep(TOGETHER)
            elif not self._stopping:
                self._news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), self._poll)

    async def _round(self) -> bool:
        """Claim, read and decide one batch; whether there was one."""
        told, claimed = await self._store.run(self._claim)
        log.write(told)
        if not claimed:
            return False
        self._in_hand.update((waiting.id, waiting.size) for waiting, _ in claimed)
        reading = {asyncio.create_task(self._read(waiting, raw)): waiting for waiting, raw in claimed}
        done, slow = await asyncio.wait(reading, timeout=PATIENCE)
        if slow:  # the others do not wait for a message that is hard to read
            task = asyncio.create_task(self._later({task: reading[task] for task in slow}))
            self._slow.add(task)
            task.add_done_callback(self._slow.discard)
        await self._decide([Read(waiting=reading[t], message=t.result()) for t in reading if t in done])
        return True

    def _claim(self) -> tuple[list[LogLine], list[tuple[Waiting, bytes]]]:
        """What commands did meanwhile, and messages with their bytes."""
        now, held = self._desk.clock(), dict(self._in_hand)
        in_memory = sum(held.values())
        largest = None if in_memory <= BATCH_BYTES else IN_HAND_BYTES - in_memory
        with self._desk.database.reading() as connection:  # asked often, and a look takes no lock
            told = journal.some(connection)
            if not told and not inbox.some_waiting(connection, now=now, largest=largest, beside=held):
                return [], []
        with self._desk.database.transaction() as connection:
            lines = [
                LogLine(event=event, level=level, fields=fields)
                for event, level, fields in (journal.take(connection) if told else ())
            ]
            rows = inbox.claim(
                connection,
                token=self._token,
                now=now,
                lease=self._lease,
                most=BATCH,
                most_bytes=BATCH_BYTES if largest is None else min(BATCH_BYTES, largest),
                largest=largest,
                beside=held,
            )
            raws = inbox.read_many(connection, list({row.sha256 for row in rows}))
        return lines, [(row, raws.get(row.sha256, b"")) for row in rows]

    async def _read(self, waiting: Waiting, raw: bytes) -> Message:
        began = time.perf_counter()
        message = await self._readers.read(raw, reverse_path=waiting.envelope.reverse_path)
        policy = self._desk.tools.policy
        if policy.checks_signatures:
            message = await checked(message, raw, policy)
        self._metrics.parse.observe(time.perf_counter() - began)
        return message

    async def _later(self, reading: dict[asyncio.Task[Message], Waiting]) -> None:
        await asyncio.wait(reading)
        try:
            await self._decide([Read(waiting=waiting, message=t.result()) for t, waiting in reading.items()])
        except (DBAPIError, OSError) as error:
            log.event("alarm.raised", level="error", reason=self._desk.database.describe(error))
            self._metrics.alarms.inc()

    async def _decide(self, batch: Sequence[Read]) -> None:
        if not batch:
            return
        ids = {read.waiting.id for read in batch}
        try:
            began = time.perf_counter()
            worn = [read for read in batch if read.waiting.attempts > ATTEMPTS]
            for read in worn:
                error = f"It was claimed {read.waiting.attempts} times, and the process ended each time."
                await self._set_aside(read, error)
            for read in batch:
                if read not in worn and (why := _incomplete(read)):
                    await self._set_aside(read, why, "incomplete")
                    worn.append(read)
            fresh = [read for read in batch if read not in worn]
            try:
                self._told(await self._store.run(self._desk.receive, fresh, token=self._token))
            except Exception as error:  # one of them is at fault: each alone, so that it costs only itself
                if is_trouble(error):
                    raise
                await self._one_by_one(fresh)
            self._metrics.decide.observe(time.perf_counter() - began)
        except (DBAPIError, OSError):
            with contextlib.suppress(DBAPIError, OSError):  # else their lease ends by itself
                await self._store.run(self._give_back, list(ids))
            raise
        finally:
            for read in batch:
                self._in_hand.pop(read.waiting.id, None)

    async def _one_by_one(self, batch: Sequence[Read]) -> None:
        for read in batch:
            try:
                self._told(await self._store.run(self._desk.receive, [read], token=self._token))
            except Exception as error:
                if is_trouble(error):
                    raise
                await self._set_aside(read, _traceback(error))

    async def _set_aside(self, read: Read, error: str, rule: str = "unexpected-error") -> None:
        """Quarantine a message; where even what was read of it does harm, without that."""
        for message in (read.message, None):
            try:
                done = await self._store.run(
                    self._desk.quarantine, read.waiting, message, token=self._token, error=error, rule=rule
                )
            except Exception as failure:
                if is_trouble(failure):
                    raise
                error = f"{error}\n{_traceback(failure)}"
            else:
                self._told(done)
                return
        reason = (
            f"Message {read.waiting.id} can neither be taken in nor set aside; it is kept and tried again."
        )
        log.event("alarm.raised", level="error", message=read.waiting.id, reason=reason)
        self._metrics.alarms.inc()

    def _give_back(self, ids: Sequence[int]) -> None:
        with self._desk.database.transaction() as connection:
            inbox.release(connection, ids, token=self._token)

    def _told(self, done: Done) -> None:
        log.write(done.log)
        for result in done.results:
            self._metrics.verdicts.labels(verdict=result.verdict, outcome=result.outcome).inc()
        if done.mails:
            self._on_mail()

    async def _renew(self) -> None:
        """Keep the claims on what takes its time."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            if self._in_hand:
                with contextlib.suppress(DBAPIError, OSError):
                    await self._store.run(self._extend, self._desk.clock() + self._lease)

    def _extend(self, until: datetime) -> None:
        with self._desk.database.transaction() as connection:
            inbox.renew(connection, list(self._in_hand), token=self._token, until=until)


def _traceback(error: Exception) -> str:
    """The traceback of the error that is being handled; its last line says what went wrong."""
    text = traceback.format_exc()
    if isinstance(error, DBAPIError):  # there the last line is an address of documentation
        cause = str(error.orig).strip().split("\n")[0]
        text += f"{type(error.orig).__name__}: {cause}\n"
    return text


def _incomplete(read: Read) -> str | None:
    """Why not all of the message is there, unless a person has let what is there out of quarantine."""
    if read.message.sha256 != read.waiting.sha256:
        return "The bytes in the store are not those that came; a backup may hold them."
    trace = dict(read.waiting.envelope.trace)
    return None if RELEASED in trace else trace.get("incomplete")
