"""The process that listens: SMTP and LMTP on sockets that it inherits, and the durable inbox, nothing else.

It shares its interpreter with no other work, so that a busy desk delays no client, and it holds no secret.
It talks with the daemon over one socket: lines of JSON, settings in one direction, reports in the other.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailticket import log
from mailticket.heap import give_back_large_blocks
from mailticket.mail.address import canonical, subaddress
from mailticket.orphan import die_with_parent
from mailticket.store.database import Database
from mailticket.wire.limits import ServerLimits
from mailticket.wire.smtp_server import MailServer
from mailticket.workers.acceptance import Acceptance, Committed

if TYPE_CHECKING:  # the process that listens reads no configuration
    from mailticket.config import Config

DRAIN = 20.0  # seconds for clients to finish
KILL = 25.0  # seconds after which a process that was told to end is ended
RESTART = 1.0  # seconds before a process that ended is started again


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the process has to know; plain values that go over the socket."""

    store: str
    node: str
    hostname: str
    own: tuple[str, ...]  # canonical addresses that are taken, with their subaddresses
    domains: tuple[str, ...]  # whose every address is taken
    limits: Mapping[str, float]
    certificate: str | None
    key: str | None
    spool: str | None
    log_format: str
    log_level: str
    smtp: tuple[int, ...]  # file descriptors that listen
    lmtp: tuple[int, ...]

    @classmethod
    def of(
        cls,
        config: "Config",
        database: Database,
        *,
        node: str,
        own: Iterable[str],
        smtp: Sequence[socket.socket],
        lmtp: Sequence[socket.socket],
    ) -> "Settings":
        """What the configuration says of it; `own` are the addresses of the desk."""
        server, path = config.smtp_server, database.path
        return cls(
            store=database.url.render_as_string(hide_password=False),
            node=node,
            hostname=server.hostname or socket.getfqdn(),
            own=tuple(own),
            domains=tuple(map(canonical, server.accept_domains)),
            limits={
                "message_size": server.max_message_size,
                "header_size": server.max_header_size,
                "header_field_size": server.max_header_field_size,
                "recipients": server.max_recipients,
                "hops": server.max_hops,
                "connections": server.max_connections,
                "connections_per_address": server.max_connections_per_address,
                "bytes_in_flight": server.max_bytes_in_flight,
                "idle": server.idle_timeout.total_seconds(),
                "data": server.data_timeout.total_seconds(),
                "minimum_rate": server.min_data_rate,
            },
            certificate=str(server.tls_certificate) if server.tls_certificate else None,
            key=str(server.tls_key) if server.tls_key else None,
            spool=str(path.parent) if path is not None else None,
            log_format=config.log.format,
            log_level=config.log.level,
            smtp=tuple(s.fileno() for s in smtp),
            lmtp=tuple(s.fileno() for s in lmtp),
        )

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class IntakeProcess:
    """The daemon's side: starts the process, again should it end, and ends it in order."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        heard: Callable[[Mapping[str, object]], None],
        alarm: Callable[[str], None],
    ) -> None:
        """`heard` takes the reports."""
        self._settings = settings
        self._heard = heard
        self._alarm = alarm
        self._process: asyncio.subprocess.Process | None = None
        self._control: asyncio.StreamWriter | None = None
        self._stopping = False
        self.ready = asyncio.Event()  # it has taken mail for the first time

    def reload(self) -> None:
        """The settings have changed."""
        if self._control is not None:
            self._control.write(self._settings().line())

    async def run(self) -> None:
        """Keep it running until `stop`; one that ends before it was ready is not started again."""
        while not self._stopping:
            code: int | str
            try:
                code = await self._once(self._settings())
            except OSError as error:  # no process can be had
                code = f"{type(error).__name__}: {error}"
            if not self._stopping:
                if not self.ready.is_set():
                    return
                self._alarm(f"The process that takes mail ended with {code} and is started again.")
                await asyncio.sleep(RESTART)

    async def stop(self, task: "asyncio.Task[None]") -> None:
        """End it; clients finish what they have begun."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None and self._control is not None:
            with contextlib.suppress(ConnectionError):
                self._control.write(b'"drain"\n')
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(task), KILL)
            if self._process.returncode is None:
                self._process.kill()
        task.cancel()

    async def _once(self, settings: Settings) -> int:
        ours, theirs = socket.socketpair()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a file in the working directory must not stand in for a module
            "-m",
            "mailticket.intake",
            str(theirs.fileno()),
            pass_fds=[theirs.fileno(), *settings.smtp, *settings.lmtp],
            stdin=asyncio.subprocess.DEVNULL,
        )
        theirs.close()
        reader, self._control = await asyncio.open_connection(sock=ours)
        # Killed, it leaves half a line behind, or what it was told unread: neither may end this loop.
        with contextlib.suppress(ConnectionError, ValueError):
            self._control.write(settings.line())
            while line := await reader.readline():
                report = json.loads(line)
                if report.get("ready"):
                    self.ready.set()
                self._heard(report)
        self._control.close()
        return await self._process.wait()


