"""What staff change by mail: properties, people, status, merging and splitting."""

from mailticket.desk.staff_mail import StaffMail, Stopped
from mailticket.mail.address import Mailbox, canonical
from mailticket.store import preferences
from mailticket.store import tickets as ticket_store
from mailticket.tickets import staff_commands, staff_letters
from mailticket.tickets.commands import (
    Absorb,
    Forget,
    Include,
    MergeInto,
    OpenTicket,
    Remark,
    SetField,
    SetStatus,
    TakeEscalation,
)
from mailticket.tickets.page_reply import Acknowledge
from mailticket.tickets.staff_commands import Wish


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
    refused = mail.work.happen(target.number, Absorb(ticket=source, by=mail.by))
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
    refused = mail.work.happen(
        number,
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
        closed = SetStatus(status="closed", by=mail.by, reason="its requester is forgotten", quiet=True)
        mail.do(closed, line=wish.line)
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
