"""A letter becomes a mail in the outbox: rendered, composed, signed, with its Message-ID fixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import assert_never

from mailticket.mail import token
from mailticket.mail.address import Mailbox
from mailticket.mail.compose import Notice, OutgoingAttachment, compose
from mailticket.rendering import Rendered, Renderer
from mailticket.store.outbox import Mail
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.history import Entry
from mailticket.tickets.letter import Letter
from mailticket.tickets.model import Ticket
from mailticket.tickets.policy import Policy

_LANE = {"page": "page ", "alarm": "alarm "}  # what is urgent waits for nothing that is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The mails of one letter, one for each recipient, and what the history keeps of them."""

    mails: tuple[Mail, ...]
    message_id: str
    text: str
    fault: str | None  # what was wrong with an operator's template


def write(
    letter: Letter,
    ticket: Ticket | None,
    policy: Policy,
    renderer: Renderer,
    *,
    ids: list[int],
    unique: str,
    now: datetime,
    attachments: tuple[OutgoingAttachment, ...] = (),
) -> Written:
    """Write the mails of a letter; `ids` are those of the outbox, one for each recipient.

    Without a ticket it is a mail about none.
    """
    number = ticket.number if ticket else 0
    rendered = rendered_letter(letter, renderer)
    message_id = token.message_id(
        policy.secret,
        ticket=number,
        unique=f"{ids[0]}-{unique}",
        domain=policy.domain,
        kind=letter.kind,
    )
    references, answered = _thread(letter, ticket, policy)
    data = compose(
        Notice(
            from_=Mailbox(
                name=letter.from_name or policy.name, address=letter.from_address or policy.address
            ),
            to=letter.to,
            cc=letter.cc,
            reply_to=_reply_to(letter, number, policy, outbox=ids[0], now=now),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            date=now,
            in_reply_to=answered,
            references=references,
            auto_submitted=letter.auto_submitted,
            attachments=attachments,
        )
    )
    mails = tuple(
        Mail(
            id=id_,
            ticket=number or None,
            kind=letter.kind,
            reverse_path=token.bounce_address(policy.secret, policy.address, outbox=id_),
            recipient=person.address,
            recipient_key=sender_key(person.address),
            message_id=message_id,
            data=data,
            lane=f"{_LANE.get(letter.kind, '')}{number}/{sender_key(person.address)}",
            created_at=now,
            next_at=letter.next_at or now,
            guard=letter.guard,
        )
        for id_, person in zip(ids, (*letter.to, *letter.cc), strict=True)
    )
    return Written(mails=mails, message_id=message_id, text=rendered.text, fault=rendered.fault)


def notice_entry(
    letter: Letter,
    policy: Policy,
    now: datetime,
    *,
    to: Sequence[str],
    text: str,
    outbox: int,
    message_id: str | None = None,
) -> Entry:
    """What the history keeps of a letter that has no entry yet."""
    return Entry(
        at=now,
        kind="notice",
        direction="out",
        author=policy.address,
        recipients=tuple(to),
        message_id=message_id,
        text=text,
        event=letter.kind,
        data={"told": letter.values["kind"]} if letter.template == "staff_notice" else {},
        outbox=outbox,
    )


def _thread(letter: Letter, ticket: Ticket | None, policy: Policy) -> tuple[tuple[str, ...], str | None]:
    """References and In-Reply-To: the customer's thread, or one of each ticket for staff."""
    if ticket is None:
        return (letter.answers,) if letter.answers else (), letter.answers
    if letter.threaded:
        return ticket.thread, ticket.thread[-1] if ticket.thread else None
    root = token.message_id(
        policy.secret, ticket=ticket.number, unique="thread", domain=policy.domain, kind="notice"
    )
    return (root, letter.answers) if letter.answers else (root,), letter.answers or root


def rendered_letter(letter: Letter, renderer: Renderer) -> Rendered:
    """The words of a letter; a page or an alarm goes out in plain words rather than not at all."""
    try:
        return renderer.render(letter.template, letter.language, letter.values, time_zone=letter.time_zone)
    except Exception as error:
        if letter.kind not in _LANE:
            raise
        fault = f"{letter.template}: {error!r}"[:300]
        subject, text = (_plain_page if letter.kind == "page" else _plain_alarm)(letter.values)
        return Rendered(subject=subject, text=text, html=f"<pre>{escape(text)}</pre>", fault=fault)


def _plain_page(values: Mapping[str, object]) -> tuple[str, str]:
    known = [f"{name}: {values[name]}" for name in ("customer", "requester", "priority") if values.get(name)]
    text = "\n\n".join(
        (
            f"Tickets that need somebody now: {values.get('count') or 1}, {values['tag']} among them.",
            "Reply to this mail to take it.",
            *known,
            str(values.get("text") or ""),
        )
    )
    return " ".join(f"{values['tag']} {values.get('customer') or ''} {values['subject']}".split()), text


def _plain_alarm(values: Mapping[str, object]) -> tuple[str, str]:
    return f"ALARM {values['desk_name']}", f"{values['what']}\n\n{values['details']}"


def _reply_to(letter: Letter, ticket: int, policy: Policy, *, outbox: int, now: datetime) -> str | None:
    """The signed address at which an answer is known again."""
    secret, desk = policy.secret, policy.address
    person = letter.to[0].address
    expires_at = now + policy.token_lifetime
    match letter.reply_to:
        case "thread" if not ticket:
            return None
        case "thread":
            return token.thread_address(secret, desk, ticket=ticket)
        case "staff":
            return token.staff_address(secret, desk, ticket=ticket, person=person, expires_at=expires_at)
        case "page":
            return token.page_address(
                secret, desk, ticket=ticket, page=outbox, person=person, expires_at=expires_at
            )
        case "desk":
            return None
        case _:
            assert_never(letter.reply_to)
