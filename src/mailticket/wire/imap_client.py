"""IMAP (RFC 3501, RFC 9051): one connection with one folder open, each operation with its deadline."""

import contextlib
import imaplib
import ipaddress
import re
import select
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError, ProtocolError

from mailticket.mail.folding import one_line
from mailticket.wire.mailbox import MAX_HEADER, PART, Account, Kind, Listed, MailboxTrouble, Unfetchable

_IDLE_AT_MOST: Final = 25 * 60.0  # seconds: servers end an IDLE of 29 minutes (RFC 2177)
_SLOWEST: Final = 32 << 10  # bytes a second that a transfer is given time for
_LONGEST_LITERAL: Final = 64 << 20  # bytes that a server may announce in one piece
_SAID: Final = 200  # characters of a server's words that are repeated
# imaplib counts the lines of a whole answer, and a search in a large mailbox answers in one line.
imaplib._MAXLINE = 64 << 20  # type: ignore[attr-defined]


class ImapSession:
    """A mailbox folder by IMAP. Made by `connect`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: Any = None
        self._can: frozenset[bytes] = frozenset()
        self.uidvalidity = 0
        self.uidnext = 0
        self.deadline: float | None = None
        self.note: str | None = None

    @classmethod
    def connect(cls, account: Account) -> "ImapSession":
        """Sign in and open the folder. Raises MailboxTrouble."""
        session = cls(account)
        session.open()
        return session

    def open(self) -> None:
        """Sign in and open the folder. Raises MailboxTrouble."""
        try:
            with self._operation("connecting"):
                self._client = _reach(self._account)
            with self._operation("signing in"):
                _sign_in(self._client, self._account)
                self._can = frozenset(self._client.capabilities())
            with self._operation("opening the folder"):
                self._select()
                self._look_for_target()
        except BaseException:
            self.abort()
            raise

    # --- what there is -----------------------------------------------------------------------------------

    def uids(self, after: str | None = None) -> list[str]:
        with self._operation("looking for mail"):
            self._client.noop()
            wanted = ["UID", f"{int(after) + 1}:*"] if after else ["ALL"]
            if self._account.after_accept != "seen" and b"UIDPLUS" not in self._can:
                wanted.append("UNDELETED")  # what we have marked stays until somebody expunges it
            found = self._client.search(wanted)
        least = int(after) if after else 0  # n:* names the last message even if n is past it
        known = sorted({uid for uid in found if uid > least})
        if known:
            self.uidnext = max(self.uidnext, known[-1] + 1)
        return [str(uid) for uid in known]

    def unseen(self) -> set[str]:
        with self._operation("looking for unread mail"):
            return {str(uid) for uid in self._client.search("UNSEEN")}

    def listed(self, uids: Sequence[str]) -> dict[str, Listed]:
        with self._operation("asking for sizes"):
            answer = self._client.fetch([int(uid) for uid in uids], ["RFC822.SIZE", "INTERNALDATE"])
        return {
            str(uid): Listed(
                size=_number(data.get(b"RFC822.SIZE")), arrived=_instant(data.get(b"INTERNALDATE"))
            )
            for uid, data in answer.items()
            if b"RFC822.SIZE" in data
        }

    # --- messages ----------------------------------------------------------------------------------------

    def fetch(self, uids: Sequence[str], size: int) -> dict[str, bytes]:
        with self._operation("fetching mail", size):
            answer = self._ask([int(uid) for uid in uids], "BODY.PEEK[]")
        bodies = {str(uid): data.get(b"BODY[]") for uid, data in answer.items()}
        return {uid: body for uid, body in bodies.items() if isinstance(body, bytes)}

    def parts(self, uid: str, size: int) -> Iterator[bytes]:
        start = 0
        while True:
            with self._operation("fetching a large mail", PART):
                data = self._ask([int(uid)], f"BODY.PEEK[]<{start}.{PART}>").get(int(uid), {})
            part = data.get(b"BODY[]<%d>" % start)
            if part is None and start == 0:
                part = data.get(b"BODY[]")  # a server that knows no parts
            if not isinstance(part, bytes):
                if start and start >= size:
                    return
                raise Unfetchable("the server gives no such part of the message")
            yield part
            start += len(part)
            if len(part) != PART:
                return

    def header(self, uid: str) -> bytes:
        with self._operation("fetching a header", MAX_HEADER):
            data = self._ask([int(uid)], f"BODY.PEEK[HEADER]<0.{MAX_HEADER}>").get(int(uid), {})
        found = data.get(b"BODY[HEADER]<0>", data.get(b"BODY[HEADER]"))
        if not isinstance(found, bytes):
            raise Unfetchable("the server does not give its header")
        return found[:MAX_HEADER]

    def settle(self, uids: Sequence[str]) -> list[str]:
        numbers = [int(uid) for uid in uids]
        action, _, folder = self._account.after_accept.partition(":")
        with self._operation("flagging, moving or deleting accepted mail"):
            match action:
                case "seen":
                    self._client.add_flags(numbers, [b"\\Seen"], silent=True)
                case "delete":
                    self._remove(numbers)
                case _ if b"MOVE" in self._can:
                    self._client.move(numbers, folder)
                case _:
                    self._client.copy(numbers, folder)
                    self._remove(numbers)
        return list(uids)

    def _remove(self, numbers: list[int]) -> None:
        self._client.add_flags(numbers, [b"\\Deleted", b"\\Seen"], silent=True)
        if b"UIDPLUS" in self._can:  # a bare EXPUNGE would also remove what others have marked
            self._client.uid_expunge(numbers)

    def _ask(self, numbers: list[int], item: str) -> dict[int, dict[bytes, Any]]:
        try:
            answer: dict[int, dict[bytes, Any]] = self._client.fetch(numbers, [item])
        except IMAPClient.AbortError:
            raise
        except IMAPClientError as error:
            raise Unfetchable(f"the server refuses it: {one_line(str(error), _SAID)}") from error
        return answer

    # --- news --------------------------------------------------------------------------------------------

    def wait(self, seconds: float, wake: int) -> bool:
        if not (self._account.idle and b"IDLE" in self._can):
            _readable([wake], seconds)
            return False
        with self._operation("beginning to wait for news"):
            self._client.idle()
            news = self._at_hand()
        if not news:
            sock = self._client.socket()
            news = sock.fileno() in _readable([sock.fileno(), wake], min(seconds, _IDLE_AT_MOST))
        with self._operation("ending to wait for news"):
            self._client.idle_done()
        return news

    def _at_hand(self) -> bool:
        """Whether something came together with the server's consent to wait: no socket tells of that."""
        client = self._client
        poll = client._poll_socket
        client._poll_socket = lambda *_: True
        try:
            return bool(client.idle_check(timeout=0))
        finally:
            client._poll_socket = poll

    # --- the end -----------------------------------------------------------------------------------------

    def close(self) -> list[str]:
        with contextlib.suppress(MailboxTrouble), self._operation("signing out", most=3.0):
            self._client.logout()
        self.abort()
        return []

    def abort(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError, AttributeError):
                # not the method of a TLS socket, which may not be called while another thread reads
                socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)
            with contextlib.suppress(Exception):
                self._client._imap.sock.close()

    # --- within ------------------------------------------------------------------------------------------

    def _select(self) -> None:
        folder = self._account.folder
        try:
            answer = self._client.select_folder(folder)
        except imaplib.IMAP4.readonly:
            answer = self._client.select_folder(folder, readonly=True)
        except IMAPClient.AbortError:
            raise
        except IMAPClientError as error:
            said = one_line(str(error), _SAID)
            raise MailboxTrouble("folder", f"The folder {folder} cannot be opened: {said}") from error
        if b"READ-ONLY" in answer or not answer.get(b"READ-WRITE", True):
            self.note = (
                f"The folder {folder} may only be read: its mail is taken, and stays there as it is."
                " Give the account the right to write, so that others see what was taken."
            )
        self.uidvalidity = _number(answer.get(b"UIDVALIDITY"))
        self.uidnext = _number(answer.get(b"UIDNEXT"))
        if not self.uidvalidity:
            raise MailboxTrouble(
                "server", "The server gives no UIDVALIDITY, so its mail cannot be told apart."
            )

    def _look_for_target(self) -> None:
        action, _, folder = self._account.after_accept.partition(":")
        if action != "move" or self._client.folder_exists(folder):
            return
        try:
            self._client.create_folder(folder)
        except IMAPClient.AbortError:
            raise
        except IMAPClientError as error:
            said = one_line(str(error), _SAID)
            sentence = f"The folder {folder} for accepted mail does not exist and cannot be made: {said}"
            raise MailboxTrouble("folder", sentence) from error

    @contextlib.contextmanager
    def _operation(self, what: str, size: int = 0, *, most: float | None = None) -> Iterator[None]:
        """One operation with its deadline; whatever goes wrong in it becomes a MailboxTrouble."""
        began = time.monotonic()
        allowed = most or self._account.timeout + size / _SLOWEST
        self.deadline = began + allowed
        try:
            yield
        except (MailboxTrouble, Unfetchable):
            raise
        except ssl.SSLError as error:
            raise MailboxTrouble(*_tls(error, self._account)) from error
        except socket.gaierror as error:
            sentence = f"The name {self._account.host} cannot be resolved: {error.strerror}"
            raise MailboxTrouble("dns", sentence) from error
        except (OSError, EOFError, IMAPClient.AbortError) as error:
            late = time.monotonic() - began >= allowed * 0.95 or isinstance(error, TimeoutError)
            said = f"no answer within {allowed:.0f} s" if late else _without_quotes(_said(error))
            raise MailboxTrouble("connection", f"The connection broke while {what}: {said}") from error
        except (ProtocolError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            sentence = f"The server's answer makes no sense while {what} ({type(error).__name__})"
            raise MailboxTrouble("server", sentence) from error
        except IMAPClientError as error:
            raise MailboxTrouble("server", f"The server refuses {what}: {_said(error)}") from error
        finally:
            self.deadline = None


def _reach(account: Account) -> Any:
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.tls,
        ssl_context=account.context() if account.tls else None,
        timeout=account.timeout,
    )
    client._imap.debug = 0  # it would make a text of every line, for a log that nobody keeps
    client.normalise_times = False
    _bound(client._imap)
    if not account.tls and not is_loopback(account.host):
        if client._imap.state != "NONAUTH":  # PREAUTH forbids STARTTLS: somebody wants us to go on in clear
            raise MailboxTrouble("tls", "The server greets as signed in before TLS; that is not accepted.")
        if not client.has_capability("STARTTLS"):
            raise MailboxTrouble("tls", "The server offers no STARTTLS; use imaps://, or another server.")
        client.starttls(account.context())
    return client


