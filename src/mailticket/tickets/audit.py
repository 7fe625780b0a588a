"""Whether a ticket is forgotten: what must be true of each one that owes an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy
from mailticket.tickets.service_level import deadline
from mailticket.tickets.timers import timers

FORSAKEN: Final = "forsaken"
"""Everybody was told and nobody answers: no fault of the daemon, but a person must look again and again."""

_BORNE: Final = ("warning", "breach", "escalation", "pending")
"""Deadlines that the ticket itself holds; the others follow from the configuration, which may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that must not be: by which rule, of which ticket, in a sentence."""

    rule: str
    sentence: str
    ticket: int | None = None

    @property
    def key(self) -> str:
        """What makes two findings the same one."""
        return f"{self.rule} {self.ticket or self.sentence}"


def audit(
    ticket: Ticket, stored: Mapping[str, datetime], policy: Policy, now: datetime, grace: timedelta
) -> list[Finding]:
    """What is wrong with a ticket; `stored` are its deadlines in the store, which may be `grace` late."""
    found = [*_timers(ticket, stored, policy)]
    if ticket.clock.waiting_on == "staff":
        found += _owed(ticket, policy, now - grace)
    return found


def _timers(ticket: Ticket, stored: Mapping[str, datetime], policy: Policy) -> list[Finding]:
    wanted = timers(ticket, policy)
    found = []
    for kind in _BORNE:
        should, is_ = wanted.get(kind), stored.get(kind)
        if should is not None and is_ != should:
            text = f"has its {kind} at {_shown(should)}, but the scheduler was given {_shown(is_)}"
            found.append(_finding("timers", ticket, text))
    return found


def _owed(ticket: Ticket, policy: Policy, late: datetime) -> list[Finding]:
    clock, state = ticket.clock, ticket.escalation
    since = f"owes an answer since {_shown(clock.unanswered_since)}"
    if clock.unanswered_since is None:
        return [_finding("debt", ticket, "owes an answer, and nobody knows since when")]
    match state.state:
        case "active" | "acknowledged" | "scheduled":
            if state.next_at is None:
                return [_finding("ladder", ticket, f"{since}, and its ladder has no next step")]
            if state.next_at <= late:
                text = f"{since}, and the next step of its ladder was due at {_shown(state.next_at)}"
                return [_finding("ladder", ticket, text)]
            return []
        case "exhausted":
            return [_finding(FORSAKEN, ticket, f"{since}, and nobody took it in any pass of its ladder")]
        case _:
            pass
    if clock.breach_at is not None:
        has_ladder = policy.ladder(policy.ladder_name(ticket), late) is not None
        if clock.breach_at <= late and has_ladder:
            text = f"{since}, its deadline {_shown(clock.breach_at)} is over, and no ladder runs"
            return [_finding("ladder", ticket, text)]
        return []
    level = policy.level_of_ticket(ticket)
    promised = deadline(level, clock.unanswered_since).due_at
    if promised is not None and level is not None and level.name == clock.level:
        text = (
            f"{since} and has no deadline, though {level.name} promises one for {_shown(promised)};"
            f" `mailticket clock {ticket.number} --recompute` sets it"
        )
        return [_finding("deadline", ticket, text)]
    return []


def _finding(rule: str, ticket: Ticket, text: str) -> Finding:
    return Finding(rule=rule, sentence=f"Ticket {ticket.number} {text}.", ticket=ticket.number)


def _shown(moment: datetime | None) -> str:
    return "none" if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
