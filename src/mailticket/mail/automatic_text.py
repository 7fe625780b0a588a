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
    r"est[ae] es una? (?:respuesta|acuse) (?:\w+ ){0,2}autom|"
    r"est[ae] é uma? resposta (?:\w+ )?autom|quest[ao] è una risposta (?:\w+ )?autom|"
    r"dit is een automatische? (?:\w+ )?(?:antwoord|reactie|ontvangstbevestiging)|"
    r"(?:detta|det här|dette|det her) (?:är|er) et+ auto(?:matis\w+ ?|generer\w+ )?(?:\w+ )?svar|"
    r"tämä on automaatti\S* ?vasta|to (?:jest )?(?:\w+ )?(?:automatyczna odpowiedź|odpowiedź automatyczna)|"
    r"to(?:to)? (?:je|jest) automatick\w+ odpov|ez (?:egy |az )?automatikus (?:\w+ )?válasz|"
    r"acesta este un r[ăa]spuns automat|"
    r"это (?:\w+ )?(?:автоматический ответ|автоответ)|це (?:\w+ )?(?:автоматична відповідь|автовідповідь)|"
    r"това е автоматичен отговор|(?:ovo|to) je (?:automatsk|samodejn|avtomatsk)\w+ odgovor|"
    r"(?:ово|ова) (?:је|е) (?:аутоматски|автоматски) одговор|αυτ[όή] είναι (?:μια |ένα )?αυτ\w+ απάντηση|"
    r"bu (?:bir )?otomatik (?:bir )?(?:yanıt|cevap)|זו(?:הי)? (?:תשובה|מענה) אוטומטית?|"
    r"هذا (?:هو )?رد (?:تلقائي|آلي)|"
    r"این (?:یک )?پاسخ خودکار|यह (?:एक )?(?:स्वचालित|स्वतः) (?:उत्तर|जवाब|प्रतिक्रिया)|"
    r"এটি একটি স্বয়ংক্রিয় (?:উত্তর|জবাব)|"
    r"(?:这是|這是|此(?:邮件|郵件|信)?(?:为|為|是|系|係)|本(?:邮件|郵件|信)(?:为|為|是|系|"
    r"係))[^\n，。,]{0,12}自[动動][^\n，。,]{0,4}"
    r"(?:[回答][复覆復]|回信)|"
    r"(?:この|本|当)(?:メール|メッセージ|e-?mail|返信)[^\n。]{0,20}自動(?:返信|応答|返答)|"
    r"[※*]?自動(?:返信|応答)(?:メール|メッセージ)?(?:です|となります|にて|でお|でご)|"
    r"(?:본|이|해당) ?(?:메일|이메일|메시지)[^\n.]{0,20}자동 ?(?:회신|응답|답장)|자동 ?(?:회신|"
    r"응답)(?: ?메일| ?메시지)?입니다|"
    r"(?:นี่คือ|นี่เป็น)[^\n]{0,20}ตอบกลับอัตโนมัติ|đây là (?:\S+ ){0,3}(?:trả lời|phản hồi) tự động|"
    r"ini (?:adalah|merupakan) (?:\S+ )?(?:balasan|jawaban|jawapan|respons) (?:otomatis|automatik)|"
    r"see on automaat\S* ?vastus|šī ir automātisk\S* atbilde|tai (?:yra )?automatin\S* atsakym|"
    r"þetta er sjálfvirkt svar|aquesta és una resposta autom|esta é unha resposta autom|"
    r"hau erantzun automatiko|"
    r"kjo është një përgjigje automatike|hierdie is 'n outomatiese (?:antwoord|reaksie)|bu avtomatik cavab|"
    r"ymateb awtomatig (?:yw hwn|ydy)"
)
_SENT = (
    rf"(?:this|the following) (?:e-?mail|message|notification|mail) (?:is|was|has been) (?:\w+ )?{_AUTO}|"
    rf"this is an? (?:\w+ )?{_AUTO}[- ]?(?:\w+ )?(?:e-?mail|message|notification|mail|notice)|"
    rf"(?:dies|das|hier) (?:ist|handelt es sich) (?:um )?(?:nur )?eine? {_AUTO} (?:\w+ )?(?:nachricht|"
    rf"e-?mail|mail|"
    rf"mitteilung|benachrichtigung|meldung)|diese (?:e-?mail|mail|nachricht|mitteilung) (?:wurde|ist|"
    rf"wird) (?:\w+ )?{_AUTO}|"
    r"(?:ceci est|il s'agit d'|c'est) ?un (?:message|e-?mail|mail|courriel) (?:\w+ )?(?:automatique|généré)|"
    r"cet? (?:message|e-?mail|mail|courriel) (?:est|a été) (?:\w+ ){0,2}automatique|"
    r"este es un (?:mensaje|correo|e-?mail|aviso) (?:\w+ )?autom|este (?:mensaje|correo|"
    r"e-?mail) (?:\w+ ){0,3}autom|"
    r"est[ae] é uma? (?:mensagem|e-?mail) (?:\w+ )?autom|est[ae] (?:mensagem|e-?mail) (?:\w+ ){0,3}autom|"
    r"quest[ao] è un'? ?(?:messaggio|e-?mail|mail) (?:\w+ )?autom|quest[aoe]'? ?(?:messaggio|e-?mail|"
    r"mail) (?:\w+ ){0,3}autom|"
    r"dit is een automatisch (?:\w+ )?(?:bericht|e-?mail|mail)|deze (?:e-?mail|mail) (?:is|wordt|"
    r"werd) automatisch|"
    r"(?:detta|det här|dette|det her) (?:är|er) en? auto(?:matis\w+|generer\w+) (?:\w+ )?(?:meddelande|"
    r"mejl|mail|e-post|"
    r"besked|melding|e-?mail)|(?:detta|denne|dette) (?:\w+ )?(?:mejl|mail|e-?post|e-?mail|meddelande|"
    r"besked|melding) "
    r"(?:är|er|har) (?:\w+ )?auto|tämä (?:on|viesti on|sähköposti on) (?:\w+ )?automaatti|"
    r"(?:ta |niniejsza |to )(?:jest )?wiadomość (?:\w+ ){0,3}automatycz|(?:toto|tento|táto|"
    r"tato) (?:\S+ ){1,3}automatick|"
    r"ez (?:egy |az )(?:\S+ ){0,3}automatikus|acest (?:mesaj|e-?mail) (?:\S+ ){0,3}automat|"
    r"(?:это|данное|настоящее) (?:\w+ ){0,4}автоматич|(?:це|цей|цього) (?:\w+ ){0,4}автоматич|"
    r"(?:това|този) (?:\w+ ){0,4}автоматич|(?:ovo|ova|to) (?:\w+ ){0,3}(?:automatsk|samodejn)|"
    r"(?:αυτό|το παρόν) (?:\S+ ){0,4}αυτόματ|bu (?:\S+ ){0,2}otomatik|"
    r"(?:זוהי )?הודעה (?:זו )?(?:\S+ )?אוטומטית|"
    r"هذه (?:ال)?رسالة (?:\S+ )?(?:تلقائي|آلي)|این (?:\S+ ){1,2}خودکار|यह (?:एक )?(?:स्वचालित|स्वतः)|"
    r"(?:这是|這是|此(?:邮件|郵件|信)|本(?:邮件|郵件|信)|该邮件)[^\n，。,]{0,12}自[动動]|"
    r"(?:この|本|当)(?:メール|メッセージ|e-?mail)[^\n。]{0,30}自動|(?:본|이|해당) ?(?:메일|이메일|"
    r"메시지)[^\n.]{0,30}자동|"
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
        r"i am|i'm|i’m|i will be|i'll be|i’ll be|we are|we will be|am|are|is|will be|be|currently",
        r"out (?:of (?:the |my |our )?(?:office|town|country)|until|from|on|sick|today|this)|out[.,;!]|ooo|"
        r"away|absent|"
        r"on (?:\w+ ){0,2}(?:vacation|holidays?|leave|pto|sabbatical)|unavailable|travell?ing|abroad|"
        r"not (?:in the office|available|at (?:work|my desk))|closed (?:for|from|until|on|due)|back (?:in|"
        r"on|at)|"
        r"no longer (?:with|at|employed|working|available|monitored|in use)|"
        r"not (?:being )?(?:regularly )?monitored|"
        r"not monitored",
    ),
    (
        r"bin|werde|befinde|sind|ist|haben|habe|hat",
        r"nicht (?:im (?:büro|haus|hause|dienst)|erreichbar|anwesend|verfügbar|mehr)|abwesend|außer haus|"
        r"ausser haus|"
        r"urlaub|elternzeit|mutterschutz|dienstreise|geschäftsreise|unterwegs|verreist|betriebsferien|"
        r"geschlossen|"
        r"wieder (?:im büro|da|erreichbar|für sie da|zurück|zu erreichen)",
    ),
    (
        r"suis|serai|sommes|est|serons|sera",
        r"absente?s?|en (?:\S+ )?(?:congés?|vacances|déplacement|formation|arrêt)|de retour|hors du bureau|"
        r"fermée?s?|"
        r"indisponible|ne (?:travaille|fait) plus",
    ),
    (
        r"estoy|estaré|estamos|estaremos|encuentro|encontraré|está",
        r"fuera|ausentes?|de (?:vacaciones|viaje|baja|permiso)|no disponible|cerrad[oa]s?",
    ),
    (
        r"estou|estarei|estamos|estaremos|encontro-me|encontro|está",
        r"ausentes?|fora|(?:de|em|gozo de) férias|de licença|em viagem|indisponível",
    ),
    (
        r"sono|sarò|siamo|saremo|è",
        r"assent[ei]|fuori (?:sede|ufficio)|in (?:ferie|vacanza|trasferta|maternità)|chius[oi]|di ritorno",
    ),
    (
        r"ben|zijn|is|momenteel|wij|ik",
        r"afwezig|niet (?:aanwezig|op kantoor|bereikbaar|werkzaam)|(?:op|met) (?:vakantie|verlof|"
        r"zwangerschapsverlof)|"
        r"weer (?:aanwezig|bereikbaar|terug)|gesloten|niet meer (?:werkzaam|in dienst)",
    ),
    (
        r"är|har|er|jeg|jag|holder|vi",
        r"semester|ledig|bortrest|föräldraledig|borta|frånvarande|inte på kontoret|åter|ferie|fraværende|"
        r"barsel|"
        r"ikke (?:på kontoret|til ?stede|på jobb)|bortrejst|på reise|tilbage|tilbake|lukket|stengt|stängt|"
        r"slutat",
    ),
    (
        r"olen|palaan|olemme|on",
        r"lomalla|poissa|matkoilla|vapaalla|vanhempainvapaalla|toimistolla|töihin|töissä",
    ),
    (r"jestem|będę|przebywam|jesteśmy", r"nieobecn|urlopie|poza biurem|niedostępn|delegacji"),
    (
        r"jsem|budu|jsme|som|budem|sme",
        r"mimo|dovolené|dovolenke|nepřítom|neprítom|zpět|späť|mateřské|materskej|rodičovské",
    ),
    (r"sunt|voi fi|suntem|mă aflu", r"în concediu|plecat|absent|nu sunt la birou"),
    (
        r"нахожусь|буду|я|мы|нет|находимся",
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
    (r"أنا|انا|سأكون|نحن|أكون|حاليا|حالياً", r"إجازة|اجازة|خارج المكتب|غير (?:متواجد|موجود|متاح)|سفر"),
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
    r"out of (?:the )?office|away from (?:my|the) (?:office|desk|e?-?mail)|will not be reading my|"
    r"(?:limited|no|intermittent|restricted|sporadic) (?:\w+ ){0,2}access to (?:my )?(?:e-?)?mails?|"
    r"has left (?:the|our) (?:company|organi[sz]ation|firm)|no longer (?:with|works|working|employed)|"
    r"upon my return|(?:torno|rientr[oò]|rientrerò|tornerò) (?:\S+ ){0,3}(?:\d|luned|marted|mercoled|"
    r"gioved|venerd|in ufficio)|"
    r"(?:regreso|regresaré|vuelvo|volveré|regressarei|voltarei|retorno|volto|regresso) (?:\S+ ){0,3}(?:\d|"
    r"lunes|martes|"
    r"miércoles|jueves|viernes|segunda|terça|quarta|quinta|sexta)|when i (?:return|get back|am back)|"
    r"as soon as i (?:return|am back|get back)|"
    r"(?:mailbox|inbox|address|account) is (?:not|no longer) (?:\w+ )?(?:monitored|in use|active|valid)|"
    r"(?:our )?offices? (?:is|are|will be) closed|"
    r"betriebsferien|betriebsurlaub|bin ich wieder|(?:e-?mails?|nachrichten?) (?:wird|werden) (?:\w+ )?nicht "
    r"(?:\w+ )?(?:weitergeleitet|gelesen|bearbeitet)|nicht mehr (?:im unternehmen|für uns|bei uns|"
    r"für das unternehmen)|"
    r"dieses postfach|je ne (?:suis|serai) pas|ne fait plus partie|ne travaille plus|fermeture annuelle|"
    r"absente? du bureau|actuellement absente?|fuera de la oficina|ya no (?:trabaja|labora|forma parte)|"
    r"não (?:faz mais parte|trabalha mais)|fora do escritório|não estou no escritório|"
    r"fuori (?:sede|ufficio)|in ferie|non lavora più|niet op kantoor|"
    r"werkt niet (?:meer|langer)|fora de l'oficina|szabadságon|házon kívül|irodán kívül|távol|"
    r"в отпуске|отсутствую|нет на (?:рабочем месте|работе)|больше не работает|отсутній|отсъствам|на одмору|"
    r"no longer monitored|(?:izinde|izindeyim|izinli|tatilde|ofis dışında|ofiste değil|yıllık izin)|"
    r"демалыста|მვებულება|შვებულებაში|արձակուրդ|məzuniyyət|ta'tilda|"
    r"休假|外出|出差|不在办公室|不在辦公室|度假|年假|已离职|已離職|放假|"
    r"休暇|不在に|不在と|不在の|外出して|出張|休業|退職|産休|育休|휴가|부재 ?중|출장|퇴사|육아휴직|휴무|"
    r"ลาพักร้อน|ไม่อยู่|ลาพัก|ลางาน|ลาคลอด|விடுமுறை|సెలవు|ರಜೆ|അവധി|રજા|ਛੁੱਟੀ|නිවාඩු|ច្បាប់ឈប់|"
    r"ຂ້າພະເຈົ້າລາພັກ|ခွင့်ယူ|ፈቃድ|"
    r"likizo|naka-bakasyon|naka-leave|ar wyliau|allan o'r swyddfa|as láthair|ar saoire|bil-leave"
)
ABSENCE = re.compile(
    "|".join(rf"(?<![^\W_])(?:{who}) (?:\S+ ){{0,8}}(?:{what})" for who, what in _AWAY) + "|" + _AWAY_ALONE
)

