"""A quotation is told from the answer in every language, by whatever program it was introduced."""

import textwrap

import pytest

from mailticket.mail.reply import reply_text

ANSWER = "Thank you, that helped.\nOne printer is left: 3rd floor, room 12."
QUOTED = "Dear customer,\n\nplease restart the print server and tell us what it says.\n\nYour support"

# What Gmail writes above a quotation, by language.
GMAIL = {
    "en": "On Mon, Feb 5, 2018 at 10:00 AM Ada Byron <ada@example.com> wrote:",
    "en-GB": "On Mon, 5 Feb 2018 at 10:00, Ada Byron <ada@example.com> wrote:",
    "de": "Am Mo., 5. Feb. 2018 um 10:00 Uhr schrieb Ada Byron <ada@example.com>:",
    "de-old": "Ada Byron <ada@example.com> schrieb am Mo., 5. Feb. 2018, 10:00:",
    "fr": "Le lun. 5 févr. 2018 à 10:00, Ada Byron <ada@example.com> a écrit :",
    "es": "El lun, 5 feb 2018 a las 10:00, Ada Byron (<ada@example.com>) escribió:",
    "it": "Il giorno lun 5 feb 2018 alle ore 10:00 Ada Byron <ada@example.com> ha scritto:",
    "pt": "Em seg., 5 de fev. de 2018 às 10:00, Ada Byron <ada@example.com> escreveu:",
    "nl": "Op ma 5 feb. 2018 om 10:00 schreef Ada Byron <ada@example.com>:",
    "sv": "Den mån 5 feb. 2018 kl 10:00 skrev Ada Byron <ada@example.com>:",
    "da": "Den man. 5. feb. 2018 kl. 10.00 skrev Ada Byron <ada@example.com>:",
    "no": "man. 5. feb. 2018 kl. 10:00 skrev Ada Byron <ada@example.com>:",
    "fi": "ma 5. helmik. 2018 klo 10.00 Ada Byron (ada@example.com) kirjoitti:",
    "pl": "pon., 5 lut 2018 o 10:00 Ada Byron <ada@example.com> napisał(a):",
    "cs": "po 5. 2. 2018 v 10:00 odesílatel Ada Byron <ada@example.com> napsal:",
    "sk": "po 5. 2. 2018 o 10:00 Ada Byron <ada@example.com> napísal(a):",
    "hu": "Ada Byron <ada@example.com> ezt írta (időpont: 2018. febr. 5., H, 10:00):",
    "ro": "În lun., 5 feb. 2018 la 10:00, Ada Byron <ada@example.com> a scris:",
    "ru": "пн, 5 февр. 2018 г. в 10:00, Ада Байрон <ada@example.com>:",
    "uk": "пн, 5 лют. 2018 р. о 10:00 Ада Байрон <ada@example.com> пише:",
    "bg": "На пн, 5.02.2018 г. в 10:00 Ада Байрон <ada@example.com> написа:",
    "el": "Στις Δευ, 5 Φεβ 2018 στις 10:00 π.μ., ο χρήστης Άντα <ada@example.com> έγραψε:",
    "tr": "Ada Byron <ada@example.com>, 5 Şub 2018 Pzt, 10:00 tarihinde şunu yazdı:",
    "he": (
        "\u202bבתאריך יום ב׳, 5 בפבר׳ 2018 ב-10:00 מאת \u202aעדה\u202c\u200f "
        "<\u202aada@example.com\u202c\u200f>:\u202c"
    ),
    "ar": "في الاثنين، 5 فبراير 2018 في 10:00 ص تمت كتابة ما يلي بواسطة آدا <ada@example.com>:",
    "fa": "در تاریخ دوشنبه ۵ فوریهٔ ۲۰۱۸،\u200f ۱۰:۰۰ آدا <ada@example.com> نوشت:",
    "zh-CN": "艾达 <ada@example.com> 于2018年2月5日周一 上午10:00写道：",
    "zh-TW": "艾達 <ada@example.com> 於 2018年2月5日 週一 上午10:00寫道：",
    "ja": "2018年2月5日(月) 10:00 エイダ <ada@example.com>:",
    "ko": "2018년 2월 5일 (월) 오전 10:00, 에이다 <ada@example.com>님이 작성:",
    "vi": "Vào Th 2, 5 thg 2, 2018 vào lúc 10:00 Ada Byron <ada@example.com> đã viết:",
    "th": "ในวันที่ จ. 5 ก.พ. 2018 เวลา 10:00 เอดา <ada@example.com> เขียนว่า:",
    "id": "Pada tanggal Sen, 5 Feb 2018 pukul 10.00 Ada Byron <ada@example.com> menulis:",
    "ms": "Pada Isn, 5 Feb 2018 pada 10:00 PG Ada Byron <ada@example.com> menulis:",
    "hr": "pon, 5. velj 2018. u 10:00 Ada Byron <ada@example.com> napisao je:",
    "sl": "V V pon., 5. feb. 2018 ob 10:00 je oseba Ada Byron <ada@example.com> napisala:",
    "sr": "пон, 5. феб 2018. у 10:00 Ада Бајрон <ada@example.com> је написао/ла:",
    "lt": "2018-02-05, pr, 10:00 Ada Byron <ada@example.com> rašė:",
    "lv": "pirmd., 2018. g. 5. febr., plkst. 10:00 — lietotājs Ada (<ada@example.com>) rakstīja:",
    "et": "Ada Byron <ada@example.com> kirjutas kuupäeval E, 5. veebruar 2018 kell 10:00:",
    "ca": "Missatge de Ada Byron <ada@example.com> del dia dl., 5 de febr. 2018 a les 10:00:",
    "eu": "Ada Byron (<ada@example.com>) erabiltzaileak hau idatzi du (2018 ots. 5, al. 10:00):",
    "gl": "O luns, 5 feb 2018 ás 10:00, Ada Byron (<ada@example.com>) escribiu:",
    "is": "Þann mán., 5. feb. 2018 kl. 10:00 skrifaði Ada Byron <ada@example.com>:",
    "hi": "सोम, 5 फ़र॰ 2018 को 10:00 बजे को एडा <ada@example.com> ने लिखा:",
    "af": "Op Ma 5 Feb. 2018 om 10:00 het Ada Byron <ada@example.com> geskryf:",
}  # fmt: skip

