"""What a mail carries besides its text: files, pictures, other messages."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from mailticket.mail.attached import KINDS, attached_message
from mailticket.mail.body import Reading, unwrap
from mailticket.mail.header import decode_words, one_line, unstructured
from mailticket.mail.label import file_name
from mailticket.mail.message import Attachment
from mailticket.mail.mime import Part, is_text, walk
from mailticket.mail.skeleton import MAX_PARTS, header_end
from mailticket.mail.transfer import Embedded, decoded, embedded_name

MAX_ATTACHMENTS = 1_000

# What parts are called that mostly come without a name.
_NAMES = {
    "text/calendar": "invite.ics",
    "application/ics": "invite.ics",
    "text/vcard": "card.vcf",
    "text/x-vcard": "card.vcf",
    "application/ms-tnef": "winmail.dat",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.asc",
    "application/pgp-keys": "key.asc",
    "message/delivery-status": "delivery-status.txt",
    "message/global-delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "headers.txt",
}
# Parts of a report that are read for what they state (RFC 6522).
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)
_CID = re.compile(r"cid:([^\s\"'<>)]{1,300})", re.IGNORECASE)
_SUBJECT = re.compile(rb"^subject:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An attachment and where its bytes are."""

    attachment: Attachment
    part: Part
    embedded: Embedded | None = None

    def content(self) -> bytes:
        """Its decoded bytes."""
        return self.embedded.data if self.embedded else self.part.content()


def attachments(root: Part, reading: Reading) -> Iterator[Found]:
    """Everything that is not part of the text, in the order of the mail. The text must have been read.

    What an attached message carries stands behind it: who looks for the file need not open the message.
    """
    shown = {unquote(cid).lower() for html in reading.html for cid in _CID.findall(html)}
    places: dict[int, int] = {}  # of attached messages, by id of the part
    files = islice(_files(root, reading, None, [MAX_PARTS]), MAX_ATTACHMENTS)
    for index, (part, embedded, carrier) in enumerate(files):
        places.setdefault(id(part), index)
        within = places[id(carrier)] if carrier else None
        if embedded:
            attachment = _embedded(index, embedded, reading.hint, within)
        else:
            attachment = _attachment(index, part, shown, within)
        yield Found(attachment=attachment, part=part, embedded=embedded)


def _files(
    root: Part, reading: Reading, carrier: Part | None, room: list[int]
) -> Iterator[tuple[Part, Embedded | None, Part | None]]:
    """Parts that are files, or hold one, each with the attached message that carries it."""
    for part in walk(root):
        for embedded in reading.embedded.get(id(part), ()):
            yield part, embedded, carrier
        if part.children or id(part) in reading.used or _is_empty(part, root):
            continue
        yield part, None, carrier
        part.message = attached_message(part, room[0])  # it is kept: ids count only for what lives
        if part.message is not None:
            parts = list(walk(part.message))
            room[0] -= len(parts)
            if room[0] < 1:
                reading.defects.append(
                    f"attached messages hold more than {MAX_PARTS} parts: the rest stays closed"
                )
            reading.used.update(id(p) for p in parts if is_text(p) and p.filename is None)
            unwrap(part.message, reading)
            yield from _files(part.message, reading, part, room)


def _attachment(index: int, part: Part, shown: set[str], within: int | None) -> Attachment:
    size, sha256 = part.measured()
    content_id = part.content_id
    return Attachment(
        index=index,
        filename=part.filename or _name(part),
        content_type=part.content_type,
        size=size,
        sha256=sha256,
        inline=bool(content_id and content_id.lower() in shown)
        or (part.disposition == "inline" and part.content_type.startswith("image/")),
        content_id=content_id,
        within=within,
    )


def _is_empty(part: Part, root: Part) -> bool:
    """A container without parts, a mail without a body and what a report states are no attachments."""
    if part.content_type.startswith("multipart/"):
        return True
    if part.content_type == "text/rfc822-headers" and "protected-headers" in part.parameters:
        return True  # a copy of the header, within what is signed
    if part.content_type in _REPORTS and part.filename is None and part.disposition != "attachment":
        return part.parent is not None and part.parent.content_type == "multipart/report"
    if part.filename or part.disposition == "attachment":
        return False
    return part is root and not any(bytes(s).strip() for s in part.segments())


def _name(part: Part) -> str | None:
    if part.content_type in KINDS:
        beginning = b"".join(bytes(s[:65_536]) for s, _ in zip(part.segments(), range(2), strict=False))
        beginning = decoded(beginning[:65_536], part.encoding)[0].lstrip(b"\r\n")
        subject = _SUBJECT.search(beginning[: header_end(beginning)])
        name = unstructured(subject[1], "")[:120] if subject else ""
        return file_name(f"{name or 'message'}.eml")
    if part.encoding in ("uuencode", "yenc"):  # the name stands within
        inside = embedded_name(bytes(next(part.segments(), b"")[:65_536]))
        return file_name(one_line(decode_words(inside)))
    return _NAMES.get(part.content_type)


def _embedded(index: int, embedded: Embedded, hint: str, within: int | None) -> Attachment:
    return Attachment(
        index=index,
        filename=file_name(one_line(decode_words(embedded.name, hint))),
        content_type="application/octet-stream",
        size=len(embedded.data),
        sha256=hashlib.sha256(embedded.data).hexdigest(),
        inline=False,
        content_id=None,
        within=within,
    )
