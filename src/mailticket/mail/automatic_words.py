"""Words of automatic replies in many languages: weak alone, strong where a program would put them."""

import re

# What programs call their answer: before a colon at the start of a subject it is proof enough.
_REPLY_NAMES = (
    r"automatic (?:reply|response|answer)|auto(?:mated|matic)?[- ]?(?:reply|response|responder|answer)|"
    r"out[- ]of[- ](?:the[- ])?office (?:auto(?:matic)?[- ]?)?(?:reply|response|notice|message)|"
    r"vacation (?:reply|response|autoreply)|"
    r"automatische (?:antwort|rückantwort|benachrichtigung)|automatisierte antwort|autoantwort|"
    r"abwesenheits(?:notiz|nachricht|meldung|assistent|benachrichtigung)|"
    r"r[ée]ponse automatique|message d'absence|respuesta autom[áa]tica|contestación automática|autorespuesta|"
    r"resposta autom[áàa]tica|risposta automatica|risponditore automatico|"
    r"automatisch antwoord|automatische (?:reactie|beantwoording)|autom\. antwoord|afwezigheidsbericht|"
    r"autosvar|automatiskt? svar(?:smelding)?|frånvaromeddelande|fraværs(?:meddelelse|melding|besked)|"
    r"automaattinen vastaus|automaattivastaus|poissaoloilmoitus|"
    r"automatyczna odpowiedź|autoodpowiedź|odpowiedź automatyczna|automatická odpov(?:ěď|eď)|"
    r"automatikus válasz|r[ăa]spuns automat|"
    r"автоматический ответ|автоответ(?:чик)?|автоматична відповідь|автовідповідь|автоматичен отговор|"
    r"αυτόματη απάντηση|otomatik yanıt|otomatik cevap|"
    r"תשובה אוטומטית|מענה אוטומטי|מענה 'אני לא נמצא'|(?:ال)?رد (?:ال)?تلقائي|رد آلي|پاسخ خودکار|"
    r"自动(?:回复|答复|应答)|自動(?:回覆|答覆|回复|返信|応答)|자동 ?(?:회신|응답|답장)|"
    r"trả lời tự động|thư trả lời tự động|(?:การ)?ตอบกลับอัตโนมัติ|balasan otomatis|jawapan automatik|"
    r"automatsk[ia] odgovor|(?:samodejni|avtomatski) odgovor|аутоматски одговор|automātiskā atbilde|"
    r"automatinis atsakymas|automaatne vastus|automaatvastus|sjálfvirkt svar|erantzun automatikoa|"
    r"स्वचालित उत्तर"
)
# What programs and people call an absence: it takes more to tell which of them wrote it.
_ABSENCE_NAMES = (
    r"out[- ]of[- ](?:the[- ])?office|ooo|oof|away from (?:my|the) (?:office|desk|mail|email)|"
    r"on (?:vacation|holiday|annual leave|leave)|vacation (?:message|notice)|holiday notice|auto|"
    r"nicht im büro|im urlaub|abwesenheit|absence(?: du bureau)?|absent du bureau|fuera de (?:la )?oficina|"
    r"ausência temporária|ausente do escritório|fora do escritório|fuori sede|fuori ufficio|assente|"
    r"afwezig(?:heid)?|niet aanwezig|frånvaro(?:ande)?|ikke på kontoret|ikke til stede|poissa toimistosta|"
    r"nieobecność|poza biurem|mimo kancelář|mimo kanceláriu|nepřítomnost|neprítomnosť|házon kívül|"
    r"irodán kívül|"
    r"absent din birou|нет на (?:работе|месте)|вне офиса|извън офиса|εκτός γραφείου|ofis dışında|"
    r"iş yeri dışında|"
    r"אני לא נמצא|מחוץ למשרד|خارج المكتب|不在通知|不在時|不在の|不在办公室|부재 ?중"
)

