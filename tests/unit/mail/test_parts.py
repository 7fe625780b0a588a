"""What a mail carries: which parts are its text, which are files, and what those are called."""

import base64
import hashlib
import re
from pathlib import Path
from time import perf_counter

import pytest

from mailticket.mail.message import Message, attachment_contents, parse
from mailticket.mail.parameter import parameters
from mailticket.mail.reading import header_only
from mailticket.mail.skeleton import MAX_PARTS

CORPUS = Path(__file__).parents[2] / "corpus"
HEAD = b"From: Jane <jane@acme.example>\r\nSubject: An offer\r\nMIME-Version: 1.0\r\n"
PDF = b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n%%EOF\n"
UUENCODED = b"begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def part(head: str, body: bytes | str = b"") -> bytes:
    """A part with its header; the lines of the header may end as they do in Python."""
    data = body.encode() if isinstance(body, str) else body
    return head.strip("\n").replace("\n", "\r\n").encode() + b"\r\n\r\n" + data


def multipart(kind: str, *parts: bytes, boundary: str = "=_outer") -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    edge = f"--{boundary}".encode()
    return head + b"".join(edge + b"\r\n" + one + b"\r\n" for one in parts) + edge + b"--\r\n"


def text(words: str, kind: str = "plain", more: str = "") -> bytes:
    return part(f"Content-Type: text/{kind}; charset=utf-8\n{more}", words)


def file(name: str, data: bytes = PDF, kind: str = "application/pdf", more: str = "") -> bytes:
    head = f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n{more}'
    return part(head, base64.encodebytes(data).replace(b"\n", b"\r\n"))


def names(message: Message) -> list[str | None]:
    return [one.filename for one in message.attachments]


def contents(raw: bytes) -> list[bytes]:
    """The bytes of the files, which must be those that the list tells of."""
    found = list(attachment_contents(raw))
    assert [one for one, _ in found] == list(parse(raw).attachments)
    assert [one.index for one, _ in found] == list(range(len(found)))
    assert [one.sha256 for one, _ in found] == [hashlib.sha256(data).hexdigest() for _, data in found]
    return [data for _, data in found]


# --- messages within the mail --------------------------------------------------------------------------

PASSED_ON = HEAD + multipart(
    "mixed",
    multipart("alternative", text("inner words"), text("<p>inner words</p>", "html"), boundary="=_alt"),
    file("offer.pdf"),
    file("logo.png", PICTURE, "image/png", "Content-Disposition: inline\nContent-ID: <l@x>\n"),
    boundary="=_inner",
)


@pytest.mark.parametrize("kind", ["message/rfc822", "message/global"])
@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_files_of_an_attached_message_stand_behind_it(kind: str, encoding: str) -> None:
    attached = base64.encodebytes(PASSED_ON) if encoding == "base64" else PASSED_ON
    head = f'Content-Type: {kind}; name="old.eml"\nContent-Transfer-Encoding: {encoding}'
    raw = HEAD + multipart("mixed", text("see below"), part(head, attached), file("last.pdf", b"%PDF-last"))
    message = parse(raw)
    assert message.text.strip() == "see below"
    assert names(message) == ["old.eml", "offer.pdf", "logo.png", "last.pdf"]
    assert [one.within for one in message.attachments] == [None, 0, 0, None]
    assert contents(raw)[1:] == [PDF, PICTURE, b"%PDF-last"]


def test_attached_message_may_begin_with_a_blank_line() -> None:
    attached = part("Content-Type: message/rfc822", b"\r\n" + PASSED_ON)
    assert names(parse(HEAD + multipart("mixed", attached))) == ["An offer.eml", "offer.pdf", "logo.png"]


def test_files_of_a_message_within_an_attached_message() -> None:
    middle = HEAD + multipart("mixed", part("Content-Type: message/rfc822", PASSED_ON), boundary="=_middle")
    raw = HEAD + multipart("mixed", text("see below"), part("Content-Type: message/rfc822", middle))
    message = parse(raw)
    assert names(message) == ["An offer.eml", "An offer.eml", "offer.pdf", "logo.png"]
    assert [one.within for one in message.attachments] == [None, 0, 1, 1]
    contents(raw)


