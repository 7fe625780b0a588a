"""What no single value shows, and the example of the contract."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from mailticket.config import Config, ConfigurationError, Handoff, Hours

Load = Callable[..., Config]
Expect = Callable[..., None]

CONTRACT = """
[desk]
name = "InfraWare Support"
address = "support@infraware.example"
aliases = []
emergency_addresses = ["emergency@infraware.example"]
subject_tag = "[#{number}]"
time_zone = "America/New_York"
secret_file = "var/secret"

[store]
url = "sqlite:///var/mailticket.db"
lease = "30s"

[smtp_server]
listen = ["127.0.0.1:8025"]
lmtp_listen = []
accept_domains = []
max_message_size = "25 MiB"
max_connections_per_address = 20

[[mailboxes]]
name = "support"
poll = "60s"
url = "imaps://support%40infraware.example@imap.infraware.example"
folder = "INBOX"
first_sight = "unseen"
timeout = "60s"
after_accept = "seen"

[relay]
url = "maildir:var/sent"
retry = ["30s", "2m", "10m", "30m", "1h"]
give_up_after = "5d"

[acknowledgement]
per_sender_hour = 3
per_sender_day = 10
per_desk_hour = 1000

[trust]
authserv_id = ""

[[staff]]
name = "Ana Ruiz"
address = "ana@infraware.example"
notify = ["new", "reply"]

[[customers]]
name = "Acme"
domains = ["acme.example"]
time_zone = "America/Chicago"
language = "en"
service_level = "standard"
playbook_file = "config/playbooks/acme.md"

[calendars.office]
time_zone = "America/New_York"
hours = { mon = ["07:00-22:00"], tue = ["07:00-22:00"], wed = ["07:00-22:00"], fri = ["07:00-22:00"] }
holidays = { country = "US", extra = ["2026-12-24"] }

[[service_levels]]
name = "standard"
applies_to = { priority = ["normal"] }
targets = [
  { during = "office", respond_within = "2h" },
  { respond_within = "8h" },
]
ladder = "default"

[[ladders]]
name = "default"
steps = [
  { after = "0m", notify = ["rota:primary"] },
  { after = "15m", notify = ["rota:secondary", "ana@infraware.example"] },
]
repeat = 3
repeat_every = "15m"
acknowledged_for = "2h"
fallback = "boss@infraware.example"

[[rotas]]
name = "primary"
time_zone = "America/New_York"
handoff = "mon 09:00"
shift = "1w"
starts = 2026-01-05
members = ["ana@infraware.example"]
[[rotas]]
name = "secondary"
members = []

[log]
format = "auto"
level = "info"

[http]
listen = "127.0.0.1:8080"
"""


def test_the_example_of_the_contract(load_text: Load) -> None:
    config = load_text(CONTRACT)

    level, ladder, rota = config.service_levels[0], config.ladders[0], config.rotas[0]
    assert config.relay.retry[-1] == timedelta(hours=1)
    assert config.smtp_server.max_message_size == 25 * 2**20
    assert [target.during for target in level.targets] == ["office", None]
    assert level.targets[1].respond_within == timedelta(hours=8)
    assert config.calendars["office"].hours.fri == (Hours(opens=7 * 60, closes=22 * 60),)
    assert config.calendars["office"].holidays.extra == (date(2026, 12, 24),)
    assert ladder.steps[1].notify == ("rota:secondary", "ana@infraware.example")
    assert (rota.starts, rota.handoff) == (date(2026, 1, 5), Handoff(weekday=0, time=time(9)))
    assert [warning.key for warning in config.warnings] == [
        "mailboxes.password_file",
        "customers.playbook_file",
        "rotas.members",
    ]


def test_defaults_of_the_contract(load_text: Load) -> None:
    config = load_text("")

    assert (config.smtp_server.listen, config.relay.url) == (("127.0.0.1:8025",), "maildir:var/sent")
    assert config.relay.give_up_after == timedelta(days=5)
    assert [priority.name for priority in config.priorities] == ["low", "normal", "high", "critical"]
    assert config.pending.close_after == timedelta(days=14)


def test_a_section_that_is_there_keeps_the_defaults_of_its_other_keys(load_text: Load) -> None:
    config = load_text('[pending]\nclose_after = "20d"\n[resolved]\nclose_after = ""\n')

    assert config.pending.remind_after == (timedelta(days=3), timedelta(days=7))
    assert config.resolved.close_after is None


NAMES = {
    "names are given once": """
