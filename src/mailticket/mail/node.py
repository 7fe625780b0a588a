"""Bytes of what the standard library took apart, before anything is decoded."""

from email.message import Message as Node

from mailticket.mail.header import raw_value
from mailticket.mail.skeleton import MAX_DEPTH, MAX_PARTS


def first_header(node: Node, name: str) -> bytes:
    """The bytes of the first header by that name, b"" if there is none."""
    wanted = name.lower()
    return next((raw_value(v) for k, v in node.raw_items() if k.lower() == wanted), b"")


def raw_payload(node: Node) -> bytes:
    """The payload of a leaf as its bytes, not decoded."""
    content: object = vars(node).get("_payload")  # `get_payload` would read it in the declared charset
    if not isinstance(content, str):
        return b""
    try:
        return content.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return content.encode("utf-8", "surrogateescape")


def source(node: Node, raw: bytes) -> bytes:
    """The source of a message within the mail, put together again from its parts."""
    inner = node.get_payload()
    if not isinstance(inner, list):
        return raw_payload(node)
    end = b"\r\n" if b"\r\n" in raw[:2000] else b"\n"
    out: list[bytes] = []
    for message in inner[:MAX_PARTS]:
        if isinstance(message, Node):
            _write(message, out, end, 0)
    return b"".join(out)


def _write(node: Node, out: list[bytes], end: bytes, depth: int) -> None:
    if unix := node.get_unixfrom():
        out += [unix.encode("ascii", "surrogateescape"), end]
    for name, value in node.raw_items():
        out += [
            name.encode("ascii", "surrogateescape"),
            b": ",
            str(value).encode("utf-8", "surrogateescape"),
            end,
        ]
    out.append(end)
    children: object = node.get_payload()
    if not isinstance(children, list):
        out.append(raw_payload(node))
        return
    if depth > 2 * MAX_DEPTH:
        return
    if not node.get_content_type().startswith("multipart/"):
        for child in children:
            _write(child, out, end, depth + 1)
        return
    boundary = b"--" + str(node.get_boundary() or "").encode("utf-8", "surrogateescape")
    if node.preamble:
        out += [str(node.preamble).encode("utf-8", "surrogateescape"), end]
    for child in children:
        out += [boundary, end]
        _write(child, out, end, depth + 1)
        out.append(end)
    out += [boundary, b"--", end]
    if node.epilogue:
        out.append(str(node.epilogue).encode("utf-8", "surrogateescape"))
