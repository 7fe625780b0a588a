"""`mailticket clock`: the ledger of a ticket's response clock, and its deadlines computed again."""

import argparse
from typing import Any

from mailticket.cli.command import CommandFailed, add_config
from mailticket.cli.output import add_json, listing
from mailticket.cli.store import configured, desk, opened

_COLUMNS = ("at", "change", "by", "due_at", "because")
_DIFFERENCES = ("at", "change", "by", "due_at", "recomputed_due_at", "because")


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument(
        "--recompute",
        action="store_true",
        help="after a calendar or level was mended: show what differs, and set the running deadline anew",
    )
    add_json(parser)
    parser.set_defaults(handler=_clock)


def _clock(options: argparse.Namespace) -> int:
    rows = _ledger(options)
    if options.recompute:
        return _recompute(options, rows)
    shown = ({name: getattr(row, name) for name in _COLUMNS} for row in rows)
    listing(shown, columns=_COLUMNS, json_=options.json)
    return 0


def _ledger(options: argparse.Namespace) -> list[Any]:
    from mailticket.store import ledger, tickets

    with opened(options) as database, database.reading() as connection:
        if tickets.load_plain(connection, options.number) is None:
            raise CommandFailed(f"There is no ticket {options.number}.")
        return ledger.of_ticket(connection, options.number)


def _recompute(options: argparse.Namespace, rows: list[Any]) -> int:
    """Compare the ledger with what the configuration says today, and let the desk renew what runs."""
    from mailticket.setup.policy import policy_of
    from mailticket.tickets.clock import recompute
    from mailticket.tickets.commands import Recompute, Refused

    levels = {level.name: level for level in policy_of(configured(options)).service_levels}
    found = recompute(rows, levels.get)
    with desk(options) as door:
        done = door.act(options.number, lambda _work, _ticket: Recompute())
    if isinstance(done, Refused):
        raise CommandFailed(done.sentence)
    shown = (
        {
            "at": one.row.at,
            "change": one.row.change,
            "by": one.row.by,
            "due_at": one.row.due_at,
            "recomputed_due_at": one.due_at,
            "because": one.because,
        }
        for one in found
    )
    listing(shown, columns=_DIFFERENCES, json_=options.json)
    renewed = [row for row in _ledger(options)[len(rows) :] if row.cause == "recomputed"]
    if not options.json:
        if not found:
            print("Every deadline of the ledger is computed the same today.")
        for row in renewed:
            print(f"\nThe running deadline is set anew: {row.because}")
    return 0
