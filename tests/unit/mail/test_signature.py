# ruff: noqa: E501 # mail stands here as programs write it, on lines as long as theirs
"""What is taken off below the text of a mail, and what only looks as if it should be."""

import pytest

from mailticket.mail.reply import reply_text

ANSWER = "The printer works again since this morning."
QUOTED = "On Mon, 2 Nov 2026 at 09:15, Ada Byron <ada@example.com> wrote:\n> Does it print now?\n"


# ---- phones and programs ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from my iPad", "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Get Outlook for Android<https://aka.ms/AAb9ysg>", "Get Outlook for iOS",
        "Sent from Outlook for iOS", "Sent from Outlook Mobile", "Sent from Yahoo Mail on Android",
        "Sent from Yahoo Mail for iPhone<https://overview.mail.yahoo.com/?.src=iOS>",
        "Yahoo Mail: Search, Organize, Conquer", "Sent from Mail for Windows 10",
        "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows",
        "Sent from Samsung Mobile", "Sent from my Galaxy", "Sent from my Samsung Galaxy smartphone.",
        "Sent from my Verizon, Samsung Galaxy smartphone", "Sent from my T-Mobile 4G LTE Device",
        "Sent from my Huawei phone", "Sent from my Xiaomi 11T Pro",
        "Sent from my BlackBerry 10 smartphone on the Verizon Wireless 4G LTE network.",
        "Sent via BlackBerry from T-Mobile", "Sent from my Verizon Wireless BlackBerry",
        "Sent from my Windows Phone", "Sent from AOL Mobile Mail",
        "Sent from the all new AOL app for iOS",
        "Sent from my mobile. Please excuse typos and brevity.",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Sent from myMail for iOS", "Sent from ProtonMail for iOS",
        "Sent with Proton Mail secure email.", "Sent from Proton Mail for Android",
        "Sent via Superhuman", "Sent with Spark", "Sent from BlueMail for Android",
        "Sent from Gmail Mobile", "Sent from my Sony Xperia™ smartphone", "Secured with Tuta Mail:",
        "Sent using Zoho Mail", "Von meinem iPhone gesendet",
        "Von meinem Samsung Galaxy Smartphone gesendet.", "Outlook für Android herunterladen",
        "Outlook für iOS<https://aka.ms/o0ukef> beziehen", "Gesendet von Outlook für iOS",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
        "Von Yahoo Mail auf Android gesendet", "Gesendet mit der Telekom Mail App",
        "Envoyé de mon iPhone", "Envoyé depuis mon appareil Galaxy",
        "Envoyé depuis mon smartphone Samsung Galaxy.", "Télécharger Outlook pour Android",
        "Obtenir Outlook pour iOS", "Provenance : Courrier pour Windows",
        "Envoyé à partir de Yahoo Mail pour iPhone", "Envoyé depuis l'application Mail Orange",
        "Enviado desde mi iPhone", "Obtener Outlook para iOS", "Enviado desde Correo para Windows",
        "Enviado desde mi Galaxy", "Inviato da iPhone", "Inviato dal mio iPad",
        "Inviato dal mio Galaxy", "Scarica Outlook per Android", "Ottieni Outlook per iOS",
        "Inviato da Posta per Windows", "Enviado do meu iPhone",
        "Enviado a partir do meu smartphone Samsung Galaxy.", "Obter o Outlook para iOS",
        "Enviado do Yahoo Mail no Android", "Enviado via iPhone", "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn Galaxy", "Outlook voor iOS downloaden",
        "Verzonden vanuit Mail voor Windows", "Sendt fra min iPhone", "Hent Outlook til iOS",
        "Sendt fra Mail til Windows", "Skickat från min iPhone", "Hämta Outlook för iOS",
        "Skickades från E-post för Windows", "Skaff deg Outlook for Android", "Lähetetty iPhonesta",
        "Lähetetty Samsung Galaxy -älypuhelimesta.", "Hanki Outlook iOS:lle", "Sent úr iPhone",
        "Wysłane z iPhone'a", "Wysłane z mojego iPada", "Pobierz program Outlook dla systemu Android",
        "Wysłano z programu Poczta dla systemu Windows", "Odesláno z iPhonu", "Odesláno z mého Galaxy",
        "Stáhnout Outlook pro iOS", "Odoslané z iPhonu", "Získať Outlook pre Android",
        "iPhone-omról küldve", "Elküldve az iPhone-omról", "Outlook letöltése iOS-hez",
        "Trimis de pe iPhone-ul meu", "Obțineți Outlook pentru iOS", "Изпратено от моя iPhone",
        "Отправлено с iPhone", "Отправлено с моего iPad", "Отправлено из мобильной Почты Mail.ru",
        "Отправлено из Яндекс.Почты для мобильных", "Отправлено с устройства Samsung Galaxy",
        "Скачать Outlook для iOS", "Надіслано з iPhone", "Завантажити Outlook для Android",
        "Адпраўлена з iPhone", "Послато са iPhone-а", "Poslato sa mog iPhone-a",
        "Poslano s mojeg iPhonea", "Poslano iz mojega iPhona", "Στάλθηκε από το iPhone μου",
        "Λήψη του Outlook για iOS", "iPhone'umdan gönderildi", "iPhone'dan gönderildi",
        "iOS için Outlook'u edinin", "Išsiųsta iš mano iPhone", "Nosūtīts no mana iPhone",
        "Saadetud minu iPhone'ist", "נשלח מה-iPhone שלי", "נשלח מהאייפון שלי", "أُرسلت من الـ iPhone",
        "تم الإرسال من iPhone الخاص بي", "ارسال شده از iPhone من", "मेरे iPhone से भेजा गया",
        "ส่งจาก iPhone ของฉัน", "Đã gửi từ iPhone của tôi", "Dikirim dari iPhone saya",
        "Dapatkan Outlook untuk Android", "Dihantar daripada iPhone saya", "发自我的 iPhone",
        "从我的 iPhone 发送", "获取 Outlook for iOS", "发自我的小米手机", "发自我的华为手机", "发自网易邮箱大师", "從我的 iPhone 傳送",
        "取得 iOS 版 Outlook", "iPhoneから送信", "iPadから送信", "iOS 版 Outlook を入手", "Outlook for Android を入手",
        "나의 iPhone에서 보냄", "내 Galaxy 스마트폰에서 보냈습니다.", "Enviat des del meu iPhone",
        "Enviado desde o meu iPhone", "Nire iPhonetik bidalita", "Dërguar nga iPhone im",
        "Испратено од мојот iPhone", "Vanaf my iPhone gestuur", "Anfonwyd o fy iPhone",
        "Sent from my moto g power", "Sent from my OnePlus", "Sent from my Pixel 7",
        "Sent from Vivaldi Mail", "Sent from my iPhone 15 Pro Max, please excuse any typos",
        "Sent from my mobile device", "Sent on the go",
        "Sent while on the move - please excuse brevity", "Sent from my Nokia Lumia 920",
        "Sent from Mailbird", "Sent using FairEmail", "Sent with Shortwave", "Sent from Surface Pro",
        "Sent by Proton Mail for iOS", "Sent through the Samsung network",
        "Sent via the Samsung GALAXY S® 5, an AT&T 4G LTE smartphone", "-------- Sent from my phone",
        "Envoyé avec BlackBerry® d'Orange", "Envoyé de mon téléphone intelligent BlackBerry 10.",
        "Envoyé avec ProtonMail", "Envoyé depuis mon HONOR", "Envoyé depuis Outlook pour Android",
        "Gesendet von meinem Huawei-Mobiltelefon",
        "Gesendet mit BlackBerry Hub+-Posteingang für Android",
        "Diese Nachricht wurde mit der 1&1 Mail App von meinem Handy gesendet",
        "Von unterwegs gesendet", "Von meinem Windows Phone gesendet",
        "Von Mobil gesendet - Tippfehler bitte entschuldigen", "Gesendet mit Tutanota",
        "Enviado desde mi teléfono inteligente BlackBerry 10.", "Enviado con Proton Mail",
        "Enviado desde Outlook", "Enviado desde mi dispositivo Huawei",
        "Inviato da Outlook per Android", "Inviato da smartphone Honor",
        "Inviato con l'app Libero Mail", "Enviado do Outlook para Android", "Enviado do meu telemóvel",
        "Enviado pelo meu Xiaomi", "Verzonden met Proton Mail", "Verzonden met de Ziggo Mail app",
        "Verstuurd met mijn mobiel", "Sendt fra min Samsung Galaxy", "Sendt fra Outlook til Android",
        "Skickat från Outlook för Android", "Skickat från min mobil",
        "Lähetetty Outlook for Androidista", "Lähetetty Androidista",
        "Wysłane z Outlook dla systemu Android", "Wysłane z telefonu Samsung Galaxy",
        "Wysłano z mojego telefonu Huawei", "Odesláno z aplikace Seznam Email",
        "Odesláno z mobilního telefonu", "Odoslané z mobilu", "Az Androidos Outlookból küldve",
        "Samsung Galaxy okostelefonról küldve.", "Trimis din Yahoo Mail pe Android",
        "Trimis de pe telefonul meu Samsung", "Изпратено от Samsung Galaxy",
        "Изпратено от Yahoo Mail на Android", "Отправлено из Outlook для Android",
        "Отправлено из Mail.ru для Android", "Отправлено с помощью BlueMail",
        "Отправлено с телефона Xiaomi", "Надіслано з Outlook для Android",
        "Відправлено з мобільного телефону", "Στάλθηκε από το Outlook για Android",
        "Εστάλη από το κινητό μου", "Android için Outlook uygulamasından gönderildi",
        "Samsung cep telefonumdan gönderildi.", "Poslano iz Outlook za Android",
        "Poslano z mojega telefona", "Išsiųsta iš „Outlook“, skirto „Android“",
        "Nosūtīts no Outlook operētājsistēmai Android", "Saadetud Outlookist Androidile",
        "נשלח מ-Outlook עבור Android", "נשלח מהנייד שלי", "تم الإرسال من Outlook لنظام Android",
        "أرسل من هاتفي", "Dikirim dari Outlook untuk Android", "Đã gửi từ Outlook cho Android",
        "Được gửi từ điện thoại Samsung của tôi", "ส่งจาก Outlook สำหรับ Android",
        "发送自 Outlook for Android", "从 Outlook for iOS 发送", "發自我的 Galaxy", "从我的华为手机发送",
        "Yahoo!メール アプリから送信", "私の Galaxy から送信", "Outlook for Android から送信", "Outlook for Android에서 보냄",
        "내 iPhone에서 보냄", "Samsung Galaxy 스마트폰에서 보냈습니다.", "গ্যালাক্সি ফোন থেকে পাঠানো",
        "मेरे Galaxy फ़ोन से भेजा गया", "Enviat des d'Outlook per a Android",
        "Bidalita nire telefonotik", "Anfonwyd o Outlook ar gyfer Android", "Seolta ó mo iPhone",
        "Ipinadala mula sa aking iPhone", "iPhone телефонымнан жіберілді", "iPhone-umdan göndərildi",
        "გაგზავნილია ჩემი iPhone-დან", "Ուղարկված է իմ iPhone-ից",
    ],
)  # fmt: skip
def test_a_phone_or_a_program_signs(line: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{line}\n") == ANSWER
    assert reply_text(f"{ANSWER}\n{line}\n\n{QUOTED}") == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my iPhone app there is always an error 500, from the web there is none.",
        'The footer says "Sent from my iPhone" though I have no iPhone. Where does that come from?',
        "The signature says\n\nSent from my iPad\n\nbut it should say Example Ltd. How do I change it?",
        "Which one?\n\niPhoneから送信できません",
        "件名\n\n从iPhone发送邮件时总是失败",
        "Hallo,\n\ndas Handy habe ich gestern gesendet",
        "Hallo,\n\ngesendet per E-Mail",
        "Hello,\n\nI want to get Outlook for Android",
        "Hello,\n\nmy mails from the iPhone are not sent",
        "Hola,\n\nel móvil está enviado",
        "Hello,\n\nYahoo Mail: it does not work",
        "From my phone I can not open the attachment. Please send it as PDF.",
    ],
)
def test_people_write_about_phones_too(text: str) -> None:
    assert reply_text(text) == text


