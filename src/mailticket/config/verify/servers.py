"""Servers and files: endpoints, certificates, the relay, mailboxes, alarms."""

from collections.abc import Iterator
from pathlib import Path

from mailticket.config.addresses import Endpoint
from mailticket.config.faults import Place
from mailticket.config.sections import Mailbox, OAuth2, Relay
from mailticket.config.tree import Document
from mailticket.config.values import is_beyond, is_there

_FLOWS = {
    "microsoft": ("client-credentials", "device"),
    "google": ("device", "service-account"),
}
_NEEDS = {
    "client-credentials": ("tenant", "client_id", "client_secret"),
    "device": ("client_id", "token_file"),
    "service-account": ("key_file",),
}


def verify_servers(document: Document, root: Place) -> None:
    """Report servers that cannot be reached or started as they are described."""
    _endpoints(document, root)
    _tls(document, root / "smtp_server")
    _relay(document.relay, root / "relay")
    _folders: dict[tuple[str, ...], str] = {}
    for index, mailbox in enumerate(document.mailboxes):
        place = root / "mailboxes" / index
        _mailbox(mailbox, place)
        polled = (mailbox.url.host.lower(), mailbox.username, mailbox.folder)
        if mailbox.url and polled in _folders:
            (place / "url").fault(f"polls the same folder of the same user as {_folders[polled]}")
        _folders.setdefault(polled, mailbox.name)
    alarm, place = document.alarm, root / "alarm"
    if alarm.pages and alarm.urls_file is None:
        (place / "pages").fault("needs urls_file, which names the second route")
    _must_be_file(alarm.urls_file, place / "urls_file")
    templates = document.desk.templates
    if templates is not None and not is_there(templates, folder=True):
        (root / "desk" / "templates").fault(f"names {templates}, which is not a folder")
    server = document.smtp_server
    if not (server.listen or server.lmtp_listen or document.mailboxes):
        (root / "smtp_server" / "listen").warn("is empty, so mail comes in only by mailticket deliver")


def _must_be_file(path: Path | None, place: Place) -> None:
    if path is None or path == Path() or is_beyond(path):  # an empty one stands for a faulty one
        return
    if not is_there(path):
        place.fault(f"names {path}, which is not a file")


def _endpoints(document: Document, root: Place) -> None:
    seen: dict[str, str] = {}
    for place, endpoint, key in _listeners(document, root):
        if endpoint.path is None and endpoint.port == 0:
            continue
        if endpoint in seen:
            place.fault(f"{endpoint} is taken by {seen[endpoint]} already")
        seen.setdefault(endpoint, key)


def _listeners(document: Document, root: Place) -> Iterator[tuple[Place, Endpoint, str]]:
    server = root / "smtp_server"
    for index, endpoint in enumerate(document.smtp_server.listen):
        yield server / "listen" / index, endpoint, "smtp_server.listen"
    for index, endpoint in enumerate(document.smtp_server.lmtp_listen):
        yield server / "lmtp_listen" / index, endpoint, "smtp_server.lmtp_listen"
    if document.http.listen is not None:
        yield root / "http" / "listen", document.http.listen, "http.listen"


def _tls(document: Document, place: Place) -> None:
    server = document.smtp_server
    if server.tls_certificate is None and server.tls_key is not None:
        (place / "tls_key").fault("needs tls_certificate too")
    if server.tls_key is None and server.tls_certificate is not None:
        (place / "tls_certificate").fault("needs tls_key too")
    _must_be_file(server.tls_certificate, place / "tls_certificate")
    _must_be_file(server.tls_key, place / "tls_key")


def _relay(relay: Relay, place: Place) -> None:
    if relay.oauth2 is not None:
        _oauth2(relay.oauth2, place / "oauth2")
        if relay.password is not None:
            (place / "oauth2").fault("is given, and a password too; keep one of them")
        if not relay.username:
            (place / "username").fault("is missing; signing in by oauth2 needs it, here or in the URL")
    elif relay.password is not None and not relay.username:
        (place / "username").fault("is missing; a password is given, but no user, here or in the URL")
    if relay.url.scheme == "smtps" and relay.starttls != "auto":
        (place / "starttls").fault("means nothing with smtps://, which is encrypted from the start")
    if relay.url.scheme == "submission" and relay.starttls in {"opportunistic", "never"}:
        (place / "starttls").fault("cannot be less than required with submission://; write smtp:// for that")
    if relay.fallback_url is not None and relay.fallback_url.scheme == "maildir":
        (place / "fallback_url").fault("is a Maildir, from where no mail would reach anybody")
    if relay.fallback_password is not None and relay.fallback_url is None:
        (place / "fallback_password").fault("needs fallback_url")
    _must_be_file(relay.ca_file, place / "ca_file")
    if relay.dkim is not None:
        _must_be_file(relay.dkim.key_file, place / "dkim" / "key_file")


def _mailbox(mailbox: Mailbox, place: Place) -> None:
    if not mailbox.url.host:  # reported already
        return
    if not mailbox.username:
        (place / "username").fault("is missing; name the user here or in the URL")
    if mailbox.oauth2 is not None:
        _oauth2(mailbox.oauth2, place / "oauth2")
        if mailbox.password is not None:
            (place / "oauth2").fault("is given, and a password too; keep one of them")
    elif mailbox.password is None:
        (place / "password_file").warn("is missing; without a password or oauth2 nobody is let in")
    if mailbox.url.scheme.startswith("pop3"):
        if mailbox.folder != "INBOX":
            (place / "folder").fault("must be INBOX, as POP3 knows no other")
        if mailbox.after_accept.startswith("move:"):
            (place / "after_accept").fault("cannot move mail, as POP3 knows no folders")
    _must_be_file(mailbox.ca_file, place / "ca_file")


def _oauth2(oauth2: OAuth2, place: Place) -> None:
    flows = _FLOWS[oauth2.provider]
    if oauth2.flow not in flows:
        (place / "flow").fault(f"must be {' or '.join(flows)} with {oauth2.provider}, not {oauth2.flow}")
        return
    for key in _NEEDS[oauth2.flow]:
        if getattr(oauth2, key):
            continue
        if key == "client_secret":  # may come by a way that only the daemon's environment knows
            (place / "client_secret_file").warn(f"is missing; the flow {oauth2.flow} needs it")
        else:
            (place / key).fault(f"is missing; the flow {oauth2.flow} needs it")
