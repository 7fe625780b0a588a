"""How fast mail is fetched from an IMAP server."""

import os
import time
from collections.abc import Iterator

from bench import load
from bench.figures import Figure
from bench.letters import letter
from bench.options import Options
from bench.room import Failed, daemon
from mailticket.wire.imap_client import ImapSession
from mailticket.wire.mailbox import Account as Login
from servers import DOVECOT, Account, Dovecot, dovecot

TITLE = "IMAP, from Dovecot"

_MAILS = 5_000
_BATCH = 200


def measure(options: Options) -> Iterator[Figure]:
    if (why := DOVECOT.why_not() or load.missing()) is not None:
        yield Figure(name="all", value=None, note=why)
        return
    count = options.count(_MAILS)
    with dovecot() as server:
        account = server.account()
        _fill(server, account, count)
        seconds = _fetched(server, account)
        yield Figure(
            name=f"{count:,} mails fetched, 200 at once", value=count / seconds, unit="/s", aim="≥ 2,000"
        )
        try:
            rate = _taken(server, account, count, options)
            yield Figure(name=f"{count:,} mails, from mailbox to acknowledgement", value=rate, unit="/s")
        except Failed as reason:
            yield Figure(name="from mailbox to acknowledgement", value=None, note=str(reason))


def _fill(server: Dovecot, account: Account, count: int) -> None:
    """Put mails where Dovecot finds them: one by LMTP, which makes the mailbox, the others as files."""
    server.deliver(account, letter(0))
    new = server.maildir(account) / "new"
    owner = new.stat()
    for number in range(1, count):
        path = new / f"{1_700_000_000 + number}.M{number}P1.bench"
        path.write_bytes(letter(number))
        os.chown(path, owner.st_uid, owner.st_gid)


def _login(server: Dovecot, account: Account) -> Login:
    return Login(
        host=server.host,
        port=server.imap,
        tls=False,
        username=account.name,
        secret=lambda: account.password,
    )


def _fetched(server: Dovecot, account: Account) -> float:
    session = ImapSession.connect(_login(server, account))
    try:
        session.open()
        session.uids()  # Dovecot makes its index now
        began = time.perf_counter()
        uids = session.uids()
        for start in range(0, len(uids), _BATCH):
            session.fetch(uids[start : start + _BATCH], 0)
        return time.perf_counter() - began
    finally:
        session.close()


def _taken(server: Dovecot, account: Account, count: int, options: Options) -> float:
    name = account.name.replace("@", "%40")
    password = account.password.replace(" ", "%20")
    mailbox = (
        f'\n[[mailboxes]]\nname = "support"\nurl = "imap://{name}:{password}@{server.host}:{server.imap}"\n'
        'first_sight = "all"\npoll = "1s"\naddress = "support@desk.example"\n'
    )
    with load.sink() as sink, daemon(sink.url, kind=options.store, more=mailbox):
        first = load.wait_until(lambda: sink.count() > 0, "a mail of the mailbox", seconds=20)
        return count / (sink.wait(count) - first)
