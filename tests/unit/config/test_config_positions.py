"""The line of every key, against the standard library's parser and against documents made for it."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.config.positions import lines_of

KeyPath = tuple[str | int, ...]


def paths_of(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    """All paths in a parsed document."""
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, item in value.items():
            found |= paths_of(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found |= paths_of(item, (*path, index))
    return found


AWKWARD = r'''
# [not.a.table]
top = 1
"quoted key" = "a # no comment"   # a comment [with] {brackets} = and "quotes
'literal.key' = 'C:\path\'
a . b . "c.d" = { x = 1, y = [1, [2, 3]], "z.z" = { deep = true } }
"esc\"aped \u00e9 \U0001F600 \\ \t" = '"'
empty = ""
empty_too = ''
date = 2026-01-05 07:00:00+01:00 # a space within
dates = [2026-01-05, 07:32:00, 1979-05-27T07:32:00Z]
numbers = [+1_000, -0.5e-3, inf, nan, 0xdead_BEEF, 0o7, 0b1,]

text = """
[fake]
key = "value" \
  # not a comment
""" # but this is
ends_in_quotes = """say ""hello"" to "you"""""
literal = """§§§§"""
raw = §§§
[[fake]]
it's ''two''
§§§
raw_end = §§§it''§§§
after = true

[table] # comment
key = [
  "one",   # comment ]
  # another

  [ "two",
    "three" ],
  { inline = 1, list = [
      4,
      5,
  ] }, "four", "five"
]

[table.sub]
x=1
  [  spaced . "out" ]  # indented
	tab = 1

[[servers]]
name = "a"
[servers.limits]
x = 1
[[servers.users]]
name = "u1"
[[servers.users]]
name = "u2"
[servers.users.rights]
all = true
[[servers]]
name = "b"
[[servers.users]]
name = "u3"
[other]
1234 = "bare digits"
-- = "dashes"
[super.late.table]
k = 1
[super]
k = 2
'''.replace("§", "'")


def line_with(document: str, text: str) -> int:
    lines = [number for number, line in enumerate(document.split("\n"), 1) if text in line]
    assert len(lines) == 1, f"{text} is on lines {lines}"
    return lines[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_path_of_an_awkward_document_has_a_line(ending: str) -> None:
    document = AWKWARD.replace("\n", ending)

    assert set(lines_of(document)) == paths_of(tomllib.loads(document))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("top",), "top = 1"),
        (("quoted key",), '"quoted key"'),
        (("a", "b", "c.d", "z.z", "deep"), "a . b"),
        (("date",), "a space within"),
        (("text",), 'text = """'),
        (("ends_in_quotes",), "ends_in_quotes"),
        (("raw",), "raw = '''"),
        (("after",), "after = true"),
        (("table",), "[table] # comment"),
        (("table", "key"), "key = ["),
        (("table", "key", 0), '"one",'),
        (("table", "key", 1), '"two"'),
        (("table", "key", 1, 0), '"two"'),
        (("table", "key", 1, 1), '"three"'),
        (("table", "key", 2), "{ inline = 1"),
        (("table", "key", 2, "list"), "{ inline = 1"),
        (("table", "key", 2, "list", 0), "      4,"),
        (("table", "key", 2, "list", 1), "      5,"),
        (("table", "key", 3), '"four"'),
        (("table", "key", 4), '"four"'),
        (("spaced", "out"), '"out" ]'),
        (("spaced", "out", "tab"), "tab = 1"),
        (("servers", 0, "name"), 'name = "a"'),
        (("servers", 0, "users", 1, "name"), 'name = "u2"'),
        (("servers", 0, "users", 1, "rights"), "[servers.users.rights]"),
        (("servers", 0, "users", 1, "rights", "all"), "all = true"),
        (("servers", 1, "name"), 'name = "b"'),
        (("servers", 1, "users", 0, "name"), 'name = "u3"'),
        (("super",), "[super]"),
        (("super", "late"), "[super.late.table]"),
        (("other", "--"), "dashes"),
    ],
)
def test_the_line_is_the_one_on_which_the_key_stands(path: KeyPath, text: str) -> None:
    assert lines_of(AWKWARD)[path] == line_with(AWKWARD, text)


# Documents whose keys are all different, so that each can be looked for in the text.

BARE = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_", min_size=1, max_size=4)
STRINGS = st.sampled_from(
    [
        '""',
        "''",
        '"a\\"b # ] } ,"',
        "'\\'",
        '"""x"""',
        '"""\n[t]\nk = 1\n"""',
        "'''\n# '' \"\"\n[[x]]\n'''",
        '"""a"b""c"""""',
    ]
)
SCALARS = st.one_of(
    st.sampled_from(["1", "-0.5", "true", "inf", "2026-01-05", "2026-01-05 07:00:00", "07:30:00", "0x1F"]),
    STRINGS,
)
BLANKS = st.sampled_from(["", " ", "\n", ' # ] } , = "\n', "\n\n\t"])
SPACES = st.sampled_from(["", " ", "\t"])


