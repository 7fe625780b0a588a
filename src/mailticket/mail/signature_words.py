"""Words of signatures in many languages: of courtesy, of ways to get in touch, of gateways."""

import re

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
