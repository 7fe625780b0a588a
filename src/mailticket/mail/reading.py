"""How bytes become a Message: taken apart in bounds, each thing read where it belongs, and put together."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Node
from functools import lru_cache

import mailparser

from mailticket.mail.address import MAX_MAILBOXES, Mailbox, mailbox, parse_mailboxes
from mailticket.mail.attachment import attachments
from mailticket.mail.automatic import judged
from mailticket.mail.body import Reading, body_text, part_text, returned_text, shown
from mailticket.mail.date import read_date
from mailticket.mail.digest import content_digest
from mailticket.mail.evidence import Evidence
from mailticket.mail.evidence import Part as Exhibit
from mailticket.mail.header import message_ids, unstructured
from mailticket.mail.message import Attachment, Message
from mailticket.mail.mime import Part, tree, walk
from mailticket.mail.node import first_header
from mailticket.mail.parameter import parameters
from mailticket.mail.reply import reply_text
from mailticket.mail.skeleton import MAX_FIELDS, MAX_HEADER_BLOCK, header_end, skeleton

MAX_DEFECTS = 50
_MAX_EXHIBIT = 64 * 1024  # bytes of a part that the rules about machine mail are shown
_MAX_EXHIBITS = 100
_MAX_REPLY = 96 * 1024  # characters in which the reply is looked for
_MAX_ADDRESS_HEADERS = 10  # of one name
_DELIVERED_TO = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "apparently-to",
)

_QUOTED = re.compile(rb'"[^"]*+"')
_MAX_KNOWN = 200  # bytes of an address header that is read once
_INTRICATE = (b"=?", b"(", b":", b"\\", b"'")  # in an address header: there we read ourselves

# What a parser may end with on hostile input; everything else is our own fault, and is caught as well,
# because a mail must never stop the mail behind it.
_FAILURES = (Exception, RecursionError, MemoryError)


def read(raw: bytes, reverse_path: str | None) -> Message:
    """Read a mail, whatever its bytes; see `mailticket.mail.message.parse`."""
    try:
        return _read(raw, reverse_path)
    except _FAILURES as error:
        why = f"the body could not be read ({type(error).__name__})"
        return header_only(raw, defect=why, reverse_path=reverse_path)


def contents(raw: bytes) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments with their bytes; see `mailticket.mail.message.attachment_contents`."""
    try:
        root, reading = _opened(raw, hashlib.sha256(raw).hexdigest())
        body_text(root, reading)
        found = list(attachments(root, reading))
    except _FAILURES:
        return
    for item in found:
        yield item.attachment, item.content()


