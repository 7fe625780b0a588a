"""Reports of mail systems in many languages, and what people write of deliveries in the same words."""

import pytest

from mailticket.mail.automatic import automatic, judged
from mailticket.mail.delivery_report import derived_status
from unit.mail.test_delivery_report import text_mail

# What a mail system says above the address that it could not deliver to.
REFUSALS = {
    "Afrikaans": "U boodskap kon nie afgelewer word nie: die adres is niet afgelewer",
    "Arabic": "تعذر تسليم رسالتك إلى المستلم التالي",
    "Bulgarian": "Вашето писмо не може да бъде доставено до следния получател",
    "Catalan": "El vostre missatge no s'ha pogut lliurar al destinatari següent",
    "Chinese": "您的邮件无法投递到以下地址",
    "Chinese, traditional": "您的郵件無法傳遞給下列收件者",
    "Croatian": "Vaša poruka nije isporučena sljedećem primatelju",
    "Czech": "Vaši zprávu nelze doručit následujícímu příjemci",
    "Danish": "Din meddelelse kunne ikke leveres til følgende modtager",
    "Dutch": "Uw bericht kon niet worden afgeleverd bij de volgende geadresseerde",
    "English": "Your message could not be delivered to the following recipient",
    "Estonian": "Teie kirja ei saanud kohale toimetada järgmisele aadressile",
    "Finnish": "Viestiäsi ei voitu toimittaa seuraavalle vastaanottajalle",
    "French": "Votre message n'a pas pu être remis au destinataire suivant",
    "French without accents": "Votre message n'a pas pu etre delivre au destinataire suivant",
    "German": "Ihre Nachricht konnte dem folgenden Empfänger nicht zugestellt werden",
    "Greek": "Δεν ήταν δυνατή η παράδοση του μηνύματός σας στον παραλήπτη",
    "Hebrew": "לא ניתן למסור את ההודעה לנמען הבא",
    "Hindi": "आपका संदेश वितरित नहीं किया जा सका",
    "Hungarian": "Az üzenetet nem sikerült kézbesíteni az alábbi címzettnek",
    "Icelandic": "Ekki tókst, skeytið var ekki hægt að afhenda viðtakanda",
    "Indonesian": "Pesan Anda tidak dapat dikirim ke alamat berikut",
    "Italian": "Il messaggio non è stato consegnato al seguente destinatario",
    "Japanese": "次の宛先へメールを配信できませんでした",
    "Korean": "다음 받는 사람에게 메일을 배달하지 못했습니다",
    "Latvian": "Jūsu vēstuli nevarēja piegādāt šim adresātam",
    "Lithuanian": "Jūsų laiško nepavyko pristatyti šiam gavėjui",
    "Norwegian": "Meldingen kunne ikke leveres til følgende mottaker",
    "Persian": "پیام شما به گیرنده زیر تحویل داده نشد",
    "Polish": "Wiadomość nie została dostarczona do następującego odbiorcy",
    "Portuguese": "Sua mensagem não pôde ser entregue ao seguinte destinatário",
    "Romanian": "Mesajul nu a putut fi livrat următorului destinatar",
    "Russian": "Ваше письмо не может быть доставлено следующему получателю",
    "Serbian": "Ваша порука није испоручена следећем примаоцу",
    "Slovak": "Vašu správu sa nepodarilo doručiť nasledujúcemu príjemcovi",
    "Slovenian": "Vaše sporočilo ni bilo dostavljeno naslednjemu prejemniku",
    "Spanish": "Su mensaje no se ha podido entregar al siguiente destinatario",
    "Swedish": "Ditt meddelande kunde inte levereras till följande mottagare",
    "Thai": "ไม่สามารถส่งข้อความของคุณไปยังผู้รับต่อไปนี้",
    "Turkish": "Mesajınız aşağıdaki alıcıya teslim edilemedi",
    "Ukrainian": "Ваш лист не вдалося доставити такому одержувачу",
    "Vietnamese": "Không thể gửi thư của bạn đến người nhận sau",
}


