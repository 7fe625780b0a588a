"""The readable text of a mail: the right alternative of each part, in their order."""

import re
from dataclasses import dataclass, field

from mailticket.mail.charset import decode
from mailticket.mail.header import clean
from mailticket.mail.html_text import MAX_HTML, html_to_text
from mailticket.mail.mime import Part, is_text, tree, walk
from mailticket.mail.opened import MAX_WRAPPED, tnef
from mailticket.mail.transfer import Embedded, uuencoded, yencoded

MAX_TEXT = 512 * 1024  # characters of the whole text
MAX_RETURNED = 32 * 1024  # characters of a mail that a report returns

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef", "text/tnef")
_SHOWN = ("text/plain", "text/html")
# HTML for a program or a device that the desk is not: one more alternative.
_ELSEWHERE = ("text/x-amp-html", "text/watch-html")
_HTML = ("text/html", "application/xhtml+xml", "text/x-html", *_ELSEWHERE)
_RICH = ("text/enriched", "text/richtext")
# What is called so and is no text; formats that are written in letters (SVG, X bitmaps) are not among them.
_OPAQUE = re.compile(r"(?:image|audio|video)/(?!x-)[a-z0-9.-]+|application/(?:octet-stream|pgp)")
_STATUS = re.compile(
    r"(?:reporting-mta|final-recipient|original-recipient|arrival-date|x-[\w-]+):", re.IGNORECASE
)
_COMPARED = 20_000  # characters by which two texts are told apart
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"<?\b(?:https?|mailto):\S+")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]")
_ENRICHED = re.compile(r"<(/?)([A-Za-z-]{1,60})>")


@dataclass(slots=True)
class Reading:
    """What was read of the bodies: pieces of text, the HTML among them, and files written into text."""

    hint: str = ""  # the character set of the mail
    html: list[str] = field(default_factory=list)
    plain: bool = False  # there is text that is not HTML
    used: set[int] = field(default_factory=set)  # ids of the parts that are the text of the mail
    embedded: dict[int, list[Embedded]] = field(default_factory=dict)  # by id of the part they stand in
    defects: list[str] = field(default_factory=list)
    wrapped: list[str] = field(default_factory=list)  # texts out of winmail.dat
    binary: set[int] = field(default_factory=set)  # ids of parts that are called text and are none
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)


def body_text(root: Part, reading: Reading) -> str:
    """The readable text of everything in the mail that is not an attachment."""
    unwrap(root, reading)
    pieces = [p for p in _texts(root, reading) if p.strip()] or _last_resort(root, reading)
    if len(pieces) > 1:
        pieces = [p.strip("\n") for p in _without_repeats(pieces)]
    text = "\n".join(pieces)
    if len(text) > MAX_TEXT:
        reading.defects.append("the text is longer than 512 KiB: the rest was left out")
        text = text[:MAX_TEXT]
    return text


def _without_repeats(pieces: list[str]) -> list[str]:
    """Pieces of text without those that say the same again, as HTML beside plain text may do."""
    seen: set[str] = set()
    kept = []
    for piece in pieces:
        words = " ".join(_WORD.findall(_LINK.sub(" ", piece[:_COMPARED])))
        if words not in seen or not words:
            kept.append(piece)
        seen.add(words)
    return kept


def unwrap(root: Part, reading: Reading) -> None:
    """Open what Outlook wraps in winmail.dat."""
    for part in walk(root):
        if part.content_type in _TNEF or (part.filename or "").lower() == "winmail.dat":
            files, text = tnef(part.content()[: MAX_WRAPPED + 1])
            if files:
                reading.embedded[id(part)] = files
                reading.used.add(id(part))
            if text.strip():
                reading.wrapped.append(text.replace("\r\n", "\n"))


