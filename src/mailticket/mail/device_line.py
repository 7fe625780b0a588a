"""The line that a phone or a mail program puts below the text of its owner, in many languages."""

import re

from mailticket.mail.footer_words import THIS_MAIL

MAX_LINE = 160

# Brands stand in the letters of their makers in nearly every language; common nouns do not.
_DEVICE = re.compile(
    r"i-?phon|моб[иі]льн|устройств|пристро|telem[oó]vel|mobiel|unterwegs|onderweg|on the go|\bi-?pad|\bipod|"
    r"android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|\bpoco\b|honor\b|oneplus|oppo\b|realme|\bvivo\b|"
    r"pixel|motorola|nokia|\bhtc\b|\blg\b|\bsony\b|xperia|lumia|smart ?phone|handy|tablet|mobil|móvil|"
    r"celular|téléphone|tel[eé]fon|\bphone|puhelin|puhelim|älypuhel|matkapuh|komórk|outlook|yahoo|gmail|"
    r"proton ?mail|windows|mailbird|thunderbird|k-9|fairemail|\baol\b|\bgmx\b|web\.de|t-mobile|verizon|"
    r"airmail|\bspark\b|sparrow|blue ?mail|mymail|apple mail|\bmac\b|aqua ?mail|\btuta(?:nota)?\b|fastmail|"
    r"edison|newton|superhuman|\bzoho\b|\bnine\b|cloudmagic|mail\.ru|yandex|orange|\bapp\b|mailspring|"
    r"em client|roundcube|zimbra|hushmail|mailfence|posteo|libero|seznam|\bwp\b|onet|naver|daum|айфон|айпад|"
    r"телефон|смартфон|андроид|яндекс|почт|пошт|κινητ|τηλέφων|אייפון|איפון|אייפד|טלפון|נייד|[آأا]ي?یفون|"
    r"آيفون|أيفون|ايفون|هاتف|جوال|گوشی|موبایل|आईफ़?ोन|फ़?ोन|मोबाइल|ফোন|ไอโฟน|มือถือ|โทรศัพท์|手机|手機|邮箱|郵箱|"
    r"信箱|邮件|スマートフォン|携帯|メール|アプリ|스마트폰|휴대|아이폰|메일"
)

_MAILER = re.compile(r"\b[A-Z][\w.]{2,40}[ -]?M(?:ail|AIL)\b")  # "Vivaldi Mail"

