"""Reading in processes: what one message does to its reader is no other message's trouble."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailticket.mail.message import parse
from mailticket.workers import reader
from mailticket.workers.plain_values import MalformedError, pack, unpack
from mailticket.workers.reader import ReaderPool

MAIL = b"From: Jane <jane@acme.example>\r\nTo: s@desk.example\r\nSubject: %s\r\n\r\nHello\r\n"
CORPUS = Path(__file__).parents[1] / "corpus"

# A reader that obeys its mail, so that a test can say when it hangs, dies or swells.
OBEDIENT = """
import os, sys, time
from mailticket.workers import reader_child
parse = reader_child.parse
def obey(raw, *, reverse_path=None):
    if b"Subject: hang" in raw:
        while True: pass
    if b"Subject: slow" in raw:
        until = time.process_time() + 0.5
        while time.process_time() < until: pass
    if b"Subject: die" in raw: os._exit(7)
    if b"Subject: swell" in raw: return parse(b"x" * (1 << 30))
    if b"Subject: lie" in raw: return parse(b"another mail")
    return parse(raw, reverse_path=reverse_path)
reader_child.parse = obey
reader_child.main()
"""


@pytest.fixture
def obedient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that do what the subject of a mail says."""
    monkeypatch.setattr(reader, "COMMAND", (sys.executable, "-c", OBEDIENT))


@asynccontextmanager
async def pool(**limits: float) -> AsyncIterator[ReaderPool]:
    made = ReaderPool(**limits)  # type: ignore[arg-type]  # whole numbers are given where they are asked for
    try:
        yield made
    finally:
        await made.close()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def resident(pid: int) -> int:
    """KiB of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])


async def until(condition: object, seconds: float = 10.0) -> None:
    """Wait for something that is to happen, and no longer."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.02)


def test_mail_is_read_as_it_is_here() -> None:
    async def scenario() -> None:
        raws = [path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))]
        async with pool() as readers:
            read = await asyncio.gather(*(readers.read(raw, reverse_path="") for raw in raws))
        assert list(read) == [parse(raw, reverse_path="") for raw in raws]

    asyncio.run(scenario())


def test_messages_cross_the_boundary_unchanged() -> None:
    for path in CORPUS.glob("*.eml"):
        message = parse(path.read_bytes())
        assert unpack(pack(message)) == message


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b'{"__class__":"os.system"}',
        pack(parse(MAIL))[:-3] + b"]",
    ],
)
def test_what_is_no_message_is_refused(answer: bytes) -> None:
    with pytest.raises(MalformedError):
        unpack(answer)


def test_values_of_another_type_are_refused() -> None:
    plain = json.loads(pack(parse(MAIL)))
    for place, value in enumerate(plain):
        wrong = [*plain]
        wrong[place] = {"a": 1} if not isinstance(value, dict) else 1
        with pytest.raises(MalformedError):
            unpack(json.dumps(wrong).encode())


@pytest.mark.usefixtures("obedient")
def test_bomb_gets_its_header_read_and_delays_nobody() -> None:
    async def scenario() -> None:
        async with pool(processes=2, seconds=3.0) as readers:
            await asyncio.gather(*(readers.read(MAIL % b"warm", reverse_path=None) for _ in range(20)))
            bombs = [asyncio.create_task(readers.read(MAIL % b"hang", reverse_path=None)) for _ in range(3)]
            taken = []
            while not all(bomb.done() for bomb in bombs):
                began = time.monotonic()
                message = await readers.read(MAIL % b"other", reverse_path=None)
                taken.append(time.monotonic() - began)
                assert message.defects == ()
                await asyncio.sleep(0.02)
            assert max(taken) < 3.0  # nobody waited for a bomb to end
            for bomb in bombs:
                message = await bomb
                assert message.subject == "hang"
                assert message.from_[0].address == "jane@acme.example"
                assert any("more than 3 seconds" in defect for defect in message.defects)

    asyncio.run(scenario())


