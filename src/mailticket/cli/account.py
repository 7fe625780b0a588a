"""A message told to a person: what it says, what was decided, what of it is quotation."""

from collections.abc import Iterator

from mailticket.cli.output import instant, safe, safe_lines
from mailticket.mail.address import Mailbox
from mailticket.mail.message import Attachment, Message
from mailticket.tickets.verdict import Verdict

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_MAX_LINES = 400


def account(path: str, message: Message, verdict: Verdict, *, color: bool) -> str:
    """The whole account. Text of the mail is stripped of whatever could command a terminal."""
    bold, plain = (_BOLD, _PLAIN) if color else ("", "")
    lines = [f"{bold}{safe(path)}{plain}"]
    lines += (f"  {label + ':':<14}{text}" for label, text in _header(message) if text)
    lines.append(f"  {'verdict:':<14}{bold}{verdict.kind}{plain}{_ticket(verdict)}")
    lines += (f"    {reason.rule}: {safe(reason.evidence)}" for reason in verdict.reasons)
    if message.report is not None:
        lines.append(f"  {'report:':<14}{message.report.kind}, form {message.report.rule}")
        lines += (
            f"    {safe(one.address or '(hidden)')}: {one.action} {safe(one.status)} {safe(one.diagnostic)}"
            for one in message.report.recipients[:20]
        )
    lines += (f"  {'attachment:':<14}{_attachment(one)}" for one in message.attachments)
    lines += (f"  {'defect:':<14}{safe(defect)}" for defect in message.defects)
    lines.append("")
    lines += _text(message, color=color)
    return "\n".join(lines) + "\n"


def _header(message: Message) -> Iterator[tuple[str, str]]:
    yield "from", ", ".join(map(_mailbox, message.from_))
    yield "reply to", ", ".join(map(_mailbox, message.reply_to))
    yield "to", ", ".join(map(_mailbox, message.to[:10]))
    yield "cc", ", ".join(map(_mailbox, message.cc[:10]))
    yield "subject", safe(message.subject)
    yield "date", instant(message.date) or ""
    yield "message id", safe(message.message_id or "")
    yield "in reply to", safe(" ".join(message.in_reply_to))
    yield (
        "machine",
        safe(
            f"{message.automatic.kind}, rule {message.automatic.rule}: {message.automatic.evidence}"
            if message.automatic
            else ""
        ),
    )


def _mailbox(box: Mailbox) -> str:
    return safe(f"{box.name} <{box.address}>" if box.name else box.address)


def _ticket(verdict: Verdict) -> str:
    return f", ticket #{verdict.ticket}" if verdict.ticket is not None else ""


def _attachment(one: Attachment) -> str:
    name = safe(one.filename) if one.filename else "(no name)"
    return f"{name}, {safe(one.content_type)}, {one.size} bytes{', inline' if one.inline else ''}"


def _text(message: Message, *, color: bool) -> Iterator[str]:
    """The text; lines that are not new are dimmed, or marked where nothing can be dimmed."""
    new = iter(message.reply_text.splitlines())
    expected = next(new, None)
    for count, line in enumerate(safe_lines(message.text).split("\n")):
        if count >= _MAX_LINES:
            yield "  … the rest is not shown"
            return
        while expected is not None and not expected.strip():
            expected = next(new, None)
        if expected is not None and line.split() == safe(expected).split():
            expected = next(new, None)
            yield f"  {line}"
        elif not line.strip():
            yield ""
        else:
            yield f"  {_DIM}{line}{_PLAIN}" if color else f"  ┆ {line}"
