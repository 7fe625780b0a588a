"""Moments that have come: deadlines are handled, and then the pages that follow from them are sent."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailticket.desk.journal import LogLine
from mailticket.desk.paging import send_pages
from mailticket.desk.work import Begin, Done, Work
from mailticket.store import pages as page_store
from mailticket.store import timers as timer_store
from mailticket.store.database import is_trouble
from mailticket.store.timers import Timer
from mailticket.tickets.commands import DeliveryFailed, MomentCame
from mailticket.tickets.timers import timers

_POSTPONED = timedelta(minutes=1)  # for a deadline whose handling fails


def some_due(connection: Connection, now: datetime) -> bool:
    """Whether there is anything to do."""
    due = timer_store.due(connection, now=now, most=1, hold=False)
    return bool(due) or page_store.some_waiting(connection)


def handle(work: Work, most: int) -> Done:
    """Handle what is due, all at once."""
    due = timer_store.due(work.connection, now=work.now, most=most)
    work.load(timer.ticket for timer in due)
    for timer in due:
        _moment(work, timer)
    work.save()  # the pages are read back from the store
    send_pages(work)
    return work.done(more=len(due) == most)


def handle_one_by_one(begin: Begin, most: int) -> Done:
    """Handle each in a transaction of its own, so that one whose handling fails costs only itself."""
    log: list[LogLine] = []
    with begin() as work:
        due = timer_store.due(work.connection, now=work.now, most=most)
    for timer in due:
        try:
            with begin() as work:
                work.load([timer.ticket])
                _moment(work, timer)
        except Exception as error:
            if is_trouble(error):
                raise
            with begin() as work:
                timer_store.postpone(work.connection, timer, until=work.now + _POSTPONED)
                reason = f"The {timer.kind} of the ticket could not be handled: {error!r}"[:500]
                work.log.append(_alarm(timer.ticket, reason))
        log.extend(work.log)
    return Done(log=[*log, *_send_pages_one_by_one(begin)], mails=1)


def _send_pages_one_by_one(begin: Begin) -> list[LogLine]:
    """A page that cannot be written keeps nobody else from theirs, and moves its ladder on."""
    log: list[LogLine] = []
    with begin() as work:
        waiting = page_store.waiting(work.connection)
    for row in waiting:
        try:
            with begin() as work:
                send_pages(work, only=row.id)
        except Exception as error:
            if is_trouble(error):
                raise
            reason = f"A page to {row.to} could not be written: {error!r}"[:500]
            with begin() as work:
                page_store.settle(work.connection, [row.id], state="failed")
                page = (row.pass_, row.step)
                lost = DeliveryFailed(outbox=0, kind="page", recipient=row.to, reason=reason, page=page)
                work.happen(row.ticket, lost)
                work.log.insert(0, _alarm(row.ticket, reason))
        log.extend(work.log)
    return log


def _alarm(ticket: int, reason: str) -> LogLine:
    return LogLine(event="alarm.raised", level="error", fields={"ticket": ticket, "reason": reason})


def _moment(work: Work, timer: Timer) -> None:
    ticket, key = work.ticket(timer.ticket), (timer.ticket, timer.kind)
    if ticket is None or ticket.number != timer.ticket:
        timer_store.drop(work.connection, [key])
        return
    policy = work.tools.policy
    if timers(ticket, policy).get(timer.kind) != timer.due_at:  # the deadline moved, or is none any more
        timer_store.drop(work.connection, [key])
        work.renew_timers(ticket.number)
    work.happen(ticket.number, MomentCame(kind=timer.kind))
    after = work.ticket(timer.ticket)
    if after is not None and timers(after, policy).get(timer.kind) == timer.due_at:
        timer_store.drop(work.connection, [key])  # nothing came of it
