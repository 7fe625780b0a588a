# ruff: noqa: E501 # HTML stands here as programs write it, on lines as long as theirs
"""What the structure of HTML shows as quotation and signature, by names of programs that no table holds."""

import pytest

from mailticket.mail.html_text import html_to_text
from mailticket.mail.reply import reply_text

ANSWER = "The scanner can be picked up on Thursday."
SIGNED = "Pat Example<br>Keeper of Keys"
WROTE = "On Mon, 2 Nov 2026 at 09:15, Ada Byron &lt;ada@example.com&gt; wrote:"
QUOTED = f'<div>{WROTE}</div><blockquote type="cite">When?</blockquote>'


def new(html: str) -> str:
    return reply_text(html_to_text(html), html)


@pytest.mark.parametrize(
    "signature",
    [
        f'<div class="-x-evo-signature-wrapper"><span class="-x-evo-signature">{SIGNED}</span></div>',
        f'<div class="default-style io-ox-signature">{SIGNED}</div>',
        f'<div class="cm_signature">{SIGNED}</div>',
        f'<div class="aqm-signature">{SIGNED}</div>',
        f'<div fairemail="signature">{SIGNED}</div>',
        f'<div class="__aliyun_signature_wrap">{SIGNED}</div>',
        f'<div data-signature-widget="container">{SIGNED}</div>',
        f'<div data-marker="__SIG_PRE__">{SIGNED}</div>',
        f'<signature id="17">{SIGNED}</signature>',
        f'<div id="sig17"><div class="signature">{SIGNED}</div></div>',
        f'<div class="x_gmail_signature">{SIGNED}</div>',
        f'<div class="ydp1a2b3c4signature">{SIGNED}</div>',
        f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{SIGNED}</div>',
    ],
)
def test_an_element_that_is_called_a_signature(signature: str) -> None:
    assert new(f"<div>{ANSWER}</div>{signature}") == ANSWER
    assert new(f"<div>{ANSWER}</div>{signature}{QUOTED}") == ANSWER


@pytest.mark.parametrize("name", ["e-signature", "signature-request", "electronic-signature", "signatures"])
def test_a_signature_that_is_asked_for_is_text(name: str) -> None:
    html = f'<p>{ANSWER}</p><div class="{name}">Sign here</div><p>Soon, please.</p>'
    assert "Sign here" in new(html)


@pytest.mark.parametrize(
    "name", ["cm_quote", "missive_quote", "quote", "quoted_output_body", "aqm-original-message"]
)
def test_an_element_that_is_called_a_quotation_and_holds_one(name: str) -> None:
    assert (
        new(
            f'<div>{ANSWER}</div><div class="{name}"><div>"Ada", some time ago</div><blockquote>When?</blockquote></div>'
        )
        == ANSWER
    )
    assert new(f'<div>{ANSWER}</div><div class="{name}">{WROTE}<div>When?</div></div>') == ANSWER


@pytest.mark.parametrize("name", ["quote", "pull-quote", "reply", "history"])
def test_what_a_happy_customer_said_is_text(name: str) -> None:
    html = f'<h1>Our customers</h1><div class="{name}"><p>The best scanner ever</p><p>Kim, Leeds</p></div><p>Want one?</p>'
    assert "The best scanner ever" in new(html)


def test_header_lines_that_are_an_element_of_their_own_leave_the_mail_below_them_quoted() -> None:
    header = "<b>From</b>: Ada Byron &lt;ada@example.com&gt;<br><b>Sent</b>: 2 Nov 2026 9:15<br><b>To</b>: Pat<br><b>Subject</b>: x"
    assert new(f'<div>{ANSWER}</div><div class="originalMessage">{header}</div><div>When?</div>') == ANSWER


def test_a_border_above_bold_words_is_no_quotation() -> None:
    html = f"<div>{ANSWER}</div><div style='border-top:solid #E1E1E1 1.0pt'><b>Colour:</b> red<br><b>Size:</b> A4</div><div>Right?</div>"
    assert "Colour: red" in new(html)
    assert "Right?" in new(html)
