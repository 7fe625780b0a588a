"""The process that reads mail: frames on standard input, answers on standard output, in the same order.

It holds nothing worth stealing and may be killed at any moment. It dies with its parent, even when that
is killed: by the signal that Linux sends it then, and by the end of its standard input.
"""

import contextlib
import gc
import logging
import os
import resource
import signal
import struct
import sys
from typing import BinaryIO

from mailticket.mail.message import parse
from mailticket.orphan import die_with_parent
from mailticket.workers.plain_values import pack

# number of the message, bytes of the mail, bytes of the reverse-path (-1: unknown)
REQUEST = struct.Struct(">IIi")
# number of the message, bytes of the answer
ANSWER = struct.Struct(">II")


def main() -> None:
    """Read mail until standard input ends. Arguments: the parent's process id, bytes of memory allowed."""
    parent, memory = int(sys.argv[1]), int(sys.argv[2])
    die_with_parent()
    if os.getppid() != parent:  # it was gone before we asked
        os._exit(1)
    _stay_within(memory)
    # An interrupt from the keyboard or the service manager is the parent's to obey.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)  # mail-parser logs text of the mail
    sys.setrecursionlimit(1_500)
    with contextlib.suppress(BrokenPipeError):
        _serve(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)  # nothing to flush, nothing to close


def _stay_within(memory: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    parse(b"")  # what is made on first use is made now
    gc.freeze()  # what is loaded now stays
    gc.set_threshold(5_000, 20, 100)
    answers.write(ANSWER.pack(0, 0))  # ready
    answers.flush()
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        number, size, path_size = REQUEST.unpack(head)
        reverse_path = None if path_size < 0 else requests.read(path_size).decode("utf-8", "replace")
        answer = pack(parse(requests.read(size), reverse_path=reverse_path))
        answers.write(ANSWER.pack(number, len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    main()
