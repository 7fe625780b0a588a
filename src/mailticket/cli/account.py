"""A message told to a person: what becomes of it and why, what it says, and what of it is not new."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mailticket.cli.account_words import DEFECTS, FATES, RULES
from mailticket.cli.terminal import BOLD, DIM, PLAIN, cut, padded, safe, safe_lines, size, width, wrapped
from mailticket.mail.address import Mailbox
from mailticket.mail.delivery_report import DeliveryReport
from mailticket.mail.message import Attachment, Message
from mailticket.tickets.verdict import Reason, Verdict

_LABEL = 13  # columns
_WIDEST = 120  # columns; longer lines are hard to read
_NARROWEST = 30  # columns of text
_MAX_LINES = 400  # that are new, and as many that are not
_MAX_LINE = 2_000  # letters
_MAX_NAMED = 10  # people in To and Cc
_MAX_LISTED = 30  # attachments, failed addresses, defects
_MAX_NAME = 50  # columns of the name of an attachment

Row = tuple[str, str, str]  # a label ("" below another of its kind), what is said, and its shade


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the account is written: with which means, and how wide (None: as wide as it gets)."""

    color: bool
    columns: int | None

    @property
    def text_columns(self) -> int | None:
        return None if self.columns is None else max(_NARROWEST, min(self.columns, _WIDEST) - 2)

    def shaded(self, text: str, shade: str) -> str:
        return f"{shade}{text}{PLAIN}" if self.color and shade and text.strip() else text


def account(name: str, message: Message, verdict: Verdict, outcome: str, note: str, style: Style) -> str:
    """The whole account. Text of the mail is stripped of whatever could command a terminal.

    `outcome` tells what follows from the verdict, `note` what is odd about the file itself.
    """
    rows = [("note", note, BOLD)] if note else []
    ticket = "" if verdict.ticket is None else f", ticket #{verdict.ticket}"
    rows += [("verdict", verdict.kind + ticket, BOLD), ("", safe(outcome), "")]
    rows += _labelled("because", _reasons(verdict.reasons))
    about = list(_about(message, verdict))
    lines = [
        style.shaded(safe(name), BOLD),
        *_rows(rows, style),
        *([""] if about else []),
        *_rows(about, style),
    ]
    lines += _body(message, style)
    return "\n".join(lines) + "\n"


def _rows(rows: Iterable[Row], style: Style) -> Iterator[str]:
    room = None if style.text_columns is None else max(_NARROWEST, style.text_columns - _LABEL)
    for label, text, shade in rows:
        left = style.shaded(label.ljust(_LABEL), DIM)
        for piece in wrapped(text, room):
            yield f"  {left}{style.shaded(piece, shade)}".rstrip()
            left = " " * _LABEL


