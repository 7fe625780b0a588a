"""Where a subject names an automatic reply or an absence, and whether people would; for lower case."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mailticket.mail.automatic_words import names
from mailticket.mail.letters import plain
from mailticket.mail.words import Words

_OPENING = re.compile(r"[\s\[(*<«\"'【-]{0,5}")
_CLOSE = r"[\])】>»'\"*]{0,3}"
_REPLIED = (
    r"(?:re|aw|antw|sv|vs|r|rv|res|resp|rif|odp|va|ynt|atb|ats|απ|отв|回[复覆]|答复|返信|답장|회신|"
    r"رد)\s?[:：]"
)
# "Automatic reply: the subject that it answers", "Auto reply Re: the subject", "[Auto reply] the subject".
_BEFORE_ANY = re.compile(rf"{_CLOSE}(?:\s{{0,3}}[:：]|[\s–—-]{{1,3}}{_REPLIED})")
# What joins two of them: "Out of office - auto reply", "外出时的自动答复", "házon kívüli automatikus válasz".
_TOGETHER = re.compile(r"[^:：()\[\]（）]{0,6}")
_IN_BRACKETS = re.compile(r"[\])】]")
# Notes: "AUTO: Ada Byron is out of the office (returning …)"
_NOTES = re.compile(r"auto ?: .{2,80}\(.{0,40}\d.{0,40}\)\s*$")
# "Out of office: Re: …": only a program answers with both.
_BEFORE_REPLY = re.compile(rf"{_CLOSE}\s{{0,3}}[:：-]\s{{0,3}}{_REPLIED}")
# "Vacation: the subject that it answers": people write so too, but not in an answer.
_BEFORE_SUBJECT = re.compile(rf"{_CLOSE}\s{{0,3}}[:：]\s{{0,3}}\S")
_WORDS_BEFORE_SUBJECT = re.compile(rf"{_CLOSE}(?: [^\s:：]+){{0,6}}\s{{0,3}}[:：]\s{{0,3}}\S")
# Behind an announcement of one's own, the subject of the mail that is answered.
_ANSWERED = re.compile(rf"(?<=[^:：\s] ){_REPLIED} ?\S")
# "I am" that: who will be so writes it himself.
_I_AM = Words(
    plain(
        r"[\s\[(*<«\"'【-]{0,5}(?:i am|i'm|we are|ich bin|bin|wir sind|je suis|nous sommes|estoy|estamos|"
        r"estou|sono|siamo|ik ben|jag är|jeg er|jag har|jestem|jsem|som|sunt|я|olen|είμαι|sam|sem|jam|"
        r"saya|tôi) (?:currently |now |derzeit |momentan |zur zeit |zurzeit |actuellement |actualmente |"
        r"momenteel |for tiden |sedang |đang )?$"
    )
)
# Such a name stands apart: nothing follows, a mark, a date, a subject, "until", "notice" and the like.
_APART = Words(
    plain(
        rf"{_CLOSE}(?:[!.…\s]*$|(?<=[\])】])|\s?(?:안내|알림|通知|の?お知らせ|のご?連絡)|\s{{0,3}}[:：|"
        rf"(\[–—/]|\s-\s|,\s|"
        r"\s(?:\S+ ){0,3}\d|(?:\s\S+){1,5}\s?[:：]|\s(?:notification|message|notice|alert|assistant|until|"
        r"till|from|through|of|due|bis|von|vom|ab|auf ihre|wegen|du|au|jusqu|pour|hasta|desde|por|até|"
        r"fino|dal|per|tot|van|t\.?o\.?m|til|fra|do|od|с|до|по|з|від|έως|μέχρι|iki|līdz|kuni|asti|saakka|"
        r"z|ze|de|da|di|från|auf)\b)"
    )
)
_BRACKET_BEFORE = re.compile(r"[(\[（【](?:[^()\[\]（）]{0,25} )?$")
_BRACKET_BEHIND = re.compile(r"(?: [^()\[\]（）]{0,40})?[)\]）】]\s*$")
_DASH_BEFORE = re.compile(r"\s[-–—|/]\s?$")
_COLON_BEFORE = re.compile(r"\S[:：]\s?$")
_END = re.compile(r"[!.\s]*$")
# "Ada Byron is currently out of the office."
_SOMEBODY_IS = Words(
    plain(
        r"^.{1,60} (?:is|are|am|will be|ist|sind|bin|est|está|estará|estoy|estou|è|sarà|sono|is momenteel|"
        r"ben|är|er|on|jest|je|este|είναι) (?:\S+ ){0,2}$|.[はが]$"
    )
)


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str  # program, reply, notice, absence
    before: str
    after: str

    @property
    def opens(self) -> bool:
        return bool(_OPENING.fullmatch(self.before))

    @property
    def whole(self) -> bool:
        """Whether it is no part of a longer word."""
        return not self.after[:1].isalpha() and not re.search(r"[^\W\d_]$", self.before)


@lru_cache(maxsize=16)
def _named(subject: str) -> tuple[_Name, ...]:
    """The names in a subject; what stands right before a reply is one with it."""
    found: list[tuple[str, int, int]] = []
    for one in names().finditer(subject):
        kind, start = one.lastgroup or "", one.start()
        if found and kind != "absence" and _TOGETHER.fullmatch(subject, found[-1][2], start):
            start = found.pop()[1]
        found.append((kind, start, one.end()))
    return tuple(_Name(kind, subject[:start], subject[end:]) for kind, start, end in found)


def names_reply(subject: str, *, absence: bool = True) -> bool:
    """Whether an automatic reply is named anywhere, or an absence."""
    return any(
        name.whole and (absence or name.kind in ("program", "reply")) for name in _named(plain(subject))
    )


def only_a_program(subject: str) -> str:
    """The words that only programs put before the subject that they answer, "" if there are none."""
    if _NOTES.match(subject):
        return subject
    if subject.startswith("auto") and (answered := _BEFORE_REPLY.match(subject, 4)):
        return subject[: answered.end()]
    for name in _named(subject)[:1]:
        if name.kind in ("program", "reply"):
            boxed = name.before.endswith(("[", "(", "【")) and _IN_BRACKETS.match(name.after)
            found = bool(boxed or _BEFORE_ANY.match(name.after))
        else:
            found = name.kind == "absence" and bool(_BEFORE_REPLY.match(name.after))
        if found and name.opens:
            return subject[: len(subject) - len(name.after) + 1]
    return ""


def little_else(subject: str) -> bool:
    """Whether a name begins the subject and stands apart, ends it in brackets, or is said of somebody."""
    if subject.startswith("auto:"):
        return True
    return announces(subject) or any(_is_apart(name) for name in _named(subject))


def _is_apart(name: _Name) -> bool:
    if (name.opens or _I_AM.match(name.before)) and _APART.match(name.after):
        return True
    if _BRACKET_BEFORE.search(name.before) and _BRACKET_BEHIND.match(name.after):
        return True
    if _END.match(name.after) and (
        _DASH_BEFORE.search(name.before) or (name.kind == "reply" and _COLON_BEFORE.search(name.before))
    ):
        return True
    said = name.kind == "absence" and not name.after[:1].isalpha() and len(name.after) <= 80
    return said and bool(_SOMEBODY_IS.search(name.before))


def before_a_subject(subject: str) -> bool:
    """Whether a name stands before another subject, as in an answer of a program."""
    return announces(subject) or any(
        name.opens
        and (_BEFORE_SUBJECT if name.kind == "absence" else _WORDS_BEFORE_SUBJECT).match(name.after)
        for name in _named(subject)[:1]
    )


def announces(subject: str) -> bool:
    """Whether a name stands before the subject of another mail, as Gmail puts them."""
    answered = _ANSWERED.search(subject)
    return bool(answered and names_reply(subject[: answered.start()]))
