"""The tables of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite gives out row ids only for a column whose type is exactly INTEGER.
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FIRST_NUMBERS = {"ticket": 10_000, "entry": 0, "outbox": 0}


def upgrade() -> None:
    """Make the tables, and the counters at their beginning."""
    op.create_table(
        "inbox",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("reverse_path", sa.Text()),
        sa.Column("forward_paths", sa.Text(), nullable=False),
        sa.Column("helo", sa.Text(), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False, server_default="waiting"),
        sa.Column("verdict", sa.String(32)),
        sa.Column("ticket", sa.Integer()),
        sa.Column("entry", sa.BigInteger()),
        sa.Column("reasons", sa.Text()),
        sa.Column("message_id", sa.Text()),
        sa.Column("digest", sa.String(64)),
        sa.Column("sender", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("processed_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("lease_token", sa.String(100)),
        sa.Column("lease_until", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    _index("inbox_digest", "inbox", ["digest"], where="message_id IS NULL")
    _index("inbox_leased", "inbox", ["lease_token"], where="lease_token IS NOT NULL")
    _index("inbox_message_id", "inbox", ["message_id"], where="message_id IS NOT NULL")
    _index("inbox_outcome", "inbox", ["outcome"])
    _index("inbox_ticket", "inbox", ["ticket"], where="ticket IS NOT NULL")
    _index("inbox_waiting", "inbox", ["id"], where="outcome = 'waiting'")
    op.create_table(
        "raw",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("number", _ID, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text()),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("unanswered_since", sa.BigInteger()),
        sa.Column("merged_into", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
    )
    _index("tickets_merged", "tickets", ["merged_into"], where="merged_into IS NOT NULL")
    _index("tickets_owed", "tickets", ["unanswered_since"], where="unanswered_since IS NOT NULL")
    _index("tickets_requester", "tickets", ["requester"])
    _index("tickets_status", "tickets", ["status"])
    op.create_table(
        "participants",
        sa.Column("ticket", sa.BigInteger(), primary_key=True),
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
    )
    _index("participants_address", "participants", ["address"])
    op.create_table(
        "entries",
        sa.Column("id", _ID, primary_key=True, autoincrement=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("direction", sa.String(3)),
        sa.Column("author", sa.Text()),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("event", sa.Text()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("inbox", sa.BigInteger()),
        sa.Column("outbox", sa.BigInteger()),
    )
    _index("entries_outbox", "entries", ["outbox"], where="outbox IS NOT NULL")
    _index("entries_ticket", "entries", ["ticket", "id"])
    op.create_table(
        "message_ids",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.UniqueConstraint("key", "ticket", "kind"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _ID, primary_key=True, autoincrement=False),
        sa.Column("ticket", sa.BigInteger()),
        sa.Column("inbox", sa.BigInteger()),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("reverse_path", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("guard", sa.Text()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("lease_token", sa.String(100)),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    _index("outbox_created", "outbox", ["kind", "created_at"])
    _index("outbox_lane", "outbox", ["lane", "id"], where="state = 'waiting'")
    _index("outbox_leased", "outbox", ["lease_token"], where="lease_token IS NOT NULL")
    _index("outbox_message_id", "outbox", ["message_id"])
    _index("outbox_recipient", "outbox", ["recipient_key", "kind", "created_at"])
    _index("outbox_ticket", "outbox", ["ticket"])
    _index("outbox_waiting", "outbox", ["rank", "next_at", "id"], where="state = 'waiting'")
    op.create_table(
        "timers",
        sa.Column("ticket", sa.BigInteger(), primary_key=True),
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
    )
    _index("timers_due", "timers", ["due_at"])
    op.create_table(
        "clock_ledger",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("by", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    _index("clock_ledger_ticket", "clock_ledger", ["ticket", "id"])
    op.create_table(
        "pages",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("pass_", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("outbox", sa.BigInteger()),
    )
    _index("pages_outbox", "pages", ["outbox"])
    _index("pages_ticket", "pages", ["ticket", "id"])
    _index("pages_waiting", "pages", ["id"], where="state = 'waiting'")
    op.create_table(
        "overrides",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("rota", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uidnext", sa.BigInteger(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("unfetched", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.BigInteger()),
        sa.Column("newest", sa.BigInteger()),
    )
    op.create_table(
        "mailbox_messages",
        sa.Column("mailbox", sa.Text(), primary_key=True),
        sa.Column("epoch", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("inbox", sa.BigInteger()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    _index("mailbox_messages_open", "mailbox_messages", ["mailbox"], where="state IN ('accepted', 'aside')")
    _index("mailbox_messages_sha256", "mailbox_messages", ["sha256"], where="sha256 IS NOT NULL")
    op.create_table(
        "preferences",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "journal",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
    )
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": name, "value": value} for name, value in FIRST_NUMBERS.items()])


def _index(name: str, table: str, columns: list[str], *, where: str | None = None) -> None:
    conditions: dict[str, Any] = {}
    if where is not None:
        conditions = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, columns, **conditions)
