"""What the migrations make is what the code expects, and a store of an earlier or later version says so."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from mailticket.store import migrate, schema
from mailticket.store.database import FIRST_TICKET, Database, StoreUnavailable
from mailticket.store.tickets import Counters


@contextmanager
def store(url: str) -> Iterator[Database]:
    database = Database(url)
    with closing(database):
        yield database


def differences(database: Database) -> list[object]:
    """What `alembic revision --autogenerate` would still want to change."""
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, schema.metadata))


def described(database: Database) -> dict[str, object]:
    """The whole schema as the database itself tells it, so that two stores can be compared."""
    with database.reading() as connection:
        seen = inspect(connection)
        tables = {
            name: (
                [
                    (column["name"], str(column["type"]), column["nullable"], column["default"])
                    for column in seen.get_columns(name)
                ],
                seen.get_pk_constraint(name)["constrained_columns"],
                sorted(
                    (index["name"] or "", tuple(index["column_names"]), bool(index["unique"]))
                    for index in seen.get_indexes(name)
                ),
                sorted(tuple(unique["column_names"]) for unique in seen.get_unique_constraints(name)),
            )
            for name in sorted(seen.get_table_names())
        }
        conditions = (
            "SELECT name, substr(sql, instr(sql, ' WHERE ')) FROM sqlite_master"
            " WHERE type = 'index' AND sql LIKE '% WHERE %' ORDER BY name"
            if database.is_sqlite
            else "SELECT indexname, substring(indexdef from ' WHERE .*') FROM pg_indexes"
            " WHERE schemaname = 'public' ORDER BY indexname"
        )
        return tables | {"conditions of indexes": connection.execute(text(conditions)).all()}


def test_the_code_names_the_newest_migration() -> None:
    assert migrate.head() == schema.REVISION


def test_migrating_from_nothing_makes_what_the_code_expects(store_url: str) -> None:
    with store(store_url) as database:
        migrate.upgrade(database)
        assert differences(database) == []
        assert database.revision() == schema.REVISION


def test_a_migrated_store_equals_one_that_was_made_at_once(store_url: str) -> None:
    with store(store_url) as made:
        made.open()
        at_once = described(made)
        with made.engine.begin() as connection:  # the same database, emptied, so that nothing else differs
            schema.metadata.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
        assert made.revision() is None
        migrate.upgrade(made)
        assert described(made) == at_once


def test_numbers_begin_where_they_should_in_a_migrated_store(store_url: str) -> None:
    with store(store_url) as database:
        migrate.upgrade(database)
        with database.transaction() as connection:
            counters = Counters(connection)
            assert [counters.next(name) for name in ("ticket", "entry", "outbox")] == [FIRST_TICKET, 1, 1]


def test_a_migrated_store_opens(store_url: str) -> None:
    with store(store_url) as database:
        migrate.upgrade(database)
        database.open()


def test_a_store_of_a_newer_version_is_left_alone(store_url: str) -> None:
    with store(store_url) as database:
        database.open()
        with database.transaction() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreUnavailable, match=r"9999.*newer mailticket"):
            database.open()
        assert database.revision() == "9999"
