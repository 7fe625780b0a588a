"""The sections about the desk itself and its servers: mail in, mail out, the store, the log."""

from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from mailticket.config import addresses, values
from mailticket.config.addresses import Endpoint, Url
from mailticket.config.kinds import Many, Optional_, Table
from mailticket.config.secret import SECRET, Secret
from mailticket.config.section import key, section

_MAILBOX_URL = addresses.url(
    "imaps", "imap", "pop3s", "pop3", example="imaps://support%40example.com@imap.example.com"
)
_RELAY_URL = addresses.url(
    "smtp", "smtps", "submission", "maildir", example="submission://user@smtp.example.com:587"
)
_STORE_URL = addresses.url("sqlite", "postgresql", example="sqlite:///var/mailticket.db")
_WEB_URL = addresses.url("https", "http", example="https://example.com/ping")


@section
class Desk:
    """The support desk: its addresses, its voice, its habits."""

    name: str = key(values.name, default="Support")
    address: str = key(addresses.address)
    aliases: tuple[str, ...] = key(Many(addresses.address), default=[])
    emergency_addresses: tuple[str, ...] = key(Many(addresses.address), default=[])
    subject_tag: str = key(values.subject_tag, default="[#{number}]")
    time_zone: str = key(values.zone, default="UTC")
    language: str = key(values.language, default="en")
    signature: str = key(values.lines, default="")
    secret_file: Path = key(values.path, default="var/secret")
    templates: Path | None = key(values.optional(values.path), default="")
    reopen_within: timedelta = key(values.duration(), default="30d")
    default_priority: str = key(values.line, default="normal")
    default_queue: str = key(values.line, default="")
    kinds: tuple[str, ...] = key(Many(values.name, least=1), default=["request"])


@section
class Store:
    """Where everything is kept."""

    url: Url = key(_STORE_URL, default="sqlite:///var/mailticket.db")
    password: Secret | None = key(values.optional(SECRET), default="")
    password_file: Path | None = key(values.optional(values.path), default="")
    lease: timedelta = key(values.duration(1), default="30s")


@section
class SmtpServer:
    """Mail that is brought to us, by SMTP and LMTP."""

    listen: tuple[Endpoint, ...] = key(Many(addresses.endpoint(unix=True)), default=["127.0.0.1:8025"])
    lmtp_listen: tuple[Endpoint, ...] = key(Many(addresses.endpoint(unix=True)), default=[])
    hostname: str = key(addresses.hostname, default="")
    accept_domains: tuple[str, ...] = key(Many(addresses.domain), default=[])
    tls_certificate: Path | None = key(values.optional(values.path), default="")
    tls_key: Path | None = key(values.optional(values.path), default="")
    max_message_size: int = key(values.size, default="25 MiB")
    max_header_size: int = key(values.size, default="256 KiB")
    max_header_field_size: int = key(values.size, default="64 KiB")
    max_recipients: int = key(values.integer(1), default=100)
    max_hops: int = key(values.integer(1), default=100)
    max_connections: int = key(values.integer(1), default=200)
    max_connections_per_address: int = key(values.integer(1), default=20)
    max_bytes_in_flight: int = key(values.size, default="48 MiB")
    idle_timeout: timedelta = key(values.duration(1), default="300s")
    data_timeout: timedelta = key(values.duration(1), default="10m")
    min_data_rate: int = key(values.size, default="1 KiB")


@section
class Reading:
    """What the reading of one message may cost."""

    timeout: timedelta = key(values.duration(0.1), default="2s")
    memory: int = key(values.size, default="256 MiB")
    processes: int = key(values.integer(1, 64), default=1)


@section
class OAuth2:
    """How we sign in where a provider takes no passwords."""

    provider: Literal["microsoft", "google"] = key(values.choice("microsoft", "google"))
    flow: Literal["client-credentials", "device", "service-account"] = key(
        values.choice("client-credentials", "device", "service-account"), default="client-credentials"
    )
    tenant: str = key(values.line, default="")
    client_id: str = key(values.line, default="")
    client_secret: Secret | None = key(values.optional(SECRET), default="")
    client_secret_file: Path | None = key(values.optional(values.path), default="")
    key_file: Path | None = key(values.optional(values.path), default="")
    token_file: Path | None = key(values.optional(values.path), default="")
    expires: date | None = key(values.optional(values.day), default="")


