"""Single values: what is read, what is refused, and what is never shown."""

import pickle
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailticket.config import Endpoint, Handoff, Hours, Secret, Url, Week, addresses, values
from mailticket.config.faults import Findings, Place
from mailticket.config.hours import single_days, week
from mailticket.config.kinds import Kind, Many
from mailticket.config.secret import SECRET
from mailticket.config.values import spoken
from mailticket.mail.address import canonical


def read(kind: Kind[Any], raw: object) -> Any:
    """The value of a kind; fails if there is a fault."""
    findings = Findings()
    value = kind.read(raw, Place(findings))
    assert not findings.faults
    return value


def faults(kind: Kind[Any], raw: object) -> list[str]:
    findings = Findings()
    kind.read(raw, Place(findings))
    return [text for _, text in findings.faults]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("2h", 7200),
        ("3d", 259_200),
        ("1w", 604_800),
        ("0s", 0),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1.5h", 5400),
        ("500ms", 0.5),
        ("2 h", 7200),
        ("0.25s", 0.25),
    ],
)
def test_a_duration(text: str, seconds: float) -> None:
    assert read(values.duration(), text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "90",
        "s",
        "-5s",
        "5 parsecs",
        "1h, 30m",
        "h1",
        "1e3s",
        "99999w",
        "999999999d",
        "٣s",
        90,
        1.5,
        True,
        [],
        {},
    ],
)
def test_no_duration(raw: object) -> None:
    assert len(faults(values.duration(), raw)) == 1


def test_a_duration_that_is_too_short_says_what_is_enough() -> None:
    assert faults(values.duration(60), "59s") == ['must be at least 1m, not "59s"']


@pytest.mark.parametrize("text", ["90s", "15m", "2h", "3d", "1w", "250ms", "0s"])
def test_durations_are_spoken_as_they_are_written(text: str) -> None:
    assert read(values.duration(), spoken(read(values.duration(), text))) == read(values.duration(), text)


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        ("25 MiB", 25 * 2**20),
        ("25MiB", 25 * 2**20),
        ("512 KiB", 2**19),
        ("10 MB", 10**7),
        ("100 B", 100),
        ("100", 100),
        (100, 100),
        ("1.5 KiB", 1536),
        ("1 gib", 2**30),
    ],
)
def test_a_size(raw: object, size: int) -> None:
    assert read(values.size, raw) == size


@pytest.mark.parametrize(
    "raw", ["", "MiB", "25 MeB", "-1", "0", 0, "25 MiB MiB", "1 iB", "1 K", "1 Ki", 2.5, True, None]
)
def test_no_size(raw: object) -> None:
    assert len(faults(values.size, raw)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "support@infraware.example",
        "Support@InfraWare.Example",
        "o'hara+x@a.b",
        "üser@münchen.example",
        "SUPPORT@MÜNCHEN.example",
        "Straße@x.example",
        "a@localhost",
        "İ@x.example",
    ],
)
def test_addresses_have_the_form_in_which_mail_compares_them(address: str) -> None:
    assert read(addresses.address, address) == canonical(address)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "support",
        "@x.example",
        "support@",
        "a@b@c.example",
        "Ana <ana@x.example>",
        "a b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x..example",
        "a@-x.example",
        "a@[127.0.0.1]",
        "a@x.example,b@x.example",
        f"{'a' * 65}@x.example",
        "a@x\x00.example",
        4,
        ["a@x.example"],
    ],
)
def test_no_address(raw: object) -> None:
    assert len(faults(addresses.address, raw)) == 1


@pytest.mark.parametrize(
    ("raw", "host", "port"),
    [
        ("127.0.0.1:8025", "127.0.0.1", 8025),
        ("[::1]:25", "::1", 25),
        (":25", "", 25),
        ("*:0", "", 0),
        ("mx:65535", "mx", 65535),
    ],
)
def test_an_endpoint(raw: str, host: str, port: int) -> None:
    endpoint = read(addresses.endpoint(), raw)

    assert (endpoint.host, endpoint.port, endpoint.path) == (host, port, None)
    assert endpoint == raw