# ---- confirm first, then it is delivered ------------------------------------------------------------------

CHALLENGE = re.compile(
    r"(?:confirm|verify|authenticate|authori[sz]e) (?:that )?(?:you(?:r)? (?:are|e?-?mail|message|are a)|"
    r"this message|yourself)|"
    r"(?:click|reply|visit|follow) .{0,80}(?:so that|in order|to) (?:\w+ ){0,6}(?:deliver|release|"
    r"be delivered|message)|challenge[- ]response|"
    r"sender verification|not (?:yet )?(?:been )?(?:on|in) my (?:list|address book|approved)|"
    r"approved senders?|whitelist|"
    r"message (?:is )?(?:being )?(?:held|quarantined|waiting) (?:\w+ ){0,6}(?:until|because|for)|guest ?list|"
    r"bestätigen sie .{0,60}(?:absender|nachricht|e-?mail)|veuillez confirmer .{0,60}(?:message|expéditeur)|"
    r"spam ?arrest|boxbe|mailblocks|tmda|vanquish|0spam|antispameurope|knowspam|tira-teima|"
    r"(?:clique|haga clic|cliquez|klicken|click) (?:\S+ ){0,3}(?:aqui|aquí|ici|hier|here)"
)
# Whose mail asks for it.
CHALLENGER = re.compile(
    r"@(?:\w+\.)?(?:spamarrest|boxbe|bluebottle|mailblocks|knowspam|vanquish|spamlion|choicemail|digiportal|"
    r"sendio|antispam\.\w+|mailinblack|cleanmail|orangemail|spamfence|0spam|tmda)\.|-confirm[-+@]|challenge"
)
ABOUT_SPAM = ("spam", "junk", "unsolicited", "pourriel", "спам", "反垃圾", "迷惑メール")
AGAINST_SPAM = re.compile(
    r"anti-?spam|spam[- ](?:protection|filter|blocker|schutz)|(?:control|reduce|prevent|stop|avoid|"
    r"eliminate|fight|block) "
    r"(?:\w+ ){0,3}(?:spam|junk|unsolicited)|(?:gegen|vor) spam|contre (?:le|les) (?:spam|pourriel)|"
    r"contra (?:el |o )?spam|"
    r"contro lo spam|tegen spam|против спама|反垃圾|迷惑メール(?:対策|防止)"
)
LET_THROUGH = re.compile(
    r"(?:allow|accept)\w* (?:\w+ ){0,3}(?:incoming )?(?:messages?|mails?|"
    r"e-?mails?) (?:only )?from (?:\w+ ){0,3}(?:senders|people)|"
    r"approved (?:senders?|beforehand)|(?:list|request) of approved|verify (?:that )?you(?:r| are)|one-?time|"
    r"(?:click|reply|respond|visit|follow|complete|fill) (?:\S+ ){0,12}(?:to|and) (?:\S+ ){0,8}(?:deliver|"
    r"release|verif|"
    r"confirm|approv|added|authenticat|receive)|"
    r"(?:klicken|antworten|bestätigen) sie (?:\S+ ){0,12}(?:zugestellt|zustell|absender|freischalt|freigeb)|"
    r"cliquez (?:\S+ ){0,12}(?:message|authentifi|remis|expéditeur)|"
    r"para que (?:su|sua|tu) (?:mensaje|mensagem|correo) (?:\S+ ){0,8}(?:clique|haga|pulse|encaminhad|"
    r"entregad)|"
    r"cliccare? (?:\S+ ){0,12}(?:messaggio|consegnat)|klik (?:\S+ ){0,12}(?:bericht|afgeleverd)|"
    r"(?:нажмите|перейдите) (?:\S+ ){0,12}(?:доставлен|подтверд)"
)
