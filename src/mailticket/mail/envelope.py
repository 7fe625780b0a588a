"""The SMTP envelope of a message, with the trace of how it came (RFC 5321, section 4.4)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a message is from and for, as the transport said, whatever its header says.

    `reverse_path` is "" for the null reverse-path, and None where the route knows none (IMAP).
    `forward_paths` is empty where the route knows none; the header then decides.
    """

    route: str  # smtp, lmtp, pipe, imap:NAME, pop3:NAME
    reverse_path: str | None
    forward_paths: tuple[str, ...] = ()
    received_at: datetime  # aware, UTC
    helo: str = ""
    peer: str = ""  # address of the client, without port
    protocol: str = ""  # SMTP, ESMTP, ESMTPS, ESMTPSA, LMTP, … (RFC 3848)
    trace: tuple[tuple[str, str], ...] = field(default=())  # what else the route knows, such as a UID
