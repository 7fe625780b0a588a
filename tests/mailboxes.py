"""Mailboxes on a real server, a fetcher whose doings can be seen, and a proxy that cuts connections."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from imapclient import IMAPClient

from mailticket.store import inbox, mailboxes
from mailticket.store.database import Database
from mailticket.wire.mailbox import Account
from mailticket.workers.fetch import Fetcher, Polled
from mailticket.workers.fetched_mail import Rules
from mailticket.workers.taking import Taken
from servers import Account as Login
from servers import Dovecot

PATIENCE = 10.0


def mail(number: int, size: int = 0) -> bytes:
    """A message that no other equals."""
    head = (
        f"From: Ann <ann@customer.example>\r\nTo: support@desk.example\r\n"
        f"Subject: Fire {number}\r\n"
        f"Message-ID: <{number}@customer.example>\r\n"
        "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\nIt burns.\r\n"
    ).encode()
    line = b"%08d and so on and so on, for a whole line of some seventy letters.\r\n" % number
    return head + line * ((size - len(head)) // len(line) + 1 if size > len(head) else 0)


def eventually(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until it is so; what it said last."""
    deadline = time.monotonic() + seconds
    while not (result := true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return result


@dataclass(kw_only=True)
class Post:
    """An account on the server, as its owner and their other programs use it."""

    server: Dovecot
    login: Login

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[Any]:
        client = IMAPClient(self.server.host, self.server.imap, ssl=False, timeout=PATIENCE)
        client.login(self.login.name, self.login.password)
        client.select_folder(folder)
        try:
            yield client
        finally:
            with suppress(Exception):
                client.logout()

    def put(self, *messages: bytes, flags: tuple[bytes, ...] = (), folder: str = "INBOX") -> None:
        with self.client() as client:
            for message in messages:
                client.append(folder, message, flags)

    def flags(self, folder: str = "INBOX") -> dict[int, set[bytes]]:
        with self.client(folder) as client:
            found = client.get_flags(client.search("ALL"))
        return {uid: {flag for flag in flags if flag != b"\\Recent"} for uid, flags in found.items()}

    def count(self, folder: str = "INBOX") -> int:
        return len(self.flags(folder))

    def account(self, **other: Any) -> Account:
        given: dict[str, Any] = {
            "host": self.server.host,
            "port": self.server.imap,
            "tls": False,
            "username": self.login.name,
            "secret": lambda: self.login.password,
            "timeout": 5.0,
        }
        return Account(**(given | other))


@dataclass(kw_only=True)
class Desk:
    """A store, and what fetchers told of themselves."""

    database: Database
    taken: list[Taken] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def polled(self, account: Account, *, protocol: Any = "imap", poll: float = 60.0, **rules: Any) -> Polled:
        given: dict[str, Any] = {
            "name": "support",
            "route": f"{protocol}:support",
            "place": account.place,
            "first_sight": "all",
            "max_size": 25 << 20,
            "recipient": None,
            "removes": protocol == "imap" and account.after_accept != "seen",
            "aside": timedelta(seconds=0.2),
        }
        return Polled(
            rules=Rules(**(given | rules)), account=account, protocol=protocol, poll=poll, pauses=(0.02,)
        )

    @contextmanager
    def fetching(self, polled: Polled) -> Iterator[Fetcher]:
        """A fetcher at work."""
        fetcher = Fetcher(
            polled,
            self.database,
            taken=self.taken.append,
            alarm=self.alarms.append,
            changed=self.changes.append,
        )
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.1):
                fetcher.watch(time.monotonic())

        watcher = threading.Thread(target=watch)
        watcher.start()
        fetcher.start()
        try:
            yield fetcher
        finally:
            fetcher.stop()
            fetcher.join(PATIENCE)
            over.set()
            watcher.join()

    def once(self, polled: Polled, expected: int) -> None:
        """Fetch until so many messages are in the inbox, and what is to be done on the server is done."""
        with self.fetching(polled):
            assert eventually(lambda: self.count() >= expected), (self.count(), self.alarms)
            assert eventually(self.settled), self.states()

    def count(self) -> int:
        with self.database.reading() as connection:
            return inbox.counts(connection)["accepted"]

    def states(self) -> dict[str, int]:
        with self.database.reading() as connection:
            return mailboxes.counts(connection).get("support", {})

    def settled(self) -> bool:
        return "accepted" not in self.states()

    def row(self) -> Any:
        with self.database.reading() as connection:
            return next(iter(mailboxes.rows(connection)), None)

    def mails(self) -> list[tuple[Any, bytes]]:
        """Envelope and bytes of all that was accepted, in its order."""
        with self.database.reading() as connection:
            rows = list(inbox.rows(connection))
            return [(inbox.envelope_of(row), inbox.read(connection, row.sha256)) for row in rows]

    def bodies(self) -> list[bytes]:
        return [body for _, body in self.mails()]


@contextmanager
def desk_of(url: str) -> Iterator[Desk]:
    database = Database(url)
    with closing(database):
        database.open()
        yield Desk(database=database)


class Proxy:
    """Stands between client and server: cuts after a number of bytes, or says nothing more."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self.connections = 0
        self.after: Callable[[], int | None] = lambda: None  # bytes of the server until the cut
        self.hang = False  # instead of cutting, be silent
        self.change: Callable[[bytes], bytes] = lambda data: data  # what the server says becomes this
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self.cut_all()

    def cut_all(self) -> None:
        for sock in self._open:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def random_cuts(self, seed: int, most: int, until: int) -> None:
        """Cut each connection after a random number of bytes, `until` that many were cut."""
        chance = random.Random(seed)
        self.after = lambda: chance.randint(1, most) if self.cuts < until else None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self._open = [sock for sock in self._open if sock.fileno() >= 0] + [client, server]
            threading.Thread(target=self._up, args=(client, server), daemon=True).start()
            threading.Thread(target=self._down, args=(server, client), daemon=True).start()

    def _up(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _down(self, source: socket.socket, target: socket.socket) -> None:
        left = self.after()
        with suppress(OSError):
            while data := source.recv(1 << 16):
                data = self.change(data)
                if left is not None and len(data) >= left:
                    target.sendall(data[:left])
                    self.cuts += 1
                    if self.hang:
                        return  # the connection stays, and nothing more comes
                    break
                left = None if left is None else left - len(data)
                target.sendall(data)
        for sock in (source, target):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
                sock.close()


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    made = Proxy(port)
    try:
        yield made
    finally:
        made.close()


def through(account: Account, made: Proxy) -> Account:
    """The same account by way of a proxy."""
    return replace(account, port=made.port)


def in_maildir(server: Dovecot, login: Login, messages: list[bytes]) -> None:
    """Put many messages into an account that was opened before, faster than any protocol."""
    import os

    root = server.maildir(login)
    owner = root.stat()
    for number, message in enumerate(messages):
        path = root / "new" / f"{1700000000 + number}.M{number:06}P1.test,S={len(message)},W={len(message)}"
        path.write_bytes(message)
        os.chown(path, owner.st_uid, owner.st_gid)
