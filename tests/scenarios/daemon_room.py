"""The whole daemon as an operator runs it: `mailticket run` with its own configuration, log and sockets."""

import contextlib
import json
import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESK = "support@desk.example"
MAILTICKET = str(Path(sys.executable).with_name("mailticket"))
PATIENCE = 20.0  # seconds after which a test that waits has failed

CONFIGURATION = """
[desk]
name = "Desk"
address = "support@desk.example"
emergency_addresses = ["emergency@desk.example"]
time_zone = "UTC"
secret_file = "{folder}/secret"
[store]
url = "{url}"
lease = "1s"
[smtp_server]
listen = ["127.0.0.1:0"]
lmtp_listen = ["127.0.0.1:0"]
hostname = "mx.desk.example"
max_connections_per_address = 60
[relay]
url = "{relay}"
retry = ["1s"]
give_up_after = "1h"
timeout = "5s"
[acknowledgement]
per_sender_hour = 1000
per_sender_day = 10000
per_desk_hour = 100000
[http]
listen = "127.0.0.1:0"
"""

Line = dict[str, Any]
Done = subprocess.CompletedProcess[str]


@dataclass(kw_only=True)
class Answer:
    """What a page of the daemon said."""

    status: int
    text: str


class Running:
    """A daemon that runs, and everything that can be seen of it from outside."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[Line] = []
        self.strange: list[str] = []  # what came on standard output and is no line of the log
        self._changed = threading.Condition()
        self.listening = threading.Event()  # cleared, nobody reads its standard output
        self.listening.set()
        self.process = subprocess.Popen(
            [MAILTICKET, "run", "--config", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=(path.parent / "stderr").open("ab"),
            cwd=path.parent,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(OSError):  # a test has closed it
            for raw in self.process.stdout:
                self.listening.wait()
                self._hear(raw)
        with self._changed:
            self._changed.notify_all()

    def _hear(self, raw: bytes) -> None:
        with self._changed:
            try:
                line = json.loads(raw)
                assert isinstance(line, dict)
                self.lines.append(line)
            except (ValueError, AssertionError):
                self.strange.append(raw.decode(errors="replace"))
            self._changed.notify_all()

    # --- what it says -------------------------------------------------------------------------------

    @property
    def errors(self) -> str:
        """All of its standard error."""
        return (self.path.parent / "stderr").read_text(errors="replace")

    def found(self, event: str, **fields: object) -> list[Line]:
        """The lines so far with this event and these fields."""
        with self._changed:
            return [
                line
                for line in self.lines
                if line["event"] == event and all(line.get(k) == v for k, v in fields.items())
            ]

    def wait(self, event: str, count: int = 1, *, seconds: float = PATIENCE, **fields: object) -> list[Line]:
        """The lines with this event and these fields, as soon as there are `count` of them."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while len(found := self.found(event, **fields)) < count:
                left = deadline - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self._reader.is_alive()):
                    last = "\n".join(map(str, self.lines[-15:]))
                    raise AssertionError(
                        f"{len(found)} of {count} lines {event} {fields} came; the last ones:\n{last}\n"
                        f"{self.errors[-2000:]}"
                    )
                self._changed.wait(min(left, 0.2))
            return found

    def started(self) -> "Running":
        """Wait until it takes mail."""
        self.wait("daemon.started")
        return self

    def _address(self, name: str, index: int = 0) -> tuple[str, int]:
        said = self.found("daemon.started")[0][name]
        host, _, port = (said if isinstance(said, str) else said[index]).rpartition(":")
        return host, int(port)

    # --- speaking to it -----------------------------------------------------------------------------

    @property
    def smtp_address(self) -> tuple[str, int]:
        return self._address("smtp")

    def smtp(self) -> smtplib.SMTP:
        return smtplib.SMTP(*self.smtp_address, local_hostname="client.example", timeout=PATIENCE)

    def lmtp(self) -> smtplib.LMTP:
        return smtplib.LMTP(*self._address("lmtp"), local_hostname="client.example", timeout=PATIENCE)

    def send(self, raw: bytes, *, sender: str = "ann@customer.example", to: str = DESK) -> None:
        """One mail by SMTP; raises what smtplib raises if it is refused."""
        with self.smtp() as client:
            client.sendmail(sender, [to], raw)

    def get(self, page: str) -> Answer:
        host, port = self._address("http")
        try:
            with urllib.request.urlopen(f"http://{host}:{port}{page}", timeout=PATIENCE) as answer:
                return Answer(status=answer.status, text=answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(status=error.code, text=error.read().decode())

    def run(
        self, *command: str, text: str | bytes = b"", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """A command of an operator with the same configuration."""
        return run_command(self.path, *command, text=text, check=check)

    def listed(self, *command: str) -> list[Line]:
        """What a listing says, one object a line."""
        return [json.loads(line) for line in self.run(*command, "--json").stdout.splitlines()]

    # --- its processes and its end ------------------------------------------------------------------

    def family(self) -> dict[int, str]:
        """Every process of its session that lives, with its command line."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(session) == self.process.pid and state != "Z":
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def child(self, module: str) -> int:
        """The id of the child process that runs this module."""
        return eventually(
            lambda: next((pid for pid, line in self.family().items() if module in line), None),
            f"a process of {module}",
        )

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self, seconds: float = PATIENCE) -> int:
        """SIGTERM, and its exit code once it has ended."""
        self.signal(signal.SIGTERM)
        return self.ended(seconds)

    def ended(self, seconds: float = PATIENCE) -> int:
        """Its exit code, once it ended by itself and its log is read."""
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        return code

    def kill(self) -> None:
        """kill -9, for it and nobody else; its children have to notice."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def gone(self) -> bool:
        """Whether no process of it is left, given a moment."""
        return eventually(lambda: not self.family(), f"the end of {self.family()}")

    def clean_up(self) -> None:
        """End whatever is left, by the ids that the system says are its own."""
        self.listening.set()
        if self.process.poll() is None:
            self.kill()
        for pid in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._reader.join(PATIENCE)


def eventually(what: Callable[[], Any], said: str, seconds: float = PATIENCE) -> Any:
    """The first true value of `what`; an AssertionError that says what did not come."""
    deadline = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < deadline, f"{said} did not come within {seconds:g} s"
        time.sleep(0.02)
    return value


def run_command(path: Path, *command: str, text: str | bytes = b"", check: bool = True) -> Done:
    """`mailticket --config PATH COMMAND…` with this on standard input."""
    done = subprocess.run(
        [MAILTICKET, "--config", str(path), *command],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=path.parent,
    )
    said = subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    )
    assert not check or said.returncode == 0, f"{command} ended with {said.returncode}: {said.stderr}"
    return said


class House:
    """Where daemons of one test run, one after another or side by side, on one store."""

    def __init__(self, folder: Path, url: str, relay: str) -> None:
        self.folder = folder
        self.path = folder / "mailticket.toml"
        self.url = url
        self.relay = relay
        self._daemons: list[Running] = []
        self.configure()

    def configure(self, *changes: tuple[str, str], more: str = "") -> None:
        """Write the configuration, with some of its text changed and some added."""
        text = CONFIGURATION.format(folder=self.folder, url=self.url, relay=self.relay)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.path.write_text(text + more)

    def launch(self) -> Running:
        """Start a daemon, without waiting for anything."""
        self._daemons.append(Running(self.path))
        return self._daemons[-1]

    def start(self) -> Running:
        """Start a daemon that takes mail."""
        return self.launch().started()

    def run(
        self, *command: str, text: str | bytes = b"", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        return run_command(self.path, *command, text=text, check=check)

    def close(self) -> None:
        for daemon in self._daemons:
            daemon.clean_up()


@contextlib.contextmanager
def house(folder: Path, url: str, relay: str) -> Iterator[House]:
    made = House(folder, url, relay)
    try:
        yield made
    finally:
        made.close()


def a_mail(
    text: str = "Please help.",
    *,
    message_id: str,
    from_: str = "Ann <ann@customer.example>",
    subject: str = "The printer is on fire",
    headers: str = "",
) -> bytes:
    """A small mail as an ordinary program writes it."""
    return (
        f"From: {from_}\r\nTo: {DESK}\r\nSubject: {subject}\r\nMessage-ID: <{message_id}>\r\n"
        f"Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n{headers}\r\n{text}\r\n"
    ).encode()
