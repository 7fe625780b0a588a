"""Signs that a machine sent a mail: rules in one order, each with the evidence that decided (RFC 3834)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mailticket.mail.automatic_words import (
    ABSENCE,
    ABSENCE_PREFIX,
    AUTO_REPLY_PREFIX,
    AUTO_REPLY_SUBJECT,
    AUTO_REPLY_TEXT,
    AUTO_REPLY_WHOLE,
    CHALLENGE,
)
from mailticket.mail.bounce_text import is_mail_system, says_undelivered
from mailticket.mail.delivery_report import DeliveryReport, delivery_report
from mailticket.mail.evidence import Evidence

Kind = Literal[
    "bounce", "auto-reply", "list", "loop", "receipt", "feedback", "challenge", "calendar", "generated"
]

MAX_EVIDENCE = 200

_UNANSWERED: frozenset[Kind] = frozenset(("list", "generated", "feedback", "loop"))
_REPLY_PREFIX = re.compile(
    r"^\s*(?:re|fwd?|aw|wg|sv|vs|antw|tr|rv|res|odp|回复|转发|答复|"
    r"回覆)\s?(?:\[\d+\])?[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A machine sent the mail, or passed it on to many."""

    kind: Kind
    rule: str  # name of the rule that decided
    evidence: str  # what it saw: one line, at most MAX_EVIDENCE characters
    answer: bool  # it answers a mail (bounce, automatic reply, receipt …) rather than starts something


def automatic(mail: Evidence, reverse_path: str | None = None) -> Automatic | None:
    """Which kind of machine mail this is, None if a person wrote it.

    `reverse_path` is the one of the envelope: "" the null reverse-path, None unknown. Mail that only asks not
    to be answered (X-Auto-Response-Suppress) is human, and so is `Auto-Submitted: no`.
    """
    facts = _Facts(mail=mail, null_path=_null_path(mail, reverse_path), report=delivery_report(mail))
    for rule, kind, looks in _RULES:
        if evidence := looks(facts):
            return Automatic(
                kind=kind,
                rule=rule,
                evidence=" ".join(evidence.split())[:MAX_EVIDENCE],
                answer=kind not in _UNANSWERED,
            )
    return None


@dataclass(frozen=True, slots=True)
class _Facts:
    mail: Evidence
    null_path: bool
    report: DeliveryReport | None

    def named(self, *names: str) -> str:
        """The first of these headers that is there, as evidence."""
        for name in names:
            if self.mail.has(name):
                return f"{name}: {self.mail.header(name)[:MAX_EVIDENCE]}"
        return ""

    def part(self, *types: str) -> str:
        return next((part.content_type for part in self.mail.parts if part.content_type in types), "")

    @property
    def submitted(self) -> str:
        """The keyword of Auto-Submitted (RFC 3834, section 5), "" if it is absent or "no"."""
        value = (self.mail.header("Auto-Submitted") or self.mail.header("X-Auto-Submitted"))[:200]
        keyword = re.sub(r"\([^()]{0,100}\)", "", value).partition(";")[0].strip().strip('"').lower()
        return "" if keyword in ("no", "false", "none") else keyword

    @property
    def precedence(self) -> str:
        return (self.mail.header("Precedence") or self.mail.header("X-Precedence"))[:50].strip().lower()

    @property
    def machine(self) -> bool:
        """Whether the headers say that no person sent it, whatever it says."""
        return bool(self.submitted) or self.null_path or self.precedence in ("bulk", "junk")

    @property
    def local_parts(self) -> list[str]:
        return [mailbox.address.rpartition("@")[0].lower() for mailbox in self.mail.from_[:3]]


def _null_path(mail: Evidence, reverse_path: str | None) -> bool:
    if reverse_path is not None:
        return reverse_path.strip("<> ") == ""
    return mail.header("Return-Path").strip() == "<>" or mail.header("X-Envelope-From").strip() == "<>"


# ---- reports ----------------------------------------------------------------------------------------------


def _report_type(facts: _Facts, *types: str) -> str:
    top = facts.mail.parts[0] if facts.mail.parts else None
    if top is None or top.content_type != "multipart/report":
        return ""
    stated = top.parameter("report-type").lower().strip("\"' ")
    return f"multipart/report; report-type={stated}" if stated in types else ""


def _feedback(facts: _Facts) -> str:
    if found := _report_type(facts, "feedback-report") or facts.part("message/feedback-report"):
        return found
    head = facts.mail.text[:6000]
    if re.search(r"^Feedback-Type: ?(?:abuse|fraud|virus|other|not-spam|opt-out)", head, re.MULTILINE):
        return "Feedback-Type: in the text"
    return ""


def _receipt(facts: _Facts) -> str:
    return _report_type(facts, "disposition-notification") or facts.part(
        "message/disposition-notification", "message/global-disposition-notification"
    )


