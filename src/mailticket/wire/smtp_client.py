"""Mail to an SMTP relay, over a few connections that are kept open (RFC 5321, RFC 3207, RFC 4954)."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal, cast

import aiosmtplib

from mailticket.mail.folding import UnsendableError, one_line
from mailticket.wire.relay import OutgoingMail, RecipientResult, checked_envelope, reply, to_all
from mailticket.wire.smtp_conversation import (
    Conversation,
    ConversationLostError,
    EnvelopeReplies,
    Reply,
    SilentError,
)

MAILS_ON_A_CONNECTION: Final = 500  # then a new one: relays count, and some forget
IDLE: Final = 60.0  # seconds after which a kept connection is not trusted to be alive
SLOW: Final = 5.0  # seconds after which a delivery no longer counts among the connections
MAX_SLOW: Final = 50  # deliveries that hang; beyond, they count again

# Answers to MAIL that speak of the connection and not of the mail: wrong order, sign-in or TLS missing.
_NOT_ABOUT_THE_MAIL: Final = frozenset({500, 502, 503, 530, 534, 535, 538})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds for each operation; the answer to a whole message takes longest (RFC 5321, 4.5.3.2)."""

    connect: float = 20.0
    command: float = 60.0
    data: float = 300.0


@dataclass(slots=True)
class _Connection:
    conversation: Conversation
    extensions: dict[str, str]
    mails: int = 0
    last_used: float = 0.0


