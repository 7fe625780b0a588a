"""What `compose` writes reads back, with the parser of the standard library, as it was meant."""

import email
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailticket.mail.address import Mailbox
from mailticket.mail.compose import MAX_REFERENCES, Notice, OutgoingAttachment, UnsendableError, compose

DESK = Mailbox(name="InfraWare Support", address="support@infraware.example")
CAROL = Mailbox(name="Carol Jones", address="carol@acme.example")
NOTICE = Notice(
    from_=DESK,
    to=(CAROL,),
    subject="[#10042] Printer",
    text="Hello,\n\nwe are on it.\n",
    message_id="a1.ack.10042.abcdefghijklmnop@infraware.example",
    date=datetime(2026, 11, 20, 23, 59, tzinfo=UTC),
    auto_submitted="auto-replied",
)


def read(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(raw, policy=default))


def body(raw: bytes, kind: str) -> str:
    part = read(raw).get_body((kind,))
    assert part is not None
    return cast(str, part.get_content()).replace("\r\n", "\n")


def assert_well_formed(raw: bytes) -> None:
    assert raw.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", raw), "a bare CR or LF"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(re.match(rb"[A-Za-z-]+: |[A-Za-z-]+:$|[ \t]\S", line) for line in head), head
    assert all(len(line) <= 78 or b" " not in line[1:].strip().partition(b": ")[2] for line in head), head


# Text without what cannot travel in a mail at all.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)
ids = st.from_regex(r"[A-Za-z0-9.!#$%+=_-]{1,60}@[a-z0-9.-]{1,40}", fullmatch=True)
locals_ = st.from_regex(r"[a-z0-9!#$%&'*+=_-]{1,30}(\.[a-z0-9]{1,10}){0,2}", fullmatch=True)
mailboxes = st.builds(lambda name, local: Mailbox(name=name, address=f"{local}@x.example"), lines, locals_)


def visible(text: str) -> str:
    """What remains of a text in a header: white space made one."""
    return " ".join(re.sub(r"[\x80-\x9f]", " ", text).split())


@given(subject=lines, text=texts, html=st.none() | texts)
def test_text_and_subject_come_back_as_they_were(subject: str, text: str, html: str | None) -> None:
    raw = compose(replace(NOTICE, subject=subject, text=text, html=html))

    assert_well_formed(raw)
    assert visible(read(raw)["Subject"]) == visible(subject)[:300].rstrip()
    sent = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", re.sub(r"\r\n?", "\n", text)).rstrip("\n") + "\n"
    assert body(raw, "plain").rstrip("\n") == sent.rstrip("\n")
    if html is not None:
        assert read(raw).get_content_type() == "multipart/alternative"


@given(to=st.lists(mailboxes, min_size=1, max_size=5), cc=st.lists(mailboxes, max_size=3))
def test_mailboxes_come_back(to: list[Mailbox], cc: list[Mailbox]) -> None:
    raw = compose(replace(NOTICE, to=tuple(to), cc=tuple(cc)))

    assert_well_formed(raw)
    message = read(raw)
    assert [a.addr_spec for a in message["To"].addresses] == [m.address for m in to]
    assert [a.addr_spec for a in message["Cc"].addresses] == [m.address for m in cc] if cc else True


@given(name=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80))
def test_names_in_ascii_come_back_whatever_is_in_them(name: str) -> None:
    message = read(compose(replace(NOTICE, to=(Mailbox(name=name, address="c@acme.example"),))))

    assert message["To"].addresses[0].display_name == " ".join(name.split())


@given(
    references=st.lists(ids, max_size=60),
    answered=st.none() | ids,
)
def test_threads_keep_the_first_and_the_last_mails(references: list[str], answered: str | None) -> None:
    raw = compose(replace(NOTICE, references=tuple(references), in_reply_to=answered))

    assert_well_formed(raw)
    found = re.findall(r"<([^>]*)>", read(raw)["References"] or "")
    assert len(found) <= MAX_REFERENCES
    assert len(set(found)) == len(found)
    if answered is not None:
        assert read(raw)["In-Reply-To"] == f"<{answered}>"
        assert found[-1] == answered
    if references and references[0] != answered:
        assert found[0] == references[0]


