"""Header values as people meant them: unfolded, decoded, with their parameters (RFC 2047, RFC 2231)."""

import binascii
import re
from itertools import groupby
from urllib.parse import unquote_to_bytes

from mailticket.mail.charset import codec, decode, strictly

MAX_VALUE = 65_536  # bytes of one value that are looked at
MAX_IDS = 500  # Message-IDs of one header
MAX_SECTIONS = 200  # pieces of one parameter (RFC 2231, section 3)

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_FOLD = re.compile(rb"(?:\r?\n[ \t]*+)++|\r(?=[ \t])")
# A fold with an empty line in it: encoders that cut lines by length leave it inside of a word.
_EMPTY_FOLD = re.compile(rb"(?:\r?\n[ \t]*+){2,}+(?==\?)|(?<=\?=)(?:\r?\n[ \t]*+){2,}+")
_ESCAPED = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def raw_value(value: object) -> bytes:
    """The bytes of a header value as the standard library's compat32 policy keeps it, bounded."""
    return str(value)[:MAX_VALUE].encode("ascii", "surrogateescape" if type(value) is str else "replace")


def unstructured(raw: bytes, hint: str = "") -> str:
    """The text of a header: one line, encoded words and 8-bit letters decoded, white space as written."""
    if b"\n" in raw or b"\r" in raw:
        raw = _FOLD.sub(b" ", _EMPTY_FOLD.sub(b"", raw) if b"=?" in raw else raw)
    text = decode_words(raw, hint)
    return _CONTROLS.sub(" ", text).strip() if not text.isprintable() else text.strip()


def decode_words(raw: bytes, hint: str = "", *, again: int = 2) -> str:
    """Decode the encoded words within a value, and the raw 8-bit text around them.

    Words that stand side by side are joined before they are decoded, as senders cut letters in two. What
    was encoded twice is decoded twice.
    """
    if b"=?" not in raw:
        return _plain(raw, hint)
    out: list[str] = []
    words: list[tuple[str, bytes]] = []
    position = 0
    for start, end, charset, data in _encoded_words(raw):
        between = raw[position:start]
        if words and between.strip():
            out.append(_join(words))
            words = []
            out.append(_plain(between, hint))
        elif not words:
            out.append(_plain(between, hint))
        words.append((charset, data))
        position = end
    out.append(_join(words))
    out.append(_plain(raw[position:], hint))
    text = "".join(out)
    if again and "=?" in text and _WORD.search(encoded := text.encode("utf-8", "replace")):
        return decode_words(encoded, "utf-8", again=again - 1) if encoded != raw else text
    return text


def _encoded_words(raw: bytes) -> list[tuple[int, int, str, bytes]]:
    """Start, end, character set and bytes of each encoded word; one pass, whatever the value."""
    found = []
    position = 0
    while (opening := _WORD.search(raw, position)) is not None:
        quoted = opening[2] in b"qQ"
        body = opening.end()
        end = raw.find(b"?=", body)
        if quoted and end >= 0 and _ESCAPED.match(raw, end + 1):
            # A question mark that its sender left unencoded, before an encoded letter.
            later = raw.find(b"?=", end + 2)
            if later >= 0 and not re.search(rb"\s|=\?", raw[end:later]):
                end = later
        if end < 0:
            # The end of the word was cut off: it goes as far as the value does, if it can.
            if re.search(rb"\s", raw[body:].strip()):
                break
            end, after = len(raw), len(raw)
        else:
            after = end + 2
        data = raw[body:end]
        charset = opening[1].decode("ascii", "replace").partition("*")[0]  # RFC 2231, section 5: language
        found.append((opening.start(), after, charset, _from_q(data) if quoted else from_base64(data)))
        position = after
    return found


def _from_q(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda m: bytes((int(m[1], 16),)), data.replace(b"_", b" "))


