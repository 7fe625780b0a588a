"""`mailticket staff`: who answers, and the address at which each of them opens tickets by mail."""

import argparse
from datetime import UTC, datetime
from typing import Any

from mailticket.cli.command import CommandFailed, add_config
from mailticket.cli.output import add_json, listing
from mailticket.cli.store import configured, opened


def register(commands: Any, name: str, help_: str) -> None:
    parser = commands.add_parser(name, help=help_)
    add_config(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("list", help="who answers, and which notices they get")
    add_config(one)
    add_json(one)
    one.set_defaults(handler=_list)
    one = actions.add_parser("address", help="the address at which a person, and nobody else, opens tickets")
    add_config(one)
    one.add_argument("person", metavar="ADDRESS")
    one.set_defaults(handler=_address)


def _list(options: argparse.Namespace) -> int:
    from mailticket.setup.policy import policy_of
    from mailticket.store import preferences

    policy = policy_of(configured(options))
    with opened(options) as database, database.reading() as connection:
        wanted = preferences.beginning(connection, "notify:")
    policy = policy.with_notices({key: frozenset(kinds) for key, kinds in wanted.items()})
    rows = (
        {
            "name": person.name,
            "address": person.address,
            "notify": sorted(person.notify),
            "queues": [queue for queue in policy.queues if person in policy.people_for(queue)],
        }
        for person in policy.staff
    )
    listing(rows, columns=("name", "address", "notify", "queues"), json_=options.json)
    return 0


def _address(options: argparse.Namespace) -> int:
    from mailticket.setup.policy import policy_of
    from mailticket.tickets.staff_letters import new_address

    policy = policy_of(configured(options))
    person = policy.person(options.person)
    if person is None:
        known = ", ".join(one.address for one in policy.staff)
        raise CommandFailed(f"{options.person} is none of staff; there is {known or 'nobody'}.")
    print(new_address(person, policy, datetime.now(UTC)))
    return 0
