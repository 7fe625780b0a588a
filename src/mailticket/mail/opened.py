"""Parts that wrap what was sent: winmail.dat (MS-OXTNEF), opaque S/MIME signatures (RFC 8551, RFC 5652)."""

import re
from email import message_from_bytes
from email.message import Message as Node
from typing import Any

from mailticket.mail.html_text import html_to_text
from mailticket.mail.transfer import Embedded

MAX_WRAPPED = 16 * 1024 * 1024  # bytes of a wrapping that is opened
_MAX_WORK = 400 * 1024 * 1024  # bytes that tnefparse may copy: it copies the rest for each object
_MAX_LEVELS = 8
_MAX_PIECES = 10_000

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"


def tnef(data: bytes) -> tuple[list[Embedded], str]:
    """The files in a winmail.dat and its text; none where the library is missing or the data are damaged."""
    if not data.startswith(_TNEF_SIGNATURE) or not _is_modest(data):
        return [], ""
    try:
        from tnefparse import TNEF  # an extra: without it, winmail.dat stays an attachment

        opened = TNEF(data, do_checksum=False)
        files = [
            Embedded(start=0, end=0, name=_name(one), data=bytes(one.data))
            for one in opened.attachments
            if one.data
        ]
        return files, _text(opened.body) or html_to_text(_text(opened.htmlbody))
    except Exception:  # it raises whatever it stumbles over
        return [], ""


def _is_modest(data: bytes) -> bool:
    """Whether the number of objects is such that they can be read in bounded time."""
    position, count = 6, 0
    while position + 12 < len(data):
        position += 11 + int.from_bytes(data[position + 5 : position + 9], "little")
        count += 1
        if count * len(data) > _MAX_WORK:
            return False
    return len(data) <= MAX_WRAPPED


def _name(file: Any) -> bytes:
    """The name of a file, long or short; the library takes the bytes of a short one for UTF-8."""
    try:
        name = file.long_filename() or file.name
    except UnicodeDecodeError:
        name = file._name
    return (name if isinstance(name, bytes) else str(name).encode("utf-8", "replace")).rstrip(b"\x00")


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return body.decode("cp1252", "replace").rstrip("\x00")
    return body.rstrip("\x00") if isinstance(body, str) else ""


def opaque_signed(data: bytes) -> Node | None:
    """The message within an opaque S/MIME signature, None if there is none to be read without a key."""
    if len(data) > MAX_WRAPPED or _SIGNED_DATA not in data[:64]:
        return None
    content = _signed_content(data)
    if content is None or not re.match(rb"[A-Za-z-]{1,60}:", content):
        return None
    return message_from_bytes(content)


def _signed_content(data: bytes) -> bytes | None:
    """The octets that were signed: ContentInfo, SignedData, EncapsulatedContentInfo, eContent (RFC 5652)."""
    place = _inside(data, 0)  # ContentInfo
    place = _after(data, place)  # its type
    place = _inside(data, _inside(data, place))  # content [0], SignedData
    place = _after(data, _after(data, place))  # version, digestAlgorithms
    place = _inside(data, place)  # EncapsulatedContentInfo
    place = _after(data, place)  # its type
    place = _inside(data, place)  # eContent [0]
    if place < 0 or place >= len(data):
        return None
    out: list[bytes] = []
    _octets(data, place, out, 0)
    return b"".join(out)


def _header(data: bytes, place: int) -> tuple[int, int]:
    """Where the contents of an ASN.1 value begin and end; the end is -1 where it is not told (BER)."""
    if not 0 <= place < len(data) - 1:
        return -1, -1
    first = data[place + 1]
    if first < 0x80:
        return place + 2, place + 2 + first
    if first == 0x80:
        return place + 2, -1
    size = first & 0x7F
    if size > 4:
        return -1, -1
    start = place + 2 + size
    return start, start + int.from_bytes(data[place + 2 : start], "big")


def _inside(data: bytes, place: int) -> int:
    return _header(data, place)[0]


def _after(data: bytes, place: int) -> int:
    """Behind a value whose length is told, or that ends by an end-of-contents right after flat values."""
    start, end = _header(data, place)
    if start < 0 or end >= 0:
        return end
    for _ in range(_MAX_PIECES):
        if data[start : start + 2] == b"\x00\x00":
            return start + 2
        start = _header(data, start)[1]
        if start < 0:
            return -1
    return -1


def _octets(data: bytes, place: int, out: list[bytes], level: int) -> int:
    """Collect an OCTET STRING, in pieces or whole; where it ends."""
    start, end = _header(data, place)
    if start < 0 or level > _MAX_LEVELS:
        return len(data)
    if not data[place] & 0x20:
        out.append(data[start:end])
        return end
    while start < (end if end >= 0 else len(data)) and len(out) < _MAX_PIECES:
        if end < 0 and data[start : start + 2] == b"\x00\x00":
            return start + 2
        start = _octets(data, start, out, level + 1)
    return start
