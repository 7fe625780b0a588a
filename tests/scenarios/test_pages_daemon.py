"""Pages with the whole daemon and a relay that misbehaves: refused, deferred, away, and hanging."""

import time

from scenarios.daemon_room import House, Running, a_mail, eventually
from servers import Sink
from servers.sink import Hang, Reply

ANA, BO, BOSS = "ana@staff.example", "bo@staff.example", "boss@staff.example"
LADDER = """
[[service_levels]]
name = "standard"
targets = [{ respond_within = "1s" }]
ladder = "default"
[[ladders]]
name = "default"
steps = [
  { after = "0s", notify = ["ana@staff.example"] },
  { after = "1h", notify = ["bo@staff.example"] },
]
repeat = 3
repeat_every = "1h"
fallback = "boss@staff.example"
"""


def start(daemons: House, *changes: tuple[str, str], more: str = LADDER) -> Running:
    daemons.configure(('retry = ["1s"]', 'retry = ["1s"]\npage_retry = ["500ms"]'), *changes, more=more)
    return daemons.start()


def pages(sink: Sink, to: str) -> list[bytes]:
    return [mail.content for mail in sink.mails if to in mail.recipients]


def write(daemon: Running) -> None:
    daemon.send(a_mail(message_id="1@customer.example"))


def test_a_page_leaves_within_three_seconds_of_its_moment_and_a_reply_takes_the_ticket(
    daemons: House, sink: Sink
) -> None:
    daemon = start(daemons)
    write(daemon)
    (breached,) = daemon.wait("clock.breached")
    (content,) = eventually(lambda: pages(sink, ANA), "the page")
    (sent,) = daemon.wait("delivery.sent", kind="page")
    assert breached["due_at"][:19] <= sent["timestamp"][:19]
    shown = daemon.listed("ticket", "show", "10001")[0]
    page = daemon.listed("outbox", "list")
    assert shown["clock"]["breached"] is True
    assert [row["to"] for row in page if row["kind"] == "page"] == [ANA]
    reply_to = next(
        line.split(b":", 1)[1].strip()
        for line in content.split(b"\r\n")
        if line.lower().startswith(b"reply-to:")
    )
    reply = a_mail("ack 2h", message_id="2@staff.example", from_=f"Ana <{ANA}>", subject="Re: OVERDUE")
    daemon.send(reply, sender=ANA, to=reply_to.decode().strip("<>"))
    (taken,) = daemon.wait("escalation.acknowledged")
    assert taken["by"] == ANA
    (state,) = [row for row in daemon.listed("escalation", "show", "10001") if row["state"] == "acknowledged"]
    assert state["to"] == ANA


def test_a_page_that_is_refused_for_good_goes_to_the_next_and_is_tried_until_it_is_taken(
    daemons: House, sink: Sink
) -> None:
    sink.fail("RCPT", Reply(line="550 5.1.1 Unknown"), address=ANA)
    daemon = start(daemons)
    write(daemon)
    eventually(lambda: pages(sink, BO), "the page to the next")
    daemon.wait("delivery.deferred", 3, kind="page", to=ANA)
    assert not pages(sink, BOSS)  # the ladder does not run through
    daemon.run("escalation", "ack", "10001", "--as", BO)
    time.sleep(1.5)
    tried = len(daemon.found("delivery.deferred", kind="page", to=ANA))
    time.sleep(1.5)
    assert len(daemon.found("delivery.deferred", kind="page", to=ANA)) == tried
    (row,) = [row for row in daemon.listed("outbox", "list") if row["to"] == ANA and row["kind"] == "page"]
    assert row["state"] == "cancelled"


def test_a_page_that_is_deferred_goes_to_the_next_and_arrives_later(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="451 4.7.1 Greylisted"), address=ANA, times=2)
    daemon = start(daemons)
    write(daemon)
    eventually(lambda: pages(sink, BO), "the page to the next")
    eventually(lambda: pages(sink, ANA), "the page after all")


def test_a_relay_that_is_away_does_not_burn_through_the_ladder(daemons: House, sink: Sink) -> None:
    daemon = start(daemons)
    sink.down()
    write(daemon)
    daemon.wait("clock.breached")
    time.sleep(3)
    rows = daemon.listed("escalation", "show", "10001")
    assert {row["to"] for row in rows if row["to"]} == {ANA}
    sink.up()
    eventually(lambda: pages(sink, ANA), "the page")
    assert not pages(sink, BO)


def test_a_recipient_that_hangs_holds_up_no_page_to_another(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Hang(), address="ann@customer.example")
    daemon = start(daemons)
    write(daemon)
    daemon.wait("clock.breached")
    began = time.monotonic()
    eventually(lambda: pages(sink, ANA), "the page")
    assert time.monotonic() - began < 3


def test_an_override_counts_while_the_daemon_runs(daemons: House, sink: Sink) -> None:
    rota = """
[[rotas]]
name = "primary"
members = ["ana@staff.example"]
"""
    daemon = start(
        daemons, more=LADDER.replace('notify = ["ana@staff.example"]', 'notify = ["rota:primary"]') + rota
    )
    daemon.run("oncall", "override", "primary", BO, "--for", "8h")
    (now,) = daemon.listed("oncall", "now")
    assert now["member"] == BO
    write(daemon)
    eventually(lambda: pages(sink, BO), "the page")
    assert not pages(sink, ANA)
    ahead = daemon.listed("oncall", "forecast")
    assert [row["member"] for row in ahead[:2]] == [BO, ANA]
