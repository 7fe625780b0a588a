# ruff: noqa: E501 # mail stands here as programs write it, on lines as long as theirs
"""What is new in a reply: where the answer may stand, what does not belong to it, what is kept."""

import time

import pytest

from mailticket.mail.html_text import html_to_text
from mailticket.mail.reply import reply_text

INTRODUCTION = "On Mon, Feb 5, 2018 at 10:00 AM Ada Byron <ada@example.com> wrote:"
BLOCK = "From: Ada Byron <ada@example.com>\nSent: Monday, February 5, 2018 10:00 AM\nTo: support@example.org\nSubject: Printer"


# ---- where the answer stands --------------------------------------------------------------------


def test_answers_between_quoted_passages_keep_their_order_and_their_questions() -> None:
    text = f"Hi Ada,\n\n{INTRODUCTION}\n> Which printer?\n\nThe red one.\n\n> Since when?\n\nSince Monday.\n\n> Bye\n"
    assert reply_text(text) == (
        "Hi Ada,\n\n> Which printer?\n\nThe red one.\n\n> Since when?\n\nSince Monday."
    )


def test_an_answer_between_quoted_passages_keeps_the_question_above_it() -> None:
    text = f"{INTRODUCTION}\n> Which printer?\n\nThe red one.\n\n> Bye\n"
    assert reply_text(text) == "> Which printer?\n\nThe red one."


def test_what_the_writer_has_quoted_by_hand_is_kept() -> None:
    text = "> Which printer?\nThe red one."
    assert reply_text(text) == text


def test_the_tail_of_a_wrapped_quoted_line_is_no_answer() -> None:
    quoted = "> This sentence is too long for a line, and a server on the way has wrapped its\ntail onto a line\n> of its own."
    assert reply_text(f"It works.\n\n{INTRODUCTION}\n\n{quoted}\n") == "It works."


def test_text_above_and_below_a_quotation_is_new() -> None:
    assert reply_text(f"Hi,\n\n{INTRODUCTION}\n> Which printer?\n\nThe red one.") == "Hi,\n\nThe red one."


def test_quoted_introduction_of_apple_mail() -> None:
    assert (
        reply_text("Hello\n> On 5 Feb 2018, at 10:00, Ada Byron <ada@example.com> wrote:\n>\n> Hi\n")
        == "Hello"
    )


def test_a_sentence_of_the_writer_that_begins_like_an_introduction_is_kept() -> None:
    text = "On your computer you can run this.\n\nOn Monday we wrote the following:\nit works."
    assert reply_text(text) == text


def test_a_form_with_labels_is_no_quotation() -> None:
    text = "Name: Ada Byron\nEmail: ada@example.com\nDate: 5 February 2018 10:00\nOrder: 17\n\nWhere is it?"
    assert reply_text(f"A visitor wrote this.\n\n{text}") == f"A visitor wrote this.\n\n{text}"


def test_labels_in_a_text_are_no_quotation() -> None:
    text = "Please change it:\n\nFrom: 10:00\nTo: 12:00\n\nand tell everybody."
    assert reply_text(text) == text


def test_original_message_between_dashes() -> None:
    for words in (
        "Original Message",
        "Ursprüngliche Nachricht",
        "Message d'origine",
        "原始邮件",
        "Исходное сообщение",
    ):
        assert reply_text(f"Done.\n\n-----{words}-----\nPlease do it.\n") == "Done."


@pytest.mark.parametrize(
    "line",
    [
        "##- Please type your reply above this line -##",
        "--- Reply above this line ---",
        "---- Bitte antworten Sie oberhalb dieser Linie ----",
        "-- Répondez au-dessus de cette ligne --",
        "=== Responda por encima de esta línea ===",
        "この行より上に返信してください",
    ],
)  # fmt: skip
def test_reply_above_this_line(line: str) -> None:
    assert reply_text(f"Done.\n\n{line}\n\nTicket 17 has a new answer.") == "Done."


