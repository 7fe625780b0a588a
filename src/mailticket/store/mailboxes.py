"""What was taken from polled mailboxes: a row for every message of theirs that was dealt with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from mailticket.store import inbox as inbox_store
from mailticket.store.inbox import Arrival
from mailticket.store.inserts import insert_new, insert_or_update
from mailticket.store.schema import mailbox_messages, mailboxes

State = Literal["skipped", "accepted", "done", "aside"]
_SLICE = 500  # keys in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a mailbox stands: the UIDs of `epoch` are those of `place` with this UIDVALIDITY."""

    epoch: int
    place: str
    uidvalidity: int
    uidnext: int
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a mailbox is, for those who look from outside."""

    counted: int  # messages on the server
    unfetched: int
    oldest: datetime | None  # when the oldest unfetched message came to the server
    newest: datetime | None  # when the newest that was taken came to the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A message that was fetched, with its UID (or UIDL)."""

    uid: str
    arrival: Arrival


def standing(connection: Connection, name: str) -> Standing | None:
    """Where a mailbox stands, None at first sight."""
    row = connection.execute(select(mailboxes).where(mailboxes.c.name == name)).one_or_none()
    if row is None or row.epoch == 0:
        return None
    return Standing(
        epoch=row.epoch,
        place=row.place,
        uidvalidity=row.uidvalidity,
        uidnext=row.uidnext,
        first_seen_at=row.first_seen_at,
    )


def begin(
    connection: Connection, name: str, now: Standing, *, skipped: Mapping[str, str], at: datetime
) -> None:
    """A new epoch begins; the messages in `skipped` were there before and are never taken.

    Each comes with a mark by which it is known again when the server numbers its mail anew.
    """
    row = {
        "name": name,
        "epoch": now.epoch,
        "place": now.place,
        "uidvalidity": now.uidvalidity,
        "uidnext": now.uidnext,
        "first_seen_at": now.first_seen_at,
        "state": "connected",
        "since": at,
        "counted": 0,
        "unfetched": 0,
    }
    insert_or_update(connection, mailboxes, [row], key=["name"])
    wanted = iter(skipped.items())
    while some := list(islice(wanted, 5000)):
        insert_new(
            connection,
            mailbox_messages,
            [
                {
                    "mailbox": name,
                    "epoch": now.epoch,
                    "uid": uid,
                    "inbox": None,
                    "sha256": mark,
                    "state": "skipped",
                    "attempts": 0,
                    "reason": None,
                    "at": at,
                }
                for uid, mark in some
            ],
        )


def marks_of_skipped(connection: Connection, name: str) -> Iterator[Row[Any, Any]]:
    """Epoch and mark of each message that was never to be taken."""
    query = select(mailbox_messages.c.epoch, mailbox_messages.c.sha256).where(
        mailbox_messages.c.mailbox == name, mailbox_messages.c.state == "skipped"
    )
    yield from connection.execution_options(yield_per=2000).execute(query)


def remember_uidnext(connection: Connection, name: str, uidnext: int) -> None:
    """Keep the highest UIDNEXT seen: one that falls tells that UIDs are given out again."""
    connection.execute(
        update(mailboxes)
        .where(mailboxes.c.name == name, mailboxes.c.uidnext < uidnext)
        .values(uidnext=uidnext)
    )


def states(connection: Connection, name: str, epoch: int) -> Iterator[Row[Any, Any, Any, Any]]:
    """`uid, state, attempts, at` of every message that was dealt with in an epoch."""
    columns = (
        mailbox_messages.c.uid,
        mailbox_messages.c.state,
        mailbox_messages.c.attempts,
        mailbox_messages.c.at,
    )
    query = select(*columns).where(mailbox_messages.c.mailbox == name, mailbox_messages.c.epoch == epoch)
    yield from connection.execution_options(yield_per=2000).execute(query)


def take(
    connection: Connection, name: str, epoch: int, fetched: Sequence[Fetched], *, at: datetime
) -> list[int | None]:
    """Put fetched messages into the inbox and into the ledger, in one transaction; their inbox ids.

    None stands for one that was taken before: the same UID with the same bytes, or the same bytes in an
    earlier epoch. The same UID with other bytes is another message.
    """
    # The row parts two nodes that fetch from the same mailbox.
    connection.execute(select(mailboxes.c.name).where(mailboxes.c.name == name).with_for_update())
    known = _rows(connection, name, epoch, [one.uid for one in fetched])
    earlier = _earlier(connection, name, epoch, [one.arrival.sha256 for one in fetched])
    before: dict[str, int | None] = {}
    for one in fetched:
        row = known.get(one.uid)
        if row is not None and row.sha256 == one.arrival.sha256:
            before[one.uid] = row.inbox
        elif row is None and one.arrival.sha256 in earlier:
            before[one.uid] = earlier[one.arrival.sha256]
    new = [one for one in fetched if one.uid not in before]
    made = iter(inbox_store.append(connection, [one.arrival for one in new]) if new else [])
    ids = [None if one.uid in before else next(made) for one in fetched]
    insert_or_update(
        connection,
        mailbox_messages,
        [
            {
                "mailbox": name,
                "epoch": epoch,
                "uid": one.uid,
                "inbox": before[one.uid] if id_ is None else id_,
                "sha256": one.arrival.sha256,
                "state": "accepted",
                "attempts": 0,
                "reason": None,
                "at": at,
            }
            for one, id_ in zip(fetched, ids, strict=True)
        ],
        key=["mailbox", "epoch", "uid"],
    )
    return ids


