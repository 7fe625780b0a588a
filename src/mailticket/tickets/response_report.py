"""How soon people answered, against what was promised: averages by window, priority, customer and month.

A debt begins with the oldest unanswered message of a customer and ends with the first answer of a
person. Machine mail ends none, and neither does a decision that the ticket waits or is over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal

from mailticket.tickets.clock import LedgerRow
from mailticket.tickets.service_level import ServiceLevel, target
from mailticket.tickets.wall_time import wall_of

By = Literal["window", "priority", "customer", "month"]
BY: Final[tuple[By, ...]] = ("window", "priority", "customer", "month")

_ANSWERS: Final = ("staff-reply", "crossed-reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """An answer that was owed; `answered_at` is None if nobody gave it yet.

    `took` and `promised` are counted as the promise counts: elapsed, or in service hours. `promised` is
    None where nothing is. `late` says that the deadline went by before the answer.
    """

    window: str
    priority: str
    customer: str
    since: datetime
    answered_at: datetime | None
    took: timedelta | None
    promised: timedelta | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report: a group of debts, and its figures. Without answers there are no averages."""

    group: tuple[str, ...]
    answers: int
    promised: timedelta | None  # None also where the group has several promises
    average: timedelta | None
    median: timedelta | None
    percentile_90: timedelta | None
    in_time: float | None  # share of those with a promise, 0 to 1; an overdue answer counts as late
    late: int
    unanswered_late: int


def debts(
    ledger: Sequence[LedgerRow],
    *,
    priority: str,
    customer: str | None,
    level_named: Callable[[str], ServiceLevel | None],
    now: datetime,
) -> Iterator[Debt]:
    """The debts in the ledger of one ticket that were answered, and the one that is overdue."""
    owed: LedgerRow | None = None
    for row in ledger:
        if row.cause in _ANSWERS and owed is not None and owed.unanswered_since is not None:
            yield _debt(owed, row.at, priority, customer, level_named, now)
        owed = row if row.change != "stopped" else None
    if owed is not None and owed.breach_at is not None and owed.breach_at < now:
        yield _debt(owed, None, priority, customer, level_named, now)


def report(
    found: Iterable[Debt],
    by: Sequence[By],
    *,
    zone: str,
    begin: datetime | None = None,
    end: datetime | None = None,
) -> list[Line]:
    """The lines of a report over the debts that began in [begin, end), in the order of their groups."""
    groups: dict[tuple[str, ...], list[Debt]] = {}
    for debt in found:
        if (begin is not None and debt.since < begin) or (end is not None and debt.since >= end):
            continue
        groups.setdefault(tuple(_group(debt, one, zone) for one in by), []).append(debt)
    return [_line(group, groups[group]) for group in sorted(groups)]


def percentile(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The smallest value that is not less than this share of all (nearest rank); None of none."""
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)), 1) - 1] if ordered else None


def _debt(
    owed: LedgerRow,
    answered_at: datetime | None,
    priority: str,
    customer: str | None,
    level_named: Callable[[str], ServiceLevel | None],
    now: datetime,
) -> Debt:
    since = owed.unanswered_since or owed.started_at
    level = level_named(owed.level) if owed.level is not None else None
    chosen = target(level, since) if level is not None else None
    took = None
    if answered_at is not None:
        took = chosen.between(since, answered_at) if chosen is not None else answered_at - since
    return Debt(
        window=_window(level, since),
        priority=priority,
        customer=customer or "",
        since=since,
        answered_at=answered_at,
        took=took,
        promised=chosen.respond_within if chosen is not None else None,
        late=owed.breach_at is not None and (answered_at or now) > owed.breach_at,
    )


def _window(level: ServiceLevel | None, since: datetime) -> str:
    """The name of the window in which the debt began, as a report calls it."""
    if level is None:
        return "no service level"
    chosen = target(level, since)
    if chosen is None:
        return f"{level.name}: no commitment"
    if chosen.during is not None:
        return f"{level.name}: {chosen.during.name}"
    others = any(one.during is not None for one in level.targets)
    return f"{level.name}: {'other times' if others else 'any time'}"


def _group(debt: Debt, by: By, zone: str) -> str:
    if by == "month":
        return wall_of(zone, debt.since).strftime("%Y-%m")
    return {"window": debt.window, "priority": debt.priority, "customer": debt.customer}[by]


def _line(group: tuple[str, ...], found: Sequence[Debt]) -> Line:
    took = [debt.took for debt in found if debt.took is not None]
    promises = {debt.promised for debt in found}
    promised = [debt for debt in found if debt.promised is not None]
    late = sum(debt.late for debt in found if debt.answered_at is not None)
    missing = sum(debt.late for debt in found if debt.answered_at is None)
    average = sum(took, timedelta(0)) / len(took) if took else None
    return Line(
        group=group,
        answers=len(took),
        promised=next(iter(promises)) if len(promises) == 1 else None,
        average=average,
        median=_median(took),
        percentile_90=percentile(took, 0.9),
        in_time=1 - sum(debt.late for debt in promised) / len(promised) if promised else None,
        late=late,
        unanswered_late=missing,
    )


def _median(values: Sequence[timedelta]) -> timedelta | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
