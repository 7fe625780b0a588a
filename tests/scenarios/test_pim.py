"""pim as its guide says: five priorities, contractual hours for all but the first, planned work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.story import ROOT, Story, example

SUPPORT = "support@pim.example"
DORA = "Dora Dunn <dora@dunn.example>"
DANA, ELI, FAY = "dana@pim.example", "eli@pim.example", "fay@pim.example"


@pytest.fixture
def pim(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    monkeypatch.chdir(ROOT)
    with example("pim", tmp_path, sqlite_url) as made:
        yield made


def write(story: Story, subject: str, text: str = "Please help.") -> int:
    came = story.room.mail(text, from_=DORA, to=SUPPORT, subject=subject)
    assert came.ticket is not None
    return came.ticket


@pytest.mark.parametrize(
    ("subject", "priority", "written", "promised"),
    [
        # 1: around the clock, 1 to 60 minutes
        ("The network is down", "critical", "2026-03-07 02:00", "Sat 03:00"),
        ("The network is down", "critical", "2026-03-04 10:00", "Wed 11:00"),
        # 2 and 3: 30 to 60 minutes during contractual hours, 8:00am-5:00pm Monday-Friday
        ("Mail is severely degraded", "high", "2026-03-04 10:00", "Wed 11:00"),
        ("Mail is severely degraded", "high", "2026-03-06 16:30", "Mon 08:30"),  # over a weekend and DST
        ("An error in Excel", "medium", "2026-03-04 20:00", "Thu 09:00"),
        # 4: 45 to 60 minutes
        ("How do I set a signature?", "low", "2026-03-04 16:59", "Thu 08:59"),
        ("How do I set a signature?", "low", "2026-03-07 12:00", "Mon 09:00"),
        # 5: as planned with customer and ProActive
        ("Planned server patch", "planned", "2026-03-04 10:00", None),
    ],
)
def test_each_priority_has_its_response_time(
    pim: Story, subject: str, priority: str, written: str, promised: str | None
) -> None:
    number = write(pim.at(written), subject)
    assert pim.room.ticket(number).priority == priority
    assert pim.due(number) == promised


def test_a_word_within_another_is_no_sign(pim: Story) -> None:
    number = write(pim.at("2026-03-04 10:00"), "A download does not start")
    assert pim.room.ticket(number).priority == "low"


def test_after_hours_the_acknowledgement_gives_the_other_route(pim: Story) -> None:
    write(pim.at("2026-03-04 20:00"), "How do I set a signature?")
    (mail,) = pim.room.outgoing(kind="acknowledgement")
    assert "(804) 897-8347, option 2" in " ".join(mail.text.split())


def test_a_critical_ticket_goes_to_whoever_has_after_hours_duty_at_once(pim: Story) -> None:
    pim.at("2026-03-07 02:00")
    write(pim, "The network is down")
    pim.until("2026-03-07 02:30")
    assert pim.pages() == [
        ("Sat 02:00", "dana"),
        ("Sat 02:10", "dana"),
        ("Sat 02:10", "eli"),
        ("Sat 02:20", "fay"),
        ("Sat 02:30", "dana"),
    ]


def test_staff_find_that_it_is_critical_and_the_ladder_starts(pim: Story) -> None:
    from mailticket.tickets.commands import SetField

    pim.at("2026-03-04 10:00")
    number = write(pim, "Something is odd")
    assert pim.due(number) == "Wed 11:00"
    pim.until("2026-03-04 10:20")
    pim.room.do(number, lambda _w, _t: SetField(name="priority", value="critical", by=DANA))
    pim.tick()
    assert pim.due(number) == "Wed 11:00"  # counted from the same start
    assert [at for at, _ in pim.pages()] == ["Wed 10:20"]


def test_a_warning_goes_out_after_the_shorter_time_and_pages_after_the_longer_one(pim: Story) -> None:
    write(pim.at("2026-03-06 16:30"), "Mail is severely degraded")
    pim.until("2026-03-09 09:05")
    warned = [told for told in pim.told("notice") if "DUE SOON" in told.subject]
    assert [(told.at, told.to) for told in warned] == [("Fri 17:00", DANA), ("Fri 17:00", ELI)]
    assert pim.pages() == [("Mon 08:30", "dana"), ("Mon 08:30", "eli"), ("Mon 09:00", "fay")]


def test_planned_work_never_pages(pim: Story) -> None:
    write(pim.at("2026-03-04 10:00"), "Planned server patch")
    pim.until("2026-03-20 10:00")
    assert pim.pages() == []


def test_a_ticket_that_waits_for_the_customer_is_remembered_and_closed(pim: Story) -> None:
    number = write(pim.at("2026-03-02 10:00"), "How do I set a signature?")
    pim.room.answer(number, "Which version is it?")
    pim.room.set_status(number, "pending")
    pim.until("2026-03-16 10:00")
    reminders = [(told.at, told.to) for told in pim.told("reminder")]
    assert reminders == [("Wed 10:00", "dora@dunn.example"), ("Sat 10:00", "dora@dunn.example")]
    assert pim.room.ticket(number).status == "closed"
    assert pim.wall(pim.room.ticket(number).closed_at or pim.room.now) == "Thu 11:00"  # ten days that passed
