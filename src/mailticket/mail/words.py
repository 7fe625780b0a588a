"""Long patterns of words, compiled when they are first asked for; text without its accents."""

import re
import unicodedata

# Latin letters with accents: old programs leave these out. Those of other scripts tell words apart.
_PLAIN = {
    code: base.lower()
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFKD", chr(code))[0]).isascii() and base.isalpha()
} | {ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ı"): "i", ord("ð"): "d", ord("Ø"): "o", ord("Ł"): "l"}


def folded(text: str) -> str:
    """Text in lower case, its Latin letters without accents."""
    lower = text.lower()
    return lower if lower.isascii() else lower.translate(_PLAIN)


class Words:
    """A regular expression that is compiled at its first use: most mails ask for few of them.

    It is for text in lower case, without flags: the search then leaps to letters that can begin a match.
    """

    __slots__ = ("_compiled", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where the words stand."""
        return (self._compiled or self._compile()).search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The words at the beginning of the text."""
        return (self._compiled or self._compile()).match(text)

    def _compile(self) -> re.Pattern[str]:
        self._compiled = compiled = re.compile(self.pattern)
        return compiled


class PlainWords(Words):
    """Words without accents, for text that is `folded`."""

    __slots__ = ()

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern.translate(_PLAIN))  # `folded` would lower its classes
