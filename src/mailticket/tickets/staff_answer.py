"""What of a mail by staff may go on to a customer: nothing that was said among staff."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mailticket.mail.address import canonical, subaddress
from mailticket.mail.clean_html import CleanHtml
from mailticket.mail.message import Attachment, Message
from mailticket.tickets.model import Participant, Ticket
from mailticket.tickets.policy import Policy

TELLING: Final = 24  # letters and digits from which on a line is known again

_ENCRYPTED: Final = frozenset(
    {"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
)
_SIGNATURES: Final = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_ARMOUR: Final = "-----BEGIN PGP MESSAGE-----"
_TOKEN: Final = re.compile(r"[\w.=&-]{1,64}\+[a-z]\.[a-z2-7]{18,80}@[\w.-]{1,253}", re.IGNORECASE)


def is_encrypted(message: Message) -> bool:
    """Whether nobody but the holder of a key can read it."""
    kinds = {attachment.content_type for attachment in message.attachments if attachment.within is None}
    top = (message.header("Content-Type") or "").partition(";")[0].strip().casefold()
    return bool({*kinds, top} & _ENCRYPTED) or top == "multipart/encrypted" or _ARMOUR in message.text


def files(message: Message, clean: CleanHtml | None) -> tuple[Attachment, ...]:
    """The files that go with an answer: all but signatures of programs and images that it does not show.

    What an attached message carries goes with that message.
    """
    return tuple(
        one
        for one in message.attachments
        if one.content_type not in _SIGNATURES
        and one.within is None
        and (not one.inline or clean is None or one.content_id in clean.images)
    )


def enclosed(message: Message) -> tuple[Attachment, ...]:
    """Files that were meant to be sent, whatever the text says: images of a signature are none."""
    return tuple(one for one in files(message, None) if not one.inline)


def without_tokens(text: str, policy: Policy) -> str:
    """The text with each signed address of the desk replaced by the plain one."""

    def plain(found: re.Match[str]) -> str:
        return subaddress(found[0])[0] if policy.is_own(found[0]) else found[0]

    return _TOKEN.sub(plain, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something on the ticket, as far as it bears on an answer."""

    at: datetime
    author: str
    text: str
    internal: bool  # a note, or a notice to staff
    out: bool = False  # an answer


def leak(text: str, said: Sequence[Said], playbook: str = "") -> str | None:
    """A line of the text that the customer's side must not see, because it comes from a note or a notice.

    What was said with the customer may be quoted, and stands in notices too.
    """
    shown = squashed(text)
    if len(shown) < TELLING:
        return None
    open_ = [squashed(one.text) for one in said if not one.internal]
    inner = [one.text for one in said if one.internal]
    for source in (*inner, playbook):
        for line in source.split("\n"):
            bare = squashed(line)
            if len(bare) >= TELLING and bare in shown and not any(bare in one for one in open_):
                return " ".join(line.split())[:200]
    return None


def crossing(said: Iterable[Said], by: str, seen_at: datetime | None) -> Said | None:
    """The last answer by somebody else that the author cannot have known when they wrote."""
    if seen_at is None:
        return None
    others = [one for one in said if one.out and one.at > seen_at and canonical(one.author) != canonical(by)]
    return others[-1] if others else None


def repeated(text: str, said: Sequence[Said]) -> Said | None:
    """An answer with the same words since the customer last wrote."""
    wanted = squashed(text)
    for one in reversed(said):
        if one.internal:
            continue
        if not one.out:
            return None
        if wanted and squashed(one.text) == wanted:
            return one
    return None


def reached(ticket: Ticket, message: Message) -> tuple[Participant, ...]:
    """Those on the customer's side to whom a mail by staff went directly."""
    named = {canonical(mailbox.address) for mailbox in (*message.to, *message.cc)}
    return tuple(person for person in ticket.participants if person.address in named)


def squashed(text: str) -> str:
    """Letters and digits only: what stays the same however programs break lines and quote."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
