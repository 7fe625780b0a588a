"""What a terminal shows: text that cannot command it, measured and broken as it is seen."""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from typing import Final

BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
PLAIN: Final = "\x1b[0m"

# Letters that move a cursor, end a line, or turn the direction of what stands behind them.
_COMMANDING = (*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HARMLESS = dict.fromkeys(_COMMANDING, " ") | dict.fromkeys((0x061C, 0x200E, 0x200F), "")
# A word of a script with spaces is one piece; each letter of Chinese, Japanese and Korean is one.
_WIDE_LETTERS = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffe6\U00020000-\U0003ffff"
_PIECE = re.compile(rf"\s+|[^\s{_WIDE_LETTERS}]+|.", re.DOTALL)
_UNITS = ("KiB", "MiB", "GiB")


def safe(text: object) -> str:
    """Text of a mail as it may go to a terminal: no control characters, no change of direction."""
    return str(text).translate(_HARMLESS)


def safe_lines(text: str) -> str:
    """The same for text of several lines; tabs become the spaces that they stand for."""
    return "\n".join(safe(line.expandtabs(8)) for line in text.split("\n"))


def has_colors() -> bool:
    """Whether output may be bold and dim: on a terminal, unless it or its user wants none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int | None:
    """How wide the terminal is; None where output goes elsewhere, and no line is to be broken."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else None


def width(text: str) -> int:
    """How many columns text takes: letters of East Asia two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def cut(text: str, limit: int) -> str:
    """Text that takes `limit` columns at most; what is cut off is marked."""
    if width(text) <= limit:
        return text
    taken = 0
    for place, letter in enumerate(text):
        taken += _letter_width(letter)
        if taken > limit - 1:
            return f"{text[:place]}…"
    return text


def padded(text: str, to: int) -> str:
    """Text with spaces behind it up to a column."""
    return text + " " * (to - width(text))


def wrapped(line: str, limit: int | None) -> Iterator[str]:
    """A line in pieces of `limit` columns. A word that is longer stays whole, so that links do."""
    if limit is None or width(line) <= limit:
        yield line
        return
    now, used = "", 0
    for piece in _PIECE.findall(line):
        wide = width(piece)
        if used + wide > limit and now.strip():
            yield now.rstrip()
            now, used = "", 0
            if piece.isspace():
                continue
        now += piece
        used += wide
    if now.strip():
        yield now.rstrip()


def size(count: int) -> str:
    """A number of bytes for people."""
    if count < 1024:
        return f"{count} byte{'' if count == 1 else 's'}"
    value = float(count)
    for unit in _UNITS:
        value /= 1024
        if value < 1024:
            return f"{value:.1f} {unit}"
    return f"{value:.0f} {_UNITS[-1]}"


def _letter_width(letter: str) -> int:
    if unicodedata.east_asian_width(letter) in "WF":
        return 2
    return 0 if unicodedata.category(letter) in ("Mn", "Me", "Cf") else 1
