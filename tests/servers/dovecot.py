"""A private Dovecot: IMAP, POP3, LMTP and TLS on loopback, with accounts for whoever asks."""

import grp
import itertools
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.certificate import Certificate, certificate
from servers.process import LOOPBACK, Process, folder, listens, ports, unprivileged
from servers.programs import DOVECOT, program

_PASSWORD = "let me in"
# Accounts that are there from the start, so that a new one costs nothing.
_POOL = 1000

# One user for everything: no service needs root, so it runs alike for root and for anybody.
_CONFIGURATION = """
protocols = imap pop3 lmtp
listen = {host}
base_dir = {home}/run
state_dir = {home}/state
instance_name = mailticket-{imap}
log_path = {home}/dovecot.log
login_log_format_elements = user=<%u> method=%m %c session=<%{{session}}>
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 512 M
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_fsync = never
maildir_stat_dirs = no
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  service_count = 0
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
{extra}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox on the server: what a client logs in with."""

    name: str
    password: str


class Dovecot:
    """A running Dovecot; `imap`, `imaps`, `pop3`, `pop3s` and `lmtp` are its ports on 127.0.0.1."""

    def __init__(self, *, home: Path, numbers: dict[str, int], trusted: Certificate, authority: Path) -> None:
        self.host = LOOPBACK
        self.imap = numbers["imap"]
        self.imaps = numbers["imaps"]
        self.pop3 = numbers["pop3"]
        self.pop3s = numbers["pop3s"]
        self.lmtp = numbers["lmtp"]
        self.log = home / "dovecot.log"
        self.authority = authority
        self._trusted = trusted
        self._users = home / "users"
        self._mail = home / "mail"
        self._passwords = {f"box{number}@infraware.example": _PASSWORD for number in range(1, _POOL + 1)}
        self._counter = itertools.count(1)
        self._revision = 0
        self._write_users()

    def account(self, name: str | None = None, password: str = _PASSWORD) -> Account:
        """A new and empty account; without a name one that no test had before. Known names get the password.

        At once without a name and a password; up to a second with them.
        """
        name = name or f"box{next(self._counter)}@infraware.example"
        if self._passwords.get(name) != password:
            self._passwords[name] = password
            self._change_users()
        return Account(name=name, password=password)

    def remove(self, account: Account) -> None:
        """From now on the account cannot log in; its mail stays."""
        self._passwords.pop(account.name, None)
        self._change_users()

    def deliver(self, account: Account, message: bytes, sender: str = "customer@acme.example") -> None:
        """Put a message into the account's INBOX by LMTP."""
        with smtplib.LMTP(self.host, self.lmtp, timeout=20) as client:
            client.sendmail(sender, [account.name], message)

    def maildir(self, account: Account) -> Path:
        """Where the mail of an account lies on disk, once it has some."""
        return self._mail / account.name / "Maildir"

    def mails(self, account: Account, mailbox: str = "INBOX") -> tuple[bytes, ...]:
        """The messages of a mailbox as they lie on disk, read or not, oldest first."""
        root = self.maildir(account)
        root = root if mailbox == "INBOX" else root / f".{mailbox.replace('/', '.')}"
        files = [path for part in ("new", "cur") for path in (root / part).glob("*")]
        return tuple(path.read_bytes() for path in sorted(files, key=lambda path: path.name))

    def client_context(self) -> ssl.SSLContext:
        """What a TLS client needs to trust this server."""
        return self._trusted.client_context()

    def _change_users(self) -> None:
        # Dovecot looks at the file once in a second of its clock, and then at its size and time in seconds.
        self._write_users()
        written = time.time()
        while int(time.time()) <= int(written):
            time.sleep(0.01)

    def _write_users(self) -> None:
        self._revision += 1
        lines = [f"{name}:{password}" for name, password in self._passwords.items()]
        size = sum(len(line) + 1 for line in lines)
        lines.append("#" * (self._revision * 65536 - size % 65536))
        replacement = self._users.with_suffix(".new")
        replacement.write_text("\n".join([*lines, ""]))
        replacement.chmod(0o644)
        replacement.replace(self._users)


@contextmanager
def dovecot(extra: str = "") -> Iterator[Dovecot]:
    """Start Dovecot with `extra` lines of configuration; raises ServerMissing where it cannot be had."""
    DOVECOT.require()
    owner = unprivileged("nobody")
    with folder("dovecot", owner) as home, ports(5) as numbers:
        named = dict(zip(("imap", "imaps", "pop3", "pop3s", "lmtp"), numbers, strict=True))
        trusted = certificate()
        chain, key, authority = trusted.write(home)
        configuration = home / "dovecot.conf"
        configuration.write_text(
            _CONFIGURATION.format(
                host=LOOPBACK,
                home=home,
                user=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                chain=chain,
                key=key,
                extra=extra,
                **named,
            )
        )
        for path in (chain, key, authority, configuration):
            path.chmod(0o644)
        server = Dovecot(home=home, numbers=named, trusted=trusted, authority=authority)
        command = [str(program("dovecot")), "-F", "-c", str(configuration)]
        with Process(command, log=home / "console.log", user=owner) as process:
            process.wait_for(
                lambda: listens(server.imap, b"* OK") and listens(server.lmtp, b"220"),
                "Dovecot",
            )
            yield server
