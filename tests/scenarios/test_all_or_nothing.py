"""What is refused leaves nothing behind."""

from mailticket.desk.door import Desk
from mailticket.desk.work import Work
from mailticket.store import journal, preferences
from mailticket.tickets.commands import Command, MergeInto, SetField
from mailticket.tickets.decide import Refused
from mailticket.tickets.model import Ticket
from scenarios.desk_room import ANA, Room


def raise_priority(work: Work, _ticket: Ticket) -> Command:
    preferences.put(work.connection, "left behind", "yes")
    return SetField(name="priority", value="high", by=ANA)


def into_itself(_work: Work, ticket: Ticket) -> Command:
    return MergeInto(into=ticket.number, by=ANA)


def test_a_refusal_leaves_nothing_of_the_commands_before_it(room: Room) -> None:
    number = room.mail().ticket
    assert number is not None
    before, history = room.ticket(number), room.history(number)
    command = Desk(room.desk.database, room.desk.tools, lambda: room.now, has_log=False)
    assert isinstance(command.act(number, raise_priority, into_itself), Refused)
    assert (room.ticket(number), room.history(number)) == (before, history)
    with room.desk.database.reading() as connection:
        assert not journal.some(connection)
        assert preferences.get(connection, "left behind") is None


def test_what_is_not_refused_is_left_for_the_log(room: Room) -> None:
    number = room.mail().ticket
    assert number is not None
    room.answer(number)
    command = Desk(room.desk.database, room.desk.tools, lambda: room.now, has_log=False)
    assert not isinstance(command.act(number, raise_priority), Refused)
    assert room.ticket(number).priority == "high"
