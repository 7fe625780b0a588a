"""What the desk has promised and how it works: the configuration as the decisions see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailticket.mail.address import canonical, subaddress
from mailticket.tickets.calendar import Calendar
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
class Policy:
    """All that a decision needs to know besides the ticket, the command and the time."""

    name: str
    address: str
    aliases: tuple[str, ...] = ()
    emergency_addresses: tuple[str, ...] = ()
    queue_addresses: Mapping[str, str] = field(default_factory=dict)  # address to queue
    subject_tag: str = "[#{number}]"
    time_zone: str = "UTC"
    language: str = "en"
    signature: str = ""
    secret: bytes = b""
    reopen_within: timedelta = timedelta(days=30)
    default_priority: str = "normal"
    default_queue: str = "support"
    caps: Caps = field(default_factory=Caps)
    hops_unanswered: int = 50  # Received headers from which on nothing is acknowledged
    staff: tuple[Person, ...] = ()
    customers: tuple[Customer, ...] = ()
    service_levels: tuple[ServiceLevel, ...] = ()
    office: Calendar | None = None  # when people are at the desk
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

    def outside_hours(self, now: datetime) -> bool:
        """Whether nobody is at the desk."""
        return self.office is not None and not self.office.is_open(now)
