"""Lines on their way to standard output: a thread writes them, so that a reader who stalls holds nobody up.

They keep their order. When too many wait, further ones are lost, and counted: how many they were is said in
their place as soon as the reader is back.
"""

import atexit
import os
import select
import threading
from collections.abc import Callable, Iterator

MOST = 4 << 20  # bytes that wait; as many may be in the hands of the thread
LAST = 3.0  # seconds for the reader to take what is left at the end


class LogWriter:
    """Writes whole lines to a file descriptor; a reader that has gone away is no trouble."""

    def __init__(self, fd: int, lost: Callable[[int], str], most: int = MOST) -> None:
        """`lost` words the line that says how many were lost."""
        self._fd = fd
        self._lost_line = lost
        self._most = most
        self._changed = threading.Condition()
        self._waiting: list[bytes] = []
        self._size = 0
        self._lost = 0
        self._busy = False
        self._thread: threading.Thread | None = None

    def put(self, lines: str) -> None:
        """Have lines, each with its end, written after all those before them; never waits."""
        data = lines.encode("utf-8", "replace")
        with self._changed:
            if self._lost or (self._waiting and self._size + len(data) > self._most):
                self._lost += data.count(b"\n")
                return
            self._waiting.append(data)
            self._size += len(data)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="log", daemon=True)
                self._thread.start()
                atexit.register(self.flush)
            elif not self._busy:
                self._changed.notify_all()

    def flush(self, seconds: float = LAST) -> bool:
        """Wait until all is written, for so long at most; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._waiting or self._lost or self._busy), seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._lost)
                data, lost = b"".join(self._waiting), self._lost
                self._waiting, self._size, self._lost, self._busy = [], 0, 0, True
            self._write(data)
            if lost:
                self._write(self._lost_line(lost).encode("utf-8", "replace"))

    def _write(self, data: bytes) -> None:
        for piece in _pieces(data):
            left = piece
            while left:
                try:
                    left = left[os.write(self._fd, left) :]
                except BlockingIOError:  # whoever gave it to us wants no waiting there
                    select.select([], [self._fd], [])
                except OSError:  # whoever read the log is gone; the mail matters more
                    return


def _pieces(data: bytes) -> Iterator[bytes]:
    """Whole lines in pieces that a pipe takes at once, so that lines of several processes do not mix."""
    start = 0
    while start < len(data):
        end = (
            data.rfind(b"\n", start, start + select.PIPE_BUF) + 1 or data.find(b"\n", start) + 1 or len(data)
        )
        yield data[start:end]
        start = end
