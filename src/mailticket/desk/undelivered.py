"""Mail of ours that did not arrive: staff can see it, and the customer still waits for what it answered."""

from typing import Any

from mailticket.desk.page_mail import page_bounced
from mailticket.desk.work import Work
from mailticket.mail.address import canonical
from mailticket.mail.message import Message
from mailticket.store import dead_addresses
from mailticket.store import outbox as outbox_store
from mailticket.store import pages as page_store
from mailticket.tickets import staff_letters
from mailticket.tickets.commands import DeliveryFailed
from mailticket.tickets.dead_address import why_dead, why_refused_for_good

ANSWER = "answer"


def delivery_failed(work: Work, mail: Any, reason: str) -> None:
    """A mail of the outbox will never arrive."""
    ticket = work.ticket(mail.ticket) if mail.ticket is not None else None
    if ticket is None:
        return
    if (why := why_refused_for_good(reason)) is not None:
        _address_died(work, mail.recipient, why)
    if _answer_undelivered(work, mail, reason, delayed=False):
        return
    pages = page_store.of_mails(work.connection, [mail.id]).get(mail.id, [])
    about: dict[int, tuple[int, int] | None] = {row.ticket: (row.pass_, row.step) for row in pages}
    about.setdefault(ticket.number, None)
    for number, page in about.items():
        if work.ticket(number) is not None:
            failed = DeliveryFailed(
                outbox=mail.id, kind=mail.kind, recipient=mail.recipient, reason=reason, page=page
            )
            work.happen(number, failed)


def came_back(work: Work, outbox: int, message: Message) -> None:
    """A report or its like came to the reverse-path that we signed for a mail of the outbox."""
    mail = outbox_store.get(work.connection, outbox)
    if mail is None:
        return
    why = why_dead(message.report.recipients) if message.report else None
    if why is not None:
        _address_died(work, mail.recipient, why)
    page_bounced(work, outbox, message)
    _answer_bounced(work, mail, message)


def _answer_bounced(work: Work, mail: Any, message: Message) -> None:
    report = message.report
    bounced = message.automatic is not None and message.automatic.kind == "bounce"
    if report.kind not in ("failed", "delayed") if report else not bounced:
        return  # programs of people on holiday write to the reverse-path, too
    said = [f"{one.status} {one.diagnostic}".strip() for one in report.recipients] if report else []
    reason = next((text for text in said if text), "") or "It came back."
    delayed = report is not None and report.kind == "delayed"
    _answer_undelivered(work, mail, reason, delayed=delayed)


def _address_died(work: Work, address: str, reason: str) -> None:
    if work.tools.policy.person(address) is None:  # staff are looked after by those who run the desk
        dead_addresses.put(work.connection, address, reason=reason, at=work.now)


def _answer_undelivered(work: Work, mail: Any, reason: str, *, delayed: bool) -> bool:
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
        work.happen(ticket.number, failed)
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
