"""Listings: one JSON object a line, or a readable table."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from mailticket.cli.terminal import columns as terminal_columns
from mailticket.cli.terminal import cut, padded, safe, width

_ESCAPED: Final = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def instant(value: datetime | None) -> str | None:
    """RFC 3339 in UTC."""
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def as_json(value: Mapping[str, Any]) -> str:
    """One line; times as RFC 3339."""
    knows_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    line = json.dumps(value, ensure_ascii=not knows_all, default=_plain)
    # A lone surrogate is half a letter, or the name of a file that is no UTF-8: only an escape can hold it.
    # The others end a line for many who read lines, though not for JSON.
    return json.dumps(value, default=_plain) if _ESCAPED.search(line) else line


def listing(rows: Iterable[Mapping[str, Any]], *, columns: Sequence[str], json_: bool) -> None:
    """Print rows, all of them as they come (JSON) or as a table with these columns."""
    if json_:
        for row in rows:
            print(as_json(row))
        return
    shown = [[cell(row.get(name)) for name in columns] for row in rows]
    if shown:
        _table(shown, columns)
    elif sys.stderr.isatty():  # a person would take silence for a command that does not work
        print("There is nothing to list.", file=sys.stderr)


def _table(rows: list[list[str]], columns: Sequence[str]) -> None:
    limit = terminal_columns() or 10_000
    widths = [max(len(columns[i]), *(width(row[i]) for row in rows)) for i in range(len(columns))]
    while sum(widths) + 2 * len(widths) > limit and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    for row in [[name.upper() for name in columns], *rows]:
        cells = (padded(cut(cell, widths[i]), widths[i]) for i, cell in enumerate(row))
        print("  ".join(cells).rstrip())


def cell(value: object) -> str:
    """A value for people; text of a mail cannot command the terminal."""
    match value:
        case None:
            return "-"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}Z"
        case list() | tuple():
            return ", ".join(cell(item) for item in value)
        case dict():
            return ": ".join(cell(item) for item in value.values())
        case _:
            return safe(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(type(value).__name__)
