"""Templates become the subject, text and HTML of outgoing mail, in the reader's language and time zone.

A mail is two templates, `NAME.txt` and `NAME.html`, that hold no words: `[[key]]` in them stands for a phrase
of `languages/LANGUAGE.toml`. Both are put together and compiled once for each language. A folder of the
operator may replace whole templates, for all languages or for one, or single phrases, or add a language.
"""

import html
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2 import meta

from mailticket.phrases import Catalogue, Form, languages_of, read_catalogue, unknown_phrases

WIDTH: Final = 72  # characters of a line of plain text that we write
FALLBACK: Final = "en"
MAX_QUOTED: Final = 20_000  # characters of a text that is quoted in a notice

_LAYOUT: Final = "layout.html"
_MARK: Final = "\x02"  # stands before a line that is not ours and must not be wrapped
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PHRASE: Final = re.compile(r"\[\[([a-z0-9_]+)\]\]")
_CODE: Final = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_VARIABLES: Final = re.compile(r"\{#-?\s*variables:([a-z0-9_,\s]*)")
_ELEMENT: Final = re.compile(r'<([a-z][a-z0-9]*)(?:( [^<>]*?)?class="([a-z]+)")?(?=[ >])')
_PROVIDED: Final = frozenset({"form", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The words of a mail. `fault` says what was wrong with an operator's template that was passed over."""

    subject: str
    text: str
    html: str
    fault: str | None = None


class Renderer:
    """All templates, compiled. One for the whole process; safe to use from several threads."""

    def __init__(self, override: Path | None = None, *, language: str = FALLBACK) -> None:
        """`override` is the operator's folder; `language` is for readers whose own has no phrases."""
        self._override = override
        self._language = language.lower()
        shipped = _shipped()
        self._shipped = _Templates((shipped,), self._language)
        self._own = self._shipped if override is None else _Templates((override, shipped), self._language)

    def render(
        self, name: str, language: str, values: Mapping[str, object], *, time_zone: str = "UTC"
    ) -> Rendered:
        """The mail `name` in `language` (a tag such as "de-AT"), times in `time_zone`.

        `values` is plain data; what a template declares and is not given is None. If a template of the
        operator fails, the one that was shipped is used, and `fault` says so. Raises `LookupError` for a
        mail that does not exist.
        """
        try:
            return self._own.render(name, language, values, time_zone)
        except (jinja2.TemplateError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
            if self._own is self._shipped:
                raise
            rendered = self._shipped.render(name, language, values, time_zone)
            text = f"{name}: {' '.join(str(fault).split())}"[:300]
            return Rendered(subject=rendered.subject, text=rendered.text, html=rendered.html, fault=text)

    def languages(self) -> tuple[str, ...]:
        """The languages there are phrases for, as lower-case tags."""
        return tuple(self._own.catalogues)

    def check(self) -> list[str]:
        """Everything that is wrong with the operator's templates, each as `FILE:LINE: what is wrong`."""
        if self._override is not None and not self._override.is_dir():
            return [f"{self._override}: the folder of templates does not exist."]
        return self._own.check(self._shipped)


class _Templates(jinja2.BaseLoader):
    """Templates and phrases from folders, the first folder that has one wins."""

    def __init__(self, folders: tuple[Path, ...], language: str) -> None:
        self.folders = folders
        self.faults: list[str] = []
        self.catalogues: dict[str, Catalogue] = {}
        for tag in languages_of(folders):
            self.catalogues[tag] = read_catalogue(folders, tag, self.faults)
        self.default = language if language in self.catalogues else FALLBACK
        self.styles = _styles(folders, self.faults)
        self.environment = _Environment(
            loader=self,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            auto_reload=False,
            finalize=lambda value: "" if value is None else value,
        )
        self.environment.filters.update(_FILTERS)
        self._chain = lru_cache(maxsize=256)(self._find_chain)
        self._compiled = lru_cache(maxsize=None)(self._compile)

    def render(self, name: str, language: str, values: Mapping[str, object], time_zone: str) -> Rendered:
        chain = self._chain(language)
        text, page, nothing = self._compiled(name, chain[0])
        context = {**nothing, **values, "form": self.form(chain, time_zone), "language": chain[0]}
        subject, _, body = text.render(context).partition("\n")
        subject = " ".join(subject.removeprefix("Subject:").split())
        return Rendered(subject=subject, text=wrapped(body), html=page.render(context))

    def form(self, chain: tuple[str, ...], time_zone: str) -> Form:
        return self.catalogues[chain[0]].form(time_zone)

    def get_source(
        self, _environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """A template by `LANGUAGE/FILE`, its phrases filled in; line numbers stay as they are in the file."""
        tag, _, file = template.partition("/")
        path = self._path(tag, file)
        if path is None:
            raise jinja2.TemplateNotFound(template)
        source = path.read_text(encoding="utf-8")
        is_html = file.endswith(".html")
        section = file.partition(".")[0]

        def phrase(found: re.Match[str]) -> str:
            text = self._phrase(tag, section, found[1])
            if text is None:
                line = source.count("\n", 0, found.start()) + 1
                raise jinja2.TemplateSyntaxError(
                    f"there is no phrase {found[1]!r}", line, template, str(path)
                )
            return _escaped(text) if is_html else text

        filled = _PHRASE.sub(phrase, source)
        return (self._styled(filled) if is_html else filled), str(path), None

    def _path(self, tag: str, file: str) -> Path | None:
        for folder in self.folders:
            for path in (*(folder / language / file for language in self._chain(tag)), folder / file):
                if path.is_file():
                    return path
        return None

    def _phrase(self, tag: str, section: str, key: str) -> str | None:
        for language in self._chain(tag):
            text = self.catalogues[language].phrase(section, key)
            if text is not None:
                return text
        return None

    def _styled(self, source: str) -> str:
        """Style attributes on the elements and classes of `style.toml`: many mail programs know no others."""

        def element(found: re.Match[str]) -> str:
            style = self.styles.get(found[3] or found[1])
            return f'{found[0]} style="{style}"' if style else found[0]

        return _ELEMENT.sub(element, source)

    def _find_chain(self, language: str) -> tuple[str, ...]:
        """de-AT, de, the desk's language, English: those that there are."""
        tag = language.lower().replace("_", "-")[:35]
        wanted = (tag, tag.partition("-")[0], self.default, FALLBACK)
        return tuple(dict.fromkeys(each for each in wanted if each in self.catalogues))

    def _compile(self, name: str, tag: str) -> tuple[jinja2.Template, jinja2.Template, dict[str, None]]:
        nothing = dict.fromkeys(variables_of(name))
        try:
            text = self.environment.get_template(f"{tag}/{name}.txt")
            page = self.environment.get_template(f"{tag}/{name}.html")
        except jinja2.TemplateNotFound as fault:
            raise LookupError(f"There is no template {fault.name}.") from fault
        return text, page, nothing

    def check(self, known: "_Templates") -> list[str]:
        """Faults of the templates that are not the same as the known ones."""
        faults = dict.fromkeys(self.faults)
        for file in _files():
            for tag in self.catalogues:
                fault = self._fault_of(tag, file, known)
                if fault is not None:
                    faults[fault] = None
        for folder in self.folders[:-1]:
            strange = {path.name: path for path in (*folder.glob("*.*"), *folder.glob("*/*.*"))}
            faults |= {
                f"{path}:1: there is no mail of this name": None
                for name, path in sorted(strange.items())
                if name not in _files()
                and path.suffix in {".txt", ".html"}
                and "answers" not in path.relative_to(folder).parts[:-1]  # prepared ones of staff
            }
            for path in sorted(folder.glob("languages/*.toml")):
                faults |= dict.fromkeys(unknown_phrases(path, known.catalogues[FALLBACK]))
        return list(faults)

    def _fault_of(self, tag: str, file: str, known: "_Templates") -> str | None:
        try:
            source, path, _ = self.get_source(self.environment, f"{tag}/{file}")
            if known is not self and known.get_source(known.environment, f"{tag}/{file}")[0] == source:
                return None
            tree = self.environment.parse(source, file, path)
            self.environment.get_template(f"{tag}/{file}")
        except jinja2.TemplateSyntaxError as fault:
            return f"{fault.filename or file}:{fault.lineno}: {fault.message}"
        except (jinja2.TemplateError, OSError, UnicodeDecodeError) as fault:
            return f"{file}: {fault}"
        unknown = meta.find_undeclared_variables(tree) - variables_of(file.partition(".")[0]) - _PROVIDED
        if unknown:
            word = min(unknown)
            lines = (number for number, line in enumerate(source.splitlines(), 1) if word in line)
            return f"{path}:{next(lines, 1)}: this mail has no value {word!r}"
        return None


class _Environment(jinja2.Environment):
    def join_path(self, template: str, parent: str) -> str:
        """What a template extends or includes is looked for in the language of the template."""
        return f"{parent.partition('/')[0]}/{template}"


def wrapped(text: str) -> str:
    """Plain text with our own lines wrapped at 72 and quoted ones left alone; no two empty lines in a row."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_MARK):
            lines.append(line[1:])
        elif len(line) > WIDTH:
            lines.extend(map(_own, _wrap(line)))
        elif line.strip() or (lines and lines[-1]):
            lines.append(_own(line))
    return "\n".join(lines).strip("\n") + "\n"


def _own(line: str) -> str:
    """A line of ours as it is sent; a space that must not be broken has done its work."""
    return line if line == "-- " else line.replace("\u00a0", " ").rstrip()


def _wrap(line: str) -> list[str]:
    body = line.lstrip(" ")
    indent = " " * (len(line) - len(body) + (2 if body.startswith("- ") else 0))
    lines = []
    rest = line.rstrip()
    while len(rest) > WIDTH:
        cut = rest.rfind(" ", len(indent) + 1, WIDTH + 1)
        if cut == -1 or not rest[:cut].strip():
            cut = rest.find(" ", WIDTH)
            if cut == -1:
                break
        lines.append(rest[:cut].rstrip())
        rest = indent + rest[cut + 1 :].lstrip(" ")
    lines.append(rest)
    return lines


def page(name: str, values: Mapping[str, object]) -> str:
    """A page of `templates/pages` with these values, all of which are text to it and never markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_shipped() / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update({"plain": _plain, "size": _size})
    return environment.get_template(f"{name}.html").render(values)


def mails() -> tuple[str, ...]:
    """The names of all mails that there are."""
    return tuple(sorted(path.stem for path in _shipped().glob("*.txt")))


@cache
def _files() -> tuple[str, ...]:
    return (_LAYOUT, *(f"{name}.{kind}" for name in mails() for kind in ("txt", "html")))


@cache
def variables_of(name: str) -> frozenset[str]:
    """The values that a mail may be given, as its text template declares them in its first line."""
    try:
        file = _LAYOUT if f"{name}.html" == _LAYOUT else f"{name}.txt"
        found = _VARIABLES.match((_shipped() / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LookupError(f"There is no mail {name}.") from None
    return frozenset(found[1].replace(",", " ").split()) if found else frozenset()


@lru_cache(maxsize=1)
def _shipped() -> Path:
    """The templates that come with the program: beside it in a wheel, at the root of a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "templates"
    return packaged if packaged.is_dir() else here.parents[1] / "templates"


def _styles(folders: tuple[Path, ...], faults: list[str]) -> dict[str, str]:
    styles: dict[str, str] = {}
    for folder in reversed(folders):
        path = folder / "style.toml"
        if path.is_file():
            try:
                table = tomllib.loads(path.read_text(encoding="utf-8"))
                styles |= {key: html.escape(value) for key, value in table.items() if isinstance(value, str)}
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
                faults.append(f"{path}: {fault}")
    return styles


def _escaped(phrase: str) -> str:
    """A phrase as HTML; what is Jinja in it stays as it is."""
    parts = _CODE.split(phrase)
    return "".join(part if at % 2 else html.escape(part, quote=False) for at, part in enumerate(parts))


def _shortened(text: object, limit: int = MAX_QUOTED) -> str:
    """The beginning of a text that is too long for a notice; the whole of it is on the ticket."""
    whole = str(text)
    if len(whole) <= limit:
        return whole
    end = whole.rfind("\n", limit // 2, limit)
    return f"{whole[: end if end > 0 else limit].rstrip()}\n[…]"


def _verbatim(text: object) -> str:
    """Text that is not ours, to stand in plain text as it is, line by line."""
    lines = _CONTROL.sub("", _lines(text)).split("\n")
    return "\n".join(f"{_MARK}{line}" for line in lines)


def _quoted(text: object) -> str:
    """Text that is not ours, as a quotation in plain text."""
    lines = _CONTROL.sub("", _lines(text)).split("\n")
    return "\n".join(f"{_MARK}>{' ' if line and not line.startswith('>') else ''}{line}" for line in lines)


def _plain(text: object) -> str:
    """Text for a place that shows it as it is (HTML), without control characters."""
    return _CONTROL.sub("", _lines(text))


def _size(octets: int) -> str:
    """The size of a file for people."""
    if octets < 1_000:
        return f"{octets} bytes"
    if octets < 1_000_000:
        return f"{octets / 1_000:.0f} KB"
    return f"{octets / 1_000_000:.1f} MB"


def _lines(text: object) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")


@jinja2.pass_context
def _when(context: jinja2.runtime.Context, moment: datetime) -> str:
    """Day, date, time and zone, as the reader writes them."""
    form: Form = context["form"]
    return form.moment(moment)


@jinja2.pass_context
def _time(context: jinja2.runtime.Context, moment: datetime) -> str:
    """Time and zone, with the day of the week."""
    form: Form = context["form"]
    return form.time(moment)


@jinja2.pass_context
def _span(context: jinja2.runtime.Context, length: timedelta) -> str:
    """A length of time in words, to the two largest units."""
    form: Form = context["form"]
    return form.span(length)


_FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "shortened": _shortened,
    "verbatim": _verbatim,
    "quoted": _quoted,
    "plain": _plain,
    "size": _size,
    "when": _when,
    "time": _time,
    "span": _span,
}
