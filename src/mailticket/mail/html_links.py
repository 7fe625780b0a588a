"""Where the links of HTML lead, unless their text says so."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_MAX_URL = 1_000
_SCHEMES = ("http", "https", "mailto", "tel", "ftp")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NO_DIGIT = re.compile(r"\D")


@dataclass(slots=True)
class Link:
    """A link that is open, and what there was when it began."""

    target: str
    began: int  # pieces of the line
    size: int  # of all text
    pictures: int


def address(link: Link, shown: str) -> str:
    """The address to tell behind the text of a link, "" if the text names it or it is none to visit."""
    target = _SPACE.sub("", link.target)[:_MAX_URL]
    scheme, colon, rest = target.partition(":")
    if not colon or scheme.lower() not in _SCHEMES:
        return ""
    shown = shown.strip().lower()
    return "" if shown and _names(shown, scheme.lower(), rest) else target


def _names(shown: str, scheme: str, rest: str) -> bool:
    """Whether a text in lower case names a target, which may be wrapped in another."""
    if scheme == "tel":
        return _NO_DIGIT.sub("", rest)[-7:] in _NO_DIGIT.sub("", shown)
    plain = rest.strip("/").lower()
    if scheme == "mailto":
        plain = plain.partition("?")[0]
    if "%" in plain:
        plain = unquote(plain)
    shown = shown.strip("/.…")
    return plain in shown or (("." in shown or "/" in shown) and shown in plain)
