"""Escalation: ladders that reach somebody, rotas that somebody is on, in variants that leave no gap."""

from datetime import timedelta

from mailticket.config.faults import Place
from mailticket.config.service import Ladder
from mailticket.config.tree import Document
from mailticket.config.values import spoken


def verify_escalation(document: Document, root: Place) -> None:
    """Report ladders that cannot work as written, and warn of emergencies that nobody would hear of."""
    empty = {rota.name for rota in document.rotas if not rota.members}
    for index, rota in enumerate(document.rotas):
        if not rota.members:
            at = root / "rotas" / index / "members"
            at.warn(f"the rota {rota.name} has no members, so nobody is on call by it")
    for index, ladder in enumerate(document.ladders):
        _ladder(ladder, root / "ladders" / index, empty)
    _variants(document, root / "ladders")
    _unused(document, root)
    _emergencies(document, root)


def _ladder(ladder: Ladder, place: Place, empty: set[str]) -> None:
    before = timedelta()
    for number, step in enumerate(ladder.steps):
        if step.after < before:
            (place / "steps" / number / "after").fault(
                f"{spoken(step.after)} comes before the step at {spoken(before)}; "
                "each counts from the start of a pass"
            )
        before = max(before, step.after)
    people = [who for step in ladder.steps for who in step.notify if who]
    if people and all(who.removeprefix("rota:") in empty for who in people) and ladder.fallback is None:
        place.warn(
            f"the ladder {ladder.name} reaches nobody: its rotas have no members, and it has no fallback"
        )


def _variants(document: Document, place: Place) -> None:
    """Ladders of one name are variants for different times; the last one is for all other times."""
    seen: dict[str, list[tuple[int, Ladder]]] = {}
    for index, ladder in enumerate(document.ladders):
        if not ladder.name:
            continue
        earlier = [other for _, other in seen.setdefault(ladder.name, [])]
        if any(other.during is None for other in earlier):
            (place / index / "name").fault(
                f"another ladder {ladder.name} before it, without during, is for all times already"
            )
        elif any(other.during == ladder.during for other in earlier):
            (place / index / "during").fault(f"another ladder {ladder.name} is for {ladder.during} already")
        seen[ladder.name].append((index, ladder))
    for name, variants in seen.items():
        if all(ladder.during is not None for _, ladder in variants):
            (place / variants[-1][0] / "during").fault(
                f"leaves times without a ladder {name}; "
                "add one of this name without during for all other times"
            )


def _unused(document: Document, root: Place) -> None:
    used = {document.escalation.ladder}
    used |= {level.ladder for level in document.service_levels}
    used |= {customer.ladder for customer in document.customers}
    for index, ladder in enumerate(document.ladders):
        if ladder.name and ladder.name not in used:
            (root / "ladders" / index).warn(f"nothing names the ladder {ladder.name}, so it is never started")
    on_ladders = {who for ladder in document.ladders for step in ladder.steps for who in step.notify}
    for index, rota in enumerate(document.rotas):
        if rota.name and f"rota:{rota.name}" not in on_ladders:
            (root / "rotas" / index).warn(f"no ladder names the rota {rota.name}, so nobody is called by it")


def _emergencies(document: Document, root: Place) -> None:
    somewhere = document.escalation.ladder or any(level.ladder for level in document.service_levels)
    if document.desk.emergency_addresses and not somewhere:
        (root / "desk" / "emergency_addresses").warn(
            "nobody is paged for emergencies: neither escalation.ladder nor a service level names a ladder"
        )
