"""Listings: one JSON object a line, or a readable table."""

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

_CONTROL = dict.fromkeys((*range(32), 127, *range(128, 160), 8234, 8235, 8237, 8238, 8236), " ")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def instant(value: datetime | None) -> str | None:
    """RFC 3339 in UTC."""
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def as_json(value: Mapping[str, Any]) -> str:
    """One line; times as RFC 3339."""
    knows_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not knows_all, default=_plain)


def listing(rows: Iterable[Mapping[str, Any]], *, columns: Sequence[str], json_: bool) -> None:
    """Print rows, all of them as they come (JSON) or as a table with these columns."""
    if json_:
        for row in rows:
            print(as_json(row))
        return
    _table([[_cell(row.get(name)) for name in columns] for row in rows], columns)


def safe(text: object) -> str:
    """Text of a mail as it may go to a terminal: no control characters, no change of direction."""
    return str(text).translate(_CONTROL)


def safe_lines(text: str) -> str:
    """The same for text of several lines."""
    return "\n".join(safe(line) for line in text.split("\n"))


def _table(rows: list[list[str]], columns: Sequence[str]) -> None:
    if not rows:
        return
    width = shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 10_000
    widths = [max(len(columns[i]), *(len(row[i]) for row in rows)) for i in range(len(columns))]
    while sum(widths) + 2 * len(widths) > width and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    for row in [[name.upper() for name in columns], *rows]:
        cells = (cell[: widths[i] - 1] + "…" if len(cell) > widths[i] else cell for i, cell in enumerate(row))
        print("  ".join(cell.ljust(widths[i]) for i, cell in enumerate(cells)).rstrip())


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}Z"
        case list() | tuple():
            return ", ".join(_cell(item) for item in value)
        case dict():
            return ": ".join(str(item) for item in value.values())
        case _:
            return safe(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(type(value).__name__)
