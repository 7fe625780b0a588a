"""Connections and transactions on SQLite or PostgreSQL."""

import errno
import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from mailticket.store import schema

FIRST_TICKET = 10001


class StoreUnavailable(Exception):
    """The store cannot be reached or is not fit for use; the text says why and what to do."""


class Database:
    """A store: one engine, and transactions in which nobody else writes what they read."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet. Raises StoreUnavailable if the URL names no store that is known."""
        self.url = _driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock_file: int | None = None
        self._one_at_a_time = threading.Lock()  # a file lock does not part the threads of one process
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite store."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def open(self) -> None:
        """Make or upgrade the schema. Raises StoreUnavailable with the reason in a sentence."""
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                # It holds customers' mail; SQLite gives its other files the same mode.
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            with self._turn(), self.engine.connect():
                pass  # the first one turns a new file to WAL, for which SQLite does not wait its turn
            found = self.revision()
            if found is None:
                self._create()
            elif found != schema.REVISION:
                self._upgrade(found)
        except (DBAPIError, OSError) as error:
            raise StoreUnavailable(self.describe(error)) from error

    def revision(self) -> str | None:
        """The migration at which the schema stands; None for an empty store."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def describe(self, error: BaseException) -> str:
        """One sentence for the operator, without the SQL and its values."""
        cause = str(error.orig if isinstance(error, DBAPIError) else error).strip().split("\n")[0]
        return f"The store {self.url.render_as_string(hide_password=True)} cannot be used: {cause}"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that writes; on SQLite it holds the write lock from the start."""
        with self._turn(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for reading; writes are rolled back."""
        options: dict[str, Any] = {"mailticket_reading": True}
        if not self.is_sqlite:
            # By default every statement there sees another moment, and the accounts of a busy desk disagree.
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # SQLite lets waiting writers sleep for ever longer times; a queue at a file lock wakes them at once.
        if self.path is None:
            yield
            return
        with self._one_at_a_time:
            if self._lock_file is None:
                self._lock_file = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock_file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    def _create(self) -> None:
        with self.transaction() as connection:
            if not self.is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(7421)")
                )  # several nodes may start at once
            if inspect(connection).has_table("alembic_version"):
                return
            schema.metadata.create_all(connection)
            connection.execute(
                text(  # as Alembic makes it
                    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                )
            )
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.REVISION})
            connection.execute(
                schema.counters.insert(),
                [
                    {"name": "ticket", "value": FIRST_TICKET - 1},
                    {"name": "entry", "value": 0},
                    {"name": "outbox", "value": 0},
                ],
            )

    def _upgrade(self, found: str) -> None:
        # Alembic is large and needed once: it runs in a process of its own.
        done = subprocess.run(
            # -P: a file in the working directory must not stand in for a module
            [sys.executable, "-P", "-m", "mailticket.store.migrate"],
            input=self.url.render_as_string(hide_password=False),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = done.stderr.strip().rsplit("\n", 1)[-1]
            raise StoreUnavailable(
                f"The schema stands at {found} and cannot be brought to {schema.REVISION}: {reason}"
            )


def _driver(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception as error:
        raise StoreUnavailable("store.url is not a URL such as sqlite:///var/mailticket.db") from error
    match parsed.get_backend_name():
        case "sqlite":
            return parsed
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise StoreUnavailable(f"store.url names {other}; mailticket knows sqlite:/// and postgresql://")


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours: the driver's would not take the write lock
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # NORMAL may lose commits on power loss
            "foreign_keys = ON",
            "wal_autocheckpoint = 4000",
            "cache_size = -8000",
            "mmap_size = 0",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("mailticket_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    schema.prepare_for_postgresql()
    try:
        return create_engine(
            url,
            hide_parameters=True,
            pool_size=3,
            max_overflow=5,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            "PostgreSQL needs the driver psycopg: pip install 'mailticket[postgresql]'"
        ) from error


def is_trouble(error: BaseException) -> bool:
    """Whether the store itself cannot work now, as against what it was asked to keep."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError)
    if str(getattr(error.orig, "sqlstate", None) or "").startswith("54"):  # a limit: too long for an index
        return False
    return error.connection_invalidated or isinstance(
        error, OperationalError | InterfaceError | InternalError
    )


def is_full(error: BaseException) -> bool:
    """Whether the store has no room left, as against another trouble."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, OperationalError) and (
        "full" in str(error.orig).lower() or "no space" in str(error.orig).lower()
    )
