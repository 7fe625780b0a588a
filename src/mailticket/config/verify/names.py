"""Names: each is given once, and each that is referred to exists."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from mailticket.config.faults import Place, shown, suggestion
from mailticket.config.tree import Document

VISIT: Final = "visit"  # the window of a scheduled visit, which no calendar holds


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def verify_names(document: Document, root: Place) -> None:
    """Report names that are given twice, and names that nothing has."""
    _each_once(document.mailboxes, root / "mailboxes")
    _each_once(document.queues, root / "queues")
    _each_once(document.priorities, root / "priorities")
    _each_once(document.rules, root / "rules")
    _each_once(document.customers, root / "customers")
    _each_once(document.service_levels, root / "service_levels")
    _each_once(document.rotas, root / "rotas")
    _References(document, root).verify()


def _each_once(items: Sequence[_Named], place: Place) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.name.casefold() in seen:
            (place / index / "name").fault(f"{shown(item.name)} is the name of another one too")
        if item.name:
            seen.add(item.name.casefold())


class _References:
    """The names that exist, and everything that refers to one."""

    def __init__(self, document: Document, root: Place) -> None:
        self.document = document
        self.root = root
        self.priorities = [priority.name for priority in document.priorities]
        self.queues = [queue.name for queue in document.queues] or [document.desk.default_queue]
        self.kinds = list(document.desk.kinds)
        self.customers = [customer.name for customer in document.customers]
        self.levels = [level.name for level in document.service_levels]
        self.ladders = [ladder.name for ladder in document.ladders]
        self.rotas = [rota.name for rota in document.rotas]
        self.calendars = list(document.calendars)

    def verify(self) -> None:
        desk = self.root / "desk"
        self.look(desk / "default_priority", "priority", self.document.desk.default_priority, self.priorities)
        self.look(desk / "default_queue", "queue", self.document.desk.default_queue, self.queues)
        if VISIT in self.calendars:
            (self.root / "calendars" / VISIT).fault(
                "is the name of the window of scheduled visits; take another"
            )
        self.look(
            self.root / "escalation" / "ladder", "ladder", self.document.escalation.ladder, self.ladders
        )
        self.rules()
        self.customers_of_the_desk()
        self.service_levels()
        self.escalation()

    def rules(self) -> None:
        for index, rule in enumerate(self.document.rules):
            place = self.root / "rules" / index
            self.look(place / "priority", "priority", rule.priority, self.priorities)
            self.look(place / "queue", "queue", rule.queue, self.queues)
            self.look(place / "kind", "kind", rule.kind, self.kinds)
            self.look_all(place / "match" / "customer", "customer", rule.match.customer, self.customers)

    def customers_of_the_desk(self) -> None:
        for index, customer in enumerate(self.document.customers):
            place = self.root / "customers" / index
            self.look(place / "service_level", "service level", customer.service_level, self.levels)
            self.look(place / "ladder", "ladder", customer.ladder, self.ladders)

    def service_levels(self) -> None:
        windows = [*self.calendars, VISIT]
        for index, level in enumerate(self.document.service_levels):
            place = self.root / "service_levels" / index
            applies = place / "applies_to"
            self.look_all(applies / "priority", "priority", level.applies_to.priority, self.priorities)
            self.look_all(applies / "customer", "customer", level.applies_to.customer, self.customers)
            self.look_all(applies / "queue", "queue", level.applies_to.queue, self.queues)
            self.look_all(applies / "kind", "kind", level.applies_to.kind, self.kinds)
            self.look(place / "ladder", "ladder", level.ladder, self.ladders)
            for number, target in enumerate(level.targets):
                at = place / "targets" / number
                self.look(at / "during", "calendar", target.during, windows)
                self.look(at / "hours_of", "calendar", target.hours_of, self.calendars)

    def escalation(self) -> None:
        for index, ladder in enumerate(self.document.ladders):
            place = self.root / "ladders" / index
            self.look(place / "during", "calendar", ladder.during, [*self.calendars, VISIT])
            for number, step in enumerate(ladder.steps):
                for item, who in enumerate(step.notify):
                    if who.startswith("rota:"):
                        at = place / "steps" / number / "notify" / item
                        self.look(at, "rota", who.removeprefix("rota:"), self.rotas)

    def look_all(self, place: Place, what: str, names: Iterable[str], known: Sequence[str]) -> None:
        for index, name in enumerate(names):
            self.look(place / index, what, name, known)

    def look(self, place: Place, what: str, name: str | None, known: Sequence[str]) -> None:
        """Report a name that nothing has, with what there is."""
        if not name or name in known:
            return
        there = [word for word in known if word]
        near = suggestion(name, there)
        if not near:
            some = ", ".join(there[:8]) + (" …" if len(there) > 8 else "")
            near = f"; there are {some}" if some else f"; there is no {what} at all"
        place.fault(f"names the {what} {shown(name)}, which does not exist{near}")
