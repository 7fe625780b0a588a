"""Server processes that the tests start: a port of their own, an owner, and an end by their own pid."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from servers.programs import is_root

LOOPBACK = "127.0.0.1"


class ServerFailed(Exception):
    """A server did not come up; the text holds the end of its log."""


class Port:
    """A loopback port from the system that nobody else is given for as long as this object holds it.

    The socket is bound and never listens: a server that sets SO_REUSEADDR can listen on the port, and the
    system hands it to no other process meanwhile.
    """

    def __init__(self) -> None:
        self._holder = socket.socket()
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._holder.bind((LOOPBACK, 0))
        self.number: int = self._holder.getsockname()[1]

    def __int__(self) -> int:
        return self.number

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.close()


@contextmanager
def ports(count: int) -> Iterator[list[int]]:
    """Several ports that are held until the end."""
    held = [Port() for _ in range(count)]
    try:
        yield [port.number for port in held]
    finally:
        for port in held:
            port.__exit__()


def unprivileged(*names: str) -> pwd.struct_passwd:
    """The user that a server runs as: ourselves, or as root the first of these users that exists."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    for name in (*names, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerFailed("This machine has no user `nobody` to run test servers as")


@contextmanager
def folder(name: str, owner: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """A temporary folder that `owner` can write, gone at the end with all that is in it.

    Directly in the system's folder for temporary files: the path of a Unix socket has room for 107 bytes.
    """
    path = Path(tempfile.mkdtemp(prefix=f"mailticket-{name}-"))
    try:
        if owner is not None and is_root():
            os.chown(path, owner.pw_uid, owner.pw_gid)
            path.chmod(0o755)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def as_user(user: pwd.struct_passwd, *command: str, dies_with: signal.Signals | None = None) -> list[str]:
    """The command that runs `command` as that user, signalled when the process that starts it dies."""
    options = []
    if user.pw_uid != os.geteuid():
        options += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if dies_with is not None:
        options += [f"--pdeathsig={dies_with.name.removeprefix('SIG')}"]
    return ["setpriv", *options, *command] if options else list(command)


class Process:
    """A server in the foreground, ended by its own pid; it also ends when the test process dies."""

    def __init__(
        self,
        command: list[str],
        *,
        log: Path,
        user: pwd.struct_passwd | None = None,
        environment: dict[str, str] | None = None,
        end: signal.Signals = signal.SIGTERM,
        patience: float = 10.0,
    ) -> None:
        self.log = log
        self._end = end
        self._patience = patience
        owner = user or pwd.getpwuid(os.geteuid())
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                as_user(owner, *command, dies_with=end),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd="/",
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_for(self, ready: Callable[[], bool], what: str, *, seconds: float = 20.0) -> None:
        """Return once `ready` says so; raise ServerFailed when the process ends first or time runs out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if ready():
                return
            if (code := self._process.poll()) is not None:
                raise ServerFailed(f"{what} ended with {code} while starting:\n{self.tail()}")
            time.sleep(0.02)
        raise ServerFailed(f"{what} was not ready after {seconds:g} s:\n{self.tail()}")

    def stop(self) -> None:
        """Ask it to end and wait; kill it when it does not."""
        if self._process.poll() is None:
            self._process.send_signal(self._end)
            try:
                self._process.wait(self._patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int:
        """Its exit code, once it ended by itself; raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def kill(self) -> None:
        """End it as a power cut would: the peer of a client that must survive that."""
        self._process.kill()
        self._process.wait()

    def tail(self, lines: int = 20) -> str:
        """The end of its log."""
        return (
            "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""
        )


def listens(port: int, greeting: bytes = b"") -> bool:
    """Whether something accepts connections on the port and, if asked, greets with these bytes."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2.0) as connection:
            return not greeting or connection.recv(512).startswith(greeting)
    except OSError:
        return False
