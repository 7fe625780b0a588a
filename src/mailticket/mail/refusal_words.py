"""What the words of a refusal mean (RFC 3463), for servers that give no enhanced status."""

from mailticket.mail.words import PlainWords, folded

# For text that is folded; the first that fits decides.
_MEANINGS = (
    # the mailbox is full
    (r"over ?quota|quota (?:exceed|violat)|exceed\w* (?:\w+ ){0,3}quota|mailbox (?:\S+ ){0,5}?full|"
     r"full mailbox|"
     r"(?:mail ?box|account) (?:size )?(?:is )?(?:over|exceed)|exceeds allowed size|insufficient (?:disk|"
     r"storage)|"
     r"disk full|(?:postfach|mailbox|speicher).{0,30}voll|kontingent|bo[îi]te.{0,30}pleine|quota d[ée]pass|"
     r"(?:buz[óo]n|bandeja|casilla).{0,30}llen|(?:caixa|cota).{0,30}(?:cheia|lotada|exced)|"
     r"casella.{0,20}piena|"
     r"(?:brievenbus|postvak).{0,20}vol|(?:brevlåda|inkorg|innboks|postkasse).{0,20}full|"
     r"postilaatikko.{0,20}täyn|"
     r"skrzynk.{0,30}(?:pełn|przepełn)|schránk.{0,20}pln|postafiók.{0,20}(?:megtelt|tele)|căsuța.{0,30}plin|"
     r"ящик.{0,30}переполн|скриньк.{0,20}переповн|кутия.{0,20}пълн|γεμάτ|kutusu.{0,20}dolu|"
     r"kota(?:sı)? (?:aşıl|dolu)|"
     r"postkast.{0,20}täis|満杯|一杯|いっぱい|容量(?:超過|を超)|已满|已滿|超过.{0,6}容量|空间不足|가득|"
     r"용량.{0,6}초과|ممتلئ|"
     r"תיבה.{0,10}מלאה|đã đầy|penuh|เต็ม", "2.2"),
    # no such host
    (r"host (?:unknown|not found)|unknown host|domain (?:name )?(?:not found|does not exist|unknown)|"
     r"no such domain|"
     r"name or service not known|dns error|couldn't find any host|no mx|unrouteable mail domain|bad domain|"
     r"illegal host|(?:domain|domäne|domaine|dominio|domínio).{0,20}(?:nicht gefunden|unbekannt|inconnu|"
     r"desconocid|"
     r"no existe|não existe|inesistente)|домен.{0,20}(?:не найден|не существует)|域名不存在|"
     r"ドメイン.{0,10}(?:存在しま|"
     r"見つか)",
     "1.2"),
    # no such mailbox
    (r"(?:user|recipient|mailbox|account|address(?:es)?|alias|addressee|mail ?box|name) (?:\S+ ){0,4}?"
     r"(?:unknown|not (?:found|recogni[sz]ed|listed|known|exist|available)|(?:does|do)(?:n't| not) exist|"
     r"is invalid|"
     r"unavailable|rejected)|"
     r"(?:unknown|invalid|no such|not a valid|bad|nonexistent|unrouteable) (?:\S+ ){0,2}?(?:user|recipient|"
     r"mailbox|"
     r"address|account|alias|person|local[ -]part)|no mailbox here|doesn't have an? .{0,30}account|"
     r"not our customer|"
     r"(?:does|do) not exist|recip(?:ient)?notfound|(?:wasn't|not|couldn't be) found|user not|nosuchuser|"
     r"unrecogni[sz]ed|nicht (?:gefunden|erkannt|bekannt|aufgeführt)|unbekannte|existiert nicht|"
     r"gibt es nicht|inconnu|"
     r"introuvable|n['’]existe pas|ne figure pas|n['’]est pas reconnu|desconocid|no (?:se )?(?:existe|"
     r"encontr)|"
     r"n[ãa]o (?:existe|encontrad|foi encontrad)|desconhecid|inexistente|inesistent|sconosciut|non (?:esiste|"
     r"trovat)|"
     r"onbekend|bestaat niet|niet gevonden|okänd|(?:finns|hittades) inte|ukendt|findes ikke|ukjent|"
     r"finnes ikke|"
     r"tuntematon|ei löydy|nieznany|nie (?:istnieje|znaleziono)|neznám|neexistuj|ismeretlen|nem (?:létezik|"
     r"található)|"
     r"necunoscut|nu există|неизвестн|не (?:существует|найден|існує|знайдено|распозна)|невідом|непознат|"
     r"δεν υπάρχει|άγνωστ|bilinmeyen|bulunamadı|存在しま|見つかりま|不明|不存在|没有此|找不到|查无|無此|"
     r"존재하지|없는|찾을 수 없|"
     r"غير موجود|לא (?:קיים|נמצא)|không tồn tại|ไม่พบ|tidak ditemukan|وجود ندارد|ei eksisteeri|"
     r"neeksistē", "1.1"),
    (r"time[d]? ?out|connection (?:refused|reset|dropped)|no (?:route|answer)|unreachable|can't connect|"
     r"couldn't connect|unable to connect|retry time(?:out)?|still being retried", "4.1"),
    (r"too (?:large|big)|size limit|exceeds? (?:the )?(?:maximum|max)|zu groß|trop (?:volumineu|gros|grand)|"
     r"demasiado grande|muito grande|troppo grande|te groot|слишком (?:больш|велик)|大きすぎ|"
     r"サイズ.{0,10}超|过大|過大", "3.4"),
    (r"loop|too many hops", "4.6"),
    (r"spam|blocked|black ?list|policy|relay(?:ing)? (?:\w+ )?denied|not permitted|denied|refused|"
     r"unauthori[sz]ed|"
     r"virus|content reject|prohibited|unsolicited|垃圾", "7.1"),
    (r"disabled|suspended|inactive|discontinued|no longer|deaktiviert|désactivé|desactivad|bloqueada|停用|"
     r"заблокирован",
     "2.1"),
)  # fmt: skip
_MEANING = [(PlainWords(words), detail) for words, detail in _MEANINGS]

# Without words, what the reply code alone tells (RFC 5321, section 4.2.3).
_OF_CODES = {"552": "2.2", "452": "2.2", "551": "1.6", "553": "1.3"}


def meaning(said: str, code: str = "") -> str:
    """Subject and detail of the enhanced status, such as "1.1"; "0.0" if the words tell nothing."""
    plain = folded(said)
    found = next((detail for words, detail in _MEANING if words.search(plain)), None)
    return found or _OF_CODES.get(code, "0.0")