_SENT_SPACED = (
    r"sent|secured|gesendet|versendet|versandt|geschickt|gesichert|gesent|geschéckt|envoyée?|envoye|"
    r"expédiée?|provenance|enviad[oa]|mandad[oa]|enviat|inviat[oa]|spedit[oa]|verzonden|verstuurd?|gestuurd?|"
    r"ferstjoerd|skickat|skickades|skickad|sänt|sändes|sendt|sendur|lähetetty|lähetetyt|lähetetään|"
    r"lähetetiin|lähetetti|wysłan[aoey]|wyslan[oey]|wysyłane|odeslan[áé]|odeslán[oa]|odoslan[áée]|poslané|"
    r"poslán[oa]|poslan[oa]|poslato|küldve|elküldve|küldtem|küldött|trimis|expediat|отправлено|послано|"
    r"прислано|надіслано|відправлено|адпраўлена|даслана|изпратено|испратено|послато|послано|στάλθηκε|εστάλη|"
    r"απεστάλη|gönderildi|gönderilmiştir|göndərildi|göndərilib|жіберілді|жіберілген|илгээсэн|илгээв|נשלחה?|"
    r"أ?ُ?رسلت|أرسل|تم الإرسال|مرسل[هة]?|فرستاده|ارسال|بھیجا|بھیجی|được gửi|đã gửi|gửi từ|dikirim|terkirim|"
    r"dihantar|ipinadala|imetumwa|saadetud|išsiųsta|nosūtīts|bidali(?:a|ta)|dërguar|derguar|mibgħut|anfonwyd|"
    r"seolta|sendita|გაგზავნილია|ուղարկված|gestuur"
)
_SENT_ANYWHERE = r"发自|發自|发送自|發送自|来自我的|來自我的|寄件自|寄自|傳送自|寄出|발송|ส่งจาก|ส่งผ่าน"
_SENT_AT_END = (
    *(
        "传送",
        "傳送",
        "发送",
        "發送",
        "发出",
        "寄出",
        "送信",
        "送信されました",
        "送信しました",
        "送信しています",
        "보냄",
    ),
    *(
        "보냈습니다",
        "보낸 메일",
        "보낸 메일입니다",
        "발송",
        "발송됨",
        "전송",
        "전송됨",
        "भेजा गया",
        "भेजा गया है",
        "भेजी गई",
    ),
    *("पठाइएको", "পাঠানো", "পাঠানো হয়েছে", "அனுப்பப்பட்டது", "పంపబడింది"),
)
_LINK = re.compile(r"[<(\[]?\b(?:https?://|www\.)\S{1,500}|<\S{1,300}>")
_MAIL = (
    r"e-?mail|mail|message|courriel|mensaje|messaggio|mensagem|missatge|bericht|nachricht|meddelande|melding|"
    r"viesti|wiadomość|zpráva|správa|üzenet|mesaj|сообщение|письмо|повідомлення|лист|съобщение|μήνυμα|poruka|"
    r"sporočilo"
)
# Whom it went to, or when: people tell that.
_TOLD = (
    r"to|you|it|them|him|her|yesterday|today|an|am|ich|habe|gestern|heute|à|au|aux|hier|ce|a|al|ayer|hoy|"
    r"ieri|oggi|ontem|hoje|aan|naar|gisteren|til|igår|i går|вчера|сегодня|вчора|сьогодні|wczoraj|dziś|včera|"
    r"dnes"
)
_SENT_FIRST = re.compile(
    rf"^[\W_]{{0,12}}(?:(?:(?:{_MAIL}) )?(?:{_SENT_SPACED})(?![^\W_])(?! (?!a partir|à partir)(?:{_TOLD})\b)|"
    rf"(?:{_SENT_ANYWHERE})|"
    r"[来來]自 ?(?=[a-z][a-z0-9 .]*$))"
)
# Where the verb stands last: behind "Von meinem …" in Germanic languages, behind few words in others.
_SENT_LAST = re.compile(
    r"^[\W_]{0,8}(?:von|vom|vun|mit|aus|über|via|van|vanaf|vanuit|met|fan|fra|från|"
    r"frá)\b.{1,100}(?<![^\W_])(?:gesendet|versendet|versandt|geschickt|gesent|geschéckt|verzonden|"
    r"verstuurd?|gestuurd?|ferstjoerd|sendt|skickat)[\W_]{0,6}$|^(?:\S{1,40} ){1,6}(?:küldve|elküldve|"
    r"küldött|küldtem|gönderildi|gönderilmiştir|gönderilen|göndərildi|göndərilib|жіберілді|жіберілген|"
    r"илгээсэн|илгээв|saadetud|lähetetty|bidali(?:a|ta)|gestuur|გაგზავნილია|"
    r"ուղարկված)[\W_]{0,6}$",
)
_SENT = re.compile(rf"(?<![^\W_])(?:{_SENT_SPACED})(?![^\W_])|{_SENT_ANYWHERE}")

# An advertisement: get this program for that platform.
_APP = re.compile(
    r"outlook|yahoo|aol mail|gmail|proton ?mail|gmx|web\.de|blue ?mail|mymail|mail\.ru|edison|aqua ?mail|"
    r"spark\b|zoho|tuta|nine\b|newton|typeapp|яндекс"
)
_PLATFORM = re.compile(r"\bios|\bandroid|iphone|\bmobil|\bwindows|\bmac\b|\bapp\b|下载|客户端")
_GET = (
    r"get|download|hol(?:en?|t)?|laden|lad|beziehen|herunterladen|downloaden?|obten\w*|obtien\w*|obter|"
    r"obt[eé]n\w*|téléchargez?|télécharger|scarica\w*|ottieni|hämta|hent|skaff\w*|hanki|lataa|sækja|náðu|"
    r"pobierz|uzyskaj|zainstaluj|získ\w*|stáhn\w*|stiahn\w*|letölt\w*|beszerz\w*|szerezze|obțin\w*|"
    r"descărc\w*|получ\w*|скача\w*|установ\w*|завантаж\w*|отримай\w*|отримат\w*|изтегл\w*|вземете|преузмите|"
    r"preuzm\w*|prenes\w*|nabav\w*|pridobite|baixe|baixar|transfer\w*|descarg\w*|descarreg\w*|aconsegu\w*|"
    r"gauk\w*|gaut\w*|atsisiųs\w*|lejupielād\w*|iegūst\w*|hankige|laadi\w*|λήψη|αποκτ\w*|κατεβ\w*|edinin|"
    r"indir\w*|alın|əldə|הורד\w*|קבל\w*|השג\w*|الحصول|احصل|تنزيل|حمّ?ل|دریافت|دانلود|प्राप्त|डाउनलोड|รับ|"
    r"ดาวน์โหลด|tải|nhận|lấy|dapatkan|unduh|muat turun|kunin|pata|获取|獲取|取得|下载|下載|入手|ダウンロード|"
    r"다운로드|받기|가져오기"
)
_GET_AT_EDGE = re.compile(
    rf"^[\W_]{{0,6}}(?:(?:{_GET})(?![^\W_])|[获獲取][取得]|下[载載])|(?<![a-z])(?:{_GET}|laden sie|(?:laden|"
    rf"hent) ned)[\W_]{{0,6}}(?:করুন|करें|하세요)?$|"
    r"letöltése|beszerzése"
)
_AD_LINK = re.compile(r"aka\.ms/|onelink\.me/|go\.microsoft\.com/fwlink|overview\.mail\.yahoo")
_SLOGAN = re.compile(r"^[\W_]{0,4}(?:yahoo|aol) mail ?: [^,.!?]{3,30}, [^,.!?]{3,30},? [^,.!?]{3,30}$")

