"""A private PostgreSQL that forgets everything, with an empty database for whoever asks."""

import itertools
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from servers.process import LOOPBACK, Port, Process, ServerFailed, as_user, folder, listens, unprivileged
from servers.programs import POSTGRESQL, program

_USER = "mailticket"
# Nothing here outlives the tests, so nothing is made to survive a power cut.
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "timezone": "Asia/Kathmandu",  # far from UTC, so that a naive time shows
    "log_min_messages": "warning",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}


class Postgres:
    """A running PostgreSQL and its databases."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.port = port
        self._names = itertools.count(1)
        self._templates: dict[str, str] = {}
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)

    @property
    def programs(self) -> Path:
        """The folder of its own client programs, such as pg_dump, for a test's PATH."""
        return Path(str(program("postgres"))).resolve().parent

    def url(self, name: str) -> str:
        """The address of a database, as the configuration writes it."""
        return f"postgresql://{_USER}@{LOOPBACK}:{self.port}/{name}"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A new database, a copy of `template`; gives its URL and drops it at the end, clients or not."""
        name = self._create(template)
        try:
            yield self.url(name)
        finally:
            self._drop(name)

    def template(self, key: str, prepare: Callable[[str], None]) -> str:
        """The name of a template that `prepare(url)` filled, once for each key; for `database(template)`."""
        if key not in self._templates:
            name = self._create("template1")
            prepare(self.url(name))
            # A template with a client on it cannot be copied.
            self._admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
            self._templates[key] = name
        return self._templates[key]

    def close(self) -> None:
        self._admin.close()

    def _create(self, template: str) -> str:
        name = f"test_{next(self._names)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """Start PostgreSQL on a loopback port of its own; raises ServerMissing where it cannot be had.

    A durable one commits as it does by default, for those who measure.
    """
    POSTGRESQL.require()
    owner = unprivileged("postgres")
    with folder("postgresql", owner) as home, Port() as port:
        data = home / "data"
        _initialise(as_user(owner, str(program("initdb"))), data)
        settings = _SETTINGS | (_DURABLE if durable else {})
        settings |= {"port": str(int(port)), "unix_socket_directories": str(home)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(program("postgres")), "-D", str(data), *options]
        log, end = home / "log", signal.SIGINT
        with Process(command, log=log, user=owner, environment=_environment(), end=end) as process:
            process.wait_for(lambda: _answers(int(port)), "PostgreSQL")
            server = Postgres(process, int(port))
            try:
                yield server
            finally:
                server.close()


def _initialise(initdb: list[str], data: Path) -> None:
    made = subprocess.run(
        [*initdb, "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
        cwd="/",
    )
    if made.returncode != 0:
        raise ServerFailed(f"initdb ended with {made.returncode}:\n{made.stdout}{made.stderr}")


def _environment() -> dict[str, str]:
    # PGHOST and the like of whoever runs the tests must not reach the server.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _answers(port: int) -> bool:
    if not listens(port):
        return False
    try:
        psycopg.connect(f"postgresql://{_USER}@{LOOPBACK}:{port}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True
