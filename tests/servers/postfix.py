"""A private Postfix that hands all mail on: into a Maildir, by LMTP, by SMTP or to a pipe."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.process import LOOPBACK, Port, Process, ServerFailed, folder, listens, unprivileged
from servers.programs import POSTFIX, program

_MAIN = """
compatibility_level = 3.6
myhostname = mx.infraware.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
queue_directory = {home}/spool
data_directory = {home}/data
mail_owner = postfix
setgid_group = postdrop
default_process_limit = 100
smtpd_client_connection_count_limit = 0
smtpd_recipient_restrictions =
smtpd_relay_restrictions = permit_mynetworks, reject
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
alias_maps =
alias_database =
local_recipient_maps =
smtputf8_enable = yes
smtp_host_lookup = native
disable_dns_lookups = yes
minimal_backoff_time = 1s
maximal_backoff_time = 5s
queue_run_delay = 1s
virtual_mailbox_base = {home}
virtual_mailbox_domains =
virtual_mailbox_maps = static:Maildir/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
maillog_file_prefixes = {home}
maillog_file = {home}/postfix.log
default_transport = {transport}
relayhost = {relayhost}
{extra}
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 1 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
local     unix  - n n - - local
virtual   unix  - n n - - virtual
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
{pipe}
"""

_QUEUES = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush"),
    *("hold", "incoming", "private", "saved", "trace"),
)

MAILDIR = "maildir"
DISCARD = "discard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postfix:
    """A running Postfix: it takes mail for anybody on 127.0.0.1 and `port`."""

    port: int
    home: Path
    log: Path

    @property
    def host(self) -> str:
        return LOOPBACK

    @property
    def url(self) -> str:
        """The address of it as a relay, as the configuration writes it."""
        return f"smtp://{LOOPBACK}:{self.port}"

    def mails(self) -> tuple[bytes, ...]:
        """What it delivered into its Maildir, oldest first."""
        return tuple(path.read_bytes() for path in sorted((self.home / "Maildir" / "new").glob("*")))

    def queued(self) -> int:
        """How many mails it holds and has not delivered."""
        queues = ("incoming", "active", "deferred", "hold")
        return sum(1 for name in queues for path in (self.home / "spool" / name).rglob("*") if path.is_file())

    def flush(self) -> None:
        """Have it try everything in its queue now."""
        _postfix(self.home, "flush")


@contextmanager
def postfix(
    to: str = MAILDIR, *, pipe: list[str] | None = None, user: str = "nobody", extra: str = ""
) -> Iterator[Postfix]:
    """Start Postfix; raises ServerMissing where it cannot be had (without root, for one).

    `to` says where all its mail goes: MAILDIR, DISCARD, `lmtp:127.0.0.1:PORT`, `smtp:127.0.0.1:PORT`, or
    `pipe` with the words of a command in `pipe`, which runs as `user`; `${sender}` and `${recipient}` in
    it are Postfix's, and `$$` is a dollar sign. `extra` are further lines of main.cf.
    """
    POSTFIX.require()
    owner = unprivileged(user)
    with folder("postfix") as home, Port() as port:
        home.chmod(0o755)
        transport, relayhost = _route(to)
        configuration = home / "etc"
        for name in ("etc", "spool", "data", "Maildir"):
            (home / name).mkdir(mode=0o755)
        shutil.chown(home / "Maildir", owner.pw_name)
        shutil.chown(home / "data", "postfix")
        (configuration / "main.cf").write_text(
            _MAIN.format(
                home=home,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                transport=transport,
                relayhost=relayhost,
                extra=extra,
            )
        )
        (configuration / "master.cf").write_text(
            _MASTER.format(port=int(port), pipe=_pipe(pipe, owner.pw_name))
        )
        # Postfix reads a file again and again while its last change is not two seconds old.
        os.utime(configuration / "main.cf", (0, 0))
        server = Postfix(port=int(port), home=home, log=home / "postfix.log")
        _make_queue(home / "spool")
        # The master itself: `postfix start-fg` leaves it running when it is told to end.
        command = [_daemon("master"), "-c", str(configuration), "-s"]
        with Process(command, log=home / "console.log") as process:
            process.wait_for(lambda: listens(server.port, b"220"), "Postfix")
            yield server


def _route(to: str) -> tuple[str, str]:
    kind, _, address = to.partition(":")
    host, _, port = address.rpartition(":")
    match kind:
        case "maildir":
            return "virtual", ""
        case "discard":
            return "discard:", ""
        case "pipe":
            return "command", ""
        case "lmtp":
            return f"lmtp:inet:[{host}]:{port}", ""
        case "smtp":
            return "smtp", f"[{host}]:{port}"
        case _:
            raise ServerFailed(f"{to!r} is no place that the test Postfix can deliver to")


def _pipe(command: list[str] | None, user: str) -> str:
    if command is None:
        return ""
    words = " ".join(f"{{ {word} }}" if " " in word else word for word in command)
    return f"command unix - n n - - pipe\n  flags= user={user} null_sender= argv={words}"


def _make_queue(spool: Path) -> None:
    # As `postfix check` would, which takes two seconds over it.
    for name in _QUEUES:
        (spool / name).mkdir(mode=0o700)
        shutil.chown(spool / name, "postfix")
    for name, mode in (("maildrop", 0o1730), ("public", 0o2710)):
        (spool / name).mkdir()
        shutil.chown(spool / name, "postfix", "postdrop")
        (spool / name).chmod(mode)
    (spool / "pid").mkdir(mode=0o755)


def _postfix(home: Path, *words: str) -> None:
    done = subprocess.run(
        [str(program("postfix")), "-c", str(home / "etc"), *words],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise ServerFailed(f"postfix {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")


def _daemon(name: str) -> str:
    asked = [str(program("postconf")), "-dh", "daemon_directory"]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True)
    return str(Path(answer.stdout.strip()) / name)
