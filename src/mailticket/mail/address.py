"""Addresses: reading them from headers, comparing them, and their subaddresses (RFC 5322, RFC 5233)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mailticket.mail.header import decode_words, word_spans

MAX_MAILBOXES = 500  # in one header; what comes after them is not read
MAX_HEADER = 65_536  # bytes of one header that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A display name ("" if there is none) and an address, as written but with its domain in lower case."""

    name: str
    address: str


@lru_cache(maxsize=8192)
def mailbox(*, name: str, address: str) -> Mailbox:
    """A Mailbox with its domain in lower case and nothing in it that has no bound."""
    local, at, domain = address.rpartition("@")
    written = f"{local}{at}{domain.lower()}" if at else address
    return Mailbox(name=" ".join(name[:1000].split()), address=written[:1000])


@lru_cache(maxsize=8192)
def canonical(address: str) -> str:
    """The form in which two addresses are compared: case folded, the domain in its ASCII form (RFC 5890)."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return domain.casefold()
    return f"{local.casefold()}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    domain = domain.strip().rstrip(".")
    if domain.isascii():
        return domain.lower()
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.casefold()


def subaddress(address: str) -> tuple[str, str | None]:
    """The address without its detail, and the detail, None if there is none (RFC 5233)."""
    local, at, domain = address.rpartition("@")
    if not at:
        return address, None
    user, plus, detail = local.partition("+")
    return f"{user}@{domain}", detail if plus else None


_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*+(?P<closed>"?))
    | (?P<comment>\()
    | (?P<angle><)
    | (?P<special>[,;:])
    | (?P<space>\s+)
    | (?P<atom>[^\s"(<,;:]+)""",
    re.VERBOSE | re.DOTALL,
)
# Outlook, where it quotes: `Jane Doe [mailto:jane@x]`.
_SQUARE = re.compile(r"\[\s{0,5}(?:mailto|smtp):\s{0,5}([^\]\s<>,;]{1,320})\s{0,5}\]", re.IGNORECASE)
_MAX_PHRASE = 100  # words and spaces of a name that are looked at again at each comma and colon
_SCHEME = re.compile(r"(?:mailto|smtp):", re.IGNORECASE)
_NAMED_ADDRESS = re.compile(r"[^<>@,;:(]{0,200}<[^<>@\s]{1,100}@")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"@]+@[^\s<>()\[\]:;,\"@]+")
_STRAY = re.compile(r"^[\s<>'\",;]+|[\s<>'\",;.]+$")


def parse_mailboxes(raw: bytes | str, hint: str = "") -> tuple[Mailbox, ...]:
    """The mailboxes of a header value, groups opened up, at most `MAX_MAILBOXES` of them.

    Names are decoded; `hint` is the character set of raw 8-bit text. What is no address is left out, even
    where a stricter reader would refuse the whole header.
    """
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogateescape")
    data = _FOLD.sub(b" ", data[:MAX_HEADER])
    text, words = _set_words_aside(data, hint)
    if "[" in text and ":" in text:
        text = _SQUARE.sub(r"<\1>", text)
    found = _Reader(text, words).mailboxes()
    if words and "@" not in text:
        # The whole list was encoded, addresses too.
        found = _Reader(decode_words(data, hint), []).mailboxes()
    return tuple(found)


def _set_words_aside(data: bytes, hint: str) -> tuple[str, list[str]]:
    """Put a private-use letter where encoded words stand: what is in them is never punctuation."""
    if b"=?" not in data:
        return decode_words(data, hint), []
    words: list[str] = []
    out: list[str] = []
    position = 0
    for run in _runs(data):
        out.append(decode_words(data[position : run[0]], hint))
        out.append(_MARK)
        words.append(decode_words(data[run[0] : run[1]], hint))
        position = run[1]
    out.append(decode_words(data[position:], hint))
    if any(_MARK in piece for piece in out if piece != _MARK):
        return decode_words(data, hint), []
    return "".join(out), words


_MARK = "\uf8f1"