def done(connection: Connection, name: str, epoch: int, uids: Sequence[str], *, at: datetime) -> None:
    """What was to be done on the server after these messages were accepted is done."""
    for start in range(0, len(uids), _SLICE):
        connection.execute(
            update(mailbox_messages)
            .where(
                mailbox_messages.c.mailbox == name,
                mailbox_messages.c.epoch == epoch,
                mailbox_messages.c.uid.in_(uids[start : start + _SLICE]),
                mailbox_messages.c.state == "accepted",
            )
            .values(state="done", at=at)
        )


def set_aside(connection: Connection, name: str, epoch: int, uid: str, *, reason: str, at: datetime) -> int:
    """A message cannot be fetched and no longer holds up others; how often that was found.

    0 if it was taken after all.
    """
    row = _rows(connection, name, epoch, [uid]).get(uid)
    if row is not None and row.state != "aside":
        return 0  # another node could fetch it
    attempts = (row.attempts if row is not None else 0) + 1
    values = {
        "mailbox": name,
        "epoch": epoch,
        "uid": uid,
        "inbox": None,
        "sha256": None,
        "state": "aside",
        "attempts": attempts,
        "reason": reason,
        "at": at,
    }
    insert_or_update(connection, mailbox_messages, [values], key=["mailbox", "epoch", "uid"])
    return attempts


def note(connection: Connection, name: str, condition: Condition, *, at: datetime) -> None:
    """Keep how a mailbox is."""
    connection.execute(
        update(mailboxes)
        .where(mailboxes.c.name == name)
        .values(
            checked_at=at,
            counted=condition.counted,
            unfetched=condition.unfetched,
            oldest=condition.oldest,
            newest=func.coalesce(
                bindparam("newest_", condition.newest, type_=mailboxes.c.newest.type), mailboxes.c.newest
            ),
        )
    )


def turn(connection: Connection, name: str, state: str, reason: str | None, *, at: datetime) -> None:
    """A mailbox is connected or lost from now on."""
    found = connection.execute(
        update(mailboxes).where(mailboxes.c.name == name).values(state=state, since=at, reason=reason)
    )
    if found.rowcount == 0:
        connection.execute(
            insert(mailboxes).values(
                name=name,
                epoch=0,  # it was never seen
                place="",
                uidvalidity=0,
                uidnext=0,
                first_seen_at=at,
                state=state,
                since=at,
                reason=reason,
                counted=0,
                unfetched=0,
            )
        )


def rows(connection: Connection) -> list[Row[Any]]:
    """Every mailbox that was ever polled."""
    return list(connection.execute(select(mailboxes).order_by(mailboxes.c.name)))


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """How many messages of each mailbox are in each state."""
    found: dict[str, dict[str, int]] = {}
    query = select(mailbox_messages.c.mailbox, mailbox_messages.c.state, func.count()).group_by(
        mailbox_messages.c.mailbox, mailbox_messages.c.state
    )
    for name, state, count in connection.execute(query):
        found.setdefault(name, {})[state] = count
    return found


def aside(connection: Connection, name: str) -> list[Row[Any]]:
    """The messages of a mailbox that cannot be fetched."""
    query = select(mailbox_messages).where(
        mailbox_messages.c.mailbox == name, mailbox_messages.c.state == "aside"
    )
    return list(connection.execute(query.order_by(mailbox_messages.c.at)))


def _rows(connection: Connection, name: str, epoch: int, uids: Sequence[str]) -> Mapping[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(uids), _SLICE):
        query = select(mailbox_messages).where(
            mailbox_messages.c.mailbox == name,
            mailbox_messages.c.epoch == epoch,
            mailbox_messages.c.uid.in_(uids[start : start + _SLICE]),
        )
        found |= {row.uid: row for row in connection.execute(query)}
    return found


def _earlier(connection: Connection, name: str, epoch: int, hashes: Sequence[str]) -> dict[str, int | None]:
    """The inbox id of messages that had these bytes in an earlier epoch."""
    if epoch <= 1:
        return {}
    query = select(mailbox_messages.c.sha256, mailbox_messages.c.inbox).where(
        mailbox_messages.c.sha256.in_(hashes),
        mailbox_messages.c.mailbox == name,
        mailbox_messages.c.epoch < epoch,
    )
    return {row[0]: row[1] for row in connection.execute(query)}
