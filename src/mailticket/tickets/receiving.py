"""What follows from a mail: a ticket, an entry, or nothing, always with its reason."""

from datetime import datetime

from mailticket.mail.address import Mailbox, canonical
from mailticket.mail.language import language_of_text
from mailticket.mail.message import Message
from mailticket.mail.subject import clean
from mailticket.tickets import acknowledgement, consequences
from mailticket.tickets.commands import OpenStub, OpenTicket, Receive
from mailticket.tickets.events import (
    AcknowledgementDue,
    AcknowledgementSuppressed,
    Event,
    Linked,
    MachineMailKept,
    Noted,
    Opened,
    ParticipantAdded,
    Received,
    Remarked,
    StatusChanged,
)
from mailticket.tickets.evolve import evolve_all
from mailticket.tickets.model import MAX_PARTICIPANTS, Participant, Role, Ticket
from mailticket.tickets.policy import Policy, Rule


def receive(ticket: Ticket | None, command: Receive, policy: Policy) -> list[Event]:
    """The events of a message; what a mail causes happened when it came, however late it is read."""
    at = command.envelope.received_at
    match command.verdict.kind:
        case "new request":
            return _new_request(command, policy, at)
        case "reply" if ticket is not None:
            return _reply(ticket, command, policy, at)
        case "automatic response" | "delivery report" if ticket is not None:
            return [_machine_mail(command, at)]
        case "duplicate" if ticket is not None and command.verdict.emergency:
            return _emergency_again(ticket, policy, at)
        case _:
            return []


def opened_for(command: OpenTicket, policy: Policy, now: datetime) -> list[Event]:
    """Somebody opens a ticket on a customer's behalf."""
    rules = policy.rules_for(subject=command.subject, sender=command.requester, recipients=(policy.address,))
    requester = Participant.of(command.requester, command.requester_name, "requester", now)
    opened = _opened(
        policy,
        number=command.number,
        at=now,
        subject=command.subject,
        author=Mailbox(name=command.requester_name, address=command.requester),
        participants=(requester, *command.others)[:MAX_PARTICIPANTS],
        rules=rules,
        emergency=command.emergency,
        by=command.by,
        priority=command.priority,
        queue=command.queue,
        kind=command.kind,
        language=command.language or language_of_text(command.text),
    )
    if command.silent:
        return [opened]
    received = Received(
        at=command.written_at or now,
        entry=command.entry,
        author=command.requester,
        author_name=command.requester_name,
        recipients=(policy.address,),
        message_id=command.message_id,
        names=(),
        text=command.text,
        whole="",
        attachments=command.attachments,
        inbox=command.inbox,
        emergency=opened.emergency,
    )
    events: list[Event] = [opened, received]
    if command.from_ticket is not None:
        events.append(Linked(at=now, ticket=command.from_ticket, reason="split"))
    ticket = evolve_all(events)
    events += consequences.customer_wrote(
        ticket, policy, at=now, entry=command.entry, emergency=opened.emergency
    )
    events.append(AcknowledgementDue(at=now, name=command.requester_name, address=command.requester))
    return events


def stub(command: OpenStub, policy: Policy, now: datetime) -> list[Event]:
    """A ticket for a message that could not be taken in."""
    text = (
        f"Message {command.inbox} could not be taken in and waits in quarantine. Its bytes are safe:"
        f" `mailticket inbox raw {command.inbox}` writes them, `mailticket inbox replay {command.inbox}`"
        " tries again."
    )
    opened = _opened(
        policy,
        number=command.number,
        at=now,
        subject=command.subject or "A message that could not be taken in",
        author=Mailbox(name="", address=command.sender),
        participants=(Participant.of(command.sender, "", "requester", now),) if "@" in command.sender else (),
        rules=(),
        emergency=False,
        by="mailticket",
        kind="quarantine",
        language=None,
    )
    events: list[Event] = [
        opened,
        Noted(at=now, entry=command.entry, author="mailticket", text=text, inbox=command.inbox),
    ]
    events += consequences.customer_wrote(
        evolve_all(events), policy, at=now, entry=command.entry, emergency=False
    )
    reason = "The message could not be taken in."
    events.append(AcknowledgementSuppressed(at=now, rule="quarantined", reason=reason, alarm=True))
    return events


