"""The configuration becomes what the rooms work with: policy, tools, store, relay.

Each is in a module of its own, so that a command loads only what it asks for. What is asked of the package
itself is loaded then.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mailticket.setup.policy import policy_of, preload
    from mailticket.setup.relay import relay_of
    from mailticket.setup.store import database_of
    from mailticket.setup.tools import tools_of

__all__ = ["database_of", "policy_of", "preload", "relay_of", "tools_of"]

_HOMES: Final = {
    "database_of": "store",
    "policy_of": "policy",
    "preload": "policy",
    "relay_of": "relay",
    "tools_of": "tools",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
