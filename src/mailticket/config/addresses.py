"""Addresses of all sorts: of people, of domains and hosts, of servers that we reach and that we are."""

import re
from functools import partial
from pathlib import Path
from typing import Final

from mailticket.config.faults import shown, suggestion
from mailticket.config.kinds import Scalar
from mailticket.config.secret import Secret
from mailticket.config.values import CONTROL, either, filled

_ADDRESS: Final = r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[^\s@<>,;:\"()\\\x00-\x1f\x7f]{1,255}"
_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SCHEME: Final = r"[a-z][a-z0-9+.-]*(?=:)"


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

    def with_password(self, password: Secret | None) -> "Url":
        """The URL with this password, escaped, in place of its own; for libraries that want it so."""
        if password is None:
            return self
        from urllib.parse import quote

        user, host, rest = self._authority
        name = user.partition(":")[0]
        return Url(f"{self.scheme}://{name}:{quote(password.reveal(), safe='')}@{host}{rest}")

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


def _unquoted(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


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


def _hostname(value: str) -> str:
    if value and not re.fullmatch(_DOMAIN, value.lower()):
        raise ValueError(f"must be the name of a host such as mail.example.com, not {shown(value)}")
    return value


def _endpoint(unix: bool, value: str) -> Endpoint:
    if unix and value.startswith("unix:"):
        if not value.startswith("unix:/") or value.endswith("/") or re.search(CONTROL, value):
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
    if re.search(CONTROL, value) or scheme is None or scheme.group() not in schemes:
        near = suggestion(scheme.group(), schemes) if scheme else ""
        raise ValueError(f"must begin with {either(tuple(f'{name}:' for name in schemes))}{near}")
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


def _address_or_domain(value: str) -> str:
    if value.rpartition("@")[0]:
        return _address(value)
    try:
        return f"@{_domain(value)}"
    except ValueError:
        raise ValueError(f"must be an address or a domain such as @example.com, not {shown(value)}") from None


def _person_or_rota(value: str) -> str:
    if value.startswith("rota:"):
        if not filled(value[5:]):
            raise ValueError("must name a rota after rota:")
        return f"rota:{value[5:].strip()}"
    if "@" not in value:
        raise ValueError(f"must be an address or rota:NAME, not {shown(value)}")
    return _address(value)


address: Final = Scalar("an address such as support@example.com", (str,), _address, str)
domain: Final = Scalar("a domain such as example.com", (str,), _domain, str)
hostname: Final = Scalar(
    "the name of a host such as mail.example.com", (str,), _hostname, str
)  # may be empty
address_or_domain: Final = Scalar(
    "an address or a domain such as @example.com", (str,), _address_or_domain, str
)
person_or_rota: Final = Scalar("an address or rota:NAME", (str,), _person_or_rota, str)