_SENT_FROM = re.compile(
    r"^[\W_]{0,12}sent (?:from|via|by|using|with|on|while|through) (?:my |a |"
    r"the )?[\w’'.®™-]+(?: [\w’'.®™&/-]+){0,5}[\W_]{0,4}$"
)
_VIA_PHONE = re.compile(
    r"^[\W_]{0,6}(?:via|by|from|per|von|van|desde|mit) (?:mobile|mobil|phone|iphone|ipad|android|blackberry|"
    r"handy)\.?$"
)
# "Please excuse brevity and typos."
_EXCUSE = re.compile(
    r"^[\W_]{0,4}(?:\S{1,12} ){0,6}(?:excuse|forgive|pardon|sorry|apolog|entschuldig|verzeih|excus|désolé|"
    r"disculp|perdon|scus|desculp|verontschuldig|ursäkta|beklag|undskyld|unnskyld|pahoittel|anteeksi|"
    r"przeprasz|wybacz|omluv|ospravedl|elnézés|scuz|извин|прост|вибач)"
)
_SLIPS = re.compile(
    r"typos|any typo|brevity|terse|spelling|autocorrect|auto-correct|finger|thumb|tippfehler|schreibfehler|"
    r"rechtschreib|kürze|faute|frappe|brièveté|concis|errores|brevedad|breved|refus|brevit|erros|brevidade|"
    r"beknopt|typfout|typefout|tikfout|korthet|stavfel|slagfejl|skrivfel|skrivefeil|lyhy|kirjoitusvirh|"
    r"literówk|zwięzł|překlep|preklep|stručn|elütés|опечат|кратк|помилк"
)


def names_the_way(line: str) -> bool:
    """Whether a line says no more than over what it was sent ("via mobile"): a name may stand above it."""
    return bool(_VIA_PHONE.match(line))


def is_device_line(line: str) -> bool:
    """Whether a program or a phone wrote the line below the text: what it is, or where to get it.

    A verb of sending stands first or last in it, or behind "This message …": people who write about sending
    put it elsewhere, and go on.
    """
    if len(line) > MAX_LINE and "http" not in line:
        return False
    said = " ".join(_LINK.sub(" ", line[: 4 * MAX_LINE]).split()) if "<" in line or "http" in line else line
    if not said or len(said) > MAX_LINE or said.endswith(("?", "!", "？", "！")):
        return False
    head, dash, tail = said.partition(" - ")
    if dash and _excuses(tail.lower()):
        said = head
    lowered = said.lower()
    if _is_advertisement(lowered, line) or (len(said) < 120 and _excuses(lowered)):
        return True
    if "," in said and not _is_whole(*said.split(",", 1)):
        return False
    if _VIA_PHONE.match(lowered) or (_SENT_FROM.match(lowered) and not said.endswith(".")):
        return True
    return len(said) <= 110 and _says_sent(lowered) and bool(_DEVICE.search(lowered) or _MAILER.search(said))


def _is_whole(head: str, tail: str) -> bool:
    """Whether what stands before a comma would do alone, and what stands behind it says no more than it."""
    if tail.endswith(".") or "," in tail:
        return False
    return is_device_line(head) and bool(_DEVICE.search(tail.lower()) or _excuses(tail.strip().lower()))


def _says_sent(lowered: str) -> bool:
    if _SENT_FIRST.match(lowered) or lowered.rstrip(" .。)!").endswith(_SENT_AT_END):
        return True
    if _SENT_LAST.match(lowered):
        return True
    return bool(THIS_MAIL.match(lowered) and _SENT.search(lowered))


def _excuses(lowered: str) -> bool:
    return (
        " in my" not in lowered and _EXCUSE.match(lowered) is not None and _SLIPS.search(lowered) is not None
    )


def _is_advertisement(lowered: str, line: str) -> bool:
    if lowered.endswith(".") or len(lowered) > 80 or not _APP.search(lowered):
        return False
    if _SLOGAN.match(lowered) or _AD_LINK.search(line):
        return True
    return bool(_PLATFORM.search(lowered) and _GET_AT_EDGE.search(lowered))
