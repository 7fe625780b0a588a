# ruff: noqa: E501 # mail stands here as programs write it, on lines as long as theirs
"""What programs write above a quotation, by program and in languages that few of them speak."""

import pytest

from mailticket.mail.reply import reply_text

ANSWER = "It works.\nOne printer is left: 3rd floor, room 12."
QUOTED = "Please restart the print server\nand tell us what it says."

# Above lines that begin with ">".
QUOTING = {
    "mutt-star en": "* Ada Byron <ada@example.com> [2025-03-03 16:05]:",
    "mutt-at en": "Ada Byron(ada@example.com)@2025.03.03 16:05:00 +0100:",
    "mutt-spake en": "Thus spake Ada Byron (ada@example.com):",
    "mutt-noverb en": "Ada Byron, Mon, 03 Mar 2025 16:05:00 +0100:",
    "gnus-on en": "On Mon, Mar 03 2025, Ada Byron wrote:",
    "pegasus en": "On 3 Mar 2008 at 16:05, Ada Byron wrote:",
    "eudora en": "At 04:05 PM 3/3/2008, Ada Byron wrote:",
    "eudora2 en": "At 16:05 +0100 3/3/08, Ada Byron wrote:",
    "nabble en": "Ada Byron wrote",
    "claws en": "On Mon, 3 Mar 2025 16:05:00 +0100\nAda Byron <ada@example.com> wrote:\n",
    "horde-imp en": "----- Message from Ada Byron <ada@example.com> ---------\n   Date: Mon, 03 Mar 2025 16:05:00 +0100\n   From: Ada Byron <ada@example.com>\nSubject: Router\n     To: support@example.org\n\n",
    "rt-url en": "On Mon Mar 03 16:05:00 2025, jroe wrote:",
    "ggroups-web en": "On Monday, March 3, 2014 4:05:00 PM UTC+1, Ada Byron wrote:",
    "android en": "Ada Byron <ada@example.com> wrote:\n",
    "evolution zh": "在 2025-03-03一的 16:05 +0800，Ada Byron写道：",
    "evolution ja": "2025-03-03 (月) の 16:05 +0900 に Ada Byron さんは書きました:",
    "gmail-old ja": "2014年3月3日 16:05 Ada Byron <ada@example.com>:",
    "otrs de": "03.03.2025 16:05 - Ada Byron schrieb:\n",
    "roundcube de": "Am 2025-03-03 16:05, schrieb Ada Byron:",
    "webde-app de": "Am 03.03.25, 16:05 schrieb Ada Byron <ada@example.com>:",
    "kmail fr": "Le lundi 3 mars 2025, 16:05:00 CET Ada Byron a écrit :",
    "evolution fr": "Le lundi 03 mars 2025 à 16:05 +0100, Ada Byron a écrit :",
    "eudora fr": "A 16:05 03/03/2008, Ada Byron a écrit :",
    "kmail it": "In data lunedì 3 marzo 2025 16:05:00, Ada Byron ha scritto:",
    "evolution it": "Il giorno lun, 03/03/2025 alle 16.05 +0100, Ada Byron ha scritto:",
    "kmail es": "El lunes, 3 de marzo de 2025 16:05:00 (CET) Ada Byron escribió:",
    "kmail nl": "Op maandag 3 maart 2025 16:05:00 CET schreef Ada Byron:",
    "o2 pl": "Dnia 03-03-2025 o godz. 16:05 Ada Byron napisał(a):",
    "evolution pl": "Dnia 2025-03-03, pon o godzinie 16:05 +0100, Ada Byron pisze:",
    "kmail cs": "Dne pondělí 3. března 2025 16:05:00 CET, Ada Byron napsal(a):",
    "evolution cs": "Ada Byron píše v Po 03. 03. 2025 v 16:05 +0100:",
    "evolution hu": "2025. 03. 03, hétfő keltezéssel 16.05-kor Ada Byron ezt írta:",
    "evolution sv": "mån 2025-03-03 klockan 16:05 +0100 skrev Ada Byron:",
    "evolution fi": "ma, 2025-03-03 kello 16:05 +0200, Ada Byron kirjoitti:",
    "evolution ru": "В Пн, 03/03/2025 в 16:05 +0300, Ada Byron пишет:",
    "kmail ru": "В письме от понедельник, 3 марта 2025 г. 16:05:00 MSK пользователь Ada Byron написал:",
    "squirrel ru": "Ada Byron пишет:\n",
    "inbox lv": "Citējot **Ada Byron <ada@example.com>**:",
    "inbox2 lv": 'Citējot "Ada Byron" <ada@example.com>:\n',
}

