"""The heap of a mail server: many small blocks that come again, and a few very large ones that do not."""

import contextlib
import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
_LARGE = 1 << 20  # above what asyncio asks for at each look at a socket
_SPARE = 4 << 20


def give_back_large_blocks() -> None:
    """Let the memory of large messages go back to the system at once; glibc would learn to keep it."""
    with contextlib.suppress(AttributeError, OSError):  # another C library has other habits
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, _SPARE)
