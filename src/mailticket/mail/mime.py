"""The parts of a mail: what each is, what it is called, and which of them are attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MissingHeaderBodySeparatorDefect
from email.message import Message as Node

from mailticket.mail.header import raw_value
from mailticket.mail.label import label
from mailticket.mail.node import first_header, raw_payload, source
from mailticket.mail.opened import MAX_WRAPPED, opaque_signed
from mailticket.mail.skeleton import MAX_DEPTH, MAX_PARTS, Skeleton, header_end
from mailticket.mail.transfer import decoded, measured, pieces

MAX_TEXT_BYTES = 1024 * 1024  # of one part that is read as text

_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_ENCRYPTED = ("multipart/encrypted",)
_BODY_TYPES = ("application/xhtml+xml",)
_NO_BODY = frozenset(  # text that is meant for programs
    {
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "text/rtf",
        "text/css",
        "text/csv",
        "text/xml",
        "text/javascript",
        "text/rfc822-headers",
        "text/tnef",
    }
)
_LOST_BOUNDARY = re.compile(
    rb"^--([^\r\n]{1,200})\r?\n(?=content-|mime-version)", re.IGNORECASE | re.MULTILINE
)
_PART_HEADER = re.compile(rb"(?:content-[a-z-]{2,30}|mime-version)[ \t]*:", re.IGNORECASE)
_LOST_PARAMETER = re.compile(rb"(?:(?:file)?name|charset|boundary|format)[*0-9]{0,4}=", re.IGNORECASE)
_SPACED_FIELD = re.compile(rb"^(content-[a-z-]{2,30}|mime-version)[ \t]+:", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True, kw_only=True, eq=False)
class Part:
    """One part of a mail, with the parts that it holds."""

    content_type: str
    parameters: dict[str, str]
    disposition: str  # "", "inline", "attachment" or whatever the sender wrote
    filename: str | None
    content_id: str | None
    encoding: str  # a known transfer encoding
    node: Node
    skeleton: Skeleton
    parent: "Part | None" = None
    children: list["Part"] = field(default_factory=list)
    message: "Part | None" = None  # the attached message that it is, once it was opened
    depth: int = 0

    def header(self, name: str) -> bytes:
        """The first header of the part by that name, as its bytes; b"" if there is none."""
        return first_header(self.node, name)

    def payload(self) -> bytes:
        """The encoded bytes as far as the skeleton has them."""
        content: object = self.node.get_payload()
        if isinstance(content, str):
            # compat32 keeps bytes beyond ASCII as surrogates, and gives them as such without a charset.
            return raw_payload(self.node)
        return b""

    def segments(self) -> Iterator[bytes | memoryview]:
        """The encoded bytes, whole, piece by piece; of a message within, its source."""
        if isinstance(self.node.get_payload(), list):
            return self.skeleton.segments(source(self.node, self.skeleton.raw))
        return self.skeleton.segments(self.payload())

    def content(self) -> bytes:
        """The decoded bytes, whole."""
        return b"".join(pieces(self.segments(), self.encoding))

    def measured(self) -> tuple[int, str]:
        """Size and SHA-256 of the decoded bytes."""
        return measured(self.segments(), self.encoding)

    def text_bytes(self) -> tuple[bytes, str]:
        """The decoded bytes up to `MAX_TEXT_BYTES`, and what was wrong with them."""
        collected = bytearray()
        for segment in self.segments():
            collected += segment[: 2 * MAX_TEXT_BYTES]
            if len(collected) >= 2 * MAX_TEXT_BYTES:
                break
        data, defect = decoded(bytes(collected), self.encoding)
        if len(data) > MAX_TEXT_BYTES:
            return data[:MAX_TEXT_BYTES], "a text is longer than 1 MiB: the rest was not read"
        return data, defect


def tree(root: Node, skeleton: Skeleton, hint: str = "", *, room: int = MAX_PARTS, depth: int = 0) -> Part:
    """The parts under a parsed message that lies at a depth, at most `room` of them, `MAX_DEPTH` deep."""
    top = _part(_with_late_header(root), skeleton, None, "text/plain", hint)
    top.depth = depth
    todo = [top]
    count = 1
    while todo:
        part = todo.pop()
        if part.content_type in _ENCRYPTED or part.parameters.get("smime-type") == "enveloped-data":
            skeleton.defects.append("encrypted: it can only be read by whom it is for")
        nodes = _nodes(part)
        if nodes and part.depth >= MAX_DEPTH:
            skeleton.defects.append(f"parts lie deeper than {MAX_DEPTH}: they were not opened")
            continue
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for node in nodes:
            if count >= room:
                skeleton.defects.append(f"more than {MAX_PARTS} parts: the rest was not read")
                return top
            part.children.append(_part(_with_header(node), skeleton, part, default, hint))
            count += 1
        _give_back(part)
        todo.extend(reversed(part.children))
    return top


def _nodes(part: Part) -> list[Node]:
    """What a part holds; nothing if it is no container, or its parts were given back to it."""
    if part.children:
        return []
    if part.content_type in _SMIME or _is_wrapping(part):
        modest = part.depth < MAX_DEPTH and len(part.skeleton.raw) <= 2 * MAX_WRAPPED
        signed = opaque_signed(part.content()) if modest else None
        return [] if signed is None else [signed]
    if not part.content_type.startswith("multipart/"):
        if not _holds_parts(part):
            return []
        part.content_type = "multipart/mixed"
    content: object = part.node.get_payload()
    if not isinstance(content, list):
        return _without_boundary(part)
    inner = [node for node in content if isinstance(node, Node)]
    if inner and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.node.defects):
        _end(inner[-1], part.parameters.get("boundary", ""))
    return [*_before_the_first(part), *inner, *_behind_the_end(part)]


def _end(node: Node, boundary: str) -> None:
    """Cut a last part where its container ends: something was put right behind the closing boundary."""
    payload, mark = raw_payload(node), b"\n--" + boundary.encode("utf-8", "surrogateescape")
    place = payload.find(mark) if boundary else -1
    if place >= 0:
        node.set_payload(payload[:place].removesuffix(b"\r").decode("ascii", "surrogateescape"))


def _without_boundary(part: Part) -> list[Node]:
    """The parts of a container whose boundary is not the declared one; if there are none, it is text."""
    payload = part.payload()
    if part.encoding in ("base64", "quoted-printable"):
        payload, _ = decoded(payload, part.encoding)  # RFC 2045, section 6.4, forbids that
    found = _LOST_BOUNDARY.search(payload)
    if found is not None:
        boundary = found[1].rstrip().replace(b"\\", b"").replace(b'"', b"")
        header = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n'
        inner: object = message_from_bytes(header + payload).get_payload()
        if isinstance(inner, list):
            part.skeleton.defects.append("the parts are not separated as declared")
            return inner
    if part.payload().strip():
        part.skeleton.defects.append("a container without parts was read as text")
        part.content_type = "text/plain"
    return []


def _is_wrapping(part: Part) -> bool:
    """Whether a part is S/MIME by its name alone (RFC 8551, section 3.9)."""
    name = part.filename or ""
    return part.content_type == "application/octet-stream" and name[-4:].lower() == ".p7m"


def _holds_parts(part: Part) -> bool:
    """Whether a part that is called otherwise has a boundary, and parts behind it."""
    boundary = part.parameters.get("boundary")
    if not boundary or part.content_type.startswith("message/"):
        return False
    found = _LOST_BOUNDARY.search(part.payload())
    return found is not None and found[1].rstrip() == boundary.encode()


def _with_header(node: Node, again: int = 4) -> Node:
    """A part whose header was taken for its text, in whole or from some line on.

    There is a blank line before it, or there are spaces before a colon, or a parameter begins its line.
    """
    if not again or isinstance(node.get_payload(), list):
        return node
    broken = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in node.defects)
    if node.keys() and not broken:
        return node
    behind = raw_payload(node) if broken else raw_payload(node).lstrip(b"\r\n")
    parameter = broken and _LOST_PARAMETER.match(behind)
    if not parameter and not _PART_HEADER.match(behind):
        return node
    end = header_end(behind)
    known = b"".join(name.encode() + b": " + raw_value(value) + b"\n" for name, value in node.raw_items())
    joint = known + b" " if parameter else known
    mended = joint + _SPACED_FIELD.sub(rb"\1:", behind[:end]) + behind[end:]
    return _with_header(message_from_bytes(mended), again - 1)


def _with_late_header(root: Node) -> Node:
    """A mail whose header a script broke in two: what tells of its parts stands behind a blank line."""
    if isinstance(root.get_payload(), list) or first_header(root, "content-type"):
        return root
    behind = raw_payload(root).lstrip(b"\r\n")
    if not _PART_HEADER.match(behind):
        return root
    late = message_from_bytes(behind)
    return late if isinstance(late.get_payload(), list) else root


def _before_the_first(part: Part) -> list[Node]:
    """A part before the first boundary, which was lost; mostly, what stands there is for nobody."""
    before = str(part.node.preamble or "").lstrip().encode("utf-8", "surrogateescape")
    if not _PART_HEADER.match(before):
        return []
    part.skeleton.defects.append("a part stands before the first boundary")
    return [message_from_bytes(before)]


def _behind_the_end(part: Part) -> list[Node]:
    """Parts behind the end of their container: an inner one had the same boundary, and ended both."""
    boundary = part.parameters.get("boundary", "")
    rest = (part.node.epilogue or "").encode("utf-8", "surrogateescape")
    if not boundary or b"--" + boundary.encode() not in rest:
        return []
    header = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'.encode()
    inner: object = message_from_bytes(header + rest).get_payload()
    if not isinstance(inner, list):
        return []
    part.skeleton.defects.append("parts stand behind the end of their container")
    return inner


def _give_back(part: Part) -> None:
    """Return its alternatives to an inner container whose boundary is that of the outer one."""
    for place, child in enumerate(part.children):
        if (
            child.content_type == "multipart/alternative"
            and isinstance(child.node.get_payload(), str)
            and child.parameters.get("boundary") == part.parameters.get("boundary")
        ):
            behind = part.children[place + 1 :]
            own = next((i for i, p in enumerate(behind) if not is_text(p)), len(behind))
            child.children = behind[:own]
            for one in child.children:
                one.parent = child
            del part.children[place + 1 : place + 1 + own]
            return


def _part(node: Node, skeleton: Skeleton, parent: Part | None, default: str, hint: str) -> Part:
    said = label(node, default, hint)
    content_type, encoding = said.content_type, said.encoding
    if isinstance(node.get_payload(), list) and not content_type.startswith(("multipart/", "message/")):
        content_type = node.get_content_type()
    if encoding is None:
        skeleton.defects.append("unknown Content-Transfer-Encoding")
        encoding = "8bit"
    if encoding == "base64" and _is_in_the_clear(node):
        encoding = "8bit"
    return Part(
        content_type=content_type,
        parameters=said.parameters,
        disposition=said.disposition,
        filename=said.filename,
        content_id=said.content_id,
        encoding=encoding,
        node=node,
        skeleton=skeleton,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
    )


def _is_in_the_clear(node: Node) -> bool:
    """Whether a container that is said to be encoded is not (RFC 2045, section 6.4, forbids that it were)."""
    content: object = node.get_payload()
    return isinstance(content, list) and any(isinstance(one, Node) and one.keys() for one in content)


def walk(part: Part) -> Iterator[Part]:
    """A part and all within it, in the order of the mail."""
    todo = [part]
    while todo:
        current = todo.pop()
        yield current
        todo.extend(reversed(current.children))


def is_text(part: Part) -> bool:
    """Whether a leaf is text to be read as part of the mail, rather than a file."""
    if part.children or (
        part.content_type not in _BODY_TYPES
        and (not part.content_type.startswith("text/") or part.content_type in _NO_BODY)
    ):
        return False
    if part.disposition and part.disposition != "inline" and part.parent is not None:
        # Any disposition that is not known is meant as an attachment (RFC 2183, section 2.8) …
        return part.disposition != "attachment" and part.filename is None
    if part.filename is None:
        return True
    # … and so is what has a file's name, unless it is the mail itself.
    return part.parent is None and part.disposition != "attachment"
