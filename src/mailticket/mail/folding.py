"""Header fields of outgoing mail: checked, encoded and folded (RFC 5322, RFC 2047, RFC 2231, RFC 6532).

Nothing that comes from a mail reaches a header unchecked: what would break a line is an `UnsendableError`
where it is an address or an identifier, and becomes a space where it is only for people to read.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from mailticket.mail.address import Mailbox

LINE: Final = 78  # where header lines are folded (RFC 5322, 2.1.1)
MAX_ID: Final = 500  # characters of one Message-ID; a line may have 998
MAX_NAME: Final = 120  # characters of a display name or a file name
MAX_VALUE: Final = 2_000  # characters of any other header value

_WORD_LIMIT: Final = 45  # octets in an encoded word: 60 characters of Base64, 75 with its frame (RFC 2047, 2)
_LONGEST_WORD: Final = 900  # a longer one cannot be folded and would break the limit of 998

_ID: Final = re.compile(rf"[!-;=?-~]{{1,{MAX_ID}}}")
_FIELD_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_CONTENT_TYPE: Final = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,100}")
# Local parts as they exist, even with the dots in places where RFC 5322 has none (docomo.ne.jp).
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_QUOTED_LOCAL: Final = re.compile(r'"(?:[ !#-\[\]-~]|\\[ -~]){0,62}"')
_DOMAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,30}")
_LITERAL: Final = re.compile(r"\[[A-Za-z0-9.:-]{1,60}\]")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
_DEVIATION: Final = re.compile("[ßς\u200c\u200d]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Marks that turn the direction of writing, and marks that cannot be seen: names are forged with both.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9._ ()@=+,-]+")


class UnsendableError(ValueError):
    """A value that must not stand in a mail that is sent; the message names the field, not the value."""


def one_line(text: str, limit: int = MAX_VALUE) -> str:
    """Text for people, fit for a header: one line, no control characters, runs of white space made one."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * limit]).split())[:limit].rstrip()


def is_message_id(value: str) -> bool:
    """Whether a Message-ID without its angle brackets can be repeated in a header.

    What other programs made is repeated as it came, however odd, so that their threads hold together; only
    what could leave the header is refused: white space, brackets, control characters, 8-bit, great length.
    """
    return _ID.fullmatch(value) is not None


def sendable_address(address: str) -> str:
    """An address as it goes over the wire: the domain in ASCII (RFC 5890), nothing in it that ends a line.

    A local part outside ASCII stays as it is and asks for SMTPUTF8 (RFC 6531). Raises `UnsendableError`.
    """
    local, at, domain = address.rpartition("@")
    if not at or len(address) > 320:
        raise UnsendableError("An address is not of the form local@domain.")
    if not domain.isascii():
        try:
            domain = ".".join(map(_ascii_label, _DOTS.split(domain)))
        except UnicodeError:
            raise UnsendableError("The domain of an address cannot be written in ASCII.") from None
    if not (_DOMAIN.fullmatch(domain) or _LITERAL.fullmatch(domain)):
        raise UnsendableError("The domain of an address has characters that no domain has.")
    if _LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local):
        return f"{local}@{domain}"
    if not local.isascii() and local.isprintable() and _LOCAL.fullmatch(re.sub(r"[^\x00-\x7f]", "x", local)):
        return f"{local}@{domain}"
    raise UnsendableError("The local part of an address has characters that must not be sent.")


def _ascii_label(label: str) -> str:
    """One label of a domain in ASCII.

    The codec of the standard library is that of IDNA 2003 and makes `ss` of `ß`: another domain since IDNA
    2008 (RFC 5894, 7.2). Labels with such a letter are encoded as they are.
    """
    if _DEVIATION.search(label):
        return f"xn--{label.lower().encode('punycode').decode('ascii')}"
    return label.encode("idna").decode("ascii")


def field_name(name: str) -> str:
    """A header name as given; `UnsendableError` if it is none."""
    if not _FIELD_NAME.fullmatch(name):
        raise UnsendableError("A header name has characters that no header name has.")
    return name


def content_type(value: str) -> str:
    """A media type as given; whatever is none becomes application/octet-stream."""
    return value.lower() if _CONTENT_TYPE.fullmatch(value) else "application/octet-stream"


def strict_value(name: str, value: str) -> str:
    """The value of a header that machines read; `UnsendableError` with control characters."""
    if _CONTROL.search(value) or len(value) > MAX_VALUE:
        raise UnsendableError(f"The value of {name} has control characters or is too long.")
    return " ".join(value.split())


