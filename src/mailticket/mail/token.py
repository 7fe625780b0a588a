"""Signed Message-IDs and signed addresses of the desk: what we made ourselves is known again, and by whom.

A token says what it is for (a letter), holds a few numbers, and ends with 80 bits of HMAC-SHA256 under a
key of its own kind. It is written in Base32 in lower case, because some mail programs fold the case of
addresses (RFC 4648, section 6), and fits into the 64 octets of a local part (RFC 5321, 4.5.3.1.1).
"""

import hmac
import re
from base64 import b32decode, b32encode
from binascii import Error as Base32Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mailticket.mail.address import canonical

MAX_LOCAL_PART: Final = 64  # octets, RFC 5321, 4.5.3.1.1
LONGEST_DETAIL: Final = 44  # of the tokens below, with numbers up to 2**28 (tickets) and 2**35 (pages)
LONGEST_DESK_LOCAL_PART: Final = MAX_LOCAL_PART - 1 - LONGEST_DETAIL  # what may stand before the "+"

_MAC: Final = 10  # octets, 80 bits
_PERSON: Final = 4  # octets; only tells staff apart, authority is in the signature
_EXPIRY: Final = 3  # octets, hours since _EPOCH
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_UNIQUE: Final = re.compile(r"[a-z0-9-]{1,64}")
_MESSAGE_ID: Final = re.compile(
    r"<?([a-z0-9-]{1,64})\.([a-z][a-z-]{0,20})\.([0-9]{1,15})\.([a-z2-7]{16})@([^@<>\s]{1,255})>?",
    re.IGNORECASE,
)
_DETAIL: Final = re.compile(r"([a-z])\.([a-z2-7]{18,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageIdClaim:
    """What a Message-ID of ours says: its ticket (0 for none), its kind (a word), what makes it unique."""

    ticket: int
    kind: str
    unique: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadClaim:
    """The holder was written to about this ticket. Does not expire."""

    ticket: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffClaim:
    """The address was given to one member of staff to answer this ticket with. See `is_given_to`."""

    ticket: int
    person: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageClaim:
    """The address was given to one person with one page of this ticket. See `is_given_to`."""

    ticket: int
    page: int
    person: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceClaim:
    """The reverse-path of one mail of ours, by its number in the outbox. Does not expire."""

    outbox: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A claim that was signed by us, and whose time is over: it gives nothing, but can be explained."""

    claim: StaffClaim | PageClaim


Claim = ThreadClaim | StaffClaim | PageClaim | BounceClaim


def message_id(secret: bytes, *, ticket: int, unique: str, domain: str, kind: str) -> str:
    """A Message-ID of ours, without angle brackets.

    `unique` (a-z, 0-9, hyphen, at most 64) must be new for each mail; `kind` is a word such as "answer".
    Raises ValueError for anything else.
    """
    if not _UNIQUE.fullmatch(unique) or not re.fullmatch(r"[a-z][a-z-]{0,20}", kind) or ticket < 0:
        raise ValueError("A Message-ID is made of a ticket, a kind and a unique part in lower case.")
    text = f"{unique}.{kind}.{ticket}"
    return f"{text}.{_letters(_mac(secret, 'message-id', text.encode('ascii')))}@{domain}"


def read_message_id(secret: bytes, value: str) -> MessageIdClaim | None:
    """What a Message-ID says if it is ours, with or without angle brackets; None for any other."""
    found = _MESSAGE_ID.fullmatch(value.strip()) if len(value) <= 500 else None
    if found is None:
        return None
    unique, kind, ticket, signature, _ = (part.lower() for part in found.groups())
    expected = _letters(_mac(secret, "message-id", f"{unique}.{kind}.{ticket}".encode("ascii")))
    if not hmac.compare_digest(expected, signature):
        return None
    return MessageIdClaim(ticket=int(ticket), kind=kind, unique=unique)


def thread_address(secret: bytes, address: str, *, ticket: int) -> str:
    """The desk's address with a token for a ticket: whoever holds it belongs to the conversation."""
    return _signed(secret, address, "t", _number(ticket))


def staff_address(secret: bytes, address: str, *, ticket: int, person: str, expires_at: datetime) -> str:
    """The desk's address with which `person` (an address), and nobody else, answers a ticket as staff."""
    return _signed(secret, address, "s", _number(ticket) + _person(secret, person) + _hours(expires_at))


def page_address(
    secret: bytes, address: str, *, ticket: int, page: int, person: str, expires_at: datetime
) -> str:
    """The desk's address with which `person`, and nobody else, acknowledges a page."""
    payload = _number(ticket) + _number(page) + _person(secret, person) + _hours(expires_at)
    return _signed(secret, address, "p", payload)


def bounce_address(secret: bytes, address: str, *, outbox: int) -> str:
    """The reverse-path for a mail of ours: a bounce to it can only come from someone who got that mail."""
    return _signed(secret, address, "b", _number(outbox))


def read_address(secret: bytes, address: str, *, now: datetime) -> Claim | Expired | None:
    """What an address of the desk says by its subaddress; None if it holds no token of ours.

    The claim says what the holder was given, not who the holder is: a `StaffClaim` or `PageClaim` is worth
    something only to the person for whom `is_given_to` says so.
    """
    local = address.strip().strip("<>").rpartition("@")[0]
    _, _, detail = local.rpartition("+")
    found = _DETAIL.fullmatch(detail) if len(local) <= 200 else None
    if found is None:
        return None
    kind, octets = found[1].lower(), _octets(found[2])
    if octets is None or not hmac.compare_digest(_mac(secret, kind, octets[:-_MAC]), octets[-_MAC:]):
        return None
    claim = _claim(kind, octets[:-_MAC])
    if isinstance(claim, StaffClaim | PageClaim) and claim.expires_at <= now:
        return Expired(claim=claim)
    return claim


def is_given_to(secret: bytes, claim: StaffClaim | PageClaim, person: str) -> bool:
    """Whether a claim was given to the person with this address."""
    return hmac.compare_digest(claim.person, _letters(_person(secret, person)))


def _claim(kind: str, payload: bytes) -> Claim | None:
    """The signed payload as a claim; None if it is of a kind that this version does not know."""
    number, rest = _take_number(payload)
    match kind:
        case "t" if not rest:
            return ThreadClaim(ticket=number)
        case "b" if not rest:
            return BounceClaim(outbox=number)
        case "s" if len(rest) == _PERSON + _EXPIRY:
            person, expires_at = _take_person(rest)
            return StaffClaim(ticket=number, person=person, expires_at=expires_at)
        case "p":
            page, rest = _take_number(rest)
            if len(rest) == _PERSON + _EXPIRY:
                person, expires_at = _take_person(rest)
                return PageClaim(ticket=number, page=page, person=person, expires_at=expires_at)
    return None


@lru_cache(maxsize=64)
def _key(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that no token can be passed off as one of another kind."""
    if len(secret) < 16:
        raise ValueError("The secret has less than 16 octets.")
    return hmac.digest(secret, f"mailticket {purpose}".encode("ascii"), sha256)


def _mac(secret: bytes, purpose: str, payload: bytes) -> bytes:
    return hmac.digest(_key(secret, purpose), payload, "sha256")[:_MAC]


def _signed(secret: bytes, address: str, kind: str, payload: bytes) -> str:
    local, _, domain = address.rpartition("@")
    signed = f"{local}+{kind}.{_letters(payload + _mac(secret, kind, payload))}"
    if len(signed.encode("utf-8")) > MAX_LOCAL_PART:
        raise ValueError(
            f"The address {address} is too long to be signed: "
            f"before the @ it may have {LONGEST_DESK_LOCAL_PART} characters."
        )
    return f"{signed}@{domain}"


def _letters(octets: bytes) -> str:
    return b32encode(octets).decode("ascii").rstrip("=").lower()


def _octets(letters: str) -> bytes | None:
    """Base32 read back; None unless it is the one spelling of these octets, and long enough for a token."""
    try:
        octets = b32decode(letters.upper() + "=" * (-len(letters) % 8))
    except Base32Error:
        return None
    return octets if len(octets) > _MAC and _letters(octets) == letters.lower() else None


def _number(value: int) -> bytes:
    """Seven bits an octet, the lowest first; the highest bit says that more follow."""
    if value < 0:
        raise ValueError("A token cannot hold a negative number.")
    octets = bytearray()
    while value > 0x7F:
        octets.append(value & 0x7F | 0x80)
        value >>= 7
    octets.append(value)
    return bytes(octets)


def _take_number(octets: bytes) -> tuple[int, bytes]:
    value = 0
    for at, octet in enumerate(octets):
        value |= (octet & 0x7F) << (7 * at)
        if not octet & 0x80:
            return value, octets[at + 1 :]
    return value, b""


def _person(secret: bytes, address: str) -> bytes:
    return _mac(secret, "person", canonical(address).encode("utf-8", "surrogatepass"))[:_PERSON]


def _hours(moment: datetime) -> bytes:
    """A moment rounded up to the hour."""
    hours = -((_EPOCH - moment) // timedelta(hours=1))
    return max(0, min(hours, 256**_EXPIRY - 1)).to_bytes(_EXPIRY, "big")


def _take_person(octets: bytes) -> tuple[str, datetime]:
    hours = int.from_bytes(octets[_PERSON:], "big")
    return _letters(octets[:_PERSON]), _EPOCH + timedelta(hours=hours)
