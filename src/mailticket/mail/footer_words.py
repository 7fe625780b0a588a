"""Words of what firms, gateways and lists put below a mail, in many languages; as stems, for lower case."""

import re

# A disclaimer speaks of this very mail, and of three of these: secrecy, an addressee, an error, what to do.
SECRECY = (
    r"confidential|privileged|proprietary|(?:is|and|are) private|private and|vertraulich|confidenti|"
    r"confidenci|confidên|riservat|confidenzial|vertrouwelijk|konfident|konfidential|konfidensiel|fortrol|"
    r"taushet|trúnað|luottamuksel|salassa|poufn|důvěrn|dôvern|bizalmas|confidenț|конфиденц|конфіденц|"
    r"канфідэнц|поверител|доверлив|povjerljiv|poverljiv|поверљив|zaupn|konfidenci|εμπιστευτικ|απόρρητ|gizli|"
    r"konfide|məxfi|құпия|חסוי|סודי|سري|محرمان|गोपनीय|ความลับ|机密|機密|保密|秘密|기밀|비밀|bảo mật|rahasia|"
    r"sulit"
)
ADDRESSEE = (
    r"intended (?:only |solely |exclusively )?(?:for|recipient)|intended solely|addressee|(?:sole|"
    r"only) for the use|named (?:recipient|above)|addressed to|bestimmt|empfänger|adressat|destinat[aá]ri|"
    r"destinataire|destinad|dirigid|dirixid|destinatzaile|geadresseerde|bestemd|ontvanger|avsedd|mottagar|"
    r"modtager|mottaker|adressaten|ætlað|viðtakand|vastaanottaj|adres[aá]t|příjemc|prijemc|príjemc|određen|"
    r"namijenjen|namenjen|намењен|primatel|naslovnik|prejemnik|címzett|destinatar|адресат|адресован|"
    r"получател|одержувач|примател|предназнач|призначен|παραλήπτη|αποδέκτ|alıcı|gönderilen kişi|ünvanlan|"
    r"adresaat|adresāt|saņēmēj|gavėj|adresat|נמען|מיועד|لمستلم|المرسل إليه|گیرنده|प्राप्तकर्ता|ผู้รับ|收件人|"
    r"接收者|指定|仅供|僅供|仅限|受信者|宛先|受信人|수신|penerima|người nhận"
)
ERROR = (
    r"in error|by mistake|mistakenly|not the intended|aren't the intended|irrtüm|fehler|versehent|"
    r"nicht der (?:richtige|beabsichtigte|vorgesehene)|par erreur|n'êtes pas le|por error|por engano|"
    r"por erro|engano|não (?:é|for|seja) o|no es (?:usted )?el|per errore|erroneamente|abusivamente|"
    r"non siete|per error|ten onrechte|abusievelijk|per vergissing|niet de beoogde|niet de geadresseerde|"
    r"av misstag|felaktigt|ved en fejl|ved en feil|fejlagtigt|feilaktig|mistökum|vahingossa|erehdyk|omyłk|"
    r"pomyłk|omyl|nejste|nie ste|tévedés|din greșeală|din eroare|ошибк|помилк|памылк|грешка|greškom|грешком|"
    r"pomotoma|λάθος|yanlışlıkla|sehven|hata sonucu|səhvən|қате|ekslik|kogemata|kļūd|klaid|בטעות|خطأ|اشتباه|"
    r"गलती|ผิดพลาด|误|誤|错收|錯|잘못|착오|nhầm|kesalahan|keliru|tersilap"
)
ACTION = (
    r"delet|notify|destroy|disclos|unauthori[sz]ed|dissemination|remove it|strictly|copying|löschen|vernicht|"
    r"unbefugt|détrui|supprim|avertir|divulg|elimin|borr|destruy|notifi|apag|cancell|distrugg|verwijder|"
    r"vernietig|radera|förstör|slett|slet den|eyða|eytt|poista|tuhota|usun|skasow|zniszcz|smaz|vymaz|odstran|"
    r"izbri|obri|обриш|uniš|törö|megsemm|ștergeți|ștergeţi|șterg|удалит|уничтож|видал|знищ|выдал|изтри|"
    r"унищож|διαγράψ|καταστρ|siliniz|silin|imha|hkust|жой|kustut|hävit|izdzē|dzēs|ištrin|sunaikin|מחק|להשמיד|"
    r"حذف|इसे हटा|हटा दें|ลบ|删除|刪除|销毁|削除|破棄|삭제|파기|prohibit|untersagt|verboten|interdit|prohibid|"
    r"proibi|prohibi|vietat|verboden|förbjud|forbud|zabronion|zakáz|zabranj|tilos|interzis|запрещ|заборон|"
    r"забран|απαγορε|yasak|keelatud|aizliegt|draudž|אסור|يحظر|ممنوع|禁止|금지|nghiêm cấm|dilarang|liabil|"
    r"haftung|responsab|virus|xóa|hapus|menghapus|padam"
)
_MAIL = (
    r"e-?mail|message|transmi|communication|correspondence|attachment|nachricht|kommunikat|courriel|courrier|"
    r"correo|correu|mensa[jgx]e|messaggio|comunicaz|comunicac|comunicaç|mensagem|missatge|bericht|meddeland|"
    r"meddelelse|melding|brev|skeyti|tölvupóst|viesti|sähköposti|wiadomoś|korespond|zpráv|správ[au]|üzenet|"
    r"levél|levelet|mesaj|e-?post|ileti|poruk|sporočil|pošt|сообщени|письм|повідомленн|лист|паведамленн|"
    r"съобщени|порак|порук|μήνυμα|μηνύμα|kiri|kirja|laišk|vēstul|pranešim|mezua|хат|הודעה|מסר|דוא|رسالة|"
    r"البريد|ایمیل|پیام|ईमेल|संदेश|อีเมล|ข้อความ|邮件|郵件|电邮|信息|メール|電子メール|메일|메시지|thư|email|"
    r"surel|pesan|mesej"
)
# Nobody answers for what a virus in the mail may do.
LIABILITY = re.compile(
    r"accepts? no |not (?:accept|assume|be (?:held )?liable|be (?:held )?responsible)|cannot accept|"
    r"no (?:liability|responsib)|kein(?:e|erlei) (?:haftung|gewähr|verantwort)|haftung .{0,60}ausgeschlossen|"
    r"décline .{0,40}responsab|aucune responsab|no (?:asume|acepta|se hace).{0,40}respons|"
    r"declina .{0,40}respons|não (?:se responsab|assume)|nessuna responsab|geen (?:enkele )?(?:aansprakel|"
    r"verantwoord)|ikke .{0,30}ansvar|inte .{0,30}ansvar|ei .{0,30}vastuu|nie ponosi .{0,30}odpowiedz|"
    r"neodpovíd|neruč|nem vállal|nu își asumă|не нес[её]\w* .{0,30}(?:ответств|відпов)"
)
# "This message …": what programs begin with.
THIS_MAIL = re.compile(
    r"^[\W_]{0,6}(?:this|diese[rs]?|cet?t?e?|est[ea]|quest[oa]|quest|dit|deze|den|det|den här|det här|denne|"
    r"dette|detta|tämä|ten|ta|to|tato|tento|táto|ez|az|acest|aceasta|это|этот|данное|це|цей|това|този|ova|"
    r"ovaj|αυτό|bu|see|šis|šī|ši|šis|هذه|هذا|این|ini|pesan|thư|本|此|这|這|この|이)\W{0,2}(?:incoming |"
    r"outgoing )?(?:e-?)?(?:post\w*|mail\w*|e ?メール|message|messaggio|mensaje|mensagem|missatge|nachricht|"
    r"courriel|correo|bericht|meddelande\w*|brev\w*|viesti|wiadomość|list|zpráva|správa|üzenet|levelet?|"
    r"mesaj\w*|ileti|poruka|sporočilo|kiri|laišk\w*|vēstul\w*|письмо|сообщение|повідомлення|лист|съобщение|"
    r"писмо|μήνυμα|رسالة|الرسالة|پیام|邮件|郵件|メール|메일|메시지|surel|pesan|này|communication|"
    r"transmission)"
)
DISCLAIMERS = tuple(re.compile(words) for words in (SECRECY, ERROR, ADDRESSEE, ACTION))  # the rare ones first
MAIL = re.compile(_MAIL)

