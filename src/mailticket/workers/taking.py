"""Takes what is new in a mailbox: fetch, make durable, and only then flag, move or delete."""

import hashlib
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from mailticket.store import inbox, mailboxes
from mailticket.store.database import Database
from mailticket.store.inbox import Arrival
from mailticket.store.mailboxes import Condition, Fetched
from mailticket.wire.mailbox import PART, Listed, MailboxTrouble, Session, Unfetchable
from mailticket.workers.fetched_mail import Rules, envelope_of, fetched_mail
from mailticket.workers.sighting import sighted

BATCH = 200  # messages that are fetched, and made durable, together
BATCH_BYTES = 8 << 20
CROWD = 400  # messages without an outcome from which on a backlog waits
FRESH = 1.0  # seconds between two looks for new mail while a backlog is fetched
STRIKES = 5  # connections that a message may break before it is set aside, the last ones alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Messages that are durable now, with their inbox ids."""

    ids: Sequence[int]
    arrivals: Sequence[Arrival]
    seconds: float


class Taking:
    """The memory of a mailbox over all its connections: what was taken, what resists."""

    def __init__(
        self,
        rules: Rules,
        database: Database,
        *,
        clock: Callable[[], datetime],
        taken: Callable[[Taken], None],
        alarm: Callable[[str], None],
        stopping: Callable[[], bool],
        spool: Path | None = None,
    ) -> None:
        """`taken` is called after each commit, `alarm` with a sentence for a person."""
        self.rules = rules
        self._database = database
        self._clock = clock
        self._taken = taken
        self._alarm = alarm
        self._stopping = stopping
        self._spool = spool
        self._epoch = 0
        self._uidnext = 0
        self._known: set[str] = set()  # never to be fetched, or not now
        self._gone: set[str] = set()  # moved or deleted: there only if the UID is used again
        self._checked: set[str] = set()
        self._unsettled: list[str] = []
        self._aside: dict[str, datetime] = {}  # when each is due again
        self._strikes: Counter[str] = Counter()
        self._hidden: Counter[str] = Counter()
        self._fresh: deque[str] = deque()
        self._backlog: deque[str] = deque()
        self._highest: str | None = None  # the last message of the last look
        self._newest: datetime | None = None
        self._counted = 0
        self._noted: Condition | None = None

    @property
    def unfetched(self) -> int:
        """How many messages are known to wait on the server."""
        return len(self._fresh) + len(self._backlog)

    # --- where the mailbox stands ------------------------------------------------------------------------

    def begin(self, session: Session) -> str | None:
        """Find out which UIDs these are; a sentence if the server has given them anew."""
        self._highest = None
        self._fresh.clear()
        self._backlog.clear()
        standing, why = sighted(session, self.rules, self._database, now=self._clock())
        self._epoch, self._uidnext = standing.epoch, standing.uidnext
        self._recall()
        return why

    def _recall(self) -> None:
        self._known, self._gone, self._checked, self._aside, self._unsettled = set(), set(), set(), {}, []
        with self._database.reading() as connection:
            for uid, state, attempts, at in mailboxes.states(connection, self.rules.name, self._epoch):
                self._known.add(uid)
                if state == "accepted":
                    self._unsettled.append(uid)
                elif state == "aside":
                    self._aside[uid] = at + self._pause(attempts)
                elif state == "done" and self.rules.removes:
                    self._gone.add(uid)

    def _pause(self, attempts: int) -> timedelta:
        return self.rules.aside * min(1 << min(attempts - 1, 5), 24)

    # --- looking -----------------------------------------------------------------------------------------

    def look(self, session: Session, *, whole: bool = True) -> None:
        """Take all that is new, and do on the server what is still to be done for what was taken.

        A look at the `whole` mailbox compares all that is there with the ledger; otherwise only what came
        since the last look is taken.
        """
        if whole or self._highest is None:
            present = session.uids()
            self._reconcile(session, present)
        else:
            present = session.uids(self._highest)
            self._counted += len(present)
        self._highest = present[-1] if present else self._highest
        self._fresh.clear()
        self._backlog = self._in_order(uid for uid in present if uid not in self._known)
        if whole or self._backlog:
            self._note(session)
            self._take_all(session)
            self._note(session)

    def _reconcile(self, session: Session, present: Sequence[str]) -> None:
        """Compare what is there with what was dealt with."""
        self._counted = len(present)
        there = set(present)
        self._settle_left(session, there)
        now = self._clock()
        for uid, due in list(self._aside.items()):
            if uid not in there or due <= now:
                del self._aside[uid]
                self._known.discard(uid)
        again = (self._gone & there) - self._checked
        self._checked |= again  # once for each connection
        self._known -= again

    def _in_order(self, uids: Iterable[str]) -> deque[str]:
        return deque(sorted(uids, key=lambda uid: self._strikes[uid]))  # what broke connections goes last

    def _take_all(self, session: Session) -> None:
        looked = noted = time.monotonic()
        while (self._fresh or self._backlog) and not self._stopping():
            now = time.monotonic()
            if now - looked > FRESH and self._backlog:
                looked = now
                newer = [uid for uid in session.uids(self._highest) if uid not in self._known]
                pending = {*self._backlog, *self._fresh} if newer else ()
                newer = [uid for uid in newer if uid not in pending]
                self._fresh.extend(newer)
                self._counted += len(newer)
                self._highest = newer[-1] if newer else self._highest
            if now - noted > 5 * FRESH:
                noted = now
                self._note(session)
            if not self._fresh and len(self._backlog) > BATCH and self._crowded():
                time.sleep(0.05)  # what was taken goes first, so that new mail finds no queue before it
                continue
            self._take_some(session, self._fresh or self._backlog)

    def _crowded(self) -> bool:
        with self._database.reading() as connection:
            return inbox.depth(connection)[0] > CROWD

    def _take_some(self, session: Session, queue: deque[str]) -> None:
        """The next batch of a queue; what of it does not fit goes back."""
        strikes = self._strikes[queue[0]]
        most = BATCH if strikes == 0 else max(1, 64 >> (2 * strikes))
        uids = [queue.popleft() for _ in range(min(most, len(queue)))]
        try:
            listed = session.listed(uids)
            self._hide(session, [uid for uid in uids if uid not in listed])
            batch: list[str] = []
            total = 0
            for uid in uids:
                if uid in listed:
                    total += listed[uid].size
                    if batch and total > BATCH_BYTES:
                        break
                    batch.append(uid)
            rest = uids[uids.index(batch[-1]) + 1 :] if batch else []
            queue.extendleft(reversed([uid for uid in rest if uid in listed]))
            uids = batch
            large = [uid for uid in batch if listed[uid].size > PART]
            small = [uid for uid in batch if listed[uid].size <= PART]
            if small:
                self._take_small(session, small, listed)
            for uid in large:
                uids = [uid]
                self._take_large(session, uid, listed[uid])
        except MailboxTrouble as trouble:
            self._strike(uids, trouble)
            raise

    def _strike(self, uids: Sequence[str], trouble: MailboxTrouble) -> None:
        """The connection broke on these messages: they go last from now on, and fewer at a time."""
        for uid in uids:
            if uid not in self._known:
                self._strikes[uid] += 1
        if len(uids) == 1 and self._strikes[uids[0]] >= STRIKES:
            self._put_aside(uids[0], str(trouble))

    def _hide(self, session: Session, uids: Sequence[str]) -> None:
        """Messages that a search finds and of which nothing is said: gone meanwhile, or damaged."""
        for uid in uids:
            self._hidden[uid] += 1
            if self._hidden[uid] >= 3 and uid in session.uids():
                self._put_aside(uid, "the server lists it and tells nothing about it")

    def _put_aside(self, uid: str, reason: str) -> None:
        now = self._clock()
        with self._database.transaction() as connection:
            attempts = mailboxes.set_aside(
                connection, self.rules.name, self._epoch, uid, reason=reason, at=now
            )
        self._known.add(uid)
        self._aside[uid] = now + self._pause(max(attempts, 1))
        self._strikes.pop(uid, None)
        if attempts == 1:
            self._alarm(
                f"Message {uid} of the mailbox {self.rules.name} cannot be fetched: {reason}."
                " It stays on the server and is tried again now and then; look at it there."
            )

    # --- taking ------------------------------------------------------------------------------------------

    def _take_small(self, session: Session, uids: Sequence[str], listed: dict[str, Listed]) -> None:
        try:
            bodies = session.fetch(uids, sum(listed[uid].size for uid in uids))
        except Unfetchable:
            bodies = {}
        fetched = [
            fetched_mail(self.rules, uid, body, listed[uid], at=self._clock())
            for uid in uids
            if (body := bodies.get(uid)) is not None and len(body) <= self.rules.max_size
        ]
        self._keep(session, fetched, listed)
        for uid in uids:
            body = bodies.get(uid)
            if body is None:
                self._take_alone(session, uid, listed[uid])
            elif len(body) > self.rules.max_size:
                self._take_header(session, uid, listed[uid])

    def _take_alone(self, session: Session, uid: str, listed: Listed) -> None:
        """One that did not come with the others: it is at fault, or one beside it is."""
        try:
            body = session.fetch([uid], listed.size).get(uid)
            reason = "the server answers without the message"
        except Unfetchable as error:
            body, reason = None, str(error)
        if body is not None:
            self._keep(
                session, [fetched_mail(self.rules, uid, body, listed, at=self._clock())], {uid: listed}
            )
        elif uid in session.uids():  # otherwise somebody has removed it
            self._put_aside(uid, reason)

    def _take_large(self, session: Session, uid: str, listed: Listed) -> None:
        """In parts, through a file, so that memory holds one part."""
        if listed.size > self.rules.max_size:
            self._take_header(session, uid, listed)
            return
        with tempfile.TemporaryFile(dir=self._spool) as file:
            try:
                size, sha256 = self._spooled(session, uid, listed, file)
            except Unfetchable as error:
                self._put_aside(uid, str(error))
                return
            if size > self.rules.max_size:
                self._take_header(session, uid, replace(listed, size=size))
                return
            for number, data in enumerate(_parts(file)):
                with self._database.transaction() as connection:
                    inbox.keep(connection, [(sha256, number, data)])
            file.seek(0)
            envelope = envelope_of(self.rules, uid, file.read(1 << 16), listed, at=self._clock())
            arrival = Arrival(envelope=envelope, size=size, sha256=sha256, data=None)
            self._keep(session, [Fetched(uid=uid, arrival=arrival)], {uid: listed})

    def _spooled(self, session: Session, uid: str, listed: Listed, file: IO[bytes]) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        for part in session.parts(uid, listed.size):
            size += len(part)
            if size > self.rules.max_size:
                break
            digest.update(part)
            file.write(part)
        file.seek(0)
        return size, digest.hexdigest()

    def _take_header(self, session: Session, uid: str, listed: Listed) -> None:
        """Of a message that is too large, its header, so that a person is told of it."""
        size = max(listed.size, self.rules.max_size + 1)
        why = (
            f"The message has {size} bytes, and smtp_server.max_message_size is {self.rules.max_size}:"
            f" only its header was taken, and it stays on the server in {self.rules.place}"
        )
        try:
            header = session.header(uid)
        except Unfetchable as error:
            self._put_aside(uid, str(error))
            return
        fetched = fetched_mail(self.rules, uid, header, listed, at=self._clock(), incomplete=why)
        self._keep(session, [fetched], {uid: listed}, stays=True)

    def _keep(
        self, session: Session, fetched: Sequence[Fetched], listed: dict[str, Listed], *, stays: bool = False
    ) -> None:
        """Make messages durable, tell of it, and then do on the server what is to be done."""
        if not fetched:
            return
        uids = [one.uid for one in fetched]
        began = time.perf_counter()
        name, now = self.rules.name, self._clock()
        with self._database.transaction() as connection:
            ids = mailboxes.take(connection, name, self._epoch, fetched, at=now)
            if stays:
                mailboxes.done(connection, name, self._epoch, uids, at=now)
        self._known.update(uids)
        for one in fetched:
            self._strikes.pop(one.uid, None)
            arrived = listed[one.uid].arrived
            if arrived is not None and (self._newest is None or arrived > self._newest):
                self._newest = arrived
        new = [(id_, one.arrival) for id_, one in zip(ids, fetched, strict=True) if id_ is not None]
        if new:
            self._taken(
                Taken(
                    ids=[id_ for id_, _ in new],
                    arrivals=[arrival for _, arrival in new],
                    seconds=time.perf_counter() - began,
                )
            )
        if not stays:
            self._settle(session, uids)

    # --- after it is durable -----------------------------------------------------------------------------

    def _settle_left(self, session: Session, there: set[str]) -> None:
        """What earlier connections could not finish."""
        left, self._unsettled = self._unsettled, []
        vanished = [uid for uid in left if uid not in there]
        self.settled(vanished)
        waiting = [uid for uid in left if uid in there]
        for start in range(0, len(waiting), BATCH):
            self._settle(session, waiting[start : start + BATCH])

    def _settle(self, session: Session, uids: Sequence[str]) -> None:
        try:
            self.settled(session.settle(uids))
        except MailboxTrouble as trouble:
            self._unsettled += uids
            if trouble.kind == "connection":
                raise
            self._alarm(
                f"Accepted mail of the mailbox {self.rules.name} stays on the server as it was: {trouble}"
            )

    def settled(self, uids: Sequence[str]) -> None:
        """What was to be done on the server for these messages is done."""
        if not uids:
            return
        if self.rules.removes:
            self._gone.update(uids)
        with self._database.transaction() as connection:
            mailboxes.done(connection, self.rules.name, self._epoch, uids, at=self._clock())

    # --- seen from outside -------------------------------------------------------------------------------

    def _note(self, session: Session) -> None:
        first = next(iter(self._backlog or self._fresh), None)
        oldest = None
        if first is not None and (listed := session.listed([first]).get(first)) is not None:
            oldest = listed.arrived
        condition = Condition(
            counted=self._counted, unfetched=self.unfetched, oldest=oldest, newest=self._newest
        )
        with self._database.transaction() as connection:
            mailboxes.note(connection, self.rules.name, condition, at=self._clock())
            if session.uidnext > self._uidnext:
                self._uidnext = session.uidnext
                mailboxes.remember_uidnext(connection, self.rules.name, session.uidnext)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while data := file.read(inbox.PART):
        yield data
