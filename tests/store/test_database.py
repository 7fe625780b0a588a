"""The store as a whole: opening, backing up while mail pours in, verifying, and what it says if it fails."""

import json
import os
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text, update

from mailticket.cli.main import main
from mailticket.mail.envelope import Envelope
from mailticket.store import inbox, schema
from mailticket.store.database import Database, StoreUnavailable
from mailticket.store.inbox import Arrival
from servers.programs import program
from store.stores import NOW


@pytest.fixture
def config(tmp_path: Path, url: str) -> str:
    """The name of a configuration with that store."""
    path = tmp_path / "mailticket.toml"
    desk = f'[desk]\naddress = "support@desk.example"\nsecret_file = "{tmp_path}/secret"\n'
    path.write_text(f'{desk}[store]\nurl = "{url}"\n')
    return str(path)


def put(database: Database, *bodies: bytes) -> list[int]:
    arrivals = [
        Arrival(
            envelope=Envelope(route="smtp", reverse_path="a@b.example", received_at=NOW),
            size=len(body),
            sha256=sha256(body).hexdigest(),
            data=body,
        )
        for body in bodies
    ]
    with database.transaction() as connection:
        return inbox.append(connection, arrivals)


def test_opening_twice_changes_nothing(database: Database) -> None:
    put(database, b"one")
    database.open()
    with database.reading() as connection:
        assert inbox.counts(connection)["accepted"] == 1


def test_several_nodes_may_start_at_once_on_an_empty_store(store_url: str) -> None:
    errors: list[BaseException] = []
    start = threading.Barrier(4)

    def begin() -> None:
        start.wait(10)
        try:
            with closing(Database(store_url)) as database:
                database.open()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    with closing(Database(store_url)) as database, database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM counters")).scalar() == 3


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "", "http://example.org/"])
def test_a_url_that_names_no_store_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"store\.url"):
        Database(url)


def test_what_it_says_holds_no_password(tmp_path: Path) -> None:
    database = Database("postgresql://desk:geheim@127.0.0.1:1/desk")
    with closing(database), pytest.raises(StoreUnavailable) as said:
        database.open()
    assert "geheim" not in str(said.value)
    assert "127.0.0.1" in str(said.value)


def test_sqlite_survives_a_power_cut(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'mailticket.db'}")) as database:
        database.open()
        with database.reading() as connection:
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
    assert settings == ["wal", 2, 1]


def test_verify_accounts_for_all_mail(
    database: Database, config: str, capfd: pytest.CaptureFixture[str]
) -> None:
    put(database, b"one", b"two")
    assert main(["db", "verify", "--json", "--config", config]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["accepted"], said["waiting"], said["opened"]) == (2, 2, 0)
    assert said["accepted"] == sum(said[name] for name in inbox.OUTCOMES)


def test_verify_finds_bytes_that_were_tampered_with(
    database: Database, config: str, capfd: pytest.CaptureFixture[str]
) -> None:
    first, _ = put(database, b"one", b"two")
    raw = schema.raw
    with database.transaction() as connection:
        connection.execute(update(raw).where(raw.c.sha256 == sha256(b"one").hexdigest()).values(data=b"eno"))
    assert main(["db", "verify", "--config", config]) == 1
    said = capfd.readouterr().err
    assert str(first) in said
    assert said.count("\n") == 1


def test_verify_finds_an_outcome_that_there_is_not(
    database: Database, config: str, capfd: pytest.CaptureFixture[str]
) -> None:
    put(database, b"one", b"two")
    with database.transaction() as connection:
        connection.execute(update(schema.inbox).values(outcome="vanished"))
    assert main(["db", "verify", "--config", config]) == 1
    assert "add up" in capfd.readouterr().err


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_backup_while_mail_pours_in_is_consistent_and_comes_to_an_end(
    database: Database, config: str, tmp_path: Path
) -> None:
    """Large enough that it is copied in many steps, while somebody writes all the time."""
    put(database, *(bytes([n]) * 500_000 for n in range(50)))
    over = threading.Event()

    def pour() -> None:
        n = 0
        with closing(Database(database.url.render_as_string())) as writer:
            while not over.is_set():
                put(writer, f"mail {n}".encode() * 50)
                n += 1

    writer = threading.Thread(target=pour)
    writer.start()
    try:
        began = time.monotonic()
        target = tmp_path / "backup.db"
        assert main(["db", "backup", str(target), "--config", config]) == 0
        assert time.monotonic() - began < 15
    finally:
        over.set()
        writer.join(30)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(Database(f"sqlite:///{target}")) as copied, copied.reading() as connection:
        assert copied.revision() == schema.REVISION
        assert inbox.counts(connection)["accepted"] >= 50
        assert list(inbox.damaged(connection)) == []
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_backup_overwrites_nothing(
    database: Database, config: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    assert main(["db", "backup", str(target), "--config", config]) == 1
    assert target.read_text() == "mine"
    assert main(["db", "backup", str(tmp_path / "no" / "such" / "folder"), "--config", config]) == 1
    assert "Traceback" not in capfd.readouterr().err
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_backup_of_postgresql_can_be_read_by_its_own_tool(
    database: Database,
    config: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tools = Path(str(program("pg_dump"))).parent  # those of the server, on nobody's PATH perhaps
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    put(database, b"one")
    target = tmp_path / "backup.dump"
    assert main(["db", "backup", str(target), "--config", config]) == 0, capfd.readouterr().err
    listed = subprocess.run(["pg_restore", "--list", target], capture_output=True, text=True, check=True)
    assert "TABLE DATA public inbox" in listed.stdout


def test_upgrade_says_where_the_schema_stands(
    database: Database, config: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "upgrade", "--config", config]) == 0
    assert schema.REVISION in capfd.readouterr().out
