"""Which reports and replies say that an address is dead for good."""

import pytest

from mailticket.mail.delivery_report import Recipient
from mailticket.tickets.dead_address import why_dead, why_refused_for_good


@pytest.mark.parametrize(
    ("action", "status", "dead"),
    [
        ("failed", "5.1.1", True),
        ("failed", "5.1.10", True),
        ("failed", "5.2.1", True),
        ("delayed", "5.1.1", False),
        ("failed", "5.2.2", False),  # full
        ("failed", "5.7.1", False),  # refused for what it says, or for who sends it
        ("failed", "4.1.1", False),
        ("failed", "5.4.4", False),  # no route today
        ("failed", "", False),
    ],
)
def test_only_a_mailbox_that_is_not_there_is_dead(action: str, status: str, dead: bool) -> None:
    recipient = Recipient(address="ann@x.example", action=action, status=status, diagnostic="no")  # type: ignore[arg-type]
    assert (why_dead([recipient]) is not None) == dead


@pytest.mark.parametrize(
    ("reply", "dead"),
    [
        ("550 5.1.1 unknown user", True),
        ("551 5.1.6 moved", True),
        ("550 unknown user", False),
        ("554 5.7.1 spam about 550 5.1.1", False),
        ("450 4.1.1 later", False),
        ("The address is dead (550 5.1.1 unknown)", False),
    ],
)
def test_a_reply_of_the_relay_is_read_by_its_status(reply: str, dead: bool) -> None:
    assert (why_refused_for_good(reply) is not None) == dead
