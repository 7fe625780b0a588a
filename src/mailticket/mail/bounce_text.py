"""Reports of failed delivery that are written for people only: the forms of servers old and new."""

import re
from dataclasses import dataclass

from mailticket.mail.delivery_report import (
    DeliveryReport,
    Recipient,
    ReportKind,
    derived_status,
    header_lines,
    made,
    one_line,
    original_headers,
)
from mailticket.mail.evidence import Evidence

MAX_REGION = 20_000  # characters of the text that are looked at

_SENDERS = re.compile(
    r"^(?:mailer[-_.]?daemon|post-?master|post_?office|mail[-_.]?(?:delivery|daemon|system|router)|"
    r"mdaemon|mmdf|bounce[sd]?|daemon|"
    r"mailadmin|mailmaster|system[-_.]?administrator|undeliverable|nondelivery|smtp-?gateway|"
    r"microsoftexchange\w{0,40}|"
    r"mail-?agent|returned?-?mail|mrs|mta|e?mail-?system|no-?delivery)(?:[+@].*)?$",
    re.IGNORECASE,
)
_SENDER_NAMES = re.compile(
    r"mail(?:er)?[- _]?(?:delivery|daemon)|delivery (?:sub)?system|post ?master|post office|"
    r"mail (?:system|administrator)|"
    r"system administrator|undeliver|microsoft outlook|internet mail (?:service|delivery)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|not (?:be(?:en)? )?deliver|non.?deliver|delivery (?:\w+ )?(?:status|failure|failed|"
    r"problem|report|error|notification|delayed|"
    r"unsuccessful|has failed|attempt)|return(?:ed|ing) (?:e-?)?mail|mail (?:delivery )?(?:failed|failure|"
    r"error|system error)|failure notice|"
    r"(?:could not|unable to|cannot|failed to) (?:be )?(?:send|sent|deliver)|warning: (?:message|could not)|"
    r"message (?:you sent )?(?:status|rejected|blocked|delivery)|mail could not|delayed mail|"
    r"bounced? (?:mail|message)|failed mail|"
    r"nondeliverable|user unknown|unzustellbar|nicht zugestellt|zustell|rückläufer|non remis|échec|"
    r"non délivr|"
    r"no se (?:puede|pudo|ha podido) entregar|no entregado|devuel|não entreg|não foi possível|falha|"
    r"impossibile|mancat|non recapitat|"
    r"onbestelbaar|niet (?:af)?gelever|kan inte levereras|kunne ikke leveres|ikke (?:af)?lever|uleveret|"
    r"toimit|niedoręcz|nie można dostarczyć|"
    r"nedoručit|nedoruč|kézbesít|nu a fost livrat|недоставл|не доставлен|не может быть достав|"
    r"невозможно доставить|недоставка|не вдалося|"
    r"teslim edilem|iletilemedi|配信不能|配信エラー|未配信|送信できません|无法投递|退信|退件|未傳遞|"
    r"无法送达|系统退信|배달 (?:실패|되지)|반송|"
    r"mail delivery|problem delivering|delivery$",
    re.IGNORECASE,
)
_REPLY_PREFIX = re.compile(
    r"^\s*(?:re|fwd?|aw|wg|sv|vs|antw|tr|rv|res|r|i|odp|pd|回复|转发|答复)\s?(?:\[\d+\])?[:：]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Form:
    rule: str
    action: ReportKind
    intro: re.Pattern[str]


def _form(rule: str, intro: str, action: ReportKind = "failed") -> _Form:
    return _Form(rule, action, re.compile(intro, re.IGNORECASE))


# The first form whose words stand in the text; delays before failures, since their texts share words.
_FORMS = (
    _form("delay-warning", r"this is a warning (?:message )?only|you do not need to resend|"
                           r"you do not have to resend", "delayed"),
    _form("delay", r"(?:has been|is|was) delayed|delivery (?:\w+ ){0,6}delayed|will (?:be|"
                   r"continue to be) (?:re-?)?tried|still being retried|"
                   r"has not yet been delivered|will keep trying|retries? will continue|"
                   r"not (?:yet )?been (?:delivered|sent) .{0,60}will|"
                   r"zustellung .{0,40}verzögert|a été retardé|se ha retrasado|esta (?:sendo|"
                   r"siendo) .{0,20}retras", "delayed"),
    _form("qmail", r"this is the (?:\S+ )?(?:qmail-send|qmail|[\w-]+) program at|"
                   r"i'm afraid i wasn't able to deliver your message|"
                   r"i wasn't able to deliver your message|hi\. this is the"),
    _form("postfix", r"this is the (?:postfix|mail system|\S+ mail system)|the (?:postfix|"
                     r"mail) (?:program|system) at host|"
                     r"your message could not\s+be delivered to (?:one or more|the following) recipient"),
    _form("exim", r"this message was created automatically by (?:the )?mail (?:delivery|"
                  r"transport) (?:software|system)|"
                  r"a message that you sent (?:could not|has not)|"
                  r"could not be delivered to (?:one or more|all) of its recipients"),
    _form("sendmail", r"transcript of session follows|the following addresses had|fatal errors|"
                      r"session transcript|"
                      r"delivery problems -|delivery errors -"),
    _form("exchange", r"did not reach (?:the following|some or all|one or more)|could not be (?:reached|"
                      r"delivered to the following)|"
                      r"delivery has failed to these recipients|diagnostic information for administrators|"
                      r"msexch|hat einige oder alle empfänger nicht erreicht|n'a pas pu être remis|"
                      r"n'est pas parvenu|"
                      r"fehler bei der (?:nachrichten)?zustellung|no (?:ha )?llegado a|não alcançou|"
                      r"non ha raggiunto|"
                      r"bij de volgende (?:geadresseerden|ontvangers)|error(?:e)? durante la consegna|"
                      r"échec de la remise|"
                      r"配信できませんでした|次の受信者|以下收件人|無法傳遞|传递失败|"
                      r"не удалось доставить|доставка не выполнена"),
    _form("gmail", r"delivery to the following recipients? (?:has )?failed|"
                   r"your message wasn't delivered to|address not found|"
                   r"message (?:not delivered|blocked)|recipient inbox full"),
    _form("domino", r"was not delivered to|your (?:document|message)\W[\s\S]{0,300}(?:not delivered|"
                    r"could not be delivered)|router: "),
    _form("groupwise", r"(?:the message that you sent was )?undeliverable to the following|groupwise"),
    _form("smtp32", r"^(?:user mailbox exceeds|unknown user|unknown host|undeliverable to|delivery failed|"
                    r"loop detected)\b|"
                    r"delivery failed \d+ attempts"),
    _form("yahoo", r"unable to deliver (?:a |your |this )?message|sorry, (?:we were|i was) unable to"),
    _form("aol", r"your mail to the following recipients could not|unable to deliver this message to"),
    _form("rejected-recipients", r"each of the following recipients was rejected|recipients? (?:was|were|"
                                 r"has been|have been) rejected|"
                                 r"rejected by (?:a|the) (?:remote|recipient)|the user\(s\) account"),
    _form("plain", r"(?:could|can) ?not be (?:delivered|sent|reached)|cannot be delivered|"
                   r"couldn't be (?:delivered|sent)|undeliverable|undelivered|"
                   r"not (?:been )?(?:able to (?:be )?)?deliver(?:ed)?|"
                   r"delivery (?:to .{0,100} )?(?:has )?(?:failed|unsuccessful|failure|error)|"
                   r"failed to deliver|unable to (?:be )?deliver|did not receive (?:this|the) message|"
                   r"returned to (?:you|sender|the sender)|"
                   r"user (?:is )?unknown|unknown user|no such user|mailbox (?:is )?full|over quota|"
                   r"delivery problems|could not send|"
                   r"mail delivery|not delivered|message (?:was |is )?rejected|has been (?:rejected|"
                   r"blocked)|was blocked|errors? (?:occurred|were)|"
                   r"konnte nicht (?:zugestellt|ausgeliefert|übermittelt)|nicht zugestellt|unzustellbar|"
                   r"n'a pas (?:pu|été).{0,30}(?:délivré|distribué|remis|livré)|"
                   r"no (?:se )?(?:pudo|puede|ha podido|fue)(?: ser)? (?:ser )?entregad|não (?:p[ôo]de|"
                   r"foi).{0,20}entreg|non è stato possibile|"
                   r"недостав|не доставлен|не удалось|не может быть|could not deliver|送信できません|"
                   r"届けられません|配信|"
                   r"送達|无法|無法|退回|退信|被退|"
                   r"배달|전송 ?실패|kon niet|kan niet worden|kunde inte|kunne ikke|nie mógł|nie może|nemohl|"
                   r"nem (?:sikerült|lehet)"),
    _form("reply-code", r"(?:^|[\s:])[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}|[A-Za-z<])"),
)  # fmt: skip

# From here the mail that was sent is quoted.
_ORIGINAL = re.compile(
    r"^[\s>*#]{0,5}(?:[-=_*]{2,}\s{0,3})?(?:below this line is|this is a copy of|original (?:message|mail|"
    r"headers?)|unsent message|"
    r"(?:the )?(?:header|text|body|content)s? of (?:the |your )?(?:original|message)|message (?:header|"
    r"text|body|contents?)s? (?:follow|is)|"
    r"returned message|undelivered message|start of (?:returned|original)|(?:message|mail) (?:header|"
    r"text)?s? ?follows|"
    r"included is a copy|your (?:original )?(?:message|mail) (?:follows|is (?:attached|enclosed))|"
    r"-+ ?included|-----\s?unsent|"
    r"here (?:is|are) the (?:first|message)|received: (?:from|by)|return-path:|x-envelope|mime-version:|"
    r"message-id: <|dkim-signature:|"
    r"full message|ursprüngliche nachricht|mensaje original|message d.origine)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?<![\w@.+=-])(?:[A-Z0-9_.+=&/'!#%$*^{}|~?-]{1,80})@[A-Z0-9_-]{1,63}(?:\.[A-Z0-9_-]{1,63}){0,8}",
    re.IGNORECASE,
)
_NOT_RECIPIENT = re.compile(
    r"^\s*(?:from|sender|reporting|received|by|message-id|reply-to|in-reply-to|references|please|"
    r"for (?:further|help|more|assist)|contact|"
    r"if (?:you|the)|questions|date|id)\b|(?:mail|write|message|report|inquir\w+|questions?|"
    r"reply) to <?postmaster|mail from:|message-id|"
    r"envelope-?from|^\s*x-|sent by:?|https?://",
    re.IGNORECASE,
)
_ROLE = re.compile(r"^(?:postmaster|mailer-daemon|abuse|hostmaster|root)@", re.IGNORECASE)


def is_mail_system(mail: Evidence) -> bool:
    """Whether the mail comes from the address of a mail system."""
    for mailbox in mail.from_[:3]:
        if _SENDERS.match(mailbox.address.rpartition("@")[0] or mailbox.address):
            return True
    return bool(not mail.from_ and _SENDER_NAMES.search(mail.header("From")[:200]))


def _is_named_so(mail: Evidence) -> bool:
    return any(_SENDER_NAMES.search(mailbox.name[:100]) for mailbox in mail.from_[:3])


def says_undelivered(subject: str) -> bool:
    """Whether a subject is the one of a report, rather than of an answer to one."""
    return bool(_SUBJECT.search(subject[:300])) and not _REPLY_PREFIX.match(subject)


def report_in_text(mail: Evidence) -> DeliveryReport | None:
    """The report in a text by its words, if a mail system is known to have sent it."""
    failed = mail.header("X-Failed-Recipients")
    if not failed and _REPLY_PREFIX.match(mail.subject):
        return None
    if not failed and not (_is_sent_by_system(mail) or says_undelivered(mail.subject)):
        return None
    text = mail.text[:MAX_REGION] or next(
        (p.text[:MAX_REGION] for p in mail.parts if p.content_type == "text/plain"), ""
    )
    form, region, rest = _form_in(text)
    if not failed and (form is None or not _is_trusted(mail, form, text)):
        return None
    rule = form.rule if form else "failed-recipients"
    action: ReportKind = form.action if form else "failed"
    if (
        action == "failed"
        and re.search(r"delay|warning", mail.subject[:200], re.IGNORECASE)
        and "fail" not in mail.subject.lower()
    ):
        action = "delayed"
    headers = original_headers(mail) or header_lines(_from_header(rest))
    recipients = _recipients(region, action)
    if failed:
        named = {address.lower() for address in _ADDRESS.findall(failed)}
        known = [r for r in recipients if r.address.lower() in named]
        diagnostic = known[0].diagnostic if known else _sentence(region)
        recipients = known or [
            Recipient(
                address=a, action=action, status=derived_status(diagnostic, action), diagnostic=diagnostic
            )
            for a in dict.fromkeys(_ADDRESS.findall(failed))
        ]
    if not recipients:
        recipients = _elsewhere(mail.subject, headers, region, action)
    return made(rule, recipients, headers)


def _is_sent_by_system(mail: Evidence) -> bool:
    """Whether the structure, the sender or the reverse-path is the one of a report."""
    top = mail.parts[0].content_type if mail.parts else ""
    paths = (mail.header("Return-Path").strip(), mail.header("X-Envelope-From").strip())
    return top == "multipart/report" or "<>" in paths or is_mail_system(mail)


def _is_trusted(mail: Evidence, form: _Form, text: str) -> bool:
    """Whether the mail is a report, and does not only speak of one."""
    if _is_sent_by_system(mail):
        return True
    return form.rule != "plain" and (_is_named_so(mail) or _opens(text, form))


def _form_in(text: str) -> tuple[_Form | None, str, str]:
    """The form, the text that is about the failure, and the rest with the mail that it is about."""
    start = _ORIGINAL.search(text, 1)
    region, rest = (text[: start.start()], text[start.start() :]) if start else (text, "")
    for form in _FORMS:
        if form.intro.search(region):
            return form, region, rest
    return None, region, rest


def _opens(text: str, form: _Form) -> bool:
    """Whether the mail begins with the words of the form, rather than tells of them."""
    found = form.intro.search(text)
    return bool(found and found.start() < 400)


def _from_header(rest: str) -> str:
    """The quoted mail from its first header line on."""
    found = re.search(r"^[ \t>]{0,8}[A-Za-z][A-Za-z0-9-]{1,40}: ", rest, re.MULTILINE)
    if not found:
        return ""
    lines = rest[found.start() :].splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip(" \t>"))
    return "\n".join(line[indent:] if not line[:indent].strip(" \t>") else line for line in lines[:200])


