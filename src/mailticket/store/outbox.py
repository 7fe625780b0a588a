"""Mail on its way out: fixed bytes with a fixed Message-ID, sent at least once."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, true, update

from mailticket.store import inbox as inbox_store
from mailticket.store.schema import outbox
from mailticket.store.types import possible

RANKS: Mapping[str, int] = {
    "page": 0,
    "alarm": 1,
    "answer": 2,
    "acknowledgement": 3,
    "notice": 4,
    "reminder": 5,
    "announcement": 9,
}
"""Which kind of mail goes first; a lower rank overtakes a higher one."""

DEFAULT_RANK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to be sent to one person."""

    id: int
    ticket: int | None
    kind: str
    reverse_path: str
    recipient: str
    recipient_key: str
    message_id: str
    data: bytes
    lane: str
    created_at: datetime
    next_at: datetime
    guard: Mapping[str, object] | None = None
    inbox: int | None = None  # the message that it follows from


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A claimed mail whose moment has come."""

    id: int
    ticket: int | None
    kind: str
    reverse_path: str
    recipient: str
    message_id: str
    created_at: datetime
    attempts: int
    size: int
    sha256: str
    guard: Mapping[str, object] | None
    inbox: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What became of an attempt: sent, waiting (with the next moment), failed or cancelled."""

    id: int
    state: str
    next_at: datetime
    reason: str | None
    sent_at: datetime | None = None


def add(connection: Connection, mails: Sequence[Mail]) -> None:
    """Queue mails; they are sent once the transaction is durable."""
    if not mails:
        return
    rows: list[dict[str, object]] = []
    bytes_: list[tuple[str, int, bytes | None]] = []
    for mail in mails:
        sha256 = hashlib.sha256(mail.data).hexdigest()
        size = len(mail.data)
        starts = range(0, max(size, 1), inbox_store.PART)
        bytes_.extend((sha256, n, mail.data[at : at + inbox_store.PART]) for n, at in enumerate(starts))
        rows.append(
            {
                "id": mail.id,
                "ticket": mail.ticket,
                "inbox": mail.inbox,
                "kind": mail.kind,
                "reverse_path": mail.reverse_path,
                "recipient": mail.recipient,
                "recipient_key": mail.recipient_key,
                "message_id": mail.message_id,
                "created_at": mail.created_at,
                "rank": RANKS.get(mail.kind, DEFAULT_RANK),
                "lane": mail.lane,
                "guard": dict(mail.guard) if mail.guard is not None else None,
                "state": "waiting",
                "attempts": 0,
                "next_at": mail.next_at,
                "size": size,
                "sha256": sha256,
            }
        )
    inbox_store.keep(connection, bytes_)
    connection.execute(insert(outbox), rows)


def claim(
    connection: Connection,
    *,
    token: str,
    now: datetime,
    lease: timedelta,
    most: int,
    most_bytes: int,
) -> list[Due]:
    """Lease mails whose moment has come: the most urgent first, of each lane only the first."""
    earlier = outbox.alias("earlier")
    blocked = (
        select(earlier.c.id)
        .where(earlier.c.state == "waiting", earlier.c.lane == outbox.c.lane, earlier.c.id < outbox.c.id)
        .exists()
    )
    query = (
        select(*_DUE)
        .where(
            outbox.c.state == "waiting",
            outbox.c.next_at <= now,
            or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
            ~blocked,
        )
        .order_by(outbox.c.rank, outbox.c.next_at, outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=outbox)
    )
    rows: list[Any] = []
    total = 0
    for row in connection.execute(query):
        total += row.size
        if rows and total > most_bytes:
            break
        rows.append(row)
    if rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(lease_token=token, lease_until=now + lease)
        )
    return [Due(**row._mapping) for row in rows]


def some_due(connection: Connection, *, now: datetime) -> bool:
    """Whether there is something to claim."""
    query = select(outbox.c.id).where(
        outbox.c.state == "waiting",
        outbox.c.next_at <= now,
        or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
    )
    return connection.execute(query.limit(1)).first() is not None


def renew(connection: Connection, ids: Sequence[int], *, token: str, until: datetime) -> None:
    """Keep a claim on mails that take their time to send."""
    connection.execute(
        update(outbox).where(outbox.c.id.in_(ids), outbox.c.lease_token == token).values(lease_until=until)
    )


