"""The relay that a URL of the configuration names."""

import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from mailticket.wire.maildir import MaildirRelay
from mailticket.wire.relay import Relay
from mailticket.wire.smtp_client import SmtpRelay, Timeouts

_PORTS: Final = {"smtp": 25, "submission": 587, "smtps": 465}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def relay_from_url(
    url: str,
    *,
    username: str | None = None,
    password: str | None = None,
    oauth2_token: Callable[[], Awaitable[str]] | None = None,
    starttls: Literal["auto", "required", "opportunistic", "never"] = "auto",
    ca_file: Path | None = None,
    connections: int = 8,
    local_name: str | None = None,
    timeouts: Timeouts | None = None,
) -> Relay:
    """The relay that a URL names; ValueError with a sentence if it names none.

    `smtp://host:25` uses TLS where the relay offers it; `submission://user@host:587` demands STARTTLS and
    `smtps://host:465` TLS from the start, both with a certificate that is trusted, by the system or by
    `ca_file`. `starttls` changes that for smtp and submission; a password still goes to no other host without
    TLS. `?tls=required`, `?ca=FILE`, `?verify=no` (any certificate) and `?connections=8` say the same in the
    URL. `maildir:PATH` writes files.
    """
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        path = unquote(url.partition(":")[2].removeprefix("//"))
        if not path:
            raise ValueError("A Maildir relay is written maildir:PATH.")
        return MaildirRelay(Path(path))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(
            "A relay is written smtp://HOST:25, submission://USER@HOST:587, smtps://HOST:465 or maildir:PATH."
        )
    given = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    unknown = given.keys() - {"tls", "ca", "verify", "connections"}
    if unknown:
        raise ValueError(
            f"The URL of a relay has no option {min(unknown)!r}: it has tls, ca, verify, connections."
        )
    user = username or (unquote(parts.username) if parts.username else None)
    wanted = given.get("tls", {"auto": "", "never": "none"}.get(starttls, starttls))
    tls = _tls_of(parts.scheme, wanted, secret=user is not None and parts.hostname not in _LOOPBACK)
    return SmtpRelay(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        tls=tls,
        tls_context=_tls_context(tls, given.get("ca") or ca_file, verify=given.get("verify") != "no"),
        username=user,
        password=password if password is not None else unquote(parts.password or "") or None,
        oauth2_token=oauth2_token,
        local_name=local_name,
        connections=_count(given.get("connections", str(connections))),
        timeouts=timeouts,
    )


def _tls_of(
    scheme: str, wanted: str, *, secret: bool
) -> Literal["implicit", "required", "opportunistic", "none"]:
    """How TLS comes in. A password does not travel in the clear, whatever is wanted."""
    match scheme, wanted or {"submission": "required"}.get(scheme, "opportunistic"):
        case "smtps", _:
            return "implicit"
        case _, "required":
            return "required"
        case _, "opportunistic":
            return "required" if secret else "opportunistic"
        case _, "none":
            return "required" if secret else "none"
    raise ValueError("The option tls of a relay is required, opportunistic or none.")


def _tls_context(tls: str, ca_file: Path | str | None, *, verify: bool) -> ssl.SSLContext | None:
    if tls == "none":
        return None
    context = ssl.create_default_context(cafile=ca_file)
    if tls == "opportunistic" or not verify:
        # Where TLS is not demanded, a certificate that nobody trusts is still better than no TLS (RFC 7435).
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise ValueError("The option connections of a relay is a number from 1 to 100.")
    return int(text)
