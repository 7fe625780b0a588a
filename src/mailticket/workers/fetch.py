"""One polled mailbox: keeps a connection, has its mail taken, and says when it is lost."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.exc import DBAPIError

from mailticket import log
from mailticket.store import mailboxes
from mailticket.store.database import Database
from mailticket.wire.mailbox import Account, MailboxTrouble, Session
from mailticket.workers.fetched_mail import Rules
from mailticket.workers.taking import Taken, Taking

AGAIN: Final = 86_400.0  # seconds until an alarm is raised again
ALARM_AFTER: Final = 300.0  # seconds that a mailbox may be lost before a person is told
_REFUSED: Final = (15.0, 30.0, 60.0, 120.0, 300.0)  # pauses where waiting mends nothing; the last one repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A mailbox and how it is polled."""

    rules: Rules
    account: Account
    protocol: Literal["imap", "pop3"]
    poll: float  # seconds
    pauses: tuple[float, ...] = (
        1.0,
        2.0,
        5.0,
        10.0,
        30.0,
        60.0,
    )  # before each new connection; the last repeats


def trouble_with(polled: Polled) -> str | None:
    """Try everything short of taking mail; None if all is well, else one sentence about what is wrong."""
    try:
        session = _session(polled)
        session.open()
        session.uids()
        note = session.note
        session.close()
    except MailboxTrouble as trouble:
        return str(trouble)
    return note


def _session(polled: Polled) -> Session:
    """A session that is not open yet. Its protocol is loaded late: most processes never need it."""
    if polled.protocol == "imap":
        from mailticket.wire.imap_client import ImapSession

        return ImapSession(polled.account)
    from mailticket.wire.pop3_client import Pop3Session

    return Pop3Session(polled.account)