HEADING = re.compile(
    r"^[\W_]{0,8}(?:(?:e-?mail |legal |confidentiality |privacy |important |vertraulichkeits|"
    r"haftungs)?(?:disclaimer|notice|ausschluss|hinweis)|important|confidential(?:ity)?|aviso legal|"
    r"nota legal|advertencia legal|aviso de (?:confidencialidade|confidencialidad|privacidad)|"
    r"nota de confidencialidad|avvertenz[ae]|avviso di riservatezza|nota di riservatezza|"
    r"avis de confidentialité|avis (?:juridique|légal)|mentions? légales?|avís legal|proclaimer|"
    r"klauzula poufności|uwaga|zastrzeżenie|upozornění|jogi nyilatkozat|notă de confidențialitate|"
    r"предупреждение|конфиденциально|yasal uyarı|uyarı|免责声明|免責聲明|保密声明|声明|免責事項|"
    r"ansvarsfriskrivning|ansvarsfraskrivelse|vastuuvapauslauseke)\b[\W_]{0,4}"
)

# What the register of companies wants below a letter. A space stands before short words, and before all text.
IMPRINT = re.compile(
    r"registered (?:in|office|number|address)|company (?:number|registration|no\b)|incorporated in|"
    r"handelsregister|registergericht|amtsgericht|hr[ab] ?\d|ust-?id|steuernummer|geschäftsführ|"
    r"sitz der gesellschaft|firmensitz|vorstand|aufsichtsrat|vorsitzende|siège social|[ .]siret\b|"
    r"[ .]siren\b|[ .]r\.?c\.?s\b|capital (?:social |de )|partita iva|[ .]p\. ?iva|cap\. soc|sede legale|"
    r"domicilio social|[ .]c\.?i\.?f\b|[ .]cnpj\b|[ .]kvk\b|[ .]cvr\b|[ .]org\.? ?n(?:r|o|umm)|y-tunnus|"
    r"[ .]nip\b|[ .]regon\b|[ .]krs\b|[ .]ič[o:]|[ .]dič\b|cégjegyzék|adószám|[ .]inn\b|[ .]инн\b|огрн|"
    r"[ .]vat (?:no|reg|number|id)|all rights reserved|©|copyright"
)

