"""Reports of failed delivery that are written for people only: the forms of servers old and new."""

import re
from functools import lru_cache

from mailticket.mail.absence_text import ABSENCE
from mailticket.mail.bounce_recipients import Region, named_addresses, recipients_in, region_of
from mailticket.mail.bounce_words import (
    DAEMONS,
    DELAYED,
    DELIVERED,
    FIRST_PERSON,
    FORMS,
    GIVEN_UP,
    GREETING,
    NAMES,
    PROGRAM,
    REASON,
    REPLY_CODE,
    ROLES,
    SUBJECT,
    SYSTEM_NAMES,
    UNDELIVERED,
    YOUR_MAIL,
)
from mailticket.mail.delivery_report import DeliveryReport, ReportKind, made, original_headers
from mailticket.mail.evidence import Evidence
from mailticket.mail.letters import plain
from mailticket.mail.machine_facts import REPLY_PREFIX
from mailticket.mail.quotation_labels import FROM_LABELS
from mailticket.mail.reply_subject import names_reply
from mailticket.mail.signature_words import SIGN_OFF
from mailticket.mail.words import folded

MAX_REGION = 20_000  # characters of the text that are looked at
_OPENING = 400  # characters in which a report about "your message" says what it is
_ASKS = re.compile(r"[?？؟](?!\S)|(?<=[ά-ώ]);")  # at the end of a word, not in an address
_MAX_NOTICE = 800  # characters of a report in few words
_ASKED = re.compile(
    r"\bplease\b|\bhelp\b|urgent|bitte|hilfe|s.il vous|aide|ayuda|por favor|aiuto|^\[(?!ext|spam|post)"
)
_PASSED_ON = re.compile(
    r"forward|original|weitergeleitet|ursprünglich|transféré|reenviad|inoltrat|doorgestuur"
)
_SERVER_LINE = re.compile(r"\W{0,8}(?:[45]\d\d[ -]|\S{1,80}@|(?:<<<|>>>))")  # what a server said, or of whom


def is_mail_system(mail: Evidence) -> bool:
    """Whether the mail comes from the address of a mail system."""
    if _is_daemon(mail) or any(ROLES.match(local) for local in _local_parts(mail)):
        return True
    stated = folded(mail.header("From")[:200])
    if not mail.from_ or "<@>" in stated:  # it names no address
        return bool(NAMES.search(stated)) or (
            "@" not in stated.replace("<@>", "") and says_undelivered(mail.subject)
        )
    return any(SYSTEM_NAMES.match(folded(box.name[:100])) for box in mail.from_[:3])


def says_undelivered(subject: str) -> bool:
    """Whether a subject is the one of a report, rather than of an answer to one."""
    return _says_undelivered(subject[:300])


@lru_cache(maxsize=16)  # it is asked more than once for each mail
def _says_undelivered(subject: str) -> bool:
    plain = folded(subject)
    return not REPLY_PREFIX.match(plain) and bool(UNDELIVERED.search(plain) or SUBJECT.search(plain))


def is_written_by_hand(mail: Evidence) -> bool:
    """Whether a program that people write with sent the mail."""
    return bool(PROGRAM.search(f"{mail.header('X-Mailer')} {mail.header('User-Agent')}"[:300].lower()))


def speaks_for_himself(text: str) -> bool:
    """Whether a text is a person's, who tells or asks: of a mail that he quotes, for one."""
    return bool(FIRST_PERSON.search(folded(text)) or _ASKS.search(text))


def report_in_text(mail: Evidence, *, null_path: bool = False) -> DeliveryReport | None:
    """The report in a text by its words, if a mail system is known to have sent it."""
    failed = mail.header("X-Failed-Recipients")
    daemon = bool(failed) or _is_daemon(mail)
    if not daemon and REPLY_PREFIX.match(mail.subject[:50].lower()):
        return None
    system = daemon or _has_structure(mail) or is_mail_system(mail)
    if _reports_otherwise(mail) or not (system or null_path or says_undelivered(mail.subject)):
        return None
    region = region_of(_text(mail))
    said = " ".join(folded(region.about).split())
    form = _form(said) or ("listed" if daemon and region.listed else "")
    certain = daemon or _has_structure(mail)
    if not failed and not (form and (certain or _is_report(mail, region, said, system, null_path))):
        return None
    action = _action(folded(mail.subject[:300]), said)
    headers = original_headers(mail) or region.headers
    recipients = recipients_in(region, action, mail, headers, named_addresses(failed))
    return made(form or "failed-recipients", recipients, headers, region.message_id, region.subject)


def sent_by_mail_system(mail: Evidence, *, null_path: bool) -> str:
    """Evidence that a mail system reports something, though what it says was not understood; else ""."""
    if _is_daemon(mail):
        return f"From: {_local_parts(mail)[0]}"
    if null_path and any(ROLES.match(local) for local in _local_parts(mail)):
        return f"null reverse-path, From: {_local_parts(mail)[0]}"
    if not says_undelivered(mail.subject) or not (null_path or is_mail_system(mail)):
        return ""
    region = region_of(_text(mail))
    said = " ".join(folded(region.about).split())
    return f"Subject: {mail.subject}" if null_path or _is_report(mail, region, said, True, False) else ""


def addresses_told(mail: Evidence) -> list[str]:
    """The addresses that a header or the text names as those the mail failed to reach."""
    named = named_addresses(mail.header("X-Failed-Recipients"))
    region = region_of(_text(mail))
    return named or [found.address for found in recipients_in(region, "failed", mail, region.headers, [])]