@pytest.mark.usefixtures("obedient")
def test_what_was_sent_behind_a_slow_message_is_read_by_others() -> None:
    async def scenario() -> None:
        async with pool(processes=1, seconds=5.0) as readers:
            await readers.read(MAIL % b"warm", reverse_path=None)
            slow = asyncio.create_task(readers.read(MAIL % b"slow", reverse_path=None))
            others = [
                asyncio.create_task(readers.read(MAIL % b"other", reverse_path=None)) for _ in range(10)
            ]
            await asyncio.gather(*others)
            assert not slow.done()
            assert (await slow).defects == ()

    asyncio.run(scenario())


@pytest.mark.usefixtures("obedient")
def test_death_of_a_reader_costs_only_the_message_that_killed_it() -> None:
    async def scenario() -> None:
        async with pool(processes=1) as readers:
            subjects = [b"one", b"two", b"die", b"three", b"four"]
            read = await asyncio.gather(*(readers.read(MAIL % s, reverse_path=None) for s in subjects))
            assert [message.subject.encode() for message in read] == subjects
            assert [bool(message.defects) for message in read] == [False, False, True, False, False]

    asyncio.run(scenario())


@pytest.mark.usefixtures("obedient")
def test_answer_about_another_message_is_not_believed() -> None:
    async def scenario() -> None:
        async with pool(processes=1) as readers:
            message = await readers.read(MAIL % b"lie", reverse_path=None)
            assert message.subject == "lie"
            assert message.defects

    asyncio.run(scenario())


@pytest.mark.usefixtures("obedient")
def test_memory_is_bounded() -> None:
    async def scenario() -> None:
        async with pool(processes=1, memory=256 * 1024 * 1024) as readers:
            message = await readers.read(MAIL % b"swell", reverse_path=None)
            assert message.subject == "swell"
            assert message.defects
            assert (await readers.read(MAIL % b"after", reverse_path=None)).defects == ()

    asyncio.run(scenario())


def test_reader_is_replaced_after_a_large_mail() -> None:
    async def scenario() -> None:
        async with pool(processes=1) as readers:
            await readers.read(MAIL % b"small", reverse_path=None)
            (first,) = readers.pids()
            large = (MAIL % b"large") + b"text\r\n" * 1_000_000
            assert (await readers.read(large, reverse_path=None)).size == len(large)
            await readers.read(MAIL % b"small", reverse_path=None)
            assert first not in readers.pids()
            assert not alive(first)

    asyncio.run(scenario())


def test_readers_are_small_and_end_when_there_is_no_mail() -> None:
    async def scenario() -> None:
        async with pool(processes=2, idle=0.3) as readers:
            await asyncio.gather(*(readers.read(MAIL % b"x", reverse_path=None) for _ in range(50)))
            started = readers.pids()
            assert started
            assert all(resident(pid) < 32 * 1024 for pid in started)
            await until(lambda: not readers.pids())
            assert not any(map(alive, started))
            assert (await readers.read(MAIL % b"again", reverse_path=None)).subject == "again"

    asyncio.run(scenario())


PARENT = """
import asyncio, sys
from mailticket.workers import reader
reader.COMMAND = (sys.executable, "-c", sys.argv[1])
async def main():
    readers = reader.ReaderPool(processes=2, seconds=60)
    task = asyncio.create_task(readers.read(b"Subject: hang\\r\\n\\r\\n", reverse_path=None))
    await readers.read(b"Subject: x\\r\\n\\r\\n", reverse_path=None)
    while not readers.pids():
        await asyncio.sleep(0.01)
    print(*readers.pids(), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_readers_do_not_outlive_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, OBEDIENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert children
    assert all(map(alive, children))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    asyncio.run(until(lambda: not any(map(alive, children))))


def test_closed_pool_reads_no_more() -> None:
    async def scenario() -> None:
        async with pool() as readers:
            await readers.read(MAIL % b"x", reverse_path=None)
            started = readers.pids()
        assert not any(map(alive, started))
        with pytest.raises(RuntimeError):
            await readers.read(MAIL % b"x", reverse_path=None)

    asyncio.run(scenario())


def test_message_is_plain_values() -> None:
    message = parse(MAIL % b"x")
    assert replace(unpack(pack(message)), subject="y").subject == "y"
