"""Mail that was passed on, in the languages of many programs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mailticket.mail.forwarded import forwarded
from mailticket.mail.written_date import instant

BERLIN = ZoneInfo("Europe/Berlin")
ONE = datetime(2025, 3, 3, 15, 5, tzinfo=UTC)
HEADERS = {  # From, Subject, and a line for the date
    "fr": ("De", "Objet", "Envoyé : lundi 3 mars 2025 16:05"),
    "es": ("De", "Asunto", "Enviado el: lunes, 3 de marzo de 2025 16:05"),
    "it": ("Da", "Oggetto", "Data: 3 marzo 2025 alle ore 16:05:00 CET"),
    "pt": ("De", "Assunto", "Enviada em: segunda-feira, 3 de março de 2025 16:05"),
    "nl": ("Van", "Onderwerp", "Verzonden: maandag 3 maart 2025 16:05"),
    "pl": ("Nadawca", "Temat", "Data: 3 marca 2025 o 16:05:00 CET"),
    "cs": ("Od", "Předmět", "Odesláno: pondělí 3. března 2025 16:05"),
    "hu": ("Feladó", "Tárgy", "Elküldve: 2025. március 3., hétfő 16:05"),
    "ru": ("От", "Тема", "Отправлено: 3 марта 2025 г. 16:05"),
    "uk": ("Від", "Тема", "Дата: понеділок, 3 березня 2025 р., 16:05"),
    "el": ("Από", "Θέμα", "Στάλθηκε: Δευτέρα, 3 Μαρτίου 2025 4:05 μμ"),
    "tr": ("Kimden", "Konu", "Gönderildi: 3 Mart 2025 Pazartesi 16:05"),
    "fi": ("Lähettäjä", "Aihe", "Lähetetty: maanantai 3. maaliskuuta 2025 16.05"),
    "sv": ("Från", "Ämne", "Skickat: den 3 mars 2025 16:05"),
    "lt": ("Nuo", "Tema", "Išsiųsta: 2025 m. kovo 3 d., pirmadienis 16:05"),
    "lv": ("No", "Temats", "Nosūtīts: pirmdiena, 2025. gada 3. marts 16:05"),
    "he": ("מאת", "נושא", "נשלח: יום שני 03 מרץ 2025 16:05"),
    "ar": ("من", "الموضوع", "تم الإرسال: 03 مارس, 2025 04:05 م"),
    "fa": ("از", "موضوع", "ارسال شده: دوشنبه, ۳ مارس ۲۰۲۵ ۱۶:۰۵"),
    "hi": ("प्रेषक", "विषय", "भेजा गया: सोमवार, 3 मार्च 2025 16:05"),
    "th": ("จาก", "เรื่อง", "ส่ง: 3 มีนาคม 2568 16:05"),
    "vi": ("Từ", "Chủ đề", "Đã gửi: Thứ Hai, 3 tháng 3, 2025 4:05 CH"),
    "zh": ("发件人", "主题", "发送时间: 2025年3月3日 16:05"),
    "zh-TW": ("寄件者", "主旨", "寄件日期: 2025年3月3日 下午 04:05"),
    "ja": ("差出人", "件名", "日付: 2025年3月3日 16:05:00 JST"),
    "ko": ("보낸 사람", "제목", "보낸 날짜: 2025년 3월 3일 월요일 오후 4:05"),
}


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("quoted", ["", "> "])
def test_author_date_and_subject(language: str, quoted: str) -> None:
    author, subject, date = HEADERS[language]
    header = f"{author}: Carol Jones <carol@acme.example>\n{date}\n*{subject}:* Printer"
    below = "\n".join(quoted + line for line in f"{header}\n\nIt burns.".split("\n"))
    found = forwarded(f"FYI\n\n________________________________\n{below}", BERLIN)
    assert found is not None
    assert (found.author.name, found.author.address) == ("Carol Jones", "carol@acme.example")
    assert (found.date, found.subject, found.text, found.above) == (ONE, "Printer", "It burns.", "FYI")


@pytest.mark.parametrize(
    "value", ["", "yesterday", "3 March 2025", "99 März 2025 16:05", "31.02.2025 16:05", "9" * 400]
)
def test_what_is_no_moment(value: str) -> None:
    assert instant(value, BERLIN) is None