def test_text_that_is_all_of_an_attached_message_is_listed_where_it_has_a_name() -> None:
    log = HEAD + part('Content-Type: text/plain; name="app.log"', "it broke")
    raw = HEAD + multipart("mixed", text("see below"), part("Content-Type: message/rfc822", log))
    assert names(parse(raw)) == ["An offer.eml", "app.log"]


def test_mail_that_a_delivery_report_returns_is_not_opened() -> None:
    status = (
        "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    raw = HEAD + multipart(
        'report; report-type="delivery-status"',
        text("It could not be delivered."),
        part("Content-Type: message/delivery-status", status),
        part("Content-Type: message/rfc822", PASSED_ON),
    )
    assert names(parse(raw)) == ["An offer.eml"]


def test_encrypted_message_within_does_not_make_the_mail_encrypted() -> None:
    secret = HEAD + part('Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"')
    message = parse(
        HEAD + multipart("mixed", text("see below"), part("Content-Type: message/rfc822", secret))
    )
    assert names(message) == ["An offer.eml", "smime.p7m"]
    assert message.defects == ()


def test_messages_within_are_bounded_like_the_mail() -> None:
    many = HEAD + multipart("mixed", *[b"\r\n\r\nx"] * (MAX_PARTS // 2), boundary="=_many")
    encoded = part(
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", base64.encodebytes(many)
    )
    with_file = base64.encodebytes(HEAD + file("late.pdf"))
    late = part("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", with_file)
    message = parse(HEAD + multipart("mixed", text("see below"), *[encoded] * 3, late))
    assert names(message) == ["An offer.eml"] * 4
    assert any("parts" in defect for defect in message.defects)


# --- text that is called something else ----------------------------------------------------------------

WORDS = "\r\nThank you for using our service.\r\nYour parcel did not come back.\r\n"


@pytest.mark.parametrize("kind", ["image/jpg", "audio/basic", "application/octet-stream"])
def test_text_that_is_called_a_picture_is_shown_where_there_is_no_other(kind: str) -> None:
    head = f"Content-Type: {kind}\nContent-Disposition: \nContent-Transfer-Encoding: base64"
    raw = HEAD + multipart("related", part(head, base64.encodebytes(WORDS.encode())))
    message = parse(raw)
    assert message.text.strip() == WORDS.strip().replace("\r\n", "\n")
    assert message.attachments == ()


@pytest.mark.parametrize(
    "found",
    [
        part("Content-Type: image/jpg\nContent-Transfer-Encoding: base64", base64.encodebytes(PICTURE)),
        part('Content-Type: image/jpg; name="words.jpg"', WORDS),
        part("Content-Type: image/jpg\nContent-Disposition: attachment", WORDS),
        part("Content-Type: image/svg+xml", "<svg><text>words are here</text></svg>"),
        part('Content-Type: application/txt; name="words.txt"', WORDS),
        part("Content-Type: application/pdf", "%PDF-1.4 all of it printable"),
        part("Content-Type: application/octet-stream", "caf\udce9 latin".encode("utf-8", "surrogateescape")),
    ],
)
def test_file_stays_a_file(found: bytes) -> None:
    message = parse(HEAD + multipart("mixed", found))
    assert message.text.strip() == ""
    assert len(message.attachments) == 1


def test_what_is_encrypted_stays_a_file() -> None:
    version = part("Content-Type: application/pgp-encrypted", "Version: 1")
    secret = part("Content-Type: application/octet-stream", "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n")
    message = parse(HEAD + multipart("encrypted", version, secret))
    assert message.text.strip() == ""
    assert names(message) == ["version.asc", None]


def test_text_that_is_called_a_picture_stays_a_file_beside_the_text() -> None:
    message = parse(HEAD + multipart("mixed", text("see below"), part("Content-Type: image/jpg", WORDS)))
    assert message.text.strip() == "see below"
    assert len(message.attachments) == 1


def test_zeros_in_a_text_do_not_make_it_a_file() -> None:
    message = parse(HEAD + b"\r\nHello\x00 desk\x00\r\n")
    assert message.text.strip() == "Hello desk"
    assert message.attachments == ()


@pytest.mark.parametrize("kind", ["x-amp-html", "watch-html"])
def test_an_alternative_for_another_device_is_neither_shown_nor_listed(kind: str) -> None:
    other = part(f"Content-Type: text/{kind}; charset=utf-8", "<p>see the small screen</p>")
    for parts in ([text("see below"), other, text("<p>see below</p>", "html")], [other, text("see below")]):
        message = parse(HEAD + multipart("alternative", *parts))
        assert message.text.strip() == "see below"
        assert message.attachments == ()
        assert "small screen" not in (message.html or "")
    assert parse(HEAD + multipart("alternative", other)).text.strip() == "see the small screen"


def test_a_field_of_a_form_is_text_and_its_name_is_no_file() -> None:
    field = part('Content-Disposition: form-data; name="comment"', "see below")
    sent = part(
        'Content-Disposition: form-data; name="f"; filename="a.pdf"\nContent-Type: application/pdf', PDF
    )
    message = parse(HEAD + multipart("form-data", field, sent))
    assert message.text.strip() == "see below"
    assert names(message) == ["a.pdf"]


def test_text_of_a_phone_is_shown_though_a_presentation_refers_to_it() -> None:
    show = part("Content-Type: application/smil\nContent-ID: <show>", "<smil/>")
    words = text("see below", more="Content-ID: <t0>\n")
    message = parse(HEAD + multipart("related", show, words))
    assert message.text.strip() == "see below"
    assert [one.content_type for one in message.attachments] == ["application/smil"]


def test_copy_of_the_header_within_a_signed_part_is_no_file() -> None:
    copy = part('Content-Type: text/rfc822-headers; protected-headers="v1"', "Subject: An offer\r\n")
    assert parse(HEAD + multipart("mixed", copy, text("see below"))).attachments == ()


@pytest.mark.parametrize("reference", ["cid:one%40x", "CID:ONE@X", "cid:one@x"])
def test_picture_is_inline_however_the_text_refers_to_it(reference: str) -> None:
    picture = part("Content-Type: image/png\nContent-ID: <one@x>", PICTURE)
    raw = HEAD + multipart("related", text(f"<p>see<img src='{reference}'>", "html"), picture)
    assert [one.inline for one in parse(raw).attachments] == [True]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("text/htm", "see below"),
        ("application/html", "see below"),
        ("html/text", "see below"),
        ("text/x-html", "see below"),
        ("plain/text", "<p>see <b>below</b></p>"),
        ("application/text", "<p>see <b>below</b></p>"),
    ],
)
def test_a_type_that_does_not_exist_is_understood(kind: str, shown: str) -> None:
    message = parse(HEAD + part(f"Content-Type: {kind}; charset=utf-8", "<p>see <b>below</b></p>"))
    assert message.text.strip() == shown
    assert message.attachments == ()


