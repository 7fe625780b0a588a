"""The new text of a reply, without quotation and signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailticket.mail.banner import without_banner
from mailticket.mail.html_text import html_to_text
from mailticket.mail.quotation import BEGIN_SIGNATURE, MARKS, Kind, kinds
from mailticket.mail.quotation_html import mark_quotations
from mailticket.mail.quotation_words import FORWARD_SUBJECT
from mailticket.mail.signature import without_signature

MAX_TEXT = 2_000_000  # characters; what comes after them is not looked at


def reply_text(text: str, html: str | None = None, *, subject: str = "") -> str:
    """What the writer of a mail added. Never empty where `text` is not; `text` itself is kept elsewhere.

    `html` is the HTML body if there is one: its structure may show a quotation that the text does not.
    Answers that stand between quoted passages are given with these; a quotation above or below is left out.
    """
    text = text[:MAX_TEXT]
    structure = _structure(html, subject)
    if structure is None:
        return _new(text, subject)
    marked = html_to_text(structure)
    if _squashed(MARKS.sub("", marked)) == _squashed(text):
        return _new(marked, subject)  # the text is made of the HTML
    plain = _new(text, subject)
    if len(_squashed(plain)) < len(_squashed(text)) and BEGIN_SIGNATURE not in structure:
        return plain
    return _cut_as(plain, _new(marked, subject)) or plain


def new_text(text: str, html: str | None = None, *, subject: str = "") -> str:
    """What the writer added, and nothing else: empty where all of a mail is quotation or signature.

    Where the text and the HTML of a mail differ in what they show as quoted, as much as possible is left out.
    """
    text = text[:MAX_TEXT]
    structure = _structure(html, subject)
    plain = _new(text, subject, strict=True)
    if structure is None:
        return plain
    marked = html_to_text(structure)
    shown = _new(marked, subject, strict=True)
    if not shown or _squashed(MARKS.sub("", marked)) == _squashed(text):
        return shown
    cut = _cut_as(text, shown) or shown
    return plain if plain and len(_squashed(plain)) < len(_squashed(cut)) else cut


def _structure(html: str | None, subject: str) -> str | None:
    return mark_quotations(html, forwarded=bool(FORWARD_SUBJECT.match(subject))) if html else None


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
    """Lines that are all quoted or all new; the sentence or header lines above quoted ones are left out."""

    quoted: bool
    lines: list[str]
    introduced: bool = False  # by a program
    apart: bool = False  # a blank line stands behind it


def _new(text: str, subject: str, *, strict: bool = False) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = kinds(lines, subject)
    tail: list[str] = []
    for i, kind in enumerate(found):
        if kind in (Kind.REST, Kind.FORWARDED):
            tail = lines[i:] if kind is Kind.FORWARDED else []
            lines, found = lines[:i], found[:i]
            break
    passages = _passages(lines, found)
    answers = [passage for passage in passages if not passage.quoted]
    whole = [line for passage in answers for line in passage.lines]
    for passage in {id(passage): passage for passage in (*answers[:1], *answers[-1:])}.values():
        passage.lines = without_signature(passage.lines)
    if answers:
        answers[0].lines = without_banner(answers[0].lines)
    new = _text(_kept(passages) + tail) if any(passage.lines for passage in answers) else _text(tail)
    return new if strict else new or _text(whole) or _text(lines) or MARKS.sub("", text).strip()


def _is_mark(line: str) -> bool:
    return not line.isascii() and bool(MARKS.search(line))


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines if not _is_mark(line)).strip()


def _passages(lines: Sequence[str], found: Sequence[Kind]) -> list[_Passage]:
    """The lines in runs of new and of quoted text; signatures that HTML has shown are left out."""
    passages: list[_Passage] = []
    for line, kind in zip(lines, found, strict=True):
        if kind is Kind.SIGNATURE or _is_mark(line):
            continue
        quoted = kind in (Kind.QUOTED, Kind.INTRODUCTION)
        if not passages or (kind is not Kind.BLANK and passages[-1].quoted != quoted):
            passages.append(_Passage(quoted, []))
        if kind is Kind.INTRODUCTION:
            passages[-1].introduced = True
        else:
            passages[-1].lines.append(line)
    for passage in passages:
        passage.apart = bool(passage.lines) and not passage.lines[-1].strip()
    return [passage for passage in passages if any(line.strip() for line in passage.lines)]


def _kept(passages: list[_Passage]) -> list[str]:
    """The new text, with the quoted passages that it answers.

    What is quoted below it is left out, and so is a single quotation that a program has put above it. What
    the writer has cut into pieces, or quoted without a program's introduction, is what the answers are about.
    """
    single = sum(passage.quoted for passage in passages) == 1
    passages = [p for p in passages if p.lines and not (single and p.quoted and p.introduced)]
    while passages and passages[-1].quoted:
        passages.pop()
    lines: list[str] = []
    for passage in passages:
        lines += passage.lines
        if passage.apart and lines[-1].strip():
            lines.append("")
    return lines
