"""`make bench`: measures everything, or the parts that are named."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, Table, machine
from bench.options import Options
from bench.room import Failed
from servers import ServerFailed

PARTS = ("acceptance", "chain", "latency", "memory", "reading", "clocks", "delivery", "fetching")


def main() -> int:
    """0 when everything that can be measured here was."""
    options, parts, path = _asked()
    table, where = Table(), machine()
    began = time.monotonic()
    print(
        f"{where['cores']} cores, {where['processor']}; Python {where['python']}, SQLite {where['sqlite']},"
    )
    print(f"store {options.store}; load before: {where['load']}")
    failed = False
    for part in parts:
        module = import_module(f"bench.{part}")
        measure: Callable[[Options], Iterator[Figure]] = module.measure
        table.heading(module.TITLE)
        try:
            for figure in measure(options):
                table.add(part, figure)
        except (Failed, ServerFailed) as reason:
            failed = True
            table.add(part, Figure(name=part, value=None, note=str(reason)))
    where["seconds"] = round(time.monotonic() - began)
    table.heading(f"{where['seconds']} seconds; load after: {machine()['load']}")
    if path is not None:
        table.save(path, where)
    return 1 if failed else 0


def _asked() -> tuple[Options, tuple[str, ...], Path | None]:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", help=f"parts, separated by commas, of {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--quick", action="store_true", help="a tenth of the load, to see that it works")
    given = parser.parse_args()
    parts = tuple(given.only.replace(",", " ").split()) if given.only else PARTS
    for part in parts:
        if part not in PARTS:
            parser.error(f"{part} is none of {', '.join(PARTS)}")
    return Options(store=given.store, quick=given.quick), parts, given.json


if __name__ == "__main__":
    sys.exit(main())
