"""What is wrong with a configuration, said so that a person finds the place and knows what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

type_name = {
    dict: "a table",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}

Path = tuple[str | int, ...]  # keys and, for lists, indices from the root of the document


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. `file` is the file as the operator named it, or the environment variable to blame."""

    file: str
    line: int | None  # counted from 1; None where there is no file, or it cannot be read
    key: str  # section.key; "" where it is about the file as a whole
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.text) if part)


class ConfigurationError(Exception):
    """The configuration cannot be used: `faults` are all that is wrong, `warnings` what is doubtful."""

    def __init__(self, faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)

    def __reduce__(self) -> tuple[type["ConfigurationError"], tuple[tuple[Fault, ...], tuple[Fault, ...]]]:
        return ConfigurationError, (self.faults, self.warnings)


@dataclass(slots=True, kw_only=True)
class Findings:
    """Where faults and warnings are gathered while a configuration is read."""

    faults: list[tuple[Path, str]] = field(default_factory=list)
    warnings: list[tuple[Path, str]] = field(default_factory=list)
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A key of the document that is being read, which takes what is found wrong with it."""

    findings: Findings
    path: Path = ()

    def __truediv__(self, key: str | int) -> "Place":
        return Place(self.findings, (*self.path, key))

    def fault(self, text: str) -> None:
        """Record that the value here cannot be used."""
        self.findings.faults.append((self.path, printable(text)))

    def warn(self, text: str) -> None:
        """Record that the value here can be used, and is probably not what is meant."""
        self.findings.warnings.append((self.path, printable(text)))


def dotted(path: Path) -> str:
    """A path as people write it: section.key. Indices are left out, the line says which one it is."""
    return printable(".".join(part for part in path if isinstance(part, str)))


def printable(text: str) -> str:
    """The text without line breaks and control characters, with which a document could forge a report."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def shown(value: object) -> str:
    """A value of the configuration as it is quoted in a fault: on one line, and not long."""
    match value:
        case bool():
            text = "true" if value else "false"
        case str():
            text = f'"{value}"'
        case dict() | list():
            return type_name[type(value)]
        case int() if value.bit_length() > 200:  # Python refuses to write out the longest ones
            return "a number of many digits"
        case _:
            text = str(value)
    text = printable(text)
    return text if len(text) <= 60 else f"{text[:57]}…"


def suggestion(word: str, known: Sequence[str]) -> str:
    """A near miss among the known words as a question that can be appended to a fault, or nothing."""
    from difflib import get_close_matches  # only faulty configurations pay for it

    folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f'; did you mean "{folded[near[0]]}"?' if near else ""
