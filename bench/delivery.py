"""How fast mails that are queued leave for a relay on this machine."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench import load
from bench.desks import desk, take_in
from bench.figures import Figure
from bench.options import Options
from bench.room import Daemon, configured, empty_folder, store

TITLE = "Delivery of a full outbox"

_MAILS = 10_000


def measure(options: Options) -> Iterator[Figure]:
    if (why := load.missing()) is not None:
        yield Figure(name="all", value=None, note=why)
        return
    count = options.count(_MAILS)
    with load.sink() as sink, empty_folder() as folder, store(options.store, folder) as url:
        with desk(configured(folder, url, sink.url), lambda: datetime.now(UTC)) as door:
            take_in(door, count)
        began = time.perf_counter()
        running = Daemon(folder, url, sink.url)
        try:
            # The start of the daemon is not the delivery: it counts from the first mail to the last.
            first = sink.wait(1, seconds=20)
            seconds = sink.wait(count) - first
            note = f"the first one {first - began:.1f} s after the start of the daemon"
            yield Figure(name=f"{count:,} mails", value=count / seconds, unit="/s", aim="≥ 1,000", note=note)
        finally:
            running.stop()
