"""What the desk has promised and how it works: the configuration as the decisions see it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from mailticket.mail.address import canonical, subaddress
from mailticket.tickets.calendar import Calendar
from mailticket.tickets.escalation import Ladder, pick
from mailticket.tickets.model import Ticket
from mailticket.tickets.rota import Override, Rota
from mailticket.tickets.service_level import Facts, ServiceLevel, fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff."""

    name: str
    address: str
    notify: frozenset[str] = frozenset()  # new, reply, assigned, warning, breach
    language: str = "en"
    time_zone: str | None = None
    signature: str = ""

    @property
    def key(self) -> str:
        return canonical(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """An organisation that is supported, known by its domains and addresses (canonical)."""

    name: str
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    time_zone: str | None = None
    language: str | None = None
    service_level: str | None = None
    ladder: str | None = None
    playbook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many acknowledgements may go out at most."""

    per_sender_hour: int = 3
    per_sender_day: int = 10
    per_desk_hour: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a mail must have for the properties that a rule gives; an empty set asks for nothing."""

    name: str
    subject: tuple[str, ...] = ()  # words, in any case
    sender: frozenset[str] = frozenset()  # addresses or domains, canonical
    recipient: frozenset[str] = frozenset()
    customer: frozenset[str] = frozenset()
    priority: str | None = None
    queue: str | None = None
    kind: str | None = None
    emergency: bool = False

    def fits(self, *, subject: str, sender: str, recipients: tuple[str, ...], customer: str | None) -> bool:
        """Whether a mail has all that is asked for."""
        words = f" {' '.join(_WORD.findall(subject.casefold()))} "
        return (
            (not self.subject or any(_words(wanted) in words for wanted in self.subject))
            and (not self.sender or _among(sender, self.sender))
            and (not self.recipient or any(_among(address, self.recipient) for address in recipients))
            and (not self.customer or customer in self.customer)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What happens to a ticket that waits for its customer: reminders, then the end."""

    remind_after: tuple[timedelta, ...] = ()
    close_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that a decision needs to know besides the ticket, the command and the time."""

    name: str
    address: str
    aliases: tuple[str, ...] = ()
    emergency_addresses: tuple[str, ...] = ()
    queue_addresses: Mapping[str, str] = field(default_factory=dict)  # address to queue
    queue_members: Mapping[str, frozenset[str]] = field(default_factory=dict)  # canonical; empty: all staff
    subject_tag: str = "[#{number}]"
    time_zone: str = "UTC"
    language: str = "en"
    signature: str = ""
    secret: bytes = b""
    reopen_within: timedelta = timedelta(days=30)
    default_priority: str = "normal"
    default_queue: str = "support"
    default_kind: str = "request"
    caps: Caps = field(default_factory=Caps)
    hops_unanswered: int = 50  # Received headers from which on nothing is acknowledged
    staff: tuple[Person, ...] = ()
    customers: tuple[Customer, ...] = ()
    service_levels: tuple[ServiceLevel, ...] = ()
    office: Calendar | None = None  # when people are at the desk
    ladders: tuple[Ladder, ...] = ()
    default_ladder: str | None = None
    rotas: Mapping[str, Rota] = field(default_factory=dict)
    emergency_priorities: frozenset[str] = frozenset()
    emergency_words: tuple[str, ...] = ("emergency",)
    rules: tuple[Rule, ...] = ()
    pending: Waiting = field(default_factory=Waiting)
    resolved: Waiting = field(default_factory=Waiting)
    priorities: tuple[str, ...] = ("low", "normal", "high", "critical")
    queues: tuple[str, ...] = ("support",)
    kinds: tuple[str, ...] = ("request",)
    queue_from: Mapping[str, str] = field(default_factory=dict)  # queue to the address that it writes from
    queue_signatures: Mapping[str, str] = field(default_factory=dict)
    holds_collisions: bool = True  # a second answer in ignorance of the first is held; else it goes out
    customer_commands_hour: int = 10
    tells_closing: bool = True
    emergency_text: str = ""  # what to do in an emergency, in a line
    after_hours_text: str = ""
    authserv_id: str = ""  # the host whose Authentication-Results are believed
    checks_signatures: bool = False  # DKIM of mail from staff, where that host has not spoken
    spam_headers: tuple[str, ...] = ()  # "NAME: VALUE", by which the filter in front marks spam
    pages_per_minute: int = 3
    page_again: timedelta = timedelta(seconds=15)  # until a page that came back is sent again
    token_lifetime: timedelta = timedelta(days=90)
    alarm_notify: tuple[str, ...] = ()
    own: frozenset[str] = field(init=False, default=frozenset())  # all its addresses, canonical
    emergencies: frozenset[str] = field(init=False, default=frozenset())  # canonical

    def __post_init__(self) -> None:
        """Work out once what every message is compared with."""
        mine = (self.address, *self.aliases, *self.emergency_addresses, *self.queue_addresses)
        postmaster = ("postmaster", f"postmaster@{self.domain}")  # RFC 5321, 4.5.1
        object.__setattr__(self, "own", frozenset(map(canonical, (*mine, *postmaster))))
        object.__setattr__(self, "emergencies", frozenset(map(canonical, self.emergency_addresses)))

    @property
    def domain(self) -> str:
        """The domain of our Message-IDs."""
        return self.address.rpartition("@")[2]

    def is_own(self, address: str) -> bool:
        """Whether an address, or what it is a subaddress of, is the desk's."""
        return canonical(subaddress(address)[0]) in self.own or canonical(address) in self.own

    def is_emergency(self, address: str) -> bool:
        """Whether mail for this address is an emergency."""
        return canonical(subaddress(address)[0]) in self.emergencies

    def queue_of(self, address: str) -> str | None:
        """The queue whose address this is."""
        base = canonical(subaddress(address)[0])
        return next((name for own, name in self.queue_addresses.items() if canonical(own) == base), None)

    def person(self, address: str) -> Person | None:
        """The member of staff with this address."""
        key = canonical(address)
        return next((p for p in self.staff if p.key == key), None)

    def with_overrides(self, made: Mapping[str, tuple[Override, ...]]) -> "Policy":
        """The policy with these overrides of its rotas, and no others."""
        rotas = {name: replace(rota, overrides=made.get(name, ())) for name, rota in self.rotas.items()}
        return replace(self, rotas=rotas)

    def with_notices(self, wanted: Mapping[str, frozenset[str]]) -> "Policy":
        """The policy in which these people (canonical addresses) get these notices instead of their own."""
        staff = tuple(replace(p, notify=wanted[p.key]) if p.key in wanted else p for p in self.staff)
        return replace(self, staff=staff)

    def from_address(self, queue: str) -> str:
        """The address that mail about tickets of a queue comes from."""
        return self.queue_from.get(queue, self.address)

    def signature_of(self, author: str, queue: str) -> str:
        """What stands under an answer: the person's signature, or the queue's, or the desk's."""
        person = self.person(author)
        own = person.signature if person else ""
        return own or self.queue_signatures.get(queue, "") or self.signature

    def colleague(self, who: str) -> Person | None:
        """A member of staff by address, its local part, name or first name, if only one is meant."""
        wanted = who.strip().casefold()
        found = [
            p
            for p in self.staff
            if wanted
            in (p.key, p.key.partition("@")[0], p.name.casefold(), p.name.casefold().partition(" ")[0])
        ]
        return found[0] if len(found) == 1 else None

    def people_for(self, queue: str) -> list[Person]:
        """Those who work on a queue: its members, or all of staff where it names none."""
        members = self.queue_members.get(queue, frozenset())
        return [person for person in self.staff if not members or person.key in members]

    def playbook_of(self, ticket: Ticket) -> str:
        """What the desk knows of a ticket's customer."""
        customer = self.customer_named(ticket.customer)
        return customer.playbook if customer else ""

    def somebody(self, who: str) -> str | None:
        """The address of a member of staff or of a rota, by address, name, or the first word of either."""
        wanted = who.strip().casefold()
        known = {p.address: p.name for p in self.staff}
        for rota in self.rotas.values():
            for member in rota.members:
                known.setdefault(member, "")
        found = [
            address
            for address, name in known.items()
            if wanted in (canonical(address), canonical(address).partition("@")[0], name.casefold())
            or wanted == name.casefold().partition(" ")[0]
        ]
        return found[0] if len(found) == 1 else None

    def rules_for(self, *, subject: str, sender: str, recipients: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules that a mail fits, in their order."""
        customer = self.customer_of(sender)
        name = customer.name if customer else None
        return tuple(
            rule
            for rule in self.rules
            if rule.fits(subject=subject, sender=sender, recipients=recipients, customer=name)
        )

    def customer_of(self, address: str) -> Customer | None:
        """Whose mail this address writes: an address that is named wins over its domain."""
        key = canonical(address)
        for customer in self.customers:
            if key in customer.addresses:
                return customer
        domain = key.rpartition("@")[2]
        return next((c for c in self.customers if domain in c.domains), None)

    def customer_named(self, name: str | None) -> Customer | None:
        """The customer with this name."""
        return next((c for c in self.customers if c.name == name), None)

    def level_of(self, *, priority: str, customer: str | None, queue: str, kind: str) -> ServiceLevel | None:
        """The service level of a ticket with these properties."""
        known = self.customer_named(customer)
        level = known.service_level if known else None
        facts = Facts(priority=priority, customer=customer, queue=queue, kind=kind, level=level)
        return fit(self.service_levels, facts)

    def level_of_ticket(self, ticket: Ticket) -> ServiceLevel | None:
        """The service level that fits a ticket as it stands."""
        return self.level_of(
            priority=ticket.priority, customer=ticket.customer, queue=ticket.queue, kind=ticket.kind
        )

    def ladder_name(self, ticket: Ticket) -> str | None:
        """The ladder of a ticket: its customer's, its service level's, or the desk's."""
        customer, level = self.customer_named(ticket.customer), self.level_of_ticket(ticket)
        own = customer.ladder if customer else None
        return own or (level.ladder if level else None) or self.default_ladder

    def waiting(self, status: str) -> Waiting:
        """What happens to tickets of this status while they wait for their customer."""
        return {"pending": self.pending, "resolved": self.resolved}.get(status, _NEVER)

    def ladder(self, name: str | None, instant: datetime) -> Ladder | None:
        """The ladder of this name, in the variant for this hour."""
        return pick(self.ladders, name, instant)

    def outside_hours(self, now: datetime) -> bool:
        """Whether nobody is at the desk."""
        return self.office is not None and not self.office.is_open(now)


_NEVER = Waiting()
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1024)
def _words(text: str) -> str:
    """The words of a text, each with a space before and after it, as they are looked for."""
    return f" {' '.join(_WORD.findall(text.casefold()))} " if _WORD.search(text) else text


def _among(address: str, wanted: frozenset[str]) -> bool:
    key = canonical(address)
    domain = key.rpartition("@")[2]
    return not wanted.isdisjoint((key, domain, f"@{domain}"))
