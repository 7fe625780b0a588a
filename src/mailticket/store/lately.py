"""What was written to whom lately, as caps, bundles and repetitions ask."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from mailticket.store.schema import outbox


def acknowledged_since(connection: Connection, since: datetime, *, most: int) -> int:
    """How many acknowledgements were queued since; counted up to `most`."""
    query = select(outbox.c.id).where(outbox.c.kind == "acknowledgement", outbox.c.created_at > since)
    return connection.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()


def acknowledged_to(
    connection: Connection, recipient_keys: Iterable[str], *, hour: datetime, day: datetime
) -> dict[str, tuple[int, int]]:
    """How many acknowledgements were queued to each of them since `hour` and since `day`."""
    lately = func.sum(case((outbox.c.created_at > hour, 1), else_=0))
    query = (
        select(outbox.c.recipient_key, lately, func.count())
        .where(
            outbox.c.recipient_key.in_(list(recipient_keys)),
            outbox.c.kind == "acknowledgement",
            outbox.c.created_at > day,
        )
        .group_by(outbox.c.recipient_key)
    )
    return {key: (in_hour, in_day) for key, in_hour, in_day in connection.execute(query)}


def queued_since(
    connection: Connection, kind: str, recipient_key: str, since: datetime, *, most: int
) -> list[datetime]:
    """When mails of a kind were queued for somebody since then, the newest first, at most so many."""
    query = (
        select(outbox.c.created_at)
        .where(outbox.c.kind == kind, outbox.c.recipient_key == recipient_key, outbox.c.created_at > since)
        .order_by(outbox.c.created_at.desc())
        .limit(most)
    )
    return list(connection.execute(query).scalars())


def last_of_lane(connection: Connection, kind: str, lane: str, *, since: datetime) -> datetime | None:
    """When the last mail of a kind was queued whose lane begins so; None if there is none since then."""
    query = select(func.max(outbox.c.created_at)).where(
        outbox.c.kind == kind,
        outbox.c.created_at > since,
        outbox.c.lane.startswith(lane, autoescape=True),
    )
    return connection.execute(query).scalar()


def failing(connection: Connection, addresses: Mapping[str, str]) -> dict[str, str]:
    """Those of the addresses (each with its `recipient_key`) whose last mail failed, with the reason."""
    found = {}
    for address, key in addresses.items():
        query = (
            select(outbox.c.state, outbox.c.reason)
            .where(outbox.c.recipient_key == key, outbox.c.attempts > 0)
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        last = connection.execute(query).one_or_none()
        if last is not None and last.state in ("failed", "waiting"):
            found[address] = last.reason or ""
    return found