@pytest.mark.parametrize(
    "line", ["---------- Forwarded message ---------", "---------- Weitergeleitete Nachricht ----------",
             "Begin forwarded message:", "-------- Message transféré --------"],
)  # fmt: skip
def test_forwarded_mail_is_kept_behind_the_text(line: str) -> None:
    text = f"Please see below.\n\n{line}\n{BLOCK}\n\nIt burns.\n\n{INTRODUCTION}\n> What?"
    assert reply_text(text) == text


def test_forwarded_mail_may_be_quoted() -> None:
    forwarded = (
        "Begin forwarded message:\n\n> From: Bob <bob@example.com>\n> Subject: Printer\n>\n> It burns."
    )
    assert reply_text(f"See below.\n\nSent from my iPhone\n\n{forwarded}") == f"See below.\n\n{forwarded}"


@pytest.mark.parametrize(
    "signature",
    [
        "-Ada",
        "--Ada",
        "-- Ada Byron\nExample Ltd",
        "*Ada Byron*\nEngineer\nm: +44 20 7946 0000\ne: ada@example.com",
        "Ada Byron | Engineer | Example Ltd | +44 20 7946 0000 | ada@example.com",
        "[image: photo]\n*Ada Byron*\n+44 20 7946 0000\nwww.example.com",
    ],
)
def test_signatures_without_delimiter(signature: str) -> None:
    assert reply_text(f"It works.\n\n{signature}") == "It works."


def test_groupwise() -> None:
    assert reply_text("Yes.\n\n>>> Ada Byron <ada@example.com> 05.02.2018 10:00 >>>\nWhich one?\n") == "Yes."


def test_signed_text() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIt works.\n\n"
        "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEcBAEBCAAGBQJ\n-----END PGP SIGNATURE-----\n"
    )
    assert reply_text(text) == "It works."


# ---- never empty --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "> only quoted",
        "-- \nonly a signature",
        "Sent from my iPhone",
        f"{BLOCK}\n\nIt burns.",
        f"{INTRODUCTION}\n\n> x",
    ],
)
def test_never_empty_where_the_mail_is_not(text: str) -> None:
    assert reply_text(text).strip()


def test_an_empty_mail() -> None:
    assert reply_text("") == ""
    assert reply_text(" \n\n", "<p></p>") == ""


# ---- signatures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from my Verizon Wireless BlackBerry", "Sent from Mail for Windows 10",
        "Sent from Yahoo Mail on Android", "Get Outlook for iOS", "Get Outlook for Android<https://aka.ms/x>",
        "Von meinem iPhone gesendet", "Gesendet von Mail für Windows", "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Holen Sie sich Outlook für iOS",
        "Envoyé de mon iPhone", "Envoyé depuis mon mobile Orange", "Télécharger Outlook pour Android",
        "Enviado desde mi iPhone", "Enviado do meu iPhone", "Obtener Outlook para iOS", "Inviato da iPhone",
        "Inviato dal mio Samsung", "Scarica Outlook per iOS", "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn Samsung-apparaat", "Skickat från min iPhone", "Sendt fra min iPhone",
        "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Odesláno z iPhonu", "Odoslané z iPhonu",
        "Az iPhone-omról küldve", "Trimis de pe iPhone-ul meu", "Отправлено с iPhone", "Надіслано з iPhone",
        "Изпратено от моя iPhone", "Στάλθηκε από το iPhone μου", "iPhone'umdan gönderildi", "נשלח מה-iPhone שלי",
        "أُرسلت من الـ iPhone", "iPhoneから送信", "发自我的 iPhone", "從我的 iPhone 傳送", "나의 iPhone에서 보냄",
        "Đã gửi từ iPhone của tôi", "ส่งจาก iPhone ของฉัน", "Dikirim dari iPhone saya", "Poslano s mog iPhonea",
        "Enviat des del meu iPhone", "Saadetud minu iPhone'ist",
    ],
)  # fmt: skip
def test_mobile_signatures(line: str) -> None:
    assert reply_text(f"It works.\n\n{line}\n") == "It works."
    assert reply_text(f"It works.\n\n{line}\n\n{INTRODUCTION}\n> Does it?\n") == "It works."


