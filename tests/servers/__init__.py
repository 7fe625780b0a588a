"""Real servers for the tests: started on loopback, ended by their own pid, gone with their data."""

from servers.dovecot import Account, Dovecot, dovecot
from servers.postfix import Postfix, postfix
from servers.postgresql import Postgres, postgres
from servers.process import Port, Process, ServerFailed
from servers.programs import DOVECOT, POSTFIX, POSTGRESQL, ServerMissing
from servers.sink import Drop, Hang, Mail, Reply, Sink, Slow, smtp_sink

__all__ = [
    "DOVECOT",
    "POSTFIX",
    "POSTGRESQL",
    "Account",
    "Dovecot",
    "Drop",
    "Hang",
    "Mail",
    "Port",
    "Postfix",
    "Postgres",
    "Process",
    "Reply",
    "ServerFailed",
    "ServerMissing",
    "Sink",
    "Slow",
    "dovecot",
    "postfix",
    "postgres",
    "smtp_sink",
]
