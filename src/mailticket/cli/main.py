"""The command `mailticket`: what an operator types, and what it costs to get it wrong."""

import argparse
import gc
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from mailticket import __version__
from mailticket.cli.command import CommandFailed

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "run": ("running", "run the daemon"),
    "check": ("checking", "tell all faults of the configuration"),
    "deliver": ("delivering", "take one message from standard input (for pipes)"),
    "explain": ("explain", "tell how messages are read and judged"),
    "ticket": ("ticket", "see and work tickets"),
    "inbox": ("mail", "every message ever accepted"),
    "outbox": ("mail", "mail on its way out"),
    "clock": ("clock", "the ledger of a ticket's response clock"),
    "escalation": ("oncall", "who was told what and when; acknowledge"),
    "oncall": ("oncall", "who is on call, and who will be"),
    "staff": ("staff", "who answers, and their addresses for new mail"),
    "report": ("report", "averages against commitments"),
    "mailbox": ("mailbox", "mailboxes that are polled"),
    "status": ("mailbox", "what waits, and how the mailboxes are"),
    "db": ("db", "schema, backup, accounting"),
}
"""Each command with the module that holds it: only that one is loaded."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # text of any mail goes to terminals of any age
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.disable()  # nothing of what is loaded becomes garbage: to look for it takes a tenth of the start
    options = _parser(given).parse_args(given)
    gc.enable()
    handler: Callable[[argparse.Namespace], int] = options.handler
    try:
        code = handler(options)
        sys.stdout.flush()
    except CommandFailed as failed:
        print(f"mailticket: {failed}", file=sys.stderr)
        return failed.code
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mailticket",
        description="Turns the mail of a support address into tickets that a human answers in time.",
    )
    parser.add_argument("--version", action="version", version=f"mailticket {__version__}")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (or MAILTICKET_CONFIG)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((word for word in given if word in COMMANDS), None)
    for name, (module, help_) in COMMANDS.items():
        if name == wanted:
            loaded = importlib.import_module(f"mailticket.cli.{module}")
            loaded.register(commands, name, help_)
        else:
            commands.add_parser(name, help=help_)
    return parser


if __name__ == "__main__":
    sys.exit(main())
