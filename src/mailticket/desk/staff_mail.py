"""A mail by a member of staff, while it is carried out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailticket.desk.work import Work
from mailticket.mail.message import Message
from mailticket.mail.reply import new_text
from mailticket.store import inbox as inbox_store
from mailticket.tickets.commands import Command, Receive
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Person, Policy


class Stopped(Exception):
    """Something in the mail cannot be done, so nothing in it is."""

    def __init__(self, problem: str, *, line: str | None = None, suggestion: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.suggestion = suggestion


@dataclass(slots=True, kw_only=True)
class StaffMail:
    """One mail by a member of staff who is known for certain, and what is being done about it."""

    work: Work
    command: Receive
    person: Person
    number: int  # the ticket that it is about, as it is known now
    done: list[str]
    entry_used: bool = False
    later: list[Callable[[], None]] = field(default_factory=list)  # what cannot be given up: done at the end

    @property
    def policy(self) -> Policy:
        return self.work.tools.policy

    @property
    def message(self) -> Message:
        return self.command.message

    @property
    def by(self) -> str:
        return self.person.address

    @property
    def ticket(self) -> Ticket:
        ticket = self.work.ticket(self.number)
        if ticket is None:
            raise LookupError(f"ticket {self.number} was loaded before")
        return ticket

    def entry(self) -> int:
        """The id that the mail's own entry has; further ones get a new one."""
        if self.entry_used:
            return self.work.next_entry()
        self.entry_used = True
        return self.command.entry

    def do(self, command: Command, *, line: str | None = None) -> None:
        """Let it happen to the ticket, or stop the mail."""
        refused = self.work.happen(self.number, command)
        if refused is not None:
            raise Stopped(refused.sentence, line=line)


def new_of(message: Message) -> str:
    return new_text(message.text, message.html, subject=message.subject)


def raw_of(work: Work, inbox: int) -> bytes:
    row = inbox_store.get(work.connection, inbox)
    return inbox_store.read(work.connection, row.sha256) if row is not None else b""
