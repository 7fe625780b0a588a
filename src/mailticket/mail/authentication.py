"""What the one trusted host states about who wrote a mail (Authentication-Results, RFC 8601)."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from mailticket.mail.address import canonical
from mailticket.mail.message import Message

MAX_LENGTH: Final = 10_000  # characters of the field that are read

_PIECE: Final = re.compile(r'[^"();\\]+|["();\\]')
_METHOD: Final = re.compile(r"([a-z0-9-]{1,40})(?:/[0-9]{1,3})? ?= ?([a-z]{1,20})", re.IGNORECASE)
_PROPERTY: Final = re.compile(
    r"\b(header|smtp|policy)\.([a-z0-9-]{1,40}) ?= ?(?:\"([^\"]{0,320})\"|([^\s;\"]{1,320}))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """Whether the domain of From was proven: by an aligned DKIM signature, or by DMARC."""

    result: Literal["pass", "fail", "none"]
    evidence: str = ""  # one line


NONE: Final = Authentication(result="none")


def authentication(message: Message, authserv_id: str) -> Authentication:
    """The word of the topmost Authentication-Results if it is the trusted host's; all else says nothing.

    SPF alone proves nothing here: it is about the envelope. `fail` is an explicit DMARC failure.
    """
    parts = _parts(message, authserv_id)
    if not parts or len(message.from_) != 1:
        return NONE
    domain = canonical(message.from_[0].address).rpartition("@")[2]
    signed = failed = ""
    for statement in parts[1:]:
        method = _METHOD.match(statement)
        if method is None or not domain:
            continue
        name, result = method[1].casefold(), method[2].casefold()
        values = {
            f"{kind}.{key}".casefold(): (quoted or bare).casefold()
            for kind, key, quoted, bare in _PROPERTY.findall(statement)
        }
        stated = values.get("header.from", "").rpartition("@")[2].rstrip(".")
        if name == "dmarc" and stated in ("", domain):
            if result == "pass" and stated:
                return Authentication(result="pass", evidence=f"dmarc=pass header.from={stated}")
            failed = "dmarc=fail" if result == "fail" else failed
        signer = values.get("header.d", "") or values.get("header.i", "").rpartition("@")[2]
        if name == "dkim" and result == "pass" and _aligned(domain, signer.rstrip(".")):
            signed = f"dkim=pass header.d={signer}"[:200]
    if failed:
        return Authentication(result="fail", evidence=failed)
    return Authentication(result="pass", evidence=signed) if signed else NONE


def stated_by(message: Message, authserv_id: str) -> bool:
    """Whether the topmost Authentication-Results is of this host, whatever it states."""
    return bool(_parts(message, authserv_id))


def _parts(message: Message, authserv_id: str) -> list[str]:
    """The parts of the topmost field, its host first; none if it is not of this host."""
    field = message.header("Authentication-Results")
    if not authserv_id or field is None or len(field) > MAX_LENGTH:
        return []
    parts = _statements(field)
    host = parts[0].partition(" ")[0].strip('"') if parts else ""
    return parts if host.casefold() == authserv_id.casefold() else []


def _statements(field: str) -> list[str]:
    """The parts between semicolons, without comments; none at all if a comment or a quote does not end.

    A semicolon in quotes parts nothing: the local part of an envelope sender stands here as its author chose.
    """
    parts, depth, quoted, escaped = [[""]], 0, False, False
    for piece in _PIECE.findall(field):
        if escaped or (piece == "\\" and (quoted or depth)):
            escaped = not escaped
            continue  # what is escaped is text, and could only be mistaken
        if quoted:
            quoted = piece != '"'
        elif depth:
            depth += {"(": 1, ")": -1}.get(piece, 0)
            piece = " "  # a comment parts words
        elif piece == ";":
            parts.append([""])
            continue
        else:
            quoted, depth = piece == '"', int(piece == "(")
        if not depth:
            parts[-1].append(piece)
    return [] if quoted or depth else [" ".join("".join(part).split()) for part in parts]


def _aligned(domain: str, signer: str) -> bool:
    """Relaxed alignment as far as it needs no list of public suffixes: the same domain, or one above it."""
    return domain == signer or ("." in signer and domain.endswith(f".{signer}"))
