"""From a TOML file and environment variables to a Config, or to everything that is wrong with them."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from mailticket.config.credentials import find_secrets
from mailticket.config.environment import overlay
from mailticket.config.faults import ConfigurationError, Fault, Findings, Place, dotted, printable
from mailticket.config.faults import Path as KeyPath
from mailticket.config.kinds import Table
from mailticket.config.tree import Config, Document
from mailticket.config.verify import verify

_DOCUMENT: Table[Document] = Table(Document)


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """The configuration in a file, or where none is named, in the first of the usual places.

    Raises ConfigurationError with all faults at once. Files that it names are not read, except that a
    secret file that does not exist is a fault; secrets are read when they are needed.
    """
    source = path or _usual_place(environ)
    text = _text(source)
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and what Python says of numbers with too many digits
        raise ConfigurationError([_syntax_fault(source, text, str(error))]) from None
    except RecursionError:
        raise ConfigurationError([_whole(source, "is nested too deeply to be read")]) from None
    findings = Findings(environ=environ)
    root = Place(findings)
    origins = overlay(raw, _DOCUMENT, environ, root)
    document = _DOCUMENT.read(raw, root)
    document = _with_default_queue(document)
    document = find_secrets(document, environ, root, source, origins)
    verify(document, root)
    faults = _located(findings.faults, source, text, origins)
    warnings = _located(findings.warnings, source, text, origins)
    if faults:
        raise ConfigurationError(faults, warnings)
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    return Config(**values, source=source, warnings=warnings)


def _with_default_queue(document: Document) -> Document:
    """Where no default is named it is the first queue, and a desk without queues has one of this name."""
    queue = document.desk.default_queue or (document.queues[0].name if document.queues else "support")
    return replace(document, desk=replace(document.desk, default_queue=queue))


def _usual_place(environ: Mapping[str, str]) -> Path:
    if environ.get("MAILTICKET_CONFIG"):
        return Path(environ["MAILTICKET_CONFIG"])
    here = Path("config/mailticket.toml")
    if here.is_file():
        return here
    package = Path(__file__).resolve().parent.parent
    packaged = package / "mailticket.toml"  # put there when the wheel is made
    return packaged if packaged.is_file() else package.parent.parent / "config/mailticket.toml"


def _text(source: Path) -> str:
    try:
        data = source.read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(
            [_whole(source, "does not exist; name the configuration by --config FILE or MAILTICKET_CONFIG")]
        ) from None
    except OSError as error:
        raise ConfigurationError([_whole(source, f"cannot be read: {error.strerror}")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            [Fault(file=str(source), line=line, key="", text="holds a byte that is not UTF-8")]
        ) from None


def _whole(source: Path, text: str) -> Fault:
    return Fault(file=str(source), line=None, key="", text=text)


def _syntax_fault(source: Path, document: str, message: str) -> Fault:
    """The parser's message ends in "(at line 3, column 5)" or "(at end of document)", as a rule."""
    text, _, where = message.partition(" (at ")
    number = where.removeprefix("line ").partition(",")[0]
    line = int(number) if number.isdigit() else len(document.splitlines()) or 1
    text = printable(f"is not TOML: {text[:1].lower()}{text[1:]}")
    return Fault(file=str(source), line=line, key="", text=text)


def _located(
    found: list[tuple[KeyPath, str]], source: Path, document: str, origins: dict[KeyPath, str]
) -> tuple[Fault, ...]:
    """Faults with the line, or the environment variable, that each comes from; in the order of the lines."""
    if not found:
        return ()
    from mailticket.config.positions import lines_of

    lines = lines_of(document)
    faults: dict[Fault, None] = {}
    for path, text in found:
        ways = [path[:length] for length in range(len(path), 0, -1)]
        variable = next((origins[way] for way in ways if way in origins), "")
        line = 1
        for way in [] if variable else ways:
            if way in lines:
                line = lines[way]
                break
            # A table that only variables have made: one of them is to blame for what it lacks.
            variable = next((name for to, name in origins.items() if to[: len(way)] == way), "")
            if variable:
                break
        file = variable or str(source)
        faults[Fault(file=file, line=None if variable else line, key=dotted(path), text=text)] = None
    return tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.key)))
