"""Bytes to text in the character set that was meant, whatever was declared."""

import codecs
import re

from mailticket.mail.charset_names import codec, says_nothing
from mailticket.mail.guess import better, guess, rate
from mailticket.mail.iso_2022 import is_iso_2022_jp, iso_2022_jp, shifted

# A codec that turns any bytes into text tells nothing by succeeding.
_SINGLE_BYTE = re.compile(
    r"^(cp12\d\d|cp8\d\d|cp437|iso8859-?\d+|koi8-?[rut]|mac-.*|viscii|tcvn|armscii|tis-?620)$"
)
_SHIFTED = {"iso2022_kr": "cp949", "iso-2022-cn": "gb18030"}
_CUT_LETTER = re.compile(rb"(?:[\xc3-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_C1 = re.compile(rb"[\x80-\x9f]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
# Five bytes of Windows-1252 are unassigned; browsers take them for C1 controls.
_CP1252 = "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in range(0x100))
_MANY_FAULTS = 2_000  # more of them are not put right one by one
_MAX_LINES = 2_000  # of a text in two character sets
_SAMPLE = 20_000  # bytes that decide what a text is


def decode(data: bytes, declared: str | None, *, hint: str = "", trust: bool = False) -> tuple[str, str]:
    """The text of `data`, and what was wrong with its declaration ("" if nothing was).

    `hint` is a character set that other parts of the mail use. With `trust`, a declared single-byte
    set is believed even where another one would be likelier (short texts such as encoded words).
    """
    name = codec(declared) if declared else ""
    if data.isascii() or (name in ("", "ascii", "iso-2022-jp") and is_iso_2022_jp(data)):
        return _decode_ascii(data, name, declared)
    text = _utf8(data)
    if text is not None and _is_utf8(text, data, name):
        if name == "utf-8" or (not name and (not declared or says_nothing(declared))):
            return text, ""
        return text, f"character set {_shown(declared)} declared, UTF-8 meant"
    if name and name not in ("ascii", "utf-8"):
        if found := better(data, _kin(name), hint=_hint(hint), sure=trust):
            wrong = f"character set {_shown(declared)} declared, {found} meant"
            return strictly(data, found) or _leniently(data, found), wrong
        single = _SINGLE_BYTE.match(name)
        text = strictly(data, name)
        if text is not None and not single:
            return text, ""
        if (mixed := _line_by_line(data, name)) is not None:
            return mixed, f"both {_shown(declared)} and UTF-8 in one text"
        if text is not None:
            return text, ""
        if not single and (text := _nearly(data, name)) is not None:
            return text, f"damaged {_shown(declared)}"
    elif (text := _line_by_line(data, "")) is not None:
        return text, "UTF-8 and another character set in one text"
    elif name == "utf-8" and (text := _nearly_utf8(data, per_fault=1)) is not None:
        return text, "damaged UTF-8"
    return _decode_undeclared(data, name, declared, hint)


def _decode_ascii(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """Seven-bit bytes are ASCII, unless shifted or declared to be something that hides in it."""
    if is_iso_2022_jp(data):
        if name == "iso2022_jp_2004" and (text := strictly(data, name)) is not None:
            return text, ""
        return iso_2022_jp(data), "" if name.startswith("iso") else "ISO-2022-JP that is not declared"
    if name in _SHIFTED or b"\x1b$)C" in data[:1000] or b"\x1b$)A" in data[:1000]:
        target = _SHIFTED.get(name) or ("gb18030" if b"\x1b$)A" in data[:1000] else "cp949")
        return shifted(data, target), "" if name in _SHIFTED else "text with shifts that is not declared"
    if name in ("hz", "utf-7"):
        text = strictly(data, name)
        if text is not None and not (name == "utf-7" and "\x00" in text):
            return text, ""
    elif name.startswith(("utf-16", "utf-32")) and b"\x00" in data:
        return data.decode(_byte_order(data, name), "replace"), ""
    known = name or not declared or says_nothing(declared)
    return data.decode("ascii"), "" if known else f"unknown character set {_shown(declared)}"


def _line_by_line(data: bytes, name: str) -> str | None:
    """Text whose lines are in two character sets, one of them UTF-8; None if it is not so.

    Programs add notices and quotations to a mail without asking what it is written in.
    """
    if not _UTF8_LETTER.search(data) or data.count(b"\n") > _MAX_LINES:
        return None
    several = name and not _SINGLE_BYTE.match(name)  # bytes for a letter
    lines: list[str | bytes] = []
    for line in data.splitlines(keepends=True):
        text = _utf8(line)
        if text is None and (strictly(line, name) is None if several else _UTF8_LETTER.search(line)):
            return None  # what looks like UTF-8 may be letters of the other
        if text is not None and several and not line.isascii() and not _cannot_be_chance(text):
            text = None
        lines.append(line if text is None else text)
    other = b"".join(line for line in lines if isinstance(line, bytes))
    if not other or len(other) == len(data) or all(isinstance(x, bytes) or x.isascii() for x in lines):
        return None
    name = name or guess(other)
    return "".join(x if isinstance(x, str) else strictly(x, name) or _leniently(x, name) for x in lines)


def _decode_undeclared(data: bytes, name: str, declared: str | None, hint: str) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if not _SINGLE_BYTE.match(name) and (nearly := _nearly_utf8(data, per_fault=4)) is not None:
        return nearly, "damaged UTF-8"
    best = guess(data, hint=_hint(hint), declared=_kin(name))
    if best == "cp1252" and b"\xa4" in data and not _C1.search(data):
        best = "iso8859-15"  # nobody writes the sign that the euro stands in the place of
    text = strictly(data, best)
    if text is None:
        text = data.decode(best, "replace")
    if not declared:
        return text, f"text of 8 bits without a character set, read as {best}"
    return text, f"character set {_shown(declared)} declared, read as {best}"


def strictly(data: bytes, name: str) -> str | None:
    """The text, None if the bytes are not in that character set."""
    if name == "iso-2022-jp":
        return iso_2022_jp(data) if data.isascii() or is_iso_2022_jp(data) else None
    if name in _WINDOWS:
        other = _C1.search(data) or (name == "iso8859-7" and _ACCENT.search(data))
        name = _WINDOWS[name] if other else name
    if name in ("utf-16", "utf-32"):
        name = _byte_order(data, name)
    if name in _SHIFTED:
        return shifted(data, _SHIFTED[name]) if b"\x0e" in data else None
    if name == "gb18030" and 0 < data.count(b"\x80") < _MANY_FAULTS:
        return _or_none(data, name, "mailticket-euro")
    if name == "cp1252":
        return codecs.charmap_decode(data, "strict", _CP1252)[0]
    return next((t for c in _KIN.get(name, (name,)) if (t := _or_none(data, c)) is not None), None)


def _leniently(data: bytes, name: str) -> str:
    """The text with U+FFFD where it is damaged."""
    if name == "iso-2022-jp":
        return iso_2022_jp(data)
    return shifted(data, _SHIFTED[name]) if name in _SHIFTED else data.decode(name, "replace")


def _or_none(data: bytes, name: str, errors: str = "strict") -> str | None:
    try:
        return data.decode(name, errors)
    except (UnicodeError, LookupError, ValueError):
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


def _hint(declared: str) -> str:
    return _kin(codec(declared)) if declared else ""


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


def _euro(error: UnicodeError) -> tuple[str, int]:
    """The euro sign of GBK as Windows has it; GB 18030 has it elsewhere."""
    if not isinstance(error, UnicodeDecodeError) or error.object[error.start] != 0x80:
        raise error
    return "€", error.start + 1


codecs.register_error("mailticket-euro", _euro)
codecs.register_error("mailticket-surrogates", _join_surrogates)


def _shown(declared: str | None) -> str:
    """A declared name fit to stand in a defect."""
    return re.sub(r"[^\w.:+-]", "?", (declared or "")[:40], flags=re.ASCII)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError:
        return None


def _is_utf8(text: str, data: bytes, name: str) -> bool:
    """Whether bytes that can be UTF-8 are, with another character set declared."""
    if name in ("", "ascii", "utf-8") or _cannot_be_chance(text):
        return True
    single = _SINGLE_BYTE.match(name) is not None
    rated = rate(data, _kin(name))
    if rated is None:
        return single or name.startswith("utf-")
    return rated < (0.9 if single else 0.3)


def _cannot_be_chance(text: str) -> bool:
    """Whether so much of a text makes sense as UTF-8 that it is."""
    return sum(c > "\u07ff" for c in text[:_SAMPLE]) >= 3


def _nearly_utf8(data: bytes, *, per_fault: int) -> str | None:
    """UTF-8 with some bytes cut off or spoilt, None if it is something else.

    `per_fault` is how many good letters there must be for each fault; the cut at the end is none.
    """
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text and 0 < data.count(b"\xed") < _MANY_FAULTS:  # surrogates, one by one (CESU-8)
        text = data.decode("utf-8", "mailticket-surrogates")
    sample = text[:_SAMPLE]
    bad = sample.count("\ufffd")
    good = sum(c > "\x7f" for c in sample) - bad
    if bad == 1 and sample.endswith("\ufffd") and _CUT_LETTER.search(data):
        bad = 0
    return text if good and good >= per_fault * bad else None


def _nearly(data: bytes, name: str) -> str | None:
    """Text in a set of several bytes with some of them spoilt, None if it is something else."""
    text = _leniently(data, name)
    sample = text[:_SAMPLE]
    bad = sample.count("\ufffd")
    good = sum(c > "\x7f" for c in sample) - bad
    return text if good >= 9 * bad or (bad == 1 and good == 0) else None
