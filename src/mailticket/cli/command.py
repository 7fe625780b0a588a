"""What the commands share: exit codes, the failure that ends one with a sentence, and `--config`."""

import argparse
from pathlib import Path
from typing import Final

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_AGAIN: Final = 75
EXIT_CONFIGURATION: Final = 78


class CommandFailed(Exception):
    """A sentence for standard error, and the exit code."""

    def __init__(self, sentence: str, code: int = EXIT_FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def add_config(parser: argparse.ArgumentParser) -> None:
    """`--config` behind the command too."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
