"""Words of mail systems that report what became of a mail, in many languages, for text that is folded."""

from mailticket.mail.words import PlainWords

# ---- who reports ------------------------------------------------------------------------------------------

# Local parts that no person writes from, and those that a person may write from as well.
DAEMONS = PlainWords(r"(?:mailer|mail|smtp|mta)[-_.]?d[ae]+mon(?:[+-].*)?$|microsoftexchange\w{0,40}$")
ROLES = PlainWords(
    r"(?:post[-_.]?(?:master|office)|(?:e?mail|smtp|mta|network)[-_.]?(?:delivery|system|sub-?system|router|"
    r"robot|gateway|agent|server|admin|administrator|master|errors?|returned)[\w.-]{0,20}|mdaemon|mmdf|"
    r"daemon|"
    r"bounce[sd]?|message[-_.]?router|system[-_.]?administrator|undeliver\w{0,10}|non-?deliver\w{0,10}|"
    r"returned?-?mail|mta|ndr|"
    r"delivery[-_.]?(?:failure|status|system|report|notification|service|error)s?)(?:[+=].*)?$"
)
# Nobody is called so.
SYSTEM_NAMES = PlainWords(r"(?:internet |e-?)?mail delivery (?:sub)?-?system$|mailer[- ]d[ae]+mon$")
NAMES = PlainWords(
    r"mail(?:er)?[- _]?(?:delivery|d[ae]+mon|system|administrator|router|gateway)|delivery (?:sub)?system|"
    r"post[- _]?master|post office|"
    r"system administrator|undeliver|microsoft (?:exchange|outlook)|internet mail (?:service|delivery)|"
    r"systemadministrat|systembetreuer|administrat\w+ (?:syst|sist|del sist|do sist|di sist)|systeembeheer|"
    r"järjestelmänvalvoj|správce systému|rendszergazda|системный администратор|почтов\w+ (?:служб|систем)|"
    r"システム管理者|系统管理员|系統管理員|시스템 관리자|sistem yönetici"
)

# ---- that it was not delivered ----------------------------------------------------------------------------

