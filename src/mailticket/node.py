"""Which node this is, and whether a claim is that of a process of this machine which has ended."""

import os
import socket


def name() -> str:
    """As the log names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim_token() -> str:
    """What this process writes on the rows that it claims; no other process ever has the same."""
    return f"{_host()}:{os.getpid()}:{os.urandom(8).hex()}"


def is_gone(token: str) -> bool:
    """Whether nobody is left to work on what was claimed under a token."""
    host, _, rest = token.partition(":")
    pid = rest.partition(":")[0]
    if host != _host() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(pid) == os.getpid()  # the number of one that ended was given to us


def _host() -> str:
    return socket.gethostname()[:60]
