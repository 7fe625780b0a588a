"""Column types that keep a value the same in SQLite and in PostgreSQL."""
# ruff: noqa: ARG002 - SQLAlchemy hands the dialect to every column type

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC, kept as microseconds since 1970: SQLite drops time zones."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Document(TypeDecorator[Any]):
    """A plain value, kept as JSON text with times in RFC 3339."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        text = _encode(value)
        # In ASCII, what neither database nor terminal can bear stands as an escape.
        return _encode(_clean_all(value)) if "\\u0000" in text or "\\ud" in text else text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """Text that may come from a mail: PostgreSQL refuses NUL, and both refuse lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


def possible(numbers: Iterable[int]) -> list[int]:
    """Those of the numbers that a row can have: what people type may be more than a database can compare."""
    return [number for number in numbers if 0 < number < 1 << 53]


def clean(text: str) -> str:
    """`text` as both databases can keep it; what they cannot becomes U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text


def _clean_all(value: object) -> object:
    """`value` with every text in it made fit to keep, as `clean` does."""
    match value:
        case str():
            return clean(value)
        case list() | tuple():
            return [_clean_all(item) for item in value]
        case dict():
            return {clean(str(key)): _clean_all(item) for key, item in value.items()}
        case _:
            return value


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept as JSON")


_encode = json.JSONEncoder(default=_plain).encode
