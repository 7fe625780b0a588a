"""A notice and its thread headers become the bytes of a mail (RFC 5322, RFC 2045, RFC 3834).

The standard library's `EmailMessage` takes half a millisecond for a small mail. What is written here is
the small part of the format that a desk sends; that each mail reads back as it was meant is proven against
the parser of the standard library.
"""

from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from itertools import count
from typing import Final, Literal

from mailticket.mail import folding
from mailticket.mail.address import Mailbox
from mailticket.mail.folding import LINE, UnsendableError

__all__ = ["MAX_REFERENCES", "Notice", "OutgoingAttachment", "UnsendableError", "compose"]

MAX_REFERENCES: Final = 20  # the first one, which names the thread, and the last ones
MAX_SUBJECT: Final = 300  # characters
SUPPRESS: Final = "DR, RN, NRN, OOF, AutoReply"

# Headers that `compose` writes itself; nobody gives them a second time.
_OWN: Final = frozenset(
    [
        *("from", "sender", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to"),
        *("references", "auto-submitted", "x-auto-response-suppress", "mime-version", "content-type"),
        *("content-transfer-encoding", "content-disposition", "content-id", "return-path", "received"),
    ]
)
_UNSENDABLE: Final = bytes({*range(32), 127} - {9, 10, 13})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAttachment:
    """A file that goes with a mail; an inline one is shown where the HTML names `cid:CONTENT_ID`."""

    filename: str
    content_type: str
    data: bytes
    inline: bool = False
    content_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A mail to be sent, before it has a form. Message-IDs stand without their angle brackets.

    `in_reply_to` and `references` may hold what other programs made: what cannot be repeated is left out.
    `auto_submitted` is None only for the answer of a person (RFC 3834, section 5).
    """

    from_: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    reply_to: str | None = None
    subject: str
    text: str
    html: str | None = None
    message_id: str
    date: datetime  # aware
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: Literal["auto-replied", "auto-generated"] | None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[OutgoingAttachment, ...] = ()


def compose(notice: Notice) -> bytes:
    """The mail as it is sent: CRLF, seven bits, lines folded at 78. The same notice gives the same bytes.

    Raises `UnsendableError` for an address, an identifier of our own or a header value that could break out
    of its line, and for a mail to nobody.
    """
    if not notice.to and not notice.cc:
        raise UnsendableError("A mail has no recipient.")
    if not folding.is_message_id(notice.message_id) or "@" not in notice.message_id:
        raise UnsendableError("The Message-ID of an outgoing mail is not of the form unique@domain.")
    if notice.date.tzinfo is None:
        raise UnsendableError("The date of an outgoing mail has no time zone.")
    head = [folding.mailboxes("From", [notice.from_])]
    if notice.to:
        head.append(folding.mailboxes("To", notice.to))
    if notice.cc:
        head.append(folding.mailboxes("Cc", notice.cc))
    if notice.reply_to is not None:
        head.append(folding.mailboxes("Reply-To", [Mailbox(name="", address=notice.reply_to)]))
    head.append(folding.unstructured("Subject", notice.subject[:MAX_SUBJECT]))
    head.append(f"Date: {format_datetime(notice.date)}\r\n")
    head.append(f"Message-ID: <{notice.message_id}>\r\n")
    head.extend(_thread(notice))
    if notice.auto_submitted is not None:
        head.append(f"Auto-Submitted: {notice.auto_submitted}\r\nX-Auto-Response-Suppress: {SUPPRESS}\r\n")
    head.extend(_extra(notice.headers))
    head.append("MIME-Version: 1.0\r\n")
    # Only an address outside ASCII brings more than seven bits here (RFC 6532).
    return "".join(head).encode("utf-8") + _content(notice)


def _thread(notice: Notice) -> list[str]:
    """In-Reply-To, and References whose last one is the mail that is answered (RFC 5322, 3.6.4)."""
    answered = (
        notice.in_reply_to if notice.in_reply_to and folding.is_message_id(notice.in_reply_to) else None
    )
    known = dict.fromkeys(
        reference
        for reference in notice.references[:1] + notice.references[-4 * MAX_REFERENCES :]
        if reference != answered and folding.is_message_id(reference)
    )
    known.pop(notice.message_id, None)
    if answered is not None:
        known[answered] = None
    references = list(known)
    if len(references) > MAX_REFERENCES:
        references = references[:1] + references[1 - MAX_REFERENCES :]
    lines = [] if answered is None else [folding.identifiers("In-Reply-To", [answered])]
    if references:
        lines.append(folding.identifiers("References", references))
    return lines


def _extra(headers: tuple[tuple[str, str], ...]) -> list[str]:
    lines = []
    for name, value in headers:
        if folding.field_name(name).lower() in _OWN:
            raise UnsendableError(
                f"{name} is written by the desk and cannot be given as an additional header."
            )
        lines.append(folding.unstructured(name, folding.strict_value(name, value)))
    return lines


def _content(notice: Notice) -> bytes:
    """The part or tree of parts: text, its alternative, the pictures of the alternative, the files."""
    part = _text("plain", notice.text)
    boundaries = (f"=_{sha256(f'{n}:{notice.message_id}'.encode()).hexdigest()[:24]}" for n in count())
    inline = tuple(a for a in notice.attachments if a.inline and a.content_id and notice.html is not None)
    files = tuple(a for a in notice.attachments if a not in inline)
    if notice.html is not None:
        html = _text("html", notice.html)
        if inline:
            html = _multipart(
                "related", [html, *map(_attachment, inline)], next(boundaries), ' type="text/html";'
            )
        part = _multipart("alternative", [part, html], next(boundaries))
    if files:
        part = _multipart("mixed", [part, *map(_attachment, files)], next(boundaries))
    return part


def _multipart(kind: str, parts: list[bytes], boundary: str, more: str = "") -> bytes:
    """Parts between boundaries. A boundary holds "=_", which no encoded part can, and follows from an
    identifier that is new with this mail, which no text in it can know."""
    line = f"--{boundary}".encode("ascii")
    opening = f'Content-Type: multipart/{kind};{more}\r\n boundary="{boundary}"\r\n\r\n'
    pieces = [opening.encode("ascii")]
    for part in parts:
        pieces += (line, b"\r\n", part, b"\r\n" if part.endswith(b"\r\n") else b"\r\n\r\n")
    pieces += (line, b"--\r\n")
    return b"".join(pieces)


def _text(subtype: str, text: str) -> bytes:
    """A text part in UTF-8; plain ASCII goes as it is, what is mostly ASCII in quoted-printable."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    body = unix.replace("\n", "\r\n").encode("utf-8", "replace").translate(None, _UNSENDABLE)
    encoding = "7bit"
    if not body.isascii() and len(body) - len(unix) > len(body) / 3:
        encoding, body = "base64", _base64(body)
    elif not body.isascii() or b"\nFrom " in body or body[:5] == b"From " or _longest_line(body) > LINE:
        # Some relays put ">" before a line that begins with "From ", which would break a signature.
        body = b2a_qp(body, istext=True).replace(b"\nFrom ", b"\n=46rom ")
        encoding, body = "quoted-printable", b"=46" + body[1:] if body[:5] == b"From " else body
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + body


def _longest_line(body: bytes) -> int:
    return max(map(len, body.split(b"\r\n")))


def _base64(data: bytes) -> bytes:
    text = b2a_base64(data, newline=False)
    return b"".join(text[at : at + 76] + b"\r\n" for at in range(0, len(text), 76)) or b"\r\n"


def _attachment(attachment: OutgoingAttachment) -> bytes:
    name = folding.file_name(attachment.filename)
    kind = folding.content_type(attachment.content_type)
    if kind.startswith(("message/", "multipart/")):
        # These may not be encoded (RFC 2046, 5.2.1), and what is in them is not ours to change.
        kind = "application/octet-stream"
    disposition = "inline" if attachment.inline else "attachment"
    lines = [
        folding.fold("Content-Type", [f"{kind};", *folding.parameter("name", name)]),
        "Content-Transfer-Encoding: base64\r\n",
        folding.fold("Content-Disposition", [f"{disposition};", *folding.parameter("filename", name)]),
    ]
    if attachment.content_id is not None and folding.is_message_id(attachment.content_id):
        lines.append(f"Content-ID: <{attachment.content_id}>\r\n")
    return "".join(lines).encode("ascii") + b"\r\n" + _base64(attachment.data)
