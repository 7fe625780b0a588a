"""The whole configuration as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailticket.config import sections, service
from mailticket.config.faults import Fault
from mailticket.config.kinds import Many, Named, Table, key

PRIORITIES = [
    {"name": "low"},
    {"name": "normal"},
    {"name": "high"},
    {"name": "critical", "emergency": True},
]
PENDING = {"remind_after": ["3d", "7d"], "close_after": "14d"}
RESOLVED = {"close_after": "7d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a configuration file holds; the attributes are named as its keys."""

    desk: sections.Desk = key(Table(sections.Desk))
    store: sections.Store = key(Table(sections.Store), {})
    smtp_server: sections.SmtpServer = key(Table(sections.SmtpServer), {})
    reading: sections.Reading = key(Table(sections.Reading), {})
    mailboxes: tuple[sections.Mailbox, ...] = key(Many(Table(sections.Mailbox)), [])
    relay: sections.Relay = key(Table(sections.Relay), {})
    acknowledgement: sections.Acknowledgement = key(Table(sections.Acknowledgement), {})
    trust: sections.Trust = key(Table(sections.Trust), {})
    answers: sections.Answers = key(Table(sections.Answers), {})
    staff: tuple[service.Staff, ...] = key(Many(Table(service.Staff)), [])
    queues: tuple[service.Queue, ...] = key(Many(Table(service.Queue)), [])
    priorities: tuple[service.Priority, ...] = key(Many(Table(service.Priority), least=1), PRIORITIES)
    rules: tuple[service.Rule, ...] = key(Many(Table(service.Rule)), [])
    customers: tuple[service.Customer, ...] = key(Many(Table(service.Customer)), [])
    calendars: Mapping[str, service.Calendar] = key(Named(Table(service.Calendar)), {})
    service_levels: tuple[service.ServiceLevel, ...] = key(Many(Table(service.ServiceLevel)), [])
    ladders: tuple[service.Ladder, ...] = key(Many(Table(service.Ladder)), [])
    rotas: tuple[service.Rota, ...] = key(Many(Table(service.Rota)), [])
    escalation: service.Escalation = key(Table(service.Escalation), {})
    pending: service.Waiting = key(Table(service.Waiting), PENDING)
    resolved: service.Waiting = key(Table(service.Waiting), RESOLVED)
    alarm: sections.Alarm = key(Table(sections.Alarm), {})
    heartbeat: sections.Heartbeat = key(Table(sections.Heartbeat), {})
    auditor: sections.Auditor = key(Table(sections.Auditor), {})
    log: sections.Log = key(Table(sections.Log), {})
    http: sections.Http = key(Table(sections.Http), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Document):
    """A configuration without faults, with what is doubtful about it, and where it came from."""

    source: Path
    warnings: tuple[Fault, ...] = ()
