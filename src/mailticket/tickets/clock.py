"""The response clock: who has to speak, since when, and by when; each change with its computation.

Only people move it. Every human reply restarts it; a reply of staff, or a person's decision that the
ticket waits or is over, ends the debt. Machine mail has no function here, because it changes nothing.

While an answer is owed, `unanswered_since` is the time of the oldest unanswered message, and
`breach_at` the earliest deadline that any of the unanswered messages ever had. A customer who asks
again thus gets a new `due_at`, but is never helped later than without having asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from mailticket.tickets.service_level import ServiceLevel, deadline, warning
from mailticket.tickets.wall_time import shown

WaitingOn = Literal["staff", "customer", "nobody"]
Change = Literal["started", "restarted", "stopped"]
Cause = Literal[
    "customer-reply",
    "staff-reply",
    "crossed-reply",
    "pending",
    "resolved",
    "closed",
    "reopened",
    "terms-changed",
    "recomputed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """The clock of a ticket as it stands.

    `started_at` and `started_by` are the time and the entry of the last human reply (or decision) that
    moved it. `due_at`, `unanswered_since`, `breach_at` and `warn_at` are None unless staff owe an
    answer; the deadlines also where the level promises none. `breached` says that `breach_at` went by
    with the answer still owed; the answer ends it, and the ledger keeps it. One warning is due for each
    value of `warn_at`, which stays the same however often the customer asks again. `breach_from` is the
    message whose deadline `breach_at` is, mostly the oldest.
    """

    waiting_on: WaitingOn = "nobody"
    started_at: datetime | None = None
    started_by: int | None = None
    due_at: datetime | None = None
    unanswered_since: datetime | None = None
    breach_at: datetime | None = None
    breach_from: datetime | None = None
    warn_at: datetime | None = None
    breached: bool = False
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One change of the clock, with all that is needed to compute it again.

    `at` is when it changed, `started_at` the instant from which `due_at` is counted (an earlier one
    where priority or level changed), `by` the entry that did it. Of a row that ends a debt,
    `unanswered_since` and `breach_at` are those of the debt, so that its lateness can be told.
    """

    at: datetime
    change: Change
    cause: Cause
    by: int | None
    due_at: datetime | None
    because: str
    started_at: datetime
    level: str | None = None
    unanswered_since: datetime | None = None
    breach_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether a debt ended after its deadline."""
        return self.change == "stopped" and self.breach_at is not None and self.at > self.breach_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a function of the clock gives: the new state, and the row for the ledger if there is one."""

    state: ClockState
    row: LedgerRow | None = None


def customer_replied(state: ClockState, *, at: datetime, by: int | None, level: ServiceLevel | None) -> Moved:
    """A person on the customer's side wrote (the opening message too): staff owe an answer."""
    owed = state.waiting_on == "staff"
    # Two intake workers may hand over messages in another order than they were accepted in.
    started_at = max(at, state.started_at) if owed and state.started_at else at
    started_by = by if started_at == at else state.started_by
    since = min(at, state.unanswered_since) if owed and state.unanswered_since else at
    why = (
        "" if state.started_at is None else "the customer wrote again; " if owed else "the customer replied; "
    )
    change: Change = "started" if state.started_at is None else "restarted"
    return _run(
        change=change,
        cause="customer-reply",
        at=at,
        by=by,
        started=(started_at, started_by),
        since=since,
        level=level,
        before=state if owed else None,
        why=why,
    )


def staff_replied(state: ClockState, *, at: datetime, by: int | None, level: ServiceLevel | None) -> Moved:
    """A person on staff answered the customer: the debt ends, unless a message came after the answer."""
    if state.waiting_on == "staff" and state.started_at is not None and at < state.started_at:
        return _crossed(state, at=at, by=by, level=level)
    return _stop(
        state, "staff-reply", "customer", at=at, by=by, because="staff answered; the customer has the word"
    )


