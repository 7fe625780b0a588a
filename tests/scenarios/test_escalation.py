"""Escalation in sentences: who is told, step by step, until somebody takes the ticket; what a reply does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailticket.mail.message import parse
from mailticket.store import overrides, pages
from mailticket.store.outbox import Due
from mailticket.tickets.rota import Override
from scenarios.desk_room import EMERGENCY, EVE, Outgoing, Room, desk_room
from scenarios.story import Story

ANA, BO, CAM, BOSS = "ana@desk.example", "bo@desk.example", "cam@desk.example", "boss@desk.example"
NAMES = {ANA: "Ana Ruiz", BO: "Bo Lindqvist", CAM: "Cam Adler"}
LADDER = """
[[staff]]
name = "Bo Lindqvist"
address = "bo@desk.example"
notify = []

[[service_levels]]
name = "standard"
targets = [{ respond_within = "2h" }]
ladder = "default"

[[ladders]]
name = "default"
steps = [
  { after = "0m", notify = ["rota:primary"] },
  { after = "15m", notify = ["bo@desk.example", "cam@desk.example"] },
]
repeat = 2
repeat_every = "30m"
acknowledged_for = "1h"
fallback = "boss@desk.example"

[[rotas]]
name = "primary"
time_zone = "UTC"
handoff = "mon 08:00"
members = ["ana@desk.example"]

