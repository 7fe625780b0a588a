"""Content-Transfer-Encodings undone, however damaged (RFC 2045, section 6), and files written into text."""

import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NAMES = {
    "base64": "base64", "b64": "base64", "base": "base64", "64": "base64",
    "quotedprintable": "quoted-printable", "qp": "quoted-printable", "quoted": "quoted-printable",
    "quotedprintible": "quoted-printable", "quoteprintable": "quoted-printable",
    "uuencode": "uuencode", "uue": "uuencode", "uu": "uuencode", "yenc": "yenc",
    "": "7bit", "7bit": "7bit", "8bit": "8bit", "binary": "binary", "7bits": "7bit", "8bits": "8bit",
    "none": "7bit", "plain": "7bit", "text": "7bit",
}  # fmt: skip
_COMMENT = re.compile(r"\([^()]*\)")
_SPACE = b" \t\r\n\x0b\x0c"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_FOREIGN = bytes(b for b in range(256) if b not in _ALPHABET)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/=]+[ \t]*(?:\r?\n|\Z)|[ \t]*\r?\n)*")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{2,}={0,2}[ \t]*\r?(?:\n|\Z)")
_PADDED_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")  # white space was put behind it on the way
_CHUNK = 1 << 20  # divisible by four
_MAX_PIECES = 1_000  # with padding of their own, in one chunk


def encoding_name(value: str) -> str | None:
    """The encoding that a header value means, None if it is none that is known."""
    value = _COMMENT.sub(" ", value[:200].lower()).partition(";")[0]
    for meant in (value, value.strip().partition(" ")[0].rstrip(",")):
        plain = re.sub(r"[^a-z0-9]", "", meant)
        if known := _NAMES.get(plain) or _NAMES.get(plain.removeprefix("x")):
            return known
    return None


def decoded(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes that were encoded, and what was wrong with them ("" if nothing was)."""
    match encoding:
        case "base64":
            return _from_base64(data)
        case "quoted-printable":
            return _from_quoted(data), ""
        case "uuencode":
            found = uuencoded(data)
            return (found[0].data, "") if found else (data, "no uuencoded data where it was declared")
        case "yenc":
            found = yencoded(data)
            return (found[0].data, "") if found else (data, "no yEnc data where it was declared")
        case _:
            return data, ""


def _from_quoted(data: bytes) -> bytes:
    if b"= " in data or b"=\t" in data:
        data = _PADDED_BREAK.sub(b"=", data)
    return binascii.a2b_qp(data)


def _from_base64(data: bytes) -> tuple[bytes, str]:
    defect = ""
    rest = b""
    if data.translate(None, _ALPHABET + _SPACE):
        # Text was put after it, as list servers do, or it never was Base64.
        end = _BASE64_LINES.match(data).end()  # type: ignore[union-attr]  # it also matches nothing
        good, tail = data[:end], data[end:]
        if not good.strip():
            if not _mostly_base64(data):
                return data, "no Base64 where it was declared"
        elif b"\n" in tail.strip() or b" " in tail.strip():
            data, rest = good, tail
        defect = "damaged Base64"
    clean = data.translate(None, _FOREIGN)
    if len(clean.rstrip(b"=")) % 4 == 1:
        clean = clean.rstrip(b"=")[:-1]
        defect = defect or "Base64 that was cut off"
    out = _lenient(clean + b"=" * (-len(clean.rstrip(b"=")) % 4))
    return out + b"\n" + rest if rest.strip() and _readable(rest) else out, defect


def _mostly_base64(data: bytes) -> bool:
    sample = data[:2000]
    return len(_NOT_BASE64.findall(sample)) * 20 < len(sample) and b" " not in sample.strip()


def _readable(data: bytes) -> bool:
    return sum(b >= 32 or b in b"\r\n\t" for b in data[:200]) == len(data[:200])


def measured(segments: Iterable[bytes | memoryview], encoding: str) -> tuple[int, str]:
    """Size and SHA-256 of what was encoded, without ever holding it whole."""
    size = 0
    digest = hashlib.sha256()
    for piece in pieces(segments, encoding):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def pieces(segments: Iterable[bytes | memoryview], encoding: str) -> Iterator[bytes | memoryview]:
    """What was encoded, piece by piece; for encodings that cannot be cut, in one."""
    if encoding == "base64":
        yield from _base64_pieces(segments)
    elif encoding == "quoted-printable":
        yield from _quoted_pieces(segments)
    elif encoding in ("uuencode", "yenc"):
        yield decoded(b"".join(segments), encoding)[0]
    else:
        yield from segments


def _base64_pieces(segments: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    carry = b""
    for segment in segments:
        for start in range(0, len(segment), _CHUNK):
            chunk = carry + bytes(segment[start : start + _CHUNK]).translate(None, _FOREIGN)
            usable = len(chunk) - len(chunk) % 4
            carry = chunk[usable:]
            yield _lenient(chunk[:usable])
    if carry.rstrip(b"="):
        clean = carry.rstrip(b"=")
        if len(clean) > 1:
            yield _lenient(clean + b"=" * (-len(clean) % 4))


def _lenient(chunk: bytes) -> bytes:
    """Base64 with padding in the middle, where pieces were put together that were encoded one by one."""
    if chunk.count(b"=") > _MAX_PIECES:
        chunk = chunk.replace(b"=", b"")
    if b"=" not in chunk:
        return binascii.a2b_base64(chunk[: len(chunk) - len(chunk) % 4])
    return b"".join(
        binascii.a2b_base64(p + b"=" * (-len(p) % 4)) for p in re.split(rb"=+", chunk) if len(p) % 4 != 1
    )


def _quoted_pieces(segments: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    carry = b""
    for segment in segments:
        for start in range(0, len(segment), _CHUNK):
            chunk = carry + bytes(segment[start : start + _CHUNK])
            cut = chunk.rfind(b"\n") + 1
            if cut == 0 and len(chunk) < 4 * _CHUNK:
                carry = chunk
                continue
            cut = cut or len(chunk)
            carry = chunk[cut:]
            yield _from_quoted(chunk[:cut])
    if carry:
        yield _from_quoted(carry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file written into text: where it stands, its name, its bytes."""

    start: int
    end: int
    name: bytes
    data: bytes


_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)
_YENC_BEGIN = re.compile(rb"^=ybegin [^\r\n]{0,300}?name=([^\r\n]{1,255})\r?\n", re.MULTILINE)
_YENC_END = re.compile(rb"^=yend [^\r\n]*\r?$", re.MULTILINE)
_MAX_EMBEDDED = 100


