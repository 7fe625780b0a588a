"""A message as it is read: plain values, made by `parse` from whatever bytes came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailticket.mail.address import Mailbox
from mailticket.mail.automatic import Automatic
from mailticket.mail.delivery_report import DeliveryReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is a file, or another message; `index` counts them from 0 in the order of the mail."""

    index: int
    filename: str | None  # as the mail states it, decoded: never a path to write to
    content_type: str  # type/subtype in lower case
    size: int  # bytes, decoded
    sha256: str  # of the decoded bytes, in hexadecimal
    inline: bool  # shown within the text: referred to by its Content-ID, or meant to be
    content_id: str | None  # without <>
    within: int | None = None  # index of the attached message that carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """All that is read from one mail. What was wrong is in `defects`; the raw mail is kept elsewhere."""

    size: int  # bytes
    sha256: str  # of the raw bytes
    digest: str  # SHA-256 of the content apart from trace headers: the same by whatever route it came
    message_id: str | None  # without <>
    in_reply_to: tuple[str, ...]  # ids without <>
    references: tuple[str, ...]
    subject: str
    from_: tuple[Mailbox, ...]
    sender: Mailbox | None
    reply_to: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    delivered_to: tuple[str, ...]  # Delivered-To, X-Original-To and the like
    date: datetime | None  # aware, UTC
    headers: tuple[tuple[str, str], ...]  # decoded, in their order, bounded
    text: str  # the readable text of the whole body
    reply_text: str  # what is new in it
    html: str | None  # bounded
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None
    report: DeliveryReport | None
    language: str | None  # as the mail states it (RFC 3282), else None
    defects: tuple[str, ...]

    def header(self, name: str) -> str | None:
        """The value of the first header of that name, None if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """The values of all headers of that name, in their order."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)


def parse(raw: bytes, *, reverse_path: str | None = None) -> Message:
    """Read a mail. Total: it never raises, whatever the bytes; what is wrong is listed in `defects`.

    `reverse_path` is the one of the envelope: "" the null reverse-path, None unknown.
    """
    from mailticket.mail.reading import read  # it builds on the values above

    return read(raw, reverse_path)


def attachment_contents(raw: bytes) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments with their decoded bytes, as `parse` lists them: same order, same index."""
    from mailticket.mail.reading import contents

    return contents(raw)
