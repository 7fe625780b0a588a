"""How long a sender waits for its 250, and a customer for the acknowledgement, at a steady pace."""

import asyncio
import time
from collections.abc import Iterator

from bench import clients
from bench.figures import Figure, median, percentile
from bench.letters import address, letter
from bench.options import Options
from bench.room import Daemon, Failed, daemon

TITLE = "Latency at 100 mails a second, each with its own connection and sender"

_RATE = 100
_MAILS = 1500
_WARM = 100


def measure(options: Options) -> Iterator[Figure]:
    accepted, acknowledged = asyncio.run(_steady(options, options.count(_MAILS)))
    for name, seconds, aim in (
        ("end of DATA to 250", accepted, 0.05),
        ("250 to acknowledgement at the relay", acknowledged, 1.0),
    ):
        yield Figure(name=f"{name}, median", value=1000 * median(seconds), unit="ms")
        value = 1000 * percentile(seconds, 0.99)
        yield Figure(name=f"{name}, p99", value=value, unit="ms", aim=f"< {1000 * aim:,.0f}")


async def _steady(options: Options, count: int) -> tuple[list[float], list[float]]:
    arrived: dict[str, float] = {}

    def taken(recipient: str) -> None:
        arrived.setdefault(recipient, time.perf_counter())

    async with clients.relay(taken) as url:
        with daemon(url, kind=options.store) as desk:
            await _send(desk, 0, _WARM)
            moments = await _send(desk, _WARM, count)
            deadline = time.monotonic() + 30
            while len(arrived) < _WARM + count:
                if time.monotonic() > deadline:
                    raise Failed(f"{len(arrived)} of {_WARM + count} acknowledgements came")
                await asyncio.sleep(0.05)
            # Its relay is in this loop: it must end while the loop runs.
            await asyncio.to_thread(desk.stop)
    accepted = [taken - ended for ended, taken in moments.values()]
    return accepted, [arrived[who] - moment for who, (_, moment) in moments.items()]


async def _send(desk: Daemon, first: int, count: int) -> dict[str, tuple[float, float]]:
    """Send at the pace, whether the answers come or not; for each sender the moments of end and 250."""
    mails = [(address(number), letter(number)) for number in range(first, first + count)]
    began = time.perf_counter()
    sending = []
    for number, (sender, raw) in enumerate(mails):
        await asyncio.sleep(max(0.0, began + number / _RATE - time.perf_counter()))
        sending.append(asyncio.create_task(clients.send(desk.port, sender, [raw])))
    done = await asyncio.gather(*sending)
    return {sender: moments for (sender, _), moments in zip(mails, done, strict=True)}
