"""`mailticket escalation` and `mailticket oncall`: who was told, who is on call, who will be."""

import argparse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from mailticket.cli.command import EXIT_USAGE, CommandFailed, add_config
from mailticket.cli.output import add_json, listing
from mailticket.cli.store import configured, desk, opened
from mailticket.cli.terminal import safe

_PAGES = ("ticket", "step", "to", "at", "state")
_SHIFTS = ("rota", "member", "from", "until")
AHEAD = 30  # days


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(word: str, text: str, handler: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(word, help=text)
        add_config(made)
        made.set_defaults(handler=handler)
        return made

    if name == "escalation":
        add_json(action("list", "all that were told, and what comes next", _list))
        one = action("show", "the escalation of one ticket", _list)
        one.add_argument("number", type=int, metavar="N")
        add_json(one)
        one = action("ack", "acknowledge in somebody's name", _acknowledge)
        one.add_argument("number", type=int, metavar="N")
        one.add_argument("--as", dest="by", metavar="ADDRESS", help="who takes it (default: the desk)")
        one.add_argument("--for", dest="within", metavar="DURATION", help="for how long, such as 2h")
        return
    add_json(action("now", "who is on call", _now))
    one = action("forecast", "who will be, where nobody will be, and what the clocks do", _forecast)
    one.add_argument("--days", type=int, default=AHEAD)
    add_json(one)
    one = action("override", "let somebody take the call for a time", _override)
    one.add_argument("rota")
    one.add_argument("member", metavar="ADDRESS")
    one.add_argument("--from", dest="start", metavar="TIME", help="RFC 3339, default: now")
    one.add_argument("--until", dest="end", metavar="TIME", help="RFC 3339")
    one.add_argument("--for", dest="within", metavar="DURATION", help="instead of --until, such as 8h")


def _list(options: argparse.Namespace) -> int:
    number = getattr(options, "number", None)
    with opened(options) as database, database.reading() as connection:
        rows = list(_pages(connection, number))
    listing(rows, columns=_PAGES, json_=options.json)
    return 0


def _pages(connection: Any, number: int | None) -> Iterator[dict[str, Any]]:
    """Who was told, then what comes next of itself."""
    from mailticket.store import pages, tickets, timers

    if number is not None and tickets.load_plain(connection, number) is None:
        raise CommandFailed(f"There is no ticket {number}.")
    for row in pages.of_ticket(connection, number):
        yield {"ticket": row.ticket, "step": row.step, "to": row.to, "at": row.at, "state": row.state}
    numbers = [number] if number is not None else timers.tickets_with(connection, "escalation")
    for one in numbers:
        ticket = tickets.load_plain(connection, one)
        if ticket is None or ticket.escalation.state == "none":
            continue
        state = ticket.escalation
        yield {
            "ticket": one,
            "step": state.step,
            "to": state.acknowledged_by,
            "at": state.next_at if state.state in ("scheduled", "active") else state.acknowledged_at,
            "state": state.state,
        }


def _acknowledge(options: argparse.Namespace) -> int:
    from mailticket.tickets.commands import Refused, TakeEscalation
    from mailticket.tickets.page_reply import Acknowledge, length

    within = None
    if options.within is not None:
        within = length(options.within)
        if within is None:
            raise CommandFailed("A duration is written 30m, 2h or 1h30m, three days at most.", EXIT_USAGE)
    by = options.by or configured(options).desk.address
    with desk(options) as door:
        done = door.act(
            options.number, lambda _work, _ticket: TakeEscalation(wish=Acknowledge(within=within), by=by)
        )
    if isinstance(done, Refused):
        raise CommandFailed(done.sentence)
    return 0


def _rotas(options: argparse.Namespace) -> dict[str, Any]:
    from mailticket.setup.policy import policy_of
    from mailticket.store import overrides

    policy = policy_of(configured(options))
    with opened(options) as database, database.reading() as connection:
        made = overrides.by_rota(connection, since=datetime.now(UTC) - timedelta(days=1))
    return dict(policy.with_overrides(made).rotas)


def _now(options: argparse.Namespace) -> int:
    from mailticket.tickets.rota import on_call

    now = datetime.now(UTC)
    rows = [_shift(on_call(rota, now)) for rota in _rotas(options).values()]
    listing(rows, columns=_SHIFTS, json_=options.json)
    return 0


def _shift(shift: Any) -> dict[str, Any]:
    return {"rota": shift.rota, "member": shift.member, "from": shift.start, "until": shift.end}


def _forecast(options: argparse.Namespace) -> int:
    from mailticket.tickets.rota import forecast

    now = datetime.now(UTC)
    uncovered = timedelta(0)
    notes: list[str] = []
    rows = []
    for rota in _rotas(options).values():
        ahead = forecast(rota, now, now + timedelta(days=options.days))
        rows += [_shift(shift) for shift in ahead.shifts]
        uncovered += ahead.uncovered
        notes += ahead.notes
    dead = _failing(options, {row["member"] for row in rows if row["member"]})
    listing(({**row, "failing": row["member"] in dead} for row in rows), columns=_SHIFTS, json_=options.json)
    if not options.json:
        for address, reason in sorted(dead.items()):
            print(f"\nThe last mail to {address} failed: {safe(reason)}")
        minutes = int(uncovered.total_seconds() // 60)
        print(f"\n{minutes} uncovered minutes in {options.days} days" if minutes else "\nNo gap ahead")
        for note in notes:
            print(note)
    return 0


def _failing(options: argparse.Namespace, members: set[str]) -> dict[str, str]:
    """Members to whom the last mail failed, with the reason."""
    from mailticket.store import lately
    from mailticket.tickets.acknowledgement import sender_key

    keys = {member: sender_key(member) for member in sorted(members)}
    with opened(options) as database, database.reading() as connection:
        return lately.failing(connection, keys)


def _override(options: argparse.Namespace) -> int:
    from mailticket.mail.folding import UnsendableError, sendable_address
    from mailticket.store import overrides
    from mailticket.tickets.page_reply import length
    from mailticket.tickets.rota import Override

    config = configured(options)
    if options.rota not in {one.name for one in config.rotas}:
        known = ", ".join(one.name for one in config.rotas) or "none"
        raise CommandFailed(f"There is no rota {options.rota!r}; there is {known}.")
    try:
        sendable_address(options.member)
    except UnsendableError as error:
        raise CommandFailed(str(error), EXIT_USAGE) from error
    now = datetime.now(UTC)
    start = _time(options.start) if options.start else now
    within = length(options.within) if options.within else None
    if options.within and within is None:
        raise CommandFailed(
            "A duration is written 30m, 8h or 1d, three days at most; else say --until.", EXIT_USAGE
        )
    end = _time(options.end) if options.end else start + within if within else None
    if end is None:
        raise CommandFailed("Say until when: --until TIME or --for DURATION.", EXIT_USAGE)
    if end <= start:
        raise CommandFailed("The override ends before it begins.", EXIT_USAGE)
    with opened(options) as database, database.transaction() as connection:
        override = Override(start=start, end=end, member=options.member)
        overrides.add(connection, options.rota, override, made_at=now)
    print(f"{options.member} is on call for {options.rota} from {start.isoformat()} until {end.isoformat()}")
    return 0


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"{text!r} is no time such as 2026-11-20T22:00:00Z.", EXIT_USAGE) from error
    if found.tzinfo is None:
        raise CommandFailed(f"{text!r} has no time zone; write 2026-11-20T22:00:00Z or +01:00.", EXIT_USAGE)
    return found.astimezone(UTC)
