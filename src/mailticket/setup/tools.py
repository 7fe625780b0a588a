"""The configuration becomes what the desk works with besides the store."""

import secrets

from mailticket.canned import Canned
from mailticket.config import Config
from mailticket.desk.tools import Tools
from mailticket.rendering import Renderer
from mailticket.setup.policy import policy_of


def tools_of(config: Config) -> Tools:
    """What the desk works with besides the store."""
    return Tools(
        policy=policy_of(config),
        renderer=Renderer(config.desk.templates, language=config.desk.language),
        unique=lambda: secrets.token_hex(6),
        canned=Canned(config.desk.templates),
    )
