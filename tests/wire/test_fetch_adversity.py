"""Whatever a mail server or the line to it does, mail is taken once: none is lost, none is taken twice."""

import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from mailboxes import Desk, Post, Proxy, desk_of, eventually, mail, proxy, through
from mailticket.store.schema import mailboxes as mailboxes_table
from mailticket.wire.imap_client import ImapSession
from mailticket.wire.mailbox import Account, MailboxTrouble
from servers import Dovecot


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with desk_of(sqlite_url) as made:
        yield made


@pytest.fixture
def post(dovecot: Dovecot) -> Post:
    return Post(server=dovecot, login=dovecot.account())


CUTS = 500


def _moved_on(boxes: list[tuple[Desk, Proxy]], cuts: list[int], mails: int) -> bool:
    """Whether each mailbox has all the mail, or some more cuts."""
    return all(
        desk.count() >= mails or between.cuts >= cut for (desk, between), cut in zip(boxes, cuts, strict=True)
    )


def test_500_cuts_at_random_bytes_lose_nothing_and_double_nothing(
    tmp_path: Path, dovecot: Dovecot, capfd: pytest.CaptureFixture[str]
) -> None:
    """Four mailboxes at once, each with its own way to leave what was taken, one of them by POP3."""
    ways = (("imap", "seen"), ("imap", "move:Done"), ("imap", "delete"), ("pop3", "delete"))
    with ExitStack() as stack:
        boxes = []
        for seed, (protocol, after) in enumerate(ways):
            post = Post(server=dovecot, login=dovecot.account())
            desk = stack.enter_context(desk_of(f"sqlite:///{tmp_path}/{seed}.db"))
            between = stack.enter_context(proxy(getattr(dovecot, protocol)))
            between.random_cuts(seed=seed, most=9000, until=CUTS // len(ways))
            account = through(post.account(after_accept=after), between)
            polled = desk.polled(account, protocol=protocol, poll=0.02)
            stack.enter_context(desk.fetching(replace(polled, pauses=(0.001,))))
            boxes.append((post, desk, between))
        wanted: list[bytes] = []
        deadline = time.monotonic() + 50
        while any(between.cuts < CUTS // len(ways) for _, _, between in boxes):
            assert time.monotonic() < deadline, [between.cuts for _, _, between in boxes]
            batch = [mail(len(wanted) + n, 3000 if n % 7 else 12_000) for n in range(10)]
            wanted += batch
            for post, _, _ in boxes:
                post.put(*batch)
            cuts = [between.cuts + 15 for _, _, between in boxes]
            eventually(partial(_moved_on, [(d, p) for _, d, p in boxes], cuts, len(wanted)), 5.0)
        for _, desk, _ in boxes:
            assert eventually(lambda d=desk: d.count() >= len(wanted) and d.settled())
            assert sorted(desk.bodies()) == sorted(wanted)
        (seen, _, _), (moved, _, _), (deleted, _, _), (popped, _, _) = boxes
        assert all(b"\\Seen" in flags for flags in seen.flags().values())
        assert (moved.count(), moved.count("Done")) == (0, len(wanted))
        assert deleted.count() == popped.count() == 0
    capfd.readouterr()  # a line for each cut


def test_a_server_that_hangs_in_the_middle_of_a_literal_is_left(desk: Desk, post: Post) -> None:
    post.put(*(mail(number, 20_000) for number in range(5)))
    with proxy(post.server.imap) as between:
        between.hang = True
        between.after = lambda: 30_000 if between.cuts == 0 else None
        began = time.monotonic()
        desk.once(desk.polled(through(post.account(timeout=0.5), between)), 5)
        assert time.monotonic() - began < 6
    assert between.cuts == 1
    assert desk.changes[:3] == ["connected", "lost", "connected"]


def test_a_server_that_sends_a_byte_now_and_then_is_left_all_the_same(desk: Desk, post: Post) -> None:
    """No single wait is long, and the operation never ends."""
    post.put(mail(1, 200_000))
    with proxy(post.server.imap) as between:
        slow = threading.Event()

        def drip(data: bytes) -> bytes:
            if len(data) > 5000 and not slow.is_set():
                for _ in range(100):
                    time.sleep(0.1)
                    if between.connections > 1:
                        break
                slow.set()
            return data

        between.change = drip
        desk.once(desk.polled(through(post.account(timeout=0.5), between)), 1)
        assert between.connections >= 2


def test_a_message_that_cannot_be_fetched_is_set_aside_and_the_others_come(desk: Desk, post: Post) -> None:
    post.put(*(mail(number) for number in range(20)))
    with proxy(post.server.imap) as between:

        def break_at_seven(data: bytes) -> bytes:
            if b"Subject: Fire 7\r\n" in data and not healed.is_set():
                between.cut_all()
                return b""
            return data

        healed = threading.Event()
        between.change = break_at_seven
        polled = desk.polled(through(post.account(), between), poll=0.05)
        with desk.fetching(polled):
            assert eventually(lambda: desk.count() == 19 and desk.states().get("aside") == 1)
            assert any("cannot be fetched" in alarm for alarm in desk.alarms)
            healed.set()
            assert eventually(lambda: desk.count() == 20)
    assert sorted(desk.bodies()) == sorted(mail(number) for number in range(20))


def test_numbers_given_anew_take_nothing_twice_and_lose_nothing(desk: Desk, post: Post) -> None:
    post.put(*(mail(number) for number in range(8)))
    polled = desk.polled(post.account(), first_sight="unseen")
    desk.once(polled, 8)
    with post.client() as client:  # another folder takes its place, with a part of the mail, and new mail
        client.create_folder("Other")
        client.move(client.search("ALL"), "Other")
        client.append("INBOX", mail(100))
    moved = replace(polled, account=replace(polled.account, folder="Other"))
    moved = replace(moved, rules=replace(moved.rules, place=moved.account.place))
    post.put(mail(101), folder="Other")
    desk.once(moved, 9)
    assert sorted(desk.bodies()) == sorted([*(mail(number) for number in range(8)), mail(101)])
    desk.once(polled, 10)
    assert sorted(desk.bodies()) == sorted([*(mail(number) for number in range(8)), mail(100), mail(101)])


@pytest.fixture
def desk_on_both(store_url: str) -> Iterator[Desk]:
    with desk_of(store_url) as made:
        yield made


def test_another_uidvalidity_of_the_same_folder_takes_nothing_twice(desk_on_both: Desk, post: Post) -> None:
    desk = desk_on_both
    post.put(*(mail(number) for number in range(5)))
    polled = desk.polled(post.account(), first_sight="new")
    desk.once(polled, 0)
    assert eventually(lambda: desk.states() == {"skipped": 5})
    post.put(mail(5), mail(6))
    desk.once(polled, 2)
    eventually(
        lambda: int(time.time()) > desk.row().uidvalidity
    )  # its new numbers will be named by the second
    for path in post.server.maildir(post.login).glob("dovecot*"):
        path.unlink()  # its numbers are gone, and it begins anew
    with post.client() as client:
        assert client.folder_status("INBOX")[b"UIDVALIDITY"] != desk.row().uidvalidity
    post.put(mail(7))
    desk.once(polled, 3)
    assert desk.bodies() == [mail(5), mail(6), mail(7)]
    assert desk.row().epoch == 2


def test_a_mailbox_that_is_empty_for_a_while_brings_back_nothing_that_was_skipped(
    desk: Desk, post: Post
) -> None:
    post.put(*(mail(number) for number in range(5)))
    polled = desk.polled(post.account(), first_sight="new")
    with desk.fetching(polled):
        assert eventually(lambda: desk.states() == {"skipped": 5})
    elsewhere = replace(polled, account=replace(polled.account, folder="Empty"))
    elsewhere = replace(elsewhere, rules=replace(polled.rules, place="elsewhere"))
    with post.client() as client:
        client.create_folder("Empty")
    with desk.fetching(elsewhere):
        assert eventually(lambda: desk.row().epoch == 2)
    with desk.fetching(polled):
        assert eventually(lambda: desk.row().epoch == 3 and desk.states() == {"skipped": 10})
    post.put(mail(5))
    desk.once(polled, 1)
    assert desk.bodies() == [mail(5)]


def test_a_uidnext_that_falls_tells_that_numbers_are_used_again(desk: Desk, post: Post) -> None:
    post.put(mail(1), mail(2))
    polled = desk.polled(post.account())
    desk.once(polled, 2)
    with desk.database.transaction() as connection:  # as if it had given out more before it was restored
        connection.execute(update(mailboxes_table).values(uidnext=1000))
    post.put(mail(3))
    desk.once(polled, 3)
    assert (desk.bodies(), desk.row().epoch) == ([mail(1), mail(2), mail(3)], 2)


def test_a_folder_that_is_missing_is_said_and_found_again(desk: Desk, post: Post) -> None:
    polled = desk.polled(post.account(folder="Support"))
    with desk.fetching(polled):
        assert eventually(lambda: desk.alarms)
        assert "The folder Support cannot be opened" in desk.alarms[0]
        with post.client() as client:
            client.create_folder("Support")
            client.append("Support", mail(1))
        assert eventually(lambda: desk.count() == 1)
    assert len(desk.alarms) == 1
    assert desk.changes == ["lost", "connected"]


def test_a_server_that_is_away_for_a_while_is_lost_once_and_found_once(desk: Desk, post: Post) -> None:
    with proxy(post.server.imap) as between:
        polled = desk.polled(through(post.account(), between), poll=0.1)
        with desk.fetching(polled):
            assert eventually(lambda: desk.changes == ["connected"])
            between.after = lambda: 0
            between.cut_all()
            assert eventually(lambda: between.connections > 10)
            assert desk.changes == ["connected", "lost"]
            post.put(mail(1))
            between.after = lambda: None
            assert eventually(lambda: desk.count() == 1)
    assert desk.changes == ["connected", "lost", "connected"]
    assert desk.alarms == []


def test_tls_is_checked_by_authority_and_name(desk: Desk, post: Post) -> None:
    post.put(mail(1))
    account = post.account(port=post.server.imaps, tls=True)
    with pytest.raises(MailboxTrouble, match=r"certificate of 127\.0\.0\.1 is not accepted") as trouble:
        ImapSession.connect(account)
    assert trouble.value.for_a_person
    desk.once(desk.polled(replace(account, ca_file=post.server.authority)), 1)


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        ({"host": "no-such-host.invalid"}, "dns", "no-such-host.invalid cannot be resolved"),
        ({"port": 1}, "connection", "The connection broke while connecting"),
        ({"secret": lambda: "wrong"}, "sign-in", "refuses the sign-in of"),
        ({"folder": "None"}, "folder", "The folder None cannot be opened"),
    ],
)
def test_each_trouble_is_named(post: Post, change: dict[str, object], kind: str, sentence: str) -> None:
    with pytest.raises(MailboxTrouble, match=sentence) as trouble:
        ImapSession.connect(post.account(**change))
    assert trouble.value.kind == kind
    assert "wrong" not in str(trouble.value)


