"""Bytes to text in the character set that was meant, whatever was declared."""

import codecs
import re
from functools import lru_cache

from mailticket.mail.guess import guess

# What mail calls a character set, and the codec that reads most of what is sold under that name.
# A superset is taken where senders mean it: Windows code pages for ISO 8859, GB18030 for GB2312.
_ALIASES = {
    "ascii": "ascii", "usascii": "ascii", "ansix341968": "ascii", "iso646us": "ascii", "646": "ascii",
    "7bit": "ascii", "8bit": "", "none": "", "unknown": "", "xunknown": "", "unknown8bit": "",
    "default": "", "defaultcharset": "", "xuserdefined": "", "binary": "", "autodetect": "", "charset": "",
    "utf8": "utf-8", "utf8mb4": "utf-8", "unicode11utf8": "utf-8", "unicode": "utf-8", "xutf8": "utf-8",
    "unicode11utf7": "utf-7", "xunicode20utf7": "utf-7", "csunicode11utf7": "utf-7", "utf7": "utf-7",
    "unicode20utf8": "utf-8", "utf16": "utf-16", "ucs2": "utf-16", "iso10646ucs2": "utf-16",
    "latin1": "cp1252", "iso88591": "cp1252", "l1": "cp1252", "ansi": "cp1252", "cp1252": "cp1252",
    "windows1252": "cp1252", "xansi": "cp1252", "iso88591windows30latin1": "cp1252", "iso8859": "cp1252",
    "iso": "cp1252", "western": "cp1252", "xwindows1252": "cp1252", "win1252": "cp1252",
    "iso88592": "iso8859-2", "latin2": "iso8859-2", "win1250": "cp1250", "xcp1250": "cp1250",
    "win1251": "cp1251", "xcp1251": "cp1251", "ansi1251": "cp1251", "win1253": "cp1253", "win1254": "cp1254",
    "win1255": "cp1255", "win1256": "cp1256", "win1257": "cp1257", "win1258": "cp1258",
    "iso88595": "iso8859-5", "iso88596": "cp1256", "iso88596i": "iso8859-6", "iso88596e": "iso8859-6",
    "iso88597": "cp1253", "iso88598": "cp1255", "iso88598i": "cp1255", "iso88598e": "cp1255",
    "visual": "cp1255", "logical": "cp1255",
    "iso88599": "cp1254", "latin5": "cp1254", "iso885911": "cp874", "tis620": "cp874", "windows874": "cp874",
    "iso88599e": "cp1254", "xmaccyrillic": "mac-cyrillic", "macintosh": "mac-roman", "xmacroman": "mac-roman",
    "mac": "mac-roman", "xmaccentraleurroman": "mac-latin2", "xmacce": "mac-latin2",
    "xmacgreek": "mac-greek", "xmacturkish": "mac-turkish", "xmacjapanese": "cp932",
    "cskoi8r": "koi8-r", "koi8ru": "koi8-u", "koi8u": "koi8-u", "koi8": "koi8-r",
    "ibm866": "cp866", "dos": "cp437",
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "windows936": "gb18030", "xgbk": "gb18030",
    "gb23121980": "gb18030", "euccn": "gb18030", "csgb2312": "gb18030", "gb18030": "gb18030",
    "gb18030200": "gb18030", "chinesegb2312": "gb18030", "gb": "gb18030", "hzgb2312": "hz", "hz": "hz",
    "big5": "big5hkscs", "big5hkscs": "big5hkscs", "xxbig5": "big5hkscs", "cnbig5": "big5hkscs",
    "cp950": "cp950", "chinesebig5": "big5hkscs", "big5eten": "big5hkscs", "xbig5": "big5hkscs",
    "shiftjis": "cp932", "sjis": "cp932", "xsjis": "cp932", "windows31j": "cp932", "mskanji": "cp932",
    "cp932": "cp932", "cswindows31j": "cp932", "shiftjis2004": "shift_jis_2004", "ms932": "cp932",
    "eucjp": "euc_jp", "xeucjp": "euc_jp", "xeuc": "euc_jp", "ujis": "euc_jp", "cp51932": "euc_jp",
    "eucjpms": "euc_jp", "eucjpwin": "euc_jp",
    "iso2022jp": "iso-2022-jp", "csiso2022jp": "iso-2022-jp", "iso2022jp1": "iso-2022-jp",
    "iso2022jp2": "iso-2022-jp", "iso2022jp3": "iso2022_jp_2004", "iso2022jp2004": "iso2022_jp_2004",
    "iso2022jpms": "iso-2022-jp", "cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp",
    "cp50222": "iso-2022-jp", "jis": "iso-2022-jp", "jis7": "iso-2022-jp", "iso2022jpext": "iso-2022-jp",
    "euckr": "cp949", "ksc5601": "cp949", "ksc56011987": "cp949", "ksc56011989": "cp949", "uhc": "cp949",
    "cp949": "cp949", "ksc5601_1987": "cp949", "windows949": "cp949", "korean": "cp949", "johab": "johab",
    "ksc56011992": "johab", "ksx1001": "cp949", "iso2022kr": "iso2022_kr", "csksc56011987": "cp949",
    "isoir149": "cp949", "viscii": "viscii", "tcvn": "cp1258", "tcvn57121": "cp1258",
}  # fmt: skip

