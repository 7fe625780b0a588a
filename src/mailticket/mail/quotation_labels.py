"""What mail programs call the header lines that they write above a quotation, a language a line."""

# From | sent | to | copy | subject; "_" stands for a space within a label.
_TABLE = """
    from | sent date sent_on sent_at received | to | cc bcc copy | subject
    von absender | gesendet datum gesendet_am datum_und_uhrzeit | an empfänger | kopie | betreff thema
    de expéditeur expediteur | envoyé envoye date | à a pour destinataire | copie | objet sujet
    de | envoyé_le date_d'envoi date_et_heure | à | copie_à | objet
    de remitente | enviado fecha enviado_el fecha_de_envío | para destinatario | copia | asunto
    da mittente | inviato data inviato_il data_di_invio | a per destinatario | copia | oggetto ogg
    de remetente | enviado enviada data enviada_em enviado_em | para destinatário | cópia | assunto
    de | data_de_envio | para | cópia | assunto
    de remitente | enviado data | para destinatario | copia | asunto
    de | enviat data enviat_el | per_a per a destinatari | a/c còpia | assumpte tema
    van afzender | verzonden datum verzonden_op | aan ontvanger | kopie | onderwerp
    van | gestuur datum | aan | afskrif | onderwerp
    vun | geschéckt datum | un | | sujet
    från avsändare | skickat datum skickat_den | till mottagare | kopia | ämne rubrik
    fra afsender | sendt dato sendt_den | til modtager | kopi | emne
    fra frå avsender | sendt dato sendt_den | til mottaker | kopi | emne
    frá | sent dagsetning | til | afrit | efni
    lähettäjä | lähetetty päivämäärä päiväys pvm lähetysaika | vastaanottaja saaja | kopio | aihe
    saatja kellelt | saadetud kuupäev saatmisaeg | adressaat kellele saaja | koopia | teema
    no sūtītājs | nosūtīts datums | kam adresāts | kopija | tēma temats
    nuo siuntėjas | išsiųsta siųsta data | kam gavėjas | kopija | tema
    od nadawca | wysłano wyslano wysłane data data_wysłania | do adresat | dw kopia | temat
    od odesílatel | odesláno odeslano datum datum_odeslání | komu příjemce adresát | kopie | předmět
    od odosielateľ | odoslané odoslane poslané dátum | komu pre príjemca | kópia | predmet
    feladó | küldve elküldve dátum küldés_dátuma | címzett | másolat másolatot_kap | tárgy
    de_la expeditor | trimis data | către catre destinatar | copie | subiect subiectul
    від від_кого відправник | надіслано відправлено дата | кому до одержувач | копія | тема
    от от_кого отправитель | отправлено послано дата дата_и_время | кому получатель | копия | тема
    ад адпраўнік | адпраўлена дасланы дата | каму атрымальнік | копія | тэма
    от подател | изпратено изпратено_на дата | до към получател | копие | относно тема
    од испраќач | испратено датум | до примач | копија | предмет тема наслов
    од шаље | послато датум | за прима коме | копија | наслов предмет тема
    od šalje od_koga pošiljalac | poslato datum | za prima kome | kopija | naslov predmet tema
    od šalje pošiljatelj | poslano datum | za prima primatelj | kopija | predmet naslov
    od pošiljatelj | poslano datum | za prejemnik | kp | zadeva
    nga dërguesi | dërguar data | për marrësi | kopje | subjekti tema
    από αποστολέας | στάλθηκε εστάλη αποστολή ημερομηνία | προς παραλήπτης | κοιν. κοινοποίηση | θέμα
    kimden gönderen | gönderildi gönderilmiş gönderilme gönderme gönderilen tarih | kime alıcı | bilgi | konu
    kimden | gönderilme_tarihi gönderme_tarihi | kime | bilgi | konu
    kimdən göndərən | göndərildi tarix | kimə alan | surət | mövzu
    kimdan | sana | kimga | | mavzu
    кімнен | жіберілді күні | кімге | көшірме | тақырып тақырыбы
    nork igorlea | bidalia data noiz | nori hartzailea | | gaia
    oddi_wrth | anfonwyd dyddiad | at | | pwnc testun
    ó | dáta | chuig | | ábhar
    minn | data | lil | | suġġett
    ვისგან გამგზავნი გამომგზავნი | გაგზავნილია თარიღი გაგზავნის_თარიღი | ვის მიმღები ადრესატი | ასლი | თემა
    ումից ուղարկող | ուղարկված ամսաթիվ | ում ստացող | պատճեն | թեմա
    מאת מ | נשלח תאריך נשלח_בתאריך | אל עבור | עותק | נושא הנדון
    من المرسل | تم_الإرسال أرسل أرسلت تاريخ التاريخ تاريخ_الإرسال | إلى الى المستلم | نسخة نسخة_إلى | الموضوع
    از از_طرف فرستنده | ارسال ارسال_شده تاریخ | به گیرنده | رونوشت | موضوع
    प्रेषक से | भेजा भेजा_गया दिनांक | प्रति को प्राप्तकर्ता | प्रतिलिपि | विषय
    প্রেরক | পাঠানো_হয়েছে তারিখ | প্রাপক | অনুলিপি | বিষয়
    จาก ผู้ส่ง | ส่ง ส่งเมื่อ วันที่ | ถึง ผู้รับ | สำเนา | เรื่อง หัวเรื่อง หัวข้อ
    từ người_gửi | đã_gửi ngày ngày_gửi thời_gian | đến tới người_nhận | đồng_gửi | chủ_đề tiêu_đề
    dari pengirim | dikirim terkirim tanggal | kepada untuk ke penerima | tembusan | subjek perihal hal
    dari | tanggal | ke | tembusan | subyek judul
    daripada dari | dihantar tarikh | kepada | sk | subjek perkara
    mula_kay mula_sa | ipinadala petsa | para_kay para_sa kay | | paksa
    kutoka | ilitumwa tarehe | kwa | nakala | mada
    发件人 寄件人 发信人 | 发送时间 发送日期 日期 时间 | 收件人 收信人 | 抄送 | 主题 标题
    寄件者 寄件人 發件人 | 寄件日期 傳送日期 日期 時間 | 收件者 收件人 | 副本 | 主旨 主題 標題
    從 | 寄件時間 傳送時間 發送時間 已傳送 | 至 | 副本 | 主旨
    差出人 送信者 送信元 | 送信日時 送信 日付 日時 | 宛先 送信先 | | 件名
    보낸_사람 보낸_이 발신 | 보낸_날짜 보낸_시간 보냄 날짜 | 받는_사람 받는_이 수신 | 참조 | 제목
    보낸사람 보낸이 발신자 | 보낸날짜 보낸시간 일시 | 받는사람 받는이 수신자 | 참조 | 제목
"""
_OTHERS = """
    reply-to reply_to antwort_an répondre_à responder_a rispondi_a on_behalf_of importance priority
    wichtigkeit importancia importanza attachments anlagen organisation organization newsgroups
"""

_ROWS = [[cell.split() for cell in row.split("|")] for row in _TABLE.strip().split("\n")]


def _labels(words: list[str]) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words)


FROM_LABELS, SENT_LABELS, TO_LABELS, _COPY_LABELS, SUBJECT_LABELS = (
    _labels([word for row in _ROWS for word in row[column]]) for column in range(5)
)
KNOWN_LABELS = FROM_LABELS.union(
    SENT_LABELS, TO_LABELS, _COPY_LABELS, SUBJECT_LABELS, _labels(_OTHERS.split())
)
