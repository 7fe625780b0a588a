"""Messages on their way in: small ones in memory, large ones in files without a name."""

import asyncio
import hashlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from os import pread
from pathlib import Path
from typing import IO

from mailticket.mail.failure import PermanentFailure, TransientFailure, WireFailure
from mailticket.wire.data_phase import DotStuffing, HeaderWatch
from mailticket.wire.limits import MIB, ServerLimits

_WRITE_SIZE = 64 * 1024  # what is gathered before it goes to the file


class Memory:
    """How many bytes of messages are held in memory, of how many that may be."""

    __slots__ = ("limit", "used")

    def __init__(self) -> None:
        self.limit = 0
        self.used = 0


class Spooled:
    """A received message, byte for byte, until `close`. It may be read more than once, in any thread."""

    __slots__ = ("_content", "_file", "sha256", "size")

    def __init__(
        self, *, size: int, sha256: str, content: bytes = b"", file: IO[bytes] | None = None
    ) -> None:
        self.size = size  # bytes
        self.sha256 = sha256  # of the content, hexadecimal
        self._content = content
        self._file = file

    @classmethod
    def of(cls, content: bytes) -> "Spooled":
        """A message that is in memory already."""
        return cls(size=len(content), sha256=hashlib.sha256(content).hexdigest(), content=content)

    @property
    def in_memory(self) -> bool:
        """False for a large message, better read in chunks than whole."""
        return self._file is None

    def chunks(self, size: int = MIB) -> Iterator[bytes]:
        """The content in pieces of `size` bytes, the last one shorter; none for an empty message."""
        if self._file is None:
            if self.size <= size:
                if self._content:
                    yield self._content
                return
            for start in range(0, self.size, size):
                yield self._content[start : start + size]
            return
        for start in range(0, self.size, size):
            yield pread(self._file.fileno(), size, start)

    def read(self) -> bytes:
        """The whole content; up to the size limit in memory, so only for what needs it in one piece."""
        return self._content if self._file is None else b"".join(self.chunks())

    def close(self) -> None:
        """Give memory and disk space back. The content is gone afterwards."""
        self._content = b""
        if self._file is not None:
            self._file.close()


class Incoming:
    """A message while it arrives: unstuffed, counted, judged, hashed, and kept as it will be stored."""

    __slots__ = ("_directory", "_dots", "_file", "_hash", "_header", "_limits", "_memory", "_pending",
                 "_refused", "received", "size")  # fmt: skip

    def __init__(self, limits: ServerLimits, memory: Memory, directory: Path | None) -> None:
        self._limits = limits
        self._memory = memory
        self._directory = directory
        self._dots = DotStuffing()
        self._header = HeaderWatch(limits)
        self._pending = bytearray()
        self._hash = hashlib.sha256()
        self._file: IO[bytes] | None = None
        self._refused: WireFailure | None = None
        self.received = 0  # bytes as they came, stuffed dots and all
        self.size = 0  # bytes of content

    @property
    def bare_newlines(self) -> bool:
        """A CR or LF that is not part of CRLF came in this message."""
        return self._dots.bare_newlines

    @property
    def runaway(self) -> bool:
        """Far more came than the limit: the client pays no heed, and waiting for the end is no use."""
        return self.received > 4 * self._limits.message_size + MIB

    @property
    def wants_writing(self) -> bool:
        """Enough was gathered that `write` should be called before more is taken."""
        pending = len(self._pending)
        if pending < _WRITE_SIZE:
            return False
        return (
            self._file is not None
            or pending > self._limits.spill_over
            or self._memory.used > self._memory.limit
        )

    def feed(self, piece: bytes) -> bytes | None:
        """Take bytes from the socket; those after the end of the message, or None while it goes on."""
        self.received += len(piece)
        content, rest = self._dots.feed(piece)
        if content and self._refused is None:
            self.size += len(content)
            self._pending += content
            self._memory.used += len(content)
            failure = self._header.feed(content)
            if self.size > self._limits.message_size:
                failure = PermanentFailure(552, "5.3.4", f"Larger than {self._limits.message_size} bytes")
            if failure is not None:
                self.refuse(failure)
        return rest

    def refuse(self, failure: WireFailure) -> None:
        """Keep nothing of the message any more; `finish` will raise this failure."""
        if self._refused is None:
            self._refused = failure
        self.discard()

    async def write(self, threads: Executor) -> None:
        """Move what was gathered to the file, in a thread: a slow disk stops this message only."""
        block, self._pending = self._pending, bytearray()
        try:
            await asyncio.get_running_loop().run_in_executor(threads, self._write, block)
        except (OSError, ValueError):  # ValueError: the file was closed because the message was refused
            self.refuse(TransientFailure(452, "4.3.1", "Not enough storage, try again later"))
        finally:
            self._memory.used -= len(block)

    def _write(self, block: bytearray) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._directory, buffering=0)  # noqa: SIM115 # lives longer
        self._hash.update(block)
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) :]

    async def finish(self, threads: Executor) -> Spooled:
        """The whole message; raises the WireFailure with which it is refused."""
        if self._refused is None and (failure := self._header.finish()) is not None:
            self.refuse(failure)
        if self._file is not None and self._pending:
            await self.write(threads)
        if self._refused is not None:
            raise self._refused
        if self._file is None:
            content, self._pending = bytes(self._pending), bytearray()  # still counted as in memory
            return Spooled.of(content)
        file, self._file = self._file, None
        return Spooled(size=self.size, sha256=self._hash.hexdigest(), file=file)

    def discard(self) -> None:
        """Forget what was kept. Calling it again does no harm."""
        self._memory.used -= len(self._pending)
        self._pending = bytearray()
        if self._file is not None:
            self._file.close()
            self._file = None
