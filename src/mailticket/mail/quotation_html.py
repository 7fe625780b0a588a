"""Quotations and signatures that the structure of HTML shows; each mail program marks them in its own way."""

import re

from mailticket.mail.quotation import introduces
from mailticket.mail.quotation_grammar import ADDRESS, LABEL, has_date
from mailticket.mail.quotation_names import Mark, may_quote, named
from mailticket.mail.quotation_words import FORWARDED

MAX_HTML = 4_000_000  # characters; marks are not looked for behind them
MAX_EDITS = 1_000
MAX_INDENTS = 20
MAX_CONTAINERS = 20
MAX_GUESSES = 50  # elements whose name only says that they may be quotations
MAX_BLOCKQUOTES = 1_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]{0,3000})>|<!--|<!\[")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z][\w:-]{0,30})\s{0,5}=\s{0,5}(?:"([^"]{0,1500})"|'([^']{0,1500})'|([^\s"'>]{1,300}))"""
)
_INDENT = re.compile(r"border:\s?(?:none|0|medium none)", re.IGNORECASE)
_CONTAINER = re.compile(r"[a-z]_quote|zmail_extra", re.IGNORECASE)
_DRAWN = re.compile(r"[-=_*~—–]{3}")
_BLOCKQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_SKIPPED = frozenset(("style", "script", "title"))
_STRIP = re.compile(r"<[^<>]{0,3000}>")
_LINE_BREAK = re.compile(r"</?(?:br|p|div|tr|li|h\d|blockquote|hr)\b[^<>]{0,3000}>", re.IGNORECASE)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
_HEADER_BORDER = re.compile(r"border-top:\s?(?:solid|1(?:\.0)?p[tx]|#?\w+).{0,40}(?:#b5c4df|#e1e1e1|"
                            r"rgb\(229, ?229, ?229\))|"
                            r"border-top-color:\s?rgb\(229, ?229, ?229\)", re.IGNORECASE)  # fmt: skip
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


def mark_quotations(html: str, *, forwarded: bool = False) -> str | None:
    """The HTML with a mark of its own before and after each quotation and signature; None if there are none.

    A blockquote that only indents, or holds what was forwarded, becomes a plain block, so that it is not
    shown as a quotation. `forwarded`: the subject says that something was.
    """
    edits: list[tuple[int, int, str]] = []
    position, end, within = 0, min(len(html), MAX_HTML), -1
    indents = containers = blockquotes = guesses = 0
    while len(edits) < MAX_EDITS and (tag := _TAG.search(html, position, end)):
        position = tag.end()
        name = (tag[2] or "").lower()
        blockquotes += name == "blockquote"
        guess = name == "div" and guesses < MAX_GUESSES and _is_like_quotation(tag[3])
        guesses += guess
        if not name:
            position = _after(html, "-->" if tag[0] == "<!--" else ">", position)
        elif tag[1] or (name == "blockquote" and blockquotes > MAX_BLOCKQUOTES):
            continue
        elif name in _SKIPPED:
            position = _after(html, f"</{name}", position)
        elif (
            name == "blockquote"
            and tag.start() != within
            and indents < MAX_INDENTS
            and (_INDENT.search(tag[3]) or _is_forward(html, tag.end(), forwarded))
        ):
            indents += 1
            edits += _as_block(html, tag, _end(html, name, tag.end(), end))
        elif mark := Mark.QUOTE if tag.start() == within else _mark(html, tag, name, forwarded, guess):
            opening, closing = mark.value
            edits.append((tag.start(), tag.start(), _line(opening)))
            if mark is Mark.REST:
                break
            position = tag.end() if name in _VOID else _end(html, name, tag.end(), end)
            within = _quotation_within(html, tag, position) if containers < MAX_CONTAINERS else -1
            if within >= 0:
                position, containers = within, containers + 1
            edits.append((position, position, _line(closing)))
    return _edited(html, edits) if edits else None


def _as_block(html: str, tag: re.Match[str], close: int) -> list[tuple[int, int, str]]:
    """The edits that make a plain block of an element."""
    return [(*tag.span(), "<div>"), (max(tag.end(), html.rfind("<", 0, close)), close, "</div>")]


def _quotation_within(html: str, tag: re.Match[str], end: int) -> int:
    """Where the quotation begins in an element that holds its introduction too, and answers; else -1."""
    if tag[2].lower() == "blockquote" or not _CONTAINER.search(tag[3]):
        return -1
    found = _BLOCKQUOTE.search(html, tag.end(), min(end, tag.end() + 3000))
    if not found or len("".join(_lines(html[tag.end() : found.start()]))) > 400:
        return -1
    return found.start()


def _edited(html: str, edits: list[tuple[int, int, str]]) -> str:
    pieces, written = [], 0
    for start, stop, text in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [html[written:start], text]
        written = max(written, stop)
    return "".join(pieces) + html[written:]


def _line(mark: str) -> str:
    return f"<div>{mark}</div>"


def _after(html: str, text: str, position: int) -> int:
    found = html.find(text, position)
    return len(html) if found < 0 else found + len(text)


def _end(html: str, name: str, position: int, end: int) -> int:
    """Where the element ends whose start tag ends at `position`; the end of all if it is never closed."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}\b[^<>]{{0,3000}}>", re.IGNORECASE).finditer(
        html, position, end
    ):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(html)


