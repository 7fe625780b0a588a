"""How bytes become a Message."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC

import mailparser

from mailticket.mail.address import parse_mailboxes
from mailticket.mail.message import Attachment, Message

TRACE = ("received", "return-path", "delivered-to", "x-original-to", "authentication-results", "arc-")


def read(raw: bytes, reverse_path: str | None) -> Message:
    """Read a mail with mail-parser."""
    mail = mailparser.parse_from_bytes(raw)
    headers = tuple((name, str(value)) for name, value in mail.message.items())

    def values(name: str) -> tuple[str, ...]:
        return tuple(v for n, v in headers if n.lower() == name)

    def first(name: str) -> str:
        return next(iter(values(name)), "")

    text = "\n".join(mail.text_plain)
    html = "\n".join(mail.text_html) or None
    digest = hashlib.sha256()
    for name, value in headers:
        if not name.lower().startswith(TRACE):
            digest.update(f"{name}:{value}\n".encode("utf-8", "replace"))
    digest.update(raw.partition(b"\n\r\n" if b"\n\r\n" in raw else b"\n\n")[2])
    date = mail.date
    return Message(
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        digest=digest.hexdigest(),
        message_id=first("message-id").strip(" <>") or None,
        in_reply_to=tuple(i.strip("<>") for i in first("in-reply-to").split()),
        references=tuple(i.strip("<>") for i in first("references").split()),
        subject=str(mail.subject),
        from_=parse_mailboxes(first("from")),
        sender=next(iter(parse_mailboxes(first("sender"))), None),
        reply_to=parse_mailboxes(first("reply-to")),
        to=parse_mailboxes(first("to")),
        cc=parse_mailboxes(first("cc")),
        delivered_to=tuple(v.strip() for v in values("delivered-to") + values("x-original-to")),
        date=date.replace(tzinfo=UTC) if date and not date.tzinfo else date,
        headers=headers,
        text=text,
        reply_text=text,
        html=html,
        attachments=tuple(a for a, _ in contents(raw)),
        automatic=None,
        report=None,
        language=first("content-language") or None,
        defects=(),
    )


def contents(raw: bytes) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments with their bytes."""
    for index, part in enumerate(mailparser.parse_from_bytes(raw).attachments):
        payload = part["payload"].encode("utf-8", "surrogateescape")
        data = base64.b64decode(payload) if part["binary"] else payload
        yield (
            Attachment(
                index=index,
                filename=part["filename"],
                content_type=part["mail_content_type"],
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                inline=part["content-disposition"].startswith("inline"),
                content_id=part["content-id"].strip("<>") or None,
            ),
            data,
        )
