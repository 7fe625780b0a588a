"""The mailboxes of the configuration become what is polled."""

from collections.abc import Callable
from typing import Literal

from mailticket.config import Config
from mailticket.config.secret import Secret
from mailticket.config.sections import Mailbox
from mailticket.mail.address import canonical
from mailticket.setup.sign_in import Password, registration_of
from mailticket.wire.mailbox import Account
from mailticket.wire.oauth import TokenSource
from mailticket.workers.fetch import Polled
from mailticket.workers.fetched_mail import Rules

_PORTS = {"imap": 143, "imaps": 993, "pop3": 110, "pop3s": 995}


def mailboxes_of(config: Config) -> tuple[Polled, ...]:
    """Every mailbox that is to be polled; nothing is opened."""
    return tuple(_polled(config, mailbox) for mailbox in config.mailboxes)


def _polled(config: Config, mailbox: Mailbox) -> Polled:
    account = account_of(mailbox)
    protocol = "pop3" if mailbox.url.scheme.startswith("pop3") else "imap"
    return Polled(
        rules=Rules(
            name=mailbox.name,
            route=f"{protocol}:{mailbox.name}",
            place=account.place,
            first_sight=mailbox.first_sight,
            max_size=config.smtp_server.max_message_size,
            recipient=mailbox.address or _own(config, account.username),
            removes=protocol == "imap" and mailbox.after_accept != "seen",
        ),
        account=account,
        protocol="pop3" if protocol == "pop3" else "imap",
        poll=mailbox.poll.total_seconds(),
    )


def account_of(mailbox: Mailbox) -> Account:
    """How a mailbox is reached."""
    url, scheme = mailbox.url, mailbox.url.scheme
    secret: Callable[[], str] = Password(mailbox.password or Secret(""))
    if mailbox.oauth2 is not None:
        purpose: Literal["imap", "pop3"] = "pop3" if scheme.startswith("pop3") else "imap"
        secret = TokenSource(registration_of(mailbox.oauth2, mailbox.username, purpose))
    return Account(
        host=url.host,
        port=url.port or _PORTS[scheme],
        tls=scheme.endswith("s"),
        username=mailbox.username,
        secret=secret,
        token=mailbox.oauth2 is not None,
        ca_file=mailbox.ca_file,
        folder=mailbox.folder,
        after_accept=mailbox.after_accept,
        timeout=mailbox.timeout.total_seconds(),
        idle=mailbox.idle,
    )


def _own(config: Config, username: str) -> str | None:
    """Mail in a mailbox that is signed in to by one of our addresses is for that address."""
    desk = config.desk
    own = (desk.address, *desk.aliases, *desk.emergency_addresses)
    return username if canonical(username) in {canonical(address) for address in own} else None
