"""What the desk works with besides the store."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailticket.canned import Canned
from mailticket.rendering import Renderer
from mailticket.tickets.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The rules of the desk, the words of its mail, and chance."""

    policy: Policy
    renderer: Renderer
    unique: Callable[[], str]  # letters and digits that never come twice
    canned: Canned = field(default_factory=lambda: Canned(None))
