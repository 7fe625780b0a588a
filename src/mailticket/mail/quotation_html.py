"""Quotations and signatures that the structure of HTML shows; each mail program marks them in its own way."""

import re
from enum import Enum

from mailticket.mail.quotation import (
    BEGIN_QUOTE,
    BEGIN_REST,
    BEGIN_SIGNATURE,
    END_QUOTE,
    END_SIGNATURE,
    introduces,
)
from mailticket.mail.quotation_words import FORWARDED

MAX_HTML = 4_000_000  # characters; marks are not looked for behind them
MAX_EDITS = 1_000
MAX_INDENTS = 20
MAX_CONTAINERS = 20
MAX_BLOCKQUOTES = 1_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]{0,3000})>|<!--|<!\[")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z][\w:-]{0,30})\s{0,5}=\s{0,5}(?:"([^"]{0,1500})"|'([^']{0,1500})'|([^\s"'>]{1,300}))"""
)
_INDENT = re.compile(r"border:\s?(?:none|0|medium none)", re.IGNORECASE)
_CONTAINER = re.compile(r"(?:gmail|protonmail)_quote|zmail_extra", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_SKIPPED = frozenset(("style", "script", "title"))
_PREFIX = re.compile(r"^(?:x_)+|^ecx")
_STRIP = re.compile(r"<[^<>]{0,3000}>")
_LINE_BREAK = re.compile(r"</?(?:br|p|div|tr|li|h\d|blockquote|hr)\b[^<>]{0,3000}>", re.IGNORECASE)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
_HEADER_BORDER = re.compile(r"border-top:\s?(?:solid|1(?:\.0)?p[tx]|#?\w+).{0,40}(?:#b5c4df|#e1e1e1|"
                            r"rgb\(229, ?229, ?229\))|"
                            r"border-top-color:\s?rgb\(229, ?229, ?229\)", re.IGNORECASE)  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_VOID = frozenset(_words("area base br col embed hr img input link meta source track wbr"))


class _Mark(Enum):
    QUOTE = (BEGIN_QUOTE, END_QUOTE)
    SIGNATURE = (BEGIN_SIGNATURE, END_SIGNATURE)
    REST = (BEGIN_REST, "")


# Names that programs give to the element; with what it holds.
_CLASSES = {
    **dict.fromkeys(
        _words(
            "gmail_quote gmail_quote_container moz-cite-prefix protonmail_quote yahoo_quoted zmail_extra "
            "zmail_extra_hr tutanota_quote hs_reply front-blockquote nylas-quote ntes-mailmaster-quote "
            "elided-text replyheader email_quote"
        ),
        _Mark.QUOTE,
    ),
    **dict.fromkeys(
        _words(
            "gmail_signature gmail_signature_prefix moz-signature protonmail_signature_block zmail_signature "
            "protonmail_signature_block-user protonmail_signature_block-proton"
        ),
        _Mark.SIGNATURE,
    ),
    **dict.fromkeys(_words("outlookmessageheader ms-outlook-mobile-reference-message"), _Mark.REST),
}
_IDS = {
    **dict.fromkeys(_words("olk_src_body_section includetail"), _Mark.QUOTE),
    **dict.fromkeys(
        _words(
            "signature applemailsignature ms-outlook-mobile-signature ymail_android_signature "
            "ymail_ios_signature "
            "composer_signature"
        ),
        _Mark.SIGNATURE,
    ),
    **dict.fromkeys(
        _words(
            "divrplyfwdmsg appendonsend stopspelling zwchr isreplycontent isforwardcontent replysplit "
            "mail-editor-reference-message-container"
        ),
        _Mark.REST,
    ),
}
_NAMES = {
    "quote": _Mark.QUOTE,
    "messagereplysection": _Mark.QUOTE,
    "messagesignaturesection": _Mark.SIGNATURE,
}


def mark_quotations(html: str) -> str | None:
    """The HTML with a mark of its own before and after each quotation and signature; None if there are none.

    A blockquote that only indents becomes a plain block, so that it is not shown as a quotation.
    """
    edits: list[tuple[int, int, str]] = []
    position, end, within = 0, min(len(html), MAX_HTML), -1
    indents = containers = blockquotes = 0
    while len(edits) < MAX_EDITS and (tag := _TAG.search(html, position, end)):
        position = tag.end()
        name = (tag[2] or "").lower()
        blockquotes += name == "blockquote"
        if not name:
            position = _after(html, "-->" if tag[0] == "<!--" else ">", position)
        elif tag[1] or (name == "blockquote" and blockquotes > MAX_BLOCKQUOTES):
            continue
        elif name in _SKIPPED:
            position = _after(html, f"</{name}", position)
        elif (
            tag.start() != within
            and name == "blockquote"
            and indents < MAX_INDENTS
            and _INDENT.search(tag[3])
        ):
            indents += 1
            close = _end(html, name, tag.end(), end)
            edits += [(*tag.span(), "<div>"), (max(tag.end(), html.rfind("<", 0, close)), close, "</div>")]
        elif mark := _Mark.QUOTE if tag.start() == within else _mark(html, tag, name):
            opening, closing = mark.value
            edits.append((tag.start(), tag.start(), _line(opening)))
            if mark is _Mark.REST:
                break
            position = tag.end() if name in _VOID else _end(html, name, tag.end(), end)
            within = _quotation_within(html, tag, position) if containers < MAX_CONTAINERS else -1
            if within >= 0:
                position, containers = within, containers + 1
            edits.append((position, position, _line(closing)))
    return _edited(html, edits) if edits else None


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


def _mark(html: str, tag: re.Match[str], name: str) -> _Mark | None:
    if name == "includetail":
        return _Mark.QUOTE
    attributes = {
        key.lower(): (a or b or c) for key, a, b, c in _ATTRIBUTE.findall(tag[3])
    } if tag[3] else {}  # fmt: skip
    for word in attributes.get("class", "").lower().split():
        if mark := _CLASSES.get(_PREFIX.sub("", word)):
            return mark if not _is_forward(html, tag.end()) else None
    identity = _PREFIX.sub("", attributes.get("id", "").lower())
    if mark := _IDS.get(identity) or _NAMES.get(attributes.get("name", "").lower()):
        return mark
    if identity.startswith("yahoo_quoted"):
        return _Mark.QUOTE
    if attributes.get("data-marker") == "__QUOTED_TEXT__":
        return _Mark.REST
    if attributes.get("data-signatureblock") == "true":
        return _Mark.SIGNATURE
    if name == "blockquote":
        quotes = _is_quotation(html, tag, attributes) and not _is_forward(html, tag.end())
        return _Mark.QUOTE if quotes else None
    style = attributes.get("style", "")
    if (
        name == "div"
        and "border-top" in style
        and _HEADER_BORDER.search(style)
        and "<b" in html[tag.end() : tag.end() + 400]
    ):
        return _Mark.REST
    return None


def _is_quotation(html: str, tag: re.Match[str], attributes: dict[str, str]) -> bool:
    """Whether a blockquote quotes another mail; programs also indent with it."""
    if attributes.get("type", "").lower() == "cite" or "cite" in attributes:
        return True
    style = attributes.get("style", "").lower()
    if "border-left" in style and "border-left:none" not in style.replace(" ", ""):
        return True
    return introduces(_lines(html[max(0, tag.start() - 1500) : tag.start()])[-3:])


def _is_forward(html: str, position: int) -> bool:
    """Whether what begins here says that it was forwarded."""
    first = next((line for line in _lines(html[position : position + 1500]) if line), "")
    return (
        len(first) < 80
        and first.startswith("---") | first.endswith((":", "："))
        and bool(FORWARDED.search(first))
    )


def _lines(html: str) -> list[str]:
    text = _STRIP.sub("", _LINE_BREAK.sub("\n", html.replace("\n", " ")))
    for entity, letter in _ENTITIES.items():
        text = text.replace(entity, letter)
    return [line.strip() for line in text.strip().split("\n")]
