"""One conversation with a client that brings mail, in SMTP (RFC 5321) or LMTP (RFC 2033).

aiosmtpd gives the connection, its reader and its session record. The rest is here: its reading of DATA
line by line can be made to hold any amount of memory, its errors tell what they must not, and a client
that leaves would stop a message in the middle of being stored.
"""

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from aiosmtpd.smtp import SMTP

from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import PermanentFailure, TransientFailure, WireFailure
from mailticket.wire.paths import forward_path, reverse_path
from mailticket.wire.spool import Incoming, Spooled

if TYPE_CHECKING:
    from mailticket.wire.smtp_server import MailServer

_LINGER = 5.0  # seconds that a client has to take the last reply
_INTERNAL = TransientFailure(451, "4.3.0", "Trouble on this side, try again later")
# A web browser that is made to talk to a mail server says these; hearing it out would be a service to
# whoever made it do so.
_NOT_MAIL = frozenset({"GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "HOST:", "USER-AGENT:"})


def clean(text: str, longest: int = 255) -> str:
    """Text of a client that may go into a log or a trace: one line, printable, of bounded length."""
    text = text[:longest]
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


@dataclass(slots=True, kw_only=True)
class Transaction:
    """What MAIL and RCPT have said so far."""

    reverse_path: str
    parameters: Mapping[str, str]
    forward_paths: list[str] = field(default_factory=list)  # one for each RCPT that was accepted, in order


class MailSession(SMTP):  # type: ignore[misc, unused-ignore] # untyped in part
    """A session of a client, from its connection to its end."""

    lmtp: ClassVar[bool] = False
    greeting: ClassVar[frozenset[str]] = frozenset({"HELO", "EHLO"})
    line_length_limit = 4096

    def __init__(self, server: "MailServer", loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        self._limits = server.limits
        self._transaction: Transaction | None = None
        self._incoming: Incoming | None = None
        self._news: asyncio.Future[None] | None = None
        self._deadline_base = 0.0  # when the client last did its part
        self._data_since = 0.0
        self._waiting = False  # for a command
        self._committing = False
        self._tls = False
        self._lost = False
        self._unsent = b""  # replies to pipelined commands, sent together
        self._failed_commands = 0
        self._commands = 0
        self._peer = ""
        super().__init__(self, hostname=server.hostname, loop=loop, enable_SMTPUTF8=True)

    def __dir__(self) -> Iterable[str]:
        """Nothing to find: aiosmtpd searches each new session for commands, which costs more than a mail."""
        return ()

    @property
    def task(self) -> asyncio.Task[None]:
        """What carries the session; it ends with it."""
        task: asyncio.Task[None] | None = self._handler_coroutine
        if task is None:
            raise RuntimeError("The session has not begun")
        return task

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit the client, or say at once that there are too many (421)."""
        peer = transport.get_extra_info("peername")
        self._peer = _address_of(peer)
        self.transport = transport
        if (refusal := self._server.admit(self, self._peer)) is not None:
            self._write(f"{refusal}\r\n".encode())
            transport.close()  # type: ignore[attr-defined, unused-ignore]
            return
        super().connection_made(transport)
        self.task.add_done_callback(lambda _: self._server.leave(self, self._peer))

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone. A message that is being stored is stored to the end all the same."""
        if self._lost:
            return
        self._lost = True
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        # Not SMTP.connection_lost, which cancels the session whatever it is doing.
        asyncio.StreamReaderProtocol.connection_lost(self, error)
        self.transport = None
        if self._handler_coroutine is not None and not self._committing:
            self._handler_coroutine.cancel()

    def data_received(self, data: bytes) -> None:
        """Bytes of a message go where it is gathered, all others to the reader of commands."""
        if self._incoming is None:
            super().data_received(data)
        else:
            self._deadline_base = self.loop.time()
            self._take(self._incoming, data)

    def eof_received(self) -> bool:
        """The client says no more; what it asked before is still done and answered."""
        if self._incoming is not None:
            self._wake(ConnectionResetError("the client left in the middle of a message"))
            self._incoming = None
        self._stream_reader.feed_eof()
        return not self._tls  # asyncio does not let a TLS connection stay half open

    def _write(self, data: bytes) -> None:
        if self.transport is None:
            raise ConnectionResetError("the client is gone")
        self.transport.write(data)  # type: ignore[attr-defined, unused-ignore]

    async def push(self, status: str) -> None:
        """Send a reply; while the client has sent its next command already, keep it for company."""
        self._unsent += status.encode() + b"\r\n"
        if b"\n" not in self._reader._buffer:  # asyncio has no other way to look
            await self._flush()

    async def _flush(self) -> None:
        data, self._unsent = self._unsent, b""
        if data:
            self._write(data)
            if self._paused:
                await self._drain_helper()

    def _hang_up(self) -> None:
        """Close, giving the client a moment to take what was said."""
        transport = self.transport
        if transport is None:
            return
        if self._unsent:
            transport.write(self._unsent)
            self._unsent = b""
        transport.close()
        if transport.get_write_buffer_size() or self._tls:
            self.loop.call_later(_LINGER, transport.abort)

    # Time

    def _reset_timeout(self, _duration: float | None = None) -> None:
        """One timer for each session, which looks now and then: cheaper than one for each command."""
        self._deadline_base = self.loop.time()
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(self._server.tick, self._timeout_cb)

    def _timeout_cb(self) -> None:
        now = self.loop.time()
        due, why = self._due()
        if now < due:
            self._timeout_handle = self.loop.call_at(min(due, now + self._server.tick), self._timeout_cb)
            return
        self._dismiss("4.4.2", why)
        self._server.report("timeout", 421, self._peer, why)

    def _due(self) -> tuple[float, str]:
        """When the client will have been too slow, as things are now, and how that is called."""
        if self._committing:
            return math.inf, ""
        idle = (self._deadline_base + self._limits.idle, "Idle for too long")
        if self._incoming is None:
            return idle
        spent = self._incoming.received / self._limits.minimum_rate if self._limits.minimum_rate else math.inf
        return min(
            idle,
            (self._data_since + self._limits.data, "The message took too long"),
            (self._data_since + max(self._limits.rate_grace, spent), "The message comes too slowly"),
        )

    def _dismiss(self, enhanced: str, text: str) -> None:
        if self.transport is not None:
            self._unsent += f"421 {enhanced} {text}\r\n".encode()
            self._hang_up()
        if self._handler_coroutine is not None and not self._committing:
            self._handler_coroutine.cancel()

    def dismiss_if_idle(self) -> None:
        """The server goes down: say goodbye unless a message is on its way (RFC 5321, section 3.8)."""
        if self._waiting:
            self._dismiss("4.3.2", "This server is shutting down")

    def abandon(self) -> None:
        """Break off, whatever the client is at."""
        if self.transport is not None:
            self.transport.abort()

    # Commands

    async def _handle_client(self) -> None:
        try:
            await self.push(f"220 {self.hostname} {'LMTP' if self.lmtp else 'ESMTP'} mailticket")
            while (line := await self._next_command()) is not None and await self._obey(line):
                if self._server.draining:
                    self._dismiss("4.3.2", "This server is shutting down")
            await self._flush()
        except (asyncio.CancelledError, OSError):
            pass  # the client is gone, or was sent away
        except Exception as error:  # whatever it is, it ends with this session
            self._server.alarm(error, self._peer)
            self._dismiss("4.3.0", _INTERNAL.text)
        finally:
            if self._incoming is not None:
                self._incoming = None
            self._hang_up()

    async def _next_command(self) -> str | None:
        """A command without its line end; None when there will be no more."""
        self._waiting = True
        try:
            line = await self._reader.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            self._dismiss("5.5.2", "That line is too long for a command")
            return None
        finally:
            self._waiting = False
        return line.rstrip(b"\r\n").decode("utf-8", "replace")

    async def _obey(self, line: str) -> bool:
        """Answer one command; False when it was the last."""
        self._reset_timeout()
        word, _, argument = line.partition(" ")
        verb = word.upper()
        self._commands += 1
        try:
            if verb in _NOT_MAIL:
                raise PermanentFailure(421, "4.7.0", "This is a mail server")
            if self._commands > self._limits.commands:
                raise TransientFailure(421, "4.7.0", "Too many commands without a message")
            match verb:
                case "DATA":
                    await self._data(argument)
                case "STARTTLS":
                    await self._start_tls(argument)
                case "QUIT":
                    await self.push("221 2.0.0 Bye")
                    return False
                case _:
                    answer = _COMMANDS.get(verb)
                    if answer is None:
                        raise PermanentFailure(500, "5.5.1", "That command is not known")
                    await self.push(answer(self, verb, argument.strip()))
        except WireFailure as failure:
            return await self._refuse(failure, verb)
        return self.transport is not None

    async def _refuse(self, failure: WireFailure, verb: str) -> bool:
        """Answer with a failure; False when the client has had enough of them."""
        await self.push(str(failure))
        if failure.code == 421:
            self._server.report(failure.text, failure.code, self._peer, verb if verb in _COMMANDS else "")
            return False
        if failure.code >= 500:
            self._failed_commands += 1
            if self._failed_commands >= self._limits.failed_commands:
                self._dismiss("4.7.0", "Too many errors")
                self._server.report("too many errors", 421, self._peer, "")
                return False
        return True

    def _greet(self, verb: str, argument: str) -> str:
        if verb not in self.greeting:
            raise PermanentFailure(500, "5.5.1", "This is LMTP, say LHLO" if self.lmtp else "This is SMTP")
        if not argument:
            raise PermanentFailure(501, "5.5.4", f"Syntax: {verb} hostname")
        self._transaction = None
        self.session.host_name = clean(argument)
        self.session.extended_smtp = verb != "HELO"
        return self._server.greeting(tls=self._tls) if self.session.extended_smtp else f"250 {self.hostname}"

    def _mail(self, _verb: str, argument: str) -> str:
        if not self.session.host_name:
            raise PermanentFailure(503, "5.5.1", f"Say {'LHLO' if self.lmtp else 'EHLO'} first")
        if self._transaction is not None:
            raise PermanentFailure(503, "5.5.1", "A sender was given already")
        path = reverse_path(argument, size_limit=self._limits.message_size)
        self._transaction = Transaction(reverse_path=path.address, parameters=path.parameters)
        return "250 2.1.0 Sender ok"

    def _rcpt(self, _verb: str, argument: str) -> str:
        if self._transaction is None:
            raise PermanentFailure(503, "5.5.1", "Say MAIL first")
        path = forward_path(argument)
        if len(self._transaction.forward_paths) >= self._limits.recipients:
            raise TransientFailure(452, "4.5.3", "Too many recipients, send the others in another message")
        if not self._is_ours(path.address):
            self._server.report("not ours", 550, self._peer, clean(path.address))
            raise PermanentFailure(550, "5.1.1", "No such mailbox here")
        self._transaction.forward_paths.append(path.address)
        return "250 2.1.5 Recipient ok"

    def _is_ours(self, address: str) -> bool:
        try:
            return self._server.is_ours(address)
        except Exception as error:  # an address must not end the session
            self._server.alarm(error, self._peer)
            raise _INTERNAL from None

    def _reset(self, _verb: str, _argument: str) -> str:
        self._transaction = None
        return "250 2.0.0 Ok"

    def _say(self, verb: str, _argument: str) -> str:
        return _FIXED[verb]

    async def _start_tls(self, argument: str) -> None:
        """Go on in TLS (RFC 3207). What was sent in the clear after the command is thrown away."""
        if self._tls or self._server.tls is None:
            raise PermanentFailure(503, "5.5.1", "TLS is on already" if self._tls else "TLS is not to be had")
        if argument:
            raise PermanentFailure(501, "5.5.4", "Syntax: STARTTLS")
        reader = self._reader
        reader._buffer.clear()  # STARTTLS injection (CVE-2011-0411)
        await self.push("220 2.0.0 Go ahead")
        plain = self.transport
        try:
            secure = await self.loop.start_tls(plain, self, self._server.tls, server_side=True)
        except (OSError, TimeoutError):  # SSLError is an OSError
            plain.abort()
            self.connection_lost(None)
            raise ConnectionResetError("TLS failed") from None
        self._tls = True
        self.transport = reader._transport = self._writer._transport = secure  # as aiosmtpd does
        self._transaction = None  # all that was said before counts no more (section 4.2)
        self.session.host_name = None
        self.session.ssl = secure

    # A message

    async def _data(self, argument: str) -> None:
        """Take a message, have it stored, and say so only then."""
        transaction = self._transaction
        if transaction is None or not transaction.forward_paths:
            raise PermanentFailure(503, "5.5.1", "No valid recipients" if transaction else "Say MAIL first")
        if argument:
            raise PermanentFailure(501, "5.5.4", "Syntax: DATA")
        self._transaction = None
        incoming = Incoming(self._limits, self._server.memory, self._server.spool_directory)
        spooled: Spooled | None = None
        try:
            await self._receive(incoming)
            self._committing = True
            spooled = await incoming.finish(self._server.threads)
            answer = await self._accept(transaction, spooled)
        except WireFailure as failure:
            self._server.report(failure.text, failure.code, self._peer, clean(transaction.reverse_path))
            answer = str(failure)
        finally:
            incoming.discard()
            if spooled is not None:
                self._server.memory.used -= spooled.size if spooled.in_memory else 0
                spooled.close()
            self._committing = False
        self._reset_timeout()
        await self.push(self._reply(answer, transaction.forward_paths))
        if incoming.runaway or (incoming.bare_newlines and not answer.startswith("2")):
            # After a bare CR or LF the client may see the end of the message elsewhere than we do: what
            # comes next could be meant as content, so it is not heard.
            self._dismiss("4.7.0", "Closing after a message that was refused")

    def _reply(self, answer: str, forward_paths: list[str]) -> str:  # noqa: ARG002 # LMTP wants them
        return answer

    async def _receive(self, incoming: Incoming) -> None:
        """Read the message to its end, or to where reading on is no use."""
        self._incoming = incoming
        self._data_since = self._deadline_base = self.loop.time()
        self._unsent += b"354 End data with <CR><LF>.<CR><LF>\r\n"
        await self._flush()
        try:
            if early := len(self._reader._buffer):  # sent before 354
                self._take(incoming, await self._reader.read(early))
            while self._incoming is not None and not incoming.runaway:
                if incoming.wants_writing:
                    self.transport.pause_reading()
                    await incoming.write(self._server.threads)
                    if self.transport is None:
                        raise ConnectionResetError("the client is gone")
                    self.transport.resume_reading()
                else:
                    self._news = self.loop.create_future()
                    await self._news
        finally:
            self._incoming = None
            self._news = None

    def _take(self, incoming: Incoming, data: bytes) -> None:
        rest = incoming.feed(data)
        if rest is not None:
            self._incoming = None
            if rest:
                self._stream_reader.feed_data(rest)
            self._wake()
        elif incoming.wants_writing or incoming.runaway:
            self._wake()

    def _wake(self, error: Exception | None = None) -> None:
        if self._news is not None and not self._news.done():
            if error is None:
                self._news.set_result(None)
            else:
                self._news.set_exception(error)

    async def _accept(self, transaction: Transaction, spooled: Spooled) -> str:
        try:
            identifier = await self._server.accept(self._envelope(transaction), spooled)
        except WireFailure:
            raise
        except Exception as error:  # the client keeps its mail whatever went wrong here
            self._server.alarm(error, self._peer)
            raise _INTERNAL from None
        self._commands = 0
        return f"250 2.0.0 Accepted as {identifier}"

    def _envelope(self, transaction: Transaction) -> Envelope:
        trace = []
        if self._tls:
            extra = self.transport.get_extra_info if self.transport is not None else lambda _: None
            if (tls := extra("ssl_object")) is not None:
                trace = [("tls", tls.version() or ""), ("cipher", (tls.cipher() or ("",))[0])]
        trace += [(name.lower(), clean(value)) for name, value in transaction.parameters.items()]
        return Envelope(
            route="lmtp" if self.lmtp else "smtp",
            reverse_path=transaction.reverse_path,
            forward_paths=tuple(dict.fromkeys(transaction.forward_paths)),
            received_at=datetime.now(UTC),
            helo=self.session.host_name or "",
            peer=self._peer,
            protocol=self._protocol_name("SMTPUTF8" in transaction.parameters),
            trace=tuple(trace),
        )

    def _protocol_name(self, utf8: bool) -> str:
        """As registered for `with` in Received (RFC 3848, RFC 6531)."""
        if not self.session.extended_smtp:
            return "SMTP"
        name = "LMTP" if self.lmtp else "SMTP" if utf8 else "ESMTP"
        return ("UTF8" if utf8 else "") + name + ("S" if self._tls else "")


class LmtpSession(MailSession):
    """The same with LHLO, and with a reply for each recipient at the end of a message (RFC 2033)."""

    lmtp = True
    greeting = frozenset({"LHLO"})

    def _reply(self, answer: str, forward_paths: list[str]) -> str:
        return "\r\n".join([answer] * len(forward_paths))


def _address_of(peer: object) -> str:
    """The address of a client without its port; "" on a unix socket."""
    if not isinstance(peer, tuple):
        return ""
    address = str(peer[0])
    return address.removeprefix("::ffff:") if "." in address else address


_FIXED = {
    "NOOP": "250 2.0.0 Ok",
    "VRFY": "252 2.1.5 Send mail and see",
    "EXPN": "502 5.5.1 Not to be had here",
    "ETRN": "502 5.5.1 Not to be had here",
    "AUTH": "502 5.5.1 Not to be had here",
    "HELP": "214 2.0.0 See RFC 5321",
}
_COMMANDS: dict[str, Callable[[MailSession, str, str], str]] = {
    "HELO": MailSession._greet,
    "EHLO": MailSession._greet,
    "LHLO": MailSession._greet,
    "MAIL": MailSession._mail,
    "RCPT": MailSession._rcpt,
    "RSET": MailSession._reset,
} | dict.fromkeys(_FIXED, MailSession._say)