def test_file_of_a_type_that_does_not_exist_is_no_text() -> None:
    message = parse(HEAD + part('Content-Type: application/txt; name="words.txt"', WORDS))
    assert message.text == ""
    assert names(message) == ["words.txt"]


@pytest.mark.parametrize(
    "types",
    [
        "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=x",
        "Content-Type: multipart/mixed; boundary=x\nContent-Type: text/plain",
        "Content-Type: mulitpart/mixed; boundary=x",
        "Content-Type: text/html; boundary=x",
    ],
)
def test_parts_are_found_where_the_type_says_otherwise(types: str) -> None:
    body = multipart("mixed", text("see below"), file("a.pdf"), boundary="x").partition(b"\r\n\r\n")[2]
    message = parse(HEAD + part(types, body))
    assert message.text.strip() == "see below"
    assert names(message) == ["a.pdf"]


def test_part_before_the_first_boundary_is_read_where_that_was_lost() -> None:
    raw = HEAD + multipart("mixed", text("see below"), file("a.pdf")).replace(b"--=_outer\r\n", b"", 1)
    message = parse(raw)
    assert message.text.strip() == "see below"
    assert names(message) == ["a.pdf"]


@pytest.mark.parametrize(("old", "new"), [(b"Content-", b"\r\nContent-"), (b": ", b" : ")])
def test_header_of_a_part_that_was_taken_for_its_text(old: bytes, new: bytes) -> None:
    sent = part('Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64', b"JVBERg==")
    sent = sent.replace(old, new) if new.endswith(b": ") else sent.replace(old, new, 1)
    raw = HEAD + multipart("mixed", text("see below"), sent)
    assert names(parse(raw)) == ["a.pdf"]
    assert contents(raw) == [b"%PDF"]


