"""Words of automatic replies in many languages: weak alone, strong where a program would put them."""

import re

_REPLY_NAMES = (
    r"automatic (?:reply|response|answer)|auto(?:mated|matic)?[- ]?(?:reply|response|responder|answer)|"
    r"autoreply|autoresponse|"
    r"automatische (?:antwort|rückantwort|benachrichtigung)|automatisierte antwort|autoantwort|"
    r"abwesenheits(?:notiz|nachricht|meldung|"
    r"assistent|benachrichtigung)|"
    r"réponse automatique|message d'absence|absence du bureau|absent du bureau|reponse automatique|"
    r"respuesta automática|respuesta automatica|contestación automática|autorespuesta|"
    r"fuera de (?:la )?oficina|"
    r"resposta automática|resposta automatica|ausência temporária|ausente do escritório|fora do escritório|"
    r"risposta automatica|fuori sede|fuori ufficio|risponditore automatico|assente|"
    r"automatisch antwoord|automatische (?:reactie|beantwoording)|autom\. antwoord|"
    r"afwezig(?:heid)?(?:sbericht)?|niet aanwezig|"
    r"autosvar|automatiskt svar|automatisk svar|automatisk svarmelding|frånvaro(?:meddelande)?|"
    r"fraværsmeddelelse|fraværsmelding|"
    r"ikke på kontoret|"
    r"automaattinen vastaus|automaattivastaus|poissaoloilmoitus|poissa toimistosta|"
    r"automatyczna odpowiedź|autoodpowiedź|odpowiedź automatyczna|nieobecność|poza biurem|"
    r"automatická odpověď|automatická odpoveď|mimo kancelář|mimo kanceláriu|nepřítomnost|neprítomnosť|"
    r"automatikus válasz|házon kívül|irodán kívül|"
    r"răspuns automat|raspuns automat|absent din birou|"
    r"автоматический ответ|автоответ(?:чик)?|нет на работе|вне офиса|автоматична відповідь|автовідповідь|"
    r"автоматичен отговор|извън офиса|"
    r"αυτόματη απάντηση|εκτός γραφείου|"
    r"otomatik yanıt|otomatik cevap|ofis dışında|iş yeri dışında|"
    r"תשובה אוטומטית|מענה אוטומטי|מענה 'אני לא נמצא'|אני לא נמצא|מחוץ למשרד|"
    r"رد تلقائي|الرد التلقائي|رد آلي|خارج المكتب|پاسخ خودکار|"
    r"自动(?:回复|答复|应答)|自動(?:回覆|答覆|回复|返信|応答)|自動返信メール|不在通知|不在時|不在の|"
    r"자동 ?(?:회신|응답|답장)|부재 ?중|"
    r"trả lời tự động|thư trả lời tự động|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|balasan otomatis|"
    r"jawapan automatik|"
    r"automatski odgovor|automatsk[ai] odgovor|samodejni odgovor|avtomatski odgovor|аутоматски одговор|"
    r"automātiskā atbilde|automatinis atsakymas|automaatne vastus|automaatvastus|sjálfvirkt svar|"
    r"resposta automàtica|erantzun automatikoa|स्वचालित उत्तर|स्वत: जवाब"
)
_OFFICE = (
    r"out[- ]of[- ](?:the[- ])?office|ooo|oof|away from (?:my|the) (?:office|desk|mail|email)|"
    r"on (?:vacation|holiday|annual leave|leave)|"
    r"vacation (?:reply|message|notice|response)|holiday (?:reply|notice)|nicht im büro|im urlaub|"
    r"abwesenheit|absence"
)

# "Automatic reply: the subject that it answers", as Exchange and others build it.
AUTO_REPLY_PREFIX = re.compile(
    rf"^[\s\[(]{{0,4}}(?:{_REPLY_NAMES}|out[- ]of[- ](?:the[- ])?office(?: auto(?:matic)?[- ]?reply|"
    " reply| autoreply| response)?|"
    rf"vacation (?:reply|message|notice)|auto)[\])'\"]{{0,3}}\s{{0,3}}[:：]",
    re.IGNORECASE,
)
AUTO_REPLY_SUBJECT = re.compile(rf"(?<![^\W_])(?:{_REPLY_NAMES}|{_OFFICE})", re.IGNORECASE)

# A sentence in which a program speaks of itself.
AUTO_REPLY_TEXT = re.compile(
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
    r"자동으로 (?:발송|회신|응답)|자동 ?(?:회신|응답) ?메일",
    re.IGNORECASE,
)

# Somebody is away.
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
    re.IGNORECASE,
)

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
    re.IGNORECASE,
)
