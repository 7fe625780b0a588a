"""The wheel holds everything: installed in an empty environment it takes a mail and acknowledges it."""

import re
import signal
import smtplib
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

from servers.process import Process, listens, ports

ROOT = Path(__file__).resolve().parents[2]
MAIL = "From: ada@acme.example\r\nSubject: It smokes\r\nMessage-ID: <1@acme.example>\r\n\r\nThe printer.\r\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, as `pip install .` would build it."""
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target), cwd=ROOT)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`mailticket` in an environment that holds the wheel and what it says it needs, nothing else."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=False, symlinks=True)
    (packages,) = home.glob("lib/python*/site-packages")
    for needed in required("mailticket"):
        link(needed, packages)
    # Debian's Python has no ensurepip; the pip that made our environment installs into others.
    pip = [f"{sys.base_prefix}/bin/python3", "-m", "pip", "--python", str(home / "bin/python")]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel), cwd=home)
    return home / "bin/mailticket"


def run(*words: str, cwd: Path) -> str:
    """What a command prints that knows neither this tree nor its environment; it must exit 0."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(cwd)}
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


def required(name: str) -> Iterator[Distribution]:
    """The distributions that a plain install of this one brings, found by what each declares."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or ():
            requirement, _, marker = line.partition(";")
            needed = re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0].lower()
            if needed in seen or not applies(marker):
                continue
            seen.add(needed)
            waiting.append(needed)
            yield distribution(needed)


def applies(marker: str) -> bool:
    """Whether a marker holds here for an install without extras."""
    if not marker.strip():
        return True
    return Marker(marker.strip()).evaluate({"extra": ""})


def link(found: Distribution, packages: Path) -> None:
    """Show a distribution that is installed here to the other environment."""
    for name in {Path(str(file)).parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
        target = packages / name
        if not target.exists():
            target.symlink_to(Path(str(found.locate_file(name))))


def of_the_tree(folder: str) -> set[str]:
    """The files of a folder, without what tools leave there."""
    top = ROOT / folder
    files = {path.relative_to(top) for path in top.rglob("*") if path.is_file()}
    return {str(path) for path in files if "__pycache__" not in path.parts}


def test_it_holds_the_program_the_templates_and_the_default_configuration(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {f"mailticket/{name}" for name in of_the_tree("src/mailticket")} <= held
    assert {f"mailticket/templates/{name}" for name in of_the_tree("templates")} <= held
    assert "mailticket/mailticket.toml" in held


def test_it_holds_nothing_else(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {re.sub(r"-.*\.dist-info$", ".dist-info", top) for top in tops} == {
        "mailticket",
        "mailticket.dist-info",
    }
    assert not [name for name in archive.namelist() if "test" in Path(name).parts or name.endswith(".pyc")]


def test_the_command_tells_what_it_can(command: Path, tmp_path: Path) -> None:
    told = run(str(command), "--help", cwd=tmp_path)
    assert all(word in told for word in ("run", "check", "deliver", "explain", "ticket", "inbox", "outbox"))


def test_the_default_configuration_is_without_fault(command: Path, tmp_path: Path) -> None:
    run(str(command), "check", cwd=tmp_path)


def test_it_takes_a_mail_and_acknowledges_it(command: Path, tmp_path: Path) -> None:
    with ports(2) as (smtp, http):
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "MAILTICKET__SMTP_SERVER__LISTEN": f"127.0.0.1:{smtp}",
            "MAILTICKET__HTTP__LISTEN": f"127.0.0.1:{http}",
        }
        shell = ["sh", "-c", 'cd "$1" && exec "$2" run', "sh", str(tmp_path), str(command)]
        with Process(shell, log=tmp_path / "log", environment=environment, patience=30) as daemon:
            daemon.wait_for(lambda: listens(smtp, b"220"), "mailticket", seconds=30)
            with smtplib.SMTP("127.0.0.1", smtp, timeout=10) as client:
                client.sendmail("ada@acme.example", ["support@desk.example"], MAIL)
            sent = tmp_path / "var/sent/new"
            deadline = time.monotonic() + 10
            while not (answers := list(sent.glob("*"))) and time.monotonic() < deadline:
                time.sleep(0.02)
            assert len(answers) == 1, daemon.tail()
            assert b"It smokes" in answers[0].read_bytes()
            daemon.signal(signal.SIGTERM)
            assert daemon.wait(30) == 0, daemon.tail()
