"""What was measured, as a table for a person and as JSON for a program."""

import json
import os
import platform
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that was measured."""

    name: str
    value: float | None  # None: it could not be measured, and the note says why
    unit: str = ""
    aim: str = ""  # what it is meant to be, as "≥ 2.4"
    note: str = ""


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Table:
    """Prints each figure as soon as it is known, and keeps all of them."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Figure]] = {}

    def heading(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def add(self, part: str, figure: Figure) -> None:
        self._parts.setdefault(part, []).append(figure)
        if figure.value is None:
            print(f"  {figure.name:<58} not measured: {figure.note}", flush=True)
            return
        aim = f"aim {figure.aim}" if figure.aim else ""
        line = f"  {figure.name:<58}{_shown(figure.value):>10} {figure.unit:<8} {aim:<14} {figure.note}"
        print(line.rstrip(), flush=True)

    def save(self, path: Path, machine: dict[str, object]) -> None:
        parts = {part: [asdict(figure) for figure in figures] for part, figures in self._parts.items()}
        path.write_text(json.dumps({"machine": machine, "parts": parts}, indent=2, ensure_ascii=False) + "\n")


def machine() -> dict[str, object]:
    """Where and under what load this is measured."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "arguments": " ".join(sys.argv[1:]),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


def _shown(value: float) -> str:
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