@pytest.mark.parametrize(
    "text",
    [
        "It was\n\nSent from my desk, which is easier than my phone.",
        "I have sent the phone back.",
        "The mail was sent from my iPhone yesterday, but nobody answered it. What now?",
        "Ich habe es gestern gesendet, das Handy ist weg.",
        "Have you\n\n- sent the parcel\n- called the customer",
    ],
)
def test_sentences_about_sending_are_no_signature(text: str) -> None:
    assert reply_text(text) == text


@pytest.mark.parametrize("delimiter", ["-- ", "--", "—", "__", "_______________"])
def test_delimiters(delimiter: str) -> None:
    assert (
        reply_text(f"It works.\n\n{delimiter}\nAda Byron\nExample Ltd\n+44 20 7946 0000\nwww.example.com\n")
        == "It works."
    )


def test_a_sign_off_with_a_name_belongs_to_the_text() -> None:
    assert (
        reply_text(f"It works.\n\nThanks,\nAda\n\n{INTRODUCTION}\n> Does it?\n")
        == "It works.\n\nThanks,\nAda"
    )


def test_a_sign_off_with_contact_details_is_a_signature() -> None:
    text = "It works.\n\nBest regards,\n\nAda Byron\nHead of Engines\nExample Ltd\nTel: +44 20 7946 0000\n"
    assert reply_text(text) == "It works."


def test_a_dashed_list_is_no_signature() -> None:
    text = "I tried:\n\n-- the first printer\n-- the second printer\n\nBoth fail."
    assert reply_text(text) == text


@pytest.mark.parametrize(
    "paragraph",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee. If you have received "
        "it in error, please notify the sender and delete it.",
        "Diese E-Mail enthält vertrauliche Informationen und ist ausschließlich für den Adressaten bestimmt. Wenn Sie sie "
        "irrtümlich erhalten haben, informieren Sie den Absender und löschen Sie sie.",
        "Ce message est confidentiel et établi à l'intention exclusive de ses destinataires. Si vous l'avez reçu par "
        "erreur, merci de le détruire et d'en avertir l'expéditeur.",
        "Este mensaje es confidencial y va dirigido exclusivamente a su destinatario. Si lo ha recibido por error, "
        "le rogamos que lo elimine y nos lo comunique.",
    ],
)
def test_disclaimers(paragraph: str) -> None:
    assert reply_text(f"It works.\n\n{paragraph}\n") == "It works."


def test_contact_details_that_were_asked_for_are_kept() -> None:
    text = "You can reach me like this:\n\nTel: +44 20 7946 0000\nada@example.com"
    assert reply_text(text) == text


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL]",
        "ACHTUNG: Diese E-Mail kommt von einem externen Absender.",
        "You don't often get email from ada@example.com. Learn why this is important",
    ],
)
def test_the_warning_of_a_gateway_is_no_text(banner: str) -> None:
    assert reply_text(f"{banner}\n\nIt works.\n\n{INTRODUCTION}\n> Does it?\n") == "It works."


def test_the_foot_of_a_mailing_list_is_no_answer() -> None:
    foot = "_______________________________________________\nusers mailing list\nusers@lists.example.org\nhttp://lists.example.org/users\n"
    assert reply_text(f"Oh thanks.\n\n{INTRODUCTION}\n> Try this.\n\n\n{foot}") == "Oh thanks."


# ---- HTML ---------------------------------------------------------------------------------------


