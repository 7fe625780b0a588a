"""What a mail carries besides its text: files, pictures, other messages."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailticket.mail.body import Reading
from mailticket.mail.header import decode_words, one_line, unstructured
from mailticket.mail.message import Attachment
from mailticket.mail.mime import Part, walk
from mailticket.mail.transfer import Embedded

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
    """Everything that is not part of the text, in the order of the mail. The text must have been read."""
    shown = {cid.lower() for html in reading.html for cid in _CID.findall(html)}
    index = 0
    for part in walk(root):
        if index >= MAX_ATTACHMENTS:
            return
        for embedded in reading.embedded.get(id(part), ()):
            yield _embedded(index, part, embedded, reading.hint)
            index += 1
        if part.children or id(part) in reading.used or _is_empty(part, root):
            continue
        size, sha256 = part.measured()
        content_id = part.content_id
        attachment = Attachment(
            index=index,
            filename=part.filename or _name(part),
            content_type=part.content_type,
            size=size,
            sha256=sha256,
            inline=bool(content_id and content_id.lower() in shown)
            or (part.disposition == "inline" and part.content_type.startswith("image/")),
            content_id=content_id,
        )
        yield Found(attachment=attachment, part=part)
        index += 1


def _is_empty(part: Part, root: Part) -> bool:
    """A container without parts, a mail without a body and what a report states are no attachments."""
    if part.content_type.startswith("multipart/"):
        return True
    if part.content_type in _REPORTS and part.filename is None and part.disposition != "attachment":
        return part.parent is not None and part.parent.content_type == "multipart/report"
    if part.filename or part.disposition == "attachment":
        return False
    return part is root and not any(bytes(s).strip() for s in part.segments())


def _name(part: Part) -> str | None:
    if part.content_type in ("message/rfc822", "message/global"):
        beginning = b"".join(bytes(s[:65_536]) for s, _ in zip(part.segments(), range(2), strict=False))
        subject = _SUBJECT.search(beginning[:65_536])
        name = unstructured(subject[1], "")[:120] if subject else ""
        return f"{name or 'message'}.eml"
    return _NAMES.get(part.content_type)


def _embedded(index: int, part: Part, embedded: Embedded, hint: str) -> Found:
    attachment = Attachment(
        index=index,
        filename=one_line(decode_words(embedded.name, hint)) or None,
        content_type="application/octet-stream",
        size=len(embedded.data),
        sha256=hashlib.sha256(embedded.data).hexdigest(),
        inline=False,
        content_id=None,
    )
    return Found(attachment=attachment, part=part, embedded=embedded)
