"""What the configuration promises now, for tickets that were opened under an earlier one."""

from mailticket.desk.work import Work
from mailticket.store import preferences
from mailticket.store import tickets as ticket_store
from mailticket.store import timers as timer_store
from mailticket.tickets.timers import FROM_POLICY, terms_key, timers

_NAME = "terms"  # the preference that tells by which terms the deadlines were set, and how far


def renew_deadlines(work: Work, most: int) -> bool | None:
    """Give open tickets the deadlines of the policy; whether there are more, None: all had them."""
    policy = work.tools.policy
    key = terms_key(policy)
    known = preferences.get(work.connection, _NAME) or {"key": None, "after": None}
    if known["key"] == key and known["after"] is None:
        return None
    after = known["after"] if known["key"] == key else 0
    numbers = ticket_store.open_after(work.connection, after, most)
    work.load(numbers)
    for number in numbers:
        ticket = work.ticket(number)
        if ticket is not None and ticket.number == number:
            gone = set(FROM_POLICY) - timers(ticket, policy).keys()
            timer_store.drop(work.connection, [(number, kind) for kind in gone])
            work.renew_timers(number)
    more = len(numbers) == most
    preferences.put(work.connection, _NAME, {"key": key, "after": numbers[-1] if more else None})
    return more