# ---- what nobody wrote --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "footer",
    [
        pytest.param(
            "This email and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received this email in error please notify the system manager.",
            id="en1",
        ),
        pytest.param(
            "CONFIDENTIALITY NOTICE: The contents of this e-mail message and any attachments are intended solely for the addressee(s) and may contain confidential and/or legally privileged information. If you are not the intended recipient, please delete it.",
            id="en2",
        ),
        pytest.param(
            "DISCLAIMER\nThe information contained in this communication from the sender is confidential. It is intended solely for use by the recipient and others authorized to receive it.\n\nThis email has been scanned for viruses and malware by Mimecast Ltd.",
            id="en3",
        ),
        pytest.param(
            "Acme Ltd is registered in England and Wales, company number 01234567. Registered office: 12 High Street, Leeds LS1 1AA.\nThis message is private and confidential. If you have received this message in error, please notify us and remove it from your system.",
            id="en4",
        ),
        pytest.param("Please consider the environment before printing this email.", id="en5"),
        pytest.param("P Think before you print! Save paper, save trees.", id="en6"),
        pytest.param(
            "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail.",
            id="de1",
        ),
        pytest.param(
            "Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de ses destinataires. Si vous avez reçu ce message par erreur, merci de le détruire et d'en avertir immédiatement l'expéditeur.",
            id="fr1",
        ),
        pytest.param("Pensez à l'environnement avant d'imprimer ce message.", id="fr2"),
        pytest.param(
            "AVISO LEGAL: Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a su destinatario, pudiendo contener información confidencial sometida a secreto profesional. Si usted no es el destinatario, le rogamos que lo elimine.",
            id="es1",
        ),
        pytest.param(
            "Le informazioni contenute nella presente comunicazione e i relativi allegati possono essere riservate e sono, comunque, destinate esclusivamente alle persone o alla Società sopraindicati. Se avete ricevuto questa email per errore, vi preghiamo di cancellarla.",
            id="it1",
        ),
        pytest.param(
            "Esta mensagem, incluindo seus anexos, pode conter informações confidenciais e privilegiadas. Se você não é o destinatário, por favor apague-a e avise o remetente imediatamente.",
            id="pt1",
        ),
        pytest.param(
            "De informatie verzonden met dit e-mailbericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Indien u niet de beoogde ontvanger bent, verzoeken wij u dit bericht te verwijderen.",
            id="nl1",
        ),
        pytest.param(
            "Detta meddelande är konfidentiellt och endast avsett för den angivna mottagaren. Om du har fått detta meddelande av misstag, vänligen meddela avsändaren och radera meddelandet.",
            id="sv1",
        ),
        pytest.param(
            "Denne e-mail kan indeholde fortrolige oplysninger. Hvis du har modtaget denne e-mail ved en fejl, bedes du venligst give afsenderen besked og slette den.",
            id="da1",
        ),
        pytest.param(
            "Denne e-posten og eventuelle vedlegg er konfidensiell og kun ment for adressaten. Hvis du har mottatt den ved en feil, vennligst slett den og gi beskjed til avsender.",
            id="no1",
        ),
        pytest.param(
            "Tämä viesti ja sen liitteet ovat luottamuksellisia ja tarkoitettu vain vastaanottajalle. Jos olet saanut viestin erehdyksessä, ilmoita siitä lähettäjälle ja poista viesti.",
            id="fi1",
        ),
        pytest.param(
            "Niniejsza wiadomość oraz wszelkie załączniki mają charakter poufny i są przeznaczone wyłącznie dla adresata. Jeżeli nie są Państwo adresatem, prosimy o usunięcie wiadomości i powiadomienie nadawcy.",
            id="pl1",
        ),
        pytest.param(
            "Tato zpráva a její přílohy jsou důvěrné a jsou určeny výhradně adresátovi. Pokud nejste zamýšleným příjemcem, informujte prosím odesílatele a zprávu vymažte.",
            id="cs1",
        ),
        pytest.param(
            "Ez az üzenet és mellékletei bizalmas információkat tartalmazhatnak, és kizárólag a címzettnek szólnak. Amennyiben tévedésből kapta meg, kérjük értesítse a feladót és törölje az üzenetet.",
            id="hu1",
        ),
        pytest.param(
            "Данное сообщение и любые вложения содержат конфиденциальную информацию и предназначены только для адресата. Если Вы получили это сообщение по ошибке, пожалуйста, уведомите отправителя и удалите его.",
            id="ru1",
        ),
        pytest.param(
            "Це повідомлення містить конфіденційну інформацію та призначене виключно для адресата. Якщо Ви отримали його помилково, будь ласка, повідомте відправника та видаліть його.",
            id="uk1",
        ),
        pytest.param(
            "Το παρόν μήνυμα και τα συνημμένα του είναι εμπιστευτικά και προορίζονται αποκλειστικά για τον παραλήπτη. Εάν το λάβατε από λάθος, παρακαλούμε ενημερώστε τον αποστολέα και διαγράψτε το.",
            id="el1",
        ),
        pytest.param(
            "Bu e-posta ve ekleri gizli bilgiler içerebilir ve yalnızca gönderilen kişiye özeldir. Yanlışlıkla aldıysanız lütfen göndereni bilgilendiriniz ve mesajı siliniz.",
            id="tr1",
        ),
        pytest.param(
            "このメールには機密情報が含まれている場合があります。誤って受信された場合は、送信者にご連絡のうえ、本メールを削除してください。",
            id="ja1",
        ),
        pytest.param(
            "本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组。如果您错收了本邮件，请您立即电话或邮件通知发件人并删除本邮件！",
            id="zh1",
        ),
        pytest.param(
            "이 메일은 지정된 수신인만을 위한 것이며 기밀 정보를 포함할 수 있습니다. 잘못 수신하신 경우 발신인에게 알려주시고 즉시 삭제해 주시기 바랍니다.",
            id="ko1",
        ),
        pytest.param(
            "Acest mesaj este confidențial și este destinat exclusiv destinatarului. Dacă ați primit acest mesaj din greșeală, vă rugăm să anunțați expeditorul și să îl ștergeți.",
            id="ro1",
        ),
        pytest.param("Virus-free. www.avast.com<https://www.avast.com/sig-email>", id="av1"),
        pytest.param(
            "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nwww.avast.com", id="av2"
        ),
        pytest.param(
            "---\nThis email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus",
            id="av3",
        ),
        pytest.param("Garanti sans virus. www.avast.com", id="av4"),
        pytest.param("Libre de virus.www.avg.com", id="av5"),
        pytest.param(
            "______________________________________________________________________\nThis email has been scanned by the Symantec Email Security.cloud service.\nFor more information please visit http://www.symanteccloud.com\n______________________________________________________________________",
            id="av6",
        ),
        pytest.param(
            "__________ Information from ESET NOD32 Antivirus, version of virus signature database 9342 (20140127) __________\n\nThe message was checked by ESET NOD32 Antivirus.\n\nhttp://www.eset.com",
            id="av7",
        ),
        pytest.param(
            "_______________________________________________\nPrinters mailing list\nPrinters@lists.example.org\nhttps://lists.example.org/mailman/listinfo/printers",
            id="ls1",
        ),
        pytest.param(
            '-- \nYou received this message because you are subscribed to the Google Groups "Printers" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to printers+unsubscribe@googlegroups.com.\nTo view this discussion on the web visit https://groups.google.com/d/msgid/printers/abc%40mail.gmail.com.',
            id="ls2",
        ),
        pytest.param(
            "_______________________________________________\nPrinters mailing list -- printers@lists.example.org\nTo unsubscribe send an email to printers-leave@lists.example.org",
            id="ls3",
        ),
        pytest.param(
            "########################################################################\n\nTo unsubscribe from the PRINTERS list, click the following link:\nhttps://listserv.example.edu/scripts/wa.exe?TICKET=abc",
            id="ls4",
        ),
        pytest.param(
            "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\nView/Reply Online (#1234): https://groups.io/g/printers/message/1234\nUnsubscribe: https://groups.io/g/printers/unsub [pat@customer.example]\n-=-=-=-=-=-=-=-=-=-=-=-",
            id="ls5",
        ),
        pytest.param(
            "This email is sent on behalf of Acme Group plc or one of its subsidiaries.\n\nIt is intended only for the person to whom it is addressed and may contain confidential information. If you have received it in error, please contact us and delete it.\n\nAcme Group plc is registered in Scotland No 12345. Registered office: 1 Square, Edinburgh.",
            id="multi-2",
        ),
        pytest.param(
            "Warning: Although the company has taken reasonable precautions to ensure no viruses are present in this email, the company cannot accept responsibility for any loss or damage arising from the use of this email or attachments.",
            id="warn-2",
        ),
        pytest.param(
            "Šis pranešimas ir jo priedai yra konfidencialūs ir skirti tik adresatui. Jei gavote šį laišką per klaidą, prašome informuoti siuntėją ir jį ištrinti.",
            id="lt-2",
        ),
        pytest.param(
            "See e-kiri ja selle manused on konfidentsiaalsed ja mõeldud ainult adressaadile. Kui olete saanud kirja ekslikult, palun teavitage saatjat ja kustutage see.",
            id="et-2",
        ),
        pytest.param(
            "Ova poruka i njezini privici su povjerljivi i namijenjeni isključivo primatelju. Ako ste poruku primili greškom, molimo obavijestite pošiljatelja i obrišite je.",
            id="hr-2",
        ),
        pytest.param(
            "Това съобщение и приложенията към него са поверителни и са предназначени единствено за получателя. Ако сте го получили по погрешка, моля уведомете подателя и го изтрийте.",
            id="bg-2",
        ),
        pytest.param(
            "הודעה זו והקבצים המצורפים אליה מכילים מידע חסוי ומיועדים לנמען בלבד. אם קיבלת הודעה זו בטעות, אנא הודע לשולח ומחק אותה.",
            id="he-2",
        ),
        pytest.param(
            "هذه الرسالة ومرفقاتها سرية ومخصصة للمرسل إليه فقط. إذا استلمت هذه الرسالة عن طريق الخطأ، يرجى إبلاغ المرسل وحذفها فوراً.",
            id="ar-2",
        ),
        pytest.param(
            "Email này và các tệp đính kèm có thể chứa thông tin bảo mật và chỉ dành cho người nhận. Nếu bạn nhận nhầm email này, vui lòng thông báo cho người gửi và xóa email.",
            id="vi-2",
        ),
        pytest.param(
            "Email ini bersifat rahasia dan hanya ditujukan kepada penerima yang dituju. Jika Anda menerima email ini karena kesalahan, harap beri tahu pengirim dan hapus email ini.",
            id="id-2",
        ),
        pytest.param(
            "Aquest missatge és confidencial i s'adreça exclusivament al seu destinatari. Si l'heu rebut per error, us preguem que ens ho comuniqueu i l'elimineu.",
            id="ca-2",
        ),
        pytest.param(
            "Táto správa a jej prílohy sú dôverné a sú určené výlučne adresátovi. Ak ste túto správu dostali omylom, informujte odosielateľa a správu vymažte.",
            id="sk-2",
        ),
        pytest.param(
            "🌱 Bitte prüfen Sie, ob diese E-Mail wirklich ausgedruckt werden muss. Der Umwelt zuliebe!",
            id="green-2",
        ),
        pytest.param("Antes de imprimir este e-mail, piense en el medio ambiente.", id="green2-2"),
        pytest.param("Zastanów się, zanim wydrukujesz tę wiadomość. Chroń środowisko.", id="green3-2"),
        pytest.param("Подумайте об окружающей среде, прежде чем распечатать это письмо.", id="green4-2"),
        pytest.param(
            "--\nThis message has been scanned for viruses and\ndangerous content by MailScanner, and is\nbelieved to be clean.",
            id="av-2",
        ),
        pytest.param(
            "Den här e-postens innehåll har kontrollerats med avseende på virus av Avast.\nwww.avast.com",
            id="av2-2",
        ),
        pytest.param("Sem vírus. www.avast.com <https://www.avast.com/sig-email>", id="av3-2"),
        pytest.param("Без вирусов. www.avast.com", id="av4-2"),
        pytest.param(
            "Questa e-mail è stata controllata per individuare virus con Avast antivirus.\nhttps://www.avast.com/antivirus",
            id="av5-2",
        ),
        pytest.param(
            "この E メールはアバスト アンチウイルスによりウイルススキャンされています。\nhttps://www.avast.com/antivirus",
            id="av6-2",
        ),
        pytest.param(
            "---------------------------------------------------------------------\nTo unsubscribe, e-mail: users-unsubscribe@lists.example.org\nFor additional commands, e-mail: users-help@lists.example.org",
            id="ml-2",
        ),
        pytest.param("This e-mail was sent to you by someone outside the organisation.", id="ext-2"),
        pytest.param(
            "Diese E-Mail wurde an pat@x.example gesendet. Abmelden: https://x.example/unsub", id="salesf-2"
        ),
        pytest.param(
            "Ce courriel est confidentiel et protégé. L'expéditeur ne renonce pas aux droits et obligations qui s'y rapportent. Toute diffusion par une personne autre que le destinataire désigné est interdite. Si vous recevez ce courriel par erreur, avisez-moi.",
            id="fr-2",
        ),
        pytest.param(
            "This message (including any attachments) is intended only for the use of the addressee(s) named above. It may contain information that is PRIVILEGED and CONFIDENTIAL. If you are not the intended recipient, you are hereby notified that any dissemination or copying is strictly prohibited.",
            id="uk-law-3",
        ),
        pytest.param(
            "This e-mail is confidential. If received in error, please delete and notify sender.",
            id="short-3",
        ),
        pytest.param(
            "NOTICE: This communication may contain privileged or other confidential information. If you are not the intended recipient or believe that you have received this communication in error, please do not print, copy, retransmit, disseminate, or otherwise use the information.",
            id="us-3",
        ),
        pytest.param(
            "This electronic message may contain protected health information that is confidential under applicable law (HIPAA). If you received this message by mistake, please destroy it and inform the sender.",
            id="hipaa-3",
        ),
        pytest.param(
            "Informationen zum Datenschutz finden Sie unter https://www.beispiel.example/datenschutz",
            id="gdpr-de-3",
        ),
        pytest.param(
            "Vos données sont traitées conformément au RGPD : https://www.exemple.example/confidentialite",
            id="gdpr-fr-3",
        ),
        pytest.param(
            "De conformidad con el Reglamento General de Protección de Datos (RGPD), le informamos que sus datos personales son tratados por Ejemplo S.L. con la finalidad de gestionar la relación. Puede ejercer sus derechos en info@ejemplo.example",
            id="gdpr-es-3",
        ),
        pytest.param(
            "Ai sensi del Regolamento UE 2016/679 (GDPR) si precisa che le informazioni contenute in questo messaggio sono riservate ed a uso esclusivo del destinatario. Qualora il messaggio le fosse pervenuto per errore, la invitiamo ad eliminarlo.",
            id="gdpr-it-3",
        ),
        pytest.param(
            "Administratorem Pani/Pana danych osobowych jest Przykład Sp. z o.o. Szczegóły dotyczące przetwarzania danych: https://przyklad.example/rodo",
            id="gdpr-pl-3",
        ),
        pytest.param(
            "AVISO DE CONFIDENCIALIDADE: Esta mensagem e seus anexos são de uso exclusivo de pessoas e entidades autorizadas. Caso a tenha recebido por engano, favor devolvê-la ao remetente e apagá-la.",
            id="pt-br-3",
        ),
        pytest.param(
            "Настоящее электронное письмо и приложения к нему содержат сведения конфиденциального характера. Если письмо попало к Вам по ошибке, просим немедленно сообщить отправителю и уничтожить письмо.",
            id="ru2-3",
        ),
        pytest.param(
            "【機密保持】このメールおよび添付ファイルには機密情報が含まれています。宛先以外の方が誤って受信された場合は、速やかに削除をお願いいたします。",
            id="ja2-3",
        ),
        pytest.param(
            "声明：本邮件含有保密信息，仅限于收件人所用。禁止任何人未经发件人许可以任何形式使用本邮件中的信息。如您误收，请立即删除。",
            id="zh2-3",
        ),
        pytest.param(
            "Dit bericht kan informatie bevatten die niet voor u is bestemd. Indien u niet de geadresseerde bent of dit bericht abusievelijk aan u is toegezonden, wordt u verzocht dat aan de afzender te melden en het bericht te verwijderen.",
            id="nl2-3",
        ),
        pytest.param(
            "Denne e-mail er fortrolig og kun beregnet for den adresserede modtager. Har du modtaget den ved en fejl, bedes du slette den og underrette afsenderen.",
            id="da2-3",
        ),
        pytest.param(
            "YASAL UYARI: Bu elektronik posta ve ekleri sadece gönderildiği kişiye özeldir ve gizli bilgiler içerebilir. Yanlışlıkla elinize ulaştıysa lütfen gönderene haber veriniz ve mesajı sisteminizden siliniz.",
            id="tr2-3",
        ),
        pytest.param(
            "Tämä sähköposti on tarkoitettu vain vastaanottajalle ja voi sisältää luottamuksellista tietoa. Jos sait viestin vahingossa, poista se ja ilmoita lähettäjälle.",
            id="fi2-3",
        ),
        pytest.param(
            "Diese Nachricht ist vertraulich. Sollten Sie nicht der vorgesehene Empfänger sein, so bitten wir um eine kurze Nachricht und um Löschung.",
            id="de-kurz-3",
        ),
        pytest.param(
            "Beispiel GmbH, Hauptstr. 1, 12345 Musterstadt\nGeschäftsführer: Max Muster, Erika Muster\nAmtsgericht Musterstadt HRB 12345, USt-IdNr. DE123456789",
            id="de-sitz-3",
        ),
        pytest.param(
            "Exemple SAS au capital de 100 000 € - RCS Paris 123 456 789 - Siège social : 5 rue de la Paix, 75002 Paris",
            id="fr-siege-3",
        ),
        pytest.param(
            "Acme Ltd. Registered in England and Wales No. 1234567. Registered Office: 12 High Street, Leeds LS1 1AA. VAT No. GB 123 4567 89.",
            id="uk-reg-3",
        ),
        pytest.param(
            "N'imprimez ce message que si c'est nécessaire. Protégeons l'environnement.", id="eco-fr-3"
        ),
        pytest.param("Rispetta l'ambiente: se non ti è necessario, non stampare questa mail.", id="eco-it-3"),
        pytest.param("Denk aan het milieu voordat u deze e-mail print.", id="eco-nl-3"),
        pytest.param("Tänk på miljön innan du skriver ut detta mejl.", id="eco-sv-3"),
        pytest.param("Antes de imprimir, pense na sua responsabilidade com o meio ambiente.", id="eco-pt-3"),
        pytest.param("Před vytištěním tohoto e-mailu zvažte dopad na životní prostředí.", id="eco-cs-3"),
        pytest.param("Kérjük, gondoljon a környezetre, mielőtt kinyomtatja ezt az e-mailt.", id="eco-hu-3"),
        pytest.param("打印本邮件前请考虑环境保护。", id="eco-zh-3"),
        pytest.param(
            "🌳 Be green - keep it on the screen. Only print this email if really necessary.", id="eco-en-3"
        ),
        pytest.param(
            "This email was Virus checked by Sophos Email Appliance. www.sophos.com", id="mail-av-3"
        ),
        pytest.param("Проверено антивирусом Касперского", id="kasper-3"),
        pytest.param("This email has been scanned by the MessageLabs Email Security System.", id="msgl-3"),
        pytest.param("Click here to report this email as spam.", id="bark-3"),
        pytest.param("Follow us on Twitter, Facebook and LinkedIn", id="follow-3"),
    ],
)
def test_footers(footer: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{footer}\n") == ANSWER
    assert reply_text(f"{ANSWER}\n\n{footer}\n\n{QUOTED}") == ANSWER


def test_a_disclaimer_may_stand_in_the_paragraph_of_the_text() -> None:
    disclaimer = (
        "This e-mail and its attachments are confidential and only for the addressee.\n"
        "If you have received it in error, please delete it."
    )
    assert reply_text(f"Hello,\n\n{ANSWER}\n{disclaimer}\n") == f"Hello,\n\n{ANSWER}"


def test_legal_paragraphs_below_a_disclaimer_go_with_it() -> None:
    legal = (
        "This e-mail is confidential and intended solely for the addressee. If you have received it in error, delete it."
        "\n\nExample Ltd accepts no orders over the telephone.\n\nExample Ltd, 12 High Street, Leeds"
    )
    assert reply_text(f"{ANSWER}\n\n{legal}\n") == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nyesterday a confidential document was deleted by mistake from our share. Could you please restore it "
        "from the backup of Monday night? It is rather urgent.",
        "Is this confidential? I would like to forward it to the intended recipient in Berlin.",
        'Hello,\n\nthe disclaimer under our mails must change to "This email is confidential". Can you do that?',
        "Hello,\n\nPlease consider the environment variable PATH before you start it.",
        "Hello,\n\nWe need paper for the printer in the green room.",
        "How do I unsubscribe from the newsletter list?\n\nAnd how do I change my address?",
        "Hello,\n\nAvast says that the file is infected with a virus.",
        "Hello,\n\nYou received a wrong invoice from me.",
        "Disclaimer: I have not tested this.",
        "Hello,\n\nPlease delete the confidential file that I sent to the wrong recipient by mistake, it was attached to ticket 17.",
        "Hello,\n\nthe mail of yesterday had a virus in its attachment, and I am responsible for our network. What shall I do now?",
        "Hello,\n\nPlease notify the sender of the message that I got it by mistake and deleted it.",
        "Hello,\n\nIs the recipient of this email correct? I think that it was sent to me in error, please check before you delete my account.",
        "Hello,\n\nI deleted the mail by mistake, can you send the confidential attachment once more?",
        "Hello,\n\nOur privacy notice is at https://acme.example/privacy",
        "Hello,\n\nFollow us to the car park, it is behind the house.",
        "Hello,\n\nThe registered office of Acme is in Leeds. Our VAT number has changed, see the invoice.",
        "Hello,\n\nWir müssen alle Nachrichten ausdrucken, bevor wir sie in der Umweltabteilung ablegen, und der Drucker ist defekt.",
        "Hello,\n\nBefore printing, the driver asks for the environment. What shall I enter?",
        "Hello,\n\nClick here does not work.",
        "Hello,\n\nReport: all printers are green again.",
        "Hello,\n\nWer ist der Geschäftsführer, und wo ist der Sitz der Firma? Das Formular verlangt es.",
        "Hello,\n\nDer Virenscanner hat die E-Mail geprüft und gelöscht, bitte noch einmal senden.",
        "Hello,\n\nThis message appears when I start it: virus scanner not found.",
        "Hello,\n\nThis email address is confidential, do not give it to anybody, please.",
    ],
)
def test_people_write_about_secrets_and_viruses_too(text: str) -> None:
    assert reply_text(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Yes, I have sent it via email", "Sent it yesterday, please check",
        "I'll send it from my phone later", "Could you call me on 0113 496 0000 tomorrow?",
        "Use this link: https://acme.example/a", "https://acme.example/screenshot.png",
        "pat@acme.example", "The IP is 192.168.0.17", "Serial number: 12345678901",
        "Order no. 4711-0815-2342", "IBAN DE02 1203 0000 0000 2020 51",
        "My address: Hauptstr. 1, 12345 Musterstadt, Tel 030 1234567",
        "Es geht um das Handy von Frau Müller, das Outlook nicht mehr startet",
        "Ich nutze Outlook für Android", "J'utilise Outlook pour Android sur mon téléphone",
        "Le message est envoyé depuis mon compte", "El correo fue enviado desde la oficina",
        "A mail foi enviada pelo Outlook", "Письмо отправлено вчера из Outlook",
        "Wiadomość wysłana wczoraj z telefonu", "Mailen är skickad från Outlook igår",
        "Viesti lähetettiin eilen puhelimesta", "E-posta dün gönderildi", "メールはiPhoneから送信しましたが、届いていません",
        "邮件已经从Outlook发送了，但是没有收到", "메일을 아이폰에서 보냈는데 도착하지 않았습니다", "ההודעה נשלחה מהטלפון אתמול ולא הגיעה",
        "تم إرسال الرسالة من الهاتف أمس ولم تصل", "Please install Outlook for iOS",
        "Bitte Outlook für iOS installieren", "Can we get Outlook for Android",
        "We would like to download the Outlook app for our iPads",
        "Mit dem Handy geht es, mit dem iPad nicht", "Vom Handy aus klappt es", "Auf dem iPhone",
        "on my iPhone and my iPad", "Android", "iPhone 13", "Outlook", "Windows 11",
        "Mail for Windows does not start", "Samsung Galaxy S21, Android 13", "Only the mobile app",
        "Thanks", "Merci beaucoup", "Best", "Cheers, works now", "Ok, danke", "LG", "BR",
        "Virus scan found nothing", "The message says \"scanned by Avast\"", "Antivirus: Kaspersky",
        "The mail is in the spam folder", "This mail is confidential, right", "It is a secret",
        "Please do not print this", "Save paper and print on both sides", "Print before 5 pm please",
        "I want to unsubscribe", "Unsubscribe",
        "Please unsubscribe me from the list users@lists.example.org", "abmelden", "stop",
        "The company number is 01234567", "Our VAT number is DE123456789", "VAT ID: DE123456789",
        "Geschäftsführer ist Herr Muster", "You are receiving this because nobody else answers",
        "This message was sent to the wrong person", "Powered by diesel",
        "Reply to this email directly please", "-5 degrees", "- 17 pages", "--verbose",
        "-- verbose did not help", "--> this one", "== equals", "__main__ fails",
        "*** it fails again ***", "### done ###", "+1", ":)", "👍", "42", "Tel: yes, e-mail: no",
        "Phone: none", "T: 5", "M or L", "Office: closed", "Web: down", "Fax: broken, since Monday",
        "Mobile: works", "E: an error", "Direct connection fails", "Internet: no",
    ],
)  # fmt: skip
def test_a_last_line_of_a_person(line: str) -> None:
    text = f"Hello,\n\nthanks for asking. Here is what I know about it.\n\n{line}"
    assert reply_text(text) == text
    assert reply_text(f"{text}\n\n{QUOTED}") == text


