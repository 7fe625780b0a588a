"""An alarm becomes a mail to each operator, and not again for the same reason until some time has gone by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from mailticket.desk.tools import Tools
from mailticket.desk.writing import rendered_letter
from mailticket.mail import token
from mailticket.mail.address import Mailbox
from mailticket.mail.compose import Notice, compose
from mailticket.store import lately
from mailticket.store import outbox as outbox_store
from mailticket.store import tickets as ticket_store
from mailticket.store.outbox import Mail
from mailticket.tickets.acknowledgement import sender_key
from mailticket.tickets.paging_letters import alarm

KIND = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What a person must look at: the reason in a sentence, how often since when, and of which tickets."""

    reason: str
    count: int
    since: datetime
    tickets: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """What tells its mails from those of other alarms."""
        return sha256(self.reason.encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def details(self) -> str:
        """The tickets that it is about."""
        return f"Tickets: {', '.join(map(str, self.tickets))}" if self.tickets else ""


def queue_alarm(
    connection: Connection, tools: Tools, one: Alarm, *, node: str, again_after: timedelta, now: datetime
) -> datetime | None:
    """Queue the mails of an alarm; if they went out lately, nothing is queued and that moment is given."""
    told_at = lately.last_of_lane(connection, KIND, f"{KIND} {one.key}", since=now - again_after)
    if told_at is not None:
        return told_at
    counters = ticket_store.Counters(connection)
    mails = []
    for address in tools.policy.alarm_notify:
        id_ = counters.next("outbox")
        data, message_id = alarm_mail(tools, one, address, node=node, now=now)
        mails.append(
            Mail(
                id=id_,
                ticket=None,
                kind=KIND,
                reverse_path=token.bounce_address(tools.policy.secret, tools.policy.address, outbox=id_),
                recipient=address,
                recipient_key=sender_key(address),
                message_id=message_id,
                data=data,
                lane=f"{KIND} {one.key}/{sender_key(address)}",
                created_at=now,
                next_at=now,
            )
        )
    outbox_store.add(connection, mails)
    counters.save()
    return None


def alarm_mail(tools: Tools, one: Alarm, to: str, *, node: str, now: datetime) -> tuple[bytes, str]:
    """The bytes of the mail to one operator, and its Message-ID."""
    policy = tools.policy
    letter = alarm(
        to, policy, what=one.reason, details=one.details, node=node, since=one.since, count=one.count
    )
    rendered = rendered_letter(letter, tools.renderer)
    message_id = token.message_id(
        policy.secret, ticket=0, unique=tools.unique(), domain=policy.domain, kind=KIND
    )
    notice = Notice(
        from_=Mailbox(name=policy.name, address=policy.address),
        to=letter.to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=message_id,
        date=now,
        auto_submitted=letter.auto_submitted,
    )
    return compose(notice), message_id
