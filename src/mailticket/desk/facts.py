"""What the store knows that bears on messages, asked for several of them at once."""

from collections.abc import Sequence

from mailticket.desk.work import Work
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.store import inbox as inbox_store
from mailticket.store import outbox as outbox_store
from mailticket.tickets.correlate import pointers
from mailticket.tickets.verdict import Facts, Known, Twin


class Lookup:
    """What is known of some messages, as it stands after those of them that were taken in already."""

    def __init__(self, work: Work, mails: Sequence[tuple[Message, Envelope]]) -> None:
        self._work = work
        found = [pointers(message, envelope, work.tools.policy, work.now) for message, envelope in mails]
        work.load_ids(id_ for p in found for id_ in p.ids)
        outboxes = {outbox for p in found for outbox in p.outboxes}
        self._sent = outbox_store.ticket_of(work.connection, list(outboxes)) if outboxes else {}
        numbers = {number for p in found for number in p.numbers}
        numbers.update(number for p in found for id_ in p.ids for number, _ in work.known(id_))
        work.load(numbers | set(self._sent.values()))
        wanted = [identity for message, _ in mails if (identity := _identity(message)) is not None]
        self._twins = inbox_store.twins(work.connection, wanted) if wanted else {}

    def facts(self, message: Message, envelope: Envelope) -> Facts:
        """What is known of one of the messages."""
        work = self._work
        point = pointers(message, envelope, work.tools.policy, work.now)
        known = {
            id_: [Known(ticket=number, kind=kind) for number, kind in work.known(id_)] for id_ in point.ids
        }
        bounced = next((n for outbox in point.outboxes if (n := self._sent.get(outbox)) is not None), None)
        numbers = {*point.numbers, *(k.ticket for found in known.values() for k in found)}
        if bounced is not None:
            numbers.add(bounced)
        identity = _identity(message)
        twin = self._twins.get(identity) if identity is not None else None
        return Facts(
            tickets={number: ticket for number in numbers if (ticket := work.ticket(number)) is not None},
            known=known,
            twin=Twin(inbox=twin[0], ticket=twin[1]) if twin else None,
            bounced=bounced,
        )

    def took(self, message: Message, inbox: int, ticket: int | None) -> None:
        """A message was taken in: the same one again is known from now on."""
        identity = _identity(message)
        if identity is not None:
            self._twins.setdefault(identity, (inbox, ticket))


def _identity(message: Message) -> tuple[str | None, str] | None:
    """What makes two mails the same one; without a Message-ID only a mail with a date can be known again."""
    if message.message_id is None and message.date is None:
        return None
    return message.message_id, message.digest
