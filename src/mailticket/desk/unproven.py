"""Somebody wrote in the name of staff: the tickets say so, and an alarm tells when it happens again."""

from datetime import datetime, timedelta

from mailticket.desk.work import Work
from mailticket.mail.address import canonical
from mailticket.mail.message import Message
from mailticket.store import preferences
from mailticket.tickets.commands import Remark
from mailticket.tickets.verdict import UNPROVEN, Verdict

SPAN = timedelta(days=1)  # within which it repeats
MOST_REMARKS = 10  # tickets that one mail leaves a remark on
KEPT = 100  # moments that are remembered


def remark_unproven(work: Work, verdict: Verdict, message: Message) -> None:
    """Leave a remark on the tickets that a mail in the name of staff points to, whoever wrote it."""
    if not any(reason.rule == UNPROVEN for reason in verdict.reasons):
        return
    author = message.from_[0].address
    numbers = (*((verdict.ticket,) if verdict.ticket is not None else ()), *verdict.linked)
    tickets = [ticket for number in numbers[:MOST_REMARKS] if (ticket := work.ticket(number)) is not None]
    tickets = [ticket for ticket in tickets if ticket.participant(author) is None]
    if not tickets:
        return
    name = f"unproven:{canonical(author)[:200]}"
    before = [datetime.fromisoformat(at) for at in preferences.get(work.connection, name) or ()]
    lately = [at for at in before if work.now - SPAN < at <= work.now]
    preferences.put(work.connection, name, [at.isoformat() for at in (*lately, work.now)][-KEPT:])
    often = f"; {len(lately) + 1} times within a day" if lately else ""
    text = (
        f"Somebody wrote as {author} without being proven to be them; nothing was done in their name{often}"
    )
    for ticket in tickets:
        remark = Remark(what=UNPROVEN, text=text, data={"alarm": bool(lately)})
        work.happen(ticket.number, remark)
