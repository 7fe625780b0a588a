"""HTML as readable text."""

import pytest

from mailticket.mail.html_text import MAX_TEXT, html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a   b\n c", "a b c"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
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
    ],
)
def test_structure_stays_readable(html: str, text: str) -> None:
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
        "\xa0",
    ],
)
def test_bombs_end(piece: str) -> None:
    assert len(html_to_text(piece * (1_500_000 // len(piece)))) <= 2 * MAX_TEXT
