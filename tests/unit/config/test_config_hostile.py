"""Whatever stands in a file or a variable: a configuration, or faults that name their place."""

import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.config import Config, ConfigurationError, load

DEFAULT = Path(__file__).parents[3] / "config/mailticket.toml"
EVERYTHING = tomllib.loads(
    "\n".join(
        line[1:] if re.match(r"#(?:[a-z\[\]]|  \{)", line) else line
        for line in DEFAULT.read_text().split("\n")
    )
)


def toml(value: Any) -> str:
    """A value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
        case list():
            return f"[{', '.join(toml(item) for item in value)}]"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(item)}" for key, item in value.items()) + "}"
    return str(value)


def document(tables: dict[str, Any]) -> str:
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in tables.items())


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, item in items for place in places(item, (*path, key))]


def put(value: Any, path: tuple[str | int, ...], junk: Any) -> Any:
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], junk)  # type: ignore[index, call-overload]
    return copy


PLACES = places(EVERYTHING)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ["", ":", "rota:", "unix:", "a@b", "smtp://", "smtp://[", "sqlite:///", "[#{number}]", "mon 09:00"]
    ),
    st.from_regex(r"[a-z]{0,6}:(//)?[a-z%:@\[\]/?#0-9.]{0,12}", fullmatch=True),
)
JUNK = st.recursive(
    st.one_of(
        TEXT, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.sampled_from(["inf", "nan"]).map(float)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=4,
)


def read(text: str, environ: dict[str, str]) -> Config | ConfigurationError:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "desk.toml")
        file.write_text(text)
        try:
            return load(file, environ)
        except ConfigurationError as error:
            return error


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_any_value_anywhere_is_read_or_named(changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    tables = EVERYTHING
    for path, junk in changes:
        if path in places(tables):
            tables = put(tables, path, junk)
    text = document(tables)

    result = read(text, {})

    if isinstance(result, ConfigurationError):
        keys = list(tables)
        for fault in result.faults:
            assert len(str(fault).splitlines()) == 1
            section = fault.key.partition(".")[0]
            if section in keys:
                assert fault.line == keys.index(section) + 1
            else:
                assert fault.line == 1


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PLACES), st.one_of(TEXT, JUNK.map(toml)), st.sampled_from(["", "__X", "__0", "__NAME"])
)
def test_any_text_in_any_variable_is_read_or_named(path: tuple[str | int, ...], text: str, more: str) -> None:
    variable = "MAILTICKET__" + "__".join(str(part).upper() for part in path) + more

    result = read(document(EVERYTHING), {variable: text})

    if isinstance(result, ConfigurationError):
        assert result.faults
        assert len(str(result).splitlines()) == len(result.faults)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "desk.toml")
        file.write_bytes(data)
        try:
            load(file, {})
        except ConfigurationError as error:
            assert error.faults
