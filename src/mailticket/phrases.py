"""Phrases, dates and lengths of time in the languages of the readers, from `languages/*.toml`."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_OFFSET: Final = re.compile(r"[+-]\d{2}(?:\d{2})?")
_FIELDS: Final = (
    *("weekday", "short_weekday", "day", "month", "month_number", "year"),
    *("hour", "hour12", "half", "minute", "zone"),
)
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What `languages/TAG.toml` says: phrases by section and key, and the forms of dates."""

    tag: str
    sections: dict[str, dict[str, str]]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    moment: str
    time: str
    zones: dict[str, str]
    units: dict[str, tuple[str, ...]]
    joint: str
    _forms: dict[str, "Form"] = field(default_factory=dict)

    def phrase(self, section: str, key: str) -> str | None:
        """The phrase of a mail, or the one that all mails share."""
        return self.sections.get(section, {}).get(key) or self.sections.get("common", {}).get(key)

    def form(self, time_zone: str) -> "Form":
        """How moments are written for a reader in a time zone; UTC if there is no such zone."""
        form = self._forms.get(time_zone)
        if form is None:
            form = Form(self, _zone(time_zone))
            if len(self._forms) < 1_000:
                self._forms[time_zone] = form
        return form


class Form:
    """How moments and lengths of time are written in one language for one time zone."""

    def __init__(self, catalogue: Catalogue, zone: ZoneInfo) -> None:
        self._catalogue = catalogue
        self._zone = zone

    def moment(self, moment: datetime) -> str:
        """`Friday, 20 November 2026, 23:59 (EST)`, as the language has it."""
        return self._written(self._catalogue.moment, moment)

    def time(self, moment: datetime) -> str:
        """`Fri 23:59 EST`, as the language has it."""
        return self._written(self._catalogue.time, moment)

    def span(self, length: timedelta) -> str:
        """`2 hours 30 minutes`; never negative, and less than a minute is a minute."""
        catalogue, rest = self._catalogue, max(60, int(length.total_seconds()))
        words: list[str] = []
        for unit, seconds in _UNITS:
            number, rest = divmod(rest, seconds)
            if number and len(words) < 2:
                one, many = catalogue.units[unit]
                words.append(f"{number} {one if number == 1 else many}")
        return catalogue.joint.join(words)

    def _written(self, pattern: str, moment: datetime) -> str:
        catalogue, local = self._catalogue, moment.astimezone(self._zone)
        return pattern.format(
            weekday=catalogue.weekdays[local.weekday()],
            short_weekday=catalogue.short_weekdays[local.weekday()],
            day=local.day,
            month=catalogue.months[local.month - 1],
            month_number=f"{local.month:02d}",
            year=local.year,
            hour=f"{local.hour:02d}",
            hour12=local.hour % 12 or 12,
            half="am" if local.hour < 12 else "pm",
            minute=f"{local.minute:02d}",
            zone=self._zone_name(local),
        )

    def _zone_name(self, local: datetime) -> str:
        name = local.tzname() or "UTC"
        if _OFFSET.fullmatch(name):
            name = f"UTC{name[:3]}:{name[3:] or '00'}"
        return self._catalogue.zones.get(name, name)


def languages_of(folders: tuple[Path, ...]) -> list[str]:
    """The languages that have a file in one of the folders."""
    return sorted({path.stem.lower() for folder in folders for path in (folder / "languages").glob("*.toml")})


def read_catalogue(folders: tuple[Path, ...], tag: str, faults: list[str]) -> Catalogue:
    """The phrases for a language, those of the first folders before those of the later ones.

    What is wrong with a file is added to `faults`, and the file is passed over.
    """
    tables: dict[str, dict[str, object]] = {section: {} for section in ("dates", "units", "zones")}
    for base in dict.fromkeys(("en", tag.partition("-")[0])):
        # What a language does not say of its dates is as in the language it belongs to, or as in English.
        read = _read(folders[-1] / "languages" / f"{base}.toml", [])
        tables = {section: table | read.get(section, {}) for section, table in tables.items()}
    catalogue = _catalogue(tag, dict(tables))
    for folder in reversed(folders):
        path = folder / "languages" / f"{tag}.toml"
        read = _read(path, faults)
        merged = {section: tables.get(section, {}) | read.get(section, {}) for section in tables | read}
        try:
            catalogue = _catalogue(tag, dict(merged))
        except ValueError as fault:
            faults.append(f"{path}:1: {fault}")
        else:
            tables = merged
    return catalogue


def unknown_phrases(path: Path, english: Catalogue) -> list[str]:
    """Phrases of an operator's file that no mail asks for, as faults by file and line."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    faults = []
    for section, table in _read(path, []).items():
        if section in {"dates", "units", "zones"}:
            continue
        for key in table.keys() - english.sections.get(section, {}).keys():
            line = next((n for n, text in enumerate(lines, 1) if text.strip().startswith(key)), 1)
            faults.append(f"{path}:{line}: {section}.{key}: there is no phrase of this name")
    return sorted(faults)


def _read(path: Path, faults: list[str]) -> dict[str, dict[str, object]]:
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"at line (\d+)", str(fault))
        faults.append(f"{path}:{line[1] if line else 1}: {fault}")
        return {}
    return {section: table for section, table in tables.items() if isinstance(table, dict)}


def _catalogue(tag: str, tables: dict[str, dict[str, object]]) -> Catalogue:
    dates, units, zones = (tables.pop(section, {}) for section in ("dates", "units", "zones"))
    weekdays = _words(dates, "weekdays", 7)
    return Catalogue(
        tag=tag,
        sections={
            section: {key: value for key, value in table.items() if isinstance(value, str)}
            for section, table in tables.items()
        },
        weekdays=weekdays,
        short_weekdays=_words({"short_weekdays": [day[:3] for day in weekdays]} | dates, "short_weekdays", 7),
        months=_words(dates, "months", 12),
        moment=_pattern(dates, "moment"),
        time=_pattern(dates, "time"),
        zones={key: str(value) for key, value in zones.items()},
        units={unit: _words(units, unit, 2) for unit, _ in _UNITS},
        joint=str(units.get("joint", " ")),
    )


def _words(table: dict[str, object], key: str, number: int) -> tuple[str, ...]:
    words = table.get(key)
    if not isinstance(words, list) or len(words) != number:
        raise ValueError(f"{key} is a list of {number} words")
    return tuple(map(str, words))


def _pattern(table: dict[str, object], key: str) -> str:
    pattern = str(table.get(key))
    try:
        pattern.format_map(dict.fromkeys(_FIELDS, ""))
    except (KeyError, ValueError, IndexError) as fault:
        raise ValueError(f"{key} is made of {', '.join(_FIELDS)} in braces") from fault
    return pattern


@lru_cache(maxsize=1_000)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
