"""Which numbers a mailbox gives its mail, and what of it was there before us."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from mailticket.store import mailboxes
from mailticket.store.database import Database
from mailticket.store.mailboxes import Standing
from mailticket.wire.mailbox import Session
from mailticket.workers.fetched_mail import Rules


def sighted(
    session: Session, rules: Rules, database: Database, *, now: datetime
) -> tuple[Standing, str | None]:
    """Where the mailbox stands, and a sentence if the server numbers its mail anew since the last time."""
    with database.reading() as connection:
        before = mailboxes.standing(connection, rules.name)
    why = _anew(session, rules, before) if before is not None else None
    if before is not None and why is None:
        return before, None
    skipped = (
        _skipped_at_first(session, rules) if before is None else _skipped_again(session, rules, database)
    )
    standing = Standing(
        epoch=before.epoch + 1 if before is not None else 1,
        place=rules.place,
        uidvalidity=session.uidvalidity,
        uidnext=session.uidnext,
        first_seen_at=before.first_seen_at if before is not None else now,
    )
    with database.transaction() as connection:
        mailboxes.begin(connection, rules.name, standing, skipped=skipped, at=now)
    return standing, why


def _anew(session: Session, rules: Rules, before: Standing) -> str | None:
    if rules.route.startswith("pop3:"):
        return None  # a UIDL is for ever, whatever the server is called
    if before.place != rules.place:
        return f"It is now {rules.place}; what was taken before is known by its bytes."
    if before.uidvalidity != session.uidvalidity:
        return "The server numbers its mail anew (UIDVALIDITY); what was taken is known by its bytes."
    if 0 < session.uidnext < before.uidnext:
        return "The server uses numbers of mail again (UIDNEXT); what was taken is known by its bytes."
    return None


def _skipped_at_first(session: Session, rules: Rules) -> dict[str, str]:
    """What was there before and is not to be taken, each with its mark."""
    if rules.first_sight == "all":
        return {}
    present = session.uids()
    unseen = session.unseen() if rules.first_sight == "unseen" else set()
    skipped = [uid for uid in present if uid not in unseen]
    found = dict(_marked(session, skipped))
    return {uid: found.get(uid, "") for uid in skipped}


def _skipped_again(session: Session, rules: Rules, database: Database) -> dict[str, str]:
    """What was not to be taken at first sight, known by its mark; in doubt nothing is skipped."""
    left: Counter[str] = Counter()
    with database.reading() as connection:
        epochs: dict[int, Counter[str]] = {}
        for epoch, mark in mailboxes.marks_of_skipped(connection, rules.name):
            epochs.setdefault(epoch, Counter())[mark] += 1
    for counted in epochs.values():
        left |= counted  # a mailbox may have been empty for a while
    del left[""]
    skipped = {}
    for uid, mark in _marked(session, session.uids()) if left else ():
        if left[mark] > 0:
            left[mark] -= 1
            skipped[uid] = mark
    return skipped


def _marked(session: Session, uids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Messages with what they are known by without their bytes: when they came, and their size."""
    for start in range(0, len(uids), 1000):
        for uid, listed in session.listed(uids[start : start + 1000]).items():
            if listed.arrived is not None:
                at = listed.arrived.astimezone(UTC).isoformat()
                yield uid, hashlib.sha256(f"{at} {listed.size}".encode()).hexdigest()
