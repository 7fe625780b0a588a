"""The new text of a reply, without quotation and signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailticket.mail.html_text import html_to_text
from mailticket.mail.quotation import MARKS, Kind, kinds
from mailticket.mail.quotation_html import mark_quotations
from mailticket.mail.signature import without_banner, without_signature

MAX_TEXT = 2_000_000  # characters; what comes after them is not looked at


def reply_text(text: str, html: str | None = None, *, subject: str = "") -> str:
    """What the writer of a mail added. Never empty where `text` is not; `text` itself is kept elsewhere.

    `html` is the HTML body if there is one: its structure may show a quotation that the text does not.
    Answers that stand between quoted passages are given with these; a quotation above or below is left out.
    """
    text = text[:MAX_TEXT]
    structure = mark_quotations(html) if html else None
    if structure is None:
        return _new(text, subject)
    marked = html_to_text(structure)
    if _squashed(MARKS.sub("", marked)) == _squashed(text):
        return _new(marked, subject)  # the text is made of the HTML
    plain = _new(text, subject)
    if len(_squashed(plain)) < len(_squashed(text)):
        return plain
    return _cut_as(text, _new(marked, subject)) or plain


def _squashed(text: str) -> str:
    return "".join(text.replace(">", "").split())


def _cut_as(text: str, new: str) -> str:
    """The beginning of `text` that says the same as `new`, "" if it does not begin so."""
    wanted = _squashed(new)
    if not wanted or not _squashed(text).startswith(wanted):
        return ""
    left, position = len(wanted), 0
    while left:
        left -= not (text[position].isspace() or text[position] == ">")
        position += 1
    return text[:position].strip()


@dataclass(slots=True)
class _Passage:
    quoted: bool
    lines: list[str]
    apart: bool = False  # a blank line stands behind it


def _new(text: str, subject: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = kinds(lines, subject)
    tail: list[str] = []
    for i, kind in enumerate(found):
        if kind in (Kind.REST, Kind.FORWARDED):
            tail = lines[i:] if kind is Kind.FORWARDED else []
            lines, found = lines[:i], found[:i]
            break
    passages = _passages(lines, found)
    answers = [i for i, passage in enumerate(passages) if not passage.quoted]
    for passage in passages:
        passage.apart = not passage.lines[-1].strip()
    for i in {*answers[:1], *answers[-1:]}:
        passages[i].lines = without_signature(passages[i].lines)
    if answers:
        passages[answers[0]].lines = without_banner(passages[answers[0]].lines)
    kept = _kept(passages)
    new = _text(kept + [line for line in tail if not MARKS.search(line)])
    return new or _text(line for line in lines if not MARKS.search(line)) or MARKS.sub("", text).strip()


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()


def _passages(lines: Sequence[str], found: Sequence[Kind]) -> list[_Passage]:
    """The lines in runs of new and of quoted text; signatures that HTML has shown are left out."""
    passages: list[_Passage] = []
    for line, kind in zip(lines, found, strict=True):
        if kind is Kind.SIGNATURE or MARKS.search(line):
            continue
        quoted = kind in (Kind.QUOTED, Kind.INTRODUCTION)
        if (kind is Kind.BLANK and passages) or (passages and passages[-1].quoted == quoted):
            passages[-1].lines.append(line)
        else:
            passages.append(_Passage(quoted, [line]))
    return passages


def _kept(passages: list[_Passage]) -> list[str]:
    """The new text; with the quoted passages that it answers one by one, if it does."""
    passages = [passage for passage in passages if any(line.strip() for line in passage.lines)]
    while passages and passages[-1].quoted:
        passages.pop()
    answers = sum(not passage.quoted for passage in passages)
    interleaved = answers > 1 and len(passages) > 3
    lines: list[str] = []
    for passage in passages:
        if interleaved or not passage.quoted:
            lines += passage.lines
        if lines and lines[-1].strip() and passage.apart:
            lines.append("")
    return lines
