"""Single values of the configuration: durations, sizes, addresses, URLs, endpoints, secrets, times."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from mailticket.config.faults import shown, suggestion
from mailticket.config.kinds import Optional_, Scalar

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_UNITS: Final = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION: Final = r"(?:[0-9]{1,9}(?:\.[0-9]{1,3})?\s?(?:ms|[smhdw])\s?)+"
_TERM: Final = r"([0-9]+(?:\.[0-9]+)?)\s?(ms|[smhdw])"
_LONGEST: Final = timedelta(days=36_500)
_SIZES: Final = {
    "": 1,
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
}
_SIZE: Final = r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([kmgKMG]?i?[bB]?)"
_ADDRESS: Final = r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[^\s@<>,;:\"()\\\x00-\x1f\x7f]{1,255}"
_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_CONTROL: Final = r"[\x00-\x1f\x7f\x85\u2028\u2029]"
_SCHEME: Final = r"[a-z][a-z0-9+.-]*(?=:)"
_CLOCK: Final = r"([01][0-9]|2[0-3]):([0-5][0-9])"
_LANGUAGE: Final = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


class Secret:
    """A password or key that is never shown: neither by `repr` nor by `str`. `reveal` gives it.

    It stands in the configuration, or in a file that is read when the secret is needed, so that commands
    which need none work for people who may not read it.
    """

    __slots__ = ("_file", "_value")

    def __init__(self, value: str | None = None, *, file: Path | None = None) -> None:
        self._value = value
        self._file = file

    @property
    def file(self) -> Path | None:
        """The file that holds it, if one does."""
        return self._file

    def reveal(self) -> str:
        """The secret itself. Raises OSError or ValueError, each with a sentence, if its file is no good."""
        if self._file is None:
            return self._value or ""
        try:
            text = self._file.read_text("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise ValueError(f"the secret in {self._file} is not text in UTF-8") from None
        if not text:
            raise ValueError(f"the secret file {self._file} is empty")
        return text

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and (self._value, self._file) == (other._value, other._file)

    def __hash__(self) -> int:
        return hash((self._value, self._file))


class Url(str):
    """A URL as it was written. Its `repr` hides the password, `masked` is the text to show to people."""

    __slots__ = ()

    @property
    def scheme(self) -> str:
        """What stands before the first colon."""
        return self.partition(":")[0]

    @property
    def _authority(self) -> tuple[str, str, str]:
        """The part with the user, without the @; the host with its port; the rest from the slash on."""
        _, slashes, rest = self.partition("://")
        if not slashes:
            return "", "", self.partition(":")[2]
        end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
        user, _, host = rest[:end].rpartition("@")
        return user, host, rest[end:]

    @property
    def username(self) -> str:
        """The user, percent-decoded; "" if there is none."""
        return _unquoted(self._authority[0].partition(":")[0])

    @property
    def password(self) -> Secret | None:
        """The password, percent-decoded."""
        _, colon, password = self._authority[0].partition(":")
        return Secret(_unquoted(password)) if colon else None

    @property
    def host(self) -> str:
        """The host, without the brackets of an IPv6 address; "" if there is none."""
        host = self._authority[1]
        if host.startswith("["):
            return host[1:].partition("]")[0]
        return host.partition(":")[0]

    @property
    def port(self) -> int | None:
        """The port, None if none is written."""
        port = self._authority[1].rpartition("]")[2].rpartition(":")[2]
        return int(port) if port.isdigit() and ":" in self._authority[1] else None

    @property
    def path(self) -> str:
        """What follows the authority; all of it after the scheme for URLs without `//`."""
        return self._authority[2]

    def _with_user(self, user: str) -> str:
        return self.replace(f"//{self._authority[0]}@", f"//{user}@", 1)

    @property
    def bare(self) -> str:
        """The URL without its password."""
        name, colon, _ = self._authority[0].partition(":")
        return self._with_user(name) if colon else str(self)

    @property
    def masked(self) -> str:
        """The URL with three asterisks in place of the password."""
        name, colon, _ = self._authority[0].partition(":")
        text = self._with_user(f"{name}:***") if colon else str(self)
        return re.sub(r"([?&][^=&]*password=)[^&]*", r"\1***", text, flags=re.IGNORECASE)

    def __repr__(self) -> str:
        return repr(self.masked)


class Endpoint(str):
    """Where a server listens: HOST:PORT, or unix:/PATH. Port 0 lets the system choose one."""

    __slots__ = ()

    @property
    def path(self) -> Path | None:
        """The path of the socket, None for a host and port."""
        return Path(self[5:]) if self.startswith("unix:") else None

    @property
    def host(self) -> str:
        """The address to listen on; "" for all."""
        return self.rpartition(":")[0].strip("[]").replace("*", "")

    @property
    def port(self) -> int:
        """The port; meaningless for a socket with a path."""
        return int(self.rpartition(":")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """When a shift passes to the next member, in the rota's zone."""

    weekday: int | None  # Monday is 0; None: on any day
    time: time


