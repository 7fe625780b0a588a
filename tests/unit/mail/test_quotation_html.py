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


ASKED = "Could you look at this, please?"
BROKEN = "My scanner is broken."


@pytest.mark.parametrize(
    ("html", "subject"),
    [
        pytest.param(
            f'<div class="ydp1yahoo-style-wrap"><div>{ASKED}</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div><div>----- Forwarded Message -----</div><div><b>From:</b> Kim &lt;kim@x.example&gt;</div><div><b>To:</b> Pat</div><div><b>Sent:</b> Monday, November 2, 2026</div><div><b>Subject:</b> Scanner</div><div>{BROKEN}</div></div></div>',
            "Fwd: Scanner",
            id="yahoo",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div class="protonmail_quote">------- Forwarded Message -------<br>From: Kim &lt;kim@x.example&gt;<br>Date: On Monday, November 2nd, 2026 at 9:15 AM<br>Subject: Scanner<br>To: Pat<br><br><blockquote class="protonmail_quote" type="cite">{BROKEN}</blockquote></div>',
            "Fwd: Scanner",
            id="proton",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div class="zmail_extra"><br><div>============ Forwarded message ============<br>From: Kim &lt;kim@x.example&gt;<br>To: Pat<br>Date: Mon, 02 Nov 2026 09:15:00 +0100<br>Subject: Scanner<br>============ Forwarded message ============<br></div><br><div>{BROKEN}</div></div>',
            "Fwd: Scanner",
            id="zoho",
        ),
        pytest.param(
            f'<div>{ASKED}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Kim"<br><b>To: </b>Pat<br><b>Sent: </b>Monday, November 2, 2026<br><b>Subject: </b>Scanner<br></div><div data-marker="__QUOTED_TEXT__">{BROKEN}</div>',
            "Fwd: Scanner",
            id="zimbra",
        ),
        pytest.param(
            f'<p>{ASKED}</p><p>-------- Original Message --------</p><table><tbody><tr><th align="right">Subject:</th><td>Scanner</td></tr><tr><th>Date:</th><td>2026-11-02 09:15</td></tr><tr><th>From:</th><td>Kim &lt;kim@x.example&gt;</td></tr><tr><th>To:</th><td>pat@x.example</td></tr></tbody></table><p>{BROKEN}</p>',
            "Fwd: Scanner",
            id="roundcube",
        ),
        pytest.param(
            f'<div class=WordSection1><p class=MsoNormal>{ASKED}</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>From:</b> Kim &lt;kim@x.example&gt; <br><b>Sent:</b> Monday, November 2, 2026 9:15 AM<br><b>To:</b> Pat<br><b>Subject:</b> Scanner</p></div></div><p class=MsoNormal>{BROKEN}</p></div>',
            "FW: Scanner",
            id="outlook",
        ),
        pytest.param(
            f'<div class=WordSection1><p class=MsoNormal>{ASKED}</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>Von:</b> Kim &lt;kim@x.example&gt; <br><b>Gesendet:</b> Montag, 2. November 2026 09:15<br><b>An:</b> Pat<br><b>Betreff:</b> Scanner</p></div></div><p class=MsoNormal>{BROKEN}</p></div>',
            "WG: Scanner",
            id="outlook-de",
        ),
        pytest.param(
            f'<div>{ASKED}</div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">-------- Пересылаемое сообщение --------<br>От: Kim &lt;kim@x.example&gt;<br>Кому: pat@x.example<br>Дата: Понедельник, 2 ноября 2026, 9:15 +03:00<br>Тема: Scanner<br><div>{BROKEN}</div></blockquote>',
            "Fwd: Scanner",
            id="mailru",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div> </div><div>-------- Пересылаемое сообщение --------</div><div>02.11.2026, 09:15, "Kim" &lt;kim@x.example&gt;:</div><div>{BROKEN}</div><div>-------- Конец пересылаемого сообщения --------</div>',
            "Fwd: Scanner",
            id="yandex",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div><br></div><div>------------------&nbsp;转发邮件信息&nbsp;------------------</div><div>发件人:&nbsp;"Kim"&lt;kim@x.example&gt;;</div><div>发送时间:&nbsp;2026年11月2日(星期一) 上午9:15</div><div>收件人:&nbsp;"Pat"</div><div>主题:&nbsp;Scanner</div><div>{BROKEN}</div>',
            "转发：Scanner",
            id="qq",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div class="ntes-mailmaster-quote"><div>---- 转发的原邮件 ----</div><table><tr><td>发件人</td><td>Kim &lt;kim@x.example&gt;</td></tr><tr><td>日期</td><td>2026年11月2日 09:15</td></tr><tr><td>主题</td><td>Scanner</td></tr></table><div>{BROKEN}</div></div>',
            "转发:Scanner",
            id="163",
        ),
        pytest.param(
            f'<div>{ASKED}<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b>&nbsp;Montag, 02. November 2026 um 09:15 Uhr<br/><b>Von:</b>&nbsp;Kim &lt;kim@x.example&gt;<br/><b>An:</b>&nbsp;pat@x.example<br/><b>Betreff:</b>&nbsp;Scanner</div><div name="quoted-content">{BROKEN}</div></div></div>',
            "Fwd: Scanner",
            id="gmx",
        ),
        pytest.param(
            f'<div>{ASKED}</div><div>-------- Forwarded Message --------<br><b>From</b>: Kim &lt;kim@x.example&gt;<br><b>To</b>: Pat<br><b>Subject</b>: Scanner<br><b>Date</b>: Mon, 02 Nov 2026 09:15:00 +0100<br><br></div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex">{BROKEN}</blockquote>',
            "Fwd: Scanner",
            id="evo",
        ),
        pytest.param(
            f"<div>{ASKED}<br><br>-----Forwarded Message-----<br>From: Kim &lt;kim@x.example&gt;<br>To: pat@x.example<br>Sent: Mon, Nov 2, 2026 9:15 am<br>Subject: Scanner<br><br>{BROKEN}</div>",
            "Fwd: Scanner",
            id="aol",
        ),
        pytest.param(
            f"<font size=2>{ASKED}</font><br><br><font size=1 color=#800080>----- Forwarded by Pat Example/Acme on 02.11.2026 09:15 -----</font><br><br><font size=1>From: &nbsp; &nbsp;Kim/Acme</font><br><font size=1>To: &nbsp; Pat/Acme</font><br><font size=1>Date: &nbsp;02.11.2026 09:10</font><br><font size=1>Subject: &nbsp;Scanner</font><br><hr noshade><br>{BROKEN}",
            "Fwd: Scanner",
            id="notes",
        ),
        pytest.param(
            f'<div dir="auto">{ASKED}</div><div><br></div><div>-------- Original message --------</div><div>From: Kim &lt;kim@x.example&gt; </div><div>Date: 02/11/2026  09:15  (GMT+01:00) </div><div>To: Pat </div><div>Subject: Scanner </div><div>{BROKEN}</div>',
            "Fwd: Scanner",
            id="samsung",
        ),
        pytest.param(
            f'<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Kim</b> &lt;kim@x.example&gt;<br>Date: Mon, 2 Nov 2026 at 09:15<br>Subject: Scanner<br>To: Pat<br></div><br><br><div dir="ltr">{BROKEN}</div></div></div>',
            "Fwd: Scanner",
            id="only",
        ),
        pytest.param(
            f'<div dir="ltr">{ASKED}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : <b>Kim</b> &lt;kim@x.example&gt;<br>Date: lun. 2 nov. 2026 à 09:15<br>Subject: Scanner<br>To: Pat<br></div><br><div dir="ltr">{BROKEN}</div></div></div>',
            "Fwd: Scanner",
            id="fr",
        ),
    ],
)
def test_what_was_forwarded_is_kept(html: str, subject: str) -> None:
    said = reply_text(html_to_text(html), html, subject=subject)
    assert BROKEN in said
    assert said.startswith(ASKED) or ASKED not in html