def _good_news(facts: _Facts) -> str:
    report = facts.report
    if report and report.kind in ("delivered", "relayed", "expanded") and report.rule == "delivery-status":
        return f"{report.kind}: {report.recipients[0].address}"
    return ""


def _bounce(facts: _Facts) -> str:
    report = facts.report
    if report is not None and report.kind in ("failed", "delayed"):
        first = report.recipients[0] if report.recipients else None
        return f"{report.rule}: {first.status} {first.address}" if first else report.rule
    return _report_type(facts, "delivery-status") or facts.part("message/delivery-status")


def _undelivered(facts: _Facts) -> str:
    """The sender is a mail system, the subject a report's: what its text says was not understood."""
    system = is_mail_system(facts.mail)
    if says_undelivered(facts.mail.subject) and (facts.null_path or system):
        return f"Subject: {facts.mail.subject}"
    if facts.null_path and any(
        re.match(r"(?:mailer-daemon|postmaster)$", local) for local in facts.local_parts
    ):
        return f"null reverse-path, From: {facts.mail.from_[0].address}"
    return ""


# ---- answers by machines ----------------------------------------------------------------------------------


def _calendar(facts: _Facts) -> str:
    for part in facts.mail.parts:
        if part.content_type in ("text/calendar", "application/ics"):
            method = part.parameter("method") or "".join(
                re.findall(r"^METHOD:(\w{1,20})", part.text[:4000], re.MULTILINE)[:1]
            )
            if method.upper() in ("REPLY", "COUNTER", "DECLINECOUNTER"):
                return f"{part.content_type}; method={method}"
    return ""


def _challenge(facts: _Facts) -> str:
    if found := facts.named(
        "X-Boxbe-Challenge", "X-TMDA-Confirm", "X-Spamarrest-Challenge", "X-ASK-Challenge"
    ):
        return found
    said = CHALLENGE.search(f"{facts.mail.subject[:200]}\n{facts.mail.text[:3000]}".lower())
    return said[0] if facts.machine and said else ""


_AUTO_REPLY_HEADER = re.compile(
    r"x-(?:\w{1,20}-)?(?:auto-?(?:reply|repond|respond|responder|response|answer)(?!-suppress)|vacation|"
    r"away|outofoffice)"
    r"[\w-]{0,20}$",
    re.IGNORECASE,
)
_REPLYING_ADDRESS = re.compile(
    r"(?:auto[-_.]?(?:reply|respon[ds]\w{0,4}|answer)|vacation|"
    r"out-?of-?office)\b",
    re.IGNORECASE,
)


def _auto_reply_header(facts: _Facts) -> str:
    for name, value in facts.mail.headers:
        if _AUTO_REPLY_HEADER.match(name) and value.strip().lower() not in ("no", "false", "0", "none"):
            return f"{name}: {value[:MAX_EVIDENCE]}"
    if "mailbox rules agent" in facts.mail.header("X-MS-Exchange-Generated-Message-Source").lower():
        return "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent"
    if local := next((local for local in facts.local_parts if _REPLYING_ADDRESS.match(local)), ""):
        return f"From: {local}"
    message_class = facts.mail.header("X-POST-MessageClass") or facts.mail.header(
        "X-MS-Exchange-Message-Class"
    )
    if re.search(r"oof|outofoffice|rules\.(?:oof|reply)", message_class, re.IGNORECASE):
        return f"message class: {message_class}"
    if facts.mail.header("X-Autogenerated").strip().lower() in ("reply", "vacation"):
        return f"X-Autogenerated: {facts.mail.header('X-Autogenerated')}"
    if facts.mail.header("Delivered-To").strip().lower() == "autoresponder":
        return "Delivered-To: autoresponder"
    if re.search(
        r"vacation|autorespond|auto-?reply|out of office", facts.mail.header("X-Mailer")[:100], re.IGNORECASE
    ):
        return f"X-Mailer: {facts.mail.header('X-Mailer')}"
    return f"Precedence: {facts.precedence}" if re.fullmatch(r"auto[-_ ]?reply", facts.precedence) else ""


def _auto_replied(facts: _Facts) -> str:
    if facts.submitted.startswith(("auto-replied", "auto-reply", "vacation", "auto-respon")):
        return f"Auto-Submitted: {facts.submitted}"
    return ""


def _auto_reply_subject(facts: _Facts) -> str:
    """What programs put before the subject they answer: words and a colon, at the very beginning."""
    subject = facts.mail.subject[:300]
    found = AUTO_REPLY_PREFIX.match(subject) or ABSENCE_PREFIX.match(subject)
    return f"Subject: {found[0]}" if found else ""