def test_an_endpoint_may_be_a_socket_in_the_file_system() -> None:
    assert read(addresses.endpoint(unix=True), "unix:/run/x.sock").path == Path("/run/x.sock")
    assert faults(addresses.endpoint(), "unix:/run/x.sock")
    assert faults(addresses.endpoint(unix=True), "unix:x.sock")
    assert faults(addresses.endpoint(unix=True), f"unix:/{'x' * 107}")


@pytest.mark.parametrize(
    "raw", ["", "8025", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "a:65536", "::1:25", "a b:1", ":²", 25]
)
def test_no_endpoint(raw: object) -> None:
    assert len(faults(addresses.endpoint(), raw)) == 1


RELAYS = addresses.url("smtp", "smtps", "submission", "maildir", example="smtp://host:25")


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("smtp://relay:25", ("smtp", "", None, "relay", 25)),
        ("smtps://relay.example", ("smtps", "", None, "relay.example", None)),
        ("submission://us%40er:p%3Aa%2Fss@relay:587/x", ("submission", "us@er", "p:a/ss", "relay", 587)),
        ("submission://u:p@ss@relay", ("submission", "u", "p@ss", "relay", None)),
        ("smtp://u:@[::1]:25", ("smtp", "u", "", "::1", 25)),
        ("smtp://[2001:db8::1]", ("smtp", "", None, "2001:db8::1", None)),
    ],
)
def test_the_parts_of_a_url(raw: str, parts: tuple[object, ...]) -> None:
    url = read(RELAYS, raw)

    password = url.password.reveal() if url.password else None
    assert (url.scheme, url.username, password, url.host, url.port) == parts


def test_a_maildir_has_a_path() -> None:
    assert read(RELAYS, "maildir:var/sent").path == "var/sent"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "relay:25",
        "http://relay",
        "smtp:relay",
        "smtp://",
        "smtp://:25",
        "smtp://relay:",
        "smtp://relay:0",
        "smtp://relay:99999",
        "smtp://u%4@relay",
        "maildir:",
        "maildir:/",
        "smtp://a\r\nb",
        "SMTP//relay",
        5,
    ],
)
def test_no_url(raw: object) -> None:
    assert len(faults(RELAYS, raw)) == 1


def test_a_near_miss_of_a_scheme_is_suggested() -> None:
    assert 'did you mean "submission:"' in faults(RELAYS, "submision://relay")[0].replace(
        '"submission"', '"submission:"'
    )


@pytest.mark.parametrize(
    "raw",
    [
        "smtp://user:hunter2@relay",
        "nonsense://user:hunter2@relay",
        "smtp://user:hunter2@",
        "smtp://u:hunter2@h:x",
    ],
)
def test_a_password_in_a_url_is_never_shown(raw: str) -> None:
    url = Url(raw)

    assert "hunter2" not in repr(url) + url.masked + url.bare + repr(url.password) + str(url.password)
    assert "hunter2" not in " ".join(faults(RELAYS, raw))


def test_a_password_in_the_query_of_a_url_is_masked_too() -> None:
    assert (
        Url("postgresql:///db?user=a&password=hunter2&x=1").masked
        == "postgresql:///db?user=a&password=***&x=1"
    )


def test_a_url_is_the_text_that_was_written() -> None:
    assert Url("smtp://user:hunter2@relay") == "smtp://user:hunter2@relay"
    assert Url("smtp://user:hunter2@relay").bare == "smtp://user@relay"


@pytest.mark.parametrize("raw", ["postgresql://u@h:5432/d?x=1", "postgresql://u:old@h:5432/d?x=1"])
def test_a_password_is_put_into_a_url(raw: str) -> None:
    url = Url(raw).with_password(Secret("p@/ä:"))

    assert url == "postgresql://u:p%40%2F%C3%A4%3A@h:5432/d?x=1"
    assert url.password == Secret("p@/ä:")
    assert Url(raw).with_password(None) == raw