[[queues]]
name = "first"
[[queues]]
name = "First"                  #! queues.name: is the name of another one too
[[rotas]]
name = "r"                      #? x: y
[[rotas]]
name = "r"                      #! rotas.name: is the name of another one too
[[mailboxes]]
name = "m"
url = "imaps://a@b.example"
[[mailboxes]]
name = "m"                      #! mailboxes.name: is the name of another one too
url = "imaps://c@d.example"
""",
    "what is referred to exists": """
[desk]
address = "support@desk.example"
default_priority = "norml"      #! desk.default_priority: did you mean "normal"?
default_queue = "first" #! desk.default_queue: names the queue "first", which does not exist; there are second
kinds = ["question"]
[escalation]
ladder = "x"                    #! escalation.ladder: there are default
[[queues]]
name = "second"
members = ["nobody@x.example"]  #! queues.members: nobody@x.example is the address of nobody in staff
[[customers]]
name = "Acme"
domains = ["acme.example"]
service_level = "gold"          #! customers.service_level: names the service level "gold"
ladder = "defualt"              #! customers.ladder: did you mean "default"?
[[rules]]
name = "r"
match = { customer = ["acme"] } #! rules.match.customer: did you mean "Acme"?
priority = "P1"                 #! rules.priority: there are low, normal, high, critical
queue = "x"                     #! rules.queue: there are second
kind = "incident"               #! rules.kind: there are question
[[service_levels]]
name = "silver"
ladder = "x"                    #! service_levels.ladder: names the ladder "x"
targets = [
  { during = "office", respond_within = "1h" },   #! service_levels.targets.during: there are visit
  { during = "visit", respond_within = "15m" },
  { respond_within = "1h", counted = "service-hours", hours_of="o" }, #! service_levels.targets.hours_of: o
]
[service_levels.applies_to]
priority = ["P1"]               #! service_levels.applies_to.priority: there are
customer = ["Acme", "Bcme"]     #! service_levels.applies_to.customer: did you mean "Acme"?
queue = ["x"]                   #! service_levels.applies_to.queue: there are second
kind = ["x"]                    #! service_levels.applies_to.kind: there are question
[[ladders]]
name = "default"
during = "night" #! ladders.during: there are visit #! ladders.during: leaves times without a ladder
steps = [
  { after = "0m", notify = ["rota:primary", "a@x.example"] }, #! ladders.steps.notify: there are secondary
]
[[rotas]]
name = "secondary"
[calendars.visit]               #! calendars.visit: is the name of the window of scheduled visits
hours = { mon = ["08:00-09:00"] }
""",
    "the default priority is one of one's own": """
[desk] #! desk.default_priority: names the priority "normal", which does not exist; there are P1, P2
address = "support@desk.example"
[[priorities]]
name = "P1"
[[priorities]]
name = "P2"
""",
}

ADDRESSES = {
    "addresses of the desk": """
[desk]
address = "support@desk.example"
aliases = [
  "help+me@desk.example",             #! desk.aliases: has a +
  "Support@Desk.example",             #! desk.aliases: support@desk.example is named by desk.address already
]
emergency_addresses = ["sos@desk.example"]
[[queues]]
name = "q"
address = "sos@desk.example"          #! queues.address: is named by desk.emergency_addresses already
aliases = ["q@desk.example", "q2@desk.example"]
[[queues]]
name = "r"
aliases = ["q@desk.example"]          #! queues.aliases: is named by the queue q already
""",
    "the desk does not write to itself": """
