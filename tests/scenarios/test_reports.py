"""What was promised and what was kept: the report on responses, and a ledger that is computed again."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from scenarios.daemon_room import run_command
from scenarios.desk_room import Room
from scenarios.story import Story

PROMISES = """
[[customers]]
name = "Acme"
domains = ["customer.example"]

[calendars.office]
time_zone = "America/New_York"
hours = { mon = ["07:00-22:00"], tue = ["07:00-22:00"], wed = ["07:00-22:00"] }

[[service_levels]]
name = "standard"
targets = [
  { during = "office", respond_within = "2h" },
  { respond_within = "8h" },
]
"""


@pytest.fixture
def story(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Story]:
    with room_with(PROMISES) as room:
        yield Story(room=room, zone=ZoneInfo("America/New_York"))


def answered(story: Story, wall: str, minutes: int, *, from_: str = "Ann <ann@customer.example>") -> int:
    """A ticket that is opened then, and answered so many minutes later."""
    story.room.now = story.moment(wall)
    came = story.room.mail(f"At {wall}", from_=from_, subject=f"At {wall}")
    story.room.advance(minutes=minutes)
    assert came.ticket is not None
    story.room.answer(came.ticket)
    return came.ticket


def report(folder: Path, *options: str) -> list[dict[str, object]]:
    done = run_command(folder / "mailticket.toml", "report", "response", *options, "--json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_averages_stand_against_the_commitment_window_by_window(story: Story, tmp_path: Path) -> None:
    for minutes in (10, 20, 30, 180):
        answered(story, "2026-03-04 10:00", minutes)
    answered(story, "2026-03-07 12:00", 120)
    office, night = report(tmp_path)
    assert office == {
        "window": "standard: office",
        "answers": 4,
        "commitment_seconds": 7200.0,
        "average_seconds": 3600.0,
        "median_seconds": 1500.0,
        "percentile_90_seconds": 10800.0,
        "in_time": 0.75,
        "late": 1,
        "unanswered_late": 0,
    }
    assert (night["window"], night["commitment_seconds"], night["in_time"]) == (
        "standard: other times",
        28800.0,
        1.0,
    )


def test_only_the_first_answer_of_a_person_counts_and_it_counts_from_the_oldest_question(
    story: Story, tmp_path: Path
) -> None:
    story.room.now = story.moment("2026-03-04 10:00")
    story.room.mail()
    (ack,) = story.room.outgoing()
    story.room.advance(minutes=30)
    story.room.reply(ack, "Anybody?")
    story.room.mail("Away.", subject="Away", to=ack.reply_to, headers=[("Auto-Submitted", "auto-replied")])
    story.room.advance(minutes=30)
    answer = story.room.answer(10001, "We look.")
    story.room.advance(minutes=30)
    story.room.answer(10001, "Found it.")
    story.room.reply(answer, "Thank you, and one more thing.")
    story.room.advance(minutes=15)
    story.room.answer(10001, "Done.")
    (line,) = report(tmp_path)
    assert (line["answers"], line["average_seconds"]) == (2, (60 + 15) * 60 / 2)


def test_what_was_closed_without_an_answer_is_no_answer_and_what_is_overdue_is_late(
    story: Story, tmp_path: Path
) -> None:
    answered(story, "2026-03-04 10:00", 60)
    story.room.mail("Never mind.", subject="Closed")
    story.room.close(10002)
    story.room.mail("Forgotten.", subject="Forgotten")
    (line,) = report(tmp_path)
    assert (line["answers"], line["in_time"], line["unanswered_late"]) == (1, 0.5, 1)


def test_by_customer_priority_and_month_from_day_to_day(story: Story, tmp_path: Path) -> None:
    answered(story, "2026-02-28 18:59", 10, from_="Zoe <zoe@elsewhere.example>")
    answered(story, "2026-03-31 19:59", 20)
    answered(story, "2026-04-01 10:00", 30)
    lines = report(tmp_path, "--by", "month,customer,priority")
    assert [(line["month"], line["customer"], line["priority"]) for line in lines] == [
        ("2026-02", "", "normal"),
        ("2026-03", "Acme", "normal"),
        ("2026-04", "Acme", "normal"),
    ]
    lines = report(tmp_path, "--by", "month", "--from", "2026-03-01", "--to", "2026-04-01")
    assert [line["month"] for line in lines] == ["2026-03"]


def test_as_a_table_as_csv_and_as_a_chart(story: Story, tmp_path: Path) -> None:
    answered(story, "2026-03-04 10:00", 30)
    config = tmp_path / "mailticket.toml"
    table = run_command(config, "report", "response").stdout
    assert "30m" in table
    assert "100.0 %" in table
    (row,) = csv.DictReader(io.StringIO(run_command(config, "report", "response", "--csv").stdout))
    assert row["average_seconds"] == "1800.0"
    run_command(config, "report", "response", "--svg", str(tmp_path / "chart.svg"))
    chart = ElementTree.parse(tmp_path / "chart.svg")
    assert "standard: office" in "".join(chart.getroot().itertext())
    run_command(config, "report", "response", "--html", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert "<svg" in page
    assert "standard: office" in page


def test_a_word_that_is_no_dimension_is_a_sentence(story: Story, tmp_path: Path) -> None:
    done = run_command(tmp_path / "mailticket.toml", "report", "response", "--by", "mood", check=False)
    assert done.returncode == 2
    assert "--by takes a list of" in done.stderr


def test_after_a_calendar_was_mended_the_ledger_shows_what_differs_and_the_running_deadline_is_set_anew(
    story: Story, tmp_path: Path
) -> None:
    story.room.now = story.moment("2026-03-04 06:30")
    story.room.mail()
    assert story.due(10001) == "Wed 14:30"  # night: eight hours
    config = tmp_path / "mailticket.toml"
    config.write_text(config.read_text().replace('wed = ["07:00-22:00"]', 'wed = ["06:00-22:00"]'))
    plain = run_command(config, "clock", "10001", "--json").stdout.splitlines()
    assert [json.loads(line)["change"] for line in plain] == ["started"]
    (difference,) = map(
        json.loads, run_command(config, "clock", "10001", "--recompute", "--json").stdout.splitlines()
    )
    assert difference["due_at"] == "2026-03-04T19:30:00Z"
    assert difference["recomputed_due_at"] == "2026-03-04T13:30:00Z"
    assert "started in office" in difference["because"]
    assert story.due(10001) == "Wed 08:30"
    ledger = [
        json.loads(line) for line in run_command(config, "clock", "10001", "--json").stdout.splitlines()
    ]
    assert [row["change"] for row in ledger] == ["started", "restarted"]
    assert "computed again" in ledger[1]["because"]
    again = run_command(config, "clock", "10001", "--recompute").stdout
    assert "set anew" not in again