def test_a_secret_shows_itself_only_when_it_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hunter2\n")
    for secret in (Secret("hunter2"), Secret(file=file)):
        assert secret.reveal() == "hunter2"
        assert "hunter2" not in f"{secret} {secret!r} {[secret]} {secret:}"
        assert pickle.loads(pickle.dumps(secret)).reveal() == "hunter2"
    assert not hasattr(Secret("hunter2"), "__dict__")


def test_a_secret_file_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    secret = Secret(file=file)
    file.write_text("new\r\n")

    assert secret.reveal() == "new"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_secret_file_that_is_no_good(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)

    with pytest.raises(ValueError, match="secret"):
        Secret(file=file).reveal()


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (values.zone, "America/New_York", "America/New_York"),
        (values.zone, "UTC", "UTC"),
        (values.day, date(2026, 1, 5), date(2026, 1, 5)),
        (values.day, "2026-01-05", date(2026, 1, 5)),
        (values.handoff, "mon 09:00", Handoff(weekday=0, time=time(9))),
        (values.handoff, "Sunday 23:59", Handoff(weekday=6, time=time(23, 59))),
        (values.handoff, "09:00", Handoff(weekday=None, time=time(9))),
        (values.subject_tag, "[ACME-{number}]", "[ACME-{number}]"),
        (values.after_accept, "move:Done/2026", "move:Done/2026"),
        (values.header_mark, "X-Spam:  yes", "X-Spam: yes"),
        (addresses.person_or_rota, "rota:night shift", "rota:night shift"),
        (addresses.person_or_rota, "Ana@X.example", "ana@x.example"),
        (addresses.address_or_domain, "@X.example", "@x.example"),
        (addresses.address_or_domain, "x.example", "@x.example"),
        (addresses.address_or_domain, "A@x.example", "a@x.example"),
        (values.language, "pt-BR", "pt-BR"),
        (values.lines, "a\nb", "a\nb"),
        (values.number(0, 1), 1, 1),
        (values.path, "~/x", Path.home() / "x"),
    ],
)
def test_other_values(kind: Kind[Any], raw: object, value: object) -> None:
    assert read(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (values.zone, "America/New_Yrok"),
        (values.zone, "America"),
        (values.zone, ""),
        (values.zone, "../../etc/passwd"),
        (values.zone, "/etc/localtime"),
        (values.zone, "x" * 300),
        (values.zone, "a\x00b"),
        (values.zone, 5),
        (values.day, "2026-02-30"),
        (values.day, "5 Jan"),
        (values.handoff, "mon"),
        (values.handoff, "moon 9:00"),
        (values.handoff, "mon 24:00"),
        (values.subject_tag, "[#]"),
        (values.subject_tag, "{number}{number}"),
        (values.subject_tag, "[{number}{x}]"),
        (values.subject_tag, "[{number}]\n"),
        (values.after_accept, "move:"),
        (values.after_accept, "flag"),
        (values.header_mark, "X-Spam"),
        (values.header_mark, "X Spam: yes"),
        (addresses.person_or_rota, "rota:"),
        (addresses.person_or_rota, "ana"),
        (addresses.address_or_domain, "a b"),
        (values.language, "english please"),
        (values.lines, "a\x1b[0m"),
        (values.name, "  "),
        (values.name, "a\nb"),
        (values.number(0, 1), 1.5),
        (values.number(0, 1), float("nan")),
        (values.number(0, 1), True),
        (values.integer(1, 5), 0),
        (values.integer(1, 5), 6),
        (values.integer(1, 5), 2.0),
        (values.boolean, 1),
        (values.boolean, "true"),
        (values.path, ""),
        (values.path, "a\x00"),
        (values.choice("a", "b"), "c"),
        (addresses.domain, "a b"),
        (addresses.domain, "user@x.example"),
        (SECRET, 5),
    ],
)
def test_no_such_values(kind: Kind[Any], raw: object) -> None:
    assert len(faults(kind, raw)) == 1


def test_a_zone_that_does_not_exist_comes_with_the_one_that_may_be_meant() -> None:
    assert 'did you mean "America/New_York"?' in faults(values.zone, "america/new_york")[0]
    assert 'did you mean "Europe/Berlin"?' in faults(values.zone, "Europe/Berlni")[0]


