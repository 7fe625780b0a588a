"""Words that quotations are introduced with, in many languages; rules add structure to them."""

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Verbs of writing as they stand in "On … wrote:", in lower case. A stem is enough: they are looked up
# as the beginning of a word, and where a script has no spaces, anywhere.
VERBS_OF_WRITING = _words(
    "wrote writes written said says typed posted quoting "
    "schrieb schrieben geschrieben schreibt zitat zitiere "  # en de
    "écrit ecrit écrivait ecrivait escribió escribio escribe escrito escreveu escrita scritto scrive scrisse "
    "schreef geschreven schrijft skrev skreiv skrifaði skrivit kirjoitti kirjutas "  # nl, Nordic, et
    "napisał napisala napisała napisal napsal napísal napisao napisala pisze píše piše написао napisa "
    "написал написав написа написала пишет пише писал писав напиша пісаў напісаў жазды "
    "írta irta írt scris rašė rakstīja έγραψε έγραψαν egrapse shkroi idatzi escriure escrit escribiu "
    "yazdı yazmış yazdi yazıb menulis ditulis viết nulis geskryf skryf aliandika ysgrifennodd skribis "
    "scríobh sgrìobh dixit scripsit sumulat isinulat geschriwwen schreev skreau skrivet kiteb wabhala yozdi "
    "yozgan napisaše pisaše citējot бичсэн жазган навишт spake "
    "כתב כתבה כתבו מאת كتب كتبت كتبها كتابة نوشت نوشته لکھا "
    "写道 寫道 写到 寫到 書きました 書いた のメール のメッセージ 작성 썼습니다 쓰신 เขียน लिखा লিখেছেন "
    "எழுதிய వ్రాశారు ಬರೆದ എഴുതി લખ્યું ਲਿਖਿਆ लेख्नु लिहिले ලිවී დაწერ წერდა წერს գրել ጽፏል ጻፈ បានសរសេរ "
    "ຂຽນ ရေးသား བྲིས"
)

# Words that a person says of themself or of whom they write to, and no program in "On … wrote:".
# Within the sentence in small letters only: capital ones begin names ("Your Support", "Unser Team").
PERSONAL = re.compile(
    r"(?<![\w.@-])(?:I(?= [a-z])|we|my|our|your|me|us|the(?! \d)|he|she|they|it|ich|wir|uns|mir|Ihnen|"
    r"meine?[mnrs]?|unsere?[mnrs]?|[jJ]e (?:vous|t|te|lui|leur)|nous|notre|votre|yo|nos|nosotros|ho|abbiamo|"
    r"ci|ik|wij|mij|ons|onze|uw|mijn|jag|mig|jeg|meg|oss|jsem|jsme|som|sme|sem|smo|sam|mnie|nam|"
    r"я|мы|мне|нам|вам|он|она|они|він|вона|мені|ми|аз|съм|сме|сам|смо|μου|σας|μας|"
    r"(?:írt|yazd|כתב)(?:am|uk|ım|ık|תי|נו)|napisał[ae]m|napisaliśmy)(?![\w.@-])|"
    r"^(?:We|Ich|Wir|Nous|Yo|Ik|Wij|Jag|Jeg|Я|Мы|Мне|Нам)\s|"
    r"(?<![\w.@])[jJ]['’]ai\b|\b[vi]-am\b|[我您]|제가|저는|私"
)


# With what a person begins who tells what somebody wrote, without day or address.
TOLD = re.compile(
    r"(?:and|but|the|he|she|it|they|this|that|there|und|aber|der|die|das|er|sie|es|dort|et|mais|elle|ils|pero|él|"
    r"ella|ellos|lui|loro|ele|en|maar|hij|zij|het|och|hun|det|и|но|он|она|они|это|там|та|але|він|вона)\s",
    re.IGNORECASE,
)