def _bound(imap: Any) -> None:
    """Let no server announce a literal that would fill the memory."""
    read = imap.read

    def bounded(size: int) -> bytes:
        if size > _LONGEST_LITERAL:
            raise imap.abort(f"the server announces {size} bytes in one piece")
        return bytes(read(size))

    imap.read = bounded


def _sign_in(client: Any, account: Account) -> None:
    secret = account.revealed()
    try:
        if account.token:
            if client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2"):
                client.oauthbearer_login(account.username, secret)
            else:
                client.oauth2_login(account.username, secret)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(account.username, secret)
        else:
            client.login(account.username, secret)
    except IMAPClient.AbortError:
        raise
    except LoginError as error:
        if isinstance(error.__context__, IMAPClient.AbortError):  # it broke, nobody was refused
            raise error.__context__ from None
        said = one_line(str(error), _SAID).replace(secret, "…")
        account.refused()
        if "UNAVAILABLE" in said or "INUSE" in said or "SERVERBUG" in said:  # RFC 5530: it may work later
            raise MailboxTrouble("server", f"The server cannot sign anybody in: {said}") from error
        sentence = f"The server refuses the sign-in of {account.username}: {said}"
        raise MailboxTrouble("sign-in", sentence) from error


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, so that nobody listens in between."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _tls(error: ssl.SSLError, account: Account) -> tuple[Kind, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = one_line(error.verify_message, _SAID)
        return "tls", f"The certificate of {account.host} is not accepted: {said}"
    reason = one_line(str(error.reason or error), _SAID)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "connection", f"The TLS connection to {account.host} was cut: {reason}"
    return "connection", f"TLS with {account.host} fails: {reason}"


def _without_quotes(said: str) -> str:
    """The words of the library up to where it repeats what came: that may be of a mail."""
    return re.split(r" *(?:b['\"]|unterminated line|unexpected response|got more than)", said, maxsplit=1)[0]


def _said(error: BaseException) -> str:
    return one_line(str(error), _SAID) or type(error).__name__


def _readable(files: list[int], seconds: float) -> set[int]:
    poller = select.poll()
    for file in files:
        poller.register(file, select.POLLIN)
    return {file for file, _ in poller.poll(seconds * 1000)}


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _instant(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) and value.tzinfo is not None else None