# A codec that turns any bytes into text tells nothing by succeeding.
_SINGLE_BYTE = re.compile(r"^(cp12\d\d|cp8\d\d|cp437|iso8859-?\d+|koi8-?[rut]|mac-.*|viscii|tis-?620)$")
_NOT_TEXT = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined",
             "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}  # fmt: skip
_ISO_2022_JP = re.compile(rb"\x1b(?:\([BJIH]|\$[@AB]|\$\([CDOPQ]|&@|\.[AF])")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff]{3,}(?![A-Za-z\x80-\xff])")
_WORD_WITH_HIGH = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SAMPLE = 20_000  # bytes that decide what a text is


@lru_cache(maxsize=256)
def codec(name: str) -> str:
    """The Python codec for a declared character set; "" if it is unknown or says nothing."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())[:40]
    if plain in _ALIASES:
        found = _ALIASES[plain]
        return found if found != "viscii" else ""
    if digits := re.fullmatch(r"(?:x?windows|xcp|cp|win|ibm|msdos|dos)(\d{3,5})", plain):
        plain = f"cp{digits[1]}"
    elif digits := re.fullmatch(r"(?:cs)?(?:iso)?(?:ir)?8859(\d{1,2})[a-z]?", plain):
        plain = f"iso8859-{digits[1]}"
    elif digits := re.fullmatch(r"cp65001", plain):
        plain = "utf-8"
    for candidate in (plain, name.strip().lower()):
        try:
            found = codecs.lookup(candidate).name
        except (LookupError, ValueError, UnicodeError):
            continue
        # Transforms (base64, rot13 …) are registered as codecs; none of them is a character set.
        if found.replace("-", "_") not in _NOT_TEXT and getattr(
            codecs.lookup(found), "_is_text_encoding", True
        ):
            return found
    return ""


def decode(data: bytes, declared: str | None, *, hint: str = "", trust: bool = False) -> tuple[str, str]:
    """The text of `data`, and what was wrong with its declaration ("" if nothing was).

    `hint` is a character set that other parts of the mail use. With `trust`, a declared single-byte
    set is believed even where another one would be likelier (short texts such as encoded words).
    """
    name = codec(declared) if declared else ""
    if data.isascii():
        return _decode_ascii(data, name, declared)
    text = _utf8(data)
    if text is not None and (name in ("", "ascii", "utf-8") or _SINGLE_BYTE.match(name) or _is_utf8(text)):
        if name == "utf-8" or (not name and (not declared or _says_nothing(declared))):
            return text, ""
        return text, f"character set {_shown(declared)} declared, UTF-8 meant"
    if name and name not in ("ascii", "utf-8"):
        if not trust and name == "cp1252" and _mostly_high(data):
            better = guess(data[:_SAMPLE], hint=hint)
            if better not in ("cp1252", "utf-8"):
                return data.decode(
                    better, "replace"
                ), f"character set {_shown(declared)} declared, {better} meant"
        text = strictly(data, name)
        if text is not None:
            return text, ""
        if (text := _nearly(data, name)) is not None:
            return text, f"damaged {_shown(declared)}"
    elif name == "utf-8" and (text := _nearly_utf8(data)) is not None:
        return text, "damaged UTF-8"
    return _decode_undeclared(data, name, declared, hint)


def _decode_ascii(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """Seven-bit bytes are ASCII, unless shifted or declared to be something that hides in it."""
    if b"\x1b" in data and _ISO_2022_JP.search(data):
        if name == "iso2022_jp_2004" and (text := strictly(data, name)) is not None:
            return text, ""
        return iso_2022_jp(data), "" if name.startswith("iso") else "ISO-2022-JP that is not declared"
    if b"\x1b$)C" in data[:1000] or name in ("hz", "utf-7", "iso2022_kr"):
        text = strictly(data, name or "iso2022_kr")
        if text is not None and not (name == "utf-7" and "\x00" in text):
            return text, ""
    elif name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32") and b"\x00" in data:
        return data.decode(name, "replace"), ""
    known = name or not declared or _says_nothing(declared)
    return data.decode("ascii"), "" if known else f"unknown character set {_shown(declared)}"


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
        return iso_2022_jp(data) if data.isascii() else None
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
    "utf-16": ("utf-16",),
}


def _kin(name: str) -> str:
    """The name under which a character set is guessed."""
    return _KIN.get(name, (name,))[0]


def _keep_c1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("mailticket-c1", _keep_c1)


def _says_nothing(declared: str) -> bool:
    """Whether a name stands for no character set, as some programs write it."""
    return re.sub(r"[^a-z0-9]", "", declared.lower()) in _ALIASES


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
        case _:
            return data.decode("ascii", "replace")


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
