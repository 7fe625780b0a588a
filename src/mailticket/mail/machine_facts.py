"""What the rules about machine mail ask of a mail, each worked out once."""

import re
from dataclasses import dataclass
from functools import cached_property

from mailticket.mail.automatic_words import AUTOMATIC_STEMS
from mailticket.mail.delivery_report import DeliveryReport
from mailticket.mail.evidence import Evidence
from mailticket.mail.letters import plain
from mailticket.mail.reply_subject import names_reply

MAX_EVIDENCE = 200
_MAX_SAID = 1_500  # characters of the text that are looked at for words

REPLY_PREFIX = re.compile(
    plain(
        r"\s*(?:re|ref|fwd?|fw|aw|antwort|wg|sv|vs|vb|vl|antw|doorst|tr|réf|rép|rv|res|resp|enc|rif|[ri]|"
        r"odp|pd|vá|továbbítás|ynt|ilt|atb|ats|prs|edasi|απ|σχετ|πρθ|отв|ответ|пересл|відп|回复|回覆|答复|"
        r"转发|轉寄|返信|転送|답장|회신|전달|رد|إعادة توجيه|השב|הועבר|תגובה)\s?(?:[\[(]\d+[\])])?[:：]"
    )
)
# "[EXTERNAL]", "{Spam?}", "***SPAM***", "EXT:"
_TAG = re.compile(
    r"\s*(?:\[[^\[\]]{1,40}\]|\{[^{}]{1,40}\}|<[^<>]{1,20}>|\*{1,5}[^*]{1,20}\*{1,5}|"
    r"(?:ext(?:ern(?:al|e|o|a)?)?|spam|junk|caution|warning)\s?(?=[:：]))[\s:：-]{0,3}"
)
# Where a mail begins to repeat another one.
_REPEATED = re.compile(
    r"^(?:-- ?$|[ \t]{0,3}>|[ \t]*[-_=*]{5,}|[ \t]*\S{1,20} ?[:：][^\n]{0,200}@)", re.MULTILINE
)


@dataclass(frozen=True)
class Facts:
    """A mail, whether its reverse-path is the null one, and the delivery report that it may be."""

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

    @cached_property
    def submitted(self) -> str:
        """The keyword of Auto-Submitted (RFC 3834, section 5), "" if it is absent or "no"."""
        value = (self.mail.header("Auto-Submitted") or self.mail.header("X-Auto-Submitted"))[:200]
        keyword = re.sub(r"\([^()]{0,100}\)", "", value).partition(";")[0].strip().strip('"').lower()
        return "" if keyword in ("no", "false", "none") else keyword

    @cached_property
    def precedence(self) -> str:
        return (self.mail.header("Precedence") or self.mail.header("X-Precedence"))[:50].strip().lower()

    @cached_property
    def listed(self) -> str:
        """The header of a list or of a sender to many."""
        return self.named(
            "List-Id", "List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner"
        )

    @cached_property
    def machine(self) -> bool:
        """Whether the headers say that no person sent it, whatever it says."""
        return bool(self.submitted) or self.null_path or self._bulk

    @property
    def _bulk(self) -> bool:
        """Whether it is called bulk, and not because a list passed on what a person wrote."""
        many = (
            self.listed
            or self.named("Mailing-List")
            or re.search(r"owner-|-owner@", self.mail.header("Sender"))
        )
        return self.precedence in ("bulk", "junk") and not many

    @cached_property
    def subject(self) -> str:
        """Plain, in lower case, without the tags that gateways and lists put before it."""
        subject = plain(self.mail.subject[:300].lower())
        for _ in range(3):
            tag = _TAG.match(subject)
            if tag is None or names_reply(tag[0]) or not subject[tag.end() :].strip():
                break
            subject = subject[tag.end() :]
        return subject

    @property
    def answers(self) -> bool:
        """Whether it answers a mail under a subject of its own."""
        mail = self.mail
        return (mail.has("In-Reply-To") or mail.has("References")) and not REPLY_PREFIX.match(self.subject)

    @cached_property
    def said(self) -> str:
        """The beginning of the text, in lower case, as far as it repeats no other mail."""
        text = self.mail.text[:_MAX_SAID].lower()
        repeated = _REPEATED.search(text)
        return text[: repeated.start()] if repeated and text[: repeated.start()].strip() else text

    @cached_property
    def plain(self) -> str:
        """What is said, without accents."""
        return plain(self.said)

    @cached_property
    def says_automatic(self) -> bool:
        """Whether a word for automatic is in what is said."""
        return any(stem in self.plain for stem in AUTOMATIC_STEMS)

    @property
    def local_parts(self) -> list[str]:
        return [mailbox.address.rpartition("@")[0].lower() for mailbox in self.mail.from_[:3]]


_NULL_PATHS = ("", "<>", "mailer-daemon", "<mailer-daemon>")


def null_path(mail: Evidence, reverse_path: str | None) -> bool:
    """Whether the reverse-path is the null one, by the envelope or by what a header tells of it."""
    paths = (
        [mail.header("Return-Path"), mail.header("X-Envelope-From")]
        if reverse_path is None
        else [reverse_path]
    )
    # Some servers write the name of the mail system for it.
    return any(path.strip().lower() in _NULL_PATHS for path in paths if path or reverse_path is not None)
