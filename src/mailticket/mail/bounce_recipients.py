"""What a report for people says of whom: the part about the failure, and the addresses in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailticket.mail.bounce_words import REASON, REPLY_CODE, UNDELIVERED
from mailticket.mail.delivery_report import (
    Recipient,
    ReportKind,
    derived_status,
    header_lines,
    one_line,
    stated_status,
)
from mailticket.mail.evidence import Evidence
from mailticket.mail.quotation_labels import SUBJECT_LABELS
from mailticket.mail.words import folded

_MAX_LINES = 600
_MAX_LINE = 2000

# From here the mail that was sent is quoted.
_ORIGINAL = re.compile(
    r"^[ \t>*#|]{0,8}(?:[-=_*]{2,}\s{0,3})?(?:below (?:this line )?is (?:a|the)|this is a copy of|"
    r"original (?:message|mail|headers?|text)|unsent message|"
    r"(?:the )?(?:header|text|body|content)s? of (?:the |your )?(?:original|message)|"
    r"(?:your )?message (?:header|text|body|contents?|reads)s?\b|"
    r"(?:returned|undelivered|non-?delivered|rejected|failed) message\W*$|start of (?:returned|original)|"
    r"(?:your )?(?:message|mail) (?:header|text)?s? ?follows|"
    r"included is a copy|enclosed (?:are|is) the|your (?:original )?(?:message|mail) (?:follows|"
    r"is (?:attached|enclosed))|"
    r"(?:possibly )?(?:truncated )?original (?:message )?follows|-+ ?included|-----\s?unsent|"
    r"here (?:is|are) (?:the first|listed)|\[<\d\d>\] here|received: (?:from|by|\()|return-path:|x-envelope|"
    r"mime-version:|"
    r"message-id: <|dkim-signature:|full message|"
    r"ursprüngliche (?:nachricht|kopf)|(?:en-têtes|message) d.origine|(?:encabezados|"
    r"mensaje) (?:de mensaje )?original|"
    r"オリジナル|元のメッセージ|原始邮件|原邮件头)",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_HEADER = re.compile(
    r"^[ \t>]{0,8}(?:received|return-path|from|to|date|subject|message-id|mime-version|x-[\w-]{1,30}|cc|"
    r"sender|"
    r"reply-to|content-type):[ \t]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\w@.+=-])(?:[\w.+=&/'!#%$*^{}|~?-]{1,80})@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}",
)
_NOT_RECIPIENT = re.compile(
    r"^\W*(?:from|sender|reporting|received|by|message-?id|reply-to|in-reply-to|references|please|mail from|"
    r"for (?:further|help|more|assist|questions)|contact|if (?:you|the)|questions|date|id|expanded from|"
    r"von|absender|de|expéditeur|remitente|remetente|mittente|发件人|寄件者|差出人|отправитель)\b|"
    r"(?:mail|write|message|report|inquir\w+|questions?|reply|sent) to <?(?:postmaster|abuse)|mail from:|"
    r"message.?id|identif|envelope-?from|^\s*x-|sent by:?|(?:generated|expanded) (?:by|from)|"
    r"contact|(?:please|now) use|new (?:e-?mail )?address|"
    r"your message from|in error",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_ROLE = re.compile(r"^(?:postmaster|mailer-daemon|abuse|hostmaster|root|mail_administrator)@", re.IGNORECASE)
# An address that a line is about: it stands first, behind a label, in a command or an answer, or ends it.
_LISTED = re.compile(
    r"^[\s>*•·|<(\[\"'“‘-]{0,20}(?:[\w.+=&/'!#%$*^{}|~?-]{1,80})@[\w.-]{1,255}|"
    r"^[^@:：]{1,50}[:：][^@]{0,10}(?<!\w)[\w.+=&/'!#%$*^{}|~?-]{1,80}@[\w.-]{1,255}\W{0,8}(?:\(|$)|"
    r"rcpt to:|^\W{0,8}[45]\d\d[ -].{0,40}<[^<>\s]{1,200}@|<[^<>\s]{1,200}@[\w.-]{1,255}>\W{0,3}$|"
    r"^[^@]{1,60}\([\w.+=-]{1,80}@[\w.-]{1,255}\)\W{0,3}$",
    re.IGNORECASE,
)
_SUBJECT_LINE = re.compile(
    r"^[ \t]{0,20}(?:the )?(?:message )?(?:subject|"
    + "|".join(re.escape(label) for label in sorted(SUBJECT_LABELS - {"subject"}, key=len, reverse=True))
    + r")(?: of (?:the|your) message)?(?: was| is)?[ \t]{0,5}[:：][ \t]{0,20}(\S.{0,1000})$",
    re.IGNORECASE | re.MULTILINE,
)
_ID_LINE = re.compile(
    r"^[ \t]{0,20}(?:the )?message.?id(?:entifier)?(?: of (?:the|your) message)?(?: was|"
    r" is)?[ \t]{0,5}:[ \t]{0,20}(<\S{1,998}>)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Region:
    """The text of a report, apart from the mail that it quotes."""

    about: str
    quoted: bool  # a mail is quoted
    listed: bool  # recipients are listed, rather than named within sentences
    headers: tuple[tuple[str, str], ...]  # of the mail it is about, where they are quoted
    message_id: str  # of that mail, as the text names it
    subject: str


def region_of(text: str) -> Region:
    """Part the text where the mail that was sent begins: below the words that say what failed."""
    start, about = 1, text
    headers: tuple[tuple[str, str], ...] = ()
    while found := _ORIGINAL.search(text, start):
        headers = _quoted_headers(text[found.start() :])
        above = " ".join(folded(text[: found.start()]).split())
        if UNDELIVERED.search(above) or REASON.search(above) or REPLY_CODE.search(above) or len(above) > 400:
            about = text[: found.start()]
            break
        blank = re.search(r"\n[ \t]*\n", text[found.end() :])
        if not blank or start > 4000:
            break
        start = found.end() + blank.end()
    subject, message_id = _SUBJECT_LINE.search(about), _ID_LINE.search(about)
    return Region(
        about=about,
        quoted=len(headers) >= 2,
        listed=any(
            _ADDRESS.search(line) and _LISTED.search(line) and not _NOT_RECIPIENT.search(line)
            for line in _lines(about)
        ),
        headers=headers,
        message_id=message_id[1] if message_id else "",
        subject=subject[1].strip() if subject else "",
    )


def named_addresses(value: str) -> list[str]:
    """The addresses in a header, each once."""
    return list(dict.fromkeys(address.strip(".'") for address in _ADDRESS.findall(value[:20_000])))


def recipients_in(
    region: Region,
    action: ReportKind,
    mail: Evidence,
    headers: tuple[tuple[str, str], ...],
    named: list[str],
) -> list[Recipient]:
    """Whom the report is about: as a header names them, else as its text lists or mentions them."""
    found = _told_of(region.about, action)
    if named:
        known = {r.address.lower(): r for r in found}
        return [known.get(a.lower()) or _one(a, _sentence(region.about), action) for a in named]
    own = {address.lower() for address in named_addresses(mail.header("To")[:2000])}
    others = [recipient for recipient in found if recipient.address.lower() not in own]
    if others:
        return others
    to = next((value for name, value in headers if name.lower() == "to"), "")
    elsewhere = named_addresses(mail.subject[:500]) or named_addresses(to)[:5]
    if found and (not elsewhere or {r.address.lower() for r in found} & {a.lower() for a in elsewhere}):
        return found
    return [_one(address, _sentence(region.about), action) for address in elsewhere] or found


# ---- the mail that is quoted ------------------------------------------------------------------------------


def _quoted_headers(rest: str) -> tuple[tuple[str, str], ...]:
    """The header fields of the quoted mail, from its first header line on."""
    lines = rest.splitlines()[:200]
    first = next((n for n, line in enumerate(lines) if _QUOTED_HEADER.match(line)), None)
    if first is None:
        return ()
    indent = len(lines[first]) - len(lines[first].lstrip(" \t>|"))
    return header_lines(
        "\n".join(line[indent:] if not line[:indent].strip(" \t>|") else line for line in lines[first:])
    )


# ---- the addresses ----------------------------------------------------------------------------------------


def _lines(text: str) -> Iterable[str]:
    return (line[:_MAX_LINE] for line in text.splitlines()[:_MAX_LINES])


def _told_of(about: str, action: ReportKind) -> list[Recipient]:
    """Each address with what is said of it: on its line, and below up to a blank line."""
    said: dict[str, list[str]] = {}
    seen: set[str] = set()
    listed: set[str] = set()
    current: list[str] | None = None
    blanks = 0
    for line in _lines(about):
        found = [] if _NOT_RECIPIENT.search(line) else named_addresses(_URL.sub("", line))
        new = [a for a in found if a.lower() not in seen and not _ROLE.match(a)]
        if found and _LISTED.search(line):
            listed.update(address.lower() for address in found)
        if new and len(said) < 100:
            current = [_ADDRESS.sub("", line)] if len(new) == 1 else [line]
            seen.update(address.lower() for address in new)
            said |= dict.fromkeys(new, current)
            blanks = 0
        elif current is not None:
            blanks += not line.strip()
            if blanks <= 1 and len(current) < 8:
                current.append(line)
    about_one = one_line(about) if len(said) == 1 else ""
    everything = one_line(about)
    return [
        _one(address, " ".join(words), action, everything, about_one)
        for address, words in said.items()
        if not listed or address.lower() in listed
    ]


def _one(
    address: str, words: str, action: ReportKind, everything: str = "", stated_in: str = ""
) -> Recipient:
    """The recipient; a code that the server stated counts for more than words."""
    diagnostic = one_line(words).strip("<>:;, .-")
    status = stated_status(diagnostic) or stated_status(stated_in) or derived_status(diagnostic, action)
    if status.endswith(".0.0"):
        status = derived_status(f"{diagnostic} {everything}", action)
    return Recipient(address=address, action=action, status=status, diagnostic=diagnostic)


def _sentence(region: str) -> str:
    """The line that holds a reply code, else the text."""
    for line in _lines(region):
        if re.search(r"(?<!\d)[45]\d\d[ -]|(?<![\d.])[45]\.\d\.\d", line[:500]):
            return one_line(line)
    return one_line(region)
