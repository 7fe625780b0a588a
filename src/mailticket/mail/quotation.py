"""Which lines of a mail quote another one: found by the grammar of quotations, in any language.

A quotation is introduced by a sentence ("On … wrote:"), by a block of header lines ("From: …"), or by a line
between dashes ("-----Original Message-----"); or it shows itself by ">" before each line. The sentence is
recognised by what it is made of: a date, a time, an address, a verb of writing, a colon at its end.
"""

import re
from collections.abc import Sequence
from enum import Enum
from functools import cached_property

from mailticket.mail.quotation_block import MAX_BLOCK, Blocks
from mailticket.mail.quotation_grammar import (
    ADDRESS,
    BEGINNINGS,
    BRACKETED,
    COLON_END,
    DASHED,
    DIGIT,
    MAX_VIEW,
    Traits,
    has_colon,
    has_date,
    has_verb,
    is_original,
    is_rule,
    is_strong,
    is_weak,
    says_forwarded,
    view,
)
from mailticket.mail.quotation_words import (
    ABOVE_STEMS,
    ABOVE_THIS_LINE,
    FORWARD_SUBJECT,
    FORWARDED,
    REPLY,
    says_original,
)

MAX_WRAP = 5  # lines over which one introducing sentence may be wrapped
MAX_LINES = 10_000  # among which introductions are looked for


class Kind(Enum):
    """What a line is."""

    TEXT = "text"
    BLANK = "blank"
    QUOTED = "quoted"
    INTRODUCTION = "introduction"  # of the quoted lines that follow
    REST = "rest"  # this line and all that follow are a quotation
    FORWARDED = "forwarded"  # this line and all that follow were forwarded
    SIGNATURE = "signature"


# Marks that stand on a line of their own where HTML structure has shown a quotation (private use area).
BEGIN_QUOTE, END_QUOTE, BEGIN_REST, BEGIN_SIGNATURE, END_SIGNATURE = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4"
MARKS = re.compile("[\ue0f0-\ue0f4]")

_BRACKET_WRAPPED = re.compile(r"^> ?[^>]{0,60}[:：]$")
_OPENING = re.compile(
    r"^(?:on|at|am|le|el|il|em|op|den|dne|dňa|w dniu|dnia|în|la data|στις|в|на|у|a|al|dia|no dia|vào|pada|"
    r"ngày|เมื่อ|ในวัน|"
    r"בתאריך|ב|في|در|kuupäeval|datuma|dana|tarihinde)\b.{0,70}$",
    re.IGNORECASE,
)
_COLON = re.compile(r"[:：](?=\s\S)")
_HIDDEN = re.compile(r"^\W{0,3}(?:show|hide) quoted text\W{0,3}$|^\[?quoted text hidden\]?$", re.IGNORECASE)
_NOTES = re.compile(r"^[^-]{2,60}---\d{1,2}[./-]\d{1,2}[./-]\d{4} \d{1,2}:\d{2}.{0,12}---")
_TICKET_RULE = re.compile(r"^##- .{5,140} -##$")  # as Zendesk writes it in every language
_SIGNS = frozenset("|:»}")
_SIGN = re.compile(r"^([A-Za-z]{1,4}>|[|:»}])(?: |$)")  # other than ">"
_GROUPWISE = re.compile(r"^>>> .{3,200}(?:>>>$|[:：]$)")


def introduces(lines: Sequence[str]) -> bool:
    """Whether these last lines before quoted text introduce it."""
    for count in range(1, len(lines) + 1):
        text = view(" ".join(lines[-count:]))
        traits = Traits(text)
        if len(text) <= MAX_VIEW and (is_strong(traits) or is_weak(traits)):
            return True
    return False


def _is_run_together(line: str) -> bool:
    """Whether an introducing sentence and the text that it introduces stand in the same line."""
    for colon in list(_COLON.finditer(line, 20, 300))[:12]:
        text = line[: colon.end()]
        traits = Traits(text)
        if traits.bracketed and traits.time and traits.date and traits.verb and has_date(text[:40]):
            return is_strong(traits)
    return False


def _asks_above(line: str) -> bool:
    """Whether the line asks, as help desks do, for an answer above it."""
    if len(line) > 160:
        return False
    if _TICKET_RULE.match(line):
        return True
    lowered = line.lower()
    return bool(ABOVE_THIS_LINE.search(lowered) and (line.startswith(BEGINNINGS) or REPLY.search(lowered)))


def kinds(lines: Sequence[str], subject: str = "") -> list[Kind]:
    """The kind of each line. REST and FORWARDED, where they occur, run to the end."""
    return _Reader(lines, subject).read()