# Apple Mail, Thunderbird, Yahoo, Lotus Notes and others.
PROGRAMS = {
    "apple-en": "On 5 Feb 2018, at 10:00, Ada Byron <ada@example.com> wrote:",
    "apple-en-us": "On Feb 5, 2018, at 10:00 AM, Ada Byron <ada@example.com> wrote:",
    "apple-de": "Am 05.02.2018 um 10:00 schrieb Ada Byron <ada@example.com>:",
    "apple-fr": "Le 5 févr. 2018 à 10:00, Ada Byron <ada@example.com> a écrit :",
    "apple-es": "El 5 feb 2018, a las 10:00, Ada Byron <ada@example.com> escribió:",
    "apple-it": "Il giorno 05 feb 2018, alle ore 10:00, Ada Byron <ada@example.com> ha scritto:",
    "apple-nl": "Op 5 feb. 2018, om 10:00 heeft Ada Byron <ada@example.com> het volgende geschreven:",
    "apple-pt": "No dia 05/02/2018, às 10:00, Ada Byron <ada@example.com> escreveu:",
    "apple-sv": "5 feb. 2018 kl. 10:00 skrev Ada Byron <ada@example.com>:",
    "apple-da": "Den 5. feb. 2018 kl. 10.00 skrev Ada Byron <ada@example.com>:",
    "apple-no": "5. feb. 2018 kl. 10:00 skrev Ada Byron <ada@example.com>:",
    "apple-fi": "Ada Byron <ada@example.com> kirjoitti 5.2.2018 kello 10.00:",
    "apple-pl": "Wiadomość napisana przez Ada Byron <ada@example.com> w dniu 05.02.2018, o godz. 10:00:",
    "apple-ru": "5 февр. 2018 г., в 10:00, Ада Байрон <ada@example.com> написал(а):",
    "apple-ja": "2018/02/05 10:00、エイダ <ada@example.com>のメール:",
    "apple-zh": "在 2018年2月5日，10:00，艾达 <ada@example.com> 写道：",
    "apple-zh-tw": "艾達 <ada@example.com> 於 2018年2月5日 上午10:00 寫道：",
    "apple-ko": "2018. 2. 5. 오전 10:00, 에이다 <ada@example.com> 작성:",
    "apple-tr": "Ada Byron <ada@example.com> şunları yazdı (5 Şub 2018 10:00):",
    "apple-cs": "5. 2. 2018 v 10:00, Ada Byron <ada@example.com>:",
    "thunderbird-en": "On 02/05/2018 10:00 AM, Ada Byron wrote:",
    "thunderbird-de": "Am 05.02.18 um 10:00 schrieb Ada Byron:",
    "thunderbird-fr": "Le 05/02/2018 à 10:00, Ada Byron a écrit :",
    "thunderbird-es": "El 5/2/18 a las 10:00, Ada Byron escribió:",
    "thunderbird-it": "Il 05/02/2018 10:00, Ada Byron ha scritto:",
    "thunderbird-nl": "Op 5-2-2018 om 10:00 schreef Ada Byron:",
    "thunderbird-pl": "W dniu 05.02.2018 o 10:00, Ada Byron pisze:",
    "thunderbird-sv": "Den 2018-02-05 kl. 10:00, skrev Ada Byron:",
    "thunderbird-cs": "Dne 5. 2. 2018 v 10:00 Ada Byron napsal(a):",
    "thunderbird-hu": "2018. 02. 05. 10:00 keltezéssel, Ada Byron írta:",
    "thunderbird-ru": "05.02.2018 10:00, Ада Байрон пишет:",
    "thunderbird-uk": "05.02.18 10:00, Ада Байрон пише:",
    "thunderbird-fi": "Ada Byron kirjoitti 5.2.2018 klo 10.00:",
    "thunderbird-pt": "Em 05/02/2018 10:00, Ada Byron escreveu:",
    "thunderbird-ro": "Pe 05.02.2018 10:00, Ada Byron a scris:",
    "thunderbird-el": "Στις 5/2/2018 10:00 π.μ., ο Άντα έγραψε:",
    "thunderbird-bg": "На 5.2.2018 г. в 10:00, Ада Байрон написа:",
    "thunderbird-zh": "在 2018/2/5 10:00, Ada 写道:",
    "thunderbird-ko": "2018-02-05 오전 10:00에 Ada 이(가) 쓴 글:",
    "yahoo-en": "On Monday, February 5, 2018, 10:00:00 AM GMT+1, Ada Byron <ada@example.com> wrote:",
    "yahoo-de": "Ada Byron <ada@example.com> schrieb am 10:00 Montag, 5.Februar 2018:",
    "yahoo-fr": "Le lundi 5 février 2018 à 10:00:00 UTC+1, Ada Byron <ada@example.com> a écrit :",
    "yahoo-es": "El lunes, 5 de febrero de 2018 10:00:00 CET, Ada Byron <ada@example.com> escribió:",
    "yahoo-it": "Il lunedì 5 febbraio 2018, 10:00:00 CET, Ada Byron <ada@example.com> ha scritto:",
    "yahoo-pt": "Em segunda-feira, 5 de fevereiro de 2018 10:00:00 BRT, Ada <ada@example.com> escreveu:",
    "notes": "Ada Byron/US/ACME@ACME wrote on 05/02/2018 10:00:00:",
    "proton": "On Monday, February 5th, 2018 at 10:00 AM, Ada Byron <ada@example.com> wrote:",
    "yandex": '05.02.2018, 10:00, "Ада Байрон" <ada@example.com>:',
    "mail.ru": "Понедельник, 5 февраля 2018, 10:00 +03:00 от Ада Байрон <ada@example.com>:",
    "seznam": "---------- Původní e-mail ----------",
    "gmx": (
        'Gesendet: Montag, 05. Februar 2018 um 10:00 Uhr\nVon: "Ada Byron" <ada@example.com>\n'
        "An: x@example.org\nBetreff: Drucker"
    ),
}  # fmt: skip

