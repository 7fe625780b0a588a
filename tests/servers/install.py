"""Install the servers that the tests need, as root; name what is missing to anybody else."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers.programs import SERVERS, is_root

_POLICY = Path("/usr/sbin/policy-rc.d")
_APT = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0")


def main() -> int:
    """Exit 0 when everything that can be had here is here, 1 when an installation failed."""
    missing = [server for server in SERVERS if server.why_not() is not None]
    if not missing:
        return 0
    if not is_root() or shutil.which("apt-get") is None:
        for server in missing:
            print(f"{server.why_not()}; its tests show as skipped", file=sys.stderr)
        return 0
    packages = [package for server in missing for package in server.packages]
    print(f"Installing for the tests: {' '.join(packages)}", file=sys.stderr)
    if not _install(packages):
        command = f"apt-get install {' '.join(packages)}"
        print(f"The servers for the tests could not be installed: make `{command}` work", file=sys.stderr)
        return 1
    still = [reason for server in SERVERS if (reason := server.why_not()) is not None]
    for reason in still:
        print(reason, file=sys.stderr)
    return 1 if still else 0


def _install(packages: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NOWARNINGS": "yes"}
    # Without it the package asks for a mail domain and sets up this machine's own mail.
    if shutil.which("debconf-set-selections") and not Path("/etc/postfix/main.cf").exists():
        choice = "postfix postfix/main_mailer_type select No configuration\n"
        subprocess.run(["debconf-set-selections"], input=choice, text=True, check=False, env=environment)
    update = subprocess.run([*_APT, "update"], check=False, env=environment, stdout=subprocess.DEVNULL)
    if update.returncode != 0:
        print(
            "The lists of packages could not be refreshed; trying with those that are here", file=sys.stderr
        )
    # --no-remove: a mail server that this machine lives on is not thrown out for a test.
    command = [*_APT, "install", "--no-install-recommends", "--no-upgrade", "--no-remove", *packages]
    with _services_stay_down():
        done = subprocess.run(
            command,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace")[-4000:])
    return done.returncode == 0


@contextmanager
def _services_stay_down() -> Iterator[None]:
    """The tests start servers of their own: installing a package starts none. An existing policy is kept."""
    try:
        with _POLICY.open("x") as policy:
            policy.write("#!/bin/sh\n# Made while mailticket's tests install their servers.\nexit 101\n")
    except FileExistsError:
        yield
        return
    # Left behind, the policy would keep this machine's own services down.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        _POLICY.chmod(0o755)
        yield
    finally:
        _POLICY.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
