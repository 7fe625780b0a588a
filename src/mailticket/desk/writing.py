"""A letter becomes a mail in the outbox: rendered, composed, signed, with its Message-ID fixed."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from mailticket.mail import token
from mailticket.mail.address import Mailbox
from mailticket.mail.compose import Notice, OutgoingAttachment, compose
from mailticket.rendering import Renderer
from mailticket.store.outbox import Mail
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.model import Ticket
from mailticket.tickets.notices import Letter
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
    ticket: Ticket,
    policy: Policy,
    renderer: Renderer,
    *,
    ids: list[int],
    unique: str,
    now: datetime,
    attachments: tuple[OutgoingAttachment, ...] = (),
) -> Written:
    """Write the mails of a letter; `ids` are those of the outbox, one for each recipient."""
    rendered = renderer.render(letter.template, letter.language, letter.values, time_zone=letter.time_zone)
    message_id = token.message_id(
        policy.secret,
        ticket=ticket.number,
        unique=f"{ids[0]}-{unique}",
        domain=policy.domain,
        kind=letter.kind,
    )
    thread = ticket.thread if letter.threaded else ()
    data = compose(
        Notice(
            from_=Mailbox(name=letter.from_name or policy.name, address=policy.address),
            to=letter.to,
            cc=letter.cc,
            reply_to=_reply_to(letter, ticket, policy, outbox=ids[0], now=now),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            date=now,
            in_reply_to=thread[-1] if thread else None,
            references=thread,
            auto_submitted=letter.auto_submitted,
            attachments=attachments,
        )
    )
    mails = tuple(
        Mail(
            id=id_,
            ticket=ticket.number,
            kind=letter.kind,
            reverse_path=token.bounce_address(policy.secret, policy.address, outbox=id_),
            recipient=person.address,
            recipient_key=sender_key(person.address),
            message_id=message_id,
            data=data,
            lane=f"{_LANE.get(letter.kind, '')}{ticket.number}/{sender_key(person.address)}",
            created_at=now,
            next_at=letter.next_at or now,
            guard=letter.guard,
        )
        for id_, person in zip(ids, (*letter.to, *letter.cc), strict=True)
    )
    return Written(mails=mails, message_id=message_id, text=rendered.text, fault=rendered.fault)


def _reply_to(letter: Letter, ticket: Ticket, policy: Policy, *, outbox: int, now: datetime) -> str | None:
    """The signed address at which an answer is known again."""
    secret, desk = policy.secret, policy.address
    person = letter.to[0].address
    expires_at = now + policy.token_lifetime
    match letter.reply_to:
        case "thread":
            return token.thread_address(secret, desk, ticket=ticket.number)
        case "staff":
            return token.staff_address(
                secret, desk, ticket=ticket.number, person=person, expires_at=expires_at
            )
        case "page":
            return token.page_address(
                secret, desk, ticket=ticket.number, page=outbox, person=person, expires_at=expires_at
            )
        case "desk":
            return None
        case _:
            assert_never(letter.reply_to)
