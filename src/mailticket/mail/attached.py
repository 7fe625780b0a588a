"""Messages that are attached to a mail: opened for the files that they carry."""

import hashlib
import re
from email import message_from_bytes
from email.message import Message as Node

from mailticket.mail.mime import Part, tree
from mailticket.mail.node import raw_payload
from mailticket.mail.opened import MAX_WRAPPED
from mailticket.mail.skeleton import MAX_DEPTH, skeleton

_FIELD = re.compile(rb"[!-9;-~]{1,60}:")
KINDS = ("message/rfc822", "message/global", "message/news")


def attached_message(part: Part, room: int) -> Part | None:
    """The parts, at most `room` of them, of the message that a part is.

    None if it is no message, lies too deep, or is the mail that a report returns: of that, the report speaks.
    """
    if part.content_type not in KINDS or part.depth >= MAX_DEPTH or room < 1:
        return None
    if part.parent is not None and part.parent.content_type == "multipart/report":
        return None
    noted = len(part.skeleton.defects)
    inner, cut = _parsed(part), part.skeleton
    if part.encoding in ("base64", "quoted-printable"):
        data = part.content() if len(part.skeleton.raw) <= 2 * MAX_WRAPPED else b""
        cut = skeleton(data, hashlib.sha256(data).hexdigest())
        inner = message_from_bytes(cut.data)
    if inner is None:
        return None
    root = tree(inner, cut, room=room, depth=part.depth + 1)
    del part.skeleton.defects[noted:]  # they are those of another mail
    return root


def _parsed(part: Part) -> Node | None:
    content: object = part.node.get_payload()
    if not isinstance(content, list) or not content or not isinstance(content[0], Node):
        return None
    message = content[0]
    if not message.keys():  # blank lines stand before its header
        behind = raw_payload(message).lstrip(b"\r\n")
        return message_from_bytes(behind) if _FIELD.match(behind) else message
    return message
