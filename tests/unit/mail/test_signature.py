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
    ],
)
def test_people_write_about_secrets_and_viruses_too(text: str) -> None:
    assert reply_text(text) == text


# ---- lines that divide --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I used the option --force, and then\n--\nit printed nothing. What now?",
        "First part about the printer.\n\n---\n\nSecond part about the scanner. It is broken as well.\n\n---\n\nThird part: when will you come?",
        "Hello,\n\nprinter\n--\nIt does not print at all.\n\nscanner\n--\nIt does not scan.\n\nRegards\nAda",
    ],
)
def test_the_writer_goes_on_below_a_line(text: str) -> None:
    assert reply_text(text) == text


def test_below_the_delimiter_of_the_standard_all_is_signature() -> None:
    assert reply_text(f'{ANSWER}\n\n-- \n"Who asks, who knows?"\nAda\nAre you sure?\n') == ANSWER
