"""A quotation is told by its structure alone, in languages that no table knows."""

import random
import textwrap

import pytest

from mailticket.mail.reply import reply_text

ADDRESS = "ada.byron@mail.example.com"
NAMES = (
    "Ada Byron",
    "Ada",
    "Müller, Jörg (IT)",
    '"O\'Brien, Pat"',
    "山田 太郎",
    "José María de la Cruz",
    "Мария",
)
DATES = (
    "3/3/2025 4:05 PM", "03.03.25, 16:05", "2025-03-03, {w}, 16:05", "2025. 03. 03. 16:05",
    "03-03-2025 16:05",
    "{w}, {w} 3, 2025 4:05 PM", "{w}, 3 {w} 2025 16:05", "3. {w} 2025 {w} 16.05", "2025 {w} 3, {w} 16:05",
    "{w}, 3 {w} {w} {w} 2025 {w} 16:05", "3-{w}-2025 16:05", "{w} 16:05, {w} 3 {w} 2025", "2025/03/03 16:05",
)  # fmt: skip
SENTENCES = (
    "{w} {date}, {name} <{address}> {w}:",
    "{date} {name} <{address}> {w}:",
    "{name} ({address}), {date} {w}:",
    "{w} {date} {w} {name} <{address}>:",
    "{name} <{address}> {w} ({date}):",
    "{date}, {name} <{address}>:",
    "{w} {date} {w} {w} {w} {name} (<{address}>):",
)
BLOCKS = (
    "{w}: {name} <{address}>\n{w}: {date}\n{w}: desk@example.org\n{w}: RE: Router",
    "*{w}:* {name} <{address}>\n*{w}:* desk@example.org\n*{w} {w}:* {date}\n*{w}:* RE: Router",
    "________________________________\n{w} : {name} [mailto:{address}]\n{w} : {date}\n{w} : Desk",
    "-----{w} {w}-----\n{w}: {name} <{address}>\n{w}: {date}\n{w}: Desk\n{w}: Router",
)
ALPHABETS = ("bdéfgáhijôklmünopræstvwyzž", "абвгқдежзиклмноөпрстуүфҳ", "აბგდევზთიკლმნოპჟრსტუფქღყშ")
QUOTED = "Dear customer,\n\nplease restart the router.\n\nAda"


def filled(random_: random.Random, alphabet: str, pattern: str) -> str:
    """The pattern with words of no language in it."""
    named = pattern.replace("{name}", random_.choice(NAMES)).replace("{address}", ADDRESS)
    dated = named.replace("{date}", random_.choice(DATES))
    parts = dated.split("{w}")
    words = ("".join(random_.choices(alphabet, k=random_.randint(2, 9))) for _ in parts[1:])
    return parts[0] + "".join(word + part for word, part in zip(words, parts[1:], strict=True))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("pattern", SENTENCES)
def test_a_date_an_address_and_a_colon(pattern: str, seed: int) -> None:
    random_ = random.Random(f"{pattern}{seed}")
    alphabet = random_.choice(ALPHABETS)
    answer = filled(random_, alphabet, "{w} {w} {w}.\n{w} {w}.")
    sentence = filled(random_, alphabet, pattern)
    width = random_.choice((50, 70, 76, 400))
    wrapped = "\n".join(textwrap.wrap(sentence, width, break_long_words=False, break_on_hyphens=False))
    quoted = textwrap.indent(QUOTED, random_.choice(("> ", ">", "> > ")), lambda _: True)
    assert reply_text(f"{answer}\n\n{wrapped}\n{quoted}\n") == answer
    assert reply_text(f"{wrapped}\n\n{quoted}\n\n{answer}\n") == answer
    assert reply_text(f"{answer}\n\n{wrapped}\n\n{QUOTED}\n") == answer


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("pattern", BLOCKS)
def test_labels_with_an_address_and_a_date(pattern: str, seed: int) -> None:
    random_ = random.Random(f"{pattern}{seed}")
    alphabet = random_.choice(ALPHABETS)
    answer = filled(random_, alphabet, "{w} {w} {w}.\n{w} {w}.")
    block = filled(random_, alphabet, pattern)
    assert reply_text(f"{answer}\n\n{block}\n\n{QUOTED}\n", subject="Re: Router") == answer
