"""A customer's single word is one only if it is all that a mail says."""

import pytest

from mailticket.tickets.customer_commands import customer_word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("status", "status"),
        (" Status. ", "status"),
        ("“close”", "close"),
        ("EMERGENCY!", "emergency"),
        ("notfall", "emergency"),
        ("", None),
        ("status please", None),
        ("close\n\nthank you", None),
        ("help", None),
        ("status" * 30, None),
    ],
)
def test_words(text: str, word: str | None) -> None:
    assert customer_word(text, ["emergency", "Notfall"]) == word
