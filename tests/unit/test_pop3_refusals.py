"""A POP3 server that says no is told apart from a line that broke off."""

import poplib

import pytest

from mailticket.wire.pop3_client import _is_refusal


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (b"-ERR [AUTH] Authentication failed.", True),
        ("-ERR no", True),
        ("-ERR EOF", False),
        (b"", False),
        (b"+", False),
        (b"-E", False),
    ],
)
def test_only_a_whole_answer_is_a_refusal(said: bytes | str, refused: bool) -> None:
    assert _is_refusal(poplib.error_proto(said)) is refused
