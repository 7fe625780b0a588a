"""`mailticket db`: schema, a consistent backup while the daemon runs, and the accounting of all mail."""

import argparse
import os
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from mailticket.cli.command import EXIT_FAILED, CommandFailed, add_config
from mailticket.cli.output import add_json, as_json
from mailticket.cli.store import opened


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("upgrade", help="bring the schema to this version")
    add_config(one)
    one.set_defaults(handler=_upgrade)
    one = actions.add_parser("backup", help="write a consistent copy, also while the daemon runs")
    add_config(one)
    one.add_argument("file", type=Path)
    one.set_defaults(handler=_backup)
    one = actions.add_parser("verify", help="account for every message, and check the bytes of all mail")
    add_config(one)
    add_json(one)
    one.set_defaults(handler=_verify)


def _upgrade(options: argparse.Namespace) -> int:
    with opened(options) as database:
        print(f"The schema stands at {database.revision()}.")
    return 0


def _backup(options: argparse.Namespace) -> int:
    target: Path = options.file
    if target.exists():
        raise CommandFailed(f"{target} exists; a backup does not overwrite.")
    with opened(options) as database:
        if database.path is not None:
            _sqlite_backup(database.path, target)
        else:
            _postgresql_backup(database.url, target)
    print(f"{target}: {target.stat().st_size} bytes")
    return 0


def _sqlite_backup(source: Path, target: Path) -> None:
    import sqlite3

    partial = target.with_name(f"{target.name}.partial")
    try:
        # It holds all mail: made for its owner alone, and only if nobody else writes one there.
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(partial)) as writing:
                reading.backup(writing)  # in one step: between steps, writers would send it back to the start
            with partial.open("rb") as file:
                os.fsync(file.fileno())
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise CommandFailed(f"The backup to {target} failed: {error}") from error


def _postgresql_backup(url: Any, target: Path) -> None:
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {"PGPASSWORD": url.password} if url.password else {}
    import os

    command = ["pg_dump", "--format=custom", f"--file={target}", address]
    try:
        subprocess.run(  # noqa: S603 - the operator's own store, and no text of a mail
            command,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        )
    except FileNotFoundError as error:
        raise CommandFailed("pg_dump is not installed; it comes with postgresql-client.") from error
    except subprocess.CalledProcessError as error:
        raise CommandFailed(f"pg_dump failed: {error.stderr.strip()[:500]}") from error


def _verify(options: argparse.Namespace) -> int:
    from mailticket.store import inbox, outbox

    with opened(options) as database, database.reading() as connection:
        counts = inbox.counts(connection)
        damaged = list(inbox.damaged(connection))
        outgoing = list(outbox.damaged(connection))
    agrees = counts["accepted"] == sum(counts[outcome] for outcome in inbox.OUTCOMES)
    if options.json:
        print(as_json(counts | {"damaged": damaged, "damaged_outbox": outgoing}))
    else:
        for name, count in counts.items():
            print(f"{name:12} {count:8}")
    if damaged or outgoing:
        raise CommandFailed(
            " ".join(
                f"The bytes of {len(ids)} {what}: {', '.join(map(str, ids[:20]))}."
                for ids, what in (
                    (damaged, "messages are not those that came"),
                    (outgoing, "mails in the outbox are not those that were written"),
                )
                if ids
            )
        )
    if not agrees:
        raise CommandFailed("The outcomes do not add up to what was accepted.", EXIT_FAILED)
    return 0
