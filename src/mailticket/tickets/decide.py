"""What follows from a command: the events, or the sentence that says why it cannot be done."""

from datetime import datetime
from typing import assert_never

from mailticket.tickets import consequences
from mailticket.tickets.commands import (
    Absorb,
    Answer,
    Command,
    DeliveryFailed,
    Forget,
    Include,
    MergeInto,
    MomentCame,
    Note,
    OpenStub,
    OpenTicket,
    Receive,
    Recompute,
    Refused,
    Remark,
    SetField,
    SetStatus,
    TakeEscalation,
)
from mailticket.tickets.deadlines import moment_came
from mailticket.tickets.events import Event, Remarked
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.receiving import opened_for, receive, stub
from mailticket.tickets.working import work


def decide(
    ticket: Ticket | None, command: Command, policy: Policy, now: datetime
) -> tuple[Event, ...] | Refused:
    """The events that follow from a command. `ticket` is the one that it is about, None if it opens one."""
    match command:
        case Receive():
            return tuple(receive(ticket, command, policy))
        case OpenTicket():
            return tuple(opened_for(command, policy, now))
        case OpenStub():
            return tuple(stub(command, policy, now))
        case _ if ticket is None:
            return Refused(sentence="There is no such ticket.")
        case DeliveryFailed():
            return tuple(_delivery_failed(ticket, command, policy, now))
        case MomentCame():
            return tuple(moment_came(ticket, command.kind, policy, now))
        case (
            Answer()
            | Note()
            | SetField()
            | SetStatus()
            | Include()
            | Forget()
            | Remark()
            | MergeInto()
            | Absorb()
            | TakeEscalation()
            | Recompute()
        ):
            done = work(ticket, command, policy, now)
            return done if isinstance(done, Refused) else tuple(done)
        case _:
            assert_never(command)


def _delivery_failed(ticket: Ticket, command: DeliveryFailed, policy: Policy, now: datetime) -> list[Event]:
    text = f"The {command.kind} to {command.recipient} could not be delivered: {command.reason}"
    data = {"outbox": command.outbox, "kind": command.kind, "recipient": command.recipient}
    events: list[Event] = [Remarked(at=now, what="delivery-failed", text=text, data=data)]
    if command.page is not None:
        pass_, step = command.page
        events += consequences.page_failed(ticket, policy, pass_=pass_, step=step, now=now)
    if command.answer is not None:
        events += consequences.answer_failed(
            consequences.after(ticket, events), policy, at=now, recipient=command.recipient
        )
    return events
