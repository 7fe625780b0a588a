"""Sends what is in the outbox: pages first, each mail at least once, a hanging one holding up no other."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mailticket import log
from mailticket.desk.door import Desk
from mailticket.desk.journal import LogLine
from mailticket.desk.paging import unwanted
from mailticket.metrics import Metrics
from mailticket.store import dead_addresses, inbox, outbox
from mailticket.store.database import is_trouble
from mailticket.store.outbox import Attempted, Due
from mailticket.wire.relay import OutgoingMail, RecipientResult, Relay
from mailticket.workers.store_thread import StoreThread

CLAIM = 100  # mails claimed at once
CLAIM_BYTES = 16 << 20
AT_ONCE = 200  # mails in hand
TOGETHER = 0.01  # seconds between two claims: what is queued meanwhile shares the next one
URGENT = ("page", "alarm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """When a mail that could not be sent is tried again, and how long in all."""

    ordinary: tuple[timedelta, ...]
    urgent: tuple[timedelta, ...]
    give_up_after: timedelta

    def after(self, mail: Due) -> timedelta:
        """The pause after the attempt that just failed; the last one repeats."""
        pauses = self.urgent if mail.kind in URGENT else self.ordinary
        return pauses[min(mail.attempts, len(pauses) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The mails of which was kept what came of them; not so if another node has claimed them meanwhile."""

    ids: set[int]
    lost: dict[int, str] = field(default_factory=dict)  # it could not be kept, and why
    log: list[LogLine] = field(default_factory=list)


