"""Signs that a machine sent a mail: rules in one order, each with the evidence that decided (RFC 3834)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mailticket.mail import automatic_reply as answer
from mailticket.mail.automatic_text import AUTOMATIC_TEXT
from mailticket.mail.bounce_text import (
    is_passed_on,
    is_written_by_hand,
    sent_by_mail_system,
    speaks_for_himself,
)
from mailticket.mail.delivery_report import DeliveryReport, delivery_report
from mailticket.mail.evidence import Evidence
from mailticket.mail.machine_facts import MAX_EVIDENCE, REPLY_PREFIX, Facts, null_path
from mailticket.mail.receipt_text import receipt_in_text

Kind = Literal[
    "bounce", "auto-reply", "list", "loop", "receipt", "feedback", "challenge", "calendar", "generated"
]


_UNANSWERED: frozenset[Kind] = frozenset(("list", "generated", "feedback", "loop"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A machine sent the mail, or passed it on to many."""

    kind: Kind
    rule: str  # name of the rule that decided
    evidence: str  # what it saw: one line, at most MAX_EVIDENCE characters
    answer: bool  # it answers a mail (bounce, automatic reply, receipt …) rather than starts something


def automatic(mail: Evidence, reverse_path: str | None = None) -> Automatic | None:
    """Which kind of machine mail this is, None if a person wrote it: see `judged`."""
    return judged(mail, reverse_path)[0]


def judged(mail: Evidence, reverse_path: str | None = None) -> tuple[Automatic | None, DeliveryReport | None]:
    """Which kind of machine mail this is, None if a person wrote it; and the delivery report that it may be.

    `reverse_path` is the one of the envelope: "" the null reverse-path, None unknown. Mail that only asks not
    to be answered (X-Auto-Response-Suppress) is human, and so is `Auto-Submitted: no`.
    """
    null = null_path(mail, reverse_path)
    report = delivery_report(mail, null_path=null)
    facts = Facts(mail=mail, null_path=null, report=report)
    for rule, kind, looks in _RULES:
        if evidence := looks(facts):
            machine = Automatic(
                kind=kind,
                rule=rule,
                evidence=" ".join(evidence.split())[:MAX_EVIDENCE],
                answer=kind not in _UNANSWERED,
            )
            return machine, report
    return None, report


# ---- reports ----------------------------------------------------------------------------------------------


def _report_type(facts: Facts, *types: str) -> str:
    top = facts.mail.parts[0] if facts.mail.parts else None
    if top is None or top.content_type != "multipart/report":
        return ""
    stated = top.parameter("report-type").lower().strip("\"' ")
    return f"multipart/report; report-type={stated}" if stated in types else ""


# Of complaints without a report, and of the reports on a domain (RFC 7489, section 7.2.1.1).
_FEEDBACK_SUBJECT = re.compile(
    r"(?:e-?mail )?feedback report for ip|complaint about message from \[?\d|abuse report for ip|"
    r"(?:dmarc )?report domain: ?\S{1,100} submitter:"
)


def _feedback(facts: Facts) -> str:
    if found := _report_type(facts, "feedback-report") or facts.part("message/feedback-report"):
        return found
    if named := _FEEDBACK_SUBJECT.match(facts.subject):
        return f"Subject: {named[0]}"
    head = facts.mail.text[:6000]
    kinds = r"^Feedback-Type: ?(?:abuse|fraud|virus|other|not-spam|opt-out)"
    if "Feedback-Type:" in head and re.search(kinds, head, re.MULTILINE):
        return "Feedback-Type: in the text"
    return ""


def _receipt(facts: Facts) -> str:
    if facts.report is not None and facts.report.rule == "delivery-status":  # whatever its report-type
        return ""
    return _report_type(facts, "disposition-notification") or facts.part(
        "message/disposition-notification", "message/global-disposition-notification"
    )


def _receipt_in_text(facts: Facts) -> str:
    return "" if REPLY_PREFIX.match(facts.subject) else receipt_in_text(facts.mail.subject, facts.mail.text)


def _good_news(facts: Facts) -> str:
    report = facts.report
    if report and report.kind in ("delivered", "relayed", "expanded") and report.recipients:
        return f"{report.kind}: {report.recipients[0].address}"
    return ""


def _bounce(facts: Facts) -> str:
    report = facts.report
    if report is not None and report.kind in ("failed", "delayed"):
        first = report.recipients[0] if report.recipients else None
        return f"{report.rule}: {first.status} {first.address}" if first else report.rule
    return _report_type(facts, "delivery-status", "global-delivery-status")


def _undelivered(facts: Facts) -> str:
    return sent_by_mail_system(facts.mail, null_path=facts.null_path)


# ---- lists and other machines -----------------------------------------------------------------------------


def _loop(facts: Facts) -> str:
    hops = sum(1 for name, _ in facts.mail.headers if name.lower() == "received")
    return f"{hops} Received headers" if hops > 50 else ""


def _list(facts: Facts) -> str:
    """A list passed it on. `Mailing-List` alone says little: a person wrote what ezmlm hands on."""
    return facts.listed or (
        f"Precedence: {facts.precedence}" if facts.precedence in ("list", "bulk", "junk") else ""
    )


def _submitted(facts: Facts) -> str:
    return f"Auto-Submitted: {facts.submitted}" if facts.submitted else ""


