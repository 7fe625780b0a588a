"""What the service manager is told: ready, alive, reloading, stopping (sd_notify(3)).

One datagram for each message to the Unix socket that NOTIFY_SOCKET names. Without that variable nobody
listens and every call does nothing: a terminal, a container and a test need no other code.
"""

import os
import socket
import time
from collections.abc import Mapping

# A status is for people's eyes in `systemctl status`; the manager takes 4 KiB a message.
_STATUS_LENGTH = 400


class Readiness:
    """The service manager's ear. No call raises or blocks: a deaf manager must not stop the mail."""

    def __init__(self, environment: Mapping[str, str] = os.environ, *, pid: int | None = None) -> None:
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        self._interval = _watchdog_interval(environment, os.getpid() if pid is None else pid)

    @property
    def watchdog_interval(self) -> float | None:
        """Seconds between two calls of `alive`, half of what the manager waits; None: it does not wait."""
        return self._interval

    def ready(self, status: str = "") -> bool:
        """The start, or a reload, is done: mail is taken. True when the manager was told."""
        return self._send("READY=1", _status(status))

    def reloading(self) -> bool:
        """A reload of the configuration begins; `ready` ends it, whether the new one was taken or not."""
        # Type=notify-reload wants the moment, to tell this reload from an earlier one.
        moment = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        return self._send("RELOADING=1", f"MONOTONIC_USEC={moment}")

    def stopping(self, status: str = "") -> bool:
        """The drain begins."""
        return self._send("STOPPING=1", _status(status))

    def alive(self) -> bool:
        """Everything still works: not to be called from a timer of its own, but from what must work."""
        return self._send("WATCHDOG=1")

    def status(self, text: str) -> bool:
        """One line that `systemctl status` shows."""
        return self._send(_status(text))

    def extend(self, seconds: float) -> bool:
        """Ask for so much more time from now, for a start or a drain that takes longer."""
        return self._send(f"EXTEND_TIMEOUT_USEC={int(seconds * 1_000_000)}")

    def _send(self, *lines: str) -> bool:
        message = "\n".join(line for line in lines if line)
        if self._address is None or not message:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker:
                speaker.setblocking(False)
                speaker.sendto(message.encode(), self._address)
        except OSError:
            return False
        return True


def _address(name: str) -> str | None:
    """A path, or a name in the abstract namespace, written with `@` in place of its leading NUL byte."""
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else None


def _watchdog_interval(environment: Mapping[str, str], pid: int) -> float | None:
    # The variables are inherited; WATCHDOG_PID says whom they are meant for.
    if environment.get("WATCHDOG_PID", str(pid)) != str(pid):
        return None
    try:
        microseconds = int(environment.get("WATCHDOG_USEC", ""))
    except ValueError:
        return None
    return microseconds / 2_000_000 if microseconds > 0 else None


def _status(text: str) -> str:
    # A line break would begin another message, such as one that says that we are ready.
    line = " ".join(text.split())[:_STATUS_LENGTH]
    return f"STATUS={line}" if line else ""