_THINK = (
    r"think|consider|rispetta|respet|respect|save|protect|pense|piens|pensez|pensa|protég|denk|schütz|"
    r"umwelt zuliebe|zuliebe|tänk|tenk|overvej|ajattele|zastanów|pomyśl|chroń|zvaž|mysl|gondol|gândi|подума|"
    r"береги|помисл|σκεφ|düşün|考虑|考慮|お考え|생각|tenga en cuenta"
)
THINK = re.compile(_THINK)
_BEFORE_PRINTING = (
    r"before (?:you )?print|only print|(?:do not|don.t|never) print|n.imprimez|pas imprimer|non stampare|"
    r"no imprim|não imprim|niet (?:af|uit)?print|nicht (?:aus)?druck|nie drukuj|не (?:рас)?печат|netiskn|"
    r"wirklich (?:aus)?(?:ge)?druck|ausgedruckt werden|think before|necessary to print|need to print|"
    r"really print|avant d.imprimer|avant l.impression|antes de (?:la |sua )?impr|prima di stampar|(?:vor|"
    r"bevor)\b.{0,40}druck|voordat u .{0,30}print|alvorens .{0,30}print|(?:innan|før|inden)\b.{0,30}(?:skriv|"
    r"print|udskriv)|tulosta|przed wydruk|wydrukuj|drukowa|před vytišt|vytis|pred tlač|nyomtat|"
    r"înainte de a (?:im|ti|li)|печата|распечат|напечат|друк|ispis|štamp|tiska|εκτυπ|yazdır|çıktı|להדפיס|"
    r"הדפס|طباعة|打印|列印|印刷|인쇄|mencetak|in email|\bin thư"
)
_NATURE = (
    r"environment|planet|\btrees?\b|save paper|green|umwelt|environnement|ambiente|ambient|milieu|miljö|"
    r"miljø|umhverf|ympäristö|środowisk|životní|prostřed|prostred|környezet|mediu|природ|окружающ|деревь|лес|"
    r"довкілл|околн|okoliš|okolin|okolj|περιβάλλον|çevre|doğa|סביבה|بيئة|环境|環境|环保|環保|환경|lingkungan|"
    r"môi trường|umweltschutz|bäume"
)
BEFORE_PRINTING = re.compile(_BEFORE_PRINTING)
NATURE = re.compile(_NATURE)

