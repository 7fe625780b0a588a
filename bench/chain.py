"""From a mail to its ticket and its acknowledgement at the relay, as fast as mail is taken."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack

from bench import clients, load, rivals
from bench.figures import Figure, median
from bench.letters import letters
from bench.options import Options
from bench.room import Daemon, daemon

TITLE = "Whole chain: mail in, ticket, acknowledgement at the relay, 10 connections (taken in turns, medians)"

_ROUNDS = 3
_MAILS = 1500
_CONNECTIONS = 10


def measure(options: Options) -> Iterator[Figure]:
    if (why := load.missing()) is not None:
        yield Figure(name="all", value=None, note=why)
        return
    count = options.count(_MAILS)
    ours: list[float] = []
    theirs: list[float] = []
    with ExitStack() as stack:
        sink = stack.enter_context(load.sink())
        desk = stack.enter_context(daemon(sink.url, kind=options.store))
        postfix = stack.enter_context(rivals.running("maildir")) if rivals.missing() is None else None
        load.send(desk.port, 100, connections=_CONNECTIONS)
        sink.wait(100)
        used = desk.processor_seconds()
        for number in range(1, 1 + (1 if options.quick else _ROUNDS)):
            began = time.perf_counter()
            load.send(desk.port, count, connections=_CONNECTIONS)
            ours.append(count / (sink.wait(100 + number * count) - began))
            if postfix is not None:
                began = time.perf_counter()
                load.send(postfix.port, count, connections=_CONNECTIONS)
                theirs.append(count / (postfix.settle(count) - began))
        used = desk.processor_seconds() - used
        ordinary = _letters(desk, sink, count)
    rate = median(ours)
    if theirs:
        delivering = median(theirs)
        yield Figure(name="Postfix, delivered to a Maildir", value=delivering, unit="/s")
        yield Figure(name="mailticket", value=rate, unit="/s")
        yield Figure(name="mailticket as a multiple of Postfix", value=rate / delivering, aim="≥ 1.5")
    else:
        yield Figure(name="mailticket", value=rate, unit="/s", note=str(rivals.missing()))
    cost = 1000 * used / (len(ours) * count)
    yield Figure(name="processor time for a mail, all processes", value=cost, unit="ms")
    note = "5 KB in text and HTML, each from another sender; connections kept open"
    yield Figure(name="mailticket, with letters as people write them", value=ordinary, unit="/s", note=note)


def _letters(desk: Daemon, sink: load.Sink, count: int) -> float:
    mails = list(letters(count))
    before = sink.count()
    began = time.perf_counter()
    asyncio.run(clients.send_all(desk.port, mails, _CONNECTIONS))
    return count / (sink.wait(before + count) - began)