def _labelled(label: str, said: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """Rows with one label before the first."""
    for text, shade in said:
        yield label, text, shade
        label = ""


def _reasons(reasons: Iterable[Reason]) -> Iterator[tuple[str, str]]:
    for reason in reasons:
        if known := RULES.get(reason.rule):
            yield known, ""
        yield f"{reason.rule}: {safe(reason.evidence)}", DIM


# --- what it is ------------------------------------------------------------------------------------------


def _about(message: Message, verdict: Verdict) -> Iterator[Row]:
    machine = message.automatic
    if machine is not None and machine.rule not in {reason.rule for reason in verdict.reasons}:
        reason = Reason(rule=machine.rule, evidence=machine.evidence)
        yield from _labelled("machine", _reasons([reason]))
    if message.report is not None:
        yield from _labelled("report", _report(message.report))
    yield from _header(message)
    yield from _labelled("attachments", _few(_attachments(message.attachments)))
    yield from _labelled("defects", _few(map(_defect, message.defects)))


def _header(message: Message) -> Iterator[Row]:
    date = f"{message.date:%a %Y-%m-%d %H:%M:%S} UTC" if message.date else ""
    rows = (
        ("from", _people(message.from_)),
        ("reply to", _people(message.reply_to)),
        ("to", _people(message.to)),
        ("cc", _people(message.cc)),
        ("subject", safe(message.subject).strip()),
        ("date", date),
        ("message id", safe(message.message_id or "")),
        ("answers", safe(" ".join(message.in_reply_to[:_MAX_NAMED]))),
    )
    return ((label, cut(text, _MAX_LINE), "") for label, text in rows if text)


def _people(mailboxes: Sequence[Mailbox]) -> str:
    named = [safe(f"{box.name} <{box.address}>" if box.name else box.address) for box in mailboxes]
    more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
    return ", ".join(named[:_MAX_NAMED]) + more


def _report(report: DeliveryReport) -> Iterator[tuple[str, str]]:
    shown = report.recipients[:_MAX_LISTED]
    for one in shown:
        status = f" ({safe(one.status)})" if one.status else ""
        yield f"{FATES[one.action]}: {safe(one.address) or 'an address that it hides'}{status}", ""
        if one.diagnostic:
            yield safe(one.diagnostic), DIM
    if not shown:
        yield FATES[report.kind], ""
    if len(report.recipients) > len(shown):
        yield f"and {len(report.recipients) - len(shown)} more", ""
    returned = report.original_message_id
    if report.original_subject or returned:
        yield safe(f"about: {report.original_subject}{f' <{returned}>' if returned else ''}"), ""


def _attachments(found: Sequence[Attachment]) -> Iterator[str]:
    names = [cut(safe(one.filename or "").strip() or "(no name)", _MAX_NAME) for one in found]
    sizes = [size(one.size) for one in found]
    widest, longest = max(map(width, names), default=0), max(map(len, sizes), default=0)
    for name, bytes_, one in zip(names, sizes, found, strict=True):
        where = ", within the text" if one.inline else ""
        yield f"{padded(name, widest)}  {bytes_:>{longest}}  {safe(one.content_type)}{where}"


def _defect(defect: str) -> str:
    known = DEFECTS.get(defect)
    return safe(f"{known} ({defect})" if known else defect)


def _few(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The first of them, and how many there are beyond these."""
    count = 0
    for count, text in enumerate(texts, 1):
        if count <= _MAX_LISTED:
            yield text, ""
    if count > _MAX_LISTED:
        yield f"and {count - _MAX_LISTED} more", ""


# --- what it says ----------------------------------------------------------------------------------------


def _body(message: Message, style: Style) -> Iterator[str]:
    """The text, with the lines that are not new dimmed, or marked where nothing can be dimmed."""
    lines = safe_lines(message.text.strip("\n")).split("\n")
    new = _new_lines(lines, safe_lines(message.reply_text).split("\n"))
    written = sum(bool(line.strip()) for line in lines)
    if not written:
        yield from _rows([("text", "There is none.", "")], style)
        return
    old = written - sum(new)
    if old:
        how = "dimmed" if style.color else "marked ┆"
        told = f"{_lines(sum(new))} new; {_lines(old)} quoted, signature or the like, {how}"
        yield from _rows([("text", told, "")], style)
    yield ""
    yield from _shown(lines, new, style)


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _new_lines(lines: Sequence[str], reply: Sequence[str]) -> list[bool]:
    """Which of the lines are the writer's own: those of the reply, in the same order, with others between."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(" ".join(line.split()), []).append(place)
    new, behind = [False] * len(lines), 0
    for line in reply:
        words = " ".join(line.split())
        if not words or words.startswith(">"):
            continue  # what is answered between the lines is quoted all the same
        found = places.get(words, ())
        next_ = bisect_left(found, behind)
        if next_ < len(found):
            behind = found[next_] + 1
            new[behind - 1] = True
    return new


def _shown(lines: Sequence[str], new: Sequence[bool], style: Style) -> Iterator[str]:
    """The lines as they are seen: so many that are new, so many that are not, and how many beyond."""
    room = {True: _MAX_LINES, False: _MAX_LINES}
    hidden = blank = 0
    for line, is_new in zip(lines, new, strict=True):
        if not line.strip():
            blank += 1
            continue
        pieces = list(_pieces(line, style, is_new=is_new)) if room[is_new] > 0 else []
        if not pieces:
            hidden += 1
            blank = 0
            continue
        room[is_new] -= len(pieces)
        if hidden:
            yield _hidden(hidden, style)
            hidden = 0
        yield from [""] * min(blank, 2)  # mails of pictures are full of empty lines
        blank = 0
        yield from pieces
    if hidden:
        yield _hidden(hidden, style)


def _pieces(line: str, style: Style, *, is_new: bool) -> Iterator[str]:
    mark = "" if is_new or style.color else "┆ "
    room = None if style.text_columns is None else style.text_columns - len(mark)
    more = f" … and {len(line) - _MAX_LINE:,} letters more" if len(line) > _MAX_LINE else ""
    for piece in wrapped(line[:_MAX_LINE].rstrip() + more, room):
        yield f"  {style.shaded(mark + piece, '' if is_new else DIM)}"


def _hidden(count: int, style: Style) -> str:
    return "  " + style.shaded(f"… {_lines(count)} not shown here; --json gives the whole text", DIM)
