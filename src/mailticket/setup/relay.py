"""The configuration becomes the relay, or the relays."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from mailticket.config import Config
from mailticket.config.secret import Secret
from mailticket.config.sections import OAuth2
from mailticket.setup.sign_in import registration_of
from mailticket.wire.dkim_signature import SigningRelay, dkim_signer
from mailticket.wire.oauth import TokenSource
from mailticket.wire.relay import Relay
from mailticket.wire.relay_url import relay_from_url
from mailticket.wire.route import FallbackRelay, PacedRelay
from mailticket.wire.smtp_client import Timeouts


def relay_of(config: Config) -> Relay:
    """Where mail goes, by which relays, signed, at which pace. Raises ValueError with a sentence."""
    relay = config.relay
    route = _one_relay(config, str(relay.url), relay.username, relay.password, relay.oauth2)
    if relay.fallback_url is not None:
        second = _one_relay(config, str(relay.fallback_url), "", relay.fallback_password)
        route = FallbackRelay(route, second)
    if relay.dkim is not None:
        key = relay.dkim
        sign = dkim_signer(domain=key.domain, selector=key.selector, key_file=key.key_file)
        route = SigningRelay(route, sign)
    if relay.pace or relay.pace_per_domain:
        route = PacedRelay(route, per_second=relay.pace, per_domain=relay.pace_per_domain)
    return route


def _one_relay(
    config: Config, url: str, username: str, password: Secret | None, oauth2: OAuth2 | None = None
) -> Relay:
    seconds = config.relay.timeout.total_seconds()
    return relay_from_url(
        url,
        username=username or None,
        password=password.reveal() if password else None,
        oauth2_token=_token_of(oauth2, username) if oauth2 is not None else None,
        starttls=config.relay.starttls,
        ca_file=config.relay.ca_file,
        connections=config.relay.connections,
        local_name=None if "." in socket.gethostname() else config.desk.address.rpartition("@")[2],
        timeouts=Timeouts(connect=min(seconds, 30.0), command=seconds, data=seconds),
    )


def _token_of(oauth2: OAuth2, username: str) -> Callable[[], Awaitable[str]]:
    """Access tokens for the relay, fetched on a thread."""
    source = TokenSource(registration_of(oauth2, username, "smtp"))
    return lambda: asyncio.to_thread(source)