PLAIN = str.maketrans(
    {
        letter: base
        for base, letters in {
            "a": "áàâäãåąāă",
            "c": "čçć",
            "d": "ďđ",
            "e": "éèêëěęėē",
            "g": "ğģ",
            "i": "íìîïıī",
            "l": "łľļ",
            "n": "ňńñņ",
            "o": "óòôöõøő",
            "r": "řŕ",
            "s": "śšşș",
            "t": "ťțţ",
            "u": "úùûüůűūų",
            "y": "ýÿ",
            "z": "žźż",
        }.items()
        for letter in letters
    }
)


@pytest.mark.parametrize("language", REFUSALS)
@pytest.mark.parametrize("subject", ["Mail", "the refusal"])
def test_a_postmaster_reports(language: str, subject: str) -> None:
    refusal = REFUSALS[language]
    mail = text_mail(
        f"{refusal}:\n\n  ada@example.com\n",
        address="postmaster@mx.example",
        subject=refusal if subject == "the refusal" else subject,
    )
    machine, report = judged(mail)
    assert machine is not None
    assert machine.kind == "bounce"
    assert report is not None
    assert [(r.address, r.action) for r in report.recipients] == [("ada@example.com", "failed")]


@pytest.mark.parametrize(
    "language", [name for name, said in REFUSALS.items() if said.translate(PLAIN).isascii()]
)
def test_an_old_program_writes_without_accents(language: str) -> None:
    plain = REFUSALS[language].translate(PLAIN)
    machine = automatic(
        text_mail(f"{plain}:\n\nada@example.com\n", address="postmaster@mx.example", subject="Mail")
    )
    assert machine is not None
    assert machine.kind == "bounce"


@pytest.mark.parametrize("language", REFUSALS)
def test_a_person_says_the_same(language: str) -> None:
    refusal = REFUSALS[language]
    mail = text_mail(f"{refusal}.\n\nada@example.com\n", address="ada@example.com", subject=refusal)
    if language != "English":  # there the words are those of well-known programs
        assert automatic(mail) is None
    asked = text_mail(
        f"My mail came back:\n\n{refusal}: ada@example.com\n", address="ada@example.com", subject=refusal
    )
    assert automatic(asked) is None


DELAYS = {
    "Chinese": "您的邮件投递延迟",
    "Czech": "Doručení zprávy bylo zpožděno",
    "Danish": "Leveringen er forsinket",
    "Dutch": "De bezorging is vertraagd",
    "English": "Delivery of your message has been delayed",
    "Finnish": "Viestin toimitus viivästyy",
    "French": "La remise de votre message est retardée",
    "German": "Die Zustellung Ihrer Nachricht verzögert sich",
    "Greek": "Η παράδοση καθυστερεί",
    "Hungarian": "A kézbesítés késik",
    "Italian": "La consegna è in ritardo",
    "Japanese": "メールの配送が遅延しています",
    "Korean": "메일 배달이 지연되고 있습니다",
    "Polish": "Dostarczenie wiadomości opóźnia się",
    "Portuguese": "A entrega está atrasada",
    "Romanian": "Livrarea este întârziată",
    "Russian": "Доставка письма задерживается",
    "Spanish": "La entrega se ha retrasado",
    "Swedish": "Leveransen är fördröjd",
    "Turkish": "Teslimat gecikti",
    "Ukrainian": "Доставку листа затримано",
}


