"""Frozen dataclasses for the sections of the configuration, made without compiling code for each.

`dataclass(frozen=True)` writes and compiles six functions for every class: 25 ms at each start of each
command for the sections of the configuration. Here they share one set. To all else they are dataclasses:
frozen, slotted, with keyword-only fields; `fields`, `replace`, equality, hash, `repr` and pickle work.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, cast, dataclass_transform

from mailticket.config.faults import Findings, Place
from mailticket.config.kinds import Kind

T = TypeVar("T")
Class = TypeVar("Class", bound=type[Any])


def key(kind: Kind[T], *, default: object = MISSING) -> T:
    """A key of a section: how it is read, and its default as an operator would write it in TOML.

    Without a default the key is required.
    """
    metadata = {"kind": kind, "default": default}
    if default is MISSING:
        return cast("T", field(metadata=metadata))
    made: list[T] = []

    def value() -> T:
        if not made:
            findings = Findings()
            made.append(kind.read(default, Place(findings)))
            assert not findings.faults, findings.faults  # noqa: S101 -- a default is written by us
        return made[0]

    return field(default_factory=value, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key,))
def section(cls: Class) -> Class:
    """Make a frozen dataclass of a class whose fields are declared by `key`."""
    for name, function in _SHARED.items():
        setattr(cls, name, function)
    return cast("Class", dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls))


def _init(self: Any, **values: object) -> None:
    for item in fields(self):
        if item.name in values:
            value = values.pop(item.name)
        elif item.default_factory is not MISSING:
            value = item.default_factory()
        elif item.default is not MISSING:
            value = item.default
        else:
            raise TypeError(f"{type(self).__name__} needs {item.name}")
        object.__setattr__(self, item.name, value)
    if values:
        raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")


def _values(self: Any) -> tuple[object, ...]:
    return tuple(getattr(self, item.name) for item in fields(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self))
    return f"{type(self).__name__}({shown})"


def _eq(self: Any, other: object) -> bool:
    return type(self) is type(other) and _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse_set(self: Any, name: str, value: object) -> None:  # noqa: ARG001 -- called by the interpreter
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:  # noqa: ARG001 -- called by the interpreter
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _restore(self: Any, state: tuple[object, ...]) -> None:
    for item, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, item.name, value)


_SHARED: dict[str, Callable[..., object]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _values,
    "__setstate__": _restore,
}
