"""Reading the arguments of MAIL and RCPT: a path and its parameters (RFC 5321, section 4.1.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mailticket.mail.failure import PermanentFailure

_LONGEST_ADDRESS = 512  # RFC 5321 asks for 256; signed reverse-paths (SRS, BATV, VERP) run longer
# Dots anywhere, since addresses such as `a..b.@docomo.ne.jp` exist. U+FFFD stands for bytes that are
# not UTF-8. No expression here can match one text in two ways.
_ATOM = r"[^\s\x00-\x20\x7f-\x9f<>()\[\]\\,;:@\"\ufffd]+"
_QUOTED = r'"(?:[^"\\\x00-\x1f\x7f-\x9f\ufffd]|\\[\x20-\x7e])*"'
_DOMAIN = r"(?:[\w.-]+|\[[\w.:]+\])"
_MAILBOX = rf"(?:{_ATOM}|{_QUOTED})@{_DOMAIN}"
_ROUTE = r"(?:@[\w.,@-]+:)?"  # source route, to be ignored (RFC 5321, appendix C)
_PATH = re.compile(
    rf"\s*(?:<\s*{_ROUTE}(?P<address>{_MAILBOX}|{_ATOM}|)\s*>|(?P<bare>{_MAILBOX}))(?P<rest>(?:\s.*)?)",
    re.DOTALL,
)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\x00-\x20\x7f=]+))?")

_FROM = frozenset({"SIZE", "BODY", "SMTPUTF8", "RET", "ENVID"})
# DSN is not announced, as nobody here would send those reports. A client that asks all the same is
# better served by taking its mail than by refusing it.
_TO = frozenset({"NOTIFY", "ORCPT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An address ("" for the null reverse-path) with its parameters, names in upper case."""

    address: str
    parameters: Mapping[str, str]


def reverse_path(argument: str, *, size_limit: int) -> Path:
    """Read `FROM:<a@b> SIZE=1 …`; raises PermanentFailure with the reply."""
    path = _read(argument, "FROM:", _FROM, enhanced="5.1.7")
    size = path.parameters.get("SIZE", "0")
    if not (size.isascii() and size.isdigit() and len(size) <= 20):
        raise PermanentFailure(501, "5.5.4", "SIZE takes a number of bytes")
    if int(size) > size_limit:
        raise PermanentFailure(552, "5.3.4", f"Larger than {size_limit} bytes")
    if path.parameters.get("BODY", "8BITMIME").upper() not in {"7BIT", "8BITMIME"}:
        raise PermanentFailure(501, "5.5.4", "BODY is 7BIT or 8BITMIME")
    if not path.address.isascii() and "SMTPUTF8" not in path.parameters:
        raise PermanentFailure(553, "5.6.7", "This address takes the parameter SMTPUTF8")
    return path


def forward_path(argument: str) -> Path:
    """Read `TO:<a@b> …`; raises PermanentFailure with the reply. A local part alone is let through."""
    path = _read(argument, "TO:", _TO, enhanced="5.1.3")
    if not path.address:
        raise PermanentFailure(553, "5.1.3", "A recipient is needed")
    return path


def _read(argument: str, keyword: str, known: frozenset[str], *, enhanced: str) -> Path:
    if argument[: len(keyword)].upper() != keyword:
        raise PermanentFailure(501, "5.5.4", f"Syntax: {keyword}<address>")
    match = _PATH.fullmatch(argument, len(keyword))
    if match is None or len(address := match["address"] or match["bare"] or "") > _LONGEST_ADDRESS:
        raise PermanentFailure(553, enhanced, "That is not an address")
    parameters: dict[str, str] = {}
    for word in match["rest"].split():
        parameter = _PARAMETER.fullmatch(word)
        if parameter is None:
            raise PermanentFailure(501, "5.5.4", "Parameters are NAME=VALUE")
        if (name := parameter[1].upper()) not in known:
            raise PermanentFailure(555, "5.5.4", "A parameter is not known here")
        parameters[name] = parameter[2] or ""
    return Path(address=address, parameters=parameters)