def _unquoted(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _duration(least: timedelta, text: str) -> timedelta:
    if not re.fullmatch(_DURATION, text):
        raise ValueError(f"must be a duration such as 90s, 15m, 2h or 3d, not {shown(text)}")
    seconds = sum(float(amount) * _UNITS[unit] for amount, unit in re.findall(_TERM, text))
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"is longer than a hundred years: {shown(text)}")
    if seconds < least.total_seconds():
        raise ValueError(f"must be at least {spoken(least)}, not {shown(text)}")
    return timedelta(seconds=seconds)


def spoken(duration: timedelta) -> str:
    """A duration as it can be written in the configuration."""
    seconds = duration.total_seconds()
    for unit in "dhm":
        if seconds >= _UNITS[unit] and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]:.0f}{unit}"
    return f"{seconds:g}s"


def duration(least: float = 0) -> Scalar[timedelta]:
    """A length of time of at least so many seconds."""
    return Scalar(
        "a duration such as 90s, 15m, 2h or 3d",
        (str,),
        partial(_duration, timedelta(seconds=least)),
        timedelta,
    )


def _size(value: str | int) -> int:
    match = re.fullmatch(_SIZE, str(value).strip())
    if match is None or match[2].lower() not in _SIZES:
        raise ValueError(f"must be a size such as 512 KiB or 25 MiB, not {shown(value)}")
    size = int(float(match[1]) * _SIZES[match[2].lower()])
    if size < 1:
        raise ValueError("must be more than nothing")
    return size


def _number(least: float, most: float | None, value: float) -> float:
    if value < least or value != value:
        raise ValueError(f"must be at least {least}, not {shown(value)}")
    if most is not None and value > most:
        raise ValueError(f"must be at most {most}, not {shown(value)}")
    return value


def _as_number(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def integer(least: int = 0, most: int | None = None) -> Scalar[int]:
    """A whole number within bounds."""

    def parse(value: int) -> int:
        _number(least, most, value)
        return value

    return Scalar("a whole number", (int,), parse, lambda: least, text=_as_number)


def number(least: float = 0, most: float | None = None) -> Scalar[float]:
    """A number within bounds, with a fraction or without."""
    return Scalar(
        "a number", (int, float), partial(_number, least, most), lambda: float(least), text=_as_number
    )


def _as_boolean(text: str) -> object:
    known = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }
    return known.get(text.strip().lower(), text)


def _line(value: str) -> str:
    if re.search(_CONTROL, value):
        raise ValueError("must be one line of text without control characters")
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return _line(value).strip()


def _lines(value: str) -> str:
    if re.search(_CONTROL, value.replace("\n", "").replace("\t", "")):
        raise ValueError("must be text without control characters")
    return value


def canonical(address: str) -> str:
    """The form in which two addresses are compared, as `mail.address.canonical` gives it.

    That module takes long to import, and only needs to be asked about letters outside ASCII.
    """
    if address.isascii():
        local, at, domain = address.strip().rpartition("@")
        return f"{local.lower()}{at}{domain.strip().rstrip('.').lower()}"
    from mailticket.mail import address as mail_address

    return mail_address.canonical(address)


def _address(value: str) -> str:
    address = canonical(value)
    domain = address.rpartition("@")[2]
    if not re.fullmatch(_ADDRESS, value) or not re.fullmatch(_DOMAIN, domain):
        raise ValueError(f"must be a bare address such as support@example.com, not {shown(value)}")
    return address


