"""Mail by staff: commands and an answer are carried out together, or the whole mail is stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailticket.canned import Unprepared
from mailticket.desk.work import Work
from mailticket.mail import token
from mailticket.mail.address import Mailbox, canonical
from mailticket.mail.clean_html import clean_html
from mailticket.mail.message import Message, attachment_contents, parse
from mailticket.mail.reply import new_text
from mailticket.store import inbox as inbox_store
from mailticket.store import outbox as outbox_store
from mailticket.store import preferences
from mailticket.store import tickets as ticket_store
from mailticket.tickets import staff_answer, staff_commands, staff_letters
from mailticket.tickets.classify import CUSTOMER_FACING
from mailticket.tickets.commands import (
    Absorb,
    Answer,
    Command,
    Forget,
    Include,
    MergeInto,
    Note,
    OpenTicket,
    Receive,
    Refused,
    Remark,
    SetField,
    SetStatus,
    TakeEscalation,
)
from mailticket.tickets.history import Entry
from mailticket.tickets.model import Ticket
from mailticket.tickets.notices import staff_notice
from mailticket.tickets.page_reply import Acknowledge
from mailticket.tickets.policy import Person, Policy
from mailticket.tickets.staff_answer import Said
from mailticket.tickets.staff_commands import Instructions, Misread, Wish

Happen = Callable[[Work, int, Ticket | None, Command], Refused | None]

MAIL_KEPT = "staff-mail-stopped"
HELD = "answer-held"


class Stopped(Exception):
    """Something in the mail cannot be done, so nothing in it is."""

    def __init__(self, problem: str, *, line: str | None = None, suggestion: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.suggestion = suggestion


@dataclass(slots=True, kw_only=True)
class StaffMail:
    """One mail by a member of staff who is known for certain, and what is being done about it."""

    work: Work
    happen: Happen
    command: Receive
    person: Person
    number: int  # the ticket that it is about, as it is known now
    done: list[str]
    entry_used: bool = False
    later: list[Callable[[], None]] = field(default_factory=list)  # what cannot be given up: done at the end

    @property
    def policy(self) -> Policy:
        return self.work.tools.policy

    @property
    def message(self) -> Message:
        return self.command.message

    @property
    def by(self) -> str:
        return self.person.address

    @property
    def ticket(self) -> Ticket:
        ticket = self.work.ticket(self.number)
        if ticket is None:
            raise LookupError(f"ticket {self.number} was loaded before")
        return ticket

    def entry(self) -> int:
        """The id that the mail's own entry has; further ones get a new one."""
        if self.entry_used:
            return self.work.next_entry()
        self.entry_used = True
        return self.command.entry

    def do(self, command: Command, *, line: str | None = None) -> None:
        """Let it happen to the ticket, or stop the mail."""
        refused = self.happen(self.work, self.ticket.number, self.ticket, command)
        if refused is not None:
            raise Stopped(refused.sentence, line=line)


def reply_by_staff(work: Work, happen: Happen, command: Receive, number: int, person: Person) -> None:
    """Carry out a reply to a notice; what cannot be done comes back to its author with the reason."""
    mail = StaffMail(work=work, happen=happen, command=command, person=person, number=number, done=[])
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


def new_of(message: Message) -> str:
    return new_text(message.text, message.html, subject=message.subject)


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
        _note(mail, read)
    elif (
        read.text
        or read.has(staff_commands.Template)
        or read.has(staff_commands.SendAnyway)
        or (staff_answer.enclosed(mail.message) and not read.wishes)
    ):
        answered = _answer(mail, read, text, seen_at, closes=closes)
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


# --- commands --------------------------------------------------------------------------------------------


def change(mail: StaffMail, wish: Wish) -> None:
    """What a command changes, apart from what is said and how it ends."""
    match wish:
        case staff_commands.Set():
            _set(mail, wish)
        case staff_commands.Take():
            mail.do(SetField(name="assignee", value=mail.by, by=mail.by))
            if mail.ticket.escalation.state in ("active", "exhausted"):
                mail.do(TakeEscalation(wish=Acknowledge(), by=mail.by))
            mail.done.append("The ticket is yours.")
        case staff_commands.Include():
            people = tuple(Mailbox(name="", address=address) for address in wish.addresses)
            mail.do(Include(people=people, by=mail.by), line=wish.line)
            mail.done.append(f"From now on, {', '.join(wish.addresses)} takes part.")
        case staff_commands.Merge():
            _merge(mail, wish)
        case staff_commands.Split():
            _split(mail, wish)
        case staff_commands.Help():
            answers = mail.message.message_id
            letter = staff_letters.help_(mail.ticket, mail.person, mail.policy, answers, mail.work.now)
            mail.work.send(mail.ticket.number, letter)
        case staff_commands.Notify():
            name, kinds = f"notify:{mail.person.key}", list(wish.kinds)
            mail.later.append(lambda: preferences.put(mail.work.connection, name, kinds))
            mail.done.append(f"You get these notices: {', '.join(wish.kinds) or 'none'}.")
        case _:
            pass