ANSWER_HTML = "<div>It works.</div>"
QUOTE_HTML = "<div>Please restart it.</div><div>Ada</div>"
HTML = {
    "gmail": f'<div class="gmail_quote"><div class="gmail_attr">Zemba 5 wobu Ada:<br></div><blockquote class="gmail_quote">{QUOTE_HTML}</blockquote></div>',
    "outlook.com": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Qaxaa:</b> Ada<br><b>Wobu:</b> x</div><div>{QUOTE_HTML}</div>',
    "outlook": f"<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>Qaxaa:</b> Ada<br><b>Zulpi:</b> zemba</p></div>{QUOTE_HTML}",
    "outlook-mac": f'<span id="OLK_SRC_BODY_SECTION"><div>Qaxaa: Ada</div>{QUOTE_HTML}</span>',
    "outlook-mobile": f'<div id="mail-editor-reference-message-container"><div>Qaxaa: Ada</div>{QUOTE_HTML}</div>',
    "apple": f'<div><br><blockquote type="cite"><div>Zemba wobu Ada:</div><br>{QUOTE_HTML}</blockquote></div>',
    "thunderbird": f'<div class="moz-cite-prefix">Zemba wobu Ada:<br></div><blockquote type="cite" cite="mid:1@x">{QUOTE_HTML}</blockquote>',
    "yahoo": f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Zemba wobu Ada:</div>{QUOTE_HTML}</div>',
    "proton": f'<div class="protonmail_quote">Zemba wobu Ada:<br><blockquote class="protonmail_quote" type="cite">{QUOTE_HTML}</blockquote></div>',
    "zoho": f'<div class="zmail_extra">Zemba wobu Ada:<br><blockquote>{QUOTE_HTML}</blockquote></div>',
    "gmx": f'<div name="quote" style="border-left: 2px solid #C3D9E5;">Zemba<br>{QUOTE_HTML}</div>',
    "yandex": f'<div>05.02.2018, 10:00, "Ada" &lt;<a href="mailto:a@example.com">a@example.com</a>&gt;:</div><blockquote>{QUOTE_HTML}</blockquote>',
    "zimbra": f'<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__QUOTED_TEXT__">{QUOTE_HTML}</div>',
    "hotmail": f'<hr id="stopSpelling">Zemba: x<br>{QUOTE_HTML}',
}  # fmt: skip


@pytest.mark.parametrize("program", HTML)
def test_structure_of_html(program: str) -> None:
    html = f"<html><body>{ANSWER_HTML}<br>{HTML[program]}</body></html>"
    assert reply_text(html_to_text(html), html) == "It works."


@pytest.mark.parametrize("program", ["gmail", "outlook", "apple"])
def test_structure_of_html_shows_the_quotation_in_the_text_beside_it(program: str) -> None:
    html = f"<html><body>{ANSWER_HTML}<br>{HTML[program]}</body></html>"
    assert reply_text("It works.\n\nzemba ada (wobu)\n\nPlease restart it.\nAda\n", html) == "It works."


@pytest.mark.parametrize(
    "html",
    [
        '<div>See below.</div><div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: Bob</div><div>It burns.</div></div>',
        '<div>See below.</div><blockquote type="cite"><div>Begin forwarded message:</div><div>From: Bob &lt;b@example.com&gt;</div><div>Date: 5 February 2018 10:00</div><div>Subject: x</div><br><div>It burns.</div></blockquote>',
    ],
)
def test_forwarded_html_is_kept(html: str) -> None:
    assert "It burns." in reply_text(html_to_text(html), html, subject="Fwd: x")


def test_the_answer_below_a_quotation_of_gmail() -> None:
    html = f"{HTML['gmail']}<br>{ANSWER_HTML}"
    assert reply_text(html_to_text(html), html) == "It works."


def test_answers_within_a_quotation_of_gmail() -> None:
    quote = '<blockquote class="gmail_quote">'
    html = (
        f'<div>Hi,</div><div class="gmail_quote">{INTRODUCTION}<br>{quote}Which?</blockquote></div><div>The red one.</div>'
        f'<div class="gmail_quote">{quote}Since when?</blockquote></div><div>Monday.</div>'
        f'<div class="gmail_quote">{quote}Bye</blockquote></div>'
    )
    new = reply_text(html_to_text(html), html)
    assert [line for line in new.split("\n") if line] == [
        "Hi,",
        "> Which?",
        "The red one.",
        "> Since when?",
        "Monday.",
    ]


