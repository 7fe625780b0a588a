"""Subjects: the ticket numbers in them, and a form of them that may be shown to others.

Mail programs mangle subjects and strangers write them. Reading is lenient (`AW: [# 10042]`, full-width
letters, a lost bracket), showing is strict: no links, nothing that hides or turns the direction of writing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

DEFAULT_TAG: Final = "[#{number}]"
MAX_READ: Final = 2_000  # characters of a subject that are looked at
MAX_SHOWN: Final = 120  # characters of a cleaned subject
MAX_THREAD: Final = 250  # characters of the subject of a conversation
MAX_NUMBERS: Final = 10

_CONTROL: Final = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]+"
)
# Cannot be seen, or turn the direction: soft hyphens, marks, embeddings, isolates, fillers, tag characters.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_JOINERS: Final = re.compile(r"[\u200c\u200d]")
_BRACKETS: Final = str.maketrans("【】〔〕〖〗❲❳⟦⟧﹝﹞", "[][][][][][]")

_PREFIXES: Final = (
    *("re", "ref", "fw", "fwd"),  # English and everybody
    *("aw", "antwort", "wg", "weitergeleitet"),  # German
    *("antw", "betr", "doorst"),  # Dutch
    *("réf", "rép", "tr", "trs"),  # French
    *("rv", "resp", "reenv"),  # Spanish
    *("res", "enc"),  # Portuguese
    *("rif", "inoltra"),  # Italian, with the single letters below
    *("sv", "vs", "vb", "vl", "svar"),  # Danish, Norwegian, Swedish, Finnish
    *("odp", "pd"),  # Polish
    *("vá", "továbbítás", "ang"),  # Hungarian, Swedish of old
    *("ynt", "i̇lt", "ilt"),  # Turkish
    *("atb", "bls", "ats", "prs", "edasi", "atsakymas"),  # Baltic
    *("απ", "σχετ", "πρθ"),  # Greek
    *("отв", "ответ", "пересл", "на", "відп"),  # Russian, Ukrainian
    *("回复", "回覆", "答复", "转发", "轉寄", "返信", "転送", "답장", "회신", "전달"),
    *("رد", "إعادة توجيه", "השב", "הועבר", "תגובה"),
)
_PREFIX: Final = re.compile(
    rf"(?:{'|'.join(_PREFIXES)})"
    r" ?(?:\[ ?\d{1,3} ?\]|\( ?\d{1,3} ?\)|\^ ?\d{1,3}|\*\d{1,3})? ?[:：] ?",
    re.IGNORECASE,
)
_LETTER_PREFIX: Final = re.compile(r"[RI] ?: ?")  # Italian; a drive is called "R:" too

_SCHEME: Final = re.compile(
    r":(?=//)|(?<=\bmailto):|(?<=\btel):|(?<=\bsms):|(?<=\bsip):|(?<=\bdata):", re.IGNORECASE
)
_DOT: Final = re.compile(r"(?<=[\w\])])[.。．｡․](?=([^\W\d_][\w-]+))")
_AT: Final = re.compile(r"(?<=\S)[@＠﹫](?=\S)")
_PHONE: Final = re.compile(r"\+?\(?\d(?:[ ()/.–-]{0,3}\d){6,20}")
# Dates, and addresses in the Internet.
_NO_PHONE: Final = re.compile(
    r"(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?!\d)|\d\d?[-./]\d\d?[-./](?:19|20)\d\d(?!\d)|\d{1,3}(?:\.\d{1,3}){3}$"
)
# Endings of file names that are no top-level domains: no mail program makes a link of them.
_FILES: Final = frozenset(
    [
        *("bmp", "cfg", "conf", "csv", "dll", "doc", "docx", "dwg", "eml", "exe", "gif", "htm", "html"),
        *(
            "ini",
            "iso",
            "jpeg",
            "jpg",
            "json",
            "log",
            "msg",
            "ods",
            "odt",
            "pdf",
            "php",
            "png",
            "ppt",
            "pptx",
        ),
        *("sql", "svg", "tar", "tif", "tiff", "txt", "wav", "xls", "xlsx", "xml", "yaml", "yml"),
    ]
)


def thread_subject(subject: str, tag: str = DEFAULT_TAG) -> str:
    """The subject of the conversation: without reply marks and numbers, one line, nothing hidden in it."""
    text = _without_numbers(_one_line(subject), tag)
    while True:
        found = _PREFIX.match(text) or _letter_prefix(text)
        if not found:
            break
        text = text[found.end() :].lstrip()
    return _shortened(_marks_limited(text), MAX_THREAD)


def clean(subject: str, tag: str = DEFAULT_TAG) -> str:
    """What may be repeated of a stranger's subject: short, links and numbers to call defused.

    A desk must not carry advertisements: `http://x.example` becomes `http[:]//x[.]example`, which no mail
    program makes into a link, and of a telephone number the last two digits remain.
    """
    text = thread_subject(subject, tag)
    text = _PHONE.sub(_masked, text)
    text = _AT.sub("[at]", text)
    text = _DOT.sub(lambda found: "." if found[1].lower() in _FILES else "[.]", text)
    return _shortened(_SCHEME.sub("[:]", text), MAX_SHOWN)


def tagged(subject: str, number: int, tag: str = DEFAULT_TAG) -> str:
    """The subject of a mail of this ticket; it does not grow, however often it goes to and fro."""
    return f"{tag.replace('{number}', str(number))} {thread_subject(subject, tag)}".rstrip()


def find_numbers(subject: str, tag: str = DEFAULT_TAG) -> tuple[int, ...]:
    """The ticket numbers in a subject, in their order, each once, at most `MAX_NUMBERS`."""
    text = _unmangled(_one_line(subject))
    numbers: dict[int, None] = {}
    for found in _tag_pattern(tag).finditer(text):
        numbers[int(next(group for group in found.groups() if group))] = None
        if len(numbers) == MAX_NUMBERS:
            break
    return tuple(numbers)


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text[:MAX_READ])).strip()


def _unmangled(text: str) -> str:
    """Full-width and other forms of letters and brackets as plain ones."""
    return _JOINERS.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)


def _without_numbers(text: str, tag: str) -> str:
    pattern = _tag_pattern(tag)
    rest = pattern.sub(" ", text)
    if pattern.search(_unmangled(rest)):
        rest = pattern.sub(" ", _unmangled(rest))
    return _CONTROL.sub(" ", rest).strip()


@lru_cache(maxsize=16)
def _tag_pattern(tag: str) -> re.Pattern[str]:
    """What a tag may have become on its way: spaces in it, and one of its two brackets lost."""
    before, _, after = tag.partition("{number}")
    opening, closing = (" ?".join(map(re.escape, part.replace(" ", ""))) for part in (before, after))
    whole = rf"{opening} ?(\d{{1,15}})(?!\d) ?{closing}"
    if before[:1] not in {"[", "(", "{", "<"} or not before[1:].strip() or not after.strip():
        return re.compile(whole, re.IGNORECASE)
    rest = " ?".join(map(re.escape, before[1:].replace(" ", "")))
    return re.compile(
        rf"{opening} ?(\d{{1,15}})(?!\d)(?: ?{closing})?|{rest} ?(\d{{1,15}})(?!\d) ?{closing}", re.IGNORECASE
    )


def _letter_prefix(text: str) -> re.Match[str] | None:
    """`R: ` and `I: ` only where another mark follows."""
    found = _LETTER_PREFIX.match(text)
    if found and (_PREFIX.match(text, found.end()) or _LETTER_PREFIX.match(text, found.end())):
        return found
    return None


def _masked(found: re.Match[str]) -> str:
    """A number to call, made useless; a plain number that is too short or too long for one stays."""
    text = found[0]
    digits = re.sub(r"\D", "", text)
    if text.isdecimal() and not 10 <= len(digits) <= 13:
        return text
    if not text.startswith("+") and (_NO_PHONE.match(text) or len(digits) < 9):
        return text
    return f"…{digits[-2:]}"


def _marks_limited(text: str) -> str:
    """At most three marks on a letter: more are used to paint over the lines above and below."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= 3:
            kept.append(character)
    return "".join(kept)


def _shortened(text: str, limit: int) -> str:
    """Cut at a word, with a sign that something is missing."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    at = cut if cut > 0 else limit - 1
    while at > 1 and (unicodedata.combining(text[at]) or text[at] in "\u200c\u200d"):
        at -= 1
    return text[:at].rstrip(" ,;:-") + "…"
