"""Where outgoing mail is handed over: what is handed over, and what came of it for each recipient."""

import re
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from mailticket.mail.folding import UnsendableError, one_line, sendable_address

MAX_TEXT: Final = 300  # characters of a relay's reply that are kept

_ENHANCED: Final = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A composed mail and its envelope; `sender` is "" for the null reverse-path.

    An urgent one (a page) finds a way even where all ordinary connections are taken.
    """

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientResult:
    """What came of one recipient in one attempt.

    `stage` says how far it got: "refused" before a relay was asked, "connect" (no relay was reached, or it
    let nobody in: another relay may be tried at once), "envelope", "data" (the relay has answered), or
    "unknown": the connection broke after the mail was sent and before the answer; it may have been accepted.
    """

    recipient: str
    outcome: Literal["accepted", "transient", "permanent"]
    stage: Literal["refused", "connect", "envelope", "data", "unknown"]
    code: int | None = None  # RFC 5321 reply code
    enhanced: str | None = None  # RFC 3463 status
    text: str = ""  # one line, cleaned


class Relay(Protocol):
    """Takes mail for the world. Each call is one attempt; trying again is up to the queue."""

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """Hand one mail over; one result for each recipient, in their order. Never raises."""
        ...

    async def probe(self) -> str | None:
        """Try everything short of sending; None if all is well, else one sentence about what is wrong."""
        ...

    async def close(self) -> None:
        """Give back connections and files."""
        ...


def reply(
    recipient: str,
    code: int,
    text: str,
    *,
    stage: Literal["envelope", "data", "connect"],
) -> RecipientResult:
    """The result that a relay's reply means for a recipient."""
    line = one_line(text, MAX_TEXT)
    found = _ENHANCED.match(line)
    outcome: Literal["accepted", "transient", "permanent"] = "transient"
    if 200 <= code < 300:
        outcome = "accepted"
    elif 500 <= code < 600:
        outcome = "permanent"
    return RecipientResult(
        recipient=recipient,
        outcome=outcome,
        stage=stage,
        code=code,
        enhanced=found[1] if found else None,
        text=line[found.end() :] if found else line,
    )


def to_all(
    mail: OutgoingMail,
    outcome: Literal["transient", "permanent"],
    stage: Literal["refused", "connect", "envelope", "data", "unknown"],
    text: str,
    enhanced: str | None = None,
) -> tuple[RecipientResult, ...]:
    """The same result for each recipient of a mail."""
    line = one_line(text, MAX_TEXT)
    return tuple(
        RecipientResult(recipient=recipient, outcome=outcome, stage=stage, enhanced=enhanced, text=line)
        for recipient in mail.recipients
    )


def checked_envelope(mail: OutgoingMail) -> tuple[str, tuple[str, ...]]:
    """Reverse-path and forward-paths as they go over the wire. Raises `UnsendableError`.

    Whatever could end a command, or the message before its end, is refused here: CR, LF and NUL in an
    address, a CR or LF that stands alone in the message (CVE-2023-51764).
    """
    sender = sendable_address(mail.sender) if mail.sender else ""
    recipients = tuple(sendable_address(recipient) for recipient in mail.recipients)
    ends = mail.data.count(b"\r\n")
    if mail.data.count(b"\r") != ends or mail.data.count(b"\n") != ends or b"\0" in mail.data:
        raise UnsendableError("The message holds a bare CR or LF, or NUL, and cannot be sent by SMTP.")
    return sender, recipients
