"""Postfix in the same place under the same load: that it takes mail, and that it delivers it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import send, wait_until
from servers import POSTFIX, postfix


def missing() -> str | None:
    """Why there is nothing to compare with, or None."""
    return POSTFIX.why_not()


class Postfix:
    """A running Postfix that delivers into a Maildir, or throws away."""

    def __init__(self, port: int, maildir: Path | None) -> None:
        self.port = port
        self._maildir = maildir
        self._delivered = 0

    def settle(self, count: int) -> float:
        """The moment (`time.perf_counter`) at which `count` more mails than before lie in the Maildir."""
        self._delivered += count
        return wait_until(lambda: self._in_maildir() >= self._delivered, "delivery by Postfix")

    def _in_maildir(self) -> int:
        if self._maildir is None:
            return self._delivered
        new = self._maildir / "new"
        return len(os.listdir(new)) if new.exists() else 0  # noqa: PTH208  # a Path for each costs more


@contextmanager
def running(to: str) -> Iterator[Postfix]:
    """Start it; `to` is "maildir" or "discard"."""
    with postfix(to) as server:
        made = Postfix(server.port, server.home / "Maildir" if to == "maildir" else None)
        send(made.port, 20, connections=5)
        made.settle(20)
        yield made
