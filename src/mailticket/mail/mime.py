"""The parts of a mail: what each is, what it is called, and which of them are attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Node

from mailticket.mail.header import decode_words, one_line, raw_value, unstructured
from mailticket.mail.node import first_header, raw_payload, source
from mailticket.mail.opened import MAX_WRAPPED, opaque_signed
from mailticket.mail.parameter import parameters
from mailticket.mail.skeleton import MAX_DEPTH, MAX_PARTS, Skeleton
from mailticket.mail.transfer import decoded, encoding_name, measured, pieces

MAX_TEXT_BYTES = 1024 * 1024  # of one part that is read as text
MAX_NAME = 255

_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}$")
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_ENCRYPTED = ("multipart/encrypted",)
_PATH = re.compile(r"\r?\n|[/\x00-\x1f\x7f]")  # what no name of a file may hold
_BODY_TYPES = frozenset({"application/xhtml+xml", "application/plain"})
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
_LOST_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)


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

    @property
    def is_multipart(self) -> bool:
        """Whether it is a mere container."""
        return self.content_type.startswith("multipart/") and bool(self.children)

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
    top = _part(root, skeleton, None, "text/plain", hint)
    top.depth = depth
    todo = [top]
    count = 1
    while todo:
        part = todo.pop()
        if part.content_type in _ENCRYPTED or part.parameters.get("smime-type") == "enveloped-data":
            skeleton.defects.append("encrypted: it can only be read by whom it is for")
        if part.content_type in _SMIME and part.depth < MAX_DEPTH:
            signed = opaque_signed(part.content()) if len(skeleton.raw) <= 2 * MAX_WRAPPED else None
            if signed is not None:
                part.children.append(_part(signed, skeleton, part, "text/plain", hint))
                todo.append(part.children[0])
            continue
        if not part.content_type.startswith("multipart/"):
            continue
        if part.children:  # given back to it
            continue
        content: object = part.node.get_payload()
        if not isinstance(content, list):
            content = _without_boundary(part)
        else:
            content = content + _behind_the_end(part)
        if part.depth >= MAX_DEPTH:
            skeleton.defects.append(f"parts lie deeper than {MAX_DEPTH}: they were not opened")
            continue
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for node in content:
            if count >= room:
                skeleton.defects.append(f"more than {MAX_PARTS} parts: the rest was not read")
                return top
            if isinstance(node, Node):
                part.children.append(_part(node, skeleton, part, default, hint))
                count += 1
        _give_back(part)
        todo.extend(reversed(part.children))
    return top


def _without_boundary(part: Part) -> list[Node]:
    """The parts of a container whose boundary is not the declared one; if there are none, it is text."""
    payload = part.payload()
    if part.encoding in ("base64", "quoted-printable"):
        payload, _ = decoded(payload, part.encoding)  # RFC 2045, section 6.4, forbids that
    found = _LOST_BOUNDARY.search(payload)
    if found is not None:
        boundary = found[1].replace(b"\\", b"").replace(b'"', b"")
        header = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n'
        inner: object = message_from_bytes(header + payload).get_payload()
        if isinstance(inner, list):
            part.skeleton.defects.append("the parts are not separated as declared")
            return inner
    if part.payload().strip():
        part.skeleton.defects.append("a container without parts was read as text")
        part.content_type = "text/plain"
    return []


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
    headers: dict[str, bytes] = {}
    for name, value in node.raw_items():
        key = name.lower()
        if key.startswith("content-") and key not in headers:
            headers[key] = raw_value(value)
    content_type, known = parameters(headers.get("content-type", b""), hint)
    if not _TYPE.match(content_type):
        content_type = _mended_type(content_type, default, bool(known))
    if isinstance(node.get_payload(), list) and not content_type.startswith(("multipart/", "message/")):
        content_type = node.get_content_type()
    disposition, stated = parameters(headers.get("content-disposition", b""), hint)
    encoding = encoding_name(unstructured(headers.get("content-transfer-encoding", b"")))
    if encoding is None:
        skeleton.defects.append("unknown Content-Transfer-Encoding")
        encoding = "8bit"
    if encoding == "base64" and _is_in_the_clear(node):
        encoding = "8bit"
    content_id = re.sub(r"[\s<>]", "", one_line(decode_words(headers.get("content-id", b""))))[:500]
    return Part(
        content_type=content_type,
        parameters=known,
        disposition=disposition,
        filename=_filename(disposition, stated, known),
        content_id=content_id or None,
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


def _mended_type(content_type: str, default: str, named: bool) -> str:
    """What a faulty Content-Type most likely means (RFC 2045, section 5.2)."""
    if not content_type:
        return default
    main = content_type.partition("/")[0]
    if main in ("text", "plain"):
        return "text/plain"
    if main == "html":
        return "text/html"
    if main == "multipart":
        return "multipart/mixed"
    return (
        "application/octet-stream" if named or main in ("application", "image", "audio", "video") else default
    )


def _filename(disposition: str, stated: dict[str, str], known: dict[str, str]) -> str | None:
    """The name of a file: that of the disposition first, unless it was spoilt on the way."""
    called = (
        None if disposition == "form-data" else stated.get("name")
    )  # there it is that of a field (RFC 7578)
    names = [n for n in (stated.get("filename"), called, known.get("name"), known.get("filename")) if n]
    if not names:
        return None
    name = next((n for n in names if "\ufffd" not in n), names[0])
    return _shortened(_PATH.sub("_", name)) or None


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
    return name[:MAX_NAME]


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