class Deliver:
    """From the outbox to the relay. `wake` when there may be something new."""

    def __init__(
        self,
        *,
        desk: Desk,
        store: StoreThread,
        relay: Relay,
        metrics: Metrics,
        lease: timedelta,
        poll: float,
        token: str,
        pauses: Pauses,
    ) -> None:
        self._desk = desk
        self._store = store
        self._relay = relay
        self._metrics = metrics
        self._lease = lease
        self._poll = poll
        self._token = token
        self._pauses = pauses
        self._news = asyncio.Event()
        self._stopping = False
        self._down = False
        self._in_hand: dict[asyncio.Task[None], int] = {}
        self._retiring: set[asyncio.Task[None]] = set()
        self._results: list[tuple[Due, RecipientResult]] = []
        self._finished = asyncio.Event()

    def wake(self) -> None:
        """Something was queued."""
        self._news.set()

    def stop(self) -> None:
        """Finish what is on its way and claim no more."""
        self._stopping = True
        self._news.set()

    def change(self, relay: Relay, pauses: Pauses) -> None:
        """Send over another relay from now on; the old one is closed when nothing is on its way there."""
        retiring = asyncio.create_task(self._retire(self._relay, tuple(self._in_hand)))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)
        self._relay, self._pauses = relay, pauses

    async def _retire(self, relay: Relay, sending: Sequence["asyncio.Task[None]"]) -> None:
        if sending:
            await asyncio.wait(sending)
        await relay.close()

    async def run(self) -> None:
        """Work until `stop`; what is on its way then is given `lease` to finish."""
        others = [asyncio.create_task(self._renew()), asyncio.create_task(self._record())]
        while not self._stopping:
            try:
                busy = await self._round()
            except (DBAPIError, OSError) as error:
                log.event("alarm.raised", level="error", reason=self._desk.database.describe(error))
                self._metrics.alarms.inc()
                busy = False
                await asyncio.sleep(1.0)
            if busy:
                await asyncio.sleep(TOGETHER)
            elif not self._stopping:
                await self._rest()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=min(self._lease.total_seconds(), 10.0))
        for task in others:
            task.cancel()
        await self._save()
        await self._store.run(self._release)

    async def _rest(self) -> None:
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), self._poll)

    async def _round(self) -> bool:
        """Claim mails and send them off; whether there were any."""
        if self._down and not await self._back():
            await asyncio.sleep(min(self._pauses.ordinary[0].total_seconds(), 5.0))
            return True
        room = AT_ONCE - len(self._in_hand)
        if room <= 0:
            return False
        claimed = await self._store.run(self._claim, min(room, CLAIM))
        for mail, data, dead in claimed:
            if dead is not None:
                self._results.append((mail, _not_written_to(mail, dead)))
                self._finished.set()
            elif data is not None:
                task = asyncio.create_task(self._send(mail, data))
                self._in_hand[task] = mail.id
                task.add_done_callback(self._sent)
            else:
                self._results.append((mail, _lost(mail)))
                self._finished.set()
        return bool(claimed)

    def _sent(self, task: "asyncio.Task[None]") -> None:
        self._in_hand.pop(task, None)
        if len(self._in_hand) < AT_ONCE // 2:
            self._news.set()

    def _claim(self, most: int) -> list[tuple[Due, bytes | None, str | None]]:
        """Mails that are due with their bytes, or with the reason why their address is dead."""
        with self._desk.database.reading() as connection:
            if not outbox.some_due(connection, now=self._desk.clock()):
                return []  # asked often, and a look takes no lock
        with self._desk.database.transaction() as connection:
            rows = outbox.claim(
                connection,
                token=self._token,
                now=self._desk.clock(),
                lease=self._lease,
                most=most,
                most_bytes=CLAIM_BYTES,
            )
            guarded = [row.id for row in rows if row.guard is not None]
            needless = unwanted(connection, guarded) if guarded else set()
            outbox.cancel(connection, sorted(needless), reason="Acknowledged or answered meanwhile")
            rows = [row for row in rows if row.id not in needless]
            data = inbox.read_many(connection, list({row.sha256 for row in rows}))
            ordinary = [row.recipient for row in rows if row.kind not in URGENT]
            dead = dead_addresses.among(connection, ordinary) if ordinary else {}
            return [
                (row, data.get(row.sha256), dead.get(row.recipient) if row.kind not in URGENT else None)
                for row in rows
            ]

    async def _send(self, mail: Due, data: bytes) -> None:
        results = await self._relay.send(
            OutgoingMail(
                sender=mail.reverse_path,
                recipients=(mail.recipient,),
                data=data,
                urgent=mail.kind in URGENT,
            )
        )
        self._results.append((mail, results[0]))
        self._finished.set()

    async def _record(self) -> None:
        """Write what came of attempts, all that finished meanwhile at once."""
        while True:
            await self._finished.wait()
            await asyncio.sleep(TOGETHER)
            await self._save()

    async def _save(self) -> None:
        self._finished.clear()
        results, self._results = self._results, []
        if not results:
            return
        try:
            attempts = [self._attempted(mail, result) for mail, result in results]
            kept = await self._store.run(self._write, results, attempts)
        except (DBAPIError, OSError) as error:
            log.event("alarm.raised", level="error", reason=self._desk.database.describe(error))
            self._metrics.alarms.inc()
            if is_trouble(error) and not self._stopping:
                self._results[:0] = results  # they are written down when the store is back
                await asyncio.sleep(1.0)
                self._finished.set()
            # Else the mails are sent again when their lease is over: a second copy beats none.
            return
        with log.together():
            for (mail, _), attempt in zip(results, attempts, strict=True):
                if mail.id in kept.ids or attempt.state == "sent":
                    self._tell(mail, attempt)
            log.write(kept.log)
        for reason in kept.lost.values():
            log.event("alarm.raised", level="error", reason=reason)
            self._metrics.alarms.inc()
        self._news.set()  # the next mail of the same lane may go

    def _write(self, results: Sequence[tuple[Due, RecipientResult]], attempts: Sequence[Attempted]) -> _Kept:
        """Keep what came of attempts."""
        plain: list[Attempted] = []
        noted: list[tuple[Due, Attempted, str]] = []
        for (mail, result), attempt in zip(results, attempts, strict=True):
            # A page that was answered with a refusal is tried again, but somebody else is told as well.
            refused = mail.guard is not None and mail.attempts == 0 and result.stage in ("envelope", "data")
            if mail.ticket is not None and (
                attempt.state == "failed" or (refused and attempt.state == "waiting")
            ):
                noted.append((mail, attempt, attempt.reason or result.text))
            else:
                plain.append(attempt)
        with self._desk.database.transaction() as connection:
            kept = _Kept(ids=outbox.record(connection, plain, token=self._token))
        for mail, attempt, reason in noted:
            try:
                done = self._desk.delivery_failed(mail, reason, attempt=attempt, token=self._token)
            except (DBAPIError, OSError) as error:  # it is sent again when its lease is over
                kept.lost[mail.id] = self._desk.database.describe(error)
                continue
            if done is not None:
                kept.ids.add(mail.id)
                kept.log.extend(done.log)
        return kept

    def _attempted(self, mail: Due, result: RecipientResult) -> Attempted:
        now = self._desk.clock()
        reason = _reason(result)
        if result.outcome == "accepted":
            return Attempted(id=mail.id, state="sent", next_at=now, reason=reason or None, sent_at=now)
        self._down = self._down or result.stage == "connect"
        later = now + self._pauses.after(mail)
        if result.outcome == "permanent" and (mail.guard is None or result.stage == "refused"):
            return Attempted(id=mail.id, state="failed", next_at=now, reason=reason)
        if later - mail.created_at > self._pauses.give_up_after:
            reason = f"Given up after {self._pauses.give_up_after.days} days: {reason}"
            return Attempted(id=mail.id, state="failed", next_at=now, reason=reason)
        return Attempted(id=mail.id, state="waiting", next_at=later, reason=reason)

    def _tell(self, mail: Due, attempt: Attempted) -> None:
        fields: dict[str, Any] = {
            **({"message": mail.inbox} if mail.inbox is not None else {}),
            "ticket": mail.ticket,
            "outbox": mail.id,
            "kind": mail.kind,
            "to": mail.recipient,
            "message_id": mail.message_id,
            "attempts": mail.attempts + 1,
        }
        self._metrics.deliveries.labels(kind=mail.kind, result=attempt.state).inc()
        match attempt.state:
            case "sent":
                log.event("delivery.sent", **fields)
            case "failed":
                log.event("delivery.failed", level="error", reason=attempt.reason, **fields)
            case _:
                fields["next_at"] = attempt.next_at.isoformat()
                log.event("delivery.deferred", level="warning", reason=attempt.reason, **fields)

    async def _back(self) -> bool:
        """Whether the relay is there again; what waited for it is then due at once."""
        reason = await self._relay.probe()
        if reason is not None:
            return False
        self._down = False
        await self._store.run(self._hurry)
        return True

    def _hurry(self) -> None:
        with self._desk.database.transaction() as connection:
            outbox.hurry(connection, now=self._desk.clock(), reason_begins=_NO_RELAY)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            if self._in_hand or self._results:
                with contextlib.suppress(DBAPIError, OSError):
                    await self._store.run(self._extend, self._desk.clock() + self._lease)

    def _extend(self, until: datetime) -> None:
        with self._desk.database.transaction() as connection:
            ids = [*self._in_hand.values(), *(mail.id for mail, _ in self._results)]
            outbox.renew(connection, ids, token=self._token, until=until)

    def _release(self) -> None:
        with self._desk.database.transaction() as connection:
            self._give_back(connection)

    def _give_back(self, connection: Connection) -> None:
        outbox.release(connection, list(self._in_hand.values()), token=self._token)


_NO_RELAY = "No relay: "


def _lost(mail: Due) -> RecipientResult:
    text = "The bytes of the mail are gone from the store; a backup may hold them"
    return RecipientResult(recipient=mail.recipient, outcome="permanent", stage="refused", text=text)


def _not_written_to(mail: Due, why: str) -> RecipientResult:
    text = f"The address is dead ({why}) and not written to until `mailticket outbox revive` says so"
    return RecipientResult(recipient=mail.recipient, outcome="permanent", stage="refused", text=text)


def _reason(result: RecipientResult) -> str:
    code = " ".join(str(part) for part in (result.code, result.enhanced) if part)
    text = f"{code} {result.text}".strip()
    return f"{_NO_RELAY}{text}" if result.stage == "connect" else text
