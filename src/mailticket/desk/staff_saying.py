"""What staff say by mail: an answer, a note, or an answer that is held because another came before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailticket.canned import Unprepared
from mailticket.desk.staff_mail import StaffMail, Stopped, new_of, raw_of
from mailticket.mail import token
from mailticket.mail.address import canonical
from mailticket.mail.clean_html import clean_html
from mailticket.mail.message import attachment_contents, parse
from mailticket.tickets import staff_answer, staff_commands, staff_letters
from mailticket.tickets.commands import (
    Answer,
    Note,
    Remark,
)
from mailticket.tickets.correlate import CUSTOMER_FACING
from mailticket.tickets.history import Entry
from mailticket.tickets.letter import called
from mailticket.tickets.notices import staff_notice
from mailticket.tickets.page_reply import page_reply
from mailticket.tickets.staff_answer import Said
from mailticket.tickets.staff_commands import Instructions, Misread

HELD = "answer-held"


def note(mail: StaffMail, read: Instructions) -> None:
    """Say it among staff."""
    if _direct(mail):
        raise Stopped("Your mail went to the customer as well, so it cannot be a note.", line="#note")
    mail.do(
        Note(
            entry=mail.entry(),
            by=mail.by,
            text=read.text,
            attachments=staff_answer.files(mail.message, None),
            inbox=mail.command.inbox,
            message_id=mail.message.message_id,
            told=True,
        )
    )


def _direct(mail: StaffMail) -> tuple[str, ...]:
    """The customers to whom the mail went by itself."""
    return tuple(person.written for person in staff_answer.reached(mail.ticket, mail.message))


def answer(mail: StaffMail, read: Instructions, text: str, seen_at: datetime | None, *, closes: bool) -> bool:
    """Send the answer; False if it is held."""
    ticket, message, policy = mail.ticket, mail.message, mail.policy
    history = mail.work.said(ticket.number)
    said = _said(history)
    anyway = read.has(staff_commands.SendAnyway)
    if anyway and not read.text and not read.has(staff_commands.Template):
        return _send_held(mail, history, closes=closes)
    prepared = _prepared(mail, read)
    body = "\n\n".join(part for part in (prepared, read.text) if part)
    commands = "\n".join(text.split("\n")[: read.lines])
    clean = None if prepared else clean_html(message.html, body, without=commands)
    direct = _direct(mail)
    body = staff_answer.without_tokens(body, policy)
    if direct:
        mail.do(
            Answer(
                entry=mail.entry(),
                by=mail.by,
                name=mail.person.name,
                text=body,
                attachments=staff_answer.files(message, clean),
                inbox=mail.command.inbox,
                direct=message.message_id or "",
                recipients=direct,
                close=closes,
            )
        )
        return True
    again = staff_answer.repeated(body, said)
    if again is not None:
        raise Stopped(
            f"{again.author} sent the customer the same answer at {again.at:%H:%M} UTC; it goes out once."
        )
    if not anyway:
        _stop_what_must_not_go_out(mail, body, said)
        first = staff_answer.crossing(said, mail.by, seen_at)
        if first is not None and policy.holds_collisions:
            _hold(mail, body, first)
            return False
        if first is not None:
            _tell_both(mail, body, first)
    mail.do(
        Answer(
            entry=mail.entry(),
            by=mail.by,
            name=mail.person.name,
            text=body,
            html=staff_answer.without_tokens(clean.html, policy) if clean else None,
            attachments=staff_answer.files(message, clean),
            inbox=mail.command.inbox,
            close=closes,
        )
    )
    if closes:
        mail.done.append("Your answer was sent, and the ticket is closed.")
    return True


def _stop_what_must_not_go_out(mail: StaffMail, body: str, said: Sequence[Said]) -> None:
    line = staff_answer.leak(body, said, mail.policy.playbook_of(mail.ticket))
    if line is not None:
        raise Stopped(
            "Your text contains this, which was said among staff. If it is meant for the customer,"
            " send the mail again with #send in its first line.",
            line=line,
        )
    if body and not page_reply(body).note:
        raise Stopped(
            "That answers a page, and this is a notice: the customer would have got it. To take the ticket,"
            " write #take.",
            line=body,
        )
    for one in staff_answer.enclosed(mail.message):
        if one.content_type == "message/rfc822" and _is_ours(mail, one.index):
            raise Stopped("A mail of the desk to staff is attached; it is not for the customer.")


def _is_ours(mail: StaffMail, index: int) -> bool:
    """Whether an attached mail is one that the desk wrote to staff."""
    for attachment, data in attachment_contents(raw_of(mail.work, mail.command.inbox)):
        if attachment.index == index:
            inner = parse(data)
            own = token.read_message_id(mail.policy.secret, inner.message_id or "")
            return own is not None and own.kind not in CUSTOMER_FACING
    return False


def _prepared(mail: StaffMail, read: Instructions) -> str:
    """The prepared answer that is asked for."""
    wish = next((w for w in read.wishes if isinstance(w, staff_commands.Template)), None)
    if wish is None:
        return ""
    ticket = mail.ticket
    known = {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "customer": ticket.customer or "",
        "requester": ticket.requester,
        "requester_name": ticket.requester_name or ticket.requester,
        "staff_name": mail.person.name,
        "desk_name": mail.policy.name,
    }
    text = mail.work.tools.canned.text(wish.name, ticket.language or mail.policy.language, known, wish.values)
    if isinstance(text, Unprepared):
        raise Stopped(text.sentence, line=wish.line)
    return text


def _send_held(mail: StaffMail, history: Sequence[Entry], *, closes: bool) -> bool:
    """Send the answer of theirs that was held last, as it was."""
    mine = [e for e in history if e.event == HELD and canonical(e.author or "") == mail.person.key]
    if not mine or mine[-1].inbox is None:
        raise Stopped("No answer of yours is held on this ticket.", line="#send")
    inbox = mine[-1].inbox
    message = parse(raw_of(mail.work, inbox))
    text = new_of(message)
    read = staff_commands.instructions(text)
    if isinstance(read, Misread):
        raise Stopped(read.problem, line=read.line)
    wish = staff_commands.SendAnyway(line="#send")
    mail.command = replace(mail.command, message=message, inbox=inbox)
    if not read.text:
        raise Stopped("The held mail has no text of its own; please write it again.", line="#send")
    closes = closes or read.has(staff_commands.Close)
    return answer(mail, replace(read, wishes=(*read.wishes, wish)), text, None, closes=closes)


def _hold(mail: StaffMail, body: str, first: Said) -> None:
    mail.do(
        Remark(
            what=HELD,
            text=f"An answer by {mail.by} is held: {first.author} answered before.\n\n{body}",
            by=mail.by,
            entry=mail.entry(),
            inbox=mail.command.inbox,
        )
    )
    letter = staff_letters.held(
        mail.ticket,
        mail.person,
        mail.policy,
        by=called(first.author, mail.ticket, mail.policy),
        at=first.at,
        their_text=first.text,
        text=body,
        answers=mail.message.message_id,
    )
    mail.work.send(mail.ticket.number, letter)
    _notice(mail, first.author, "held", mail.person.name, body)


def _tell_both(mail: StaffMail, body: str, first: Said) -> None:
    """Two answers went out: each author learns of the other's."""
    _notice(mail, mail.by, "answered", first.author, first.text)
    other = mail.policy.person(first.author)
    if other is not None and "reply" not in other.notify:
        _notice(mail, first.author, "answered", mail.person.name, body)


def _notice(mail: StaffMail, to: str, kind: str, by: str, text: str) -> None:
    person = mail.policy.person(to)
    if person is not None:
        letter = staff_notice(mail.ticket, person, mail.policy, kind=kind, by=by, text=text)
        mail.work.send(mail.ticket.number, letter)


def _said(history: Sequence[Entry]) -> list[Said]:
    """What of the history bears on an answer."""
    return [
        Said(
            at=entry.at,
            author=entry.author or "",
            text=f"{entry.text}\n{entry.data.get('whole', '')}",
            internal=entry.kind in ("note", "notice"),
            out=entry.kind == "correspondence" and entry.direction == "out",
        )
        for entry in history
        if entry.kind in ("correspondence", "note") or entry.data.get("told") in _TOLD
    ]


# Notices that tell of the ticket; others hold only what their reader wrote, or is to decide about.
_TOLD = ("new", "reply", "reopened", "assigned", "answered", "note", "warning", "breach")
