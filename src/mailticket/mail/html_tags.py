"""What the tags of HTML are, and what their attributes say."""

import re
from html import unescape

# Text behind these start tags is no markup; it ends with the first end tag of the name.
RAW = frozenset({"script", "style", "title", "iframe", "noembed", "noframes"})
DROPPED = RAW | frozenset({"template", "xml", "object", "svg"})
PARAGRAPH = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "listing", "xmp"),
        *("ul", "ol", "dir", "menu", "dl", "table"),
    }
)
BLOCK = PARAGRAPH | frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li"),
        *("main", "nav", "option", "section", "summary", "tbody", "textarea", "tfoot", "thead", "tr"),
    }
)
VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr"),
    }
)
CELLS = frozenset({"td", "th"})
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "big", "blink", "button", "cite", "code", "del", "em", "font", "head", "i"),
        *("ins", "kbd", "label", "map", "mark", "marquee", "o:p", "q", "s", "samp", "select", "small"),
        *("span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
    }
)
KNOWN = BLOCK | VOID | CELLS | DROPPED | _INLINE

_ATTRIBUTE = re.compile(r"([A-Za-z_:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BARE_HIDDEN = re.compile(r"\bhidden\b", re.IGNORECASE)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"(?<![\w-])opacity\s*:\s*0?(?:\.0+)?\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_WITHOUT_HEIGHT = re.compile(r"(?<![\w-])(?:max-)?height\s*:\s*0(?:px|pt|em|%)?\s*(?:[;!]|$)", re.IGNORECASE)
_DISPLAY = re.compile(r"display\s*:\s*(inline-)?(?:block|table|flex|grid|list-item)", re.IGNORECASE)
_PRESERVES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


def attribute(rest: str, wanted: str) -> str:
    """The value of an attribute in what stands behind the name of a tag, "" if there is none."""
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        if name.lower() == wanted:
            return unescape(double or single or bare)
    return ""


def is_hidden(rest: str) -> bool:
    """Whether an element is not shown: by its style, or by the attribute for it."""
    if not ("none" in rest or "hidden" in rest or "opacity" in rest or "NONE" in rest or "HIDDEN" in rest):
        return False
    if _BARE_HIDDEN.search(rest) and _BARE_HIDDEN.search(_ATTRIBUTE.sub(" ", rest)):
        return True
    style = attribute(rest, "style")
    return bool(_UNSEEN.search(style) or (_CUT_OFF.search(style) and _WITHOUT_HEIGHT.search(style)))


def keeps_spaces(rest: str) -> bool:
    """Whether the style of an element keeps line breaks and spaces as they are in the source."""
    return bool(_PRESERVES.search(attribute(rest, "style")))


def stands_apart(rest: str) -> str:
    """How a style shows an element that is inline by its name: on its own "line", behind a "space"."""
    found = _DISPLAY.search(attribute(rest, "style"))
    return "" if not found else "space" if found[1] else "line"


def numeral(number: int, kind: str) -> str:
    """The number of an item in a list, as `type` of the list says: 1, a, A, i or I."""
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number < 400:
        roman = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            roman += letters * count
        return roman if kind == "i" else roman.upper()
    return str(number)


_ROMAN = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
