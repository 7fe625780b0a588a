"""The daemon: builds every part, keeps them running, and ends them in order."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from mailticket import __version__, log, node
from mailticket.config import Config, ConfigurationError, load
from mailticket.desk.door import Desk
from mailticket.fetching import FetchingProcess
from mailticket.fetching import Settings as FetchingSettings
from mailticket.greeting import first_mail, greeting
from mailticket.heap import give_back_large_blocks
from mailticket.intake import IntakeProcess
from mailticket.intake import Settings as IntakeSettings
from mailticket.metrics import Metrics
from mailticket.readiness import Readiness
from mailticket.setup.mailboxes import mailboxes_of
from mailticket.setup.policy import preload
from mailticket.setup.relay import relay_of
from mailticket.setup.running import alarm_settings_of, at_start_only, audit_settings_of, pauses_of
from mailticket.setup.store import database_of
from mailticket.setup.tools import tools_of
from mailticket.store import leases
from mailticket.store.database import StoreUnavailable
from mailticket.wire.http_server import HttpServer
from mailticket.wire.listen import CannotListen, bind
from mailticket.workers.alarms import Alarms
from mailticket.workers.auditor import Auditor, Heartbeat
from mailticket.workers.deliver import Deliver
from mailticket.workers.ingest import Ingest
from mailticket.workers.observation import Observation
from mailticket.workers.reader import ReaderPool
from mailticket.workers.scheduler import Scheduler
from mailticket.workers.store_thread import StoreThread

POLL = 0.25  # seconds after which the store is asked, if nobody says that there is something
OBSERVE = 2.0  # seconds between two looks at depth and age
TELL = 300.0  # seconds between two lines of the log about them


class CannotStart(Exception):
    """Why the daemon cannot start, as a sentence."""


@dataclass(slots=True)
class _Sockets:
    """What listens; bound before anything else, so that a port in use is known at once."""

    smtp: list[socket.socket] = field(default_factory=list)
    lmtp: list[socket.socket] = field(default_factory=list)
    http: socket.socket | None = None

    def close(self, config: Config) -> None:
        """No more mail is taken; files that stood for sockets go."""
        for listener in (*self.smtp, *self.lmtp):
            listener.close()
        for address in (*config.smtp_server.listen, *config.smtp_server.lmtp_listen):
            if address.path is not None:
                address.path.unlink(missing_ok=True)


class Daemon:
    """One node: desk, delivery and observation in this process, intake and reading in others."""

    def __init__(self, config: Config, reload: Callable[[], Config], *, hello: bool = False) -> None:
        """`reload` reads the configuration again; `hello` says on a terminal how to begin."""
        self._config = config
        self._reload = reload
        self._hello = hello
        self._node = node.name()
        self._token = node.claim_token()
        self._metrics = Metrics()
        self._sockets = _Sockets()
        self._stopping = False
        self._healthy: tuple[bool, str] = (True, "starting")
        self._progress = time.monotonic()
        self._accepted = 0  # messages that the intake has acknowledged

    # --- life --------------------------------------------------------------------------------------------

    async def run(self) -> int:
        """Serve until SIGTERM or SIGINT; the exit code."""
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        self._readiness = Readiness()
        self._build()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reconfigure)
        self._build_watch(loop)
        http = self._serve_http()
        parts = [
            asyncio.create_task(self._ingest.run(), name="ingest"),
            asyncio.create_task(self._deliver.run(), name="deliver"),
        ]
        alarms = asyncio.create_task(self._alarms.run(), name="alarms")
        observing = asyncio.create_task(self._observe())
        self._scheduler.start()
        self._auditor.start()
        self._heartbeat.start()
        intake = asyncio.create_task(self._intake.run(), name="intake")
        fetching = asyncio.create_task(self._fetching.run(), name="fetching")
        try:
            await self._started(intake)
            await self._until(stop, parts)
        finally:
            self._stopping = True
            log.event("daemon.stopping")
            self._readiness.stopping()
            await asyncio.gather(self._end_intake(intake), self._fetching.stop(fetching))
            self._ingest.stop()
            await _ended(parts[:1])
            self._heartbeat.stop()
            await asyncio.to_thread(self._auditor.stop)
            await self._scheduler.stop()
            self._alarms.stop()
            await _ended([alarms])
            self._deliver.stop()
            await _ended(parts)
            observing.cancel()
            if http is not None:
                http.close()
            await self._readers.close()
            await self._relay.close()
            self._store.close()
            self._desk.database.close()
        return 1 if any(part.done() and not part.cancelled() and part.exception() for part in parts) else 0

    def _build(self) -> None:
        config = self._config
        self._bind()
        try:
            database = database_of(config)
            database.open()
            with database.transaction() as connection:
                leases.give_back(connection, node.is_gone)
            tools = tools_of(config)
            preload(tools.policy, datetime.now(UTC))
            self._relay = relay_of(config)
        except (StoreUnavailable, ValueError, OSError) as error:
            raise CannotStart(str(error)) from error
        self._desk = Desk(database, tools, lambda: datetime.now(UTC))
        self._store = StoreThread()
        self._observation = Observation(
            self._desk, self._metrics, lambda: {one.name: one.poll for one in self._config.mailboxes}
        )
        self._intake = IntakeProcess(self._intake_settings, self._heard, self._alarm)
        self._fetching = FetchingProcess(self._fetching_settings, self._heard, self._alarm)
        self._readers = ReaderPool(
            processes=config.reading.processes,
            seconds=config.reading.timeout.total_seconds(),
            memory=config.reading.memory,
        )
        lease = config.store.lease
        self._deliver = Deliver(
            desk=self._desk,
            store=self._store,
            relay=self._relay,
            metrics=self._metrics,
            lease=lease,
            poll=POLL,
            token=self._token,
            pauses=pauses_of(config),
        )
        self._scheduler = Scheduler(
            desk=self._desk, store=self._store, metrics=self._metrics, on_mail=self._deliver.wake
        )
        self._ingest = Ingest(
            desk=self._desk,
            store=self._store,
            readers=self._readers,
            metrics=self._metrics,
            lease=lease,
            poll=POLL,
            token=self._token,
            on_mail=self._deliver.wake,
        )

    def _build_watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """What looks whether all is well, and whom it tells."""
        config = self._config
        self._alarms = Alarms(
            desk=self._desk,
            relay=lambda: self._relay,
            settings=alarm_settings_of(config),
            node=self._node,
            on_mail=self._deliver.wake,
        )
        log.listen(self._alarms.heard)

        def write(event: str, level: str = "info", **fields: object) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is over
                loop.call_soon_threadsafe(partial(log.event, event, level, **fields))

        self._auditor = Auditor(
            desk=self._desk,
            settings=audit_settings_of(config),
            write=write,
            scheduler_beat=lambda: self._scheduler.beat,
            accepted=lambda: self._accepted,
        )
        self._heartbeat = Heartbeat(
            content=lambda: self._auditor.content,
            url=str(config.heartbeat.url) if config.heartbeat.url else None,
            file=config.heartbeat.file,
            every=config.heartbeat.every,
            write=write,
        )

    def _bind(self) -> None:
        config = self._config
        try:
            self._sockets.smtp = [bind(str(address)) for address in config.smtp_server.listen]
            self._sockets.lmtp = [bind(str(address)) for address in config.smtp_server.lmtp_listen]
            if config.http.listen is not None:
                self._sockets.http = bind(str(config.http.listen))
        except CannotListen as error:
            raise CannotStart(str(error)) from error

    async def _started(self, intake: asyncio.Task[None]) -> None:
        ready = asyncio.create_task(self._intake.ready.wait())
        await asyncio.wait({ready, intake}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if not self._intake.ready.is_set():
            ready.cancel()
            raise CannotStart("The process that takes mail did not start; the lines above say why.")
        self._healthy = (True, "ok")
        addresses = [_shown(s) for s in self._sockets.smtp]
        lmtp = [_shown(s) for s in self._sockets.lmtp]
        http = _shown(self._sockets.http) if self._sockets.http else None
        log.event(
            "daemon.started",
            version=__version__,
            pid=os.getpid(),
            smtp=addresses,
            lmtp=lmtp,
            http=http,
            store=self._desk.database.url.render_as_string(hide_password=True),
            relay=self._config.relay.url.masked,
            configuration=str(self._config.source),
            first_mail=first_mail(self._config, addresses) if addresses else None,
        )
        self._readiness.ready(f"Taking mail on {', '.join(addresses + lmtp) or 'no socket'}")
        if self._hello and addresses:
            log.say(greeting(self._config, addresses, sys.argv[0]))

    async def _until(self, stop: asyncio.Event, parts: list[asyncio.Task[None]]) -> None:
        stopping = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({stopping, *parts}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for part in done - {stopping}:
            error = part.exception()
            log.event(
                "alarm.raised", level="error", reason=f"The part {part.get_name()} ended: {error!r}"[:500]
            )

    # --- the other processes -----------------------------------------------------------------------------

    def _heard(self, report: Mapping[str, object]) -> None:
        match report:
            case {"accepted": int(count), "seconds": float(seconds)}:
                self._metrics.accepted.inc(count)
                self._accepted += count
                self._metrics.commit.observe(seconds)
                self._ingest.wake()
            case {"mailbox": str(name), "state": str(state)}:
                self._metrics.mailbox_connected.labels(mailbox=name).set(state == "connected")
            case {"event": "alarm.raised"}:
                self._metrics.alarms.inc()
                self._alarms.heard("alarm.raised", report)
            case {"event": _}:
                self._metrics.rejected.inc()
            case _:
                pass

    def _alarm(self, reason: str) -> None:
        log.event("alarm.raised", level="error", reason=reason)
        self._metrics.alarms.inc()

    async def _end_intake(self, task: asyncio.Task[None]) -> None:
        await self._intake.stop(task)
        self._sockets.close(self._config)

    def _intake_settings(self) -> IntakeSettings:
        return IntakeSettings.of(
            self._config,
            self._desk.database,
            node=self._node,
            own=self._desk.tools.policy.own,
            smtp=self._sockets.smtp,
            lmtp=self._sockets.lmtp,
        )

    def _fetching_settings(self) -> FetchingSettings | None:
        polled = mailboxes_of(self._config)
        if not polled:
            return None
        return FetchingSettings.of(self._config, self._desk.database, polled, node=self._node)

    # --- seen from outside -------------------------------------------------------------------------------

    def _serve_http(self) -> HttpServer | None:
        if self._sockets.http is None:
            return None
        pages = {
            "/healthz": self._health_page,
            "/readyz": self._ready_page,
            "/metrics": lambda: (200, "text/plain; version=0.0.4; charset=utf-8", self._metrics.text()),
        }
        server = HttpServer(self._sockets.http, pages)
        server.start()
        return server

    def _health_page(self) -> tuple[int, str, bytes]:
        healthy, why = self._healthy
        if time.monotonic() - self._progress > 30:
            healthy, why = False, "the store has not answered for 30 s"
        elif (wrong := self._auditor.sentence) is not None:
            healthy, why = False, wrong
        return (200 if healthy else 503), "text/plain; charset=utf-8", f"{why}\n".encode()

    def _ready_page(self) -> tuple[int, str, bytes]:
        ready = self._intake.ready.is_set() and not self._stopping and self._healthy[0]
        return (200 if ready else 503), "text/plain", b"ready\n" if ready else b"not ready\n"

    async def _observe(self) -> None:
        """Look at depth and age of what waits, and keep the watchdog content."""
        told = time.monotonic()
        while True:
            try:
                seen = await self._store.run(self._observation.look)
                if time.monotonic() - told > TELL:
                    told = time.monotonic()
                    log.event("daemon.status", **seen)
                self._progress = time.monotonic()
                self._healthy = (True, "ok")
                self._readiness.alive()
            except (DBAPIError, OSError) as error:
                self._healthy = (False, self._desk.database.describe(error))
            await asyncio.sleep(OBSERVE)

    # --- configuration -----------------------------------------------------------------------------------

    def _reconfigure(self) -> None:
        """SIGHUP: take the new configuration, or keep the old one and say why."""
        self._readiness.reloading()
        try:
            config = self._reload()
            tools = tools_of(config)
            relay = relay_of(config)
            alarm_settings = alarm_settings_of(config)
        except (ConfigurationError, ValueError, OSError) as error:
            log.event("configuration.refused", level="error", reason=str(error))
            self._readiness.ready("The new configuration was refused")
            return
        waiting = at_start_only(self._config, config)
        self._config = config
        self._desk.tools = tools
        self._relay = relay
        self._deliver.change(relay, pauses_of(config))
        self._alarms.settings = alarm_settings
        self._auditor.settings = audit_settings_of(config)
        self._intake.reload()
        self._fetching.reload()
        log.configure(form=config.log.format, level=config.log.level, node=self._node)
        reason = f"{', '.join(waiting)}: a change counts from the next start on" if waiting else None
        log.event("configuration.reloaded", configuration=str(config.source), reason=reason)
        self._readiness.ready("Configuration reloaded")


def run(path: Path | None, environ: Mapping[str, str], *, hello: bool = False) -> int:
    """Run the daemon with the configuration in a file. Raises ConfigurationError and CannotStart."""
    give_back_large_blocks()
    config = load(path, environ)
    log.configure(form=config.log.format, level=config.log.level, node=node.name())
    return asyncio.run(Daemon(config, lambda: load(path, environ), hello=hello).run())


async def _ended(parts: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*parts, return_exceptions=True)


def _shown(listener: socket.socket) -> str:
    name = listener.getsockname()
    return f"unix:{name}" if isinstance(name, str) else f"{name[0]}:{name[1]}"
