"""Whole messages, read from their bytes: what is new in them, and which machine sent them."""

import json
from pathlib import Path
from typing import Any

import pytest

from mailticket.mail.message import Message, parse

HERE = Path(__file__).parent
MESSAGES = sorted((*HERE.glob("reply/*.eml"), *HERE.glob("machine/*.eml")))


def read(path: Path) -> tuple[Message, dict[str, Any]]:
    return parse(path.read_bytes()), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_reading(path: Path) -> None:
    message, expected = read(path)
    assert (message.automatic.kind if message.automatic else None) == expected["automatic"]
    if "reply_text" in expected:
        assert message.reply_text == expected["reply_text"]
    if report := expected.get("report"):
        assert message.report is not None
        assert message.report.kind == report["kind"]
        assert [[r.address, r.status] for r in message.report.recipients] == report["recipients"]
        assert message.report.original_message_id == report["original_message_id"]
