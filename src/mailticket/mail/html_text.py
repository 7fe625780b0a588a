"""HTML as readable text: paragraphs, lists, tables, links and quotation kept, in one bounded pass."""

import re
from html import unescape

MAX_HTML = 1024 * 1024  # characters that are looked at
MAX_TEXT = 512 * 1024  # characters that come out
_MAX_FRAMES = 30  # tables within tables that are laid out
_MAX_LEVEL = 12  # of quotation and of lists that is shown
_MAX_URL = 1_000

_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:_-]{0,60})")
_TAG_REST = re.compile(r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = re.compile(r"display\s*:\s*none|\bhidden\b(?!\s*:)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(r"[ \t\xa0]+$")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u200b\u2060\ufeff]+"
)  # joiners are letters: Persian and emoji need them

_DROPPED = frozenset({"script", "style", "title", "template", "xml", "noframes", "object", "svg"})
_PARAGRAPH = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table"}
)
_BLOCK = _PARAGRAPH | frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "details", "dir", "div", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li"),
        *("main", "menu", "nav", "section", "summary", "tbody", "tfoot", "thead", "tr"),
    }
)
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_CELLS = frozenset({"td", "th"})

Line = tuple[int, str]  # depth of quotation, text


def html_to_text(html: str) -> str:
    """The text that a person would read. Never raises; time and memory grow linearly with the input."""
    html = html[:MAX_HTML]
    renderer = _Renderer(show_hidden=False)
    text = renderer.render(html)
    return _Renderer(show_hidden=True).render(html) if renderer.hid and not text else text