def _auto_reply_words(facts: _Facts) -> str:
    """Words of a holiday notice, in a machine's mail or where only a program puts them."""
    subject, text = facts.mail.subject[:300], facts.mail.text[:1500].lower()
    if facts.machine and not is_mail_system(facts.mail):
        if AUTO_REPLY_SUBJECT.search(subject) or ABSENCE.search(subject.lower()):
            return f"Subject: {subject}"
        if said := AUTO_REPLY_TEXT.search(text) or ABSENCE.search(text):
            return f"text: {said[0]}"
    if AUTO_REPLY_WHOLE.match(subject) and (said := AUTO_REPLY_TEXT.search(text) or ABSENCE.search(text)):
        return f"Subject: {subject}; text: {said[0]}"
    opening = AUTO_REPLY_TEXT.search(text[: 150 if _REPLY_PREFIX.match(subject) else 400])
    return f"text: {opening[0]}" if opening else ""


def _exchange(facts: _Facts) -> str:
    """Exchange answers in the language of its user, and calls its answers generated."""
    suppress = facts.mail.header("X-Auto-Response-Suppress")[:100].lower()
    exchange = any(name.lower().startswith(("x-ms-", "thread-topic")) for name, _ in facts.mail.headers)
    answers = facts.mail.has("In-Reply-To") or ":" in facts.mail.subject or "：" in facts.mail.subject
    if facts.submitted == "auto-generated" and suppress == "all" and exchange and answers:
        return f"Auto-Submitted: auto-generated; X-Auto-Response-Suppress: {suppress}"
    return ""


def _null_answer(facts: _Facts) -> str:
    if facts.null_path and (
        facts.mail.has("In-Reply-To")
        or facts.mail.has("References")
        or _REPLY_PREFIX.match(facts.mail.subject)
    ):
        return "null reverse-path, In-Reply-To"
    return ""


# ---- lists and other machines -----------------------------------------------------------------------------


def _loop(facts: _Facts) -> str:
    hops = sum(1 for name, _ in facts.mail.headers if name.lower() == "received")
    return f"{hops} Received headers" if hops > 50 else ""


def _list(facts: _Facts) -> str:
    """A list passed it on. `Mailing-List` alone says little: a person wrote what ezmlm hands on."""
    return facts.named("List-Id", "List-Post", "List-Unsubscribe") or (
        f"Precedence: {facts.precedence}" if facts.precedence in ("list", "bulk", "junk") else ""
    )


def _submitted(facts: _Facts) -> str:
    return f"Auto-Submitted: {facts.submitted}" if facts.submitted else ""


def _generated_header(facts: _Facts) -> str:
    return facts.named("X-Autogenerated", "X-Auto-Generated", "X-FC-Machinegenerated", "X-Cron-Env")


def _null(facts: _Facts) -> str:
    return "null reverse-path" if facts.null_path else ""


def _unanswerable(facts: _Facts) -> str:
    """From an address that nobody reads, and no other to answer to (as the forms of web pages state it)."""
    answer = facts.mail.header("Reply-To")[:500]
    if "@" in answer and not any(mailbox.address.lower() in answer.lower() for mailbox in facts.mail.from_):
        return ""
    for local in facts.local_parts:
        if re.match(r"(?:mailer-daemon$|(?:do|does)?[-_.]?(?:not|n[o0]t?)[-_.]?(?:reply|answer|respond)|"
                    r"no[-_.]?(?:reply|answer)|"
                    r"nepasrepondre|ne-pas-repondre|nicht-?antworten|noresponder|no-?responda|"
                    r"nao-?responda)", local):  # fmt: skip
            return f"From: {local}"
    return ""


# In this order; the first that finds something decides.
_RULES: tuple[tuple[str, Kind, Callable[[_Facts], str]], ...] = (
    ("feedback-report", "feedback", _feedback),
    ("receipt", "receipt", _receipt),
    ("delivered", "receipt", _good_news),
    ("delivery-report", "bounce", _bounce),
    ("hops", "loop", _loop),
    ("calendar-answer", "calendar", _calendar),
    ("auto-reply-header", "auto-reply", _auto_reply_header),
    ("auto-replied", "auto-reply", _auto_replied),
    ("auto-reply-subject", "auto-reply", _auto_reply_subject),
    ("challenge", "challenge", _challenge),
    ("undelivered", "bounce", _undelivered),
    ("auto-reply-words", "auto-reply", _auto_reply_words),
    ("exchange-answer", "auto-reply", _exchange),
    ("null-path-answer", "auto-reply", _null_answer),
    ("generated-header", "generated", _generated_header),
    ("auto-submitted", "generated", _submitted),
    ("list", "list", _list),
    ("null-path", "generated", _null),
    ("unanswerable-sender", "generated", _unanswerable),
)
