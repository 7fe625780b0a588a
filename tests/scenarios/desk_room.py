"""A desk with a real store and real mail, and a clock that the test moves: who writes, and what comes back.

What goes out is read from the outbox, and parsed by the standard library as a customer's program would.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import format_datetime, getaddresses, parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Any

from mailticket.config import load
from mailticket.desk.door import Desk
from mailticket.desk.journal import LogLine
from mailticket.desk.reception import Read
from mailticket.desk.work import Done
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import parse
from mailticket.setup.store import database_of
from mailticket.setup.tools import tools_of
from mailticket.store import inbox, ledger, outbox, ticket_list, tickets
from mailticket.store.inbox import Arrival, Waiting
from mailticket.tickets.commands import Answer, Note, OpenTicket, SetStatus
from mailticket.tickets.decide import Refused
from mailticket.tickets.model import Status, Ticket

DESK = "support@desk.example"
EMERGENCY = "emergency@desk.example"
ANN = "Ann Archer <ann@customer.example>"
BEN = "Ben Baker <ben@customer.example>"
EVE = "Eve <eve@elsewhere.example>"
ANA = "ana@desk.example"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
LEASE = timedelta(seconds=30)

CONFIGURATION = f"""
[desk]
name = "Desk"
address = "{DESK}"
aliases = ["help@desk.example"]
emergency_addresses = ["{EMERGENCY}"]
time_zone = "UTC"
secret_file = "{{folder}}/secret"

[store]
url = "{{url}}"

[[staff]]
name = "Ana Ruiz"
address = "{ANA}"
notify = []
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What became of a mail that was sent to the desk."""

    id: int
    outcome: str
    verdict: str | None
    ticket: int | None
    reasons: Mapping[str, str]  # evidence by rule
    log: Sequence[LogLine] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail of the desk as its reader's program shows it, with the envelope that it is sent in."""

    id: int
    kind: str
    recipient: str
    reverse_path: str
    data: bytes
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def reply_to(self) -> str:
        return str(self.mail["Reply-To"] or self.mail["From"])

    @property
    def references(self) -> list[str]:
        return str(self.mail["References"] or "").split()

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> str:
        body = self.mail.get_body(("html",))
        return str(body.get_content()) if body is not None else ""

    @property
    def to(self) -> list[str]:
        fields = [str(value) for value in (self.mail["To"], self.mail["Cc"]) if value]
        return [address for _, address in getaddresses(fields)]


