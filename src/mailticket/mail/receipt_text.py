"""Receipts told in words alone: Outlook's without a report, and forms of before RFC 8098."""

import re

from mailticket.mail.quotation_labels import TO_LABELS
from mailticket.mail.words import Words

_MAX_TEXT = 1_500  # a receipt says no more
_LINE = re.compile(r"^[ \t>]{0,8}([^\s:：][^:：\n]{0,30}?)\s?[:：]\s?(.*)$")
_NAMED = Words(
    r"^\W{0,3}(?:(?:return|read(?:ing)?|delivery|disposition|mail) receipt|receipt (?:notification|"
    r"confirmation)|disposition notification|confirmation of (?:reading|receipt)|lesebestätigung|"
    r"empfangsbestätigung|accusé de (?:réception|lecture)|confirmation de lecture|confirmación de "
    r"(?:lectura|entrega)|acuse de recibo|confirmação de leitura|recibo de leitura|conferma di lettura|"
    r"ricevuta di (?:ritorno|lettura)|leesbevestiging|ontvangstbevestiging|läskvitto|kvittering|"
    r"lukukuittaus|potwierdzenie (?:przeczytania|odbioru)|potvrzení o přečtení|olvasási visszaigazolás|"
    r"уведомление о прочтении|okundu bilgisi|開封確認|開封通知|已读回执|读取回执|已讀回條|수신 ?확인)(?:$|"
    r"(?: \S{1,6})?\s?[:：(\[!.–—-])"
)
_SAYS = Words(
    r"^\W{0,5}return receipt\s+(?:your|dear)|"  # Notes
    r"this (?:is a (?:return |read )?|return |read )receipt (?:for|only|acknowledges|confirms|is)|(?:your|"
    r"the) (?:message|e-?mail|mail) (?:\S+ ){0,20}(?:was|has been) (?:successfully )?(?:read|displayed|"
    r"opened)|(?:ihre|die) (?:nachricht|e-?mail|mail) (?:\S+ ){0,20}(?:gelesen|geöffnet|angezeigt)|"
    r"(?:votre|le) (?:message|mail|courriel) (?:\S+ ){0,20}(?:été|est) (?:lu|ouvert|affiché)|(?:su|el|tu) "
    r"(?:mensaje|correo) (?:\S+ ){0,20}(?:leído|abierto|mostrado)|(?:sua|seu|a|o) (?:mensagem|e-?mail) "
    r"(?:\S+ ){0,20}(?:lid|abert|exibid)[ao]|(?:suo|il|tuo) (?:messaggio|e-?mail) (?:\S+ ){0,20}(?:lett|"
    r"apert|visualizzat)[oa]|(?:uw|het) bericht (?:\S+ ){0,20}(?:gelezen|geopend|weergegeven)|(?:mejl|"
    r"mail|meddelande|e-?post|meddelelse|melding|besked)\w* (?:\S+ ){0,20}(?:läst|lest|læst|öppnat|åpnet|"
    r"åbnet)|viestis?i? (?:\S+ ){0,20}(?:luettu|avattu)|wiadomość (?:\S+ ){0,20}(?:przeczytan|wyświetlon)|"
    r"zpráv\w* (?:\S+ ){0,20}(?:přečten|zobrazen)|сообщение (?:\S+ ){0,20}(?:прочитано|прочтено|открыто)|"
    r"開封され|已(?:被)?(?:阅读|閱讀|讀取|读取|打开)|읽었습니다|okundu"
)


def receipt_in_text(subject: str, text: str) -> str:
    """What shows that a text is a receipt, "" if nothing does.

    In whatever language, Outlook writes a mark and a colon before the subject and repeats, between two
    sentences, to whom the mail went, its subject, and when it was sent.
    """
    if not text.strip() or len(text) > _MAX_TEXT:
        return ""
    if _NAMED.match(subject.lower()) and (said := _SAYS.search(" ".join(text.lower().split()))):
        return f"Subject: {subject[:80]}; text: {said[0][-60:]}"
    mark, colon, rest = subject.replace("：", ":").partition(":")
    if colon and 0 < len(mark.split()) <= 4 and _repeats(text.strip().splitlines()[:12], rest.strip()):
        return f"Subject: {mark.strip()}:"
    return ""


def _repeats(lines: list[str], subject: str) -> bool:
    """Whether "To:" and this subject stand between two sentences, each on a line of its own."""
    said = [line for line in lines if line.strip()]
    if not subject or not 4 <= len(said) <= 8 or len(said[0]) > 80:
        return False
    pairs = [_LINE.match(line) for line in said[1:4]]
    first = pairs[0]
    if first is None or first[1].strip().lower() not in TO_LABELS:
        return False
    # A report of Exchange begins in the same way, and ends with the addresses that were not reached.
    return not any("@" in line for line in said[4:]) and any(
        pair is not None and pair[2].strip()[:60] == subject[:60] for pair in pairs[1:]
    )
