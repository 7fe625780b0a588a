"""Sentences of automatic mail in many languages: a program speaks of itself, somebody is away, confirm first.

All of it is for text in lower case: without a flag the search leaps to letters that can begin a match.
"""

import re

# ---- a program speaks of itself ---------------------------------------------------------------------------

# What "this is an automatic …" names: an answer, or any mail at all.
_AUTO = r"auto(?:mat\w*|-?gener\w*|-)?"
_ANSWERING = (
    rf"(?:this|the following|the below) (?:e-?mail |message )?(?:is|"
    rf"was) (?:just )?(?:an? )?(?:\w+ )?{_AUTO}[- ]?"
    r"(?:\w+ )?(?:reply|response|responder|answer|acknowledge?ment|confirmation)|"
    rf"apologi[sz]e for this {_AUTO} reply|you are receiving this {_AUTO} (?:reply|response)|"
    rf"(?:dies|das|hier) (?:ist|handelt es sich) (?:um )?(?:nur )?eine? {_AUTO} (?:\w+ )?(?:antwort|"
    rf"rückantwort|"
    r"rückmeldung|empfangsbestätigung|eingangsbestätigung|bestätigung|abwesenheits\w+)|"
    r"diese antwort (?:wurde|ist|"
    rf"wird) (?:\w+ )?{_AUTO}|"
    r"(?:ceci est|il s'agit d'|c'est|voici) ?une? (?:réponse|accusé de réception) (?:\w+ )?automatique|"
    r"est[ae] es una? (?:respuesta|acuse) (?:\w+ ){0,2}autom|est[ae] é uma? resposta (?:\w+ )?autom|"
    r"quest[ao] è una risposta (?:\w+ )?autom|dit is een automatische? (?:\w+ )?(?:antwoord|reactie|"
    r"ontvangstbevestiging)|(?:detta|det här|dette|det her) (?:är|er) et+ auto(?:matis\w+ ?|"
    r"generer\w+ )?(?:\w+ )?svar|tämä on automaatti\S* ?vasta|"
    r"to (?:jest )?(?:\w+ )?(?:automatyczna odpowiedź|odpowiedź automatyczna)|to(?:to)? (?:je|"
    r"jest) automatick\w+ odpov|ez (?:egy |az )?automatikus (?:\w+ )?válasz|"
    r"acesta este un r[ăa]spuns automat|это (?:\w+ )?(?:автоматический ответ|автоответ)|"
    r"це (?:\w+ )?(?:автоматична відповідь|автовідповідь)|това е автоматичен отговор|(?:ovo|"
    r"to) je (?:automatsk|samodejn|avtomatsk)\w+ odgovor|(?:ово|ова) (?:је|е) (?:аутоматски|"
    r"автоматски) одговор|αυτ[όή] είναι (?:μια |ένα )?αυτ\w+ απάντηση|bu (?:bir )?otomatik (?:bir )?(?:yanıt|"
    r"cevap)|זו(?:הי)? (?:תשובה|מענה) אוטומטית?|هذا (?:هو )?رد (?:تلقائي|آلي)|این (?:یک )?پاسخ خودکار|"
    r"यह (?:एक )?(?:स्वचालित|स्वतः) (?:उत्तर|जवाब|प्रतिक्रिया)|এটি একটি স্বয়ংক্রিয় (?:উত্তর|জবাব)|(?:这是|"
    r"這是|此(?:邮件|郵件|信)?(?:为|為|是|系|係)|本(?:邮件|郵件|信)(?:为|為|是|系|"
    r"係))[^\n，。,]{0,12}自[动動][^\n，。,]{0,4}(?:[回答][复覆復]|回信)|(?:この|本|当)(?:メール|メッセージ|"
    r"e-?mail|返信)[^\n。]{0,20}自動(?:返信|応答|返答)|[※*]?自動(?:返信|応答)(?:メール|メッセージ)?(?:です|"
    r"となります|にて|でお|でご)|(?:본|이|해당) ?(?:메일|이메일|메시지)[^\n.]{0,20}자동 ?(?:회신|응답|답장)|"
    r"자동 ?(?:회신|응답)(?: ?메일| ?메시지)?입니다|(?:นี่คือ|นี่เป็น)[^\n]{0,20}ตอบกลับอัตโนมัติ|"
    r"đây là (?:\S+ ){0,3}(?:trả lời|phản hồi) tự động|ini (?:adalah|merupakan) (?:\S+ )?(?:balasan|jawaban|"
    r"jawapan|respons) (?:otomatis|automatik)|see on automaat\S* ?vastus|šī ir automātisk\S* atbilde|"
    r"tai (?:yra )?automatin\S* atsakym|þetta er sjálfvirkt svar|aquesta és una resposta autom|"
    r"esta é unha resposta autom|hau erantzun automatiko|kjo është një përgjigje automatike|"
    r"hierdie is 'n outomatiese (?:antwoord|reaksie)|bu avtomatik cavab|ymateb awtomatig (?:yw hwn|ydy)"
)
_SENT = (
    rf"(?:this|the following) (?:e-?mail|message|notification|mail) (?:is|was|has been) (?:\w+ )?{_AUTO}|"
    rf"this is an? (?:\w+ )?{_AUTO}[- ]?(?:\w+ )?(?:e-?mail|message|notification|mail|notice)|(?:dies|das|"
    rf"hier) (?:ist|handelt es sich) (?:um )?(?:nur )?eine? {_AUTO} (?:\w+ )?(?:nachricht|e-?mail|mail|"
    rf"mitteilung|benachrichtigung|meldung)|diese (?:e-?mail|mail|nachricht|mitteilung) (?:wurde|ist|"
    rf"wird) (?:\w+ )?{_AUTO}|"
    r"(?:ceci est|il s'agit d'|c'est) ?un (?:message|e-?mail|mail|courriel) (?:\w+ )?(?:automatique|généré)|"
    r"cet? (?:message|e-?mail|mail|courriel) (?:est|a été) (?:\w+ ){0,2}automatique|este es un (?:mensaje|"
    r"correo|e-?mail|aviso) (?:\w+ )?autom|este (?:mensaje|correo|e-?mail) (?:\w+ ){0,3}autom|"
    r"est[ae] é uma? (?:mensagem|e-?mail) (?:\w+ )?autom|est[ae] (?:mensagem|e-?mail) (?:\w+ ){0,3}autom|"
    r"quest[ao] è un'? ?(?:messaggio|e-?mail|mail) (?:\w+ )?autom|quest[aoe]'? ?(?:messaggio|e-?mail|"
    r"mail) (?:\w+ ){0,3}autom|dit is een automatisch (?:\w+ )?(?:bericht|e-?mail|mail)|deze (?:e-?mail|"
    r"mail) (?:is|wordt|werd) automatisch|(?:detta|det här|dette|det her) (?:är|er) en? auto(?:matis\w+|"
    r"generer\w+) (?:\w+ )?(?:meddelande|mejl|mail|e-post|besked|melding|e-?mail)|(?:detta|denne|"
    r"dette) (?:\w+ )?(?:mejl|mail|e-?post|e-?mail|meddelande|besked|melding) (?:är|er|har) (?:\w+ )?auto|"
    r"tämä (?:on|viesti on|sähköposti on) (?:\w+ )?automaatti|(?:ta |niniejsza |"
    r"to )(?:jest )?wiadomość (?:\w+ ){0,3}automatycz|(?:toto|tento|táto|tato) (?:\S+ ){1,3}automatick|"
    r"ez (?:egy |az )(?:\S+ ){0,3}automatikus|acest (?:mesaj|e-?mail) (?:\S+ ){0,3}automat|(?:это|данное|"
    r"настоящее) (?:\w+ ){0,4}автоматич|(?:це|цей|цього) (?:\w+ ){0,4}автоматич|(?:това|"
    r"този) (?:\w+ ){0,4}автоматич|(?:ovo|ova|to) (?:\w+ ){0,3}(?:automatsk|samodejn)|(?:αυτό|"
    r"το παρόν) (?:\S+ ){0,4}αυτόματ|bu (?:\S+ ){0,2}otomatik|(?:זוהי )?הודעה (?:זו )?(?:\S+ )?אוטומטית|"
    r"هذه (?:ال)?رسالة (?:\S+ )?(?:تلقائي|آلي)|این (?:\S+ ){1,2}خودکار|यह (?:एक )?(?:स्वचालित|स्वतः)|(?:这是|"
    r"這是|此(?:邮件|郵件|信)|本(?:邮件|郵件|信)|该邮件)[^\n，。,]{0,12}自[动動]|(?:この|本|当)(?:メール|"
    r"メッセージ|e-?mail)[^\n。]{0,30}自動|(?:본|이|해당) ?(?:메일|이메일|메시지)[^\n.]{0,30}자동|"
    r"(?:อีเมลนี้|อีเมล์นี้|ข้อความนี้)[^\n]{0,30}อัตโนมัติ|(?:email|thư|tin nhắn) này (?:\S+ ){0,4}tự động|"
    r"(?:email|e-mel|surel|pesan|mesej) ini (?:\S+ ){0,4}(?:otomatis|automatik)"
)
# It opens a line, or follows a sentence.
_STARTS = (
    r"(?:^|(?<=[.!。！] )|(?<=[。！]))[\s*_#(\[=~※-]{0,8}(?:(?:please )?note:? |hinweis:? |"
    r"nota:? )?(?:that )?"
)
AUTO_REPLY_TEXT = re.compile(rf"{_STARTS}(?:{_ANSWERING})", re.MULTILINE)
AUTOMATIC_TEXT = re.compile(rf"{_STARTS}(?:{_SENT})", re.MULTILINE)

