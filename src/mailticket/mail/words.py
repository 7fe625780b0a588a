"""Long patterns of words, compiled when they are first asked for."""

import re


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
