"""Whether staff really wrote what bears their name, where no trusted host says so: by DKIM, on a thread."""

import asyncio
from dataclasses import replace

from mailticket.mail.authentication import stated_by
from mailticket.mail.message import Message
from mailticket.tickets.policy import Policy
from mailticket.wire.dkim_check import Lookup, signers

PATIENCE = 8.0  # seconds for all lookups of one message


async def checked(message: Message, raw: bytes, policy: Policy, *, lookup: Lookup | None = None) -> Message:
    """The message, with our own word on top of its header where it matters and nobody trusted has spoken.

    It matters only for mail that bears the name of staff: authority hangs on it. All other mail, most of it,
    waits for no lookup.
    """
    if len(message.from_) != 1 or policy.person(message.from_[0].address) is None:
        return message
    if stated_by(message, policy.authserv_id):
        return message
    try:
        found = await asyncio.wait_for(asyncio.to_thread(signers, raw, lookup=lookup), PATIENCE)
    except TimeoutError:
        found = ()
    said = "".join(f"; dkim=pass header.d={domain}" for domain in found)
    ours = ("Authentication-Results", f"{policy.authserv_id}{said or '; none'}")
    return replace(message, headers=(ours, *message.headers))
