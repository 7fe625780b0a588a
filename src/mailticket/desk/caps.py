"""How many acknowledgements went out lately, counted without asking the store each time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailticket.store import outbox as outbox_store
from mailticket.tickets.acknowledgement import Sent
from mailticket.tickets.policy import Caps

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FRESH = timedelta(seconds=10)  # for so long other nodes may have sent without our knowing
_SENDERS = 10_000  # of whom the count is remembered


class Tally:
    """Counts of the last hour and day, for the desk and for each sender that wrote lately."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str | None, timedelta], tuple[datetime, int]] = {}

    def sent(self, connection: Connection, sender: str, caps: Caps, now: datetime) -> Sent:
        """What went to this sender, and what went out in all. Counts stop at their cap."""
        return Sent(
            to_sender_hour=self._count(connection, sender, _HOUR, caps.per_sender_hour, now),
            to_sender_day=self._count(connection, sender, _DAY, caps.per_sender_day, now),
            by_desk_hour=self._count(connection, None, _HOUR, caps.per_desk_hour, now),
        )

    def add(self, sender: str) -> None:
        """An acknowledgement to this sender was queued."""
        for key in ((sender, _HOUR), (sender, _DAY), (None, _HOUR)):
            if key in self._counted:
                at, count = self._counted[key]
                self._counted[key] = (at, count + 1)

    def forget(self) -> None:
        """Nothing is known any more: a transaction failed, or its like."""
        self._counted.clear()

    def _count(
        self, connection: Connection, sender: str | None, span: timedelta, cap: int, now: datetime
    ) -> int:
        key = (sender, span)
        known = self._counted.get(key)
        if known is not None and timedelta(0) <= now - known[0] < _FRESH:
            return known[1]
        if len(self._counted) > 2 * _SENDERS:
            self._counted.clear()
        count = outbox_store.acknowledged_since(connection, sender, now - span, most=cap)
        self._counted[key] = (now, count)
        return count
