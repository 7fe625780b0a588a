"""Header values as people meant them: unfolded and decoded (RFC 2047)."""

import binascii
import re
from dataclasses import dataclass
from itertools import groupby

from mailticket.mail.charset import decode, strictly
from mailticket.mail.charset_names import codec

MAX_VALUE = 65_536  # bytes of one value that are looked at
MAX_WORDS = 1_000  # encoded words of one value; what comes after them stays as it is
MAX_ALONE = 100  # neighbouring words that are decoded one by one where they make no sense together
MAX_IDS = 500  # Message-IDs of one header

_WORD = re.compile(rb"=\?[ \t]{0,3}([^?\s]{0,60})[ \t]{0,3}\?[ \t]?([bBqQ])[ \t]?\?")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_FOLD = re.compile(rb"(?:\r?\n[ \t]*+)++|\r(?=[ \t])")
# A fold with an empty line in it: encoders that cut lines by length leave it inside of a word.
_EMPTY_FOLD = re.compile(rb"(?:\r?\n[ \t]*+){2,}+(?==\?)|(?<=\?=)(?:\r?\n[ \t]*+){2,}+")
_ESCAPED = re.compile(rb"=([0-9A-Fa-f]{2})")
_SOFT_BREAK = re.compile(rb"= +")  # of quoted-printable, where a fold was
_CUT_ESCAPE = re.compile(rb"(=)\0([0-9A-Fa-f]{2})|(=[0-9A-Fa-f])\0([0-9A-Fa-f])")
_PADDING = re.compile(rb"=+")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Word:
    """An encoded word (RFC 2047, section 2): where it stands, and what it says of itself."""

    start: int
    end: int
    charset: str
    quoted: bool  # in the Q encoding, else in Base64
    data: bytes


def raw_value(value: object) -> bytes:
    """The bytes of a header value as the standard library's compat32 policy keeps it, bounded."""
    return str(value)[:MAX_VALUE].encode("ascii", "surrogateescape" if type(value) is str else "replace")


def unstructured(raw: bytes, hint: str = "") -> str:
    """The text of a header: one line, encoded words and 8-bit letters decoded, white space as written."""
    if b"\n" in raw or b"\r" in raw:
        raw = _FOLD.sub(b" ", _EMPTY_FOLD.sub(b"", raw) if b"=?" in raw else raw)
    plain = raw.isascii() and b"=?" not in raw and b"\x1b" not in raw  # as most are
    text = raw.decode("ascii") if plain else decode_words(raw, hint)
    return _CONTROLS.sub(" ", text).strip() if not text.isprintable() else text.strip()


def decode_words(raw: bytes, hint: str = "", *, again: int = 2) -> str:
    """Decode the encoded words within a value, and the raw 8-bit text around them.

    Words that stand side by side are joined before they are decoded, as senders cut letters in two. What
    was encoded twice is decoded twice.
    """
    if b"=?" not in raw:
        return _plain(raw, hint)
    out: list[str] = []
    words: list[_Word] = []
    position = 0
    found = _encoded_words(raw)
    for word in found:
        between = raw[position : word.start]
        if words and between.strip():
            out.append(_join(words))
            words = []
            out.append(_plain(between, hint))
        elif not words:
            out.append(_plain(between, hint))
        words.append(word)
        position = word.end
    out.append(_join(words))
    out.append(_plain(raw[position:], hint))
    text = "".join(out)
    if (
        again
        and len(found) < MAX_WORDS
        and "=?" in text
        and _WORD.search(encoded := text.encode("utf-8", "replace"))
    ):
        return decode_words(encoded, "utf-8", again=again - 1) if encoded != raw else text
    return text


def word_spans(raw: bytes) -> list[tuple[int, int]]:
    """Where the encoded words of a value begin and end."""
    return [(word.start, word.end) for word in _encoded_words(raw)] if b"=?" in raw else []


