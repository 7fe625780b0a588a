"""Who was told of what: the pages of the escalations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from mailticket.store.schema import outbox, pages, timers


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Somebody is to be told of a ticket."""

    ticket: int
    pass_: int
    step: int
    to: str
    at: datetime


def add(connection: Connection, wanted: Sequence[Page]) -> None:
    """Let people be told; they are when the pages are sent."""
    if wanted:
        connection.execute(
            insert(pages),
            [
                {
                    "ticket": p.ticket,
                    "pass_": p.pass_,
                    "step": p.step,
                    "to": p.to,
                    "at": p.at,
                    "state": "waiting",
                }
                for p in wanted
            ],
        )


def some_waiting(connection: Connection) -> bool:
    """Whether there are pages to be sent."""
    return (
        connection.execute(select(pages.c.id).where(pages.c.state == "waiting").limit(1)).first() is not None
    )


def waiting(connection: Connection) -> list[Row[Any]]:
    """All pages to be sent, oldest first, held against others until the transaction ends."""
    query = select(pages).where(pages.c.state == "waiting").order_by(pages.c.id)
    return list(connection.execute(query.with_for_update()))


def settle(connection: Connection, ids: Sequence[int], *, state: str, outbox: int | None = None) -> None:
    """Write what became of pages: notified by a mail, cancelled, failed."""
    if ids:
        values: dict[str, Any] = {"state": state}
        if outbox is not None:
            values["outbox"] = outbox
        connection.execute(update(pages).where(pages.c.id.in_(ids)).values(**values))


def move(connection: Connection, mails: Sequence[int], outbox: int) -> None:
    """Let another mail carry the pages of mails that were replaced by it."""
    if mails:
        connection.execute(update(pages).where(pages.c.outbox.in_(mails)).values(outbox=outbox))


def of_mails(connection: Connection, outbox: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The pages that each of these mails carries."""
    found: dict[int, list[Row[Any]]] = {}
    query = select(pages).where(pages.c.outbox.in_(outbox)).order_by(pages.c.id)
    for row in connection.execute(query):
        found.setdefault(row.outbox, []).append(row)
    return found


def to_person(connection: Connection, tickets: Sequence[int], to: str) -> list[int]:
    """The mails that told somebody of any of these tickets, and of no other one."""
    query = select(pages.c.outbox, pages.c.ticket).where(
        pages.c.ticket.in_(tickets), pages.c.to == to, pages.c.outbox.is_not(None)
    )
    mails = {row.outbox for row in connection.execute(query)}
    carried = of_mails(connection, sorted(mails))
    return [id_ for id_, rows in carried.items() if all(row.ticket in tickets for row in rows)]


def told_of(connection: Connection, key: str, *, since: datetime) -> list[int]:
    """The tickets that somebody (their key in the outbox) was told of since then and that still escalate."""
    lately = select(outbox.c.id).where(
        outbox.c.recipient_key == key, outbox.c.kind == "page", outbox.c.created_at > since
    )
    query = (
        select(pages.c.ticket)
        .join(timers, (timers.c.ticket == pages.c.ticket) & (timers.c.kind == "escalation"))
        .where(pages.c.outbox.in_(lately))
        .distinct()
        .order_by(pages.c.ticket)
    )
    return list(connection.execute(query).scalars())


def of_ticket(connection: Connection, number: int | None = None) -> list[Row[Any]]:
    """The pages of a ticket, or of all, oldest first."""
    query = select(pages).order_by(pages.c.id)
    if number is not None:
        query = query.where(pages.c.ticket == number)
    return list(connection.execute(query))
