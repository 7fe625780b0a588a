"""A reader of the log that stalls holds nobody up, and learns how many lines it missed."""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator

import pytest

from mailticket.log_writer import LogWriter

SIZE = 4096  # of the pipe
MOST = 20_000


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A small pipe: where it is read, and where it is written."""
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, SIZE)
    yield read, write
    for end in (read, write):
        with contextlib.suppress(OSError):  # a test has closed it
            os.close(end)


@pytest.fixture
def writer(pipe: tuple[int, int]) -> LogWriter:
    return LogWriter(pipe[1], lambda count: f"lost {count}\n", MOST)


def taken(read: int, until: str) -> list[str]:
    """What the reader reads, line by line, up to the line that is waited for."""
    data = b""
    while not data.endswith(f"{until}\n".encode()):
        data += os.read(read, 1 << 16)
    return data.decode().splitlines()


def test_lines_come_in_their_order(writer: LogWriter, pipe: tuple[int, int]) -> None:
    for n in range(1000):
        writer.put(f"{n}\n")
    assert taken(pipe[0], "999") == [str(n) for n in range(1000)]
    assert writer.flush()


def test_a_reader_that_stalls_for_a_while_misses_nothing(writer: LogWriter, pipe: tuple[int, int]) -> None:
    lines = [f"{n} {'x' * 90}" for n in range(150)]
    for line in lines:
        writer.put(f"{line}\n")
    assert not writer.flush(0.05)
    assert taken(pipe[0], lines[-1]) == lines
    assert writer.flush()


def test_what_is_too_much_is_lost_and_counted_in_its_place(writer: LogWriter, pipe: tuple[int, int]) -> None:
    first = "x" * 2 * SIZE
    writer.put(f"{first}\n")
    assert not writer.flush(0.05)
    for n in range(10_000):
        writer.put(f"{n}\nand more of {n}\n")
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.extend(taken(pipe[0], "back")))
    reader.start()
    assert writer.flush(10)
    writer.put("back\n")
    reader.join(10)
    kept = [line for line in found if line.isdigit()]
    assert kept == [str(n) for n in range(len(kept))]
    assert len(found) == 1 + 2 * len(kept) + 2
    assert found[0] == first
    assert found[-2:] == [f"lost {20_000 - 2 * len(kept)}", "back"]
    assert MOST / 2 < sum(map(len, found[1:-2])) < MOST


def test_a_reader_that_is_gone_is_no_trouble(writer: LogWriter, pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    for n in range(10_000):
        writer.put(f"{n}\n")
        if n % 1000 == 0:
            assert writer.flush(5)
    assert writer.flush(5)


def test_a_pipe_that_must_not_be_waited_for_is_waited_for_all_the_same(
    writer: LogWriter, pipe: tuple[int, int]
) -> None:
    os.set_blocking(pipe[1], False)
    lines = [f"{n} {'x' * 90}" for n in range(150)]
    for line in lines:
        writer.put(f"{line}\n")
    assert not writer.flush(0.05)
    assert taken(pipe[0], lines[-1]) == lines


def test_lines_of_several_writers_do_not_mix(pipe: tuple[int, int]) -> None:
    writers = [LogWriter(pipe[1], str) for _ in range(3)]
    for n in range(400):
        for name, writer in zip("abc", writers, strict=True):
            writer.put(f"{name * (n % 97 + 1)}\n")
    found: list[bytes] = []
    while sum(map(len, found)) < 3 * sum(n % 97 + 2 for n in range(400)):
        time.sleep(0.0002)
        found.append(os.read(pipe[0], 1000))
    lines = b"".join(found).decode().splitlines()
    assert len(lines) == 1200
    assert all(len(set(line)) == 1 for line in lines)
