"""Mail about pages: the reply of somebody who was woken, and the page that came back."""

from mailticket.desk.work import Work
from mailticket.mail.address import canonical
from mailticket.mail.message import Message
from mailticket.mail.token import PageClaim
from mailticket.store import outbox as outbox_store
from mailticket.store import pages as page_store
from mailticket.tickets.commands import DeliveryFailed, Note, Receive, TakeEscalation
from mailticket.tickets.events import TakingConfirmed
from mailticket.tickets.page_reply import Acknowledge, PageReply, Resolve, page_reply

MOST_BOUNCES = 10  # attempts after which a page that comes back again and again is left


def page_replied(work: Work, number: int, command: Receive) -> None:
    """A reply to a page takes every ticket that the page told of; it is kept as a note."""
    message, claim = command.message, command.verdict.claim
    by = message.from_[0].address
    text = message.reply_text or message.text
    abouts = _told_of(work, number, claim.page if isinstance(claim, PageClaim) else 0)
    asked = _asked(text, many=len(abouts) > 1)
    know: set[str] = set()
    for about in abouts:
        ticket = work.ticket(about)
        if ticket is None:
            continue
        note = Note(
            entry=command.entry if about == number else work.next_entry(),
            by=by,
            text=text,
            attachments=message.attachments,
            inbox=command.inbox,
            message_id=message.message_id,
        )
        work.happen(ticket.number, note)
        wish = TakeEscalation(wish=asked, by=by, by_mail=True, more=len(abouts) - 1, know=frozenset(know))
        refused = work.happen(ticket.number, wish)
        if refused is None:
            know.update(map(canonical, (by, *ticket.told)))
        elif len(abouts) == 1:
            nothing = TakingConfirmed(at=work.now, to=by, action="nothing", handed_to=None, until=None)
            work.record(ticket.number, [nothing])


def page_bounced(work: Work, outbox: int, message: Message) -> None:
    """A page came back: the ladder goes on, and the page is tried again."""
    report = message.report
    if report is not None and report.kind != "failed":
        return  # delayed, or even delivered
    rows = page_store.of_mails(work.connection, [outbox]).get(outbox, [])
    for row in rows:
        ticket = work.ticket(row.ticket)
        if ticket is not None:
            failed = DeliveryFailed(
                outbox=outbox,
                kind="page",
                recipient=row.to,
                reason="it came back",
                page=(row.pass_, row.step),
            )
            work.happen(ticket.number, failed)
    if rows:
        again = work.now + work.tools.policy.page_again
        outbox_store.send_again(work.connection, outbox, at=again, most=MOST_BOUNCES)


def _told_of(work: Work, number: int, outbox: int) -> list[int]:
    """The ticket of a page, and all that the mail counted besides."""
    row = outbox_store.get(work.connection, outbox)
    counted = row.guard.get("tickets", ()) if row is not None and row.guard else ()
    numbers = list(dict.fromkeys((number, *counted)))
    work.load(numbers)
    return numbers


def _asked(text: str, *, many: bool) -> PageReply:
    asked = page_reply(text)
    # Nobody resolves forty tickets by one word.
    return Acknowledge(note=asked.note) if many and isinstance(asked, Resolve) else asked
