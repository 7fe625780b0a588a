"""What stands below a mail without its writer: disclaimers, scanners, lists, advice about printing."""

from collections.abc import Sequence
from functools import cached_property

from mailticket.mail.footer_words import (
    BEFORE_PRINTING,
    BY_LAW,
    DISCLAIMERS,
    FOOTER,
    HEADING,
    IMPRINT,
    LEAVES,
    LIABILITY,
    LINK,
    MAIL,
    NATURE,
    PICTURE,
    PRIVACY,
    REACHABLE,
    SCAN_HEADING,
    SCAN_REPORT,
    SCANNED,
    SCANNER,
    THINK,
    THIS_MAIL,
    VIRUS_FREE,
)
from mailticket.mail.quotation_grammar import is_rule
from mailticket.mail.signature_words import SIGN_OFF

_MAX_PARAGRAPHS = 8  # at the end of a mail that are looked at
_MAX_TEXT = 800  # characters of a paragraph that are looked at
_MAX_SHORT = 600  # characters of a paragraph that advises, or tells of a firm
_MAX_LINE = 300
_DIGITS = 4  # of the numbers of a firm
_MAX_LINES = 60  # of a paragraph
_LEAST = 100  # characters of a disclaimer
_WIDE = "\u2e80"  # from here on a letter says as much as two or three Latin ones


def paragraphs(views: Sequence[str]) -> list[tuple[int, int]]:
    """Begin and end of each run of lines without a blank one."""
    found, begin = [], None
    for i, line in enumerate([*views, ""]):
        if line and begin is None:
            begin = i
        elif not line and begin is not None:
            found.append((begin, i))
            begin = None
    return found


def footer(views: Sequence[str]) -> int:
    """The line with which that begins which nobody wrote; the number of lines if there is none."""
    last = [
        _Paragraph(begin, end, [view.lower() for view in views[begin:end]])
        for begin, end in _lowest(paragraphs(views))
    ]
    cut = len(views)
    for paragraph in reversed(last):
        found = paragraph.begin + paragraph.foot
        if found < paragraph.end:
            cut = found
        if found > paragraph.begin and not paragraph.links:
            break
    for paragraph in last:
        if paragraph.begin >= cut:
            break
        if paragraph.legal and not goes_on(views[paragraph.end :]):
            return paragraph.begin + paragraph.foot
    return cut


def _lowest(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last paragraphs, and of long ones the last lines."""
    return [(max(begin, end - _MAX_LINES), end) for begin, end in found[-_MAX_PARAGRAPHS:]]


class _Paragraph:
    """Lines in lower case; what they are is looked at once, and late."""

    def __init__(self, begin: int, end: int, lines: list[str]) -> None:
        self.begin = begin
        self.end = end
        self.lines = lines
        self.text = " ".join(lines)[:_MAX_TEXT]

    @cached_property
    def legal(self) -> bool:
        return _is_disclaimer(self.text)

    @property
    def links(self) -> bool:
        return all(map(LINK.match, self.lines))

    @cached_property
    def foot(self) -> int:
        """The first line that is none of the writer's; the number of lines if all are."""
        if _is_heading(self.text) or _is_imprint(self.text):
            return 0
        lines, text = self.lines, self.text
        advises = len(text) < _MAX_SHORT and bool(NATURE.search(text) and BEFORE_PRINTING.search(text))
        first = next(
            (
                i
                for i, line in enumerate(lines)
                if _is_written_by_none(line) or (advises and _is_advice(line))
            ),
            len(lines),
        )
        if self.legal:
            first = min(first, _beginning(lines))
        while first and first < len(lines) and is_rule(lines[first - 1]):
            first -= 1
        return first


def is_footing(views: Sequence[str]) -> bool:
    """Whether lines are a disclaimer, or one among the first is the line of a program or a list."""
    lines = [view.lower() for view in views if view and not is_rule(view)]
    return any(map(_is_written_by_none, lines[:6])) or _is_disclaimer(" ".join(lines))


def goes_on(views: Sequence[str]) -> bool:
    """Whether the writer says more here: a question is asked, a sign-off stands below something."""
    filled = [view for view in views if view]
    return any(view.endswith(("?", "？")) for view in filled) or any(map(SIGN_OFF.match, filled[1:]))


def _is_written_by_none(line: str) -> bool:
    """Whether a program, a gateway or a list has written the line, and what follows it in its paragraph."""
    if line.startswith("<http"):
        line = PICTURE.sub("", line)
    if FOOTER.match(line) or VIRUS_FREE.match(line):
        return True
    line = line[:_MAX_LINE]
    reports = SCAN_REPORT.match(line) or THIS_MAIL.match(line)
    if reports and SCANNER.search(line) and SCANNED.search(line):
        return True
    if line.startswith("__") and SCAN_HEADING.match(line):
        return True
    return bool(LEAVES.match(line) and REACHABLE.search(line))


def _is_advice(line: str) -> bool:
    """Whether the line asks not to print the mail, for the sake of trees."""
    if len(line) >= _MAX_LINE or not (NATURE.search(line) and BEFORE_PRINTING.search(line)):
        return False
    return bool(MAIL.search(line) or THINK.search(line))


def _is_heading(line: str) -> bool:
    heading = HEADING.match(line)
    return heading is not None and heading.end() == len(line)


def _is_disclaimer(text: str) -> bool:
    """Whether a paragraph says that this mail is secret, for whom it is, and what to do after an error."""
    if len(text) < 40:
        return False
    text = text[:_MAX_TEXT]
    if text.endswith(("?", "？")):
        return False
    if BY_LAW.match(text) and PRIVACY.search(text):
        return True
    heading = HEADING.match(text)
    size = len(text) * (2 if max(text[:40]) >= _WIDE else 1)
    if size < _LEAST and not heading and not THIS_MAIL.match(text):
        return False
    said, wanted = 0, 2 if heading else 3
    of_mail = MAIL.search(text)
    for left, words in zip((3, 2, 1, 0), DISCLAIMERS, strict=True):
        said += bool(words.search(text))
        if said + left < (wanted if of_mail else len(DISCLAIMERS)):
            return bool(of_mail and LIABILITY.search(text) and SCANNER.search(text))
    return True


def _beginning(lines: Sequence[str]) -> int:
    """Where a disclaimer begins in its paragraph: text may stand above it."""
    first = len(lines) - 1
    size = len(lines[first])
    while first and (size < _LEAST // 2 or not _is_disclaimer(" ".join(lines[first:]))):
        first -= 1
        size += len(lines[first]) + 1
    while first and (_is_legal(lines[first - 1]) or is_wrapped(lines[first - 1])):
        first -= 1
    return first


def _is_legal(line: str) -> bool:
    return bool(IMPRINT.search(line) or HEADING.match(line)) or any(
        words.search(line) for words in DISCLAIMERS
    )


def is_wrapped(line: str) -> bool:
    """Whether a sentence goes on in the line below."""
    return len(line) >= 55 and not line.endswith((".", "!", "?", ":", "。"))


def _is_imprint(text: str) -> bool:
    """Whether a paragraph tells what the register of companies wants on letters."""
    if not 40 < len(text) < _MAX_SHORT or sum(map(str.isdigit, text)) < _DIGITS:
        return False
    return len(set(IMPRINT.findall(f" {text}"))) >= 2
