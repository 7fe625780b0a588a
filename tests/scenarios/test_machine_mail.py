"""Mail by machines that belongs to a ticket: staff can see it, and nothing else comes of it."""

from scenarios.desk_room import DESK, EMERGENCY, Outgoing, Room


def bounce(mail: Outgoing, *, to: str | None = None, original: bool = True) -> bytes:
    """A delivery report as a mail server writes it (RFC 3464)."""
    returned = (
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {mail.message_id}\r\n"
        f"Subject: {mail.subject}\r\nTo: {mail.recipient}\r\n\r\n"
        if original
        else ""
    )
    return (
        f"From: Mail Delivery System <mailer-daemon@mx.customer.example>\r\nTo: {to or mail.reverse_path}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn@mx.customer.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe user is unknown.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\n"
        f"Final-Recipient: rfc822; {mail.recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n{returned}--b--\r\n"
    ).encode()


def test_a_bounce_to_the_signed_reverse_path_is_an_event_on_the_ticket(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    before = room.ticket(10001)
    came = room.raw(bounce(mail, original=False), recipients=[mail.reverse_path], reverse_path="")
    assert (came.outcome, came.verdict, came.ticket) == ("added", "delivery report", 10001)
    assert "signed-reverse-path" in came.reasons
    entry = next(row for row in room.history(10001) if row.event == "delivery report")
    assert (entry.kind, entry.direction, entry.inbox) == ("event", "in", came.id)
    assert entry.data["report"]["recipients"][0]["address"] == "ann@customer.example"
    assert room.ticket(10001).status == before.status
    assert room.ticket(10001).clock == before.clock
    assert len(room.clock(10001)) == 1


def test_a_bounce_that_returns_our_mail_is_an_event_even_at_the_desks_own_address(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    came = room.raw(bounce(mail, to=DESK), recipients=[DESK], reverse_path="")
    assert (came.outcome, came.verdict, came.ticket) == ("added", "delivery report", 10001)


def test_a_bounce_whose_message_id_a_relay_replaced_is_known_by_its_references(room: Room) -> None:
    room.mail()
    (acknowledgement,) = room.outgoing()
    answer = room.answer(10001)
    given_by_relay = f"<1@relay.example>\r\nReferences: {acknowledgement.message_id}".encode()
    raw = bounce(answer, to=DESK).replace(answer.message_id.encode(), given_by_relay)
    came = room.raw(raw.replace(b"[#10001] ", b""), recipients=[DESK], reverse_path="")
    assert (came.outcome, came.verdict, came.ticket) == ("added", "delivery report", 10001)
    assert "signed-message-id" in came.reasons


def test_a_bounce_of_a_mail_that_was_never_ours_is_suppressed_with_its_reason(room: Room) -> None:
    room.mail()
    (mail,) = room.outgoing()
    raw = bounce(mail, to=DESK).replace(mail.message_id.encode(), b"<other@elsewhere.example>")
    raw = raw.replace(b"[#10001] ", b"")
    came = room.raw(raw, recipients=[DESK], reverse_path="")
    assert (came.outcome, came.verdict, came.ticket) == ("suppressed", "delivery report", None)
    assert came.reasons


def test_an_absence_note_to_an_answer_is_an_event_and_restarts_no_clock(room: Room) -> None:
    room.mail()
    answer = room.answer(10001)
    rows = room.clock(10001)
    room.advance(minutes=1)
    came = room.reply(answer, "I am away until May.", headers=[("Auto-Submitted", "auto-replied")])
    assert (came.outcome, came.verdict, came.ticket) == ("added", "automatic response", 10001)
    assert room.clock(10001) == rows
    assert room.ticket(10001).clock.waiting_on == "customer"
    assert room.said(10001) == ["in ann@customer.example", "out ana@desk.example"]


def test_an_absence_note_does_not_reopen_a_closed_ticket(room: Room) -> None:
    room.mail()
    answer = room.answer(10001, close=True)
    room.reply(answer, "I am away.", headers=[("X-Autoreply", "yes")])
    assert room.ticket(10001).status == "closed"


def test_a_verification_mail_to_the_tickets_own_address_never_reaches_the_customer(room: Room) -> None:
    """The Ticket Trick: a service's code, sent to an address whose ticket a stranger can read."""
    room.mail()
    (mail,) = room.outgoing()
    came = room.mail(
        "Your code is 4711.",
        from_="Service <noreply@service.example>",
        to=mail.reply_to,
        subject="Verify your address",
        headers=[("Auto-Submitted", "auto-generated")],
    )
    assert (came.outcome, came.ticket) == ("added", 10001)
    room.answer(10001, "We are at it.")
    assert all("4711" not in one.text for one in room.outgoing())
    assert [row.kind for row in room.history(10001) if row.inbox == came.id] == ["event"]


def test_an_out_of_office_to_an_emergency_is_no_emergency(room: Room) -> None:
    came = room.mail(to=EMERGENCY, headers=[("Auto-Submitted", "auto-replied")])
    assert (came.outcome, came.verdict) == ("suppressed", "automatic response")


def test_mail_to_the_emergency_address_is_marked(room: Room) -> None:
    came = room.mail(to=EMERGENCY)
    assert (came.outcome, came.ticket) == ("opened", 10001)
    assert room.ticket(10001).emergency
    assert "emergency-address" in came.reasons


def test_an_emergency_that_joins_a_ticket_marks_it(room: Room) -> None:
    room.mail()
    assert not room.ticket(10001).emergency
    room.mail(to=EMERGENCY, subject="[#10001] now it spreads")
    assert room.ticket(10001).emergency