def _recipients(region: str, action: ReportKind) -> list[Recipient]:
    """Each address that the text names, with what is said of it: on its line, and below up to a blank "
    "line."""
    lines = region.splitlines()[:600]
    said: dict[str, list[str]] = {}
    current: list[str] | None = None
    blanks = 0
    for line in lines:
        if len(line) > 2000:
            line = line[:2000]
        found = (
            [] if _NOT_RECIPIENT.search(line) else [a for a in _ADDRESS.findall(line) if not _ROLE.match(a)]
        )
        new = [a.strip(".'") for a in found if a.strip(".'").lower() not in {known.lower() for known in said}]
        if new and len(said) < 100:
            current = [_ADDRESS.sub("", line)] if len(new) == 1 else [line]
            for address in new:
                said[address] = current
            blanks = 0
        elif current is not None:
            blanks += not line.strip()
            if blanks <= 1 and len(current) < 8:
                current.append(line)
    everything = one_line(region)
    made_of = []
    for address, words in said.items():
        diagnostic = one_line(" ".join(words)).strip("<>:;, .-")
        basis = (
            diagnostic if derived_status(diagnostic, action)[2:] != "0.0" else f"{diagnostic} {everything}"
        )
        made_of.append(
            Recipient(
                address=address, action=action, status=derived_status(basis, action), diagnostic=diagnostic
            )
        )
    return made_of


def _sentence(region: str) -> str:
    """The line that holds a reply code, else the text."""
    for line in region.splitlines()[:600]:
        if re.search(r"(?<!\d)[45]\d\d[ -]|(?<![\d.])[45]\.\d\.\d", line[:500]):
            return one_line(line)
    return one_line(region)


def _elsewhere(
    subject: str, headers: tuple[tuple[str, str], ...], region: str, action: ReportKind
) -> list[Recipient]:
    """The address that only the subject or the quoted mail names."""
    addresses = _ADDRESS.findall(subject[:500])
    if not addresses:
        to = [value for name, value in headers if name.lower() == "to"]
        addresses = _ADDRESS.findall(to[0])[:5] if to else []
    diagnostic = _sentence(region)
    status = derived_status(diagnostic, action)
    return [
        Recipient(address=a, action=action, status=status, diagnostic=diagnostic)
        for a in dict.fromkeys(addresses)
    ]
