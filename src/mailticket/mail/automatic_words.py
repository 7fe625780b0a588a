"""Names of automatic replies and absences in many languages, as subjects have them; all in lower case."""

import re
from functools import cache
from typing import Final

from mailticket.mail.letters import plain


def _any(words: str) -> str:
    """One of these words, the longest first; `_` stands for a space."""
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", " ") for word in longest_first)


# "automatic" and "reply": languages join them in either order; "auto" alone comes first.
_AUTOMATIC = _any(
    "automatic automatically automated automatisch automatische automatischer automatisierte autom. "
    "automatesch outomatiese automatiskt automatisk automatique automatisée automatica automática "
    "automatico automático automàtica automat automata automatyczna automatická automatizovaná "
    "automatikus automatska automatski automatski avtomatski samodejni automaattinen automaatti automaat "
    "automaatne automātiskā automātiska automatinis automatikoa automatike sjálfvirkt otomatik otomatis "
    "automatik avtomatik awtomatikong awtomatiko awtomatig awtomatika kiotomatiki otomatiki uathoibríoch "
    "автоматический автоматична автоматичен автоматски автоматты автоматтык аўтаматычны аутоматски "
    "автомат αυτόματη αυτοματοποιημένη ավտոմատ ავტომატური אוטומטית אוטומטי تلقائي التلقائي تلقائية آلي "
    "الآلي آلية خودکار स्वचालित स्वतः स्वयंचलित স্বয়ংক্রিয় தானியங்கு தானியங்கி தானியங்குப் స్వయంచాలక "
    "ಸ್ವಯಂಚಾಲಿತ സ്വയമേവയുള്ള സ്വയമേവ യാന്ത്രിക સ્વચાલિત સ્વયંચાલિત ସ୍ୱୟଂଚାଳିତ ਸਵੈਚਲਿਤ ਸਵੈਚਲ ස්වයංක්‍රීය "
    "อัตโนมัติ ອັດຕະໂນມັດ ស្វ័យប្រវត្តិ အလိုအလျောက် ራስ-ሰር ራስ_ሰር tự_động 自动 自動 자동"
)
_REPLY = _any(
    "reply response réponse reponse respuesta contestación resposta risposta antwort rückantwort "
    "rückmeldung antwoord reactie beantwoording svar svarsmelding svarmeddelande svarsmeddelande vastaus "
    "odpowiedź odpowiedz odpověď odpoveď odpoved válasz valasz răspuns raspuns odgovor vastus atbilde "
    "atsakymas pranešimas απάντηση yanıt yanit cevap cavab javob përgjigje äntwert ateb ymateb freagra "
    "tweġiba erantzun erantzuna ответ відповідь адказ отговор одговор жауап жооп җавап хариу պատասխան "
    "პასუხი תשובה מענה رد الرد جواب پاسخ उत्तर जवाब जवाफ प्रतिसाद प्रत्युत्तर উত্তর জবাব প্রত্যুত্তর "
    "ପ୍ରତ୍ୟୁତ୍ତର பதில் ప్రత్యుత్తరం సమాధానం ಪ್ರತ್ಯುತ್ತರ ಉತ್ತರ മറുപടി જવાબ પ્રત્યુત્તર ਜਵਾਬ පිළිතුර "
    "ตอบกลับ การตอบกลับ ຕອບກັບ ການຕອບ ចម្លើយ ឆ្លើយតប ការឆ្លើយតប ပြန်စာ အကြောင်းပြန်ချက် ምላሽ መልስ trả_lời "
    "thư_trả_lời phản_hồi balasan jawapan jawaban tugon tugon_na pagtugon sagot jibu majibu jibu_la 回复 "
    "回復 回覆 答复 答覆 回信 应答 應答 応答 返信 返答 回答 회신 응답 답장 답변"
)
_JOINT = r"[\s\u200c-]{0,3}"
_REPLY_NAME = (
    rf"(?:auto|авто|{_AUTOMATIC}){_JOINT}(?:{_REPLY})(?:[ -](?:message|mail|e-?mail|notification|"
    rf"notice))?|(?:{_REPLY}){_JOINT}(?:{_AUTOMATIC})|auto-?respond(?!er)"
)
# What single programs write, and nobody else before a colon.
_PROGRAM_NAME = (
    r"out[- ]of[- ](?:the[- ])?office (?:auto(?:matic)?[- ]?)?(?:reply|response)|vacation (?:auto)?reply|"
    + _any(
        "abwesenheitsnotiz abwesenheitsnachricht abwesenheitsmeldung abwesenheitsbenachrichtigung "
        "réponse_d'absence absent(e)_du_bureau afwezigheidsbericht frånvaromeddelande fraværsmeddelelse "
        "fraværsmelding fraværsbesked 郵件答錄機自動回覆 poissaoloilmoitus מענה_'אני_לא_נמצא'"
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
        "abwesenheitsassistent absence absences absence_du_bureau absent absente absent(e) "
        "absent_du_bureau message_d'absence en_congé en_congés congés en_vacances hors_du_bureau "
        "fuera_de_la_oficina fuera_de_oficina ausente ausencia de_vacaciones vacaciones autorespuesta "
        "ausência ausência_temporária ausente_do_escritório fora_do_escritório de_férias em_férias férias "
        "fuori_sede fuori_ufficio assente assenza in_ferie risponditore_automatico fora_de_l'oficina "
        "fóra_da_oficina afwezig afwezigheid niet_aanwezig niet_op_kantoor op_vakantie met_vakantie "
        "met_verlof vakantie frånvaro frånvarande semester inte_på_kontoret fravær fraværende "
        "ikke_på_kontoret ikke_til_stede ferie på_ferie poissa poissa_toimistosta poissa_toimistolta "
        "lomalla poissaolo nieobecność poza_biurem urlop na_urlopie mimo_kancelář mimo_kanceláriu "
        "mimo_kancelárie nepřítomnost neprítomnosť dovolená na_dovolené na_dovolenke házon_kívül "
        "irodán_kívül szabadság szabadságon szabadságon_vagyok absent_din_birou în_concediu concediu "
        "нет_на_работе нет_на_месте вне_офиса в_отпуске отпуск отсутствую поза_офісом у_відпустці "
        "відпустка извън_офиса в_отпуск отсъствам van_kancelarije izvan_ureda na_godišnjem godišnji_odmor "
        "odsutan odsutna odsutnost zunaj_pisarne na_dopustu odsoten odsotna odsotnost kontorist_väljas "
        "puhkusel ārpus_biroja atvaļinājumā ne_biure atostogos atostogose εκτός_γραφείου απουσία σε_άδεια "
        "άδεια ofis_dışında ofiste_değil iş_yeri_dışında izinde izindeyim fjarverandi í_fríi jashtë_zyre "
        "bulegotik_kanpo אני_לא_נמצא מחוץ_למשרד לא_במשרד בחופשה خارج_المكتب في_إجازة إجازة خارج_از_دفتر "
        "مرخصی कार्यालय_से_बाहर ऑफिस_से_बाहर 不在通知 不在時 不在のお知らせ 不在の連絡 不在です 不在 "
        "休暇中 外出 休假 不在办公室 不在辦公室 부재 부재중 부재_중 부재중_안내 휴가중 휴가_중 "
        "ไม่อยู่ที่สำนักงาน ไม่อยู่สำนักงาน ลาพักร้อน vắng_mặt nghỉ_phép tidak_di_kantor cuti sedang_cuti "
        "di_luar_pejabat"
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
    r"(?:urlaubs|abwesenheits|ferien|semester|ferie|frånvaro|fraværs|vakantie|afwezigheids|"
    r"loma)-?(?:notiz|nachricht|meldung|benachrichtigung|agent|assistent\w*|info|mitteilung|hinweis|mail|"
    r"meddelande|meddelelse|melding|besked|bericht|melder|ilmoitus)"
)


@cache
def names() -> re.Pattern[str]:
    """All of these names, in groups that tell what they are; compiled when a mail first asks for it."""
    return re.compile(
        plain(
            rf"(?P<program>{_PROGRAM_NAME})|(?P<reply>{_REPLY_NAME})|(?P<notice>{_NOTICE_NAME})|"
            rf"(?P<absence>{_ABSENCE_NAME})"
        )
    )


# A mail whose subject or text has none of these names nothing automatic.
AUTOMATIC_STEMS: Final = tuple(
    plain(stem)
    for stem in (
        *(
            "auto",
            "aut",
            "outomat",
            "otomat",
            "avtomat",
            "awtomat",
            "samodejn",
            "sjálfvirk",
            "uathoib",
            "tự động",
        ),
        *("авто", "аўто", "аўта", "ауто", "αυτ", "ավտ", "ავტ", "אוטו", "تلقا", "آلي", "خودک", "خود ک", "स्वच"),
        *("स्वत", "स्वयं", "স্বয়", "தானிய", "స్వయ", "ಸ್ವಯ", "സ്വയ", "સ્વચ", "ਸਵੈ", "ස්වයං", "อัตโน", "ອັດຕະໂນ", "ស្វ័យ"),
        *("အလိုအ", "ራስ", "യാന്ത്രി", "સ્વયં", "ସ୍ୱୟଂ", "自动", "自動", "자동"),
    )
)
