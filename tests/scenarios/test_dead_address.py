"""An address that is dead is not written to again until somebody says so."""

from scenarios.daemon_room import House, a_mail, eventually
from servers import Sink

ANN = "ann@customer.example"


def report(to: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        "From: mailer-daemon@mx.customer.example\r\n"
        f"To: {to}\r\nSubject: Undelivered\r\nMessage-ID: <dsn-{status}@mx.customer.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe user is unknown.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ANN}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()


def test_after_a_bounce_nothing_more_is_sent_there_until_an_operator_says_so(
    daemons: House, sink: Sink
) -> None:
    daemon = daemons.start()
    daemon.send(a_mail(message_id="first@customer.example"))
    eventually(lambda: sink.mails, "the acknowledgement")
    path = sink.mails[0].sender
    daemon.send(report(path, action="delayed"), sender="", to=path)
    daemon.send(report(path, status="5.2.2"), sender="", to=path)
    daemon.wait("mail.classified", 3)
    assert daemon.listed("outbox", "dead") == []
    daemon.send(report(path), sender="", to=path)
    daemon.wait("mail.classified", 4)
    (dead,) = daemon.listed("outbox", "dead")
    assert (dead["address"], dead["reason"]) == (ANN, "5.1.1")
    daemon.send(a_mail(message_id="second@customer.example", subject="Again"))
    (failed,) = daemon.wait("delivery.failed")
    assert "outbox revive" in failed["reason"]
    daemon.send(a_mail(message_id="other@customer.example", from_="ben@customer.example"))
    eventually(lambda: len(sink.mails) == 2, "the acknowledgement for somebody else")
    assert [mail.recipients for mail in sink.mails] == [(ANN,), ("ben@customer.example",)]
    number = daemon.listed("ticket", "list")[1]["number"]
    assert "could not be delivered" in daemon.run("ticket", "show", str(number)).stdout
    daemon.run("outbox", "revive", ANN)
    assert daemon.run("outbox", "revive", ANN, check=False).returncode == 1
    daemon.run("outbox", "retry", str(failed["outbox"]))
    eventually(lambda: len(sink.mails) == 3, "the acknowledgement that had failed")
