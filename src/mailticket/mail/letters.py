"""Letters without what people leave out and programs spoil: accents, points, marks of direction."""

import re
import unicodedata
from typing import Final

# Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic ones; what turns the direction.
_MARKS: Final = re.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Letters that Unicode does not take for others with an accent; spaces and apostrophes of typesetters.
_ALIKE: Final = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"}
    | dict.fromkeys("\u00a0\u202f\u2009\u3000", " ")
)


def plain(text: str) -> str:
    """A text in lower case as it is without accents: `Réponse`, typed as `Reponse` or in two letters, is one.

    Patterns may be made plain in the same way: what stands for a class of letters is left as it is.
    """
    if text.isascii():
        return text
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).translate(_ALIKE)