_UNDELIVERED = (
    # en
    r"(?:could|can|would|was|were|has|have|is|are|will|did|been|may)(?: ?not|n[’']t) (?:\S+ ){0,3}?"
    r"(?:deliver|sen[dt]\b|be accepted|accept (?:this|your|the) )|(?:did|does|has|have)(?: ?not|"
    r"n[’']t) reach|"
    r"(?:unable|fail(?:ed|s|ure|ing)?|impossible|not able|inability) (?:to |in )?(?:\S+ ){0,2}?(?:deliver|"
    r"reach|send)|"
    r"un-?deliver|non-?deliver|not[- ](?:yet[- ])?(?:be )?deliver|not reach (?:the|some|its|all|one)|"
    r"deliver\w{0,4} (?:\S+ ){0,5}?(?:fail|error|problem|unsuccess|impossible|not possible)|"
    r"(?:fail\w{0,4}|error|problem)s? (?:\S+ ){0,3}?deliver|"
    r"(?:mail|message|recipients?) (?:\S*[^\s.!?] ){0,10}?(?:rejected|refused|bounced|blocked|returned|"
    r"discarded|"
    r"not accepted)|"
    r"(?:rejected|refused|returned|blocked|returning) (?:your|the|this|e-?)?\s?(?:mail|message)|"
    r"mail (?:\w+ )?(?:failure|failed|error)|bounced",
    # de
    r"(?:nicht|keinen?) (?:\S+ ){0,3}?(?:zugestellt|zustell|ausgeliefert|übermittelt|erreicht\b(?! werden)|"
    r"gesendet|"
    r"versendet|versandt)|unzustellbar|"
    r"zustell\w{0,10} (?:\S+ ){0,6}?(?:fehlgeschlagen|gescheitert|nicht|unmöglich|fehler)|"
    r"zustell(?:ungs)?fehler|"
    r"fehler (?:bei|in) der (?:\w+)?zustellung|rückläufer|unzustell",
    # fr
    r"n['’](?:a|ont|est|avons) (?:pas |pu |[êe]tre |[ée]t[ée] |encore ){1,4}(?:remis|"
    r"remettre|d[ée]livr|distribu|livr|"
    r"envoy|achemin|atteint|"
    r"transmis|parvenu)|"
    r"non (?:remis|d[ée]livr|distribu)|ne (?:peut|peuvent|sera) (?:pas )?(?:[êe]tre )?(?:remis|d[ée]livr|"
    r"distribu|livr|envoy)|"
    r"[ée]chec (?:\S+ ){0,3}?(?:remise|distribution|livraison|envoi|transmission)|"
    r"(?:remise|distribution|livraison|envoi) (?:\S+ ){0,3}?(?:impossible|[ée]chou)|"
    r"impossible (?:de |d['’])(?:remettre|d[ée]livr|distribu|livr|envoy|transm|achemin|"
    r"effectuer la remise)",
    # es, ca
    r"no (?:se |s['’])?(?:le )?(?:ha |han |pudo |puede |pudieron |pudimos |hemos |podido |fue |fué |es |"
    r"será |ha pogut |"
    r"fou )?"
    r"(?:posible |podido |sido |estado )?(?:ser )?(?:entreg|enviad|remit|repart|lliura)|no es posible entreg|"
    r"imposible (?:de )?entreg|(?:error|fallo|fallos|problema)s? (?:al|en|de|en la|"
    r"durante la) (?:\S+ )?(?:entreg|env[ií])|"
    r"no (?:ha |han )?llegado a|entrega (?:\S+ ){0,3}?fall|mensaje (?:\S+ ){0,2}?(?:devuelto|rechazado)|"
    r"correo devuelto|"
    r"no lliurat",
    # pt
    r"n[ãa]o (?:p[ôo]de|foi|foram|pode|puderam|pudemos|conseguimos|conseguiu|[ée]|ser[áa]|"
    r"est[áa]) (?:poss[íi]vel )?(?:ser )?(?:\S+ )?(?:entreg|envia)|"
    r"n[ãa]o entreg|n[ãa]o alcan[çc]ou|(?:falhas?|erros?) (?:na|ao|de|no) (?:\S+ )?(?:entreg|envi)|"
    r"mensagem (?:\S+ ){0,2}?(?:devolvida|rejeitada)|retorno de e-?mail",
    # it
    r"non (?:è|e['’]|é|ha|può|sono|hanno|abbiamo|siamo) (?:stat\w |potuto |"
    r"riusciti a )?(?:possibile )?(?:essere )?(?:stat\w )?(?:consegn|"
    r"recapit|invia|raggiunt)|"
    r"mancat\w (?:consegn|recapit)|impossibile (?:consegn|recapit|invi)|non (?:recapit|consegn)|"
    r"error\w (?:durante la |di |nella |nel )(?:consegn|recapit)|(?:consegna|"
    r"recapito) (?:\S+ ){0,3}?(?:non riuscit|fallit)",
    # nl, af
    r"niet (?:\S+ ){0,4}?(?:afgeleverd|bezorg|geleverd|verzonden|verstuurd|bereikt\b|afgelewer)|onbestelbaar|"
    r"onbezorg|"
    r"(?:bezorg|aflever)\w{0,6} (?:\S+ ){0,3}?(?:mislukt|niet|fout)|fout bij (?:het |de )?(?:bezorg|aflever)",
    # sv, da, nb, is
    r"(?:kunde|kan|har|gick|går|kunne|blev|ble) (?:inte|ikke|ej) (?:\S+ ){0,3}?(?:lever|skicka|afl|send|"
    r"att lever)|"
    r"olevere|nå(?:dde|ede|r) (?:inte|ikke)|uleveret|ulevert|ikke (?:bli )?(?:af|ud)?lever|inte lever|"
    r"lever(?:ans|ing)\w{0,4} (?:\S+ ){0,6}?(?:misslyck|mislyk|mislykk)|ekki (?:\S+ )?(?:hægt að )?(?:afhen|"
    r"sen[dt])",
    # fi, et
    r"e(?:i|mme) (?:voitu|voineet|voi|voida|ole voitu|pystytty|onnistu\w{0,5}|saa|saanud|õnnestunud|"
    r"olnud võimalik) (?:\S+ )?"
    r"(?:toimit|lähet|perill|kohale|edasta|toimeta|saata)|toimit\w{0,10} (?:\S+ ){0,6}?epäonnistu|"
    r"toimittamat|"
    r"kättetoimetam|kohaletoimetamata|edastamata|edastamine (?:\S+ )?(?:nurjus|ebaõnnestus)",
    # pl, cs, sk
    r"nie (?:mogł\w|może|można|udało (?:\S+ )?się|mogli\w*|został\w?|mógł) (?:\S+ ){0,4}?(?:dostarcz|doręcz|"
    r"wysła)|"
    r"nie ?(?:dostarcz|doręcz)|"
    r"(?:dostarczeni|doręczeni)\w (?:\S+ ){0,4}?(?:nie powiod|niemożliw|nieudan)|błąd (?:\S+ )?dostarcz|"
    r"(?:nelze|nemohl\w|nebyl\w|nepodařilo|nemůže být|nebude|nemoh[lo]\w?|nebol\w|nepodarilo|nie je možné|"
    r"nemožno) "
    r"(?:\S+ ){0,4}?(?:doruč|odesl|odosl|dodat|dodan)|nedoruč|doručen\w{1,3} (?:\S+ ){0,4}?(?:selhal|nezdař|"
    r"zlyhal|nepodar)",
    # hu
    r"nem (?:lehet\w{0,6}|sikerült|tud\w{0,6}|volt|kézbesít\w{0,8}) (?:\S+ ){0,4}?(?:kézbes|elküld|továbbít|"
    r"eljuttat)|"
    r"kézbesíthetetlen|nem kézbes|kézbesít\w{0,8} (?:\S+ ){0,4}?(?:sikertelen|nem|hib)|"
    r"sikertelen (?:\S+ )?kézbes",
    # ro
    r"nu (?:a putut|poate|a fost|s-a putut|au putut|am putut) (?:fi )?(?:\S+ ){0,2}?(?:livra|trimi|expedi)|"
    r"nelivra|"
    r"imposibil de livrat|livrare\w{0,2} (?:\S+ ){0,6}?(?:eșuat|esuat|nu )",
    # ru, uk, bg, sr
    r"не дош(?:ло|ел|ла)|не (?:может|могло|могут|мож[ае]|можливо|удалось|уда[её]тся|вдалося|вдається|было|"
    r"було|был|був|беше|"
    r"смог\w{0,3}|успя\w{0,3}|"
    r"быть) (?:\S+ ){0,4}?(?:достав|отправ|надісл|надіслан|отправ)|не ?достав|"
    r"невозможн\w (?:\S+ ){0,2}?достав|"
    r"неможлив\w (?:\S+ ){0,2}?достав|доставк\w (?:\S+ ){0,6}?(?:не выполнена|невозможна|не удал|не вдал|"
    r"неуспешн)|"
    r"(?:ошибка|сбой|неуспешна|помилка) (?:\S+ )?(?:при )?(?:доставк|достав)|возвра\w{1,6} (?:\S+ )?(?:письм|"
    r"почт)|"
    r"није (?:\S+ ){0,3}?(?:испоруч|достав)",
    # hr, sl, lt, lv
    r"(?:nij?e|ni) (?:\S+ ){0,4}?(?:isporuč|dostav)|neisporuč|nedostav|isporuka (?:\S+ ){0,3}?(?:nije|"
    r"neuspje)|"
    r"(?:nepavyko|negalima|negali būti) (?:\S+ ){0,3}?(?:pristaty|išsiųs)|nepristaty|"
    r"(?:nevar|nevarēja|neizdevās|nav) (?:\S+ ){0,3}?(?:piegād|nogād)|nepiegād|"
    r"piegād\w{0,3} (?:\S+ )?neizdev",
    # el, tr
    r"δεν (?:ήταν|είναι|μπόρεσε|μπορέσαμε|μπορεί|κατέστη|παραδ) ?(?:\S+ ){0,3}?(?:παράδο|παραδ|αποστ|δόθηκε)|"
    r"δεν παραδόθηκε|ανεπίδοτ|"
    r"μη παραδ|αποτυχία (?:\S+ )?(?:παράδοσ|αποστολ)|"
    r"(?:teslim ed|ilet)emed|(?:teslim edil|iletil|gönderil|ulaştırıl)(?:[ea]?m[ea])(?:di|mis|z|kt)|"
    r"teslim(?:at|"
    r"i)? (?:\S+ ){0,2}?(?:başarısız|hatas)|"
    r"teslim edileme",
    # ar, fa, he
    r"تعذ[ّ]?ر (?:\S+ ){0,2}?(?:تسليم|إرسال|توصيل|ارسال|التسليم)|لم يتم (?:تسليم|توصيل|إرسال|التسليم)|"
    r"فشل (?:\S+ )?(?:تسليم|توصيل|إرسال|التسليم|الإرسال)|غير قابل للتسليم|لا يمكن (?:تسليم|توصيل|إرسال)|"
    r"تحویل (?:داده )?نشد|قابل تحویل نیست|ارسال نشد|"
    r"לא ניתן (?:היה )?(?:למסור|לשלוח|להעביר|למסירה)|לא נמסר|נכשלה? (?:ה)?(?:מסירה|מסירת|שליחה)|"
    r"(?:ה?מסירה|ה?שליחה) (?:\S+ ){0,6}?נכשלה|לא הועבר",
    # ja
    r"配[信送達](?:不能|でき|出来|に失敗|が失敗|失敗|エラー|されませ|されな)|未配[信送達]|"
    r"送信(?:でき|出来|に失敗|が失敗|失敗|エラー|されませ|不能)|届(?:け(?:る|られ|でき|出来|ませ|な)|きませ|かな|けする)|不達|エラーメール|"
    r"リターンメール|返送|差し戻",
    # zh
    r"(?:无法|無法|未能|不能|没有|沒有|未|未被|未成功|不可)(?:成功|正常|被|将|將){0,2}(?:投递|投遞|投寄|送达|送達|传递|傳遞|发送|發送|"
    r"傳送|寄达|寄達|递送|遞送|寄送|传送|送到|到达|到達|发出)|退信|退件|退回|被退|(?:投递|投遞|传递|傳遞|发送|發送|寄送|传送|傳送|递送|"
    r"遞送)\w{0,4}(?:失败|失敗|错误|錯誤)|被拒|拒收|拒绝接收|拒絕接收",
    # ko
    r"(?:전달|배달|발송|전송|송신|보내)\S{0,4} ?(?:\S{0,6} )?(?:실패|되지|수 없|못|불가|오류)|반송|배달 불가",
    # th, vi, id, ms, hi
    r"ไม่สามารถ(?:ส่ง|จัดส่ง|นำส่ง)|ส่ง(?:ข้อความ|อีเมล)?ไม่(?:สำเร็จ|ได้|ถึง)|"
    r"การ(?:จัด)?ส่ง\S{0,20} ?ล้มเหลว|"
    r"không (?:thể )?(?:\S+ ){0,2}?(?:gửi|chuyển|phát|phân phối)|chưa (?:được )?(?:gửi|chuyển)|"
    r"(?:gửi|chuyển|phân phối) (?:\S+ ){0,4}?(?:thất bại|không thành công)|"
    r"tidak (?:dapat |bisa |berhasil |boleh )?(?:\S+ )?(?:di)?(?:kirim|terkirim|sampaikan|hantar|antar)|"
    r"gagal (?:di|ter|meng?)?(?:kirim|hantar)|(?:pengiriman|penghantaran) (?:\S+ ){0,3}?gagal|"
    r"(?:वितरित|डिलीवर|वितरण) (?:\S+ )?(?:नहीं|विफल)",
)  # fmt: skip
UNDELIVERED = PlainWords("|".join(_UNDELIVERED))

