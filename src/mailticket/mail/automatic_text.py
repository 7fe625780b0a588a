"""Sentences in which a program speaks of its mail, and in which it asks for a step first, in many languages.

All of it is for text in lower case: without a flag the search leaps to letters that can begin a match.
"""

from mailticket.mail.letters import plain
from mailticket.mail.words import Words

# ---- a program speaks of itself ---------------------------------------------------------------------------

_AUTO = r"auto(?:mat\w*|-?gener\w*|-)?"
# "This is an automatic reply", language by language.
_ANSWERING = (
    rf"(?:this|the following) (?:e-?mail |message )?(?:is|was) (?:just |"
    rf"only )?(?:an? )?(?:\w+ )?{_AUTO}[- ]?(?:\w+ )?"
    r"(?:reply|response|responder|answer|acknowledge?ment|confirmation)",
    rf"(?:(?:i|we) )?apologi[sz]e for this {_AUTO} reply",
    rf"(?:dies|das|hier|es) (?:ist|handelt es sich|handelt sich) (?:\w+ ){{0,2}}eine? {_AUTO} (?:\w+ )?"
    r"(?:(?:rück)?antwort|rückmeldung|(?:empfangs|eingangs)?bestätigung|abwesenheits\w+)",
    rf"diese antwort (?:wurde|ist|wird) (?:\w+ )?{_AUTO}",
    r"(?:ceci est|il s'agit d'|c'est|voici) ?une? (?:réponse|accusé de réception) (?:\w+ )?automatique",
    r"est[ae] es una? (?:respuesta|acuse) (?:\w+ ){0,2}autom",
    r"est[ae] é uma? (?:resposta|confirmação) (?:\w+ )?autom",
    r"questa è una (?:risposta|conferma) (?:\w+ )?autom",
    r"dit is een automatische? (?:\w+ )?(?:antwoord|reactie|ontvangstbevestiging)",
    r"(?:detta|det här|dette|det her) (?:är|er) et+ auto(?:matis\w+ ?|generer\w+ )?(?:\w+ )?svar",
    r"tämä on automaatti\S* ?(?:vasta|kuittaus)",
    r"(?:to|jest to) (?:jest )?(?:\w+ )?(?:automatyczna odpowiedź|odpowiedź automatyczna)",
    r"(?:toto|to|tohle) (?:je|jest) automatick\w+ odpov",
    r"ez (?:egy |az )?automatikus (?:\w+ )?válasz",
    r"acesta este un r[ăa]spuns automat",
    r"это (?:\w+ )?(?:автоматический ответ|автоответ)",
    r"це (?:\w+ )?(?:автоматична відповідь|автовідповідь)",
    r"това е автоматичен отговор",
    r"(?:ovo|to) je (?:automatsk|samodejn|avtomatsk)\w+ odgovor",
    r"(?:ово|ова) (?:је|е) (?:аутоматски|автоматски) одговор",
    r"αυτ[όή] είναι (?:μια |ένα )?αυτ\w+ απάντηση",
    r"bu (?:bir )?otomatik (?:bir )?(?:yanıt|cevap)",
    r"זו(?:הי)? (?:תשובה|מענה) אוטומטית?",
    r"هذا (?:هو )?رد (?:تلقائي|آلي)",
    r"این (?:یک )?پاسخ خودکار",
    r"यह (?:एक )?(?:स्वचालित|स्वतः) (?:उत्तर|जवाब|प्रतिक्रिया)",
    r"এটি একটি স্বয়ংক্রিয় (?:উত্তর|জবাব)",
    r"(?:这是|這是|(?:此|本)(?:邮件|郵件|信)?(?:为|為|是|系|"
    r"係))[^\n，。,]{0,12}自[动動][^\n，。,]{0,4}(?:[回答][复覆復]|回信)",
    r"(?:この|本|当)(?:メール|メッセージ|e-?mail|返信)[^\n。]{0,20}自動(?:返信|応答|返答)",
    r"自動(?:返信|応答)(?:メール|メッセージ)?(?:です|となります|にて|でお|でご)",
    r"(?:본|이|해당) ?(?:메일|이메일|메시지)[^\n.]{0,20}자동 ?(?:회신|응답|답장)",
    r"자동 ?(?:회신|응답)(?: ?메일| ?메시지)?입니다",
    r"(?:นี่คือ|นี่เป็น)[^\n]{0,20}ตอบกลับอัตโนมัติ",
    r"đây là (?:\S+ ){0,3}(?:trả lời|phản hồi) tự động",
    r"ini (?:adalah|merupakan) (?:\S+ )?(?:balasan|jawaban|jawapan|respons) (?:otomatis|automatik)",
    r"see on automaat\S* ?vastus",
    r"šī ir automātisk\S* atbilde",
    r"tai (?:yra )?automatin\S* atsakym",
    r"þetta er sjálfvirkt svar",
    r"aquesta és una resposta autom",
    r"esta é unha resposta autom",
    r"hau erantzun automatiko",
    r"kjo është një përgjigje automatike",
    r"hierdie is 'n outomatiese (?:antwoord|reaksie)",
    r"bu avtomatik cavab",
    r"ymateb awtomatig (?:yw hwn|ydy)",
)
# "This mail was sent by a program", language by language. Programs also scan, sort and delete.
_SENT = (
    rf"(?:this|the following) (?:e-?mail|message|notification|mail) (?:is|was|has been) (?:\w+ "
    rf")?{_AUTO}[- ]"
    r"(?:generated|sent|created|issued|produced|composed|delivered)",
    r"(?:this|the following) (?:e-?mail|message|notification|mail) (?:is|was|has been) "
    r"(?:generated|sent|created|issued|produced) auto",
    rf"(?:this|the following) (?:e-?mail|message|notification) is (?:an )?{_AUTO}[.,;!]",
    rf"this is an? (?:\w+ )?{_AUTO}[- ]?(?:\w+ )?(?:e-?mail|message|notification|mail|notice)",
    rf"(?:dies|das|hier|es) (?:ist|handelt es sich|handelt sich) (?:\w+ ){{0,2}}eine? {_AUTO} (?:\w+ )?"
    r"(?:nachricht|e-?mail|mail|mitteilung|benachrichtigung|meldung)",
    rf"diese (?:e-?mail|mail|nachricht|mitteilung|benachrichtigung) (?:wurde|ist|"
    rf"wird) (?:\w+ ){{0,2}}{_AUTO} "
    r"(?:\S+ ){0,6}(?:erstellt|erzeugt|generiert|versandt|versendet|verschickt|gesendet|übermittelt)",
    r"(?:ceci est|il s'agit d'|c'est) ?un (?:message|e-?mail|mail|courriel) (?:\w+ )?(?:automatique|"
    r"généré)",
    r"cet? (?:message|e-?mail|mail|courriel) (?:est|a été) (?:généré|envoyé|émis|créé|adressé) (?:\w+ "
    r")?automatique",
    r"este es un (?:mensaje|correo|e-?mail|aviso) (?:\w+ )?autom",
    r"este (?:mensaje|correo|e-?mail) (?:\w+ ){0,2}(?:generado|enviado|creado) (?:\w+ )?autom",
    r"est[ae] é uma? (?:mensagem|e-?mail) (?:\w+ )?autom",
    r"est[ae] (?:mensagem|e-?mail) (?:\w+ ){0,2}(?:gerad|enviad|criad)[oa] (?:\w+ )?autom",
    r"quest[ao] è un'? ?(?:messaggio|e-?mail|mail) (?:\w+ )?autom",
    r"quest[aoe]'? ?(?:messaggio|e-?mail|mail) (?:\w+ ){0,2}(?:generat|inviat|creat)[oa] (?:\w+ )?autom",
    r"dit is een automatisch (?:\w+ )?(?:bericht|e-?mail|mail)",
    r"deze (?:e-?mail|mail) (?:is|wordt|werd) automatisch (?:gegenereerd|verzonden|verstuurd|aangemaakt)",
    r"(?:detta|det här|dette|det her) (?:är|er) e[nt]t? auto(?:matis\w+|generer\w+) (?:\w+ )?"
    r"(?:meddelande|mejl|mail|e-post|besked|melding|e-?mail)",
    r"(?:detta|denne|dette) (?:\w+ )?(?:mejl|mail|e-?post|e-?mail|meddelande|besked|melding)\w* (?:är|er|"
    r"har|blev) (?:\w+ )?auto\w+ (?:skick|send|gener|opret|oppret|skap)",
    r"tämä (?:on|viesti on|sähköposti on) (?:\w+ )?automaattinen|tämä (?:viesti|sähköposti) on "
    r"(?:lähetetty|luotu) autom",
    r"(?:ta |niniejsza |to )(?:jest )?wiadomość (?:\w+ ){0,3}(?:automatyczna|automatycznie (?:wygener|"
    r"wysł))",
    r"(?:ta|niniejsza) wiadomość (?:\w+ ){0,2}(?:wygenerowana|wysłana) automatycz",
    r"(?:toto|tento|táto|tato) (?:\S+ ){1,3}automaticky (?:vygener|odesl|odosl|vytvo|zasl)|(?:toto|tento|"
    r"táto|tato) je automatick",
    r"ez (?:egy |az )(?:\S+ ){0,3}automatikus(?:an (?:\S+ )?(?:küld|gener)| (?:üzenet|levél|e-?mail|"
    r"értesít))",
    r"acest (?:mesaj|e-?mail) (?:\S+ ){0,2}(?:generat|trimis) automat",
    r"(?:это|данное|настоящее) (?:\w+ ){0,4}(?:автоматическое (?:сообщ|письм|уведом)|автоматически(?!й))",
    r"(?:це|цей|цього) (?:\w+ ){0,4}(?:автоматичн(?:ий лист|е повідом)|автоматично)",
    r"(?:това|този) (?:\w+ ){0,4}автоматич(?:но (?:генер|изпрат)|но съобщ|ен (?:имейл|мейл))",
    r"(?:ovo|ova|to) (?:\w+ ){0,3}(?:automatsk|samodejn)\w+ (?:poruka|obavij|obavest|sporočil|generi|"
    r"poslan|ustvarj)",
    r"(?:αυτό|το παρόν) (?:\S+ ){0,4}αυτόματ",
    r"bu (?:\S+ ){0,2}otomatik (?:olarak )?(?:\S+ )?(?:mesaj|e-?posta|ileti|oluştur|gönder|bilgilendir)",
    r"(?:זוהי )?הודעה (?:זו )?(?:\S+ )?אוטומטית",
    r"هذه (?:ال)?رسالة (?:\S+ )?(?:تلقائي|آلي)",
    r"این (?:\S+ ){1,2}خودکار",
    r"यह (?:एक )?(?:स्वचालित|स्वतः)",
    r"(?:这是|這是|(?:此|本)(?:邮件|郵件|信)|该邮件)[^\n，。,]{0,12}自[动動](?:发|發|生成|產生|产生|寄|"
    r"邮件|郵件|通知)",
    r"(?:この|本|当)(?:メール|メッセージ|e-?mail)[^\n。]{0,30}自動(?:的に)?(?:送信|配信|生成|で(?:お送り|"
    r"送信))",
    r"(?:본|이|해당) ?(?:메일|이메일|메시지)[^\n.]{0,30}자동(?:으로)? ?(?:발송|생성|전송)",
    r"(?:อีเมลนี้|อีเมล์นี้|ข้อความนี้)[^\n]{0,30}อัตโนมัติ",
    r"(?:email|thư|tin nhắn) này (?:\S+ ){0,4}tự động",
    r"(?:email|e-mel|surel|pesan|mesej) ini (?:\S+ ){0,4}(?:otomatis|automatik)",
)
_GREETING = (
    r"(?:dear|hello|hi|thank|sehr geehrte|guten tag|hallo|bonjour|cher|chère|madame|hola|estimad|prezad|"
    r"olá|gentile|buongiorno|beste|geachte|hej|kære|kjære|hei|witam|szanown|dobrý den|tisztelt|уважаем|"
    r"здравствуйте|добр|αγαπητ|sayın)"
)
# It opens a line, follows a greeting, or another sentence.
_STARTS = (
    rf"(?:^(?:{_GREETING}[^\n.!?]{{0,60}}[,:!] )?|(?<=[.!。！] )|(?<=[。！]))[\s*_#(\[=~※-]{{0,8}}"
    r"(?:(?:please )?note:? |hinweis:? |nota:? )?(?:that )?"
)
AUTO_REPLY_TEXT = Words(plain(rf"(?m){_STARTS}(?:{'|'.join(_ANSWERING)})"))
AUTOMATIC_TEXT = Words(plain(rf"(?m){_STARTS}(?:{'|'.join(_SENT)})"))

