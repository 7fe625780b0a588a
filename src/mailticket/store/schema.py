"""The tables; `migrations/` holds how they came to be so."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from mailticket.store.types import Document, Instant, Words

REVISION = "0001"
"""The newest migration; a database made from scratch starts at it."""

metadata = MetaData()


# SQLite gives out row ids only for a column whose type is exactly INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")


def _partial(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition)}


def prepare_for_postgresql() -> None:
    """Tell PostgreSQL of partial indexes; to name it above would load its dialect where SQLite is used."""
    for table in metadata.tables.values():
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"].get("where")


inbox = Table(
    "inbox",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("accepted_at", Instant, nullable=False),
    Column("route", Words, nullable=False),
    Column("reverse_path", Words),
    Column("forward_paths", Document, nullable=False),
    Column("helo", Words, nullable=False),
    Column("peer", Words, nullable=False),
    Column("protocol", Words, nullable=False),
    Column("trace", Document, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("outcome", String(16), nullable=False, server_default="waiting"),
    Column("verdict", String(32)),
    Column("ticket", Integer),
    Column("entry", BigInteger),
    Column("reasons", Document),
    Column("message_id", Words),
    Column("digest", String(64)),
    Column("sender", Words),  # of the header, bare
    Column("subject", Words),
    Column("error", Words),  # the traceback of a quarantined message
    Column("processed_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_token", String(100)),
    Column("lease_until", Instant),
    Index("inbox_waiting", "id", **_partial("outcome = 'waiting'")),
    Index("inbox_message_id", "message_id", **_partial("message_id IS NOT NULL")),
    Index("inbox_outcome", "outcome"),
    Index("inbox_leased", "lease_token", **_partial("lease_token IS NOT NULL")),
    Index("inbox_ticket", "ticket", **_partial("ticket IS NOT NULL")),
    Index("inbox_digest", "digest", **_partial("message_id IS NULL")),
    sqlite_autoincrement=True,
)

raw = Table(
    "raw",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""The bytes of each message as they came, in parts of at most a mebibyte; equal bytes are kept once."""