_PRODUCTS = (
    r"avast|avg|avira|norton|mcafee|\beset\b|nod32|kaspersky|касперск|symantec|mimecast|bitdefender|sophos|"
    r"messagelabs|mailscanner|barracuda|trend ?micro|f-secure|clamav|panda|g ?data|spamassassin|mailguard|"
    r"proofpoint|dr\.?web|spamfighter"
)
_VIRUS = r"virus|viren|malware|malicious|spam|vírus|вирус|вірус|ウイルス|病毒|바이러스|\bιούς|ιών"
_CHECKED = (
    r"checked|scanned|scannad|scannet|scanné|gescann|gescand|certif|verif|verifi|geprüft|überprüft|gescannt|"
    r"vérifi|analys|analiz|analis|comprob|controll|gecontrol|kontrol|sprawdz|zkontrol|ellenőr|verific|провер|"
    r"перевір|denetlen|taran|スキャン|チェック|검사|検査|扫描|檢查|検出|tarkist|genomsökt|skann"
)
SCANNER = re.compile(rf"{_VIRUS}|{_PRODUCTS}")
SCANNED = re.compile(rf"{_CHECKED}|virus found|free")
# "No virus found in this message. Checked by …"
SCAN_REPORT = re.compile(
    r"^[\W_]{0,8}(?:(?:no|geen|aucun|nessun|keine?|ningún|nenhum|ingen) vir[ue]\w* |(?:checked|scanned|"
    r"scanné|gescannt|virengeprüft|geprüft|überprüft|analizado|verificado|проверено)(?: антивирус| (?:by|von|"
    r"par|por|da|door|av|with|mit|avec)\b)|(?:the|le|el|il|die) (?:message|e-?mail|mensaje|messaggio|"
    r"nachricht) (?:was|has been|wurde|a été|ha sido|è stato))"
)
SCAN_HEADING = re.compile(rf"^_{{3,}} .{{0,60}}(?:{_PRODUCTS}).{{0,100}} ?_{{3,}}$")
VIRUS_FREE = re.compile(
    r"^[\W_]{0,6}(?:\w+ )?(?:virus-?free|virenfrei|(?:sans|senza|zonder|ohne|без|bez|sem|sin|libre de|"
    r"livre de|privo di|wolny od|wolne od|fri for|fri från|fritt for|liber de|lliure de|vrij van) (?:virus|"
    r"vírus|viren|wirusów|virů|virov|viruși|вирус|вірус)\w*|virusvrij|virusfri|virusmentes|вирусов нет|"
    r"virüssüz|virüs içermez|无病毒|無病毒|ウイルスフリー)"
)