def _domain(value: str) -> str:
    domain = canonical(f"x@{value.removeprefix('@')}")[2:]
    if "@" in value.removeprefix("@") or not re.fullmatch(_DOMAIN, domain) or len(domain) > 253:
        raise ValueError(f"must be a domain such as example.com, not {shown(value)}")
    return domain


def _choice(words: tuple[str, ...], value: str) -> str:
    if value not in words:
        raise ValueError(f"must be {_either(words)}, not {shown(value)}{suggestion(value, words)}")
    return value


def _either(words: tuple[str, ...]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def choice(*words: Word) -> Scalar[Word]:
    """One of some words."""
    parse: Callable[[Any], Any] = partial(_choice, words)
    return Scalar(_either(words), (str,), parse, lambda: words[0])


def _endpoint(unix: bool, value: str) -> Endpoint:
    if unix and value.startswith("unix:"):
        if not value.startswith("unix:/") or value.endswith("/") or re.search(_CONTROL, value):
            raise ValueError(f"must name an absolute path after unix:, not {shown(value)}")
        if len(value.encode()) > 5 + 107:
            raise ValueError("names a path of more than 107 bytes, which no socket can have")
        return Endpoint(value)
    host, colon, port = value.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not colon or not re.fullmatch(r"[\w.*:\[\]%-]*", host) or (":" in host and not bracketed):
        raise ValueError(f"must be HOST:PORT such as 127.0.0.1:8025 or [::1]:8025, not {shown(value)}")
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65_535:
        raise ValueError(f"has no port from 0 to 65535: {shown(value)}")
    return Endpoint(value)


def endpoint(*, unix: bool = False) -> Scalar[Endpoint]:
    """An address to listen on."""
    what = 'HOST:PORT such as "127.0.0.1:8025"' + (' or "unix:/PATH"' if unix else "")
    return Scalar(what, (str,), partial(_endpoint, unix), lambda: Endpoint("127.0.0.1:0"))


def _url(schemes: tuple[str, ...], example: str, value: str) -> Url:
    url = Url(value)
    scheme = re.match(_SCHEME, value)
    if re.search(_CONTROL, value) or scheme is None or scheme.group() not in schemes:
        near = suggestion(scheme.group(), schemes) if scheme else ""
        raise ValueError(f"must begin with {_either(tuple(f'{name}:' for name in schemes))}{near}")
    if scheme.group() in {"sqlite", "maildir"}:
        if not url.path.strip("/") or (scheme.group() == "sqlite" and not value.startswith("sqlite:///")):
            raise ValueError(f"must name a path, such as {example}")
    elif not value.startswith(f"{scheme.group()}://") or (not url.host and scheme.group() != "postgresql"):
        raise ValueError(f"must name a host, such as {example}")
    port = re.search(r":([^:\]]*)$", url._authority[1])
    if port and not (re.fullmatch(r"[0-9]{1,5}", port[1]) and 0 < int(port[1]) < 65_536):
        raise ValueError("has no port from 1 to 65535 after the colon")
    if re.search(r"%(?![0-9A-Fa-f]{2})", url._authority[0]):
        raise ValueError("has a % in its user or password that is not an escape such as %40")
    return url


def url(*schemes: str, example: str) -> Scalar[Url]:
    """A URL with one of some schemes."""
    return Scalar(
        f"a URL such as {example}", (str,), partial(_url, schemes, example), lambda: Url(example), secret=True
    )


def _zone(value: str) -> str:
    if value == "UTC":
        return value
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, KeyError):
        from zoneinfo import available_timezones

        near = suggestion(value, sorted(available_timezones()))
        raise ValueError(
            f"{shown(value)} is not a time zone; a zone is named as in America/New_York{near}"
        ) from None


def _path(value: str) -> Path:
    if not value or "\x00" in value:
        raise ValueError("must be a path")
    return Path(value).expanduser() if value.startswith("~/") else Path(value)


def _date(value: str | date) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"must be a date such as 2026-12-24, not {shown(value)}") from None
    if type(value) is not date:  # a datetime is a date too
        raise ValueError(f"must be a date without a time, not {shown(value)}")
    return value