def release(connection: Connection, ids: Sequence[int], *, token: str) -> None:
    """Give a claim back without an attempt."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.lease_token == token)
        .values(lease_token=None, lease_until=None)
    )


def record(connection: Connection, attempts: Sequence[Attempted], *, token: str) -> set[int]:
    """Write what became of attempts; the ids for which that is so.

    A mail whose claim was lost meanwhile is left to its new owner.
    """
    claimed = select(outbox.c.id).where(
        outbox.c.id.in_([attempt.id for attempt in attempts]), outbox.c.lease_token == token
    )
    mine = set(connection.execute(claimed.with_for_update()).scalars()) if attempts else set()
    if not mine:
        return mine
    statement = (
        update(outbox)
        .where(outbox.c.id == bindparam("key"))
        .values(
            state=bindparam("to_state"),
            next_at=bindparam("to_next_at"),
            reason=bindparam("to_reason"),
            sent_at=bindparam("to_sent_at"),
            attempts=outbox.c.attempts + 1,
            lease_token=None,
            lease_until=None,
        )
    )
    connection.execute(
        statement,
        [
            {
                "key": a.id,
                "to_state": a.state,
                "to_next_at": a.next_at,
                "to_reason": a.reason,
                "to_sent_at": a.sent_at,
            }
            for a in attempts
            if a.id in mine
        ],
    )
    return mine


def retry(connection: Connection, ids: Sequence[int], *, now: datetime) -> set[int]:
    """Send at once what waits, failed or was cancelled; the ids for which that is so.

    A mail that is on its way keeps its lease, so that it is not sent twice.
    """
    rows = connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(possible(ids)), outbox.c.state != "sent")
        .values(state="waiting", next_at=now, attempts=0, created_at=now, reason=None)
        .returning(outbox.c.id)
    )
    return set(rows.scalars())


def send_again(connection: Connection, id_: int, *, at: datetime, most: int) -> None:
    """Send a mail that came back once more, unless it has been tried so often already."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == id_, outbox.c.state == "sent", outbox.c.attempts < most)
        .values(state="waiting", next_at=at, reason="It came back")
    )


def hurry(connection: Connection, *, now: datetime, reason_begins: str) -> None:
    """Send at once what waits for a reason that is over."""
    connection.execute(
        update(outbox)
        .where(
            outbox.c.state == "waiting",
            outbox.c.next_at > now,
            outbox.c.reason.startswith(reason_begins, autoescape=True),
        )
        .values(next_at=now)
    )


def cancel(
    connection: Connection, ids: Sequence[int], *, reason: str, at_rest: datetime | None = None
) -> set[int]:
    """Let waiting mails not be sent; the ids for which that is so.

    With `at_rest` only those that are on nobody's way at that moment.
    """
    free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= at_rest) if at_rest else true()
    rows = connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(possible(ids)), outbox.c.state == "waiting", free)
        .values(state="cancelled", reason=reason, lease_token=None, lease_until=None)
        .returning(outbox.c.id)
    )
    return set(rows.scalars())


def supersede(connection: Connection, ids: Sequence[int], *, reason: str) -> list[int]:
    """Cancel those of the mails that wait and are in nobody's hands; their ids."""
    if not ids:
        return []
    rows = connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == "waiting", outbox.c.lease_token.is_(None))
        .values(state="cancelled", reason=reason)
        .returning(outbox.c.id)
    )
    return list(rows.scalars())


def get(connection: Connection, id_: int) -> Row[Any] | None:
    return connection.execute(select(outbox).where(outbox.c.id.in_(possible([id_])))).one_or_none()


def rows(
    connection: Connection, *, state: str | None = None, ticket: int | None = None
) -> Iterator[Row[Any]]:
    """All mails, oldest first, or those of one state or ticket."""
    query = select(outbox).order_by(outbox.c.id)
    if state is not None:
        query = query.where(outbox.c.state == state)
    if ticket is not None:
        query = query.where(outbox.c.ticket.in_(possible([ticket])))
    yield from connection.execution_options(yield_per=500).execute(query)


def damaged(connection: Connection) -> Iterator[int]:
    """Ids of mails whose bytes are gone, or no longer have the SHA-256 that they were written with."""
    hashes = connection.execute(select(outbox.c.sha256).distinct()).scalars().all()
    broken = [sha256 for sha256 in hashes if not inbox_store.is_whole(connection, sha256)]
    for start in range(0, len(broken), 500):
        query = select(outbox.c.id).where(outbox.c.sha256.in_(broken[start : start + 500]))
        yield from connection.execute(query.order_by(outbox.c.id)).scalars()


def depth(connection: Connection) -> tuple[int, datetime | None]:
    """How many mails wait, and since when the oldest does."""
    row = connection.execute(
        select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.state == "waiting")
    ).one()
    return row[0], row[1]


def ticket_of(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """The tickets of mails, by the ids of the mails."""
    query = select(outbox.c.id, outbox.c.ticket).where(outbox.c.id.in_(ids), outbox.c.ticket.is_not(None))
    return {row.id: row.ticket for row in connection.execute(query)}


_DUE = (
    outbox.c.id,
    outbox.c.ticket,
    outbox.c.inbox,
    outbox.c.kind,
    outbox.c.reverse_path,
    outbox.c.recipient,
    outbox.c.message_id,
    outbox.c.created_at,
    outbox.c.attempts,
    outbox.c.size,
    outbox.c.sha256,
    outbox.c.guard,
)