# Above a quotation without any signs.
PLAIN = {
    "entourage en": 'On 3/3/08 4:05 PM, "Ada Byron" <ada@example.com> wrote:',
    "freshdesk en": "On Mon, 3 Mar at 4:05 PM , Support <support@example.org> wrote:",
    "freshdesk2 en": "On Mon, Mar 3, at 4:05 PM , Support <support@example.org> wrote:",
    "owa en": "________________________________________\nFrom: Ada Byron [ada@example.com]\nSent: Monday, March 03, 2014 4:05 PM\nTo: support@example.org\nSubject: RE: Router\n",
    "mac2011 en": "From:  Ada Byron <ada@example.com>\nReply-To:  <support@example.org>\nDate:  Monday, March 3, 2014 4:05 PM\nTo:  Maria Customer <maria@customer.example>\nSubject:  Re: Router\n",
    "hotmail2012 en": "From: ada@example.com\nTo: support@example.org\nSubject: RE: Router\nDate: Mon, 3 Mar 2014 16:05:00 +0000\n",
    "bb10 en": "  Original Message  \nFrom: Ada Byron\nSent: Monday, March 3, 2014 4:05 PM\nTo: support@example.org\nSubject: Router\n",
    "bb10 de": "  Originalnachricht  \nVon: Ada Byron\nGesendet: Montag, 3. März 2014 16:05\nAn: support@example.org\nBetreff: Router\n",
    "touchdown en": "-----Original Message-----\nFrom: Ada Byron [ada@example.com]\nReceived: Monday, 03 Mar 2014, 4:05PM\nTo: support@example.org\nSubject: Router\n",
    "k9-old en": "-------- Original Message --------\nFrom: Ada Byron <ada@example.com>\nSent: Mon Mar 03 16:05:00 GMT+01:00 2014\nTo: support@example.org\nSubject: Router\n",
    "android de": "Ada Byron <ada@example.com> schrieb:\n",
    "notes-tabs en": "From:\tAda Byron/Berlin/IBM@IBMDE\nTo:\tSupport/Berlin/IBM@IBMDE\nDate:\t03/03/2025 04:05 PM\nSubject:\tRe: Router\n",
    "qq-mobile en": '---Original---\nFrom: "Ada Byron"<ada@example.com>\nDate: Mon, Mar 3, 2025 16:05 PM\nTo: "support"<support@example.org>;\nSubject: Router\n',
    "qq-en en": '------------------ Original ------------------\nFrom:  "Ada Byron"<ada@example.com>;\nDate:  Mon, Mar 3, 2025 04:05 PM\nTo:  "support"<support@example.org>;\n\nSubject:  Router\n',
    "netease-master zh": "---- 回复的原邮件 ----\n| 发件人 | Ada Byron<ada@example.com> |\n| 日期 | 2025年03月03日 16:05 |\n| 收件人 | support<support@example.org> |\n| 主题 | Router |\n",
    "gmail-nospace zh": "Ada Byron <ada@example.com>于2025年3月3日 周一16:05写道：",
    "outlook-app zh": "发件人: Ada Byron <ada@example.com>\n日期: 星期一, 2025年3月3日 16:05\n收件人: support@example.org <support@example.org>\n主题: Router\n",
    "applemail-block ja": "差出人: Ada Byron <ada@example.com>\n日時: 2025年3月3日 16:05:00 JST\n宛先: support@example.org\n件名: Router\n",
    "outlook-en ja": "-----Original Message-----\nFrom: Ada Byron <ada@example.com>\nSent: Monday, March 3, 2025 4:05 PM\nTo: support@example.org\nSubject: Router\n",
    "gmail-pm ko": "2025년 3월 3일 (월) PM 4:05, Ada Byron <ada@example.com>님이 작성:",
    "outlook ko": "보낸 사람: Ada Byron <ada@example.com>\n보낸 날짜: 2025년 3월 3일 월요일 오후 4:05\n받는 사람: support@example.org\n제목: RE: Router\n",
    "t-online de": '-----Original-Nachricht-----\nBetreff: Router\nDatum: 2025-03-03T16:05:00+0100\nVon: "Ada Byron" <ada@example.com>\nAn: "support" <support@example.org>\n',
    "freenet de": "--- Original-Nachricht ---\nAbsender: Ada Byron\nDatum: 03.03.2025 16:05\nEmpfänger: support@example.org\nBetreff: Router\n",
    "bluewin de": "----Ursprüngliche Nachricht----\nVon : ada@example.com\nDatum : 03/03/2025 - 16:05 (MS)\nAn : support@example.org\nBetreff : Router\n",
    "zimbra de": "----- Am 3. Mrz 2025 um 16:05 schrieb Ada Byron ada@example.com:\n",
    "zimbra2 de": '----- Ursprüngliche Mail -----\nVon: "Ada Byron" <ada@example.com>\nAn: "support" <support@example.org>\nGesendet: Montag, 3. März 2025 16:05:00\nBetreff: Router\n',
    "samsung de": "-------- Ursprüngliche Nachricht --------\nVon: Ada Byron <ada@example.com> \nDatum: 03.03.25  16:05  (GMT+01:00) \nAn: support@example.org \nBetreff: Router \n",
    "outlook-mac de": "Von: Ada Byron <ada@example.com>\nDatum: Montag, 3. März 2025 um 16:05\nAn: support@example.org <support@example.org>\nBetreff: AW: Router\n",
    "outlook-bold de": "*Von:* Ada Byron <ada@example.com>\n*Gesendet:* Montag, 3. März 2025 16:05\n*An:* support@example.org\n*Betreff:* AW: Router\n",
    "groupwise de": '>>> "Ada Byron" <ada@example.com> 03.03.25 16.05 Uhr >>>\n',
    "outlook fr": "De : Ada Byron [mailto:ada@example.com] \nEnvoyé : lundi 3 mars 2025 16:05\nÀ : support@example.org\nObjet : RE: Router\n",
    "outlook-app fr": "De : Ada Byron <ada@example.com>\nEnvoyé : Monday, March 3, 2025 4:05:00 PM\nÀ : support@example.org <support@example.org>\nObjet : Router\n",
    "free fr": '----- Mail original -----\nDe: "Ada Byron" <ada@example.com>\nÀ: "support" <support@example.org>\nEnvoyé: Lundi 3 Mars 2025 16:05:00\nObjet: Router\n',
    "bb fr": "  Message d'origine  \nDe: Ada Byron\nEnvoyé: lundi 3 mars 2014 16:05\nÀ: support@example.org\nObjet: Router\n",
    "gmail-2014 fr": "Le 3 mars 2014 16:05, Ada Byron <ada@example.com> a écrit :",
    "via fr": 'Le 3 mars 2025 à 16:05, "Ada Byron via Support" <support@example.org> a écrit :',
    "libero2 it": "Il 3 marzo 2025 alle 16.05 Ada Byron <ada@example.com> ha scritto:",
    "outlook it": "Da: Ada Byron [mailto:ada@example.com] \nInviato: lunedì 3 marzo 2025 16:05\nA: support@example.org\nOggetto: R: Router\n",
    "samsung it": "-------- Messaggio originale --------\nDa: Ada Byron <ada@example.com> \nData: 03/03/25  16:05  (GMT+01:00) \nA: support@example.org \nOggetto: Router \n",
    "samsung es": "-------- Mensaje original --------\nDe: Ada Byron <ada@example.com> \nFecha: 3/3/25  16:05  (GMT+01:00) \nA: support@example.org \nAsunto: Router \n",
    "horde es": "----- Mensaje de Ada Byron <ada@example.com> ---------\n   Fecha: Mon, 03 Mar 2025 16:05:00 +0100\n      De: Ada Byron <ada@example.com>\n  Asunto: Router\n    Para: support@example.org\n\n",
    "gmail-via es": "El lun., 3 mar. 2025 4:05 p. m., Ada Byron <ada@example.com> escribió:",
    "outlook es": "De: Ada Byron <ada@example.com> \nEnviado el: lunes, 3 de marzo de 2025 16:05\nPara: support@example.org\nCC: Jane Roe <jane@example.org>\nAsunto: RE: Router\n",
    "terra pt": "Em Seg 03/03/14 16:05, Ada Byron ada@example.com escreveu:",
    "bol pt": "Em 03/03/2014 16:05, Ada Byron < ada@example.com > escreveu:",
    "hotmail pt": "De: Ada Byron <ada@example.com>\nEnviado: segunda-feira, 3 de março de 2025 16:05\nPara: support@example.org <support@example.org>\nAssunto: Router\n",
    "zimbra nl": 'Van: "Ada Byron" <ada@example.com>\nAan: "support" <support@example.org>\nVerzonden: Maandag 3 maart 2025 16:05:00\nOnderwerp: Router\n',
    "gmail-old nl": "Op 3 maart 2014 16:05 schreef Ada Byron <ada@example.com>:",
    "outlook pl": "From: Ada Byron [mailto:ada@example.com] \nSent: Monday, March 3, 2025 4:05 PM\nTo: support@example.org\nSubject: Odp: Router\n",
    "outlook cs": "From: Ada Byron [mailto:ada@example.com] \nSent: Monday, March 3, 2025 4:05 PM\nTo: support@example.org\nSubject: RE: Router\n",
    "freemail2 hu": "-------- Eredeti üzenet --------\nFeladó: Ada Byron <ada@example.com>\nDátum: 2025 március 3 16:05:00\nTárgy: Router\nCímzett: support@example.org\n",
    "gmail-old hu": "2014. március 3. 16:05 Ada Byron írta, <ada@example.com>:",
    "outlook sv": "Från: Ada Byron <ada@example.com> \nSkickat: den 3 mars 2025 16:05\nTill: support@example.org\nÄmne: SV: Router\n",
    "outlook da": "Fra: Ada Byron <ada@example.com> \nSendt: 3. marts 2025 16:05\nTil: support@example.org\nEmne: SV: Router\n",
    "outlook-bold no": "*Fra:* Ada Byron <ada@example.com>\n*Sendt:* mandag 3. mars 2025 16:05\n*Til:* support@example.org\n*Emne:* SV: Router\n",
    "outlook fi": "Lähettäjä: Ada Byron <ada@example.com> \nLähetetty: maanantai 3. maaliskuuta 2025 16.05\nVastaanottaja: support@example.org\nAihe: VS: Router\n",
    "yandex2 ru": '----------------\nКому: support (support@example.org);\nТема: Router;\n03.03.2025, 16:05, "Ada Byron" <ada@example.com>:',
    "yandex-mob ru": "16:05, 3 марта 2025 г., Ada Byron <ada@example.com>:",
    "outlook ru": "From: Ada Byron [mailto:ada@example.com] \nSent: Monday, March 3, 2025 4:05 PM\nTo: support@example.org\nSubject: RE: Router\n",
    "gmail2 et": "Ada Byron <ada@example.com> kirjutas kuupäeval E, 3. märts 2025 kell 16:05:",
    "outlook lt": "Nuo: Ada Byron <ada@example.com>\nIšsiųsta: 2025 m. kovo 3 d., pirmadienis 16:05\nKam: support@example.org\nTema: Router\n",
    "outlook ro": "De la: Ada Byron <ada@example.com>\nTrimis: luni, 3 martie 2025 16:05\nCătre: support@example.org\nSubiect: Re: Router\n",
    "outlook el": "Από: Ada Byron <ada@example.com>\nΑποστολή: Δευτέρα, 3 Μαρτίου 2025 4:05 μμ\nΠρος: support@example.org\nΘέμα: Router\n",
    "outlook tr": "Kimden: Ada Byron <ada@example.com>\nGönderme Tarihi: Pazartesi, 3 Mart 2025 16:05\nKime: support@example.org\nKonu: Re: Router\n",
    "outlook he": "מאת: Ada Byron <ada@example.com>\n\u200f\u200fנשלח: יום שני 03 מרץ 2025 16:05\n\u200f\u200fאל: support@example.org\n\u200f\u200fנושא: Router\n",
    "outlook ar": "من: Ada Byron <ada@example.com>\nتم الإرسال: 03/مارس/2025 04:05 م\nإلى: support@example.org\nالموضوع: Router\n",
    "outlook th": "จาก: Ada Byron <ada@example.com>\nส่ง: วันจันทร์ที่ 3 มีนาคม 2568 16:05\nถึง: support@example.org\nเรื่อง: Router\n",
    "outlook vi": "Từ: Ada Byron <ada@example.com>\nNgày: Thứ Hai, 3 tháng 3, 2025 lúc 16:05\nĐến: support@example.org\nChủ đề: Router\n",
    "yahoo id": "Dari: Ada Byron <ada@example.com>\nKepada: support@example.org\nDikirim: Senin, 3 Maret 2014 16:05\nJudul: Router\n",
    "outlook uk": "Від: Ada Byron <ada@example.com>\nДата: понеділок, 3 березня 2025 р., 16:05\nКому: support@example.org\nТема: Router\n",
    "outlook bg": "From: Ada Byron <ada@example.com>\nSent: Понеделник, 03 март 2025 г. 16:05\nTo: support@example.org\nSubject: Router\n",
    "md-bold en": "**From:** Ada Byron <ada@example.com>\n**Sent:** Monday, March 3, 2025 4:05 PM\n**To:** support@example.org\n**Subject:** Router\n",
    "nospace en": "From:Ada Byron<ada@example.com>\nDate:Mon, 3 Mar 2025 16:05:00 +0100\nTo:support@example.org\nSubject:Router\n",
    "winphone en": "________________________________\nFrom: Ada Byron\nSent: 3/3/2014 4:05 PM\nTo: support@example.org\nSubject: Router\n",
    "sentence-noaddr-unq en": "On Monday, March 3, 2014 4:05 PM, Ada Byron wrote:",
}

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


@pytest.mark.parametrize("name", QUOTING)
def test_above_quoted_lines(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{QUOTING[name]}\n{quoted(QUOTED)}\n") == ANSWER
    assert reply_text(f"{QUOTING[name]}\n{quoted(QUOTED)}\n\n{ANSWER}\n") == ANSWER


@pytest.mark.parametrize("name", PLAIN)
def test_above_a_quotation_without_signs(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{PLAIN[name]}\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", LANGUAGES)
def test_in_languages_that_few_programs_speak(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{LANGUAGES[name]}\n\n{quoted(QUOTED)}\n") == ANSWER


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
