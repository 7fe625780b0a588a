"""When an address is dead: its host says for good that there is no such mailbox."""

import re
from collections.abc import Iterable
from typing import Final

from mailticket.mail.delivery_report import Recipient

# RFC 3463: bad mailbox, moved without a new address; RFC 7505: takes no mail; disabled. A full mailbox, a
# refusal for the content or a host that is away say nothing about the address.
_DEAD: Final = frozenset({"5.1.1", "5.1.6", "5.1.10", "5.2.1"})
_REPLY: Final = re.compile(r"5[0-9]{2} (5\.[0-9]{1,3}\.[0-9]{1,3})\b")


def why_dead(recipients: Iterable[Recipient]) -> str | None:
    """What a delivery report says of an address that is dead; None if it may work another time."""
    for recipient in recipients:
        if recipient.action == "failed" and recipient.status in _DEAD:
            return f"{recipient.status} {recipient.diagnostic or ''}".strip()[:200]
    return None


def why_refused_for_good(reply: str) -> str | None:
    """The same for the reply of a relay, with its code and status before the text."""
    found = _REPLY.match(reply)
    return reply[:200] if found is not None and found[1] in _DEAD else None
