"""The service manager hears what the daemon tells it, and a deaf one is no trouble."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailticket.readiness import Readiness


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket such as the service manager's, and how NOTIFY_SOCKET names it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.settimeout(5)
        if request.param == "path":
            ear.bind(str(tmp_path / "notify"))
            yield ear, str(tmp_path / "notify")
        else:
            name = f"mailticket-test-{os.getpid()}"
            ear.bind(f"\0{name}")
            yield ear, f"@{name}"


@pytest.mark.parametrize(
    ("say", "heard"),
    [
        (lambda told: told.ready(), "READY=1"),
        (lambda told: told.ready("Taking mail"), "READY=1\nSTATUS=Taking mail"),
        (lambda told: told.stopping("Draining"), "STOPPING=1\nSTATUS=Draining"),
        (lambda told: told.alive(), "WATCHDOG=1"),
        (lambda told: told.status("12 waiting"), "STATUS=12 waiting"),
        (lambda told: told.extend(1.5), "EXTEND_TIMEOUT_USEC=1500000"),
    ],
)
def test_the_manager_hears_it(
    manager: tuple[socket.socket, str], say: Callable[[Readiness], bool], heard: str
) -> None:
    ear, name = manager
    assert say(Readiness({"NOTIFY_SOCKET": name}))
    assert ear.recv(4096).decode() == heard


def test_a_reload_tells_its_moment(manager: tuple[socket.socket, str]) -> None:
    ear, name = manager
    before = time.monotonic_ns() // 1000
    Readiness({"NOTIFY_SOCKET": name}).reloading()
    first, _, moment = ear.recv(4096).decode().partition("\n")
    assert first == "RELOADING=1"
    assert before <= int(moment.removeprefix("MONOTONIC_USEC=")) <= time.monotonic_ns() // 1000


def test_a_line_break_in_a_status_says_nothing_else(manager: tuple[socket.socket, str]) -> None:
    ear, name = manager
    Readiness({"NOTIFY_SOCKET": name}).status("store lost\nREADY=1\r\nMAINPID=1")
    assert ear.recv(4096) == b"STATUS=store lost READY=1 MAINPID=1"


@pytest.mark.parametrize("name", ["", "/nowhere/at/all", "@nobody-listens-here", "relative", "@" + "x" * 500])
def test_a_deaf_manager_is_no_trouble(name: str) -> None:
    assert not Readiness({"NOTIFY_SOCKET": name}).ready()
    assert not Readiness({}).alive()


def test_a_manager_that_reads_nothing_does_not_block(manager: tuple[socket.socket, str]) -> None:
    _, name = manager
    told = Readiness({"NOTIFY_SOCKET": name})
    assert not all(told.alive() for _ in range(100_000))


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "42"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "43"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_fed_twice_as_often_as_it_bites(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert Readiness(environment, pid=42).watchdog_interval == seconds