@example(names=["<>"], data=b"", inline=False)
@given(
    names=st.lists(lines, min_size=1, max_size=4),
    data=st.binary(max_size=2_000),
    inline=st.booleans(),
)
def test_attachments_come_back_byte_for_byte(names: list[str], data: bytes, inline: bool) -> None:
    files = tuple(
        OutgoingAttachment(
            filename=name,
            content_type="image/png",
            data=data,
            inline=inline,
            content_id=f"p{number}@infraware.example" if inline else None,
        )
        for number, name in enumerate(names)
    )
    raw = compose(replace(NOTICE, html="<p>x</p>", attachments=files))

    assert_well_formed(raw)
    found = [part for part in read(raw).walk() if part.get_content_type() == "image/png"]
    assert [part.get_content() for part in found] == [data] * len(names)
    for part in found:
        name = part.get_filename()
        assert name and "/" not in name and "\\" not in name and not name.startswith(".")


def test_a_mail_with_everything_has_the_tree_that_mail_programs_expect() -> None:
    picture = OutgoingAttachment(
        filename="p.png", content_type="image/png", data=b"p", inline=True, content_id="p@x"
    )
    paper = OutgoingAttachment(filename="Angebot für März.pdf", content_type="application/pdf", data=b"%PDF")
    raw = compose(replace(NOTICE, html='<img src="cid:p@x">', attachments=(picture, paper)))

    kinds = [part.get_content_type() for part in read(raw).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert [part.get_filename() for part in read(raw).iter_attachments()] == ["Angebot für März.pdf"]


def test_an_attached_mail_is_not_changed_on_its_way() -> None:
    mail = b"From: a@b\nSubject: \xff\n\nFrom here\n.\n"
    attached = OutgoingAttachment(filename="mail.eml", content_type="message/rfc822", data=mail)
    found = next(read(compose(replace(NOTICE, attachments=(attached,)))).iter_attachments())

    assert found.get_content() == mail


@pytest.mark.parametrize(
    ("auto", "suppress"),
    [
        ("auto-replied", "DR, RN, NRN, OOF, AutoReply"),
        ("auto-generated", "DR, RN, NRN, OOF, AutoReply"),
        (None, None),
    ],
)
def test_only_machine_mail_says_that_it_is(auto: str | None, suppress: str | None) -> None:
    message = read(compose(replace(NOTICE, auto_submitted=auto)))  # type: ignore[arg-type]

    assert message["Auto-Submitted"] == auto
    assert message["X-Auto-Response-Suppress"] == suppress
    assert message["Precedence"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"to": (Mailbox(name="", address="a@b.example>\r\nBcc: c@d"),)},
        {"to": (Mailbox(name="", address="a b@c.example"),)},
        {"to": (Mailbox(name="", address="a@b.example, c@d.example"),)},
        {"to": (Mailbox(name="", address="nobody"),)},
        {"to": (Mailbox(name="", address="a@b\n.example"),)},
        {"to": (Mailbox(name="", address='"a\nb"@c.example'),)},
        {"to": (Mailbox(name="", address="ü\r\n@c.example"),)},
        {"to": ()},
        {"from_": Mailbox(name="x", address="")},
        {"reply_to": "a@b.example\r\nX: y"},
        {"message_id": "a@b\r\nX: y"},
        {"message_id": "a"},
        {"message_id": "a b@c"},
        {"headers": (("X-A", "b\r\nBcc: c@d.example"),)},
        {"headers": (("X-A", "b\0"),)},
        {"headers": (("X A", "b"),)},
        {"headers": (("X-A:", "b"),)},
        {"headers": (("From", "b@c.example"),)},
        {"headers": (("content-TYPE", "text/html"),)},
        {"date": datetime(2026, 11, 20)},  # noqa: DTZ001  (without a zone is the point)
    ],
)
def test_what_could_break_out_of_its_line_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnsendableError):
        compose(replace(NOTICE, **change))


