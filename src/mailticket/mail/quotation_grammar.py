"""What quotations are introduced with: dates, times, addresses, verbs of writing, labels with values."""

import re
import unicodedata
from functools import cached_property

from mailticket.mail.quotation_words import FORWARDED, PERSONAL, REPLY, TOLD, VERBS_OF_WRITING, says_original

MAX_VIEW = 600  # characters of a line that are looked at; a longer line introduces nothing

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_DASHES = "-_=*~#+\u1427\u2010\u2011\u2012\u2013\u2014\u2015\u2500\u2501\uff0d\u30fc"
_RULE = re.compile(rf"^[{_DASHES}]{{3,}}$")
DASHED = re.compile(rf"^[{_DASHES}<>]{{2,60}} ?([^{_DASHES}<>].{{1,160}}?) ?[{_DASHES}<>]{{2,60}} ?:?$")

BEGINNINGS = tuple(f"{_DASHES}<>")
"""Letters with which a separator line begins, and nothing else that introduces does."""

BRACKETED = re.compile(r"[<\[(（＜][^<>\[\]()@]{0,80}@[^<>\[\]()\s]{1,120}[>\])）＞]")
ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,120}")
_NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})|\d{4}[./-] ?\d{1,2}[./-] ?\d{1,2})(?!\d)"
)
_CJK_DATE = re.compile(r"\d{2,4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]|\d{1,2} ?[月월] ?\d{1,2} ?[日일]")
# A day and a year with the name of a month between, in either order ("5 de mayo de 2018", "2018. febr. 5.").
_NAMED_DATE = re.compile(
    r"(?<![\d:.])\d{1,2}(?:st|nd|rd|th|er|º|ª)?[.,]?[^\d\n:<>@]{2,28}?(?:19|20|25|13|14)\d\d(?!\d)|"
    r"(?<!\d)(?:19|20|25)\d\d[.,]?[^\d\n:<>@]{2,28}?\d{1,2}(?!\d)|"
    r"(?<![\d])\d{1,2}[-./ ][^\W\d_]{3,12}[-./ ]\d{2}(?![\d:.])|"
    r"[^\W\d_]{3,12}[. ]{1,2}\d{1,2},? (?:19|20)\d\d(?!\d)|"
    r"[^\W\d_]{3} {1,2}\d{1,2} \d\d:\d\d:\d\d [^\d\n:<>@]{0,6}(?:\d{4} )?(?:19|20)\d\d(?!\d)"  # as ctime(3)
)
_TIME = re.compile(
    r"(?<![\d.])\d{1,2} ?[:.hH時시点點：] ?\d{2}(?!\d)|\d{1,2} ?(?:am|pm|uhr|時|시)\b", re.IGNORECASE
)
_DAY_AND_YEAR = re.compile(r"(?<!\d)\d{1,2}\. ?\d{1,2}\. ?\d{4}(?!\d)")  # whose beginning looks like a time
DIGIT = re.compile(r"\d")
_LETTER_START = tuple(verb for verb in VERBS_OF_WRITING if verb[0] < "\u0590")
_ANYWHERE = tuple(verb for verb in VERBS_OF_WRITING if verb[0] >= "\u0590")
_EASTERN = re.compile("[\u0590-\uffff]")
_WORD = re.compile(r"[^\W\d_]{3,}")
# One ends, another begins; a title may stand before a name.
_SENTENCES = re.compile(r"[^\W\d_]{4}(?<!Prof)(?<!Dipl)(?<!Dept)[.!?] [A-ZÀ-ÞА-ЯΑ-Ω]")
_COLON = re.compile("[:：፦៖]")
COLON_END = re.compile(rf"{_COLON.pattern}[\s*_>)\]-]{{0,4}}$")
LABEL = re.compile(
    r"^[\s*_|>-]{0,4}([^\s:：*_|<>@\d][^:：*|<>@\d\n]{0,30}?)[\s*_|]{0,4}[:：][*_]{0,2}(?:\s*)(.{0,400})$"
)
IN_LINE = re.compile(r"(?:^|[\s*])([^\s:*][^\s:]{0,20})[ *]?[:：]")


