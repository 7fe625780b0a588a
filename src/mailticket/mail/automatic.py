"""Signs that a machine sent a mail: rules in one order, each with the evidence that decided (RFC 3834)."""

from dataclasses import dataclass
from typing import Literal

from mailticket.mail.evidence import Evidence

Kind = Literal[
    "bounce", "auto-reply", "list", "loop", "receipt", "feedback", "challenge", "calendar", "generated"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A machine sent the mail, or passed it on to many."""

    kind: Kind
    rule: str  # name of the rule that decided
    evidence: str  # what it saw: one line, at most 200 characters
    answer: bool  # it answers a mail (bounce, automatic reply, receipt …) rather than starts something


def automatic(mail: Evidence, reverse_path: str | None = None) -> Automatic | None:
    """Which kind of machine mail this is, None if a person wrote it.

    `reverse_path` is the one of the envelope: "" the null reverse-path, None unknown.
    """
    submitted = mail.header("Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return Automatic(kind="auto-reply", rule="auto-submitted", evidence=submitted[:200], answer=True)
    if reverse_path == "" or mail.header("Return-Path").strip() == "<>":
        return Automatic(kind="bounce", rule="null-reverse-path", evidence="<>", answer=True)
    return None