def fold(name: str, words: Iterable[str], *, joint: str = " ") -> str:
    """`Name: word word`, continued on the next line before a word would pass the limit; ends with CRLF."""
    line = f"{name}:"
    lines = []
    width = len(line)
    for word in words:
        if width + 1 + len(word) > LINE and width > 1:
            lines.append(line)
            line, width = joint + word, 1 + len(word)
        else:
            line += joint + word
            width += 1 + len(word)
    lines.append(line)
    return "\r\n".join(lines) + "\r\n"


def encoded_words(text: str) -> list[str]:
    """Text as encoded words in UTF-8 (RFC 2047); characters are not cut, and joined again without a space."""
    words, octets = [], bytearray()
    for character in text:
        encoded = character.encode("utf-8")
        if len(octets) + len(encoded) > _WORD_LIMIT:
            words.append(bytes(octets))
            octets.clear()
        octets += encoded
    words.append(bytes(octets))
    return [f"=?utf-8?b?{b64encode(word).decode('ascii')}?=" for word in words]


def unstructured(name: str, value: str) -> str:
    """A header for people, such as Subject. What looks like an encoded word and is none is encoded."""
    text = one_line(value)
    if len(name) + 2 + len(text) <= LINE and text.isascii() and "=?" not in text:
        return f"{name}: {text}\r\n"
    words = text.split(" ")
    for at, word in enumerate(words):
        if not word.isascii() or "=?" in word or len(word) > _LONGEST_WORD:
            # What comes before stays readable as it is: a ticket number, for whoever decodes nothing.
            words[at:] = encoded_words(" ".join(words[at:]))
            break
    return fold(name, words)


@lru_cache(maxsize=256)
def _mailbox(name: str, address: str) -> tuple[str, ...]:
    spec = f"<{sendable_address(address)}>"
    text = one_line(_INVISIBLE.sub("", name[: 4 * MAX_NAME]), MAX_NAME)
    if not text:
        return (spec[1:-1],)
    if not text.isascii() or "=?" in text:
        return (*encoded_words(text), spec)
    if _PLAIN_NAME.fullmatch(text):
        return (*text.split(" "), spec)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (*f'"{escaped}"'.split(" "), spec)


def mailboxes(name: str, values: Iterable[Mailbox]) -> str:
    """An address header. Raises `UnsendableError` if an address must not be sent."""
    words: list[str] = []
    for mailbox in values:
        if words:
            words[-1] += ","
        words.extend(_mailbox(mailbox.name, mailbox.address))
    return fold(name, words)


def identifiers(name: str, values: Iterable[str]) -> str:
    """A header of Message-IDs, which stand here without their angle brackets."""
    return fold(name, [f"<{value}>" for value in values])


_RESERVED: Final = str.maketrans('<>:"|?*', "_" * 7)  # in file names of Windows, and brackets in headers


def file_name(name: str) -> str:
    """A file name that is only a name: no folder, no control character, no trick with the direction."""
    base = re.split(r"[/\\]", name)[-1]
    text = one_line(_INVISIBLE.sub("", base[-4 * MAX_NAME :])).translate(_RESERVED).strip(". ")
    if len(text) > MAX_NAME:
        stem, dot, extension = text.rpartition(".")
        keep = f".{extension}" if dot and len(extension) <= 10 else ""
        text = (stem if keep else text)[: MAX_NAME - len(keep)] + keep
    return text or "attachment"


def parameter(name: str, value: str) -> list[str]:
    """A parameter of a MIME header, as the words that follow the value (RFC 2231, continued if long)."""
    if _FILE_NAME.fullmatch(value) and len(value) <= 60:
        return [f'{name}="{value}"']
    escaped = quote(value, safe="!#$&+-.^_`|~")
    first = f"{name}*=utf-8''{escaped}"
    if len(first) <= LINE - 2:
        return [first]
    pieces, room = [], LINE - len(name) - 16
    while escaped:
        cut = room
        while cut > room - 3 and "%" in escaped[cut - 2 : cut]:
            cut -= 1
        pieces.append(escaped[:cut])
        escaped = escaped[cut:]
    words = [f"{name}*{number}*={piece};" for number, piece in enumerate(pieces)]
    return [words[0].replace("*=", "*=utf-8''", 1), *words[1:-1], words[-1][:-1]]
