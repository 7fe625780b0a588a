"""Bytes to text in the character set that was meant, whatever was declared."""

import codecs
import re

from mailticket.mail.charset_names import codec, says_nothing
from mailticket.mail.guess import guess

# A codec that turns any bytes into text tells nothing by succeeding.
_SINGLE_BYTE = re.compile(
    r"^(cp12\d\d|cp8\d\d|cp437|iso8859-?\d+|koi8-?[rut]|mac-.*|viscii|tcvn|armscii|tis-?620)$"
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\([BJIH]|\$[@AB]|\$\([CDOPQ]|&@|\.[AF])")
_C1 = re.compile(rb"[\x80-\x9f]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_HIGH_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff]{3,}(?![A-Za-z\x80-\xff])")
_WORD_WITH_HIGH = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
# Cyrillic in the wrong one of its sets: small and capital letters have changed places.
_INVERTED = re.compile(r"\b[а-яёґєії][А-ЯЁҐЄІЇ]{2,}")
_UPRIGHT = re.compile(r"\b[А-ЯЁҐЄІЇа-яёґєії][а-яёґєії]{2,}")
_CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u"})
_MAX_LINES = 2_000  # of a text in two character sets
_SAMPLE = 20_000  # bytes that decide what a text is


def decode(data: bytes, declared: str | None, *, hint: str = "", trust: bool = False) -> tuple[str, str]:
    """The text of `data`, and what was wrong with its declaration ("" if nothing was).

    `hint` is a character set that other parts of the mail use. With `trust`, a declared single-byte
    set is believed even where another one would be likelier (short texts such as encoded words).
    """
    name = codec(declared) if declared else ""
    if data.isascii() or (name in ("", "ascii", "iso-2022-jp") and _is_iso_2022_jp(data)):
        return _decode_ascii(data, name, declared)
    text = _utf8(data)
    if text is not None and (name in ("", "ascii", "utf-8") or _SINGLE_BYTE.match(name) or _is_utf8(text)):
        if name == "utf-8" or (not name and (not declared or says_nothing(declared))):
            return text, ""
        return text, f"character set {_shown(declared)} declared, UTF-8 meant"
    if name and name not in ("ascii", "utf-8"):
        if _looks_wrong(data, name, trust=trust):
            better = guess(data[:_SAMPLE], hint=hint)
            if better not in ("cp1252", "utf-8", name):
                wrong = f"character set {_shown(declared)} declared, {better} meant"
                return data.decode(better, "replace"), wrong
        if _SINGLE_BYTE.match(name) and (text := _line_by_line(data, name)) is not None:
            return text, f"both {_shown(declared)} and UTF-8 in one text"
        text = strictly(data, name)
        if text is not None:
            return text, ""
        if (text := _nearly(data, name)) is not None:
            return text, f"damaged {_shown(declared)}"
    elif (text := _line_by_line(data, "")) is not None:
        return text, "UTF-8 and another character set in one text"
    elif name == "utf-8" and (text := _nearly_utf8(data)) is not None:
        return text, "damaged UTF-8"
    return _decode_undeclared(data, name, declared, hint)


def _decode_ascii(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """Seven-bit bytes are ASCII, unless shifted or declared to be something that hides in it."""
    if _is_iso_2022_jp(data):
        if name == "iso2022_jp_2004" and (text := strictly(data, name)) is not None:
            return text, ""
        return iso_2022_jp(data), "" if name.startswith("iso") else "ISO-2022-JP that is not declared"
    if b"\x1b$)C" in data[:1000] or name in ("hz", "utf-7", "iso2022_kr"):
        text = strictly(data, name or "iso2022_kr")
        if text is not None and not (name == "utf-7" and "\x00" in text):
            return text, ""
    elif name.startswith(("utf-16", "utf-32")) and b"\x00" in data:
        return data.decode(_byte_order(data, name), "replace"), ""
    known = name or not declared or says_nothing(declared)
    return data.decode("ascii"), "" if known else f"unknown character set {_shown(declared)}"


def _is_iso_2022_jp(data: bytes) -> bool:
    return b"\x1b" in data and _ISO_2022_JP.search(data) is not None


def _looks_wrong(data: bytes, name: str, *, trust: bool) -> bool:
    """Whether text in a set that takes any bytes is hardly in it."""
    if name == "cp1252":
        return not trust and _mostly_high(data)
    if name in _CYRILLIC:
        text = data[:_SAMPLE].decode(name, "replace")
        inverted = len(_INVERTED.findall(text))
        return inverted > 0 and inverted > len(_UPRIGHT.findall(text))
    return False


def _line_by_line(data: bytes, name: str) -> str | None:
    """Text whose lines are in two character sets, one of them UTF-8; None if it is not so.

    Programs add notices and quotations to a mail without asking what it is written in.
    """
    if not _UTF8_LETTER.search(data) or data.count(b"\n") > _MAX_LINES:
        return None
    lines: list[str | bytes] = []
    for line in data.splitlines(keepends=True):
        text = _utf8(line)
        if text is None and _UTF8_LETTER.search(line):
            return None  # what looks like UTF-8 may be letters of the other
        lines.append(line if text is None else text)
    other = b"".join(line for line in lines if isinstance(line, bytes))
    if not other or len(other) == len(data) or all(isinstance(x, bytes) or x.isascii() for x in lines):
        return None
    name = name or guess(other[:_SAMPLE])
    return "".join(x if isinstance(x, str) else strictly(x, name) or x.decode(name, "replace") for x in lines)


def _decode_undeclared(data: bytes, name: str, declared: str | None, hint: str) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if not _SINGLE_BYTE.match(name) and (nearly := _nearly_utf8(data)) is not None:
        return nearly, "damaged UTF-8"
    best = guess(data[:_SAMPLE], hint=_kin(codec(hint)) if hint else "", declared=_kin(name))
    text = strictly(data, best)
    if text is None:
        text = data.decode(best, "replace")
    if not declared:
        return text, f"text of 8 bits without a character set, read as {best}"
    return text, f"character set {_shown(declared)} declared, read as {best}"


def strictly(data: bytes, name: str) -> str | None:
    """The text, None if the bytes are not in that character set."""
    if name == "iso-2022-jp":
        return iso_2022_jp(data) if data.isascii() or _is_iso_2022_jp(data) else None
    if name in _WINDOWS:
        other = _C1.search(data) or (name == "iso8859-7" and _ACCENT.search(data))
        name = _WINDOWS[name] if other else name
    if name in ("utf-16", "utf-32"):
        name = _byte_order(data, name)
    if name == "cp1252":  # five bytes of it are unassigned; browsers take them for C1 controls
        return data.decode("cp1252", "mailticket-c1")
    for candidate in _KIN.get(name, (name,)):
        try:
            return data.decode(candidate)
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


# Character sets that pass under one name, the narrower first.
_KIN = {
    "big5hkscs": ("cp950", "big5hkscs"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "cp932": ("cp932", "shift_jis_2004"),
    "iso8859-6": ("iso8859-6", "cp1256"),
}
# What is meant where bytes stand that ISO 8859 has not: the set that Windows has in its place.
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-7": "cp1253",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
    "iso8859-16": "cp1250",
}
_ACCENT = re.compile(rb"(?<![\xb6-\xfe])\xa2(?=[\xdc-\xfe])")  # `Ά` of Windows before a Greek letter


def _byte_order(data: bytes, name: str) -> str:
    """UTF-16 or UTF-32 with its byte order, told by the zeros if no mark says it (RFC 2781, 4.3)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or name not in ("utf-16", "utf-32"):
        return name
    little = data[1:_SAMPLE:2].count(0) > data[:_SAMPLE:2].count(0)
    return f"{name}-{'le' if little else 'be'}"


def _kin(name: str) -> str:
    """The name under which a character set is guessed."""
    return _KIN.get(name, (name,))[0]


def _keep_c1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _join_surrogates(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    six = error.object[error.start : error.start + 6]
    try:
        return six.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode(
            "utf-16"
        ), error.start + 6
    except UnicodeError:
        return "\ufffd", error.end


codecs.register_error("mailticket-c1", _keep_c1)
codecs.register_error("mailticket-surrogates", _join_surrogates)


def _shown(declared: str | None) -> str:
    """A declared name fit to stand in a defect."""
    return re.sub(r"[^\w.:+-]", "?", (declared or "")[:40], flags=re.ASCII)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError:
        return None


def _is_utf8(text: str) -> bool:
    """Whether so much of a text makes sense as UTF-8 that it cannot be chance."""
    return sum(c > "\u07ff" for c in text[:_SAMPLE]) >= 3


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with some bytes cut off or spoilt, None if it is something else."""
    text = data.decode("utf-8", "replace")
    if b"\xed" in data and "\ufffd" in text:  # surrogates, one by one (CESU-8)
        text = data.decode("utf-8", "mailticket-surrogates")
    good = sum(ord(c) > 127 for c in text[:_SAMPLE]) - (bad := text[:_SAMPLE].count("\ufffd"))
    return text if good and good >= 4 * bad else None


def _nearly(data: bytes, name: str) -> str | None:
    """Text in a set of several bytes with some of them spoilt, None if it is something else."""
    if _SINGLE_BYTE.match(name):
        return None
    text = iso_2022_jp(data) if name == "iso-2022-jp" else data.decode(name, "replace")
    sample = text[:_SAMPLE]
    bad = sample.count("\ufffd")
    good = sum(c > "\x7f" for c in sample) - bad
    return text if good >= 9 * bad or (bad == 1 and good == 0) else None


def _mostly_high(data: bytes) -> bool:
    """Whether words stand wholly outside ASCII, as they do in no language of the Latin script."""
    sample = data[:_SAMPLE]
    whole = len(_HIGH_WORD.findall(sample))
    return whole >= 3 and 2 * whole > len(_WORD_WITH_HIGH.findall(sample))


def iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP in all its forms: half-width katakana, the letters of NEC and IBM, JIS X 0212.

    By way of Shift_JIS (code page 932), which has the vendors' letters that Python's codec refuses.
    """
    out: list[str] = []
    mode, start = b"(B", 0
    for escape in _ISO_2022_JP.finditer(data):
        out.append(_segment(data[start : escape.start()], mode))
        mode, start = escape[0][1:], escape.end()
    out.append(_segment(data[start:], mode))
    return "".join(out)


def _segment(data: bytes, mode: bytes) -> str:
    match mode:
        case b"(I":
            return bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in data).decode("cp932", "replace")
        case b"$@" | b"$B" | b"$(O" | b"$(Q":
            return _double(data, "cp932")
        case b"$(D":
            return _double(data, "euc_jp")
        case b"$A":
            return bytes(b | 0x80 if b > 0x20 else b for b in data).decode("gb18030", "replace")
        case b"$(C":
            return bytes(b | 0x80 if b > 0x20 else b for b in data).decode("cp949", "replace")
        case _:  # katakana of one byte, or whatever else was put beside what is shifted
            return _utf8(data) or data.decode("cp932", "replace")


def _double(data: bytes, target: str) -> str:
    """Pairs of 7-bit bytes; a line end returns to single bytes, as many senders forget to say."""
    out = bytearray()
    position, end = 0, len(data)
    while position < end:
        first = data[position]
        if first <= 0x20 or position + 1 >= end or data[position + 1] <= 0x20:
            out.append(first if first <= 0x20 else 0x3F)
            position += 1
            continue
        second = data[position + 1]
        position += 2
        if target == "euc_jp":
            out += bytes((0x8F, first | 0x80, second | 0x80))
            continue
        lead = (first - 0x21 >> 1) + (0x81 if first < 0x5F else 0xC1)
        trail = second + ((0x1F if second < 0x60 else 0x20) if first & 1 else 0x7E)
        out += bytes((lead & 0xFF, trail & 0xFF))
    return out.decode(target, "replace")