# ---- lines that divide --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I used the option --force, and then\n--\nit printed nothing. What now?",
        "First part about the printer.\n\n---\n\nSecond part about the scanner. It is broken as well.\n\n---\n\nThird part: when will you come?",
        "Order:\n---\n3 toner\n2 paper\n---\nThanks",
        "Hello,\n\nprinter\n--\nIt does not print at all.\n\nscanner\n--\nIt does not scan.\n\nRegards\nAda",
    ],
)
def test_the_writer_goes_on_below_a_line(text: str) -> None:
    assert reply_text(text) == text


@pytest.mark.parametrize("line", ["- No", "- Both", "-- not yet", "- Ada out", "— the red one"])
def test_a_last_line_with_a_dash_may_be_the_answer(line: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{line}\n\n{QUOTED}") == f"{ANSWER}\n\n{line}"


def test_a_name_behind_a_dash_below_a_question_answers_it() -> None:
    assert reply_text("Who has the key?\n\n-Ada\n") == "Who has the key?\n\n-Ada"


CONTACT = {
    "it": "Cordiali saluti\n\nMario Rossi\nUfficio Tecnico\nEsempio S.r.l.\nTel. 02 1234567 - Fax 02 1234568",
    "da": "Med venlig hilsen\n\nJens Hansen\nEksempel A/S\nTlf. 12 34 56 78",
    "fi": "Ystävällisin terveisin\n\nMatti Meikäläinen\nEsimerkki Oy\nPuh. 040 123 4567",
    "cs": "S pozdravem\n\nJan Novák\nPříklad s.r.o.\nTel.: +420 123 456 789\nwww.priklad.example",
    "el": "Με εκτίμηση,\n\nΓιώργος Παπαδόπουλος\nΠαράδειγμα ΑΕ\nΤηλ.: 210 1234567",
    "zh": "此致\n敬礼\n\n张三\n示例有限公司\n电话：010-12345678",
    "he": 'בברכה,\n\nמשה כהן\nדוגמה בע"מ\nטל: 03-1234567',
    "ar": "مع أطيب التحيات،\n\nمحمد أحمد\nشركة المثال\nهاتف: 02 12345678",
    "ruled": "- - - - -\nPat Example\n0113 496 0000",
    "starred": "**************************\nPat Example\nTel: 0113 496 0000\n**************************",
}


@pytest.mark.parametrize("signature", [pytest.param(text, id=name) for name, text in CONTACT.items()])
def test_ways_to_get_in_touch_below_a_sign_off(signature: str) -> None:
    assert reply_text(f"{ANSWER}\n\n{signature}\n\n{QUOTED}") == ANSWER


@pytest.mark.parametrize("sign", ["PS:", "P.S.", "p.s.:", "PS -", "П.С."])
def test_a_postscript_below_the_signature_is_text(sign: str) -> None:
    text = f"{ANSWER}\n\n-- \nAda Byron\nExample Ltd\n\n{sign} bring some toner with you\n\nSent from my iPhone\n"
    assert reply_text(text) == f"{ANSWER}\n\n{sign} bring some toner with you"


@pytest.mark.parametrize("name", ["P.S. Byron", "PS4 Games Ltd", "PS Systems and Services Ltd"])
def test_initials_are_no_postscript(name: str) -> None:
    assert reply_text(f"{ANSWER}\n\n-- \nAda\n\n{name}\n") == ANSWER


def test_below_the_delimiter_of_the_standard_all_is_signature() -> None:
    assert reply_text(f'{ANSWER}\n\n-- \n"Who asks, who knows?"\nAda\nAre you sure?\n') == ANSWER