def embedded_name(text: bytes) -> bytes:
    """The name of the first file that is written into a text, b"" if there is none."""
    found = _UU_BEGIN.search(text) or _YENC_BEGIN.search(text)
    return found[1].strip() if found else b""


def uuencoded(text: bytes) -> list[Embedded]:
    """The uuencoded files in a text."""
    found: list[Embedded] = []
    position = 0
    while len(found) < _MAX_EMBEDDED and (begin := _UU_BEGIN.search(text, position)):
        end = _UU_END.search(text, begin.end())
        stop, position = end.span() if end else (len(text), len(text))
        data = _from_uu(text[begin.end() : stop], begin[0].startswith(b"begin-base64"))
        if data is not None and (end or _is_uu_line(text, begin.end())):
            found.append(Embedded(start=begin.start(), end=position, name=begin[1].strip(), data=data))
    return found


def _is_uu_line(text: bytes, start: int) -> bool:
    """Whether a line is as long as its first letter tells: a file begins here, though its end was cut off."""
    line = text[start : start + 100].split(b"\n", 1)[0].rstrip(b"\r")
    return len(line) > 1 and len(line) == 1 + (((line[0] - 32) & 63) + 2) // 3 * 4


def _from_uu(body: bytes, base64: bool) -> bytes | None:
    if base64:
        return _from_base64(body)[0]
    out = bytearray()
    for line in body.splitlines():
        if not line or line == b"`":
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Trailing spaces were added or lost on the way: the first letter tells how much is meant.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:length].ljust(length))
            except binascii.Error:
                return None
    return bytes(out)


def yencoded(text: bytes) -> list[Embedded]:
    """The files in a text that are encoded by yEnc."""
    found: list[Embedded] = []
    position = 0
    while len(found) < _MAX_EMBEDDED and (begin := _YENC_BEGIN.search(text, position)):
        end = _YENC_END.search(text, begin.end())
        if end is None:
            break
        body = re.sub(rb"^=ypart [^\r\n]*\r?\n", b"", text[begin.end() : end.start()]).translate(
            None, b"\r\n"
        )
        body = re.sub(rb"=(.)", lambda m: bytes(((m[1][0] - 64) & 0xFF,)), body, flags=re.DOTALL)
        data = body.translate(bytes((b - 42) & 0xFF for b in range(256)))
        found.append(Embedded(start=begin.start(), end=end.end(), name=begin[1].strip(), data=data))
        position = end.end()
    return found