def _handoff(value: str) -> Handoff:
    day, _, clock = value.lower().rpartition(" ")
    match = re.fullmatch(_CLOCK, clock)
    if match is None or (day and day[:3] not in WEEKDAYS):
        raise ValueError(f'must be a weekday and a time such as "mon 09:00", not {shown(value)}')
    weekday = WEEKDAYS.index(day[:3]) if day else None
    return Handoff(weekday=weekday, time=time(int(match[1]), int(match[2])))


def _language(value: str) -> str:
    if not re.fullmatch(_LANGUAGE, value):
        raise ValueError(f"must be a language tag such as en or pt-BR, not {shown(value)}")
    return value


def _secret(value: str) -> Secret:
    if not value:
        raise ValueError("must not be empty")
    return Secret(value)


def _subject_tag(value: str) -> str:
    if _line(value).count("{number}") != 1 or "{" in value.replace("{number}", "") or len(value) > 40:
        raise ValueError(
            f"must hold {{number}} once, and no other braces, as in [#{{number}}], not {shown(value)}"
        )
    return value


def _after_accept(value: str) -> str:
    if value in {"seen", "delete"} or (value.startswith("move:") and _line(value)[5:].strip()):
        return value
    raise ValueError(f"must be seen, delete or move:FOLDER, not {shown(value)}")


def _header_mark(value: str) -> str:
    name, colon, wanted = _line(value).partition(":")
    if not colon or not wanted.strip() or not re.fullmatch(r"[!-9;-~]+", name):
        raise ValueError(f'must be a header and its value such as "X-Spam: yes", not {shown(value)}')
    return f"{name}: {wanted.strip()}"


def _address_or_domain(value: str) -> str:
    if value.rpartition("@")[0]:
        return _address(value)
    try:
        return f"@{_domain(value)}"
    except ValueError:
        raise ValueError(f"must be an address or a domain such as @example.com, not {shown(value)}") from None


def _person_or_rota(value: str) -> str:
    if value.startswith("rota:"):
        if not _filled(value[5:]):
            raise ValueError("must name a rota after rota:")
        return f"rota:{value[5:].strip()}"
    if "@" not in value:
        raise ValueError(f"must be an address or rota:NAME, not {shown(value)}")
    return _address(value)


def optional(kind: Scalar[T]) -> Optional_[T]:
    """A value that may be absent."""
    return Optional_(kind)


boolean: Final = Scalar("true or false", (bool,), bool, bool, text=_as_boolean)
size: Final = Scalar("a size such as 25 MiB", (str, int), _size, int)
line: Final = Scalar("one line of text", (str,), _line, str)  # may be empty
name: Final = Scalar("a name", (str,), _filled, str)
lines: Final = Scalar("text", (str,), _lines, str)  # may be empty, may have several lines
address: Final = Scalar("an address such as support@example.com", (str,), _address, str)
domain: Final = Scalar("a domain such as example.com", (str,), _domain, str)
zone: Final = Scalar("a time zone such as America/New_York", (str,), _zone, lambda: "UTC")
path: Final = Scalar("a path", (str,), _path, Path)
day: Final = Scalar("a date such as 2026-12-24", (str, date), _date, lambda: date(2000, 1, 1))
handoff: Final = Scalar(
    'a weekday and a time such as "mon 09:00"', (str,), _handoff, lambda: Handoff(weekday=0, time=time(9))
)
language: Final = Scalar("a language tag such as en", (str,), _language, lambda: "en")
subject_tag: Final = Scalar("a tag such as [#{number}]", (str,), _subject_tag, lambda: "[#{number}]")
after_accept: Final = Scalar("seen, delete or move:FOLDER", (str,), _after_accept, lambda: "seen")
header_mark: Final = Scalar('a header and its value such as "X-Spam: yes"', (str,), _header_mark, str)
address_or_domain: Final = Scalar(
    "an address or a domain such as @example.com", (str,), _address_or_domain, str
)
person_or_rota: Final = Scalar("an address or rota:NAME", (str,), _person_or_rota, str)
secret: Final = Scalar("a secret", (str,), _secret, Secret, secret=True)
