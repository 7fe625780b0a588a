"""The warning that a gateway has put above the text of a mail from outside."""

import re
from collections.abc import Sequence

from mailticket.mail.footer import is_wrapped, paragraphs
from mailticket.mail.footer_words import MAIL, THIS_MAIL
from mailticket.mail.quotation_grammar import view

_MAX_BANNERS = 3
_MAX_LINES = 12  # of one
_WARNING = re.compile(
    r"^[\W_]{0,8}(?:(?:external |security )?(?:caution|warning|attention|notice|important|alert)|achtung|"
    r"vorsicht|hinweis|warnung|sicherheitshinweis|avertissement|prudence|precaución|atención|advertencia|"
    r"aviso|attenzione|avviso|cuidado|atenção|atenció|let op|waarschuwing|pas op|varning|obs|advarsel|"
    r"vær forsigtig|viðvörun|varoitus|huomio|uwaga|ostrzeżenie|upozornění|pozor|figyelem|atenție|внимание|"
    r"осторожно|увага|προσοχη|προσοχή|dikkat|di̇kkat|uyarı|oprez|upozorenje|opozorilo|hoiatus|tähelepanu|"
    r"dėmesio|uzmanību|זהירות|אזהרה|تنبيه|تحذير|توجه|注意|警告|提醒|주의|경고|cảnh báo|peringatan|"
    r"คำเตือน)(?![a-z])"
)
_OUTSIDE = re.compile(
    r"extern|ekstern|outside|unknown sender|außerhalb|außen|extérieur|hors de|fuera de|exterior|estern|fuori|"
    r"fora d|buiten|utanför|utenfor|udefra|uden for|utan för|ytri|utanað|ulkopuol|ulkoi|spoza|zewnętrz|mimo |"
    r"zvenčí|külső|kívül|afara|внешн|извне|зовнішн|ззовні|външ|спољ|vanjsk|izvan|zunaj|väljast|ārēj|išor|"
    r"εξωτερικ|εκτός|dışından|dış |חיצוני|מחוץ|خارج|社外|外部|외부|bên ngoài|luar|ภายนอก"
)
_ORIGIN = re.compile(
    r"originat|came from|comes from|is from|was sent|sent by|sender|click|source|stammt|kommt|absender|"
    r"geöffnet|provien|expéd|cliqu|procede|proviene|remit|origin|enlace|envi|mittent|inviat|kom(?:t|st|en) |"
    r"afzender|avsändar|kommer|avsender|afsender|lähet|tulee|pochodz|nadawc|wysłan|pocház|odesíl|odosiel|"
    r"érkez|felad|provin|expedit|отправ|получен|пришл|відправ|надійш|изпра|προέρχ|αποστολ|gönder|gelmiş|"
    r"šalje|pošilj|saad|sūt|siunt|נשלח|הגיע|مرسل|وردت|送信|届|发件|發件|来自|來自|发送|발송|발신|수신|gửi|"
    r"dikirim|pengirim|ส่ง"
)
_TAG = re.compile(
    r"^[\W_]{0,8}EXTERN(?:AL|E|O|A|US)?(?: (?:E-?MAIL|MAIL|SENDER|MESSAGE))?[\W_]{0,8}(?=$| [A-Z][a-z])|"
    r"^\W{1,4}[Ee]xtern(?:al|e|o|a)?(?: (?:[Ee]-?)?(?:[Mm]ail|[Ss]ender|[Mm]essage))?[\]*)]|"
    r"^EXTERNAL (?:E-?MAIL|SENDER):"
)
_SAFETY = "aka.ms/learnaboutsenderidentification"
_SELDOM = re.compile(r"^[\W_]{0,3}(?:some people who .{0,40})?(?:you )?don.t often get e-?mail from")
_GOES_ON = re.compile(
    r"click|link|attach|sender|recogni|safe|klick|anhäng|absender|cliqu|pièce|enlace|adjunt|allegat|anexo|"
    r"bijlage|bilag|liite|załącz|příloh|mellék|вложен|ссыл|вкладен|添付|リンク|链接|附件|链结|첨부|링크|"
    r"aka\.ms"
)


def without_banner(lines: Sequence[str]) -> list[str]:
    """The lines without the warnings above them; all if nothing else is there."""
    left = list(lines)
    for _ in range(_MAX_BANNERS):
        end = _end([view(line) for line in left[:40]])
        if not end or not any(line.strip() for line in left[end:]):
            break
        left = left[end:]
    return left


def _end(views: Sequence[str]) -> int:
    """The line behind a warning at the beginning, 0 if there is none."""
    marked = next((i for i, line in enumerate(views) if "fptBannerEnd" in line), -1)  # Proofpoint
    if marked >= 0 and any("fptBannerStart" in line for line in views[:marked]):
        return marked + 1
    blocks = paragraphs(views)
    if not blocks:
        return 0
    begin, end = blocks[0]
    if not _may_warn(views[begin : min(end, begin + 4)]):
        return 0
    for last in range(begin + 1, min(end, begin + _MAX_LINES) + 1):
        text = " ".join(views[begin:last])
        if len(text) > 700:
            break
        if _warns(text):
            while last < end and (_is_wrapped(views[last - 1]) or _GOES_ON.search(views[last].lower())):
                last += 1
            return last
    return 0


def _is_wrapped(line: str) -> bool:
    return is_wrapped(line) and "aka.ms/" not in line


def _warns(text: str) -> bool:
    """Whether a text says that this very mail comes from outside; people warn of other things."""
    if _TAG.match(text):
        return True
    text = text.lower()
    if _SAFETY in text or _SELDOM.match(text):
        return True
    if not (_WARNING.match(text) or THIS_MAIL.match(text)):
        return False
    from_outside = bool(_OUTSIDE.search(text) and MAIL.search(text))
    return from_outside and (len(text.split()) <= 3 or bool(_ORIGIN.search(text)))


def _may_warn(lines: Sequence[str]) -> bool:
    first = lines[0].lower()
    return (
        bool(_WARNING.match(first) or THIS_MAIL.match(first) or _TAG.match(lines[0]) or _SELDOM.match(first))
        or _SAFETY in " ".join(lines).lower()
    )
