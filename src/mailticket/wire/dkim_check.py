"""Checking DKIM signatures (RFC 6376) of mail that no trusted host has checked before."""

import logging
import re
from collections.abc import Callable
from typing import Any, Final

MOST_BYTES: Final = 4 << 20  # of a message; a larger one is not checked
MOST_SIGNATURES: Final = 5
_DOMAIN: Final = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}")
_LOOKUP: Final = 3  # seconds for each question to DNS

Lookup = Callable[..., bytes | None]
"""The TXT record of a name, as dkimpy asks for it."""


def signers(raw: bytes, *, lookup: Lookup | None = None) -> tuple[str, ...]:
    """The domains whose signatures on this message hold; blocks while it asks DNS.

    A signature does not count that leaves out From or the end of the body, or that is made with SHA-1
    (RFC 8301). Raises ValueError with a sentence if the library is not there.
    """
    try:
        import dkim  # an extra: loaded only where it is asked for
    except ImportError:
        raise ValueError("trust.check needs dkimpy: pip install 'mailticket[dkim]'.") from None
    count = len(re.findall(rb"(?im)^dkim-signature[ \t]*:", raw.partition(b"\r\n\r\n")[0]))
    if not count or len(raw) > MOST_BYTES:
        return ()
    found = []
    for index in range(min(count, MOST_SIGNATURES)):
        checked: Any = dkim.DKIM(raw, timeout=_LOOKUP, minkey=1024, logger=_QUIET)
        try:
            holds = checked.verify(index, **({"dnsfunc": lookup} if lookup is not None else {}))
        except Exception:  # noqa: S112 - whatever a stranger's signature makes the library raise: it does not hold
            continue
        if holds and _is_worth_something(checked.signature_fields):
            found.append(checked.domain.decode("ascii", "replace").lower())
    return tuple(dict.fromkeys(domain for domain in found if _DOMAIN.fullmatch(domain)))


def _is_worth_something(fields: dict[bytes, bytes]) -> bool:
    names = {name.strip().lower() for name in fields.get(b"h", b"").split(b":")}
    return b"from" in names and b"l" not in fields and not fields.get(b"a", b"").endswith(b"-sha1")


_QUIET: Final = logging.getLogger("mailticket.dkim")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False