# ---- who sent it ------------------------------------------------------------------------------------------


def _local_parts(mail: Evidence) -> list[str]:
    found = [box.address.rpartition("@")[0] or box.address for box in mail.from_[:3]]
    return [local.lower() for local in found or [mail.header("From")[:200].strip().split("@")[0].lstrip("<")]]


def _is_daemon(mail: Evidence) -> bool:
    """Whether nobody but a program writes from the address."""
    return any(DAEMONS.match(local) for local in _local_parts(mail))


def _report_type(mail: Evidence) -> str | None:
    """The type of a report by its structure (RFC 6522), "" if it states none, None if it is none."""
    top = mail.parts[0] if mail.parts else None
    if top is None or top.content_type != "multipart/report":
        return None
    return top.parameter("report-type").lower().strip("\"' ")


def _has_structure(mail: Evidence) -> bool:
    """Whether its parts or the headers of Exchange make it a delivery report."""
    return (
        _report_type(mail) in ("delivery-status", "global-delivery-status", "")
        or mail.has("X-MS-Exchange-Message-Is-Ndr")
        or mail.has("X-DSNContext")
        or mail.header("Content-Class")[:100].lower().endswith("content-classes:dsn")
    )


def _reports_otherwise(mail: Evidence) -> bool:
    """Whether it is a report of another kind: about abuse, TLS, DMARC."""
    return not _has_structure(mail) and _report_type(mail) is not None


def _is_report(mail: Evidence, region: Region, said: str, system: bool, null_path: bool) -> bool:
    """Whether the mail is a report, and does not only speak of one."""
    if is_written_by_hand(mail):
        return False
    opens = _opens(region.about, said)
    subject = mail.subject[:300].lower()
    listed = region.quoted or region.listed
    if not (opens or listed) and (names_reply(subject) or ABSENCE.search(plain(region.about.lower()))):
        return False
    own = " ".join(line for line in folded(region.about).splitlines() if not _SERVER_LINE.match(line))
    himself = bool(FIRST_PERSON.search(own))
    personal = himself + bool(_ASKS.search(own)) + _is_letter(region.about)
    if system:
        named = region.quoted or named_addresses(f"{subject} {region.about}")
        return opens or personal < (2 if named else 1) or (region.listed and not himself)
    if null_path:
        return personal < (2 if opens else 1)
    if is_passed_on(region.about) or speaks_for_himself(subject) or _ASKED.search(subject):
        return False
    named_so = _is_named_so(mail) and (region.quoted or opens or YOUR_MAIL.search(said))
    if listed and personal < (2 if named_so else 1) and (opens or named_so):
        return True
    return not personal and _is_notice(region.about)


def _first_paragraph(text: str) -> str:
    return " ".join(re.split(r"\n[ \t]*\n", folded(text).strip(), maxsplit=1)[0].split())[:_OPENING]


def _opens(about: str, said: str) -> bool:
    """Whether the text begins with the words of a known form."""
    spaced = said.startswith(("your message", "your mail", "your e-mail", "your email"))
    return bool(_known_form(said[:_OPENING] if spaced else _first_paragraph(about)))


def is_passed_on(about: str) -> bool:
    """Whether the text begins with the quotation of a mail, as a person passes it on."""
    for number, line in enumerate(about.strip().lower().splitlines()[:6]):
        bare = line.strip(" \t-_=*|")
        if line.startswith(">") and not line.startswith(">>"):
            return True
        if bare != line.strip() and _PASSED_ON.search(bare):
            return True
        if number == 0 and re.split("[:：]", bare, maxsplit=1)[0].strip() in FROM_LABELS and ":" in bare:
            return True
    return False


def _is_notice(about: str) -> bool:
    """Whether a mail of few words begins with the news that your mail did not reach somebody."""
    first = _first_paragraph(about)
    return bool(
        len(about) < _MAX_NOTICE
        and YOUR_MAIL.search(first)
        and UNDELIVERED.search(first)
        and named_addresses(first)
        and not GREETING.match(folded(about.strip()[:60]))
    )


def _is_named_so(mail: Evidence) -> bool:
    names = [box.name for box in mail.from_[:3]] or [mail.header("From")]
    return any(NAMES.search(folded(name[:100])) for name in names)


def _is_letter(text: str) -> bool:
    """Whether it greets and takes leave as a person does."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return bool(lines and GREETING.match(folded(lines[0][:60]))) and any(
        SIGN_OFF.match(line.strip()[:60]) for line in lines[-4:]
    )


# ---- what it says -----------------------------------------------------------------------------------------


def _text(mail: Evidence) -> str:
    return mail.text[:MAX_REGION] or next(
        (part.text[:MAX_REGION] for part in mail.parts if part.content_type == "text/plain"), ""
    )


def _known_form(said: str) -> str:
    return next((name for name, words in FORMS if words.search(said)), "")


def _form(said: str) -> str:
    """The name of the form whose words stand in the text, "" if it is no report."""
    if known := _known_form(said):
        return known
    if DELAYED.search(said):
        return "delay"
    if UNDELIVERED.search(said) or REASON.search(said):
        return "plain"
    return "reply-code" if REPLY_CODE.search(said) else ""


def _action(subject: str, said: str) -> ReportKind:
    if re.search(r"fail|returned|undeliver|unzustellbar", subject):
        return "failed"
    if DELIVERED.search(said) and not UNDELIVERED.search(said):
        return "delivered"
    waits = DELAYED.search(subject) or (DELAYED.search(said) and not GIVEN_UP.search(said))
    return "delayed" if waits or subject.startswith("warning: message") else "failed"
