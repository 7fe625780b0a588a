"""An answer that did not arrive comes back to its author, and the customer still waits for one."""

from typing import Any

from mailticket.desk.staff_mail import Happen
from mailticket.desk.work import Work
from mailticket.mail.address import canonical
from mailticket.tickets import staff_letters
from mailticket.tickets.commands import DeliveryFailed

ANSWER = "answer"


def answer_undelivered(work: Work, happen: Happen, mail: Any, reason: str, *, delayed: bool) -> bool:
    """Tell of a mail of the outbox that did not arrive; False if it is no answer."""
    ticket = work.ticket(mail.ticket) if mail.kind == ANSWER and mail.ticket is not None else None
    if ticket is None:
        return False
    history = work.said(mail.ticket) or work.said(ticket.number)
    entry = next((e for e in history if e.message_id == mail.message_id and e.direction == "out"), None)
    if not delayed:
        failed = DeliveryFailed(
            outbox=mail.id,
            kind=ANSWER,
            recipient=mail.recipient,
            reason=reason,
            answer=_last_answer(history, entry.id if entry else None),
        )
        happen(work, ticket.number, ticket, failed)
    author = canonical(entry.author or "") if entry else ""
    policy = work.tools.policy
    people = [p for p in policy.staff if p.key == author] or policy.people_for(ticket.queue)
    current = work.ticket(ticket.number) or ticket
    for person in people:
        letter = staff_letters.not_delivered(
            current,
            person,
            policy,
            recipient=mail.recipient,
            delayed=delayed,
            reason=reason,
            text=entry.text if entry else "",
        )
        work.send(ticket.number, letter)
    return True


def _last_answer(history: list[Any], entry: int | None) -> int | None:
    """The entry of the answer, if nobody answered after it: then the debt to the customer is open again."""
    answers = [e.id for e in history if e.kind == "correspondence" and e.direction == "out"]
    return entry if entry is not None and answers and answers[-1] == entry else None
