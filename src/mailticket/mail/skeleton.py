"""A mail cut down to what a parser can read in bounded time: long bodies set aside, excess left out.

Whatever is cut is replaced by a mark that no mail can hold (it is made of the mail's own hash), so that
a leaf's bytes are put together again from the raw mail without ever being copied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_HEADER_BLOCK = 256 * 1024  # bytes of the header of the mail
MAX_FIELD = 64 * 1024  # bytes of one header field
MAX_PARTS = 1_000
MAX_DEPTH = 50
STRETCH = 48 * 1024  # bytes of a body that the parser is shown
MAX_SKELETON = 2 * 1024 * 1024

_SMALL = 64 * 1024
_MANY_CONTAINERS = 40
_WORK = 400_000  # lines times open containers: what the parser compares each line with
_MAX_PARAMETERS = 100
_FIELD_START = re.compile(rb"[!-9;-~]+[ \t]*:")
_STRICT_FIELD = re.compile(rb"[!-9;-~]+:|[ \t]")
_BLANK = re.compile(rb"\n\r?\n|\r\r")
_CONTAINER = re.compile(rb"^content-type[ \t]*:\s*[\"']?(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary\*?0?\*?\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_STRUCTURE = re.compile(
    rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)


@dataclass(slots=True, kw_only=True)
class Skeleton:
    """What the parser is given, and how to find again what was set aside."""

    raw: bytes
    data: bytes
    mark: bytes = b""
    carved: list[tuple[int, int]] = field(default_factory=list)  # ranges of `raw`
    defects: list[str] = field(default_factory=list)

    def segments(self, payload: bytes) -> Iterator[bytes | memoryview]:
        """A payload of the skeleton with what was carved out of it put back, piece by piece."""
        if not self.carved or self.mark not in payload:
            yield payload
            return
        whole = memoryview(self.raw)
        pieces = payload.split(self.mark)
        yield pieces[0]
        for piece in pieces[1:]:
            number, _, rest = piece.partition(b";")
            if number.isdigit() and int(number) < len(self.carved):
                start, end = self.carved[int(number)]
                yield whole[start:end]
                yield rest
            else:
                yield piece


def skeleton(raw: bytes, sha256: str) -> Skeleton:
    """The mail as the parser is given it; most mails are given whole."""
    result = Skeleton(raw=raw, data=raw)
    end = header_end(raw)
    result.data = _mended(raw, end, result.defects)
    if (
        len(raw) <= _SMALL
        and end <= MAX_FIELD
        and raw.count(b"\n--") <= 2 * _MANY_CONTAINERS
        and raw.count(b"/") < 100_000
        and len(_CONTAINER.findall(raw)) <= _MANY_CONTAINERS
        and raw.count(b";") <= 500
    ):
        return result
    shift = len(result.data) - len(raw)
    head = _bounded_header(result.data[: end + shift], result.defects)
    result.mark = b"%carved-" + sha256[:32].encode() + b"-"
    body = _carve(result, end)
    _bound_containers(result, head, body)
    return result


def header_end(raw: bytes) -> int:
    """Where the header of the mail ends, its blank line not counted."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return 0
    found = _BLANK.search(raw)
    return found.start() + 1 if found else len(raw)


def _mended(raw: bytes, end: int, defects: list[str]) -> bytes:
    """The mail without what stands before its header, and with spaces before colons taken out.

    A line that is neither a field nor the continuation of one ends the header, as it does for mail
    servers and for those who check signatures: to read on would believe a sender that they never saw.
    """
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in (b"\r", b"\n") and start < 1000:
        start += 1
    if start and _FIELD_START.match(raw, start):
        defects.append("something stands before the header")
        raw = raw[start:]
        end = header_end(raw)
    if raw.startswith(b">From "):
        raw = raw[raw.find(b"\n") + 1 :]
        end = header_end(raw)
    if b" :" not in raw[:end] and b"\t:" not in raw[:end]:
        return raw
    head = raw[: min(end, MAX_HEADER_BLOCK)]
    lines = head.splitlines(keepends=True)
    loose = [i for i, line in enumerate(lines) if not _STRICT_FIELD.match(line) and line.strip(b"\r\n")]
    # Spaces before the colon (RFC 5322, section 4.5) are believed where the whole header makes sense so.
    if not loose or not all(_FIELD_START.match(lines[i]) for i in loose):
        return raw
    for i in loose:
        name, colon, value = lines[i].partition(b":")
        lines[i] = name.rstrip() + colon + value
    return b"".join(lines) + raw[len(head) :]


