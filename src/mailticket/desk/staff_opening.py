"""New mail by staff: a ticket for a customer, by `#for` or by forwarding what the customer wrote."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from mailticket.desk.staff_change import change, end
from mailticket.desk.staff_mail import StaffMail, Stopped, new_of, raw_of
from mailticket.desk.staff_reply import read_mail
from mailticket.desk.work import Work
from mailticket.mail.address import Mailbox
from mailticket.mail.folding import UnsendableError, sendable_address
from mailticket.mail.forwarded import forwarded
from mailticket.mail.language import language_of_text
from mailticket.mail.message import Message, attachment_contents, parse
from mailticket.mail.subject import clean
from mailticket.store import preferences
from mailticket.tickets import staff_answer, staff_commands, staff_letters
from mailticket.tickets.commands import Answer, Note, OpenTicket, Receive
from mailticket.tickets.model import MAX_PARTICIPANTS, Participant
from mailticket.tickets.policy import Person
from mailticket.tickets.staff_commands import Instructions

OLDEST = timedelta(days=30)  # a mail that was written longer ago counts from when it was passed on


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a new mail by staff came to: the number of a ticket, None where it opened none."""

    ticket: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What the customer wants, in whoever's words."""

    author: Mailbox
    subject: str
    text: str
    written_at: datetime | None = None
    message_id: str | None = None
    above: str = ""  # what the member of staff wrote above it


def opened_by_staff(work: Work, command: Receive, person: Person) -> Opening | None:
    """Open a ticket for a customer, or tell why not; None if the mail is a request of the person's own."""
    mail = StaffMail(work=work, command=command, person=person, number=0, done=[])
    message = command.message
    # What is passed on is new in this mail, and quotation to whoever reads it as a reply.
    text = message.text if _passes_on(message) else new_of(message)
    mark = work.mark()
    try:
        read = read_mail(mail, text)
        request = _request(mail, read)
        if request is None:
            return _written_first(mail, read) or _without_ticket(mail, read)
        number = work.next_number()
        _open(mail, read, request, number)
    except Stopped as stopped:
        work.back_to(mark)
        letter = staff_letters.failed(
            None,
            person,
            mail.policy,
            line=stopped.line,
            problem=stopped.problem,
            suggestion=stopped.suggestion,
            text=text,
            answers=message.message_id,
        )
        work.send_alone(letter)
        return Opening(ticket=None)
    return Opening(ticket=number)


def _passes_on(message: Message) -> bool:
    attached = any(one.content_type == "message/rfc822" for one in message.attachments)
    return attached or forwarded(message.text) is not None


def _request(mail: StaffMail, read: Instructions) -> _Request | None:
    wish = next((w for w in read.wishes if isinstance(w, staff_commands.For)), None)
    message = mail.message
    passed_on = _attached(mail) or _inline(mail, read.text)
    subject = clean(message.subject)
    if wish is not None:
        author = Mailbox(name=wish.name, address=wish.address)
        if passed_on is not None:
            return replace(passed_on, author=author)
        if not read.text and not staff_answer.enclosed(message):
            raise Stopped("What does the customer want? The mail has no text.", line=wish.line)
        return _Request(author=author, subject=subject, text=read.text)
    return passed_on


def _attached(mail: StaffMail) -> _Request | None:
    """A mail that was passed on as a file."""
    for attachment, data in attachment_contents(raw_of(mail.work, mail.command.inbox)):
        if attachment.content_type == "message/rfc822":
            inner = parse(data)
            if len(inner.from_) == 1 and "@" in inner.from_[0].address:
                return _Request(
                    author=inner.from_[0],
                    subject=inner.subject,
                    text=inner.reply_text or inner.text,
                    written_at=inner.date,
                    message_id=inner.message_id,
                    above=new_of(mail.message),
                )
    return None


def _inline(mail: StaffMail, text: str) -> _Request | None:
    zone: tzinfo = ZoneInfo(mail.person.time_zone or mail.policy.time_zone)
    found = forwarded(text, zone)
    if found is None:
        return None
    return _Request(
        author=found.author,
        subject=found.subject or mail.message.subject,
        text=found.text,
        written_at=found.date,
        above=found.above,
    )


