# ruff: noqa: E501 # as a table
"""Header lines above a quotation whose names stand without addresses: told by their labels, in each language."""

import pytest

from mailticket.mail.reply import reply_text

# How Outlook writes a date; and From, Sent, To, Cc and Subject as programs name them.
LABELS = {
    ("af", "Maandag, 03 Maart 2025 16:05"): [
        "Van | Gestuur | Aan | Cc | Onderwerp",
        "Van | Datum | Aan | Cc | Onderwerp",
    ],
    ("ar", "03 مارس, 2025 04:05 م"): [
        "من | تم الإرسال | إلى | نسخة | الموضوع",
        "من | التاريخ | إلى | نسخة | الموضوع",
        "من | أرسلت | إلى | نسخة إلى | الموضوع",
        "المرسل | التاريخ | المستلم | نسخة | الموضوع",
        "من | تاريخ الإرسال | إلى | نسخة | الموضوع",
    ],
    ("az", "3 mart 2025 16:05"): [
        "Kimdən | Göndərildi | Kimə | Surət | Mövzu",
        "Kimdən | Tarix | Kimə | Surət | Mövzu",
        "Göndərən | Tarix | Alan | Cc | Mövzu",
    ],
    ("be", "панядзелак, 3 сакавіка 2025 г. 16:05"): [
        "Ад | Адпраўлена | Каму | Копія | Тэма",
        "Ад | Дата | Каму | Копія | Тэма",
        "Адпраўнік | Дата | Атрымальнік | Копія | Тэма",
    ],
    ("bg", "понеделник, 3 март 2025 г. 16:05"): [
        "От | Изпратено | До | Копие | Относно",
        "От | Дата | До | Копие | Относно",
        "От | Изпратено на | До | Копие | Тема",
        "Подател | Дата | Получател | Копие | Тема",
    ],
    ("bn", "সোমবার, ৩ মার্চ ২০২৫ ১৬:০৫"): [
        "প্রেরক | পাঠানো হয়েছে | প্রাপক | অনুলিপি | বিষয়",
        "প্রেরক | তারিখ | প্রাপক | অনুলিপি | বিষয়",
    ],
    ("ca", "dilluns, 3 de març de 2025 16:05"): [
        "De | Enviat el | Per a | A/c | Tema",
        "De | Data | Per a | Cc | Assumpte",
        "De | Enviat | Per a | Cc | Tema",
    ],
    ("cs", "pondělí 3. března 2025 16:05"): [
        "Od | Odesláno | Komu | Kopie | Předmět",
        "Od | Datum | Komu | Kopie | Předmět",
        "Odesílatel | Datum | Příjemce | Kopie | Předmět",
    ],
    ("cy", "03 Mawrth 2025 16:05"): [
        "Oddi wrth | Anfonwyd | At | Cc | Pwnc",
        "Oddi wrth | Dyddiad | At | Cc | Pwnc",
    ],
    ("da", "3. marts 2025 16:05"): [
        "Fra | Sendt | Til | Cc | Emne",
        "Fra | Dato | Til | Cc | Emne",
        "Afsender | Sendt | Modtager | Cc | Emne",
    ],
    ("de", "Montag, 3. März 2025 16:05"): [
        "Von | Gesendet | An | Cc | Betreff",
        "Von | Datum | An | Kopie | Betreff",
        "Absender | Gesendet am | Empfänger | Cc | Betreff",
    ],
    ("el", "Δευτέρα, 3 Μαρτίου 2025 4:05 μμ"): [
        "Από | Στάλθηκε | Προς | Κοιν. | Θέμα",
        "Από | Ημερομηνία | Προς | Κοιν. | Θέμα",
        "Από | Αποστολή | Προς | Κοιν. | Θέμα",
        "Αποστολέας | Ημερομηνία | Παραλήπτης | Κοιν. | Θέμα",
    ],
    ("en", "Monday, March 3, 2025 4:05 PM"): [
        "From | Sent | To | Cc | Subject",
        "From | Date | To | Cc | Subject",
    ],
    ("es", "lunes, 3 de marzo de 2025 16:05"): [
        "De | Enviado el | Para | CC | Asunto",
        "De | Enviado | Para | CC | Asunto",
        "De | Fecha | Para | CC | Asunto",
        "Remitente | Fecha | Destinatario | CC | Asunto",
    ],
    ("et", "esmaspäev, 3. märts 2025 16:05"): [
        "Saatja | Saadetud | Adressaat | Koopia | Teema",
        "Kellelt | Saadetud | Kellele | Koopia | Teema",
        "Saatja | Kuupäev | Saaja | Koopia | Teema",
        "Saatja | Saatmisaeg | Adressaat | Koopia | Teema",
    ],
    ("eu", "2025(e)ko martxoaren 3(a), astelehena 16:05"): [
        "Nork | Bidalia | Nori | Cc | Gaia",
        "Igorlea | Data | Hartzailea | Cc | Gaia",
        "Nork | Noiz | Nori | Cc | Gaia",
    ],
    ("fa", "دوشنبه, ۳ مارس ۲۰۲۵ ۱۶:۰۵"): [
        "از | ارسال شده | به | رونوشت | موضوع",
        "از | تاریخ | به | رونوشت | موضوع",
        "فرستنده | تاریخ | گیرنده | رونوشت | موضوع",
        "از طرف | ارسال شده | به | رونوشت | موضوع",
    ],
    ("fi", "maanantai 3. maaliskuuta 2025 16.05"): [
        "Lähettäjä | Lähetetty | Vastaanottaja | Kopio | Aihe",
        "Lähettäjä | Päiväys | Vastaanottaja | Kopio | Aihe",
        "Lähettäjä | Päivämäärä | Saaja | Kopio | Aihe",
    ],
    ("fil", "Lunes, Marso 3, 2025 4:05 PM"): [
        "Mula kay | Ipinadala | Para kay | Cc | Paksa",
        "Mula kay | Petsa | Para kay | Cc | Paksa",
        "Mula sa | Petsa | Para sa | Cc | Paksa",
    ],
    ("fr", "lundi 3 mars 2025 16:05"): [
        "De | Envoyé | À | Cc | Objet",
        "De | Date | À | Cc | Objet",
        "De | Envoyé le | A | Copie à | Sujet",
        "Expéditeur | Date | Destinataire | Copie | Objet",
    ],
    ("ga", "03.03.2025 16:05"): [
        "Ó | Dáta | Chuig | Cc | Ábhar",
    ],
    ("gl", "luns, 3 de marzo de 2025 16:05"): [
        "De | Enviado | Para | Cc | Asunto",
        "Remitente | Data | Destinatario | Cc | Asunto",
    ],
    ("he", "יום שני 03 מרץ 2025 16:05"): [
        "מאת | נשלח | אל | עותק | נושא",
        "מאת | תאריך | אל | עותק | נושא",
        "מאת | נשלח | עבור | עותק | הנדון",
        "מ | נשלח בתאריך | אל | עותק | נושא",
    ],
    ("hi", "सोमवार, 3 मार्च 2025 16:05"): [
        "प्रेषक | भेजा गया | प्रति | प्रतिलिपि | विषय",
        "प्रेषक | दिनांक | प्राप्तकर्ता | प्रतिलिपि | विषय",
        "से | दिनांक | को | प्रतिलिपि | विषय",
    ],
    ("hr", "ponedjeljak, 3. ožujka 2025. 16:05"): [
        "Od | Poslano | Prima | Kopija | Predmet",
        "Šalje | Datum | Prima | Kopija | Predmet",
        "Od | Poslano | Za | Kopija | Predmet",
        "Pošiljatelj | Datum | Primatelj | Kopija | Predmet",
    ],
    ("hu", "2025. március 3., hétfő 16:05"): [
        "Feladó | Elküldve | Címzett | Másolatot kap | Tárgy",
        "Feladó | Dátum | Címzett | Másolat | Tárgy",
        "Feladó | Küldve | Címzett | Másolatot kap | Tárgy",
        "Feladó | Küldés dátuma | Címzett | Másolatot kap | Tárgy",
    ],
    ("hy", "3 մարտի 2025 16:05"): [
        "Ումից | Ուղարկված | Ում | Պատճեն | Թեմա",
        "Ումից | Ամսաթիվ | Ում | Պատճեն | Թեմա",
        "Ուղարկող | Ամսաթիվ | Ստացող | Պատճեն | Թեմա",
    ],
    ("id", "Senin, 3 Maret 2025 16:05"): [
        "Dari | Terkirim | Kepada | Cc | Perihal",
        "Dari | Tanggal | Kepada | Cc | Subjek",
        "Dari | Dikirim | Kepada | Cc | Perihal",
        "Pengirim | Tanggal | Penerima | Cc | Judul",
        "Dari | Terkirim | Ke | Cc | Subyek",
    ],
    ("is", "mánudagur, 3. mars 2025 16:05"): [
        "Frá | Sent | Til | Afrit | Efni",
        "Frá | Dagsetning | Til | Afrit | Efni",
    ],
    ("it", "lunedì 3 marzo 2025 16:05"): [
        "Da | Inviato | A | Cc | Oggetto",
        "Da | Data | A | Cc | Oggetto",
        "Mittente | Inviato | Destinatario | Cc | Oggetto",
    ],
    ("ja", "2025年3月3日 16:05"): [
        "差出人 | 送信日時 | 宛先 | CC | 件名",
        "差出人 | 日付 | 宛先 | CC | 件名",
        "送信者 | 送信日時 | 宛先 | Cc | 件名",
        "差出人 | 日時 | 宛先 | Cc | 件名",
        "送信元 | 日付 | 送信先 | CC | 件名",
        "From | 日付 | To | CC | 件名",
    ],
    ("ka", "3 მარტი, 2025 16:05"): [
        "გამგზავნი | გაგზავნილია | მიმღები | ასლი | თემა",
        "ვისგან | თარიღი | ვის | ასლი | თემა",
        "გამომგზავნი | გაგზავნის თარიღი | ადრესატი | ასლი | თემა",
    ],
    ("kk", "3 наурыз 2025 ж. 16:05"): [
        "Кімнен | Жіберілді | Кімге | Көшірме | Тақырып",
        "Кімнен | Күні | Кімге | Көшірме | Тақырыбы",
    ],
    ("ko", "2025년 3월 3일 월요일 오후 4:05"): [
        "보낸 사람 | 보낸 날짜 | 받는 사람 | 참조 | 제목",
        "보낸 사람 | 날짜 | 받는 사람 | 참조 | 제목",
        "보낸사람 | 보낸날짜 | 받는사람 | 참조 | 제목",
        "발신 | 날짜 | 수신 | 참조 | 제목",
        "보낸이 | 보낸시간 | 받는이 | 참조 | 제목",
        "보낸 사람 | 보냄 | 받는 사람 | 참조 | 제목",
    ],
    ("lb", "03.03.2025 16:05"): [
        "Vun | Datum | Un | Cc | Sujet",
    ],
    ("lt", "2025 m. kovo 3 d., pirmadienis 16:05"): [
        "Nuo | Išsiųsta | Kam | Kopija | Tema",
        "Nuo | Data | Kam | Kopija | Tema",
        "Nuo | Siųsta | Kam | Kopija | Tema",
        "Siuntėjas | Data | Gavėjas | Kopija | Tema",
    ],
    ("lv", "pirmdiena, 2025. gada 3. marts 16:05"): [
        "No | Nosūtīts | Kam | Kopija | Tēma",
        "No | Datums | Kam | Kopija | Temats",
        "Sūtītājs | Datums | Adresāts | Kopija | Tēma",
    ],
    ("mk", "понеделник, 3 март 2025 16:05"): [
        "Од | Испратено | До | Копија | Предмет",
        "Од | Датум | До | Копија | Тема",
        "Испраќач | Датум | Примач | Копија | Наслов",
    ],
    ("ms", "Isnin, 3 Mac 2025 16:05"): [
        "Daripada | Dihantar | Kepada | Sk | Subjek",
        "Daripada | Tarikh | Kepada | Sk | Subjek",
        "Dari | Dihantar | Kepada | Sk | Perkara",
    ],
    ("mt", "03.03.2025 16:05"): [
        "Minn | Data | Lil | Cc | Suġġett",
    ],
    ("nl", "maandag 3 maart 2025 16:05"): [
        "Van | Verzonden | Aan | CC | Onderwerp",
        "Van | Datum | Aan | CC | Onderwerp",
        "Afzender | Verzonden op | Aan | Kopie | Onderwerp",
    ],
    ("no", "mandag 3. mars 2025 16:05"): [
        "Fra | Sendt | Til | Kopi | Emne",
        "Fra | Dato | Til | Kopi | Emne",
        "Avsender | Sendt | Mottaker | Kopi | Emne",
    ],
    ("pl", "poniedziałek, 3 marca 2025 16:05"): [
        "Od | Wysłano | Do | DW | Temat",
        "Od | Wysłane | Do | DW | Temat",
        "Od | Data | Do | DW | Temat",
        "Nadawca | Data | Adresat | Kopia | Temat",
    ],
    ("pt", "segunda-feira, 3 de março de 2025 16:05"): [
        "De | Enviada em | Para | Cc | Assunto",
        "De | Enviado | Para | Cc | Assunto",
        "De | Data | Para | Cc | Assunto",
        "De | Enviada | Para | Cc | Assunto",
        "Remetente | Data | Destinatário | Cc | Assunto",
    ],
    ("ro", "luni, 3 martie 2025 16:05"): [
        "De la | Trimis | Către | Cc | Subiect",
        "De la | Data | Către | Cc | Subiect",
        "De la | Trimis | Către | Cc | Subiectul",
        "Expeditor | Data | Destinatar | Cc | Subiect",
        "From | Trimis | Catre | Cc | Subiect",
    ],
    ("ru", "понедельник, 3 марта 2025 г. 16:05"): [
        "От | Отправлено | Кому | Копия | Тема",
        "От | Дата | Кому | Копия | Тема",
        "От кого | Дата | Кому | Копия | Тема",
        "Отправитель | Дата | Получатель | Копия | Тема",
        "От | Послано | Кому | Копия | Тема",
    ],
    ("sk", "pondelok 3. marca 2025 16:05"): [
        "Od | Odoslané | Komu | Kópia | Predmet",
        "Od | Dátum | Pre | Kópia | Predmet",
        "Odosielateľ | Dátum | Príjemca | Kópia | Predmet",
    ],
    ("sl", "ponedeljek, 03. marec 2025 16:05"): [
        "Od | Poslano | Za | Kp | Zadeva",
        "Od | Datum | Za | Kp | Zadeva",
        "Pošiljatelj | Poslano | Prejemnik | Kp | Zadeva",
    ],
    ("sq", "e hënë, 3 mars 2025 16:05"): [
        "Nga | Dërguar | Për | Kopje | Subjekti",
        "Nga | Data | Për | Cc | Subjekti",
        "Dërguesi | Data | Marrësi | Cc | Tema",
    ],
    ("sr", "понедељак, 3. март 2025. 16:05"): [
        "Од | Послато | За | Копија | Тема",
        "Шаље | Датум | Прима | Копија | Наслов",
        "Од | Датум | Коме | Копија | Предмет",
    ],
    ("sr-Latn", "ponedeljak, 3. mart 2025. 16:05"): [
        "Od | Poslato | Za | Kopija | Tema",
        "Šalje | Datum | Prima | Kopija | Naslov",
        "Od | Datum | Kome | Kopija | Naslov",
    ],
    ("sv", "den 3 mars 2025 16:05"): [
        "Från | Skickat | Till | Kopia | Ämne",
        "Från | Datum | Till | Kopia | Ämne",
        "Avsändare | Skickat | Mottagare | Kopia | Ämne",
        "Från | Skickat den | Till | Kopia | Ämne",
    ],
    ("sw", "Jumatatu, 3 Machi 2025 16:05"): [
        "Kutoka | Ilitumwa | Kwa | Nakala | Mada",
        "Kutoka | Tarehe | Kwa | Cc | Mada",
    ],
    ("th", "3 มีนาคม 2568 16:05"): [
        "จาก | ส่ง | ถึง | สำเนา | เรื่อง",
        "จาก | วันที่ | ถึง | สำเนา | เรื่อง",
        "จาก | ส่งเมื่อ | ถึง | สำเนา | หัวข้อ",
        "ผู้ส่ง | วันที่ | ผู้รับ | สำเนา | เรื่อง",
    ],
    ("tr", "3 Mart 2025 Pazartesi 16:05"): [
        "Kimden | Gönderildi | Kime | Bilgi | Konu",
        "Kimden | Tarih | Kime | Bilgi | Konu",
        "Gönderen | Gönderme Tarihi | Kime | Bilgi | Konu",
        "Gönderen | Gönderildi | Alıcı | Cc | Konu",
        "Kimden | Gönderilmiş | Kime | Bilgi | Konu",
    ],
    ("uk", "понеділок, 3 березня 2025 р. 16:05"): [
        "Від | Надіслано | Кому | Копія | Тема",
        "Від | Дата | Кому | Копія | Тема",
        "Від кого | Надіслано | Кому | Копія | Тема",
        "Відправник | Дата | Одержувач | Копія | Тема",
        "Від | Відправлено | Кому | Копія | Тема",
    ],
    ("vi", "Thứ Hai, 3 tháng 3, 2025 4:05 CH"): [
        "Từ | Đã gửi | Đến | Cc | Chủ đề",
        "Từ | Ngày | Đến | Cc | Chủ đề",
        "Từ | Đã gửi | Tới | Cc | Chủ đề",
        "Người gửi | Ngày | Người nhận | Cc | Tiêu đề",
        "Từ | Ngày gửi | Đến | Cc | Chủ đề",
    ],
    ("zh", "2025年3月3日 16:05"): [
        "发件人 | 发送时间 | 收件人 | 抄送 | 主题",
        "发件人 | 日期 | 收件人 | 抄送 | 主题",
        "发件人 | 时间 | 收件人 | 抄送 | 主题",
        "寄件人 | 发送日期 | 收件人 | 抄送 | 主题",
        "发信人 | 发送时间 | 收信人 | 抄送 | 标题",
    ],
    ("zh-TW", "2025年3月3日 下午 04:05"): [
        "寄件者 | 寄件日期 | 收件者 | 副本 | 主旨",
        "寄件者 | 日期 | 收件者 | 副本 | 主旨",
        "寄件人 | 傳送日期 | 收件人 | 副本 | 主題",
        "發件人 | 傳送時間 | 收件人 | 副本 | 主題",
        "寄件人 | 寄件時間 | 收件人 | 副本 | 主旨",
        "從 | 已傳送 | 至 | 副本 | 主旨",
    ],
}
CASES = [(language, date, labels) for (language, date), rows in LABELS.items() for labels in rows]


@pytest.mark.parametrize(("language", "date", "labels"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES])
def test_labels(language: str, date: str, labels: str) -> None:
    sender, sent, to, cc, subject = labels.split(" | ")
    plain = f"{sender}: Ada Byron\n{sent}: {date}\n{to}: Desk\n{subject}: Something else"
    bold = f"*{sender}:* Ada Byron\n*{to}:* Desk\n*{cc}:* Bob\n*{sent}:* {date}\n*{subject}:* Something else"
    assert reply_text(f"It works.\n\n{plain}\n\nRestart it.", subject="Re: Router") == "It works."
    assert reply_text(f"It works.\n\n{bold}\n\nRestart it.", subject="Re: Router") == "It works."
