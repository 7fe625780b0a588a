"""A desk by the configuration of an example, its clock moved from deadline to deadline, and who was told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailticket.config import load
from mailticket.desk.door import Desk
from mailticket.setup.store import database_of
from mailticket.setup.tools import tools_of
from mailticket.store import outbox, timers
from scenarios.desk_room import Outgoing, Room

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody was told something at a moment, as the wall clock of the desk shows it."""

    at: str
    kind: str
    to: str
    subject: str


@dataclass(kw_only=True)
class Story:
    """What happens at a desk, by the wall clock of its time zone."""

    room: Room
    zone: ZoneInfo

    def moment(self, wall: str) -> datetime:
        """`2026-03-06 21:59` of the desk's own clock."""
        return datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=self.zone).astimezone(UTC)

    def wall(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime("%a %H:%M")

    def at(self, wall: str) -> "Story":
        """It is that time now; nothing was due before."""
        self.room.now = self.moment(wall)
        return self

    def until(self, wall: str) -> None:
        """Time goes by until then: the desk does what is due at each deadline on the way."""
        end = self.moment(wall)
        self.tick()
        while (due := self._next()) is not None and due <= end:
            self.room.now = max(self.room.now, due)
            self.tick()
        self.room.now = end
        self.tick()

    def tick(self) -> None:
        """The scheduler wakes."""
        more = True
        while more:
            done = self.room.desk.tick()
            self.room.log.extend(done.log)
            more = done.more

    def told(self, *kinds: str, since: str | None = None) -> list[Told]:
        """Who was told what and when, in order."""
        begin = self.moment(since) if since else None
        with self.room.desk.database.reading() as connection:
            at = {row.id: row.created_at for row in outbox.rows(connection)}
        return [
            Told(at=self.wall(at[mail.id]), kind=mail.kind, to=mail.recipient, subject=mail.subject)
            for mail in self.room.outgoing()
            if (not kinds or mail.kind in kinds) and (begin is None or at[mail.id] >= begin)
        ]

    def pages(self, *, since: str | None = None) -> list[tuple[str, str]]:
        """When who was paged."""
        return [(told.at, told.to.partition("@")[0]) for told in self.told("page", since=since)]

    def page(self, to: str) -> Outgoing:
        """The last page to somebody."""
        return self.room.outgoing(kind="page", to=to)[-1]

    def due(self, number: int) -> str | None:
        """By when the customer should have an answer."""
        due_at = self.room.ticket(number).clock.due_at
        return self.wall(due_at) if due_at else None

    def transcript(self, since: str) -> str:
        """All that was said by the desk, a line each."""
        lines = [f"{t.at}  {t.kind:15} {t.to:28} {t.subject}" for t in self.told(since=since)]
        return "\n".join(lines)

    def _next(self) -> datetime | None:
        with self.room.desk.database.reading() as connection:
            return timers.next_moment(connection)


@contextmanager
def example(name: str, folder: Path, url: str) -> Iterator[Story]:
    """The desk of `config/examples/NAME.toml` with an empty store; runs in the folder of the project."""
    environ = {"MAILTICKET__STORE__URL": url, "MAILTICKET__DESK__SECRET_FILE": str(folder / "secret")}
    config = load(ROOT / f"config/examples/{name}.toml", environ)
    database = database_of(config)
    with closing(database):
        database.open()
        room: Room
        room = Room(desk=Desk(database, tools_of(config), lambda: room.now))
        yield Story(room=room, zone=ZoneInfo(config.desk.time_zone))
