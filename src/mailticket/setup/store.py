"""The configuration becomes the store."""

from mailticket.config import Config
from mailticket.store.database import Database


def database_of(config: Config) -> Database:
    """The store; nothing is opened yet. Raises StoreUnavailable."""
    url = config.store.url
    return Database(str(url.with_password(config.store.password) if config.store.password else url))
