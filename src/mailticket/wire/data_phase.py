"""The bytes between 354 and the end of a message, taken as they come (RFC 5321, section 4.5.2).

Nothing here waits or stores: a piece goes in, its content comes out. The work and the memory for a
piece depend on its length alone, however it is cut and however few line ends it has.
"""

import re

from mailticket.mail.failure import PermanentFailure
from mailticket.wire.limits import ServerLimits

_END = b"\r\n.\r\n"
# One header field with its continuation lines. Possessive, so that no input makes it try twice.
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:[^\n]*+\n?+(?:[ \t][^\n]*+\n?+)*+")
_ENVELOPE_LINE = re.compile(rb">?From [^\n]*+\n")  # mbox line that some programs leave on top


class DotStuffing:
    """Finds the end of a message and takes away the dots that were added for the transport.

    A line ends with CRLF and nothing else, so a bare CR or LF neither ends the message nor begins a
    line from which a dot is taken (SMTP smuggling, CVE-2023-51764 to 51766).
    """

    __slots__ = ("_held", "_virtual", "bare_newlines")

    def __init__(self) -> None:
        self._held = b"\r\n"  # as if a line had just ended, so that "." at the very start is the end
        self._virtual = 2  # bytes of it that are not content
        self.bare_newlines = False  # a CR or LF that is not part of CRLF was seen

    def feed(self, piece: bytes) -> tuple[bytes, bytes | None]:
        """Content in `piece`, and the bytes after the end of the message (None while it goes on)."""
        data = self._held + piece
        end = data.find(_END)
        rest: bytes | None = None
        if end >= 0:
            rest = data[end + len(_END) :]
            content = data[: end + 2]
        else:
            held = next((n for n in (4, 3, 2, 1) if data.endswith(_END[:n])), 0)
            self._held = data[len(data) - held :]
            content = data[: len(data) - held]
        if not self.bare_newlines:
            lines = content.count(b"\r\n")
            self.bare_newlines = content.count(b"\n") != lines or content.count(b"\r") != lines
        if b"\r\n." in content:
            content = content.replace(b"\r\n.", b"\r\n")
        if self._virtual and content:
            # Content is never one byte of the CRLF in front: a lone CR is held back.
            content = content[self._virtual :]
            self._virtual = 0
        return content, rest


class HeaderWatch:
    """Judges the header of a message while it arrives: its size, and the hops it tells of."""

    __slots__ = ("_done", "_head", "_limits")

    def __init__(self, limits: ServerLimits) -> None:
        self._limits = limits
        self._head = bytearray()
        self._done = False

    def feed(self, content: bytes) -> PermanentFailure | None:
        """Take more content; the failure with which the message is to be refused, if it is."""
        if self._done:
            return None
        known = len(self._head)
        self._head += content[: self._limits.header_size + 1 - known]
        if self._head.startswith((b"\r\n", b"\n")):
            self._done = True
            return None
        found = [self._head.find(mark, max(0, known - 2)) for mark in (b"\n\r\n", b"\n\n")]
        ends = [end for end in found if end >= 0]
        if ends:
            del self._head[min(ends) + 1 :]
        elif len(self._head) <= self._limits.header_size:
            return None
        return self.finish()

    def finish(self) -> PermanentFailure | None:
        """The judgement on a message that has ended, or whose header has."""
        if self._done:
            return None
        self._done = True
        head, self._head = bytes(self._head), bytearray()
        limits = self._limits
        if len(head) <= min(limits.header_field_size, limits.header_size) and (
            (b"\n" + head.lower()).count(b"\nreceived") <= limits.hops
        ):
            return None
        return self._judge(head)

    def _judge(self, head: bytes) -> PermanentFailure | None:
        """Walk the fields one by one; the header ends where a line is none (a body without a header)."""
        position = first.end() if (first := _ENVELOPE_LINE.match(head)) else 0
        hops = 0
        while field := _FIELD.match(head, position):
            if len(field[0]) > self._limits.header_field_size:
                return PermanentFailure(552, "5.3.4", "A header field is too long")
            hops += field[1].lower() == b"received"
            position = field.end()
        if position > self._limits.header_size:
            return PermanentFailure(552, "5.3.4", "The header is too large")
        if hops > self._limits.hops:
            return PermanentFailure(554, "5.4.6", "Too many hops, this message seems to loop")
        return None
