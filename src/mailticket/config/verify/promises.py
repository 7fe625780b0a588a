"""What is promised: calendars, service levels and their targets, rules, tickets that wait."""

from collections.abc import Sequence

from mailticket.config.faults import Place, shown
from mailticket.config.service import Holidays, Pending, Resolved, Rule, ServiceLevel, Target
from mailticket.config.tree import Document
from mailticket.config.values import WEEKDAYS, is_there, spoken


def verify_promises(document: Document, root: Place) -> None:
    """Report promises that contradict themselves, and warn of those that can never matter."""
    for name, calendar in document.calendars.items():
        place = root / "calendars" / name
        if not any(calendar.hours.on(number) for number in range(len(WEEKDAYS))) and not any(
            calendar.days.values()
        ):
            place.warn("has no hours at all, so that nothing ever falls into it")
        _holidays(calendar.holidays, place / "holidays")
    for index, level in enumerate(document.service_levels):
        place = root / "service_levels" / index / "targets"
        for number, target in enumerate(level.targets):
            _target(target, place / number)
            if _covered(target, level.targets[:number]):
                (place / number).warn("never matters: earlier targets promise all that it does, at any time")
    _unreachable_levels(document, root / "service_levels")
    for index, rule in enumerate(document.rules):
        _rule(rule, root / "rules" / index)
    _waiting(document.pending, root / "pending")
    _waiting(document.resolved, root / "resolved")
    for index, customer in enumerate(document.customers):
        if customer.playbook_file is not None and not is_there(customer.playbook_file):
            at = root / "customers" / index / "playbook_file"
            at.warn(f"names {customer.playbook_file}, which does not exist; pages will go out without it")


def _holidays(found: Holidays, place: Place) -> None:
    if not found.country:
        for key in ("subdivision", "without"):
            if getattr(found, key):
                (place / key).fault("needs a country, whose holidays are meant")
        return
    import holidays  # takes long to import; only desks with public holidays pay for it

    try:
        holidays.country_holidays(found.country)
    except NotImplementedError:
        (place / "country").fault(
            f"no public holidays are known for {shown(found.country)}; "
            "a country is named as in ISO 3166: US, GB, DE"
        )
        return
    if found.subdivision:
        try:
            holidays.country_holidays(found.country, subdiv=found.subdivision)
        except NotImplementedError:
            parts = ", ".join(holidays.list_supported_countries()[found.country][:60])
            there = f"it has {parts}" if parts else "it has none"
            (place / "subdivision").fault(
                f"{shown(found.subdivision)} is no part of {found.country}; {there}"
            )


def _target(target: Target, place: Place) -> None:
    within, resolved = target.respond_within, target.resolve_within
    if within is None and resolved is None:
        place.fault("promises nothing; it must have respond_within or resolve_within")
    if within is not None and resolved is not None and resolved < within:
        (place / "resolve_within").fault(
            f"promises a solution within {spoken(resolved)}, before the response within {spoken(within)}"
        )
    if target.counted == "service-hours" and target.during is None and target.hours_of is None:
        (place / "counted").fault("needs hours_of or during to say whose service hours are counted")
    if target.counted == "elapsed" and target.hours_of is not None:
        (place / "hours_of").fault('does nothing unless counted is "service-hours"')


def _covered(target: Target, earlier: Sequence[Target]) -> bool:
    """Whether targets before this one promise the same things whenever it could."""
    same = [other for other in earlier if other.during in {None, target.during}]
    return bool(same) and all(
        any(getattr(other, promise) is not None for other in same)
        for promise in ("respond_within", "resolve_within")
        if getattr(target, promise) is not None
    )


def _takes_all(level: ServiceLevel) -> bool:
    applies = level.applies_to
    return not (applies.priority or applies.customer or applies.queue or applies.kind)


def _unreachable_levels(document: Document, place: Place) -> None:
    named = {customer.service_level for customer in document.customers}
    catch_all = ""
    for index, level in enumerate(document.service_levels):
        if catch_all and level.name not in named:
            (place / index).warn(
                f"{level.name} is never reached: {catch_all} before it applies to everything"
            )
        if not catch_all and _takes_all(level) and level.name not in named:
            catch_all = level.name


def _rule(rule: Rule, place: Place) -> None:
    match = rule.match
    if not (match.subject or match.sender or match.recipient or match.customer):
        (place / "match").fault("looks for nothing; it must name subject, sender, recipient or customer")
    if not (rule.priority or rule.queue or rule.kind or rule.emergency):
        place.fault(f"{rule.name} does nothing; it must set priority, queue, kind or emergency")


def _waiting(waiting: Pending | Resolved, place: Place) -> None:
    before = None
    for index, moment in enumerate(waiting.remind_after):
        at = place / "remind_after" / index
        if before is not None and moment <= before:
            at.fault(
                f"{spoken(moment)} does not come after {spoken(before)}; each counts from the same moment"
            )
        if waiting.close_after is not None and moment >= waiting.close_after:
            at.fault(f"{spoken(moment)} comes when the ticket is closed, after {spoken(waiting.close_after)}")
        before = moment
