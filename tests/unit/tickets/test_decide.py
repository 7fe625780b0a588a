"""Whatever is asked of a ticket in whatever order: what must be so stays so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.mail import token
from mailticket.tickets.commands import (
    Absorb,
    Answer,
    DeliveryFailed,
    Forget,
    Include,
    MergeInto,
    MomentCame,
    Note,
    OpenStub,
    OpenTicket,
    Recompute,
    Refused,
    Remark,
    SetField,
    SetStatus,
)
from mailticket.tickets.decide import decide
from mailticket.tickets.events import AcknowledgementDue, Answered, MachineMailKept, Opened, Received
from mailticket.tickets.evolve import evolve, evolve_all
from mailticket.tickets.history import entry_of
from mailticket.tickets.model import RECENT, STATUSES, Ticket
from mailticket.tickets.notices import letters
from mailticket.tickets.record import state_of, ticket_of
from mailticket.tickets.timers import timers
from mailticket.tickets.verdict import Facts
from unit.tickets.makers import (
    DESK,
    NOW,
    POLICY,
    SECRET,
    a_ticket,
    done,
    events,
    mailbox,
    message,
    receive,
)

ANA = "ana@desk.example"
OTHER = a_ticket(from_="ben@customer.example")
THREAD = token.thread_address(SECRET, DESK, ticket=10001)


def kept(ticket: Ticket) -> Ticket:
    """The ticket as the store gives it back."""
    plain = {name: getattr(ticket, name) for name in Ticket.__dataclass_fields__}
    return ticket_of(plain | state_of(ticket), ticket.participants)


def reply(ticket: Ticket, entry: int, **mail: object) -> object:
    facts = Facts(tickets={10001: ticket})
    return receive(message(**mail), facts, entry=entry, recipients=[THREAD])  # type: ignore[arg-type]


_COMMANDS = st.one_of(
    st.sampled_from(STATUSES).map(lambda status: SetStatus(status=status, by=ANA)),
    st.just(SetStatus(status="pending", by=ANA, until=NOW + timedelta(days=3))),
    st.sampled_from(["low", "normal", "high"]).map(
        lambda value: SetField(name="priority", value=value, by=ANA)
    ),
    st.sampled_from([None, ANA]).map(lambda value: SetField(name="assignee", value=value, by=ANA)),
    st.booleans().map(lambda close: Answer(entry=7, by=ANA, name="Ana", text="Hm.", close=close)),
    st.just(Note(entry=8, by=ANA, text="Psst.")),
    st.just(Include(people=(mailbox("carl@customer.example"), mailbox(DESK)), by=ANA)),
    st.just(Forget(address="carl@customer.example", by=ANA)),
    st.just(Remark(what="seen", text="Seen.", by=ANA)),
    st.just(Recompute()),
    st.just(Absorb(ticket=replace(OTHER, number=10002), by=ANA)),
    st.sampled_from([10001, 10003]).map(lambda into: MergeInto(into=into, by=ANA)),
    st.just(DeliveryFailed(outbox=3, kind="answer", recipient="ann@customer.example", reason="550")),
    st.sampled_from(["warning", "breach", "escalation", "resolution", "pending", "reminder", "closing"]).map(
        lambda kind: MomentCame(kind=kind)
    ),
    st.sampled_from(["human", "machine", "stranger"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_COMMANDS, st.integers(0, 400)), max_size=12))
def test_what_must_be_so_stays_so(asked: list[tuple[object, int]]) -> None:
    now = NOW
    history = list(events(None, receive(message())))
    ticket = evolve_all(history)
    for number, (command, minutes) in enumerate(asked):
        now += timedelta(minutes=minutes)
        entry = 100 + number
        match command:
            case "human":
                command = reply(ticket, entry, message_id=f"<{number}@x>")
            case "machine":
                command = reply(ticket, entry, headers=[("Auto-Submitted", "auto-replied")])
            case "stranger":
                command = reply(ticket, entry, from_="eve@x.example", message_id=f"<{number}@y>")
            case _:
                pass
        decided = decide(ticket, command, POLICY, now)  # type: ignore[arg-type]
        if isinstance(decided, Refused):
            assert decided.sentence.endswith(".")
            continue
        before = ticket
        for event in decided:
            ticket = evolve(ticket, event)
            entry_of(event)
        history += decided
        letters(ticket, decided, POLICY, now)
        if any(isinstance(event, MachineMailKept) for event in decided):
            assert ticket == before, "machine mail changes nothing"
        assert not any(isinstance(event, AcknowledgementDue) for event in decided)
        assert ticket.number == 10001
        assert (ticket.closed_at is not None) == (ticket.status == "closed")
        assert ticket.pending_until is None or ticket.status == "pending"
        addresses = [person.address for person in ticket.participants]
        assert len(addresses) == len(set(addresses))
        assert not any(POLICY.is_own(address) for address in addresses)
        assert len(ticket.thread) <= RECENT
        assert (ticket.clock.unanswered_since is not None) == (ticket.clock.waiting_on == "staff")
        assert all(due.tzinfo is not None for due in timers(ticket, POLICY).values())
        assert kept(ticket) == ticket, "it comes back from the store as it is"
    assert evolve_all(history) == ticket, "the history makes the ticket"


def test_a_question_opens_with_everything_that_is_known() -> None:
    mail = message(
        from_="Bea <bea@acme.example>",
        to=f"{DESK}, Carl <carl@acme.example>, ana@desk.example",
        headers=[("Cc", "dora@acme.example, BEA@acme.example"), ("Reply-To", "team@acme.example")],
    )
    ticket = evolve_all(events(None, receive(mail, recipients=["sales@desk.example"])))
    assert (ticket.customer, ticket.language, ticket.queue) == ("Acme", "es", "sales")
    assert [(p.address, p.role) for p in ticket.participants] == [
        ("bea@acme.example", "requester"),
        ("team@acme.example", "reply-to"),
        ("carl@acme.example", "cc"),
        ("dora@acme.example", "cc"),
    ]
    assert [p.address for p in ticket.answered] == [
        "team@acme.example",
        "carl@acme.example",
        "dora@acme.example",
    ]
    assert ticket.clock.due_at == NOW + timedelta(hours=2)


def test_an_address_that_is_named_wins_over_its_domain() -> None:
    assert a_ticket(from_="boss@private.example").customer == "Acme"
    assert a_ticket(from_="clerk@private.example").customer is None


def test_what_a_mail_causes_happened_when_it_came_however_late_it_is_read() -> None:
    decided = events(None, receive(message()), now=NOW + timedelta(hours=3))
    opened = decided[0]
    assert isinstance(opened, Opened)
    assert opened.at == NOW


@pytest.mark.parametrize("status", ["pending", "resolved", "closed"])
def test_a_reply_of_the_customer_opens_what_waited_or_was_over(status: str) -> None:
    ticket = done(a_ticket(), SetStatus(status=status, by=ANA))  # type: ignore[arg-type]
    after = done(ticket, reply(ticket, 2))
    assert (after.status, after.clock.waiting_on, after.closed_at) == ("open", "staff", None)


def test_a_new_ticket_is_open_once_it_was_answered() -> None:
    ticket = a_ticket()
    assert done(ticket, reply(ticket, 2)).status == "new"
    assert done(ticket, Answer(entry=2, by=ANA, name="Ana", text="Hm.")).status == "open"


@pytest.mark.parametrize(
    "command",
    [
        Answer(entry=2, by=ANA, name="", text="  \n"),
        MergeInto(into=10001, by=ANA),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(command: object) -> None:
    refused = decide(a_ticket(), command, POLICY, NOW)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.sentence.endswith(".")


def test_a_command_to_no_ticket_is_refused() -> None:
    assert isinstance(decide(None, Note(entry=1, by=ANA, text="x"), POLICY, NOW), Refused)


def test_a_ticket_with_nobody_to_answer_says_so() -> None:
    ticket = evolve_all(events(None, receive(message(from_=None), reverse_path="")))
    refused = decide(ticket, Answer(entry=2, by=ANA, name="", text="Hello?"), POLICY, NOW)
    assert isinstance(refused, Refused)
    assert "nobody" in refused.sentence


def test_an_operators_ticket_counts_as_the_customers_word() -> None:
    command = OpenTicket(
        number=10001,
        entry=1,
        subject="By telephone",
        text="She rang.",
        requester="ann@customer.example",
        requester_name="Ann",
        by=ANA,
    )
    decided = events(None, command)
    ticket = evolve_all(decided)
    assert (ticket.clock.waiting_on, ticket.requester) == ("staff", "ann@customer.example")
    received = next(event for event in decided if isinstance(event, Received))
    assert received.author == "ann@customer.example"
    assert any(isinstance(event, AcknowledgementDue) for event in decided)


def test_a_message_that_could_not_be_taken_in_has_a_ticket_and_owes_nobody_a_letter() -> None:
    for sender, subject in (("ann@customer.example", "Fire"), ("", ""), ("<>", "\0"), (DESK, "x")):
        decided = events(None, OpenStub(number=10001, entry=1, inbox=7, sender=sender, subject=subject))
        ticket = evolve_all(decided)
        assert ticket.kind == "quarantine"
        assert not any(isinstance(event, AcknowledgementDue) for event in decided)
        assert [letter for letter in letters(ticket, decided, POLICY, NOW) if letter.kind != "notice"] == []


def test_an_answer_goes_to_all_on_the_customers_side_and_says_who_wrote() -> None:
    ticket = a_ticket(headers=[("Cc", "Carl <carl@customer.example>")])
    decided = events(ticket, Answer(entry=2, by=ANA, name="Ana Ruiz", text="Use water."))
    (letter,) = [one for one in letters(ticket, decided, POLICY, NOW) if one.kind == "answer"]
    assert [m.address for m in (*letter.to, *letter.cc)] == ["ann@customer.example", "carl@customer.example"]
    assert letter.from_name == "Ana Ruiz (Desk)"
    assert letter.auto_submitted is None
    assert letter.values["signature"] == "Ana"
    assert next(event for event in decided if isinstance(event, Answered)).text == "Use water."


def test_the_acknowledgement_tells_in_the_customers_zone_and_language() -> None:
    decided = events(None, receive(message(from_="bea@acme.example")))
    (letter,) = letters(evolve_all(decided), decided, POLICY, NOW)
    assert (letter.kind, letter.time_zone, letter.language) == ("acknowledgement", "America/Chicago", "es")
    assert letter.auto_submitted == "auto-replied"
    assert letter.values["answer_by"] == NOW + timedelta(hours=2)
    assert letter.values["emergency_address"] == "emergency@desk.example"


def test_so_many_people_in_copy_are_bounded() -> None:
    many = ", ".join(f"c{n}@customer.example" for n in range(400))
    ticket = a_ticket(headers=[("Cc", many)])
    assert len(ticket.participants) <= 100
    after = done(ticket, reply(ticket, 2, headers=[("Cc", "late@customer.example")]))
    assert len(after.participants) <= 100


def test_the_first_of_the_thread_is_kept_however_long_it_gets() -> None:
    ticket = a_ticket()
    for n in range(40):
        ticket = done(ticket, reply(ticket, n + 2, message_id=f"<{n}@x>"))
    assert len(ticket.thread) == RECENT
    assert ticket.thread[0] == "1@customer.example"
    assert ticket.thread[-1] == "39@x"
