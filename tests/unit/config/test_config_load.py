"""From a file and the environment to a configuration, or to all that is wrong with them."""

import pickle
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailticket.config import Config, ConfigurationError, Fault, Staff, load
from mailticket.config.kinds import Many, Named, Optional_, Table
from mailticket.config.tree import Document

Load = Callable[..., Config]
Expect = Callable[..., None]

ROOT = Path(__file__).parents[3]
DEFAULT = ROOT / "config/mailticket.toml"


def everything() -> str:
    """The default file with all keys that it keeps as comments."""
    lines = DEFAULT.read_text().split("\n")
    return "\n".join(line[1:] if re.match(r"#(?:[a-z\[\]]|  \{)", line) else line for line in lines)


# The file that is shipped


def test_the_default_works_as_it_is() -> None:
    config = load(DEFAULT, {})

    assert config.smtp_server.listen == ("127.0.0.1:8025",)
    assert config.store.url == "sqlite:///var/mailticket.db"
    assert config.relay.url == "maildir:var/sent"
    assert config.warnings == ()


def test_every_key_is_in_the_default_file() -> None:
    def keys(kind: Any, path: str) -> set[str]:
        match kind:
            case Table():
                inner = kind.keys.items()
                return {path}.union(*(keys(each, f"{path}.{name}") for name, each in inner))
            case Many() | Named():
                return keys(kind.kind, path)
            case Optional_():
                return {path}
        return {path}

    def written(value: Any, path: str, in_calendar: bool = False) -> set[str]:
        if isinstance(value, list):
            return {path}.union(*(written(item, path, in_calendar) for item in value))
        if isinstance(value, dict):
            named = path == ".calendars" and not in_calendar
            return {path}.union(
                *(written(item, path if named else f"{path}.{name}", named) for name, item in value.items())
            )
        return {path}

    known = keys(Table(Document), "")

    assert known - written(tomllib.loads(everything()), "") == set()


def test_what_the_default_file_calls_a_default_is_one(tmp_path: Path) -> None:
    file = tmp_path / "everything.toml"
    file.write_text(everything())
    listed = load(file, {})
    plain = load(DEFAULT, {})

    tables = {
        "mailboxes",
        "staff",
        "queues",
        "rules",
        "customers",
        "calendars",
        "service_levels",
        "ladders",
        "rotas",
    }
    for field in fields(Document):
        if field.name not in tables:
            assert getattr(listed, field.name) == getattr(plain, field.name), field.name
    assert [(fault.key, fault.text) for fault in listed.warnings] == [
        ("mailboxes.password_file", "is missing; without a password or oauth2 nobody is let in")
    ]


@pytest.mark.parametrize("item", ["mailboxes", "staff", "queues", "service_levels", "ladders", "rotas"])
def test_what_the_default_file_calls_a_default_in_a_list_is_one(item: str, tmp_path: Path) -> None:
    """Examples that differ from the default are those that are not about it."""
    examples = {
        "mailboxes": {"name", "url", "username"},
        "staff": {"name", "address"},
        "queues": {"name", "members"},
        "service_levels": {"name", "targets", "ladder"},
        "ladders": {"name", "steps", "fallback"},
        "rotas": {"name", "time_zone", "members"},
    }
    file = tmp_path / "everything.toml"
    file.write_text(everything())
    listed = getattr(load(file, {}), item)[0]

    needed = {name: getattr(listed, name) for name in examples[item]}

    assert listed == type(listed)(**needed)


# Where the configuration is looked for


def test_the_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}).source.read_text() == DEFAULT.read_text()

    (tmp_path / "config").mkdir()
    (tmp_path / "config/mailticket.toml").write_text('[desk]\naddress = "here@desk.example"\n')
    assert load(None, {}).desk.address == "here@desk.example"

    (tmp_path / "other.toml").write_text('[desk]\naddress = "other@desk.example"\n')
    assert load(None, {"MAILTICKET_CONFIG": "other.toml"}).desk.address == "other@desk.example"
    assert load(Path("config/mailticket.toml"), {"MAILTICKET_CONFIG": "other.toml"}).desk.address.startswith(
        "here"
    )


