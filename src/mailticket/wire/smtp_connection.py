"""The connection under a mail session: bytes in and out, and how long the client may take.

aiosmtpd makes the connection and its task. What it does with them is replaced where it bites: it reads
through a buffer in which a message can take any amount of memory, it runs one clock from the last
command, and it cancels whatever is going on when the client leaves.
"""

import asyncio
import math
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from aiosmtpd.smtp import SMTP

from mailticket.wire.spool import Incoming

if TYPE_CHECKING:
    from mailticket.wire.smtp_server import MailServer

_LINGER = 5.0  # seconds that a client has to take the last reply
_READ_AHEAD = 64 * 1024  # bytes of pipelined commands that are kept before the client has to wait


class MailConnection(SMTP):
    """One client, from its connection to its end."""

    def __init__(self, server: "MailServer", loop: asyncio.AbstractEventLoop) -> None:
        self.peer = ""  # address of the client, "" on a unix socket
        self.tls = False
        self._server = server
        self._limits = server.limits
        self._socket: asyncio.Transport | None = None  # None when the client is gone
        self._input = bytearray()  # commands that were not read yet
        self._incoming: Incoming | None = None  # where bytes go instead, between 354 and the end
        self._news: asyncio.Future[None] | None = None  # what the session waits for
        self._unsent = b""  # replies to pipelined commands, sent together
        self._last_sign = 0.0  # when the client last did its part
        self._data_since = 0.0
        self._ended = False  # the client says no more
        self._lost = False
        self._idle = False  # waiting for a command
        self._committing = False
        super().__init__(self, hostname=server.hostname, loop=loop, enable_SMTPUTF8=True)

    def __dir__(self) -> Iterable[str]:
        """Nothing to find: aiosmtpd searches each new session for commands, which costs more than a mail."""
        return ()

    @property
    def task(self) -> asyncio.Task[None]:
        """What carries the session; it ends with it."""
        if self._handler_coroutine is None:
            raise RuntimeError("The session has not begun.")
        return self._handler_coroutine

    # What the event loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit the client, or say at once that there are too many (421)."""
        self._socket = cast("asyncio.Transport", transport)
        self.peer = _address_of(transport.get_extra_info("peername"))
        if (refusal := self._server.admit(self)) is not None:
            self._socket.write(f"{refusal}\r\n".encode())
            self._socket.close()
            return
        super().connection_made(transport)
        self.task.add_done_callback(lambda _: self._server.leave(self))

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone. A message that is being stored is stored to the end all the same."""
        if self._lost:
            return
        self._lost = True
        self._socket = self.transport = None
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        # Not SMTP.connection_lost, which cancels the session whatever it is doing.
        asyncio.StreamReaderProtocol.connection_lost(self, error)
        if self._handler_coroutine is not None and not self._committing:
            self._handler_coroutine.cancel()

    def data_received(self, data: bytes) -> None:
        """Bytes of a message go where it is gathered, all others wait as commands."""
        if self._incoming is not None:
            self._last_sign = self.loop.time()
            self._gather(self._incoming, data)
            return
        self._input += data
        if len(self._input) > _READ_AHEAD and self._socket is not None:
            self._socket.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """The client says no more; what it asked before is still done and answered."""
        self._ended = True
        self._wake()
        return not self.tls  # asyncio does not let a TLS connection stay half open

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def _hear(self) -> None:
        """Wait until there are more bytes, or no more to come."""
        self._news = self.loop.create_future()
        await self._news

    # Commands in, replies out

    async def _line(self) -> bytes | None:
        """The next line; None when there is none to come. Raises ValueError if it is too long."""
        while (end := self._input.find(b"\n")) < 0 and len(self._input) <= self._limits.line_length:
            if self._ended:
                return None
            await self._hear()
        if not 0 <= end < self._limits.line_length:
            raise ValueError("the line is too long")
        line = bytes(self._input[:end])
        del self._input[: end + 1]
        if len(self._input) <= _READ_AHEAD:
            self._read_on()
        return line

    def _read_on(self) -> None:
        if self._socket is not None and not self._socket.is_reading() and not self._socket.is_closing():
            self._socket.resume_reading()

    def _say(self, reply: str) -> None:
        """Give a reply; it goes out with the next `_flush`."""
        self._unsent += reply.encode() + b"\r\n"

    async def _flush(self) -> None:
        data, self._unsent = self._unsent, b""
        if not data:
            return
        if self._socket is None:
            raise ConnectionResetError("the client is gone")
        self._socket.write(data)
        if self._socket.get_write_buffer_size():
            await self._writer.drain()

    async def _secure(self, context: ssl.SSLContext) -> None:
        """Go on in TLS; raises ConnectionResetError if the client cannot.

        Commands that were sent in the clear behind STARTTLS are thrown away: an attacker may have put
        them there (CVE-2011-0411).
        """
        plain = self._socket
        if plain is None:
            raise ConnectionResetError("the client is gone")
        self._input.clear()
        try:
            secure = await self.loop.start_tls(
                plain, self, context, server_side=True, ssl_handshake_timeout=min(60.0, self._limits.idle)
            )
        except OSError:  # TLS errors and timeouts among them
            secure = None
        if secure is None:
            plain.abort()
            self.connection_lost(None)  # asyncio does not say so when a handshake fails
            raise ConnectionResetError("TLS failed")
        self._socket = self.transport = secure
        self.tls = True

    def _dismiss(self, enhanced: str, text: str) -> None:
        """Send the client away (421), but finish what is being stored."""
        self._say(f"421 {enhanced} {text}")
        self._hang_up()
        if not self._committing:
            self.task.cancel()

    def _hang_up(self) -> None:
        """Close, giving the client a moment to take what was said."""
        socket = self._socket
        if socket is None or socket.is_closing():
            return
        data, self._unsent = self._unsent, b""
        if data:
            socket.write(data)
        linger = self.tls or socket.get_write_buffer_size()
        socket.close()
        if linger:
            self.loop.call_later(_LINGER, socket.abort)

    def dismiss_if_idle(self) -> None:
        """The server goes down: say goodbye unless something is going on (RFC 5321, section 3.8)."""
        if self._idle:
            self._dismiss("4.3.2", "This server is shutting down")

    def abandon(self) -> None:
        """Break off, whatever the client is at."""
        if self._socket is not None:
            self._socket.abort()

    # The bytes of a message

    async def _receive(self, incoming: Incoming) -> None:
        """Gather a message to its end, or to where reading on is no use."""
        self._incoming = incoming
        self._data_since = self._last_sign = self.loop.time()
        try:
            if self._input:  # sent before 354
                early = bytes(self._input)
                self._input.clear()
                self._gather(incoming, early)
                self._read_on()
            while self._incoming is not None and not incoming.runaway:
                if incoming.wants_writing and self._socket is not None:
                    self._socket.pause_reading()
                    await incoming.write(self._server.threads)
                    self._read_on()
                elif self._ended or self._socket is None:
                    raise ConnectionResetError("the client left in the middle of a message")
                else:
                    await self._hear()
        finally:
            self._incoming = None

    def _gather(self, incoming: Incoming, data: bytes) -> None:
        rest = incoming.feed(data)
        if rest is not None:
            self._incoming = None
            self._input += rest
        if rest is not None or incoming.wants_writing or incoming.runaway:
            self._wake()

    # Time

    def _reset_timeout(self, _duration: float | None = None) -> None:
        """One timer for each session, which looks now and then: cheaper than one for each command."""
        self._last_sign = self.loop.time()
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(self._server.tick, self._timeout_cb)

    def _timeout_cb(self) -> None:
        now = self.loop.time()
        due, why = self._due()
        if now < due:
            self._timeout_handle = self.loop.call_at(min(due, now + self._server.tick), self._timeout_cb)
            return
        self._server.report(why, 421, self)
        self._dismiss("4.4.2", why)

    def _due(self) -> tuple[float, str]:
        """When the client will have been too slow, as things are now, and how that is called."""
        if self._committing:
            return math.inf, ""
        idle = (self._last_sign + self._limits.idle, "Idle for too long")
        if self._incoming is None:
            return idle
        earned = self._incoming.received / self._limits.minimum_rate
        return min(
            idle,
            (self._data_since + self._limits.data, "The message took too long"),
            (self._data_since + max(self._limits.rate_grace, earned), "The message comes too slowly"),
        )


def _address_of(peer: object) -> str:
    """The address of a client without its port; "" on a unix socket."""
    if not isinstance(peer, tuple):
        return ""
    address = str(peer[0])
    return address.removeprefix("::ffff:") if "." in address else address
