"""What programs put into the subject of an automatic reply: names of it in many languages, and their places.

All of it is for subjects in lower case.
"""

import re


def _any(words: str) -> str:
    """One of these words; `_` stands for a space."""
    return "|".join(re.escape(word).replace("_", " ") for word in words.split())


# "automatic" and "reply": languages join them in either order; "auto" alone comes first.
_AUTOMATIC = _any(
    "automatic automatically automated automatisch automatische automatischer automatisierte autom. "
    "automatesch outomatiese automatiskt automatisk automatique automatisée automatica automática "
    "automatico automático automàtica automat automata automatyczna automatická automatizovaná automatikus "
    "automatska automatski automatski avtomatski samodejni automaattinen automaatti automaat automaatne "
    "automātiskā automātiska automatinis automatikoa automatike sjálfvirkt otomatik otomatis automatik "
    "avtomatik awtomatikong awtomatiko awtomatig awtomatika kiotomatiki otomatiki uathoibríoch "
    "автоматический автоматична автоматичен автоматски автоматты автоматтык аўтаматычны аутоматски автомат "
    "αυτόματη αυτοματοποιημένη ավտոմատ ავტომატური אוטומטית אוטומטי تلقائي التلقائي تلقائية آلي الآلي آلية "
    "خودکار स्वचालित स्वतः स्वयंचलित স্বয়ংক্রিয় தானியங்கு தானியங்கி స్వయంచాలక ಸ್ವಯಂಚಾಲಿತ സ്വയമേവയുള്ള "
    "സ്വയമേവ સ્વચાલિત ਸਵੈਚਲਿਤ ස්වයංක්‍රීය อัตโนมัติ ອັດຕະໂນມັດ ស្វ័យប្រវត្តិ အလိုအလျောက် ራስ-ሰር tự_động 自动 "
    "自動 자동"
)
_REPLY = _any(
    "reply response réponse reponse respuesta contestación resposta risposta antwort rückantwort "
    "rückmeldung antwoord reactie beantwoording svar svarsmelding svarmeddelande svarsmeddelande vastaus "
    "odpowiedź odpowiedz odpověď odpoveď odpoved válasz valasz răspuns raspuns odgovor vastus atbilde "
    "atsakymas pranešimas απάντηση yanıt yanit cevap cavab javob përgjigje äntwert ateb ymateb freagra "
    "tweġiba erantzun erantzuna ответ відповідь адказ отговор одговор жауап жооп хариу պատասխան პასუხი "
    "תשובה מענה رد الرد جواب پاسخ उत्तर जवाब प्रतिसाद प्रत्युत्तर উত্তর জবাব பதில் ప్రత్యుత్తరం సమాధానం "
    "ಪ್ರತ್ಯುತ್ತರ ಉತ್ತರ മറുപടി જવાબ પ્રત્યુત્તર ਜਵਾਬ පිළිතුර ตอบกลับ การตอบกลับ ຕອບກັບ ចម្លើយ ឆ្លើយតប "
    "ការឆ្លើយតប ပြန်စာ အကြောင်းပြန်ချက် ምላሽ መልስ trả_lời thư_trả_lời phản_hồi balasan jawapan jawaban tugon "
    "tugon_na sagot jibu jibu_la 回复 回復 回覆 答复 答覆 回信 应答 應答 応答 返信 返答 回答 회신 응답 답장 "
    "답변"
)
_JOINT = r"[\s\u200c-]{0,3}"
_REPLY_NAME = (
    rf"(?:auto|авто|{_AUTOMATIC}){_JOINT}(?:{_REPLY})(?:[ -](?:message|mail|e-?mail|notification|notice))?|"
    rf"(?:{_REPLY}){_JOINT}(?:{_AUTOMATIC})"
)
# What single programs write, and nobody else before a colon.
_PROGRAM_NAME = (
    r"out[- ]of[- ](?:the[- ])?office (?:auto(?:matic)?[- ]?)?(?:reply|response)|vacation (?:auto)?reply|"
    + _any(
        "abwesenheitsnotiz abwesenheitsnachricht abwesenheitsmeldung abwesenheitsbenachrichtigung "
        "réponse_d'absence absent(e)_du_bureau afwezigheidsbericht frånvaromeddelande fraværsmeddelelse "
        "fraværsmelding fraværsbesked poissaoloilmoitus מענה_'אני_לא_נמצא'"
    )
)
# What programs and people call an absence, and names that people write of, too.
_ABSENCE_NAME = (
    r"out[- ]of[- ](?:the[- ])?office|away from (?:(?:my|the|his|her) )?(?:office|desk|e?-?mail)|"
    r"on (?:\w+ )?(?:vacation|holidays?|leave)|auto-?(?:responder|answer)|"
    + _any(
        "ooo oof vacation annual_leave parental_leave maternity_leave paternity_leave sick_leave "
        "holiday_closure holiday_notice mailbox_not_monitored nicht_im_büro nicht_im_haus im_urlaub "
        "in_elternzeit urlaub abwesend abwesenheit außer_haus ausser_haus betriebsferien betriebsurlaub "
        "abwesenheitsassistent absence absences absence_du_bureau absent absente absent(e) absent_du_bureau "
        "message_d'absence en_congé en_congés congés en_vacances hors_du_bureau fuera_de_la_oficina "
        "fuera_de_oficina ausente ausencia de_vacaciones vacaciones autorespuesta ausência "
        "ausência_temporária ausente_do_escritório fora_do_escritório de_férias em_férias férias fuori_sede "
        "fuori_ufficio assente assenza in_ferie risponditore_automatico fora_de_l'oficina fóra_da_oficina "
        "afwezig afwezigheid niet_aanwezig niet_op_kantoor op_vakantie met_vakantie met_verlof vakantie "
        "frånvaro frånvarande semester inte_på_kontoret fravær fraværende ikke_på_kontoret ikke_til_stede "
        "ferie på_ferie poissa poissa_toimistosta poissa_toimistolta lomalla poissaolo nieobecność "
        "poza_biurem urlop na_urlopie mimo_kancelář mimo_kanceláriu mimo_kancelárie nepřítomnost "
        "neprítomnosť dovolená na_dovolené na_dovolenke házon_kívül irodán_kívül szabadság szabadságon "
        "szabadságon_vagyok absent_din_birou în_concediu concediu нет_на_работе нет_на_месте вне_офиса "
        "в_отпуске отпуск отсутствую поза_офісом у_відпустці відпустка извън_офиса в_отпуск отсъствам "
        "van_kancelarije izvan_ureda na_godišnjem godišnji_odmor odsutan odsutna odsutnost zunaj_pisarne "
        "na_dopustu odsoten odsotna odsotnost kontorist_väljas puhkusel ārpus_biroja atvaļinājumā ne_biure "
        "atostogos atostogose εκτός_γραφείου απουσία σε_άδεια άδεια ofis_dışında ofiste_değil "
        "iş_yeri_dışında izinde izindeyim fjarverandi í_fríi jashtë_zyre bulegotik_kanpo אני_לא_נמצא "
        "מחוץ_למשרד לא_במשרד בחופשה خارج_المكتب في_إجازة إجازة خارج_از_دفتر مرخصی कार्यालय_से_बाहर "
        "ऑफिस_से_बाहर 不在通知 不在時 不在のお知らせ 不在の連絡 不在 休暇中 外出 休假 不在办公室 不在辦公室 "
        "부재 부재중 부재_중 부재중_안내 휴가중 휴가_중 ไม่อยู่ที่สำนักงาน ไม่อยู่สำนักงาน ลาพักร้อน "
        "vắng_mặt nghỉ_phép tidak_di_kantor cuti sedang_cuti di_luar_pejabat"
    )
)
# A mail of it: "automatic message", "avis d'absence", "Urlaubsbenachrichtigung".
_MESSAGE = _any(
    "message mensaje mensagem messaggio missatge nachricht mitteilung benachrichtigung bericht meddelande "
    "meddelelse melding besked viesti wiadomość zpráva správa poruka obavijest mesaj üzenet értesítés "
    "ειδοποίηση μήνυμα сообщение повідомлення съобщение notification notificación notificação notifica "
    "notice avis aviso avviso mail e-mail email"
)
_NOTICE_NAME = (
    rf"(?:auto|{_AUTOMATIC})[ -]?(?:{_MESSAGE})|(?:{_MESSAGE}) (?:{_AUTOMATIC})|"
    rf"(?:{_MESSAGE}|notiz|nota|note) (?:d'|de |di |o |z |of |about )(?:{_ABSENCE_NAME})|"
    r"(?:urlaubs|abwesenheits|ferien|semester|ferie|frånvaro|fraværs|vakantie|afwezigheids|loma)-?(?:notiz|"
    r"nachricht|meldung|benachrichtigung|agent|assistent\w*|info|mitteilung|hinweis|mail|meddelande|"
    r"meddelelse|melding|besked|bericht|melder|ilmoitus)"
)
_NAME = rf"(?:{_REPLY_NAME}|{_PROGRAM_NAME}|{_NOTICE_NAME}|{_ABSENCE_NAME})"
_BORDER = r"(?![^\W_])"
_OPEN = r"^[\s\[(*<«\"'【-]{0,5}"
_CLOSE = r"[\])】>»'\"*]{0,3}"
_REPLIED = (
    r"(?:re|aw|antw|sv|vs|r|rv|res|resp|rif|odp|vá|ynt|atb|ats|απ|отв|回[复覆]|答复|返信|답장|회신|"
    r"رد)\s?[:：]"
)

