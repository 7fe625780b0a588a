"""HTML as readable text: paragraphs, lists, tables, links and quotation kept, in one bounded pass."""

import re
from html import unescape

from mailticket.mail.html_links import Link, address
from mailticket.mail.html_tags import (
    BLOCK,
    CELLS,
    DROPPED,
    KNOWN,
    PARAGRAPH,
    RAW,
    VOID,
    attribute,
    is_hidden,
    keeps_spaces,
    numeral,
    stands_apart,
)

MAX_HTML = 1024 * 1024  # characters that are looked at
MAX_TEXT = 512 * 1024  # characters that come out
_MAX_FRAMES = 30  # tables within tables that are laid out
_MAX_CELL = 3  # lines of a cell with data
_MAX_LEVEL = 12  # of quotation and of lists that is shown

_ANY_TAG = re.compile(r"<[A-Za-z/!?]")
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:_-]{0,60})")
_TAG_REST = re.compile(r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_BRACKETED = re.compile(r"[\w.+=-]{1,64}(?:@[\w.-]{1,200}|://[^\s<>\"']{1,1000})>")  # an address, no tag
_WHITE = " \t\r\n\f"
_SPACE = re.compile(f"[{_WHITE}]+")
_BLANKS = re.compile(r"[ \t\xa0]+$")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u200b\u2060\ufeff]+"
)  # joiners are letters: Persian and emoji need them
_PRE = frozenset({"pre", "listing", "xmp"})
_LISTS = frozenset({"ul", "ol", "dir", "menu"})

Line = tuple[int, str]  # depth of quotation, text


def html_to_text(html: str) -> str:
    """The text that a person would read. Never raises; time and memory grow linearly with the input."""
    html = html[:MAX_HTML]
    if not _ANY_TAG.search(html):
        return _INVISIBLE.sub("", unescape(html)).replace("\xa0", " ").strip("\n")[:MAX_TEXT]
    renderer = _Renderer(show_hidden=False)
    text = renderer.render(html)
    if renderer.hid and (not text or renderer.skipping):  # it hides everything, or where it ends is unclear
        return _Renderer(show_hidden=True).render(html)
    return text