def paused(state: ClockState, *, at: datetime, by: int | None) -> Moved:
    """A person set the ticket to pending: it waits for the customer."""
    return _hold(state, "pending", "customer", at=at, by=by, because="set to pending; waits for the customer")


def resolved(state: ClockState, *, at: datetime, by: int | None) -> Moved:
    """A person resolved the ticket: it waits for the customer to agree, or to write again."""
    return _hold(
        state, "resolved", "customer", at=at, by=by, because="resolved; the customer may write again"
    )


def closed(state: ClockState, *, at: datetime, by: int | None) -> Moved:
    """The ticket was closed (or merged away): nobody has to speak."""
    return _hold(state, "closed", "nobody", at=at, by=by, because="closed; nobody owes an answer")


def reopened(state: ClockState, *, at: datetime, by: int | None, level: ServiceLevel | None) -> Moved:
    """A person took the ticket up again without a message: staff owe an answer from now on."""
    if state.waiting_on == "staff":
        return Moved(state=state)
    return _run(
        change="started" if state.started_at is None else "restarted",
        cause="reopened",
        at=at,
        by=by,
        started=(at, by),
        since=at,
        level=level,
        why="reopened; ",
    )


def terms_changed(
    state: ClockState, *, at: datetime, by: int | None, level: ServiceLevel | None, reason: str
) -> Moved:
    """Priority, queue, customer or level changed: the deadline is computed again from the same start.

    `reason` says what changed ("priority changed from low to urgent"). The old terms no longer count:
    the new deadline may be later, earlier, already past, or none.
    """
    return _again(state, "terms-changed", at=at, by=by, level=level, reason=reason)


def recomputed(state: ClockState, *, at: datetime, level: ServiceLevel | None) -> Moved:
    """A calendar or level was mended: the running deadline is computed again; no row if it stays."""
    moved = _again(state, "recomputed", at=at, by=None, level=level, reason="computed again")
    before = (state.due_at, state.breach_at, state.warn_at)
    after = (moved.state.due_at, moved.state.breach_at, moved.state.warn_at)
    return Moved(state=state) if before == after else moved


