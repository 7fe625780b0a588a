"""The HTML of an answer: what it says is what the text says, and nothing else goes on."""

import pytest

from mailticket.mail.clean_html import clean_html


def test_form_stays_and_scripts_styles_and_trackers_go() -> None:
    html = (
        '<html><head><style>p{color:red}</style></head><body onload="x()">'
        '<p style="color:red">Hello <b>Ann</b></p><script>alert(1)</script>'
        '<img src="https://tracker.example/1.gif"><a href="javascript:x()">there</a></body>'
    )
    found = clean_html(html, "Hello Ann\n\nthere")
    assert found is not None
    assert "<b>Ann</b>" in found.html
    for gone in ("style", "script", "tracker", "onload", "javascript"):
        assert gone not in found.html


def test_lines_at_the_beginning_are_left_out_whatever_elements_they_stand_in() -> None:
    html = "<div>#cl<b>ose</b></div><p>#priority high<br></p><p>Hello</p>"
    found = clean_html(html, "Hello", without="#close\n#priority high")
    assert found is not None
    assert "close" not in found.html
    assert "Hello" in found.html


def test_quotations_and_signatures_of_programs_go() -> None:
    html = '<div>Yes.</div><div class="gmail_quote">On Monday X wrote:<blockquote>a secret</blockquote></div>'
    found = clean_html(html, "Yes.")
    assert found is not None
    assert "secret" not in found.html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yes.</p><p>a secret that the text does not have</p>",
        '<p>Yes<span title="x"> and no</span>.</p>',
        "",
        "x" * 2_000_000,
    ],
)
def test_html_that_says_something_else_is_not_used(html: str) -> None:
    assert clean_html(html, "Yes.") is None


def test_images_of_the_mail_are_named() -> None:
    found = clean_html('<p>See <img src="cid:a@b" alt="image.png"></p>', "See [image: image.png]")
    assert found is not None
    assert found.images == {"a@b"}


def test_numbers_of_lists_stay_as_their_writer_wants_them() -> None:
    found = clean_html('<ol type="a"><li>one</li><li value="4">four</li></ol>', "a. one\nd. four")
    assert found is not None
    assert 'type="a"' in found.html
    assert 'value="4"' in found.html
