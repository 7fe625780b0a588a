"""Makes messages durable: those that arrive together share one commit."""

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mailticket import log
from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import TransientFailure
from mailticket.store import inbox
from mailticket.store.database import Database, is_full, is_trouble
from mailticket.wire.spool import Spooled

MOST = 200  # messages in one commit
MOST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """Messages that are durable now."""

    ids: tuple[int, ...]
    envelopes: tuple[Envelope, ...]
    sizes: tuple[int, ...]
    seconds: float  # that the commit took


class Acceptance:
    """One thread that writes; `accept` waits until its message is on disk."""

    def __init__(self, database: Database, on_commit: Callable[[Committed], None]) -> None:
        """`on_commit` is called in the thread of the writer, before anybody is told."""
        self._database = database
        self._on_commit = on_commit
        self._queue: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="inbox", daemon=True)
        self._thread.start()

    async def accept(self, envelope: Envelope, spooled: Spooled) -> int:
        """The inbox id of the message once it is durable. Raises TransientFailure (451, 452)."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._queue.put(_Request(envelope=envelope, spooled=spooled, future=future))
        try:
            return await future
        finally:
            spooled.close()

    def close(self) -> None:
        """Finish what is queued, then end."""
        self._queue.put(None)
        self._thread.join()

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, size, last = [first], first.spooled.size, False
            while len(batch) < MOST and size < MOST_BYTES:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                    break
                batch.append(more)
                size += more.spooled.size
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: "list[_Request]") -> None:
        began = time.perf_counter()
        try:
            for request in batch:
                self._keep_large(request)
            with self._database.transaction() as connection:
                ids = inbox.append(connection, [_arrival(request) for request in batch])
        except Exception as error:
            if len(batch) > 1 and not is_trouble(error):
                for request in batch:  # one of them is at fault: each alone, so that it costs only itself
                    self._commit([request])
                return
            failure = (
                TransientFailure(452, "4.3.1", "Insufficient storage, try again later")
                if is_full(error)
                else TransientFailure(451, "4.3.0", "The message could not be stored, try again later")
            )
            for request in batch:
                request.fail(failure)
            if not is_trouble(error):
                reason = f"A message could not be stored and was deferred: {type(error).__name__}"
                log.event("alarm.raised", level="error", reason=reason, peer=batch[0].envelope.peer)
            return
        self._on_commit(
            Committed(
                ids=tuple(ids),
                envelopes=tuple(request.envelope for request in batch),
                sizes=tuple(request.spooled.size for request in batch),
                seconds=time.perf_counter() - began,
            )
        )
        for request, id_ in zip(batch, ids, strict=True):
            request.succeed(id_)

    def _keep_large(self, request: "_Request") -> None:
        # Part by part in transactions of their own: no more than a part is in memory, and nobody waits long.
        if request.spooled.size > inbox.PART:
            for number, part in enumerate(request.spooled.chunks(inbox.PART)):
                with self._database.transaction() as connection:
                    inbox.keep(connection, [(request.spooled.sha256, number, part)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    envelope: Envelope
    spooled: Spooled
    future: asyncio.Future[int]

    def succeed(self, id_: int) -> None:
        self._tell(lambda: self.future.set_result(id_))

    def fail(self, failure: TransientFailure) -> None:
        self._tell(lambda: self.future.set_exception(failure))

    def _tell(self, done: Callable[[], None]) -> None:
        def tell() -> None:
            if not self.future.done():
                done()

        with contextlib.suppress(RuntimeError):  # the loop has ended; the message is durable all the same
            self.future.get_loop().call_soon_threadsafe(tell)


def _arrival(request: _Request) -> inbox.Arrival:
    large = request.spooled.size > inbox.PART
    return inbox.Arrival(
        envelope=request.envelope,
        size=request.spooled.size,
        sha256=request.spooled.sha256,
        data=None if large else request.spooled.read(),
    )
