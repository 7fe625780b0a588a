"""Mails made durable before their 250, in a second: 1, 10 and 50 clients at once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from bench import load, rivals
from bench.figures import Figure, median
from bench.options import Options
from bench.room import daemon, listening_alone

TITLE = "Durable acceptance, mails a second (taken in turns, medians)"

_ROUNDS = 3
_MAILS = {1: 200, 10: 600, 50: 600}
_WHOLE, _ALONE = "mailticket, whole daemon at work", "mailticket, listening process"
_DISCARD, _MAILDIR = "Postfix, thrown away", "Postfix, to a Maildir"

Send = Callable[[int, int, bool], float]
"""Seconds that so many mails take over so many connections, kept open or not."""


def measure(options: Options) -> Iterator[Figure]:
    if (why := load.missing()) is not None:
        yield Figure(name="all", value=None, note=why)
        return
    with ExitStack() as stack:
        systems = _systems(stack, options)
        for connections, usual in _MAILS.items():
            for kept in (False, True):
                count = options.count(usual)
                rates: dict[str, list[float]] = {name: [] for name in systems}
                for _ in range(1 if options.quick else _ROUNDS):
                    for name, sending in systems.items():
                        rates[name].append(count / sending(count, connections, kept))
                yield from _told({n: median(r) for n, r in rates.items()}, connections, kept)


def _told(rates: dict[str, float], connections: int, kept: bool) -> Iterator[Figure]:
    how = f"{connections:>2} at once, {'kept open' if kept else 'one a mail'}"
    delivering = rates.get(_MAILDIR)
    for name, rate in rates.items():
        ours = name in (_WHOLE, _ALONE)
        ratio = f"{rate / delivering:.2f} × Postfix to a Maildir" if delivering and ours else ""
        aim = f"≥ {2.4 * delivering:,.0f}" if delivering and name == _ALONE and connections == 10 else ""
        yield Figure(name=f"{how}: {name}", value=rate, unit="/s", aim=aim, note=ratio)


def _systems(stack: ExitStack, options: Options) -> dict[str, Send]:
    sink = stack.enter_context(load.sink())
    whole = stack.enter_context(daemon(sink.url, kind=options.store))
    alone = stack.enter_context(listening_alone(options.store))
    load.send(whole.port, 20, connections=5)
    load.send(alone, 20, connections=5)
    sent = 20

    def to_whole(count: int, connections: int, kept: bool) -> float:
        nonlocal sent
        seconds = load.send(whole.port, count, connections=connections, kept=kept)
        sent += count
        sink.wait(sent)  # so that what it still does costs nobody else
        return seconds

    def to_alone(count: int, connections: int, kept: bool) -> float:
        return load.send(alone, count, connections=connections, kept=kept)

    systems: dict[str, Send] = {_ALONE: to_alone, _WHOLE: to_whole}
    if rivals.missing() is None:
        systems[_DISCARD] = _to_postfix(stack.enter_context(rivals.running("discard")))
        systems[_MAILDIR] = _to_postfix(stack.enter_context(rivals.running("maildir")))
    return systems


def _to_postfix(server: rivals.Postfix) -> Send:
    def to_postfix(count: int, connections: int, kept: bool) -> float:
        seconds = load.send(server.port, count, connections=connections, kept=kept)
        server.settle(count)
        return seconds

    return to_postfix