def _new_request(command: Receive, policy: Policy, at: datetime) -> list[Event]:
    message, verdict = command.message, command.verdict
    author = _author(command)
    rules = policy.rules_for(subject=message.subject, sender=author.address, recipients=command.recipients)
    opened = _opened(
        policy,
        number=command.number,
        at=at,
        subject=message.subject,
        author=author,
        participants=_participants(message, author, policy, at),
        rules=rules,
        emergency=verdict.emergency or _is_emergency_word(message, policy),
        by=author.address,
        queue=_queue(command.recipients, policy),
        language=language_of_text(message.reply_text or message.text) or message.language,
    )
    events: list[Event] = [opened, _received(command, at, emergency=opened.emergency)]
    reasons = {reason.evidence: reason.rule for reason in verdict.reasons}
    for number in verdict.linked:
        rule = next((rule for seen, rule in reasons.items() if seen.endswith(f"#{number}")), "linked")
        events.append(Linked(at=at, ticket=number, reason=rule))
    events += consequences.customer_wrote(
        evolve_all(events), policy, at=at, entry=command.entry, emergency=opened.emergency
    )
    refusal = acknowledgement.refusal(message, command.envelope, policy, command.sent)
    to = acknowledgement.recipient(message, policy)
    if refusal is None and to is not None:
        events.append(AcknowledgementDue(at=at, name=to.name, address=to.address))
    elif refusal is not None:
        events.append(
            AcknowledgementSuppressed(at=at, rule=refusal.rule, reason=refusal.reason, alarm=refusal.alarm)
        )
    return events


def _opened(
    policy: Policy,
    *,
    number: int,
    at: datetime,
    subject: str,
    author: Mailbox,
    participants: tuple[Participant, ...],
    rules: tuple[Rule, ...],
    emergency: bool,
    by: str,
    language: str | None,
    kind: str | None = None,
    priority: str | None = None,
    queue: str | None = None,
) -> Opened:
    """The opening of a ticket, with the properties that its rules, customer and recipients give it."""
    customer = policy.customer_of(author.address)
    priority = priority or next((r.priority for r in rules if r.priority), policy.default_priority)
    return Opened(
        at=at,
        number=number,
        subject=clean(subject, policy.subject_tag),
        requester=author.address,
        requester_name=author.name,
        participants=participants,
        priority=priority,
        queue=next((r.queue for r in rules if r.queue), None) or queue or policy.default_queue,
        kind=kind or next((r.kind for r in rules if r.kind), None) or policy.default_kind,
        customer=customer.name if customer else None,
        language=(customer.language if customer else None) or language,
        emergency=emergency or any(r.emergency for r in rules) or priority in policy.emergency_priorities,
        by=by,
    )


def _reply(ticket: Ticket, command: Receive, policy: Policy, at: datetime) -> list[Event]:
    author, message = _author(command), command.message
    emergency = command.verdict.emergency or _is_emergency_word(message, policy)
    events: list[Event] = [_received(command, at, emergency=emergency)]
    if ticket.status in ("closed", "resolved", "pending"):
        events.append(StatusChanged(at=at, status="open", by=author.address, reason="the customer replied"))
    events += _newcomers(ticket, command, author, policy, at)
    return events + consequences.customer_wrote(
        consequences.after(ticket, events), policy, at=at, entry=command.entry, emergency=emergency
    )


def _emergency_again(ticket: Ticket, policy: Policy, at: datetime) -> list[Event]:
    """The same mail came by way of the emergency address too: it pages."""
    text = "The same mail came to the emergency address"
    remark = Remarked(at=at, what="emergency", text=text)
    return [remark, *consequences.emergency_began(ticket, policy, at=at)]


def _is_emergency_word(message: Message, policy: Policy) -> bool:
    """Whether the mail says nothing but the word for an emergency."""
    said = " ".join((message.reply_text or message.text).split()).strip(".!").casefold()
    return bool(said) and said in {word.casefold() for word in policy.emergency_words}