[[staff]]
name = "Ana"
address = "support@desk.example"      #! staff.address: is an address of the desk (desk.address)
[alarm]
notify = ["support@desk.example"]     #! alarm.notify: is an address of the desk
[[rotas]]
name = "r"
members = ["support@desk.example"]    #! rotas.members: is an address of the desk
[[ladders]]
name = "l"
steps = [{ after = "0m", notify = [
  "rota:r",
  "support@desk.example",             #! ladders.steps.notify: is an address of the desk
] }]
fallback = "support@desk.example"     #! ladders.fallback: is an address of the desk
[[customers]]
name = "c"
addresses = ["support@desk.example"]  #! customers.addresses: is an address of the desk
""",
    "one person, one address": """
[[staff]]
name = "Ana"
address = "ana@münchen.example"
[[staff]]
name = "Bo"
address = "Ana@xn--mnchen-3ya.example" #! staff.address: is the address of Ana already
[[customers]]
name = "A"
domains = ["acme.example"]
addresses = ["x@y.example"]
[[customers]]
name = "B"
domains = ["b.example", "ACME.example"] #! customers.domains: acme.example belongs to A already
addresses = ["X@y.example"]             #! customers.addresses: x@y.example belongs to A already
""",
}

PROMISES = {
    "hours that overlap": """
[calendars.office.hours]
thu = ["07:00-22:00",
       "21:00-23:00"]           #! calendars.office.hours.thu: 21:00-23:00 overlaps 07:00-22:00 of thu
sun = ["22:00-07:30"]
tue = ["00:00-25:00"]           #! calendars.office.hours.tue: must be hours such as
wed = "07:00-08:00"             #! calendars.office.hours.wed: must be a list
[calendars.other]
time_zone = "Mars/Olympus"      #! calendars.other.time_zone: is not a time zone
days = { 2026-12-24 = ["1-2"] } #! calendars.other.days.2026-12-24: must be hours such as
""",
    "hours that overlap by night": """
[calendars.office.hours]
mon = ["07:00-22:00"]           #! calendars.office.hours.mon: 07:00-22:00 overlaps 22:00-07:30 of sun
sun = ["22:00-07:30"]
""",
    "holidays": """
[calendars.a]
hours = { mon = ["08:00-09:00"] }
holidays = { country = "XX" }   #! calendars.a.holidays.country: no public holidays are known for "XX"
[calendars.b]
hours = { mon = ["08:00-09:00"] }
[calendars.b.holidays]
country = "US"
subdivision = "ZZ"              #! calendars.b.holidays.subdivision: "ZZ" is no part of US; it has AK,
extra = ["2026-02-30"]          #! calendars.b.holidays.extra: must be a date
[calendars.c]
hours = { mon = ["08:00-09:00"] }
holidays = { subdivision = "NY" } #! calendars.c.holidays.subdivision: needs a country
""",
    "targets": """
[calendars.office]
hours = { mon = ["08:00-09:00"] }
[[service_levels]]
name = "a"
targets = [
  { during = "office" },                             #! service_levels.targets: promises nothing
  { during = "office", respond_within = "0s" }, #! service_levels.targets.respond_within: must be at least
  { respond_within = "2h", resolve_within = "1h" }, #! service_levels.targets.resolve_within: 1h
  { respond_within = "2h", counted = "service-hours" }, #! service_levels.targets.counted: needs hours_of
  { resolve_within = "2h", hours_of = "office" },    #! service_levels.targets.hours_of: does nothing unless
]
warn_at = 75                                         #! service_levels.warn_at: must be at most 1
""",
    "rules": """
[[rules]]                                            #! rules: a does nothing
name = "a"
match = {}                                           #! rules.match: looks for nothing
[[rules]]                                            #! rules.match: is missing; it must be a table
name = "b"
emergency = true
""",
    "waiting": """
[pending]
remind_after = [
  "3d",
  "3d", #! pending.remind_after: names "3d" twice
  "1d",                                              #! pending.remind_after: 1d does not come after 3d
  "20d", #! pending.remind_after: comes when the ticket is closed, after 14d
]
""",
}

ESCALATION = {
    "ladders that name nobody": """
[[ladders]]
name = "a"
steps = []                                           #! ladders.steps: is empty
[[ladders]]                                          #! ladders.steps: is missing
name = "b"
[[ladders]]
name = "c"
steps = [{ after = "0m", notify = [] }]              #! ladders.steps.notify: is empty
[[ladders]]
name = "d"
steps = [{ after = "0m" }]                           #! ladders.steps.notify: is missing
repeat = 0                                           #! ladders.repeat: must be at least 1
""",
    "steps that go back in time": """
