"""The whole daemon with polled mailboxes: from the server to the ticket."""

import os
import signal
import time

import pytest

from mailboxes import Post, eventually
from scenarios.daemon_room import House, a_mail
from servers import Dovecot


@pytest.fixture
def post(dovecot: Dovecot) -> Post:
    return Post(server=dovecot, login=dovecot.account())


def mailbox(post: Post, *more: str, name: str = "support", port: int | None = None) -> str:
    lines = (
        "",
        "[[mailboxes]]",
        f'name = "{name}"',
        f'url = "imap://{post.server.host}:{port or post.server.imap}"',
        f'username = "{post.login.name}"',
        f'password = "{post.login.password}"',
        *more,
        "",
    )
    return "\n".join(lines)


def test_new_mail_on_an_idle_connection_is_a_ticket_before_the_next_poll(daemons: House, post: Post) -> None:
    daemons.configure(more=mailbox(post))
    daemon = daemons.start()
    daemon.wait("mailbox.connected", mailbox="support")
    post.put(a_mail(message_id="first@x.example"))
    daemon.wait("ticket.opened")
    eventually(lambda: all(b"\\Seen" in flags for flags in post.flags().values()))
    began = time.monotonic()
    post.put(a_mail(message_id="second@x.example"))
    daemon.wait("ticket.opened", 2)
    assert time.monotonic() - began < 30  # a poll is a minute away
    assert [row["route"] for row in daemon.listed("inbox", "list")] == ["imap:support"] * 2
    assert "mailticket_mailbox_connected" in daemon.get("/metrics").text
    assert daemon.stop() == 0


def test_the_same_mail_by_two_mailboxes_and_by_smtp_is_one_ticket(
    daemons: House, dovecot: Dovecot, post: Post
) -> None:
    other = Post(server=dovecot, login=dovecot.account())
    daemons.configure(more=mailbox(post) + mailbox(other, name="second"))
    daemon = daemons.start()
    daemon.wait("mailbox.connected", 2)
    raw = a_mail(message_id="same@x.example")
    daemon.send(raw)
    post.server.deliver(post.login, raw)
    other.server.deliver(other.login, raw)
    daemon.wait("mail.duplicate", 2)
    assert len(daemon.listed("ticket", "list")) == 1
    assert sorted(row["outcome"] for row in daemon.listed("inbox", "list")) == [
        "opened",
        "suppressed",
        "suppressed",
    ]


def test_a_mail_that_is_too_large_is_quarantined_with_its_header_and_blocks_nothing(
    daemons: House, post: Post
) -> None:
    limit = ('hostname = "mx.desk.example"', 'hostname = "mx.desk.example"\nmax_message_size = "64 KiB"')
    daemons.configure(limit, more=mailbox(post, 'after_accept = "delete"'))
    post.put(a_mail("large " * 20_000, message_id="large@x.example"), a_mail(message_id="small@x.example"))
    daemon = daemons.start()
    daemon.wait("ticket.opened", 2)
    outcomes = {row["message_id"]: row for row in daemon.listed("inbox", "list")}
    assert outcomes["small@x.example"]["outcome"] == "opened"
    large = outcomes["large@x.example"]
    assert large["outcome"] == "quarantined"
    assert large["reasons"][0]["rule"] == "incomplete"
    assert eventually(lambda: post.count() == 1)
    daemon.run("inbox", "replay", str(large["id"]))  # somebody wants what there is of it as a ticket
    daemon.wait("ticket.opened", 3)
    daemon.run("db", "verify")


def test_a_blind_copy_in_the_mailbox_of_the_desk_is_a_ticket(daemons: House, dovecot: Dovecot) -> None:
    post = Post(server=dovecot, login=dovecot.account())
    daemons.configure(more=mailbox(post, 'address = "support@desk.example"'))
    daemon = daemons.start()
    post.put(a_mail(message_id="blind@x.example").replace(b"To: support@desk.example", b"To: all@x.example"))
    daemon.wait("ticket.opened")


def test_sighup_takes_and_leaves_mailboxes(daemons: House, dovecot: Dovecot, post: Post) -> None:
    daemon = daemons.start()
    daemons.configure(more=mailbox(post))
    daemon.signal(signal.SIGHUP)
    daemon.wait("mailbox.connected", mailbox="support")
    post.put(a_mail(message_id="first@x.example"))
    daemon.wait("ticket.opened")
    daemons.configure()
    daemon.signal(signal.SIGHUP)
    assert eventually(lambda: not any("mailticket.fetching" in line for line in daemon.family().values()))
    assert daemon.stop() == 0, daemon.errors
    assert not daemon.found("alarm.raised")


