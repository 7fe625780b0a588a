"""Prepared answers of the operator: text files with places for values, in a folder of the templates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import meta
from jinja2.sandbox import SandboxedEnvironment

FOLDER: Final = "answers"
MAX_TEXT: Final = 100_000  # characters

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprepared:
    """Why there is no such answer, in a sentence."""

    sentence: str


class Canned:
    """The files `answers/NAME.txt`, or `answers/LANGUAGE/NAME.txt` for readers of one language."""

    def __init__(self, templates: Path | None) -> None:
        """`templates` is the operator's folder of templates; without it there is nothing prepared."""
        self._folder = templates / FOLDER if templates is not None else None
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)

    def names(self) -> list[str]:
        """What is prepared."""
        if self._folder is None:
            return []
        found = {path.stem for path in (*self._folder.glob("*.txt"), *self._folder.glob("*/*.txt"))}
        return sorted(name for name in found if _NAME.fullmatch(name))

    def text(
        self, name: str, language: str, known: Mapping[str, str], given: Mapping[str, str]
    ) -> str | Unprepared:
        """The answer of this name with its values: those that are known, and those that were given.

        A value that the file does not have, or one that is missing, is a mistake and not passed over.
        """
        path = self._path(name, language)
        if path is None:
            there = ", ".join(self.names())
            is_there = f"there is {there}" if there else "nothing is prepared"
            return Unprepared(sentence=f"There is no prepared answer {name[:60]}; {is_there}.")
        try:
            source = path.read_text(encoding="utf-8")[:MAX_TEXT]
            wanted = meta.find_undeclared_variables(self._environment.parse(source))
            strange, missing = given.keys() - wanted, wanted - known.keys() - given.keys()
            if strange or missing:
                verb = "has no value" if strange else "needs the value"
                return Unprepared(
                    sentence=f"The prepared answer {name} {verb} {', '.join(sorted(strange or missing))}."
                )
            return self._environment.from_string(source).render({**known, **given}).strip()
        except (jinja2.TemplateError, OSError, UnicodeDecodeError, TypeError, ValueError) as fault:
            return Unprepared(
                sentence=f"The prepared answer {name} is faulty: {' '.join(str(fault).split())[:200]}"
            )

    def _path(self, name: str, language: str) -> Path | None:
        if self._folder is None or not _NAME.fullmatch(name):
            return None
        tag = language.lower()
        folders = [
            self._folder / part
            for part in (tag, tag.partition("-")[0])
            if re.fullmatch(r"[a-z0-9-]{2,20}", part)
        ]
        return next(
            (p for folder in (*folders, self._folder) if (p := folder / f"{name}.txt").is_file()), None
        )