def test_header_of_parts_may_begin_with_the_version() -> None:
    first = b"MIME-Version: 1.0\r\n" + text("see below")
    spaced = b"MIME-Version: 1.0\r\n" + file("a.pdf").replace(b": ", b" : ", 3)
    raw = HEAD + multipart("mixed", first, spaced)
    for old, new in ((b"--=_outer\r\n", b""), (b'"=_outer"', b'"another"'), (b'"=_outer"', b'"=_outer"')):
        message = parse(raw.replace(old, new, 1))
        assert message.text.strip() == "see below"
        assert names(message) == ["a.pdf"]


@pytest.mark.parametrize("end", [b"--Scanned by a program.", b"--;", b"-", b"--\r\nScanned by a program."])
def test_what_stands_behind_the_last_boundary_is_no_part_of_the_mail(end: bytes) -> None:
    raw = HEAD + multipart("mixed", text("see below"), file("a.pdf"))[:-4] + end + b"\r\n"
    assert contents(raw) == [PDF]
    raw = HEAD + multipart("mixed", text("see below"))[:-4] + end + b"\r\n"
    assert parse(raw).text.strip() == "see below"


def test_header_that_a_script_broke_in_two() -> None:
    head = b"From: Jane <jane@acme.example>\r\nSubject: An offer\r\n\r\nMIME-Version: 1.0\r\n"
    message = parse(head + multipart("mixed", text("see below"), file("a.pdf")))
    assert message.subject == "An offer"
    assert message.text.strip() == "see below"
    assert names(message) == ["a.pdf"]


def test_text_that_begins_like_a_header_is_text() -> None:
    said = "Content-Type: multipart/mixed; boundary=x\r\nis what your server sends me."
    assert parse(HEAD + b"\r\n" + said.encode()).text == said.replace("\r\n", "\n")


@pytest.mark.parametrize("end", [b"end\r\n", b"", b"\r\n\r\n"])
def test_uuencoded_file_may_be_cut_off(end: bytes) -> None:
    raw = HEAD + b"\r\nsee below\r\n\r\n" + UUENCODED.removesuffix(b"end\r\n") + end
    assert parse(raw).text.strip() == "see below"
    assert contents(raw) == [b"Cat"]


@pytest.mark.parametrize("words", ["Then press any key.", "THEN PRESS", "", "0V%\r\nmore words"])
def test_words_that_look_like_the_beginning_of_a_file_stay(words: str) -> None:
    message = parse(HEAD + f"\r\nbegin 644 is what I typed.\r\n{words}\r\n".encode())
    assert "is what I typed" in message.text
    assert words.replace("\r\n", "\n") in message.text
    assert message.attachments == ()


def test_parameters_that_begin_their_line_belong_to_the_header() -> None:
    head = 'Content-Disposition: attachment;\nfilename="a.pdf"\nContent-Type: text/x-log;\ncharset=utf-8'
    raw = HEAD + multipart("mixed", text("see below"), part(head, "it broke"))
    assert names(parse(raw)) == ["a.pdf"]
    assert contents(raw) == [b"it broke"]


def test_no_name_of_a_file_is_a_path() -> None:
    coded = UUENCODED.replace(b"cat.txt", b"../../cat.txt")
    attached = part("Content-Type: message/rfc822", b"Subject: 50/50\r\n\r\nSubject: none")
    raw = HEAD + multipart(
        "mixed",
        text("see below\r\n" + coded.decode()),
        attached,
        part("Content-Type: message/rfc822", b"From: a@b.c\r\n\r\nSubject: none"),
        file("a/b.pdf"),
    )
    assert names(parse(raw)) == [".._.._cat.txt", "50_50.eml", "message.eml", "a_b.pdf"]