# What a mail system says of an address or a host, without saying that the mail was not delivered.
REASON = PlainWords(
    r"no such (?:user|mailbox|recipient|address|person|account)|(?:user|recipient|mailbox|address|account|"
    r"host)(?: is)?"
    r" (?:unknown|invalid|disabled|inactive|suspended|expired|not (?:found|known|exist))|"
    r"(?:unknown|invalid|nonexistent|inactive) (?:local )?"
    r"(?:user|recipient|mailbox|address|account|host)|(?:user|recipient|mailbox|address|"
    r"account)\W(?:\S+ ){0,4}?"
    r"does(?:n't| not) exist|(?:mailbox|account|inbox) (?:\S+ ){0,6}?(?:full|over quota|disabled|inactive|"
    r"suspended|exceed)|"
    r"over (?:\w+ )?quota|quota exceeded|user (?:has )?moved|no longer (?:in use|valid|exists?|active|"
    r"available|works)|"
    r"(?:has|have) (?:been )?(?:moved|changed|discontinued|deactivated)|account (?:\S+ ){0,3}?(?:is|was|"
    r"been) closed|"
    r"not (?:currently )?accepting (?:mail|messages)|"
    r"(?:delivery|mail|message) (?:\S+ ){0,3}?(?:error|denied)|"
    r"mail delivery|errors? (?:occurred|were)|did not receive|delivery problems"
)

