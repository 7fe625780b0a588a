"""The names of the months, in the languages of many."""

import unicodedata
from typing import Final

# What they begin with, a language a line; the longest beginning that is here counts.
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
    jan feb mrz apr mai jun jul aug sep okt nov dez
    led úno bře dub kvě čvn čvc srp zář říj lis pro
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
    一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月
"""


def _plain(word: str) -> str:
    """The word without accents and vowel signs."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


_MONTHS: Final = {
    _plain(name): number
    for names in reversed(_BEGINNINGS.strip().split("\n"))
    for number, name in enumerate(names.split(), 1)
}
_LONGEST: Final = max(map(len, _MONTHS))


def month(written: str) -> int:
    """The number of the month that a word in lower case, or a number, stands for; 0 if for none."""
    if written.isdigit():
        return int(written)
    plain = _plain(written)
    return next((_MONTHS[plain[:n]] for n in range(_LONGEST, 1, -1) if plain[:n] in _MONTHS), 0)
