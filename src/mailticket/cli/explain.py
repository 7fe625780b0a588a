"""`mailticket explain`: how messages are read, what is decided about them, and by which rule."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mailticket.cli.account import account
from mailticket.cli.output import as_json, instant
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message, parse
from mailticket.tickets.classify import classify
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Facts, Verdict

_KINDS = ("bounce", "auto-reply", "list", "loop")  # those that have a word of their own in the JSON

Judge = Callable[[Message, Envelope], Verdict]


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, in the given order")
    parser.add_argument(
        "--files-from", metavar="FILE", help="read paths from FILE, one a line; '-' is standard input"
    )
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", metavar="FILE|DIR|-", help="'-' is a message on standard input")
    parser.set_defaults(handler=_explain)


def _explain(options: argparse.Namespace) -> int:
    if not options.paths and not options.files_from:
        print("mailticket: Name a file, a folder, '-' or --files-from.", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)  # mail-parser logs text of the mail
    if isinstance(sys.stdout.errors, str):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # it is a text stream
    with_store = _JudgeWithStore.of(getattr(options, "config", None))
    judge: Judge = with_store or _judge
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    failed = False
    for path in _paths(options):
        try:
            raw = _read(path)
        except OSError as error:
            failed = True
            why = f"The file cannot be read: {error.strerror or error}."
            if options.json:
                print(as_json({"path": path, "error": why}), flush=True)
            else:
                print(f"{path}: {why}", file=sys.stderr, flush=True)
            continue
        message = parse(raw, reverse_path=_reverse_path(raw))
        verdict = judge(message, _envelope(raw))
        if options.json:
            print(as_json(_facts(path, message, verdict)), flush=True)
        else:
            print(account(path, message, verdict, color=color), flush=True)
    return 1 if failed else 0


def _paths(options: argparse.Namespace) -> Iterator[str]:
    for path in options.paths:
        if path != "-" and Path(path).is_dir():
            files = [f for f in Path(path).rglob("*") if f.is_file() and not f.name.startswith(".")]
            messages = [f for f in files if f.suffix.lower() == ".eml"]
            yield from sorted(map(str, messages or files))  # a Maildir has no suffixes
        else:
            yield path
    if options.files_from == "-":
        for line in sys.stdin:
            if line.strip():
                yield line.rstrip("\r\n")
    elif options.files_from:
        with Path(options.files_from).open(encoding="utf-8", errors="surrogateescape") as names:
            for line in names:
                if line.strip():
                    yield line.rstrip("\r\n")


def _read(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def _reverse_path(raw: bytes) -> str | None:
    """The reverse-path that a mail server wrote into a stored message; None if there is none."""
    for line in raw[:65_536].split(b"\n"):
        if line.lower().startswith(b"return-path:"):
            return line[12:].strip().strip(b"<>").decode("utf-8", "replace")
        if not line.strip():
            break
    return None


def _envelope(raw: bytes) -> Envelope:
    return Envelope(route="pipe", reverse_path=_reverse_path(raw), received_at=datetime.now(UTC))


def _judge(message: Message, envelope: Envelope) -> Verdict:
    """The verdict as far as the message itself goes."""
    nobody = Policy(name="", address="desk@explain.invalid")
    return classify(message, envelope, Facts(with_store=False), nobody, envelope.received_at)


@dataclass(slots=True)
class _JudgeWithStore:
    """The verdict with what the store of a configured desk knows. Changes nothing."""

    desk: Any  # mailticket.desk.door.Desk, loaded only where there is a configuration
    policy: Policy

    @classmethod
    def of(cls, path: Path | None) -> "_JudgeWithStore | None":
        """None where no configuration was named, or it or its store is not to be had."""
        if path is None and not os.environ.get("MAILTICKET_CONFIG"):
            return None
        from mailticket import setup
        from mailticket.config import ConfigurationError, load
        from mailticket.desk.door import Desk
        from mailticket.store.database import StoreUnavailable

        try:
            config = load(path, os.environ)
            url = config.store.url
            if url.startswith("sqlite") and not Path(url.partition(":///")[2]).exists():
                return None  # looking must not make it
            database = setup.database_of(config)
            database.open()
        except (ConfigurationError, StoreUnavailable, OSError) as error:
            print(f"mailticket: explained without the store: {error}", file=sys.stderr)
            return None
        tools = setup.tools_of(config)
        return cls(Desk(database, tools, lambda: datetime.now(UTC), has_log=False), tools.policy)

    def __call__(self, message: Message, envelope: Envelope) -> Verdict:
        with self.desk.database.reading() as connection:
            known = self.desk.facts(connection, message, envelope)
        return classify(message, envelope, known, self.policy, envelope.received_at)


def _facts(path: str, message: Message, verdict: Verdict) -> dict[str, Any]:
    """What is said of one message in JSON."""
    machine = message.automatic
    author = message.from_[0] if message.from_ else None
    return {
        "path": path,
        "error": None,
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
        "defects": list(message.defects),
    }


def _main() -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True), "explain", "")
    options = parser.parse_args(["explain", *sys.argv[1:]])
    return int(options.handler(options))


if __name__ == "__main__":
    sys.exit(_main())
