"""Text on a terminal: harmless, measured as it is seen, broken where it may be."""

import pytest

from mailticket.cli.terminal import cut, padded, safe, safe_lines, size, width, wrapped


@pytest.mark.parametrize(
    "letter", ["\x1b", "\x07", "\x9b", "\r", "\n", "\u202e", "\u2066", "\u2069", "\u2028", "\x85", "\x7f"]
)
def test_no_letter_commands_the_terminal(letter: str) -> None:
    assert safe(f"a{letter}b") == "a b"


def test_marks_of_direction_are_left_out_and_letters_of_any_direction_stay() -> None:
    assert safe("\u200fשלום\u200e") == "שלום"


def test_tabs_keep_columns() -> None:
    assert safe_lines("a\tb\n12345678\tc") == "a       b\n12345678        c"


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("ｱ", 1)])
def test_width_is_what_is_seen(text: str, columns: int) -> None:
    assert width(text) == columns


def test_cut_and_padded_count_columns() -> None:
    assert cut("日本語", 6) == "日本語"
    assert cut("日本語", 5) == "日本…"
    assert padded("日本", 6) == "日本  "


def test_lines_break_between_words_and_letters_of_east_asia() -> None:
    assert list(wrapped("one two three", 8)) == ["one two", "three"]
    assert list(wrapped("日本語の文", 6)) == ["日本語", "の文"]
    assert list(wrapped("see http://example.com/a/long/link", 10)) == [
        "see",
        "http://example.com/a/long/link",
    ]
    assert list(wrapped("  indented line", 12)) == ["  indented", "line"]
    assert list(wrapped("as wide as it gets", None)) == ["as wide as it gets"]
    assert list(wrapped("", 10)) == [""]


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1536, "1.5 KiB"), (26214400, "25.0 MiB")],
)
def test_size_for_people(count: int, told: str) -> None:
    assert size(count) == told
