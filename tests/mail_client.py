"""A mail server of ours on a thread, and a client that says exactly the bytes it is told to."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mailticket.mail.envelope import Envelope
from mailticket.wire.smtp_server import MailServer, ServerLimits, Spooled, bind

T = TypeVar("T")
PATIENCE = 10.0  # seconds after which a test that waits has failed


@dataclass(kw_only=True)
class Running:
    """A server that listens, with all that it took and told."""

    server: MailServer
    loop: asyncio.AbstractEventLoop
    address: Any
    accepted: list[tuple[Envelope, bytes]]
    events: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def connect(self, *, greeted: bool = True, hello: str | None = None) -> "Client":
        """A client on a connection of its own; `greeted` reads the banner, `hello` says that too."""
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        client = Client(socket.socket(family, socket.SOCK_STREAM))
        client.socket.settimeout(PATIENCE)
        client.socket.connect(self.address)
        if greeted or hello:
            assert client.reply().startswith("220 ")
        if hello:
            assert client.ask(hello).startswith("250")
        return client

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the server's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what the server does in its own time."""

        async def wait() -> None:
            async with asyncio.timeout(PATIENCE):
                while not condition():  # noqa: ASYNC110 # the server does not tell of everything
                    await asyncio.sleep(0.005)

        self.run(wait())

    @property
    def reasons(self) -> list[object]:
        """Why mail was refused, in order."""
        return [facts["reason"] for name, facts in self.events if name == "mail.rejected"]


class Client:
    """The other side of a socket."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._input = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def line(self) -> str:
        """One line from the server; "" when it has closed."""
        while b"\n" not in self._input:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                data = b""
            if not data:
                return ""
            self._input += data
        line, _, self._input = self._input.partition(b"\n")
        return line.rstrip(b"\r").decode()

    def reply(self) -> str:
        """One reply, with all its lines."""
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return "\n".join(lines)

    def ask(self, command: str | bytes) -> str:
        """Say a command; its reply."""
        self.send((command.encode() if isinstance(command, str) else command) + b"\r\n")
        return self.reply()

    def begin(self, *recipients: str, sender: str = "<ann@example.org>") -> None:
        """MAIL and RCPT, which must be taken."""
        assert self.ask(f"MAIL FROM:{sender}").startswith("250 2.1.0")
        for recipient in recipients or ("support@desk.example",):
            assert self.ask(f"RCPT TO:<{recipient}>").startswith("250 2.1.5")

    def start_data(self, *recipients: str) -> None:
        """All up to 354."""
        self.begin(*recipients)
        assert self.ask("DATA").startswith("354 ")

    def deliver(self, stuffed: bytes) -> str:
        """A whole transaction; `stuffed` is what goes over the wire before the final dot."""
        self.start_data()
        self.send(stuffed + b".\r\n")
        return self.reply()

    def secure(self) -> None:
        """Go on in TLS, believing any certificate."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)

    @property
    def closed(self) -> bool:
        """The server has closed, and says nothing more; waits for it."""
        return self.line() == ""

    def leave(self) -> None:
        self.socket.close()


def ours(address: str) -> bool:
    return address.casefold().endswith("@desk.example") or address.casefold() == "postmaster"


@contextmanager
def running(
    *,
    limits: ServerLimits | None = None,
    lmtp: bool = False,
    tls: ssl.SSLContext | None = None,
    accept: Callable[[Envelope, Spooled], Awaitable[int]] | None = None,
    is_ours: Callable[[str], bool] = ours,
    listen: str = "127.0.0.1:0",
    spool_directory: Path | None = None,
) -> Iterator[Running]:
    """A server on a thread of its own, gone when the block ends."""
    accepted: list[tuple[Envelope, bytes]] = []
    events: list[tuple[str, Mapping[str, object]]] = []

    async def keep(envelope: Envelope, spooled: Spooled) -> int:
        accepted.append((envelope, spooled.read()))
        return len(accepted)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def build() -> MailServer:
        return MailServer(
            accept=accept or keep,
            is_ours=is_ours,
            hostname="desk.example",
            limits=limits,
            tls=tls,
            on_event=lambda name, facts: events.append((name, facts)),
            spool_directory=spool_directory,
        )

    listener = bind(listen)
    server = asyncio.run_coroutine_threadsafe(build(), loop).result(PATIENCE)
    desk = Running(server=server, loop=loop, address=listener.getsockname(), accepted=accepted, events=events)
    desk.run(server.start([listener], lmtp=lmtp))
    try:
        yield desk
    finally:
        with suppress(TimeoutError):
            desk.run(server.drain(0.5))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
