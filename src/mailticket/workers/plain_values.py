"""A Message as JSON and back, checked type by type: what a reader process says is not trusted."""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from mailticket.mail.message import Message

Decoder = Callable[[Any], Any]
Encoder = Callable[[Any], Any]


class MalformedError(ValueError):
    """What came is no Message."""


def pack(message: Message) -> bytes:
    """A Message as bytes."""
    return json.dumps(_ENCODE(message), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpack(data: bytes) -> Message:
    """The Message that `pack` made. Raises `MalformedError` for anything else."""
    try:
        return cast("Message", _DECODE(json.loads(data)))
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError("A reader process answered with something that is no message.") from error


def _encoder(hint: Any) -> Encoder | None:
    """How a value of a type is made plain; None if it is plain already."""
    if hint is datetime:
        return datetime.timestamp
    if isinstance(hint, type) and is_dataclass(hint):
        types_ = get_type_hints(hint)
        steps = [(f.name, _encoder(types_[f.name])) for f in fields(hint)]
        return lambda value: [e(getattr(value, n)) if e else getattr(value, n) for n, e in steps]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _encoder(next(a for a in arguments if a is not type(None)))
        return (lambda value: None if value is None else inner(value)) if inner else None
    if origin is tuple and arguments[-1] is Ellipsis:
        each = _encoder(arguments[0])
        return (lambda value: [each(item) for item in value]) if each else None
    return None


def _decoder(hint: Any) -> Decoder:
    """How a value of a type is made again from plain JSON."""
    if hint in (str, int, bool):
        return _exactly(hint)
    if hint is datetime:
        return _moment
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(arguments)
    if origin in (Union, types.UnionType):
        inner = _decoder(next(a for a in arguments if a is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _list_of(_decoder(arguments[0]))
    if origin is tuple:
        return _tuple_of([_decoder(a) for a in arguments])
    raise TypeError(f"a Message holds a {hint}, which has no plain form")


def _exactly(kind: type) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise MalformedError(f"{kind.__name__} expected")
        return value

    return decode


def _moment(value: Any) -> datetime:
    if type(value) not in (int, float):
        raise MalformedError("a time expected")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError) as error:
        raise MalformedError("a time that no calendar has") from error


def _one_of(choices: tuple[Any, ...]) -> Decoder:
    def decode(value: Any) -> Any:
        if value not in choices:
            raise MalformedError("a word that is not in its list")
        return value

    return decode


def _list_of(each: Decoder) -> Decoder:
    def decode(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise MalformedError("list expected")
        return tuple([each(item) for item in value])

    return decode


def _tuple_of(decoders: list[Decoder]) -> Decoder:
    def decode(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(decoders):
            raise MalformedError("list of fixed length expected")
        return tuple([d(item) for d, item in zip(decoders, value, strict=True)])

    return decode


def _record(kind: Any) -> Decoder:
    types_ = get_type_hints(kind)
    steps = [(f.name, _decoder(types_[f.name])) for f in fields(kind)]

    def decode(value: Any) -> Any:
        if type(value) is not list or len(value) != len(steps):
            raise MalformedError(f"{kind.__name__} expected")
        return kind(**{name: step(item) for (name, step), item in zip(steps, value, strict=True)})

    return decode


_ENCODE = cast("Encoder", _encoder(Message))
_DECODE = _decoder(Message)
