"""Memory of large messages goes back to the system as soon as they are done with."""

import contextlib
import ctypes

_M_MMAP_THRESHOLD = -3  # mallopt(3)
_LARGE = 256 << 10


def give_back_large_blocks() -> None:
    """Let blocks from 256 KiB on be the system's own; glibc would learn to keep them after the first one."""
    with contextlib.suppress(AttributeError, OSError):  # another C library has no such habit
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
