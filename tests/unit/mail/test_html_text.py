"""HTML as readable text."""

import pytest

from mailticket.mail.html_text import MAX_TEXT, html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<b>a</b>   b\n c", "a b c"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        ("<table border=1><tr><td>a<br>b</td><td>c</td></tr></table>", "a b | c"),
        ("<table><tr><th>x<th>y<tr><td>a<br>b<td>c</table>", "x | y\na b | c"),
        ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\nc"),
        ("<a href='https://x.example/y'>here</a>", "here <https://x.example/y>"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='mailto:a@x.example'>a@x.example</a>", "a@x.example"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n> > c\n\nd"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("&lt;b&gt; &amp;amp; &nbsp;x", "<b> &amp;  x"),
        ("a<!-- <b> -->b", "ab"),
        ("<style>p{}</style><script>x</script>a", "a"),
        ("<div style='display:none'>hidden<div>x</div></div>shown", "shown"),
        ("<div style='display:none'>all there is</div>", "all there is"),
        ("<img alt='logo' src='cid:1'>", "[logo]"),
        ("1 < 2 <b>and</b> 3", "1 < 2 and 3"),
        ("<p>a", "a"),
        ("", ""),
        ("no tags,\ntwo lines &amp; more", "no tags,\ntwo lines & more"),
        ("<ol><li>a</li><li value=7>b</li><li>c</li></ol>", "1. a\n7. b\n8. c"),
        ("<ol type=a><li>x<li>y</ol>", "a. x\nb. y"),
        ("<ol type=I start=4><li>x<li>y</ol>", "IV. x\nV. y"),
        ("<menu><li>x</menu>", "- x"),
        ("<q>yes</q>", '"yes"'),
        ("<div style='white-space: pre-wrap'>a\n  b</div><div>c\nd</div>", "a\n  b\nc d"),
        ("<span style='display:block'>a</span><a style='display:block' href='https://x.example/1'>b</a>c",
         "a\nb <https://x.example/1>\nc"),
        ("<b style='display: inline-block'>a</b><b style='display: inline-block'>b</b>", "a b"),
        ("<img alt='😀' src='https://x.example/1f600.png'> ok", "😀 ok"),
    ],
)  # fmt: skip
def test_structure_stays_readable(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='https://x.example/1'>a</a><a href='https://x.example/2'>b</a>c",
         "a <https://x.example/1> b <https://x.example/2> c"),
        ("(<a href='https://x.example/1'>a</a>)", "(a <https://x.example/1>)"),
        ("<a href='tel:+44-113-496-0000'>0113 496 0000</a>", "0113 496 0000"),
        ("<a href='tel:+441134960000'>call us</a>", "call us <tel:+441134960000>"),
        ("<a href='https://x.example/1'></a>a", "a"),
        ("<a href='https://x.example/1'><img src=y></a>", "<https://x.example/1>"),
        ("<a href='https://safe.example/?url=https%3A%2F%2Fx.example%2F&x=1'>https://x.example</a>", "https://x.example"),
        ("write to <ada@example.com>, see <https://x.example/a?b=1>", "write to <ada@example.com>, see <https://x.example/a?b=1>"),
    ],
)  # fmt: skip
def test_addresses_of_links_are_told_once(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>x</div>",
        "<span style='DISPLAY : none !important'>x</span>",
        "<p style='visibility:hidden'>x</p>",
        "<div style='opacity:0;color:transparent'>x<b>y</b></div>",
        "<div style='max-height:0px;overflow:hidden'>x</div>",
        "<p style='display:none'>x",
        "<title>x</title>",
        "<style>x > y { content: '<b>' }</style>",
        "<script>if (a<b && c>d) document.write('<script>x')</script>",
        "<script type='text/template'><p>x</p></script>",
        "<xml><o:x>x</o:x></xml>",
        "<!--[if mso]><p>x</p><![endif]-->",
        "<iframe src=y>x</iframe>",
    ],
)
def test_what_is_not_shown_is_no_text(hidden: str) -> None:
    assert html_to_text(f"<p>a</p>{hidden}<p>b</p>") == "a\n\nb"


@pytest.mark.parametrize(
    "html",
    [
        "<p aria-hidden=true>a</p>",
        "<p style='opacity:0.9;line-height:0;overflow:hidden'>a</p>",
        "<p style='border:none;max-height:none'>a</p>",
        "<p class='hidden-xs' title='a hidden thing'>a</p>",
        "<![if !mso]><p>a</p><![endif]>",
        "<title>a",
        "<div style='display:none'>a",
    ],
)
def test_what_is_shown_is_text(html: str) -> None:
    assert html_to_text(html) == "a"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>1 <2 and x<y", "1 <2 and x<y"),
        ("<p>a <b", "a"),
        ("a < b<br>", "a < b"),
    ],
)
def test_a_bracket_that_opens_no_tag_is_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<table><tr><td>",
        "<blockquote>x",
        "<!--",
        "<a href='",
        '<a x="',
        "<",
        "&",
        "<ul><li>x",
        "<b",
        "<y",
        "<title>",
        "<p style='display:none'>",
        "<div style='white-space:pre'>",
        "<a href='https://x.example'>",
        "\xa0",
    ],
)
def test_bombs_end(piece: str) -> None:
    assert len(html_to_text(piece * (1_500_000 // len(piece)))) <= 2 * MAX_TEXT
