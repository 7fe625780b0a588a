"""A mailbox at a provider as the fetching of mail sees it, whatever its protocol."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol

from mailticket.wire.oauth import TokenSource

PART: Final = 1 << 20  # bytes of a large message that are fetched at once
MAX_HEADER: Final = 256 << 10  # bytes of the header of a message that is too large to take

Kind = Literal["dns", "connection", "tls", "sign-in", "folder", "rights", "server"]


class MailboxTrouble(Exception):
    """A mailbox cannot be used; the text is one sentence for the operator, without secrets."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind

    @property
    def for_a_person(self) -> bool:
        """Whether waiting will not mend it."""
        return self.kind in ("tls", "sign-in", "folder", "rights")


class Unfetchable(Exception):
    """The server answers, and does not give this message; the text says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What it takes to reach a mailbox. `secret` gives the password, or with `token` an access token."""

    host: str
    port: int
    tls: bool  # from the start; otherwise STARTTLS, except on loopback
    username: str
    secret: Callable[[], str]
    token: bool = False
    ca_file: Path | None = None
    folder: str = "INBOX"
    after_accept: str = "seen"  # or delete, move:FOLDER
    timeout: float = 60.0  # seconds, for each operation; large transfers get more
    idle: bool = True

    @property
    def place(self) -> str:
        """What the UIDs belong to."""
        return f"{self.username}@{self.host}/{self.folder}"

    def revealed(self) -> str:
        """The password or access token. Raises MailboxTrouble with the reason why there is none."""
        try:
            return self.secret()
        except (OSError, ValueError) as error:
            raise MailboxTrouble(
                "sign-in", f"The secret for {self.username} cannot be had: {error}"
            ) from error

    def refused(self) -> None:
        """The server refused the secret: a token is not used again."""
        if isinstance(self.secret, TokenSource):
            self.secret.forget()

    def renew(self) -> str | None:
        """Renew a token ahead of its end; a sentence if that fails while the old one may still do."""
        if isinstance(self.secret, TokenSource):
            try:
                self.secret.renew()
            except (OSError, ValueError) as error:
                return str(error)
        return None

    def context(self) -> ssl.SSLContext:
        """TLS that checks certificate and name. Raises MailboxTrouble if `ca_file` cannot be read."""
        try:
            return ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        except (OSError, ssl.SSLError) as error:
            raise MailboxTrouble("tls", f"{self.ca_file} cannot be read as certificates: {error}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message on the server before it is fetched."""

    size: int  # bytes, as the server says
    arrived: datetime | None  # at the server, where it tells


class Session(Protocol):
    """One connection that is signed in, with the folder open. All methods raise MailboxTrouble.

    UIDs are texts. `deadline` is the moment (monotonic) at which the operation under way has hung.
    """

    uidvalidity: int
    uidnext: int
    deadline: float | None
    note: str | None  # what is wrong without stopping anything, as a sentence

    def open(self) -> None:
        """Sign in, and open the folder."""
        ...

    def uids(self, after: str | None = None) -> list[str]:
        """The messages there are, oldest first; with `after` at least those that came since that one."""
        ...

    def unseen(self) -> set[str]:
        """Those that nobody has read."""
        ...

    def listed(self, uids: Sequence[str]) -> dict[str, Listed]:
        """Size and age; a message that is missing in the answer is gone, or the server hides it."""
        ...

    def fetch(self, uids: Sequence[str], size: int) -> dict[str, bytes]:
        """Whole messages of `size` bytes together, unread as they were. Raises Unfetchable for all."""
        ...

    def parts(self, uid: str, size: int) -> Iterator[bytes]:
        """A large message in parts."""
        ...

    def header(self, uid: str) -> bytes:
        """The header of a message, of at most MAX_HEADER bytes."""
        ...

    def settle(self, uids: Sequence[str]) -> list[str]:
        """Flag, move or delete accepted messages; those for which it is done already.

        A protocol that deletes only at the end of the session gives the rest in `close`.
        """
        ...

    def wait(self, seconds: float, wake: int) -> bool:
        """Wait for news, or until the file `wake` can be read; whether the server announced something."""
        ...

    def close(self) -> list[str]:
        """Sign out; messages whose settling took effect only now."""
        ...

    def abort(self) -> None:
        """Break the connection, from another thread."""
        ...