# ---- somebody is away -------------------------------------------------------------------------------------

# Language by language: who is, and what. Up to eight words may stand between.
_AWAY = (
    (
        r"i am|i'm|i’m|i will be|i'll be|i’ll be|i shall be|we are|we will be|am|currently|"
        r"(?:our|the) (?:office|shop|company|team|business)s? (?:is|are|will be)",
        r"out (?:of (?:the |my |our )?(?:office|town|country)|until|from|on|sick|today|this)|out[.,;!]|ooo|"
        r"away|absent|on (?:\w+ ){0,2}(?:vacation|holidays?|leave|pto|sabbatical)|unavailable|travell?ing|"
        r"abroad|not (?:in the office|available|at (?:work|my desk))|closed (?:for|from|until|on|due)|"
        r"back (?:in|on|at)|"
        r"no longer (?:with|at|employed|working)",
    ),
    (
        r"bin|werde|befinde|sind wir|wir sind|haben wir|wir haben|habe ich|ich habe|unser büro ist",
        r"nicht (?:im (?:büro|haus|hause|dienst)|erreichbar|anwesend|verfügbar)|abwesend|außer haus|"
        r"ausser haus|urlaub|elternzeit|mutterschutz|dienstreise|geschäftsreise|unterwegs|verreist|"
        r"betriebsferien|geschlossen|"
        r"wieder (?:im büro|da|erreichbar|für sie da|zurück|zu erreichen)",
    ),
    (
        r"je suis|je serai|suis|nous sommes|nous serons|nos bureaux (?:sont|seront)|notre bureau (?:est|"
        r"sera)",
        r"absente?s?|en (?:\S+ )?(?:congés?|vacances|déplacement|formation|arrêt)|de retour|hors du bureau|"
        r"fermée?s?|"
        r"indisponible|ne (?:travaille|fait) plus",
    ),
    (
        r"estoy|estaré|estamos|estaremos|me encuentro|encuentro|me encontraré",
        r"fuera|ausentes?|de (?:vacaciones|viaje|baja|permiso)|no disponible|cerrad[oa]s?",
    ),
    (
        r"estou|estarei|estamos|estaremos|encontro-me|me encontro",
        r"ausentes?|fora|(?:de|em|gozo de) férias|de licença|em viagem|indisponível",
    ),
    (
        r"sono|sarò|siamo|saremo|i nostri uffici (?:sono|saranno)",
        r"assent[ei]|fuori (?:sede|ufficio)|in (?:ferie|vacanza|trasferta|maternità)|chius[oi]|di ritorno",
    ),
    (
        r"ik ben|ben ik|ben|wij zijn|zijn wij|momenteel|ons kantoor is",
        r"afwezig|niet (?:aanwezig|op kantoor|bereikbaar|werkzaam)|(?:op|met) (?:vakantie|verlof|"
        r"zwangerschapsverlof)|"
        r"weer (?:aanwezig|bereikbaar|terug)|gesloten|niet meer (?:werkzaam|in dienst)",
    ),
    (
        r"(?:jag|jeg|vi) (?:är|er|har|holder|vil være|kommer)|(?:är|er|har|holder) (?:jag|jeg|vi)|"
        r"kontoret er",
        r"semester|ledig|bortrest|föräldraledig|borta|frånvarande|inte på kontoret|åter|ferie|fraværende|"
        r"barsel|ikke (?:på kontoret|til ?stede|på jobb)|bortrejst|på reise|tilbage|tilbake|lukket|stengt|"
        r"stängt|"
        r"slutat",
    ),
    (
        r"olen|palaan|olemme",
        r"lomalla|poissa|matkoilla|vapaalla|vanhempainvapaalla|toimistolla|töihin|töissä",
    ),
    (r"jestem|będę|przebywam|jesteśmy", r"nieobecn|urlopie|poza biurem|niedostępn|delegacji"),
    (
        r"jsem|budu|jsme|som|budem|sme",
        r"mimo|dovolené|dovolenke|nepřítom|neprítom|zpět|späť|mateřské|materskej|rodičovské",
    ),
    (r"sunt|voi fi|suntem|mă aflu", r"în concediu|plecat|absent|nu sunt la birou"),
    (
        r"нахожусь|буду|я|находимся|меня",
        r"(?:в|во) (?:\S+ )?(?:отпуске|командировке)|отсутств|вне офиса|на больничном|недоступ",
    ),
    (r"перебуваю|буду|я|ми", r"у? ?(?:\S+ )?(?:відпустці|відрядженні)|відсутн|поза офісом"),
    (r"съм|ще бъда|сме|аз", r"(?:в|във) (?:\S+ )?отпуск|командировка|отсъства|извън офиса"),
    (
        r"sam|smo|bit ću|biću|nisam|sem|bom|nisem|сам|нисам|сум",
        r"odmoru?|godišnjem|bolovanju|odsut|putu|kancelarij|uredu?|dopustu|odsot|odsoten|pisarni|одмору|"
        r"одсут|отсутен",
    ),
    (r"olen|viibin|oleme", r"puhkusel|puhkuse|ära|kontorist väljas|eemal|lähetuses"),
    (r"esmu|būšu|atrodos", r"atvaļinājum|prombūtn|komandējum|nebūšu"),
    (r"esu|būsiu|šiuo metu", r"atostog|nedirb|komandiruot|ne biure|išvyk"),
    (r"είμαι|βρίσκομαι|θα|είμαστε", r"εκτός|άδεια|απουσι|λείπω|διακοπές|επιστρέ"),
    (r"ég|verð|við", r"fríi|orlofi|fjarverandi|ekki við"),
    (r"jam|do të jem", r"jashtë|pushime|leje"),
    (r"sóc|estic|estaré|som", r"fora|vacances|absent|baixa"),
    (r"nago|egongo|naiz", r"oporretan|kanpo|bajan"),
    (r"אני|אהיה|אנו|נמצאת?", r"בחופשה?|בחופשת|מחוץ למשרד|לא (?:נמצאת?|אהיה|זמינה?|במשרד)|אשוב|במילואים"),
    (r"أنا|انا|سأكون|أكون|حاليا|حالياً", r"إجازة|اجازة|خارج المكتب|غير (?:متواجد|موجود|متاح)|سفر"),
    (r"من|در|اینجانب", r"مرخصی|سفر|خارج از|حضور ندارم"),
    (
        r"saya|aku|kami|sedang",
        r"cuti|tidak (?:di|berada di|ada di) (?:kantor|pejabat|tempat)|perjalanan|"
        r"luar (?:kota|pejabat|kantor)",
    ),
    (r"tôi|chúng tôi|hiện", r"nghỉ|vắng mặt|công tác|không có mặt"),
    (r"मैं|हम", r"छुट्टी|अवकाश|कार्यालय से बाहर|ऑफिस से बाहर"),
    (r"আমি", r"ছুটি|অফিসের বাইরে"),
    (r"ek is|ek sal", r"met verlof|nie op kantoor|afwesig|uit die kantoor|met vakansie"),
)  # fmt: skip
# What says it without a verb, or in scripts without spaces.
_AWAY_ALONE = (
    r"out of (?:the )?office (?:until|till|from|with|starting|through|on \w+day|for (?:the|a)|\d)|"
    r"will not be reading my|^[\W_]*out of (?:the )?office|(?:limited|no|intermittent|restricted|"
    r"sporadic) (?:\w+ ){0,2}access to (?:my )?(?:e-?)?mails?|upon my return|(?:torno|rientr[oò]|rientrerò|"
    r"tornerò) (?:\S+ ){0,3}(?:\d|luned|marted|mercoled|gioved|venerd|in ufficio)|(?:regreso|regresaré|"
    r"vuelvo|volveré|regressarei|voltarei|retorno|volto|regresso) (?:\S+ ){0,3}(?:\d|lunes|martes|miércoles|"
    r"jueves|viernes|segunda|terça|quarta|quinta|sexta)|when i (?:return|get back|am back)|"
    r"as soon as i (?:return|am back|get back)|this (?:mailbox|inbox|e?-?mail address|account) is (?:not|"
    r"no longer) (?:\w+ )?(?:monitored|in use|active|valid)|betriebsferien|betriebsurlaub|bin ich wieder|"
    r"(?:e-?mails?|nachrichten?) (?:wird|werden) (?:\w+ )?nicht (?:\w+ )?(?:weitergeleitet|gelesen|"
    r"bearbeitet)|dieses postfach|je ne (?:suis|serai) pas|fermeture annuelle|absente? du bureau|"
    r"actuellement absente?|fuera de la oficina|fora do escritório|não estou no escritório|fuori (?:sede|"
    r"ufficio)|in ferie|niet op kantoor|fora de l'oficina|szabadságon|házon kívül|irodán kívül|távol|"
    r"в отпуске|отсутствую|нет на (?:рабочем месте|работе)|отсутній|отсъствам|на одмору|(?:izinde|izindeyim|"
    r"izinli|tatilde|ofis dışında|ofiste değil|yıllık izin)|демалыста|მვებულება|შვებულებაში|արձակուրդ|"
    r"məzuniyyət|ta'tilda|休假|外出|出差|不在办公室|不在辦公室|度假|年假|放假|休暇|不在に|不在と|不在の|"
    r"外出して|出張|休業|産休|育休|휴가|부재 ?중|출장|육아휴직|휴무|ลาพักร้อน|ไม่อยู่|ลาพัก|ลางาน|ลาคลอด|"
    r"விடுமுறை|సెలవు|ರಜೆ|അവധി|રજા|ਛੁੱਟੀ|නිවාඩු|ច្បាប់ឈប់|ຂ້າພະເຈົ້າລາພັກ|ခွင့်ယူ|ፈቃድ|likizo|naka-bakasyon|"
    r"naka-leave|ar wyliau|allan o'r swyddfa|as láthair|ar saoire|bil-leave"
)
ABSENCE = re.compile(
    "|".join(rf"(?<![^\W_])(?:{who}) (?:\S+ ){{0,8}}(?:{what})" for who, what in _AWAY) + "|" + _AWAY_ALONE
)
# Of somebody else people write, too: it counts where the header says that a machine wrote it.
ABSENCE_OF_ANOTHER = re.compile(
    r"(?<!\w)(?:is|are|will be|ist|hat|est|está|è|is|är|er|on|jest|"
    r"je) (?:\S+ ){0,6}(?:out of (?:the )?office|away|absent|on (?:\w+ )?(?:vacation|holidays?|leave)|urlaub|"
    r"abwesend|außer haus|en (?:congés?|vacances)|de vacaciones|de férias|in ferie|afwezig|semester|ferie|"
    r"lomalla|urlopie|dovolené|dovolenke)|(?:has left|no longer (?:with|at|works?|working|employed|monitored|"
    r"in use|active|valid))|nicht mehr (?:im unternehmen|für uns|bei uns|für das unternehmen|beschäftigt|"
    r"tätig)|ne (?:fait plus partie|travaille plus)|ya no (?:trabaja|labora|forma parte)|"
    r"não (?:faz mais parte|trabalha mais)|non lavora più|werkt niet (?:meer|langer)|niet meer werkzaam|"
    r"har slutat|er fratrådt|har sluttet|больше не работает|nie pracuje|退職|已离职|已離職|퇴사"
)

