"""Commands in the first lines of a mail: understood to the last word, or not at all."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.tickets import staff_commands as commands
from mailticket.tickets.staff_commands import Instructions, Misread, instructions


def read(text: str) -> Instructions:
    found = instructions(text)
    assert isinstance(found, Instructions), found
    return found


def test_a_text_without_commands_is_only_text() -> None:
    found = read("Hello Ann,\n#close is not a command here.")
    assert found.wishes == ()
    assert found.text == "Hello Ann,\n#close is not a command here."


def test_commands_stand_above_the_text_blank_lines_or_not() -> None:
    found = read("\n#Close\n\n  #priority high\n\nHello Ann,\nbye\n")
    assert [type(wish) for wish in found.wishes] == [commands.Close, commands.Set]
    assert found.text == "Hello Ann,\nbye"


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("#take", commands.Take(line="#take")),
        ("#pending", commands.Wait(line="#pending", length=None)),
        ("#pending 3d", commands.Wait(line="#pending 3d", length=timedelta(days=3))),
        ("#pending 1d 12h", commands.Wait(line="#pending 1d 12h", length=timedelta(hours=36))),
        ("#merge #10041", commands.Merge(line="#merge #10041", into=10041)),
        ("#merge [#10041]", commands.Merge(line="#merge [#10041]", into=10041)),
        ("#cc a@b.example, c@d.example", None),
        (
            "#for Ann <ann@b.example>",
            commands.For(line="#for Ann <ann@b.example>", address="ann@b.example", name="Ann"),
        ),
        ("#notify new reply", commands.Notify(line="#notify new reply", kinds=("new", "reply"))),
        ("#notify none", commands.Notify(line="#notify none", kinds=())),
        ("#forget", commands.Forget(line="#forget", address=None)),
        ("#assign Bo", commands.Set(line="#assign Bo", field="assignee", value="Bo")),
        ("\u200b#help\u200b", commands.Help(line="#help")),
    ],
)
def test_each_command_is_read(line: str, wish: commands.Wish | None) -> None:
    found = read(line).wishes
    assert len(found) == 1
    assert wish is None or found == (wish,)


def test_a_template_takes_values_with_quotation_marks_of_any_kind() -> None:
    (wish,) = read("#template reset host=m1 who=“Ann Archer”").wishes
    assert isinstance(wish, commands.Template)
    assert wish.values == {"host": "m1", "who": "Ann Archer"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "#",
            "# close",
            "#clos",
            "#close.",
            "#close it",
            "#note: x",
            "##note",
            "＃note",
            "#1 first do this",
        ),
        *(
            "#merge",
            "#merge ten",
            "#merge 1 2",
            "#cc",
            "#cc a@b.example and c",
            "#pending 0d",
            "#pending 9999d",
        ),
        *(
            "#pending 3",
            "#notify everything",
            "#template",
            "#template x y",
            '#template "x',
            "#for",
            "#for Ann",
        ),
        *(
            "#close\n#close",
            "#close\n#spam",
            "#spam\ntext",
            "#note",
            "#note\n#template x\ntext",
            "#split\ntext",
        ),
        "#priority " + "x" * 600,
    ],
)
def test_anything_else_stops_the_mail(text: str) -> None:
    assert isinstance(instructions(text), Misread)


def test_a_misspelt_command_is_guessed() -> None:
    found = instructions("#clsoe")
    assert isinstance(found, Misread)
    assert found.suggestion == "#close"


def test_too_many_commands_are_refused() -> None:
    assert isinstance(instructions("#cc a@b.example\n" * 31), Misread)


@given(st.text(max_size=400))
def test_a_line_with_a_hash_at_the_top_is_never_text(text: str) -> None:
    found = instructions(text)
    if isinstance(found, Instructions) and found.text:
        assert not found.text.startswith("#")


@given(st.text(max_size=300))
def test_whatever_follows_note_is_never_an_answer(text: str) -> None:
    found = instructions(f"#note\n{text}")
    assert isinstance(found, Misread) or found.has(commands.NoteOnly)
