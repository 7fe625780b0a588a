"""Words of signatures in many languages: of phones and programs, of laws, of courtesy."""

import re

# Phones and programs that sign for their owner.
_DEVICES = (
    r"i-?phon|айфон|\bipad|\bipod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|nokia|\bhtc\b|"
    r"\bsony\b|xperia|lumia|"
    r"handy|smartphone|tablet|mobile|mobil\b|móvil|celular|téléphone|telefono|telefon|telefoon|\bphone|"
    r"телефон|смартфон|"
    r"手机|手機|스마트폰|휴대|outlook|yahoo|gmail|proton ?mail|windows|mailbird|thunderbird|k-9|"
    r"fairemail|\baol\b|\bgmx\b|"
    r"web\.de|t-mobile|verizon|airmail|\bspark\b|sparrow|blue ?mail|mymail|apple mail|\bmac\b|aquamail|"
    r"tutanota|fastmail|"
    r"edison|newton|superhuman|\bzoho\b|\bnine\b|cloudmagic|mail\.ru|яндекс|yandex|почт|orange"
)
DEVICE = re.compile(_DEVICES, re.IGNORECASE)
_SENT_SPACED = (
    r"sent|gesendet|versendet|versandt|geschickt|envoyé|envoye|expédié|enviad[oa]|enviat|inviat[oa]|"
    r"spedito|verzonden|"
    r"verstuurd|gestuurd|skickat|skickades|sendt|lähetetty|lähetti|wysłan[oe]|wyslano|wysyłane|"
    r"odeslán[oa]|odoslan[áée]|"
    r"poslané|poslán[oa]|poslan[oa]|poslato|poslao|küldve|elküldve|küldtem|trimis|expediat|отправлено|"
    r"послано|надіслано|"
    r"відправлено|изпратено|послато|στάλθηκε|εστάλη|απεστάλη|gönderildi|gönderilmiştir|נשלח|أرسلت|ارسلت|"
    r"أُرسلت|تم الإرسال|"
    r"مرسل|فرستاده|ارسال|được gửi|đã gửi|gửi từ|dikirim|terkirim|dihantar|saadetud|išsiųsta|nosūtīts|"
    r"bidalia|sendi"
)
_SENT_ANYWHERE = r"发自|發自|发送自|發送自|傳送|发送|寄自|寄出|送信|보냄|전송|보낸|ส่งจาก"
SENT = re.compile(rf"(?<![^\W_])(?:{_SENT_SPACED})(?![^\W_])|{_SENT_ANYWHERE}", re.IGNORECASE)
GET_THE_APP = re.compile(
    r"^[\W_]{0,6}(?:get|download|hol(?:en)?|laden|obten\w*|obt[eé]n\w*|scarica|ottieni|hämta|hent|"
    r"skaffa|pobierz|získat|"
    r"télécharge\w*|obtenez|получ\w*|скача\w*|baixe|descarg\w*|获取|取得|下载)(?![^\W_]).{0,30}"
    r"(?:outlook|yahoo|\baol\b|gmail|\bapp\b|protonmail).{0,60}$",
    re.IGNORECASE,
)
OUTLOOK_AD = re.compile(
    r"^(?=.{0,60}outlook)(?=.{0,60}(?:\bios|android))(?:.{0,60}aka\.ms/|.{0,60}(?:herunterladen|"
    r"downloaden|入手|다운로드|λήψη|"
    r"edinin|stiahn|hanki|الحصول|laden ned|prenesi|preuzmi|letöltés|descărca|завантаж|изтег|הורד|tải|"
    r"ดาวน์โหลด|unduh))",
    re.IGNORECASE,
)
SENT_FROM_MY = re.compile(
    r"^[\W_]{0,6}sent (?:from|via|by|using|with|on) (?:my |a |"
    r"the )?[\w’'.®™-]+(?: [\w’'.®™&/-]+){0,5}[\W_]{0,4}"
    r"(?:<\S{4,200}>)?$",
    re.IGNORECASE,
)
VIA_PHONE = re.compile(
    r"^[\W_]{0,6}(?:via|by|from|per|von|van|desde|mit) (?:mobile|mobil|phone|iphone|ipad|android|"
    r"blackberry|handy)\.?$",
    re.IGNORECASE,
)

