"""What the filter in front calls spam is kept apart, and let out by a person."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from mailticket.store import inbox
from scenarios.desk_room import ANN, EVE, Room

MARKED = '[trust]\nspam_headers = ["X-Spam-Flag: YES", "X-Spam: yes"]\n'


def test_spam_is_kept_apart_without_a_ticket_or_an_answer(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with(MARKED) as room:
        for value in ("YES", "yes, score=12"):
            came = room.mail("Buy this.", from_=EVE, headers=[("X-Spam-Flag", value)])
            assert (came.outcome, came.ticket) == ("quarantined", None)
            assert came.reasons == {"spam": "X-Spam-Flag: YES"}
        assert (room.count(), room.outgoing()) == (0, [])
        assert room.mail("Help.", headers=[("X-Spam-Flag", "NO")]).outcome == "opened"


def test_a_person_lets_it_out_and_it_is_answered(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with(MARKED) as room:
        came = room.mail("Please help.", from_=ANN, headers=[("X-Spam", "yes")])
        with room.desk.database.transaction() as connection:
            assert inbox.replay(connection, [came.id]) == {came.id}
        room.work()
        assert room.came(came.id).outcome == "opened"
        assert [mail.kind for mail in room.outgoing(to="ann@customer.example")] == ["acknowledgement"]


def test_a_reply_by_somebody_who_was_answered_is_heard_whatever_the_filter_says(
    room_with: Callable[[str], AbstractContextManager[Room]],
) -> None:
    with room_with(MARKED) as room:
        opened = room.mail("Please help.", from_=ANN)
        acknowledgement = room.outgoing(to="ann@customer.example")[0]
        came = room.reply(acknowledgement, headers=[("X-Spam", "yes")])
        assert (came.outcome, came.ticket) == ("added", opened.ticket)


def test_without_a_configured_header_nothing_is_spam(room: Room) -> None:
    assert room.mail("Help.", headers=[("X-Spam-Flag", "YES")]).outcome == "opened"
