"""A chart of response times against commitments, as SVG or as a page of HTML: no script, nothing fetched."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from mailticket.tickets.response_report import Line
from mailticket.tickets.wall_time import spoken

_WIDTH, _LEFT, _ROW, _TOP, _RIGHT = 860, 260, 44, 56, 110
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.t{font-size:16px;font-weight:600}"
    ".s{fill:#666;font-size:12px}"
    ".a{fill:#2b6cb0}.l{fill:#c53030}.p{fill:#90b4d8}.c{stroke:#222;stroke-width:2;stroke-dasharray:4 3}"
)


def svg(lines: Sequence[Line], title: str) -> str:
    """Bars for the average, thin ones for the 90th percentile, a dashed line at the commitment."""
    shown = [line for line in lines if line.average is not None]
    figures = [
        value for line in shown for value in (line.average, line.percentile_90, line.promised) if value
    ]
    most = max((value.total_seconds() for value in figures), default=1.0)
    height = _TOP + _ROW * max(len(shown), 1) + 40
    scale = (_WIDTH - _LEFT - _RIGHT) / most
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text class="t" x="16" y="28">{escape(title)}</text>',
    ]
    for index, line in enumerate(shown):
        parts.append(_bar(line, _TOP + index * _ROW, scale))
    if not shown:
        parts.append(f'<text x="16" y="{_TOP + 20}">There are no answers yet.</text>')
    legend = "bar: average · pale bar: 90th percentile · dashed: commitment"
    parts.append(f'<text class="s" x="16" y="{height - 14}">{legend}</text></svg>')
    return "\n".join(parts) + "\n"


def html(lines: Sequence[Line], title: str, head: Sequence[str]) -> str:
    """A page with the table and the chart."""
    names = (*head, "answers", "commitment", "average", "median", "90 %", "in time", "late", "overdue")
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in (*line.group, *_cells(line))) + "</tr>"
        for line in lines
    )
    columns = "".join(f"<th>{escape(name)}</th>" for name in names)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title><style>'
        "body{font:15px system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}"
        "table{border-collapse:collapse;width:100%}"
        "td,th{text-align:left;padding:.3em .6em;border-bottom:1px solid #ddd}"
        f"</style></head><body>\n<h1>{escape(title)}</h1>\n<table><thead><tr>{columns}</tr></thead><tbody>\n"
        f"{rows}\n</tbody></table>\n{svg(lines, title)}</body></html>\n"
    )


def span(value: timedelta | None) -> str:
    """A length of time for a table: whole minutes, or seconds below a minute."""
    if value is None:
        return "-"
    unit = 60 if value >= timedelta(minutes=1) else 1
    return spoken(timedelta(seconds=round(value.total_seconds() / unit) * unit))


def share(value: float | None) -> str:
    return "-" if value is None else f"{value * 100:.1f} %"


def _cells(line: Line) -> tuple[str, ...]:
    times = (line.promised, line.average, line.median, line.percentile_90)
    counts = (str(line.late), str(line.unanswered_late))
    return (str(line.answers), *map(span, times), share(line.in_time), *counts)


def _bar(line: Line, top: int, scale: float) -> str:
    def length(value: timedelta | None) -> float:
        return value.total_seconds() * scale if value else 0.0

    slow = line.promised is not None and line.average is not None and line.average > line.promised
    name = " · ".join(one or "(none)" for one in line.group)[:80]
    parts = [
        f'<text x="16" y="{top + 16}">{escape(name)}</text>',
        f'<text class="s" x="16" y="{top + 31}">{line.answers} answers, {share(line.in_time)} in time</text>',
        f'<rect class="p" x="{_LEFT}" y="{top + 20}" width="{length(line.percentile_90):.1f}" height="6"/>',
        f'<rect class="{"l" if slow else "a"}" x="{_LEFT}" y="{top + 4}" width="{length(line.average):.1f}" '
        'height="14"/>',
        f'<text class="s" x="{_LEFT + max(length(line.average), length(line.percentile_90)) + 8:.1f}" '
        f'y="{top + 16}">{span(line.average)}</text>',
    ]
    if line.promised is not None:
        x = _LEFT + length(line.promised)
        parts.append(f'<line class="c" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + 30}"/>')
    return "".join(parts)
