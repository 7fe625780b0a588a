"""The pool of processes in which mail is read, so that no mail can harm or delay another."""

import asyncio
import contextlib
import os
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from mailticket.mail.message import Message
from mailticket.mail.reading import header_only
from mailticket.workers.plain_values import MalformedError, unpack
from mailticket.workers.reader_child import ANSWER, REQUEST

# -P: a file in the working directory must not stand in for a module
COMMAND = (sys.executable, "-P", "-m", "mailticket.workers.reader_child")

_MANY = 4  # messages in flight that call for another process
_IN_FLIGHT = 16  # messages given to one process ahead of its answers
_BYTES_IN_FLIGHT = 256 * 1024
_LARGE = 2 * 1024 * 1024  # a mail after which the process is replaced, as its memory stays large
_SILENCE = 0.1  # seconds after which what waits behind a message is given to another process
_RESERVE = 4  # processes beyond the number, while others are stuck
_STRETCH = 5  # times `seconds` by the clock, where the machine is too busy to give it that much work
_START = 20.0  # seconds that a process may take to get ready
_MAX_ANSWER = 64 * 1024 * 1024
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True, eq=False)
class _Job:
    raw: bytes
    reverse_path: str | None
    answer: asyncio.Future[Message]
    alone: bool = False  # it was at hand when a process died: the next one gets nothing else


@dataclass(slots=True, eq=False)
class _Child:
    process: asyncio.subprocess.Process
    jobs: dict[int, _Job] = field(default_factory=dict)  # by number, in the order in which they were sent
    since: float = 0.0  # when the first of them began, by the clock of the loop
    used: float = 0.0  # seconds of work that the process had done by then
    retiring: bool = False  # it gets nothing more
    stuck: bool = False  # it has been silent for too long
    timer: asyncio.TimerHandle | None = None
    listener: asyncio.Task[None] | None = None

    @property
    def waiting_bytes(self) -> int:
        return sum(len(job.raw) for job in self.jobs.values())