def from_base64(data: bytes) -> bytes:
    """What can be read of Base64, however damaged."""
    data = _NOT_BASE64.sub(b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _join(words: list[tuple[str, bytes]]) -> str:
    """The text of neighbouring encoded words."""
    out: list[str] = []
    for charset, run in groupby(words, key=lambda word: word[0].lower()):
        pieces = [data for _, data in run]
        joined = b"".join(pieces)
        name = codec(charset)
        if len(pieces) > 1 and name and not joined.isascii() and strictly(joined, name) is None:
            out.extend(decode(piece, charset, trust=True)[0] for piece in pieces)
        else:
            out.append(decode(joined, charset, trust=True)[0])
    return clean("".join(out))


def clean(text: str) -> str:
    """Text without lone surrogates, which no store takes."""
    return _SURROGATES.sub("\ufffd", text)


def _plain(raw: bytes, hint: str) -> str:
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    return clean(decode(raw, None, hint=hint)[0])


_PARAMETER = re.compile(
    rb';\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:\\.|[^"\\]|"(?![\s]*(?:;|\Z)))*)(?:"|\Z)|([^;]*))', re.DOTALL
)
_LOOSE = re.compile(rb"[\s,]+((?:file)?name|charset|boundary)\s*=", re.IGNORECASE)
_SECTION = re.compile(r"^(.+?)(?:\*(\d{1,4}))?(\*)?$")
_EXTENDED = re.compile(rb"^([A-Za-z0-9_:.+-]*)'([A-Za-z0-9-]*)'(.*)$", re.DOTALL)


def parameters(raw: bytes, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value of a header such as Content-Type in lower case, and its parameters, decoded.

    What was encoded in a parameter may hold any character, line ends too.

    Takes what senders make of RFC 2231 and RFC 2045: pieces out of order, encoded words in quoted
    strings, no quotation marks around spaces, none at the end, a missing semicolon.
    """
    raw = _FOLD.sub(b" ", raw)
    head, semicolon, rest = raw.partition(b";")
    if loose := _LOOSE.search(head):  # "attachment filename=…"
        rest = head[loose.start() :].strip() + semicolon + rest
        head = head[: loose.start()]
    value = re.sub(rb"\s+|\(.*?\)", b"", head.strip()[:200]).strip(b"\"'").lower().decode("ascii", "replace")
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for found in _PARAMETER.finditer(b";" + rest):
        name, quoted, token = found.groups()
        text = re.sub(rb'\\(["\\])', rb"\1", quoted) if quoted is not None else token.strip()
        section = _SECTION.match(name.decode("ascii", "replace").lower())
        if section is None:
            continue
        known = pieces.setdefault(section[1], [])
        if len(known) < MAX_SECTIONS:
            known.append((int(section[2]) if section[2] else -1, bool(section[3]), text))
    return value, {name: _parameter(found, hint) for name, found in pieces.items()}


def _parameter(pieces: list[tuple[int, bool, bytes]], hint: str) -> str:
    """One parameter from its pieces; the extended form wins over the plain one (RFC 2231, section 4)."""
    sections = sorted((p for p in pieces if p[0] >= 0), key=lambda piece: piece[0])
    if not sections:
        whole = next((p for p in pieces if p[1]), pieces[0])
        sections = [whole]
    charset = ""
    out = bytearray()
    extended = False
    for place, (_, encoded, text) in enumerate(sections):
        if not encoded:
            out += text
            continue
        if place == 0 and (marked := _EXTENDED.match(text)):
            charset, text = marked[1].decode("ascii"), marked[3]
        extended = True
        out += unquote_to_bytes(text)
    if extended and b"=?" not in out:
        return clean(decode(bytes(out), charset or None, hint=hint, trust=True)[0]).strip()
    return decode_words(bytes(out), charset or hint).strip()


def one_line(text: str) -> str:
    """Text with control characters made spaces."""
    return _CONTROLS.sub(" ", text).replace("\t", " ").strip()


_ID = re.compile(r"<\s*([^<>]{1,998}?)\s*>")
_BARE_ID = re.compile(r"[^\s<>,;]{1,500}@[^\s<>,;]{1,490}")


def message_ids(text: str) -> tuple[str, ...]:
    """The Message-IDs of a header without their angle brackets, each once, the last `MAX_IDS` of them."""
    found = [re.sub(r"\s+", "", i) for i in _ID.findall(text)]
    if not found:
        found = _BARE_ID.findall(text) or text.split()[:1]
    return tuple(dict.fromkeys(i for i in found if i))[-MAX_IDS:]