def only_fault(*arguments: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(*arguments)
    assert len(caught.value.faults) == 1
    assert str(caught.value) == str(caught.value.faults[0])
    return str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert only_fault(missing, {}).startswith(
        f"{missing}: does not exist; name the configuration by --config"
    )
    assert only_fault(None, {"MAILTICKET_CONFIG": str(missing)}).startswith(f"{missing}: does not exist")
    assert only_fault(tmp_path, {}) == f"{tmp_path}: cannot be read: Is a directory"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[desk]\naddress = \n", "2: is not TOML: invalid value"),
        (b"[desk]\nname = 'a'\nname = 'b'\n", "3: is not TOML: cannot overwrite a value"),
        (b"[desk]\naddress = 'a@b.example'\n[desk]\n", "3: is not TOML: cannot declare ('desk',) twice"),
        (b'[desk]\nname = "a\n', "2: is not TOML: illegal character '\\n'"),
        (b"[desk]\r\nname = [1,\r\n2", "3: is not TOML: unclosed array"),
        (b"[desk]\n\n\xff", "3: holds a byte that is not UTF-8"),
        (b"a = 1\nb = " + b"9" * 5_000, "2: is not TOML: exceeds the limit"),
        (b"\x00", "1: is not TOML: invalid statement"),
        (b"x = " + b"[" * 100_000, "is nested too deeply to be read"),
    ],
)
def test_syntax(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "desk.toml"
    file.write_bytes(content)

    assert (
        only_fault(file, {})
        .split(f"{file}: " if "nested" in expected else f"{file}:", 1)[1]
        .startswith(expected)
    )


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_bytes(b'\xef\xbb\xbf[desk]\naddress = "a@b.example"\n')

    assert load(file, {}).desk.address == "a@b.example"


# Faults


def test_all_faults_are_found_at_once(expect_faults: Expect) -> None:
    expect_faults(
        """\
extra = 1                                        #! extra: is not a key that exists
[desk]                                           #! desk.address: is missing; it must be an address
name = 5                                         #! desk.name: must be a name, not 5
adress = "support@desk.example"                  #! desk.adress: did you mean "address"?
time_zone = "America/New_Yrok"                   #! desk.time_zone: did you mean "America/New_York"?
[store]
url = "mysql://x"                                #! store.url: must begin with sqlite: or postgresql:
lease = 30 #! store.lease: must be a duration such as 90s, 15m, 2h or 3d, not 30
[smtp_server]
listen = [
  "127.0.0.1:25",
  "127.0.0.1:250000",                            #! smtp_server.listen: has no port from 0 to 65535
  25,                                            #! smtp_server.listen: must be HOST:PORT
]
max_message_size = "25 MeB"                      #! smtp_server.max_message_size: must be a size such as
accept_domains = "x.example" #! smtp_server.accept_domains: must be a list, each item a domain
[relay]
retry = []                                       #! relay.retry: is empty
dkim = { domain = "x.example", selector = "s" }  #! relay.dkim.key_file: is missing
[lgo]                                            #! lgo: did you mean "log"?
[[staff]]                                        #! staff.name: is missing
address = "ana@desk.example"
notify = ["new", "repyl"]                        #! staff.notify: did you mean "reply"?
[[staff]]
name = "Bo"
address = "ANA@desk.example"                     #! staff.address: ana@desk.example is the address of
[[ladders]]
name = "default"
steps = [
  { after = "0m", notify = ["rota:primary"] }, #! ladders.steps.notify: names the rota "primary"
  { after = "x", notify = [] }, #! ladders.steps.after: must be a #! ladders.steps.notify: is empty
]
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "desk = 5 #! desk: must be a table, not 5",
        'staff = "ana" #! desk: is missing #! staff: must be a list, each item a table, not "ana" ',
        "staff = [ #! desk: is missing\n  5, #! staff: must be a table, not 5\n]",
        "[staff] #! staff: must be a list, each item a table, not a table",
        "[[log]] #! log: must be a table, not a list",
        "[calendars]\noffice = 1 #! calendars.office: must be a table, not 1",
        "[[service_levels]]\nname = 'a'\napplies_to = 1 #! service_levels.applies_to: must be a table, not 1",
        "[relay.oauth2] #! relay.oauth2.provider: is missing; it must be microsoft or google",
        "[log]\nlevel = true #! log.level: must be debug, info, warning or error, not true",
    ],
)
def test_things_of_the_wrong_shape(expect_faults: Expect, text: str) -> None:
    expect_faults(text, whole="desk" in text)


def test_a_fault_reads_as_the_contract_says() -> None:
    fault = Fault(file="config/mailticket.toml", line=7, key="store.lease", text="must be longer")

    assert str(fault) == "config/mailticket.toml:7: store.lease: must be longer"


def test_a_missing_section_is_a_fault_of_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text("")

    assert only_fault(file, {}).startswith(f"{file}:1: desk: is missing")


def test_text_of_the_file_cannot_forge_lines_of_the_report(load_text: Load) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_text('"a\\nb\\u001b[31m" = 1\n[log]\nlevel = "x\\ny\\u001b"\n')

    assert len(str(caught.value).splitlines()) == 2
    assert "\x1b" not in str(caught.value)


def test_an_error_survives_a_pickle(load_text: Load) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_text("lgo = 1")

    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


# The environment


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("DESK__NAME", "Help", lambda c: c.desk.name == "Help"),
        ("DESK__SIGNATURE", "a\nb", lambda c: c.desk.signature == "a\nb"),
        (
            "SMTP_SERVER__LISTEN",
            "127.0.0.1:1,[::1]:2",
            lambda c: c.smtp_server.listen == ("127.0.0.1:1", "[::1]:2"),
        ),
        ("SMTP_SERVER__LISTEN", '["127.0.0.1:1"]', lambda c: c.smtp_server.listen == ("127.0.0.1:1",)),
        ("SMTP_SERVER__LISTEN", "", lambda c: c.smtp_server.listen == ()),
        ("SMTP_SERVER__MAX_RECIPIENTS", "7", lambda c: c.smtp_server.max_recipients == 7),
        ("SMTP_SERVER__MAX_MESSAGE_SIZE", "1000", lambda c: c.smtp_server.max_message_size == 1000),
        ("RELAY__PACE", "2.5", lambda c: c.relay.pace == 2.5),
        ("RELAY__RETRY", "1s, 2s", lambda c: c.relay.retry == (timedelta(seconds=1), timedelta(seconds=2))),
        ("ANSWERS__TELL_CLOSING", "yes", lambda c: c.answers.tell_closing is True),
        ("ANSWERS__TELL_CLOSING", "FALSE", lambda c: c.answers.tell_closing is False),
        ("HTTP__LISTEN", "", lambda c: c.http.listen is None),
        ("STAFF__0__NAME", "Cy", lambda c: c.staff[0].name == "Cy"),
        ("STAFF__ANA_RUIZ__NOTIFY", "new", lambda c: c.staff[0].notify == ("new",)),
        ("STAFF__1", '{ name = "Bo", address = "bo@x.example" }', lambda c: c.staff[1].name == "Bo"),
        (
            "STAFF",
            '[{ name = "Bo", address = "bo@x.example" }]',
            lambda c: [s.name for s in c.staff] == ["Bo"],
        ),
        (
            "CALENDARS__OFFICE__TIME_ZONE",
            "Asia/Tokyo",
            lambda c: c.calendars["Office"].time_zone == "Asia/Tokyo",
        ),
        (
            "CALENDARS__OFFICE__HOURS",
            '{ mon = ["08:00-09:00"] }',
            lambda c: c.calendars["Office"].hours.tue == (),
        ),
        ("CALENDARS__NIGHT__TIME_ZONE", "UTC", lambda c: c.calendars["night"].time_zone == "UTC"),
        (
            "LADDERS__DEFAULT__STEPS__1__AFTER",
            "1h",
            lambda c: c.ladders[0].steps[1].after == timedelta(hours=1),
        ),
        ("ROTAS__PRIMARY__STARTS", "2026-02-02", lambda c: c.rotas[0].starts == date(2026, 2, 2)),
        ("RELAY__DKIM", "", lambda c: c.relay.dkim is None),
    ],
)
def test_a_key_is_set_by_a_variable(
    load_text: Load, variable: str, value: str, read: Callable[[Config], bool]
) -> None:
    config = load_text(
        """
        [[staff]]
        name = "Ana Ruiz"
        address = "ana@desk.example"
        [calendars.Office]
        hours = { mon = ["07:00-22:00"], tue = ["07:00-22:00"] }
        [[ladders]]
        name = "default"
        steps = [{ after = "0m", notify = ["rota:primary"] }, { after = "5m", notify = ["ana@desk.example"] }]
        [[rotas]]
        name = "primary"
        members = ["ana@desk.example"]
        """,
        {f"MAILTICKET__{variable}": value},
    )

    assert read(config)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("LOG__LEVEL", "loud", 'log.level: must be debug, info, warning or error, not "loud"'),
        ("LOG__LEVLE", "info", 'log.levle: names no key that exists; did you mean "LEVEL"?'),
        ("LGO__LEVEL", "info", 'lgo.level: names no key that exists; did you mean "LOG"?'),
        ("LOG__LEVEL__X", "info", "log.level.x: names a key within a single value"),
        ("LOG", "level = 5", "log: is not a TOML value"),
        ("SMTP_SERVER__MAX_HOPS", "many", 'smtp_server.max_hops: must be a whole number, not "many"'),
        ("ALARM__PAGES", "maybe", 'alarm.pages: must be true or false, not "maybe"'),
        ("SMTP_SERVER__LISTEN", "a:1,b", "smtp_server.listen: must be HOST:PORT such as 127.0.0.1:8025"),
        ("STAFF__5__NAME", "x", "staff.5.name: names item 5 of a list of 1; the first is 0"),
        ("STAFF__AN__NAME", "x", 'staff.an.name: names AN, which is not in the list; did you mean "ANA"?'),
        ("STAFF__ANA__NAME", "", "staff.name: must not be empty"),
        (
            "STAFF__0__ADDRESS",
            "support@desk.example",
            "staff.address: support@desk.example is an address of the desk",
        ),
        ("STAFF__1__NAME", "Bo", "staff.address: is missing"),
        ("STAFF__²__NAME", "x", "staff.².name: names ², which is not in the list"),
        ("STAFF", "[" * 5_000, "staff: is not a TOML value"),
        (
            "LOG",
            "{ level = 0x" + "f" * 5_000 + " }",
            "log.level: must be debug, info, warning or error, not a number",
        ),
        ("", "x", ": names no key that exists"),
        ("DESK__", "x", "desk.: names no key that exists"),
    ],
)
def test_a_fault_by_a_variable_names_the_variable(
    load_text: Load, variable: str, value: str, expected: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_text(
            '[[staff]]\nname = "Ana"\naddress = "ana@desk.example"\n', {f"MAILTICKET__{variable}": value}
        )

    assert len(caught.value.faults) == 1
    assert str(caught.value).startswith(f"MAILTICKET__{variable}: {expected}".replace(": : ", ": "))
    assert caught.value.faults[0].line is None


def test_a_variable_mends_what_is_wrong_in_the_file(load_text: Load) -> None:
    assert load_text('[log]\nlevel = "loud"\n', {"MAILTICKET__LOG__LEVEL": "info"}).log.level == "info"


def test_variables_without_the_prefix_do_not_matter(load_text: Load) -> None:
    load_text("", {"MAILTICKET_CONFIG": "x", "MAILTICKET": "x", "MAILTICKET_LOG__LEVEL": "x", "PATH": "x"})


# Secrets

MAILBOX = '[[mailboxes]]\nname = "support"\nurl = "imaps://u@imap.example"\n'


def test_a_secret_comes_from_its_key_a_file_a_credential_or_a_url(load_text: Load, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from-file\n")
    file.chmod(0o600)
    credential = tmp_path / "mailboxes.support.password"
    credential.write_text("from-systemd")
    unit = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    variable = {"MAILTICKET__MAILBOXES__SUPPORT__PASSWORD": "from-variable"}

    def password(text: str, environ: dict[str, str] | None = None) -> str | None:
        (mailbox,) = load_text(text, environ).mailboxes
        return mailbox.password.reveal() if mailbox.password else None

    in_file = f'{MAILBOX}password_file = "{file}"\n'
    assert password(f'{MAILBOX}password = "from-key"\n') == "from-key"
    assert password(in_file) == "from-file"
    assert password(f'{MAILBOX}password_file = "$CREDENTIALS_DIRECTORY/password"\n', unit) == "from-file"
    assert password(MAILBOX, unit) == "from-systemd"
    assert password(in_file, unit) == "from-file"
    assert password(in_file, variable) == "from-variable"
    by_file = {"MAILTICKET__MAILBOXES__SUPPORT__PASSWORD_FILE": str(file)}
    assert password(f'{MAILBOX}password = "from-key"\n', by_file) == "from-file"
    assert password(MAILBOX.replace("u@", "u:from-url@")) == "from-url"
    assert password(MAILBOX) is None


def test_other_files_may_be_credentials_too(load_text: Load, expect_faults: Expect) -> None:
    text = '[desk]\naddress = "a@x.example"\nsecret_file = "$CREDENTIALS_DIRECTORY/desk"\n'
    assert load_text(text, {"CREDENTIALS_DIRECTORY": "/run/x"}).desk.secret_file == Path("/run/x/desk")

    expect_faults('[alarm]\nurls_file = "$CREDENTIALS_DIRECTORY/urls" #? alarm.urls_file: only set within')


def test_every_owner_of_a_secret_takes_credentials(load_text: Load, tmp_path: Path) -> None:
    for name in (
        "store.password",
        "relay.password",
        "relay.fallback_password",
        "mailboxes.m.oauth2.client_secret",
    ):
        (tmp_path / name).write_text(name)

    config = load_text(
        """
        [store]
        url = "postgresql://u@h/d"
        [relay]
        url = "submission://u@relay"
        fallback_url = "submission://u@other"
        [[mailboxes]]
        name = "m"
        url = "imaps://u@h"
        oauth2 = { provider = "microsoft", tenant = "t", client_id = "c" }
        """,
        {"CREDENTIALS_DIRECTORY": str(tmp_path)},
    )

    found = (config.store.password, config.relay.password, config.relay.fallback_password)
    assert [secret.reveal() for secret in found if secret] == [
        "store.password",
        "relay.password",
        "relay.fallback_password",
    ]
    oauth2 = config.mailboxes[0].oauth2
    assert oauth2 is not None
    assert oauth2.client_secret is not None
    assert oauth2.client_secret.reveal() == "mailboxes.m.oauth2.client_secret"


def test_the_user_of_a_url_is_the_username(load_text: Load) -> None:
    config = load_text(MAILBOX.replace("u@", "support%40desk.example@"))

    assert config.mailboxes[0].username == "support@desk.example"


def test_faults_of_secrets(expect_faults: Expect, tmp_path: Path) -> None:
    expect_faults(
        f"""
[relay]
url = "smtp://u@relay"
password = "hunter2"             #! relay.password: is given, and password_file too
password_file = "{tmp_path}"     #! relay.password_file: is not a file
[[mailboxes]]
name = "a"
url = "imaps://u@a.example"
password_file = "missing/secret" #! mailboxes.password_file: names missing/secret, which does not exist
"""
    )


def test_a_credential_outside_the_unit_is_only_doubtful(expect_faults: Expect) -> None:
    expect_faults(
        f'{MAILBOX}password_file = "$CREDENTIALS_DIRECTORY/x" #? mailboxes.password_file: only set within'
    )


def test_a_secret_that_cannot_be_looked_at_is_only_doubtful(load_text: Load, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    (warning,) = load_text(f'{MAILBOX}password_file = "{loop}"\n').warnings

    assert "cannot be looked at" in warning.text


def test_a_secret_that_everybody_can_read_is_doubtful(load_text: Load, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("x")
    file.chmod(0o644)

    (warning,) = load_text(f'{MAILBOX}password_file = "{file}"\n').warnings

    assert "everybody on this machine can read" in warning.text


def test_secrets_are_never_shown(load_text: Load) -> None:
    text = """
        [store]
        url = "postgresql://u:hunter2@h/d"
        [relay]
        url = "smtp://u:hunter2@relay"
        fallback_url = "smtp://u:hunter2@other"
        [[mailboxes]]
        name = "a"
        url = "imaps://u:hunter2@imap.example"
        [[mailboxes]]
        name = "b"
        url = "imaps://u@b.example"
        password = "hunter2"
        """
    config = load_text(text, {"MAILTICKET__MAILBOXES__1__PASSWORD": "hunter2"})
    assert "hunter2" not in repr(config) + str(config.warnings)
    assert config.relay.password is not None
    assert config.relay.password.reveal() == "hunter2"

    broken = text.replace("imaps:", "imasp:").replace('password = "hunter2"', 'password = { x = "hunter2" }')
    broken = broken.replace("postgresql:", "mysql:").replace('name = "b"', "name = 5")
    with pytest.raises(ConfigurationError) as caught:
        load_text(
            broken, {"MAILTICKET__RELAY__OAUTH2": "hunter2", "MAILTICKET__RELAY__FALLBACK_URL": "x:hunter2"}
        )
    assert "hunter2" not in str(caught.value) + repr(caught.value)
    assert len(caught.value.faults) >= 6


# The value


def test_a_configuration_is_a_frozen_value(load_text: Load) -> None:
    text = (
        '[[staff]]\nname = "Ana"\naddress = "a@x.example"\n[calendars.a]\nhours = { mon = ["07:00-22:00"] }'
    )
    config = load_text(text)

    assert config == load_text(text)
    assert pickle.loads(pickle.dumps(config)) == config
    assert replace(config.desk, name="X") != config.desk
    assert len({config.desk, load_text(text).desk, replace(config.desk, name="X")}) == 2
    with pytest.raises(FrozenInstanceError):
        config.desk.name = "X"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del config.desk.name  # type: ignore[misc]
    assert not hasattr(config.desk, "__dict__")


def test_sections_are_made_by_hand_as_other_dataclasses() -> None:
    person = Staff(name="Ana", address="ana@desk.example")

    assert person.notify == ("new", "reply", "assigned", "warning", "breach")
    assert repr(person).startswith("Staff(name='Ana', address='ana@desk.example', notify=('new',")
    with pytest.raises(TypeError, match="needs address"):
        Staff(name="Ana")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="has no adress"):
        Staff(name="Ana", address="x", adress="y")  # type: ignore[call-arg]


def test_loading_imports_nothing_heavy() -> None:
    heavy = "asyncio socket email sqlalchemy jinja2 holidays zoneinfo difflib logging importlib.metadata"
    program = (
        "import sys; from mailticket.config import load; from pathlib import Path; "
        f"load(Path({str(DEFAULT)!r}), {{}}); "
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"