class _Renderer:
    def __init__(self, *, show_hidden: bool) -> None:
        self.show_hidden = show_hidden
        self.lines: list[Line] = []  # of the innermost cell, or of the whole
        self.frames: list[tuple[list[Line], list[list[Line]]]] = []  # outer lines, cells of the row so far
        self.ruled: list[bool] = []  # whether these tables have lines or headings: they hold data
        self.row: list[list[Line]] = []
        self.in_cell = False
        self.current: list[str] = []
        self.margin = 0  # blank lines owed before the next line
        self.quote = 0
        self.pre = 0
        self.preserving = ("", 0)  # the element whose style keeps spaces, and how many of its name are open
        self.lists: list[tuple[int, str]] = []  # the next number, -1 for bullets; the type of numbers
        self.bullet = ""
        self.links: list[Link] = []
        self.linked = 0  # length of `current` behind the address of a link
        self.pictures = 0
        self.apart: list[str] = []  # open inline elements that a style makes blocks
        self.skipping = ""
        self.skip_depth = 0
        self.size = 0
        self.hid = False  # something is not shown, as its style asks
        self.unclosed: set[str] = set()  # names of which no end tag is left

    def render(self, html: str) -> str:
        position, end, last = 0, len(html), html.rfind(">")
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
                    stop = find(">", name.end()) + 1 if name.end() <= last else end
                else:
                    stop = rest.end()
                position = self._tag(name[1].lower(), html, position, name.end(), stop)
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
        if self.skipping or not text:
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
        text = _SPACE.sub(" ", text) if text.strip(_WHITE) else " "
        if self.linked == len(self.current) > 0 and text[:1].isalnum():
            text = f" {text}"
        if text == " " and (not self.current or self.current[-1].endswith(" ")):
            return
        if text.startswith(" ") and (not self.current or self.current[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.current.append(text)

    def _line(self, *, keep: bool = False) -> None:
        """End the line, if there is one."""
        if not self.current:
            if keep:
                self.lines.append((self.quote, ""))
            return
        text = "".join(self.current)
        self.current, self.linked = [], 0
        for link in self.links:
            link.began = 0
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

    def _tag(self, name: str, html: str, start: int, attributes: int, stop: int) -> int:
        """Take a tag in; the position behind it, or behind all that it leaves out."""
        closing = html[start] == "/"
        if self.skipping and not self._ends_paragraph(name, closing=closing):
            if name == self.skipping and html[stop - 2 : stop] != "/>":
                self.skip_depth += -1 if closing else 1
                if self.skip_depth == 0:
                    self.skipping = ""
            return stop
        if name not in KNOWN:
            if bracketed := _BRACKETED.match(html, start):
                self._text(f"<{bracketed[0]}")
                return bracketed.end()
            if stop == len(html) and html[stop - 1 : stop] != ">":
                self._text("<")
                return start
        if closing:
            self._close(name)
            if self.apart and self.apart[-1] == name:
                self.apart.pop()
                self._line()
            return stop
        if name in DROPPED and html[stop - 2 : stop] != "/>" and name not in self.unclosed:
            return self._drop(name, html, stop)
        rest = html[attributes : min(stop, attributes + 4000)]
        styled = name not in VOID and len(rest) > 7
        if styled and not self.show_hidden and is_hidden(rest):
            self.skipping, self.skip_depth, self.hid = name, 1, True
            return stop
        if styled and "display" in rest and name not in BLOCK and name not in CELLS:
            self._set_apart(name, rest)
        self._open(name, rest)
        if name == self.preserving[0]:
            self.preserving = (name, self.preserving[1] + (name != "p"))
        elif styled and "white-space" in rest and not self.preserving[0] and keeps_spaces(rest):
            self.preserving = (name, 1)
            self.pre += 1
        return stop

    def _set_apart(self, name: str, rest: str) -> None:
        """Part what a style makes a block from what is before it."""
        match stands_apart(rest):
            case "line":
                self._line()
                self.apart.append(name)
            case "space":
                self._text(" ")

    def _ends_paragraph(self, name: str, *, closing: bool) -> bool:
        """Whether a tag ends a hidden paragraph, which needs no end tag of its own."""
        if self.skipping != "p" or name not in BLOCK or (closing and name == "p"):
            return False
        self.skipping = ""
        return True

    def _drop(self, name: str, html: str, stop: int) -> int:
        close = re.compile(rf"</{name}\b[^>]{{0,100}}>?", re.IGNORECASE).search(html, stop)
        if not close:
            self.unclosed.add(name)
            return len(html) if name in ("script", "style") else stop
        if name in RAW:
            return close.end()
        self.skipping, self.skip_depth = name, 1
        return stop

    def _open(self, name: str, rest: str) -> None:
        if name == "br":
            self._line(keep=not self.current)
        elif name in CELLS:
            self._enter_cell()
            if name == "th" and self.ruled:
                self.ruled[-1] = True
        elif name in BLOCK:
            self._open_block(name, rest)
        elif name == "a":
            if len(self.links) < _MAX_LEVEL:
                self.links.append(Link(attribute(rest, "href"), len(self.current), self.size, self.pictures))
        elif name == "img":
            self.pictures += 1
            alt = _SPACE.sub(" ", attribute(rest, "alt")).strip()[:200]
            if alt and max(alt) > "\u2000" and len(alt) < 12 and not any(map(str.isalnum, alt)):
                self._text(alt)  # a letter that is drawn: emoji
            elif alt and attribute(rest, "src")[:4].lower() == "cid:":  # a picture of the mail itself
                self._text(f"[{alt}]".replace("&", "&amp;"))
        elif name == "q":
            self._text('"')

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
                self.ruled.append(attribute(rest, "border") not in ("", "0"))
                self.lines, self.row, self.in_cell = [], [], False
            return
        elif name == "hr":
            self.current.append("-" * 20)
            self._line()
        elif name == "li":
            self._open_item(rest)
        elif name in _LISTS:
            self.margin = max(self.margin, 0 if self.lists else 1)
            first, kind = (attribute(rest, "start"), attribute(rest, "type")) if name == "ol" else ("", "")
            if len(self.lists) < 1000:
                self.lists.append((-1 if name != "ol" else _number(first) or 1, kind))
        elif name == "blockquote":
            self.quote += 1
            self.margin = 1
        elif name in _PRE:
            self.pre += 1
            self.margin = 1
        elif name in PARAGRAPH:
            self.margin = 1

    def _open_item(self, rest: str) -> None:
        if not self.lists:
            self.lists.append((-1, ""))
        number, kind = self.lists[-1]
        if number < 0:
            self.bullet = "- "
            return
        number = _number(attribute(rest, "value")) or number
        self.bullet = f"{numeral(number, kind)}. "
        self.lists[-1] = (number + 1, kind)

    def _close(self, name: str) -> None:
        if name == self.preserving[0]:
            self.preserving = (name, self.preserving[1] - 1)
            if not self.preserving[1]:
                self._line()
                self.preserving = ("", 0)
                self.pre = max(0, self.pre - 1)
        if name == "q":
            self._text('"')
        if name == "a":
            if self.links:
                self._end_link()
            return
        if name in CELLS:
            self._end_cell()
            return
        if name not in BLOCK:
            return
        self._line()
        match name:
            case "tr":
                self._end_row()
            case "table":
                if self.frames:
                    self._leave_table()
                self.margin = 1
            case _ if name in _LISTS:
                if self.lists:
                    self.lists.pop()
                self.bullet = ""
                self.margin = max(self.margin, 0 if self.lists else 1)
            case "blockquote":
                self.quote = max(0, self.quote - 1)
                self.margin = 1
            case _ if name in _PRE:
                self.pre = max(0, self.pre - 1)
                self.margin = 1
            case _ if name in PARAGRAPH:
                self.margin = 1

    def _end_link(self) -> None:
        link = self.links.pop()
        if self.size == link.size and self.pictures == link.pictures:
            return  # there is nothing to click on
        shown = "".join(self.current[link.began :])
        if target := address(link, shown):
            self._text(f"{' ' if shown.strip() else ''}<{target}>".replace("&", "&amp;"))
            self.linked = len(self.current)

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
        """Cells of one line each, and short ones of data, stand side by side; others one below the other."""
        if not self.frames:
            return
        self._end_cell()
        outer = self.frames[-1][0]
        cells = [cell for cell in self.row if any(text for _, text in cell)]
        self.row = []
        if self.lines:  # text outside of any cell
            cells.append(self.lines)
            self.lines = []
        if self.ruled[-1] and all(len(cell) <= _MAX_CELL for cell in cells):
            cells = [[(cell[0][0], " ".join(text for _, text in cell if text))] for cell in cells]
        if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
            outer.append((cells[0][0][0], " | ".join(cell[0][1] for cell in cells)))
        else:
            for cell in cells:
                outer.extend(cell)

    def _leave_table(self) -> None:
        self._end_row()
        outer, row = self.frames.pop()
        self.ruled.pop()
        if outer and self.lines:
            outer.extend(self.lines)
        self.lines, self.row = outer, row
        self.in_cell = bool(self.frames)


def _number(value: str) -> int:
    return int(value) if re.fullmatch(r"\d{1,6}", value) else 0