[[ladders]]
name = "a"
steps = [
  { after = "5m", notify = ["a@x.example"] },
  { after = "5m", notify = ["b@x.example"] },
  { after = "4m", notify = ["c@x.example"] },        #! ladders.steps.after: 4m comes before the step at 5m
]
""",
    "variants": """
[calendars.office]
hours = { mon = ["08:00-09:00"] }
[[ladders]]
name = "a"
during = "office"
steps = [{ after = "0m", notify = ["a@x.example"] }]
[[ladders]]
name = "a"
during = "office"                                    #! ladders.during: another ladder a is for office already
steps = [{ after = "0m", notify = ["a@x.example"] }]
[[ladders]]
name = "a"
steps = [{ after = "0m", notify = ["a@x.example"] }]
[[ladders]]
name = "a"                                           #! ladders.name: another ladder a before it
during = "visit"
steps = [{ after = "0m", notify = ["a@x.example"] }]
""",
    "rotas": """
[[rotas]]
name = "a"
time_zone = "America/New_Yrok"                       #! rotas.time_zone: did you mean "America/New_York"?
handoff = "monday"                                   #! rotas.handoff: must be a weekday and a time
shift = "0s"                                         #! rotas.shift: must be at least 1s
starts = 2026-01-05T09:00:00                         #! rotas.starts: must be a date without a time
members = ["ana"]                                    #! rotas.members: must be a bare address
""",
}

SERVERS = {
    "endpoints": """
[smtp_server]
listen = ["127.0.0.1:25", "127.0.0.1:0", "127.0.0.1:26"]
lmtp_listen = ["127.0.0.1:0", "127.0.0.1:25"] #! smtp_server.lmtp_listen: 127.0.0.1:25 is taken
tls_key = "missing.pem" #! smtp_server.tls_key: needs tls_cert #! smtp_server.tls_key: not a file
[http]
listen = "127.0.0.1:26" #! http.listen: 127.0.0.1:26 is taken by smtp_server.listen
[alarm]
pages = true                                         #! alarm.pages: needs urls_file
""",
    "relay": """
[desk]
address = "support@desk.example"
templates = "missing"                                #! desk.templates: names missing, which is not a folder
[relay]                                              #! relay.username: is missing; a password is given
url = "smtps://relay"
password = "x"
starttls = "required"                                #! relay.starttls: means nothing with smtps://
fallback_url = "maildir:var/x"                       #! relay.fallback_url: is a Maildir
ca_file = "missing.pem"                              #! relay.ca_file: names missing.pem, which is not a file
dkim = { domain = "x.example", selector = "s", key_file = "missing.pem" } #! relay.dkim.key_file: not a file
""",
    "relay without a second one": """
[relay]
url = "submission://u@relay"
starttls = "never"                                   #! relay.starttls: cannot be less than required
fallback_password = "x"                              #! relay.fallback_password: needs fallback_url
password = "x"
[relay.oauth2]                                       #! relay.oauth2: is given, and a password too
provider = "google"
flow = "client-credentials" #! relay.oauth2.flow: must be device or service-account with google
""",
    "mailboxes": """
[[mailboxes]]                                        #! mailboxes.username: is missing
name = "a"
url = "imaps://imap.example"
first_sight = "old"                                  #! mailboxes.first_sight: must be unseen, new or all
[[mailboxes]]
name = "b"
url = "pop3s://u@pop.example"
folder = "Work"                                      #! mailboxes.folder: must be INBOX
after_accept = "move:Done"                           #! mailboxes.after_accept: cannot move mail
[[mailboxes]]
name = "c"
url = "imaps://u@Imap.example"
[[mailboxes]]
name = "d"
url = "imaps://imap.example:993" #! mailboxes.url: polls the same folder of the same user as c
username = "u"
[mailboxes.oauth2] #! mailboxes.oauth2.client_id: is missing; the flow device needs it
provider = "microsoft"
flow = "device"
token_file = "x"
""",
}

WARNINGS = {
    "a rota without members": """
