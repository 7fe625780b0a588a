"""Keys of the configuration that are set by environment variables: MAILTICKET__SECTION__KEY."""

import re
from collections.abc import Mapping
from typing import Any

from mailticket.config.faults import Path, Place, suggestion
from mailticket.config.kinds import Kind, Many, Named, Optional_, Table

PREFIX = "MAILTICKET__"


def overlay(
    document: dict[str, Any], kind: Table[Any], environ: Mapping[str, str], place: Place
) -> dict[Path, str]:
    """Write the variables over the document; returns which variable is about which path.

    A key is named by its words in capitals. A table in a list is named by its index from 0, or by its
    `name` with an underscore for what is neither letter nor digit: MAILTICKET__MAILBOXES__SUPPORT__PASSWORD.
    """
    origins: dict[Path, str] = {}
    named = {name: name.removeprefix(PREFIX).split("__") for name in environ if name.startswith(PREFIX)}
    for name, words in sorted(named.items(), key=lambda item: len(item[1])):  # whole tables before their keys
        path: list[str | int] = []
        try:
            _assign(document, kind, words, environ[name], path)
        except (ValueError, LookupError) as wrong:
            path += [word.lower() for word in words[len(path) :]]
            Place(place.findings, tuple(path)).fault(str(wrong.args[0]))
        origins[tuple(path)] = name
    return origins


def _assign(holder: Any, kind: Kind[Any], words: list[str], text: str, path: list[str | int]) -> None:
    """Set the value that the words lead to, and write the way there to `path`."""
    if isinstance(kind, Optional_):
        kind = kind.kind
    step, inner = _step(holder, kind, words[0])
    path.append(step)
    if len(words) == 1:
        value = inner.from_text(text)
        if step == len(holder) and isinstance(holder, list):
            holder.append(value)
        else:
            holder[step] = value
        return
    container = inner.kind if isinstance(inner, Optional_) else inner
    if not isinstance(container, Table | Many | Named):
        raise LookupError("names a key within a single value")  # noqa: TRY004 -- the fault of a name
    empty: Any = [] if isinstance(container, Many) else {}
    if isinstance(holder, dict):
        below = holder.setdefault(step, empty)
    else:
        if step == len(holder):
            holder.append(empty)
        below = holder[step]
    if not isinstance(below, type(empty)):  # a faulty document, which is reported as such
        below = empty
    _assign(below, inner, words[1:], text, path)


def _step(holder: Any, kind: Kind[Any], word: str) -> tuple[str | int, Kind[Any]]:
    match kind:
        case Table():
            keys = kind.keys
            for name in keys:
                if name.upper() == word:
                    return name, keys[name]
            raise LookupError(f"names no key that exists{suggestion(word, [name.upper() for name in keys])}")
        case Named():
            name = next((name for name in holder if _capitals(name) == word), word.lower())
            return name, kind.kind
        case Many():
            return _index(holder, word), kind.kind
    raise AssertionError(kind)  # the caller has looked


def _index(items: list[Any], word: str) -> int:
    if word.isascii() and word.isdigit():
        if int(word) > len(items):
            raise LookupError(f"names item {word} of a list of {len(items)}; the first is 0")
        return int(word)
    names = [_capitals(str(item.get("name", ""))) if isinstance(item, dict) else "" for item in items]
    match names.count(word):
        case 1:
            return names.index(word)
        case 0:
            raise LookupError(
                f"names {word}, which is not in the list{suggestion(word, [n for n in names if n])}"
            )
        case _:
            raise LookupError(f"names {word}, which is in the list several times; name it by its index")


def _capitals(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper()
