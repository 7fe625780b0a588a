"""Header values with parameters, such as Content-Type, as they were meant (RFC 2045, RFC 2183, RFC 2231)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from mailticket.mail.charset import decode
from mailticket.mail.charset_names import codec
from mailticket.mail.header import clean, decode_words

MAX_SECTIONS = 200  # pieces of one parameter (RFC 2231, section 3)
_MAX_USUAL = 60  # bytes of a value without a boundary or the name of a file

_FOLD = re.compile(rb"(?:\r?\n[ \t]*+)++|\r(?=[ \t])")
# In the Japanese of ISO-2022-JP, any printing character may be half a letter.
_JIS = rb"\x1b\$[@B][^\x1b]*+|\x1b(?!\$[@B])"
# A quotation mark ends what is quoted where a semicolon or the end follows it, or a comment and then those.
_PARAMETER = re.compile(
    rb';\s*([^\s=;"]{1,80})\s*=\s*'
    rb'(?:"((?:[^"\\\x1b]++|' + _JIS + rb'|\\.|"(?!\s*(?:\([^()"]*\)\s*)?(?:;|\Z)))*)("|\Z)'
    rb"|((?:[^;\x1b]++|" + _JIS + rb")*))",
    re.DOTALL,
)
# The second half of a letter of Shift_JIS, Big5 or GBK, which escapes nothing.
_HALF = re.compile(rb"([\x81-\xfe]\\)(?!\\)")
_NEXT = re.compile(rb";\s*[A-Za-z][A-Za-z0-9*-]{1,40}=")
_LOOSE = re.compile(rb"(?:\A|(?<=[\s,]))(?:(?:file)?name|charset|boundary)(?:\*[0-9*]*)?\s*=", re.IGNORECASE)
_SECTION = re.compile(r"^(.+?)(?:\*(\d{1,4}))?(\*)?$")
_EXTENDED = re.compile(rb"^([A-Za-z0-9_:.+-]*)'(?:([A-Za-z0-9-]*)')?(.*)$", re.DOTALL)
_MARKED = re.compile(rb"[^\x20-\x7e\t]|=\?|'")  # what may be encoded
_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")


def parameters(raw: bytes, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value of a header such as Content-Type in lower case, and its parameters, decoded.

    What was encoded in a parameter may hold any character, line ends too.

    Takes what senders make of RFC 2231 and RFC 2045: pieces out of order, encoded words in quoted
    strings, no quotation marks around spaces or only one, a missing semicolon.
    """
    value, known = (_usual if len(raw) <= _MAX_USUAL else _parameters)(raw, hint[:_MAX_USUAL])
    return value, dict(known)


def _parameters(raw: bytes, hint: str) -> tuple[str, dict[str, str]]:
    if b"\n" in raw or b"\r" in raw:
        raw = _FOLD.sub(b" ", raw)
    if raw.lstrip()[:2] == b"=?":  # all of it was encoded
        raw = decode_words(raw, hint).encode()
    if b"\\" in raw and not raw.isascii() and not _is_utf_8(raw):
        raw = _HALF.sub(rb"\1\\", raw)
    head, semicolon, rest = raw.partition(b";")
    if b"=" in head and (loose := _LOOSE.search(head)):  # "attachment filename=…"
        rest = head[loose.start() :] + semicolon + rest
        head = head[: loose.start()]
    value = re.sub(rb"\s+|\(.*?\)", b"", head.strip()[:200]).strip(b"\"',").lower().decode("ascii", "replace")
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for name, text in _stated(b";" + rest):
        key, number, extended = _section(name.decode("ascii", "replace").lower())
        known = pieces.setdefault(key, [])
        if len(known) < MAX_SECTIONS:
            known.append((number, extended, text))
    return value, {name: _parameter(found, hint) for name, found in pieces.items()}


# Most parts of most mails are described in the same few ways.
_usual = lru_cache(maxsize=256)(_parameters)


def _stated(rest: bytes, *, again: bool = True) -> Iterator[tuple[bytes, bytes]]:
    """The parameters as they stand, without their quotation marks."""
    for found in _PARAMETER.finditer(rest):
        name, quoted, mark, token = found.groups()
        if quoted is None:
            token = token.strip()
            yield name, token[:-1] if token.endswith(b'"') and token.count(b'"') == 1 else token
            continue
        if not mark and again and (after := _NEXT.search(quoted)):  # it was never closed
            yield name, quoted[: after.start()].strip()
            yield from _stated(quoted[after.start() :], again=False)
            return
        yield name, re.sub(rb'\\(["\\])', rb"\1", quoted)


def _section(name: str) -> tuple[str, int, bool]:
    """A name without its asterisks, the number of the piece or -1, and whether it is encoded."""
    found = _SECTION.match(name) if "*" in name else None
    if found is None:
        return name, -1, False
    return found[1], int(found[2]) if found[2] else -1, bool(found[3])


def _parameter(pieces: list[tuple[int, bool, bytes]], hint: str) -> str:
    """One parameter from its pieces; the extended form wins over the plain one (RFC 2231, section 4)."""
    (_, extended, only), *others = pieces
    if not (others or extended or _MARKED.search(only)):  # as most are
        return only.decode("ascii").strip()
    numbered = {piece[0]: piece for piece in reversed(pieces) if piece[0] >= 0}
    whole = sorted((p for p in pieces if p[0] < 0), key=lambda piece: not piece[1])
    forms = [[numbered[place] for place in sorted(numbered)], *([piece] for piece in whole)]
    return next((text for form in forms if form and (text := _together(form, hint))), "")


def _together(sections: list[tuple[int, bool, bytes]], hint: str) -> str:
    (_, extended, first), *others = sections
    charset, first, marked = _charset(first, extended)
    extended = extended or marked
    out = bytearray(unquote_to_bytes(first) if extended else first)
    for _, encoded, text in others:
        out += unquote_to_bytes(text) if encoded or marked else text
        extended = extended or encoded
    if extended and b"=?" not in out:
        return clean(decode(bytes(out), charset or None, hint=hint, trust=True)[0]).strip()
    return decode_words(bytes(out), charset or hint).strip()


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _charset(text: bytes, extended: bool) -> tuple[str, bytes, bool]:
    """The character set before a value, the value, and whether it is encoded though not marked so.

    Some write the extended form where no asterisk announces it, or with one apostrophe: then the name of the
    character set must be one.
    """
    found = _EXTENDED.match(text)
    if found is None:
        return "", text, False
    charset = found[1].decode("ascii")
    if extended and found[2] is not None:
        return charset, found[3], False
    if not codec(charset) or not (extended or _ESCAPE.search(text)):
        return "", text, False
    return charset, found[3], not extended
