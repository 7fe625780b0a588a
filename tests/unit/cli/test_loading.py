"""A command loads what it needs: a listing reads no mail, writes none and reaches no server."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from mailticket.cli.main import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""
NEVER = {
    "aiosmtpd",
    "aiosmtplib",
    "alembic",
    "apscheduler",
    "jinja2",
    "mailparser",
    "mailticket.desk",
    "mailticket.mail.message",
    "mailticket.rendering",
    "mailticket.workers",
    "sqlalchemy.dialects.postgresql",
    "structlog",
}


def loaded(folder: Path, *words: str) -> set[str]:
    config = folder / "mailticket.toml"
    config.write_text('[desk]\nname = "Support"\naddress = "support@desk.example"\ntime_zone = "UTC"\n')
    command = [sys.executable, "-c", PROGRAM, "--config", str(config), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        "ticket list",
        "inbox list",
        "outbox list",
        "escalation list",
        "oncall now",
        "db verify",
        "ticket show 1",
        "clock 1",
    ],
)
def test_listing_loads_what_it_shows(tmp_path: Path, words: str) -> None:
    found = loaded(tmp_path, *words.split())
    assert "sqlalchemy" in found
    assert not NEVER & found


def test_list_of_tickets_makes_none(tmp_path: Path) -> None:
    assert not {"mailticket.tickets.model", "mailticket.mail.address"} & loaded(tmp_path, "ticket", "list")


def test_account_of_a_mail_needs_no_store(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(b"From: jane@acme.example\nSubject: help\n\nHi\n")
    program = PROGRAM.replace("main(sys.argv[1:])", "main(['explain', sys.argv[1]])")
    command = [sys.executable, "-c", program, str(mail)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert not {"sqlalchemy", "jinja2", "asyncio", "mailticket.config"} & set(done.stderr.split())