def test_the_answer_to_a_forwarded_mail_does_not_forward_it() -> None:
    header = "<b>From:</b> Kim<br><b>Sent:</b> Monday<br><b>To:</b> Pat<br><b>Subject:</b> FW: Scanner"
    html = f'<div>Done.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{header}</div><div>{BROKEN}</div>'
    assert reply_text(html_to_text(html), html, subject="RE: FW: Scanner") == "Done."


def test_a_signature_that_only_the_html_shows_is_taken_off_the_text_beside_it() -> None:
    html = (
        f'<div>{ANSWER}<br><br><div class="gmail_signature"><b>Pat Example</b><br>Keeper of Keys</div></div>'
    )
    assert reply_text(f"{ANSWER}\n\n*Pat Example*\nKeeper of Keys\n", html) == ANSWER
    assert (
        reply_text(f"{ANSWER}\n\n*Pat Example*\nKeeper of Keys\n\n\n{WROTE}\n\n> When?\n", html + QUOTED)
        == ANSWER
    )


def test_the_picture_of_a_scanner_is_no_answer() -> None:
    link = "https://www.example.com/sig-email"
    seal = f'<table><tr><td><a href="{link}"><img src="https://x.example/i.gif"></a></td><td>Virus-free.<a href="{link}">www.example.com</a></td></tr></table>'
    assert new(f"<div>{ANSWER}</div><div><br>{seal}</div>{QUOTED}") == ANSWER
