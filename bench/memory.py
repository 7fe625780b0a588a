"""What all processes of the daemon hold together: idle, after many mails, with many large ones at once."""

import asyncio
import time
from collections.abc import Iterator

from bench import clients, load
from bench.figures import Figure
from bench.letters import END_OF_LARGE, address, attachment, head_of_large
from bench.options import Options
from bench.room import Daemon, Memory, daemon

TITLE = "Memory of all processes together (RSS; PSS counts shared pages once)"

_MAILS = 10_000
_LARGE = 50
_SIZE = 24 << 20  # of the attachment as it is sent; with the rest under the limit of 25 MiB
_PIECE = 1 << 16


def measure(options: Options) -> Iterator[Figure]:
    if (why := load.missing()) is not None:
        yield Figure(name="all", value=None, note=why)
        return
    mails = options.count(_MAILS)
    with load.sink() as sink, daemon(sink.url, kind=options.store) as desk:
        time.sleep(2)
        idle = desk.memory()
        yield _figure("idle", idle, "< 120")
        load.send(desk.port, 100, connections=10)
        sink.wait(100)
        yield _figure("after 100 mails", desk.memory())
        began = time.perf_counter()
        load.send(desk.port, mails, connections=10)
        seconds = sink.wait(100 + mails) - began
        name = f"after {mails + 100:,} mails"
        yield _figure(name, desk.memory(), note=f"{mails / seconds:,.0f} mails a second from socket to relay")
        count = options.count(_LARGE)
        peak, seconds = asyncio.run(_large(desk, count))
        note = f"all taken after {seconds:.1f} s"
        yield _figure(f"peak while {count} mails of 24 MiB arrive at once", peak, "< 300", note)
        sink.wait(100 + mails + count)
        yield _figure("after them", desk.memory())


def _figure(name: str, memory: Memory, aim: str = "", note: str = "") -> Figure:
    shown = f"PSS {memory.pss:,.0f}"
    return Figure(
        name=name, value=memory.rss, unit="MiB", aim=aim, note=f"{shown}; {note}" if note else shown
    )


async def _large(desk: Daemon, count: int) -> tuple[Memory, float]:
    began = time.perf_counter()
    pieces = attachment(_PIECE)
    sending = asyncio.gather(
        *(
            clients.send(
                desk.port,
                address(number),
                [head_of_large(number), *[pieces] * (_SIZE // len(pieces)), END_OF_LARGE],
            )
            for number in range(count)
        )
    )
    peak = Memory(rss=0, pss=0)
    while not sending.done():
        now = await asyncio.to_thread(desk.memory)
        peak = max(peak, now, key=lambda memory: memory.rss)
        await asyncio.sleep(0.1)
    await sending
    return peak, time.perf_counter() - began
