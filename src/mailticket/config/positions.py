"""On which line each key and each list item of a TOML document stands.

The standard library's parser gives values without positions. This scanner walks a document that the
parser has already accepted (TOML 1.0 or 1.1), so it may take its grammar for granted, and only follows it.
"""

import re
from bisect import bisect_right
from contextlib import suppress

from mailticket.config.faults import Path

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
# The bodies of the four kinds of string. A multi-line string may end in up to five quotation marks,
# of which the last three close it.
_STRINGS = (
    ('"""', re.compile(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}')),
    ("'''", re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}")),
    ('"', re.compile(r'"(?:[^"\\\n]|\\.)*"')),
    ("'", re.compile(r"'[^'\n]*'")),
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def lines_of(document: str) -> dict[Path, int]:
    """The line, counted from 1, of every key, table and list item of a document that is valid TOML."""
    scanner = _Scanner(document.replace("\r\n", "\n"))
    with suppress(RecursionError):  # the parser may get a little deeper; what is known by then has to do
        scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.newlines = [match.start() for match in re.finditer("\n", text)]
        self.tables: dict[Path, int] = {}  # arrays of tables, with the number of tables so far

    def line(self) -> int:
        return bisect_right(self.newlines, self.at - 1) + 1

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:  # no document that the parser accepted comes here
            raise ValueError(f"line {self.line()} cannot be followed")
        self.at = match.end()
        return match.group()

    def sees(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def document(self) -> None:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.sees("["):
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def header(self) -> Path:
        line = self.line()
        brackets = 2 if self.sees("[[") else 1
        self.at += brackets
        keys = self.keys()
        self.at += brackets
        path = self.within(keys[:-1], line)
        path = (*path, keys[-1])
        if brackets == 2:
            index = self.tables.get(path, 0)
            self.tables[path] = index + 1
            self.lines.setdefault(path, line)
            path = (*path, index)
        elif path in self.tables:
            path = (*path, self.tables[path] - 1)
        self.lines[path] = line
        return path

    def within(self, keys: list[str], line: int) -> Path:
        """The path that the keys of a header lead to: through an array of tables, to its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self.lines.setdefault(path, line)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        return path

    def keys(self) -> list[str]:
        """The parts of a dotted key; stands behind it and its spaces afterwards."""
        keys = []
        while True:
            self.skip(_SPACE)
            keys.append(self.key())
            self.skip(_SPACE)
            if not self.sees("."):
                return keys
            self.at += 1

    def key(self) -> str:
        if self.sees('"'):
            return _ESCAPE.sub(_unescaped, self.skip(_STRINGS[2][1])[1:-1])
        if self.sees("'"):
            return self.skip(_STRINGS[3][1])[1:-1]
        return self.skip(_BARE)

    def pair(self, table: Path) -> None:
        line = self.line()
        path = table
        for key in self.keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: Path) -> None:
        if self.sees("["):
            self.array(path)
        elif self.sees("{"):
            self.inline_table(path)
        else:
            pattern = next((pattern for mark, pattern in _STRINGS if self.sees(mark)), _SCALAR)
            self.skip(pattern)

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        self.skip(_BLANK)
        while not self.sees("]"):
            self.lines[(*path, index)] = self.line()
            self.value((*path, index))
            index += 1
            self.skip(_BLANK)
            if self.sees(","):
                self.at += 1
                self.skip(_BLANK)
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip(_BLANK)
        while not self.sees("}"):
            self.pair(path)
            self.skip(_BLANK)
            if self.sees(","):
                self.at += 1
                self.skip(_BLANK)
        self.at += 1


def _unescaped(match: re.Match[str]) -> str:
    *codes, letter = match.groups()
    return _ESCAPES[letter] if letter else chr(int("".join(code or "" for code in codes), 16))