# "-----Original Message-----": what stands between the dashes.
_ORIGINAL = (
    r"original|initial|ursprünglich|ursprunglig|원래|oryginaln|origineel|oorspronkelijk|opprinnelig|oprindelig|originál|původní|"
    r"povodn|pôvodn|"
    r"eredeti|исходн|оригинал|первоначальн|вихідн|оригінал|початков|αρχικό|πρωτότυπ|orijinal|özgün|asıl|"
    r"המקורית|מקורית|"
    r"الأصلية|الاصلية|اصلی|原始|原邮件|原郵件|元のメッセージ|元のメール|원본|gốc|ต้นฉบับ|asli|alkuperäinen|"
    r"eelkiri|algne|algus|pirmin|oriģināl|izvirn|izvorn|prvotn|mesaj original|reply message|回复的邮件|"
    r"previous message|vorherige nachricht|message d'origine|mensagem anterior|jatorrizko|upprunaleg|मूल|"
    r"orixinal|sākotnēj|原件|ორიგინალ|оригінал|арыгінал|asal\b|oorspronklik|оригиналн|бастапқы|orijinalı"
)
_MESSAGE = (
    r"messag|nachricht|e-?mail|\bmail|mensa[jxg]|messaggio|missatge|bericht|boodskap|meddel|melding|viesti|kirje?|"
    r"sõnum|wiadomo|list\b|zpráv|správ|üzenet|levél|mesaj|mesej|сообщ|письм|лист|повідомл|съобщ|порук|poruk|"
    r"пораки|sporoč|laišk|žinut|ziņ|vēstul|μήνυμα|ileti|posta|הודע|رسالة|الرسالة|پیام|邮件|郵件|信件|メッセージ|メール|"
    r"메시지|메일|ข้อความ|thư|tin nhắn|pesan|surel|mezu|skilab|संदेश|შეტყობ|хабарлама|ürəktub|məktub|neges"
)
_BARE_ORIGINAL = re.compile(r"\W*original\W*", re.IGNORECASE)  # as QQ Mail writes it
_ORIGINAL_WORD = re.compile(_ORIGINAL, re.IGNORECASE)
_MESSAGE_WORD = re.compile(_MESSAGE, re.IGNORECASE)


def says_original(words: str) -> bool:
    """Whether the words are those for an original message, as they stand between dashes."""
    if len(words) > 80 or not _ORIGINAL_WORD.search(words):
        return False
    return bool(_MESSAGE_WORD.search(words) or _BARE_ORIGINAL.fullmatch(words))


# Forwarded mail: between dashes, or as a line of its own that ends with a colon.
_FORWARDED = (
    r"forward|weitergeleitet|weiterleitung|transféré|transfere|réexpédié|reenviad|encaminhad|inoltrat|"
    r"doorgestuur|"
    r"doorgezonden|vidarebefordra|videresend|välitet|przekazan|przesłan|přepos|preposl|postúpen|továbbít|"
    r"redirecționat|redirectionat|transmis mai departe|пересыла|пересла|переадрес|перенаправл|препрат|"
    r"пренасоч|"
    r"προωθη|yönlendir|iletilen|הועבר|מועבר|توجيه|محولة|ارسال شده|转发|轉寄|轉發|転送|전달|chuyển tiếp|ส่งต่อ|"
    r"terusan|"
    r"diteruskan|"
    r"edastat|persiųst|pārsūt|proslijeđen|proslijedjen|posredovan|prosleđen|reenviat|birbidal|áframsend|"
    r"अग्रेषित"
)
FORWARDED = re.compile(_FORWARDED, re.IGNORECASE)

# The subject of forwarded mail; what is below its header block is why it was sent.
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|enc|doorst|vb|vs|vl|pd|továbbítás|ilt|i|vá|fs|redir|转发|轉寄|轉發|転送|전달|"
    r"הועבר|"
    r"إعادة توجيه|"
    r"chuyển tiếp|trs|προωθ|πρθ|pārs|пер|преп|edasi|pers)\s{0,2}[:：]",
    re.IGNORECASE,
)

