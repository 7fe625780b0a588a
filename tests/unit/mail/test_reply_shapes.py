# ruff: noqa: E501 # mail stands here as programs write it, on lines as long as theirs
"""Where quotations begin in languages that few programs speak, and in uncommon shapes."""

import pytest

from mailticket.mail.quotation_words import ABOVE_STEMS, ABOVE_THIS_LINE
from mailticket.mail.reply import reply_text

ANSWER = "It works.\nOne printer is left: 3rd floor, room 12."
QUOTED = "Please restart the print server\nand tell us what it says."

LANGUAGES = {
    "be thunderbird": "03.03.2025 16:05, Ada Byron піша:",
    "be gmail": "пн, 3 сак 2025 г. у 16:05 Ada Byron <ada@example.com> піша:",
    "sr-Latn gmail": "pon, 3. mar 2025. u 16:05 Ada Byron <ada@example.com> je napisao/la:",
    "bs gmail": "pon, 3. mar 2025. u 16:05 Ada Byron <ada@example.com> je napisao/la:",
    "mk gmail": "На пон, 3 мар. 2025 г. во 16:05 Ada Byron <ada@example.com> напиша:",
    "sq gmail": "Më hën, 3 mar 2025 në 16:05 Ada Byron <ada@example.com> ka shkruar:",
    "sq thunderbird": "Më 03.03.2025 16:05, Ada Byron shkroi:",
    "nn thunderbird": "Den 03.03.2025 16:05, skreiv Ada Byron:",
    "fo thunderbird": "Hin 03.03.2025 16:05, skrivaði Ada Byron:",
    "az gmail": "Ada Byron <ada@example.com> 3 mar 2025, B.e. tarixində, 16:05 radələrində yazdı:",
    "ur gmail": "بتاریخ پیر، 3 مارچ، 2025 کو 4:05 PM بجے Ada Byron <ada@example.com> نے لکھا:",
    "hi gmail": "सोम, 3 मार्च 2025 को 4:05 pm बजे को Ada Byron <ada@example.com> ने लिखा:",
    "bn gmail": "সোম, ৩ মার্চ, ২০২৫ তারিখে ৪:০৫ PM টায় এ Ada Byron <ada@example.com> লিখেছেন:",
    "ta gmail": "திங்., 3 மார்., 2025, பிற்பகல் 4:05 அன்று, Ada Byron <ada@example.com> எழுதியது:",
    "te gmail": "3 మార్చి, 2025 సోమ, 4:05 PMకి, Ada Byron <ada@example.com> ఇలా వ్రాశారు:",
    "mr gmail": "सोम, ३ मार्च, २०२५ रोजी ४:०५ PM वाजता Ada Byron <ada@example.com> ने लिहिले:",
    "fil gmail": "Noong Lun, Mar 3, 2025 nang 4:05 PM, sinulat ni/ng Ada Byron <ada@example.com>:",
    "ka gmail": "ორშ, 3 მარ. 2025, 16:05 — Ada Byron <ada@example.com> წერდა:",
    "ka thunderbird": "03.03.2025 16:05, Ada Byron წერს:",
    "hy gmail": "Երկ, 3 մրտ, 2025 թ., 16:05 Ada Byron <ada@example.com>-ը գրել է․",
    "kk gmail": "2025 ж. 3 нау., дс, 16:05 Ada Byron <ada@example.com> жазды:",
    "kk thunderbird": "03.03.2025 16:05, Ada Byron жазды:",
    "mn gmail": "2025 оны 3-р сарын 3, Да, 16:05 Ada Byron <ada@example.com> бичсэн:",
    "sw gmail": "Mnamo Jtt, 3 Mac 2025 saa 16:05, Ada Byron <ada@example.com> aliandika:",
    "af gmail": "Op Ma. 03 Mrt. 2025 om 16:05 het Ada Byron <ada@example.com> geskryf:",
    "cy gmail": "Ar Llun, 3 Maw 2025 am 16:05 ysgrifennodd Ada Byron <ada@example.com>:",
    "cy thunderbird": "Ar 03/03/2025 16:05, ysgrifennodd Ada Byron:",
    "ga thunderbird": "Ar 03/03/2025 16:05, scríobh Ada Byron:",
    "mt gmail": "Nhar it-Tnejn, 3 ta’ Marzu 2025 fil-16:05, Ada Byron <ada@example.com> kiteb:",
    "lb thunderbird": "Den 03.03.2025 um 16:05 huet Ada Byron geschriwwen:",
    "br thunderbird": "D'an 03/03/2025 da 16:05, Ada Byron en deus skrivet:",
    "eo thunderbird": "Je 2025-03-03 16:05, Ada Byron skribis:",
    "ne gmail": "सोम, ३ मार्च २०२५ मा ४:०५ अपराह्न मा Ada Byron <ada@example.com> ले लेख्नुभयो:",
    "si gmail": "2025 මාර්තු 3 සඳුදා, ප.ව. 4:05 ට Ada Byron <ada@example.com> ලිවීය:",
    "km gmail": "នៅថ្ងៃចន្ទ ទី3 មីនា 2025 ម៉ោង 16:05 Ada Byron <ada@example.com> បានសរសេរ៖",
    "am gmail": "በ ሰኞ፣ 3 ማርች 2025 በ 16:05 Ada Byron <ada@example.com> ጽፏል፦",
    "zu gmail": "Ngo-Mso, 3 Mas 2025 ku-16:05, Ada Byron <ada@example.com> wabhala:",
    "so": "Isn, 3 Mar 2025 16:05 ayuu qoray Ada Byron <ada@example.com>:",
    "uz": "Ada Byron <ada@example.com>, 2025-yil 3-mart, 16:05 da yozgan:",
    "bo": "༢༠༢༥-༠༣-༠༣ 16:05, Ada Byron <ada@example.com> བྲིས་པ།:",
}

