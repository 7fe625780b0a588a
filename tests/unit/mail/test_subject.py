"""Numbers are found in mangled subjects, and nothing of a stranger's subject can be followed or called."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.mail import subject
from mailticket.mail.subject import clean, find_numbers, tagged, thread_subject


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("[#10042] Printer", (10042,)),
        ("Re: [#10042] Printer", (10042,)),
        ("AW: [# 10042] Drucker", (10042,)),
        ("RE: [ #10042 ] x", (10042,)),
        ("Re: ［＃１００４２］ プリンター", (10042,)),
        ("【#10042】 x", (10042,)),
        ("[#10042\r\n ] folded", (10042,)),
        ("[#10042\t] folded", (10042,)),
        ("Fwd: #10042] the first bracket is lost", (10042,)),
        ("[#10042 the last bracket is lost", (10042,)),
        ("[\u200b#10\u200b042\u200d]", (10042,)),
        ("[#10042] [#10042] doubled", (10042,)),
        ("[#10042] and [#7]", (10042, 7)),
        ("[#00042]", (42,)),
        ("order #10042", ()),
        ("[10042]", ()),
        ("[#]", ()),
        ("[#1234567890123456]", ()),
        ("", ()),
    ],
)
def test_numbers_are_found(text: str, numbers: tuple[int, ...]) -> None:
    assert find_numbers(text) == numbers


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("[Acme-{number}]", "AW: [acme-5] x", (5,)),
        ("[Acme-{number}]", "[#5] x", ()),
        ("(Ticket {number})", "Re: (Ticket 5) x", (5,)),
        ("(Ticket {number})", "Re: (ticket  5 x", (5,)),
        ("Ticket#{number}:", "Ticket# 5: x", (5,)),
        ("Ticket#{number}:", "Ticket#5 x", ()),
        ("[{number}]", "[5] x", (5,)),
        ("[{number}]", "5] x [6", ()),
    ],
)
def test_the_tag_is_the_one_of_the_desk(tag: str, text: str, numbers: tuple[int, ...]) -> None:
    assert find_numbers(text, tag) == numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Re: Re: AW: Fwd : Printer", "Printer"),
        ("SV: VS: Odp: Ynt: RE[2]: Re(3): RE^4: Printer", "Printer"),
        ("Antw.: x", "Antw.: x"),
        ("回复：转发：Printer", "Printer"),
        ("Отв: НА: Принтер", "Принтер"),
        ("Re: [#10042] Re: [#10042] Printer", "Printer"),
        ("R: RE: Stampante", "Stampante"),
        ("R: is full", "R: is full"),
        ("Regarding: x", "Regarding: x"),
        ("Re:", ""),
        ("  a \t b\r\n c  ", "a b c"),
        ("a\u202eb\u2066c\u200bd\x00e", "abcd e"),
    ],
)
def test_the_subject_of_the_conversation_remains(text: str, shown: str) -> None:
    assert thread_subject(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Win at http://evil.example/x now", "Win at http[:]//evil[.]example/x now"),
        ("www.evil.example", "www[.]evil[.]example"),
        ("evil.example", "evil[.]example"),
        ("evil。example evil．com", "evil[.]example evil[.]com"),
        ("write to a@b.co.uk", "write to a[at]b[.]co[.]uk"),
        ("mailto:a@b.example", "mailto[:]a[at]b[.]example"),
        ("tel:112", "tel[:]112"),
        ("call +1 (800) 555-0199 now", "call …99 now"),
        ("call 800 555 0199", "call …99"),
        ("call 18005550199", "call …99"),
        ("report.pdf and setup.exe", "report.pdf and setup.exe"),
        ("version 1.2.3 of 2026-11-20 on 192.168.100.200", "version 1.2.3 of 2026-11-20 on 192.168.100.200"),
        ("12.05.2026 10:30 meeting", "12.05.2026 10:30 meeting"),
        ("invoice 1234567", "invoice 1234567"),
    ],
)
def test_links_and_numbers_to_call_are_defused(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_long_subject_is_cut_at_a_word() -> None:
    shown = clean("word " * 100)

    assert shown.endswith("word…")
    assert len(shown) <= subject.MAX_SHOWN
    assert len(clean("x" * 1_000)) <= subject.MAX_SHOWN


def test_marks_do_not_paint_over_other_lines() -> None:
    shown = clean("Z" + "\u0301" * 50 + "algo")

    assert sum(map(bool, map(unicodedata.combining, shown))) == 3


@given(text=st.text(max_size=300), number=st.integers(1, 10**9))
def test_a_subject_does_not_grow_however_often_it_comes_back(text: str, number: int) -> None:
    sent = tagged(text, number)
    back = tagged(f"Re: {sent}", number)

    assert find_numbers(sent)[0] == number
    assert tagged(f"AW: {back}", number) == back
    assert len(back) <= len(sent)


@given(text=st.text(max_size=500))
def test_what_is_shown_is_one_short_line(text: str) -> None:
    shown = clean(text)

    assert len(shown) <= subject.MAX_SHOWN
    assert "://" not in shown
    assert not re.search(r"\w@\w", shown)
    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in shown)


@pytest.mark.parametrize(
    "bomb", ["[#", "[", "1", "Re:", "R: ", "a.", "+", "( ", "[# ", "1 - ", "@", "# 1", "\u0301", "［＃"]
)
def test_hostile_subjects_cost_no_time(bomb: str) -> None:
    text = bomb * (200_000 // len(bomb))
    start = time.process_time()
    clean(text)
    find_numbers(text)
    tagged(text, 1)

    assert time.process_time() - start < 0.5
