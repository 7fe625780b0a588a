"""Fixtures that every room of the tests may use: real servers and both databases."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from servers import Dovecot, Postfix, Postgres, ServerMissing, Sink
from servers import dovecot as start_dovecot
from servers import postfix as start_postfix
from servers import postgres as start_postgres
from servers import smtp_sink as start_sink
from servers.programs import SYSTEMD, is_root

# The same examples in each run, so that a change that breaks nothing never fails; look for new ones with
# `pytest --hypothesis-profile=explore`.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("repeatable")


@contextmanager
def _skipped_without_its_server() -> Iterator[None]:
    """Skip a test whose server an ordinary user cannot have. As root nothing is skipped: there it fails."""
    try:
        yield
    except ServerMissing as reason:
        if is_root():
            pytest.fail(str(reason), pytrace=False)
        pytest.skip(str(reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None]:
    with _skipped_without_its_server():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    with _skipped_without_its_server():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the whole run; `postgres.database()` gives a new database."""
    with start_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test alone."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file of this test alone, which does not exist yet."""
    return f"sqlite:///{tmp_path / 'mailticket.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store; a test that takes it runs on both databases."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the whole run; `dovecot.account()` gives a new account."""
    with start_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    """One Postfix for the whole run that delivers all mail into its Maildir.

    A test that wants it to deliver elsewhere starts its own with `servers.postfix`.
    """
    with start_postfix() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A relay of this test alone that records what it is sent and fails as told."""
    with start_sink() as server:
        yield server


@pytest.fixture
def need_systemd() -> None:
    """The programs of systemd are here; it need not run this machine."""
    SYSTEMD.require()