[escalation]
ladder = "default"
"""


@pytest.fixture
def story(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Story]:
    with room_with(LADDER) as room:
        yield Story(room=room, zone=ZoneInfo("UTC")).at("2026-03-02 09:00")


@pytest.fixture
def story_on_both(tmp_path: Path, store_url: str) -> Iterator[Story]:
    """The same on each database, for what depends on it."""
    with desk_room(tmp_path, store_url, LADDER) as room:
        yield Story(room=room, zone=ZoneInfo("UTC")).at("2026-03-02 09:00")


def overdue(story: Story) -> Outgoing:
    """A ticket whose time has come at 11:00, and the page that went out for it."""
    story.room.mail()
    story.until("2026-03-02 11:00")
    return story.page(ANA)


def reply(story: Story, page: Outgoing, text: str, *, by: str = ANA, **other: object) -> None:
    story.room.reply(page, text, from_=f"{NAMES[by]} <{by}>" if by in NAMES else by, **other)
    story.tick()


def notices(story: Story, to: str) -> list[str]:
    return [told.subject for told in story.told("notice") if told.to == to]


def test_steps_come_after_their_pauses_twice_and_then_the_last_is_told(story_on_both: Story) -> None:
    story = story_on_both
    overdue(story)
    story.until("2026-03-03 11:00")
    assert story.pages() == [
        ("Mon 11:00", "ana"),
        ("Mon 11:15", "bo"),
        ("Mon 11:15", "cam"),
        ("Mon 11:45", "ana"),
        ("Mon 12:00", "bo"),
        ("Mon 12:00", "cam"),
        ("Mon 12:30", "boss"),
    ]
    assert story.room.ticket(10001).escalation.state == "exhausted"


def test_a_page_can_be_read_on_a_lock_screen_and_acted_on_at_night(story: Story) -> None:
    page = overdue(story)
    assert page.subject == "[#10001] OVERDUE The printer is on fire"
    first = page.text.strip().split("\n\n")[0].replace("\n", " ")
    assert first.startswith("ann@customer.example has been waiting for an answer for 2 hours.")
    for said in ("Please help.", "Mon", "11:00", "ack 2h", "snooze 30m", "hand over to", "resolve"):
        assert said in page.text, said


def test_nobody_is_paged_when_staff_answered_in_time(story: Story) -> None:
    story.room.mail()
    story.until("2026-03-02 10:59")
    story.room.answer(10001)
    story.until("2026-03-03 11:00")
    assert story.pages() == []


def test_a_reply_takes_the_ticket_and_nobody_else_is_woken(story: Story) -> None:
    page = overdue(story)
    reply(story, page, "ack")
    story.until("2026-03-02 11:59")
    assert story.pages() == [("Mon 11:00", "ana")]
    state = story.room.ticket(10001).escalation
    assert (state.state, state.acknowledged_by) == ("acknowledged", ANA)
    assert state.acknowledged_until == story.moment("2026-03-02 12:00")
    assert notices(story, ANA) == ["[#10001] YOURS The printer is on fire"]


@pytest.mark.parametrize("text", ["ack", "Ack.", "I'm on it", "resolve this tomorrow", "ok", "?"])
def test_any_reply_takes_it(story: Story, text: str) -> None:
    reply(story, overdue(story), text)
    assert story.room.ticket(10001).escalation.state == "acknowledged"
    assert story.room.ticket(10001).status in ("new", "open")


def test_a_reply_to_a_page_is_a_note_stops_no_clock_and_never_reaches_the_customer(story: Story) -> None:
    page = overdue(story)
    before = len(story.room.outgoing(to="ann@customer.example"))
    reply(story, page, "I restart the server; tell nobody.")
    assert len(story.room.outgoing(to="ann@customer.example")) == before
    assert story.room.ticket(10001).clock.waiting_on == "staff"
    notes = [row.text for row in story.room.history(10001) if row.kind == "note"]
    assert notes == ["I restart the server; tell nobody."]


def test_everyone_told_before_is_told_that_it_is_taken(story: Story) -> None:
    overdue(story)
    story.until("2026-03-02 11:20")
    reply(story, story.page(BO), "ack", by=BO)
    assert notices(story, ANA) == notices(story, CAM) == ["[#10001] TAKEN The printer is on fire"]
    assert notices(story, BO) == ["[#10001] YOURS The printer is on fire"]
    assert notices(story, BOSS) == []


def test_an_acknowledgement_is_a_promise_and_without_an_answer_the_ladder_starts_again(story: Story) -> None:
    reply(story, overdue(story), "ack")
    story.until("2026-03-02 12:16")
    assert story.pages() == [
        ("Mon 11:00", "ana"),
        ("Mon 12:00", "ana"),
        ("Mon 12:15", "bo"),
        ("Mon 12:15", "cam"),
    ]
    assert "still waiting for an answer" in " ".join(story.page(ANA).text.split())


def test_an_answer_keeps_the_promise(story: Story) -> None:
    reply(story, overdue(story), "ack")
    story.until("2026-03-02 11:40")
    story.room.answer(10001)
    story.until("2026-03-03 12:00")
    assert story.pages() == [("Mon 11:00", "ana")]


def test_ack_2h_promises_for_two_hours(story: Story) -> None:
    reply(story, overdue(story), "ack 2h")
    story.until("2026-03-02 13:01")
    assert story.pages() == [("Mon 11:00", "ana"), ("Mon 13:00", "ana")]


def test_snooze_30m_asks_again_after_half_an_hour(story: Story) -> None:
    reply(story, overdue(story), "snooze 30m")
    assert "asked about [#10001] again" in " ".join(
        story.room.outgoing(kind="notice", to=ANA)[-1].text.split()
    )
    story.until("2026-03-02 11:31")
    assert story.pages() == [("Mon 11:00", "ana"), ("Mon 11:30", "ana")]


def test_hand_over_tells_the_other_who_has_to_acknowledge(story: Story) -> None:
    reply(story, overdue(story), "hand over to bo")
    assert story.pages() == [("Mon 11:00", "ana"), ("Mon 11:00", "bo")]
    confirmed = " ".join(story.room.outgoing(kind="notice", to=ANA)[-1].text.split())
    assert "was handed over to" in confirmed
    reply(story, story.page(BO), "ack", by=BO)
    state = story.room.ticket(10001).escalation
    assert (state.state, state.acknowledged_by) == ("acknowledged", BO)
    story.until("2026-03-02 11:59")
    assert len(story.pages()) == 2


def test_a_hand_over_that_nobody_accepts_starts_the_ladder_again(story: Story) -> None:
    reply(story, overdue(story), "hand over to bo")
    story.until("2026-03-02 11:31")
    assert story.pages()[2:] == [("Mon 11:30", "ana")]


def test_resolve_ends_it(story: Story) -> None:
    reply(story, overdue(story), "resolve")
    assert story.room.ticket(10001).status == "resolved"
    story.until("2026-03-02 15:00")
    assert story.pages() == [("Mon 11:00", "ana")]


def test_an_out_of_office_reply_acknowledges_nothing(story: Story) -> None:
    page = overdue(story)
    reply(story, page, "I am on holiday.", headers=[("Auto-Submitted", "auto-replied")])
    assert story.room.ticket(10001).escalation.state == "active"
    story.until("2026-03-02 11:15")
    assert len(story.pages()) == 3


def test_a_stranger_with_the_address_of_a_page_acknowledges_nothing(story: Story) -> None:
    page = overdue(story)
    reply(story, page, "ack", by="eve@elsewhere.example")
    assert story.room.ticket(10001).escalation.state == "active"
    story.room.reply(page, "ack", from_=EVE)
    assert story.room.ticket(10001).escalation.state == "active"
    assert all("ack" not in row.text for row in story.room.history(10001) if row.kind == "note")


def test_a_colleague_with_the_page_of_another_acknowledges_nothing(story: Story) -> None:
    page = overdue(story)
    reply(story, page, "ack", by=CAM)
    assert story.room.ticket(10001).escalation.state == "active"


def test_an_emergency_is_told_at_once(story: Story) -> None:
    story.room.mail(to=EMERGENCY)
    story.tick()
    assert story.pages() == [("Mon 09:00", "ana")]
    assert story.page(ANA).subject == "[#10001] EMERGENCY The printer is on fire"


def test_an_emergency_that_joins_an_open_ticket_is_told_at_once(story: Story) -> None:
    story.room.mail()
    (ack,) = story.room.outgoing()
    story.until("2026-03-02 09:30")
    came = story.room.mail("It spreads!", to=EMERGENCY, subject=f"Re: {ack.subject}")
    story.tick()
    assert came.ticket == 10001
    assert story.pages() == [("Mon 09:30", "ana")]


def test_an_emergency_on_a_ticket_that_is_taken_is_told_to_its_holder_only(story: Story) -> None:
    overdue(story)
    story.until("2026-03-02 11:20")
    reply(story, story.page(BO), "ack 2h", by=BO)
    (ack,) = story.room.outgoing(kind="acknowledgement")
    story.until("2026-03-02 11:30")
    story.room.mail("It spreads!", to=EMERGENCY, subject=f"Re: {ack.subject}")
    story.tick()
    assert story.pages()[3:] == [("Mon 11:30", "bo")]


def test_acknowledged_ahead_it_stays_quiet_until_its_promise_is_over(story: Story) -> None:
    from mailticket.tickets.commands import TakeEscalation
    from mailticket.tickets.page_reply import Acknowledge

    story.room.mail()
    story.until("2026-03-02 10:30")
    story.room.do(10001, lambda _w, _t: TakeEscalation(wish=Acknowledge(within=None), by=ANA))
    story.until("2026-03-02 11:29")
    assert story.pages() == []
    story.until("2026-03-02 11:31")
    assert story.pages() == [("Mon 11:30", "ana")]


def test_whoever_asks_again_is_not_helped_later(story: Story) -> None:
    story.room.mail()
    (ack,) = story.room.outgoing()
    story.until("2026-03-02 10:45")
    story.room.reply(ack, "Anybody there?")
    assert story.due(10001) == "Mon 12:45"
    story.until("2026-03-02 11:00")
    assert story.pages() == [("Mon 11:00", "ana")]


def test_an_override_counts_at_once(story: Story) -> None:
    story.room.mail()
    with story.room.desk.database.transaction() as connection:
        made = Override(start=story.room.now, end=story.room.now + timedelta(hours=3), member=BO)
        overrides.add(connection, "primary", made, made_at=story.room.now)
    story.until("2026-03-02 11:00")
    assert story.pages() == [("Mon 11:00", "bo")]


def test_late_after_a_night_without_power_each_due_page_goes_out_once_and_the_pauses_count_from_now(
    story: Story,
) -> None:
    story.room.mail()
    story.room.now = story.moment("2026-03-03 08:00")  # 21 hours late
    story.tick()
    assert story.pages() == [("Tue 08:00", "ana"), ("Tue 08:00", "bo"), ("Tue 08:00", "cam")]
    story.tick()
    assert len(story.pages()) == 3
    story.until("2026-03-03 08:31")
    assert story.pages()[3:] == [("Tue 08:30", "ana")]


def fail(story: Story, page: Outgoing) -> None:
    """The relay refuses a page."""
    due = Due(
        id=page.id,
        ticket=10001,
        kind="page",
        reverse_path=page.reverse_path,
        recipient=page.recipient,
        message_id=page.message_id,
        created_at=story.room.now,
        attempts=0,
        size=1,
        sha256="",
        guard={"page": True},
    )
    story.room.desk.delivery_failed(due, "550 5.1.1 Unknown")
    story.tick()


def test_a_page_that_the_relay_refuses_moves_on_to_the_next_step_early(story: Story) -> None:
    page = overdue(story)
    fail(story, page)
    assert story.pages() == [("Mon 11:00", "ana"), ("Mon 11:00", "bo"), ("Mon 11:00", "cam")]


def test_refusals_do_not_burn_through_the_passes(story: Story) -> None:
    fail(story, overdue(story))
    fail(story, story.page(BO))
    fail(story, story.page(CAM))
    assert len(story.pages()) == 3
    story.until("2026-03-02 11:29")
    assert len(story.pages()) == 3
    story.until("2026-03-02 11:30")
    assert story.pages()[3:] == [("Mon 11:30", "ana")]


BOUNCE = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@desk.example
Action: {action}
Status: {status}
--b--
"""


