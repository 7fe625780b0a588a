"""`mailticket mailbox` and `mailticket status`: how the mailboxes are, and how all that waits is."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from mailticket.cli.command import CommandFailed, add_config
from mailticket.cli.output import add_json, listing
from mailticket.cli.store import configured, opened

_LIST = (
    "mailbox",
    "state",
    "since",
    "unfetched",
    "oldest",
    "newest",
    "on_server",
    "taken",
    "aside",
    "reason",
)
_ASIDE = ("uid", "attempts", "at", "reason")
_STATUS = ("part", "name", "state", "waiting", "oldest_seconds", "reason")


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    if name == "status":
        add_json(parser)
        parser.set_defaults(handler=_status)
        return
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, help_: str, handler: Any) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = actions.add_parser(name, help=help_)
        add_config(one)
        one.set_defaults(handler=handler)
        return one

    add_json(action("list", "all mailboxes that are polled, and how they are", _list))
    one = action("authorise", "sign in once where a provider takes no passwords (oauth2)", _authorise)
    one.add_argument("mailbox", help="the name of a mailbox, or relay")
    one = action("aside", "the messages of a mailbox that cannot be fetched", _aside)
    one.add_argument("mailbox")
    add_json(one)


def _list(options: argparse.Namespace) -> int:
    listing(_mailboxes(options), columns=_LIST, json_=options.json)
    return 0


def _mailboxes(options: argparse.Namespace) -> Iterator[Mapping[str, Any]]:
    from mailticket.store import mailboxes

    config = configured(options)
    with opened(options) as database, database.reading() as connection:
        known = {row.name: row for row in mailboxes.rows(connection)}
        counts = mailboxes.counts(connection)
    for mailbox in config.mailboxes:
        row, count = known.get(mailbox.name), counts.get(mailbox.name, {})
        yield {
            "mailbox": mailbox.name,
            "place": row.place if row else None,
            "state": row.state if row else "never seen",
            "since": row.since if row else None,
            "reason": row.reason if row else None,
            "checked_at": row.checked_at if row else None,
            "on_server": row.counted if row else 0,
            "unfetched": row.unfetched if row else 0,
            "oldest": row.oldest if row else None,
            "newest": row.newest if row else None,
            "taken": count.get("accepted", 0) + count.get("done", 0),
            "aside": count.get("aside", 0),
        }


def _aside(options: argparse.Namespace) -> int:
    from mailticket.store import mailboxes

    if options.mailbox not in {mailbox.name for mailbox in configured(options).mailboxes}:
        raise CommandFailed(f"There is no mailbox {options.mailbox}.")
    with opened(options) as database, database.reading() as connection:
        found = [
            {"uid": row.uid, "attempts": row.attempts, "at": row.at, "reason": row.reason}
            for row in mailboxes.aside(connection, options.mailbox)
        ]
    listing(found, columns=_ASIDE, json_=options.json)
    return 0


def _authorise(options: argparse.Namespace) -> int:
    from mailticket.setup.sign_in import registration_of
    from mailticket.wire.oauth import NoToken
    from mailticket.wire.oauth_sign_in import authorise

    config = configured(options)
    named = {one.name: one for one in config.mailboxes}
    if options.mailbox in named:
        mailbox = named[options.mailbox]
        purpose: Literal["imap", "pop3"] = "pop3" if mailbox.url.scheme.startswith("pop3") else "imap"
        found = registration_of(mailbox.oauth2, mailbox.username, purpose) if mailbox.oauth2 else None
    elif options.mailbox == "relay":
        relay = config.relay
        found = registration_of(relay.oauth2, relay.username, "smtp") if relay.oauth2 else None
    else:
        raise CommandFailed(f"There is no mailbox {options.mailbox}.")
    if found is None:
        raise CommandFailed(f"{options.mailbox} has no oauth2 in the configuration.")
    try:
        authorise(found, lambda sentence: print(sentence, flush=True))
    except NoToken as error:
        raise CommandFailed(str(error)) from error
    print(f"Signed in as {found.username}; what renews the sign-in is in {found.token_file}.")
    return 0


def _status(options: argparse.Namespace) -> int:
    listing(_parts(options), columns=_STATUS, json_=options.json)
    return 0


def _parts(options: argparse.Namespace) -> Iterator[Mapping[str, Any]]:
    from mailticket.store import inbox, outbox, tickets

    now = datetime.now(UTC)

    def part(name: str, waiting: int | None, since: datetime | None) -> dict[str, Any]:
        return {
            "part": name,
            "name": None,
            "state": None,
            "waiting": waiting,
            "oldest_seconds": round((now - since).total_seconds()) if since else 0,
            "reason": None,
        }

    with opened(options) as database, database.reading() as connection:
        yield part("inbox", *inbox.depth(connection))
        yield part("outbox", *outbox.depth(connection))
        yield part("answers owed", None, tickets.oldest_owed(connection))
    for row in _mailboxes(options):
        yield part("mailbox", row["unfetched"], row["oldest"]) | {
            "name": row["mailbox"],
            "state": row["state"],
            "reason": row["reason"],
            "since": row["since"],
            "newest": row["newest"],
            "checked_at": row["checked_at"],
            "aside": row["aside"],
        }
