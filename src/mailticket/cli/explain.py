"""`mailticket explain`: how a message is read, what is decided about it, and by which rule."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailticket.mail.message import Message, parse


def facts(path: str, message: Message) -> dict[str, Any]:
    machine = message.automatic
    kind = machine.kind if machine and machine.kind in ("bounce", "auto-reply", "list", "loop") else None
    author = message.from_[0] if message.from_ else None
    return {
        "path": path,
        "error": None,
        "from": author.address if author else "",
        "from_name": author.name if author else "",
        "to": [box.address for box in message.to],
        "cc": [box.address for box in message.cc],
        "reply_to": [box.address for box in message.reply_to],
        "subject": message.subject,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to[0] if message.in_reply_to else None,
        "references": list(message.references),
        "date": message.date.isoformat().replace("+00:00", "Z") if message.date else None,
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [
            {
                "filename": a.filename,
                "content_type": a.content_type,
                "size": a.size,
                "sha256": a.sha256,
                "inline": a.inline,
            }
            for a in message.attachments
        ],
        "auto": machine is not None,
        "auto_kind": kind,
        "defects": list(message.defects),
    }


def main() -> int:
    for line in sys.stdin:
        path = line.rstrip("\n")
        raw = Path(path).read_bytes()
        print(json.dumps(facts(path, parse(raw)), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