# "Automatic reply: the subject that it answers", as Exchange and others build it.
AUTO_REPLY_PREFIX = re.compile(
    rf"^[\s\[(*]{{0,4}}(?:{_REPLY_NAMES})[\])'\"*]{{0,3}}\s{{0,3}}[:：]", re.IGNORECASE
)
# "Out of office: Re: …": only a program answers with both.
ABSENCE_PREFIX = re.compile(
    rf"^[\s\[(*]{{0,4}}(?:{_ABSENCE_NAMES})[\])'\"*]{{0,3}}\s{{0,3}}[:：]\s{{0,3}}(?:re|aw|sv|vs|antw|"
    r"odp|res|rif|回复|答复|回覆)\s?[:：]",
    re.IGNORECASE,
)
AUTO_REPLY_SUBJECT = re.compile(rf"(?<![^\W_])(?:{_REPLY_NAMES}|{_ABSENCE_NAMES})", re.IGNORECASE)
# The subject is little more than the name of the thing, or says it of somebody.
AUTO_REPLY_WHOLE = re.compile(
    r"^.{2,60} (?:is|are|will be|ist|est|está|è|is momenteel) (?:currently )?(?:out of (?:the )?office|"
    r"away from the office|"
    r"außer haus|nicht im büro|absente?|fuera de la oficina|fuori ufficio|afwezig)(?![^\W_]).{0,60}$|"
    rf"^[\s\[(*]{{0,4}}(?:{_REPLY_NAMES}|{_ABSENCE_NAMES})[\])'\"*!.]{{0,3}}(?:\s{{0,3}}(?:[:：|(-–—]|"
    "from|von|de|re\b|until|bis).{{0,200}})?$",
    re.IGNORECASE,
)

# A sentence in which a program speaks of itself.
# For text in lower case: without a flag the search leaps to letters that can begin a match.
AUTO_REPLY_TEXT = re.compile(
    r"^[\s*_#(\[=~-]{0,8}(?:(?:hello|hi|dear|thank you)[^\n]{0,60}[,.!] {0,2})?(?:"
    r"th(?:is|e) (?:is an |e?-?mail is an |message is an |response is an )?auto(?:matic(?:ally)?|"
    r"mated)?[- ]?(?:generated )?"
    r"(?:e?-?mail |message )?(?:reply|response|responder|answer)|"
    r"automatic(?:ally)? (?:generated )?(?:reply|response)|automated (?:reply|response)|auto-?(?:reply|"
    r"response) (?:message|from|to)|"
    r"(?:dies|das) ist eine automatisch(?:e| erstellte| generierte) (?:antwort|nachricht|e-?mail|mitteilung)|"
    r"diese (?:e-?mail|nachricht|antwort) (?:wurde|ist) automatisch|"
    r"(?:ceci est|il s'agit d')\s?une? (?:réponse|message) automatique|"
    r"(?:esta|este) es una? (?:respuesta|mensaje|correo) automátic|(?:esta|este) é uma? (?:resposta|"
    r"mensagem) automátic|"
    r"(?:questa|questo) è una? (?:risposta|messaggio) automatic|dit is een automatisch(?:e)? (?:antwoord|"
    r"bericht|gegenereerd|reactie)|"
    r"(?:detta|det här) är ett automatiskt|dette er et? (?:auto|automatisk)(?:svar| svar| generer)|"
    r"tämä on automaattinen|"
    r"to jest (?:automatyczna|wiadomość wygenerowana)|toto je automatick|ez egy automatikus|"
    r"acesta este un răspuns automat|"
    r"это автоматическ|данное (?:сообщение|письмо) (?:создано|сформировано|отправлено) автоматически|"
    r"це автоматичн|"
    r"bu (?:bir )?otomatik|זוהי הודעה אוטומטית|הודעה זו נשלחה אוטומטית|هذا رد (?:تلقائي|آلي)|"
    r"هذه رسالة (?:تلقائية|آلية)|"
    r"这是一封自动|此(?:邮件|郵件)(?:为|由|為)?.{0,6}自[动動]|自动回复|自動(?:返信|応答|配信|送信)|"
    r"자동으로 (?:발송|회신|응답)|자동 ?(?:회신|응답) ?메일)",
    re.MULTILINE,
)