def test_a_name_that_is_not_loopback_demands_starttls(monkeypatch: pytest.MonkeyPatch, post: Post) -> None:
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    with pytest.raises(MailboxTrouble, match=r"certificate of mail\.example is not accepted"):
        ImapSession.connect(post.account(host="mail.example"))
    with proxy(post.server.imap) as between:
        between.change = lambda data: data.replace(b" STARTTLS", b"")
        with pytest.raises(MailboxTrouble, match="offers no STARTTLS"):
            ImapSession.connect(through(post.account(host="mail.example"), between))


def test_a_literal_that_would_fill_the_memory_is_refused(desk: Desk, post: Post) -> None:
    post.put(mail(1))
    with proxy(post.server.imap) as between:
        between.change = lambda data: (
            data.replace(b"BODY[] {", b"BODY[] {9", 1) if between.connections == 1 else data
        )

        def huge(data: bytes) -> bytes:
            if between.connections == 1 and b"BODY[] {" in data:
                return data[: data.index(b"BODY[] {")] + b"BODY[] {99999999999}\r\n"
            return data

        between.change = huge
        desk.once(desk.polled(through(post.account(), between)), 1)
    assert desk.bodies() == [mail(1)]


KILLED = """
import os, sys
from datetime import timedelta
from mailticket.store import mailboxes
from mailticket.store.database import Database
from mailticket.wire.imap_client import ImapSession
from mailticket.wire.mailbox import Account
from mailticket.workers.fetch import Fetcher, Polled
from mailticket.workers.fetched_mail import Rules
from mailticket.workers.taking import Taking

url, port, user, password, phase = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), 9)
if phase == "begun":
    Taking._take_all = die
elif phase == "fetched":
    mailboxes.take = die
elif phase == "durable":
    ImapSession.settle = die
elif phase == "settled":
    mailboxes.done = die
account = Account(host="127.0.0.1", port=int(port), tls=False, username=user, secret=lambda: password,
    after_accept="move:Done")
rules = Rules(name="support", route="imap:support", place=account.place, first_sight="all", max_size=1 << 20,
    recipient=None, removes=True, aside=timedelta(hours=1))
fetcher = Fetcher(Polled(rules=rules, account=account, protocol="imap", poll=60.0), Database(url),
    taken=lambda _: None, alarm=print)
fetcher.start()
fetcher.join(20)
"""


