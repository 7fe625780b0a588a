"""A customer's single word is followed: for their own tickets, and not too often."""

from dataclasses import replace
from datetime import timedelta

from mailticket.desk.work import Work
from mailticket.mail.address import Mailbox, canonical
from mailticket.store import tickets as ticket_store
from mailticket.store.lately import queued_since
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.commands import Receive, Remark, SetStatus
from mailticket.tickets.customer_commands import customer_word
from mailticket.tickets.events import EmergencyConfirmed
from mailticket.tickets.letter import Letter, common, tag_of
from mailticket.tickets.model import Ticket
from mailticket.tickets.verdict import Reason, Verdict

HOUR = timedelta(hours=1)
MOST_TICKETS = 20
_KINDS = ("status", "closed")


def follow(work: Work, command: Receive) -> Verdict | None:
    """Do what a customer asks for by a single word; None if the mail is one for people to read.

    The verdict that is given back names the ticket that it was done to, if it was one.
    """
    policy, message, verdict = work.tools.policy, command.message, command.verdict
    word = customer_word(message.reply_text or message.text, policy.emergency_words)
    if word is None or not verdict.open or len(message.from_) != 1 or message.attachments:
        return None
    author = message.from_[0].address
    if policy.is_own(author) or policy.person(author) is not None or not _may(work, author):
        return None
    here = work.ticket(verdict.ticket) if verdict.ticket is not None else None
    if here is not None and here.participant(author) is None:
        return None
    mine = _own_tickets(work, author)
    if here is None and not mine:
        return None
    about = here or (mine[0] if len(mine) == 1 else None)
    reasons = (*verdict.reasons, Reason(rule="customer-command", evidence=word))
    match word:
        case "emergency" if about is not None:
            joined = replace(
                verdict, kind="reply", ticket=about.number, authority=verdict.authority or "participant"
            )
            joined = replace(joined, reasons=reasons, linked=(), emergency=True)
            work.happen(about.number, replace(command, verdict=joined))
            work.record(about.number, [EmergencyConfirmed(at=work.now, to=author)])
            return joined
        case "emergency":
            return None  # it opens a ticket, and the ladder starts
        case "close" if about is not None:
            _remark(work, about, command, word, author)
            reason = "the customer asked for it"
            closed = SetStatus(status="closed", by=author, reason=reason)
            work.happen(about.number, closed)
        case "close":  # of several, nobody can tell which one is meant
            _tell(work, here, Mailbox(name="", address=author), command, "help", {})
        case _:
            _tell(work, here, Mailbox(name="", address=author), command, "status", _stand(mine, work))
    if word != "close" and here is not None:
        _remark(work, here, command, word, author)
    done = about if word == "close" else here
    return replace(verdict, reasons=reasons, linked=(), ticket=done.number if done else None, kind="reply")


def _may(work: Work, author: str) -> bool:
    most = work.tools.policy.customer_commands_hour
    key = sender_key(author)
    lately = (queued_since(work.connection, kind, key, work.now - HOUR, most=most + 1) for kind in _KINDS)
    now = sum(mail.kind in _KINDS and mail.recipient_key == key for mail in work.mails)
    return sum(map(len, lately)) + now < most


def _own_tickets(work: Work, author: str) -> list[Ticket]:
    """The open tickets that somebody takes part in, newest first."""
    numbers = ticket_store.of_participant(work.connection, canonical(author))
    work.load(numbers)
    found: dict[int, Ticket] = {}
    for number in numbers:
        ticket = work.ticket(number)
        if ticket is not None and ticket.status != "closed" and ticket.participant(author) is not None:
            found[ticket.number] = ticket
    return list(found.values())[:MOST_TICKETS]


def _remark(work: Work, ticket: Ticket, command: Receive, word: str, author: str) -> None:
    text = f"{author} asked by mail: {word}"
    remark = Remark(what="customer-command", text=text, by=author, entry=command.entry, inbox=command.inbox)
    work.happen(ticket.number, remark)


def _stand(tickets: list[Ticket], work: Work) -> dict[str, object]:
    policy = work.tools.policy
    return {
        "tickets": [
            {
                "tag": tag_of(ticket, policy),
                "subject": ticket.subject,
                "status": ticket.status,
                "opened_at": ticket.opened_at,
                "answer_by": ticket.clock.due_at,
            }
            for ticket in tickets
        ]
    }


def _tell(
    work: Work,
    ticket: Ticket | None,
    to: Mailbox,
    command: Receive,
    template: str,
    values: dict[str, object],
) -> None:
    """Answer to the address of the author, and to no other that the mail may name."""
    policy = work.tools.policy
    customer = policy.customer_of(to.address)
    emergency = policy.emergency_addresses[0] if policy.emergency_addresses else None
    known = common(ticket, policy) if ticket else {"desk_name": policy.name}
    letter = Letter(
        kind="status",
        template=template,
        to=(to,),
        language=(ticket.language if ticket else None)
        or (customer.language if customer else None)
        or policy.language,
        time_zone=(customer.time_zone if customer else None) or policy.time_zone,
        values={**known, "emergency_address": emergency, **values}
        if template == "help"
        else {**known, **values},
        auto_submitted="auto-replied",
        answers=command.message.message_id,
    )
    if ticket is None:
        work.send_alone(letter)
    else:
        work.send(ticket.number, letter)
