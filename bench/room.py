"""The daemon as an operator runs it, in a folder of its own, and its listening process alone."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mailticket.intake import Settings
from mailticket.store.database import Database
from servers import postgres
from servers.process import LOOPBACK

DESK = "support@desk.example"
PATIENCE = 120.0  # seconds after which something that is waited for has failed

_CONFIGURATION = """
[desk]
address = "{desk}"
secret_file = "{folder}/secret"
[store]
url = "{url}"
[smtp_server]
listen = ["127.0.0.1:0"]
hostname = "mx.desk.example"
max_connections_per_address = 200
[relay]
url = "{relay}"
[acknowledgement]
per_sender_hour = 10000000
per_sender_day = 10000000
per_desk_hour = 10000000
[http]
listen = "127.0.0.1:0"
"""


class Failed(Exception):
    """A measurement could not be made; the text says why."""


@contextmanager
def store(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty store: sqlite in that folder, or postgresql that survives a power cut."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/mailticket.db"
        return
    with postgres(durable=True) as server, server.database() as url:
        yield url


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder on the disk, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="mailticket-bench-") as name:
        yield Path(name)


def configured(folder: Path, url: str, relay: str, more: str = "") -> Path:
    """The configuration of a daemon in this folder."""
    path = folder / "mailticket.toml"
    path.write_text(_CONFIGURATION.format(desk=DESK, folder=folder, url=url, relay=relay) + more)
    return path


class Daemon:
    """A daemon that runs."""

    def __init__(self, folder: Path, url: str, relay: str, more: str = "") -> None:
        self._log = folder / "log"
        configuration = configured(folder, url, relay, more)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mailticket.cli.main", "--config", str(configuration), "run"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @cached_property
    def port(self) -> int:
        """Where it takes mail, once it does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            for line in self._log.read_text(errors="replace").splitlines():
                if '"daemon.started"' in line:
                    return int(json.loads(line)["smtp"][0].rpartition(":")[2])
            time.sleep(0.05)
        said = self.log().strip().rpartition("\n")[2]
        raise Failed(f"the daemon did not start: {said[-300:]}")

    def wait(self) -> None:
        """Until it takes mail."""
        _ = self.port

    def log(self) -> str:
        """All that it said so far."""
        return self._log.read_text(errors="replace")

    def processes(self) -> list[int]:
        """The ids of all its processes."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError):
                    state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                    if int(session) == self._process.pid and state != "Z":
                        found.append(int(entry.name))
        return found

    def processor_seconds(self) -> float:
        """What all its processes that live have used of the processors."""
        ticks = 0
        for pid in self.processes():
            with suppress(OSError):
                after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(after[11]) + int(after[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> "Memory":
        """What its processes hold now, together."""
        rss = pss = 0
        for pid in self.processes():
            with suppress(OSError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                rss += int(re.search(r"^Rss: +(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
                pss += int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
        return Memory(rss=rss / 1024, pss=pss / 1024)

    def stop(self) -> None:
        """Let it end in order."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(40)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Of several processes together, in MiB; PSS counts once what they share."""

    rss: float
    pss: float


@contextmanager
def daemon(relay: str, *, kind: str = "sqlite", more: str = "") -> Iterator[Daemon]:
    """A daemon with an empty store."""
    with empty_folder() as folder, store(kind, folder) as url:
        running = Daemon(folder, url, relay, more)
        try:
            running.wait()
            yield running
        finally:
            running.stop()


@contextmanager
def listening_alone(kind: str = "sqlite") -> Iterator[int]:
    """The port of the daemon's listening process with nobody behind it: it only makes mail durable."""
    with empty_folder() as folder, store(kind, folder) as url, socket.socket() as listener:
        database = Database(url)
        database.open()
        database.close()
        listener.bind((LOOPBACK, 0))
        listener.listen(200)
        ours, theirs = socket.socketpair()
        process = subprocess.Popen(
            [sys.executable, "-m", "mailticket.intake", str(theirs.fileno())],
            pass_fds=[theirs.fileno(), listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=(folder / "log").open("wb"),
        )
        theirs.close()
        try:
            ours.sendall(_settings(url, folder, listener.fileno()).line())
            if b"ready" not in ours.recv(65536):
                raise Failed("The listening process did not start.")
            stream = ours.makefile("rb")
            reader = threading.Thread(target=lambda: [None for _ in stream], daemon=True)
            reader.start()
            yield int(listener.getsockname()[1])
            ours.sendall(b'"drain"\n')
            process.wait(30)
            reader.join(5)
        finally:
            process.kill()
            process.wait()
            ours.close()


def _settings(url: str, folder: Path, descriptor: int) -> Settings:
    limits = {
        "message_size": 25 << 20,
        "connections_per_address": 200,
    }
    return Settings(
        store=url,
        node="bench",
        hostname="mx.desk.example",
        own=(DESK,),
        domains=(),
        limits=limits,
        certificate=None,
        key=None,
        spool=str(folder),
        log_format="json",
        log_level="info",
        smtp=(descriptor,),
        lmtp=(),
    )