def test_answers_within_the_one_quotation_of_gmail() -> None:
    quote = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">'
    html = (
        f'<div>Hi,</div><div class="gmail_quote"><div class="gmail_attr">Zemba 5 wobu Ada:<br></div>{quote}Which?</blockquote>'
        f"<div>The red one.</div>{quote}Since when?</blockquote><div>Monday.</div>{quote}Bye</blockquote></div>"
    )
    new = reply_text(html_to_text(html), html)
    assert [line for line in new.split("\n") if line] == [
        "Hi,",
        "> Which?",
        "The red one.",
        "> Since when?",
        "Monday.",
    ]


def test_signature_of_gmail() -> None:
    html = '<div>It works.</div><br><div class="gmail_signature"><div>Ada Byron</div><div>Engines</div></div>'
    assert reply_text(html_to_text(html), html) == "It works."


def test_a_blockquote_that_only_indents_is_kept() -> None:
    html = '<div>Try this:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">make it so</blockquote><div>Bye</div>'
    assert "make it so" in reply_text(html_to_text(html), html)


# ---- hostile input ------------------------------------------------------------------------------


HOSTILE = {
    "on": "On " * 20_000,
    "on-lines": "On \n" * 20_000,
    "newlines": "\n" * 20_000,
    "long-line": "x" * 1_000_000,
    "long-line-of-words": "wrote: " * 150_000,
    "quotes": ">" * 200_000,
    "nested": "\n".join(">" * (i % 200) + " x" for i in range(20_000)),
    "labels": "From: a@example.com\n" * 20_000,
    "unknown-labels": "Xyz: 5 May 2018 10:00\n" * 20_000,
    "dashes": "-" * 100_000,
    "dash-lines": "-- \n" * 20_000,
    "dashed-words": ("-" * 50 + " a " + "-" * 49 + "\n") * 5_000,
    "dates": "1.1.2018 " * 50_000,
    "date-lines": "On 1 May 2018 10:00 <a@b.example>\n" * 10_000,
    "colons": "a:\n" * 30_000,
    "brackets": "<a@" * 50_000,
    "spaces": " " * 500_000 + "x",
    "space-lines": (" " * 300 + "\n") * 2_000,
    "disclaimers": ("confidential error delete addressee " * 20 + "\n\n") * 1_000,
    "contacts": "+44 20 7946 0000\n" * 10_000,
    "mobile": "sent sent sent sent sent sent sent iphone?\n" * 10_000,
}
HOSTILE_HTML = {
    "open": "<div" * 100_000,
    "nested": "<blockquote type=cite>" * 30_000,
    "unclosed": "<div class=gmail_quote>" + "<div>" * 100_000,
    "quoted": '<div class="gmail_quote">x</div>' * 10_000,
    "attributes": "<div " + "a=b " * 100_000 + ">",
    "apostrophes": "<div '" * 50_000,
    "containers": "<div class=gmail_quote>x<blockquote></blockquote>" * 20_000,
    "comments": "<!--" * 100_000,
    "blockquotes": "<blockquote>" * 30_000,
    "names": '<div class="x_quote">' * 30_000,
    "signatures": '<br id="lineBreakAtBeginningOfSignature"><div>' * 10_000,
    "forwarded": "<blockquote>---- forwarded ----" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_on_hostile_text(name: str) -> None:
    started = time.process_time()
    reply_text(HOSTILE[name])
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_time_is_linear_on_hostile_html(name: str) -> None:
    started = time.process_time()
    reply_text("x", HOSTILE_HTML[name])
    assert time.process_time() - started < 2.0