class SmtpRelay:
    """A relay that is spoken to over at most `connections` connections at once.

    `urgent` more are there for pages alone, so that deliveries which hang cannot hold up a page.
    `local_name` is said in the greeting; it is this machine's name where that is a full one.
    `tls` is "implicit", "required", "opportunistic" (without looking at the certificate) or "none".
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: Literal["implicit", "required", "opportunistic", "none"],
        tls_context: ssl.SSLContext | None = None,
        username: str | None = None,
        password: str | None = None,
        oauth2_token: Callable[[], Awaitable[str]] | None = None,
        local_name: str | None = None,
        connections: int = 8,
        urgent: int = 4,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._tls_context = tls_context
        self._username, self._password, self._oauth2_token = username, password, oauth2_token
        self._local_name = local_name or _host_name()
        self._timeouts = timeouts or Timeouts()
        self._ordinary = asyncio.Semaphore(connections)
        self._urgent = asyncio.Semaphore(urgent)
        self._idle: list[_Connection] = []
        self._slow = 0
        self._closed = False

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """One attempt. A kept connection that turns out to be dead before anything was said is no attempt."""
        try:
            sender, recipients = checked_envelope(mail)
        except UnsendableError as fault:
            return to_all(mail, "permanent", "refused", str(fault))
        slots = self._urgent if mail.urgent and self._ordinary.locked() else self._ordinary
        async with self._slot(slots):
            return await self._attempt(mail, sender, recipients)

    @asynccontextmanager
    async def _slot(self, slots: asyncio.Semaphore) -> AsyncIterator[None]:
        """One of the connections; a delivery that hangs gives its place to others after a while."""
        held, slow = True, False

        def step_aside() -> None:
            nonlocal held, slow
            if self._slow < MAX_SLOW:
                held, slow = False, True
                self._slow += 1
                slots.release()

        await slots.acquire()
        timer = asyncio.get_running_loop().call_later(SLOW, step_aside)
        try:
            yield
        finally:
            timer.cancel()
            self._slow -= slow
            if held:
                slots.release()

    async def _attempt(
        self, mail: OutgoingMail, sender: str, recipients: tuple[str, ...]
    ) -> tuple[RecipientResult, ...]:
        while True:
            kept = self._take_idle()
            try:
                connection = kept or await self._connect()
            except (OSError, aiosmtplib.SMTPException) as fault:
                return to_all(mail, "transient", "connect", self._explain(fault))
            try:
                results = await self._deliver(connection, mail, sender, recipients)
            except _StaleConnectionError as fault:
                if kept is not None:
                    continue
                return to_all(mail, "transient", "connect", str(fault))
            except BaseException:
                connection.conversation.close()
                raise
            self._give_back(connection)
            return results

    async def probe(self) -> str | None:
        """None if a connection, with TLS and sign-in as configured, can be had."""
        try:
            connection = await self._connect()
        except (OSError, aiosmtplib.SMTPException) as fault:
            return self._explain(fault)
        await self._quit(connection)
        return None

    async def close(self) -> None:
        """Say goodbye on the connections that are kept."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(self._quit(connection) for connection in idle))

    async def _connect(self) -> _Connection:
        if self._tls != "opportunistic":
            return await self._connected(start_tls=self._tls == "required")
        try:
            return await self._connected(start_tls=None)
        except (OSError, aiosmtplib.SMTPException) as fault:
            # A relay may refuse our handshake with an alert, or by cutting the connection.
            if not isinstance(_cause(fault), ssl.SSLError | ConnectionResetError):
                raise
            # The relay offers TLS that does not work. None was demanded, so the mail goes without (RFC 7435).
            return await self._connected(start_tls=False)

    async def _connected(self, *, start_tls: bool | None) -> _Connection:
        """A connection, greeted and signed in; `start_tls` None is: if the relay offers it."""
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password if self._oauth2_token is None else None,
            oauth_token_generator=self._oauth2_token,
            local_hostname=self._local_name,
            timeout=self._timeouts.connect,
            use_tls=self._tls == "implicit",
            start_tls=start_tls,
            tls_context=self._tls_context,
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except BaseException:
            client.close()
            raise
        transport = cast("asyncio.Transport", client.transport)
        extensions = client.esmtp_extensions
        return _Connection(Conversation(transport, pipelining="pipelining" in extensions), extensions)

    def _take_idle(self) -> _Connection | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection = self._idle.pop()
            if connection.conversation.is_open and now - connection.last_used < IDLE:
                return connection
            connection.conversation.close()
        return None

    def _give_back(self, connection: _Connection) -> None:
        connection.mails += 1
        if not connection.conversation.is_open:
            return
        if self._closed or connection.mails >= MAILS_ON_A_CONNECTION:
            connection.conversation.leave()
            return
        connection.last_used = asyncio.get_running_loop().time()
        self._idle.append(connection)

    async def _quit(self, connection: _Connection) -> None:
        try:
            await connection.conversation.ask(b"QUIT\r\n", 5)
        except OSError:
            pass
        finally:
            connection.conversation.close()

    async def _deliver(
        self, connection: _Connection, mail: OutgoingMail, sender: str, recipients: tuple[str, ...]
    ) -> tuple[RecipientResult, ...]:
        """The transaction. Whatever goes wrong in it becomes results; in doubt the connection is closed."""
        options = f" SIZE={len(mail.data)}" if "size" in connection.extensions else ""
        if _needs_smtputf8(mail.data, sender, recipients):
            if "smtputf8" not in connection.extensions:
                text = "The relay does not take addresses outside ASCII (SMTPUTF8)."
                return to_all(mail, "permanent", "envelope", text, "5.6.7")
            options += " SMTPUTF8 BODY=8BITMIME"
        conversation = connection.conversation
        try:
            replies = await conversation.envelope(
                f"MAIL FROM:<{sender}>{options}\r\n".encode(),
                [f"RCPT TO:<{recipient}>\r\n".encode() for recipient in recipients],
                self._timeouts.command,
            )
        except ConversationLostError as fault:
            if not fault.heard:
                raise _StaleConnectionError(self._explain(fault)) from fault
            return to_all(mail, "transient", "envelope", self._explain(fault))
        except SilentError as fault:
            return to_all(mail, "transient", "envelope" if fault.heard else "connect", self._explain(fault))
        if replies.sender.code == 421:
            conversation.close()
            raise _StaleConnectionError(self._answered(replies.sender))
        refused = await self._refused(conversation, mail, replies)
        if refused is not None:
            return refused
        return await self._content(conversation, mail, replies)

    async def _refused(
        self, conversation: Conversation, mail: OutgoingMail, replies: EnvelopeReplies
    ) -> tuple[RecipientResult, ...] | None:
        """The results if nobody is to get the mail; None if it may follow."""
        data = replies.data
        if data is not None and data.code == 354 and any(map(_positive, replies.recipients)):
            return None
        if data is not None and data.code == 354:
            await self._settle(conversation, b".\r\n")  # it takes a mail for nobody: an empty one
        else:
            await self._settle(conversation, b"RSET\r\n")
        sender = replies.sender
        if sender.code in _NOT_ABOUT_THE_MAIL:
            conversation.close()
            return to_all(mail, "transient", "connect", self._answered(sender))
        if not _positive(sender):
            return tuple(reply(r, sender.code, sender.text, stage="envelope") for r in mail.recipients)
        return tuple(
            reply(given, answer.code, answer.text, stage="envelope")
            if not _positive(answer) or data is None
            else reply(given, data.code, data.text, stage="data")
            for given, answer in zip(mail.recipients, replies.recipients, strict=True)
        )

    async def _content(
        self, conversation: Conversation, mail: OutgoingMail, replies: EnvelopeReplies
    ) -> tuple[RecipientResult, ...]:
        try:
            end = await conversation.content(mail.data, self._timeouts.data)
        except OSError as fault:
            # The relay may have it or not. The same Message-ID goes out next time.
            unknown = dict(
                zip(mail.recipients, to_all(mail, "transient", "unknown", self._explain(fault)), strict=True)
            )
        else:
            unknown = {given: reply(given, end.code, end.text, stage="data") for given in mail.recipients}
        return tuple(
            unknown[given] if _positive(answer) else reply(given, answer.code, answer.text, stage="envelope")
            for given, answer in zip(mail.recipients, replies.recipients, strict=True)
        )

    async def _settle(self, conversation: Conversation, command: bytes) -> None:
        """Make the connection ready for the next mail, or close it."""
        try:
            await conversation.ask(command, self._timeouts.command)
        except OSError:
            conversation.close()

    def _answered(self, answer: Reply) -> str:
        return f"The relay {self._host}:{self._port} answers {answer.code} {one_line(answer.text, 200)}"

    def _explain(self, fault: Exception) -> str:
        """One sentence that names the relay and what is wrong with it, for operators."""
        where = f"The relay {self._host}:{self._port}"
        cause = _cause(fault)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"{where} shows a certificate that is not trusted: {one_line(cause.verify_message, 200)}."
        match fault:
            case aiosmtplib.SMTPAuthenticationError():
                return f"{where} refuses the sign-in: {fault.code} {one_line(fault.message, 200)}"
            case aiosmtplib.SMTPConnectTimeoutError():
                return f"{where} could not be reached in time."
            case aiosmtplib.SMTPResponseException():
                return f"{where} answers {fault.code} {one_line(fault.message, 200)}"
            case aiosmtplib.SMTPTimeoutError() | SilentError():
                return f"{where} did not answer in time."
            case aiosmtplib.SMTPServerDisconnected() | ConversationLostError():
                return f"{where} closed the connection."
            case aiosmtplib.SMTPNotSupported():
                return f"{where} lacks what the configuration asks for: {one_line(fault.message, 200)}"
        return f"{where} cannot be used: {one_line(str(cause), 200)}"


class _StaleConnectionError(Exception):
    """The connection was gone before the relay had heard of the mail."""


def _host_name() -> str:
    """The name of this machine. Nothing is looked up: a slow name server would hold up the first mail."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _cause(fault: BaseException) -> BaseException:
    """What lies under the library's exceptions."""
    while (cause := fault.__cause__ or fault.__context__) is not None:
        fault = cause
    return fault


def _positive(answer: Reply) -> bool:
    return 200 <= answer.code < 300


def _needs_smtputf8(data: bytes, sender: str, recipients: tuple[str, ...]) -> bool:
    """Whether an address, in the envelope or in the header, is outside ASCII (RFC 6531, 3.4)."""
    if not sender.isascii() or not all(recipient.isascii() for recipient in recipients):
        return True
    return not data.isascii() and not data.partition(b"\r\n\r\n")[0].isascii()
