"""The auditor: looks, apart from the scheduler, whether anything is forgotten, and repairs nothing.

It has a thread and a connection of its own, so that whatever is stuck elsewhere does not keep it from
looking. What it finds must stay for a while before it counts: a moment that has just come is no fault.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mailticket.desk.door import Desk
from mailticket.store import audit as audit_store
from mailticket.store import inbox, tickets
from mailticket.store.audit import Place
from mailticket.tickets.audit import FORSAKEN, Finding, audit

SLICE: Final = 500  # tickets that are looked at in full each time, one slice after the other
GRACE: Final = 30.0  # seconds for which a finding must stay
PAGES_WITHIN: Final = timedelta(minutes=2)  # a page that has not left by then
STUCK: Final = 20.0  # seconds without a tick after which the scheduler is thought to hang
COUNTED_EACH: Final = 10  # looks between two counts of all mail: a count reads all of it

Write = Callable[..., None]
"""Writes a line to the log: event, level, fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """How often it looks, and what is late."""

    every: timedelta
    acknowledged_within: timedelta
    again_after: timedelta  # a fault that lasts is told again


class Auditor:
    """Looks every so often; `sentence` says what is wrong, None if nothing is."""

    def __init__(
        self,
        *,
        desk: Desk,
        settings: AuditSettings,
        write: Write,
        scheduler_beat: Callable[[], float],
        accepted: Callable[[], int],
    ) -> None:
        """`scheduler_beat` is when the scheduler last finished a tick; `accepted` what the intake counted."""
        self._desk = desk
        self.settings = settings  # may be replaced while it runs
        self._write = write
        self._scheduler_beat = scheduler_beat
        self._accepted = accepted
        self._accepted_before = self._count() - accepted()
        self._looks = 0
        self._accounted: list[Finding] = []  # what the last count found
        self._place: Place | None = None
        self._suspected: dict[str, float] = {}  # findings by their keys, and since when (monotonic seconds)
        self._told: dict[str, float] = {}  # rules, and when a fault was told
        self._suspects: set[int] = set()  # tickets that are looked at again each time
        self._wrong: str | None = None
        self._content = False
        self._beat = time.monotonic()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="auditor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._end.set()
        self._thread.join(timeout=5)

    @property
    def sentence(self) -> str | None:
        """What is wrong; None if nothing is known to be."""
        silent = time.monotonic() - self._beat
        if silent > self.settings.every.total_seconds() + 2 * GRACE:
            return f"The auditor has not finished a look for {silent:.0f} s."
        return self._wrong

    @property
    def content(self) -> bool:
        """Whether it has looked, and found nothing wrong."""
        return self._content and self.sentence is None

    @property
    def _grace(self) -> float:
        return min(GRACE, max(self.settings.every.total_seconds(), 5.0))

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                findings = self.look()
            except (DBAPIError, OSError) as error:
                findings = [Finding(rule="store", sentence=self._desk.database.describe(error))]
            except Exception as error:
                findings = [Finding(rule="auditor", sentence=f"The auditor itself failed: {error!r}"[:300])]
            self._judge(findings)
            self._beat = time.monotonic()
            every = self.settings.every.total_seconds()
            self._end.wait(min(every, self._grace / 3) if self._suspected else every)

    # --- judging ---------------------------------------------------------------------------------------

    def _judge(self, findings: Iterable[Finding]) -> None:
        """What stays is a fault; it is told once, and again while it lasts."""
        now = time.monotonic()
        by_key = {finding.key: finding for finding in findings}
        self._suspects = {f.ticket for f in by_key.values() if f.ticket is not None}
        self._suspected = {key: self._suspected.get(key, now) for key in by_key}
        by_rule: dict[str, list[Finding]] = {}
        for key, finding in by_key.items():
            if now - self._suspected[key] >= self._grace:
                by_rule.setdefault(finding.rule, []).append(finding)
        forsaken = by_rule.pop(FORSAKEN, [])
        wrong = {
            rule: found[0].sentence + (f" ({len(found)} such in all)" if len(found) > 1 else "")
            for rule, found in by_rule.items()
        }
        # First what anybody may ask, then the lines of the log: who read one finds the other.
        before, self._wrong = self._wrong, " ".join(wrong.values()) or None
        self._content = not wrong
        for finding in forsaken:
            self._remind(finding, now)
        for rule, sentence in wrong.items():
            told = self._told.get(rule)
            if told is None or now - told > self.settings.again_after.total_seconds():
                self._told[rule] = now
                self._tell(rule, sentence, by_rule[rule])
        self._told = {
            rule: told for rule, told in self._told.items() if rule in by_rule or rule in self._suspected
        }
        if before is not None and not wrong:
            self._write("audit.content", reason="What was wrong is over.")

    def _remind(self, finding: Finding, now: float) -> None:
        """A ticket that nobody takes was an alarm when it happened; it is one again while it lasts."""
        told = self._told.setdefault(finding.key, now)
        if now - told > self.settings.again_after.total_seconds():
            self._told[finding.key] = now
            reason = "Nobody acknowledged in any pass of the ladder."
            self._write("alarm.raised", level="error", reason=reason, ticket=finding.ticket)

    def _tell(self, rule: str, sentence: str, found: list[Finding]) -> None:
        fields: Mapping[str, Any] = {"reason": sentence, "rule": rule, "ticket": found[0].ticket}
        self._write("audit.failed", level="error", **fields)
        self._write("alarm.raised", level="error", **fields)

    # --- looking ---------------------------------------------------------------------------------------

    def look(self) -> list[Finding]:
        """Everything that is not as it must be, be it for a moment. Raises what the store raises."""
        self._looks += 1
        found = [*self._scheduler()]
        with self._desk.database.reading() as connection:
            found += self._late(connection)
            found += self._tickets(connection)
            found += self._mail(connection)
            if self._accounted or self._looks % COUNTED_EACH == 1:
                self._accounted = [*self._accounts(connection)]
        return found + self._accounted

    def _count(self) -> int:
        with self._desk.database.reading() as connection:
            return audit_store.accepted(connection)

    def _scheduler(self) -> Iterator[Finding]:
        silent = time.monotonic() - self._scheduler_beat()
        if silent > STUCK:
            text = f"The scheduler has not ticked for more than {STUCK:.0f} s."
            yield Finding(rule="scheduler", sentence=text)

    def _late(self, connection: Connection) -> Iterator[Finding]:
        now = self._desk.clock()
        for timer in audit_store.overdue(connection, now - timedelta(seconds=1)):
            text = f"The {timer.kind} of ticket {timer.ticket} was due at {timer.due_at.isoformat()}"
            yield Finding(rule="overdue", sentence=f"{text}, and nothing happened.", ticket=timer.ticket)
        for number, person in audit_store.unwritten_pages(connection, now - timedelta(seconds=5)):
            text = f"A page on ticket {number} to {person} is due, and no mail was written."
            yield Finding(rule="pages", sentence=text, ticket=number)

    def _tickets(self, connection: Connection) -> Iterator[Finding]:
        slice_ = audit_store.owed(connection, self._place, SLICE)
        self._place = slice_[-1] if len(slice_) == SLICE else None
        numbers = sorted({number for _, number in slice_} | set(list(self._suspects)[:SLICE]))
        stored = audit_store.timers_of(connection, numbers)
        now, policy = self._desk.clock(), self._desk.tools.policy
        for number, ticket in tickets.load(connection, numbers).items():
            if ticket.number == number:  # not one that was merged away
                yield from audit(ticket, stored[number], policy, now, timedelta(seconds=1))

    def _mail(self, connection: Connection) -> Iterator[Finding]:
        now, within = self._desk.clock(), self.settings.acknowledged_within
        minutes = f"{within.total_seconds() / 60:g} min"
        for id_ in audit_store.without_outcome(connection, now - within):
            text = f"Message {id_} was accepted more than {minutes} ago and has no outcome."
            yield Finding(rule="outcome", sentence=text)
        for id_, number in audit_store.unsent(connection, "acknowledgement", now - within):
            text = f"The acknowledgement of ticket {number} (outbox {id_}) has waited longer than {minutes}."
            yield Finding(rule="acknowledgements", sentence=text, ticket=number)
        for id_, number in audit_store.unsent(connection, "page", now - PAGES_WITHIN):
            text = f"A page on ticket {number} (outbox {id_}) has not left for more than 2 min."
            yield Finding(rule="unsent-pages", sentence=text, ticket=number)

    def _accounts(self, connection: Connection) -> Iterator[Finding]:
        """Every accepted mail has one outcome, and none that the intake has acknowledged is missing."""
        promised = self._accepted()
        counted = inbox.counts(connection)
        accepted = counted.pop("accepted")
        if accepted != sum(counted.values()):
            outcomes = ", ".join(f"{count} {outcome}" for outcome, count in counted.items())
            text = f"{accepted} messages were accepted, but their outcomes are {outcomes}."
            yield Finding(rule="accounts", sentence=text)
        if accepted < self._accepted_before + promised:
            missing = self._accepted_before + promised - accepted
            yield Finding(rule="accounts", sentence=f"{missing} accepted messages are not in the store.")


class Heartbeat:
    """A sign of life that others watch, given only while the auditor is content."""

    def __init__(
        self, *, content: Callable[[], bool], url: str | None, file: Any, every: timedelta, write: Write
    ) -> None:
        self._content = content
        self._url, self._file, self._every = url, file, every
        self._write = write
        self._failing = False
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        if self._url or self._file:
            self._thread.start()

    def stop(self) -> None:
        self._end.set()

    def _run(self) -> None:
        from mailticket.wire.heartbeat import call, touch

        while not self._end.is_set():
            if self._content():
                trouble = (touch(self._file) if self._file else None) or (
                    call(self._url) if self._url else None
                )
                if trouble is not None and not self._failing:
                    with suppress(RuntimeError):
                        self._write("heartbeat.failed", level="warning", reason=trouble)
                self._failing = trouble is not None
                self._end.wait(self._every.total_seconds())
            else:
                self._end.wait(min(self._every.total_seconds(), 1.0))
