"""Pages go out: what is due is read again, and many tickets at once become one page for each person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from mailticket.desk.journal import LogLine
from mailticket.desk.past import background
from mailticket.desk.work import Work
from mailticket.mail.address import canonical
from mailticket.store import outbox as outbox_store
from mailticket.store import pages as page_store
from mailticket.store import tickets as ticket_store
from mailticket.store.lately import queued_since
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.letter import Letter
from mailticket.tickets.model import Ticket
from mailticket.tickets.paging_letters import page, page_bundle

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BETWEEN_BUNDLES = timedelta(seconds=2)  # so that a storm is one mail every few seconds at most


def send_pages(work: Work, *, only: int | None = None) -> None:
    """Write the mails of all pages that wait (or of one), or cancel what is no longer wanted."""
    people: dict[str, list[Any]] = {}
    for row in page_store.waiting(work.connection):
        if only is not None and row.id != only:
            continue
        people.setdefault(canonical(row.to), []).append(row)
    for rows in people.values():
        _page_person(work, rows)


def is_wanted(ticket: Ticket, to: str) -> bool:
    """Whether somebody still is to be told: the ladder runs, or they hold the ticket or are handed it."""
    state = ticket.escalation
    if state.state in ("active", "exhausted"):
        return True
    people = (state.acknowledged_by, state.handed_to)
    return state.state == "acknowledged" and canonical(to) in {canonical(one) for one in people if one}


def unwanted(connection: Connection, outbox: Sequence[int]) -> set[int]:
    """Those of these pages that nobody needs any more: all their tickets are taken or answered."""
    carried = page_store.of_mails(connection, outbox)
    numbers = {row.ticket for rows in carried.values() for row in rows}
    tickets = ticket_store.load(connection, numbers)
    return {
        id_
        for id_, rows in carried.items()
        if not any((t := tickets.get(row.ticket)) is None or is_wanted(t, row.to) for row in rows)
    }


def _page_person(work: Work, waiting: Sequence[Any]) -> None:
    """One page for each ticket, or one for all when there are many; what was taken meanwhile needs none."""
    policy, to = work.tools.policy, waiting[0].to
    most = policy.pages_per_minute
    lately = queued_since(work.connection, "page", sender_key(to), work.now - MINUTE, most=most + 1)
    many = len({row.ticket for row in waiting}) + len(lately) > most
    if many and lately and work.now - max(lately) < BETWEEN_BUNDLES:
        return  # the next one takes them all
    work.load(row.ticket for row in waiting)
    rows = [row for row in waiting if (t := work.ticket(row.ticket)) is not None and is_wanted(t, row.to)]
    cancelled = {row.id for row in waiting} - {row.id for row in rows}
    page_store.settle(work.connection, sorted(cancelled), state="cancelled")
    numbers = list(dict.fromkeys(row.ticket for row in rows))
    if len(numbers) + len(lately) <= most:
        for number in numbers:
            _send(work, [number], [row for row in rows if row.ticket == number])
    elif rows:
        _send(work, numbers, rows, others=_still_told(work, to, set(numbers)))


def _still_told(work: Work, to: str, beside: set[int]) -> list[int]:
    """Other tickets that somebody was told of before, and that nobody has taken."""
    numbers = page_store.told_of(work.connection, sender_key(to), since=work.now - DAY)
    work.load(numbers)
    return [
        number
        for number in numbers
        if number not in beside
        and (ticket := work.ticket(number)) is not None
        and ticket.escalation.state == "active"
    ]


def _send(work: Work, new: Sequence[int], rows: Sequence[Any], others: Sequence[int] = ()) -> None:
    """One mail for these tickets, which counts the others too."""
    to = rows[0].to
    numbers = [*new, *others]
    tickets = [ticket for number in numbers if (ticket := work.ticket(number)) is not None]
    letter = _letter(work, tickets, rows)
    # What still waits, because the relay was away, is told by this one.
    earlier = page_store.to_person(work.connection, numbers, to)
    replaced = outbox_store.supersede(work.connection, earlier, reason="A later page tells the same")
    outbox = work.send(tickets[0].number, letter)
    if outbox is None:  # the address cannot be written to: somebody else must be told
        page_store.settle(work.connection, [row.id for row in rows], state="failed")
        lost = {"ticket": tickets[0].number, "reason": f"No page can be written to {to}; the log says why."}
        work.log.append(LogLine(event="alarm.raised", level="error", fields=lost))
        return
    page_store.settle(work.connection, [row.id for row in rows], state="notified", outbox=outbox)
    page_store.move(work.connection, replaced, outbox)
    for ticket in tickets[1 : len(new)]:
        work.also_in_history(ticket.number, letter, outbox, f"One page for {len(tickets)} tickets")
    for row in rows:
        fields = {"ticket": row.ticket, "step": row.step, "pass": row.pass_, "to": to, "outbox": outbox}
        work.log.append(LogLine(event="escalation.notified", level="warning", fields=fields))


def _letter(work: Work, tickets: Sequence[Ticket], rows: Sequence[Any]) -> Letter:
    policy, to, now = work.tools.policy, rows[0].to, work.now
    if len(tickets) > 1:
        return page_bundle(tickets, to, policy)
    ticket = tickets[0]
    ladder = policy.ladder(ticket.escalation.ladder, now)
    return page(
        ticket,
        to,
        policy,
        now,
        background(work.connection, ticket.number),
        step=rows[0].step,
        steps=len(ladder.steps) if ladder else 0,
    )