def main() -> int:
    """Serve until the daemon says so, or is gone."""
    die_with_parent()
    give_back_large_blocks()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the whole group; the daemon decides
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    return asyncio.run(_serve(control))


async def _serve(control: socket.socket) -> int:
    reader, writer = await asyncio.open_connection(sock=control)
    loop = asyncio.get_running_loop()
    settings = Settings(**json.loads(await reader.readline()))
    log.configure(form=settings.log_format, level=settings.log_level, node=settings.node)

    def tell(**report: Any) -> None:
        if not writer.is_closing():
            writer.write(json.dumps(report).encode() + b"\n")

    def committed(done: Committed) -> None:
        loop.call_soon_threadsafe(_told, done, tell)

    def happened(event: str, facts: Mapping[str, object]) -> None:
        log.event(event, level="error" if event == "alarm.raised" else "warning", **facts)
        tell(event=event, reason=str(facts.get("reason") or ""))

    database = Database(settings.store)
    acceptance = Acceptance(database, committed)
    taken = _Taken(settings)
    server = MailServer(
        accept=acceptance.accept,
        is_ours=taken,
        hostname=settings.hostname,
        limits=ServerLimits(**settings.limits),  # type: ignore[arg-type]
        tls=_tls(settings),
        on_event=happened,
        spool_directory=Path(settings.spool) if settings.spool else None,
    )
    await server.start([socket.socket(fileno=fd) for fd in settings.smtp])
    await server.start([socket.socket(fileno=fd) for fd in settings.lmtp], lmtp=True)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    tell(ready=True)
    listening = asyncio.create_task(_listen(reader, stop, taken, server))
    await stop.wait()
    await server.drain(DRAIN)
    await asyncio.to_thread(acceptance.close)
    listening.cancel()
    database.close()
    tell(drained=True)
    await writer.drain()
    writer.close()
    return 0


async def _listen(
    reader: asyncio.StreamReader, stop: asyncio.Event, taken: "_Taken", server: MailServer
) -> None:
    """New settings, or the end: an end of the stream means that the daemon is gone."""
    while line := await reader.readline():
        if line.strip() == b'"drain"':
            break
        settings = Settings(**json.loads(line))
        taken.change(settings)
        server.limits = ServerLimits(**settings.limits)  # type: ignore[arg-type]
        server.tls = _tls(settings)
    stop.set()


class _Taken:
    """Which recipients are taken at RCPT."""

    def __init__(self, settings: Settings) -> None:
        self.change(settings)

    def change(self, settings: Settings) -> None:
        self._own = frozenset(settings.own)
        self._domains = frozenset(settings.domains)

    def __call__(self, address: str) -> bool:
        key = canonical(address)
        return (
            key in self._own
            or canonical(subaddress(address)[0]) in self._own
            or key.rpartition("@")[2] in self._domains
        )


def _told(done: Committed, tell: Any) -> None:
    with log.together():
        for id_, envelope, size in zip(done.ids, done.envelopes, done.sizes, strict=True):
            log.event(
                "mail.accepted",
                message=id_,
                route=envelope.route,
                peer=envelope.peer,
                sender=envelope.reverse_path,
                recipients=list(envelope.forward_paths),
                size=size,
            )
    tell(accepted=len(done.ids), seconds=done.seconds)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.certificate, settings.key)
    return context


if __name__ == "__main__":
    code = main()
    log.flush()
    os._exit(code)  # threads that still read from clients must not hold the process
