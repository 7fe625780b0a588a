"""What is counted and measured, for Prometheus."""

from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """All figures of one daemon."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        r = self.registry
        self.accepted = Counter("mailticket_mail_accepted", "Messages made durable", registry=r)
        self.rejected = Counter("mailticket_mail_rejected", "Messages and clients refused", registry=r)
        self.verdicts = Counter("mailticket_mail_classified", "Verdicts", ["verdict", "outcome"], registry=r)
        self.deliveries = Counter("mailticket_deliveries", "Attempts to send", ["kind", "result"], registry=r)
        self.alarms = Counter("mailticket_alarms", "Alarms raised", registry=r)
        self.commit = Histogram("mailticket_commit_seconds", "Durable commits", buckets=_FAST, registry=r)
        self.parse = Histogram("mailticket_parse_seconds", "Reading a message", buckets=_FAST, registry=r)
        self.decide = Histogram(
            "mailticket_batch_seconds", "Deciding and keeping a batch", buckets=_FAST, registry=r
        )
        self.inbox_depth = Gauge("mailticket_inbox_waiting", "Messages without an outcome", registry=r)
        self.inbox_age = Gauge("mailticket_inbox_oldest_seconds", "Age of the oldest of them", registry=r)
        self.outbox_depth = Gauge("mailticket_outbox_waiting", "Mails to be sent", registry=r)
        self.outbox_age = Gauge("mailticket_outbox_oldest_seconds", "Age of the oldest of them", registry=r)
        self.tickets = Gauge("mailticket_tickets", "Tickets by status", ["status"], registry=r)
        self.owed = Gauge("mailticket_owed_oldest_seconds", "Longest wait for an answer", registry=r)

        self.mailbox_connected = Gauge(
            "mailticket_mailbox_connected", "1 while a mailbox is connected", ["mailbox"], registry=r
        )
        self.mailbox_unfetched = Gauge(
            "mailticket_mailbox_unfetched",
            "Messages on the server still to be taken",
            ["mailbox"],
            registry=r,
        )
        self.mailbox_oldest = Gauge(
            "mailticket_mailbox_oldest_seconds", "Age of the oldest of them", ["mailbox"], registry=r
        )
        self.mailbox_newest = Gauge(
            "mailticket_mailbox_newest_seconds", "Age of the newest that was taken", ["mailbox"], registry=r
        )
        self.mailbox_checked = Gauge(
            "mailticket_mailbox_checked_seconds", "Time since the server was asked", ["mailbox"], registry=r
        )

    def mailbox(self, row: Any, now: datetime) -> None:
        """Show how a mailbox is, by its row in the store."""
        self.mailbox_connected.labels(mailbox=row.name).set(row.state == "connected")
        self.mailbox_unfetched.labels(mailbox=row.name).set(row.unfetched)
        ages = {
            self.mailbox_oldest: row.oldest,
            self.mailbox_newest: row.newest,
            self.mailbox_checked: row.checked_at,
        }
        for gauge, since in ages.items():
            gauge.labels(mailbox=row.name).set((now - since).total_seconds() if since else 0)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
