"""Failures at the wire, with the reply that the other side gets (RFC 5321, RFC 3463)."""


class WireFailure(Exception):
    """Mail cannot be taken or handed over; `str()` is the reply, which never holds text of a mail."""

    def __init__(self, code: int, enhanced: str, text: str) -> None:
        super().__init__(f"{code} {enhanced} {text}")
        self.code = code
        self.enhanced = enhanced
        self.text = text


class TransientFailure(WireFailure):
    """It may work later (4yz): the sender keeps the mail and tries again."""


class PermanentFailure(WireFailure):
    """It will not work however often it is tried (5yz)."""
