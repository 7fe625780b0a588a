"""Sentences in which somebody says that he is away, in many languages; for text in lower case."""

from mailticket.mail.letters import plain
from mailticket.mail.words import Words

# Language by language: who is, and what. Up to eight words may stand between.
_AWAY = (
    (
        r"i am|i'm|i’m|i will be|i'll be|i’ll be|i shall be|we are|we will be|am|currently|"
        r"(?:our|the) (?:office|shop|company|team|business)s? (?:is|are|will be)",
        r"out (?:of (?:the |my |our )?(?:office|town|country)|until|from|on|sick|today|this)|out[.,;!]|"
        r"ooo|away|absent|on (?:\w+ ){0,2}(?:vacation|holidays?|leave|pto|sabbatical)|unavailable|"
        r"travell?ing|abroad|not (?:in the office|available|at (?:work|my desk))|closed (?:for|from|until|"
        r"on|due)|back (?:in|on|at)|no longer (?:with|at|employed|working)",
    ),
    (
        r"bin|werde|befinde|sind wir|wir sind|haben wir|wir haben|habe ich|ich habe|unser büro ist",
        r"nicht (?:im (?:büro|haus|hause|dienst)|erreichbar|anwesend|verfügbar)|abwesend|außer haus|"
        r"ausser haus|urlaub|elternzeit|mutterschutz|dienstreise|geschäftsreise|unterwegs|verreist|"
        r"betriebsferien|geschlossen|wieder (?:im büro|da|erreichbar|für sie da|zurück|zu erreichen)",
    ),
    (
        r"je suis|je serai|suis|nous sommes|nous serons|nos bureaux (?:sont|seront)|notre bureau (?:est|"
        r"sera)",
        r"absente?s?|en (?:\S+ )?(?:congés?|vacances|déplacement|formation|arrêt)|de retour|hors du "
        r"bureau|fermée?s?|indisponible|ne (?:travaille|fait) plus",
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
        r"zwangerschapsverlof)|weer (?:aanwezig|bereikbaar|terug)|gesloten|niet meer (?:werkzaam|in "
        r"dienst)",
    ),
    (
        r"(?:jag|jeg|vi) (?:är|er|holder|vil være|kommer)|(?:är|er|holder) (?:jag|jeg|vi)|kontoret er",
        r"semester|ledig|bortrest|föräldraledig|borta|frånvarande|inte på kontoret|åter|ferie|fraværende|"
        r"barsel|ikke (?:på kontoret|til ?stede|på jobb)|bortrejst|på reise|tilbage|tilbake|lukket|stengt|"
        r"stängt|slutat",
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
# What says it without such a verb, or in scripts without spaces.
_AWAY_ALONE = (
    r"out of (?:the )?office (?:until|till|from|with|starting|through|on \w+day|for (?:the|a)|\d)|^\W*out "
    r"of (?:the )?office",
    r"will not be reading my|upon my return|when i (?:return|get back|am back)|as soon as i (?:return|am "
    r"back|get back)",
    r"(?:limited|no|intermittent|restricted|sporadic) (?:\w+ ){0,2}access to (?:my )?(?:e-?)?mails?",
    r"this (?:mailbox|inbox|e?-?mail address|account) is (?:not|no longer) (?:\w+ )?(?:monitored|in use|"
    r"active|valid)",
    r"(?:this|the) (?:user|recipient|person|account owner)(?: \S+){0,6} (?:is|will be) (?:currently "
    r")?(?:away|out|on vacation|absent)",
    r"(?:jag|jeg|vi) har (?:\w+ ){0,2}(?:semester|ferie|permisjon|barsel|föräldraledig)",
    r"betriebsferien|betriebsurlaub|bin ich wieder|dieses postfach",
    r"(?:e-?mails?|nachrichten?) (?:wird|werden) (?:\w+ )?nicht (?:\w+ )?(?:weitergeleitet|gelesen|"
    r"bearbeitet)",
    r"je ne (?:suis|serai) pas|fermeture annuelle|absente? du bureau|actuellement absente?",
    r"fuera de la oficina|(?:regreso|regresaré|vuelvo|volveré) (?:\S+ ){0,3}(?:\d|lunes|martes|miércoles|"
    r"jueves|viernes)",
    r"fora do escritório|não estou no escritório|(?:regressarei|voltarei|retorno|volto|regresso) (?:\S+ "
    r"){0,3}(?:\d|segunda|terça|quarta|quinta|sexta)",
    r"fuori (?:sede|ufficio)|in ferie|(?:torno|rientr[oò]|rientrerò|tornerò) (?:\S+ ){0,3}(?:\d|luned|"
    r"marted|mercoled|gioved|venerd|in ufficio)",
    r"niet op kantoor|fora de l'oficina|szabadságon|házon kívül|irodán kívül|távol",
    r"na dopustu sem|na godišnjem (?:odmoru )?sam|na urlopie jestem|na dovolen(?:é|ke) (?:jsem|som)|"
    r"odsut(?:an|na) sam",
    r"atostogauju|atostogausiu|nedirbu|απουσιάζω|θα απουσιάζω|λείπω",
    r"в отпуске|отсутствую|нет на (?:рабочем месте|работе)|у відпустці|відсутній|отсъствам|на одмору",
    r"izinde|izindeyim|izinli|tatilde|ofis dışında|ofiste değil|yıllık izin",
    r"демалыста|მვებულება|შვებულებაში|արձակուրդ|məzuniyyət|ta'tilda",
    r"休假|外出|出差|不在办公室|不在辦公室|度假|年假|放假",
    r"休暇|不在に|不在と|不在の|不在です|外出して|出張|休業|産休|育休",
    r"휴가|부재 ?중|출장|육아휴직|휴무",
    r"ลาพักร้อน|ไม่อยู่|ลาพัก|ลางาน|ลาคลอด",
    r"விடுமுறை|సెలవు|ರಜೆ|അവധി|રજા|ਛੁੱਟੀ|නිවාඩු|ច្បាប់ឈប់|ຂ້າພະເຈົ້າລາພັກ|ခွင့်ယူ|ፈቃድ",
    r"likizo|naka-bakasyon|naka-leave|ar wyliau|allan o'r swyddfa|as láthair|ar saoire|bil-leave",
)
ABSENCE = Words(
    plain(
        "|".join((*(rf"(?<![^\W_])(?:{who}) (?:\S+ ){{0,8}}(?:{what})" for who, what in _AWAY), *_AWAY_ALONE))
    )
)
# Of somebody else people write, too: it counts where the header says that a machine wrote it.
ABSENCE_OF_ANOTHER = Words(
    plain(
        "|".join(
            (
                r"(?<!\w)(?:is|are|will be|ist|hat|est|está|è|är|er|on|jest|je) (?:\S+ ){0,6}(?:out of "
                r"(?:the )?office|away|absent|on (?:\w+ )?(?:vacation|holidays?|leave)|urlaub|abwesend|"
                r"außer haus|en (?:congés?|vacances)|de vacaciones|de férias|in ferie|afwezig|semester|"
                r"ferie|lomalla|urlopie|dovolené|dovolenke)",
                r"has left|no longer (?:with|at|works?|working|employed|monitored|in use|active|valid)",
                r"nicht mehr (?:im unternehmen|für uns|bei uns|für das unternehmen|beschäftigt|tätig)",
                r"ne (?:fait plus partie|travaille plus)|ya no (?:trabaja|labora|forma parte)",
                r"não (?:faz mais parte|trabalha mais)|non lavora più|werkt niet (?:meer|langer)|niet "
                r"meer werkzaam",
                r"har slutat|er fratrådt|har sluttet|больше не работает|nie pracuje|退職|已离职|已離職|"
                r"퇴사",
            )
        )
    )
)