def _set(mail: StaffMail, wish: staff_commands.Set) -> None:
    policy = mail.policy
    known = {"priority": policy.priorities, "queue": policy.queues, "kind": policy.kinds}.get(wish.field)
    if known is not None:
        value = next((one for one in known if one.casefold() == wish.value.casefold()), None)
        if value is None:
            problem = f"There is no {wish.field} {wish.value[:60]}; there is {', '.join(known)}."
            raise Stopped(problem, line=wish.line)
        shown = value
    else:
        colleague = policy.colleague(wish.value)
        if colleague is None:
            names = ", ".join(person.name for person in policy.staff)
            raise Stopped(f"{wish.value[:60]} is nobody, or not one alone; there is {names}.", line=wish.line)
        value, shown = colleague.address, colleague.name
    name = {"assignee": "assignee", "priority": "priority", "queue": "queue", "kind": "kind"}[wish.field]
    mail.do(SetField(name=name, value=value, by=mail.by), line=wish.line)  # type: ignore[arg-type] # one of Field
    mail.done.append(f"{wish.field.capitalize()}: {shown}.")


def _merge(mail: StaffMail, wish: staff_commands.Merge) -> None:
    source, target = mail.ticket, mail.work.ticket(wish.into)
    if target is None:
        raise Stopped(f"There is no ticket {wish.into}.", line=wish.line)
    mail.do(MergeInto(into=target.number, by=mail.by), line=wish.line)
    mail.work.lead(source.number, target.number)
    refused = mail.happen(mail.work, target.number, target, Absorb(ticket=source, by=mail.by))
    if refused is not None:
        raise Stopped(refused.sentence, line=wish.line)
    mail.number = target.number
    mail.done.append(f"Ticket {source.number} is part of {target.number} now.")


def _split(mail: StaffMail, wish: staff_commands.Split) -> None:
    """The customer's last message becomes a ticket of its own; it stays in the history of this one."""
    ticket = mail.ticket
    said = [e for e in mail.work.said(ticket.number) if e.kind == "correspondence" and e.direction == "in"]
    if len(said) < 2:
        raise Stopped("The ticket has one message only; there is nothing to split off.", line=wish.line)
    last = said[-1]
    number = mail.work.next_number()
    author = canonical(last.author or "")
    refused = mail.happen(
        mail.work,
        number,
        None,
        OpenTicket(
            number=number,
            entry=mail.work.next_entry(),
            subject=ticket.subject,
            text=last.text,
            requester=last.author or ticket.requester,
            requester_name=str(last.data.get("name") or ""),
            by=mail.by,
            priority=ticket.priority,
            queue=ticket.queue,
            kind=ticket.kind,
            language=ticket.language,
            attachments=last.attachments,
            inbox=last.inbox,
            written_at=last.at,
            message_id=last.message_id,
            from_ticket=ticket.number,
            others=tuple(person for person in ticket.participants if person.address != author),
        ),
    )
    if refused is not None:
        raise Stopped(refused.sentence, line=wish.line)
    text = f"The message of {last.at:%Y-%m-%d %H:%M} UTC is ticket {number} now"
    mail.do(Remark(what="split", text=text, by=mail.by, data={"ticket": number}))
    mail.done.append(f"The customer's last message is ticket {number} now.")


def forget(mail: StaffMail, wish: staff_commands.Forget) -> None:
    """Remove a person and their words from the history; done last, for it cannot be given up."""
    ticket = mail.ticket
    address = wish.address or ticket.requester
    if canonical(address) == canonical(ticket.requester) and ticket.status != "closed":
        raise Stopped(
            "The requester can be forgotten once the ticket is closed: use #close too.", line=wish.line
        )
    mail.do(Forget(address=address, by=mail.by), line=wish.line)
    words = ticket_store.forget_words
    mail.later.append(lambda: words(mail.work.connection, ticket.number, canonical(address)))
    mail.done.append(
        "The ticket holds none of their words any more. The mails as they came stay in the inbox:"
        " `mailticket inbox list` names them."
    )


def end(mail: StaffMail, wish: Wish) -> None:
    match wish:
        case staff_commands.Close():
            mail.do(SetStatus(status="closed", by=mail.by, reason=f"closed by {mail.by}"), line=wish.line)
            mail.done.append("The ticket is closed.")
        case staff_commands.Wait():
            until = mail.work.now + wish.length if wish.length else None
            mail.do(
                SetStatus(status="pending", by=mail.by, until=until, reason=f"set by {mail.by}"),
                line=wish.line,
            )
            shown = f" until {until:%Y-%m-%d %H:%M} UTC" if until else ""
            mail.done.append(f"The ticket waits for the customer{shown}.")
        case staff_commands.Spam():
            mail.do(SetStatus(status="closed", by=mail.by, reason="spam", quiet=True), line=wish.line)
            mail.done.append("The ticket is closed as spam; nothing was sent.")
        case _:
            pass


# --- what is said ----------------------------------------------------------------------------------------


def _note(mail: StaffMail, read: Instructions) -> None:
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


def _answer(
    mail: StaffMail, read: Instructions, text: str, seen_at: datetime | None, *, closes: bool
) -> bool:
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


def raw_of(work: Work, inbox: int) -> bytes:
    row = inbox_store.get(work.connection, inbox)
    return inbox_store.read(work.connection, row.sha256) if row is not None else b""


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
    return _answer(mail, replace(read, wishes=(*read.wishes, wish)), text, None, closes=closes)


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
        by=first.author,
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


# --- what is told ----------------------------------------------------------------------------------------


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
