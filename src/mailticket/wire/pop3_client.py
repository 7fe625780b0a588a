"""POP3 (RFC 1939) with UIDL, for those who have nothing else: each look is a connection of its own."""

import contextlib
import poplib
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mailticket.mail.folding import one_line
from mailticket.wire.imap_client import is_loopback
from mailticket.wire.mailbox import MAX_HEADER, PART, Account, Listed, MailboxTrouble, Unfetchable

_SLOWEST: Final = 32 << 10  # bytes a second that a transfer is given time for
_SAID: Final = 200
_LATER: Final = ("IN-USE", "SYS/TEMP", "LOGIN-DELAY")  # RFC 2449, RFC 3206: nobody was refused
# The library refuses lines of mail that are longer than 2,048 bytes; real mail has them.
poplib._MAXLINE = 4 << 20  # type: ignore[attr-defined]


class Pop3Session:
    """A mailbox by POP3. Made by `connect`."""

    uidvalidity = 1  # UIDLs are for ever
    uidnext = 0

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: Any = None
        self._numbers: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._deleted: list[str] = []
        self.deadline: float | None = None
        self.note: str | None = None

    @classmethod
    def connect(cls, account: Account) -> "Pop3Session":
        """Sign in. Raises MailboxTrouble."""
        session = cls(account)
        session.open()
        return session

    def open(self) -> None:
        """Sign in. Raises MailboxTrouble."""
        try:
            with self._operation("connecting"):
                self._client = _reach(self._account)
            with self._operation("signing in"):
                self._sign_in()
        except BaseException:
            self.abort()
            raise

    def uids(self, after: str | None = None) -> list[str]:  # noqa: ARG002 - as in every session
        """All of them, whatever `after` says: POP3 shows what there was at the sign-in."""
        with self._operation("listing mail"):
            try:
                _, lines, _ = self._client.uidl()
            except poplib.error_proto as error:
                if not _is_refusal(error):
                    raise
                sentence = f"The server knows no UIDL, so its mail cannot be told apart: {_said(error)}"
                raise MailboxTrouble("server", sentence) from error
            pairs = [line.split(None, 1) for line in lines]
            self._numbers = {uid.decode("latin-1"): int(number) for number, uid in pairs}
            _, lines, _ = self._client.list()
            self._sizes = {int(number): int(size) for number, size in (line.split()[:2] for line in lines)}
        return sorted(self._numbers, key=self._numbers.__getitem__)

    def unseen(self) -> set[str]:
        """All of them: POP3 does not know what was read."""
        return set(self._numbers)

    def listed(self, uids: Sequence[str]) -> dict[str, Listed]:
        return {
            uid: Listed(size=self._sizes.get(self._numbers[uid], 0), arrived=None)
            for uid in uids
            if uid in self._numbers
        }

    def fetch(self, uids: Sequence[str], size: int) -> dict[str, bytes]:
        return {uid: b"".join(self.parts(uid, size)) for uid in uids if uid in self._numbers}

    def parts(self, uid: str, size: int) -> Iterator[bytes]:
        yield from self._lines("RETR", str(self._numbers[uid]), size)

    def header(self, uid: str) -> bytes:
        header = bytearray()
        for part in self._lines("TOP", f"{self._numbers[uid]} 0", MAX_HEADER):
            header += part[: MAX_HEADER - len(header)]
        return bytes(header)

    def settle(self, uids: Sequence[str]) -> list[str]:
        if self._account.after_accept != "delete":
            return list(uids)
        for uid in uids:
            if uid in self._numbers:
                with self._operation("deleting mail"):
                    self._client.dele(self._numbers[uid])
                self._deleted.append(uid)
        return [uid for uid in uids if uid not in self._numbers]

    def wait(self, seconds: float, wake: int) -> bool:
        raise NotImplementedError("a POP3 session does not wait; it ends, and the next one looks again")

    def close(self) -> list[str]:
        """QUIT, which is when the server deletes."""
        try:
            with self._operation("signing out"):
                self._client.quit()
        except MailboxTrouble:
            return []
        finally:
            self.abort()
        return self._deleted

    def abort(self) -> None:
        sock = getattr(self._client, "sock", None)
        if sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                sock.close()

    def _sign_in(self) -> None:
        account, client = self._account, self._client
        secret = account.revealed()
        try:
            if account.token:
                _xoauth2(client, account.username, secret)
            else:
                client.user(account.username)
                client.pass_(secret)
        except poplib.error_proto as error:
            if not _is_refusal(error):
                raise
            said = _said(error).replace(secret, "…")
            account.refused()
            if any(word in said for word in _LATER):
                raise MailboxTrouble("server", f"The server cannot sign anybody in: {said}") from error
            sentence = f"The server refuses the sign-in of {account.username}: {said}"
            raise MailboxTrouble("sign-in", sentence) from error

    def _lines(self, command: str, argument: str, size: int) -> Iterator[bytes]:
        """A multi-line answer in parts of about PART bytes; nothing else may be asked meanwhile."""
        gathered = bytearray()
        with self._operation("fetching mail", size):
            try:
                self._client._shortcmd(f"{command} {argument}")
            except poplib.error_proto as error:
                if not _is_refusal(error):
                    raise
                raise Unfetchable(f"the server refuses it: {_said(error)}") from error
        ended = False
        while not ended:
            with self._operation("fetching mail", PART):
                while len(gathered) < PART:
                    line, _ = self._client._getline()
                    if line == b".":
                        ended = True
                        break
                    gathered += line[1:] if line.startswith(b"..") else line
                    gathered += b"\r\n"
            yield bytes(gathered)
            gathered.clear()

    @contextlib.contextmanager
    def _operation(self, what: str, size: int = 0) -> Iterator[None]:
        began = time.monotonic()
        allowed = self._account.timeout + size / _SLOWEST
        self.deadline = began + allowed
        account = self._account
        try:
            yield
        except (MailboxTrouble, Unfetchable):
            raise
        except ssl.SSLCertVerificationError as error:
            said = one_line(error.verify_message, _SAID)
            raise MailboxTrouble(
                "tls", f"The certificate of {account.host} is not accepted: {said}"
            ) from error
        except socket.gaierror as error:
            raise MailboxTrouble(
                "dns", f"The name {account.host} cannot be resolved: {error.strerror}"
            ) from error
        except (OSError, EOFError, AttributeError, poplib.error_proto) as error:
            late = time.monotonic() - began >= allowed * 0.95 or isinstance(error, TimeoutError)
            said = f"no answer within {allowed:.0f} s" if late else _said(error)
            raise MailboxTrouble("connection", f"The connection broke while {what}: {said}") from error
        except (ValueError, IndexError, TypeError) as error:
            raise MailboxTrouble("server", f"The server failed at {what}: {_said(error)}") from error
        finally:
            self.deadline = None


