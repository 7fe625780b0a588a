"""What staff ask for in the first lines of a mail: commands that begin with `#`, one a line."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Final

LONGEST_WAIT: Final = timedelta(days=366)
MOST_COMMANDS: Final = 30
NOTICES: Final = ("new", "reply", "assigned", "warning", "breach")

_LINE_AT_MOST: Final = 500
_HASHES: Final = "#＃﹟♯⌗"  # the first one begins a command; a line with another is not taken for text either
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ADDRESS: Final = re.compile(r"[^\s<>@,;\"]{1,64}@[^\s<>@,;\"]{1,255}")
_NAMED: Final = re.compile(r"(?:\"?([^<>\"]{0,100}?)\"?\s?)<([^\s<>]{3,320})>")
_NUMBER: Final = re.compile(r"#?([0-9]{1,15})")
_VALUE: Final = re.compile(r"([a-z_][a-z0-9_]{0,40})=(.{0,200})", re.IGNORECASE)
_LENGTH: Final = re.compile(r"([0-9]{1,4}) ?([a-z]{1,7})")
_UNITS: Final = {
    "m": 60, "min": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One command; `line` is how it was written."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOnly(Wish):
    """The rest of the mail is for staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Wish):
    """Close the ticket, after the answer if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Wish):
    """Wait for the customer, that long or until they write."""

    length: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Set(Wish):
    """Give the ticket a priority, a queue, a kind or a person, by name."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Take(Wish):
    """It is mine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Wish):
    """Let the ticket go into another."""

    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Wish):
    """Make the last message of the customer a ticket of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Include(Wish):
    """These people take part from now on."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spam(Wish):
    """Close it and send nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Wish):
    """Remove what the ticket holds of a person; None: of its requester."""

    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Wish):
    """Which commands are there?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Wish):
    """Put in a prepared answer, with values."""

    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Wish):
    """Which notices I want from now on."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class For(Wish):
    """The ticket that this mail opens is this customer's."""

    address: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAnyway(Wish):
    """Send the answer although something speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """The commands of a mail, and its text without them."""

    wishes: tuple[Wish, ...]
    text: str
    lines: int  # of the mail's new text that the commands took up

    def has(self, kind: type[Wish]) -> bool:
        return any(isinstance(wish, kind) for wish in self.wishes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """A command that is not understood to its last word; the mail stops."""

    line: str
    problem: str
    suggestion: str | None = None


def instructions(text: str) -> Instructions | Misread:
    """Read the first lines of the new text of a mail that begin with `#`, up to the first that does not."""
    lines = text.split("\n")
    wishes: list[Wish] = []
    seen: set[str] = set()
    at = 0
    for number, written in enumerate(lines):
        line = " ".join(written.translate(_UNSEEN).split())
        if not line:
            continue
        if line[0] not in _HASHES:
            break
        at = number + 1
        wish = _wish(line)
        if isinstance(wish, Misread):
            return wish
        word = line[1:].split()[0].casefold()
        if word in seen and word not in ("cc", "forget"):
            return Misread(line=line[:200], problem=f"#{word} stands there twice.")
        if len(wishes) >= MOST_COMMANDS:
            return Misread(line=line[:200], problem=f"A mail may have {MOST_COMMANDS} commands.")
        seen.add(word)
        wishes.append(wish)
    found = Instructions(wishes=tuple(wishes), text="\n".join(lines[at:]).strip(), lines=at)
    return _together(found) or found


def _wish(line: str) -> Wish | Misread:
    word, _, rest = line[1:].partition(" ")
    reader = _READERS.get(word.casefold()) if line[0] == "#" and len(line) <= _LINE_AT_MOST else None
    if reader is None:
        near = get_close_matches((word or rest.partition(" ")[0]).casefold()[:40], _READERS, n=1, cutoff=0.6)
        return Misread(
            line=line[:200],
            problem="This line begins with # and is no command that is known.",
            suggestion=f"#{near[0]}" if near else None,
        )
    wish = reader(line, rest.strip())
    if isinstance(wish, str):
        return Misread(line=line[:200], problem=wish, suggestion=_FORMS.get(word.casefold()))
    return wish


def _together(found: Instructions) -> Misread | None:
    """Commands that contradict each other, or the text below them."""
    ends = [wish for wish in found.wishes if isinstance(wish, Close | Wait | Spam)]
    if len(ends) > 1:
        return Misread(line=ends[1].line, problem=f"It contradicts {ends[0].line}.")
    note = next((wish for wish in found.wishes if isinstance(wish, NoteOnly)), None)
    if note is not None and found.has(Template):
        return Misread(line=note.line, problem="A prepared answer is no note; send two mails.")
    if note is not None and not found.text:
        return Misread(line=note.line, problem="The note has no text.")
    split = next((wish for wish in found.wishes if isinstance(wish, Split)), None)
    if split is not None and note is None and (found.text or found.has(Template)):
        return Misread(
            line=split.line, problem="It stands alone; answer the notice of the new ticket afterwards."
        )
    spam = next((wish for wish in found.wishes if isinstance(wish, Spam)), None)
    if spam is not None and (found.has(Template) or (found.text and note is None)):
        return Misread(
            line=spam.line, problem="It sends nothing, but the mail has a text.", suggestion="#note"
        )
    return None


def _alone(make: Callable[[str], Wish]) -> Callable[[str, str], Wish | str]:
    def read(line: str, rest: str) -> Wish | str:
        if rest:
            return f"{line.partition(' ')[0]} takes nothing after it; a text stands in the lines below."
        return make(line)

    return read


def _wait(line: str, rest: str) -> Wish | str:
    if not rest:
        return Wait(line=line, length=None)
    length = wait_length(rest.removeprefix("for "))
    return "How long is it to wait?" if length is None else Wait(line=line, length=length)


def wait_length(text: str) -> timedelta | None:
    """A length of time such as 3d, 2 weeks, 1d 12h; None if it is none, or longer than a year."""
    seconds, place, text = 0, 0, text.strip().casefold()
    while place < len(text):
        found = _LENGTH.match(text, place)
        if found is None or found[2] not in _UNITS:
            return None
        seconds += int(found[1]) * _UNITS[found[2]]
        place = found.end()
        place += place < len(text) and text[place] == " "
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_WAIT.total_seconds() else None


def _set(field: str) -> Callable[[str, str], Wish | str]:
    def read(line: str, rest: str) -> Wish | str:
        return Set(line=line, field=field, value=rest) if rest else f"Which {field} is meant?"

    return read


def _merge(line: str, rest: str) -> Wish | str:
    found = _NUMBER.fullmatch(rest.strip("[]"))
    return Merge(line=line, into=int(found[1])) if found else "Into which ticket? A number is wanted."


def _cc(line: str, rest: str) -> Wish | str:
    named = [part.strip() for part in re.split(r"[,; ]", rest) if part.strip()]
    if not named or not all(_ADDRESS.fullmatch(part) for part in named):
        return "Addresses are wanted, and nothing else."
    return Include(line=line, addresses=tuple(dict.fromkeys(named)))


def _forget(line: str, rest: str) -> Wish | str:
    if rest and not _ADDRESS.fullmatch(rest):
        return "Whom? One address is wanted, or none for the requester."
    return Forget(line=line, address=rest or None)


def _template(line: str, rest: str) -> Wish | str:
    try:
        name, *values = shlex.split(rest.translate({0x201C: 34, 0x201D: 34, 0x201E: 34}))
    except ValueError:
        return "Which prepared answer? Its name, then values as name=value; quotation marks come in pairs."
    pairs = [_VALUE.fullmatch(value) for value in values]
    if not all(pairs):
        return 'After the name stand values, each as name=value or name="several words".'
    return Template(line=line, name=name, values={pair[1]: pair[2] for pair in pairs if pair})


def _notify(line: str, rest: str) -> Wish | str:
    words = re.split(r"[, ]+", rest.casefold()) if rest else []
    if words == ["none"]:
        return Notify(line=line, kinds=())
    if words == ["all"]:
        return Notify(line=line, kinds=NOTICES)
    if not words or not set(words) <= set(NOTICES):
        return f"There is {', '.join(NOTICES)}; or all, or none."
    return Notify(line=line, kinds=tuple(dict.fromkeys(words)))


def _for(line: str, rest: str) -> Wish | str:
    named = _NAMED.fullmatch(rest)
    address = named[2] if named else rest
    if not _ADDRESS.fullmatch(address):
        return "For whom? One address is wanted, or Name <address>."
    return For(line=line, address=address, name=(named[1] or "").strip() if named else "")


_READERS: Final[Mapping[str, Callable[[str, str], Wish | str]]] = {
    "note": _alone(lambda line: NoteOnly(line=line)),
    "close": _alone(lambda line: Close(line=line)),
    "pending": _wait,
    "priority": _set("priority"),
    "queue": _set("queue"),
    "kind": _set("kind"),
    "assign": _set("assignee"),
    "take": _alone(lambda line: Take(line=line)),
    "merge": _merge,
    "split": _alone(lambda line: Split(line=line)),
    "cc": _cc,
    "spam": _alone(lambda line: Spam(line=line)),
    "forget": _forget,
    "help": _alone(lambda line: Help(line=line)),
    "template": _template,
    "notify": _notify,
    "for": _for,
    "send": _alone(lambda line: SendAnyway(line=line)),
}

_FORMS: Final = {
    "pending": "#pending 3d",
    "priority": "#priority high",
    "queue": "#queue NAME",
    "assign": "#assign NAME",
    "merge": "#merge 10041",
    "cc": "#cc a@b.example",
    "for": "#for customer@acme.example",
    "notify": "#notify new reply",
    "template": "#template NAME",
}
