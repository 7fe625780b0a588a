"""What the header of a part says of it: its type, its name, how it is encoded and meant to be shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message as Node

from mailticket.mail.header import decode_words, one_line, raw_value, unstructured
from mailticket.mail.parameter import parameters
from mailticket.mail.transfer import encoding_name

MAX_NAME = 255
_MAX_SAME = 5  # headers of one name

_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}$")
_KINDS = re.compile(r"(?:text|image|audio|video|application|message|multipart|model|font|chemical|x-[^/]+)/")
_WORD = re.compile(r"[a-z]+")
_HTML = frozenset({"html", "htm"})
_PLAIN = frozenset({"plain", "text", "txt"})
_PATH = re.compile(r"\r?\n|[/\x00-\x1f\x7f]")  # what no name of a file may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a part is said to be."""

    content_type: str
    parameters: dict[str, str]
    disposition: str  # "", "inline", "attachment" or whatever the sender wrote
    filename: str | None
    content_id: str | None
    encoding: str | None  # a known transfer encoding, None if it is none that is known


def label(node: Node, default: str, hint: str) -> Label:
    """What a part is said to be, whose type is `default` where none is stated."""
    headers: dict[str, list[bytes]] = {}
    for name, value in node.raw_items():
        if name[:8].lower() == "content-":
            headers.setdefault(name.lower(), []).append(raw_value(value))
    content_type, known = _stated(headers.get("content-type", ()), hint)
    disposition, stated = _stated(headers.get("content-disposition", ()), hint)
    filename = _filename(disposition, stated, known)
    content_id = re.sub(r"[\s<>]", "", one_line(decode_words(headers.get("content-id", [b""])[0])))[:500]
    return Label(
        content_type=_meant(content_type, default, bool(known), filename),
        parameters=known,
        disposition=disposition,
        filename=filename,
        content_id=content_id or None,
        encoding=encoding_name(unstructured(headers.get("content-transfer-encoding", [b""])[0])),
    )


def _stated(values: Sequence[bytes], hint: str) -> tuple[str, dict[str, str]]:
    """A value and its parameters; where it is stated twice, the one that holds parts counts, or the first.

    What a later one adds is taken as well: the first may say nothing but "inline".
    """
    found = [parameters(value, hint) for value in values[:_MAX_SAME]]
    if len(found) < 2:
        return found[0] if found else ("", {})
    found.sort(key=lambda one: not (one[0].startswith("multipart/") and "boundary" in one[1]))
    return found[0][0], {name: value for _, known in reversed(found) for name, value in known.items()}


def _meant(content_type: str, default: str, described: bool, filename: str | None) -> str:
    """What a Content-Type means, or a faulty one most likely means (RFC 2045, section 5.2)."""
    main, _, kind = content_type.partition("/")
    if _TYPE.match(content_type) and _KINDS.match(content_type):
        if kind not in _HTML | _PLAIN or not (main == "text" or (main == "application" and not filename)):
            return content_type
    elif not content_type:
        return default
    words = _WORD.findall(content_type)
    if not _HTML.isdisjoint(words):
        return "text/html"
    if not _PLAIN.isdisjoint(words):
        return "text/plain"
    if main == "multipart":
        return "multipart/mixed"
    if _TYPE.match(content_type):
        return content_type
    file = described or main in ("application", "image", "audio", "video")
    return "application/octet-stream" if file else default


def _filename(disposition: str, stated: dict[str, str], known: dict[str, str]) -> str | None:
    """The name of a file: that of the disposition first, unless it was spoilt on the way."""
    form = disposition == "form-data"  # there, "name" is that of the field (RFC 7578, section 4.2)
    called = None if form else stated.get("name")
    names = [n for n in (stated.get("filename"), called, known.get("name"), known.get("filename")) if n]
    if not names:
        return None
    name = next((n for n in names if "\ufffd" not in n), names[0])
    return file_name(name)


def file_name(name: str) -> str | None:
    """A name as it is shown: one line without slashes, of bounded length; None if nothing is left."""
    name = _PATH.sub("_", name)
    if len(name) <= MAX_NAME:
        return name or None
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
    return name[:MAX_NAME]
