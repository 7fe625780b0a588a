"""How we sign in at providers, as the configuration says."""

from dataclasses import dataclass
from typing import Literal

from mailticket.config.secret import Secret
from mailticket.config.sections import OAuth2
from mailticket.wire.oauth import Registration


@dataclass(frozen=True, slots=True)
class Password:
    """Reads the password when it is needed; two that come from the same place are equal."""

    secret: Secret

    def __call__(self) -> str:
        return self.secret.reveal()


def registration_of(oauth2: OAuth2, username: str, purpose: Literal["imap", "pop3", "smtp"]) -> Registration:
    """How we are known where we sign in."""
    return Registration(
        provider=oauth2.provider,
        flow=oauth2.flow,
        purpose=purpose,
        username=username,
        tenant=oauth2.tenant,
        client_id=oauth2.client_id,
        secret=Password(oauth2.client_secret) if oauth2.client_secret else None,
        key_file=oauth2.key_file,
        token_file=oauth2.token_file,
        ends=oauth2.expires,
    )