class _Renderer:
    def __init__(self, *, show_hidden: bool) -> None:
        self.show_hidden = show_hidden
        self.lines: list[Line] = []  # of the innermost cell, or of the whole
        self.frames: list[tuple[list[Line], list[list[Line]]]] = []  # outer lines, cells of the row so far
        self.row: list[list[Line]] = []
        self.in_cell = False
        self.current: list[str] = []
        self.margin = 0  # blank lines owed before the next line
        self.quote = 0
        self.pre = 0
        self.lists: list[int] = []  # the next number, -1 for bullets
        self.bullet = ""
        self.links: list[tuple[str, int]] = []  # target, length of `current` where the link began
        self.skipping = ""
        self.skip_depth = 0
        self.size = 0
        self.hid = False  # something is not shown, as its style asks

    def render(self, html: str) -> str:
        position, end = 0, len(html)
        unterminated = 0
        find = html.find
        while position < end and self.size < MAX_TEXT:
            bracket = find("<", position)
            if bracket != position:
                self._text(html[position : bracket if bracket >= 0 else end])
                if bracket < 0:
                    break
            position = bracket + 1
            if (name := _TAG_NAME.match(html, position)) is not None:
                rest = _TAG_REST.match(html, name.end()) if unterminated < 20 else None
                if rest is None:
                    unterminated += 1
                    stop = find(">", name.end()) + 1 or end
                else:
                    stop = rest.end()
                self._tag(name[1].lower(), html, position, name.end(), stop)
                position = stop
            elif html.startswith("!--", position):
                close = find("-->", position + 1)
                position = close + 3 if close >= 0 else find(">", position) + 1 or end
                if close < 0 and (unterminated := unterminated + 1) > 20:
                    break
            elif html[position : position + 1] in ("!", "?", "/"):
                position = find(">", position) + 1 or end
            else:
                self._text("<")
        self._line()
        while self.frames:
            self._leave_table()
        return self._joined()

    def _joined(self) -> str:
        out: list[str] = []
        for quote, text in self.lines:
            text = _BLANKS.sub("", text)
            if not text and (not out or not out[-1].strip("> ")):
                continue
            out.append(f"{'> ' * min(quote, _MAX_LEVEL)}{text}".rstrip() if quote else text)
        return "\n".join(out).strip("\n")

    def _text(self, text: str) -> None:
        if self.skipping:
            return
        if "&" in text:
            text = unescape(text)
        self.size += len(text)
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.current.append(first)
            for line in others:
                self._line(keep=True)
                self.current.append(line)
            return
        text = _SPACE.sub(" ", text)
        if text == " " and (not self.current or self.current[-1].endswith(" ")):
            return
        if text.startswith(" ") and (not self.current or self.current[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.current.append(text)

    def _line(self, *, keep: bool = False) -> None:
        """End the line, if there is one."""
        text = "".join(self.current)
        if self.current:
            self.current = []
        if self.links:
            self.links = [(target, 0) for target, _ in self.links]
        text = _INVISIBLE.sub("", text) if not text.isascii() else text
        visible = text.replace("\xa0", " ")
        if not visible.strip():
            if keep or text:  # a line of a hard space is an empty line that was meant
                self.lines.append((self.quote, ""))
            return
        if self.margin and self.lines:
            self.lines.append((min(self.lines[-1][0], self.quote), ""))
        self.margin = 0
        indent = "  " * min(len(self.lists) - (1 if self.bullet else 0), _MAX_LEVEL) if self.lists else ""
        if self.bullet:
            indent = "  " * min(len(self.lists) - 1, _MAX_LEVEL) + self.bullet
            self.bullet = ""
        self.lines.append((self.quote, indent + (visible.rstrip() if self.pre else visible.strip())))
        self.size += len(indent) + 2 + 4 * min(self.quote, _MAX_LEVEL)

    def _tag(self, name: str, html: str, start: int, attributes: int, stop: int) -> None:
        closing = html[start] == "/"
        if self.skipping:
            if name == self.skipping and html[stop - 2 : stop] != "/>":
                self.skip_depth += -1 if closing else 1
                if self.skip_depth == 0:
                    self.skipping = ""
            return
        if closing:
            self._close(name)
            return
        if name in _DROPPED and html[stop - 2 : stop] != "/>":
            self.skipping, self.skip_depth = name, 1
            return
        rest = html[attributes : min(stop, attributes + 4000)]
        if (
            not self.show_hidden
            and name not in _VOID
            and ("none" in rest or "hidden" in rest or "NONE" in rest)
            and _is_hidden(rest)
        ):
            self.skipping, self.skip_depth, self.hid = name, 1, True
            return
        self._open(name, rest)

    def _open(self, name: str, rest: str) -> None:
        if name == "br":
            self._line(keep=not self.current)
        elif name in _CELLS:
            self._enter_cell()
        elif name in _BLOCK:
            self._open_block(name, rest)
        elif name == "a":
            target = _attribute(rest, "href")
            if len(self.links) < _MAX_LEVEL:
                self.links.append((target, len(self.current)))
        elif name == "img":
            alt = _SPACE.sub(" ", _attribute(rest, "alt")).strip()[:200]
            if alt and _attribute(rest, "src")[:4].lower() == "cid:":  # a picture of the mail itself
                self._text(f"[{alt}]".replace("&", "&amp;"))

    def _open_block(self, name: str, rest: str) -> None:
        self._line()
        if name == "tr":
            self._end_row()
        elif name == "table":
            self.margin = 1
            if len(self.frames) < _MAX_FRAMES:
                if self.lines:
                    self.lines.append((min(self.quote, self.lines[-1][0]), ""))
                self.margin = 0
                self.frames.append((self.lines, self.row))
                self.lines, self.row, self.in_cell = [], [], False
            return
        elif name == "hr":
            self.current.append("-" * 20)
            self._line()
        elif name == "li":
            if not self.lists:
                self.lists.append(-1)
            number = self.lists[-1]
            self.bullet = "- " if number < 0 else f"{number}. "
            if number >= 0:
                self.lists[-1] += 1
        elif name in ("ul", "ol"):
            self.margin = max(self.margin, 0 if self.lists else 1)
            first = _attribute(rest, "start") if name == "ol" else ""
            if len(self.lists) < 1000:
                self.lists.append(
                    -1 if name == "ul" else int(first) if re.fullmatch(r"\d{1,6}", first) else 1
                )
        elif name == "blockquote":
            self.quote += 1
            self.margin = 1
        elif name == "pre":
            self.pre += 1
            self.margin = 1
        elif name in _PARAGRAPH:
            self.margin = 1

    def _close(self, name: str) -> None:
        if name == "a":
            self._end_link()
            return
        if name in _CELLS:
            self._end_cell()
            return
        if name not in _BLOCK:
            return
        self._line()
        match name:
            case "tr":
                self._end_row()
            case "table":
                if self.frames:
                    self._leave_table()
                self.margin = 1
            case "ul" | "ol":
                if self.lists:
                    self.lists.pop()
                self.bullet = ""
                self.margin = max(self.margin, 0 if self.lists else 1)
            case "blockquote":
                self.quote = max(0, self.quote - 1)
                self.margin = 1
            case "pre":
                self.pre = max(0, self.pre - 1)
                self.margin = 1
            case _ if name in _PARAGRAPH:
                self.margin = 1

    def _end_link(self) -> None:
        if not self.links:
            return
        target, began = self.links.pop()
        shown = "".join(self.current[began:])
        target = _SPACE.sub("", target)[:_MAX_URL]
        scheme, colon, rest = target.partition(":")
        if not colon or scheme.lower() not in ("http", "https", "mailto", "tel", "ftp"):
            return
        plain = rest.strip("/").partition("?")[0] if scheme.lower() in ("mailto", "tel") else rest.strip("/")
        if (
            not shown.strip()
            or plain.lower() in shown.lower()
            or shown.strip().strip("/").lower() in plain.lower()[:-1]
        ):
            if shown.strip() or plain.lower() in shown.lower():
                return
            self._text(f"<{target}>".replace("&", "&amp;"))
            return
        self._text(f" <{target}>".replace("&", "&amp;"))

    def _enter_cell(self) -> None:
        self._end_cell()
        if self.frames:
            self.margin = 0
            self.in_cell = True

    def _end_cell(self) -> None:
        self._line()
        if self.frames and self.in_cell:
            self.row.append(self.lines)
            self.lines = []
            self.in_cell = False

    def _end_row(self) -> None:
        """Cells of one line each stand side by side; others one below the other."""
        if not self.frames:
            return
        self._end_cell()
        outer = self.frames[-1][0]
        cells = [cell for cell in self.row if any(text for _, text in cell)]
        self.row = []
        if self.lines:  # text outside of any cell
            cells.append(self.lines)
            self.lines = []
        if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
            outer.append((cells[0][0][0], " | ".join(cell[0][1] for cell in cells)))
        else:
            for cell in cells:
                outer.extend(cell)

    def _leave_table(self) -> None:
        self._end_row()
        outer, row = self.frames.pop()
        if outer and self.lines:
            outer.extend(self.lines)
        self.lines, self.row = outer, row
        self.in_cell = bool(self.frames)


def _attribute(rest: str, wanted: str) -> str:
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        if name.lower() == wanted:
            return unescape(double or single or bare)
    return ""


def _is_hidden(rest: str) -> bool:
    bare = _ATTRIBUTE.sub(" ", rest)
    return bool(re.search(r"\bhidden\b", bare)) or bool(
        re.search(r"display\s*:\s*none", _attribute(rest, "style"), re.IGNORECASE)
    )
