"""Replies to a page, as people type them at night."""

from datetime import timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.tickets.page_reply import LONGEST, Acknowledge, HandOver, Resolve, Snooze, length, page_reply

M, H = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ack", Acknowledge()),
        ("Ack.", Acknowledge()),
        ("ACK 2h", Acknowledge(within=2 * H)),
        ("ack for 90 min", Acknowledge(within=90 * M)),
        ("acknowledged", Acknowledge()),
        (
            "ack 1h30m\n\nOn the train, online in ten minutes.",
            Acknowledge(within=90 * M, note="On the train, online in ten minutes."),
        ),
        ("snooze 30m", Snooze(within=30 * M)),
        ("snooze for 1 hour", Snooze(within=H)),
        ("hand over to bo", HandOver(to="bo")),
        (
            "Handover to Bo@x.example\n\nhe knows the router",
            HandOver(to="Bo@x.example", note="he knows the router"),
        ),
        ("resolve", Resolve()),
        ("Resolved!\n\nrestarted the queue", Resolve(note="restarted the queue")),
    ],
)
def test_commands_are_understood(text, meant):
    assert page_reply(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "on it",
        "ack 2 fortnights",
        "ack 2h or so",
        "ack 99d",
        "ack 0m",
        "snooze",
        "snooze until nine",
        "hand over to",
        "resolve this tomorrow",
        "resolve\nthe DNS first",
        "please ack 2h",
        "I am on it. ack 2h",
        "do not resolve",
        "ack 1h1",
        "ack ２h",
    ],
)
def test_anything_else_is_a_plain_acknowledgement_with_all_of_its_text(text):
    assert page_reply(f"\n  {text}\n\n") == Acknowledge(note=text)


@given(st.text())
def test_every_text_is_read(text):
    reply = page_reply(text)
    assert isinstance(reply, Acknowledge | HandOver | Snooze | Resolve)


@pytest.mark.parametrize(
    "text", ["ack " * 100_000, "ack " + "1h" * 200_000, "\n" * 500_000, "hand over to " * 50_000]
)
def test_hostile_texts_cost_nothing(text):
    begun = process_time()
    assert isinstance(page_reply(text), Acknowledge)
    assert len(page_reply(text).note) <= 20_000
    assert process_time() - begun < 0.5


@given(st.integers(1, 3 * 24 * 60))
def test_lengths_are_read_in_every_usual_way(minutes):
    hours, rest = divmod(minutes, 60)
    wanted = timedelta(minutes=minutes)
    assert length(f"{minutes}m") == length(f"{minutes} minutes") == length(f"{hours}h {rest}m") == wanted
    assert length(f"{hours}h{rest}min") == wanted


def test_nothing_is_kept_quiet_longer_than_a_weekend():
    assert length("3d") == LONGEST
    assert length("73h") is None
