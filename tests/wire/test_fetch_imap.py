"""Mail is taken from a real IMAP server: once, whole, oldest first, and only then flagged or moved."""

import time
from collections.abc import Iterator

import pytest

from mailboxes import Desk, Post, desk_of, eventually, in_maildir, mail, proxy, through
from mailticket.workers import taking
from servers import Dovecot


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with desk_of(sqlite_url) as made:
        yield made


@pytest.fixture
def post(dovecot: Dovecot) -> Post:
    return Post(server=dovecot, login=dovecot.account())


def test_all_mail_is_taken_oldest_first_and_flagged(desk: Desk, post: Post) -> None:
    wanted = [mail(number) for number in range(7)]
    post.put(*wanted)
    desk.once(desk.polled(post.account()), 7)
    assert desk.bodies() == wanted
    assert all(b"\\Seen" in flags for flags in post.flags().values())
    envelope = desk.mails()[0][0]
    assert (envelope.route, envelope.forward_paths, envelope.reverse_path) == ("imap:support", (), None)


def test_the_return_path_that_the_server_wrote_is_the_reverse_path(desk: Desk, post: Post) -> None:
    post.server.deliver(post.login, mail(1), sender="ann@customer.example")
    post.server.deliver(post.login, mail(2), sender="")
    desk.once(desk.polled(post.account()), 2)
    assert [envelope.reverse_path for envelope, _ in desk.mails()] == ["ann@customer.example", ""]


@pytest.mark.parametrize(("first", "taken"), [("all", 3), ("unseen", 2), ("new", 0)])
def test_first_sight_decides_what_is_taken_once_and_afterwards_all_is(
    desk: Desk, post: Post, first: str, taken: int
) -> None:
    post.put(mail(1), mail(2))
    post.put(mail(3), flags=(b"\\Seen",))
    polled = desk.polled(post.account(), first_sight=first, poll=0.05)
    with desk.fetching(polled):
        assert eventually(lambda: sum(desk.states().values()) == 3)
        assert desk.count() == taken
    post.put(mail(4), flags=(b"\\Seen",))  # somebody has read it before us
    desk.once(polled, taken + 1)
    assert desk.bodies()[-1] == mail(4)


def test_accepted_mail_is_moved_and_nothing_else(desk: Desk, post: Post) -> None:
    post.put(mail(1), mail(2))
    post.put(mail(3), flags=(b"\\Deleted",))
    desk.once(desk.polled(post.account(after_accept="move:Done/This year"), first_sight="unseen"), 3)
    assert post.count() == 0
    assert post.count("Done/This year") == 3


def test_accepted_mail_is_deleted_and_what_others_marked_stays(desk: Desk, post: Post) -> None:
    post.put(mail(1), flags=(b"\\Deleted", b"\\Seen"))
    post.put(mail(2))
    desk.once(desk.polled(post.account(after_accept="delete"), first_sight="unseen"), 1)
    assert list(post.flags().values()) == [{b"\\Deleted", b"\\Seen"}]


@pytest.mark.parametrize("tls", [False, True])
def test_new_mail_on_an_idle_connection_is_taken_before_the_next_poll(
    desk: Desk, post: Post, tls: bool
) -> None:
    secure = {"port": post.server.imaps, "tls": True, "ca_file": post.server.authority} if tls else {}
    with desk.fetching(desk.polled(post.account(**secure))):
        assert eventually(lambda: desk.changes == ["connected"])
        for number in range(5):
            began = time.monotonic()
            post.put(mail(number))
            assert eventually(lambda n=number: desk.count() == n + 1)
            assert time.monotonic() - began < 10


def test_a_server_whose_idle_tells_nothing_is_polled_all_the_same(desk: Desk, post: Post) -> None:
    with proxy(post.server.imap) as between:
        between.change = lambda data: b"" if b" EXISTS\r\n" in data and b" OK " not in data else data
        with desk.fetching(desk.polled(through(post.account(), between), poll=0.3)):
            assert eventually(lambda: desk.changes == ["connected"])
            post.put(mail(1))
            assert eventually(lambda: desk.count() == 1, 5.0)


