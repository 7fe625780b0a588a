"""The names by which programs mark a quotation or a signature in HTML."""

import re
from collections.abc import Mapping
from enum import Enum

from mailticket.mail.quotation import (
    BEGIN_QUOTE,
    BEGIN_REST,
    BEGIN_SIGNATURE,
    END_QUOTE,
    END_SIGNATURE,
)


class Mark(Enum):
    """What an element holds, with the marks that are put around it."""

    QUOTE = (BEGIN_QUOTE, END_QUOTE)
    SIGNATURE = (BEGIN_SIGNATURE, END_SIGNATURE)
    REST = (BEGIN_REST, "")  # it and all that follows are a quotation


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CLASSES = {
    **dict.fromkeys(
        _words(
            "gmail_quote gmail_quote_container moz-cite-prefix protonmail_quote yahoo_quoted zmail_extra "
            "zmail_extra_hr tutanota_quote hs_reply front-blockquote nylas-quote ntes-mailmaster-quote "
            "elided-text replyheader email_quote"
        ),
        Mark.QUOTE,
    ),
    **dict.fromkeys(_words("outlookmessageheader ms-outlook-mobile-reference-message"), Mark.REST),
}
_IDS = {
    **dict.fromkeys(_words("olk_src_body_section includetail"), Mark.QUOTE),
    **dict.fromkeys(
        _words(
            "divrplyfwdmsg appendonsend stopspelling zwchr isreplycontent isforwardcontent replysplit "
            "mail-editor-reference-message-container"
        ),
        Mark.REST,
    ),
}
_SILENT = frozenset(
    _words("style dir lang href src alt width height align valign border color size face bgcolor")
)
_NAMES = {"quote": Mark.QUOTE, "messagereplysection": Mark.QUOTE}
_PREFIX = re.compile(r"^(?:x_)+|^ecx|^ydp[0-9a-f]{4,10}")

# "gmail_signature", "io-ox-signature", "__aliyun_signature_wrap"; not "e-signature", "signature-request".
_SIGNATURE = re.compile(
    r"(?:^|[-_])(?<!\be[-_])(?<!digital[-_])(?<!electronic[-_])(?:signature(?:section)?|sig|bloop_sign|sig_pre)"
    r"(?:[-_](?:block|wrap|wrapper|container|prefix|user|proton|link|old|\w{0,3}\d+|__))*(?:_+)?$|"
    r"^applemailsignature$|^signature\d+$"
)
# "cm_quote", "history-quote-wrapper", "quoted_output_body", "aqm-original-message"
_QUOTE = re.compile(
    r"(?:^|[-_])(?:quote[ds]?|quotation|quoted-?(?:reply|text)|original[-_]?(?:message|mail|body)|reply|history|"
    r"previous[-_]?body)(?:$|[-_])|^quoted|^edo-original$|^originalmessage$"
)


def named(element: str, attributes: Mapping[str, str]) -> Mark | None:
    """The mark of an element whose name leaves no doubt."""
    if element in ("includetail", "signature"):
        return Mark.QUOTE if element == "includetail" else Mark.SIGNATURE
    if not attributes.keys() - _SILENT:
        return None
    names = [_PREFIX.sub("", name) for name in attributes.get("class", "").lower().split()[:20]]
    identity = _PREFIX.sub("", attributes.get("id", "").lower())
    other = attributes.get("name", "").lower()
    for name in names:
        if mark := _CLASSES.get(name):
            return mark
    if mark := _IDS.get(identity) or _NAMES.get(other):
        return mark
    if identity.startswith("yahoo_quoted"):
        return Mark.QUOTE
    marker = attributes.get("data-marker", "")
    if marker == "__QUOTED_TEXT__":
        return Mark.REST
    if "__SIG_" in marker or any("signature" in key for key in attributes):
        return Mark.SIGNATURE
    said = (*names, identity, other, attributes.get("fairemail", ""))
    return Mark.SIGNATURE if any("sig" in name and _SIGNATURE.search(name) for name in said) else None


def may_quote(attributes: Mapping[str, str]) -> bool:
    """Whether an element is called a quotation: of another mail, or of a happy customer."""
    said = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('fairemail', '')}"
    return any(_QUOTE.search(_PREFIX.sub("", name)) for name in said.lower().split()[:20])
