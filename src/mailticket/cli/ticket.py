"""`mailticket ticket`: see and work tickets."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from mailticket.cli.command import EXIT_USAGE, CommandFailed, add_config
from mailticket.cli.output import add_json, as_json, listing
from mailticket.cli.store import configured, desk, opened
from mailticket.cli.terminal import columns, has_colors

_COLUMNS = ("number", "subject", "status", "priority", "requester", "queue", "opened_at", "due_at")
_FIELDS = ("status", "priority", "queue", "kind", "assignee", "subject", "customer", "language")


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(word: str, text: str, handler: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(word, help=text)
        add_config(made)
        made.set_defaults(handler=handler)
        return made

    def numbered(
        word: str, text: str, handler: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        made = action(word, text, handler)
        made.add_argument("number", type=int, metavar="N")
        return made

    def by(made: argparse.ArgumentParser) -> None:
        made.add_argument("--as", dest="by", metavar="ADDRESS", help="who does it (default: the desk)")

    one = action("list", "all tickets", _list)
    one.add_argument("--status", choices=("new", "open", "pending", "resolved", "closed"))
    one.add_argument("--queue")
    add_json(one)
    one = numbered("show", "one ticket with all that was said and done", _show)
    one.add_argument("--html", type=Path, metavar="FILE", help="write it as one page to keep or print")
    add_json(one)
    one = action("open", "open a ticket for a customer; the text on standard input", _open)
    one.add_argument("--for", dest="requester", metavar="ADDRESS", required=True)
    one.add_argument("--name", default="", help="the customer's name")
    one.add_argument("--subject", required=True)
    one.add_argument("--priority")
    one.add_argument("--queue")
    one.add_argument("--emergency", action="store_true")
    by(one)
    one = numbered("reply", "answer the customer; the text on standard input", _reply)
    one.add_argument("--close", action="store_true", help="and close the ticket")
    by(one)
    by(numbered("note", "say something among staff; the text on standard input", _note))
    one = numbered("set", "set " + ", ".join(_FIELDS), _set)
    one.add_argument("values", nargs="+", metavar="FIELD=VALUE")
    by(one)
    one = numbered("merge", "let a ticket go into another", _merge)
    one.add_argument("into", type=int, metavar="INTO")
    by(one)
    by(numbered("close", "close a ticket", _close))
    one = numbered("save", "write the attachments", _save)
    one.add_argument("--to", type=Path, required=True, metavar="DIR")


# --- seeing --------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> int:
    from mailticket.store import ticket_list

    with opened(options) as database, database.reading() as connection:
        rows = ticket_list.rows(connection, status=options.status, queue=options.queue)
        shown = ({name: row._mapping[name] for name in _COLUMNS} for row in rows)
        listing(shown, columns=_COLUMNS, json_=options.json)
    return 0


def _show(options: argparse.Namespace) -> int:
    shown = _ticket(options)
    if options.json:
        print(as_json(shown))
        return 0
    from mailticket.cli.conversation import page_values, told

    desk_ = configured(options).desk
    if options.html is not None:
        from mailticket.rendering import page

        text = page("record", page_values(shown, desk_name=desk_.name, zone=desk_.time_zone))
        try:
            options.html.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise CommandFailed(f"{options.html} cannot be written: {error.strerror}") from error
        return 0
    for line in told(shown, zone=desk_.time_zone, color=has_colors(), width=columns() or 100):
        print(line)
    return 0


def _ticket(options: argparse.Namespace) -> dict[str, Any]:
    from mailticket.setup.policy import policy_of
    from mailticket.store import tickets

    policy = policy_of(configured(options))
    with opened(options) as database, database.reading() as connection:
        ticket = tickets.load_plain(connection, options.number)
        if ticket is None:
            raise CommandFailed(f"There is no ticket {options.number}.")
        entries = [_entry(row) for row in tickets.history(connection, options.number)]
    level = policy.level_of_ticket(ticket)
    clock = ticket.clock
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "queue": ticket.queue,
        "kind": ticket.kind,
        "customer": ticket.customer,
        "requester": ticket.requester,
        "assignee": ticket.assignee,
        "participants": [p.written for p in ticket.participants],
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "merged_into": ticket.merged_into,
        "service_level": level.name if level else None,
        "clock": {
            "waiting_on": clock.waiting_on,
            "started_at": clock.started_at,
            "started_by": clock.started_by,
            "due_at": clock.due_at,
            "unanswered_since": clock.unanswered_since,
            "breached": clock.breached,
        },
        "escalation": {
            "state": ticket.escalation.state,
            "step": ticket.escalation.step,
            "next_at": ticket.escalation.next_at,
            "acknowledged_by": ticket.escalation.acknowledged_by,
            "acknowledged_at": ticket.escalation.acknowledged_at,
        },
        "entries": entries,
    }


def _entry(row: Any) -> dict[str, Any]:
    shown = {
        "id": row.id,
        "at": row.at,
        "kind": row.kind,
        "direction": row.direction,
        "from": row.author,
        "to": row.recipients,
        "message_id": row.message_id,
        "text": row.text,
        "attachments": [
            {key: a[key] for key in ("filename", "content_type", "size", "sha256", "inline")}
            for a in row.attachments
        ],
        "event": row.event,
    }
    if row.data.get("whole"):
        shown["whole_text"] = row.data["whole"]
    if row.event is not None:
        shown["data"] = row.data
    if row.inbox is not None:
        shown["message"] = row.inbox
    return shown


# --- working -------------------------------------------------------------------------------------------


def _author(options: argparse.Namespace, config: Any) -> str:
    return str(options.by or config.desk.address)


def _standard_input() -> str:
    if sys.stdin.isatty():
        print("The text, ended by Ctrl-D:", file=sys.stderr)
    text = sys.stdin.buffer.read().decode("utf-8", "replace").strip()
    if not text:
        raise CommandFailed("There is no text on standard input; nothing was done.", EXIT_USAGE)
    return text


def _open(options: argparse.Namespace) -> int:
    from mailticket.mail.folding import UnsendableError, sendable_address
    from mailticket.tickets.commands import OpenTicket

    try:
        sendable_address(options.requester)
    except UnsendableError as error:
        raise CommandFailed(str(error), EXIT_USAGE) from error
    config = configured(options)
    with desk(options) as door:
        number, _ = door.open(
            OpenTicket(
                number=0,
                entry=0,
                subject=options.subject,
                text=_standard_input(),
                requester=options.requester,
                requester_name=options.name,
                by=_author(options, config),
                emergency=options.emergency,
                priority=options.priority,
                queue=options.queue,
            )
        )
    print(number)
    return 0


def _act(
    options: argparse.Namespace, make: Callable[[Any, Any], Any], *more: Callable[[Any, Any], Any]
) -> int:
    from mailticket.tickets.commands import Refused

    with desk(options) as door:
        done = door.act(options.number, make, *more)
    if isinstance(done, Refused):
        raise CommandFailed(done.sentence)
    return 0


def _reply(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import Answer

    config, text = configured(options), _standard_input()
    by = _author(options, config)
    name = next((one.name for one in config.staff if one.address.lower() == by.lower()), "")
    return _act(
        options,
        lambda work, _: Answer(entry=work.next_entry(), by=by, name=name, text=text, close=options.close),
    )


def _note(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import Note

    by, text = _author(options, configured(options)), _standard_input()
    return _act(options, lambda work, _: Note(entry=work.next_entry(), by=by, text=text))


def _set(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import SetField, SetStatus
    from mailticket.tickets.model import STATUSES

    config = configured(options)
    by = _author(options, config)
    commands: list[Callable[[Any, Any], Any]] = []
    for pair in options.values:
        name, separator, value = pair.partition("=")
        if not separator or name not in _FIELDS:
            raise CommandFailed(f"{pair!r} is not FIELD=VALUE with one of {', '.join(_FIELDS)}.", EXIT_USAGE)
        if name == "status":
            if value not in STATUSES:
                raise CommandFailed(f"A status is one of {', '.join(STATUSES)}.", EXIT_USAGE)
            commands.append(partial(_constant, SetStatus(status=value, by=by)))
            continue
        known = {
            "priority": [one.name for one in config.priorities],
            "customer": [one.name for one in config.customers],
            "kind": list(config.desk.kinds),
            "queue": [one.name for one in config.queues] or [config.desk.default_queue or "support"],
        }.get(name)
        if known is not None and value not in known and not (name == "customer" and not value):
            raise CommandFailed(
                f"There is no {name} {value!r}; there is {', '.join(known) or 'none'}.", EXIT_USAGE
            )
        if name in ("priority", "queue", "kind", "subject") and not value:
            raise CommandFailed(f"{name} cannot be empty.", EXIT_USAGE)
        set_ = SetField(name=name, value=value or None, by=by)
        commands.append(partial(_constant, set_))
    return _act(options, *commands)


def _constant(command: Any, _work: object, _ticket: object) -> Any:
    """A command that is the same however the ticket stands."""
    return command


def _close(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import SetStatus

    by = _author(options, configured(options))
    return _act(options, lambda _work, _ticket: SetStatus(status="closed", by=by, reason=f"closed by {by}"))


def _merge(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import Refused

    by = _author(options, configured(options))
    with desk(options) as door:
        done = door.merge(options.number, options.into, by=by)
    if isinstance(done, Refused):
        raise CommandFailed(done.sentence)
    return 0


# --- attachments -----------------------------------------------------------------------------------------


def _save(options: argparse.Namespace) -> int:
    target: Path = options.to
    saved = 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in _attachments(options):
            path = _free(target, name)
            # Exclusive, and never through a link that somebody put there.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            print(path)
            saved += 1
    except OSError as error:
        raise CommandFailed(f"{target} cannot be written to: {error.strerror}") from error
    if not saved:
        print("The ticket has no attachments.", file=sys.stderr)
    return 0


def _attachments(options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    from mailticket.mail.message import attachment_contents
    from mailticket.store import inbox, tickets

    with opened(options) as database, database.reading() as connection:
        if tickets.load_plain(connection, options.number) is None:
            raise CommandFailed(f"There is no ticket {options.number}.")
        for row in tickets.history(connection, options.number):
            # By what they hold: a later version may read the mail better, and count otherwise.
            wanted = {a["sha256"] for a in row.attachments}
            message = inbox.get(connection, row.inbox) if wanted and row.inbox is not None else None
            if message is None:
                continue
            for attachment, data in attachment_contents(inbox.read(connection, message.sha256)):
                if attachment.sha256 in wanted:
                    yield safe_name(attachment.filename, row.id, attachment.index), data


_UNSAFE = re.compile(r"[^\w.()@+=, -]+", re.UNICODE)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe_name(filename: str | None, entry: int, index: int) -> str:
    """A name that stays in its folder on every system: no separators, no leading dot, no device."""
    last = re.split(r"[/\\:]", filename or "")[-1]
    name = _UNSAFE.sub("_", "".join(c for c in last if c.isprintable())).strip(" .")
    if not name or _DEVICES.match(name):
        name = f"attachment-{entry}-{index}{'-' + name if name else ''}"
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) > 120:
        suffix = suffix.encode()[:20].decode("utf-8", "ignore") if dot and stem else ""
        stem = (stem or name).encode()[: 110 - len(suffix.encode())].decode("utf-8", "ignore")
        name = f"{stem}.{suffix}" if suffix else stem
    return name


def _free(folder: Path, name: str) -> Path:
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    for count in range(2, 10_000):
        path = folder / name
        if not os.path.lexists(path):
            return path
        name = f"{stem}-{count}{dot}{suffix}"
    raise CommandFailed(f"{folder} holds too many files named {name!r}.")