def _mark(html: str, tag: re.Match[str], name: str, forwarded: bool, guess: bool) -> Mark | None:
    attributes = {key.lower(): (a or b or c) for key, a, b, c in _ATTRIBUTE.findall(tag[3])} if tag[3] else {}
    if mark := named(name, attributes):
        return None if mark is Mark.QUOTE and _is_forward(html, tag.end(), forwarded) else mark
    if name == "blockquote":
        return Mark.QUOTE if _is_quotation(html, tag, attributes) else None
    if name != "div":
        return None
    if _is_signature_of_apple(html, tag):
        return Mark.SIGNATURE
    style = attributes.get("style", "")
    if "border-top" in style and _HEADER_BORDER.search(style):
        least = 2 if "padding" in style else 4  # Outlook puts the lines apart
        return Mark.REST if _is_header(html, tag.end(), least) else None
    if guess and may_quote(attributes) and _holds_quotation(html, tag.end()):
        return None if _is_forward(html, tag.end(), forwarded) else Mark.QUOTE
    return None


def _is_like_quotation(rest: str) -> bool:
    """Whether a tag may hold one of the names that `may_quote` knows; most do not."""
    rest = rest.lower()
    return "quot" in rest or "repl" in rest or "history" in rest or "original" in rest or "previous" in rest


def _is_signature_of_apple(html: str, tag: re.Match[str]) -> bool:
    """Whether the element begins the signature that Apple Mail parts from the text by a line break."""
    if html.rfind("lineBreakAtBeginningOfSignature", max(0, tag.start() - 80), tag.start()) < 0:
        return False
    return not _BLOCKQUOTE.search(html, tag.end(), _end(html, "div", tag.end(), len(html)))


def _is_header(html: str, position: int, least: int = 4) -> bool:
    """Whether header lines of another mail begin here, whatever their language calls them."""
    labelled = [line for line in _lines(html[position : position + 2000])[:8] if LABEL.match(line)]
    told = any(has_date(line) or ADDRESS.search(line) for line in labelled)
    return len(labelled) >= (2 if told else least)


def _holds_quotation(html: str, position: int) -> bool:
    """Whether what begins here introduces itself as another mail."""
    beginning = html[position : min(position + 2000, _end(html, "div", position, position + 2000))]
    lines = [line for line in _lines(beginning) if line]
    if all(map(LABEL.match, lines)):
        return False  # the mail itself stands behind the element
    return bool(_BLOCKQUOTE.search(beginning)) or introduces(lines[:3]) or _is_header(html, position)


def _is_quotation(html: str, tag: re.Match[str], attributes: dict[str, str]) -> bool:
    """Whether a blockquote quotes another mail; programs also indent with it."""
    if attributes.get("type", "").lower() == "cite" or "cite" in attributes:
        return True
    style = attributes.get("style", "").lower()
    if "border-left" in style and "border-left:none" not in style.replace(" ", ""):
        return True
    return introduces(_lines(html[max(0, tag.start() - 1500) : tag.start()])[-3:])


def _is_forward(html: str, position: int, forwarded: bool) -> bool:
    """Whether what begins here says that it was forwarded, or is the mail of which the subject says so."""
    first = next((line for line in _lines(html[position : position + 1500]) if line), "")
    if len(first) < 80 and (_DRAWN.match(first) or first.endswith((":", "："))) and FORWARDED.search(first):
        return True
    return forwarded and _is_header(html, position)


def _lines(html: str) -> list[str]:
    text = _STRIP.sub("", _LINE_BREAK.sub("\n", html.replace("\n", " ")))
    for entity, letter in _ENTITIES.items():
        text = text.replace(entity, letter)
    return [line.strip() for line in text.strip().split("\n")]
