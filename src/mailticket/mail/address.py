"""Addresses: reading them from headers, comparing them, and their subaddresses (RFC 5322, RFC 5233)."""

import re
from dataclasses import dataclass
from email.utils import getaddresses

MAX_MAILBOXES = 500  # in one header; what comes after them is not read
MAX_HEADER = 65_536  # bytes of one header that are looked at

_ENDS = re.compile(r"^[\s<>\"',;]+|[\s<>\"',;]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A display name ("" if there is none) and an address, as written but with its domain in lower case."""

    name: str
    address: str


def canonical(address: str) -> str:
    """The form in which two addresses are compared: case folded, the domain in its ASCII form (RFC 5890)."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return domain.casefold()
    return f"{local.casefold()}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    domain = domain.strip().rstrip(".")
    if domain.isascii():
        return domain.lower()
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.casefold()


def subaddress(address: str) -> tuple[str, str | None]:
    """The address without its detail, and the detail, None if there is none (RFC 5233)."""
    local, at, domain = address.rpartition("@")
    if not at:
        return address, None
    user, plus, detail = local.partition("+")
    return f"{user}@{domain}", detail if plus else None


def parse_mailboxes(raw: bytes | str) -> tuple[Mailbox, ...]:
    """The mailboxes of a header value, groups opened up, at most `MAX_MAILBOXES` of them."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    found = []
    for name, address in getaddresses([text[:MAX_HEADER]])[:MAX_MAILBOXES]:
        local, at, domain = _ENDS.sub("", address).rpartition("@")
        if local or domain:
            found.append(Mailbox(name=" ".join(name.split()), address=f"{local}{at}{domain.lower()}"))
    return tuple(found)