def _last_resort(root: Part, reading: Reading) -> list[str]:
    """Text of a mail that has no other: files that may be shown within it, else what a report states."""
    parts = list(walk(root))
    shown = [p for p in parts if p.content_type in _SHOWN and p.disposition != "attachment"]
    if not shown and reading.wrapped:
        return reading.wrapped
    if not shown and (called := [p for p in parts if _is_text_in_truth(p)]):
        return [_leaf(p, reading) for p in called[:10]]
    if not shown:
        shown = [p for p in parts if p.content_type == "message/delivery-status"]
    used = set(reading.used)
    texts = [_leaf(p, reading) for p in shown[:10]]
    reading.used = used  # they stay attachments
    prose = [t for t in texts if t.strip() and not _STATUS.match(t.lstrip())]
    return prose or [t for t in texts if t.strip()]


def _is_text_in_truth(part: Part) -> bool:
    """Whether a part that is called a picture or the like, but no file, holds nothing but text."""
    if part.children or part.filename is not None or part.disposition:
        return False
    if not _OPAQUE.fullmatch(part.content_type) or (part.parent and "encrypted" in part.parent.content_type):
        return False
    data, _ = part.text_bytes()
    if not data.strip() or _CONTROL_BYTE.search(data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def returned_text(root: Part) -> str:
    """The plain text of the mail that a report returns: what it is about, for whoever reads the report."""
    for part in walk(root):
        if part.parent is None or part.parent.content_type != "multipart/report":
            continue
        inner: object = part.node.get_payload()
        if part.content_type in ("message/rfc822", "message/global") and isinstance(inner, list) and inner:
            reading = Reading()
            text = body_text(tree(inner[0], part.skeleton), reading)
            return "" if reading.html and not reading.plain else text[:MAX_RETURNED]
    return ""


def _texts(part: Part, reading: Reading) -> list[str]:
    if not part.children:
        return [_leaf(part, reading)] if is_text(part) else []
    if part.content_type == "multipart/alternative":
        return _alternative(part, reading)
    if part.content_type == "multipart/related" and part.children:
        shown = _texts(_root(part), reading)
        others = [c for c in part.children if c is not _root(part) and (c.content_id is None or not shown)]
        return shown + [t for c in others for t in _texts(c, reading)]
    return [text for child in part.children for text in _texts(child, reading)]


def _root(related: Part) -> Part:
    """The part that the others belong to (RFC 2387, section 3.2)."""
    start = related.parameters.get("start", "").strip("<> ")
    return next((c for c in related.children if start and c.content_id == start), related.children[0])


def _alternative(part: Part, reading: Reading) -> list[str]:
    """The plain text where it says something; else the last one that does (RFC 2046, section 5.1.4)."""
    plain: list[str] = []
    rich: list[str] = []
    children = [c for c in part.children if c.content_type not in _ELSEWHERE or c.filename or c.disposition]
    if any(is_text(c) or c.children for c in children):
        reading.used.update(id(c) for c in part.children if c not in children)
    else:
        children = part.children
    for child in children:
        before = len(reading.html)
        texts = [t for t in _texts(child, reading) if t.strip()]
        if not texts:
            continue
        if child.content_type in _RICH or (len(reading.html) > before and not _has_plain(child)):
            rich = texts
        else:
            plain += texts
    if not plain or (rich and _is_placeholder("\n".join(plain), "\n".join(rich))):
        return rich or plain
    return plain


def _has_plain(part: Part) -> bool:
    return any((c.content_type == "text/plain" and is_text(c)) or _has_plain(c) for c in part.children)


def _is_placeholder(plain: str, rich: str) -> bool:
    """Whether the plain text only says, in whatever language, that one should look at the HTML.

    Then it names it, and most of its words are not those of the HTML.
    """
    plain = _INVISIBLE.sub("", plain).strip().lower()
    if len(plain) > 400 or len(rich) < 2 * len(plain) or "html" not in plain:
        return not plain
    said = rich[:_COMPARED].lower()
    words = [
        word in said for word in set(_WORD.findall(_LINK.sub(" ", plain))) if len(word) > 3 or word > "\x80"
    ]
    return sum(words) * 2 < len(words)


def part_text(part: Part, reading: Reading) -> tuple[str, str]:
    """The decoded text of a part and its source form ("" or "html"), read once."""
    known = reading.texts.get(id(part))
    if known is not None:
        return known
    data, defect = part.text_bytes()
    if defect:
        reading.defects.append(defect)
    if b"\x00" in data[:1000] and "charset" not in part.parameters and _is_binary(data[:1000]):
        reading.binary.add(id(part))
        return reading.texts.setdefault(id(part), ("", ""))
    declared = part.parameters.get("charset", "").strip().partition(" ")[0]
    html = part.content_type in _HTML
    if html and not declared and (meta := _META_CHARSET.search(data, 0, 4000)):
        declared = meta[1].decode("ascii")
    found: list[Embedded] = []
    if not html and (b"\nbegin" in data or data.startswith(b"begin")):
        found = uuencoded(data)
    if not html and b"=ybegin " in data:
        found = found or yencoded(data)
    if found:
        reading.embedded[id(part)] = found
        data = _without(data, found)
    text, wrong = decode(data, declared or None, hint=reading.hint)
    if wrong:
        reading.defects.append(wrong)
    text = clean(text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    reading.texts[id(part)] = (text, "html" if html else "")
    return reading.texts[id(part)]


def _is_binary(sample: bytes) -> bool:
    """Whether bytes with zeros among them are no text, rather than text that zeros got into."""
    return not sample.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        _CONTROL_BYTE.search(sample.replace(b"\x00", b"")) is not None or not sample.strip(b"\x00")
    )


def _without(data: bytes, found: list[Embedded]) -> bytes:
    out, position = [], 0
    for item in found:
        out.append(data[position : item.start])
        position = item.end
    return b"".join([*out, data[position:]])


def _leaf(part: Part, reading: Reading) -> str:
    text, form = part_text(part, reading)
    if id(part) not in reading.binary:
        reading.used.add(id(part))
    if form == "html" or (part.content_type == "text/plain" and _is_html(text)):
        if sum(map(len, reading.html)) < MAX_HTML:
            reading.html.append(text[:MAX_HTML])
        return html_to_text(text)
    reading.plain = True
    if part.content_type in _RICH:
        text = _from_enriched(text)
    text = shown(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def shown(text: str) -> str:
    """Text with line ends of one kind and no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("", text)


def _is_html(text: str) -> bool:
    """Whether text that is declared plain is an HTML document all the same."""
    start = text[:200].lstrip().lower()
    return start.startswith(("<!doctype html", "<html")) and "</" in text


def _from_enriched(text: str) -> str:
    """Text of RFC 1896: formatting commands dropped, line ends counted as it says."""
    text = re.sub(r"<param>[^<]{0,200}</param>", "", text, flags=re.IGNORECASE)
    text = _ENRICHED.sub("", text.replace("\r\n", "\n").replace("<<", "\x00")).replace("\x00", "<")
    return re.sub(r"\n(\n*)", lambda m: m[1] or " ", text)


_QUOTED = re.compile(r"^(>*)( ?)(.*)$", re.DOTALL)


def unflowed(text: str, *, delete_space: bool) -> str:
    """Paragraphs put together again that were cut for sending (RFC 3676)."""
    out: list[list[str]] = []
    open_depth = -1  # quotation depth of a line that goes on
    for line in text.split("\n"):
        marks, stuffed, rest = _QUOTED.match(line).groups()  # type: ignore[union-attr]  # it matches any line
        if not marks and not stuffed:
            rest = line
        depth = len(marks)
        signature = rest == "-- "
        flows = rest.endswith(" ") and not signature
        shown = rest[:-1] if flows and delete_space else rest
        if open_depth == depth and not signature and out:
            out[-1].append(shown)
        else:
            out.append([f"{marks} {shown}" if depth else shown])
        open_depth = depth if flows else -1
    return "\n".join("".join(line) for line in out)
