"""The process that listens: SMTP and LMTP on sockets that it inherits, and the durable inbox, nothing else.

It shares its interpreter with no other work, so that a busy desk delays no client, and it holds no secret.
It talks with the daemon over one socket: lines of JSON, settings in one direction, reports in the other.
"""

import asyncio
import json
import os
import signal
import socket
import ssl
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mailticket import log
from mailticket.heap import give_back_large_blocks
from mailticket.mail.address import canonical, subaddress
from mailticket.orphan import die_with_parent
from mailticket.store.database import Database
from mailticket.wire.limits import ServerLimits
from mailticket.wire.smtp_server import MailServer
from mailticket.workers.acceptance import Acceptance, Committed

DRAIN = 20.0  # seconds for clients to finish


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

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


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
    sys.stdout.flush()
    os._exit(code)  # threads that still read from clients must not hold the process
