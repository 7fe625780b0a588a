"""Alarms reach a person: each line `alarm.raised` becomes a mail, and goes a second way where there is one.

It hears the lines of the log, whoever wrote them. What it does itself never raises an alarm.
"""

import asyncio
import contextlib
import email
import email.policy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError

from mailticket import log
from mailticket.desk.alarming import Alarm, alarm_mail, queue_alarm
from mailticket.desk.door import Desk
from mailticket.store import inbox, outbox
from mailticket.wire.relay import OutgoingMail, Relay
from mailticket.wire.second_route import notify
from mailticket.workers.store_thread import StoreThread

SETTLE = 0.5  # seconds in which more of the same is waited for
PATIENCE = 10.0  # seconds after which the store is thought to be stuck, and the mail goes past it
AGAIN = 60.0  # seconds until an alarm that could not be told at all is tried again
MOST = 20  # reasons that are told on their own while `again_after` lasts; beyond, they are told together
MOST_TICKETS = 20  # named in one alarm
_OTHERS = "Many other alarms were raised; the log has all of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSettings:
    """Where alarms go beside `alarm_notify` of the policy."""

    again_after: timedelta
    urls: tuple[str, ...] = ()
    pages: bool = False


@dataclass(slots=True, kw_only=True)
class _Open:
    """An alarm that was raised, or told lately."""

    since: datetime
    count: int = 0
    tickets: list[int] = field(default_factory=list)
    told_at: float | None = None  # seconds of the monotonic clock
    not_before: float = 0.0


class Alarms:
    """Collects alarms and tells them, one mail for each reason in a while."""

    def __init__(
        self,
        *,
        desk: Desk,
        relay: Callable[[], Relay],
        settings: AlarmSettings,
        node: str,
        on_mail: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._relay = relay
        self.settings = settings  # may be replaced while it runs
        self._node = node
        self._on_mail = on_mail
        self._store = StoreThread()  # of its own: the other one may be what is stuck
        self._open: dict[str, _Open] = {}
        self._pages: dict[int, None] = {}  # outbox ids, in order
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._stopping = False

    def heard(self, event: str, fields: Mapping[str, Any]) -> None:
        """A line was written to the log; by any thread."""
        if event == "alarm.raised":
            self._raised(
                str(fields.get("reason") or "Something is wrong; see the log."), fields.get("ticket")
            )
        elif event == "escalation.notified" and self.settings.pages and self.settings.urls:
            self._pages[int(fields["outbox"])] = None
        else:
            return
        with contextlib.suppress(RuntimeError):  # the loop is over
            self._loop.call_soon_threadsafe(self._news.set)

    def stop(self) -> None:
        """Tell what is to be told, and end."""
        self._stopping = True
        self._news.set()

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._pause())
            self._news.clear()
            if not self._stopping:
                await asyncio.sleep(SETTLE)
            await self._tell_all()
        self._store.close()

    def _raised(self, reason: str, ticket: object) -> None:
        known = self._open.get(reason)
        if known is None and len(self._open) >= MOST:
            reason, known = _OTHERS, self._open.get(_OTHERS)
        if known is None:
            known = self._open[reason] = _Open(since=self._desk.clock())
        known.count += 1
        if known.count == 1:
            known.since = self._desk.clock()
        if isinstance(ticket, int) and ticket not in known.tickets and len(known.tickets) < MOST_TICKETS:
            known.tickets.append(ticket)

    def _pause(self) -> float | None:
        moments = [one.not_before for one in self._open.values() if one.count]
        return max(min(moments) - time.monotonic(), 0.0) if moments else None

    async def _tell_all(self) -> None:
        now = time.monotonic()
        again = self.settings.again_after.total_seconds()
        for reason, one in list(self._open.items()):
            if one.count and one.not_before <= now:
                try:
                    await self._tell(reason, one)
                except Exception as error:  # one alarm that cannot be told keeps no other from it
                    one.not_before = now + AGAIN
                    log.event("alarm.deferred", level="warning", reason=repr(error)[:300])
            elif not one.count and one.told_at is not None and now - one.told_at > again:
                del self._open[reason]
        pages, self._pages = self._pages, {}
        for id_ in pages:
            try:
                await self._page(id_)
            except Exception as error:
                log.event("alarm.deferred", level="warning", reason=repr(error)[:300], outbox=id_)

    async def _tell(self, reason: str, one: _Open) -> None:
        alarm = Alarm(reason=reason, count=one.count, since=one.since, tickets=tuple(one.tickets))
        settings = self.settings
        told = not self._desk.tools.policy.alarm_notify and not settings.urls
        if self._desk.tools.policy.alarm_notify:
            told = await self._by_mail(alarm)
        if settings.urls:
            title = f"ALARM {self._desk.tools.policy.name}"
            trouble = await notify(settings.urls, title=title, body=f"{reason}\n{alarm.details}".strip())
            if trouble is not None:
                log.event("alarm.deferred", level="warning", reason=trouble)
            told = told or trouble is None
        now = time.monotonic()
        if not told:
            one.not_before = now + AGAIN
            return
        one.told_at, one.not_before = now, now + settings.again_after.total_seconds()
        one.count, one.tickets = 0, []

    async def _by_mail(self, alarm: Alarm) -> bool:
        """By way of the outbox, or past it if the store cannot be used."""
        try:
            await asyncio.wait_for(self._store.run(self._queue, alarm), PATIENCE)
        except (DBAPIError, OSError, TimeoutError):
            return await self._past_the_store(alarm)
        self._on_mail()
        return True

    def _queue(self, alarm: Alarm) -> None:
        with self._desk.database.transaction() as connection:
            queue_alarm(
                connection,
                self._desk.tools,
                alarm,
                node=self._node,
                again_after=self.settings.again_after,
                now=self._desk.clock(),
            )

    async def _past_the_store(self, alarm: Alarm) -> bool:
        tools, told = self._desk.tools, False
        for address in tools.policy.alarm_notify:
            data, _ = alarm_mail(tools, alarm, address, node=self._node, now=self._desk.clock())
            mail = OutgoingMail(sender="", recipients=(address,), data=data, urgent=True)
            (result,) = await self._relay().send(mail)
            told = told or result.outcome == "accepted"
            if result.outcome != "accepted":
                log.event("alarm.deferred", level="warning", reason=result.text, to=address)
        return told

    async def _page(self, id_: int) -> None:
        try:
            data = await asyncio.wait_for(self._store.run(self._written, id_), PATIENCE)
        except (DBAPIError, OSError, TimeoutError):
            return
        if data is None:
            return
        mail = email.message_from_bytes(data, policy=email.policy.default)
        body = mail.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        trouble = await notify(self.settings.urls, title=str(mail["Subject"]), body=text)
        if trouble is not None:
            log.event("alarm.deferred", level="warning", reason=trouble, outbox=id_)

    def _written(self, id_: int) -> bytes | None:
        with self._desk.database.reading() as connection:
            row = outbox.get(connection, id_)
            return inbox.read(connection, row.sha256) if row is not None else None