def test_a_list_names_each_item_once() -> None:
    assert faults(Many(addresses.address), ["a@x.example", "A@X.example"]) == ['names "A@X.example" twice']


def test_faulty_items_are_not_also_called_equal() -> None:
    assert len(faults(Many(addresses.endpoint()), [1, 2])) == 2


def span(opens: int, closes: int) -> Hours:
    return Hours(opens=opens * 60, closes=closes * 60)


def test_hours_of_a_week() -> None:
    raw = {"mon": ["08:00-12:00", "13:00-17:00"], "sat": ["00:00-24:00"], "sun": ["22:00-06:00"]}

    found = read(week, raw)

    assert found == Week(mon=(span(8, 12), span(13, 17)), sat=(span(0, 24),), sun=(span(22, 30),))
    assert found.on(6) == (span(22, 30),)
    assert found.on(1) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8-17",
        "08:00",
        "08:00-25:00",
        "24:00-08:00",
        "08:60-09:00",
        "09:00-09:00",
        "08:00-24:01",
        "ab:cd-ef:gh",
    ],
)
def test_no_hours(text: str) -> None:
    assert len(faults(week, {"mon": [text]})) == 1


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ({"mon": ["08:00-12:00", "11:00-17:00"]}, "11:00-17:00 overlaps 08:00-12:00 of mon"),
        ({"mon": ["11:00-17:00", "08:00-12:00"]}, "11:00-17:00 overlaps 08:00-12:00 of mon"),
        ({"mon": ["22:00-06:00"], "tue": ["05:00-07:00"]}, "05:00-07:00 overlaps 22:00-06:00 of mon"),
        ({"sun": ["22:00-06:00"], "mon": ["05:59-07:00"]}, "05:59-07:00 overlaps 22:00-06:00 of sun"),
        ({"mon": ["00:00-24:00", "09:00-10:00"]}, "09:00-10:00 overlaps 00:00-24:00 of mon"),
        ({"mon": ["08:00-20:00", "09:00-10:00", "19:00-21:00"]}, "19:00-21:00 overlaps 08:00-20:00 of mon"),
        ({"mon": ["08:00-09:00", "08:00-09:00"]}, "08:00-09:00 overlaps 08:00-09:00 of mon"),
    ],
)
def test_hours_that_overlap(hours: dict[str, list[str]], text: str) -> None:
    assert text in faults(week, hours)


@pytest.mark.parametrize(
    "hours",
    [
        {"mon": ["22:00-06:00"], "tue": ["06:00-07:00"]},
        {"sun": ["22:00-06:00"], "mon": ["06:00-22:00"]},
        {name: ["00:00-24:00"] for name in values.WEEKDAYS},
        {name: ["22:00-06:00", "06:00-22:00"] for name in values.WEEKDAYS},
        {"mon": ["22:00-06:00"]},
        {"mon": []},
    ],
)
def test_hours_that_touch_do_not_overlap(hours: dict[str, list[str]]) -> None:
    read(week, hours)


def test_a_day_that_does_not_exist() -> None:
    assert 'did you mean "tue"?' in faults(week, {"tues": []})[0]


def test_hours_of_single_days() -> None:
    assert read(single_days, {"2026-12-24": ["08:00-12:00"]}) == {date(2026, 12, 24): (span(8, 12),)}
    assert faults(single_days, {"2026-13-01": []})
    assert faults(single_days, {"2026-12-24": ["08:00-12:00", "09:00-10:00"]}) == [
        "09:00-10:00 overlaps 08:00-12:00"
    ]


def test_values_survive_a_pickle() -> None:
    for value in (
        Url("smtp://a:b@c"),
        Endpoint("a:1"),
        Week(mon=(span(1, 2),)),
        Handoff(weekday=1, time=time(9)),
    ):
        assert pickle.loads(pickle.dumps(value)) == value
        assert type(pickle.loads(pickle.dumps(value))) is type(value)
