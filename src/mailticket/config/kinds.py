"""The shapes that a value of the configuration can have: scalars, lists, tables, and tables of tables."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

from mailticket.config.faults import Findings, Place, shown, suggestion, type_name

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Kind(Protocol[T_co]):
    """How a value is read. Reading never raises: what is wrong goes to the place."""

    @property
    def what(self) -> str:
        """What is expected, as the end of a sentence: "a duration such as 90s"."""

    def read(self, raw: object, place: Place) -> T_co:
        """The value; if it is faulty, some harmless value so that reading can go on."""

    def from_text(self, text: str) -> object:
        """What the text of an environment variable would be in TOML. Raises ValueError with a sentence."""


def toml_value(text: str) -> object:
    """A single TOML value. Raises ValueError; the message quotes nothing, as the text may hold a secret."""
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        raise ValueError("is not a TOML value") from None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scalar(Generic[T_co]):
    """A single value. `parse` raises ValueError with the end of a sentence that begins with the key."""

    what: str
    accepts: tuple[type, ...]
    parse: Callable[[Any], T_co]
    harmless: Callable[[], T_co]
    secret: bool = False  # never quoted
    text: Callable[[str], object] = str

    def read(self, raw: object, place: Place) -> T_co:
        if not isinstance(raw, self.accepts) or (isinstance(raw, bool) and bool not in self.accepts):
            got = type_name.get(type(raw), "something else") if self.secret else shown(raw)
            place.fault(f"must be {self.what}, not {got}")
            return self.harmless()
        try:
            return self.parse(raw)
        except ValueError as wrong:
            place.fault(str(wrong))
            return self.harmless()

    def from_text(self, text: str) -> object:
        return self.text(text)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Optional_(Generic[T_co]):  # noqa: N801 -- typing has the name without the underscore
    """A value that may be absent: the key is not there, or its text is empty. A faulty one is absent too."""

    kind: Kind[T_co]

    @property
    def what(self) -> str:
        return self.kind.what

    def read(self, raw: object, place: Place) -> T_co | None:
        if raw == "":
            return None
        faults = len(place.findings.faults)
        value = self.kind.read(raw, place)
        return value if len(place.findings.faults) == faults else None

    def from_text(self, text: str) -> object:
        return self.kind.from_text(text) if text else ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Many(Generic[T_co]):
    """A list. A faulty item is reported at the line of the item."""

    kind: Kind[T_co]
    least: int = 0
    unique: bool = True

    @property
    def what(self) -> str:
        return f"a list, each item {self.kind.what}"

    def read(self, raw: object, place: Place) -> tuple[T_co, ...]:
        if not isinstance(raw, list):
            place.fault(f"must be {self.what}, not {shown(raw)}")
            return ()
        if len(raw) < self.least:
            place.fault(f"is empty; it must be {self.what}")
        values: list[T_co] = []
        for index, item in enumerate(raw):
            faults = len(place.findings.faults)
            value = self.kind.read(item, place / index)
            sound = len(place.findings.faults) == faults
            if sound and self.unique and not isinstance(item, dict) and value in values:
                (place / index).fault(f"names {shown(item)} twice")
            values.append(value)
        return tuple(values)

    def from_text(self, text: str) -> object:
        if text.lstrip().startswith("["):
            return toml_value(text)
        return [self.kind.from_text(item.strip()) for item in text.split(",") if item.strip()]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table(Generic[T_co]):
    """A table with known keys, read into a dataclass whose fields are made by `key`."""

    cls: Callable[..., T_co]

    what = "a table"

    @property
    def keys(self) -> dict[str, Kind[object]]:
        """The kind of each key of the table."""
        return {field.name: field.metadata["kind"] for field in dataclasses.fields(cast("Any", self.cls))}

    def read(self, raw: object, place: Place) -> T_co:
        table = raw if isinstance(raw, dict) else {}
        if table is not raw:
            place.fault(f"must be a table, not {shown(raw)}")
        values: dict[str, object] = {}
        for name, kind in self.keys.items():
            if name in table:
                values[name] = kind.read(table[name], place / name)
        for field in dataclasses.fields(cast("Any", self.cls)):
            if field.name not in values and field.default_factory is dataclasses.MISSING:
                if table is raw:
                    (place / field.name).fault(f"is missing; it must be {field.metadata['kind'].what}")
                values[field.name] = field.metadata["kind"].read(None, Place(Findings()))
        for name in table:
            if name not in self.keys:
                (place / name).fault(f"is not a key that exists{suggestion(name, list(self.keys))}")
        return self.cls(**values)

    def from_text(self, text: str) -> object:
        return toml_value(text)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Named(Generic[T_co]):
    """A table whose keys are names that the operator chooses."""

    kind: Kind[T_co]

    what = "a table"

    def read(self, raw: object, place: Place) -> Mapping[str, T_co]:
        if not isinstance(raw, dict):
            place.fault(f"must be a table, not {shown(raw)}")
            return {}
        return {name: self.kind.read(item, place / name) for name, item in raw.items()}

    def from_text(self, text: str) -> object:
        return toml_value(text)