# ---- confirm first, then it is delivered ------------------------------------------------------------------

CHALLENGE = Words(
    plain(
        r"(?:confirm|verify|authenticate|authori[sz]e) (?:that )?(?:you(?:r)? (?:are|e?-?mail|message|are "
        r"a)|this message|yourself)|(?:click|reply|visit|follow) .{0,80}(?:so that|in order|to) (?:\w+ "
        r"){0,6}(?:deliver|release|be delivered|message)|challenge[- ]response|sender verification|not "
        r"(?:yet )?(?:been )?(?:on|in) my (?:list|address book|approved)|approved senders?|whitelist|"
        r"message (?:is )?(?:being )?(?:held|quarantined|waiting) (?:\w+ ){0,6}(?:until|because|for)|"
        r"guest ?list|bestätigen sie .{0,60}(?:absender|nachricht|e-?mail)|veuillez confirmer "
        r".{0,60}(?:message|expéditeur)|spam ?arrest|boxbe|mailblocks|tmda|vanquish|0spam|antispameurope|"
        r"knowspam|tira-teima|(?:clique|haga clic|cliquez|klicken|click) (?:\S+ ){0,3}(?:aqui|aquí|ici|"
        r"hier|here)"
    )
)
# Whose mail asks for it.
CHALLENGER = Words(
    r"@(?:\w+\.)?(?:spamarrest|boxbe|bluebottle|mailblocks|knowspam|vanquish|spamlion|choicemail|"
    r"digiportal|sendio|antispam\.\w+|mailinblack|cleanmail|orangemail|spamfence|0spam|tmda)\.|"
    r"-confirm[-+@]|challenge"
)
ABOUT_SPAM = ("spam", "junk", "unsolicited", "pourriel", "спам", "反垃圾", "迷惑メール")
AGAINST_SPAM = Words(
    plain(
        r"against spam|anti-?spam|spam[- ](?:protection|filter|blocker|schutz)|(?:control|reduce|prevent|"
        r"stop|avoid|eliminate|fight|block) (?:\w+ ){0,3}(?:spam|junk|unsolicited)|(?:gegen|vor) spam|"
        r"contre (?:le|les) (?:spam|pourriel)|contra (?:el |o )?spam|contro lo spam|tegen spam|против "
        r"спама|反垃圾|迷惑メール(?:対策|防止)"
    )
)
LET_THROUGH = Words(
    plain(
        r"(?:allow|accept)\w* (?:\w+ ){0,3}(?:incoming )?(?:messages?|mails?|e-?mails?) (?:only )?from "
        r"(?:\w+ ){0,3}(?:senders|people)|approved (?:senders?|beforehand)|(?:list|request) of approved|"
        r"verify (?:that )?you(?:r| are)|one-?time|(?:click|reply|respond|visit|follow|complete|fill) "
        r"(?:\S+ ){0,12}(?:to|and) (?:\S+ ){0,8}(?:deliver|release|verif|confirm|approv|added|authenticat|"
        r"receive)|(?:klicken|antworten|bestätigen) sie (?:\S+ ){0,12}(?:zugestellt|zustell|absender|"
        r"freischalt|freigeb)|cliquez (?:\S+ ){0,12}(?:message|authentifi|remis|expéditeur)|para que "
        r"(?:su|sua|tu) (?:mensaje|mensagem|correo) (?:\S+ ){0,8}(?:clique|haga|pulse|encaminhad|"
        r"entregad)|cliccare? (?:\S+ ){0,12}(?:messaggio|consegnat)|klik (?:\S+ ){0,12}(?:bericht|"
        r"afgeleverd)|(?:нажмите|перейдите) (?:\S+ ){0,12}(?:доставлен|подтверд)"
    )
)