@pytest.mark.parametrize("language", DELAYS)
def test_a_mail_that_waits(language: str) -> None:
    report = judged(text_mail(f"{DELAYS[language]}:\n\n<ada@example.com>\n", subject="Mail"))[1]
    assert report is not None
    assert (report.kind, report.recipients[0].status[0]) == ("delayed", "4")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Das Postfach des Empfängers ist voll", "5.2.2"),
        ("Boîte aux lettres pleine", "5.2.2"),
        ("su buzón está lleno", "5.2.2"),
        ("caixa postal cheia", "5.2.2"),
        ("Почтовый ящик переполнен", "5.2.2"),
        ("メールボックスの容量が一杯です", "5.2.2"),
        ("收件人邮箱已满", "5.2.2"),
        ("התיבה מלאה: תיבת הדואר מלאה", "5.2.2"),
        ("Empfänger nicht gefunden", "5.1.1"),
        ("utilisateur inconnu", "5.1.1"),
        ("usuario desconocido", "5.1.1"),
        ("utente sconosciuto", "5.1.1"),
        ("Пользователь не найден", "5.1.1"),
        ("该用户不存在", "5.1.1"),
        ("存在しません", "5.1.1"),
        ("okänd användare", "5.1.1"),
        ("nieznany użytkownik", "5.1.1"),
        ("Nachricht ist zu groß", "5.3.4"),
        ("Account wurde deaktiviert", "5.2.1"),
    ],
)
def test_what_a_refusal_means(said: str, status: str) -> None:
    assert derived_status(said, "failed") == status


# The same, as the provider says of itself.
WE_COULD_NOT = {
    "Czech": "Nepodařilo se nám doručit vaši zprávu",
    "Dutch": "We konden uw bericht niet bezorgen",
    "English": "We were unable to deliver your message",
    "Finnish": "Emme voineet toimittaa viestiä",
    "French": "Nous n'avons pas pu remettre votre message",
    "German": "Wir konnten Ihre E-Mail leider nicht zustellen",
    "Greek": "Δεν μπορέσαμε να παραδώσουμε το μήνυμά σας",
    "Hungarian": "Nem tudtuk kézbesíteni az üzenetet",
    "Italian": "Non siamo riusciti a consegnare il messaggio",
    "Polish": "Nie udało nam się dostarczyć wiadomości",
    "Portuguese": "Não conseguimos entregar a sua mensagem",
    "Romanian": "Nu am putut livra mesajul",
    "Russian": "Нам не удалось доставить ваше письмо",
    "Spanish": "No hemos podido entregar su mensaje",
    "Swedish": "Vi kunde inte leverera ditt meddelande",
    "Turkish": "Mesajınızı teslim edemedik",
}


@pytest.mark.parametrize("language", WE_COULD_NOT)
def test_a_provider_reports(language: str) -> None:
    mail = text_mail(
        f"{WE_COULD_NOT[language]}: ada@example.com\n", address="postmaster@mx.example", subject="Mail"
    )
    report = judged(mail)[1]
    assert report is not None
    assert [(r.address, r.action) for r in report.recipients] == [("ada@example.com", "failed")]


# What people's programs say with words of delivery.
AWAY = {
    "Danish": "Tak for din mail. Jeg er på ferie og kan ikke træffes.",
    "Dutch": "Ik ben tot maandag niet bereikbaar. Uw bericht wordt niet doorgestuurd.",
    "English": "Ada is out of the office and cannot be reached. Your message will not be forwarded.",
    "English, returned": "Thank you for your mail. It will be answered when she has returned on Monday.",
    "French": "Je suis absente et ne peux être jointe. Votre message ne sera pas transmis.",
    "German": "Ich bin bis Montag nicht erreichbar. Ihre E-Mail wird nicht weitergeleitet.",
    "German, of another": "Frau Byron ist im Urlaub und kann nicht erreicht werden. Post bleibt liegen.",
    "Italian": "Sono fuori ufficio e non sono raggiungibile. Il messaggio non verrà inoltrato.",
    "Japanese": "休暇中のため返信できません。",
    "Polish": "Jestem na urlopie. Wiadomość nie zostanie przekazana.",
    "Spanish": "Estoy de vacaciones. Su correo no será reenviado.",
    "Swedish": "Jag är på semester och kan inte nås. Ditt mejl vidarebefordras inte.",
    "Turkish": "Tatildeyim. Mesajınız iletilmeyecektir.",
}


@pytest.mark.parametrize("language", AWAY)
def test_who_is_away_refuses_nothing(language: str) -> None:
    mail = text_mail(
        f"{AWAY[language]}\n\nbob@example.com\n",
        address="ada@example.com",
        subject="Drucker",
        Return_Path="<>",
    )
    machine, report = judged(mail)
    assert report is None
    assert machine is not None
    assert machine.kind != "bounce"
