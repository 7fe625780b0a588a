"""Where the signature of a mail begins: delimiters, mobile signatures, contact details, disclaimers."""

import re
from collections.abc import Sequence

from mailticket.mail.quotation import is_rule, view

MAX_SIGNATURE = 40  # lines with text that a signature may have
_DELIMITER = re.compile(r"^(?:--|—|–|__|---|___|\+\+|==)$")
_INITIALS = re.compile(r"^[-–—~] ?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}$")
_PHONE = re.compile(r"(?:^|[\s:.(])(?:\+|00)?\(?\d[\d ()./-]{6,20}\d(?:\s|$|[,;x])")
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,120}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S{3,}|^<?[\w-]{2,40}(?:\.[\w-]{2,40}){0,3}\.(?:com|org|net|de|fr|eu|io|"
    r"co\.uk)/?>?$",
    re.IGNORECASE,
)
_CONTACT_LABEL = re.compile(
    r"^[*_]{0,2}(?:tel|phone|fon|telefon|téléphone|telefono|teléfono|tél|mob|mobile|mobil|cell|fax|skype|"
    r"e-?mail|web|website|"
    r"t|m|p|f|e|w|тел|моб|факс|电话|電話|手机|전화|internet|office|direct)\b[*_]{0,2}[.:) ]",
    re.IGNORECASE,
)