def _encoded_words(raw: bytes) -> list[_Word]:
    """The encoded words of a value; one pass, whatever the value."""
    found: list[_Word] = []
    position = 0
    closed = True  # there may be another `?=`
    while len(found) < MAX_WORDS and (opening := _WORD.search(raw, position)) is not None:
        quoted = opening[2] in b"qQ"
        body = opening.end()
        end = raw.find(b"?=", body) if closed else -1
        closed = end >= 0
        following = _WORD.search(raw, body, end if closed else len(raw))
        if following is not None and following.start() > body:
            # Another word begins before this one ends: its end was cut off, not that of the other.
            end = position = following.start()
            data = raw[body:end].rstrip().removesuffix(b"?")
        else:
            if quoted and closed:
                end = _behind_bare_question_mark(raw, end)
            if not closed and re.search(rb"\s", raw[body:].strip()):
                break
            data = raw[body:end] if closed else raw[body:]  # without its end it goes as far as the value
            end = position = end + 2 if closed else len(raw)
        charset = opening[1].decode("ascii", "replace").partition("*")[0]  # RFC 2231, section 5: language
        found.append(_Word(opening.start(), end, charset.lower(), quoted, data))
    return found


def _behind_bare_question_mark(raw: bytes, end: int) -> int:
    """The end of a word whose sender left a question mark unencoded before an encoded letter."""
    if _ESCAPED.match(raw, end + 1):
        later = raw.find(b"?=", end + 2)
        if later >= 0 and not re.search(rb"\s|=\?", raw[end:later]):
            return later
    return end


def _from_q(data: bytes) -> bytes:
    joined = _SOFT_BREAK.sub(b"", data) if b"= " in data else data
    return _ESCAPED.sub(lambda m: bytes((int(m[1], 16),)), joined.replace(b"_", b" "))


def _from_b(data: bytes) -> bytes:
    """The bytes of a word in Base64; padding within it ends what was encoded by itself."""
    if not data.isascii():  # it was not encoded at all
        return data
    return b"".join(from_base64(piece) for piece in _PADDING.split(data.translate(_URL_SAFE)))


def from_base64(data: bytes) -> bytes:
    """What can be read of Base64, however damaged."""
    data = _NOT_BASE64.sub(b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _join(words: list[_Word]) -> str:
    """The text of neighbouring encoded words."""
    out: list[str] = []
    for _, run in groupby(words, key=lambda word: codec(word.charset) or word.charset):
        pieces = _pieces(same := list(run))
        name = codec(charset := same[0].charset)
        whole = b"".join(pieces)
        alone = 1 < len(pieces) < MAX_ALONE and name and not whole.isascii() and not _fits(whole, name)
        out.extend(decode(piece, charset, trust=True)[0] for piece in (pieces if alone else [whole]))
    return clean("".join(out))


def _fits(data: bytes, name: str) -> bool:
    return strictly(data, name) is not None


def _pieces(words: list[_Word]) -> list[bytes]:
    """The bytes of each word of one character set.

    Some senders encode first and cut afterwards: then a word ends within an escape of three characters, or
    within the four of Base64, and the next one goes on.
    """
    kinds = [(quoted, [word.data for word in run]) for quoted, run in groupby(words, key=lambda w: w.quoted)]
    pieces: list[bytes] = []
    for quoted, data in kinds:
        if quoted:
            whole = _CUT_ESCAPE.sub(rb"\1\2\3\4\0", b"\0".join(data)) if len(data) > 1 else data[0]
            pieces += [_from_q(piece.removesuffix(b"=")) for piece in whole.split(b"\0")]
            continue
        apart = [_from_b(piece) for piece in data]
        if len(data) > 1 and any(len(piece) % 4 for piece in data[:-1]):
            name = codec(words[0].charset)
            if not name or not _fits(b"".join(apart), name):
                together = _from_b(b"".join(data))
                apart = [together] if not name or _fits(together, name) else apart
        pieces += apart
    return pieces


def clean(text: str) -> str:
    """Text without lone surrogates, which no store takes."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _plain(raw: bytes, hint: str) -> str:
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    return clean(decode(raw, None, hint=hint)[0])


def one_line(text: str) -> str:
    """Text with control characters made spaces."""
    return _CONTROLS.sub(" ", text).replace("\t", " ").strip()


_ID = re.compile(r"<\s*([^<>]{1,998}?)\s*>")
_BARE_ID = re.compile(r"(?<![^\s<>,;@])[^\s<>,;@]{1,500}+@[^\s<>,;]{1,490}")


def message_ids(text: str) -> tuple[str, ...]:
    """The Message-IDs of a header without their angle brackets, each once, the last `MAX_IDS` of them."""
    found = [re.sub(r"\s+", "", i) for i in _ID.findall(text)]
    if not found:
        found = _BARE_ID.findall(text) or text.strip("<> ").split()[:1]
    return tuple(dict.fromkeys(i for i in found if i))[-MAX_IDS:]
