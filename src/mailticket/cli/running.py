"""`mailticket run`: the daemon in the foreground."""

import argparse
import os
import sys
from typing import Any

from mailticket.cli.command import EXIT_CONFIGURATION, CommandFailed, add_config
from mailticket.config import ConfigurationError
from mailticket.daemon import CannotStart, run


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    parser.set_defaults(handler=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        return run(options.config, os.environ, hello=sys.stdout.isatty())
    except ConfigurationError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
        return EXIT_CONFIGURATION
    except CannotStart as error:
        raise CommandFailed(str(error)) from error
