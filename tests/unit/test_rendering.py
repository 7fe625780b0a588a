"""Every mail in every language: nothing missing, nothing of a stranger acts, operators may change it."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket import rendering
from mailticket.rendering import Renderer, mails, wrapped

ROOT = Path(__file__).parents[2]
SAMPLES = tomllib.loads((ROOT / "docs/mails/samples.toml").read_text())
LANGUAGES = ("de", "en", "es", "fr")
RENDERER = Renderer()
TO_CUSTOMERS = ("acknowledgement", "answer", "closed", "merged", "reminder", "emergency_raised", "refusal")

words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=90)


def sample(name: str) -> dict[str, Any]:
    values: dict[str, Any] = SAMPLES["everywhere"] | SAMPLES[name]
    spans = {key: timedelta(seconds=values[key]) for key in ("waited", "promise") if key in values}
    return values | spans


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", mails())
def test_every_mail_is_whole_in_every_language(name: str, language: str) -> None:
    mail = RENDERER.render(name, language, sample(name), time_zone="Europe/Berlin")

    for text in (mail.subject, mail.text, mail.html):
        assert text.strip()
        assert not re.search(r"\[\[|\]\]|\{\{|\{%|\bNone\b|\x02", text)
    assert "\n" not in mail.subject
    assert not re.search(r"\n\n\n", mail.text)
    assert mail.html.count("<p") == mail.html.count("</p>")
    assert mail.html.count("<table") == mail.html.count("</table>")
    if name in TO_CUSTOMERS:
        assert mail.subject.startswith("[#10042] ")


@pytest.mark.parametrize("name", mails())
def test_every_mail_can_do_without_what_is_optional(name: str) -> None:
    values = {"desk_name": "Desk", "tag": "[#1]", "subject": ""} | (
        {"text": "x"} if name == "answer" else {"what": "x"} if name == "alarm" else {}
    )
    mail = RENDERER.render(name, "en", values)

    assert mail.subject
    assert mail.text.strip()
    assert "None" not in mail.text + mail.html


@pytest.mark.parametrize("name", mails())
def test_nothing_is_fetched_or_run(name: str) -> None:
    html = RENDERER.render(name, "en", sample(name)).html.lower()

    assert not re.search(
        r"<(?:script|img|link|iframe|object|form|svg)|url\(|@import|\ssrc=|\son[a-z]+=", html
    )


def test_what_a_stranger_writes_stays_text() -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} [[greeting]] & \x1b[31m\x02\x00"
    values = sample("staff_notice") | {"text": hostile, "subject": hostile, "requester": hostile}
    mail = RENDERER.render("staff_notice", "en", values)

    assert "<script" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} {% raw %} [[greeting]] &amp; " in mail.html
    assert "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} [[greeting]] & [31m" in mail.text


def test_the_words_of_a_customer_are_not_wrapped() -> None:
    text = "word " * 40 + "end\n\n\n  code:\n\tindented"
    mail = RENDERER.render("staff_notice", "en", sample("staff_notice") | {"text": text})

    assert text in mail.text


def test_a_notice_holds_the_beginning_of_a_long_text_and_an_answer_all_of_it() -> None:
    text = "a line of words\n" * 100_000
    notice = RENDERER.render("staff_notice", "en", sample("staff_notice") | {"text": text})
    answer = RENDERER.render("answer", "en", sample("answer") | {"text": text})

    assert len(notice.text) < 25_000
    assert "a line of words\n[…]\n" in notice.text
    assert answer.text.count("a line of words\n") == 100_000


def test_the_answer_of_a_person_holds_their_words_and_signature_and_nothing_else() -> None:
    values = {
        "desk_name": "Desk",
        "tag": "[#7]",
        "subject": "Printer",
        "text": "Hi,\n\nfixed.",
        "signature": "Ana",
    }
    mail = RENDERER.render("answer", "de", values)

    assert (mail.subject, mail.text) == ("[#7] Printer", "Hi,\n\nfixed.\n\n-- \nAna\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_phrase(language: str) -> None:
    folder = ROOT / "templates/languages"
    english, other = (tomllib.loads((folder / f"{tag}.toml").read_text()) for tag in ("en", language))

    for section in english:
        if section not in {"dates", "units", "zones"}:
            assert other[section].keys() == english[section].keys(), section


@pytest.mark.parametrize(
    ("language", "zone", "form"),
    [
        ("en", "America/New_York", "Friday, 20 November 2026, 23:59 (EST)"),
        ("de", "Europe/Berlin", "Samstag, 21. November 2026, 05:59 Uhr (MEZ)"),
        ("de-AT", "Europe/Vienna", "Samstag, 21. November 2026, 05:59 Uhr (MEZ)"),
        ("fr_CA", "America/Montreal", "vendredi 20 novembre 2026 à 23 h 59 (EST)"),
        ("es", "Asia/Kathmandu", "sábado 21 de noviembre de 2026, 10:44 h (UTC+05:45)"),
        ("en", "Australia/Lord_Howe", "Saturday, 21 November 2026, 15:59 (UTC+11:00)"),
        ("xx", "No/Where", "Saturday, 21 November 2026, 04:59 (UTC)"),
        ("", "../../etc/passwd", "Saturday, 21 November 2026, 04:59 (UTC)"),
    ],
)
def test_times_are_written_as_the_reader_writes_them(language: str, zone: str, form: str) -> None:
    values = sample("acknowledgement") | {"answer_by": datetime(2026, 11, 21, 4, 59, tzinfo=UTC)}
    text = RENDERER.render("acknowledgement", language, values, time_zone=zone).text

    assert form in " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=-5), "1 minute"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(days=2, hours=1, minutes=5), "2 days 1 hour"),
        (timedelta(days=1), "1 day"),
    ],
)
def test_lengths_of_time_are_written_in_words(length: timedelta, written: str) -> None:
    text = RENDERER.render("page", "en", sample("page") | {"waited": length}).text

    assert f"has been waiting for an answer for {written}." in " ".join(text.split())


def test_a_lock_screen_shows_what_counts() -> None:
    mail = RENDERER.render("page", "en", sample("page"))

    assert mail.subject == "[#10042] OVERDUE Acme: Mail server does not answer since the update"
    assert " ".join(mail.text.split()).startswith(
        "Acme has been waiting for an answer for 2 hours 30 minutes. Reply “ack” to take it."
    )


@given(parts=st.lists(words, max_size=60))
def test_wrapping_loses_no_word(parts: list[str]) -> None:
    text = wrapped(" ".join(parts))

    assert text.split() == " ".join(parts).split()
    assert all(len(line) <= rendering.WIDTH or " " not in line for line in text.split("\n"))


def test_the_details_of_an_alarm_may_be_one_text() -> None:
    mail = RENDERER.render(
        "alarm", "en", sample("alarm") | {"details": "First line\nSecond <line>", "count": 1}
    )

    assert "\nFirst line\nSecond <line>\n" in mail.text
    assert "First line\nSecond &lt;line&gt;" in mail.html


def test_an_unknown_mail_is_named() -> None:
    with pytest.raises(LookupError, match="no mail nonsense"):
        RENDERER.render("nonsense", "en", {})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_an_operator_replaces_a_template_for_all_languages_or_for_one(tmp_path: Path) -> None:
    write(tmp_path / "closed.txt", "Subject: {{ tag }}\n\nAll: {{ number }} [[greeting]]\n")
    write(tmp_path / "de/closed.txt", "Subject: {{ tag }}\n\nNur hier: {{ number }}\n")
    renderer = Renderer(tmp_path)

    assert renderer.check() == []
    assert renderer.render("closed", "fr", sample("closed")).text == "All: 10042 Bonjour,\n"
    assert renderer.render("closed", "de-AT", sample("closed")).text == "Nur hier: 10042\n"
    assert (
        renderer.render("closed", "de", sample("closed")).html
        == RENDERER.render("closed", "de", sample("closed")).html
    )


def test_an_operator_replaces_single_phrases_and_adds_a_language(tmp_path: Path) -> None:
    write(tmp_path / "languages/en.toml", '[acknowledgement]\nanswer_soon = "Soon & surely."\n')
    write(
        tmp_path / "languages/nl.toml",
        '[dates]\nmonths = ["1","2","3","4","5","6","7","8","9","10","november","12"]\n'
        '[common]\ngreeting = "Goedendag,"\n',
    )
    renderer = Renderer(tmp_path)
    values = sample("acknowledgement")

    assert renderer.check() == []
    assert renderer.languages() == ("de", "en", "es", "fr", "nl")
    english = renderer.render("acknowledgement", "en", values | {"answer_by": None})
    assert "\nSoon & surely.\n" in english.text
    assert "Soon &amp; surely." in english.html
    dutch = renderer.render("acknowledgement", "nl-BE", values).text
    assert dutch.startswith("Goedendag,\n\nthank you")
    assert "20 november 2026" in " ".join(renderer.render("acknowledgement", "nl", values).text.split()) or (
        "21 november 2026" in " ".join(dutch.split())
    )


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("closed.txt", "Subject: x\n\n{{ number }\n", "closed.txt:3: "),
        ("closed.html", "<p>\n{% if number %}\n", "closed.html:2: "),
        ("closed.txt", "Subject: x\n\n[[nonsense]]\n", "closed.txt:3: there is no phrase 'nonsense'"),
        ("closed.txt", "Subject: x\n\n{{ numbr }}\n", "closed.txt:3: this mail has no value 'numbr'"),
        ("closed.txt", "Subject: x\n\n{{ number | shout }}\n", "closed.txt:3: "),
        ("de/closed.txt", "Subject: x\n\n{% endif %}\n", "de/closed.txt:3: "),
        ("layout.html", "<p>\n{% block body %}\n", "layout.html:2: "),
        ("acknowledgment.txt", "Subject: x\n\nx\n", "acknowledgment.txt:1: there is no mail of this name"),
        ("languages/en.toml", "[common]\ngreeting = \n", "languages/en.toml:2: "),
        ("languages/en.toml", '[dates]\nmonths = ["January"]\n', "languages/en.toml:1: months"),
        ("languages/nl.toml", '[dates]\nmoment = "{nonsense}"\n', "languages/nl.toml:1: moment"),
        (
            "languages/nl.toml",
            '[closed]\nclosd = "x"\n',
            "languages/nl.toml:2: closed.closd: there is no phrase",
        ),
        ("languages/nl.toml", '[common]\ngreeting = "{{ oops"\n', "acknowledgement"),
    ],
)
def test_a_fault_of_the_operator_is_named_and_does_no_harm(
    tmp_path: Path, file: str, text: str, told: str
) -> None:
    write(tmp_path / file, text)
    renderer = Renderer(tmp_path)

    faults = renderer.check()
    assert any(told in fault for fault in faults), faults
    for name in ("closed", "acknowledgement"):
        for language in ("en", "de", "nl"):
            mail = renderer.render(name, language, sample(name))
            assert mail.subject
            assert mail.text


def test_a_template_that_fails_on_a_value_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "closed.txt", "Subject: x\n\n{{ number.nothing.here }}\n")
    renderer = Renderer(tmp_path)

    mail = renderer.render("closed", "en", sample("closed"))

    assert mail.text == RENDERER.render("closed", "en", sample("closed")).text
    assert mail.fault is not None
    assert mail.fault.startswith("closed: ")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert Renderer(tmp_path / "none").check() == [
        f"{tmp_path / 'none'}: the folder of templates does not exist."
    ]


def test_what_is_shipped_has_no_fault() -> None:
    assert RENDERER.check() == []