ABOVE = {
    "nl": "Typ uw antwoord boven deze regel.",
    "pt": "Digite sua resposta acima desta linha",
    "it": "Digita la risposta al di sopra di questa riga",
    "pl": "Wpisz odpowiedź powyżej tego wiersza",
    "sv": "Skriv ditt svar ovanför den här raden",
    "da": "Angiv venligst dit svar over denne linje",
    "no": "Skriv svaret ditt over denne linjen",
    "fi": "Kirjoita vastauksesi tämän rivin yläpuolelle",
    "ru": "Пожалуйста, введите ответ над этой строкой",
    "tr": "Lütfen yanıtınızı bu satırın üzerine yazın",
    "ja": "この行より上に返信内容を入力してください",
    "zh": "请在此行上方输入您的回复",
    "zh-TW": "請在此行上方輸入您的回覆",
    "ko": "이 줄 위에 회신을 입력하십시오",
    "cs": "Odpovězte prosím nad tímto řádkem",
    "he": "נא להקליד את התשובה מעל לשורה זו",
    "ar": "يرجى كتابة ردك فوق هذا السطر",
    "hu": "Kérjük, a válaszát e sor fölé írja",
    "ro": "Vă rugăm să introduceți răspunsul deasupra acestui rând",
    "el": "Πληκτρολογήστε την απάντησή σας πάνω από αυτήν τη γραμμή",
    "th": "โปรดพิมพ์การตอบกลับของคุณเหนือบรรทัดนี้",
    "vi": "Vui lòng nhập trả lời của bạn ở phía trên dòng này",
    "id": "Harap ketik balasan Anda di atas baris ini",
    "uk": "Будь ласка, введіть відповідь над цим рядком",
    "hr": "Upišite odgovor iznad ove crte",
    "sk": "Odpoveď napíšte nad tento riadok",
    "sl": "Odgovor vpišite nad to vrstico",
    "ca": "Escriviu la vostra resposta sobre aquesta línia",
    "bg": "Моля, въведете отговора си над този ред",
    "in no table": "Fadlan jawaabtaada halkan ka sarreeya ku qor",
}

