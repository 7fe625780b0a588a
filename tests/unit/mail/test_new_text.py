"""What a reply adds: empty where it adds nothing."""

import pytest

from mailticket.mail.reply import new_text

QUOTED = "On Mon, 2 Mar 2026 at 09:00, Desk <support@desk.example> wrote:\n> a secret\n> and another"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (f"Yes.\n\n{QUOTED}", "Yes."),
        (QUOTED, ""),
        (f"\n\n{QUOTED}\n", ""),
        ("", ""),
        (f"{QUOTED}\n\nYes.", "Yes."),
        ("Yes.", "Yes."),
    ],
)
def test_only_what_is_new(text: str, new: str) -> None:
    assert new_text(text) == new


def test_html_that_is_all_quotation_is_empty_whatever_the_text_looks_like() -> None:
    html = '<div><br></div><div class="gmail_quote">Desk wrote:<blockquote>a secret</blockquote></div>'
    assert new_text("Desk wrote:\na secret", html) == ""


def test_a_quotation_that_only_the_html_shows_is_left_out() -> None:
    html = '<div>Yes.</div><blockquote type="cite">a secret</blockquote>'
    assert "secret" not in new_text("Yes.\n\na secret", html)
