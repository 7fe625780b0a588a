"""`mailticket check`: all faults of the configuration at once, and with --connect what it leads to."""

import argparse
import asyncio
import os
import sys
from typing import Any

from mailticket.cli.command import EXIT_CONFIGURATION, EXIT_FAILED, add_config
from mailticket.config import Config, ConfigurationError, load


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    parser.add_argument(
        "--connect", action="store_true", help="also try the store, the relay and the mailboxes"
    )
    parser.set_defaults(handler=_check)


def _check(options: argparse.Namespace) -> int:
    try:
        config = load(options.config, os.environ)
    except ConfigurationError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
        for warning in error.warnings:
            print(f"{warning} (a warning)", file=sys.stderr)
        return EXIT_CONFIGURATION
    for warning in config.warnings:
        print(f"{warning} (a warning)", file=sys.stderr)
    faults = _templates(config)
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return EXIT_CONFIGURATION
    if options.connect:
        troubles = asyncio.run(_connect(config))
        for trouble in troubles:
            print(trouble, file=sys.stderr)
        if troubles:
            return EXIT_FAILED
    print(f"{config.source}: no faults")
    return 0


def _templates(config: Config) -> list[str]:
    if config.desk.templates is None:
        return []
    from mailticket.rendering import Renderer

    return Renderer(config.desk.templates, language=config.desk.language).check()


async def _connect(config: Config) -> list[str]:
    """One sentence for each thing that does not answer."""
    from mailticket.setup.relay import relay_of
    from mailticket.setup.store import database_of
    from mailticket.store.database import StoreUnavailable

    troubles = []
    try:
        database = database_of(config)
        database.open()
        database.close()
    except StoreUnavailable as error:
        troubles.append(f"store.url: {error}")
    try:
        relay = relay_of(config)
        found = await relay.probe()
        await relay.close()
        if found is not None:
            troubles.append(f"relay.url: {found}")
    except (ValueError, OSError) as error:
        troubles.append(f"relay.url: {error}")
    return troubles + await asyncio.to_thread(_mailboxes, config)


def _mailboxes(config: Config) -> list[str]:
    """Each mailbox in a thread of its own: one that does not answer delays no other."""
    if not config.mailboxes:
        return []
    from concurrent.futures import ThreadPoolExecutor

    from mailticket.setup.mailboxes import mailboxes_of
    from mailticket.workers.fetch import trouble_with

    polled = mailboxes_of(config)
    with ThreadPoolExecutor(max_workers=20) as threads:
        found = list(threads.map(trouble_with, polled))
    return [f"mailboxes.{one.rules.name}: {why}" for one, why in zip(polled, found, strict=True) if why]
