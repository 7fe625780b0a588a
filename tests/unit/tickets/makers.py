"""Mails, policies and tickets for tests of decisions: real mail, read by the real reader."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from mailticket.mail.address import Mailbox
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message, parse
from mailticket.tickets.classify import classify
from mailticket.tickets.commands import Receive, Refused
from mailticket.tickets.correlate import own_recipients
from mailticket.tickets.decide import decide
from mailticket.tickets.events import Event
from mailticket.tickets.evolve import evolve, evolve_all
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Customer, Person, Policy
from mailticket.tickets.service_level import AppliesTo, ServiceLevel, Target
from mailticket.tickets.verdict import Facts, Verdict

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
DESK = "support@desk.example"
SECRET = b"0123456789abcdef"
POLICY = Policy(
    name="Desk",
    address=DESK,
    aliases=("help@desk.example",),
    emergency_addresses=("emergency@desk.example",),
    queue_addresses={"sales@desk.example": "sales"},
    queues=("support", "sales"),
    secret=SECRET,
    staff=(Person(name="Ana Ruiz", address="ana@desk.example", signature="Ana"),),
    customers=(
        Customer(
            name="Acme",
            domains=frozenset({"acme.example"}),
            addresses=frozenset({"boss@private.example"}),
            time_zone="America/Chicago",
            language="es",
        ),
    ),
    service_levels=(
        ServiceLevel(
            name="standard",
            applies_to=AppliesTo(),
            targets=(Target(respond_within=timedelta(hours=2)),),
            zone="UTC",
        ),
    ),
)


def message(
    text: str = "Please help.",
    *,
    from_: str | None = "Ann <ann@customer.example>",
    to: str | None = DESK,
    subject: str | None = "Fire",
    message_id: str | None = "<1@customer.example>",
    headers: Sequence[tuple[str, str]] = (),
    reverse_path: str | None = None,
) -> Message:
    """A mail as it is read."""
    lines = [("From", from_), ("To", to), ("Subject", subject), ("Message-ID", message_id), *headers]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines if value is not None)
    return parse(f"{head}\r\n{text}\r\n".encode(), reverse_path=reverse_path)


def envelope(
    reverse_path: str | None = "ann@customer.example",
    recipients: Sequence[str] = (DESK,),
    at: datetime = NOW,
) -> Envelope:
    return Envelope(route="smtp", reverse_path=reverse_path, forward_paths=tuple(recipients), received_at=at)


def verdict(
    mail: Message, facts: Facts | None = None, policy: Policy = POLICY, **of_envelope: Any
) -> Verdict:
    """The verdict on a mail."""
    came = envelope(**of_envelope)
    return classify(mail, came, facts or Facts(), policy, came.received_at)


def receive(
    mail: Message,
    facts: Facts | None = None,
    *,
    entry: int = 1,
    number: int = 10001,
    policy: Policy = POLICY,
    **of_envelope: Any,
) -> Receive:
    """The command to take a mail in."""
    came = envelope(**of_envelope)
    return Receive(
        message=mail,
        envelope=came,
        verdict=classify(mail, came, facts or Facts(), policy, came.received_at),
        inbox=entry,
        entry=entry,
        number=number,
        recipients=own_recipients(mail, came, policy),
    )


def events(
    ticket: Ticket | None, command: Any, policy: Policy = POLICY, now: datetime = NOW
) -> tuple[Event, ...]:
    """What follows from a command that is not refused."""
    decided = decide(ticket, command, policy, now)
    assert not isinstance(decided, Refused), decided.sentence
    return decided


def done(ticket: Ticket, command: Any, policy: Policy = POLICY, now: datetime = NOW) -> Ticket:
    """The ticket after a command."""
    for event in events(ticket, command, policy, now):
        ticket = evolve(ticket, event)
    return ticket


def a_ticket(policy: Policy = POLICY, **mail: Any) -> Ticket:
    """A ticket that a mail opened."""
    return evolve_all(events(None, receive(message(**mail), policy=policy), policy))


def mailbox(address: str) -> Mailbox:
    return Mailbox(name="", address=address)
