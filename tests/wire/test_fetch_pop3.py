"""Mail is taken from a real POP3 server by its UIDLs: once, and deleted only after it is durable."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mailboxes import Desk, Post, desk_of, eventually, mail, proxy, through
from mailticket.wire.mailbox import Account, MailboxTrouble
from mailticket.wire.pop3_client import Pop3Session
from servers import Dovecot


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with desk_of(sqlite_url) as made:
        yield made


@pytest.fixture
def post(dovecot: Dovecot) -> Post:
    return Post(server=dovecot, login=dovecot.account())


def account(post: Post, **other: Any) -> Account:
    return post.account(**({"port": post.server.pop3} | other))


def test_mail_is_left_and_never_taken_again(desk: Desk, post: Post) -> None:
    wanted = [mail(1), mail(2).replace(b"It burns.", b".It burns.\r\n..\r\n." + b"x" * 5000)]
    post.put(*wanted)
    polled = desk.polled(account(post), protocol="pop3", poll=0.05)
    with desk.fetching(polled):
        assert eventually(lambda: desk.count() == 2 and desk.settled())
        post.put(mail(3))
        assert eventually(lambda: desk.count() == 3 and desk.settled())
    desk.once(polled, 3)
    assert desk.bodies() == [*wanted, mail(3)]
    assert post.count() == 3
    assert desk.mails()[0][0].route == "pop3:support"


def test_mail_is_deleted_once_it_is_durable(desk: Desk, post: Post) -> None:
    post.put(mail(1), mail(2, 3 << 20))
    desk.once(desk.polled(account(post, after_accept="delete"), protocol="pop3"), 2)
    assert desk.bodies() == [mail(1), mail(2, 3 << 20)]
    assert post.count() == 0


def test_what_is_new_only_is_taken(desk: Desk, post: Post) -> None:
    post.put(mail(1))
    polled = desk.polled(account(post), protocol="pop3", poll=0.05, first_sight="new")
    with desk.fetching(polled):
        assert eventually(lambda: desk.states() == {"skipped": 1})
        post.put(mail(2))
        assert eventually(lambda: desk.count() == 1)
    assert desk.bodies() == [mail(2)]


def test_one_that_is_too_large_is_told_of_by_its_header_and_stays(desk: Desk, post: Post) -> None:
    post.put(mail(1, 300_000), mail(2))
    desk.once(
        desk.polled(account(post, after_accept="delete"), protocol="pop3", max_size=100_000, poll=0.05), 2
    )
    assert post.count() == 1
    incomplete = [body for envelope, body in desk.mails() if dict(envelope.trace).get("incomplete")]
    assert len(incomplete) == 1
    assert incomplete[0].startswith(b"From: Ann")


def test_a_server_that_hangs_is_left(desk: Desk, post: Post) -> None:
    post.put(*(mail(number, 20_000) for number in range(3)))
    with proxy(post.server.pop3) as between:
        between.hang = True
        between.after = lambda: 30_000 if between.cuts == 0 else None
        polled = desk.polled(through(account(post, timeout=0.5), between), protocol="pop3")
        desk.once(replace(polled, poll=0.05), 3)
    assert between.cuts == 1


def test_tls_is_checked(desk: Desk, post: Post) -> None:
    post.put(mail(1))
    secure = account(post, port=post.server.pop3s, tls=True)
    with pytest.raises(MailboxTrouble, match="certificate of"):
        Pop3Session.connect(secure)
    desk.once(desk.polled(replace(secure, ca_file=post.server.authority), protocol="pop3"), 1)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"host": "no-such-host.invalid"}, "dns"),
        ({"port": 1}, "connection"),
        ({"secret": lambda: "wrong"}, "sign-in"),
    ],
)
def test_each_trouble_is_named(post: Post, change: dict[str, object], kind: str) -> None:
    with pytest.raises(MailboxTrouble) as trouble:
        Pop3Session.connect(account(post, **change))
    assert trouble.value.kind == kind
