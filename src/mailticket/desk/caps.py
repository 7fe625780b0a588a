"""How many acknowledgements went out lately, counted without asking the store each time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailticket.store import lately
from mailticket.tickets.acknowledgement import Sent
from mailticket.tickets.policy import Caps

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FRESH = timedelta(seconds=10)  # for so long other nodes may have sent without our knowing
_SENDERS = 10_000  # of whom the count is remembered


@dataclass(slots=True)
class _Count:
    at: datetime
    hour: int
    day: int = 0

    def is_fresh(self, now: datetime) -> bool:
        return timedelta(0) <= now - self.at < _FRESH


class Tally:
    """Counts of the last hour and day, for the desk and for each sender that wrote lately."""

    def __init__(self) -> None:
        self._senders: dict[str, _Count] = {}
        self._desk: _Count | None = None

    def load(self, connection: Connection, senders: Iterable[str], now: datetime) -> None:
        """Count for all these senders at once."""
        known = self._senders
        missing = {sender for sender in senders if sender not in known or not known[sender].is_fresh(now)}
        if not missing:
            return
        if len(known) > _SENDERS:
            known.clear()
        found = lately.acknowledged_to(connection, missing, hour=now - _HOUR, day=now - _DAY)
        for sender in missing:
            hour, day = found.get(sender, (0, 0))
            known[sender] = _Count(now, hour, day)

    def sent(self, connection: Connection, sender: str, caps: Caps, now: datetime) -> Sent:
        """What went to this sender, and what went out in all, which is counted up to its cap."""
        if self._desk is None or not self._desk.is_fresh(now):
            most = caps.per_desk_hour
            self._desk = _Count(now, lately.acknowledged_since(connection, now - _HOUR, most=most))
        self.load(connection, [sender], now)
        to_sender = self._senders[sender]
        return Sent(to_sender_hour=to_sender.hour, to_sender_day=to_sender.day, by_desk_hour=self._desk.hour)

    def add(self, sender: str) -> None:
        """An acknowledgement to this sender was queued."""
        for count in (self._senders.get(sender), self._desk):
            if count is not None:
                count.hour += 1
                count.day += 1

    def forget(self) -> None:
        """Nothing is known any more: a transaction failed, or its like."""
        self._senders.clear()
        self._desk = None