@pytest.mark.parametrize("junk", ["a b@c", "a\r\nBcc: x@y", "<a@b>", "ä@b", "", "x" * 501, "a\0@b"])
def test_an_identifier_that_cannot_be_repeated_is_left_out(junk: str) -> None:
    raw = compose(replace(NOTICE, in_reply_to=junk, references=(junk, "good@x.example", junk)))

    assert_well_formed(raw)
    assert read(raw)["In-Reply-To"] is None
    assert read(raw)["References"] == "<good@x.example>"


def test_control_characters_of_a_name_or_subject_do_not_become_headers() -> None:
    raw = compose(
        replace(
            NOTICE,
            subject="x\r\nBcc: a@b.example\0y",
            to=(Mailbox(name='Eve"\r\nBcc: a@b.example', address="e@x.example"),),
        )
    )

    assert_well_formed(raw)
    assert read(raw)["Bcc"] is None
    assert read(raw)["Subject"] == "x Bcc: a@b.example y"


def test_what_looks_like_an_encoded_word_is_not_decoded_by_the_reader() -> None:
    forged = "=?utf-8?q?=0D=0ABcc:_a=40b.example?="
    raw = compose(replace(NOTICE, subject=forged, to=(Mailbox(name=forged, address="e@x.example"),)))

    assert read(raw)["Subject"] == forged
    assert read(raw)["To"].addresses[0].display_name == forged


def test_the_number_stays_readable_in_a_subject_that_is_encoded() -> None:
    raw = compose(replace(NOTICE, subject="[#10042] Re: Größe der Datenträger"))

    assert b"\r\nSubject: [#10042] Re: =?utf-8?b?" in raw


@pytest.mark.parametrize(
    ("domain", "written"),
    [
        ("bücher.example", b"xn--bcher-kva.example"),
        ("BÜCHER。example", b"xn--bcher-kva.example"),
        ("straße.example", b"xn--strae-oqa.example"),
        ("例え.example", b"xn--r8jz45g.example"),
    ],
)
def test_an_international_domain_is_written_in_ascii(domain: str, written: bytes) -> None:
    raw = compose(replace(NOTICE, to=(Mailbox(name="", address=f"info@{domain}"),)))

    assert b"To: info@" + written + b"\r\n" in raw


def test_a_local_part_outside_ascii_is_written_in_utf_8() -> None:
    raw = compose(replace(NOTICE, to=(Mailbox(name="", address="用户@bücher.example"),)))

    assert "To: 用户@xn--bcher-kva.example\r\n".encode() in raw


def test_addresses_of_long_lists_are_folded_between_them() -> None:
    many = tuple(Mailbox(name=f"Person {n}", address=f"person{n}@x.example") for n in range(60))
    raw = compose(replace(NOTICE, to=many))

    assert_well_formed(raw)
    assert len(read(raw)["To"].addresses) == 60


@pytest.mark.parametrize(
    "text", ["From here on\n", "a\nFrom b\n", ".\n", "..\nx\n", "x" * 5_000, "ä" * 5_000, "\t \n-- \n"]
)
def test_lines_that_relays_change_are_encoded(text: str) -> None:
    raw = compose(replace(NOTICE, text=text))

    assert_well_formed(raw)
    assert b"\nFrom " not in raw.partition(b"\r\n\r\n")[2]
    assert body(raw, "plain").rstrip("\n") == text.rstrip("\n")


def test_the_same_notice_gives_the_same_bytes() -> None:
    attachment = OutgoingAttachment(filename="a", content_type="x/y", data=b"1")
    notice = replace(NOTICE, html="<p>x</p>", attachments=(attachment,))

    assert compose(notice) == compose(replace(notice))


def test_the_date_keeps_the_zone_of_the_desk() -> None:
    zone = timezone(timedelta(hours=-5))
    raw = compose(replace(NOTICE, date=datetime(2026, 11, 20, 18, 59, tzinfo=zone)))

    assert b"\r\nDate: Fri, 20 Nov 2026 18:59:00 -0500\r\n" in raw