def _form(facts: Facts) -> str:
    """A program sent it for a person: who is to be answered is at home elsewhere than the program."""
    if facts.submitted != "auto-generated" or facts.answers or facts.listed or not _another_to_answer(facts):
        return ""
    answer = facts.mail.header("Reply-To")[:500]
    there = re.findall(r"@([\w.-]{1,200})", answer.lower())[:1]
    here = [box.address.lower().rpartition("@")[2] for box in facts.mail.from_[:1]]
    related = all(f".{a}".endswith(f".{b}") or f".{b}".endswith(f".{a}") for a in there for b in here)
    return "" if related or REPLY_PREFIX.match(facts.subject) else f"Reply-To: {answer}"


# Programs that speak under a name of their own, and those that keep lists.
_ROBOT = re.compile(
    r"(?:majordomo|listserv|listproc|listmanager|mailman|sympa|ezmlm|lyris|mlmmj|ecartis|"
    r"smartlist)(?:-\w{1,20})?$"
)
_ROBOT_NAME = re.compile(r"(?:cron daemon|anacron|logwatch|charlie root|fail2ban|smartd(?: daemon)?)\b")


def _generated_header(facts: Facts) -> str:
    if found := facts.named("X-Autogenerated", "X-Auto-Generated", "X-FC-Machinegenerated", "X-Cron-Env"):
        return found
    for name in ("X-Loop", "X-OTRS-Loop"):  # so ticket systems mark what they write themselves
        if facts.mail.header(name).strip().lower() in ("yes", "true"):
            return f"{name}: {facts.mail.header(name)}"
    if facts.mail.header("Delivered-To")[:20].lower().startswith("responder for "):  # ezmlm
        return f"Delivered-To: {facts.mail.header('Delivered-To')}"
    for box in facts.mail.from_[:1]:
        if _ROBOT.match(box.address.partition("@")[0].lower()) or _ROBOT_NAME.match(box.name.lower()):
            return f"From: {box.name} {box.address}"
    return ""


def _generated_text(facts: Facts) -> str:
    """A program says that it wrote the mail. One that passes on what a person wrote states whom to answer."""
    if not facts.says_automatic or REPLY_PREFIX.match(facts.subject):
        return ""
    said = AUTOMATIC_TEXT.search(facts.plain[:400])
    if (
        said is None
        or _another_to_answer(facts)
        or is_passed_on(facts.said)
        or "mail delivery" in facts.said[said.start() : said.end() + 40]  # a bounce, which somebody pasted
        or speaks_for_himself(facts.said[: said.start()])
    ):
        return ""
    return f"text: {said[0]}"


def _null(facts: Facts) -> str:
    return "null reverse-path" if facts.null_path and not is_written_by_hand(facts.mail) else ""


# As a word in the local part: "noreply", "messages-noreply", "do_not_reply+17".
_NOBODY = re.compile(
    r"mailer-daemon$|(?:.{1,60}[-_.+])?(?:(?:do|does)?[-_.]?(?:not|n[o0]t?)[-_.]?(?:reply|answer|respond)|"
    r"no[-_.]?(?:reply|answer)|ne-?pas-?repondre|(?:nicht|keine?)-?antwort(?:en)?|no-?(?:respond[ae]r?|"
    r"contest[ae]r?)|nao-?respond[ae]r?|non-?rispondere|niet-?(?:be)?antwoorden|ei-?vastata|svar-?ikke|"
    r"svara-?(?:ej|inte)|ikke-?svar|nie-?odpowiadaj|neodpovidat)(?![a-z])"
)


def _another_to_answer(facts: Facts) -> bool:
    """Whether Reply-To names somebody else, as forms of web pages do for the person who filled them in."""
    answer = facts.mail.header("Reply-To")[:500].lower()
    named = re.findall(r"[^\s<>,;:\"']{1,64}@", answer)[:5]
    own = any(box.address.lower() in answer for box in facts.mail.from_)
    return bool(named) and not own and not all(_NOBODY.match(local) for local in named)


def _unanswerable(facts: Facts) -> str:
    """From an address that nobody reads, and no other to answer to."""
    if _another_to_answer(facts):
        return ""
    return next((f"From: {local}" for local in facts.local_parts if _NOBODY.match(local)), "")


# In this order; the first that finds something decides.
_RULES: tuple[tuple[str, Kind, Callable[[Facts], str]], ...] = (
    ("feedback-report", "feedback", _feedback),
    ("receipt", "receipt", _receipt),
    ("delivered", "receipt", _good_news),
    ("delivery-report", "bounce", _bounce),
    ("hops", "loop", _loop),
    ("calendar-answer", "calendar", answer.calendar),
    ("auto-reply-header", "auto-reply", answer.auto_reply_header),
    ("auto-replied", "auto-reply", answer.auto_replied),
    ("auto-reply-subject", "auto-reply", answer.auto_reply_subject),
    ("challenge", "challenge", answer.challenge),
    ("undelivered", "bounce", _undelivered),
    ("receipt-in-text", "receipt", _receipt_in_text),
    ("auto-reply-words", "auto-reply", answer.auto_reply_words),
    ("exchange-answer", "auto-reply", answer.exchange),
    ("null-path-answer", "auto-reply", answer.null_answer),
    ("generated-header", "generated", _generated_header),
    ("form", "generated", _form),
    ("auto-submitted", "generated", _submitted),
    ("list", "list", _list),
    ("null-path", "generated", _null),
    ("unanswerable-sender", "generated", _unanswerable),
    ("generated-text", "generated", _generated_text),
)