def breached(state: ClockState, now: datetime) -> ClockState:
    """Mark the clock as breached if an answer is owed whose time has come; never once it was given."""
    if state.waiting_on != "staff" or state.breach_at is None or now < state.breach_at or state.breached:
        return state
    return replace(state, breached=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A deadline of the ledger that is computed otherwise today."""

    row: LedgerRow
    due_at: datetime | None
    because: str


def recompute(
    ledger: Iterable[LedgerRow], level_named: Callable[[str], ServiceLevel | None]
) -> tuple[Difference, ...]:
    """Compute each deadline of a ledger again and give those that differ.

    The level of a row is looked up by its name. Where it no longer exists the row stands as it is,
    since nothing is known that would be truer.
    """
    differences = []
    for row in ledger:
        level = level_named(row.level) if row.level is not None else None
        if row.change == "stopped" or level is None:
            continue
        computation = deadline(level, row.started_at)
        if computation.due_at != row.due_at:
            differences.append(Difference(row=row, due_at=computation.due_at, because=computation.because))
    return tuple(differences)


def _run(
    *,
    change: Change,
    cause: Cause,
    at: datetime,
    by: int | None,
    started: tuple[datetime, int | None],
    since: datetime,
    level: ServiceLevel | None,
    why: str,
    older: datetime | None = None,
    before: ClockState | None = None,
) -> Moved:
    """Let the clock run from `started`, with an answer owed `since`.

    `older` is a message between the two that may have the earliest deadline. The deadline of `before`
    holds on, whatever comes out.
    """
    started_at, started_by = started
    computation = deadline(level, started_at)
    others = {since, older or since} - {started_at}
    known = {start: deadline(level, start).due_at for start in others}
    breach_from, breach_at = _first_breach({**known, started_at: computation.due_at})
    warn_at = warning(level, breach_from) if breach_from else None
    if before and before.breach_at and (breach_at is None or before.breach_at <= breach_at):
        breach_from, breach_at, warn_at = before.breach_from, before.breach_at, before.warn_at
    running = ClockState(
        waiting_on="staff",
        started_at=started_at,
        started_by=started_by,
        due_at=computation.due_at,
        unanswered_since=since,
        breach_at=breach_at,
        breach_from=breach_from,
        warn_at=warn_at,
        breached=breach_at is not None and breach_at <= at,
        level=level.name if level else None,
    )
    row = LedgerRow(
        at=at,
        change=change,
        cause=cause,
        by=by,
        due_at=computation.due_at,
        because=why + computation.because + _unanswered(level, since, started_at, breach_at),
        started_at=started_at,
        level=running.level,
        unanswered_since=since,
        breach_at=breach_at,
    )
    return Moved(state=running, row=row)


def _again(
    state: ClockState, cause: Cause, *, at: datetime, by: int | None, level: ServiceLevel | None, reason: str
) -> Moved:
    if state.waiting_on != "staff" or state.started_at is None or state.unanswered_since is None:
        return Moved(state=state)
    oldest = state.unanswered_since
    return _run(
        change="restarted",
        cause=cause,
        at=at,
        by=by,
        started=(state.started_at, state.started_by),
        since=oldest,
        level=level,
        older=state.breach_from,
        why=f"{reason}, same start; ",
    )


def _crossed(state: ClockState, *, at: datetime, by: int | None, level: ServiceLevel | None) -> Moved:
    """An answer that was given before the customer's last message ends only the debt before it."""
    if state.started_at is None or state.unanswered_since is None or at < state.unanswered_since:
        return Moved(state=state)
    return _run(
        change="restarted",
        cause="crossed-reply",
        at=at,
        by=by,
        started=(state.started_at, state.started_by),
        since=state.started_at,
        level=level,
        why="staff answered, but the customer wrote after that; ",
    )


def _hold(
    state: ClockState, cause: Cause, waiting_on: WaitingOn, *, at: datetime, by: int | None, because: str
) -> Moved:
    """End the debt by a decision; where there is none, only who is waited for changes."""
    if state.waiting_on == "staff":
        return _stop(state, cause, waiting_on, at=at, by=by, because=because)
    return Moved(state=replace(state, waiting_on=waiting_on))


def _stop(
    state: ClockState, cause: Cause, waiting_on: WaitingOn, *, at: datetime, by: int | None, because: str
) -> Moved:
    row = LedgerRow(
        at=at,
        change="stopped",
        cause=cause,
        by=by,
        due_at=None,
        because=because + _lateness(state, at),
        started_at=state.started_at or at,
        level=state.level,
        unanswered_since=state.unanswered_since,
        breach_at=state.breach_at,
    )
    return Moved(
        state=ClockState(waiting_on=waiting_on, started_at=at, started_by=by, level=state.level), row=row
    )


def _first_breach(
    deadlines: Mapping[datetime, datetime | None],
) -> tuple[datetime, datetime] | tuple[None, None]:
    """Give the start with the earliest deadline, the oldest of several, and that deadline."""
    found = [(due_at, start) for start, due_at in deadlines.items() if due_at is not None]
    if not found:
        return None, None
    due_at, start = min(found)
    return start, due_at


def _unanswered(
    level: ServiceLevel | None, since: datetime, started_at: datetime, breach_at: datetime | None
) -> str:
    if level is None or since == started_at or breach_at is None:
        return ""
    zone = level.shown_in
    return (
        f"; unanswered since {shown(since, zone)}, so it counts as unacknowledged "
        f"from {shown(breach_at, zone, after=since)}"
    )


def _lateness(state: ClockState, at: datetime) -> str:
    if state.breach_at is None or at <= state.breach_at:
        return ""
    return f"; after the deadline {shown(state.breach_at, 'UTC')}"