# ---- confirm first, then it is delivered ------------------------------------------------------------------

CHALLENGE = re.compile(
    r"(?:confirm|verify|authenticate|authori[sz]e) (?:that )?(?:you(?:r)? (?:are|e?-?mail|message|are a)|"
    r"this message|yourself)|(?:click|reply|visit|follow) .{0,80}(?:so that|in order|"
    r"to) (?:\w+ ){0,6}(?:deliver|release|be delivered|message)|challenge[- ]response|sender verification|"
    r"not (?:yet )?(?:been )?(?:on|in) my (?:list|address book|approved)|approved senders?|whitelist|"
    r"message (?:is )?(?:being )?(?:held|quarantined|waiting) (?:\w+ ){0,6}(?:until|because|for)|guest ?list|"
    r"bestätigen sie .{0,60}(?:absender|nachricht|e-?mail)|veuillez confirmer .{0,60}(?:message|expéditeur)|"
    r"spam ?arrest|boxbe|mailblocks|tmda|vanquish|0spam|antispameurope|knowspam|tira-teima|(?:clique|"
    r"haga clic|cliquez|klicken|click) (?:\S+ ){0,3}(?:aqui|aquí|ici|hier|here)"
)
# Whose mail asks for it.
CHALLENGER = re.compile(
    r"@(?:\w+\.)?(?:spamarrest|boxbe|bluebottle|mailblocks|knowspam|vanquish|spamlion|choicemail|digiportal|"
    r"sendio|antispam\.\w+|mailinblack|cleanmail|orangemail|spamfence|0spam|tmda)\.|-confirm[-+@]|challenge"
)
ABOUT_SPAM = ("spam", "junk", "unsolicited", "pourriel", "спам", "反垃圾", "迷惑メール")
AGAINST_SPAM = re.compile(
    r"against spam|anti-?spam|spam[- ](?:protection|filter|blocker|schutz)|against spam|(?:control|reduce|"
    r"prevent|stop|avoid|eliminate|fight|block) (?:\w+ ){0,3}(?:spam|junk|unsolicited)|(?:gegen|vor) spam|"
    r"contre (?:le|les) (?:spam|pourriel)|contra (?:el |o )?spam|contro lo spam|tegen spam|против спама|"
    r"反垃圾|迷惑メール(?:対策|防止)"
)
LET_THROUGH = re.compile(
    r"(?:allow|accept)\w* (?:\w+ ){0,3}(?:incoming )?(?:messages?|mails?|"
    r"e-?mails?) (?:only )?from (?:\w+ ){0,3}(?:senders|people)|approved (?:senders?|beforehand)|(?:list|"
    r"request) of approved|verify (?:that )?you(?:r| are)|one-?time|(?:click|reply|respond|visit|follow|"
    r"complete|fill) (?:\S+ ){0,12}(?:to|and) (?:\S+ ){0,8}(?:deliver|release|verif|confirm|approv|added|"
    r"authenticat|receive)|(?:klicken|antworten|bestätigen) sie (?:\S+ ){0,12}(?:zugestellt|zustell|absender|"
    r"freischalt|freigeb)|cliquez (?:\S+ ){0,12}(?:message|authentifi|remis|expéditeur)|para que (?:su|sua|"
    r"tu) (?:mensaje|mensagem|correo) (?:\S+ ){0,8}(?:clique|haga|pulse|encaminhad|entregad)|"
    r"cliccare? (?:\S+ ){0,12}(?:messaggio|consegnat)|klik (?:\S+ ){0,12}(?:bericht|afgeleverd)|(?:нажмите|"
    r"перейдите) (?:\S+ ){0,12}(?:доставлен|подтверд)"
)
