"""The names that mail has for character sets."""

import codecs
import re
from functools import lru_cache
from typing import Final

import mailticket.mail.charset_tables  # noqa: F401  # codecs that Python lacks

# What mail calls a character set, and the codec that reads most of what is sold under that name.
# A superset is taken where senders mean it: Windows code pages for ISO 8859, GB18030 for GB2312.
_ALIASES: Final = {
    "ascii": "ascii", "usascii": "ascii", "ansix341968": "ascii", "iso646us": "ascii", "646": "ascii",
    "7bit": "ascii", "8bit": "", "none": "", "unknown": "", "xunknown": "", "unknown8bit": "",
    "default": "", "defaultcharset": "", "xuserdefined": "", "binary": "", "autodetect": "", "charset": "",
    "utf8": "utf-8", "utf8mb4": "utf-8", "unicode11utf8": "utf-8", "unicode": "utf-8", "xutf8": "utf-8",
    "unicode11utf7": "utf-7", "xunicode20utf7": "utf-7", "csunicode11utf7": "utf-7", "utf7": "utf-7",
    "unicode20utf8": "utf-8", "utf16": "utf-16", "ucs2": "utf-16", "iso10646ucs2": "utf-16",
    "latin1": "cp1252", "iso88591": "cp1252", "l1": "cp1252", "ansi": "cp1252",
    "xansi": "cp1252", "iso88591windows30latin1": "cp1252", "iso8859": "cp1252",
    "iso": "cp1252", "western": "cp1252",
    "iso88592": "iso8859-2", "latin2": "iso8859-2",
    "iso88595": "iso8859-5", "iso88596": "iso8859-6", "iso88596i": "iso8859-6", "iso88596e": "iso8859-6",
    "iso88597": "iso8859-7", "iso88598": "cp1255", "iso88598i": "cp1255", "iso88598e": "cp1255",
    "visual": "cp1255", "logical": "cp1255",
    "iso88599": "cp1254", "latin5": "cp1254", "iso885911": "cp874", "tis620": "cp874",
    "iso88599e": "cp1254", "xmaccyrillic": "mac-cyrillic", "macintosh": "mac-roman", "xmacroman": "mac-roman",
    "mac": "mac-roman", "xmaccentraleurroman": "mac-latin2", "xmacce": "mac-latin2",
    "xmacgreek": "mac-greek", "xmacturkish": "mac-turkish", "xmacjapanese": "cp932",
    "xmacicelandic": "mac-iceland", "xmaccroatian": "mac-croatian", "xmacromanian": "mac-romanian",
    "xmacukrainian": "mac-cyrillic", "xmacarabic": "mac-arabic", "xmacfarsi": "mac-farsi",
    "xmackorean": "cp949", "xmacchinesesimp": "gb18030", "xmacchinesetrad": "cp950",
    "cskoi8r": "koi8-r", "koi8ru": "koi8-u", "koi8u": "koi8-u", "koi8": "koi8-r",
    "ibm866": "cp866", "dos": "cp437",
    "gb2312": "gb18030", "gbk": "gb18030", "xgbk": "gb18030",
    "gb23121980": "gb18030", "euccn": "gb18030", "xeuccn": "gb18030",
    "csgb2312": "gb18030", "gb18030": "gb18030",
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
    "ksc5601_1987": "cp949", "korean": "cp949", "johab": "johab",
    "ksc56011992": "johab", "ksx1001": "cp949", "iso2022kr": "iso2022_kr",
    "iso2022cn": "iso-2022-cn", "iso2022cnext": "iso-2022-cn", "csksc56011987": "cp949",
    "isoir149": "cp949", "viscii": "viscii", "csviscii": "viscii", "tcvn": "tcvn", "tcvn57121": "tcvn",
    "xviettcvn5712": "tcvn", "xviettcvn": "tcvn", "armscii8": "armscii", "armscii": "armscii",
}  # fmt: skip
# The numbers that Windows has for them, where they are not those of a codec in Python.
_CODE_PAGES: Final = {
    "936": "gb18030", "943": "cp932", "1200": "utf-16-le", "1201": "utf-16-be", "10000": "mac-roman",
    "20127": "ascii", "20866": "koi8-r", "20932": "euc_jp", "20936": "gb18030", "21866": "koi8-u",
    "28591": "cp1252", "28592": "iso8859-2", "28595": "iso8859-5", "28597": "iso8859-7", "28598": "cp1255",
    "28599": "cp1254", "28605": "iso8859-15", "38598": "cp1255", "50225": "iso2022_kr", "51932": "euc_jp",
    "51936": "gb18030", "51949": "cp949", "52936": "hz", "54936": "gb18030", "65000": "utf-7",
    "65001": "utf-8",
}  # fmt: skip

_NUMBERED: Final = re.compile(r"(?:x?windows|xcp|cp|win|ibm|xibm|ansi|msdos|dos)(\d{3,5})")
_ISO_8859: Final = re.compile(r"(?:cs|x)?(?:iso)?(?:ir)?8859(\d{1,2})[a-z]?")
_NOT_TEXT: Final = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined"}
    | {"unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
)


@lru_cache(maxsize=256)
def codec(name: str) -> str:
    """The Python codec for a declared character set; "" if it is unknown or says nothing."""
    plain = _plain(name)
    if plain in _ALIASES:
        return _ALIASES[plain]
    if number := _NUMBERED.fullmatch(plain):
        plain = _CODE_PAGES.get(number[1], f"cp{number[1]}")
    elif number := _ISO_8859.fullmatch(plain):
        plain = f"iso8859-{number[1]}"
    return _known(plain) or _known(name.strip().lower()) or _beginning(plain)


def says_nothing(declared: str) -> bool:
    """Whether a name stands for no character set, as some programs write it."""
    return _plain(declared) in _ALIASES


def _plain(name: str) -> str:
    """A name without punctuation; and without the sign that quoted-printable leaves of `charset=3D`."""
    return re.sub(r"[^a-z0-9]", "", name.lower()).removeprefix("charset").removeprefix("3d")[:40]


def _known(candidate: str) -> str:
    """The name of Python's codec; transforms (base64, rot13 …) are codecs too, but no character sets."""
    try:
        found = codecs.lookup(candidate)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = found.name.replace("-", "_") not in _NOT_TEXT and getattr(found, "_is_text_encoding", True)
    return found.name if is_text else ""


def _beginning(plain: str) -> str:
    """The codec for a name with something behind it: `utf-8;format=flowed`, `windows-1252http-equiv`."""
    for length in range(len(plain) - 1, 3, -1):
        beginning = plain[:length]
        if number := _NUMBERED.fullmatch(beginning):
            beginning = f"cp{number[1]}"
        if found := _ALIASES.get(beginning) or (_known(beginning) if number else ""):
            return found
    return ""
