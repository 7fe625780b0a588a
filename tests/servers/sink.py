"""The far end of a relay: an SMTP server in this process that records mail and fails as it is told."""

import asyncio
import contextlib
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from servers.certificate import certificate
from servers.process import LOOPBACK

Stage = Literal["connect", "MAIL", "RCPT", "DATA", "content"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it came: envelope and bytes, when (monotonic seconds), and how the sender came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    at: float
    tls: bool
    login: str | None
    confirmed: bool  # False: recorded, but the client was never told


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answer with this line instead, such as `452 4.2.2 Mailbox full`."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Cut the connection without an answer. At `content` the mail is recorded first, as unconfirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """Say nothing until `recover()` or the end of the sink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """Wait so many seconds, then go on as if nothing were wrong."""

    seconds: float


Fault = Reply | Drop | Hang | Slow


@dataclass(slots=True, kw_only=True)
class _Planned:
    stage: Stage
    fault: Fault
    left: int | None
    address: str | None


@dataclass(slots=True, kw_only=True)
class _State:
    planned: list[_Planned] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    connections: int = 0


class Sink:
    """A running sink. All methods may be called from the test's own thread."""

    def __init__(self, options: dict[str, Any], implicit_tls: ssl.SSLContext | None) -> None:
        self.host = LOOPBACK
        self.port = 0
        self._options = options
        self._implicit_tls = implicit_tls
        self._server: asyncio.Server | None = None
        self._state = _State()
        self._loop = asyncio.new_event_loop()
        self._recovered = asyncio.Event()
        self._sessions: set[_Session] = set()

    @property
    def url(self) -> str:
        """The address of it as a relay, as the configuration writes it."""
        return f"{'smtp' if self._implicit_tls is None else 'smtps'}://{self.host}:{self.port}"

    @property
    def mails(self) -> tuple[Mail, ...]:
        """What came so far, in order."""
        with self._state.changed:
            return tuple(self._state.mails)

    @property
    def connections(self) -> int:
        """How many connections were made so far."""
        return self._state.connections

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        return len(self._sessions)

    def wait(self, count: int = 1, timeout: float = 10.0) -> tuple[Mail, ...]:
        """All mails as soon as there are `count` of them; TimeoutError names how many came."""
        return self.wait_for(lambda mails: len(mails) >= count, f"{count} mails", timeout)

    def wait_for(
        self, enough: Callable[[tuple[Mail, ...]], bool], what: str = "those mails", timeout: float = 10.0
    ) -> tuple[Mail, ...]:
        """All mails as soon as `enough` says so of them; TimeoutError otherwise."""
        with self._state.changed:
            if not self._state.changed.wait_for(lambda: enough(tuple(self._state.mails)), timeout):
                got = len(self._state.mails)
                raise TimeoutError(f"{what} did not come within {timeout:g} s; {got} mails came")
            return tuple(self._state.mails)

    def fail(
        self, stage: Stage, fault: Fault, *, times: int | None = None, address: str | None = None
    ) -> None:
        """From now on fail so at this stage: `times` times, or until `recover()`.

        `address` restricts it to that sender (MAIL) or recipient (RCPT). The first plan that fits counts.
        """
        with self._state.changed:
            self._state.planned.append(_Planned(stage=stage, fault=fault, left=times, address=address))

    def recover(self) -> None:
        """Forget all faults and let go of everyone who hangs."""
        with self._state.changed:
            self._state.planned.clear()
        self._loop.call_soon_threadsafe(self._let_go)

    def clear(self) -> None:
        """Forget the mails that came so far."""
        with self._state.changed:
            self._state.mails.clear()

    def disconnect(self) -> None:
        """Cut every connection that is open now."""
        self._loop.call_soon_threadsafe(self._cut)

    def down(self) -> None:
        """Refuse connections, and cut those that are open, until `up()`."""
        self._call(self._close())
        self.disconnect()

    def up(self) -> None:
        """Take connections again, on the same port."""
        self._call(self._listen())

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            lambda: _Session(self, **self._options), self.host, self.port, ssl=self._implicit_tls, backlog=512
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _finish(self) -> None:
        self._let_go()
        await self._close()
        self._cut()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.wait(others)

    def _let_go(self) -> None:
        self._recovered.set()
        self._recovered = asyncio.Event()

    def _cut(self) -> None:
        for session in tuple(self._sessions):
            session.abort()

    def _take(self, stage: Stage, address: str | None = None) -> Fault | None:
        with self._state.changed:
            for plan in self._state.planned:
                if plan.stage != stage or plan.left == 0 or plan.address not in (None, address):
                    continue
                if plan.left is not None:
                    plan.left -= 1
                return plan.fault
        return None

    def _record(self, mail: Mail) -> None:
        with self._state.changed:
            self._state.mails.append(mail)
            self._state.changed.notify_all()

    async def _suffer(self, stage: Stage, session: "_Session", address: str | None = None) -> str | None:
        """Carry a planned fault out; gives the reply that stands in for the usual one, if any."""
        match self._take(stage, address):
            case Reply(line=line):
                return line
            case Drop():
                session.abort()
                return "421 4.3.0 Gone"
            case Hang():
                await self._recovered.wait()
            case Slow(seconds=seconds):
                await asyncio.sleep(seconds)
        return None


class _Session(SMTP):
    """One connection to the sink."""

    line_length_limit = 100_000

    def __init__(self, sink: Sink, **options: Any) -> None:
        self._sink = sink
        super().__init__(_Handler(sink), hostname="sink.example", **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A handshake of STARTTLS comes here a second time on the same connection.
        if self not in self._sink._sessions:
            self._sink._sessions.add(self)
            self._sink._state.connections += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink._sessions.discard(self)
        super().connection_lost(error)

    def abort(self) -> None:
        # Python 3.11.2 fails at the abort of a TLS connection that is closed already.
        if isinstance(self.transport, asyncio.WriteTransport) and not self.transport.is_closing():
            self.transport.abort()

    async def _handle_client(self) -> None:
        # The greeting is the first thing that this coroutine sends.
        line = await self._sink._suffer("connect", self)
        if line is not None:
            with contextlib.suppress(ConnectionError):
                await self.push(line)
            if self.transport is not None:
                self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:
        if (line := await self._sink._suffer("DATA", self)) is not None:
            await self.push(line)
            return
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_MAIL(
        self, server: _Session, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if (line := await self._sink._suffer("MAIL", server, address)) is not None:
            return line
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: _Session, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if (line := await self._sink._suffer("RCPT", server, address)) is not None:
            return line
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: _Session, session: Session, envelope: Envelope) -> str:
        dropped = isinstance(fault := self._sink._take("content"), Drop)
        if isinstance(fault, Reply):
            return fault.line
        if isinstance(fault, Hang):
            await self._sink._recovered.wait()
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        login = session.auth_data.decode() if isinstance(session.auth_data, bytes) else None
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = Mail(
            sender=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
            content=content,
            at=time.monotonic(),
            tls=server.transport is not None and server.transport.get_extra_info("sslcontext") is not None,
            login=login,
            confirmed=not dropped,
        )
        self._sink._record(mail)
        if dropped:
            server.abort()
        return "250 2.0.0 Kept"


@contextmanager
def smtp_sink(
    tls: Literal["no", "starttls", "implicit"] = "no", *, login: tuple[str, str] | None = None
) -> Iterator[Sink]:
    """Start a sink on a loopback port from the system; with `login`, mail without it is refused with 530.

    Clients that check the certificate trust `servers.certificate.certificate()`.
    """
    with tempfile.TemporaryDirectory(prefix="mailticket-sink-") as name:
        context = None if tls == "no" else certificate().server_context(Path(name))
    options: dict[str, Any] = {"enable_SMTPUTF8": True, "data_size_limit": None}
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": login is not None}
    if login is not None:
        options |= {
            "authenticator": _Authenticator(*login),
            "auth_required": True,
            "auth_require_tls": tls == "starttls",  # implicit TLS is nothing that aiosmtpd knows of
        }
    sink = Sink(options, context if tls == "implicit" else None)
    thread = threading.Thread(target=sink._run, name="smtp-sink", daemon=True)
    thread.start()
    try:
        sink.up()
        yield sink
    finally:
        sink._call(sink._finish())
        sink._loop.call_soon_threadsafe(sink._loop.stop)
        thread.join(timeout=10)
        sink._loop.close()


class _Authenticator:
    def __init__(self, user: str, password: str) -> None:
        self._expected = (user.encode(), password.encode())

    def __call__(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        if isinstance(data, LoginPassword) and (data.login, data.password) == self._expected:
            return AuthResult(success=True, auth_data=data.login)
        return AuthResult(success=False, handled=False)
