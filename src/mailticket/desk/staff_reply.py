"""A reply by staff: commands and an answer are carried out together, or the whole mail is stopped."""

from datetime import datetime

from mailticket.desk.staff_change import change, end, forget
from mailticket.desk.staff_mail import StaffMail, Stopped, new_of
from mailticket.desk.staff_saying import answer, note
from mailticket.desk.work import Work
from mailticket.mail import token
from mailticket.mail.address import canonical
from mailticket.store import outbox as outbox_store
from mailticket.tickets import staff_answer, staff_commands, staff_letters
from mailticket.tickets.commands import (
    Receive,
    Remark,
)
from mailticket.tickets.policy import Person
from mailticket.tickets.staff_commands import Instructions, Misread

MAIL_KEPT = "staff-mail-stopped"


def reply_by_staff(work: Work, command: Receive, number: int, person: Person) -> None:
    """Carry out a reply to a notice; what cannot be done comes back to its author with the reason."""
    mail = StaffMail(work=work, command=command, person=person, number=number, done=[])
    text = new_of(command.message)
    mark = work.mark()
    try:
        read = read_mail(mail, text)
        _carry_out(mail, read, text)
        for wish in read.wishes:
            if isinstance(wish, staff_commands.Forget):
                forget(mail, wish)
        for finish in mail.later:
            finish()
    except Stopped as stopped:
        work.back_to(mark)
        mail.number = number
        _tell_stopped(mail, stopped, text)
        return
    if mail.done:
        answers = command.message.message_id
        letter = staff_letters.done(mail.ticket, person, mail.policy, mail.done, answers)
        work.send(mail.ticket.number, letter)
    if not mail.entry_used:  # commands alone: the mail has its place in the history all the same
        said = "; ".join(wish.line for wish in read.wishes)
        remark = Remark(
            what="commands", text=said[:1000], by=mail.by, entry=mail.entry(), inbox=command.inbox
        )
        mail.do(remark)


def read_mail(mail: StaffMail, text: str) -> Instructions:
    """The commands; raises Stopped if the mail is none that can be carried out."""
    claim = mail.command.verdict.claim
    if isinstance(claim, token.Expired):
        raise Stopped(
            f"The address that you replied to was good until {claim.claim.expires_at:%Y-%m-%d %H:%M} UTC."
            " This mail comes with a new one."
        )
    if staff_answer.is_encrypted(mail.message):
        raise Stopped(
            "Your mail is encrypted, and the desk has no key to read it. Please send it without encryption."
        )
    read = staff_commands.instructions(text)
    if isinstance(read, Misread):
        raise Stopped(read.problem, line=read.line, suggestion=read.suggestion)
    if not read.wishes and not read.text and not staff_answer.enclosed(mail.message):
        raise Stopped("There is no new text in your mail.")
    return read


def _carry_out(mail: StaffMail, read: Instructions, text: str) -> None:
    if read.has(staff_commands.For):
        line = next(w.line for w in read.wishes if isinstance(w, staff_commands.For))
        raise Stopped("It opens a ticket, in a new mail; this one is a reply.", line=line)
    seen_at = _seen_at(mail)
    _say_where_it_went(mail, seen_at)
    for wish in read.wishes:
        change(mail, wish)
    ends = next((w for w in read.wishes if isinstance(w, _ENDS)), None)
    closes = isinstance(ends, staff_commands.Close)
    answered = False
    if read.has(staff_commands.NoteOnly):
        note(mail, read)
    elif (
        read.text
        or read.has(staff_commands.Template)
        or read.has(staff_commands.SendAnyway)
        or (staff_answer.enclosed(mail.message) and not read.wishes)
    ):
        answered = answer(mail, read, text, seen_at, closes=closes)
        if not answered:
            return  # it is held, and with it how the ticket is to end
    elif staff_answer.enclosed(mail.message):
        raise Stopped("There are files in your mail and no text. Say something, or begin with #note.")
    if ends is not None and not (closes and answered):
        end(mail, ends)


_ENDS = (staff_commands.Close, staff_commands.Wait, staff_commands.Spam)


def _say_where_it_went(mail: StaffMail, seen_at: datetime | None) -> None:
    """The ticket went into another, was closed or moved since: say so."""
    ticket, claim = mail.ticket, mail.command.verdict.claim
    if isinstance(claim, token.StaffClaim) and claim.ticket not in (0, ticket.number):
        mail.done.append(f"Ticket {claim.ticket} went into {ticket.number} meanwhile; your mail went there.")
    if seen_at is None:
        return
    for entry in mail.work.said(ticket.number):
        if entry.at <= seen_at or entry.author is None or canonical(entry.author) == mail.person.key:
            continue
        if entry.kind != "event":
            continue
        if entry.event == "closed" and ticket.status == "closed":
            mail.done.append(f"{entry.author} closed the ticket meanwhile; it stays closed.")
        elif entry.event == "queue-changed":
            mail.done.append(f"{entry.author} moved the ticket to the queue {ticket.queue} meanwhile.")


def _seen_at(mail: StaffMail) -> datetime | None:
    """When the notice was written that they reply to: what came after it they had not seen."""
    for id_ in mail.message.in_reply_to:
        own = token.read_message_id(mail.policy.secret, id_)
        outbox, _, _ = (own.unique if own else "").partition("-")
        if outbox.isdigit():
            row = outbox_store.get(mail.work.connection, int(outbox))
            if row is not None:
                at: datetime = row.created_at
                return at
    return None


def _tell_stopped(mail: StaffMail, stopped: Stopped, text: str) -> None:
    mail.entry_used = False
    mail.do(
        Remark(
            what=MAIL_KEPT,
            text=f"A mail by {mail.by} was stopped: {stopped.problem}",
            by=mail.by,
            entry=mail.entry(),
            inbox=mail.command.inbox,
            data={"line": stopped.line} if stopped.line else {},
        )
    )
    letter = staff_letters.failed(
        mail.ticket,
        mail.person,
        mail.policy,
        line=stopped.line,
        problem=stopped.problem,
        suggestion=stopped.suggestion,
        text=text,
        answers=mail.message.message_id,
    )
    mail.work.send(mail.ticket.number, letter)
