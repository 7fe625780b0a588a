"""The SMTP and LMTP server: its listeners, its clients and what they may take up together."""

import asyncio
import contextlib
import ipaddress
import logging
import socket
import ssl
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import TransientFailure, WireFailure
from mailticket.wire.limits import ServerLimits
from mailticket.wire.listen import CannotListen, bind
from mailticket.wire.smtp_connection import MailConnection
from mailticket.wire.smtp_session import LmtpSession, MailSession
from mailticket.wire.spool import Memory, Spooled

__all__ = ["Accept", "CannotListen", "MailServer", "ServerLimits", "Spooled", "bind"]

Accept = Callable[[Envelope, Spooled], Awaitable[int]]
"""Makes a message durable and gives its inbox id; raises TransientFailure or PermanentFailure.

The message is closed when it returns. It runs to its end even if the client leaves meanwhile.
"""

Report = Callable[[str, Mapping[str, object]], None]


@dataclass(slots=True, kw_only=True)
class Figures:
    """What the server has done since it began, for the metrics."""

    connections: int = 0
    connections_refused: int = 0
    messages_accepted: int = 0
    messages_refused: int = 0  # at the end of DATA, with 4yz or 5yz
    bytes_accepted: int = 0


class MailServer:
    """Takes mail on any number of sockets until it is drained.

    `accept` stores a message, `is_ours` says whether an address is taken at RCPT. `on_event` is told of
    `mail.rejected` (reason, code, peer, address) and `alarm.raised` (reason, peer, where); no text of a
    mail is among them, addresses are cleaned and bounded. `spool_directory` holds large messages while
    they arrive (None: the system's folder for temporary files); it should be on a disk, not in memory.
    """

    def __init__(
        self,
        *,
        accept: Accept,
        is_ours: Callable[[str], bool],
        hostname: str,
        limits: ServerLimits | None = None,
        tls: ssl.SSLContext | None = None,
        on_event: Report = lambda _event, _facts: None,
        spool_directory: Path | None = None,
    ) -> None:
        # Its lines quote what clients say, which has no place in our log.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        self.accept = accept
        self.is_ours = is_ours
        self.hostname = hostname
        self.tls = tls
        self.spool_directory = spool_directory
        self.memory = Memory()
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="spool")
        self.limits = limits or ServerLimits()
        self.draining = False
        self.figures = Figures()
        self._on_event = on_event
        self._quiet_until = 0.0  # a flood of clients that are refused is not a flood of lines
        self._listeners: list[asyncio.Server] = []
        self._sessions: set[MailConnection] = set()
        self._by_address: Counter[str] = Counter()
        self._drained = asyncio.Event()

    @property
    def limits(self) -> ServerLimits:
        """What clients may do; when it is set anew, those who come from then on go by it."""
        return self._limits

    @limits.setter
    def limits(self, limits: ServerLimits) -> None:
        self._limits = limits
        self.memory.limit = limits.bytes_in_flight
        # How often a session looks at the clock; a client gets at most so much more time than it has.
        self.tick = max(0.02, min(limits.idle, limits.data, limits.rate_grace) / 4)

    @property
    def connections(self) -> int:
        """Clients connected now."""
        return len(self._sessions)

    async def start(self, sockets: Sequence[socket.socket], *, lmtp: bool = False) -> None:
        """Take mail on these listening sockets from now on; may be called more than once."""
        loop = asyncio.get_running_loop()
        kind = LmtpSession if lmtp else MailSession
        for listener in sockets:
            listener.setblocking(False)
            make = loop.create_unix_server if listener.family == socket.AF_UNIX else loop.create_server
            self._listeners.append(await make(lambda: kind(self, loop), sock=listener, backlog=256))

    async def serve(self, sockets: Sequence[socket.socket], *, lmtp: bool = False) -> None:
        """`start`, and return when the server has been drained."""
        await self.start(sockets, lmtp=lmtp)
        await self._drained.wait()

    async def drain(self, timeout: float) -> None:  # noqa: ASYNC109 # the clients' time, not the caller's
        """Take no new clients, send idle ones away, and let messages on their way finish.

        After `timeout` seconds the others are cut off, but what is being stored is stored.
        """
        self.draining = True
        for listener in self._listeners:
            listener.close()
        for session in list(self._sessions):
            session.dismiss_if_idle()
        if tasks := [session.task for session in self._sessions]:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for session in list(self._sessions):
                session.abandon()
            if late:
                await asyncio.wait(late, timeout=timeout)
        self.threads.shutdown(wait=False)
        self._drained.set()

    # What sessions ask

    def admit(self, session: MailConnection) -> WireFailure | None:
        """Count a client in, or say why not."""
        origin = _origin(session.peer)
        refusal = None
        if self.draining:
            refusal = TransientFailure(421, "4.3.2", "This server is shutting down")
        elif len(self._sessions) >= self.limits.connections:
            refusal = TransientFailure(421, "4.3.2", "Too many connections, try again later")
        elif origin and self._by_address[origin] >= self.limits.connections_per_address:
            refusal = TransientFailure(421, "4.7.0", "Too many connections from your address")
        if refusal is None:
            self.figures.connections += 1
            self._by_address[origin] += 1
            self._sessions.add(session)
            return None
        self.figures.connections_refused += 1
        if (now := asyncio.get_running_loop().time()) >= self._quiet_until:
            self._quiet_until = now + 1.0
            self.report(refusal.text, 421, session)
        return refusal

    def leave(self, session: MailConnection) -> None:
        """Count a client out."""
        self._sessions.discard(session)
        origin = _origin(session.peer)
        self._by_address[origin] -= 1
        if not self._by_address[origin]:
            del self._by_address[origin]

    def report(self, reason: str, code: int, session: MailConnection, address: str = "") -> None:
        """Tell that a mail or a client was refused; `address` is the one it was about, cleaned."""
        facts = {"reason": reason, "code": code, "peer": session.peer}
        self._tell("mail.rejected", {**facts, "address": address} if address else facts)

    def alarm(self, error: Exception, session: MailConnection) -> None:
        """Tell of a fault of ours; where it is, but not its text, which may quote the mail."""
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        reason = f"an unexpected {type(error).__name__} while taking mail"
        self._tell("alarm.raised", {"reason": reason, "peer": session.peer, "where": where})

    def _tell(self, event: str, facts: Mapping[str, object]) -> None:
        with contextlib.suppress(Exception):  # a log that cannot be written must not cost mail
            self._on_event(event, facts)


def _origin(peer: str) -> str:
    """What counts as one address: an IPv6 client has a whole /64 to itself."""
    if ":" not in peer:
        return peer
    try:
        return str(ipaddress.ip_network((peer.partition("%")[0], 64), strict=False))
    except ValueError:
        return peer
