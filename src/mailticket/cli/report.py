"""`mailticket report`: what was promised, and what was kept."""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailticket.cli.chart import html, share, span, svg
from mailticket.cli.command import EXIT_USAGE, CommandFailed, add_config
from mailticket.cli.output import add_json, listing
from mailticket.cli.store import configured, opened
from mailticket.tickets.response_report import BY, Line

_TITLE = "Response times against the commitment"


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="REPORT")
    one = actions.add_parser("response", help="how soon people answered, against what was promised")
    add_config(one)
    one.add_argument("--by", default="window", metavar="LIST", help=f"of {', '.join(BY)} (default: window)")
    one.add_argument("--from", dest="begin", metavar="DATE", help="debts that began on this day or later")
    one.add_argument("--to", dest="end", metavar="DATE", help="and before this day")
    form = one.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--csv", action="store_true", help="comma-separated values")
    form.add_argument("--html", type=Path, metavar="FILE", help="a page with table and chart")
    form.add_argument("--svg", type=Path, metavar="FILE", help="a chart")
    one.set_defaults(handler=_response)


def _response(options: argparse.Namespace) -> int:
    by = [one.strip() for one in options.by.split(",") if one.strip()]
    if not by or not set(by) <= set(BY):
        raise CommandFailed(f"--by takes a list of {', '.join(BY)}, such as window,month.", EXIT_USAGE)
    lines = _lines(options, by)
    if options.svg is not None or options.html is not None:
        text = svg(lines, _TITLE) if options.svg is not None else html(lines, _TITLE, by)
        return _write(options.svg or options.html, text)
    rows = [_row(line, by) for line in lines]
    if options.csv:
        names = list(_row(_NOTHING, by))
        writer = csv.DictWriter(sys.stdout, names)
        writer.writeheader()
        writer.writerows(rows)
    elif options.json:
        listing(rows, columns=(), json_=True)
    else:
        shown = [_readable(line, by) for line in lines]
        listing(shown, columns=list(_readable(_NOTHING, by)), json_=False)
    return 0


def _lines(options: argparse.Namespace, by: Sequence[Any]) -> list[Line]:
    from mailticket.setup.policy import policy_of
    from mailticket.store import ledger
    from mailticket.tickets.response_report import debts, report

    policy = policy_of(configured(options))
    levels = {level.name: level for level in policy.service_levels}
    zone, now = policy.time_zone, datetime.now(UTC)
    begin, end = _day(options.begin, zone), _day(options.end, zone)
    with opened(options) as database, database.reading() as connection:

        def found() -> Iterator[Any]:
            for ticket, rows in ledger.all_tickets(connection):
                yield from debts(
                    rows,
                    priority=ticket.priority,
                    customer=ticket.customer,
                    level_named=levels.get,
                    now=now,
                )

        return report(found(), by, zone=zone, begin=begin, end=end)


def _row(line: Line, by: Sequence[str]) -> dict[str, Any]:
    """The figures for other programs: times in seconds, shares from 0 to 1."""
    return dict(zip(by, line.group, strict=False)) | {
        "answers": line.answers,
        "commitment_seconds": _seconds(line.promised),
        "average_seconds": _seconds(line.average),
        "median_seconds": _seconds(line.median),
        "percentile_90_seconds": _seconds(line.percentile_90),
        "in_time": None if line.in_time is None else round(line.in_time, 4),
        "late": line.late,
        "unanswered_late": line.unanswered_late,
    }


def _readable(line: Line, by: Sequence[str]) -> dict[str, Any]:
    return dict(zip(by, line.group, strict=False)) | {
        "answers": line.answers,
        "commitment": span(line.promised),
        "average": span(line.average),
        "median": span(line.median),
        "90 %": span(line.percentile_90),
        "in time": share(line.in_time),
        "late": line.late,
        "overdue": line.unanswered_late,
    }


def _seconds(value: Any) -> float | None:
    return None if value is None else round(value.total_seconds(), 3)


def _day(text: str | None, zone: str) -> datetime | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"{text!r} is no date such as 2026-03-01.", EXIT_USAGE) from error
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _write(path: Path, text: str) -> int:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}") from error
    print(path)
    return 0


_NOTHING = Line(
    group=("", "", "", ""),
    answers=0,
    promised=None,
    average=None,
    median=None,
    percentile_90=None,
    in_time=None,
    late=0,
    unanswered_late=0,
)
