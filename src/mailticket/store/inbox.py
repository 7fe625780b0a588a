"""Every message that was ever accepted: its envelope, its bytes, its one outcome and the reasons for it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update

from mailticket.mail.envelope import Envelope
from mailticket.store.inserts import insert_new
from mailticket.store.schema import inbox, raw
from mailticket.store.types import clean, possible

Outcome = Literal["waiting", "opened", "added", "suppressed", "quarantined"]
OUTCOMES: tuple[Outcome, ...] = ("opened", "added", "suppressed", "quarantined", "waiting")
PART = 1 << 20  # bytes of a message in one row


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message to be kept: its envelope, and its bytes unless `keep` has stored them already."""

    envelope: Envelope
    size: int
    sha256: str
    data: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claimed message on its way to its outcome."""

    id: int
    accepted_at: datetime
    attempts: int
    envelope: Envelope
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a message."""

    id: int
    outcome: Outcome
    verdict: str
    ticket: int | None
    entry: int | None
    reasons: Sequence[Mapping[str, str]]
    message_id: str | None
    digest: str | None
    sender: str | None
    subject: str | None
    error: str | None = None


def append(connection: Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """Keep messages with their envelopes; the ids in the order given. Durable when the transaction is."""
    keep(connection, [(a.sha256, 0, a.data) for a in arrivals if a.data is not None])
    rows = [
        {
            "accepted_at": a.envelope.received_at,
            "route": a.envelope.route,
            "reverse_path": a.envelope.reverse_path,
            "forward_paths": list(a.envelope.forward_paths),
            "helo": a.envelope.helo,
            "peer": a.envelope.peer,
            "protocol": a.envelope.protocol,
            "trace": [list(pair) for pair in a.envelope.trace],
            "size": a.size,
            "sha256": a.sha256,
        }
        for a in arrivals
    ]
    made = connection.execute(insert(inbox).returning(inbox.c.id, sort_by_parameter_order=True), rows)
    return list(made.scalars())


def keep(connection: Connection, parts: Sequence[tuple[str, int, bytes | None]]) -> None:
    """Store parts (sha256 of the whole, number of the part, bytes); those already there stay as they are."""
    # In one order, so that no two transactions wait for each other's rows.
    ordered = sorted(parts, key=lambda one: one[:2])
    insert_new(
        connection, raw, [{"sha256": sha256, "part": part, "data": data} for sha256, part, data in ordered]
    )


def claim(
    connection: Connection,
    *,
    token: str,
    now: datetime,
    lease: timedelta,
    most: int,
    most_bytes: int,
    largest: int | None = None,
    beside: Iterable[int] = (),
) -> list[Waiting]:
    """Lease up to `most` waiting messages of at most `largest` bytes each, oldest first.

    Not those `beside`: they are in hand already. The first one may be larger than `most_bytes`.
    """
    wanted = (
        select(*_WAITING)
        .where(*_claimable(now, largest, beside))
        .order_by(inbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows: list[Any] = []
    total = 0
    for row in connection.execute(wanted).all():
        total += row.size
        if rows and total > most_bytes:
            break
        rows.append(row)
    if rows:
        connection.execute(
            update(inbox)
            .where(inbox.c.id.in_([row.id for row in rows]))
            .values(lease_token=token, lease_until=now + lease, attempts=inbox.c.attempts + 1)
        )
    return [_waiting(row) for row in rows]


def some_waiting(
    connection: Connection, *, now: datetime, largest: int | None = None, beside: Iterable[int] = ()
) -> bool:
    """Whether there is something to claim."""
    query = select(inbox.c.id).where(*_claimable(now, largest, beside))
    return connection.execute(query.limit(1)).first() is not None


def _claimable(now: datetime, largest: int | None, beside: Iterable[int]) -> list[ColumnElement[bool]]:
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now)
    conditions = [inbox.c.outcome == "waiting", free, inbox.c.id.not_in(list(beside))]
    return conditions if largest is None else [*conditions, inbox.c.size <= largest]


def renew(connection: Connection, ids: Sequence[int], *, token: str, until: datetime) -> None:
    """Keep a claim on messages that take their time."""
    connection.execute(
        update(inbox).where(inbox.c.id.in_(ids), inbox.c.lease_token == token).values(lease_until=until)
    )


def release(connection: Connection, ids: Sequence[int], *, token: str) -> None:
    """Give a claim back as if it had not been, so that another worker may take the messages at once."""
    connection.execute(
        update(inbox)
        .where(inbox.c.id.in_(ids), inbox.c.lease_token == token)
        .values(lease_until=None, lease_token=None, attempts=inbox.c.attempts - 1)
    )


def twins(
    connection: Connection, mails: Iterable[tuple[str | None, str]]
) -> dict[tuple[str | None, str], tuple[int, int | None]]:
    """The first message that was taken in for each (Message-ID, digest), with its ticket."""
    wanted = {(id_ if id_ is None else clean(id_), digest): (id_, digest) for id_, digest in mails}
    named = [id_ for id_, _ in wanted if id_ is not None]
    unnamed = [digest for id_, digest in wanted if id_ is None]
    columns = select(inbox.c.id, inbox.c.message_id, inbox.c.digest, inbox.c.ticket)
    found: dict[tuple[str | None, str], tuple[int, int | None]] = {}
    for condition in (
        inbox.c.message_id.in_(named) if named else None,
        and_(inbox.c.message_id.is_(None), inbox.c.digest.in_(unnamed)) if unnamed else None,
    ):
        if condition is None:
            continue
        query = columns.where(condition, inbox.c.outcome.in_(("opened", "added", "suppressed")))
        for row in connection.execute(query.order_by(inbox.c.id)):
            asked = wanted.get((row.message_id, row.digest))
            if asked is not None:
                found.setdefault(asked, (row.id, row.ticket))
    return found


def still_claimed(connection: Connection, ids: Sequence[int], *, token: str) -> set[int]:
    """Those of `ids` that are waiting and still leased to `token`, locked against others."""
    mine = select(inbox.c.id).where(
        inbox.c.id.in_(ids), inbox.c.outcome == "waiting", inbox.c.lease_token == token
    )
    return set(connection.execute(mine.with_for_update()).scalars())


def finish(connection: Connection, results: Sequence[Result], *, now: datetime) -> None:
    """Write the outcomes."""
    columns = (
        "outcome",
        "verdict",
        "ticket",
        "entry",
        "reasons",
        "message_id",
        "digest",
        "sender",
        "subject",
        "error",
    )
    statement = (
        update(inbox)
        .where(inbox.c.id == bindparam("key"))
        .values(
            {c: bindparam(c) for c in columns}
            | {"processed_at": now, "lease_token": None, "lease_until": None}
        )
    )
    connection.execute(
        statement,
        [{"key": r.id} | {c: getattr(r, c) for c in columns} for r in results],
    )


def replay(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Put quarantined messages back in the queue, marked as let out by a person; the ids that were."""
    held = connection.execute(
        select(inbox.c.id, inbox.c.trace)
        .where(inbox.c.id.in_(possible(ids)), inbox.c.outcome == "quarantined")
        .with_for_update()
    ).all()
    for id_, trace in held:
        let_out = [*(pair for pair in trace if pair[0] != "released"), ["released", ""]]
        connection.execute(
            update(inbox)
            .where(inbox.c.id == id_)
            .values(outcome="waiting", attempts=0, lease_token=None, lease_until=None, trace=let_out)
        )
    return {id_ for id_, _ in held}


def read(connection: Connection, sha256: str) -> bytes:
    """The bytes of a message as they came."""
    return b"".join(parts(connection, sha256))


def read_many(connection: Connection, hashes: Sequence[str]) -> dict[str, bytes]:
    """The bytes of several messages by their SHA-256."""
    found: dict[str, list[bytes]] = {}
    rows = connection.execute(
        select(raw.c.sha256, raw.c.data).where(raw.c.sha256.in_(hashes)).order_by(raw.c.sha256, raw.c.part)
    )
    for row in rows:
        found.setdefault(row.sha256, []).append(row.data)
    return {sha256: b"".join(data) for sha256, data in found.items()}


def parts(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The bytes of a message part by part, for mail that is large."""
    number = 0
    while True:
        data = connection.execute(
            select(raw.c.data).where(raw.c.sha256 == sha256, raw.c.part == number)
        ).scalar()
        if data is None:
            return
        yield data
        number += 1


def get(connection: Connection, id_: int) -> Row[Any] | None:
    """The row of a message, all columns."""
    return connection.execute(select(inbox).where(inbox.c.id.in_(possible([id_])))).one_or_none()


def rows(
    connection: Connection, *, outcome: str | None = None, ticket: int | None = None
) -> Iterator[Row[Any]]:
    """All messages, oldest first, or those of one outcome or ticket."""
    query = select(inbox).order_by(inbox.c.id)
    if outcome is not None:
        query = query.where(inbox.c.outcome == outcome)
    if ticket is not None:
        query = query.where(inbox.c.ticket.in_(possible([ticket])))
    yield from connection.execution_options(yield_per=500).execute(query)


def counts(connection: Connection) -> dict[str, int]:
    """How many messages there are of each outcome, and `accepted`, counted on its own."""
    found = {
        row[0]: row[1]
        for row in connection.execute(select(inbox.c.outcome, func.count()).group_by(inbox.c.outcome))
    }
    total = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
    return {"accepted": total} | {outcome: found.get(outcome, 0) for outcome in OUTCOMES}


def depth(connection: Connection) -> tuple[int, datetime | None]:
    """How many messages wait, and since when the oldest does."""
    row = connection.execute(
        select(func.count(), func.min(inbox.c.accepted_at)).where(inbox.c.outcome == "waiting")
    ).one()
    return row[0], row[1]


def damaged(connection: Connection) -> Iterator[int]:
    """Ids of messages whose bytes are gone, or no longer have the SHA-256 that they came with."""
    for id_, sha256 in connection.execute(select(inbox.c.id, inbox.c.sha256)).all():
        if not is_whole(connection, sha256):
            yield id_


def is_whole(connection: Connection, sha256: str) -> bool:
    """Whether the bytes that were kept under a SHA-256 are there, and still have it."""
    digest = hashlib.sha256()
    for data in parts(connection, sha256):
        digest.update(data)
    return digest.hexdigest() == sha256


def envelope_of(row: Row[Any]) -> Envelope:
    """The envelope that a row was kept with."""
    return Envelope(
        route=row.route,
        reverse_path=row.reverse_path,
        forward_paths=tuple(row.forward_paths),
        received_at=row.accepted_at,
        helo=row.helo,
        peer=row.peer,
        protocol=row.protocol,
        trace=tuple((name, value) for name, value in row.trace),
    )


_WAITING = (
    inbox.c.id,
    inbox.c.accepted_at,
    inbox.c.attempts,
    inbox.c.route,
    inbox.c.reverse_path,
    inbox.c.forward_paths,
    inbox.c.helo,
    inbox.c.peer,
    inbox.c.protocol,
    inbox.c.trace,
    inbox.c.size,
    inbox.c.sha256,
)


def _waiting(row: Any) -> Waiting:
    return Waiting(
        id=row.id,
        accepted_at=row.accepted_at,
        attempts=row.attempts + 1,
        envelope=envelope_of(row),
        size=row.size,
        sha256=row.sha256,
    )
