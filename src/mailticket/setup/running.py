"""What the parts of a running daemon are told by the configuration, at the start and when it changes."""

from operator import attrgetter
from typing import Final

from mailticket.config import Config
from mailticket.wire.second_route import read_urls
from mailticket.workers.alarms import AlarmSettings
from mailticket.workers.auditor import AuditSettings
from mailticket.workers.deliver import Pauses

_AT_START: Final = (
    "smtp_server.listen",
    "smtp_server.lmtp_listen",
    "http.listen",
    "store.url",
    "store.lease",
)


def at_start_only(old: Config, new: Config) -> list[str]:
    """Keys that changed, and that a running daemon cannot change."""
    return [key for key in _AT_START if attrgetter(key)(old) != attrgetter(key)(new)]


def pauses_of(config: Config) -> Pauses:
    """When a mail that could not be sent is tried again."""
    relay = config.relay
    return Pauses(ordinary=relay.retry, urgent=relay.page_retry, give_up_after=relay.give_up_after)


def alarm_settings_of(config: Config) -> AlarmSettings:
    """How alarms are told. Raises OSError if the file of the second route cannot be read."""
    alarm = config.alarm
    return AlarmSettings(again_after=alarm.again_after, urls=read_urls(alarm.urls_file), pages=alarm.pages)


def audit_settings_of(config: Config) -> AuditSettings:
    """How often the auditor looks, and what is late."""
    return AuditSettings(
        every=config.auditor.every,
        acknowledged_within=config.auditor.acknowledged_within,
        again_after=config.alarm.again_after,
    )