# What ends a subscription; the sentence or the line begins with it, or with the wish.
_LEAVE = (
    r"unsubscri|abmeld|abbestell|désabonn|désinscri|darse? de baja|darte de baja|cancelar (?:la |a |su |"
    r"sua )?(?:suscripci|inscri|assinatura)|disiscri|annull\w+ .{0,20}iscrizion|cancellarsi|afmeld|uitschrij|"
    r"avregistrer|avprenumer|avmeld|peruut|wypisa|rezygn|odhlás|leiratkoz|dezabon|отпис|відпис|отпиш|διαγραφ|"
    r"odjav|abonelik|listeden çık|配信停止|配信解除|退订|退訂|取消订阅|구독 ?취소|수신 ?거부|"
    r"berhenti berlangganan|hủy đăng ký"
)
LEAVES = re.compile(
    rf"^[\W_]{{0,6}}(?:(?:to|um|pour|para|per|för|for|om|если|if|wenn|si|se|als|jeśli|pokud|ha|click|klicken|"
    rf"cliquez|haga|clicca|klik|чтобы|щоб|aby|dacă)\b.{{0,160}})?(?:{_LEAVE})"
)
LINK = re.compile(r"^<?(?:https?://|www\.)\S{1,500}$")
PICTURE = re.compile(r"^(?:<http\S{1,1000}> ?(?:\| )?)+")  # a link without words, as a picture has it
REACHABLE = re.compile(r"https?://|mailto:|www\.|@|<\S+>|\bclick\b|\bklick|\bcliqu|\bclic\b|link\b")

# What a law on personal data wants to be said.
PRIVACY = re.compile(
    r"datenschutz|dsgvo|rgpd|gdpr|protección de datos|protection des données|dati personali|dados pessoais|"
    r"lgpd|danych osobowych|\brodo\b|персональн\w+ данн|персональних даних|personal data|data protection|"
    r"persoonsgegevens|personuppgift|persondata|personopplysning|henkilötie|osobních údaj|osobných údaj|"
    r"személyes adat|caracter personal|kişisel veri|kvkk|προσωπικών δεδομ|個人情報|个人信息|개인정보"
)
BY_LAW = re.compile(
    r"^[\W_]{0,6}(?:informationen (?:zum|zur|über)|(?:daten\w+)?hinweise? (?:zum|zur|über)|vos données|"
    r"conformément|de conformidad|en cumplimiento|le informamos|ai sensi|in conformità|nel rispetto|"
    r"nos termos|em conformidade|administrator\w* |zgodnie|informujemy|in accordance with|in compliance with|"
    r"for (?:more )?information (?:about|on) how|we process|wir verarbeiten|согласно|в соответствии|conform |"
    r"i enlighet|i henhold|6698|správce|a személyes)"
)

FOOTER = re.compile(
    r"^[\W_]{0,6}(?:"
    # why it came
    r"(?:you|sie|vous|usted) (?:are |have )?(?:receiv|erhalten|bekommen|recev|recib)\w* (?:this|diese|cet?|"
    r"este)\b.{0,60}(?:(?:because|as|since) you|weil sie|da sie|(?:car|parce que) vous|porque)|(?:du|ti|si|"
    r"вы|ви|u|ön|ni|je) (?:får|modtager|mottar|ricevi|prejemate|получили|отримали|"
    r"ontvangt) .{0,60}(?:because|fordi|eftersom|perché|ker|потому|так как|оскільки|omdat)|(?:this|diese|ce|"
    r"este) (?:message|e-?mail|nachricht|courriel|mensaje)\W? (?:was|is|has been|wurde|a été|fue|"
    r"ha sido) (?:(?:intended for|sent|gesendet|envoyé|enviado) .{0,40}(?:@|https?:|www\.)|sent (?:on behalf|"
    r"to you by)|.{0,100}@.{0,60}(?:gesendet|geschickt|versandt))|"
    # what a list, a group or a desk says of itself
    r"\S{2,60} mailing list(?:[\W_]|$)|sent by a mailing list|groups\.io links|list (?:archive|info|"
    r"address)\w*:|(?:view|reply) online|to view this discussion (?:on|visit)|for more options, visit|"
    r"view it on git(?:hub|lab)|reply to this e?-?mail directly(?:,| or| and)|"
    # advertisements
    r"click here to report .{0,20}(?:e-?mail|message) as spam|(?:follow us|folgen sie uns|suivez-nous|"
    r"síguenos|seguici|siga-nos|volg ons|følg os|följ oss|obserwuj nas) .{0,12}(?:twitter|facebook|linkedin|"
    r"instagram|youtube|xing)|do you yahoo|get your free|powered by .{0,40}(?:https?:|www\.|\.com\b|zendesk|"
    r"freshdesk|intercom|hubspot|zoho)|(?:please |bitte )?consider the environment(?! var))"
)