# The block of Outlook: labels of sender, date, recipient and subject, and a date.
OUTLOOK = {
    "en": ("From", "Sent", "To", "Subject", "Monday, February 5, 2018 10:00 AM"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Montag, 5. Februar 2018 10:00"),
    "fr": ("De\u00a0", "Envoyé\u00a0", "À\u00a0", "Objet\u00a0", "lundi 5 février 2018 10:00"),
    "es": ("De", "Enviado el", "Para", "Asunto", "lunes, 5 de febrero de 2018 10:00"),
    "it": ("Da", "Inviato", "A", "Oggetto", "lunedì 5 febbraio 2018 10:00"),
    "pt": ("De", "Enviada em", "Para", "Assunto", "segunda-feira, 5 de fevereiro de 2018 10:00"),
    "pt-PT": ("De", "Enviado", "Para", "Assunto", "5 de fevereiro de 2018 10:00"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "maandag 5 februari 2018 10:00"),
    "sv": ("Från", "Skickat", "Till", "Ämne", "den 5 februari 2018 10:00"),
    "da": ("Fra", "Sendt", "Til", "Emne", "5. februar 2018 10:00"),
    "no": ("Fra", "Sendt", "Til", "Emne", "mandag 5. februar 2018 kl. 10.00"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe", "maanantai 5. helmikuuta 2018 10.00"),
    "pl": ("Od", "Wysłano", "Do", "Temat", "poniedziałek, 5 lutego 2018 10:00"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět", "pondělí 5. února 2018 10:00"),
    "sk": ("Od", "Odoslané", "Komu", "Predmet", "pondelok 5. februára 2018 10:00"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy", "2018. február 5., hétfő 10:00"),
    "ro": ("De la", "Trimis", "Către", "Subiect", "luni, 5 februarie 2018 10:00"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "5 февраля 2018 г. 10:00"),
    "uk": ("Від", "Надіслано", "Кому", "Тема", "5 лютого 2018 р. 10:00"),
    "bg": ("От", "Изпратено", "До", "Относно", "понеделник, 5 февруари 2018 г. 10:00"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα", "Δευτέρα, 5 Φεβρουαρίου 2018 10:00"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu", "5 Şubat 2018 Pazartesi 10:00"),
    "he": ("מאת", "נשלח", "אל", "נושא", "יום שני 5 פברואר 2018 10:00"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع", "الاثنين، 5 فبراير 2018 10:00 ص"),
    "zh-CN": ("发件人", "发送时间", "收件人", "主题", "2018年2月5日 10:00"),
    "zh-TW": ("寄件者", "寄件日期", "收件者", "主旨", "2018年2月5日 上午 10:00"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "2018年2月5日月曜日 10:00"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "2018년 2월 5일 월요일 오전 10:00"),
    "vi": ("Từ", "Đã gửi", "Đến", "Chủ đề", "Thứ Hai, 5 tháng 2 2018 10:00"),
    "th": ("จาก", "ส่ง", "ถึง", "เรื่อง", "วันจันทร์ที่ 5 กุมภาพันธ์ 2018 10:00"),
    "id": ("Dari", "Dikirim", "Kepada", "Subjek", "Senin, 05 Februari 2018 10:00"),
    "ms": ("Daripada", "Dihantar", "Kepada", "Subjek", "Isnin, 5 Februari 2018 10:00"),
    "hr": ("Od", "Poslano", "Za", "Predmet", "5. veljače 2018. 10:00"),
    "sl": ("Od", "Poslano", "Za", "Zadeva", "ponedeljek, 05. februar 2018 10:00"),
    "sr": ("Od", "Poslato", "Za", "Naslov", "5. februar 2018. 10:00"),
    "lt": ("Nuo", "Išsiųsta", "Kam", "Tema", "2018 m. vasario 5 d. 10:00"),
    "lv": ("No", "Nosūtīts", "Kam", "Temats", "pirmdiena, 2018. gada 5. februāris 10:00"),
    "et": ("Saatja", "Saatmisaeg", "Adressaat", "Teema", "esmaspäev, 5. veebruar 2018 10:00"),
    "ca": ("De", "Enviat el", "Per a", "Assumpte", "dilluns, 5 de febrer de 2018 10:00"),
    "is": ("Frá", "Sent", "Til", "Efni", "mánudagur, 5. febrúar 2018 10:00"),
    "hi": ("प्रेषक", "भेजा गया", "प्रति", "विषय", "सोमवार, 5 फ़रवरी 2018 10:00"),
    "unknown": ("Qaxaa", "Zulpi", "Wobu", "Mirra", "5 zemba 2018 10:00"),
}

INTRODUCTIONS = {**{f"gmail-{k}": v for k, v in GMAIL.items()}, **PROGRAMS}


def prefixed(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def block(language: str) -> str:
    sender, sent, to, subject, date = OUTLOOK[language]
    return (
        f"{sender}: Ada Byron <ada@example.com>\n{sent}: {date}\n"
        f"{to}: support@example.org\n{subject}: Printer on fire"
    )


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_quoted_lines_below_a_sentence(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{INTRODUCTIONS[name]}\n\n{prefixed(QUOTED)}\n") == ANSWER


@pytest.mark.parametrize("name", [name for name in INTRODUCTIONS if name != "thunderbird-ko"])
def test_a_quotation_without_prefix_below_a_sentence(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{INTRODUCTIONS[name]}\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_the_sentence_is_wrapped_and_follows_at_once(name: str) -> None:
    line = INTRODUCTIONS[name]
    wrapped = line if "\n" in line else "\n".join(textwrap.wrap(line, 60, break_long_words=False))
    assert reply_text(f"{ANSWER}\n{wrapped}\n{prefixed(QUOTED)}\n") == ANSWER


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_the_answer_below_the_quotation(name: str) -> None:
    assert reply_text(f"{INTRODUCTIONS[name]}\n{prefixed(QUOTED)}\n\n{ANSWER}\n") == ANSWER


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("above", ["", "_" * 32 + "\n", "-----Original Message-----\n", "\n" * 3])
def test_a_block_of_header_lines(language: str, above: str) -> None:
    text = f"{ANSWER}\n\n{above}{block(language)}\n\n{QUOTED}\n"
    assert reply_text(text, subject="Re: Printer on fire") == ANSWER


@pytest.mark.parametrize("language", OUTLOOK)
def test_a_block_with_bold_labels_and_blank_lines(language: str) -> None:
    bold = "\n\n".join(f"*{line.replace(':', ':*', 1)}" for line in block(language).split("\n"))
    assert reply_text(f"{ANSWER}\n\n{bold}\n\n{QUOTED}\n", subject="Re: Printer on fire") == ANSWER


@pytest.mark.parametrize("language", OUTLOOK)
def test_a_forwarded_mail_is_kept(language: str) -> None:
    text = f"Please look into this.\n\n{block(language)}\n\n{QUOTED}"
    assert reply_text(text, subject="Fwd: Printer on fire") == text
