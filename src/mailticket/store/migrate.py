"""Brings a store to the newest schema; run as a process of its own, which reads the URL from standard input.

The URL may hold a password, so it stands on no command line and in no environment. Alembic stays out of the
daemon's memory, where it would be needed once in a lifetime.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mailticket.store.database import Database, StoreUnavailable

SCRIPTS = Path(__file__).with_name("migrations")


def configuration() -> Config:
    """Alembic's own settings: where the migrations are."""
    config = Config()
    # A per cent sign in the path would be read as the beginning of a variable.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def head() -> str:
    """The newest migration."""
    found = ScriptDirectory.from_config(configuration()).get_current_head()
    if found is None:
        raise LookupError(f"There are no migrations in {SCRIPTS}")
    return found


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing, all or none, while nobody else does."""
    config = configuration()
    with database.transaction() as connection:
        if not database.is_sqlite:
            # Several nodes may start at once; the schema is made under the same lock.
            connection.execute(text("SELECT pg_advisory_xact_lock(7421)"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def main() -> int:
    """Exit 0 when the store stands at the newest migration; else 1 and a sentence on standard error."""
    try:
        database = Database(sys.stdin.read().strip())
    except StoreUnavailable as error:
        print(error, file=sys.stderr)  # noqa: T201 - the process that started this one shows it
        return 1
    try:
        upgrade(database)
    except (CommandError, SQLAlchemyError, OSError) as error:
        sentence = (
            f"{error}; it was made by a newer mailticket: install that version, or restore a backup"
            if isinstance(error, CommandError)
            else database.describe(error)
        )
        print(sentence.replace("\n", " "), file=sys.stderr)  # noqa: T201 - see above
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
