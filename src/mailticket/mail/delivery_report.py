"""What became of a mail that was sent: delivery reports (RFC 3464), receipts (RFC 8098), and the old forms."""

from dataclasses import dataclass
from typing import Literal

from mailticket.mail.evidence import Evidence

ReportKind = Literal["failed", "delayed", "delivered", "relayed", "expanded", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What became of the mail for one recipient."""

    address: str  # "" where the report hides it
    action: ReportKind
    status: str  # enhanced status code (RFC 3463), such as 5.1.1; "" where nothing tells
    diagnostic: str  # what the other side said: one line, at most 500 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A report about a mail, for one recipient or several."""

    kind: ReportKind
    recipients: tuple[Recipient, ...]
    rule: str  # name of the form that was recognised
    original_message_id: str | None = None  # without <>
    original_references: tuple[str, ...] = ()  # ids without <>
    original_subject: str = ""
    original_headers: tuple[tuple[str, str], ...] = ()  # of the mail it is about, as far as it quotes them


def delivery_report(mail: Evidence) -> DeliveryReport | None:
    """What a bounce, a delay notice or a receipt says; None if the mail is nothing of the kind."""
    del mail
    return None
