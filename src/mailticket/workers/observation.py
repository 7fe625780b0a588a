"""Depth and age of all that waits, and how the mailboxes are: for metrics, log and alarms."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mailticket import log
from mailticket.desk.door import Desk
from mailticket.metrics import Metrics
from mailticket.store import inbox, mailboxes, outbox, tickets

SILENCE = timedelta(minutes=10)  # without news of a mailbox that says it is connected, until an alarm


class Observation:
    """What is seen of the store now and then."""

    def __init__(self, desk: Desk, metrics: Metrics, polled: Callable[[], Mapping[str, timedelta]]) -> None:
        """`polled` gives the mailboxes of the configuration, each with the time between two polls."""
        self._desk = desk
        self._metrics = metrics
        self._polled = polled
        self._silent: set[str] = set()  # mailboxes

    def look(self) -> dict[str, Any]:
        """Show in the figures what waits; the same for a line of the log."""
        now, metrics = self._desk.clock(), self._metrics
        seen: dict[str, Any] = {}
        with self._desk.database.reading() as connection:
            depth, since = inbox.depth(connection)
            metrics.inbox_depth.set(depth)
            metrics.inbox_age.set(_age(now, since))
            seen |= {"inbox_waiting": depth, "inbox_oldest_seconds": _age(now, since)}
            depth, since = outbox.depth(connection)
            metrics.outbox_depth.set(depth)
            metrics.outbox_age.set(_age(now, since))
            seen |= {"outbox_waiting": depth, "outbox_oldest_seconds": _age(now, since)}
            polled = self._polled()
            for row in mailboxes.rows(connection) if polled else ():
                if row.name in polled:
                    seen[f"mailbox {row.name}"] = self._mailbox(row, polled[row.name], now)
            metrics.owed.set(_age(now, tickets.oldest_owed(connection)))
        return seen

    def _mailbox(self, row: Any, poll: timedelta, now: datetime) -> Mapping[str, Any]:
        self._metrics.mailbox(row, now)
        heard = max(filter(None, (row.checked_at, row.since)))
        if row.state != "connected" or now - heard < max(5 * poll, SILENCE):
            self._silent.discard(row.name)
        elif row.name not in self._silent:
            self._silent.add(row.name)
            reason = f"Nothing was heard of the mailbox {row.name} since {heard:%Y-%m-%d %H:%M:%S}Z."
            log.event("alarm.raised", level="error", mailbox=row.name, reason=reason)
            self._metrics.alarms.inc()
        return {
            "state": row.state,
            "unfetched": row.unfetched,
            "oldest_seconds": _age(now, row.oldest),
            "newest_seconds": _age(now, row.newest),
        }


def _age(now: datetime, since: datetime | None) -> float:
    return round((now - since).total_seconds(), 3) if since else 0.0
