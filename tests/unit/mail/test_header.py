"""Header values decoded as they were meant."""

import pytest

from mailticket.mail.header import message_ids, unstructured
from mailticket.mail.parameter import parameters


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?= all", "Grüße all"),
        (b"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a?=\r\n =?iso-8859-1?Q?=FC?=", "aü"),
        (b"=?utf-8?B?w7w=?==?utf-8?B?w7w=?=", "üü"),
        (b"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
        (b"=?utf-8*de?Q?=C3=BC?=", "ü"),
        (b"=?utf-8?Q?Why?=3F?=", "Why??"),
        (b"=?utf-8?B?w7w?=", "ü"),
        (b"=?utf-8?Q?cut=C3=BC", "cutü"),
        (b"=?NONE?B?VEVTVA=?=", "TEST"),
        (b"=?utf-8?Q?two words?=", "two words"),
        (b"=?utf-8?Q?cut?\r\n =?utf-8?Q?_off?=", "cut off"),
        (b"=?utf-8?B?w7w?= =?utf-8?B?w7w?=", "üü"),
        (b"=?utf-8?B?w?= =?utf-8?B?7zDvA==?=", "üü"),
        (b"=?utf-8?B?w7w=w7w=?=", "üü"),
        (b"=?utf-8?B?Pz8_w7w-?=", "???ü>"),
        (b"=?utf-8?Q?=C?= =?utf-8?Q?3=BC?= =?utf-8?Q?=C3=?= =?utf-8?Q?BC?=", "üü"),
        (b"=?utf-8?Q?=C3=BC=?=", "ü"),
        (b"=?UTF-8 ?Q?=C3=BC?=", "ü"),
        (b"=??Q?=C3=BC?=", "ü"),
        (b"=?utf-8?Q?soft=\r\n break?=", "softbreak"),
        ("=?utf-8?B?schön?=".encode(), "schön"),
        (b"=?broken", "=?broken"),
        (b"fold\r\n\ted", "fold ed"),
        (b"a\r\n =?utf-8?Q?=C3=BC?=\r\n b", "a ü b"),
        (b"a\r\n \r\n\t=?utf-8?Q?=C3=BC?=\r\n \r\n b", "aüb"),
        (b"a\n \t\n\n  =?utf-8?Q?=C3=BC?=", "aü"),
        (b"a\r\n \r\n b", "a b"),
        (b"a\x00b\x07", "a b"),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert unstructured(raw) == text


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        (b'attachment; filename="a b.pdf"', "filename", "a b.pdf"),
        (b"attachment; filename=a b.pdf; size=3", "filename", "a b.pdf"),
        (b"attachment filename=a.pdf", "filename", "a.pdf"),
        (b"attachment; filename*=utf-8''Gr%C3%B6.pdf", "filename", "Grö.pdf"),
        (b"attachment; filename*=\"utf-8''Gr%C3%B6.pdf\"", "filename", "Grö.pdf"),
        (b"attachment; filename*=Gr%C3%B6.pdf", "filename", "Grö.pdf"),
        (b"attachment; filename*1*=%B6.pdf; filename*0*=utf-8''Gr%C3", "filename", "Grö.pdf"),
        (b'attachment; filename="=?utf-8?Q?Gr=C3=B6.pdf?="', "filename", "Grö.pdf"),
        (b'attachment; filename="open.pdf', "filename", "open.pdf"),
        (b'attachment; filename="with "inner" quotes.pdf"', "filename", 'with "inner" quotes.pdf'),
        (b'attachment; filename="semi;colon.pdf"', "filename", "semi;colon.pdf"),
        (b'attachment; filename="C:\\temp\\a.pdf"', "filename", "C:\\temp\\a.pdf"),
        (b"text/plain; charset=us-ascii", "charset", "us-ascii"),
        (b'text/plain;charset="utf-8";format=flowed', "format", "flowed"),
    ],
)
def test_parameters(raw: bytes, name: str, value: str) -> None:
    assert parameters(raw)[1][name] == value


def test_continuation_bomb_is_cut() -> None:
    raw = b"a/b; " + b"".join(b"name*%d=x;" % i for i in range(6000))
    assert len(parameters(raw)[1]["name"]) <= 200


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("<a@x> <b@x>", ("a@x", "b@x")),
        ("<a@x>\t<a@x>", ("a@x",)),
        ("<long\r\n id@x>", ("longid@x",)),
        ("bare@x", ("bare@x",)),
        ("<>", ()),
        ("", ()),
    ],
)
def test_message_ids(text: str, ids: tuple[str, ...]) -> None:
    assert message_ids(text) == ids
