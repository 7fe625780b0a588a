"""A conversation of three mails with the whole daemon, by SMTP, LMTP and pipe, followed in its log."""

import json
from email import message_from_bytes
from email.policy import default as modern

from scenarios.daemon_room import DESK, House, a_mail
from servers import Sink


def test_a_conversation_of_three_mails(daemons_on_both: House, sink: Sink) -> None:
    daemon = daemons_on_both.start()

    daemon.send(a_mail(message_id="question@customer.example"))
    (acknowledgement,) = sink.wait(1)
    mail = message_from_bytes(acknowledgement.content, policy=modern)
    assert mail["Subject"] == "[#10001] The printer is on fire"
    assert acknowledgement.recipients == ("ann@customer.example",)
    assert acknowledgement.sender.startswith("support+b.")

    daemon.run("ticket", "reply", "10001", "--as", "ana@desk.example", text="Pour water on it.")
    answer = message_from_bytes(sink.wait(2)[1].content, policy=modern)
    assert answer.get_body(("plain",)).get_content().startswith("Pour water on it.")  # type: ignore[union-attr]

    reply = a_mail(
        "It is out, thank you.",
        message_id="reply@customer.example",
        subject=f"Re: {answer['Subject']}",
        headers=f"In-Reply-To: {answer['Message-ID']}\r\n",
    )
    daemon.send(reply, to=str(answer["Reply-To"]))
    daemon.wait("ticket.correspondence_added", direction="in", ticket=10001)
    daemon.run("ticket", "close", "10001")
    daemon.wait("ticket.closed", ticket=10001)

    shown = json.loads(daemon.run("ticket", "show", "10001", "--json").stdout)
    assert (shown["status"], shown["requester"]) == ("closed", "ann@customer.example")
    said = [(e["direction"], e["from"], e["text"]) for e in shown["entries"] if e["kind"] == "correspondence"]
    assert said == [
        ("in", "ann@customer.example", "Please help."),
        ("out", "ana@desk.example", "Pour water on it."),
        ("in", "ann@customer.example", "It is out, thank you."),
    ]
    subjects = [message_from_bytes(one.content, policy=modern)["Subject"] for one in sink.wait(3)]
    assert subjects == ["[#10001] The printer is on fire"] * 3, "acknowledgement, answer, closing; no more"
    assert daemon.stop() == 0
    assert daemons_on_both.run("db", "verify").returncode == 0


def test_a_message_is_followed_by_its_id_from_socket_to_relay(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    daemon.send(a_mail(message_id="question@customer.example"))
    sink.wait(1)
    daemon.wait("delivery.sent", ticket=10001)
    (accepted,) = daemon.found("mail.accepted")
    followed = [line["event"] for line in daemon.lines if line.get("message") == accepted["message"]]
    assert followed[:2] == ["mail.accepted", "mail.classified"]
    assert {"ticket.opened", "clock.started", "acknowledgement.queued"} <= set(followed)
    (queued,) = daemon.found("acknowledgement.queued", message=accepted["message"])
    (sent,) = daemon.found("delivery.sent", message=accepted["message"])
    assert sent["outbox"] == queued["outbox"]
    assert sent["to"] == "ann@customer.example"
    for line in daemon.lines:
        assert {"timestamp", "level", "event", "node"} <= set(line)
    assert daemon.stop() == 0
    assert daemon.strange == [], "standard output holds nothing but the log"
    assert "Please help" not in str(daemon.lines)
    assert [line["event"] for line in daemon.lines][-1] == "daemon.stopping"


def test_mail_by_lmtp_and_by_pipe_becomes_tickets_too(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    with daemon.lmtp() as client:
        assert (
            client.sendmail("ann@customer.example", [DESK], a_mail(message_id="one@customer.example")) == {}
        )
    daemon.run(
        "deliver",
        "-f",
        "ben@customer.example",
        DESK,
        text=a_mail(message_id="two@customer.example", from_="ben@customer.example"),
    )
    mails = sink.wait(2)
    assert {mail.recipients[0] for mail in mails} == {"ann@customer.example", "ben@customer.example"}
    assert [row["route"] for row in daemon.listed("inbox", "list")] == ["lmtp", "pipe"]
    assert {line["route"] for line in daemon.wait("mail.accepted", 2)} == {"lmtp", "pipe"}


def test_the_pipe_needs_no_daemon(daemons: House, sink: Sink) -> None:
    done = daemons.run("deliver", "-f", "", DESK, text=a_mail(message_id="one@customer.example"))
    assert (done.stdout, done.stderr) == ("", "")
    daemon = daemons.start()
    daemon.wait("ticket.opened", ticket=10001)
    daemon.wait("acknowledgement.suppressed", rule="null-reverse-path")
    assert sink.mails == ()


def test_what_a_command_did_is_in_the_daemons_log(daemons: House, sink: Sink) -> None:
    daemon = daemons.start()
    number = daemon.run("ticket", "open", "--for", "ann@customer.example", "--subject", "By telephone",
                        text="She rang.").stdout.strip()  # fmt: skip
    assert number == "10001"
    daemon.wait("ticket.opened", ticket=10001)
    daemon.wait("acknowledgement.queued", ticket=10001)
    assert sink.wait(1)[0].recipients == ("ann@customer.example",)
    daemon.run("ticket", "merge", "10001", "10001", check=False)
    assert not daemon.found("ticket.closed")
