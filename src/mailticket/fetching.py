"""The process that fetches from mailboxes: a thread for each, apart from the desk, gone with the daemon.

The daemon tells it over one socket, in lines of JSON, which mailboxes there are, and hears what was taken.
"""

import asyncio
import base64
import contextlib
import json
import os
import pickle
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mailticket import log
from mailticket.orphan import die_with_parent
from mailticket.store.database import Database
from mailticket.workers.fetch import Fetcher, Polled
from mailticket.workers.taking import Taken

if TYPE_CHECKING:  # it is told all that it has to know
    from mailticket.config import Config

DRAIN = 10.0  # seconds for what is in hand
RESTART = 1.0  # seconds before a process that ended is started again; they grow
STEADY = 60.0  # seconds after which it is taken to run well, and the longest pause
WATCH = 0.5  # seconds between two looks for operations that hang


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the process has to know."""

    store: str
    node: str
    spool: str | None
    log_format: str
    log_level: str
    mailboxes: str  # pickled, in base64: they hold secrets, and go nowhere but to our own child

    @classmethod
    def of(cls, config: "Config", database: Database, polled: Sequence[Polled], *, node: str) -> "Settings":
        """What the configuration says of it."""
        path = database.path
        return cls(
            store=database.url.render_as_string(hide_password=False),
            node=node,
            spool=str(path.parent) if path is not None else None,
            log_format=config.log.format,
            log_level=config.log.level,
            mailboxes=base64.b64encode(pickle.dumps(tuple(polled))).decode(),
        )

    def unpacked(self) -> tuple[Polled, ...]:
        found: tuple[Polled, ...] = pickle.loads(base64.b64decode(self.mailboxes))  # noqa: S301 - from our parent
        return found

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class FetchingProcess:
    """The daemon's side: starts the process when there are mailboxes, and again should it end."""

    def __init__(
        self,
        settings: Callable[[], Settings | None],
        heard: Callable[[Mapping[str, object]], None],
        alarm: Callable[[str], None],
    ) -> None:
        """`settings` gives None where there are no mailboxes; `heard` takes the reports."""
        self._settings = settings
        self._heard = heard
        self._alarm = alarm
        self._wanted = asyncio.Event()
        self._stopping = False
        self._control: asyncio.StreamWriter | None = None

    def reload(self) -> None:
        """The mailboxes may have changed."""
        settings = self._settings()
        if settings is not None and self._control is not None:
            self._control.write(settings.line())
        elif settings is not None:
            self._wanted.set()
        elif self._control is not None:
            self._wanted.clear()
            self._drain()

    async def run(self) -> None:
        """Keep it running until `stop`."""
        if self._settings() is not None:
            self._wanted.set()
        pause = RESTART
        while not self._stopping:
            await self._wanted.wait()
            settings = self._settings()
            if settings is None or self._stopping:
                self._wanted.clear()
                continue
            began = time.monotonic()
            code: int | str
            try:
                code = await self._once(settings)
            except (OSError, ValueError) as error:  # no process can be had, or it said what makes no sense
                code = f"{type(error).__name__}: {error}"
            pause = RESTART if time.monotonic() - began > STEADY else min(2 * pause, STEADY)
            if not self._stopping and self._wanted.is_set():
                self._alarm(f"The process that fetches mail ended with {code} and is started again.")
                await asyncio.sleep(pause)

    async def stop(self, task: "asyncio.Task[None]") -> None:
        """End it; what is in hand is finished."""
        self._stopping = True
        self._wanted.set()
        self._drain()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(task, DRAIN + 5.0)

    def _drain(self) -> None:
        if self._control is not None:
            with contextlib.suppress(ConnectionError):
                self._control.write(b'"drain"\n')

    async def _once(self, settings: Settings) -> int:
        ours, theirs = socket.socketpair()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "mailticket.fetching",
            str(theirs.fileno()),
            pass_fds=[theirs.fileno()],
            stdin=asyncio.subprocess.DEVNULL,
        )
        theirs.close()
        try:
            reader, self._control = await asyncio.open_connection(sock=ours)
            self._control.write(settings.line())
            with contextlib.suppress(ConnectionError):  # it ended before it read all that we said
                while line := await reader.readline():
                    self._heard(json.loads(line))
            return await process.wait()
        finally:
            if self._control is not None:
                self._control.close()
                self._control = None
            if process.returncode is None:
                process.kill()