_DEVICE = (
    r"iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|nokia|htc|sony|xperia|"
    r"windows phone|lumia|"
    r"handy|smartphone|tablet|mobile|mobil|móvil|celular|téléphone|telefono|telefon|telefoon|phone|"
    r"outlook|yahoo|gmail|"
    r"proton ?mail|mail für windows|mail for windows|mail pour windows|courrier pour windows|windows mail|"
    r"correo para windows|"
    r"posta per windows|mailbird|thunderbird|k-9|fairemail|aol|gmx|web\.de|t-mobile|verizon|airmail|spark|"
    r"sparrow|"
    r"blue ?mail|mailbox|myMail|apple mail|mac|айфон|телефон|смартфон|手机|手機|스마트폰|휴대|aquamail|"
    r"tutanota|"
    r"fastmail|hey|edison|"
    r"newton|superhuman|zoho|nine|boxer|cloudmagic|mail\.ru|яндекс|yandex|почт|e-post|eposta"
)
_SENT_WORDS = (
    r"sent|gesendet|versendet|versandt|geschickt|envoyé|envoye|expédié|enviado|enviada|enviat|inviato|"
    r"inviata|spedito|"
    r"verzonden|verstuurd|gestuurd|skickat|skickades|sendt|sent fra|lähetetty|lähetti|wysłano|wysłane|"
    r"wyslano|wysyłane|"
    r"odesláno|odoslané|odoslane|poslané|posláno|poslano|poslao|küldve|elküldve|küldtem|trimis|expediat|"
    r"отправлено|послано|"
    r"надіслано|відправлено|изпратено|послато|στάλθηκε|εστάλη|απεστάλη|gönderildi|gönderilmiştir|נשלח|"
    r"أرسلت|ارسلت|"
    r"أُرسلت|تم الإرسال|مرسل|فرستاده|ارسال|发自|發自|发送自|發送自|傳送|发送|寄自|寄出|送信|보냄|전송|"
    r"보낸|được gửi|đã gửi|gửi từ|"
    r"ส่งจาก|"
    r"dikirim|terkirim|dihantar|saadetud|išsiųsta|nosūtīts|bidalia|enviouse|sendi|sent using|get|"
    r"téléchargez|obtenir|hol(?:en)? dir|"
    r"laden sie|obtener|obtén|obter|obtenha|scarica|ottieni|download|hämta|hent|pobierz|získat|получите|"
    r"скачать|获取|取得|入手"
)
_MOBILE = re.compile(
    rf"^[\W_]{{0,6}}(?=.{{0,90}}(?:{_DEVICE}))(?:.{{0,60}}?(?<![^\W_]))?(?:{_SENT_WORDS})(?![a-zäöü]{{3}}).{{0,70}}$",
    re.IGNORECASE,
)
_MY = re.compile(
    r"^[\W_]{0,6}sent (?:from|via|by|using|with|on) (?:my |a |"
    r"the )?[\w’'.®™-]+(?: [\w’'.®™&/-]+){0,5}[\W_]{0,4}(?:<\S{4,200}>)?$",
    re.IGNORECASE,
)
_VIA = re.compile(
    r"^[\W_]{0,6}(?:via|by|from|per|von|van|desde|mit) (?:mobile|mobil|phone|iphone|ipad|android|"
    r"blackberry|handy)\.?$",
    re.IGNORECASE,
)
_APP_AD = re.compile(
    r"^[\W_]{0,6}(?:get|download|hol(?:en)?|laden|obten\w*|obt[eé]n\w*|scarica|ottieni|hämta|hent|"
    r"télécharge\w*|получ\w*|获取|取得)\b"
    r".{0,30}\b(?:outlook|yahoo|aol|gmail|app|protonmail)\b.{0,60}$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?P<secret>confidential|privileged|proprietary|vertraulich|confidentiel|confidencial|riservat|"
    r"confidenzial|vertrouwelijk|"
    r"konfident|fortrolig|luottamuksel|poufn|důvěrn|dôvern|bizalmas|confidențial|конфиденц|конфіденц|"
    r"поверител|εμπιστευτικ|"
    r"gizli|חסוי|סודי|سري|机密|機密|保密|기밀|bảo mật|rahasia)|"
    r"(?P<addressee>intended (?:only |solely |exclusively )?(?:for|recipient)|intended solely|addressee|"
    r"named recipient|"
    r"bestimmt|empfänger|adressat|destinataire|destinatari|geadresseerde|bestemd|avsedd|mottagar|modtager|"
    r"mottaker|"
    r"vastaanottaj|adresat|címzett|адресат|получател|одержувач|παραλήπτη|alıcı|收件人|受信者|수신)|"
    r"(?P<error>in error|by mistake|irrtüm|fehler|par erreur|por error|por engano|por erro|per errore|"
    r"abusivamente|"
    r"ten onrechte|abusievelijk|av misstag|ved en fejl|ved en feil|vahingossa|omyłk|omyl|tévedés|"
    r"din greșeală|"
    r"ошибк|помилк|грешка|λάθος|yanlışlıkla|בטעות|خطأ|误|誤|잘못)|"
    r"(?P<action>delete|notify the sender|disclos|unauthori[sz]ed|dissemination|löschen|vernichten|"
    r"détruire|supprimer|"
    r"elimin|borr|apag|cancell|verwijder|radera|slett|poista|usun|usuń|smaz|vymaz|törö|șterg|удалит|видал|"
    r"изтри|διαγράψ|sil|"
    r"מחק|حذف|删除|削除|삭제|prohibit|untersagt|verboten|interdit|prohibid|proibi|vietat|liab|haft|virus)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"^[\W_]{0,6}(?:virus-?free|virenfrei|sans virus|libre de virus|livre de vírus|privo di virus|"
    r"virusvrij|wolny od wirusów|без вирусов|"
    r"(?:this|diese|ce|este|questo|deze|to) .{0,60}(?:checked|scanned|geprüft|überprüft|vérifié|analizado|"
    r"verificad|controllat|gecontroleerd)"
    r".{0,60}(?:virus|avast|avg|viren)|"
    r"(?:please )?consider the environment|p[lense ]{0,6} consider the env|bitte denken sie an die umwelt|"
    r"(?:pensez|merci de penser) .{0,20}environnement|to unsubscribe|you (?:received|"
    r"are receiving) this (?:message|email|e-mail)|"
    r"reply to this email directly|view it on github|confidentiality notice|legal notice|disclaimer\b|"
    r"aviso legal|avis de confidentialité|"
    r"(?:e-?mail )?haftungsausschluss|nota de confidencialidad|avvertenza|aviso de confidencialidade|"
    r"to view this discussion on the web|for more options, visit|antes de imprimir|prima di stampare|"
    r"avant d.imprimer|"
    r"do you yahoo|get your free|this message was sent (?:to|using|by)|powered by)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^[\W_]{0,3}(?:(?:with |my )?(?:best|kind|kindest|warm|warmest|many|sincere)?\s?(?:regards|wishes|"
    r"thanks)|best|cheers|sincerely|"
    r"sincerely yours|yours (?:sincerely|faithfully|truly)|respectfully|thank you|thanks(?: (?:and|"
    r"&) .{3,14}| again| in advance| a lot)?|"
    r"all the best|rgds|br|kr|mit (?:freundlichen|besten|lieben|herzlichen|vielen) .{3,15}|(?:viele|liebe|"
    r"beste|schöne|freundliche|herzliche) grüße.{0,12}|"
    r"(?:gruß|gruss|grüße|mfg|lg|vg|hochachtungsvoll|vielen dank|danke)|(?:bien )?cordialement|"
    r"(?:meilleures|sincères|bien à|avec mes|"
    r"salutations|amicalement|merci).{0,30}|(?:un )?(?:cordial saludo|saludos?)(?: .{3,14})?|atentamente|"
    r"atte|gracias|"
    r"(?:cumprimentos|atenciosamente|abraços?|com os melhores cumprimentos|att|obrigad[oa])|(?:cordiali|"
    r"distinti) saluti|saluti|grazie|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groet|groeten)|groet(?:en|jes)?|mvg|"
    r"(?:med )?(?:vänlig(?:a)?|vennlig|venlig|bästa|beste) hils\w*|"
    r"(?:med )?vänlig\w* hälsning\w*|mvh|hälsningar|hilsen|(?:ystävällisin )?terveisin|"
    r"(?:z )?(?:poważaniem|pozdrowieniami)|pozdrawiam|"
    r"s (?:pozdravem|pozdravom|úctou)|üdvözlettel|tisztelettel|cu (?:stimă|respect)|с уважением|з повагою|"
    r"поздрави|με εκτίμηση|"
    r"saygılarımla|iyi çalışmalar|בברכה|تحياتي|مع تحيات\w*|此致|敬礼|祝好|"
    r"よろしくお願い(?:いた)?します。?|감사합니다\.?|"
    r"trân trọng)[\s,.!;:，、。]{0,3}$",
    re.IGNORECASE,
)


def without_signature(lines: Sequence[str]) -> list[str]:
    """The lines before signature, mobile signature and disclaimer; none if nothing else is there."""
    kept = _trimmed(lines)
    for _ in range(6):
        views = [view(line) for line in kept]
        cut = min((rule(views) for rule in _RULES), default=len(kept))
        shorter = _trimmed(kept[:cut])
        if len(shorter) == len(kept):
            break
        kept = shorter
    return kept


def _trimmed(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end:
        line = view(lines[end - 1])
        if line and not is_rule(line):
            break
        end -= 1
    return list(lines[:end])


def _filled(views: Sequence[str]) -> int:
    return sum(1 for line in views if line)


def _delimiter(views: Sequence[str]) -> int:
    """The line "-- " and its kin (RFC 3676, section 4.3); a drawn rule if contact details follow."""
    below = 0
    cut = len(views)
    for i in range(len(views) - 1, -1, -1):
        line = views[i]
        if not line:
            continue
        if (_DELIMITER.match(line) and (line == "--" or below <= 15)) or (
            is_rule(line) and _is_footing(views[i + 1 :])
        ):
            cut = i
        below += 1
        if below > MAX_SIGNATURE:
            break
    return cut


def _is_footing(views: Sequence[str]) -> bool:
    """Whether lines are the foot of a mail rather than its text: short, with ways to get in touch."""
    filled = [line for line in views if line]
    if not filled or len(filled) > 25:
        return False
    contacts = sum(_is_contact(line) for line in filled)
    short = sum(len(line) < 60 for line in filled)
    return (
        (contacts >= 1 and short >= len(filled) * 0.6)
        or _is_disclaimer(" ".join(filled))
        or bool(_FOOTER.match(filled[0]))
    )


def _is_contact(line: str) -> bool:
    if len(line) > 120:
        return False
    return bool(
        _CONTACT_LABEL.match(line)
        or _LINK.search(line)
        or _PHONE.search(line)
        or (_ADDRESS.search(line) and len(line) < 60)
    )


def _mobile(views: Sequence[str]) -> int:
    """ "Sent from my iPhone" at the end, and what a phone writes with it."""
    end = len(views)
    while end and (not views[end - 1] or is_mobile_signature(views[end - 1])):
        end -= 1
    if end == len(views):
        return end
    taken = [line for line in views[end:] if line]
    if not taken:
        return len(views)
    if (
        _VIA.match(taken[0])
        and end
        and len(views[end - 1].split()) <= 4
        and not views[end - 1].endswith((".", "!", "?"))
    ):
        end -= 1  # the name above "via mobile"
    return end


def is_mobile_signature(line: str) -> bool:
    """Whether a program or a phone wrote the line below the text."""
    if len(line) > 160 or line.count(",") > 1 or ("," in line and line.endswith(".")):
        return False
    if _VIA.match(line) or (_MY.match(line) and not line.rstrip().endswith((".", "!", "?"))):
        return True
    return bool(
        (_MOBILE.match(line) or _APP_AD.match(line)) and len(line) < 110 and not line.endswith(("?", "!"))
    )


def _paragraphs(views: Sequence[str]) -> list[tuple[int, int]]:
    """Begin and end of each run of lines without a blank one."""
    found, begin = [], None
    for i, line in enumerate([*views, ""]):
        if line and begin is None:
            begin = i
        elif not line and begin is not None:
            found.append((begin, i))
            begin = None
    return found


def _is_disclaimer(text: str) -> bool:
    groups = {match.lastgroup for match in _DISCLAIMER.finditer(text[:3000])}
    return len(text) > 100 and len(groups) >= 3


def _disclaimer(views: Sequence[str]) -> int:
    """Legal and advertising paragraphs at the end."""
    cut = len(views)
    for begin, end in reversed(_paragraphs(views)[-8:]):
        text = " ".join(views[begin:end])
        if not (_is_disclaimer(text) or _FOOTER.match(text)):
            break
        cut = begin
    return cut


def _contact(views: Sequence[str]) -> int:
    """A last paragraph of name and ways to get in touch, with a sign-off above it if there is one."""
    paragraphs = _paragraphs(views)
    if len(paragraphs) < 2:
        return len(views)
    begin, end = paragraphs[-1]
    lines = views[begin:end]
    contacts = sum(_is_contact(line) for line in lines)
    if not (2 <= len(lines) <= 12 and contacts >= 2 and all(len(line) < 80 for line in lines)):
        return len(views)
    above, until = paragraphs[-2]
    if until - above <= 2 and _SIGN_OFF.match(views[above]) and len(paragraphs) > 2:
        return above
    return begin


def _sign_off(views: Sequence[str]) -> int:
    """A sign-off with more below it than a name: position, firm, ways to get in touch."""
    filled = 0
    for i in range(len(views) - 1, 0, -1):
        if not views[i]:
            continue
        if _SIGN_OFF.match(views[i]):
            below = [line for line in views[i + 1 :] if line]
            if any(_is_contact(line) for line in below) and all(len(line) < 90 for line in below):
                return i
            return len(views)
        filled += 1
        if filled > 12:
            break
    return len(views)


def _initials(views: Sequence[str]) -> int:
    """A last line like "-John", below a blank one."""
    last = len(views) - 1
    if last < 1 or not _INITIALS.match(views[last]) or views[last - 1]:
        return len(views)
    return last


_RULES = (_delimiter, _mobile, _disclaimer, _contact, _sign_off, _initials)
