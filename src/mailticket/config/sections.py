"""The sections about the desk itself and its servers: mail in, mail out, the store, the log."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from mailticket.config import values
from mailticket.config.kinds import Many, Optional_, Table, key
from mailticket.config.values import Endpoint, Secret, Url

_MAILBOX_URL = values.url(
    "imaps", "imap", "pop3s", "pop3", example="imaps://support%40example.com@imap.example.com"
)
_RELAY_URL = values.url(
    "smtp", "smtps", "submission", "maildir", example="submission://user@smtp.example.com:587"
)
_STORE_URL = values.url("sqlite", "postgresql", example="sqlite:///var/mailticket.db")
_WEB_URL = values.url("https", "http", example="https://example.com/ping")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The support desk: its addresses, its voice, its habits."""

    name: str = key(values.name, "Support")
    address: str = key(values.address)
    aliases: tuple[str, ...] = key(Many(values.address), [])
    emergency_addresses: tuple[str, ...] = key(Many(values.address), [])
    subject_tag: str = key(values.subject_tag, "[#{number}]")
    time_zone: str = key(values.zone, "UTC")
    language: str = key(values.language, "en")
    signature: str = key(values.lines, "")
    secret_file: Path = key(values.path, "var/secret")
    templates: Path | None = key(values.optional(values.path), "")
    reopen_within: timedelta = key(values.duration(), "30d")
    default_priority: str = key(values.line, "normal")
    default_queue: str = key(values.line, "")
    kinds: tuple[str, ...] = key(Many(values.name, least=1), ["request"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where everything is kept."""

    url: Url = key(_STORE_URL, "sqlite:///var/mailticket.db")
    password: Secret | None = key(values.optional(values.secret), "")
    password_file: Path | None = key(values.optional(values.path), "")
    lease: timedelta = key(values.duration("1s"), "30s")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Mail that is brought to us, by SMTP and LMTP."""

    listen: tuple[Endpoint, ...] = key(Many(values.endpoint(unix=True)), ["127.0.0.1:8025"])
    lmtp_listen: tuple[Endpoint, ...] = key(Many(values.endpoint(unix=True)), [])
    hostname: str = key(values.line, "")
    accept_domains: tuple[str, ...] = key(Many(values.domain), [])
    tls_certificate: Path | None = key(values.optional(values.path), "")
    tls_key: Path | None = key(values.optional(values.path), "")
    max_message_size: int = key(values.size, "25 MiB")
    max_recipients: int = key(values.integer(1), 100)
    max_hops: int = key(values.integer(1), 100)
    max_connections: int = key(values.integer(1), 200)
    max_connections_per_address: int = key(values.integer(1), 20)
    max_bytes_in_flight: int = key(values.size, "64 MiB")
    idle_timeout: timedelta = key(values.duration("1s"), "300s")
    data_timeout: timedelta = key(values.duration("1s"), "10m")
    min_data_rate: int = key(values.size, "256 B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reading of one message may cost."""

    timeout: timedelta = key(values.duration("100ms"), "2s")
    memory: int = key(values.size, "256 MiB")
    processes: int = key(values.integer(1, 64), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """How we sign in where a provider takes no passwords."""

    provider: Literal["microsoft", "google"] = key(values.choice("microsoft", "google"))
    flow: Literal["client-credentials", "device", "service-account"] = key(
        values.choice("client-credentials", "device", "service-account"), "client-credentials"
    )
    tenant: str = key(values.line, "")
    client_id: str = key(values.line, "")
    client_secret: Secret | None = key(values.optional(values.secret), "")
    client_secret_file: Path | None = key(values.optional(values.path), "")
    key_file: Path | None = key(values.optional(values.path), "")
    token_file: Path | None = key(values.optional(values.path), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox at a provider that is polled."""

    name: str = key(values.name)
    url: Url = key(_MAILBOX_URL)
    username: str = key(values.line, "")
    password: Secret | None = key(values.optional(values.secret), "")
    password_file: Path | None = key(values.optional(values.path), "")
    oauth2: OAuth2 | None = key(Optional_(Table(OAuth2)), "")
    ca_file: Path | None = key(values.optional(values.path), "")
    address: str | None = key(values.optional(values.address), "")
    folder: str = key(values.name, "INBOX")
    poll: timedelta = key(values.duration("1s"), "60s")
    idle: bool = key(values.boolean, True)
    first_sight: Literal["unseen", "new", "all"] = key(values.choice("unseen", "new", "all"), "unseen")
    timeout: timedelta = key(values.duration("1s"), "60s")
    after_accept: str = key(values.after_accept, "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dkim:
    """Outgoing mail is signed with this key."""

    domain: str = key(values.domain)
    selector: str = key(values.domain)
    key_file: Path = key(values.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Where our mail goes."""

    url: Url = key(_RELAY_URL, "maildir:var/sent")
    username: str = key(values.line, "")
    password: Secret | None = key(values.optional(values.secret), "")
    password_file: Path | None = key(values.optional(values.path), "")
    oauth2: OAuth2 | None = key(Optional_(Table(OAuth2)), "")
    starttls: Literal["auto", "required", "never"] = key(values.choice("auto", "required", "never"), "auto")
    ca_file: Path | None = key(values.optional(values.path), "")
    fallback_url: Url | None = key(values.optional(_RELAY_URL), "")
    fallback_password: Secret | None = key(values.optional(values.secret), "")
    fallback_password_file: Path | None = key(values.optional(values.path), "")
    retry: tuple[timedelta, ...] = key(
        Many(values.duration("1ms"), least=1, unique=False), ["30s", "2m", "10m", "30m", "1h"]
    )
    page_retry: tuple[timedelta, ...] = key(
        Many(values.duration("1ms"), least=1, unique=False), ["15s", "30s", "1m", "2m"]
    )
    give_up_after: timedelta = key(values.duration("1s"), "5d")
    timeout: timedelta = key(values.duration("1s"), "60s")
    connections: int = key(values.integer(1, 100), 4)
    pace: float = key(values.number(), 0)
    pace_per_domain: float = key(values.number(), 0)
    dkim: Dkim | None = key(Optional_(Table(Dkim)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """How often, and with which additions, a new ticket is acknowledged."""

    per_sender_hour: int = key(values.integer(), 3)
    per_sender_day: int = key(values.integer(), 10)
    per_desk_hour: int = key(values.integer(), 1000)
    max_hops: int = key(values.integer(1), 50)
    emergency: str = key(values.line, "")
    after_hours: str = key(values.line, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What is believed about who wrote a mail."""

    authserv_id: str = key(values.line, "")
    check: bool = key(values.boolean, False)
    spam_headers: tuple[str, ...] = key(Many(values.header_mark), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How staff answer by mail, and what customers can ask for by a single word."""

    collision: Literal["hold", "send"] = key(values.choice("hold", "send"), "hold")
    token_lifetime: timedelta = key(values.duration("1m"), "90d")
    customer_commands_hour: int = key(values.integer(), 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Who is told when a person must look at the daemon itself."""

    notify: tuple[str, ...] = key(Many(values.address), [])
    urls_file: Path | None = key(values.optional(values.path), "")
    pages: bool = key(values.boolean, False)
    again_after: timedelta = key(values.duration("1s"), "1h")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A sign of life that others watch, given only while the auditor is content."""

    url: Url | None = key(values.optional(_WEB_URL), "")
    file: Path | None = key(values.optional(values.path), "")
    every: timedelta = key(values.duration("1s"), "1m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """The check, apart from the scheduler, that nothing is forgotten."""

    every: timedelta = key(values.duration("1s"), "1m")
    acknowledged_within: timedelta = key(values.duration("1s"), "5m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """How the log is written."""

    format: Literal["auto", "json", "console"] = key(values.choice("auto", "json", "console"), "auto")
    level: Literal["debug", "info", "warning", "error"] = key(
        values.choice("debug", "info", "warning", "error"), "info"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """Health and metrics."""

    listen: Endpoint | None = key(values.optional(values.endpoint()), "127.0.0.1:8080")