FORWARDS = {
    "en 0": (
        "---------- Forwarded message ----------",
        "From: Ada Byron <ada@example.com>\nDate: Mon, Mar 3, 2025 at 4:05 PM\nSubject: Router\nTo: maria@customer.example",
    ),
    "de 1": (
        "-------- Weitergeleitete Nachricht --------",
        "Betreff: Router\nDatum: Mon, 3 Mar 2025 16:05:00 +0100\nVon: Ada Byron <ada@example.com>\nAn: maria@customer.example",
    ),
    "fr 2": (
        "-------- Message transféré --------",
        "Sujet : Router\nDate : Mon, 3 Mar 2025 16:05:00 +0100\nDe : Ada Byron <ada@example.com>\nPour : maria@customer.example",
    ),
    "it 3": (
        "-------- Messaggio Inoltrato --------",
        "Oggetto: Router\nData: Mon, 3 Mar 2025 16:05:00 +0100\nMittente: Ada Byron <ada@example.com>\nA: maria@customer.example",
    ),
    "ru 4": (
        "-------- Пересылаемое сообщение --------",
        "Тема: Router\nДата: Mon, 3 Mar 2025 16:05:00 +0100\nОт: Ada Byron <ada@example.com>\nКому: maria@customer.example",
    ),
    "de 5": (
        "Anfang der weitergeleiteten Nachricht:",
        "Von: Ada Byron <ada@example.com>\nBetreff: Router\nDatum: 3. März 2025 um 16:05:00 MEZ\nAn: maria@customer.example",
    ),
    "fr 6": (
        "Début du message réexpédié :",
        "De: Ada Byron <ada@example.com>\nObjet: Router\nDate: 3 mars 2025 à 16:05:00 UTC+1\nÀ: maria@customer.example",
    ),
    "ja 7": (
        "転送されたメッセージ:",
        "差出人: Ada Byron <ada@example.com>\n件名: Router\n日付: 2025年3月3日 16:05:00 JST\n宛先: maria@customer.example",
    ),
    "zh 8": (
        "以下是转发的邮件：",
        "发件人: Ada Byron <ada@example.com>\n主题: Router\n日期: 2025年3月3日 GMT+8 16:05:00\n收件人: maria@customer.example",
    ),
    "ko 9": (
        "전달된 메시지 시작:",
        "보낸 사람: Ada Byron <ada@example.com>\n제목: Router\n날짜: 2025년 3월 3일 오후 4시 5분 0초 GMT+9\n받는 사람: maria@customer.example",
    ),
    "pl 10": (
        "-------- Przekazana wiadomość --------",
        "Temat: Router\nData: Mon, 3 Mar 2025 16:05:00 +0100\nNadawca: Ada Byron <ada@example.com>\nAdresat: maria@customer.example",
    ),
    "es 11": (
        "Inicio del mensaje reenviado:",
        "De: Ada Byron <ada@example.com>\nAsunto: Router\nFecha: 3 de marzo de 2025, 16:05:00 CET\nPara: maria@customer.example",
    ),
    "sv 12": (
        "Vidarebefordrat brev:",
        "Från: Ada Byron <ada@example.com>\nÄmne: Router\nDatum: 3 mars 2025 16:05:00 CET\nTill: maria@customer.example",
    ),
    "cs 13": (
        "-------- Přeposlaná zpráva --------",
        "Předmět: Router\nDatum: Mon, 3 Mar 2025 16:05:00 +0100\nOd: Ada Byron <ada@example.com>\nKomu: maria@customer.example",
    ),
    "he 14": (
        "---------- הודעה מועברת ----------",
        "מאת: Ada Byron <ada@example.com>\nתאריך: 3 במרץ 2025\nנושא: Router\nאל: maria@customer.example",
    ),
    "tr 15": (
        "---------- İletilen ileti ----------",
        "Kimden: Ada Byron <ada@example.com>\nTarih: 3 Mart 2025 16:05\nKonu: Router\nAlıcı: maria@customer.example",
    ),
}


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("name", LANGUAGES)
def test_in_languages_that_few_programs_speak(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{LANGUAGES[name]}\n\n{quoted(QUOTED)}\n") == ANSWER


@pytest.mark.parametrize("name", ABOVE)
def test_what_asks_for_an_answer_above_it_holds_one_of_the_stems(name: str) -> None:
    said = ABOVE[name].lower()
    assert any(stem in said for stem in ABOVE_STEMS) == bool(ABOVE_THIS_LINE.search(said))


@pytest.mark.parametrize("name", ABOVE)
def test_please_answer_above_this_line(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n##- {ABOVE[name]} -##\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", FORWARDS)
def test_what_was_forwarded_is_kept(name: str) -> None:
    line, header = FORWARDS[name]
    plain = f"{ANSWER}\n\n{line}\n\n{header}\n\n{QUOTED}"
    signed = f"{ANSWER}\n\n{line}\n\n{quoted(header)}\n>\n{quoted(QUOTED)}"
    assert reply_text(plain, subject="Fwd: Router") == plain
    assert reply_text(signed, subject="Fwd: Router") == signed


def test_a_quotation_whose_introduction_is_quoted_too_stands_above_the_answer() -> None:
    introduction = "On Mar 3, 2025, at 4:05 PM, Ada Byron <ada@example.com> wrote:"
    assert reply_text(f"> {introduction}\n>\n{quoted(QUOTED)}\n\n{ANSWER}\n") == ANSWER


def test_a_quotation_below_a_separator_and_header_lines_stands_above_the_answer() -> None:
    block = "From: Ada Byron <ada@example.com>\nSent: Monday, March 3, 2025 4:05 PM\nTo: a@example.org\nSubject: x"
    text = f"-----Original Message-----\n{block}\n\n{quoted(QUOTED)}\n\n{ANSWER}\n"
    assert reply_text(text) == ANSWER


def test_quoted_lines_may_begin_with_initials() -> None:
    said = "Monday, March 3, 2025, 4:05:00 PM, you wrote:"
    assert reply_text(f"{said}\nAB> Which one?\nAB> Since when?\n\n{ANSWER}\n") == ANSWER
    prompt = "I typed:\n\nSQL> select 1;\nSQL> exit\n\nand nothing came."
    assert reply_text(prompt) == prompt


def test_a_separator_of_outlook_within_the_quotation() -> None:
    block = "From:\tAda Byron [SMTP:ada@example.com]\nSent:\tMonday, March 03, 2008 4:05 PM\nTo:\ta@example.org\nSubject:\tx"
    text = quoted(f"-----Original Message-----\n{block}\n\n{QUOTED}")
    assert reply_text(f"{text}\n\n{ANSWER}\n") == ANSWER


def test_values_may_stand_below_their_labels() -> None:
    block = "From:\nAda Byron <ada@example.com>\nSent:\nMonday, March 3, 2025 4:05 PM\nTo:\na@example.org\nSubject:\nx"
    assert reply_text(f"{ANSWER}\n\n{block}\n\n{QUOTED}\n") == ANSWER


def test_the_same_prefix_is_of_a_reply_in_finnish_and_of_a_forward_in_danish() -> None:
    finnish = "Lähettäjä: Ada Byron <ada@example.com>\nLähetetty: maanantai 3. maaliskuuta 2025 16.05\nVastaanottaja: a@example.org\nAihe: Router"
    danish = "Fra: Ada Byron <ada@example.com>\nSendt: 3. marts 2025 16:05\nTil: a@example.org\nEmne: Router"
    assert reply_text(f"{ANSWER}\n\n{finnish}\n\n{QUOTED}", subject="VS: Router") == ANSWER
    text = f"{ANSWER}\n\n{danish}\n\n{QUOTED}"
    assert reply_text(text, subject="VS: Router") == text


@pytest.mark.parametrize("sign", ["|", ":", "»", "}"])
def test_other_signs_quote_below_an_introduction(sign: str) -> None:
    said = "On 03/03/2025 16:05, Ada Byron wrote:"
    signed = quoted(QUOTED).replace(">", sign)
    assert reply_text(f"{said}\n{signed}\n\n{ANSWER}\n") == ANSWER
    table = f"The list:\n\n{signed}\n\nis wrong."
    assert reply_text(table) == table


@pytest.mark.parametrize(
    "last", ["Call me at 16:05", "Ada", "It is room 12", "See https://example.com/a?b=1"]
)
@pytest.mark.parametrize(
    "said",
    [
        "--- Ada Byron <ada@example.com> wrote:",
        "Ada Byron <ada@example.com> writes:",
        "(2014/03/03 16:05), Ada Byron wrote:",
        "03.03.2025 16:05, Ada Byron пишет:",
        "On Mon, Mar 3, 2025 at 4:05 PM Ada Byron\n<ada@example.com> wrote:",
    ],
)
def test_the_last_line_of_an_answer_may_stand_directly_above(said: str, last: str) -> None:
    assert reply_text(f"It works.\n{last}\n{said}\n{quoted(QUOTED)}\n") == f"It works.\n{last}"


def test_a_quotation_within_the_quotation_above_the_answer() -> None:
    older = "On 2/3/25 16:05, Bob wrote:\n> old\n\nnew"
    assert reply_text(f"On 3/3/25 16:05, Ada wrote:\n{quoted(older)}\n\n{ANSWER}\n") == ANSWER


def test_a_sentence_below_a_separator() -> None:
    said = "------- Original Message -------\nOn Monday, March 3rd, 2025 at 4:05 PM, Ada Byron <ada@example.com> wrote:"
    assert reply_text(f"{said}\n\n{quoted(QUOTED)}\n\n{ANSWER}\n") == ANSWER
    assert reply_text(f"{ANSWER}\n\n{said}\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize(
    "table",
    [
        "Ada Byron <ada@example.com>\n03/03/2008 04:05 PM\n\nTo\na@example.org\ncc\n\nSubject\nRouter\n\n",
        "Ada Byron/Berlin/IBM\n03.03.2008 16:05\n\nAn\nDesk/Berlin/IBM@IBMDE\nKopie\nBob\nThema\nRe: Router\n",
    ],
)
def test_labels_may_stand_alone_in_their_lines(table: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{table}\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize(
    "said",
    [
        "On 03/03/2025 16:05, My Company Support wrote:",
        "Am 03.03.25 um 16:05 schrieb Ihr Support-Team:",
        "Le 03/03/2025 à 16:05, Votre conseiller a écrit :",
        "03.03.2025 16:05, Ваша служба поддержки пишет:",
        "On 3/3/25 16:05, me@example.com wrote:",
    ],
)
def test_a_name_may_hold_what_a_person_would_say(said: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{said}\n{quoted(QUOTED)}\n") == ANSWER


def test_no_introduction_runs_through_the_end_of_a_sentence() -> None:
    answer = "Thanks, that fixed it.\nYou can close this one."
    said = "On March 3, 2025 at 4:05 PM GMT+1 ada@example.com wrote:"
    assert reply_text(f"{answer}\n{said}\n{QUOTED}\n") == answer