class Fetcher:
    """A thread that fetches from one mailbox until `stop`."""

    def __init__(
        self,
        polled: Polled,
        database: Database,
        *,
        taken: Callable[[Taken], None],
        alarm: Callable[[str], None],
        changed: Callable[[str], None] = lambda _state: None,
        spool: Path | None = None,
    ) -> None:
        """`taken` and `alarm` as for Taking; `changed` is told "connected" and "lost"."""
        self.polled = polled
        self._database = database
        self._alarm = alarm
        self._report = taken
        self._changed = changed
        self._stopping = threading.Event()
        self._awake, self._waker = os.pipe()
        self._session: Session | None = None
        self._state: str | None = None
        self._why: str | None = None
        self._lost_since: float | None = None
        self._alarmed: dict[str, float] = {}  # when each was told
        self._anew: str | None = None  # why all UIDs are new
        self._failures = 0
        self._taking = Taking(
            polled.rules,
            database,
            clock=lambda: datetime.now(UTC),
            taken=self._took,
            alarm=self._tell,
            stopping=self._stopping.is_set,
            spool=spool,
        )
        self._thread = threading.Thread(target=self._run, name=polled.rules.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand; `join` waits for it."""
        self._stopping.set()
        os.write(self._waker, b"x")

    def join(self, seconds: float) -> None:
        """Wait for the end; a connection that does not come to one is broken."""
        self._thread.join(seconds)
        if self._thread.is_alive() and (session := self._session) is not None:
            session.abort()
            self._thread.join(2.0)
        if not self._thread.is_alive():
            os.close(self._awake)
            os.close(self._waker)

    def watch(self, now: float) -> None:
        """Break an operation that is past its deadline; called now and then by another thread."""
        session = self._session
        if session is not None and (deadline := session.deadline) is not None and now > deadline:
            session.abort()

    # --- within ------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = self.polled.poll
            try:
                self._live()
            except MailboxTrouble as trouble:
                pause = self._lost(trouble)
            except (DBAPIError, OSError) as error:
                self._tell(self._database.describe(error))
                pause = self._pause(self.polled.pauses)
            except Exception as error:  # a fault of ours must not end the fetching for good
                self._tell(
                    f"The fetching of {self.polled.rules.name} failed: {type(error).__name__}: {error}"[:500]
                )
                pause = 60.0
            self._stopping.wait(pause)
        self._rest()

    def _rest(self) -> None:
        """Nobody fetches from the mailbox any more."""
        if self._state == "connected":
            with contextlib.suppress(DBAPIError, OSError), self._database.transaction() as connection:
                mailboxes.turn(connection, self.polled.rules.name, "stopped", None, at=datetime.now(UTC))

    def _live(self) -> None:
        """One connection, from its beginning to its end."""
        session = self._connect()
        try:
            self._anew = self._taking.begin(session)
            if self._state is None or self._anew is not None:
                self._connected()  # after a loss only once something has worked again
            if session.note is not None:
                self._tell(session.note)
            whole, due = True, 0.0
            while not self._stopping.is_set():
                self._taking.look(session, whole=whole)
                self._well()
                due = time.monotonic() + self.polled.poll if whole else due
                if (failed := self.polled.account.renew()) is not None:
                    self._tell(
                        f"The sign-in to the mailbox {self.polled.rules.name} cannot be renewed: {failed}."
                        " Mail stops when the sign-in in hand ends.",
                        about="renewal",
                    )
                if self.polled.protocol == "pop3" or self._stopping.is_set():
                    break
                session.wait(max(due - time.monotonic(), 0.0), self._awake)
                whole = time.monotonic() >= due  # servers that announce may still tell only a part
        finally:
            self._session = None
            self._taking.settled(session.close())

    def _connect(self) -> Session:
        session = self._session = _session(self.polled)
        session.open()
        return session

    def _connected(self) -> None:
        rules, why = self.polled.rules, self._anew
        level = "info" if why is None else "warning"
        log.event("mailbox.connected", level=level, mailbox=rules.name, place=rules.place, reason=why)
        self._anew = None
        self._turn("connected", None)

    def _took(self, taken: Taken) -> None:
        self._well()
        self._report(taken)

    def _well(self) -> None:
        self._failures = 0
        self._lost_since = None
        if self._state != "connected":
            self._connected()

    def _lost(self, trouble: MailboxTrouble) -> float:
        """Say so, once for each change; the seconds until the next attempt."""
        now = time.monotonic()
        self._lost_since = self._lost_since or now
        sentence = f"The mailbox {self.polled.rules.name}: {trouble}"
        if self._stopping.is_set():
            return 0.0
        if self._state != "lost" or self._why != trouble.kind:
            log.event("mailbox.lost", level="warning", mailbox=self.polled.rules.name, reason=str(trouble))
            self._turn("lost", str(trouble))
            self._why = trouble.kind
        if trouble.for_a_person:
            self._tell(f"{sentence} No mail is fetched until somebody sees to it.", about=trouble.kind)
        elif now - self._lost_since > ALARM_AFTER:
            self._tell(f"The mailbox {self.polled.rules.name} is out of reach for long; the log says why.")
        pauses = _REFUSED if trouble.kind == "sign-in" else self.polled.pauses
        return self._pause(pauses)

    def _pause(self, pauses: tuple[float, ...]) -> float:
        """Seconds until the next attempt; they grow as long as nothing works."""
        pause = pauses[min(self._failures, len(pauses) - 1)]
        self._failures += 1
        return pause

    def _turn(self, state: str, reason: str | None) -> None:
        self._state = state
        if state == "connected":
            self._alarmed.clear()
            self._why = None
        self._changed(state)
        try:
            with self._database.transaction() as connection:
                mailboxes.turn(connection, self.polled.rules.name, state, reason, at=datetime.now(UTC))
        except (DBAPIError, OSError) as error:
            self._tell(self._database.describe(error))

    def _tell(self, sentence: str, *, about: str | None = None) -> None:
        """An alarm, once a day as long as the mailbox stays as it is.

        Two sentences `about` the same thing are one alarm: servers like to add a number to what they say.
        """
        now, about = time.monotonic(), about or sentence
        if now - self._alarmed.get(about, -AGAIN) >= AGAIN:
            self._alarmed[about] = now
            self._alarm(sentence)
