"""Which character set bytes without a usable declaration are in, judged by how writing looks."""

import re
from itertools import pairwise

from mailticket.mail.guess_pairs import costs, ordinary

_WESTERN = "cp1252"
_CENTRAL = ("pl", "cs", "hu", "ro", "hr", "sq")
_CYRILLIC = ("ru", "uk", "bg")
# Character sets and the languages that are written in them; the order breaks ties.
_SINGLE = {
    _WESTERN: ("de", "fr", "es", "pt", "it", "ca", "nordic", "sv", "is", "et"),
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": ("tr", "az"),
    "cp1257": ("lt", "lv", "et"),
    "cp1251": _CYRILLIC,
    "koi8-r": ("ru", "bg"),
    "koi8-u": ("uk",),
    "cp866": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
    "cp1253": ("el",),
    "iso8859-7": ("el",),
    "cp1255": ("he",),
    "cp1256": ("ar", "fa"),
    "iso8859-6": ("ar",),
    "cp874": ("th",),
}
_DOUBLE = {"gb18030": "zh", "cp950": "zh-tw", "cp949": "ko", "euc_jp": "ja", "cp932": "ja"}
_LATIN = frozenset({_WESTERN, "cp1250", "iso8859-2", "cp1254", "cp1257"})

# What letters cost (see `costs`): the logarithm of how rare they are.
_STRANGE = 12.0  # a pair, or a letter, that stands in no word of the language
_RARE = 9.5  # a letter of the script that is not among the frequent ones
_SIGN = 6.0  # a pair that holds a sign
_SIGNS = frozenset("\xa0‘’“”„‚–—…\u2022«»§°€£¤©®™·¡¿ºª¹²³¼½¾×،؛؟")
_QUOTING = frozenset("\xa0‘’“”„‚…«»")  # signs that stand beside others
_RAISED = frozenset("¹²³¼½¾")  # signs that are letters in other sets
_CLOSING = frozenset("¹²³°®™")  # signs that no letter follows
_OPENING = frozenset("„‚¿¡")  # signs that do not follow a letter
_JOINING = frozenset("’–—…")  # signs that may stand between two letters

_GLANCE = 100  # bytes of them that show whether a declaration is right
_JUDGED = 300  # bytes of words with 8-bit letters, or letters, that are judged
_SOME, _MANY = 3, 6  # bytes beyond ASCII by which a declaration may be doubted
_EXCERPT = 8_000  # bytes that are looked at
_BEGINNING = 4_000  # bytes in which they are looked for
_PLAIN = bytes((*range(0x41, 0x5B), *range(0x61, 0x7B)))
_BEYOND = bytes(range(0x80, 0x100))
_UPPER_HALF = bytes(range(0xC0, 0x100))  # letters in nearly all sets
_SPACED = bytes(b if b > 0x7F or chr(b).isalnum() else 0x20 for b in range(0x100))
_HIGH = re.compile(rb"[\x80-\xff]")
_CAPITAL_INSIDE = re.compile(r"[а-яёα-ωß-öø-ÿ][А-ЯЁΑ-ΩÀ-ÖØ-Þ](?=[^\W\d_])")
# What else may stand in a text of these languages, letters that their sets have for others among it.
_SHARED = "\u3000-\u303f\uff01-\uff5e\u0391-\u0451"
_SCRIPT = {
    "zh": re.compile(f"[{_SHARED}\u3400-\u9fff\U00020000-\U0003ffff]"),
    "ja": re.compile(f"[{_SHARED}\u3040-\u30ff\u3400-\u9fff]"),
    "ko": re.compile(f"[{_SHARED}\uac00-\ud7a3]"),
}
_SCRIPT["zh-tw"] = _SCRIPT["zh"]
_WITHIN_WORD = re.compile(r"[A-Za-z][^\x00-\x7f]{1,2}(?=[a-z])|\b[^\W\x00-\x7f]{1,2}(?=[a-z])")


def guess(data: bytes, *, hint: str = "", declared: str = "") -> str:
    """The codec that the bytes, which are neither ASCII nor UTF-8, are most likely in.

    `hint` is one that the rest of the mail uses, `declared` one that was declared and did not fit:
    both count for something, neither decides.
    """
    scores = _scores(_excerpt(data))
    for name in (hint, declared):
        if scores.get(name, 0) > 0:
            scores[name] += 0.35
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else _WESTERN


def rate(data: bytes, name: str) -> float | None:
    """How well bytes read in a character set: about 1 for ordinary text, 0 for what cannot be.

    None if it is not one of those that are told apart here.
    """
    if name in _DOUBLE:
        return _double(_excerpt(data), name)
    if name not in _SINGLE:
        return None
    words, latin = _words(_excerpt(data))
    return _single(words[:_GLANCE], latin, name)


