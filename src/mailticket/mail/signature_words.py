"""Words of signatures in many languages: of courtesy, of ways to get in touch."""

import re

CONTACT_LABEL = re.compile(
    r"^[*_]{0,2}(?:tel|tlf|tfno|phone|fon|fono|telefon|telefone|téléphone|telefono|teléfono|tél|puh|mob|"
    r"mobile|mobil|móvil|gsm|cell?|celular|cellulare|fax|skype|e-?mail|web|website|t|m|p|f|e|w|тел|телефон|"
    r"моб|факс|τηλ|κιν|טל|נייד|פקס|هاتف|جوال|فاكس|تلفن|电话|電話|手机|手機|传真|傳真|邮箱|郵箱|携帯|メール|"
    r"전화|휴대폰|팩스|이메일|โทร|điện thoại|đt|internet|office|direct)"
    r"\b[*_]{0,2}[.:：) ]",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^[\W_]{0,3}(?:(?:with |my )?(?:best|kind|kindest|warm|warmest|many|sincere)?\s?(?:regards|wishes|"
    r"thanks)|best|cheers|sincerely|sincerely yours|yours (?:sincerely|faithfully|truly)|respectfully|"
    r"thank you|thanks(?: (?:and|&) .{3,14}| again| in advance| a lot)?|all the best|rgds|br|kr|"
    r"mit (?:freundlichen|besten|lieben|herzlichen|vielen) .{3,15}|(?:viele|liebe|beste|schöne|freundliche|"
    r"herzliche) grüße.{0,12}|gruß|gruss|grüße|mfg|lg|vg|hochachtungsvoll|vielen dank|danke|"
    r"(?:bien )?cordialement|(?:meilleures|sincères|bien à|avec mes|salutations|amicalement|merci).{0,30}|"
    r"(?:un )?(?:cordial saludo|saludos?)(?: .{3,14})?|atentamente|atte|gracias|cumprimentos|atenciosamente|"
    r"abraços?|com os melhores cumprimentos|att|obrigad[oa]|(?:cordiali|distinti) saluti|saluti|grazie|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groet|groeten)|groet(?:en|jes)?|mvg|(?:med )?(?:vennlig|venlig|"
    r"bästa|beste) hils\w*|(?:med )?vänlig\w* hälsning\w*|mvh|hälsningar|hilsen|(?:ystävällisin )?terveisin|"
    r"(?:z )?(?:poważaniem|pozdrowieniami)|pozdrawiam|s (?:pozdravem|pozdravom|úctou)|üdvözlettel|"
    r"tisztelettel|cu (?:stimă|respect)|с уважением|з повагою|поздрави|με εκτίμηση|saygılarımla|"
    r"iyi çalışmalar|בברכה|בתודה|تحياتي|مع (?:أطيب |خالص )?(?:ال)?تحيات?\w*|با (?:احترام|تشکر)|धन्यवाद|सादर|"
    r"(?:srdačan|lijep|lep|ljubazan) pozdrav|s? ?poštovanjem|(?:срдачан )?поздрав|с поштовањем|с уважение|"
    r"lugupidamisega|parimate soovidega|ar cieņu|pagarbiai|(?:bestu )?kveðj\w+|salutacions|atentament|"
    r"cordialment|hormat kami|salam|敬具|以上|祝商祺|顺祝商祺|ขอแสดงความนับถือ|此致|敬礼|祝好|"
    r"よろしくお願い(?:いた)?します。?|감사합니다\.?|trân trọng"
    r")[\s,.!;:，、。،]{0,3}$",
    re.IGNORECASE,
)