def _newcomers(
    ticket: Ticket, command: Receive, author: Mailbox, policy: Policy, at: datetime
) -> list[Event]:
    """Whom a follow-up brings along: only someone who holds a token of ours may bring people in."""
    if command.verdict.authority != "token":
        unknown = [
            mailbox.address
            for mailbox in command.message.cc
            if not (ticket.participant(mailbox.address) or policy.is_own(mailbox.address))
            and policy.person(mailbox.address) is None
        ]
        if not unknown:
            return []
        text = "The mail has others in copy; they get nothing until staff add them"
        data = {"addresses": unknown[:MAX_PARTICIPANTS]}
        return [Remarked(at=at, what="participants-in-question", text=text, data=data)]
    wanted = _people((author, *command.message.cc), policy, at, role="cc")
    room = max(MAX_PARTICIPANTS - len(ticket.participants), 0)
    new = [person for person in wanted if ticket.participant(person.address) is None]
    return [ParticipantAdded(at=at, participant=person, by=author.address) for person in new[:room]]


def _machine_mail(command: Receive, at: datetime) -> MachineMailKept:
    message, reason = command.message, command.verdict.reasons[0]
    data: dict[str, object] = {"rule": reason.rule}
    if message.report is not None:
        data["report"] = {
            "kind": message.report.kind,
            "recipients": [
                {"address": r.address, "action": r.action, "status": r.status, "diagnostic": r.diagnostic}
                for r in message.report.recipients[:20]
            ],
        }
    return MachineMailKept(
        at=at,
        entry=command.entry,
        author=_author(command).address,
        verdict=command.verdict.kind,
        evidence=reason.evidence,
        message_id=message.message_id,
        text=message.text,
        attachments=message.attachments,
        inbox=command.inbox,
        data=data,
    )


def _received(command: Receive, at: datetime, *, emergency: bool) -> Received:
    message, author = command.message, _author(command)
    text = message.reply_text or message.text
    whole = message.text.strip()
    return Received(
        at=at,
        entry=command.entry,
        author=author.address,
        author_name=author.name,
        recipients=tuple(m.address for m in (*message.to, *message.cc))[:MAX_PARTICIPANTS],
        message_id=message.message_id,
        names=tuple(dict.fromkeys((*message.references, *message.in_reply_to)))[-20:],
        text=text,
        whole="" if whole == text.strip() else whole,
        attachments=message.attachments,
        inbox=command.inbox,
        emergency=emergency,
    )


def _author(command: Receive) -> Mailbox:
    """Whose mail it is: From, else the reverse-path."""
    if command.message.from_:
        return command.message.from_[0]
    return Mailbox(name="", address=command.envelope.reverse_path or "")


def _participants(message: Message, author: Mailbox, policy: Policy, at: datetime) -> tuple[Participant, ...]:
    """The author, whom they name for answers instead of themselves, and those in To and Cc."""
    requester = _people((author,), policy, at, role="requester", even_staff=True)
    instead = _people(message.reply_to[:1], policy, at, role="reply-to")
    copied = _people((*message.to, *message.cc), policy, at, role="cc")
    people: dict[str, Participant] = {}
    for person in (*requester, *instead, *copied):
        people.setdefault(person.address, person)
    return tuple(people.values())[:MAX_PARTICIPANTS]


def _people(
    mailboxes: tuple[Mailbox, ...],
    policy: Policy,
    at: datetime,
    *,
    role: Role,
    even_staff: bool = False,
) -> tuple[Participant, ...]:
    """Those of the mailboxes that are people on the customer's side: not the desk, not its staff."""
    found: dict[str, Participant] = {}
    for mailbox in mailboxes:
        if "@" not in mailbox.address or policy.is_own(mailbox.address):
            continue
        if policy.person(mailbox.address) is not None and not even_staff:
            continue
        found.setdefault(canonical(mailbox.address), Participant.of(mailbox.address, mailbox.name, role, at))
    return tuple(found.values())


def _queue(recipients: tuple[str, ...], policy: Policy) -> str | None:
    queues = (policy.queue_of(address) for address in recipients)
    return next((queue for queue in queues if queue), None)
