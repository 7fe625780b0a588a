# ruff: noqa: E501 # wide letters count twice
"""The line that a phone or a program puts below the text, and what people say of phones."""

import pytest

from mailticket.mail.device_line import is_device_line


@pytest.mark.parametrize(
    "line",
    [
        "_Sent from my iPhone_", "*Sent from my iPhone*", "[Sent from my iPhone]",
        "(Sent from my iPhone)", "~ Sent from my iPhone", "— Sent from my iPhone",
        "Sent from my iPhone 📱", "Sent from my iPhone.", "Sent from my iPhone...",
        "SENT FROM MY IPHONE", "sent from iphone", "Sent From Samsung", "Sent via iPhone",
        "Sent from Samsung tablet.", "Sent from Windows Mail", "Sent from Outlook.com",
        "Sent from Hotmail for my iPhone", "Sent from my Palm Pre", "Sent from my Amazon Kindle Fire",
        "Sent from my LG Mobile", "Sent from my U.S.Cellular© Smartphone",
        "Sent from my Sprint Samsung Galaxy S® 6.", "Sent from my MetroPCS 4G LTE Android Device",
        "Sent on the Sprint® Now Network from my BlackBerry®",
        "Sent wirelessly from my BlackBerry device on the Bell network.",
        "Envoyé sans fil par mon terminal mobile BlackBerry sur le réseau de Bell.",
        "Von meinem iPad gesendet 📱", "Verstuurd vanaf mijn iPhone, excuses voor typefouten",
        "Envoyé de mon iPhone, excusez la brièveté", "Sent from a phone", "Sent from mobile",
        "Sent from my cell", "Sent from my handheld device", "Sent from my iPhone using Tapatalk",
        "Sent from my SM-G960F using Tapatalk", "发自我的iPhone", "来自 Outlook for Android",
        "获取Outlook for Android", "发自 Windows 10 版邮件应用", "从 Windows 版邮件发送", "发自我的HUAWEI P30",
        "发自我的 vivo 智能手机", "Windows 10 版のメールから送信", "Outlook for Android<https://aka.ms/ghei36> を入手",
        "Outlook for iOS 다운로드", "iOS용 Outlook 받기", "Windows용 메일에서 보냄", "네이버 메일앱에서 보냈습니다.",
        "Gesendet von meinem iPhone", "Gesendet aus der GMX App", "Gesendet mit der WEB.DE iPhone App",
        "Mit freundlichen Grüßen von meinem iPhone gesendet", "Von meinem Mobilgerät gesendet",
        "Diese E-Mail wurde von meinem Smartphone gesendet.", "Mail envoyé depuis mon iPhone",
        "Courriel envoyé à partir de mon téléphone", "Message envoyé depuis mon mobile",
        "Enviado desde mi Samsung Mobile de Telcel", "Mensaje enviado desde mi iPhone",
        "Enviado usando ProtonMail", "Inviato dall'app Mail per Android", "Inviato con Fastmail",
        "Messaggio inviato dal mio iPhone", "Mensagem enviada do meu iPhone",
        "Enviado a partir do Outlook para iOS", "Verzonden via mijn mobiele telefoon",
        "Bericht verzonden vanaf mijn iPhone", "Skickat från min Samsung Galaxy-smartphone.",
        "Skickat från Yahoo Mail för iPhone", "Sendt fra min iPad, beklager skrivefeil",
        "Sendt via telefon", "Lähetetty Samsung-puhelimesta", "Wysłane z iPada",
        "Wiadomość wysłana z telefonu", "Odesláno z aplikace Outlook pro Android",
        "Odeslané z telefonu Huawei", "Telefonról küldve", "iPademről küldve", "Trimis de pe telefon",
        "Отправлено с мобильного телефона", "Отправлено с моего смартфона Samsung Galaxy.",
        "Отправлено из моего iPhone", "Отправлено с Айфона", "Відправлено з мого iPhone",
        "Надіслано з мобільного пристрою", "Poslano s mog Samsung telefona", "Послато са мог телефона",
        "Απεστάλη από το iPad μου", "Galaxy cihazımdan gönderildi", "Huawei telefonumdan gönderildi",
        "Yahoo Postadan Android'de gönderildi", "נשלח מה-iPad שלי", "נשלח ממכשיר Samsung שלי",
        "مرسل من هاتف Samsung", "أرسلت من جهاز Galaxy الخاص بي", "تم الإرسال من هاتفي",
        "ارسال‌شده از گوشی سامسونگ", "Gửi từ iPhone của tôi", "Gửi từ Thư cho Windows",
        "Dikirim dari ponsel Samsung saya", "Dihantar daripada Samsung Mobile saya",
        "ส่งจากมือถือของฉัน",
    ],
)  # fmt: skip
def test_lines_of_phones_and_programs(line: str) -> None:
    assert is_device_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sent from the office, back at 5", "Sent from Germany it takes three days.",
        "Sent you the form, see my phone", "Phone sent back for repair", "I sent it from Outlook",
        "The phone", "iPhone", "Android phone sent to Kim",
        "Envoyé à Paris hier, sur le téléphone de Kim", "Envoyé ce matin par mail à Kim",
        "Enviado ayer por correo a tu móvil", "Gesendet am Montag von Kim, siehe Outlook",
        "Gesendet habe ich es am Montag, siehe Outlook", "Отправлено вчера, телефон Ким",
        "Wysłane wczoraj", "gönderildi", "送信", "发送", "Get the phone from Kim",
        "Download it from the app store", "Get a new phone", "Hol das Handy ab", "Sent.",
        "Sent to your phone", "Sent it", "Windows update was sent", "Von Outlook kommt nichts an",
    ],
)  # fmt: skip
def test_lines_of_people(line: str) -> None:
    assert not is_device_line(line)
