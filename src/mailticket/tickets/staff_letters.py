"""What a member of staff is told about their own mail: done, stopped, held, not delivered."""

from collections.abc import Sequence
from datetime import datetime

from mailticket.mail import token
from mailticket.mail.address import Mailbox
from mailticket.tickets.letter import Letter, common
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Person, Policy

MOST_TEXT = 20_000  # characters of their own text that they get back


def _letter(
    template: str,
    ticket: Ticket | None,
    person: Person,
    policy: Policy,
    values: dict[str, object],
    answers: str | None = None,
) -> Letter:
    known = common(ticket, policy) if ticket else {"desk_name": policy.name}
    return Letter(
        kind="notice",
        template=template,
        to=(Mailbox(name=person.name, address=person.address),),
        language=person.language,
        time_zone=person.time_zone or policy.time_zone,
        values=known | {"customer": ticket.customer if ticket else None} | values,
        auto_submitted="auto-replied",
        reply_to="staff",
        threaded=False,
        answers=answers,
    )


def failed(
    ticket: Ticket | None,
    person: Person,
    policy: Policy,
    *,
    line: str | None,
    problem: str,
    suggestion: str | None,
    text: str,
    answers: str | None,
) -> Letter:
    """Their mail was stopped, and why; nothing of it was done."""
    values: dict[str, object] = {
        "line": line,
        "problem": problem,
        "suggestion": suggestion,
        "text": text[:MOST_TEXT],
    }
    return _letter("staff_command_failed", ticket, person, policy, values, answers)


def done(
    ticket: Ticket | None, person: Person, policy: Policy, sentences: Sequence[str], answers: str | None
) -> Letter:
    """What was done."""
    return _letter("staff_command_done", ticket, person, policy, {"done": list(sentences)}, answers)


def help_(
    ticket: Ticket | None, person: Person, policy: Policy, answers: str | None, now: datetime
) -> Letter:
    """Which commands there are, and the address for new mail."""
    return _letter(
        "staff_help", ticket, person, policy, {"new_address": new_address(person, policy, now)}, answers
    )


def new_address(person: Person, policy: Policy, now: datetime) -> str:
    """The signed address at which this person, and nobody else, opens tickets for customers."""
    return token.staff_address(
        policy.secret,
        policy.address,
        ticket=0,
        person=person.address,
        expires_at=now + policy.token_lifetime,
    )


def held(
    ticket: Ticket,
    person: Person,
    policy: Policy,
    *,
    by: str,
    at: datetime,
    their_text: str,
    text: str,
    answers: str | None,
) -> Letter:
    """Somebody else answered before them: is their answer to go out, too?"""
    values: dict[str, object] = {
        "by": by,
        "at": at,
        "their_text": their_text[:MOST_TEXT],
        "text": text[:MOST_TEXT],
    }
    return _letter("answer_held", ticket, person, policy, values, answers)


def not_delivered(
    ticket: Ticket, person: Person, policy: Policy, *, recipient: str, delayed: bool, reason: str, text: str
) -> Letter:
    """Their answer did not arrive, or has not yet."""
    values: dict[str, object] = {
        "recipient": recipient,
        "delayed": delayed,
        "reason": reason[:2000],
        "text": text[:MOST_TEXT],
    }
    return _letter("delivery_problem", ticket, person, policy, values)