def _bounded_header(head: bytes, defects: list[str]) -> bytes:
    """The header with what is too long cut short."""
    if len(head) <= MAX_FIELD:
        return head
    if len(head) > MAX_HEADER_BLOCK:
        head = head[: head.rfind(b"\n", 0, MAX_HEADER_BLOCK) + 1] or head[:MAX_HEADER_BLOCK]
        defects.append("the header is longer than 256 KiB: the rest was not read")
    fields = re.split(rb"(?<=\n)(?![ \t])", head)
    if all(len(f) <= MAX_FIELD for f in fields):
        return head
    defects.append("a header field is longer than 64 KiB: the rest was not read")
    return b"".join(f if len(f) <= MAX_FIELD else f[:MAX_FIELD].rstrip(b"\r\n") + b"\n" for f in fields)


def _carve(result: Skeleton, start: int) -> bytes:
    """The body with long stretches between boundary lines set aside."""
    raw = result.raw
    separators = _separators(raw, start)
    if len(separators) > 2 * MAX_PARTS:
        result.defects.append(f"more than {MAX_PARTS} parts: the rest was not read")
        del separators[2 * MAX_PARTS :]
        cut = separators[-1]
    else:
        cut = len(raw)
    out: list[bytes] = []
    total = 0
    for begin, end in zip([start, *separators], [*separators, len(raw)], strict=True):
        keep = STRETCH if total < MAX_SKELETON else 512
        if begin >= cut:
            keep = 512
        if end - begin > keep + len(result.mark) + 10:
            stop = raw.find(b"\n", begin + keep, begin + keep + 2000) + 1 or begin + keep
            tail = (
                end - 2 if raw[end - 2 : end] == b"\r\n" else end - 1 if raw[end - 1 : end] == b"\n" else end
            )
            tail = max(stop, tail)
            out += [raw[begin:stop], result.mark, b"%d;" % len(result.carved), raw[tail:end]]
            result.carved.append((stop, tail))
            total += stop - begin + 100
        else:
            out.append(raw[begin:end])
            total += end - begin
    return b"".join(out)


def _separators(raw: bytes, start: int) -> list[int]:
    """Where the lines begin that may be boundaries; only declared ones count where there are many."""
    found: list[int] = []
    position = raw.find(b"\n--", max(0, start - 1))
    while position >= 0:
        found.append(position + 1)
        if len(found) > 2 * MAX_PARTS:
            break
        position = raw.find(b"\n--", position + 3)
    else:
        return found
    declared = {b"--" + (quoted or token).rstrip() for quoted, token in _BOUNDARY.findall(raw)}
    if not declared:
        return []
    any_of = re.compile(
        rb"^(?:" + b"|".join(re.escape(b) for b in sorted(declared, reverse=True)[:MAX_PARTS]) + rb")",
        re.MULTILINE,
    )
    found = []
    for match in any_of.finditer(raw, start):
        found.append(match.start())
        if len(found) > 2 * MAX_PARTS:
            break
    return found


def _bound_containers(result: Skeleton, head: bytes, body: bytes) -> None:
    """Set `data`, with what lies too deep left opaque and overlong parameters cut."""
    data = head + body
    if data.count(b";") > 500:
        data = _STRUCTURE.sub(_few_parameters, data)
    containers = [m.start() for m in _CONTAINER.finditer(data)]
    allowed = max(MAX_DEPTH // 2, min(4 * MAX_DEPTH, _WORK // (data.count(b"\n") + 1)))
    if len(containers) > allowed:
        result.defects.append(f"more than {allowed} parts that hold others: the rest was not opened")
        out = bytearray(data)
        for position in containers[allowed:]:
            out[position] = 0x78  # "xontent-type": no container any more, and nothing moves
        data = bytes(out)
    result.data = data


def _few_parameters(found: re.Match[bytes]) -> bytes:
    value = found[0]
    if len(value) > 16_384 or value.count(b";") > _MAX_PARAMETERS:
        return b";".join(value[:16_384].split(b";")[:_MAX_PARAMETERS]).rstrip(b"\r\n\\")
    return value
