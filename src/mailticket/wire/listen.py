"""Opening the sockets on which mail is taken."""

import errno
import re
import socket
import stat
from pathlib import Path
from typing import Any

_BACKLOG = 256
_ADDRESS = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:\s]*)):(?P<port>\d{1,5})")


class CannotListen(Exception):  # named after what happened
    """A socket cannot be opened; `str()` tells a person why, and what to do."""


def bind(address: str) -> socket.socket:
    """A listening socket for `127.0.0.1:8025`, `[::1]:25`, `:25` (all of IPv4) or `unix:/path`.

    Port 0 lets the system choose. Raises CannotListen.
    """
    if address.startswith("unix:"):
        return _bind_unix(Path(address.removeprefix("unix:")))
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match["port"]) > 65535:
        raise CannotListen(f"{address}: write HOST:PORT, [IPV6]:PORT or unix:/PATH.")
    host = match["six"] or match["host"] or "0.0.0.0"  # noqa: S104 # what an empty host asks for
    try:
        found = socket.getaddrinfo(host, int(match["port"]), type=socket.SOCK_STREAM)
    except OSError:
        raise CannotListen(f"{address}: the host {host} is not known here.") from None
    failure: OSError | None = None
    for family, _, _, _, name in found:  # of a host with several addresses, the first that can be had
        try:
            return _listen(family, name)
        except OSError as error:
            failure = failure or error
    raise CannotListen(_why(address, failure or OSError("the host has no address")))


def _listen(family: socket.AddressFamily, name: tuple[Any, ...] | str) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            # So that `[::]:25` and `0.0.0.0:25` can be listened on side by side.
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if family != socket.AF_UNIX:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(name)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _bind_unix(path: Path) -> socket.socket:
    address = f"unix:{path}"
    _clear_leftover(path)
    try:
        listener = _listen(socket.AF_UNIX, str(path))
        path.chmod(0o660)
    except OSError as error:
        raise CannotListen(_why(address, error)) from None
    return listener


def _clear_leftover(path: Path) -> None:
    """Remove a socket file whose owner is dead, which would keep the address in use for ever."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise CannotListen(f"unix:{path}: a file that is no socket is in the way; choose another path.")
    except OSError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError:
            return


def _why(address: str, error: OSError) -> str:
    reasons = {
        errno.EADDRINUSE: "another program listens there already; stop it, or choose another address.",
        errno.EADDRNOTAVAIL: "this machine does not have that address.",
        errno.ENOENT: "the folder does not exist; create it, or choose another path.",
        errno.ENOTDIR: "a part of the path is not a folder; choose another path.",
        errno.EACCES: "ports below 1024 need a privilege; give CAP_NET_BIND_SERVICE, or take a higher port.",
    }
    if address.startswith("unix:"):
        reasons[errno.EACCES] = "no permission to make a socket in this folder; choose another."
    reasons[errno.EPERM] = reasons[errno.EACCES]
    return f"{address}: {reasons.get(error.errno or 0, f'cannot listen there ({error.strerror or error}).')}"