# "Reply above this line", as help desks write it.
# For text in lower case: without a flag the search leaps to letters that can begin a match.
ABOVE_THIS_LINE = re.compile(
    r"(?:above|over)\s+(?:this|the)\s+(?:dotted\s+|dashed\s+)?line|reply\s+above\s+(?:this|here)|"
    r"(?:oberhalb|über)\s+dieser\s+(?:linie|zeile)|au-dessus\s+de\s+cette\s+ligne|"
    r"(?:encima|arriba)\s+de\s+esta\s+l[íi]nea|acima\s+d(?:est|ess)a\s+linha|"
    r"sopra\s+(?:a\s+|di\s+)?questa\s+(?:riga|linea)|"
    r"boven\s+deze\s+(?:lijn|regel)|ovanför\s+(?:den\s+här|denna)\s+(?:raden|linjen|rad)|over\s+denne\s+linj|"
    r"tämän\s+(?:rivin|viivan)\s+yläpuol|powyżej\s+te(?:j|go)\s+(?:linii|wiersza)|nad\s+t(?:ímto|ento|outo)\s+řád|"
    r"nad\s+t(?:ento|ýmto)\s+riad|"
    r"e\s+fölé\s+a\s+(?:sor|vonal)|(?:e|ezen)\s+sor\s+fölé|deasupra\s+aceste?i?u?i?\s+(?:linii|rând)|выше\s+этой\s+(?:линии|"
    r"строки|черты)|"
    r"вище\s+ц(?:ієї|ього)\s+(?:лінії|рядка)|над\s+(?:этой|тази|цією|този|цим)\s+(?:строк|чертой|лини|ред|рядк|"
    r"лінією)|"
    r"πάνω\s+από\s+αυτή|bu\s+(?:satırın|çizginin)\s+üz?[es][rt]|מעל\s+(?:ל)?(?:שורה|קו)|فوق\s+هذا\s+(?:السطر|الخط)|"
    r"在此行(?:之)?上方|此[线線行](?:以上|上方|之上)|この(?:行|線)(?:より|の)上|이\s*(?:줄|선)\s*위|"
    r"iznad\s+ov[eo]\w*\s+(?:crte|linije|retka|reda)|nad\s+to\s+vrstico|sobre\s+aquesta\s+l[íi]nia|"
    r"phía\s+trên\s+dòng\s+này|เหนือบรรทัดนี้|di\s+atas\s+(?:baris|garis)\s+ini",
)
# One of these stands in each of them: a text without any need not be searched.
ABOVE_STEMS = (
    *("this line", "the line", "dotted line", "dashed line", "reply above", "dieser ", "au-dessus", "esta l"),
    *("acima ", "sopra ", "boven ", "ovanför ", "denne linj", "tämän ", "powyżej", "řád", "riad", "fölé"),
    *(
        "deasupra",
        "выше",
        "вище",
        "над ",
        "πάνω",
        "satırın",
        "çizginin",
        "מעל",
        "فوق",
        "此",
        "この",
        "위",
        "iznad",
    ),
    *("vrstico", "sobre aquesta", "phía", "เหนือ", "di atas"),
)
REPLY = re.compile(  # to reply or to write, in lower case
    r"\b(?:reply|respon[ds]|answer|type|write|post|comment|enter|antwort|schreib|répon|saisi|écri|respuesta|respond|"
    r"escrib|respost|escrev|digit|rispo|scriv|antwoord|typ|schrijf|svar|skriv|angiv|vastau|kirjoit|odpow|wpisz|"
    r"odpov|napíš|napiš|piš|válasz|írj|răspun|scrie|ответ|пиш|відпов|отгов|въвед|απάντ|πληκτρ|γράψ|yanıt|cevap|"
    r"yaz|odgov|upiš|vpiš|atsak|atbild|vasta|escri)|"
    r"תשוב|תגוב|השב|رد|اكتب|پاسخ|回复|回覆|回答|答复|返信|回信|"
    r"回傳|입력|회신|답장|답변|trả lời|phản hồi|ตอบ|พิมพ์|balas|jawab|ketik"
)