# Somebody is away.
# For text in lower case: without a flag the search leaps to letters that can begin a match.
ABSENCE = re.compile(
    r"(?:i am|i'm|i will be|i'll be|am|is|will be) (?:\w+ ){0,3}(?:out of (?:the |my )?(?:office|town|"
    r"country)|on (?:vacation|holidays?|leave|"
    r"annual leave|maternity leave|parental leave|business trip)|away (?:from|until|on|till)|absent|"
    r"unavailable)|out of (?:the )?office (?:until|from|with)|"
    r"(?:limited|no) access to (?:my )?e-?mail|"
    r"ich bin (?:\S+ ){0,8}(?:nicht (?:im büro|im haus|erreichbar|anwesend)|abwesend|im urlaub|außer haus|"
    r"unterwegs)|bin ich wieder|"
    r"(?:e-?mails?|nachrichten?) (?:wird|werden) nicht (?:weitergeleitet|gelesen|bearbeitet)|"
    r"wieder (?:im büro|erreichbar|für sie da)|"
    r"je (?:suis|serai) (?:\S+ ){0,6}(?:absente?|en (?:congés?|vacances|déplacement)|de retour)|"
    r"actuellement absente?|absente? du bureau|"
    r"(?:estoy|estaré|me encuentro|me encontraré|encuentro) (?:\S+ ){0,6}(?:fuera|ausente|de vacaciones|"
    r"de viaje)|fuera de la oficina|"
    r"(?:estou|estarei|encontro-me|estamos) (?:\S+ ){0,6}(?:ausente|fora|de férias|em férias)|"
    r"(?:sono|sarò) (?:\S+ ){0,6}(?:assente|fuori (?:sede|ufficio)|in ferie|in vacanza)|"
    r"(?:ik ben|ben ik|momenteel) (?:\S+ ){0,6}(?:afwezig|niet aanwezig|op vakantie|met vakantie|"
    r"met verlof|weer aanwezig|niet op kantoor)|"
    r"(?:jag är|är jag) (?:\S+ ){0,6}(?:ledig|semester|bortrest|tillbaka|borta|föräldraledig|på kontoret)|"
    r"(?:jeg er|jeg har|er jeg|har) (?:\S+ ){0,6}(?:ferie|fraværende|ikke (?:på kontoret|tilstede|"
    r"til stede)|bortrejst|tilbake|tilbage)|"
    r"(?:olen|palaan) (?:\S+ ){0,6}(?:lomalla|poissa|matkoilla|vapaalla|toimistolla|töihin)|"
    r"(?:jestem|będę|przebywam) (?:\S+ ){0,6}(?:nieobecn|na urlopie|poza biurem|niedostępn)|(?:jsem|"
    r"budu) (?:\S+ ){0,6}(?:mimo kancelář|na dovolené|nepřítom)|"
    r"(?:som|budem) (?:\S+ ){0,6}(?:mimo|na dovolenke|neprítom)|szabadságon|házon kívül|(?:sunt|"
    r"voi fi) (?:\S+ ){0,6}(?:în concediu|plecat|absent)|"
    r"(?:нахожусь|буду|я) (?:\S+ ){0,6}(?:в отпуске|в командировке|отсутств|вне офиса)|отсутствую|"
    r"(?:перебуваю|буду|я) (?:\S+ ){0,6}(?:у відпустці|відсутн)|"
    r"(?:в|във) отпуск|απουσιάζω|θα (?:λείπω|απουσιάζω)|εκτός γραφείου|(?:izinde|izindeyim|tatilde|"
    r"ofis dışında|yıllık izin)|"
    r"(?:אני|אהיה) (?:\S+ ){0,4}(?:בחופש|נמצא|בחופשה|מחוץ למשרד)|(?:أنا|سأكون|انا) (?:\S+ ){0,5}(?:إجازة|"
    r"اجازة|خارج المكتب)|"
    r"(?:休假|外出|出差|不在办公室|不在辦公室|度假)|(?:休暇|不在に|不在と|外出して|出張)|(?:휴가|"
    r"부재 ?중|출장)|(?:nghỉ phép|vắng mặt)|ลาพักร้อน|"
    r"ไม่อยู่|(?:cuti|tidak di kantor)",
)

# For text in lower case: without a flag the search leaps to letters that can begin a match.
CHALLENGE = re.compile(
    r"(?:confirm|verify|authenticate|authori[sz]e) (?:that )?(?:you(?:r)? (?:are|e?-?mail|message|are a)|"
    r"this message|yourself)|"
    r"(?:click|reply|visit|follow) .{0,80}(?:so that|in order|to) (?:\w+ ){0,6}(?:deliver|release|"
    r"be delivered|message)|challenge[- ]response|"
    r"sender verification|not (?:yet )?(?:been )?(?:on|in) my (?:list|address book|approved)|"
    r"approved senders?|whitelist|"
    r"message (?:is )?(?:being )?(?:held|quarantined|waiting) (?:\w+ ){0,6}(?:until|because|for)|guest ?list|"
    r"bestätigen sie .{0,60}(?:absender|nachricht|e-?mail)|veuillez confirmer .{0,60}(?:message|expéditeur)|"
    r"spam ?arrest|boxbe|mailblocks|tmda|vanquish|0spam|antispameurope|knowspam",
)