class Traits:
    """What a line, or several joined, is made of; each is looked at once, and late."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._digits = bool(DIGIT.search(text))

    @cached_property
    def date(self) -> bool:
        return self._digits and has_date(self.text)

    @cached_property
    def time(self) -> bool:
        return self._digits and has_time(self.text)

    @cached_property
    def address(self) -> bool:
        return "@" in self.text and bool(ADDRESS.search(self.text))

    @cached_property
    def bracketed(self) -> bool:
        return self.address and bool(BRACKETED.search(self.text))

    @cached_property
    def verb(self) -> bool:
        return has_verb(self.text)

    @cached_property
    def colon(self) -> bool:
        return bool(COLON_END.search(self.text))

    @property
    def count(self) -> int:
        return self.date + self.time + self.address + self.verb


def view(line: str) -> str:
    """The line as rules look at it: with plain spaces and digits, without invisible letters, cut."""
    line = line[: MAX_VIEW + 1]
    if line.isascii():
        return " ".join(line.split())
    plain = _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip()
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), plain)


def is_rule(line: str) -> bool:
    """Whether the line (as `view` gives it) is drawn: dashes, underscores and the like."""
    return bool(_RULE.match(line))


def has_date(line: str) -> bool:
    """Whether a date stands in the line."""
    return bool(_NUMERIC_DATE.search(line) or _CJK_DATE.search(line) or _NAMED_DATE.search(line))


def has_colon(line: str) -> bool:
    """Whether a colon of any script stands in the line."""
    return ":" in line or (not line.isascii() and bool(_COLON.search(line)))


def has_time(line: str) -> bool:
    """Whether a time of day stands in the line."""
    return bool(_TIME.search(_DAY_AND_YEAR.sub(" ", line)))


def has_verb(text: str) -> bool:
    """Whether a verb of writing stands in the text."""
    lowered = text.lower()
    return any(word.startswith(_LETTER_START) for word in _WORD.findall(lowered)) or (
        bool(_EASTERN.search(lowered)) and any(verb in lowered for verb in _ANYWHERE)
    )


class HeaderLine:
    """A line "Label: value"; what its value is made of is looked at once, and late."""

    def __init__(self, label: str, value: str) -> None:
        self.label = label
        self.value = value

    @cached_property
    def dated(self) -> bool:
        return has_date(self.value)

    @cached_property
    def timed(self) -> bool:
        return has_time(self.value)

    @cached_property
    def addressed(self) -> bool:
        return bool(ADDRESS.search(self.value))


def says_forwarded(line: str) -> bool:
    return len(line) < 60 and bool(COLON_END.search(line)) and bool(FORWARDED.search(line))


def bare(subject: str) -> str:
    """A subject without the prefixes of replies, for comparing."""
    for _ in range(5):
        head, colon, tail = subject.partition(":")
        if not colon or len(head.strip()) > 6:
            break
        subject = tail
    return subject.strip().casefold()


def continues(line: str, value: str) -> bool:
    """Whether a line carries on the value of the header line before it (a list of recipients, a long "
    "subject)."""
    return (
        not value
        or value.endswith((",", ";"))
        or (bool(ADDRESS.search(line)) and len(line) < 200)
        or len(value) > 60
    )


def is_strong(traits: Traits) -> bool:
    """Whether the sentence introduces a quotation, whatever follows it."""
    text = traits.text
    if not traits.colon or len(text) > 400:
        return False
    if traits.verb and traits.date:
        found = traits.time or traits.address or len(text) < 100
    elif traits.bracketed and traits.time and traits.date:
        found = has_date(text[:60]) or bool(BRACKETED.search(text[:110]))
    else:
        found = traits.verb and traits.bracketed and len(text) < 200
    return found and not _is_of_person(traits)


def is_weak(traits: Traits) -> bool:
    """Whether the sentence introduces the quoted lines that follow it."""
    text = traits.text
    if traits.colon:
        found = (traits.verb and len(text) < 200) or (traits.date and traits.time) or traits.bracketed
    elif traits.date:
        found = traits.verb or traits.bracketed or (traits.time and traits.address)
    elif traits.bracketed and traits.verb:
        found = len(text) < 200
    elif text.startswith("(") and text.endswith(")"):  # "(In reply to Ada Byron from comment #3)"
        found = len(text) < 100 and bool(REPLY.search(text.lower()))
    else:
        words = text.split()  # "Ada Byron wrote"
        found = 2 <= len(words) <= 5 and words[0][0].isupper() and has_verb(words[-1])
        found = found and all(word[0].isupper() for word in words[:-1])
    named = found and (traits.date or traits.address or _names_somebody(text))
    return named and not _is_of_person(traits)


def _is_of_person(traits: Traits) -> bool:
    """Whether a person says this, not a program: in several sentences, or of themself."""
    return bool(_SENTENCES.search(traits.text)) or (
        not traits.bracketed and bool(PERSONAL.search(traits.text))
    )


def _names_somebody(text: str) -> bool:
    """Whether a name may stand in a sentence without day and address."""
    words = text.split()
    return not TOLD.match(text) and (
        len(words) < 3 or any(not word[0].islower() and not has_verb(word) for word in words)
    )


def is_original(line: str) -> bool:
    """Whether the line is no more than the words for an original message, which some programs leave bare."""
    return len(line) < 40 and len(line.split()) <= 3 and line[-1:].isalpha() and says_original(line)
