"""Mail at full speed and the place where it ends: Postfix's own test programs, which cost little."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.room import DESK, PATIENCE, Failed, empty_folder
from servers.process import LOOPBACK, Port, Process, listens
from servers.programs import program

CUSTOMER = "ann@customer.example"


def missing() -> str | None:
    """Why nothing can be sent, or None."""
    if program("smtp-source") and program("smtp-sink"):
        return None
    return "smtp-source and smtp-sink are not here: apt-get install postfix"


def send(port: int, count: int, *, connections: int, kept: bool = False, size: int = 0) -> float:
    """Send mails as fast as they are taken; seconds until the last one was accepted.

    A connection for each mail, or `kept` open. The text is a few lines, or `size` bytes.
    """
    command = [str(program("smtp-source")), "-s", str(connections), "-m", str(count)]
    command += ["-S", "The heating is out", "-f", CUSTOMER, "-t", DESK, "-M", "client.example"]
    command += (["-d"] if kept else []) + (["-l", str(size)] if size else [])
    began = time.perf_counter()
    done = subprocess.run([*command, f"{LOOPBACK}:{port}"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"smtp-source: {done.stderr.strip()[-300:]}")
    return time.perf_counter() - began


class Sink:
    """A relay that takes all mail and keeps none; it counts."""

    def __init__(self, port: int, output: Path) -> None:
        self.url = f"smtp://{LOOPBACK}:{port}"
        self._output = output

    def count(self) -> int:
        """How many mails it took so far."""
        with self._output.open("rb") as output:
            output.seek(max(0, self._output.stat().st_size - 200))
            found = re.findall(rb"mesg=(\d+)\r", output.read())
        return int(found[-1]) if found else 0

    def wait(self, count: int, *, seconds: float = PATIENCE) -> float:
        """The moment (`time.perf_counter`) at which it has so many."""
        return wait_until(lambda: self.count() >= count, f"{count} mails at the relay", seconds=seconds)


@contextmanager
def sink() -> Iterator[Sink]:
    """Start one on a port from the system."""
    with empty_folder() as folder, Port() as port:
        command = [str(program("smtp-sink")), "-c", f"{LOOPBACK}:{int(port)}", "500"]
        if os.geteuid() == 0:
            command[1:1] = ["-u", "nobody"]
        with Process(command, log=folder / "counts") as process:
            process.wait_for(lambda: listens(int(port), b"220"), "smtp-sink")
            yield Sink(int(port), folder / "counts")


def wait_until(done: Callable[[], bool], what: str, *, seconds: float = PATIENCE) -> float:
    """The moment (`time.perf_counter`) at which it is so."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not come within {seconds:g} s")
        time.sleep(0.01)
    return time.perf_counter()