# A disclaimer speaks of secrecy, of an addressee, of an error, of what to do or not to do: three of these.
# For text in lower case: without flag or group the search leaps to letters that can begin a match.
DISCLAIMERS = tuple(
    re.compile(words)
    for words in (
        r"confidential|privileged|proprietary|vertraulich|confidentiel|confidencial|riservat|"
        r"confidenzial|vertrouwelijk|konfident|konfidential|fortrolig|luottamuksel|poufn|důvěrn|dôvern|"
        r"bizalmas|confidențial|конфиденц|конфіденц|поверител|εμπιστευτικ|gizli|חסוי|סודי|سري|机密|機密|保密|"
        r"기밀|bảo mật|rahasia",
        r"intended (?:only |solely |exclusively )?(?:for|recipient)|intended solely|addressee|"
        r"named recipient|bestimmt|empfänger|adressat|destinataire|destinatari|geadresseerde|bestemd|"
        r"avsedd|mottagar|modtager|mottaker|vastaanottaj|adresat|címzett|адресат|получател|одержувач|"
        r"παραλήπτη|alıcı|收件人|受信者|수신",
        r"in error|by mistake|irrtüm|fehler|par erreur|por error|por engano|por erro|per errore|"
        r"abusivamente|ten onrechte|abusievelijk|av misstag|ved en fejl|ved en feil|vahingossa|omyłk|"
        r"omyl|tévedés|din greșeală|ошибк|помилк|грешка|λάθος|yanlışlıkla|בטעות|خطأ|误|誤|잘못",
        r"delete|notify the sender|disclos|unauthori[sz]ed|dissemination|löschen|vernichten|détruire|"
        r"supprimer|elimin|borr|apag|cancell|verwijder|radera|slett|poista|usun|usuń|smaz|vymaz|törö|"
        r"șterg|удалит|видал|изтри|διαγράψ|מחק|حذف|删除|削除|삭제|prohibit|untersagt|verboten|interdit|"
        r"prohibid|proibi|vietat|liab|haft|virus",
    )
)
FOOTER = re.compile(
    r"^[\W_]{0,6}(?:virus-?free|virenfrei|sans virus|libre de virus|livre de vírus|privo di virus|virusvrij|"
    r"wolny od wirusów|без вирусов|"
    r"(?:this|diese|ce|este|questo|deze|to) .{0,60}(?:checked|scanned|geprüft|überprüft|vérifié|"
    r"analizado|verificad|"
    r"controllat|gecontroleerd).{0,60}(?:virus|avast|avg|viren)|"
    r"(?:please )?consider the environment|p[lease ]{0,6} consider the env|bitte denken sie an die umwelt|"
    r"(?:pensez|merci de penser) .{0,20}environnement|to unsubscribe|"
    r"you (?:received|are receiving) this (?:message|email|e-mail)|reply to this email directly|"
    r"view it on github|"
    r"confidentiality notice|legal notice|disclaimer\b|aviso legal|avis de confidentialité|"
    r"(?:e-?mail )?haftungsausschluss|"
    r"nota de confidencialidad|avvertenza|aviso de confidencialidade|to view this discussion on the web|"
    r"for more options, visit|antes de imprimir|prima di stampare|avant d.imprimer|do you yahoo|"
    r"get your free|"
    r"this message was sent (?:to|using|by)|powered by)",
    re.IGNORECASE,
)

CONTACT_LABEL = re.compile(
    r"^[*_]{0,2}(?:tel|phone|fon|telefon|téléphone|telefono|teléfono|tél|mob|mobile|mobil|cell|fax|"
    r"skype|e-?mail|web|"
    r"website|t|m|p|f|e|w|тел|моб|факс|电话|電話|手机|전화|internet|office|direct)\b[*_]{0,2}[.:) ]",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^[\W_]{0,3}(?:"
    r"(?:with |my )?(?:best|kind|kindest|warm|warmest|many|sincere)?\s?(?:regards|wishes|thanks)|best|"
    r"cheers|sincerely|"
    r"sincerely yours|yours (?:sincerely|faithfully|truly)|respectfully|thank you|"
    r"thanks(?: (?:and|&) .{3,14}| again| in advance| a lot)?|all the best|rgds|br|kr|"
    r"mit (?:freundlichen|besten|lieben|herzlichen|vielen) .{3,15}|"
    r"(?:viele|liebe|beste|schöne|freundliche|herzliche) grüße.{0,12}|"
    r"gruß|gruss|grüße|mfg|lg|vg|hochachtungsvoll|vielen dank|danke|"
    r"(?:bien )?cordialement|(?:meilleures|sincères|bien à|avec mes|salutations|amicalement|merci).{0,30}|"
    r"(?:un )?(?:cordial saludo|saludos?)(?: .{3,14})?|atentamente|atte|gracias|"
    r"cumprimentos|atenciosamente|abraços?|com os melhores cumprimentos|att|obrigad[oa]|"
    r"(?:cordiali|distinti) saluti|saluti|grazie|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groet|groeten)|groet(?:en|jes)?|mvg|"
    r"(?:med )?(?:vennlig|venlig|bästa|beste) hils\w*|(?:med )?vänlig\w* hälsning\w*|mvh|hälsningar|hilsen|"
    r"(?:ystävällisin )?terveisin|(?:z )?(?:poważaniem|pozdrowieniami)|pozdrawiam|s (?:pozdravem|"
    r"pozdravom|úctou)|"
    r"üdvözlettel|tisztelettel|cu (?:stimă|respect)|с уважением|з повагою|поздрави|με εκτίμηση|saygılarımla|"
    r"iyi çalışmalar|בברכה|تحياتي|مع تحيات\w*|此致|敬礼|祝好|よろしくお願い(?:いた)?します。?|"
    r"감사합니다\.?|trân trọng"
    r")[\s,.!;:，、。]{0,3}$",
    re.IGNORECASE,
)

# What a gateway puts above the text of mail from outside.
BANNER = re.compile(
    r"^[\W_]{0,6}(?:external(?: e-?mail| sender| message)?[\W_]{0,6}$|"
    r"(?:external|caution|warning|attention|notice|achtung|vorsicht|hinweis|important|"
    r"sicherheitshinweis|aviso|attenzione|"
    r"let op|varning|advarsel|uwaga|внимание)\b.{0,120}(?:external|outside|extern|außerhalb|extérieur|"
    r"fuera de|esterno|"
    r"unknown sender|zewnętrz|внешн))|aka\.ms/LearnAboutSenderIdentification|"
    r"^[\W_]{0,3}you don.t often get e-?mail from",
    re.IGNORECASE,
)