def come_back(story: Story, page: Outgoing, *, action: str = "failed", status: str = "5.1.1") -> None:
    raw = BOUNCE.format(to=page.reverse_path, action=action, status=status).replace("\n", "\r\n").encode()
    assert parse(raw).report is not None
    story.room.raw(raw, recipients=[page.reverse_path], reverse_path="")
    story.tick()


def sent(story: Story, page: Outgoing) -> None:
    from mailticket.store import schema

    with story.room.desk.database.transaction() as connection:
        connection.execute(
            schema.outbox.update().where(schema.outbox.c.id == page.id).values(state="sent", attempts=1)
        )


def state(story: Story, page: Outgoing) -> tuple[str, str]:
    from mailticket.store import outbox

    with story.room.desk.database.reading() as connection:
        row = outbox.get(connection, page.id)
    assert row is not None
    return row.state, story.wall(row.next_at)


def test_a_page_that_bounces_moves_on_to_the_next_step_early_and_is_tried_again(story_on_both: Story) -> None:
    story = story_on_both
    page = overdue(story)
    sent(story, page)
    come_back(story, page)
    assert story.pages() == [("Mon 11:00", "ana"), ("Mon 11:00", "bo"), ("Mon 11:00", "cam")]
    assert state(story, page) == ("waiting", "Mon 11:00")