# Good news.
DELIVERED = PlainWords(
    r"success\w* (?:\S+ ){0,2}?(?:deliver|relay)|(?:has been|was|were) (?:delivered|relayed) (?:to|"
    r"successfully)|"
    r"delivery (?:\S+ ){0,4}?(?:is |was )?(?:complete|successful)|erfolgreich (?:zugestellt|übermittelt)|"
    r"wurde zugestellt|"
    r"(?:a été|bien) (?:remis|délivré|distribué)|(?:ha sido|fue) entregado|foi entregue|"
    r"è stato (?:consegnato|recapitato)|"
    r"is afgeleverd|har levererats|er (?:blevet )?leveret|доставлено|配信されました|已(?:成功)?送达"
)

# A mail that waits: it is not given up.
DELAYED = PlainWords(
    r"warning (?:message )?only|(?:do not|don't|not) (?:need|have) to (?:resend|re-send|take any action)|"
    r"(?:has been|have been|is|was|be) (?:\S+ )?delayed|delivery (?:\S+ ){0,6}?delay|delay(?:ed)? (?:mail|"
    r"message|delivery)|"
    r"(?:will|shall) (?!not)(?:\S+ ){0,3}?(?:re-?tr[iy]|try|trying|attempt)|still being (?:re-?)?tried|"
    r"not yet (?:been )?(?:deliver|sent)|not been (?:delivered|sent) (?:\S+ ){0,8}?yet|"
    r"(?:retries|attempts|retrying) (?:to deliver )?(?:\S+ ){0,3}?(?:will )?continue|transient non-fatal|"
    r"message (?:\S+ )?delayed|verzöger|(?:a été|est) retard|retardé|se (?:ha|está) retras|retras(?:o|ad)|"
    r"atras(?:o|ad)|adiad|"
    r"ritard|vertraag|vertraging|fördröj|försen|forsink|viivästy|opóźni|zpožd|zdržan|oneskoren|késik|késedel|"
    r"késlelt|"
    r"întârzi|задерж|отложен|затрим|забав|καθυστ|gecik|遅延|遅れて|延迟|延遲|延误|지연|ล่าช้า|"
    r"bị trì hoãn|chậm trễ|"
    r"tertunda|ditunda|تأخ|تأجيل|עוכב|עיכוב|מתעכב"
)
GIVEN_UP = PlainWords(
    r"(?<!non-)permanent|giv(?:en|ing) up|gave up|failed permanently|permanent\w{0,2}|endgültig|dauerhaft|"
    r"définiti|definitiv|"
    r"will be deleted|will not (?:continue|be retried|try)|no further (?:attempt|delivery)|"
    r"no longer be (?:re-?)?tried|(?:has )?(?:expired|"
    r"timed out) (?:\S+ )?after|"
    r"for \d+ days|retry time(?:out)? (?:not reached for any host after|exceeded)"
)

