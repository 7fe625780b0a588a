"""What became of a mail that was sent: delivery reports (RFC 3464), receipts (RFC 8098), the old forms."""

import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from mailticket.mail.evidence import Evidence, Part
from mailticket.mail.header import from_base64, unstructured
from mailticket.mail.refusal_words import meaning

ReportKind = Literal["failed", "delayed", "delivered", "relayed", "expanded", "read"]

MAX_RECIPIENTS = 100
MAX_DIAGNOSTIC = 500
MAX_HEADERS = 100

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,5}:[ \t]{0,20}(.{0,2000})")
_TYPED = re.compile(r"^[ \t]{0,5}(?:rfc822|rfc-822|smtp|utf-8|x400|unknown)?[ \t]{0,5};", re.IGNORECASE)
_ORIGINALS = frozenset((
    "message/rfc822", "text/rfc822-headers", "message/rfc822-headers",
    "message/global", "message/global-headers", "message/partial",
))  # fmt: skip
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.#-])([45][0-5]\d)(?=[ \-]|$)")
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RECIPIENT = frozenset(("final-recipient", "original-recipient"))
_ABOUT = _RECIPIENT | {"action", "status"}  # one of these speaks of a recipient
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,998})>")
_HEAD = re.compile(
    r"(?:return-path|received|from|to|date|subject|message-id|mime-version|x-[\w-]{1,40}):", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]{1,64}@[^\s<>\"'(),;:\[\]]{1,255}")