def _runs(data: bytes) -> list[tuple[int, int]]:
    """Where neighbouring encoded words begin and end."""
    runs: list[tuple[int, int]] = []
    for start, end in word_spans(data):
        if runs and not data[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


class _Reader:
    """Reads an address list from left to right, once."""

    def __init__(self, text: str, words: list[str]) -> None:
        self.text = text
        self.words = iter(words)
        self.found: list[Mailbox] = []
        self.last_group = text.rfind(";")  # where the last group may end
        self._start()

    def _start(self) -> None:
        self.phrase: list[str] = []
        self.comments: list[str] = []
        self.address: str | None = None
        self.behind = 0  # pieces of the phrase that stood before the address

    def mailboxes(self) -> list[Mailbox]:
        position = 0
        text = self.text
        quotes = True  # as long as each quotation mark has its second one
        while position < len(text) and len(self.found) < MAX_MAILBOXES:
            if not quotes and text[position] == '"':
                position += 1
                continue
            token = _TOKEN.match(text, position)
            if token is None:
                break
            position = token.end()
            match token.lastgroup:
                case "quoted" if not token["closed"]:
                    quotes, position = False, token.start() + 1
                case "comment":
                    comment, position = self._comment(position)
                    if comment := self._words(comment).strip():
                        self.comments.append(comment)
                case "angle":
                    position = self._angle(position)
                case "special" if token[0] == ":":
                    self._group(position)
                case "special":
                    if self._goes_on(position):
                        self.phrase.append(token[0])
                    else:
                        self._finish()
                case _:
                    self.phrase.append(token[0])
        self._finish()
        return self.found[:MAX_MAILBOXES]

    def _words(self, text: str) -> str:
        if _MARK not in text:
            return text
        return "".join(next(self.words, "") if c == _MARK else c for c in text)

    def _goes_on(self, position: int) -> bool:
        """Whether a comma or semicolon stands within an unquoted name, as in `Doe, Jane <j@x>`."""
        if self.address is not None or not 0 < len(self.phrase) <= _MAX_PHRASE:
            return False
        if "@" in (before := "".join(self.phrase)):
            return False
        following = self.text[position : position + 200]
        name, angle, _ = following.partition("<")
        return bool(angle) and not re.search(r"[@;:(]", name) and bool(before.strip())

    def _group(self, position: int) -> None:
        """The name of a group, or a colon where none belongs (`mailto:`, a route, a name with a colon)."""
        if len(self.phrase) > _MAX_PHRASE:
            self.phrase.append(":")
            return
        before = "".join(self.phrase).strip().lower()
        named = before and position > self.last_group and _NAMED_ADDRESS.match(self.text, position)
        if before in ("mailto", "smtp") or ("@" not in before and not named):
            self._words("".join(self.phrase))
            self._start()
        else:
            self.phrase.append(":")

    def _comment(self, position: int) -> tuple[str, int]:
        """A comment, which may hold comments; one that never closes goes to the end."""
        depth, start, text = 1, position, self.text
        out: list[str] = []
        while position < len(text):
            letter = text[position]
            if letter == "\\" and position + 1 < len(text):
                out.append(text[start:position])
                start = position + 1
                position += 2
                continue
            depth += (letter == "(") - (letter == ")")
            if depth == 0:
                out.append(text[start:position])
                return "".join(out), position + 1
            position += 1
        out.append(text[start:])
        return "".join(out), position

    def _angle(self, position: int) -> int:
        """An address in angle brackets; its comments belong to the name."""
        text = self.text
        end = text.find(">", position)
        comma = text.find(",", position) if end < 0 else -1
        stop = end if end >= 0 else comma if comma >= 0 else len(text)
        inner = text[position:stop]
        if "<" in inner:  # `<<a@b>`, or a name that holds a bracket
            self.phrase.append(inner[: inner.rindex("<")].replace("<", " "))
            inner = inner[inner.rindex("<") + 1 :]
        if "(" in inner and '"' not in inner:
            self.comments.extend(c.strip() for c in re.findall(r"\(([^()]*)\)", inner))
            inner = re.sub(r"\([^()]*\)", "", inner)
        if self.address is not None and "@" in self.address and "@" in inner:  # a comma is missing
            following = self.phrase[self.behind :]
            del self.phrase[self.behind :]
            self._finish()
            self.phrase = following
        if self.address is None or "@" not in self.address:
            if self.address:
                self.phrase.append(f"<{self.address}>")
            self.address, self.behind = inner, len(self.phrase)
        return stop + (end >= 0)

    def _finish(self) -> None:
        phrase, comments, address = self.phrase, self.comments, self.address
        self._start()
        if address is None:
            many = "".join(phrase).split()
            if len(many) > 1 and all(map(_ADDRESS.fullmatch, many)):  # commas are missing
                self.found.extend(mailbox(name="", address=_tidy(self._words(one))) for one in many)
                return
            name, address = self._without_angle(phrase)
        else:
            name = self._name(phrase)
        address = _tidy(self._words(address))
        if comments:
            remark = " ".join(comments)
            name = f"{name} ({remark})" if name else remark
        if not address or ("@" not in address and not name and not re.fullmatch(r"[\w.+-]{1,64}", address)):
            return
        self.found.append(mailbox(name=name, address=address))

    def _without_angle(self, phrase: list[str]) -> tuple[str, str]:
        """A bare address, with whatever words stand beside it for a name."""
        text = "".join(phrase).strip()
        if '"' not in text and not re.search(r"\s", text):
            return "", text
        if text.startswith('"') and (quoted := re.fullmatch(r'"((?:[^"\\]|\\.)*)"\s*@\s*(\S+)', text)):
            return "", f'"{quoted[1]}"@{quoted[2]}'
        joined = re.sub(r"\s*([@.])\s*", r"\1", text)
        if not re.search(r"\s", joined) and '"' not in joined:
            return "", joined
        found = _ADDRESS.search(text)
        if found is None:
            self._words(text)
            return "", ""
        return self._name([text[: found.start()], " ", text[found.end() :]]), found[0]

    def _name(self, phrase: list[str]) -> str:
        out = []
        for piece in phrase:
            if len(piece) > 1 and piece.startswith('"') and piece.endswith('"'):
                piece = re.sub(r"\\(.)", r"\1", piece[1:-1], flags=re.DOTALL)
            elif not piece.strip("<>"):
                continue
            out.append(self._words(piece))
        return _unquoted(" ".join("".join(out).split()).strip("\\ "))


def _unquoted(name: str) -> str:
    """A name without the quotation marks around it, which some encode with it."""
    if len(name) > 2 and name[0] == name[-1] and name[0] in "\"'" and name.count('"') in (0, 2):
        return name[1:-1].strip("\\ ")
    return name


def _tidy(address: str) -> str:
    """An address without what clings to it: brackets, quotation marks, a route, white space."""
    address = address.strip()
    if address.startswith("@") and ":" in address:  # a source route (RFC 5322, section 4.4)
        address = address.rpartition(":")[2]
    if scheme := _SCHEME.match(address):
        address = address[scheme.end() :].partition("?")[0]
    if not address.startswith('"'):
        address = re.sub(r"\s+", "", _STRAY.sub("", address))
    return address