class ReaderPool:
    """Reads mail in `processes` processes, each message with at most `seconds` of work and `memory` bytes.

    What goes beyond the limits, or kills its process twice, comes back as a Message made of its header
    alone, with a defect that says so. Processes start when there is mail and end after `idle` seconds
    without. Belongs to one event loop.
    """

    def __init__(
        self, *, processes: int = 2, seconds: float = 2.0, memory: int = 256 * 1024 * 1024, idle: float = 30.0
    ) -> None:
        self._processes = processes
        self._seconds = seconds
        self._memory = memory
        self._idle = idle
        self._children: list[_Child] = []
        self._starting = 0
        self._starters: set[asyncio.Task[None]] = set()
        self._queue: deque[_Job] = deque()
        self._number = 0
        self._closed = False

    async def read(self, raw: bytes, *, reverse_path: str | None) -> Message:
        """The mail as it is read. Raises RuntimeError once the pool is closed, and nothing else."""
        if self._closed:
            raise RuntimeError("The pool of readers is closed.")
        job = _Job(raw, reverse_path, asyncio.get_running_loop().create_future())
        self._queue.append(job)
        self._dispatch()
        return await job.answer

    async def close(self) -> None:
        """End all processes; what they were reading is cancelled."""
        self._closed = True
        jobs = list(self._queue)
        self._queue.clear()
        for task in list(self._starters):
            task.cancel()
        await asyncio.gather(*self._starters, return_exceptions=True)
        children, self._children = self._children, []
        for child in children:
            jobs += child.jobs.values()
            child.jobs = {}
            self._kill(child)
        for job in jobs:
            job.answer.cancel()
        await asyncio.gather(*(c.listener for c in children if c.listener), return_exceptions=True)

    def pids(self) -> list[int]:
        """The process ids of the readers that are running."""
        return [child.process.pid for child in self._children]

    # --- giving out work

    def _dispatch(self) -> None:
        """Give what waits to processes that can take it, and start more where none can."""
        while self._queue:
            job = self._queue[0]
            if job.answer.done():
                self._queue.popleft()
                continue
            child = self._free_for(job)
            if child is None:
                break
            self._queue.popleft()
            self._send(child, job)
        self._start_more()

    def _free_for(self, job: _Job) -> _Child | None:
        ready = [c for c in self._children if not c.retiring and not c.stuck]
        idle = next((c for c in ready if not c.jobs), None)
        if idle is not None or job.alone or len(job.raw) >= _LARGE:
            return idle
        able = [
            c
            for c in ready
            if len(c.jobs) < _IN_FLIGHT and c.waiting_bytes + len(job.raw) <= _BYTES_IN_FLIGHT
        ]
        return min(able, key=lambda c: len(c.jobs), default=None)

    def _start_more(self) -> None:
        stuck = sum(c.stuck or c.retiring for c in self._children)
        allowed = self._processes + min(stuck, _RESERVE)
        burdened = len(self._queue) + sum(len(c.jobs) > _MANY for c in self._children)
        wanted = min(burdened, allowed - len(self._children)) - self._starting
        for _ in range(wanted):
            self._starting += 1
            task = asyncio.create_task(self._start())
            self._starters.add(task)
            task.add_done_callback(self._starters.discard)

    async def _start(self) -> None:
        child = None
        try:
            child = await self._started()
        finally:
            self._starting -= 1
        if child is None:
            # Without processes or memory there is nothing to read with: the mail is opened unread.
            while self._queue and not self._children and not self._starting:
                self._give_up(self._queue.popleft(), "no process could be started to read it")
            return
        self._children.append(child)
        child.listener = asyncio.create_task(self._listen(child))
        self._rest(child)
        self._dispatch()

    async def _started(self) -> _Child | None:
        """A process that says that it is ready; None if none can be had."""
        try:
            process = await asyncio.create_subprocess_exec(
                *COMMAND,
                str(os.getpid()),
                str(self._memory),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"},
            )
        except OSError:
            return None
        assert process.stdout is not None  # noqa: S101  # it was made with a pipe
        try:
            async with asyncio.timeout(_START):
                await process.stdout.readexactly(ANSWER.size)
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError) as error:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        return _Child(process)

    def _send(self, child: _Child, job: _Job) -> None:
        assert child.process.stdin is not None  # noqa: S101  # it was made with a pipe
        self._number = (self._number + 1) & 0xFFFFFFFF
        path = b"" if job.reverse_path is None else job.reverse_path.encode("utf-8", "replace")
        head = REQUEST.pack(self._number, len(job.raw), -1 if job.reverse_path is None else len(path))
        child.process.stdin.write(head + path + job.raw if len(job.raw) < _LARGE else head + path)
        if len(job.raw) >= _LARGE:
            child.process.stdin.write(job.raw)
            child.retiring = True
        if job.alone:
            child.retiring = True
        child.jobs[self._number] = job
        if len(child.jobs) == 1:
            self._begin(child)

    # --- watching

    def _begin(self, child: _Child) -> None:
        """The process begins with the first of its messages."""
        loop = asyncio.get_running_loop()
        child.since = loop.time()
        child.used = -1.0
        if child.timer is not None:
            child.timer.cancel()
        child.timer = loop.call_later(_SILENCE, self._look, child)

    def _look(self, child: _Child) -> None:
        """Look at a process that has not answered for a while."""
        loop = asyncio.get_running_loop()
        work = _work_of(child.process.pid)
        if child.used < 0:
            child.used = max(0.0, work - _SILENCE)
        taken, elapsed = work - child.used, loop.time() - child.since
        if taken >= self._seconds or elapsed >= _STRETCH * self._seconds:
            number = next(iter(child.jobs))
            self._give_up(child.jobs.pop(number), f"reading it took more than {self._seconds:g} seconds")
            self._kill(child)
            return
        if not child.stuck:
            child.stuck = True
            with contextlib.suppress(OSError):  # others first
                os.setpriority(os.PRIO_PROCESS, child.process.pid, 10)
            _, *behind = child.jobs
            child.retiring = True  # what it was sent beyond the first is read by others
            self._queue.extendleft(reversed([child.jobs.pop(number) for number in behind]))
            self._dispatch()
        child.timer = loop.call_later(min(0.05, self._seconds / 4), self._look, child)

    def _rest(self, child: _Child) -> None:
        """A process without work ends after a while, at once if it is not to get any more."""
        if child.timer is not None:
            child.timer.cancel()
            child.timer = None
        if child.retiring:
            self._kill(child)
        else:
            child.timer = asyncio.get_running_loop().call_later(self._idle, self._kill, child)

    def _kill(self, child: _Child) -> None:
        if child.timer is not None:
            child.timer.cancel()
        child.retiring = True
        with contextlib.suppress(ProcessLookupError):
            child.process.kill()

    # --- taking answers

    async def _listen(self, child: _Child) -> None:
        """Take the answers of a process until it ends, then see to what it leaves behind."""
        try:
            await self._take(child)
        except (asyncio.IncompleteReadError, ConnectionError, MalformedError):
            pass  # it died, or says what no reader says
        finally:
            self._kill(child)
            await child.process.wait()
        if child in self._children:
            self._children.remove(child)
        left = list(child.jobs.values())
        child.jobs = {}
        if left and not self._closed:
            first, *behind = left
            self._queue.extendleft(reversed(behind))
            if first.alone:
                self._give_up(first, "the process that read it died")
            else:
                first.alone = True
                self._queue.append(first)
        if not self._closed:
            self._dispatch()

    async def _take(self, child: _Child) -> None:
        source = child.process.stdout
        assert source is not None  # noqa: S101  # it was made with a pipe
        while True:
            number, size = ANSWER.unpack(await source.readexactly(ANSWER.size))
            if size > _MAX_ANSWER:
                raise MalformedError("an answer without end")
            message = unpack(await source.readexactly(size))
            job = child.jobs.get(number)
            if job is not None:
                if message.size != len(job.raw):
                    raise MalformedError("the answer is about another message")
                del child.jobs[number]
                if not job.answer.done():
                    job.answer.set_result(message)
            if child.jobs:
                self._begin(child)
            else:
                self._rest(child)
            self._dispatch()

    def _give_up(self, job: _Job, why: str) -> None:
        """Answer with what the header says, read here within narrow bounds."""
        if not job.answer.done():
            job.answer.set_result(header_only(job.raw, defect=why, reverse_path=job.reverse_path))


def _work_of(pid: int) -> float:
    """Seconds of work that a process has done; 0 where the system does not tell."""
    try:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after[11]) + int(after[12])) / _TICKS
    except (OSError, ValueError, IndexError):
        return 0.0
