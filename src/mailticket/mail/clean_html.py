"""The HTML of a person's answer as it may go on: without quotation, tracking, scripts and styles."""

import re
from dataclasses import dataclass
from typing import Final

import nh3

from mailticket.mail.html_text import html_to_text
from mailticket.mail.quotation import (
    BEGIN_QUOTE,
    BEGIN_REST,
    BEGIN_SIGNATURE,
    END_QUOTE,
    END_SIGNATURE,
    MARKS,
)
from mailticket.mail.quotation_html import mark_quotations

MAX_HTML: Final = 1_000_000  # characters; a longer one is told by its text alone

_WORDS: Final = """
    a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp
    small span strong sub sup table tbody td tfoot th thead tr u ul"""
_TAGS: Final = frozenset(_WORDS.split())
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
_DROPPED: Final = {
    "script",
    "style",
    "title",
    "head",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "noscript",
}
_PIECE: Final = re.compile(r"<[^>]{0,4000}>|&[#\w]{1,12};|[^<&]|[<&]")
_CID: Final = re.compile(r'src="cid:([^"]{1,300})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanHtml:
    """HTML that says the same as a text, and which inline images it shows (Content-IDs)."""

    html: str
    images: frozenset[str]


def clean_html(html: str | None, text: str, *, without: str = "") -> CleanHtml | None:
    """What is new in the HTML, if it says exactly what `text` says; None if it does not, or is too long.

    `without` are lines at its beginning that are left out. Nothing that is not in `text` can come through:
    what was cleaned is read as text again, and compared.
    """
    if not html or len(html) > MAX_HTML:
        return None
    cut = _without_quotations(mark_quotations(html) or html)
    cleaned = _clean(cut)
    if without.strip():
        cleaned = _clean(_without_beginning(cleaned, _squashed(without)))
    said = {_squashed(html_to_text(shown)) for shown in (cleaned, _IMAGE.sub("", cleaned))}
    if not cleaned or not said & {_squashed(text), _squashed(_PLACE.sub("", text))}:
        return None
    return CleanHtml(html=_EMPTY.sub("", cleaned), images=frozenset(_CID.findall(cleaned)))


_IMAGE: Final = re.compile(r"<img\b[^>]{0,4000}>")
_PLACE: Final = re.compile(r"\[(?:image|cid|inline image)\b[^\]\n]{0,200}\]", re.IGNORECASE)
_EMPTY: Final = re.compile(r"^(?:<(?:div|p)>(?:<br>)?</(?:div|p)>\s{0,3})+|<img>")


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer",
    ).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Images come with the mail, or not at all: one that is fetched tells its owner who reads."""
    if tag == "img" and name == "src" and not value.lower().startswith("cid:"):
        return None
    if tag == "a" and value.lower().startswith("cid:"):
        return None
    return value


def _without_quotations(marked: str) -> str:
    kept: list[str] = []
    depth = 0
    for piece in re.split(f"({MARKS.pattern})", marked):
        if piece in (BEGIN_QUOTE, BEGIN_SIGNATURE):
            depth += 1
        elif piece in (END_QUOTE, END_SIGNATURE):
            depth = max(0, depth - 1)
        elif piece == BEGIN_REST:
            break
        elif depth == 0:
            kept.append(piece)
    return "".join(kept)


def _without_beginning(cleaned: str, beginning: str) -> str:
    """Leave the first letters out, whatever elements they stand in."""
    left = beginning
    kept: list[str] = []
    at = 0
    while left and (piece := _PIECE.match(cleaned, at)):
        at = piece.end()
        said = "" if piece[0].startswith("<") and len(piece[0]) > 1 else _squashed(html_to_text(piece[0]))
        if said and not left.startswith(said):
            return ""
        left = left[len(said) :]
        if not said and piece[0].startswith("<") and not piece[0].startswith("<br"):
            kept.append(piece[0])
    rest = cleaned[at:]
    return "".join(kept) + re.sub(r"^(?:\s|<br ?/?>)+", "", rest)


def _squashed(text: str) -> str:
    """Letters and digits: marks of lists and of bold type differ between the forms of one mail."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