# ---- the forms of well-known programs, for people -------------------------------------------------------

FORMS = tuple(
    (name, PlainWords(words))
    for name, words in (
        ("delay-warning", r"this is (?:only )?an? (?:warning|informational) message|"
                          r"warning (?:message )?only|"
                          r"(?:do not|don't) (?:need|have) to resend"),
        ("qmail", r"this is the \S+ (?:\S+ )?(?:program|server) at|wasn't able to deliver your message|"
                  r"hi\. this is the|"
                  r"this is (?:the|an automatic) \S{1,40} mail (?:server|agent)"),
        ("postfix", r"this is the (?:postfix|mail system|\S+ mail system)|the (?:postfix|mail) (?:program|"
                    r"system) at host|"
                    r"your message could not be delivered to (?:one or more|the following) recipient|"
                    r"(?:e-mail-system|système de messagerie|sistema de correo) (?:auf|sur|en)"),
        ("exim", r"this message was created automatically by|a message that you (?:have )?sent (?:could not|"
                 r"has not)|"
                 r"could not be delivered to (?:one or more|all) of its (?:recipients|destinations)"),
        ("sendmail", r"transcript of (?:the )?session|the following addresses? ha[ds]|(?<!non-)fatal errors|"
                     r"session transcript|"
                     r"the original message was received at|addresses? follow|message log follows"),
        ("exchange", r"did not reach (?:the following|some or all|one or more)|delivery has failed to these|"
                     r"(?:recipient\S*|it) could not be (?:reached|delivered to the following)|"
                     r"diagnostic information for administrators|msexch|generating server|resolver\.|"
                     r"diagnoseinformationen|informations de diagnostic|información de diagnóstico|"
                     r"informações de diagnóstico|informazioni (?:di )?diagnostic|"
                     r"diagnostische (?:informatie|gegevens)|"
                     r"hat (?:den/die folgenden|einige oder alle) empfänger nicht erreicht"),
        ("gmail", r"delivery to the following recipients? (?:has )?(?:failed|been delayed)|"
                  r"your message wasn't delivered to|"
                  r"address not found|recipient inbox full|the group you tried to contact"),
        ("domino", r"was not delivered to|your (?:document|message)\W{1,3}(?:\S+ ){0,40}?(?:not delivered|"
                   r"could not be delivered)|"
                   r"router: "),
        ("groupwise", r"undeliverable to the following|groupwise"),
        ("imail", r"^(?:user mailbox exceeds|unknown user|unknown host|undeliverable to|delivery failed|"
                  r"loop detected)\b|"
                  r"delivery failed \d+ attempts|user mailbox exceeds allowed size"),
        ("yahoo", r"unable to deliver (?:a |your |this |the )?message|sorry, (?:we were|i was) unable to"),
        ("aol", r"your mail to the following recipients could not|unable to deliver this message to"),
        ("rejected", r"following (?:e-?mail|mail|message) could not|following recipients? (?:was|were|"
                     r"has been|have been|could not|did not|cannot|failed|"
                     r"had|is|are)|"
                     r"(?:failed|invalid|rejected|undeliverable|unknown) (?:recipient|"
                     r"address)(?:\(?e?s?\)?)?\s?:|"
                     r"(?:could not|cannot|couldn't|can't) be (?:delivered|sent) to\b|"
                     r"rejected by (?:a|the) (?:remote|recipient)|the user\(s\) account|"
                     r"mail transport system has reported|"
                     r"rcpt to:|(?:your message|the message you sent|"
                     r"message you sent) (?:to \S+ )?(?:could not|cannot|was not|"
                     r"has not|couldn't) be(?:en)?|report relates to|xmail bounce|"
                     r"error sending message \[|no valid recipients"),
    )
)  # fmt: skip
REPLY_CODE = PlainWords(
    r"(?:^|[\s:#>\"'(])[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}|[a-z<])|(?<![\d.])[45]\.\d\.\d{1,2}(?![\d.])"
)

