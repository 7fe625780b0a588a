"""Which character set bytes without a usable declaration are in, judged by how writing looks."""

import re

# The order breaks ties: what mail of 8 bits without a declaration most often is.
_WESTERN = "cp1252"
_SINGLE = ("cp1252", "cp1251", "koi8-r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "cp866",
           "iso8859-5", "iso8859-2", "cp1257")  # fmt: skip

# The letters beyond ASCII that texts in these sets are made of, with the rarer ones left out.
_USUAL = {
    "cp1252": "àâäåæçéèêëìíîïñòóôöøßùúûüãõœÿÀÁÂÄÅÆÇÉÈÊÍÑÓÖØÚÜÃÕŒ’‘“”„–—…€£§©®°·«»¡¿ºª²³½´ \u2022",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüßäăâîşţôľĺŕđĄĆĘŁŃÓŚŹŻÁČĎÉÍŇŘŠŤÚŮÝŽŐŰÖÜÄ–—„”“’…§°€ ",
    "iso8859-2": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüßäăâîşţôľĺŕđĄĆĘŁŃÓŚŹŻÁČĎÉÍŇŘŠŤÚŮÝŽŐŰÖÜÄ§° ",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜ’“”–…€ ",
    "cp1257": "ąčęėįšųūžāēģīķļņõäöüĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÕÄÖÜ–„“” ",
}
_MARK = {  # letters that only that set of the Latin ones has, and that its languages cannot do without
    "cp1250": "ąłśźřěůűşţđ",
    "iso8859-2": "ąłśźřěůűşţđ",
    "cp1254": "ğışİŞĞ",
    "cp1257": "ėįųūāēīķļņģ",
}
_SCRIPT = {
    "cp1251": ("а", "я", "оеаинтсрвлкмдпу"),
    "koi8-r": ("а", "я", "оеаинтсрвлкмдпу"),
    "cp866": ("а", "я", "оеаинтсрвлкмдпу"),
    "iso8859-5": ("а", "я", "оеаинтсрвлкмдпу"),
    "cp1253": ("ά", "ώ", "αοιετσνηυρπκμλς"),
    "cp1255": ("א", "ת", "יוהלאמרתבשנדכע"),
    "cp1256": ("ء", "ي", "اليمنوترهبدسعكف"),
    "cp874": ("ก", "์", "านรกอเงยลมวดทส่้ั"),
}
_CAPITAL_INSIDE = re.compile(r"[а-яёα-ωß-öø-ÿ][А-ЯЁΑ-ΩÀ-ÖØ-Þ](?=[^\W\d_])")
# Letters that no western language has together; Hungarian, Polish and Czech look so in the wrong set.
_STRANGERS = ("õû", "ñê", "ñæ", "èø", "ìø", "ùø", "¿ê", "³ê", "¿³", "¹³")
# Signs that stand beside words, never within them: letters of another set, most likely.
_SIGN_INSIDE = re.compile(r"[^\W\d_][¹¿¡¢¥ª]|[^\W\d_][²³¼½¾±£¶¯](?=[^\W\d_])")
_THAI_ASTRAY = re.compile(r"(?<![ก-ฮ\u0e31-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MIXED = re.compile(r"[A-Za-z][Ͱ-ӿ\u0590-\u06ff\u0e00-\u0e7f]|[Ͱ-ӿ\u0590-\u06ff\u0e00-\u0e7f][A-Za-z]")
_RUN = re.compile(rb"[\x80-\xff]+")


def guess(data: bytes, *, hint: str = "", declared: str = "") -> str:
    """The codec that the bytes, which are neither ASCII nor UTF-8, are most likely in.

    `hint` is one that the rest of the mail uses, `declared` one that was declared and did not fit:
    both count for something, neither decides.
    """
    high = b" ".join(_RUN.findall(data))
    scores: dict[str, float] = {name: _single(high, data, name) for name in _SINGLE}
    if len(high) > 1:
        scores |= {name: rate(data) for name, rate in _DOUBLE.items()}
    for name in (hint, declared):
        if name in scores and scores[name] > 0:
            scores[name] += 0.35
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else _WESTERN


def _single(high: bytes, data: bytes, name: str) -> float:
    try:
        text = data[:4000].decode(name)
        beyond = high[:3000].decode(name)
    except UnicodeDecodeError:
        if name != _WESTERN:
            return -1.0
        text = data[:4000].decode(name, "replace")
        beyond = high[:3000].decode(name, "replace")
    letters = [c for c in beyond if c != " "]
    if not letters:
        return 0.0
    count = len(letters)
    faults: float = 2 * len(_CAPITAL_INSIDE.findall(text)) + 2 * len(_MIXED.findall(text))
    faults += sum(c < "\xa0" or c == "\ufffd" for c in letters) * 3
    if name in _SCRIPT:
        first, last, frequent = _SCRIPT[name]
        lower = sum(first <= c <= last for c in letters)
        often = sum(c.lower() in frequent for c in letters)
        if name == "cp874":
            faults += 2 * len(_THAI_ASTRAY.findall(text)) - 0.3 * count
        return (0.3 * lower + 0.8 * often - faults) / count
    faults += 2 * len(_SIGN_INSIDE.findall(text))
    usual = sum(c in _USUAL[name] for c in letters)
    runs = sum(len(r) > 2 for r in re.findall(r"[À-ÿĀ-ž]{3,}", text))
    value = (0.8 * usual - faults - 3 * runs) / count
    if name in _MARK:
        value += 0.3 * sum(c in _MARK[name] for c in letters) / count - 0.12
    elif name == _WESTERN:
        value += 0.1 - 0.5 * any(set(pair) <= set(beyond) for pair in _STRANGERS)  # by far the most frequent
    return value


def _pairs(data: bytes, name: str) -> list[bytes] | None:
    """The double bytes of a text in an East Asian character set, None if it is not in it."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3:  # else only the last letter was cut
            return None
        text = data[: error.start].decode(name, "ignore")
    return [c.encode(name) for c in text[:2000] if c > "\x7f"]


def _share(pairs: list[bytes] | None, low: int, high: int) -> float:
    """The share of letters whose first byte is in the range of the frequent ones."""
    if not pairs:
        return -1.0
    return sum(len(p) == 2 and low <= p[0] <= high for p in pairs) / len(pairs)


def _gb18030(data: bytes) -> float:
    pairs = _pairs(data, "gb18030")
    if not pairs:
        return -1.0
    usual = _share(pairs, 0xB0, 0xD7)
    marks = sum(p in (b"\xa3\xac", b"\xa1\xa3", b"\xa3\xba", b"\xa1\xa2", b"\xa3\xa1") for p in pairs) / len(
        pairs
    )
    function = sum(p in _CHINESE for p in pairs) / len(pairs)
    return 0.9 * usual + 2 * marks + 2 * function + 0.02 - 0.6 * sum(len(p) == 4 for p in pairs) / len(pairs)


_CHINESE = {c.encode("gb18030") for c in "的一是不了在人有我他这中大来上个国们到说为你好请您和就可以要会"}
_CHINESE_BIG5 = {c.encode("cp950") for c in "的一是不了在人有我他這中大來上個國們到說為你好請您和就可以要會"}


def _big5(data: bytes) -> float:
    pairs = _pairs(data, "cp950")
    if not pairs:
        return -1.0
    marks = sum(p in (b"\xa1\x41", b"\xa1\x43", b"\xa1\x47", b"\xa1\x49") for p in pairs) / len(pairs)
    function = sum(p in _CHINESE_BIG5 for p in pairs) / len(pairs)
    return 0.9 * _share(pairs, 0xA4, 0xC6) - 0.05 + 2 * marks + 2 * function


def _korean(data: bytes) -> float:
    pairs = _pairs(data, "cp949")
    usual = _share(pairs, 0xB0, 0xC8)
    return usual + 0.1 if usual > 0.9 else usual - 0.6


def _japanese_euc(data: bytes) -> float:
    pairs = _pairs(data, "euc_jp")
    return _share(pairs, 0xB0, 0xCF) * 0.5 + 1.6 * _share(pairs, 0xA4, 0xA5) if pairs else -1.0


def _shift_jis(data: bytes) -> float:
    pairs = _pairs(data, "cp932")
    if not pairs:
        return -1.0
    kana = sum(p[0] in (0x82, 0x83) and len(p) == 2 for p in pairs) / len(pairs)
    half = sum(len(p) == 1 for p in pairs) / len(pairs)
    return 1.6 * kana + 0.5 * _share(pairs, 0x88, 0x97) - 1.2 * half + 0.3 * _share(pairs, 0x81, 0x81)


_DOUBLE = {
    "gb18030": _gb18030,
    "cp950": _big5,
    "cp949": _korean,
    "euc_jp": _japanese_euc,
    "cp932": _shift_jis,
}