def test_killed_while_fetching_nothing_is_lost_or_doubled_and_no_process_stays(
    daemons: House, post: Post
) -> None:
    daemons.configure(more=mailbox(post))
    post.put(*(a_mail(message_id=f"{number}@x.example") for number in range(60)))
    for round_ in range(3):
        daemon = daemons.launch()
        daemon.wait(("mailbox.connected", "mail.accepted", "ticket.opened")[round_], 1 if round_ < 2 else 0)
        daemon.kill()
        assert daemon.gone()
    daemon = daemons.start()
    assert eventually(lambda: len(daemon.listed("ticket", "list")) == 60)
    assert eventually(lambda: all(b"\\Seen" in flags for flags in post.flags().values()))
    assert daemon.stop() == 0
    assert len(daemons.run("inbox", "list", "--json").stdout.splitlines()) == 60
    daemons.run("db", "verify")


def test_a_refused_sign_in_raises_an_alarm_and_is_not_hammered(daemons: House, post: Post) -> None:
    daemons.configure(more=mailbox(post).replace(post.login.password, "wrong"))
    daemon = daemons.start()
    (lost,) = daemon.wait("mailbox.lost")
    assert "refuses the sign-in" in lost["reason"]
    (alarm,) = daemon.wait("alarm.raised")
    assert "wrong" not in str(alarm) + str(lost)
    daemon.send(a_mail(message_id="other@x.example"))  # all else goes on
    daemon.wait("ticket.opened")
    assert len(daemon.found("mailbox.lost")) == 1
    assert daemon.stop() == 0


def test_check_says_for_each_mailbox_what_is_wrong(daemons: House, dovecot: Dovecot, post: Post) -> None:
    def other() -> Post:
        return Post(server=dovecot, login=dovecot.account())

    good = mailbox(post)
    daemons.configure(
        more=good
        + mailbox(other(), name="password").replace(post.login.password, "wrong")
        + mailbox(other(), 'folder = "Lost"', name="folder")
        + mailbox(other(), name="away", port=1)
        + mailbox(other(), name="dns").replace(f"//{post.server.host}:", "//no-such-host.invalid:")
    )
    done = daemons.run("check", "--connect", check=False)
    assert done.returncode == 1
    said = dict(line.split(": ", 1) for line in done.stderr.splitlines() if line.startswith("mailboxes."))
    assert list(said) == ["mailboxes.password", "mailboxes.folder", "mailboxes.away", "mailboxes.dns"]
    assert "refuses the sign-in" in said["mailboxes.password"]
    assert "folder Lost" in said["mailboxes.folder"]
    assert "refused" in said["mailboxes.away"]
    assert "no-such-host.invalid" in said["mailboxes.dns"]
    daemons.configure(more=good)
    daemons.run("check", "--connect")


def test_status_shows_each_mailbox(daemons: House, dovecot: Dovecot, post: Post) -> None:
    away = Post(server=dovecot, login=dovecot.account())
    daemons.configure(more=mailbox(post) + mailbox(away, name="away", port=1))
    daemon = daemons.start()
    post.put(a_mail(message_id="first@x.example"))
    daemon.wait("ticket.opened")
    daemon.wait("mailbox.lost", mailbox="away")
    eventually(lambda: daemon.listed("mailbox", "list")[0]["taken"] == 1)
    listed = {row["mailbox"]: row for row in daemon.listed("mailbox", "list")}
    assert listed["support"]["state"] == "connected"
    assert listed["support"]["newest"] is not None
    assert (listed["away"]["state"], listed["away"]["taken"]) == ("lost", 0)
    parts = [(row["part"], row["name"], row["state"]) for row in daemon.listed("status")]
    assert parts == [
        ("inbox", None, None),
        ("outbox", None, None),
        ("answers owed", None, None),
        ("mailbox", "support", "connected"),
        ("mailbox", "away", "lost"),
    ]
    assert daemon.listed("mailbox", "aside", "support") == []
    assert daemon.run("mailbox", "aside", "nobody", check=False).returncode == 1


def test_the_process_that_fetches_is_started_again_should_it_end(daemons: House, post: Post) -> None:
    daemons.configure(more=mailbox(post))
    daemon = daemons.start()
    daemon.wait("mailbox.connected")
    os.kill(daemon.child("mailticket.fetching"), signal.SIGKILL)
    daemon.wait("alarm.raised")
    daemon.wait("mailbox.connected", 2)
    post.put(a_mail(message_id="first@x.example"))
    daemon.wait("ticket.opened")
    assert daemon.stop() == 0