def test_name_of_a_uuencoded_part_stands_within() -> None:
    coded = part("Content-Type: application/octet-stream\nContent-Transfer-Encoding: x-uuencode", UUENCODED)
    raw = HEAD + multipart("mixed", text("see below"), coded)
    assert names(parse(raw)) == ["cat.txt"]
    assert contents(raw) == [b"Cat"]


LONG = "Die Heizung im zweiten Stock ist seit Montag kalt, bitte schicken Sie jemanden. " * 4


@pytest.mark.parametrize(
    "plain",
    [
        "Ihr E-Mail-Programm unterstützt leider keine HTML-Nachrichten.",
        "Votre logiciel de messagerie ne prend pas en charge le format HTML.",
        "Su cliente de correo no puede mostrar mensajes en HTML.",
        "Ваша почтовая программа не показывает письма в формате HTML.",
        "このメールはHTML形式で送信されています。HTMLメール対応のソフトでご覧ください。",
        "您的邮件客户端不支持HTML格式的邮件。",
        "\u200b\xa0\u200b\r\n",
    ],
)
def test_text_that_only_points_to_the_html_gives_way_to_it(plain: str) -> None:
    parts = [text(plain), text(f"<p>{LONG}</p>", "html")]
    assert parse(HEAD + multipart("alternative", *parts)).text.strip() == LONG.strip()


def test_text_about_html_is_text() -> None:
    plain = "Die HTML-Seite der Heizung ist seit Montag leer, bitte schicken Sie jemanden."
    rich = text(f"<p>{plain}</p><p>{LONG}</p>", "html")
    assert parse(HEAD + multipart("alternative", text(plain), rich)).text.strip() == plain


def test_opaque_signature_is_known_by_its_name() -> None:
    sound = (CORPUS / "body-signed-opaque.eml").read_bytes()
    raw = re.sub(rb"(?m)^Content-Type:.*", b'Content-Type: application/octet-stream; name="smime.p7m"', sound)
    assert raw != sound
    assert parse(raw).text == parse(sound).text != ""


def test_old_form_of_a_signed_text_is_shown() -> None:
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nsee below\r\n-----BEGIN PGP SIGNATURE-----\r\n"
    message = parse(HEAD + part("Content-Type: application/pgp; x-action=sign; format=text", signed))
    assert "see below" in message.text
    assert message.attachments == ()


# --- encodings -----------------------------------------------------------------------------------------

SAID = "Größe = 5 €"
ENCODED = {
    "base64": base64.encodebytes(SAID.encode()),
    "quoted-printable": b"Gr=C3=B6=C3=9Fe =3D =  \r\n5 =\t\r\n=e2=82=ac",
}


@pytest.mark.parametrize(
    "value", ["{}", "X-{}", "{} (a comment)", "(a comment) {};", '"{}"', "{}, 8bit", "{} charset=utf-8"]
)
@pytest.mark.parametrize("encoding", ENCODED)
def test_an_encoding_is_known_whatever_stands_around_its_name(encoding: str, value: str) -> None:
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {value.format(encoding)}"
    message = parse(HEAD + part(head, ENCODED[encoding]))
    assert message.text.strip() == SAID
    assert message.defects == ()


def test_parts_that_are_encoded_all_at_once() -> None:
    head, _, body = multipart("mixed", text("see below"), file("a.pdf")).partition(b"\r\n\r\n")
    coded = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(body)
    message = parse(HEAD + head + coded)
    assert message.text.strip() == "see below"
    assert names(message) == ["a.pdf"]
    clear = parse(HEAD + head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body)
    assert clear.text == message.text
    assert names(clear) == ["a.pdf"]


