"""What the history of a ticket says of what happened."""

from mailticket.mail import token
from mailticket.tickets.commands import Absorb, Answer, MergeInto, Note, SetField, SetStatus
from mailticket.tickets.history import Entry, entry_of
from mailticket.tickets.model import Ticket
from mailticket.tickets.verdict import Facts
from unit.tickets.makers import DESK, NOW, SECRET, a_ticket, events, message, receive

ANA = "ana@desk.example"


def entries(ticket: Ticket | None, command: object) -> list[Entry]:
    return [entry for event in events(ticket, command) if (entry := entry_of(event)) is not None]


def test_a_question_is_correspondence_that_came_in() -> None:
    made = entries(None, receive(message("Please help.\n\n> quoted"), entry=4))
    said = next(entry for entry in made if entry.kind == "correspondence")
    assert (said.id, said.direction, said.author, said.recipients, said.inbox) == (
        4,
        "in",
        "ann@customer.example",
        (DESK,),
        4,
    )
    assert said.message_id == "1@customer.example"
    assert said.at == NOW


def test_what_was_quoted_is_kept_beside_what_is_new() -> None:
    text = "It still burns.\n\nOn Monday, Desk wrote:\n> Pour water on it.\n"
    made = entries(None, receive(message(text)))
    said = next(entry for entry in made if entry.kind == "correspondence")
    assert "Pour water" not in said.text
    assert "Pour water" in str(said.data["whole"])


def test_machine_mail_is_an_event_with_its_evidence() -> None:
    ticket = a_ticket()
    thread = token.thread_address(SECRET, DESK, ticket=10001)
    command = receive(
        message("I am away.", headers=[("Auto-Submitted", "auto-replied")]),
        Facts(tickets={10001: ticket}),
        entry=9,
        recipients=[thread],
    )
    (entry,) = entries(ticket, command)
    assert (entry.kind, entry.direction, entry.event, entry.id) == ("event", "in", "automatic response", 9)
    assert "auto-replied" in str(entry.data["evidence"])
    assert entry.text.strip() == "I am away."


def test_what_staff_say_is_correspondence_or_a_note() -> None:
    (answer,) = entries(a_ticket(), Answer(entry=2, by=ANA, name="Ana", text="Use water."))
    assert (answer.kind, answer.direction, answer.author) == ("correspondence", "out", ANA)
    assert answer.recipients == ("ann@customer.example",)
    (note,) = entries(a_ticket(), Note(entry=3, by=ANA, text="Psst."))
    assert (note.kind, note.author, note.text) == ("note", ANA, "Psst.")


def test_changes_name_who_made_them_and_what_was_before() -> None:
    (changed,) = [e for e in entries(a_ticket(), SetField(name="priority", value="high", by=ANA)) if e.event]
    assert (changed.event, changed.author) == ("priority-changed", ANA)
    assert (changed.data["old"], changed.data["new"]) == ("normal", "high")
    closed = next(e for e in entries(a_ticket(), SetStatus(status="closed", by=ANA)) if e.event == "closed")
    assert closed.author == ANA


def test_both_tickets_of_a_merge_tell_of_it() -> None:
    went = entries(a_ticket(), MergeInto(into=10005, by=ANA))
    assert [entry.data for entry in went if entry.event == "merged"] == [{"ticket": 10005}]
    came = entries(a_ticket(), Absorb(ticket=a_ticket(from_="ben@customer.example"), by=ANA))
    assert any(entry.event == "absorbed" for entry in came)
