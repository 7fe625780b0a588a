"""The whole configuration as one value."""

from collections.abc import Mapping
from pathlib import Path

from mailticket.config import sections, service
from mailticket.config.faults import Fault
from mailticket.config.kinds import Many, Named, Table
from mailticket.config.section import key, section

PRIORITIES = [
    {"name": "low"},
    {"name": "normal"},
    {"name": "high"},
    {"name": "critical", "emergency": True},
]


@section
class Document:
    """What a configuration file holds; the attributes are named as its keys."""

    desk: sections.Desk = key(Table(sections.Desk))
    store: sections.Store = key(Table(sections.Store), default={})
    smtp_server: sections.SmtpServer = key(Table(sections.SmtpServer), default={})
    reading: sections.Reading = key(Table(sections.Reading), default={})
    mailboxes: tuple[sections.Mailbox, ...] = key(Many(Table(sections.Mailbox)), default=[])
    relay: sections.Relay = key(Table(sections.Relay), default={})
    acknowledgement: sections.Acknowledgement = key(Table(sections.Acknowledgement), default={})
    trust: sections.Trust = key(Table(sections.Trust), default={})
    answers: sections.Answers = key(Table(sections.Answers), default={})
    staff: tuple[service.Staff, ...] = key(Many(Table(service.Staff)), default=[])
    queues: tuple[service.Queue, ...] = key(Many(Table(service.Queue)), default=[])
    priorities: tuple[service.Priority, ...] = key(Many(Table(service.Priority), least=1), default=PRIORITIES)
    rules: tuple[service.Rule, ...] = key(Many(Table(service.Rule)), default=[])
    customers: tuple[service.Customer, ...] = key(Many(Table(service.Customer)), default=[])
    calendars: Mapping[str, service.Calendar] = key(Named(Table(service.Calendar)), default={})
    service_levels: tuple[service.ServiceLevel, ...] = key(Many(Table(service.ServiceLevel)), default=[])
    ladders: tuple[service.Ladder, ...] = key(Many(Table(service.Ladder)), default=[])
    rotas: tuple[service.Rota, ...] = key(Many(Table(service.Rota)), default=[])
    escalation: service.Escalation = key(Table(service.Escalation), default={})
    pending: service.Pending = key(Table(service.Pending), default={})
    resolved: service.Resolved = key(Table(service.Resolved), default={})
    alarm: sections.Alarm = key(Table(sections.Alarm), default={})
    heartbeat: sections.Heartbeat = key(Table(sections.Heartbeat), default={})
    auditor: sections.Auditor = key(Table(sections.Auditor), default={})
    log: sections.Log = key(Table(sections.Log), default={})
    http: sections.Http = key(Table(sections.Http), default={})


@section
class Config(Document):
    """A configuration without faults, with what is doubtful about it, and where it came from."""

    source: Path
    warnings: tuple[Fault, ...] = ()