def test_killed_in_every_phase_nothing_is_lost_or_doubled(
    tmp_path: Path, sqlite_url: str, desk: Desk, post: Post
) -> None:
    program = tmp_path / "killed.py"
    program.write_text(textwrap.dedent(KILLED))
    wanted = []
    for number, phase in enumerate(("begun", "fetched", "durable", "settled")):
        batch = [mail(10 * number + n) for n in range(3)]
        wanted += batch
        post.put(*batch)
        login = post.login
        done = subprocess.run(
            [sys.executable, program, sqlite_url, str(post.server.imap), login.name, login.password, phase],
            check=False,
            timeout=30,
        )
        assert done.returncode == -signal.SIGKILL, phase
    desk.once(desk.polled(post.account(after_accept="move:Done")), len(wanted))
    assert sorted(desk.bodies()) == sorted(wanted)
    assert (post.count(), post.count("Done")) == (0, len(wanted))


def test_a_server_that_lets_us_in_and_breaks_each_time_is_lost_once(desk: Desk, post: Post) -> None:
    with proxy(post.server.imap) as between:
        polled = desk.polled(through(post.account(), between), poll=0.05)
        with desk.fetching(polled):
            assert eventually(lambda: desk.changes == ["connected"])
            between.change = lambda data: between.cut_all() or b"" if b"* SEARCH" in data else data
            between.cut_all()
            assert eventually(lambda: between.connections > 10)
            assert desk.changes == ["connected", "lost"]
            between.change = lambda data: data
            assert eventually(lambda: desk.changes == ["connected", "lost", "connected"])


