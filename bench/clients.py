"""Clients and a relay of our own, for what needs the moment of each step: asyncio, in this process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

from bench.room import DESK, Failed
from servers.process import LOOPBACK


async def send(port: int, sender: str, parts: Iterable[bytes]) -> tuple[float, float]:
    """Send one mail, given in parts: the moments at which it had ended and at which 250 came."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        await _answer(reader, b"220")
        for command in (
            b"EHLO client.example",
            b"MAIL FROM:<%b>" % sender.encode(),
            b"RCPT TO:<%b>" % DESK.encode(),
        ):
            writer.write(command + b"\r\n")
            await _answer(reader, b"250")
        writer.write(b"DATA\r\n")
        await _answer(reader, b"354")
        for part in parts:
            writer.write(part)
            await writer.drain()
        writer.write(b".\r\n")
        await writer.drain()
        ended = time.perf_counter()
        await _answer(reader, b"250")
        return ended, time.perf_counter()
    finally:
        writer.close()


async def send_all(port: int, mails: Sequence[tuple[str, bytes]], connections: int) -> None:
    """Send mails as fast as they are taken, over connections that are kept open."""
    left = iter(mails)

    async def one() -> None:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        await _answer(reader, b"220")
        writer.write(b"EHLO client.example\r\n")
        await _answer(reader, b"250")
        for sender, raw in left:
            writer.write(b"MAIL FROM:<%b>\r\nRCPT TO:<%b>\r\nDATA\r\n" % (sender.encode(), DESK.encode()))
            for expected in (b"250", b"250", b"354"):
                await _answer(reader, expected)
            writer.write(raw + b".\r\n")
            await _answer(reader, b"250")
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))


async def _answer(reader: asyncio.StreamReader, expected: bytes) -> None:
    while (line := await reader.readline())[3:4] == b"-":
        pass
    if not line.startswith(expected):
        raise Failed(
            f"{expected.decode()} was expected and the answer is {line.decode(errors='replace').strip()!r}"
        )


class _Taking(asyncio.Protocol):
    """One connection to the relay."""

    def __init__(self, taken: Callable[[str], None]) -> None:
        self._taken = taken
        self._rest = b""
        self._recipient = ""
        self._in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while True:
            if self._in_data:
                _, end, self._rest = (
                    self._rest.partition(b"\r\n.\r\n")
                    if b"\r\n.\r\n" in self._rest
                    else (b"", b"", self._rest)
                )
                if not end:
                    return
                self._in_data = False
                self._taken(self._recipient)
                self._transport.write(b"250 2.0.0 Taken\r\n")
                continue
            line, end, rest = self._rest.partition(b"\r\n")
            if not end:
                return
            self._rest = rest
            self._transport.write(self._reply(line))

    def _reply(self, line: bytes) -> bytes:
        match line[:4].upper():
            case b"EHLO":
                return b"250-sink.example\r\n250 PIPELINING\r\n"
            case b"RCPT":
                self._recipient = line.partition(b"<")[2].partition(b">")[0].decode(errors="replace")
                return b"250 2.1.5 OK\r\n"
            case b"DATA":
                self._in_data = True
                return b"354 Go on\r\n"
            case b"QUIT":
                return b"221 2.0.0 Bye\r\n"
            case _:
                return b"250 2.0.0 OK\r\n"


@asynccontextmanager
async def relay(taken: Callable[[str], None]) -> AsyncIterator[str]:
    """A relay at this URL that tells the recipient of each mail as it comes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Taking(taken), LOOPBACK, 0)
    async with server:
        yield f"smtp://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
