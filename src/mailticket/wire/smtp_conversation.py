"""One SMTP transaction after the other on a connection that is set up (RFC 5321, RFC 2920).

aiosmtplib connects, greets, goes over to TLS and signs in. From there on, its way of one command and one
answer at a time would cost four journeys for each mail; here the envelope is one write where that is allowed.
"""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MAX_REPLY: Final = 32_768  # octets of answers that are waited for together

_LINE: Final = re.compile(rb"(\d{3})(?:([ -])([^\r\n]*))?\r?")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the relay; `text` without the codes that begin its lines."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeReplies:
    """What was answered to MAIL, to each RCPT, and to DATA (None where it was not asked)."""

    sender: Reply
    recipients: tuple[Reply, ...]
    data: Reply | None


class ConversationLostError(ConnectionError):
    """The connection is gone. `heard` is False if not even the first answer of this mail had come."""

    def __init__(self, *, heard: bool, text: str = "The connection was closed.") -> None:
        super().__init__(text)
        self.heard = heard


class SilentError(TimeoutError):
    """No answer came in time. `heard` as above."""

    def __init__(self, *, heard: bool) -> None:
        super().__init__("No answer came in time.")
        self.heard = heard


class Conversation(asyncio.Protocol):
    """Speaks on a transport that others have set up, which is its own from then on."""

    def __init__(self, transport: asyncio.Transport, *, pipelining: bool) -> None:
        self._transport = transport
        self._pipelining = pipelining
        self._buffer = bytearray()
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._expected = 0
        self._waiter: asyncio.Future[None] | None = None
        self._paused = False
        self._lost = transport.is_closing()
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """Whether the next mail may be tried here."""
        return not self._lost and not self._transport.is_closing()

    def close(self) -> None:
        """Hang up, whatever is under way."""
        self._transport.abort()
        self._lose()

    def leave(self) -> None:
        """Say goodbye without waiting for the answer."""
        if self.is_open:
            self._transport.write(b"QUIT\r\n")
            self._transport.close()
        self._lose()

    async def envelope(self, sender: bytes, recipients: Sequence[bytes], seconds: float) -> EnvelopeReplies:
        """MAIL, RCPT for each, DATA; with the answers, all of them, whether they please or not.

        Raises `ConversationLostError` and `SilentError`.
        """
        if self._pipelining:
            await self._write(b"".join((sender, *recipients, b"DATA\r\n")), len(recipients) + 2, seconds)
            first = await self._reply(seconds, heard=False)
            if first.code == 421:  # the relay takes its leave and will say no more
                return EnvelopeReplies(sender=first, recipients=(), data=None)
            answers = [await self._reply(seconds) for _ in recipients]
            return EnvelopeReplies(sender=first, recipients=tuple(answers), data=await self._reply(seconds))
        first = await self.ask(sender, seconds, heard=False)
        if first.code // 100 != 2:
            return EnvelopeReplies(sender=first, recipients=(), data=None)
        answers = [await self.ask(recipient, seconds) for recipient in recipients]
        data = None
        if any(answer.code // 100 == 2 for answer in answers):
            data = await self.ask(b"DATA\r\n", seconds)
        return EnvelopeReplies(sender=first, recipients=tuple(answers), data=data)

    async def content(self, data: bytes, seconds: float) -> Reply:
        """The mail itself, after 354. `data` has CRLF and nothing else at its line ends."""
        stuffed = data.replace(b"\r\n.", b"\r\n..")
        end = b".\r\n" if data.endswith(b"\r\n") or not data else b"\r\n.\r\n"
        return await self.ask((b"." if data.startswith(b".") else b"") + stuffed + end, seconds)

    async def ask(self, command: bytes, seconds: float, *, heard: bool = True) -> Reply:
        """One command, one answer."""
        await self._write(command, 1, seconds, heard=heard)
        return await self._reply(seconds, heard=heard)

    async def _write(self, data: bytes, expected: int, seconds: float, *, heard: bool = False) -> None:
        if not self.is_open:
            raise ConversationLostError(heard=heard)
        self._expected += expected
        self._transport.write(data)
        if self._paused:
            await self._wait(seconds, heard=heard)

    async def _reply(self, seconds: float, *, heard: bool = True) -> Reply:
        while not self._replies:
            if not self.is_open:
                raise ConversationLostError(heard=heard)
            await self._wait(seconds, heard=heard)
        return self._replies.popleft()

    async def _wait(self, seconds: float, *, heard: bool) -> None:
        """Until something happens: an answer, room to write, the end."""
        loop = asyncio.get_running_loop()
        self._waiter = waiter = loop.create_future()
        timer = loop.call_later(seconds, _time_is_up, waiter)
        try:
            await waiter
        except TimeoutError:
            self.close()
            raise SilentError(heard=heard) from None
        finally:
            timer.cancel()
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _lose(self) -> None:
        self._lost = True
        self._wake()

    def data_received(self, data: bytes) -> None:
        """Answers; one that nobody asked for is a goodbye."""
        self._buffer += data
        while (end := self._buffer.find(b"\n")) >= 0:
            found = _LINE.fullmatch(self._buffer, 0, end)
            if found is None:
                return self.close()
            self._lines.append((found[3] or b"").decode("utf-8", "replace").strip())
            code, more = int(found[1]), found[2] == b"-"
            del self._buffer[: end + 1]
            if not more:
                if self._expected == 0:
                    return self.close()
                self._expected -= 1
                self._replies.append(Reply(code, " ".join(self._lines)))
                self._lines.clear()
        if len(self._buffer) + sum(map(len, self._lines)) > MAX_REPLY:
            return self.close()
        if self._replies:
            self._wake()
        return None

    def eof_received(self) -> None:
        """The relay has closed."""
        self._lose()

    def connection_lost(self, _exc: Exception | None) -> None:
        """The connection is gone."""
        self._lose()

    def pause_writing(self) -> None:
        """More than enough is on its way."""
        self._paused = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._paused = False
        self._wake()


def _time_is_up(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