@pytest.mark.parametrize("after", ["move:Done", "delete"])
def test_a_server_that_knows_neither_move_nor_uidplus_loses_and_doubles_nothing(
    desk: Desk, post: Post, after: str
) -> None:
    post.put(mail(1), flags=(b"\\Deleted",))  # by somebody who may want it back
    post.put(mail(2), mail(3))
    with proxy(post.server.imap) as between:
        between.change = lambda data: data.replace(b" UIDPLUS", b"").replace(b" MOVE", b"")
        polled = desk.polled(through(post.account(after_accept=after), between), poll=0.05)
        for expected in (2, 3):
            desk.once(polled, expected)
            post.put(mail(4 + expected))
        desk.once(polled, 4)
    assert desk.bodies() == [mail(2), mail(3), mail(6), mail(7)]
    assert all(b"\\Deleted" in flags for flags in post.flags().values())
    assert post.count() == 5
    if after != "delete":
        assert post.count("Done") == 4


def test_accepted_mail_that_cannot_be_moved_is_an_alarm_and_is_moved_later(desk: Desk, post: Post) -> None:
    polled = desk.polled(post.account(after_accept="move:Done"), poll=0.1)
    with desk.fetching(polled):
        assert eventually(lambda: desk.changes == ["connected"])
        with post.client() as client:
            client.delete_folder("Done")
        post.put(mail(1))
        assert eventually(lambda: desk.alarms)
        assert "stays on the server as it was" in desk.alarms[0]
        assert desk.bodies() == [mail(1)]
        post.put(mail(2))
        assert eventually(lambda: desk.count() == 2)
        with post.client() as client:
            client.create_folder("Done")
        assert eventually(desk.settled)
    assert (post.count(), post.count("Done")) == (0, 2)
    assert len(desk.alarms) == 1


def test_a_folder_that_may_only_be_read_is_fetched_from_all_the_same(desk: Desk, post: Post) -> None:
    post.put(mail(1))
    with proxy(post.server.imap) as between:
        between.change = lambda data: data.replace(b"[READ-WRITE]", b"[READ-ONLY] ")
        polled = desk.polled(through(post.account(), between), poll=0.1)
        with desk.fetching(polled):
            assert eventually(lambda: desk.count() == 1 and desk.alarms)
    assert "may only be read" in desk.alarms[0]


def test_without_idle_new_mail_is_found_by_polling(desk: Desk, post: Post) -> None:
    with desk.fetching(desk.polled(post.account(idle=False), poll=0.2)):
        assert eventually(lambda: desk.changes == ["connected"])
        post.put(mail(1))
        assert eventually(lambda: desk.count() == 1)


def test_a_certificate_that_has_expired_is_named(tmp_path: Path) -> None:
    import trustme

    authority = trustme.CA()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    issued = authority.issue_cert("127.0.0.1", not_after=yesterday, not_before=yesterday - timedelta(days=1))
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issued.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with suppress(OSError), client, context.wrap_socket(client, server_side=True):
                pass

        threading.Thread(target=serve, daemon=True).start()
        account = Account(
            host="127.0.0.1",
            port=listener.getsockname()[1],
            tls=True,
            username="u",
            secret=lambda: "p",
            ca_file=tmp_path / "authority.pem",
            timeout=5.0,
        )
        with pytest.raises(MailboxTrouble, match="certificate has expired") as trouble:
            ImapSession.connect(account)
    assert trouble.value.for_a_person
