"""The store and the desk, opened for one command."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from mailticket.cli.command import EXIT_AGAIN, EXIT_CONFIGURATION, CommandFailed
from mailticket.config import Config, ConfigurationError, load
from mailticket.store.database import Database, StoreUnavailable

if TYPE_CHECKING:
    from mailticket.desk.door import Desk


def configured(options: argparse.Namespace) -> Config:
    """The configuration; its faults end the command."""
    try:
        return load(options.config, os.environ)
    except ConfigurationError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
        raise CommandFailed("The configuration has faults.", EXIT_CONFIGURATION) from error


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Database]:
    """The store; what goes wrong in it ends the command with a sentence."""
    from mailticket.setup.store import database_of

    database = None
    try:
        database = database_of(configured(options))
        database.open()
        yield database
    except StoreUnavailable as error:
        raise CommandFailed(str(error), EXIT_AGAIN) from error
    except DBAPIError as error:
        sentence = database.describe(error) if database else str(error)
        raise CommandFailed(sentence, EXIT_AGAIN) from error
    finally:
        if database is not None:
            database.close()


@contextmanager
def desk(options: argparse.Namespace) -> Iterator["Desk"]:
    """The desk; what happens is told in the daemon's log."""
    from mailticket.desk.door import Desk
    from mailticket.setup.tools import tools_of

    config = configured(options)
    with opened(options) as database:
        yield Desk(database, tools_of(config), lambda: datetime.now(UTC), has_log=False)