def _written_first(mail: StaffMail, read: Instructions) -> Opening | None:
    """They wrote to a customer with the desk in copy: what was said is on a ticket, and the reply will be."""
    policy, message, now = mail.policy, mail.message, mail.work.now
    people = [
        Participant.of(one.address, one.name, "cc", now)
        for one in (*message.to, *message.cc)
        if "@" in one.address and not policy.is_own(one.address) and policy.person(one.address) is None
    ]
    if not people or read.wishes or not read.text or not message.message_id:
        return None
    first, *others = people[:MAX_PARTICIPANTS]
    mail.number = mail.work.next_number()
    opening = OpenTicket(
        number=mail.number,
        entry=0,
        subject=message.subject,
        text=read.text,
        requester=first.written,
        requester_name=first.name,
        by=mail.by,
        others=tuple(others),
        silent=True,
    )
    mail.work.happen(mail.number, opening)
    mail.do(
        Answer(
            entry=mail.entry(),
            by=mail.by,
            name=mail.person.name,
            text=read.text,
            attachments=staff_answer.files(message, None),
            inbox=mail.command.inbox,
            direct=message.message_id,
            recipients=tuple(person.written for person in people),
        )
    )
    return Opening(ticket=mail.number)


def _without_ticket(mail: StaffMail, read: Instructions) -> Opening | None:
    """Commands that need no ticket; without any, the person asks for something themselves."""
    if not read.wishes:
        return None
    answers = mail.message.message_id
    for wish in read.wishes:
        match wish:
            case staff_commands.Help():
                mail.work.send_alone(
                    staff_letters.help_(None, mail.person, mail.policy, answers, mail.work.now)
                )
            case staff_commands.Notify():
                name, kinds = f"notify:{mail.person.key}", list(wish.kinds)
                mail.later.append(partial(preferences.put, mail.work.connection, name, kinds))
                sentence = f"You get these notices: {', '.join(wish.kinds) or 'none'}."
                mail.work.send_alone(staff_letters.done(None, mail.person, mail.policy, [sentence], answers))
            case _:
                raise Stopped(
                    "It needs a ticket. Reply to a notice, or say with #for whose ticket this mail opens.",
                    line=wish.line,
                )
    for finish in mail.later:
        finish()
    return Opening(ticket=None)


def _open(mail: StaffMail, read: Instructions, request: _Request, number: int) -> None:
    policy, now = mail.policy, mail.work.now
    line = next((w.line for w in read.wishes if isinstance(w, staff_commands.For)), None)
    try:
        sendable_address(request.author.address)
    except UnsendableError as error:
        raise Stopped(str(error), line=line) from error
    if policy.is_own(request.author.address) or policy.person(request.author.address) is not None:
        raise Stopped(f"{request.author.address} belongs to the desk; #for names the customer.", line=line)
    for wish in read.wishes:
        if isinstance(wish, _NOT_HERE):
            raise Stopped("It does not go together with a new ticket.", line=wish.line)
    written_at = request.written_at
    if written_at is not None and not now - OLDEST < written_at.astimezone(UTC) <= now:
        written_at = None
    mail.number = number
    mail.work.happen(
        number,
        OpenTicket(
            number=number,
            entry=mail.entry(),
            subject=request.subject,
            text=request.text,
            requester=request.author.address,
            requester_name=request.author.name,
            by=mail.by,
            emergency=mail.command.verdict.emergency,
            language=language_of_text(request.text),
            attachments=staff_answer.files(mail.message, None),
            inbox=mail.command.inbox,
            written_at=written_at,
            message_id=request.message_id,
        ),
    )
    if request.above.strip():
        above = staff_commands.instructions(request.above)
        text = above.text if isinstance(above, Instructions) else request.above
        if text:
            mail.do(Note(entry=mail.entry(), by=mail.by, text=text))
    mail.done.append(f"Ticket {number} is open for {request.author.address}, who was told its number.")
    for wish in read.wishes:
        change(mail, wish)
    for wish in read.wishes:
        end(mail, wish)
    for finish in mail.later:
        finish()
    mail.work.send(
        number, staff_letters.done(mail.ticket, mail.person, policy, mail.done, mail.message.message_id)
    )


_NOT_HERE = (
    staff_commands.NoteOnly,
    staff_commands.Template,
    staff_commands.Merge,
    staff_commands.Split,
    staff_commands.Spam,
    staff_commands.SendAnyway,
    staff_commands.Forget,
)
