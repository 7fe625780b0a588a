"""Each message beside this file is read as the JSON of the same name says."""

import json
from pathlib import Path
from typing import Any

import pytest

from mailticket.mail.message import Message, attachment_contents, parse

HERE = Path(__file__).parent
MESSAGES = sorted(HERE.glob("*.eml"))


def said(message: Message) -> dict[str, Any]:
    """What the JSON files speak of."""
    return {
        "subject": message.subject,
        "from_": [[box.name, box.address] for box in message.from_],
        "to": [[box.name, box.address] for box in message.to],
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [one.filename for one in message.attachments],
        "inline": [one.inline for one in message.attachments],
        "automatic": message.automatic.kind if message.automatic else None,
        "report": message.report.kind if message.report else None,
        "recipients": [one.address for one in message.report.recipients] if message.report else [],
    }


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_message_is_read_as_it_was_meant(path: Path) -> None:
    raw = path.read_bytes()
    expected = json.loads(path.with_suffix(".json").read_text())
    message = parse(raw)
    read = said(message)
    for key in expected.keys() & read.keys():
        assert read[key] == expected[key], key
    for words in expected.get("text_has", ()):
        assert words in message.text
    for words in expected.get("text_not", ()):
        assert words not in message.text
    for words in expected.get("reply_has", ()):
        assert words in message.reply_text
    for words in expected.get("reply_not", ()):
        assert words not in message.reply_text
    for words in expected.get("defects_has", ()):
        assert any(words in defect for defect in message.defects), message.defects


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_attachments_come_out_as_they_are_listed(path: Path) -> None:
    raw = path.read_bytes()
    found = list(attachment_contents(raw))
    assert [one for one, _ in found] == list(parse(raw).attachments)
    assert all(len(data) == one.size for one, data in found)


def test_every_message_has_its_reading() -> None:
    assert MESSAGES
    assert {path.stem for path in MESSAGES} == {path.stem for path in HERE.glob("*.json")}
