"""`mailticket inbox` and `mailticket outbox`: what came, what became of it, and what is on its way."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from mailticket.cli.account_words import RULES
from mailticket.cli.command import CommandFailed, add_config
from mailticket.cli.output import add_json, as_json, cell, listing
from mailticket.cli.store import opened
from mailticket.cli.terminal import safe, safe_lines

_INBOX = ("id", "accepted_at", "route", "from", "outcome", "verdict", "ticket", "subject")
_OUTBOX = ("id", "ticket", "kind", "to", "state", "attempts", "next_at", "reason")


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(word: str, text: str, handler: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(word, help=text)
        add_config(made)
        made.set_defaults(handler=handler)
        return made

    if name == "inbox":
        one = action("list", "all messages", _inbox_list)
        one.add_argument("--outcome", choices=("waiting", "opened", "added", "suppressed", "quarantined"))
        one.add_argument("--ticket", type=int, metavar="N")
        add_json(one)
        one = action("show", "one message with its reasons", _inbox_show)
        one.add_argument("id", type=int)
        add_json(one)
        one = action("raw", "the bytes that came", _inbox_raw)
        one.add_argument("id", type=int)
        one.add_argument(
            "--with-trace", action="store_true", help="with Received and Return-Path before them"
        )
        one = action("replay", "run again what was quarantined", _inbox_replay)
        one.add_argument("id", type=int, nargs="+")
    else:
        one = action("list", "all mails", _outbox_list)
        one.add_argument("--state", choices=("waiting", "sent", "failed", "cancelled"))
        one.add_argument("--ticket", type=int, metavar="N")
        add_json(one)
        one = action("show", "one mail as it is sent", _outbox_show)
        one.add_argument("id", type=int)
        add_json(one)
        one = action("retry", "send at once", _outbox_retry)
        one.add_argument("id", type=int, nargs="+")
        add_json(action("dead", "addresses that are not written to again", _outbox_dead))
        one = action("revive", "write to dead addresses again", _outbox_revive)
        one.add_argument("address", nargs="+")
        one = action("cancel", "do not send", _outbox_cancel)
        one.add_argument("id", type=int, nargs="+")


def _inbox_row(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "accepted_at": row.accepted_at,
        "route": row.route,
        "message_id": row.message_id,
        "from": row.sender or row.reverse_path,
        "outcome": row.outcome,
        "verdict": row.verdict,
        "ticket": row.ticket,
        "reasons": row.reasons or [],
        "subject": row.subject,
        "size": row.size,
    }


def _inbox_list(options: argparse.Namespace) -> int:
    from mailticket.store import inbox

    with opened(options) as database, database.reading() as connection:
        rows = inbox.rows(connection, outcome=options.outcome, ticket=options.ticket)
        listing((_inbox_row(row) for row in rows), columns=_INBOX, json_=options.json)
    return 0


def _inbox_show(options: argparse.Namespace) -> int:
    from mailticket.store import inbox

    with opened(options) as database, database.reading() as connection:
        row = inbox.get(connection, options.id)
        if row is None:
            raise CommandFailed(f"There is no message {options.id}.")
        shown = _inbox_row(row) | {
            "reverse_path": row.reverse_path,
            "recipients": row.forward_paths,
            "peer": row.peer,
            "helo": row.helo,
            "protocol": row.protocol,
            "sha256": row.sha256,
            "processed_at": row.processed_at,
            "error": row.error,
        }
    if options.json:
        print(as_json(shown))
        return 0
    reasons, error = shown.pop("reasons"), shown.pop("error")
    for key, value in shown.items():
        if value is not None:
            print(f"{key + ':':14} {cell(value)}")
    for reason in reasons:
        words = (RULES.get(reason["rule"]), f"{safe(reason['rule'])}: {safe(reason['evidence'])}")
        print(f"{'because:':14} " + f"\n{'':15}".join(filter(None, words)))
    if error is not None:
        print(f"{'error:':14} " + safe_lines(error).replace("\n", f"\n{'':15}"))
    return 0


def _inbox_raw(options: argparse.Namespace) -> int:
    from mailticket.store import inbox

    with opened(options) as database, database.reading() as connection:
        row = inbox.get(connection, options.id)
        if row is None:
            raise CommandFailed(f"There is no message {options.id}.")
        if options.with_trace:
            sys.stdout.buffer.write(_trace(row))
        for part in inbox.parts(connection, row.sha256):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    return 0


def _trace(row: Any) -> bytes:
    """Return-Path and Received as a final delivery writes them (RFC 5321, 4.4)."""
    import socket

    lines = []
    if row.reverse_path is not None:
        lines.append(f"Return-Path: <{safe(row.reverse_path)}>")
    client = f"from {safe(row.helo) or 'unknown'} ([{safe(row.peer)}])\r\n\t" if row.peer else ""
    for_ = f"\r\n\tfor <{safe(row.forward_paths[0])}>" if len(row.forward_paths) == 1 else ""
    lines.append(
        f"Received: {client}by {socket.getfqdn()} with {row.protocol or row.route} id {row.id}{for_};"
        f"\r\n\t{format_datetime(row.accepted_at)}"
    )
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


def _inbox_replay(options: argparse.Namespace) -> int:
    from mailticket.store import inbox

    with opened(options) as database, database.transaction() as connection:
        done = inbox.replay(connection, options.id)
    return _all_done(options.id, done, "is not in quarantine")


def _outbox_row(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "ticket": row.ticket,
        "kind": row.kind,
        "to": row.recipient,
        "message_id": row.message_id,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at if row.state == "waiting" else None,
        "reason": row.reason,
        "created_at": row.created_at,
        "sent_at": row.sent_at,
    }


def _outbox_list(options: argparse.Namespace) -> int:
    from mailticket.store import outbox

    with opened(options) as database, database.reading() as connection:
        rows = outbox.rows(connection, state=options.state, ticket=options.ticket)
        listing((_outbox_row(row) for row in rows), columns=_OUTBOX, json_=options.json)
    return 0


def _outbox_show(options: argparse.Namespace) -> int:
    from mailticket.store import inbox, outbox

    with opened(options) as database, database.reading() as connection:
        row = outbox.get(connection, options.id)
        if row is None:
            raise CommandFailed(f"There is no mail {options.id}.")
        data = inbox.read(connection, row.sha256)
    shown = _outbox_row(row) | {"reverse_path": row.reverse_path, "size": row.size}
    if options.json:
        print(as_json(shown | {"raw": data.decode("utf-8", "replace")}))
        return 0
    for key, value in shown.items():
        if value is not None:
            print(f"{key + ':':14} {safe(value)}")
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\n" + data.replace(b"\r\n", b"\n"))
    sys.stdout.buffer.flush()
    return 0


def _outbox_retry(options: argparse.Namespace) -> int:
    from mailticket.store import dead_addresses, outbox

    with opened(options) as database, database.transaction() as connection:
        done = outbox.retry(connection, options.id, now=datetime.now(UTC))
        rows = [outbox.get(connection, id_) for id_ in done]
        dead_addresses.revive(connection, [row.recipient for row in rows if row is not None])
    return _all_done(options.id, done, "is unknown, or was sent")


def _outbox_cancel(options: argparse.Namespace) -> int:
    from mailticket.store import outbox

    with opened(options) as database, database.transaction() as connection:
        done = outbox.cancel(
            connection, options.id, reason="cancelled by an operator", at_rest=datetime.now(UTC)
        )
    return _all_done(options.id, done, "is unknown, is on its way, or no longer waits")


def _outbox_dead(options: argparse.Namespace) -> int:
    from mailticket.store import dead_addresses

    with opened(options) as database, database.reading() as connection:
        found = [
            {"address": address, "since": value["since"].replace("+00:00", "Z"), "reason": value["reason"]}
            for address, value in dead_addresses.rows(connection).items()
        ]
    listing(found, columns=("address", "since", "reason"), json_=options.json)
    return 0


def _outbox_revive(options: argparse.Namespace) -> int:
    from mailticket.store import dead_addresses

    with opened(options) as database, database.transaction() as connection:
        done = dead_addresses.revive(connection, options.address)
    left = [address for address in options.address if address not in done]
    if left:
        raise CommandFailed(f"Not dead: {', '.join(map(safe, left))}.")
    return 0


def _all_done(asked: list[int], done: set[int], else_: str) -> int:
    for id_ in asked:
        if id_ in done:
            print(f"{id_} is done")
    left = [id_ for id_ in asked if id_ not in done]
    if left:
        raise CommandFailed("; ".join(f"{id_} {else_}" for id_ in left) + ".")
    return 0
