"""A mail cut down to what a parser can read in bounded time: long bodies set aside, excess left out.

Whatever is cut is replaced by a mark that no mail can hold (it is made of the mail's own hash), so that
a leaf's bytes are put together again from the raw mail without ever being copied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_HEADER_BLOCK = 256 * 1024  # bytes of the header of the mail
MAX_FIELD = 64 * 1024  # bytes of one header field
MAX_FIELDS = 1_000
MAX_PARTS = 1_000
MAX_DEPTH = 50
STRETCH = 48 * 1024  # bytes of a body that the parser is shown
MAX_SKELETON = 2 * 1024 * 1024

_SMALL = 64 * 1024
_MANY_CONTAINERS = 40
_WORK = 400_000  # lines times open containers: what the parser compares each line with
_MAX_PARAMETERS = 100
# A field with its continuation lines. Whatever is in them, no step is taken back.
_FIELD = re.compile(rb"([!-9;-~]++):[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_LOOSE_FIELD = re.compile(rb"([!-9;-~]++[ \t]*+):[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
# The fields by which the parser takes a mail apart; the others would only cost it time.
_READ = re.compile(r"content-|mime-version$")
_FIELD_START = re.compile(rb"[!-9;-~]+[ \t]*:")
_CONTINUATION = re.compile(rb"(?:[ \t][^\n]*+\n)++")
_BLANK = re.compile(rb"\n\r{0,2}\n|\r\r(?!\n)")
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
    body: int = 0  # where the body begins in the mail
    fields: list[tuple[str, bytes]] = field(default_factory=list)  # all header fields, bounded
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
    """The mail as the parser is given it; most mails are given with their body whole."""
    doubled = raw[: raw.find(b"\n", 0, MAX_FIELD) + 1].endswith(b"\r\r\n")
    text = raw = raw.replace(b"\r\r\n", b"\r\n") if doubled else raw  # CRLF became CRCRLF on the way
    result = Skeleton(raw=raw, data=raw)
    if raw.find(b"\n", 0, MAX_HEADER_BLOCK) < 0 and b"\r" in raw[:MAX_HEADER_BLOCK]:
        text = raw.replace(b"\r", b"\n")  # line ends of old Macintoshes; nothing moves
    start = _header_start(text, result.defects)
    body = result.body = _read_fields(text, start, result)
    head = b"".join(
        b"%s: %s\n" % (name.encode("ascii"), value)
        for name, value in result.fields
        if _READ.match(name.lower())
    )
    if len(raw) - body > _SMALL or _is_dense(text):
        result.mark = b"%carved-" + sha256[:32].encode() + b"-"
        _bound_containers(result, head + b"\n", _carve(result, text, body))
    else:
        result.data = head + b"\n" + text[body:]
    if doubled:
        result.body += raw.count(b"\n", 0, body)
    return result


def _is_dense(text: bytes) -> bool:
    """Whether there is more structure in a small mail than any person would write."""
    return (
        text.count(b"\n--") > 2 * _MANY_CONTAINERS
        or (text.count(b"/") > _MANY_CONTAINERS and len(_CONTAINER.findall(text)) > _MANY_CONTAINERS)
        or text.count(b";") > 500
    )


def header_end(raw: bytes) -> int:
    """Where the header of the mail ends, its blank line not counted."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return 0
    found = _BLANK.search(raw)
    return found.start() + 1 if found else len(raw)


def _header_start(text: bytes, defects: list[str]) -> int:
    """Where the header begins: behind a byte order mark, blank lines, or an envelope line."""
    start = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    while text[start : start + 1] in (b"\r", b"\n") and start < 1000:
        start += 1
    if start:
        if not _FIELD_START.match(text, start):
            return 0
        defects.append("something stands before the header")
    if text.startswith((b"From ", b">From "), start) and not _FIELD_START.match(text, start):
        start = text.find(b"\n", start) + 1 or len(text)
    if text[start : start + 1] in (b" ", b"\t"):
        rest = _CONTINUATION.match(text, start)
        if rest and _FIELD_START.match(text, rest.end()):
            defects.append("the header begins with half a field")
            start = rest.end()
    return start


def _read_fields(text: bytes, start: int, result: Skeleton, *, again: bool = True) -> int:
    """Read the header fields; where the body begins.

    A line that is neither a field nor the continuation of one ends the header, as it does for mail
    servers and for those who check signatures: to read on would believe a sender that they never saw.
    Spaces before a colon (RFC 5322, section 4.5) are believed where the whole header makes sense so.
    """
    strict = _fields(text, start, _FIELD, result)
    if strict < len(text) and text[strict : strict + 1] not in (b"\n", b"\r"):
        taken, defects = result.fields, list(result.defects)
        result.fields = []
        loose = _fields(text, start, _LOOSE_FIELD, result)
        if loose >= len(text) or text[loose : loose + 1] in (b"\n", b"\r"):
            strict = loose
        else:
            result.fields, result.defects = taken, [*defects, "the header ends without an empty line"]
            if again and not taken and text.startswith(b"From ", start):  # an envelope line after all
                return _read_fields(text, text.find(b"\n", start) + 1 or len(text), result, again=False)
    if text.startswith(b"\r\n", strict):
        return strict + 2
    return strict + (text[strict : strict + 1] in (b"\n", b"\r"))


def _fields(text: bytes, start: int, field_: re.Pattern[bytes], result: Skeleton) -> int:
    """Read fields of a form as far as they go; where they end. What is beyond the limits is left out."""
    position = start
    while (found := field_.match(text, position)) is not None:
        name, value = found[1].rstrip(b" \t"), found[2]
        position = found.end()
        if position - start > MAX_HEADER_BLOCK or len(result.fields) >= MAX_FIELDS:
            note = "the header is longer than 256 KiB or 1,000 fields: the rest was not read"
            if note not in result.defects:
                result.defects.append(note)
            continue
        if len(value) > MAX_FIELD:
            value = value[:MAX_FIELD]
            result.defects.append("a header field is longer than 64 KiB: the rest was not read")
        result.fields.append((name.decode("ascii"), value.strip(b"\r\n")))
    return position


def _carve(result: Skeleton, raw: bytes, start: int) -> bytes:
    """The body with long stretches between boundary lines set aside."""
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
