"""A date as programs write it for people to read, in the languages of many."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from mailticket.mail.quotation_grammar import view

_CLOCK: Final = re.compile(
    r"(?<![\d.])(?P<hour>\d{1,2})(?:[:h.]|시 ?|[点點時] ?)(?P<minute>\d{2}|\d(?=분|分))"
    r"(?:[:.](?P<second>\d\d))?(?![\d.])"
    r"(?: ?(?P<half>[ap]\.? ?m\b|μμ|μ\.μ|π\.?μ|م\b|ص\b|ch\b|sa\b|ptg\b))?"
)
_HALF_BEFORE: Final = re.compile(r"(?P<half>上午|下午|午前|午後|오전|오후) ?$")
_AFTERNOON: Final = ("p", "下午", "午後", "오후", "μ", "م", "ch")
_YEAR, _DAY = r"(?<!\d)(?P<year>\d{4})", r"(?<!\d)(?P<day>\d{1,2})"
_NAME = r"(?P<month>[^\W\d_][^\s\d.,/()-]{1,15})"
_DAYS: Final = (
    re.compile(_YEAR + r"(?:[-/.년年] ?)(?P<month>\d{1,2})(?:[-/.월月] ?)(?P<day>\d{1,2})(?!\d)"),
    re.compile(_DAY + r"\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})(?!\d)"),
    re.compile(_DAY + r" tháng (?P<month>\d{1,2}),? (?:năm )?(?P<year>\d{4})(?!\d)"),
    re.compile(
        _DAY + rf"(?:st|nd|rd|th|\.)?[ /-]{{0,2}}(?:de |of )?{_NAME}[.,/-]?(?: de)? ?(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(_NAME + r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"),
    re.compile(_YEAR + rf"\. (?:gada|g\.) (?P<day>\d{{1,2}})\. {_NAME}"),
    re.compile(_YEAR + rf"[^\s\d]{{0,5}} ?(?:m\. |г\. )?{_NAME}\.? (?P<day>\d{{1,2}})(?!\d)"),
)
_OFFSET: Final = re.compile(r"(?:gmt|utc)?(?P<sign>[+−-])(?P<hours>\d{1,2}?):?(?P<minutes>\d{2})?\b")

# What the names of months begin with, a language a line; the longest beginning that is here counts.
_BEGINNINGS: Final = """
    jan feb mar apr may jun jul aug sep oct nov dec
    jan feb mär apr mai jun jul aug sep okt nov dez
    jan fév mars avr mai juin juil aoû sep oct nov déc
    ene feb mar abr may jun jul ago sep oct nov dic
    gen feb mar apr mag giu lug ago set ott nov dic
    jan fev mar abr mai jun jul ago set out nov dez
    jan feb maa apr mei jun jul aug sep okt nov dec
    jan feb mrt apr maj jun jul agu sep okt nov des
    sty lut mar kwi maj cze lip sie wrz paź lis gru
    led úno bře dub kvě červ červenc srp zář říj lis pro
    jan feb márc ápr máj jún júl aug sze okt nov dec
    ian feb mar apr mai iun iul aug sep oct noi dec
    sij vel ožu tra svi lipn srpnj kol ruj lis stu pro
    jan feb mar apr maj jun jul avg sep okt nov dec
    јан феб мар апр мај јун јул авг сеп окт нов дец
    яну фев мар апр май юни юли авг сеп окт ное дек
    янв фев мар апр мая июн июл авг сен окт ноя дек
    січ лют бер кві тра чер лип сер вер жов лис гру
    сту лют сак кра мая чэр ліп жні вер кас ліс сне
    қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
    ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
    oca şub mar nis may haz tem ağu eyl eki kas ara
    yan fev mar apr may iyn iyl avq sen okt noy dek
    tam helm maal huh tou kes hein elo syy lok marr jou
    jaa vee mär apr mai juu juul aug sep okt nov det
    sau vas kov bal geg bir lie rugp rugs spa lap gruo
    gen feb març abr maig juny jul ago set oct nov des
    xan feb mar abr mai xuñ xul ago set out nov dec
    urt ots mar api mai eka uzt abu ira urr aza abe
    jan shk mar pri maj qer kor gus sht tet nën dhj
    ion chw maw ebr mai meh gor aws med hyd tac rha
    jan feb mac apr mei jun jul ogo sep okt nov dis
    ene peb mar abr may hun hul ago set okt nob dis
    ינו פבר מרץ אפר מאי יוני יולי אוג ספט אוק נוב דצמ
    בינו בפבר במרץ באפר במאי ביוני ביולי באוג בספט באוק בנוב בדצמ
    يناير فبر مارس أبر مايو يونيو يوليو أغس سبت أكت نوف ديس
    ژان فور مارس آور مه ژوئن ژوئی اوت سپت اکت نوا دسا
    जन फर मार् अप्रै मई जून जुला अग सित अक्तू नव दिस
    জানু ফেব্ মার্ এপ্রি মে জুন জুলা আগ সেপ্ অক্টো নভে ডিসে
    มกรา กุมภา มีนา เมษา พฤษภ มิถุ กรกฎ สิงห กันย ตุลา พฤศจ ธันว
    იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
    հունվ փետ մար ապր մայ հունի հուլ օգո սեպ հոկ նոյ դեկ
"""


def _plain(word: str) -> str:
    """The word without accents and vowel signs."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


_MONTHS: Final = {
    _plain(name): number
    for names in reversed(_BEGINNINGS.strip().split("\n"))
    for number, name in enumerate(names.split(), 1)
}


def instant(value: str, zone: tzinfo) -> datetime | None:
    """The moment that is written, in UTC; None if there is none. Without an offset it is in `zone`."""
    text = view(value).casefold()
    clock = _CLOCK.search(text)
    day = next((found for days in _DAYS if (found := days.search(text))), None)
    if clock is None or day is None:
        return None
    half = clock["half"] or ((found := _HALF_BEFORE.search(text[: clock.start()])) and found["half"]) or ""
    hour = int(clock["hour"])
    if half:
        hour = hour % 12 + 12 * half.startswith(_AFTERNOON)
    year = int(day["year"])
    try:
        date = datetime(
            year - 543 * (year > 2400),  # as Thai programs count
            _month(day["month"]),
            int(day["day"]),
            hour,
            int(clock["minute"]),
            int(clock["second"] or 0),
            tzinfo=zone,
        )
        if offset := _OFFSET.search(text, clock.end()):
            minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
            date = date.replace(
                tzinfo=timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
            )
        return date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(written: str) -> int:
    """The number of a month, 0 if its name is not known."""
    if written.isdigit():
        return int(written)
    plain = _plain(written)
    return next((_MONTHS[plain[:n]] for n in range(8, 1, -1) if plain[:n] in _MONTHS), 0)
