"""Addresses: whose each one is, and that the desk never writes to itself."""

from collections.abc import Iterator

from mailticket.config.faults import Place
from mailticket.config.tree import Document


def verify_addresses(document: Document, root: Place) -> None:
    """Report addresses that belong to two, and people who have an address of the desk."""
    own = _own_addresses(document, root)
    _refuse_desk_as_person(document, root, own)
    _staff_once(document, root / "staff")
    _customers_once(document, root / "customers")
    staff = {person.address for person in document.staff}
    for index, queue in enumerate(document.queues):
        for number, member in enumerate(queue.members):
            if member and member not in staff:
                (root / "queues" / index / "members" / number).fault(
                    f"{member} is the address of nobody in staff"
                )


def _own_addresses(document: Document, root: Place) -> dict[str, str]:
    """The desk's addresses, each with the key that it has it from."""
    own: dict[str, str] = {}
    for place, address, key in _claims(document, root):
        if not address:
            continue
        if address in own:
            place.fault(f"{address} is named by {own[address]} already")
        if "+" in address:
            place.fault(f"{address} has a +, which the desk needs for the reply addresses it makes")
        own.setdefault(address, key)
    return own


def _claims(document: Document, root: Place) -> Iterator[tuple[Place, str, str]]:
    desk = document.desk
    yield root / "desk" / "address", desk.address, "desk.address"
    for key, addresses in (("aliases", desk.aliases), ("emergency_addresses", desk.emergency_addresses)):
        for index, address in enumerate(addresses):
            yield root / "desk" / key / index, address, f"desk.{key}"
    for index, queue in enumerate(document.queues):
        place = root / "queues" / index
        yield place / "address", queue.address or "", f"the queue {queue.name}"
        for number, address in enumerate(queue.aliases):
            yield place / "aliases" / number, address, f"the queue {queue.name}"


def _refuse_desk_as_person(document: Document, root: Place, own: dict[str, str]) -> None:
    for place, address, why in _people(document, root):
        if address in own:
            place.fault(f"{address} is an address of the desk ({own[address]}); {why}")


def _people(document: Document, root: Place) -> Iterator[tuple[Place, str, str]]:
    loop = "what is sent there would come back as a ticket"
    for index, person in enumerate(document.staff):
        yield root / "staff" / index / "address", person.address, loop
    for index, address in enumerate(document.alarm.notify):
        yield root / "alarm" / "notify" / index, address, loop
    for index, rota in enumerate(document.rotas):
        for number, member in enumerate(rota.members):
            yield root / "rotas" / index / "members" / number, member, loop
    for index, ladder in enumerate(document.ladders):
        place = root / "ladders" / index
        yield place / "fallback", ladder.fallback or "", loop
        for number, step in enumerate(ladder.steps):
            for item, who in enumerate(step.notify):
                yield place / "steps" / number / "notify" / item, who, loop
    for index, customer in enumerate(document.customers):
        for number, address in enumerate(customer.addresses):
            yield root / "customers" / index / "addresses" / number, address, "a customer has another"


def _staff_once(document: Document, place: Place) -> None:
    seen: dict[str, str] = {}
    for index, person in enumerate(document.staff):
        if person.address and person.address in seen:
            (place / index / "address").fault(
                f"{person.address} is the address of {seen[person.address]} already"
            )
        seen.setdefault(person.address, person.name)


def _customers_once(document: Document, place: Place) -> None:
    domains: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for index, customer in enumerate(document.customers):
        if not customer.domains and not customer.addresses:
            (place / index).warn(
                f"{customer.name} has neither domains nor addresses, so no mail is known as theirs"
            )
        for key, claimed, names in (
            ("domains", domains, customer.domains),
            ("addresses", addresses, customer.addresses),
        ):
            for number, name in enumerate(names):
                if name and claimed.get(name, customer.name) != customer.name:
                    (place / index / key / number).fault(f"{name} belongs to {claimed[name]} already")
                claimed.setdefault(name, customer.name)