# The mail that the report is about, as it names it to the one who sent it.
YOUR_MAIL = PlainWords(
    r"\byour (?:e-?)?(?:mail|message)|\b(?:ihre|deine) (?:e-?)?(?:mail|nachricht)|"
    r"\b(?:votre|ton) (?:message|courriel|e-?mail|mail|courrier)|\b(?:su|tu) (?:mensaje|correo|e-?mail)|"
    r"\b(?:sua|tua|seu|teu) (?:mensagem|e-?mail)|\b(?:tuo|suo|vostro) (?:messaggio|e-?mail)|\b(?:uw|"
    r"je) (?:bericht|e-?mail)|"
    r"\b(?:ditt|din) (?:meddelande|brev|e-?post|meddelelse|besked|mail|melding)|viestisi|viestiänne|"
    r"\b(?:twoja|pańska|państwa) wiadomo|\b(?:vaše|vaši|tvoje|váš) (?:zpráv|správ|e-?mail)|\baz ön (?:üzenet|"
    r"lev)|"
    r"\bmesajul (?:dvs|dumn|tău)|\b(?:ваше|ваш|твое|вашето) (?:письмо|сообщение|лист|повідомлення|писмо)|"
    r"το μήνυμά (?:σας|σου)|mesajınız|iletiniz|e-postanız|رسالتك|ההודעה שלך|お客様.{0,4}送信|"
    r"お送りいただいた|"
    r"[您你](?:的|发送|發送|发给|寄).{0,10}[邮郵信]|보내신|귀하의|"
    r"thư của bạn|pesan anda"
)