# --- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename=report.pdf"', "report.pdf"),
        ('attachment; filename="report.pdf; size=10; mode=r', "report.pdf"),
        ('attachment; filename="report.pdf" (the last one)', "report.pdf"),
        ('attachment; filename="report.pdf" (the last one); size=10', "report.pdf"),
        ('attachment; filename="screen 5" (new).pdf"', 'screen 5" (new).pdf'),
        ('filename="report.pdf"', "report.pdf"),
        ("=?utf-8?Q?attachment;_filename=3D=22r=C3=A9sum=C3=A9.pdf=22?=", "résumé.pdf"),
        ('attachment, filename="report.pdf"', "report.pdf"),
        ("attachment filename*=utf-8''r%C3%A9sum%C3%A9.pdf", "résumé.pdf"),
        ("attachment; filename=invoice (1).pdf", "invoice (1).pdf"),
        ("attachment; filename=\"UTF-8''na%C3%AFve.pdf\"", "naïve.pdf"),
        ("attachment; filename*=UTF-8'na%C3%AFve.pdf", "naïve.pdf"),
        ("attachment; filename*0=\"UTF-8''na%C3%AF\"; filename*1=ve%21.pdf", "naïve!.pdf"),
        ("attachment; filename=\"Ann's 100%20 'best'.pdf\"", "Ann's 100%20 'best'.pdf"),
        ("attachment; filename*=l'%C3%A9t%C3%A9.pdf", "l'été.pdf"),
        ('inline\nContent-Disposition: attachment; filename="report.pdf"', "report.pdf"),
        ("attachment; filename=report.pdf; filename*=UTF-8''", "report.pdf"),
        ("attachment; filename*=iso-2022-jp'ja'Dij%8aat.pdf", "Dij\ufffdat.pdf"),
        ("attachment; filename*0=rep; filename*1=ort.pdf; filename*0=rep; filename*1=x", "report.pdf"),
        ('attachment; filename="a; b=c; d.pdf"', "a; b=c; d.pdf"),
    ],
)
def test_a_name_is_read_as_it_was_meant(disposition: str, name: str) -> None:
    raw = HEAD + multipart(
        "mixed",
        text("see below"),
        part(f"Content-Type: application/pdf\nContent-Disposition: {disposition}", PDF),
    )
    assert names(parse(raw)) == [name]


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("あいさつ状.pdf", "iso-2022-jp"),
        ("あ資料ー山.pdf", "iso-2022-jp"),
        ("株式会社山田商店様への予定一覧表", "cp932"),
        ("ソフト表示.pdf", "cp932"),
        ("功能許可說明功", "big5"),
        ('Größe "x".pdf', "utf-8"),
    ],
)
@pytest.mark.parametrize("more", [b"", b"; size=10"])
def test_a_name_of_8_bits_may_hold_what_looks_like_marks(name: str, charset: str, more: bytes) -> None:
    head = b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="'
    written = name.replace('"', r"\"").encode(charset)
    raw = HEAD + multipart("mixed", text("see below"), head + written + b'"' + more + b"\r\n\r\n" + PDF)
    assert names(parse(raw)) == [name]


# --- line ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\r\n"])
@pytest.mark.parametrize("size", [100, 200_000])
def test_line_ends_of_any_kind(end: bytes, size: int) -> None:
    raw = HEAD + multipart("mixed", text("see\r\nbelow"), file("a.pdf", PDF * (size // len(PDF))))
    sound, found = parse(raw), parse(raw.replace(b"\r\n", end))
    assert found.text.strip() == "see\nbelow"
    assert found.headers == sound.headers
    assert found.attachments == sound.attachments
    assert found.size == len(raw.replace(b"\r\n", end))
    if end != b"\r":
        assert header_only(raw.replace(b"\r\n", end), defect="given up").headers == sound.headers


# --- time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        b" ," * 30_000,
        b"name " * 12_000,
        b'a; b="' + b'" (' * 20_000,
        b'a; b="' + b';aa="x' * 10_000,
        b'a; b="' + b"'" * 50_000,
        b"a; b*=" + b"'" * 50_000,
        b"a; b=" + b"%41" * 20_000,
    ],
)
def test_parameters_take_no_longer_than_their_length(value: bytes) -> None:
    started = perf_counter()
    parameters(value)
    assert perf_counter() - started < 0.5
