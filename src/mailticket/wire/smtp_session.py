"""One conversation with a client that brings mail, in SMTP (RFC 5321) or LMTP (RFC 2033)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from mailticket.mail.envelope import Envelope
from mailticket.mail.failure import PermanentFailure, TransientFailure, WireFailure
from mailticket.wire.paths import forward_path, reverse_path
from mailticket.wire.smtp_connection import MailConnection
from mailticket.wire.spool import Incoming, Spooled

if TYPE_CHECKING:
    from mailticket.wire.smtp_server import MailServer

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


class MailSession(MailConnection):
    """What a client says, and what it is answered."""

    service: ClassVar[str] = "ESMTP"
    greetings: ClassVar[tuple[str, ...]] = ("EHLO", "HELO")

    def __init__(self, server: "MailServer", loop: asyncio.AbstractEventLoop) -> None:
        self._helo = ""
        self._extended = False
        self._transaction: Transaction | None = None
        self._commands = 0  # since the last message that was accepted
        self._failed_commands = 0
        super().__init__(server, loop)

    async def _handle_client(self) -> None:
        """The whole conversation; aiosmtpd starts it."""
        self._say(f"220 {self.hostname} {self.service} mailticket")
        try:
            await self._flush()
            while (line := await self._next_command()) is not None and await self._obey(line):
                if b"\n" not in self._input:  # else the replies to pipelined commands go out together
                    await self._flush()
                if self._server.draining:
                    self._say("421 4.3.2 This server is shutting down")
                    break
        except (asyncio.CancelledError, OSError):
            pass  # the client is gone, or was sent away
        except Exception as error:
            self._server.alarm(error, self)
            self._say("421 4.3.0 Trouble on this side, try again later")
        finally:
            self._hang_up()

    async def _next_command(self) -> str | None:
        """A command without its line end; None when there will be no more."""
        self._idle = True
        try:
            line = await self._line()
        except ValueError:
            self._say("500 5.5.2 That line is too long for a command")
            return None
        finally:
            self._idle = False
        self._reset_timeout()
        return None if line is None else line.rstrip(b"\r").decode("utf-8", "replace")

    async def _obey(self, line: str) -> bool:
        """Answer one command; False when it was the last."""
        word, _, argument = line.partition(" ")
        verb = word.upper()
        self._commands += 1
        try:
            if verb in _NOT_MAIL:
                raise TransientFailure(421, "4.7.0", "This is a mail server")
            if self._commands > self._limits.commands:
                raise TransientFailure(421, "4.7.0", "Too many commands without a message")
            match verb:
                case "DATA":
                    await self._data(argument)
                case "STARTTLS":
                    await self._start_tls(argument)
                case "QUIT":
                    self._say("221 2.0.0 Bye")
                    return False
                case _:
                    answer = _COMMANDS.get(verb)
                    if answer is None:
                        raise PermanentFailure(500, "5.5.1", "That command is not known")
                    self._say(answer(self, verb, argument.strip()))
        except WireFailure as failure:
            return self._refuse(failure)
        return True

    def _refuse(self, failure: WireFailure) -> bool:
        """Answer with a failure; False when the conversation ends with it."""
        self._say(clean(str(failure)))
        if failure.code >= 500:
            self._failed_commands += 1
            if self._failed_commands >= self._limits.failed_commands:
                failure = TransientFailure(421, "4.7.0", "Too many errors")
                self._say(str(failure))
        if failure.code in {421, 552}:  # the others are no mail, or were told of with the address
            self._server.report(failure.text, failure.code, self)
        return failure.code != 421

    def _greet(self, verb: str, argument: str) -> str:
        if verb not in self.greetings:
            raise PermanentFailure(500, "5.5.1", f"Say {self.greetings[0]} here")
        if not argument:
            raise PermanentFailure(501, "5.5.4", f"Syntax: {verb} hostname")
        self._transaction = None
        self._helo = clean(argument)
        self._extended = verb != "HELO"
        return self._extensions() if self._extended else f"250 {self.hostname}"

    def _extensions(self) -> str:
        """The reply to EHLO or LHLO.

        DSN is not announced: MTAs then report to the sender themselves that they handed the mail over.
        CHUNKING is not, as it would be a second way to end a message.
        """
        words = [self.hostname, f"SIZE {self._limits.message_size}", "8BITMIME", "SMTPUTF8", "PIPELINING"]
        if self._server.tls is not None and not self.tls:
            words.append("STARTTLS")
        return "".join(f"250-{word}\r\n" for word in words) + "250 ENHANCEDSTATUSCODES"

    async def _start_tls(self, argument: str) -> None:
        if self._server.tls is None or self.tls:
            raise PermanentFailure(503, "5.5.1", "TLS is on already" if self.tls else "TLS is not to be had")
        if argument:
            raise PermanentFailure(501, "5.5.4", "Syntax: STARTTLS")
        self._say("220 2.0.0 Go ahead")
        await self._flush()
        await self._secure(self._server.tls)
        # What was said in the clear counts no more (RFC 3207, section 4.2).
        self._transaction = None
        self._helo = ""
        self._extended = False

    def _mail(self, _verb: str, argument: str) -> str:
        if not self._helo:
            raise PermanentFailure(503, "5.5.1", f"Say {self.greetings[0]} first")
        if self._transaction is not None:
            raise PermanentFailure(503, "5.5.1", "A sender was given already")
        path = reverse_path(argument, size_limit=self._limits.message_size)
        self._transaction = Transaction(reverse_path=path.address, parameters=path.parameters)
        return "250 2.1.0 Sender ok"

    def _rcpt(self, _verb: str, argument: str) -> str:
        if self._transaction is None:
            raise PermanentFailure(503, "5.5.1", "Say MAIL first")
        address = forward_path(argument).address
        if len(self._transaction.forward_paths) >= self._limits.recipients:
            raise TransientFailure(452, "4.5.3", "Too many recipients, send the others in another message")
        try:
            ours = self._server.is_ours(address)
        except Exception as error:
            raise self._trouble(error) from None
        if not ours:
            self._server.report("recipient is not ours", 550, self, clean(address))
            raise PermanentFailure(550, "5.1.1", "No such mailbox here")
        self._transaction.forward_paths.append(address)
        return "250 2.1.5 Recipient ok"

    def _reset(self, _verb: str, _argument: str) -> str:
        self._transaction = None
        return "250 2.0.0 Ok"

    def _fixed(self, verb: str, _argument: str) -> str:
        return _FIXED[verb]

    async def _data(self, argument: str) -> None:
        """Take a message, have it stored, and say so only then."""
        transaction = self._transaction
        if transaction is None or not transaction.forward_paths:
            raise PermanentFailure(503, "5.5.1", "No valid recipients" if transaction else "Say MAIL first")
        if argument:
            raise PermanentFailure(501, "5.5.4", "Syntax: DATA")
        self._transaction = None
        self._say("354 End data with <CR><LF>.<CR><LF>")
        await self._flush()
        incoming = Incoming(self._limits, self._server.memory, self._server.spool_directory)
        try:
            await self._receive(incoming)
            answer = await self._commit(transaction, incoming)
        except WireFailure as failure:
            self._server.report(failure.text, failure.code, self, clean(transaction.reverse_path))
            self._server.figures.messages_refused += 1
            answer = clean(str(failure))
        finally:
            incoming.discard()
        self._reset_timeout()
        self._answer_message(answer, transaction.forward_paths)
        if incoming.runaway or (incoming.bare_newlines and not answer.startswith("2")):
            # After a bare CR or LF the client may see the end of the message elsewhere than we do: what
            # comes next could be meant as content, so it is not heard.
            raise TransientFailure(421, "4.7.0", "Closing after a message that was refused")

    def _answer_message(self, answer: str, _forward_paths: list[str]) -> None:
        self._say(answer)

    async def _commit(self, transaction: Transaction, incoming: Incoming) -> str:
        """Have a message stored; from here on the client is not waited for, nor does it matter."""
        self._committing = True
        try:
            spooled = await incoming.finish(self._server.threads)
            try:
                identifier = await self._server.accept(self._envelope(transaction), spooled)
            finally:
                self._release(spooled)
        except WireFailure:
            raise
        except Exception as error:
            raise self._trouble(error) from None
        finally:
            self._committing = False
        self._commands = 0
        self._server.figures.messages_accepted += 1
        self._server.figures.bytes_accepted += spooled.size
        return f"250 2.0.0 Accepted as {identifier}"

    def _release(self, spooled: Spooled) -> None:
        if spooled.in_memory:
            self._server.memory.used -= spooled.size
        spooled.close()

    def _trouble(self, error: Exception) -> TransientFailure:
        """What the client hears of a fault of ours: that it is ours, and that it should keep its mail."""
        self._server.alarm(error, self)
        return TransientFailure(451, "4.3.0", "Trouble on this side, try again later")

    def _envelope(self, transaction: Transaction) -> Envelope:
        trace = [(name.lower(), clean(value)) for name, value in transaction.parameters.items()]
        if self._socket is not None and (tls := self._socket.get_extra_info("ssl_object")) is not None:
            trace += [("tls", tls.version() or ""), ("cipher", (tls.cipher() or ("",))[0])]
        return Envelope(
            route=self.service.removeprefix("E").lower(),
            reverse_path=transaction.reverse_path,
            forward_paths=tuple(dict.fromkeys(transaction.forward_paths)),
            received_at=datetime.now(UTC),
            helo=self._helo,
            peer=self.peer,
            protocol=self._protocol("SMTPUTF8" in transaction.parameters),
            trace=tuple(trace),
        )

    def _protocol(self, utf8: bool) -> str:
        """The word for `with` in Received, as registered (RFC 3848, RFC 6531)."""
        if not self._extended:
            return "SMTP"
        name = f"UTF8{self.service.removeprefix('E')}" if utf8 else self.service
        return name + ("S" if self.tls else "")


class LmtpSession(MailSession):
    """The same with LHLO, and with a reply for each recipient at the end of a message (RFC 2033)."""

    service = "LMTP"
    greetings = ("LHLO",)

    def _answer_message(self, answer: str, forward_paths: list[str]) -> None:
        for _ in forward_paths:
            self._say(answer)


_FIXED = {
    "NOOP": "250 2.0.0 Ok",
    "VRFY": "252 2.0.0 Send mail and see",
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
    **dict.fromkeys(_FIXED, MailSession._fixed),
}