# ---- subjects --------------------------------------------------------------------------------------------

# Beside the words above.
SUBJECT = PlainWords(
    r"(?:delivery|delivered) (?:\S+ ){0,2}?(?:status|fail|problem|report|error|notif|delay|unsuccess|attempt|"
    r"warning)|"
    r"returned (?:e-?)?mail|returned message|returning (?:message|to|mail)|returned to (?:the )?sender|"
    r"mail system|"
    r"failure notice|failed mail|message error|message (?:you sent )?(?:status|delivery|delay|blocked|"
    r"rejected)|delayed (?:e-?)?mail|"
    r"warning: (?:message|could not|e-?mail)|bounce|user unknown|unknown user|nd[nr]:|error sending|"
    r"error in (?:e-?)?mail|"
    r"mailbox (?:is )?full|over quota|(?:e-?)?mail delivery|postmaster notify|delivery$|"
    r"zustell|remise (?:de|du)|avis de (?:non|remise)|entrega (?:de|del|da)|recapito|bezorg|"
    r"dostarcz|doręcz|doruč|kézbes|livrare|доставк|παράδοσ|teslim|配信|退信|投递|投遞|"
    r"반송|배달|전송 ?(?:실패|오류)"
)

# ---- people ----------------------------------------------------------------------------------------------

# Programs that people write with.
PROGRAM = PlainWords(
    r"thunderbird|apple mail|iphone|ipad|k-9|microsoft outlook|microsoft-macoutlook|windows live|"
    r"outlook express|"
    r"evolution|kmail|mutt\b|alpine|\bpine\b|eudora|the bat|roundcube|squirrelmail|claws|sylpheed|gnus|"
    r"airmail|"
    r"postbox|emclient|em client|seamonkey|mailbird|foxmail|becky|webmail|yahoomail|"
    r"entourage"
)
GREETING = PlainWords(
    r"\W{0,5}(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|"
    r"sehr geehrte|liebe|"
    r"bonjour|bonsoir|cher|hola|buen[oa]s|estimad|olá|oi|bom dia|boa tarde|prezad|buongiorno|salve|ciao|"
    r"gentile|"
    r"goedemorgen|goedemiddag|beste|hej|hei|god dag|dzień dobry|witam|szanown|dobrý den|dobrý deň|tisztelt|"
    r"szia|kedves|"
    r"bună|stimat|здравствуйте|добрый|добрий|вітаю|уважаем|шановн|здравейте|γεια|καλημέρα|αγαπητ|merhaba|"
    r"sayın|"
    r"iyi günler|مرحبا|السلام|שלום|お世話|こんにちは|您好|你好|안녕|"
    r"xin chào|kính gửi|halo|selamat)(?!\w)(?!\. this is)"
)
# Not what another language, or a date, has for another word: "je", "mon", "min", "mi".
FIRST_PERSON = PlainWords(
    r"\b(?:my|mine|me|i (?:get|got|keep|have|am (?!sorry|afraid|unable)|cannot|can't|need|want|sent|tried|"
    r"receive|"
    r"think|see|know)|we (?:get|got|receive|need|tried|sent|see|have|think)|(?:to|of|tell|let) us|"
    r"our (?:e-?mails?|mails?|messages?|customers?|parcel|order|"
    r"users?|"
    r"colleague)|mein\w{0,2}|mich|mir|ich|wir (?:haben|bekommen|erhalten)|unsere (?:mail|nachricht|kund)\w*|"
    r"moi|j['’]ai|"
    r"je (?:suis|ne|vous|re\w+|veux)|m(?:on|es) (?:e-?mails?|messages?|colis|adresse|courriels?|comptes?|"
    r"clients?)|"
    r"nous (?:avons|recevons)|mis? (?:correos?|mensajes?|pedidos?|buzón|cuenta|cliente)|tengo|recibo|meus?|"
    r"minhas?|"
    r"tenho|recebo|mio|mia|miei|ricevo|ik|mijn|wij krijgen|jag|mitt|mina|jeg|minun|mój|moj[ea]|můj|я|мне|мой|"
    r"мо[её]|"
    r"у нас|мій|мені|benim|bana)\b"
)