def better(data: bytes, declared: str, *, hint: str = "", sure: bool) -> str:
    """The codec that bytes make far more sense in than in the declared one; "" if there is none.

    With `sure` it takes more to doubt a declaration.
    """
    data = _excerpt(data)
    high = _count(data, _BEYOND)
    if high < (_MANY if sure else _SOME):
        return ""
    rated = rate(data, declared)
    if rated is None or rated >= (0.35 if sure else 0.6):
        return ""
    rated = max(rated, 0.3)  # a few damaged letters are not another character set
    scores = _scores(data)
    if scores.get(hint, 0) > 0:
        scores[hint] += 0.35
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < rated + (0.5 if sure else 0.4) or best == declared:
        return ""
    # Latin letters stand apart from each other; of other scripts there are more, if there are any.
    return best if high >= _MANY or (best in _LATIN and declared in _LATIN) else ""


def _excerpt(data: bytes) -> bytes:
    """What is looked at of a text: from where it leaves ASCII."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 40) if first else 0
    return data[start : start + _EXCERPT]


def _scores(data: bytes) -> dict[str, float]:
    words, latin = _words(data)
    scores = {name: _single(words, latin, name) for name in _SINGLE}
    if _count(data, _BEYOND) > 1:
        scores |= {name: _double(data, name) for name in _DOUBLE}
    return scores


def _words(data: bytes) -> tuple[bytes, float]:
    """The words with letters beyond ASCII, as far as they are judged, and the share of Latin letters."""
    beginning = data[:_BEGINNING]
    plain, high = _count(beginning, _PLAIN), _count(beginning, _BEYOND)
    latin = plain / (plain + high) if high > 1 else 1.0  # a single letter is a word of no other script
    words = [word for word in beginning.translate(_SPACED).split(b" ") if not word.isascii()]
    if any(len(word) >= 4 and not word.translate(None, _UPPER_HALF) for word in words):
        latin = 0.0  # nor are there such words in the Latin one
    return b" ".join(words)[:_JUDGED], latin


def _count(data: bytes, letters: bytes) -> int:
    return len(data) - len(data.translate(None, letters))


def _single(words: bytes, latin: float, name: str) -> float:
    """How well words read in a set of single bytes, in the language that suits them best.

    1 is for ordinary text, 0 for what cannot be; `latin` is the share of Latin letters in the text.
    """
    try:
        text = words.decode(name)
    except UnicodeDecodeError:
        if name != _WESTERN:
            return -1.0
        text = words.decode("latin-1")
    pairs, signs, misplaced = _neighbours(f" {text.lower()} ")
    misplaced += 2 * len(_CAPITAL_INSIDE.findall(text))
    count = len(pairs) + signs + misplaced
    if not count:
        return 0.0
    others = _SIGN * signs + _STRANGE * misplaced
    value = max(
        (_STRANGE - (sum([known.get(pair, _STRANGE) for pair in pairs]) + others) / count)
        / (_STRANGE - ordinary(language))
        for language, known in ((language, costs(language)) for language in _SINGLE[name])
    )
    if name == _WESTERN:
        return value + 0.06  # by far the most frequent
    # Letters of other scripts are few beside Latin ones only by chance.
    return value if name in _LATIN else value - 0.4 * latin


def _neighbours(text: str) -> tuple[list[str], int, int]:
    """Pairs of letters with one beyond ASCII, how many pairs hold a sign, and how many of those cannot be."""
    pairs: list[str] = []
    signs = misplaced = 0
    for before, (left, right) in zip(f" {text}", pairwise(text), strict=False):
        if left < "\x80" and right < "\x80":
            continue
        if (left in _SIGNS or right in _SIGNS) and _may_touch(left, right):
            inside = left not in _JOINING and left in _SIGNS and _is_letter(right)
            inside = inside and (left in _CLOSING or _is_letter(before))
            inside = inside or (right in _OPENING and left.isalpha())
            misplaced += 2 * inside
            signs += not inside
        else:
            pairs.append(left + right)
    return pairs, signs, misplaced


def _may_touch(left: str, right: str) -> bool:
    """Whether a sign stands where one can: beside a letter, a space or a quotation mark."""
    if left in _SIGNS and right in _SIGNS:
        return left in _QUOTING or right in _QUOTING
    other = right if left in _SIGNS else left
    return other < "\x80" or other.isalpha()


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or sign in _RAISED


def _double(data: bytes, name: str) -> float:
    """How well a text reads in an East Asian character set, on the same scale."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3:  # else only the last letter was cut
            return -1.0
        text = data[: error.start].decode(name, "ignore")
    text = text[:_BEGINNING]
    letters = [c for c in text if c > "\x7f"][:_JUDGED]
    if not letters:
        return -1.0
    known, script = costs(_DOUBLE[name]), _SCRIPT[_DOUBLE[name]]
    cost = sum([known.get(c) or (_RARE if script.match(c) else _STRANGE) for c in letters])
    # Single letters within words of Latin ones are Latin themselves.
    misplaced = 2 * len(_WITHIN_WORD.findall(text))
    cost = (cost + misplaced * _STRANGE) / (len(letters) + misplaced)
    return (_STRANGE - cost) / (_STRANGE - ordinary(_DOUBLE[name]))
