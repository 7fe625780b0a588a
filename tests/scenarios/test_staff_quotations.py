"""Replies by staff as their programs write them: top, bottom and between, phones, Outlook; nothing leaks."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from scenarios.desk_room import Outgoing, Room

BO = "Bo Larsen <bo@desk.example>"
STAFF = """
[[staff]]
name = "Bo Larsen"
address = "bo@desk.example"

[[staff]]
name = "Cyd Marsh"
address = "cyd@desk.example"
"""
NEW = "Please pour water on it, Ann."
SECRET = "This customer has not paid a single bill since the year before last."


@pytest.fixture
def staffed(room_with: Callable[[str], AbstractContextManager[Room]]) -> Iterator[Room]:
    with room_with(STAFF) as room:
        room.mail("The printer on the third floor burns.")
        room.reply(notice(room, "cyd@desk.example"), f"#note\n{SECRET}", from_="cyd@desk.example")
        room.mail("It still burns, and worse than before.", subject="[#10001] again")
        yield room


def notice(room: Room, to: str = "bo@desk.example") -> Outgoing:
    return room.outgoing(kind="notice", to=to)[-1]


def quoted(got: Outgoing, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in got.text.splitlines())


def outlook(got: Outgoing) -> str:
    return (
        f"From: Desk <{got.reply_to}>\nSent: Monday, March 2, 2026 9:00 AM\n"
        f"To: Bo Larsen <bo@desk.example>\nSubject: {got.subject}\n\n{got.text}"
    )


STYLES: dict[str, Callable[[Outgoing], str]] = {
    "top": lambda got: (
        f"{NEW}\n\nOn Mon, Mar 2, 2026 at 9:00 AM Desk <{got.reply_to}> wrote:\n\n{quoted(got)}"
    ),
    "bottom": lambda got: f"On 02.03.26 09:00, Desk wrote:\n{quoted(got)}\n\n{NEW}",
    "a phone": lambda got: (
        f"{NEW}\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 09:00, Desk wrote:\n{quoted(got)}"
    ),
    "Outlook": lambda got: f"{NEW}\n\n{outlook(got)}",
    "Outlook with a rule": lambda got: f"{NEW}\n\n________________________________\n{outlook(got)}",
    "Outlook in German": lambda got: (
        f"{NEW}\n\nVon: Desk <{got.reply_to}>\nGesendet: Montag, 2. März 2026 09:00\n"
        f"An: Bo Larsen\nBetreff: {got.subject}\n\n{got.text}"
    ),
    "Gmail in French": lambda got: (
        f"{NEW}\n\nLe lun. 2 mars 2026 à 09:00, Desk <{got.reply_to}> a écrit :\n\n{quoted(got)}"
    ),
    "an original message": lambda got: f"{NEW}\n\n-----Original Message-----\n{outlook(got)}",
    "no mark at all": lambda got: f"{NEW}\n\n{got.text}",
    "a strange mark": lambda got: f"{NEW}\n\nDesk said:\n{quoted(got, '%% ')}",
    "a signature": lambda got: f"{NEW}\n\n-- \nBo Larsen\nhttps://desk.example\n\n{quoted(got)}",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_the_new_text_alone_goes_out_or_nothing_does(staffed: Room, style: Callable[[Outgoing], str]) -> None:
    got = notice(staffed)
    staffed.mail(
        style(got), from_=BO, to=got.reply_to, subject=f"Re: {got.subject}", in_reply_to=got.message_id
    )
    answers = staffed.outgoing(kind="answer")
    for answer in answers:
        said = answer.text + answer.html
        assert NEW in " ".join(answer.text.split())
        assert "not paid" not in said
        assert "#priority" not in said
        assert "+s." not in answer.data.decode()
    if not answers:
        assert "NOT DONE" in notice(staffed).subject


@pytest.mark.parametrize("name", ["top", "bottom", "a phone", "Outlook", "Gmail in French", "a signature"])
def test_what_ordinary_programs_write_goes_out(staffed: Room, name: str) -> None:
    got = notice(staffed)
    staffed.mail(
        STYLES[name](got), from_=BO, to=got.reply_to, subject=f"Re: {got.subject}", in_reply_to=got.message_id
    )
    (answer,) = staffed.outgoing(kind="answer")
    assert answer.text.strip() == NEW


def test_answers_between_the_customers_words_keep_these_and_nothing_else(staffed: Room) -> None:
    got = notice(staffed)
    text = (
        f"On Mon, Mar 2, 2026 at 9:00 AM Desk <{got.reply_to}> wrote:\n"
        "> It still burns, and worse than before.\n\nWater helps.\n\n> Status: new\n\nI am on my way."
    )
    staffed.mail(text, from_=BO, to=got.reply_to, in_reply_to=got.message_id)
    (answer,) = staffed.outgoing(kind="answer")
    assert "It still burns" in answer.text
    assert "Water helps." in answer.text
    assert SECRET not in answer.text
