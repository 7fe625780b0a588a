"""The mailboxes of the configuration become what is polled."""

from mailticket.config import Config
from mailticket.config.secret import Secret
from mailticket.config.sections import Mailbox
from mailticket.mail.address import canonical
from mailticket.wire.mailbox import Account
from mailticket.workers.fetch import Polled
from mailticket.workers.taking import Rules

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
    return Account(
        host=url.host,
        port=url.port or _PORTS[scheme],
        tls=scheme.endswith("s"),
        username=mailbox.username,
        secret=(mailbox.password or Secret("")).reveal,
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