_ACTIONS: dict[str, ReportKind] = {
    "failed": "failed", "failure": "failed", "delayed": "delayed", "delivered": "delivered",
    "relayed": "relayed", "expanded": "expanded", "success": "delivered", "deliverable": "delivered",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What became of the mail for one recipient."""

    address: str  # "" where the report hides it
    action: ReportKind
    status: str  # enhanced status code (RFC 3463), such as 5.1.1; derived where the report gives none
    diagnostic: str  # what the other side said: one line, at most MAX_DIAGNOSTIC characters


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A report about a mail, for one recipient or several."""

    kind: ReportKind
    recipients: tuple[Recipient, ...]
    rule: str  # name of the form that was recognised
    original_message_id: str | None = None  # without <>
    original_references: tuple[str, ...] = ()  # ids without <>
    original_subject: str = ""
    original_headers: tuple[tuple[str, str], ...] = ()  # of the mail it is about, as far as it quotes them


def delivery_report(mail: Evidence, *, null_path: bool | None = None) -> DeliveryReport | None:
    """What a bounce, a delay notice or a receipt says; None if the mail is nothing of the kind.

    `null_path` says whether the reverse-path is the null one; None: as the headers tell.
    """
    from mailticket.mail.bounce_text import report_in_text
    from mailticket.mail.machine_facts import null_path as states_null

    null = states_null(mail, None) if null_path is None else null_path
    report = _notification(mail, null) or _receipt(mail) or report_in_text(mail, null_path=null)
    if report is None or report.original_message_id is not None:
        return report
    answered = _MESSAGE_ID.findall(mail.header("In-Reply-To")[:2000])[:1]
    return replace(report, original_message_id=answered[0]) if answered else report


def made(
    rule: str,
    recipients: Iterable[Recipient],
    headers: Iterable[tuple[str, str]],
    message_id: str = "",
    subject: str = "",
) -> DeliveryReport:
    """The report about the mail with these headers; its kind is the gravest action."""
    recipients = tuple(recipients)[:MAX_RECIPIENTS]
    headers = tuple(headers)[:MAX_HEADERS]
    first = {name.lower(): value for name, value in reversed(headers)}
    ids = _MESSAGE_ID.findall(message_id) or _MESSAGE_ID.findall(first.get("message-id", ""))
    actions = {recipient.action for recipient in recipients}
    order: tuple[ReportKind, ...] = ("failed", "delayed", "read", "relayed", "expanded", "delivered")
    return DeliveryReport(
        kind=next((action for action in order if action in actions), "failed"),
        recipients=recipients,
        rule=rule,
        original_message_id=ids[0] if ids else None,
        original_references=tuple(_MESSAGE_ID.findall(first.get("references", "")))[:100],
        original_subject=_readable(first.get("subject", "") or subject),
        original_headers=headers,
    )


def _readable(value: str) -> str:
    """A header of the quoted mail with its encoded words decoded."""
    return unstructured(value[:4000].encode("utf-8", "surrogateescape")) if "=?" in value else value


# ---- delivery status (RFC 3464) ---------------------------------------------------------------------------


def _notification(mail: Evidence, null_path: bool) -> DeliveryReport | None:
    from mailticket.mail.bounce_text import is_mail_system, says_undelivered

    top = mail.parts[0].content_type if mail.parts else ""
    reported = top.startswith(("multipart/report", "message/delivery-status")) or null_path
    system = reported or is_mail_system(mail)
    recipients: list[Recipient] = []
    per_message: dict[str, str] = {}
    for part in mail.parts:
        stated = part.content_type in _STATUS_TYPES and (system or says_undelivered(mail.subject))
        if stated or (system and _looks_like_status(part)):
            groups = _groups(_status_text(part.text))
            recipients += [_recipient(group) for group in groups[:MAX_RECIPIENTS] if _ABOUT & group.keys()]
            per_message = per_message or groups[0]
    if not recipients:
        return None
    if not all(recipient.address for recipient in recipients):
        recipients = _named_elsewhere(mail, recipients)
    message_id = per_message.get("x-original-message-id", "")
    return made("delivery-status", recipients, original_headers(mail), message_id)


def _named_elsewhere(mail: Evidence, recipients: list[Recipient]) -> list[Recipient]:
    """With the addresses that the status leaves out, as a header or the text above tells them."""
    from mailticket.mail.bounce_text import addresses_told

    told = [address for address in addresses_told(mail) if address not in {r.address for r in recipients}]
    return [
        recipient if recipient.address or not told else replace(recipient, address=told.pop(0))
        for recipient in recipients
    ]


def _looks_like_status(part: Part) -> bool:
    """Delivery status that was sent as plain text, or as a file."""
    if part.content_type in _ORIGINALS or not part.text:
        return False
    head = part.text[:4000].lower()
    return ("final-recipient:" in head or "original-recipient:" in head) and (
        "action:" in head or "status:" in head
    )


def _status_text(text: str) -> str:
    """The status, decoded where it came encoded, which RFC 2046, section 5.2.1, does not foresee."""
    bare = "".join(text.split())
    if len(bare) >= 40 and bare.isascii() and ":" not in bare[:2000]:
        return from_base64(bare.encode("ascii")).decode("utf-8", "replace")
    if re.search(r"=(?:[0-9A-F]{2})?$", text[:20_000], re.MULTILINE):
        joined = re.sub(r"=\n{1,3}", "", text)  # the parser took the rest of the line for another group
        return quopri.decodestring(joined.encode()).decode("utf-8", "replace")
    return text


def _groups(text: str) -> list[dict[str, str]]:
    """The fields for the message and for each recipient.

    A blank line parts them (RFC 3464, section 2.1); where it is missing, or where there are too many, a field
    that comes again, or a recipient behind a recipient, does.
    """
    groups: list[dict[str, str]] = [{}]
    for block in re.split(r"\n[ \t]*\n", text[:200_000].replace("\r\n", "\n"))[:1000]:
        found = list(fields(block))
        if _RECIPIENT & {name for name, _ in found} and _RECIPIENT & groups[-1].keys():
            groups.append({})
        for name, value in found:
            if name in _ABOUT and name in groups[-1]:
                groups.append({})
            groups[-1].setdefault(name, value)
    return groups


def _recipient(group: dict[str, str]) -> Recipient:
    diagnostic = one_line(_TYPED.sub("", group.get("diagnostic-code", "")))
    stated = _STATUS.search(group.get("status", ""))
    action = _ACTIONS.get(group.get("action", "").split("(")[0].strip().lower().partition(" ")[0])
    if action is None:
        action = "delayed" if stated and stated[1].startswith("4") else "failed"
    if action in ("delivered", "relayed", "expanded") and stated and stated[1][0] == "5":
        action = "failed"
    status = stated[1] if stated else ""
    if not status or status[1:] == ".0.0":
        status = derived_status(diagnostic, action) if diagnostic else status or derived_status("", action)
    address = _typed_address(group.get("final-recipient", ""))
    original = _typed_address(group.get("original-recipient", ""))
    return Recipient(
        address=original if not address or ("@" in original and "@" not in address) else address,
        action=action,
        status=status,
        diagnostic=diagnostic,
    )


def fields(text: str) -> Iterable[tuple[str, str]]:
    """Header fields of lines of text, unfolded, names in lower case; what is no field is passed over."""
    name, value = "", ""
    for line in text[:200_000].splitlines()[:5000]:
        if name and line[:1] in (" ", "\t"):
            if len(value) < 4000:
                value = f"{value} {line.strip()}"
            continue
        if name:
            yield name, value
            name = ""
        if match := _FIELD.match(line):
            name, value = match[1].lower(), match[2].strip()
    if name:
        yield name, value


def _typed_address(value: str) -> str:
    bare = _TYPED.sub("", value).strip().strip("<>").strip()
    found = _ADDRESS.search(bare)
    return (found[0] if found else bare)[:320].strip(".")


def one_line(text: str) -> str:
    """Text as one line of bounded length."""
    return " ".join(text[: 4 * MAX_DIAGNOSTIC].split())[:MAX_DIAGNOSTIC]


def stated_status(said: str) -> str:
    """The enhanced status code in what a server said, "" if there is none."""
    found = _STATUS.search(said)
    return found[1] if found else ""


def derived_status(diagnostic: str, action: ReportKind) -> str:
    """An enhanced status code for what a server said: the one in it, or what its reply code and words "
    "mean."""
    if stated := stated_status(diagnostic):
        return stated
    code = _REPLY_CODE.search(diagnostic)
    if action in ("delivered", "relayed", "expanded", "read"):
        return "2.0.0"
    grade = code[1][0] if code else "4" if action == "delayed" else "5"
    return f"{grade}.{meaning(diagnostic, code[1] if code else '')}"


# ---- the mail that it is about ----------------------------------------------------------------------------


def original_headers(mail: Evidence) -> tuple[tuple[str, str], ...]:
    """The headers of the mail that a report carries as a part of its own."""
    for part in mail.parts[1:]:
        if part.content_type in _ORIGINALS:
            return header_lines(part.text)
    for part in mail.parts[2:]:  # as a text
        if part.content_type == "text/plain" and _HEAD.match(part.text[:200].lstrip()):
            found = header_lines(part.text)
            if {"from", "to", "date", "message-id"} & {name.lower() for name, _ in found}:
                return found
    return ()


def header_lines(text: str) -> tuple[tuple[str, str], ...]:
    """The header fields at the beginning of a message's source; names as they are written."""
    found: list[tuple[str, str]] = []
    for line in text[:65_536].lstrip("\r\n").splitlines():
        if not line.strip():
            if found:
                break
            continue
        if line[0] in " \t" and found:
            name, value = found[-1]
            if len(value) < 4000:
                found[-1] = (name, f"{value} {line.strip()}")
        elif match := _FIELD.match(line):
            found.append((match[1], match[2].strip()))
        elif found and not line.startswith(("From ", ">From ")):
            break
        if len(found) > MAX_HEADERS:
            break
    return tuple(found[:MAX_HEADERS])


# ---- receipts (RFC 8098) ----------------------------------------------------------------------------------


def _receipt(mail: Evidence) -> DeliveryReport | None:
    for part in mail.parts:
        if part.content_type not in (
            "message/disposition-notification",
            "message/global-disposition-notification",
        ):
            continue
        said = dict(reversed(list(fields(part.text))))
        if "disposition" not in said and "final-recipient" not in said:
            continue
        address = _typed_address(said.get("final-recipient", said.get("original-recipient", "")))
        recipient = Recipient(
            address=address, action="read", status="2.0.0", diagnostic=one_line(said.get("disposition", ""))
        )
        return made(
            "disposition-notification",
            [recipient],
            original_headers(mail),
            said.get("original-message-id", ""),
        )
    return None