tickets = Table(
    "tickets",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("subject", Words, nullable=False),
    Column("status", String(16), nullable=False),
    Column("priority", Words, nullable=False),
    Column("queue", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("customer", Words),
    Column("requester", Words, nullable=False),
    Column("requester_name", Words, nullable=False),
    Column("assignee", Words),
    Column("language", Words),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("due_at", Instant),
    Column("unanswered_since", Instant),
    Column("merged_into", BigInteger),
    Column("state", Document, nullable=False),
    Index("tickets_requester", "requester"),
    Index("tickets_status", "status"),
    Index("tickets_merged", "merged_into", **_partial("merged_into IS NOT NULL")),
    Index("tickets_owed", "unanswered_since", **_partial("unanswered_since IS NOT NULL")),
)
"""`state` holds what is read only together with its ticket: clock, escalation, thread, answers owed."""

participants = Table(
    "participants",
    metadata,
    Column("ticket", BigInteger, primary_key=True),
    Column("address", Words, primary_key=True),  # canonical
    Column("name", Words, nullable=False),
    Column("written", Words, nullable=False),  # the address as it was written
    Column("role", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Index("participants_address", "address"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("ticket", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("direction", String(3)),
    Column("author", Words),
    Column("recipients", Document, nullable=False),
    Column("message_id", Words),
    Column("text", Words, nullable=False),
    Column("attachments", Document, nullable=False),
    Column("event", Words),
    Column("data", Document, nullable=False),
    Column("inbox", BigInteger),
    Column("outbox", BigInteger),
    Index("entries_ticket", "ticket", "id"),
    Index("entries_outbox", "outbox", **_partial("outbox IS NOT NULL")),
)

message_ids = Table(
    "message_ids",
    metadata,
    Column("key", Words, nullable=False),
    Column("ticket", BigInteger, nullable=False),
    Column("kind", String(8), nullable=False),  # received, sent, named (by a reply that overtook it)
    UniqueConstraint("key", "ticket", "kind"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("ticket", BigInteger),
    Column("inbox", BigInteger),  # the message that it follows from, for the log
    Column("kind", String(24), nullable=False),
    Column("reverse_path", Words, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("recipient_key", Words, nullable=False),  # canonical, without subaddress: what caps count
    Column("message_id", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("rank", Integer, nullable=False),  # lower goes first
    Column("lane", Words, nullable=False),  # mails of one lane keep their order
    Column("guard", Document),  # what must still be true when it is sent
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("reason", Words),
    Column("lease_token", String(100)),
    Column("lease_until", Instant),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),  # its bytes are among those of `raw`
    Index("outbox_waiting", "rank", "next_at", "id", **_partial("state = 'waiting'")),
    Index("outbox_leased", "lease_token", **_partial("lease_token IS NOT NULL")),
    Index("outbox_lane", "lane", "id", **_partial("state = 'waiting'")),
    Index("outbox_recipient", "recipient_key", "kind", "created_at"),
    Index("outbox_created", "kind", "created_at"),
    Index("outbox_message_id", "message_id"),
    Index("outbox_ticket", "ticket"),
)

timers = Table(
    "timers",
    metadata,
    Column("ticket", BigInteger, primary_key=True),
    Column("kind", String(24), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("generation", Integer, nullable=False),  # the version of the ticket that set it
    Index("timers_due", "due_at"),
)

clock_ledger = Table(
    "clock_ledger",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("ticket", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("change", String(16), nullable=False),
    Column("by", BigInteger),
    Column("due_at", Instant),
    Column("because", Words, nullable=False),
    Column("data", Document, nullable=False),
    Index("clock_ledger_ticket", "ticket", "id"),
)

pages = Table(
    "pages",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("ticket", BigInteger, nullable=False),
    Column("pass_", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("to", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, notified, failed, cancelled
    Column("outbox", BigInteger),
    Index("pages_ticket", "ticket", "id"),
    Index("pages_outbox", "outbox"),
    Index("pages_waiting", "id", **_partial("state = 'waiting'")),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("rota", Words, nullable=False),
    Column("member", Words, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("name", Words, primary_key=True),
    Column("epoch", Integer, nullable=False),  # one more whenever the server gives its UIDs anew
    Column("place", Words, nullable=False),  # user, host and folder that the UIDs belong to
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uidnext", BigInteger, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),  # connected, lost, stopped
    Column("since", Instant, nullable=False),
    Column("reason", Words),
    Column("checked_at", Instant),
    Column("counted", Integer, nullable=False),  # messages on the server
    Column("unfetched", Integer, nullable=False),
    Column("oldest", Instant),  # when the oldest unfetched message came to the server
    Column("newest", Instant),  # when the newest message that was taken came to the server
)
"""Where each polled mailbox stands, and how it is."""

mailbox_messages = Table(
    "mailbox_messages",
    metadata,
    Column("mailbox", Words, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("uid", Words, primary_key=True),
    Column("inbox", BigInteger),
    Column("sha256", String(64)),  # of the bytes that were taken; of one skipped, of its age and size
    Column("state", String(16), nullable=False),  # skipped (at first sight), accepted, done, aside
    Column("attempts", Integer, nullable=False),
    Column("reason", Words),
    Column("at", Instant, nullable=False),
    Index("mailbox_messages_sha256", "sha256", **_partial("sha256 IS NOT NULL")),
    Index("mailbox_messages_open", "mailbox", **_partial("state IN ('accepted', 'aside')")),
)

preferences = Table(
    "preferences",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Document, nullable=False),
)
"""Small facts that are set while running: what a person wants to be told, dead addresses, counters."""

counters = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""The last number given out; a transaction that takes one holds the row, so there are no gaps."""

journal = Table(
    "journal",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("event", Words, nullable=False),
    Column("level", String(8), nullable=False),
    Column("fields", Document, nullable=False),
)
"""Lines for the log by those who have none, such as a command: the daemon writes them and removes them."""
