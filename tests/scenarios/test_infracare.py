"""InfraCare as its guide says: response periods, the clock that resets, emergencies, nights."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.story import ROOT, Story, example

SUPPORT, EMERGENCY = "support@infraware.example", "emergency@infraware.example"
DAVE = "Dave Lake <dave@lakeside.example>"
ANA, BO, CARLA = "ana@infraware.example", "bo@infraware.example", "carla@infraware.example"


@pytest.fixture
def infracare(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    monkeypatch.chdir(ROOT)
    with example("infracare", tmp_path, sqlite_url) as made:
        yield made


def write(story: Story, text: str = "Jobs are stuck in Uploading.", *, to: str = SUPPORT) -> int:
    came = story.room.mail(text, from_=DAVE, to=to, subject="Jobs are stuck")
    assert came.ticket is not None
    return came.ticket


@pytest.mark.parametrize(
    ("written", "promised"),
    [
        ("2026-03-04 07:00", "Wed 09:00"),  # 7am belongs to the day
        ("2026-03-04 06:59", "Wed 14:59"),  # a minute before it is still night
        ("2026-03-06 21:59", "Fri 23:59"),  # the last minute before 10pm
        ("2026-03-06 22:00", "Sat 06:00"),  # 10pm is night
        ("2026-03-07 12:00", "Sat 20:00"),  # a weekend
        ("2026-03-08 00:30", "Sun 09:30"),  # eight hours that really pass while the clocks go forward
        ("2026-07-03 12:00", "Fri 14:00"),  # the guide knows no holidays
    ],
)
def test_the_commitment_is_that_of_the_window_in_which_the_customer_writes(
    infracare: Story, written: str, promised: str
) -> None:
    """Mon-Fri 7am to 10pm Eastern: 2 hours; night and weekend: 8 hours."""
    number = write(infracare.at(written))
    assert infracare.due(number) == promised


def test_the_automated_response_gives_the_number_and_says_when_a_human_answers(infracare: Story) -> None:
    number = write(infracare.at("2026-03-04 10:00"))
    (mail,) = infracare.room.outgoing(kind="acknowledgement")
    assert f"[#{number}]" in mail.subject
    assert "11:00" in mail.text  # noon Eastern, as the customer's clock in Chicago shows it
    assert EMERGENCY in mail.text


def test_the_automated_response_is_no_response(infracare: Story) -> None:
    """Response means a human (non-automated) follow-up from support to customer."""
    number = write(infracare.at("2026-03-04 10:00"))
    clock = infracare.room.ticket(number).clock
    assert infracare.room.outgoing(kind="acknowledgement")
    assert (clock.waiting_on, clock.unanswered_since) == ("staff", infracare.room.now)


def test_the_commitment_resets_each_time_they_respond_to_one_another(infracare: Story) -> None:
    number = write(infracare.at("2026-03-04 10:00"))
    infracare.at("2026-03-04 11:00")
    answer = infracare.room.answer(number, "Which job number?")
    assert infracare.due(number) is None
    infracare.until("2026-03-04 21:30")
    infracare.room.reply(answer, "Job 4711.", from_=DAVE)
    assert infracare.due(number) == "Wed 23:30"
    infracare.at("2026-03-04 22:30")
    infracare.room.reply(answer, "And 4712.", from_=DAVE)
    assert infracare.due(number) == "Thu 06:30"
    breach_at = infracare.room.ticket(number).clock.breach_at
    assert breach_at == infracare.moment("2026-03-04 23:30")  # nobody who asks again waits longer
    rows = [(row.change, infracare.wall(row.at)) for row in infracare.room.clock(number)]
    assert rows == [
        ("started", "Wed 10:00"),
        ("stopped", "Wed 11:00"),
        ("restarted", "Wed 21:30"),
        ("restarted", "Wed 22:30"),
    ]
    assert "2h elapsed, started in office (America/New_York)" in infracare.room.clock(number)[0].because


def test_the_emergency_mailbox_wakes_whoever_is_on_call_at_once(infracare: Story) -> None:
    infracare.at("2026-03-08 03:30")
    number = write(infracare, "Nothing works at all.", to=EMERGENCY)
    infracare.tick()
    assert infracare.pages() == [("Sun 03:30", "ana")]
    page = infracare.page(ANA)
    assert page.subject == f"[#{number}] EMERGENCY Lakeside Clinic: Jobs are stuck"
    assert "Nothing works at all." in page.text
    assert "restart the gateway service" in page.text  # the customer's playbook


def test_the_same_mail_to_the_emergency_mailbox_pages_and_opens_no_second_ticket(infracare: Story) -> None:
    """In the event that an automated ticket is not returned, please contact the Emergency Mailbox."""
    infracare.at("2026-03-08 03:30")
    raw = infracare.room.compose("Help.", from_=DAVE, to=f"{SUPPORT}, {EMERGENCY}", subject="Stuck")
    infracare.room.raw(raw, recipients=[SUPPORT], reverse_path="dave@lakeside.example")
    infracare.tick()
    assert infracare.pages() == []
    came = infracare.room.raw(raw, recipients=[EMERGENCY], reverse_path="dave@lakeside.example")
    infracare.tick()
    assert (came.outcome, came.verdict) == ("suppressed", "duplicate")
    assert infracare.room.count() == 1
    assert infracare.pages() == [("Sun 03:30", "ana")]


def test_a_suspected_outage_is_an_emergency_by_its_subject(infracare: Story) -> None:
    infracare.at("2026-03-08 03:30")
    infracare.room.mail("All of us.", from_=DAVE, to=SUPPORT, subject="Is this a system-wide outage?")
    infracare.tick()
    assert infracare.pages() == [("Sun 03:30", "ana")]


def test_a_customer_says_emergency_in_a_reply(infracare: Story) -> None:
    write(infracare.at("2026-03-07 12:00"))
    (mail,) = infracare.room.outgoing(kind="acknowledgement")
    infracare.until("2026-03-07 12:30")
    infracare.room.reply(mail, "Emergency!", from_=DAVE)
    infracare.tick()
    assert infracare.pages() == [("Sat 12:30", "ana")]


def test_a_customer_writes_at_21_59_on_a_friday_and_nobody_answers(infracare: Story) -> None:
    number = write(infracare.at("2026-03-06 21:59"))
    infracare.until("2026-03-09 12:00")
    print(infracare.transcript("2026-03-06 21:59"))  # noqa: T201 - shown by pytest -s
    assert [(told.at, told.to) for told in infracare.told("acknowledgement")] == [
        ("Fri 21:59", "dave@lakeside.example")
    ]
    warned = [told for told in infracare.told("notice") if told.at == "Fri 23:29"]
    assert [told.to for told in warned] == [ANA, BO, CARLA]
    assert infracare.pages() == [
        ("Fri 23:59", "ana"),
        ("Sat 00:19", "ana"),
        ("Sat 00:19", "bo"),
        ("Sat 00:39", "ana"),
        ("Sat 00:59", "ana"),
        ("Sat 00:59", "bo"),
        ("Sat 01:19", "ana"),
        ("Sat 01:39", "ana"),
        ("Sat 01:39", "bo"),
        ("Sat 01:59", "carla"),
    ]
    assert infracare.room.ticket(number).escalation.state == "exhausted"
    assert infracare.room.told("alarm.raised")


def test_the_customer_asks_again_on_saturday_and_the_ladder_begins_again(infracare: Story) -> None:
    """What follows when somebody wakes up, takes it, and forgets it again."""
    write(infracare.at("2026-03-06 21:59"))
    infracare.until("2026-03-07 10:00")
    (ack,) = infracare.room.outgoing(kind="acknowledgement")
    infracare.room.reply(ack, "Is anybody there?", from_=DAVE)
    assert infracare.due(10001) == "Sat 18:00"
    infracare.until("2026-03-07 18:25")
    assert infracare.pages(since="2026-03-07 10:00") == [
        ("Sat 18:00", "ana"),
        ("Sat 18:20", "ana"),
        ("Sat 18:20", "bo"),
    ]
    infracare.room.reply(infracare.page(BO), "ack", from_=f"Bo <{BO}>")
    infracare.until("2026-03-07 20:24")
    assert len(infracare.pages(since="2026-03-07 10:00")) == 3  # it is taken
    infracare.until("2026-03-07 20:26")
    assert infracare.pages(since="2026-03-07 20:00") == [("Sat 20:25", "ana")]  # the promise was not kept
    infracare.room.answer(10001, "We restarted the gateway.")
    infracare.until("2026-03-09 12:00")
    assert infracare.pages(since="2026-03-07 20:26") == []
    print(infracare.transcript("2026-03-07 10:00"))  # noqa: T201 - shown by pytest -s


def test_by_day_the_ladder_has_other_pauses_than_at_night(infracare: Story) -> None:
    write(infracare.at("2026-03-04 10:00"))
    infracare.until("2026-03-04 12:31")
    assert infracare.pages() == [("Wed 12:00", "ana"), ("Wed 12:15", "bo"), ("Wed 12:30", "carla")]


def test_whoever_is_on_call_changes_on_monday_at_nine(infracare: Story) -> None:
    infracare.at("2026-03-09 08:59")
    write(infracare, to=EMERGENCY)
    infracare.tick()
    infracare.at("2026-03-09 09:00")
    write(infracare, "Again.", to=EMERGENCY)
    infracare.tick()
    assert infracare.pages() == [("Mon 08:59", "ana"), ("Mon 09:00", "bo")]