def main() -> int:
    """Fetch until the daemon says so, or is gone."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the whole group; the daemon decides
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    lines = _Lines(control)
    first = lines.next(None)
    if not isinstance(first, dict):
        return 0
    settings = Settings(**first)
    log.configure(form=settings.log_format, level=settings.log_level, node=settings.node)
    database = Database(settings.store)
    all_ = _Fetchers(database, settings, lines.tell)
    all_.change(settings.unpacked())
    while True:
        said = lines.next(WATCH)
        if said is None or said == "drain":
            break
        if isinstance(said, dict):
            all_.change(Settings(**said).unpacked())
        all_.watch()
    all_.close()
    database.close()
    return 0


class _Fetchers:
    """The threads, one for each mailbox."""

    def __init__(self, database: Database, settings: Settings, tell: Callable[..., None]) -> None:
        self._database = database
        self._spool = Path(settings.spool) if settings.spool else None
        self._tell = tell
        self._running: dict[str, Fetcher] = {}

    def change(self, polled: Sequence[Polled]) -> None:
        """Fetch from these mailboxes from now on; those that stay as they were are left alone."""
        wanted = {one.rules.name: one for one in polled}
        ended = [name for name, fetcher in self._running.items() if wanted.get(name) != fetcher.polled]
        self._end([self._running.pop(name) for name in ended])
        for name, one in wanted.items():
            if name not in self._running:
                self._running[name] = self._made(one)
                self._running[name].start()

    def watch(self) -> None:
        now = time.monotonic()
        for fetcher in self._running.values():
            fetcher.watch(now)

    def close(self) -> None:
        self._end(list(self._running.values()))

    def _end(self, fetchers: Sequence[Fetcher]) -> None:
        for fetcher in fetchers:
            fetcher.stop()
        deadline = time.monotonic() + DRAIN - 2.0
        for fetcher in fetchers:
            fetcher.join(max(deadline - time.monotonic(), 0.1))

    def _made(self, polled: Polled) -> Fetcher:
        name = polled.rules.name

        def taken(what: Taken) -> None:
            for id_, arrival in zip(what.ids, what.arrivals, strict=True):
                envelope = arrival.envelope
                log.event(
                    "mail.accepted",
                    message=id_,
                    route=envelope.route,
                    sender=envelope.reverse_path,
                    size=arrival.size,
                    uid=dict(envelope.trace).get("uid"),
                )
            self._tell(accepted=len(what.ids), seconds=what.seconds, mailbox=name)

        def alarm(sentence: str) -> None:
            log.event("alarm.raised", level="error", mailbox=name, reason=sentence)
            self._tell(event="alarm.raised", reason=sentence)

        return Fetcher(
            polled,
            self._database,
            taken=taken,
            alarm=alarm,
            changed=lambda state: self._tell(mailbox=name, state=state),
            spool=self._spool,
        )


class _Lines:
    """Lines of JSON over the socket, from and to the daemon."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._buffer = b""
        self._lock = threading.Lock()

    def next(self, seconds: float | None) -> "dict[str, str] | str | None":
        """What the daemon said; "" if nothing in this time, None if it is gone."""
        while b"\n" not in self._buffer:
            if seconds is not None and not select.select([self._control], [], [], seconds)[0]:
                return ""
            try:
                data = self._control.recv(1 << 16)
            except OSError:
                return None
            if not data:
                return None
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        said: dict[str, str] | str = json.loads(line)
        return said

    def tell(self, **report: object) -> None:
        with self._lock, contextlib.suppress(OSError):  # the daemon is gone; so are we, at the next line
            self._control.sendall(json.dumps(report).encode() + b"\n")


if __name__ == "__main__":
    code = main()
    log.flush()
    os._exit(code)  # a thread that hangs in a name server must not hold the process
