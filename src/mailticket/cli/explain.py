"""`mailticket explain`: how messages are read, what is decided about them, and by which rule."""

import argparse
import logging
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailticket.cli.account import Style, account
from mailticket.cli.command import EXIT_FAILED, EXIT_USAGE, CommandFailed, add_config
from mailticket.cli.outcome import outcome
from mailticket.cli.output import as_json, instant
from mailticket.cli.sources import Source, sources
from mailticket.cli.terminal import columns, has_colors, safe
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message, parse
from mailticket.tickets.classify import classify
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts, Verdict

if TYPE_CHECKING:
    from mailticket.desk.door import Desk

_KINDS = ("bounce", "auto-reply", "list", "loop")  # those that have a word of their own in the JSON


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, in the given order")
    parser.add_argument(
        "--files-from", metavar="FILE", help="read paths from FILE, one a line; '-' is standard input"
    )
    add_config(parser)
    parser.add_argument("paths", nargs="*", metavar="FILE|DIR|-", help="'-' is a message on standard input")
    parser.set_defaults(handler=_explain)


def _explain(options: argparse.Namespace) -> int:
    stdin = options.paths.count("-") + (options.files_from == "-")
    if not options.paths and options.files_from is None:
        raise CommandFailed("Name a file, a folder, '-' or --files-from.", EXIT_USAGE)
    if stdin > 1:
        raise CommandFailed("Standard input can be read only once: one '-' is enough.", EXIT_USAGE)
    logging.disable(logging.CRITICAL)  # mail-parser logs text of the mail
    judge = _Judge.of(options.config)
    style = Style(color=has_colors(), columns=columns())
    failed, kinds = False, Counter[str]()
    for source in sources(options.paths, options.files_from):
        if source.error:
            failed = True
            _tell_error(source, json_=options.json)
            continue
        envelope = _envelope(source.raw)
        message = parse(source.raw, reverse_path=envelope.reverse_path)
        verdict = judge.verdict(message, envelope)
        kinds[verdict.kind] += 1
        note = source.note or ("" if message.headers else "This has no header: it may be no message.")
        if options.json:
            print(as_json(_facts(source, message, verdict, note)), flush=True)
        else:
            follows = outcome(message, envelope, verdict, judge.policy, with_store=judge.desk is not None)
            print(account(source.name, message, verdict, follows, note, style), flush=True)
    if kinds.total() > 1 and not options.json:
        each = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
        print(f"{kinds.total():,} messages: {each}")
    return EXIT_FAILED if failed else 0


def _tell_error(source: Source, *, json_: bool) -> None:
    if json_:
        print(as_json({"path": source.path, "error": source.error}), flush=True)
    else:
        print(f"{safe(source.name)}: {source.error}", file=sys.stderr, flush=True)


def _envelope(raw: bytes) -> Envelope:
    return Envelope(route="pipe", reverse_path=_reverse_path(raw), received_at=datetime.now(UTC))


def _reverse_path(raw: bytes) -> str | None:
    """The reverse-path that a mail server wrote into a stored message; None if there is none."""
    for line in raw[:65_536].split(b"\n"):
        if line.lower().startswith(b"return-path:"):
            return line[12:].strip().strip(b"<>").decode("utf-8", "replace")
        if not line.strip():
            break
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Who says what a message is: the rules, with what the store of a configured desk knows."""

    policy: Policy = field(default_factory=lambda: Policy(name="", address="desk@explain.invalid"))
    desk: "Desk | None" = None  # None: nothing is known but the message

    @classmethod
    def of(cls, path: Path | None) -> "_Judge":
        """The judge of the configuration that is named; one who knows nothing where there is none."""
        if path is None and not os.environ.get("MAILTICKET_CONFIG"):
            return cls()
        from mailticket.config import ConfigurationError, load
        from mailticket.desk.door import Desk
        from mailticket.setup.store import database_of
        from mailticket.setup.tools import tools_of
        from mailticket.store.database import StoreUnavailable

        try:
            config = load(path, os.environ)
            database = database_of(config)
            if database.path is not None:
                database.path.stat()  # looking must not make it
            database.open()
        except (ConfigurationError, StoreUnavailable, OSError) as error:
            print(f"mailticket: explained without the store: {error}", file=sys.stderr)
            return cls()
        tools = tools_of(config)
        return cls(policy=tools.policy, desk=Desk(database, tools, lambda: datetime.now(UTC), has_log=False))

    def verdict(self, message: Message, envelope: Envelope) -> Verdict:
        """What the message is taken for. Changes nothing."""
        known = Facts(with_store=False)
        if self.desk is not None:
            with self.desk.database.reading() as connection:
                known = self.desk.facts(connection, message, envelope)
        return classify(message, envelope, known, self.policy, envelope.received_at)


def _facts(source: Source, message: Message, verdict: Verdict, note: str) -> dict[str, Any]:
    """What is said of one message in JSON."""
    machine = message.automatic
    author = message.from_[0] if message.from_ else None
    return {
        "path": source.path,
        "error": None,
        **({} if source.number is None else {"message": source.number}),  # of an mbox file
        "from": author.address if author else "",
        "from_name": author.name if author else "",
        "to": [box.address for box in message.to],
        "cc": [box.address for box in message.cc],
        "reply_to": [box.address for box in message.reply_to],
        "subject": message.subject,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to[0] if message.in_reply_to else None,
        "references": list(message.references),
        "date": instant(message.date),
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [
            {
                "filename": one.filename,
                "content_type": one.content_type,
                "size": one.size,
                "sha256": one.sha256,
                "inline": one.inline,
            }
            for one in message.attachments
        ],
        "auto": machine is not None,
        "auto_kind": machine.kind if machine is not None and machine.kind in _KINDS else None,
        "verdict": verdict.kind,
        "ticket": verdict.ticket,
        "reasons": [reason.as_dict() for reason in verdict.reasons],
        "defects": [*((note,) if note else ()), *message.defects],
    }
