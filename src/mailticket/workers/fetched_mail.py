"""What a message becomes that was fetched from a mailbox: bytes with an envelope that the header gives."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mailticket.mail.address import parse_mailboxes
from mailticket.mail.envelope import Envelope
from mailticket.store.inbox import Arrival
from mailticket.store.mailboxes import Fetched
from mailticket.wire.mailbox import Listed

ASIDE = timedelta(hours=1)  # pause before a message that is set aside is tried again; it grows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the mail of one mailbox is taken."""

    name: str
    route: str  # imap:NAME, pop3:NAME
    place: str
    first_sight: str  # unseen, new, all
    max_size: int  # bytes; of a larger message only the header is taken
    recipient: str | None  # whom mail is for that names none of our addresses
    removes: bool = False  # accepted mail leaves the folder: a number that is there again is another mail's
    aside: timedelta = ASIDE


def fetched_mail(
    rules: Rules, uid: str, data: bytes, listed: Listed, *, at: datetime, incomplete: str | None = None
) -> Fetched:
    """A message that is in memory; `incomplete` says why `data` is only its header."""
    arrival = Arrival(
        envelope=envelope_of(rules, uid, data, listed, at=at, incomplete=incomplete),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
    )
    return Fetched(uid=uid, arrival=arrival)


def envelope_of(
    rules: Rules, uid: str, data: bytes, listed: Listed, *, at: datetime, incomplete: str | None = None
) -> Envelope:
    """The envelope of a message by its header, of which `data` holds at least the beginning."""
    trace = [("uid", uid)]
    if listed.arrived is not None:
        trace.append(("arrived", listed.arrived.astimezone(UTC).isoformat()))
    if rules.recipient is not None:
        trace.append(("mailbox", rules.recipient))
    if incomplete is not None:
        trace.append(("incomplete", incomplete))
    return Envelope(
        route=rules.route,
        reverse_path=return_path(data),
        received_at=at,
        protocol=rules.route.partition(":")[0].upper(),
        trace=tuple(trace),
    )


def return_path(data: bytes) -> str | None:
    """The reverse-path that the server wrote into the header (RFC 5321, 4.4); None without one."""
    for line in data[: 1 << 16].replace(b"\r\n", b"\n").split(b"\n"):
        if not line:
            return None
        if line[:12].lower() == b"return-path:":
            value = line[12:].strip()
            found = parse_mailboxes(value)
            return found[0].address if found else ""
    return None