class _Reader:
    def __init__(self, lines: Sequence[str], subject: str) -> None:
        self.views = [view(line) for line in lines]
        self.subject = view(subject)
        self.found = [Kind.TEXT if v else Kind.BLANK for v in self.views]
        self.marked = self._marked()
        self.hints: dict[int, bool] = {}
        self.ends: dict[int, bool] = {}
        self.blocks = Blocks(self.views, self.subject)

    def _marked(self) -> list[bool]:
        """Which lines stand within a quotation that HTML has shown; signatures are noted on the way."""
        depth, signature, marked = 0, 0, []
        for i, line in enumerate(self.views):
            if line.isascii() or not MARKS.match(line):
                marked.append(depth > 0)
                if signature and not depth:
                    self.found[i] = Kind.SIGNATURE
                continue
            depth = max(0, depth + (line[0] == BEGIN_QUOTE) - (line[0] == END_QUOTE))
            signature = max(0, signature + (line[0] == BEGIN_SIGNATURE) - (line[0] == END_SIGNATURE))
            self.found[i] = Kind.BLANK
            marked.append(depth > 0 or line[0] == END_QUOTE)
        return marked

    def read(self) -> list[Kind]:
        self._quoted()
        self._otherwise_quoted()
        self._armour()
        plain = self._plain()
        i = 0
        while i < min(len(self.views), MAX_LINES):
            if plain[i] and self.found[i] is Kind.TEXT:
                i += 1
                continue
            if self.found[i] is not Kind.TEXT:
                if self.views[i][:1] == BEGIN_REST:
                    return self._rest(i, self._rest_kind)
                if self.found[i] is Kind.QUOTED and self._forwards(i):
                    return self._rest(i, Kind.FORWARDED)
                i += 1
                continue
            kind, until = self._introduction(i)
            if kind in (Kind.REST, Kind.FORWARDED):
                return self._rest(i, kind)
            self.found[i:until] = [kind] * (until - i)
            i = until
        self._introduced_within()
        return self.found

    def _plain(self) -> list[bool]:
        """Lines at which nothing can begin, by a look that costs little: most lines of most mails."""
        plain = [False] * len(self.views)
        whole = "\n".join(self.views[:MAX_LINES]).lower()
        asked = any(stem in whole for stem in ABOVE_STEMS) and ABOVE_THIS_LINE.search(whole)
        if asked or "quoted text" in whole:
            return plain
        nearest = len(plain) + MAX_WRAP
        for i in reversed(range(len(plain))):
            line = self.views[i]
            if self.found[i] is not Kind.TEXT:
                continue
            if self._may_end(i):
                nearest = i
            plain[i] = (
                nearest - i >= MAX_WRAP
                and not line.startswith(BEGINNINGS)
                and not has_colon(line)
                and "---" not in line
            )
        return plain

    def _quoted(self) -> None:
        for i, line in enumerate(self.views):
            if line.startswith((">", "＞")) and not _GROUPWISE.match(line):
                self.found[i] = Kind.QUOTED
            elif self.marked[i] and line and not MARKS.match(line):
                self.found[i] = Kind.INTRODUCTION  # what a program writes around the quoted lines
        for i in range(1, len(self.views)):  # "<ada@example.com\n> wrote:"
            above = self.views[i - 1]
            open_bracket = not self.marked[i] and above.count("<") > above.count(">")
            if open_bracket and self.found[i] is Kind.QUOTED and _BRACKET_WRAPPED.match(self.views[i]):
                self.found[i] = Kind.TEXT
        for i in range(1, len(self.views)):
            if self.found[i] is Kind.TEXT and self._is_tail(i):
                self.found[i] = Kind.QUOTED

    def _is_tail(self, i: int) -> bool:
        """Whether a line is the tail of the long quoted line above it, which was wrapped on its way."""
        above, line = self.views[i - 1], self.views[i]
        if self.found[i - 1] is not Kind.QUOTED or not above.startswith(">") or len(line) > 40:
            return False
        follows = self._is_quoted(i + 1) or (self._is_quoted(i + 2) and len(line) > 20)
        return follows and 60 <= len(above) <= 100 and not above.endswith((".", "?", "!", ":"))

    def _otherwise_quoted(self) -> None:
        """Quoted lines that begin with initials ("AB> ") or with another sign, below an introduction."""
        groups: dict[str, list[int]] = {}
        for i, line in enumerate(self.views):
            if self.found[i] is not Kind.TEXT or not (line[0] in _SIGNS or ">" in line[1:5]):
                continue
            if match := _SIGN.match(line):
                groups.setdefault(match[1], []).append(i)
        for lines in groups.values():
            above = [line for line in self.views[max(0, lines[0] - 4) : lines[0]] if line]
            if introduces([line.lstrip("> ") for line in above[-3:]]):
                for i in lines:
                    self.found[i] = Kind.QUOTED

    def _introduced_within(self) -> None:
        """The introduction that is itself quoted, where the first quoted lines are one and answers follow."""
        if next((kind for kind in reversed(self.found) if kind is not Kind.BLANK), None) is not Kind.TEXT:
            return
        either = (Kind.QUOTED, Kind.INTRODUCTION)
        start = next((i for i, kind in enumerate(self.found) if kind in either), 0)
        if self.found[start] is not Kind.QUOTED or self._forwards(start):
            return
        if self._rest_kind is Kind.FORWARDED:
            return
        first = range(start, min(len(self.found), start + MAX_BLOCK))
        end = next((i for i in first if self.found[i] is not Kind.QUOTED), first.stop)
        lines = [line.lstrip("> ") for line in self.views[start:end]]
        above = bool(DASHED.match(lines[0]))
        until = Blocks(lines, self.subject).end(above)
        for count in range(1, min(MAX_WRAP, len(lines)) + 1):
            text = " ".join(lines[:count])
            traits = Traits(text)
            said = is_strong(traits) or (traits.date and traits.time and is_weak(traits))
            if not until and len(text) <= MAX_VIEW and said:
                until = count
        self.found[start : start + until] = [Kind.INTRODUCTION] * until

    def _armour(self) -> None:
        """The frame around text that is signed with OpenPGP (RFC 4880, section 7), which is no text."""
        armour = False
        for i, line in enumerate(self.views):
            if line == "-----BEGIN PGP SIGNED MESSAGE-----":
                self.found[i] = Kind.SIGNATURE
                if i + 1 < len(self.views) and self.views[i + 1].startswith("Hash:"):
                    self.found[i + 1] = Kind.SIGNATURE
            armour = armour or line == "-----BEGIN PGP SIGNATURE-----"
            if armour:
                self.found[i] = Kind.SIGNATURE
            armour = armour and line != "-----END PGP SIGNATURE-----"

    @cached_property
    def _rest_kind(self) -> Kind:
        """What a mail is whose header lines stand in the text: quoted, or forwarded by its subject."""
        if not FORWARD_SUBJECT.match(self.subject):
            return Kind.REST
        finnish = self.subject[:2].lower() == "vs" and any("lähet" in line.lower() for line in self.views)
        return Kind.REST if finnish else Kind.FORWARDED  # "VS:" begins a reply in Finnish, not in Danish

    def _rest(self, i: int, kind: Kind) -> list[Kind]:
        while i and (
            self.found[i - 1] is Kind.BLANK or is_rule(line := self.views[i - 1]) or is_original(line)
        ):
            i -= 1
        self.found[i:] = [kind] * (len(self.found) - i)
        return self.found

    def _introduction(self, i: int) -> tuple[Kind, int]:
        """What begins at this line of text, and the line behind it."""
        line = self.views[i]
        if len(line) > MAX_VIEW:
            return Kind.TEXT, i + 1
        if dashed := DASHED.match(line):
            if FORWARDED.search(dashed[1]) and len(dashed[1]) < 50:
                return Kind.FORWARDED, i + 1
            said = Traits(dashed[1])
            written = said.date and (said.verb or said.bracketed)  # "---- On … wrote ----"
            above = ABOVE_THIS_LINE.search(dashed[1].lower())
            if written or (not above and self._is_separator(dashed[1], i)):
                return self._below(i, self._separated(i + 1), unprefixed=True)
        if _asks_above(line) or _HIDDEN.match(line) or _NOTES.match(line):
            return Kind.REST, i + 1
        if _GROUPWISE.match(line) and (has_date(line) or ADDRESS.search(line)):
            return Kind.REST, i + 1
        if says_forwarded(line):
            below = self._next(i + 1)
            if self.blocks.end(below) or self._is_quoted(below):
                return Kind.FORWARDED, i + 1
        if until := self.blocks.end(i):
            return self._below(i, until, unprefixed=True)
        if _is_run_together(line):
            return self._rest_kind, i + 1
        return self._sentence(i)

    def _is_quoted(self, i: int) -> bool:
        return i < len(self.views) and (self.marked[i] or self.found[i] is Kind.QUOTED)

    def _forwards(self, i: int) -> bool:
        """Whether quoted lines begin here, and say that they were forwarded."""
        above = next(
            (self.found[k] for k in range(i - 1, max(-1, i - 20), -1) if self.found[k] is not Kind.BLANK),
            Kind.TEXT,
        )
        return above is Kind.TEXT and says_forwarded(self.views[i].lstrip("> "))

    def _is_separator(self, words: str, i: int) -> bool:
        """Whether "--- words ---" separates a quotation: by its words, or by the header lines below it."""
        if says_original(words):
            return True
        below = self._next(i + 1)
        return self.blocks.end(below) > 0 or self._is_quoted(below)

    def _separated(self, i: int) -> int:
        """The line behind the header lines or the sentence that stand below a separator."""
        below = self._next(i)
        if until := self.blocks.end(below):
            return until
        kind, until = self._sentence(below) if below < len(self.views) else (Kind.TEXT, i)
        return until if kind is Kind.INTRODUCTION else i

    def _next(self, i: int) -> int:
        """The next line that is not blank."""
        while i < len(self.views) and self.found[i] is Kind.BLANK:
            i += 1
        return i

    def _below(self, i: int, until: int, *, unprefixed: bool) -> tuple[Kind, int]:
        """The introduction of quoted lines, or of a quotation that runs to the end."""
        rest = self._rest_kind
        if self._is_quoted(self._next(until)) and (rest is Kind.REST or not self.blocks.end(i)):
            return Kind.INTRODUCTION, until
        return (rest, until) if unprefixed else (Kind.TEXT, i + 1)

    # ---- sentences: "On … wrote:" -----------------------------------------------------------------------

    def _sentence(self, i: int) -> tuple[Kind, int]:
        """An introducing sentence that begins at this line, wrapped over at most MAX_WRAP lines."""
        joined, promising = "", False
        if not any(self._may_end(j) for j in range(i, min(i + MAX_WRAP, len(self.views)))):
            return Kind.TEXT, i + 1
        for j in range(i, min(i + MAX_WRAP, len(self.views))):
            if self.found[j] is not Kind.TEXT or (j > i and self._is_said(j - 1)):
                break
            joined = f"{joined} {self.views[j]}" if joined else self.views[j]
            if len(joined) > MAX_VIEW:
                break
            promising = promising or self._hints(j)
            if not promising:
                continue
            below = self._next(j + 1)
            quoted = self._is_quoted(below)
            if not (COLON_END.search(joined) or (quoted and below - j <= 3)):
                continue
            whole = Traits(joined)
            if not (is_strong(whole) or (quoted and is_weak(whole))):
                continue
            if j > i and self._begins_later(i, j, whole):
                return Kind.TEXT, i + 1
            return self._below(i, j + 1, unprefixed=is_strong(whole))
        return Kind.TEXT, i + 1

    def _is_said(self, i: int) -> bool:
        """Whether a sentence of the writer ends with this line, so that no introduction runs through it."""
        line = self.views[i]
        ended = line.endswith((".", "!", "?")) and line.count(" ") > 1 and not DIGIT.search(line)
        return ended and not BRACKETED.match(self.views[i + 1])

    def _may_end(self, i: int) -> bool:
        """Whether a sentence that introduces may end with this line: by its colon, or by what is below it."""
        if i not in self.ends:
            tail = f"{self.views[i - 1][-5:]} {self.views[i]}"[-12:] if i else self.views[i][-12:]
            self.ends[i] = has_colon(tail) or self._is_quoted(self._next(i + 1))
        return self.ends[i]

    def _hints(self, i: int) -> bool:
        """Whether the line holds anything that an introduction is made of."""
        if i not in self.hints:
            line = self.views[i]
            self.hints[i] = "@" in line or bool(DIGIT.search(line)) or has_verb(line)
        return self.hints[i]

    def _begins_later(self, i: int, j: int, whole: Traits) -> bool:
        """Whether the sentence that ends at line j is as complete without line i, which is then text."""
        said = self.views[i].endswith((".", "!", "?"))
        if BRACKETED.match(self.views[i + 1]) and not said:
            return False  # an address, whose name is in line i
        rest = " ".join(self.views[i + 1 : j + 1])
        traits = Traits(rest)
        alone = whole.time and not (whole.date or traits.time)  # a time of day that the writer names
        if traits.count < whole.count - alone or not (is_strong(traits) or is_weak(traits)):
            return False
        return said or not _OPENING.match(self.views[i]) or traits.count == 4
