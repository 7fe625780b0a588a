"""`mailticket deliver`: intake by pipe, for Postfix, procmail and Sieve (sysexits.h)."""

import argparse
import os
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from mailticket.cli.command import EXIT_AGAIN, EXIT_CONFIGURATION, CommandFailed, add_config
from mailticket.config import ConfigurationError, load
from mailticket.mail.envelope import Envelope

EX_DATAERR = 65  # the message is too large: trying again would not help


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    parser.add_argument(
        "-f", dest="sender", metavar="SENDER", help="the reverse-path; '' or <> is the null one"
    )
    parser.add_argument("recipients", nargs="*", metavar="RECIPIENT", help="none: the header decides")
    parser.set_defaults(handler=_deliver)


def _deliver(options: argparse.Namespace) -> int:
    try:
        config = load(options.config, os.environ)
    except ConfigurationError as error:
        # The mail must wait in the queue of whoever called until the configuration is mended.
        print("\n".join(map(str, error.faults)), file=sys.stderr)
        return EXIT_AGAIN if not sys.stdin.isatty() else EXIT_CONFIGURATION
    most = config.smtp_server.max_message_size
    raw = sys.stdin.buffer.read(most + 1)
    if len(raw) > most:
        raise CommandFailed(
            f"The message is larger than smtp_server.max_message_size ({most} bytes).", EX_DATAERR
        )
    raw = _without_envelope_line(raw)
    sender = options.sender
    envelope = Envelope(
        route="pipe",
        reverse_path=None if sender is None else sender.strip().strip("<>"),
        forward_paths=tuple(options.recipients),
        received_at=datetime.now(UTC),
        protocol="local",
    )
    _store(config, envelope, raw)
    return 0


def _store(config: Any, envelope: Envelope, raw: bytes) -> None:
    from mailticket.setup.store import database_of
    from mailticket.store import inbox, journal
    from mailticket.store.database import StoreUnavailable

    digest = sha256(raw).hexdigest()
    try:
        database = database_of(config)
        database.open()
        for number, start in enumerate(range(0, max(len(raw), 1), inbox.PART)):
            with database.transaction() as connection:
                inbox.keep(connection, [(digest, number, raw[start : start + inbox.PART])])
        with database.transaction() as connection:
            arrival = inbox.Arrival(envelope=envelope, size=len(raw), sha256=digest, data=None)
            (id_,) = inbox.append(connection, [arrival])
            fields = {
                "message": id_,
                "route": "pipe",
                "sender": envelope.reverse_path,
                "recipients": list(envelope.forward_paths),
                "size": len(raw),
            }
            journal.add(connection, [("mail.accepted", "info", fields)])
        database.close()
    except StoreUnavailable as error:
        raise CommandFailed(str(error), EXIT_AGAIN) from error
    except Exception as error:
        raise CommandFailed(
            f"The message was not stored: {type(error).__name__}; try again.", EXIT_AGAIN
        ) from error


def _without_envelope_line(raw: bytes) -> bytes:
    """The mail without the "From " line that some local delivery agents put before it (mbox)."""
    if raw.startswith(b"From ") and b"\n" in raw:
        return raw.partition(b"\n")[2]
    return raw