# "Automatic reply: the subject that it answers", "[Auto reply] the subject", "Auto reply Re: the subject".
AUTO_REPLY_PREFIX = re.compile(
    rf"{_OPEN}(?:(?:(?:{_ABSENCE_NAME})[ -]{{0,3}})?(?:{_REPLY_NAME})|{_PROGRAM_NAME}){_CLOSE}"
    rf"(?:\s{{0,3}}[:：]|[\s–—-]{{1,3}}{_REPLIED})|^\s*[\[(【](?:{_REPLY_NAME})[\])】]|"
    r"^auto ?: .{2,80}\(.{0,40}\d.{0,40}\)\s*$"  # Notes: "AUTO: Ada Byron is out of the office (returning …)"
)
# "Out of office: Re: …": only a program answers with both.
ABSENCE_PREFIX = re.compile(rf"{_OPEN}(?:{_ABSENCE_NAME}|auto){_CLOSE}\s{{0,3}}[:：-]\s{{0,3}}{_REPLIED}")
# "Vacation: the subject that it answers": people write so too, but not in an answer.
ABSENCE_BEFORE_SUBJECT = re.compile(rf"{_OPEN}(?:{_ABSENCE_NAME}|auto){_CLOSE}\s{{0,3}}[:：]\s{{0,3}}\S")
# A name of an automatic reply, and one of an absence too, anywhere.
AUTO_REPLY_NAME = re.compile(rf"(?<![^\W_])(?:{_REPLY_NAME}|{_PROGRAM_NAME}){_BORDER}")
AUTO_REPLY_SUBJECT = re.compile(rf"(?<![^\W_]){_NAME}{_BORDER}")
# Behind an announcement of one's own, the subject of the mail that is answered.
ANSWERED_SUBJECT = re.compile(rf"(?<=[^:：\s] ){_REPLIED} ?\S")
# "I am" that: who will be so writes it himself.
_I_AM = (
    r"(?:i am|i'm|i’m|we are|ich bin|bin|wir sind|je suis|nous sommes|estoy|estamos|estou|sono|siamo|ik ben|"
    r"jag är|jeg er|jag har|jestem|jsem|som|sunt|я|olen|είμαι|sam|sem|jam|saya|tôi) (?:currently |now |"
    r"derzeit |momentan |zur zeit |actuellement |actualmente |momenteel |for tiden |sedang |đang )?"
)
# The subject begins with such a name, and it stands apart.
_BEGINS = (
    rf"{_OPEN}(?:{_I_AM})?(?:{_NAME}|auto(?=:)){_CLOSE}"
    r"(?:[!.…\s]*$|(?<=[\])】])|\s?(?:안내|알림|通知|の?お知らせ|のご?連絡)|\s{0,3}[:：|(\[–—/]|\s-\s|,\s|"
    r"\s(?:\S+ ){0,3}\d|(?:\s\S+){1,5}\s?[:：]|\s(?:notification|message|notice|alert|assistant|until|till|"
    r"from|through|of|due|bis|von|vom|ab|auf ihre|wegen|du|au|jusqu|pour|hasta|desde|por|até|fino|dal|per|"
    r"tot|van|t\.?o\.?m|til|fra|do|od|с|до|по|з|від|έως|μέχρι|iki|līdz|kuni|asti|saakka|z|ze|de|da|di|från|"
    r"auf)\b)"
)
# It ends with one, in brackets or behind a dash.
_ENDS = (
    rf"[(\[（【](?:[^()\[\]（）]{{0,25}} )?{_NAME}(?: [^()\[\]（）]{{0,40}})?[)\]）】]\s*$|"
    rf"\s[-–—|/]\s?{_NAME}[!.\s]*$|\S[:：]\s?(?:{_REPLY_NAME})[!.\s]*$"
)
# It says so of somebody: "Ada Byron is currently out of the office."
_SAYS = (
    r"^.{1,60} (?:is|are|am|will be|ist|sind|bin|est|está|estará|estoy|estou|è|sarà|sono|is momenteel|ben|"
    r"är|er|on|"
    rf"jest|je|este|είναι) (?:\S+ ){{0,2}}(?:{_ABSENCE_NAME}){_BORDER}.{{0,80}}$|[はが]不在(?:です)?。?$"
)
AUTO_REPLY_WHOLE = re.compile(rf"{_BEGINS}|{_ENDS}|{_SAYS}")