@section
class Mailbox:
    """A mailbox at a provider that is polled."""

    name: str = key(values.name)
    url: Url = key(_MAILBOX_URL)
    username: str = key(values.line, default="")
    password: Secret | None = key(values.optional(SECRET), default="")
    password_file: Path | None = key(values.optional(values.path), default="")
    oauth2: OAuth2 | None = key(Optional_(Table(OAuth2)), default="")
    ca_file: Path | None = key(values.optional(values.path), default="")
    address: str | None = key(values.optional(addresses.address), default="")
    folder: str = key(values.name, default="INBOX")
    poll: timedelta = key(values.duration(1), default="60s")
    idle: bool = key(values.boolean, default=True)
    first_sight: Literal["unseen", "new", "all"] = key(
        values.choice("unseen", "new", "all"), default="unseen"
    )
    timeout: timedelta = key(values.duration(1), default="60s")
    after_accept: str = key(values.after_accept, default="seen")


@section
class Dkim:
    """Outgoing mail is signed with this key."""

    domain: str = key(addresses.domain)
    selector: str = key(addresses.domain)
    key_file: Path = key(values.path)


@section
class Relay:
    """Where our mail goes."""

    url: Url = key(_RELAY_URL, default="maildir:var/sent")
    username: str = key(values.line, default="")
    password: Secret | None = key(values.optional(SECRET), default="")
    password_file: Path | None = key(values.optional(values.path), default="")
    oauth2: OAuth2 | None = key(Optional_(Table(OAuth2)), default="")
    starttls: Literal["auto", "required", "opportunistic", "never"] = key(
        values.choice("auto", "required", "opportunistic", "never"), default="auto"
    )
    ca_file: Path | None = key(values.optional(values.path), default="")
    fallback_url: Url | None = key(values.optional(_RELAY_URL), default="")
    fallback_password: Secret | None = key(values.optional(SECRET), default="")
    fallback_password_file: Path | None = key(values.optional(values.path), default="")
    retry: tuple[timedelta, ...] = key(
        Many(values.duration(0.001), least=1, unique=False), default=["30s", "2m", "10m", "30m", "1h"]
    )
    page_retry: tuple[timedelta, ...] = key(
        Many(values.duration(0.001), least=1, unique=False), default=["15s", "30s", "1m", "2m"]
    )
    give_up_after: timedelta = key(values.duration(1), default="5d")
    timeout: timedelta = key(values.duration(1), default="60s")
    connections: int = key(values.integer(1, 100), default=8)
    pace: float = key(values.number(), default=0)
    pace_per_domain: float = key(values.number(), default=0)
    dkim: Dkim | None = key(Optional_(Table(Dkim)), default="")


@section
class Acknowledgement:
    """How often, and with which additions, a new ticket is acknowledged."""

    per_sender_hour: int = key(values.integer(), default=3)
    per_sender_day: int = key(values.integer(), default=10)
    per_desk_hour: int = key(values.integer(), default=1000)
    max_hops: int = key(values.integer(1), default=50)
    emergency: str = key(values.line, default="")
    after_hours: str = key(values.line, default="")


@section
class Trust:
    """What is believed about who wrote a mail."""

    authserv_id: str = key(values.line, default="")
    check: bool = key(values.boolean, default=False)
    spam_headers: tuple[str, ...] = key(Many(values.header_mark), default=[])


@section
class Answers:
    """How staff answer by mail, and what customers can ask for by a single word."""

    collision: Literal["hold", "send"] = key(values.choice("hold", "send"), default="hold")
    token_lifetime: timedelta = key(values.duration(60), default="90d")
    customer_commands_hour: int = key(values.integer(), default=10)
    tell_closing: bool = key(values.boolean, default=True)


@section
class Alarm:
    """Who is told when a person must look at the daemon itself."""

    notify: tuple[str, ...] = key(Many(addresses.address), default=[])
    urls_file: Path | None = key(values.optional(values.path), default="")
    pages: bool = key(values.boolean, default=False)
    again_after: timedelta = key(values.duration(1), default="1h")


@section
class Heartbeat:
    """A sign of life that others watch, given only while the auditor is content."""

    url: Url | None = key(values.optional(_WEB_URL), default="")
    file: Path | None = key(values.optional(values.path), default="")
    every: timedelta = key(values.duration(1), default="1m")


@section
class Auditor:
    """The check, apart from the scheduler, that nothing is forgotten."""

    every: timedelta = key(values.duration(1), default="1m")
    acknowledged_within: timedelta = key(values.duration(1), default="5m")


@section
class Log:
    """How the log is written."""

    format: Literal["auto", "json", "console"] = key(values.choice("auto", "json", "console"), default="auto")
    level: Literal["debug", "info", "warning", "error"] = key(
        values.choice("debug", "info", "warning", "error"), default="info"
    )


@section
class Http:
    """Health and metrics."""

    listen: Endpoint | None = key(values.optional(addresses.endpoint()), default="127.0.0.1:8080")