@dataclass(kw_only=True)
class Room:
    """The desk and the people around it."""

    desk: Desk
    now: datetime = START
    log: list[LogLine] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # --- people -------------------------------------------------------------------------------------

    def mail(
        self,
        text: str = "Please help.",
        *,
        from_: str | None = ANN,
        to: str = DESK,
        cc: str | None = None,
        subject: str | None = "The printer is on fire",
        in_reply_to: str | None = None,
        references: Sequence[str] = (),
        message_id: str | None = "",
        reply_to: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        reverse_path: str | None = "from",
        recipients: Sequence[str] | None = None,
        route: str = "smtp",
    ) -> Came:
        """Somebody writes, and the desk takes it in. `message_id` "" makes one, None leaves it away."""
        raw = self.compose(
            text,
            from_=from_,
            to=to,
            cc=cc,
            subject=subject,
            in_reply_to=in_reply_to,
            references=references,
            message_id=message_id,
            reply_to=reply_to,
            headers=headers,
        )
        if recipients is None:
            recipients = [address for _, address in getaddresses([to])]
        sender = parseaddr(from_ or "")[1] if reverse_path == "from" else reverse_path
        return self.raw(raw, recipients=recipients, reverse_path=sender, route=route)

    def compose(
        self,
        text: str = "Please help.",
        *,
        from_: str | None = ANN,
        to: str = DESK,
        cc: str | None = None,
        subject: str | None = "The printer is on fire",
        in_reply_to: str | None = None,
        references: Sequence[str] = (),
        message_id: str | None = "",
        reply_to: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """The bytes of a mail as an ordinary mail program writes it."""
        lines = [("From", from_), ("To", to), ("Cc", cc), ("Reply-To", reply_to), ("Subject", subject)]
        if message_id == "":
            message_id = f"<{next(self._count)}.{sha256(text.encode()).hexdigest()[:8]}@customer.example>"
        lines += [("Message-ID", message_id), ("Date", format_datetime(self.now))]
        lines += [("In-Reply-To", in_reply_to), ("References", " ".join(references) or None), *headers]
        head = "".join(f"{name}: {value}\r\n" for name, value in lines if value is not None)
        body = text.replace("\n", "\r\n")
        return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n".encode()

    def raw(
        self,
        raw: bytes,
        *,
        recipients: Sequence[str] = (DESK,),
        reverse_path: str | None = "ann@customer.example",
        route: str = "smtp",
    ) -> Came:
        """A mail of these bytes arrives and is taken in."""
        id_ = self.arrive(raw, recipients=recipients, reverse_path=reverse_path, route=route)
        self.work()
        return self.came(id_)

    def arrive(
        self,
        raw: bytes,
        *,
        recipients: Sequence[str] = (DESK,),
        reverse_path: str | None = "ann@customer.example",
        route: str = "smtp",
    ) -> int:
        """A mail of these bytes becomes durable, and waits."""
        envelope = Envelope(
            route=route,
            reverse_path=reverse_path,
            forward_paths=tuple(recipients),
            received_at=self.now,
            peer="192.0.2.1",
        )
        arrival = Arrival(envelope=envelope, size=len(raw), sha256=sha256(raw).hexdigest(), data=raw)
        with self.desk.database.transaction() as connection:
            return inbox.append(connection, [arrival])[0]

    def reply(
        self, to: Outgoing, text: str = "Thank you, it still burns.", *, from_: str = ANN, **other: Any
    ) -> Came:
        """Somebody presses "Reply" in an ordinary mail program."""
        said = {
            "to": to.reply_to,
            "subject": f"Re: {to.subject}",
            "in_reply_to": to.message_id,
            "references": [*to.references, to.message_id],
        }
        quoted = "\n".join(f"> {line}" for line in to.text.splitlines())
        return self.mail(f"{text}\n\nOn Monday Desk wrote:\n{quoted}", from_=from_, **(said | other))

    def answer(self, number: int, text: str = "Pour water on it.", **other: Any) -> Outgoing:
        """Staff answer; the mail to the first who gets it."""
        before = len(self.outgoing())
        self.do(
            number,
            lambda work, _: Answer(entry=work.next_entry(), by=ANA, name="Ana Ruiz", text=text, **other),
        )
        return self.outgoing()[before]

    def note(self, number: int, text: str) -> None:
        self.do(number, lambda work, _: Note(entry=work.next_entry(), by=ANA, text=text))

    def set_status(self, number: int, status: Status) -> None:
        self.do(number, lambda _work, _ticket: SetStatus(status=status, by=ANA))

    def close(self, number: int) -> None:
        self.set_status(number, "closed")

    def open(self, for_: str, text: str, *, subject: str = "By telephone") -> int:
        """An operator opens a ticket for a customer."""
        name, address = parseaddr(for_)
        number, done = self.desk.open(
            OpenTicket(
                number=0,
                entry=0,
                subject=subject,
                text=text,
                requester=address,
                requester_name=name,
                by=ANA,
            )
        )
        self.log.extend(done.log)
        return number

    def do(self, number: int, command: Any) -> Done:
        done = self.desk.act(number, command)
        assert not isinstance(done, Refused), done.sentence
        self.log.extend(done.log)
        return done

    def advance(self, **span: float) -> None:
        """Time goes by."""
        self.now += timedelta(**span)

    # --- the desk's work ----------------------------------------------------------------------------

    def claim(self, token: str = "worker", most: int = 50) -> list[Waiting]:
        with self.desk.database.transaction() as connection:
            return inbox.claim(
                connection, token=token, now=self.now, lease=LEASE, most=most, most_bytes=1 << 26
            )

    def read(self, claimed: Sequence[Waiting]) -> list[Read]:
        with self.desk.database.reading() as connection:
            raws = inbox.read_many(connection, [waiting.sha256 for waiting in claimed])
        return [
            Read(waiting=one, message=parse(raws[one.sha256], reverse_path=one.envelope.reverse_path))
            for one in claimed
        ]

    def work(self) -> None:
        """Take in all that waits."""
        done = self.desk.receive(self.read(self.claim()), token="worker")
        self.log.extend(done.log)

    # --- what can be seen ---------------------------------------------------------------------------

    def came(self, id_: int) -> Came:
        with self.desk.database.reading() as connection:
            row = inbox.get(connection, id_)
        assert row is not None
        return Came(
            id=id_,
            outcome=row.outcome,
            verdict=row.verdict,
            ticket=row.ticket,
            reasons={reason["rule"]: reason["evidence"] for reason in row.reasons or ()},
            log=[line for line in self.log if line.fields.get("message") == id_],
        )

    def outgoing(self, *, kind: str | None = None, to: str | None = None) -> list[Outgoing]:
        """All mail that the desk wrote so far, oldest first."""
        with self.desk.database.reading() as connection:
            rows = list(outbox.rows(connection))
            data = inbox.read_many(connection, [row.sha256 for row in rows])
        found = [
            Outgoing(
                id=row.id,
                kind=row.kind,
                recipient=row.recipient,
                reverse_path=row.reverse_path,
                data=data[row.sha256],
                mail=message_from_bytes(data[row.sha256], policy=modern),
            )
            for row in rows
        ]
        return [one for one in found if kind in (None, one.kind) and to in (None, one.recipient)]

    def ticket(self, number: int | None) -> Ticket:
        assert number is not None
        with self.desk.database.reading() as connection:
            found = tickets.load_plain(connection, number)
        assert found is not None
        return found

    def count(self) -> int:
        """How many tickets there are."""
        with self.desk.database.reading() as connection:
            return len(list(ticket_list.rows(connection)))

    def history(self, number: int | None) -> list[Any]:
        assert number is not None
        with self.desk.database.reading() as connection:
            return tickets.history(connection, number)

    def events(self, number: int | None) -> list[str]:
        """The names of the events in a ticket's history."""
        return [row.event for row in self.history(number) if row.kind == "event"]

    def said(self, number: int | None) -> list[str]:
        """Who wrote on a ticket, in order, as `in` or `out` with the author."""
        return [
            f"{row.direction} {row.author}" for row in self.history(number) if row.kind == "correspondence"
        ]

    def clock(self, number: int) -> list[Any]:
        with self.desk.database.reading() as connection:
            return ledger.of_ticket(connection, number)

    def told(self, event: str) -> list[LogLine]:
        """The lines of the log with this name."""
        return [line for line in self.log if line.event == event]


@contextmanager
def desk_room(folder: Path, url: str, more: str = "") -> Iterator[Room]:
    """A desk with an empty store. `more` is added to its configuration."""
    path = folder / "mailticket.toml"
    path.write_text(CONFIGURATION.format(folder=folder, url=url) + more)
    config = load(path, {})
    database = database_of(config)
    with closing(database):
        database.open()
        tools = tools_of(config)
        room: Room
        room = Room(desk=Desk(database, tools, lambda: room.now))
        yield room
