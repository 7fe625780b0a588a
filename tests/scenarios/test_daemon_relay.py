"""What the daemon does when the relay is away, slow, or refuses."""

import json

from scenarios.daemon_room import House, a_mail, eventually
from servers import Hang, Reply, Sink


def test_a_relay_that_is_down_and_comes_back(daemons: House, sink: Sink) -> None:
    sink.down()
    daemon = daemons.start()
    daemon.send(a_mail("One", message_id="one@customer.example"))
    daemon.send(a_mail("Two", message_id="two@customer.example", from_="ben@customer.example"))
    (line,) = daemon.wait("delivery.deferred", outbox=1)[:1]
    assert line["reason"]
    assert line["next_at"]
    rows = {row["id"]: row for row in daemon.listed("outbox", "list")}
    assert {row["state"] for row in rows.values()} == {"waiting"}
    sink.up()
    mails = sink.wait(2)
    assert {mail.recipients[0] for mail in mails} == {"ann@customer.example", "ben@customer.example"}
    daemon.wait("delivery.sent", 2)
    assert len(sink.mails) == 2
    assert {row["state"] for row in daemon.listed("outbox", "list")} == {"sent"}


def test_a_permanent_failure_shows_on_the_ticket_and_can_be_tried_again(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="550 5.1.1 No such user"), address="ann@customer.example")
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    (line,) = daemon.wait("delivery.failed", outbox=1)
    assert line["level"] == "error"
    assert "5.1.1" in line["reason"]

    def shown() -> list[str]:
        ticket = json.loads(daemon.run("ticket", "show", "10001", "--json").stdout)
        return [e["text"] for e in ticket["entries"] if e["event"] == "delivery-failed"]

    (text,) = eventually(shown, "the failure on the ticket")
    assert "ann@customer.example" in text
    assert "No such user" in text
    (row,) = daemon.listed("outbox", "list", "--state", "failed")
    assert "5.1.1" in row["reason"]
    assert row["attempts"] == 1
    sink.recover()
    daemon.run("outbox", "retry", "1")
    assert sink.wait(1)[0].recipients == ("ann@customer.example",)
    daemon.wait("delivery.sent", outbox=1)


def test_a_relay_that_says_later_is_asked_again(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="451 4.7.1 Greylisted"), times=2)
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    sink.wait(1)
    assert len(daemon.wait("delivery.deferred", 2, outbox=1)) == 2
    daemon.wait("delivery.sent", outbox=1)


def test_a_delivery_that_hangs_holds_up_no_other(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Hang(), address="ann@customer.example")
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    daemon.wait("acknowledgement.queued")
    for n in range(5):
        daemon.send(a_mail(message_id=f"b{n}@customer.example", from_=f"ben{n}@customer.example"))
    sink.wait(5, timeout=3.0)  # long before the operation of the first one times out
    sink.recover()
    sink.wait(6)


def test_mails_of_one_ticket_to_one_person_keep_their_order_after_an_outage(
    daemons: House, sink: Sink
) -> None:
    sink.fail("RCPT", Reply(line="451 4.3.0 Busy"), times=1)
    daemon = daemons.start()
    daemon.send(a_mail(message_id="one@customer.example"))
    daemon.wait("delivery.deferred", outbox=1)
    for n in range(3):
        daemon.run("ticket", "reply", "10001", text=f"Answer {n}")
    mails = sink.wait(4)
    said = [n for mail in mails for n in range(3) if f"Answer {n}".encode() in mail.content]
    assert said == [0, 1, 2]
    assert b"auto-replied" in mails[0].content


def test_a_relay_that_hangs_does_not_hold_up_the_end(daemons: House, sink: Sink) -> None:
    sink.fail("MAIL", Hang())
    first = daemons.start()
    first.send(a_mail(message_id="one@customer.example"))
    first.wait("acknowledgement.queued")
    eventually(lambda: sink.open_connections, "the daemon at the relay")
    assert first.stop(seconds=15.0) == 0
    assert first.gone()
    assert sink.mails == ()
    sink.recover()
    second = daemons.start()
    assert sink.wait(1)[0].recipients == ("ann@customer.example",)
    assert second.stop() == 0