[escalation]
ladder = "a"
[[rotas]]
name = "r"
members = []                                         #? rotas.members: has no members
[[ladders]]                                          #? ladders: reaches nobody
name = "a"
steps = [{ after = "0m", notify = ["rota:r"] }]
""",
    "things that never matter": """
[desk]
address = "support@desk.example"
emergency_addresses = ["sos@desk.example"] #? desk.emergency_addresses: nobody is paged for emergencies
[smtp_server]
listen = []                                          #? smtp_server.listen: is empty
[calendars.never]                                    #? calendars.never: has no hours at all
[[customers]]                                        #? customers: has neither domains nor addresses
name = "Acme"
service_level = "named"
[[service_levels]]
name = "named"
[[service_levels]]
name = "all"
targets = [
  { during = "visit", respond_within = "1h" },
  { respond_within = "1h" },
  { respond_within = "2h", resolve_within = "1d" },
  { during = "visit", respond_within = "2h" },       #? service_levels.targets: never matters
]
[[service_levels]]                                   #? service_levels: more is never reached: all before it
name = "more"
applies_to = { priority = ["high"] }
[[ladders]]                                          #? ladders: nothing names the ladder a
name = "a"
steps = [{ after = "0m", notify = ["a@x.example"] }]
[[rotas]]                                            #? rotas: no ladder names the rota r
name = "r"
members = ["a@x.example"]
""",
    "oauth2 without a secret": """
[[mailboxes]]
name = "m"
url = "imaps://u@imap.example"
[mailboxes.oauth2]                                   #? mailboxes.oauth2.client_secret_file: is missing
provider = "microsoft"
tenant = "t"
client_id = "c"
""",
}


@pytest.mark.parametrize("group", [NAMES, ADDRESSES, PROMISES, ESCALATION, SERVERS, WARNINGS])
def test_what_contradicts_itself_is_found(
    group: dict[str, str], expect_faults: Expect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in group.values():
        expect_faults(text)


def test_variants_of_a_ladder_are_legal(load_text: Load) -> None:
    config = load_text(
        """
        [escalation]
        ladder = "a"
        [calendars.office]
        hours = { mon = ["08:00-09:00"] }
        [[ladders]]
        name = "a"
        during = "office"
        steps = [{ after = "0m", notify = ["a@x.example"] }]
        [[ladders]]
        name = "a"
        steps = [{ after = "0m", notify = ["b@x.example"] }]
        """
    )

    assert [ladder.during for ladder in config.ladders] == ["office", None]
    assert config.warnings == ()


def test_faulty_values_are_not_reported_a_second_time_by_what_depends_on_them(expect_faults: Expect) -> None:
    expect_faults(
        """
[[staff]]
name = "Ana"
address = "ana"                      #! staff.address: must be a bare address
[[staff]]
name = "Bo"
address = "bo"                       #! staff.address: must be a bare address
[[ladders]]
name = 5                             #! ladders.name: must be a name
steps = [{ after = "0m", notify = ["rota:"] }] #! ladders.steps.notify: must not be empty
[[ladders]]
name = 6                             #! ladders.name: must be a name
steps = 7                            #! ladders.steps: must be a list
[[mailboxes]]
name = "m"
url = "imap"                         #! mailboxes.url: must begin with
"""
    )


def test_public_holidays_are_only_looked_up_for_a_calendar_with_a_country(
    load_text: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)

    load_text('[calendars.a]\nhours = { mon = ["08:00-09:00"] }\nholidays = { extra = ["2026-12-24"] }\n')


def test_queues(load_text: Load) -> None:
    assert load_text("").desk.default_queue == "support"
    assert load_text('[[queues]]\nname = "a"\n[[queues]]\nname = "b"\n').desk.default_queue == "a"


def test_warnings_come_with_the_faults(load_text: Load) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_text('[[rotas]]\nname = "r"\nmembers = []\n[[ladders]]\nname = "l"\nsteps = []\n')

    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(8, "ladders.steps")]
    assert (5, "rotas.members") in [(fault.line, fault.key) for fault in caught.value.warnings]