def header_only(raw: bytes, *, defect: str, reverse_path: str | None = None) -> Message:
    """A Message from the header alone, for mail whose body is beyond what may be spent on it."""
    end = header_end(raw)
    fields: list[tuple[str, bytes]] = []
    for line in re.split(rb"\n(?![ \t])", raw[: min(end, MAX_HEADER_BLOCK // 4)])[:MAX_FIELDS]:
        name, colon, value = line.partition(b":")
        if colon and re.fullmatch(rb"[!-9;-~]{1,100}[ \t]*", name):
            fields.append((name.strip().decode("ascii"), value.strip()[:8192]))
    body = shown(raw[end : end + 64 * 1024].decode("utf-8", "replace")) if end < len(raw) else ""
    content_type = next((v for n, v in fields if n.lower() == "content-type"), b"text/plain")
    text = body.strip("\n") if content_type.lower().startswith(b"text/plain") else ""
    return _message(
        raw,
        _Header(fields, ""),
        text=text,
        reply=text,
        html=None,
        found=(),
        defects=[defect],
        body_start=end,
        reverse_path=reverse_path,
        exhibits=(),
    )


def _opened(raw: bytes, sha256: str) -> tuple[Part, Reading]:
    """The mail taken apart: its header, its parts, what is to be read of them."""
    cut = skeleton(raw, sha256)
    top = message_from_bytes(cut.data)
    cut.defects += sorted({type(defect).__name__ for node in top.walk() for defect in node.defects})
    hint = parameters(first_header(top, "content-type"))[1].get("charset", "")
    root = tree(top, cut, hint)
    return root, Reading(hint=hint or _charset_within(root))


def _read(raw: bytes, reverse_path: str | None) -> Message:
    sha256 = hashlib.sha256(raw).hexdigest()
    root, reading = _opened(raw, sha256)
    header = _Header(root.skeleton.fields, reading.hint)
    text = body_text(root, reading)
    found = tuple(attachments(root, reading))
    html = "\n".join(reading.html) or None
    reply = _reply(text, html, header.text("subject"), reading.defects)
    return _message(
        raw,
        header,
        text=text,
        returned=returned_text(root),
        reply=reply,
        html=html,
        found=tuple(f.attachment for f in found),
        defects=[*root.skeleton.defects, *reading.defects],
        body_start=root.skeleton.body,
        reverse_path=reverse_path,
        exhibits=tuple(_exhibits(root, reading)),
        sha256=sha256,
    )


def _reply(text: str, html: str | None, subject: str, defects: list[str]) -> str:
    """What is new in a text; of a very long one, what is new in its beginning."""
    if len(text) > _MAX_REPLY:
        defects.append("the text is long: its reply was looked for in the first 96 KiB")
        text = text[:_MAX_REPLY]
    try:
        return reply_text(text, html[: 2 * _MAX_REPLY] if html else None, subject=subject)
    except _FAILURES as error:
        defects.append(f"the quotation could not be told from the reply ({type(error).__name__})")
        return text


class _Parser(mailparser.MailParser):  # type: ignore[misc]  # mail-parser has no types
    """mail-parser without its summaries, which decode every header a second and a third time."""

    def _make_mail(self, complete: bool = True) -> dict[str, object]:
        del complete
        return {}


def _by_mail_parser(value: bytes) -> tuple[tuple[Mailbox, ...], tuple[str, ...]]:
    """The mailboxes of an address header and what was wrong with it.

    mail-parser is given this header alone: of a whole mail it would decode every part and dissect every trace
    field, which we do ourselves.
    """
    asked = Node()
    asked["To"] = value.decode("ascii")
    try:
        mail = _Parser(asked)
        found = tuple(mailbox(name=name, address=address) for name, address in mail.to)
        return found, tuple(sorted(map(str, mail.defects_categories)))
    except _FAILURES as error:
        return (), (f"mail-parser gave up ({type(error).__name__})",)


# The desk stands in one mail after the other, and so do those who write to it.
_known_mailboxes = lru_cache(maxsize=512)(_by_mail_parser)


def _charset_within(root: Part) -> str:
    """A character set that a part states: what headers of 8 bits are most likely in."""
    return next(
        (c for p in walk(root) if (c := p.parameters.get("charset", "")) and c.lower() != "us-ascii"), ""
    )


class _Header:
    """The header fields of the mail, decoded when they are asked for."""

    def __init__(self, fields: list[tuple[str, bytes]], hint: str) -> None:
        self.hint = hint
        self.defects: list[str] = []
        self.decoded = tuple((name, unstructured(value, hint)) for name, value in fields)
        self.places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(fields):
            self.places.setdefault(name.lower(), []).append(place)
        self.fields = fields

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.decoded[place][1] for place in self.places.get(name, ()))

    def text(self, name: str) -> str:
        """The first value that says something."""
        return next((value for value in self.texts(name) if value), "")

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        places = self.places.get(name, ())[:_MAX_ADDRESS_HEADERS]
        return tuple(box for place in places for box in self._mailboxes(self.fields[place][1]))

    def _mailboxes(self, value: bytes) -> tuple[Mailbox, ...]:
        """The mailboxes as mail-parser reads them, or as we do where it is known to lose something.

        It loses raw 8-bit letters, what follows a comment, and names that look like an address.
        """
        if value.isascii() and not any(sign in value for sign in _INTRICATE):
            found, defects = (_known_mailboxes if len(value) <= _MAX_KNOWN else _by_mail_parser)(value)
            self.defects += defects
            commas = _QUOTED.sub(b"", value).count(b",") if b"," in value else 0
            if found and value.count(b"@") == len(found) == commas + 1 <= MAX_MAILBOXES:
                return found
        return parse_mailboxes(value, self.hint)

    def ids(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for value in self.texts(name)[:10] for i in message_ids(value)))


def _exhibits(root: Part, reading: Reading) -> Iterator[Exhibit]:
    for count, part in enumerate(walk(root)):
        if count >= _MAX_EXHIBITS:
            return
        text = ""
        if id(part) in reading.used:
            text = part_text(part, reading)[0][:_MAX_EXHIBIT]
        elif part.content_type.startswith("message/") or part.content_type == "text/rfc822-headers":
            text = _source(part)
        elif not part.children and _speaks_to_programs(part):
            text = part_text(part, reading)[0][:_MAX_EXHIBIT]
        yield Exhibit(content_type=part.content_type, parameters=tuple(part.parameters.items()), text=text)


def _speaks_to_programs(part: Part) -> bool:
    """Whether the rules look at what a part says; some senders call the status of a report a mere file."""
    reported = part.parent is not None and part.parent.content_type == "multipart/report"
    return reported or part.content_type == "application/ics" or part.content_type.startswith("text/")


def _source(part: Part) -> str:
    """The beginning of a message within, as text."""
    out = bytearray()
    for segment in part.segments():
        out += segment[:_MAX_EXHIBIT]
        if len(out) >= _MAX_EXHIBIT:
            break
    return bytes(out[:_MAX_EXHIBIT]).decode("utf-8", "replace").replace("\r\n", "\n")


def _message(
    raw: bytes,
    header: _Header,
    *,
    text: str,
    returned: str = "",
    reply: str,
    html: str | None,
    found: tuple[Attachment, ...],
    defects: list[str],
    body_start: int,
    reverse_path: str | None,
    exhibits: tuple[Exhibit, ...],
    sha256: str = "",
) -> Message:
    subject = header.text("subject")
    from_ = header.mailboxes("from")
    evidence = Evidence(headers=header.decoded, parts=exhibits, subject=subject, from_=from_, text=text)
    try:
        machine, report = judged(evidence, reverse_path)
    except _FAILURES as error:
        machine, report = None, None
        defects.append(f"it could not be told whether a machine wrote it ({type(error).__name__})")
    return Message(
        size=len(raw),
        sha256=sha256 or hashlib.sha256(raw).hexdigest(),
        digest=content_digest(raw, body_start),
        message_id=next(iter(header.ids("message-id")), None),
        in_reply_to=header.ids("in-reply-to"),
        references=header.ids("references"),
        subject=subject,
        from_=from_,
        sender=next(iter(header.mailboxes("sender")), None),
        reply_to=header.mailboxes("reply-to"),
        to=header.mailboxes("to"),
        cc=header.mailboxes("cc"),
        delivered_to=tuple(v.strip("<> ") for n in _DELIVERED_TO for v in header.texts(n)[:20] if v),
        date=read_date(header.text("date")),
        headers=header.decoded,
        text=f"{text}\n{returned}" if returned.strip() else text,
        reply_text=reply,
        html=html,
        attachments=found,
        automatic=machine,
        report=report,
        language=header.text("content-language").partition(",")[0].strip()[:35] or None,
        defects=tuple(dict.fromkeys([*defects, *header.defects]))[:MAX_DEFECTS],
    )