def test_a_page_that_is_only_delayed_moves_nothing(story: Story) -> None:
    page = overdue(story)
    sent(story, page)
    come_back(story, page, action="delayed", status="4.4.1")
    assert story.pages() == [("Mon 11:00", "ana")]
    assert state(story, page)[0] == "sent"


def test_a_forged_bounce_moves_nothing(story: Story) -> None:
    page = overdue(story)
    sent(story, page)
    raw = BOUNCE.format(to="support@desk.example", action="failed", status="5.1.1").replace("\n", "\r\n")
    story.room.raw(raw.encode(), reverse_path="")
    story.tick()
    assert story.pages() == [("Mon 11:00", "ana")]


def test_with_nobody_on_call_the_fallback_is_told_and_an_alarm_is_raised(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with(LADDER.replace('members = ["ana@desk.example"]', "members = []")) as room:
        story = Story(room=room, zone=ZoneInfo("UTC")).at("2026-03-02 09:00")
        room.mail()
        story.until("2026-03-02 11:00")
        assert story.pages() == [("Mon 11:00", "boss")]
        assert room.told("alarm.raised")[0].fields["reason"] == "Nobody is on call for primary."


def test_many_tickets_at_once_become_one_page_for_each_person_and_one_reply_takes_them_all(
    story: Story,
) -> None:
    for number in range(40):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 11:00")
    page = story.page(ANA)
    assert len(story.room.outgoing(kind="page", to=ANA)) == 1
    assert page.subject.startswith("40 TICKETS")
    assert "[#10001]" in page.text
    with story.room.desk.database.reading() as connection:
        assert {row.state for row in pages.of_ticket(connection)} == {"notified"}
    reply(story, page, "ack")
    states = {story.room.ticket(10001 + n).escalation.state for n in range(40)}
    assert states == {"acknowledged"}
    assert len(notices(story, ANA)) == 1  # one confirmation for all
    story.until("2026-03-02 11:59")
    assert len(story.room.outgoing(kind="page")) == 1


def test_of_many_tickets_those_that_were_answered_do_not_escalate(story: Story) -> None:
    for number in range(10):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 11:00")
    for number in range(9):
        story.room.answer(10001 + number)
    story.until("2026-03-02 11:15")
    last = story.room.outgoing(kind="page", to=BO)
    assert [mail.subject for mail in last] == ["[#10010] OVERDUE Down 9"]


def test_told_that_many_tickets_are_taken_once(story: Story) -> None:
    for number in range(10):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 11:16")
    reply(story, story.page(BO), "ack", by=BO)
    assert len(notices(story, ANA)) == 1
    assert len(notices(story, CAM)) == 1


def test_resolve_in_reply_to_many_tickets_only_takes_them(story: Story) -> None:
    for number in range(10):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 11:00")
    reply(story, story.page(ANA), "resolve")
    assert {story.room.ticket(10001 + n).status for n in range(10)} == {"new"}
    assert {story.room.ticket(10001 + n).escalation.state for n in range(10)} == {"acknowledged"}


def test_the_last_who_is_told_can_still_take_it(story: Story) -> None:
    overdue(story)
    story.until("2026-03-02 13:00")
    reply(story, story.page(BOSS), "ack", by=BOSS)
    assert story.room.ticket(10001).escalation.state == "acknowledged"
    assert notices(story, ANA) == ["[#10001] TAKEN The printer is on fire"]
    story.until("2026-03-02 14:01")
    assert story.pages()[-1] == ("Mon 14:00", "ana")


def test_whoever_acknowledges_what_is_answered_already_learns_that_nothing_is_to_be_done(
    story: Story,
) -> None:
    page = overdue(story)
    story.room.answer(10001)
    reply(story, page, "ack")
    (mail,) = story.room.outgoing(kind="notice", to=ANA)
    assert "You need do nothing." in " ".join(mail.text.split())


def test_while_the_relay_is_away_pages_on_a_ticket_do_not_pile_up(story_on_both: Story) -> None:
    story = story_on_both
    overdue(story)
    story.until("2026-03-02 13:00")  # nothing left
    with story.room.desk.database.reading() as connection:
        from mailticket.store import outbox

        waiting = [row for row in outbox.rows(connection, state="waiting") if row.kind == "page"]
    assert sorted((row.recipient, story.wall(row.created_at)) for row in waiting) == [
        (ANA, "Mon 11:45"),
        (BO, "Mon 12:00"),
        (BOSS, "Mon 12:30"),
        (CAM, "Mon 12:00"),
    ]


def test_a_storm_that_goes_on_has_a_live_count_and_one_reply_takes_all_of_it(story_on_both: Story) -> None:
    story = story_on_both
    for number in range(10):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 09:01")
    for number in range(10, 30):
        story.room.mail(f"Down {number}", from_=f"c{number}@customer.example", subject=f"Down {number}")
    story.until("2026-03-02 11:01")
    subjects = [mail.subject for mail in story.room.outgoing(kind="page", to=ANA)]
    assert [subject.split()[0] for subject in subjects] == ["10", "30"]
    reply(story, story.page(ANA), "ack")
    assert {story.room.ticket(10001 + n).escalation.state for n in range(30)} == {"acknowledged"}


def test_after_the_configuration_changed_tickets_that_wait_get_their_new_deadlines(story: Story) -> None:
    from dataclasses import replace

    from mailticket.store import timers
    from mailticket.tickets.policy import Waiting

    for number in range(5):
        story.room.mail(f"Question {number}", subject=f"Question {number}")
        story.room.set_status(10001 + number, "pending")
    desk = story.room.desk
    desk.keep_terms()
    waiting = Waiting(remind_after=(), close_after=timedelta(days=2))
    desk.tools = replace(desk.tools, policy=replace(desk.tools.policy, pending=waiting))
    while desk.keep_terms(2).more:
        pass
    with desk.database.reading() as connection:
        found = [timers.of_ticket(connection, 10001 + number) for number in range(5)]
    assert found == [{"closing": story.moment("2026-03-04 09:00")}] * 5


def test_a_page_that_cannot_be_written_keeps_nobody_else_from_theirs(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailticket.desk import paging

    whole = paging.page

    def broken(ticket: Any, to: str, *others: Any, **more: Any) -> Any:
        if ticket.number == 10001 and to == ANA:
            raise ValueError("no such word")
        return whole(ticket, to, *others, **more)

    monkeypatch.setattr(paging, "page", broken)
    story.room.mail("First", subject="First")
    story.room.mail("Second", subject="Second")
    story.until("2026-03-02 11:00")
    story.until("2026-03-02 11:01")
    subjects = [mail.subject for mail in story.room.outgoing(kind="page", to=ANA)]
    assert subjects == ["[#10002] OVERDUE Second"]
    told = [mail.recipient for mail in story.room.outgoing(kind="page") if "10001" in mail.subject]
    assert told == [BO, CAM]  # the next step, early
    assert "could not be written" in story.room.told("alarm.raised")[0].fields["reason"]


def test_a_customer_has_a_level_a_ladder_a_playbook_and_a_time_zone_of_their_own(
    room_with: Callable[[str], AbstractContextManager[Room]], tmp_path: Path
) -> None:
    (tmp_path / "gold.md").write_text("Call the plant first.")
    more = f"""
[[customers]]
name = "Gold"
domains = ["customer.example"]
time_zone = "Asia/Kathmandu"
service_level = "gold"
ladder = "boss"
playbook_file = "{tmp_path}/gold.md"
[[service_levels]]
name = "gold"
targets = [{{ respond_within = "10m" }}]
ladder = "default"
[[ladders]]
name = "boss"
steps = [{{ after = "0m", notify = ["boss@desk.example"] }}]
"""
    with room_with(LADDER + more) as room:
        story = Story(room=room, zone=ZoneInfo("UTC")).at("2026-03-02 09:00")
        room.mail()
        room.mail(from_=EVE, subject="Somebody else")
        assert (story.due(10001), story.due(10002)) == ("Mon 09:10", "Mon 11:00")
        acknowledgement = room.outgoing(kind="acknowledgement", to="ann@customer.example")[0]
        assert "14:55" in acknowledgement.text  # as their clock shows it
        story.until("2026-03-02 09:10")
        assert story.pages() == [("Mon 09:10", "boss")]
        assert "Call the plant first." in story.page(BOSS).text


def test_priority_queue_and_kind_choose_the_level(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    levels = """
[[queues]]
name = "support"
[[queues]]
name = "sales"
address = "sales@desk.example"
[[rules]]
name = "urgent"
match = { subject = ["urgent"], sender = ["@customer.example"] }
priority = "high"
[[service_levels]]
name = "sales"
applies_to = { queue = ["sales"] }
targets = []
[[service_levels]]
name = "high"
applies_to = { priority = ["high"] }
targets = [{ respond_within = "15m" }]
[[service_levels]]
name = "rest"
targets = [{ respond_within = "1h" }]
"""
    with room_with(levels) as room:
        story = Story(room=room, zone=ZoneInfo("UTC")).at("2026-03-02 09:00")
        room.mail(subject="Urgent!")
        room.mail("Again.", subject="urgently wanted")
        room.mail("Of a stranger.", subject="urgent", from_=EVE)
        room.mail("An offer?", to="sales@desk.example", subject="urgent")
        due = [story.due(number) for number in (10001, 10002, 10003, 10004)]
        assert due == ["Mon 09:15", "Mon 10:00", "Mon 10:00", None]


def test_a_page_whose_template_fails_goes_out_in_plain_words(story: Story) -> None:
    from mailticket.rendering import Renderer

    class Broken(Renderer):
        def render(self, name: str, *others: Any, **more: Any) -> Any:
            if name == "page":
                raise ValueError("a template is broken")
            return super().render(name, *others, **more)

    from dataclasses import replace

    desk = story.room.desk
    desk.tools = replace(desk.tools, renderer=Broken(None, language="en"))
    page = overdue(story)
    assert page.subject == "[#10001] The printer is on fire"
    assert "Please help." in page.text
    reply(story, page, "ack")
    assert story.room.ticket(10001).escalation.state == "acknowledged"
    assert "a template is broken" in story.room.told("alarm.raised")[0].fields["reason"]
