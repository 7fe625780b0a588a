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
    "koi8-r": _CYRILLIC,
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
_SIGNS = frozenset("\xa0‘’“”„‚–—…\u2022«»§°€£©®™·¡¿ºª،؛؟")
_JOINING = frozenset("’–—…")  # signs that may stand between two letters

_JUDGED = 400  # bytes of words with 8-bit letters, or letters, that are judged
_BEGINNING = 4_000  # bytes in which they are looked for
_WORD = re.compile(rb"[A-Za-z]{0,40}[\x80-\xff][A-Za-z\x80-\xff]*")
_PLAIN = re.compile(rb"[A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
_EAST_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e]")
_WITHIN_WORD = re.compile(r"[A-Za-z][^\x00-\x7f]{1,2}(?=[a-z])|\b[^\W\x00-\x7f]{1,2}(?=[a-z])")


def guess(data: bytes, *, hint: str = "", declared: str = "") -> str:
    """The codec that the bytes, which are neither ASCII nor UTF-8, are most likely in.

    `hint` is one that the rest of the mail uses, `declared` one that was declared and did not fit:
    both count for something, neither decides.
    """
    beginning = data[:_BEGINNING]
    words = b" ".join(_WORD.findall(beginning))[:_JUDGED]
    high = len(_HIGH.findall(beginning))
    plain = len(_PLAIN.findall(beginning))
    latin = plain / (plain + high or 1)
    scores = {name: _single(words, name, latin) for name in _SINGLE}
    if high > 1:
        scores |= {name: _double(data, name) for name in _DOUBLE}
    for name in (hint, declared):
        if scores.get(name, 0) > 0:
            scores[name] += 0.35
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else _WESTERN


def _single(words: bytes, name: str, latin: float) -> float:
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
        if left in _SIGNS or right in _SIGNS:
            inside = left in _SIGNS and left not in _JOINING and before.isalpha() and right.isalpha()
            misplaced += 2 * inside
            signs += not inside
        else:
            pairs.append(left + right)
    return pairs, signs, misplaced


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
    known = costs(_DOUBLE[name])
    cost = sum([known.get(c) or (_RARE if _EAST_ASIAN.match(c) else _STRANGE) for c in letters])
    # Single letters within words of Latin ones are Latin themselves.
    misplaced = 2 * len(_WITHIN_WORD.findall(text))
    cost = (cost + misplaced * _STRANGE) / (len(letters) + misplaced)
    return (_STRANGE - cost) / (_STRANGE - ordinary(_DOUBLE[name]))