def test_large_mail_comes_in_parts_whole(desk: Desk, post: Post) -> None:
    large = mail(1, 3 << 20)
    exact = mail(2)
    exact += b"x" * (2 * (1 << 20) - len(exact) - 2) + b"\r\n"
    post.put(large, exact, mail(3))
    desk.once(desk.polled(post.account()), 3)
    assert desk.bodies() == [large, exact, mail(3)] or set(desk.bodies()) == {large, exact, mail(3)}


def test_one_that_is_too_large_is_told_of_by_its_header_and_stays(desk: Desk, post: Post) -> None:
    post.put(mail(1, 300_000), mail(2))
    polled = desk.polled(post.account(after_accept="delete"), max_size=200_000, poll=0.1)
    desk.once(polled, 2)
    assert list(post.flags().values()) == [set()]
    (envelope, body), *_ = [one for one in desk.mails() if dict(one[0].trace).get("incomplete")]
    assert body.startswith(b"From: Ann") and body.endswith(b"\r\n\r\n")
    assert "200000" in dict(envelope.trace)["incomplete"]
    desk.once(polled, 2)
    assert desk.count() == 2


def test_a_restart_takes_nothing_twice(store_url: str, post: Post) -> None:
    post.put(mail(1), mail(2))
    with desk_of(store_url) as desk:
        polled = desk.polled(post.account(after_accept="move:Done"))
        for _ in range(3):
            desk.once(polled, 2)
        post.put(mail(3))
        desk.once(polled, 3)
        assert desk.bodies() == [mail(1), mail(2), mail(3)]
        assert desk.states() == {"done": 3}


def test_two_nodes_on_one_mailbox_take_each_mail_once(store_url: str, post: Post) -> None:
    wanted = [mail(number) for number in range(120)]
    post.put(*wanted)
    with desk_of(store_url) as desk:
        polled = desk.polled(post.account())
        with desk.fetching(polled), desk.fetching(polled):
            assert eventually(lambda: desk.count() >= 120 and desk.settled())
        assert sorted(desk.bodies()) == sorted(wanted)


def test_new_mail_does_not_wait_for_a_backlog(
    desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(mail(0))
    desk.once(desk.polled(post.account()), 1)
    in_maildir(post.server, post.login, [mail(number) for number in range(1, 1500)])
    monkeypatch.setattr(taking, "CROWD", 300)  # nobody takes what is in the inbox here, so the backlog stops
    with desk.fetching(desk.polled(post.account())):
        assert eventually(lambda: desk.count() > 300)
        post.put(mail(5000))
        assert eventually(lambda: mail(5000) in desk.bodies(), 4.0)
        assert desk.count() < 1000
        assert eventually(lambda: desk.row().unfetched > 500)
        assert desk.row().oldest is not None


def test_a_mailbox_that_is_left_says_so(desk: Desk, post: Post) -> None:
    with desk.fetching(desk.polled(post.account())):
        assert eventually(lambda: desk.row() is not None and desk.row().checked_at is not None)
        assert desk.row().state == "connected"
    assert desk.row().state == "stopped"


def test_the_whole_mailbox_is_compared_at_each_poll_though_news_keep_coming(desk: Desk, post: Post) -> None:
    """A message that shows up below those that were taken is found, whatever was announced."""
    post.put(mail(1), mail(2))
    with proxy(post.server.imap) as between:
        between.change = lambda data: data.replace(b"* SEARCH 1 2", b"* SEARCH 2") if not shown else data
        shown: list[bool] = []
        with desk.fetching(desk.polled(through(post.account(), between), poll=0.3)):
            assert eventually(lambda: desk.bodies() == [mail(2)])
            shown.append(True)
            assert eventually(lambda: desk.bodies() == [mail(2), mail(1)])
