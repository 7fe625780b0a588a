"""InterVision as its guide says: designated people, business hours, no commitment for their role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.story import ROOT, Story, example

SERVICE, OPERATIONS = "servicemanagement@intervision.example", "operations-center@intervision.example"
OLA = "Ola Orchard <ola@orchard.example>"
GIL, HANA, JUNE = "gil@intervision.example", "hana@intervision.example", "june@intervision.example"


@pytest.fixture
def intervision(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    monkeypatch.chdir(ROOT)
    with example("intervision", tmp_path, sqlite_url) as made:
        yield made


def write(story: Story, subject: str, *, to: str = SERVICE) -> int:
    came = story.room.mail("Please see to it.", from_=OLA, to=to, subject=subject)
    assert came.ticket is not None
    return came.ticket


@pytest.mark.parametrize(
    ("subject", "queue", "kind", "person"),
    [
        ("Our monthly report", "csdm", "service", GIL),
        ("Audit of the firewall", "cse-network", "change", HANA),
        ("Capacity of the storage", "cse-cloud", "capacity", "ivo@intervision.example"),
    ],
)
def test_the_kind_of_work_says_whose_it_is(
    intervision: Story, subject: str, queue: str, kind: str, person: str
) -> None:
    """The service responsibility matrix."""
    number = write(intervision.at("2026-03-04 10:00"), subject)
    ticket = intervision.room.ticket(number)
    assert (ticket.queue, ticket.kind) == (queue, kind)
    assert [told.to for told in intervision.told("notice")] == [person]


def test_the_service_managers_have_no_commitment_so_the_clock_measures_and_nothing_breaches(
    intervision: Story,
) -> None:
    number = write(intervision.at("2026-03-04 10:00"), "Our monthly report")
    intervision.until("2026-03-25 10:00")
    clock = intervision.room.ticket(number).clock
    assert (clock.waiting_on, clock.due_at, clock.breached) == ("staff", None, False)
    assert clock.unanswered_since == intervision.moment("2026-03-04 10:00")
    (row,) = intervision.room.clock(number)
    assert row.because == "service-management: no response target, so the clock measures and nothing breaches"
    assert intervision.pages() == []
    intervision.room.answer(number, "Here it is.")
    assert intervision.room.clock(number)[-1].change == "stopped"


@pytest.mark.parametrize(
    ("written", "promised"),
    [
        ("2026-03-04 10:00", "Wed 11:00"),
        ("2026-11-25 16:30", "Mon 08:30"),  # Thanksgiving and the day after it
        ("2026-12-23 16:30", "Mon 08:30"),  # Christmas Eve and Christmas
    ],
)
def test_managed_services_keep_their_own_commitment_in_business_hours_except_holidays(
    intervision: Story, written: str, promised: str
) -> None:
    number = write(intervision.at(written), "The plant is down")
    assert intervision.room.ticket(number).queue == "help-desk"
    assert intervision.due(number) == promised


def test_after_hours_an_incident_reaches_the_operations_center(intervision: Story) -> None:
    intervision.at("2026-03-07 03:00")
    write(intervision, "The plant is down", to=OPERATIONS)
    intervision.until("2026-03-07 03:31")
    told = intervision.pages()
    assert [at for at, _ in told] == ["Sat 03:00", "Sat 03:15", "Sat 03:30"]
    assert [who for _, who in told][1:] == ["gil", "june"]
    assert "call the plant first" in intervision.page(GIL).text


def test_the_time_to_resolve_stands_still_while_the_customer_is_waited_for(intervision: Story) -> None:
    number = write(intervision.at("2026-03-02 08:00"), "The plant is down")
    intervision.room.answer(number, "Which line?")
    intervision.until("2026-03-02 12:00")
    intervision.room.set_status(number, "pending")
    intervision.until("2026-03-04 08:00")
    assert not intervision.room.ticket(number).overdue
    intervision.room.set_status(number, "open")
    intervision.room.answer(number, "We are at it.")
    intervision.until("2026-03-05 10:59")  # four hours before the wait, eleven after it
    assert not intervision.room.ticket(number).overdue
    intervision.until("2026-03-05 11:05")
    assert intervision.room.ticket(number).overdue


def test_staff_learn_that_the_time_to_resolve_is_over(intervision: Story) -> None:
    number = write(intervision.at("2026-03-02 08:00"), "The plant is down")
    intervision.room.answer(number, "Which line?")
    intervision.until("2026-03-03 16:01")  # sixteen service hours
    late = [told for told in intervision.told("notice") if told.at == "Tue 15:00"]
    assert {told.to for told in late} == {GIL, HANA, "ivo@intervision.example", JUNE}
    assert "was to be resolved by" in " ".join(intervision.room.outgoing(kind="notice")[-1].text.split())
