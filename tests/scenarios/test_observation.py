"""A mailbox that says it is connected, and of which nothing is heard, is an alarm."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from mailticket import log
from mailticket.metrics import Metrics
from mailticket.store import mailboxes
from mailticket.store.mailboxes import Condition, Standing
from mailticket.workers.observation import Observation
from scenarios.desk_room import Room


@pytest.fixture
def alarms() -> Iterator[list[Any]]:
    told: list[Any] = []

    def heard(event: str, fields: Any) -> None:
        if event == "alarm.raised":
            told.append(fields["reason"])

    log.listen(heard)
    yield told
    log._listeners.remove(heard)


def test_silence_is_an_alarm_once_until_something_is_heard(room: Room, alarms: list[str]) -> None:
    def seen(waiting: int) -> None:
        condition = Condition(counted=9, unfetched=waiting, oldest=room.now - timedelta(hours=1), newest=None)
        with room.desk.database.transaction() as connection:
            mailboxes.note(connection, "support", condition, at=room.now)

    standing = Standing(epoch=1, place="p", uidvalidity=1, uidnext=1, first_seen_at=room.now)
    with room.desk.database.transaction() as connection:
        mailboxes.begin(connection, "support", standing, skipped={}, at=room.now)
    metrics = Metrics()
    observation = Observation(room.desk, metrics, lambda: {"support": timedelta(seconds=60)})
    seen(7)
    told = observation.look()["mailbox support"]
    assert (told["state"], told["unfetched"], told["oldest_seconds"]) == ("connected", 7, 3600)
    assert b'mailticket_mailbox_unfetched{mailbox="support"} 7.0' in metrics.text()
    room.advance(minutes=9)
    observation.look()
    assert alarms == []
    room.advance(minutes=2)
    observation.look()
    observation.look()
    assert len(alarms) == 1
    assert "Nothing was heard of the mailbox support" in alarms[0]
    seen(0)
    observation.look()
    room.advance(minutes=11)
    observation.look()
    assert len(alarms) == 2


def test_a_mailbox_that_is_no_longer_polled_is_not_watched(room: Room, alarms: list[str]) -> None:
    standing = Standing(epoch=1, place="p", uidvalidity=1, uidnext=1, first_seen_at=room.now)
    with room.desk.database.transaction() as connection:
        mailboxes.begin(connection, "support", standing, skipped={}, at=room.now)
    observation = Observation(room.desk, Metrics(), dict)
    room.advance(hours=5)
    assert "mailbox support" not in observation.look()
    assert alarms == []
