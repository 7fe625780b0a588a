"""Signing what leaves with DKIM (RFC 6376), in front of the relay that takes it.

Mail is signed when it is sent and not when it is written, so that a mail that waited for days is signed with
the key of today. dkimpy reckons in Python, some ten milliseconds a mail: it does so on a thread of its own.
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from mailticket.wire.relay import OutgoingMail, RecipientResult, Relay, to_all

# Signed, so that nobody changes or adds one on the way; without those that mailing lists must change.
_SIGNED: Final = (
    *(b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
    *(b"auto-submitted", b"mime-version", b"content-type", b"content-transfer-encoding"),
)
# Signed once more than they occur, so that a second one breaks the signature (RFC 6376, 8.15).
_ONCE: Final = (b"from", b"to", b"subject", b"date", b"message-id", b"content-type")

Sign = Callable[[bytes], bytes]


class SigningRelay:
    """Signs each mail, then hands it to the relay. What cannot be signed waits; it does not go bare."""

    def __init__(self, relay: Relay, sign: Sign) -> None:
        self._relay = relay
        self._sign = sign
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dkim")

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """Sign and send."""
        try:
            signed = await asyncio.get_running_loop().run_in_executor(self._thread, self._sign, mail.data)
        except Exception as fault:  # whatever the library raises, the mail must wait
            return to_all(
                mail, "transient", "connect", f"The mail could not be signed with DKIM: {fault}", "4.7.0"
            )
        return await self._relay.send(replace(mail, data=signed))

    async def probe(self) -> str | None:
        """As the relay says, if a signature can be made."""
        try:
            await asyncio.get_running_loop().run_in_executor(
                self._thread, self._sign, b"From: a@b.example\r\nSubject: x\r\n\r\nx\r\n"
            )
        except Exception as fault:
            return f"Mail cannot be signed with DKIM: {fault}"
        return await self._relay.probe()

    async def close(self) -> None:
        """Close the relay."""
        self._thread.shutdown(wait=False)
        await self._relay.close()


def dkim_signer(*, domain: str, selector: str, key_file: Path) -> Sign:
    """What signs mail for `domain` with the private key (RSA in PEM) of a file.

    Raises ValueError with a sentence if the key or the library cannot be had.
    """
    try:
        import dkim  # an extra: loaded only where it is asked for
    except ImportError:
        raise ValueError("DKIM needs dkimpy: pip install 'mailticket[dkim]'.") from None
    try:
        key = key_file.read_bytes()
        dkim.crypto.parse_pem_private_key(key)
    except OSError as fault:
        raise ValueError(f"The DKIM key {key_file} cannot be read: {fault.strerror}.") from fault
    except (dkim.crypto.UnparsableKeyError, dkim.DKIMException, ValueError, LookupError) as fault:
        raise ValueError(f"The DKIM key {key_file} is no RSA key in PEM form.") from fault

    def sign(mail: bytes) -> bytes:
        present = [name.lower() for name in re.findall(rb"(?m)^([!-9;-~]+):", mail.partition(b"\r\n\r\n")[0])]
        names = [name for name in _SIGNED if name in present]
        signature = dkim.sign(
            mail,
            selector.encode("ascii"),
            domain.encode("idna"),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*names, *_ONCE],
        )
        return cast("bytes", signature) + mail

    return sign
