"""Whether a new ticket is acknowledged, to whom, and if not, why (RFC 3834)."""

import re
from dataclasses import dataclass
from typing import Final

from mailticket.mail.address import Mailbox, canonical, subaddress
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.tickets.policy import Policy

_NOBODY: Final = re.compile(
    r"(?:mailer-?daemon|postmaster|abuse|root|daemon|nobody|bounces?|listserv|majordomo"
    r"|(?:do[-_.]?)?not?[-_.]?repl(?:y|ies)|noreply|nao[-_.]?responda|no[-_.]?responder|ne[-_.]?pas[-_.]?repondre"
    r"|nicht[-_.]?antworten)(?:[-_.+=0-9].*)?|.*[-_.](?:no[-_.]?reply|bounces?)|(?:owner|bounces?)-.*|.*-(?:request|owner)",
    re.ASCII,
)
"""Local parts at which nobody reads: mail to them is lost, or starts a loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many acknowledgements went out lately."""

    to_sender_hour: int = 0
    to_sender_day: int = 0
    by_desk_hour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why nothing is acknowledged."""

    rule: str
    reason: str
    alarm: bool = False


def sender_key(address: str) -> str:
    """What the caps count: an address without its subaddress, so that details do not multiply a sender."""
    return canonical(subaddress(address)[0])


def recipient(message: Message, policy: Policy) -> Mailbox | None:
    """Who gets the acknowledgement: the first Reply-To, else From; never the desk itself."""
    for mailbox in (*message.reply_to[:1], *message.from_[:1]):
        if "@" in mailbox.address and not policy.is_own(mailbox.address):
            return mailbox
    return None


def refusal(message: Message, envelope: Envelope, policy: Policy, sent: Sent) -> Refusal | None:
    """Why this message is not acknowledged; None if it is. The first rule that hits decides."""
    to = recipient(message, policy)
    hops = len(message.header_all("Received"))
    suppress = {
        word.strip().lower() for word in (message.header("X-Auto-Response-Suppress") or "").split(",")
    }
    caps = policy.caps
    if to is None:
        return Refusal(rule="no-address", reason="The mail names nobody who could be answered.")
    if len(message.from_) != 1:
        return Refusal(rule="not-one-author", reason="From does not name exactly one mailbox.")
    if envelope.reverse_path == "" or (message.header("Return-Path") or "").strip() == "<>":
        return Refusal(
            rule="null-reverse-path", reason="The null reverse-path is never answered (RFC 3834, 2)."
        )
    if hops > policy.hops_unanswered:
        return Refusal(rule="many-hops", reason=f"The mail came over {hops} hops.", alarm=True)
    for address in (to.address, message.from_[0].address, envelope.reverse_path or ""):
        if _NOBODY.fullmatch(canonical(subaddress(address)[0]).rpartition("@")[0]):
            return Refusal(rule="unattended-address", reason=f"Nobody reads at {address[:200]}.")
    if message.automatic is not None:
        return Refusal(
            rule=message.automatic.rule,
            reason=f"Machine and list mail is not answered: {message.automatic.evidence}",
        )
    if suppress & {"all", "autoreply", "oof"}:
        return Refusal(rule="x-auto-response-suppress", reason="The sender asks for no automatic answer.")
    if sent.to_sender_hour >= caps.per_sender_hour:
        return Refusal(
            rule="cap-sender-hour",
            reason=f"{sent.to_sender_hour} acknowledgements went to this sender within an hour.",
            alarm=True,
        )
    if sent.to_sender_day >= caps.per_sender_day:
        return Refusal(
            rule="cap-sender-day",
            reason=f"{sent.to_sender_day} acknowledgements went to this sender within a day.",
            alarm=True,
        )
    if sent.by_desk_hour >= caps.per_desk_hour:
        return Refusal(
            rule="cap-desk-hour",
            reason=f"The desk sent {sent.by_desk_hour} acknowledgements within an hour.",
            alarm=True,
        )
    return None