def _is_refusal(error: poplib.error_proto) -> bool:
    """Whether the server said no (RFC 1939, section 3), or its line broke off and it said nothing."""
    said = error.args[0] if error.args else b""
    text = said if isinstance(said, bytes) else str(said).encode()
    return text.startswith(b"-ERR") and text != b"-ERR EOF"  # the library's word for the end of a connection


def _reach(account: Account) -> Any:
    if account.tls:
        return poplib.POP3_SSL(account.host, account.port, timeout=account.timeout, context=account.context())
    client = poplib.POP3(account.host, account.port, timeout=account.timeout)
    if not is_loopback(account.host):
        if "STLS" not in client.capa():
            raise MailboxTrouble("tls", "The server offers no STLS; use pop3s://, or another server.")
        client.stls(account.context())
    return client


def _xoauth2(client: Any, username: str, token: str) -> None:
    import base64

    said = base64.b64encode(f"user={username}\1auth=Bearer {token}\1\1".encode()).decode()
    if len(said) > 400:  # Microsoft takes it only on a line of its own
        client._putcmd("AUTH XOAUTH2")
        client._getline()
        client._shortcmd(said)
    else:
        client._shortcmd(f"AUTH XOAUTH2 {said}")


def _said(error: BaseException) -> str:
    text = error.args[0] if error.args else ""
    text = text.decode("latin-1") if isinstance(text, bytes) else str(error)
    return one_line(text, _SAID) or type(error).__name__