class Writer:
    """Writes a document piece by piece, and notes the line on which each path begins."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[KeyPath, int] = {}
        self.count = 0

    def put(self, text: str) -> None:
        self.text += text

    def note(self, path: KeyPath) -> None:
        self.lines[path] = self.text.count("\n") + 1

    def key(self) -> tuple[str, str]:
        """A new key, as it is, and as it is written."""
        self.count += 1
        key = f"{self.draw(BARE)}{self.count}"
        match self.draw(st.integers(0, 3)):
            case 0:
                key += ' ".\\é'
                written = '"' + key.replace("\\", "\\\\").replace('"', '\\"').replace("é", "\\u00e9") + '"'
            case 1:
                key += " .#="
                written = f"'{key}'"
            case _:
                written = key
        return key, written

    def pair(self, table: KeyPath, depth: int) -> None:
        path = table
        for number in range(self.draw(st.integers(1, 2))):
            key, written = self.key()
            if number:
                self.put(self.draw(SPACES) + "." + self.draw(SPACES))
            path = (*path, key)
            self.note(path)
            self.put(written)
        self.put(self.draw(SPACES) + "=" + self.draw(SPACES))
        self.value(path, depth)

    def value(self, path: KeyPath, depth: int) -> None:
        match self.draw(st.integers(0, 4 if depth else 2)):
            case 3:
                self.put("[" + self.draw(BLANKS))
                for index in range(size := self.draw(st.integers(0, 3))):
                    self.note((*path, index))
                    self.value((*path, index), depth - 1)
                    self.put(self.draw(BLANKS))
                    if index < size - 1 or self.draw(st.booleans()):
                        self.put("," + self.draw(BLANKS))
                self.put("]")
            case 4:
                self.put("{" + self.draw(SPACES))
                for index in range(self.draw(st.integers(0, 3))):
                    if index:
                        self.put("," + self.draw(SPACES))
                    self.pair(path, depth - 1)
                    self.put(self.draw(SPACES))
                self.put("}")
            case _:
                self.put(self.draw(SCALARS))

    def pairs(self, table: KeyPath) -> None:
        for _ in range(self.draw(st.integers(0, 3))):
            self.put(self.draw(BLANKS))
            self.pair(table, 3)
            self.put(self.draw(SPACES) + self.draw(st.sampled_from(["", '# x = [ \' """'])) + "\n")

    def document(self) -> None:
        self.pairs(())
        for _ in range(self.draw(st.integers(0, 4))):
            key, written = self.key()
            if self.draw(st.booleans()):
                self.put(self.draw(SPACES))
                self.note((key,))
                self.put(f"[{self.draw(SPACES)}{written}{self.draw(SPACES)}]\n")
                self.pairs((key,))
                continue
            for index in range(self.draw(st.integers(1, 3))):
                if not index:
                    self.note((key,))
                self.note((key, index))
                self.put(f"[[{written}{self.draw(SPACES)}]] # [[]]\n")
                self.pairs((key, index))
                if self.draw(st.booleans()):
                    inner, inner_written = self.key()
                    self.note((key, index, inner))
                    self.put(f"[{written} . {inner_written}]\n")
                    self.pairs((key, index, inner))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    writer = Writer(draw)
    writer.document()
    return writer.text, writer.lines


@settings(deadline=None)
@given(documents())
def test_lines_are_exact_whatever_the_document(made: tuple[str, dict[KeyPath, int]]) -> None:
    document, lines = made
    assert paths_of(tomllib.loads(document)) == set(lines)

    assert lines_of(document) == lines
    assert lines_of(document.replace("\n", "\r\n")) == lines


def test_a_long_document_is_scanned_in_a_moment() -> None:
    document = "".join(f'[[a]]\nkey{number} = ["x", {{ y = """{"z" * 50}""" }}]\n' for number in range(5_000))

    assert lines_of(document)["a", 4_999, "key4999", 1, "y"] == 10_000


def test_a_document_that_is_nested_as_deeply_as_the_parser_can_read_is_scanned() -> None:
    depth = 2_000
    while True:
        document = f"a = 1\nb = {'[' * depth}{']' * depth}\n"
        try:
            tomllib.loads(document)
        except RecursionError:
            depth -= 1
            continue
        assert lines_of(document)["b",] == 2
        return
