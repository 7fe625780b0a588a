"""On-call rotas: who is on call at an instant, and who will be.

Handoffs are steps of wall time in the rota's own zone, placed in UTC by `wall_time.instant_of`: a
handoff in a gap moves to the first minute that exists, one in a fold happens the first time. The turns
run on without end in both directions, so exactly one member is on call in each instant of a rota that
has members.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailticket.tickets.wall_time import ClockChange, clock_changes, instant_of, midnight, spoken, wall_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Somebody takes the call in [start, end), whoever's turn it is."""

    start: datetime
    end: datetime
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """Members who are on call by turns of `shift` each.

    The first member's first shift begins at the handoff on the date `starts`; with a weekday, at the
    last such handoff up to then. `weekday` counts from Monday 0; None hands over on any day. A shift of
    whole days or weeks hands over at the same wall time whatever the clocks do. `overrides` are in the
    order in which they were made: a later one wins over an earlier one.
    """

    name: str
    zone: str
    members: tuple[str, ...] = ()
    weekday: int | None = 0
    handoff: time = time(9)
    shift: timedelta = timedelta(weeks=1)
    starts: date = date(2026, 1, 5)
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        """Refuse shifts that would never end a turn."""
        if self.shift < timedelta(seconds=1):
            raise ValueError(
                f"the rota {self.name} has shifts of {spoken(self.shift)}; a shift is 1s at least"
            )

    @property
    def first_handoff(self) -> datetime:
        """The wall time at which the first member's first shift begins."""
        back = 0 if self.weekday is None else (self.starts.weekday() - self.weekday) % 7
        return midnight(self.starts) + timedelta(
            days=-back, hours=self.handoff.hour, minutes=self.handoff.minute, seconds=self.handoff.second
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Who is on call in [start, end): None if nobody is. `override` tells that it is not their turn."""

    rota: str
    member: str | None
    start: datetime
    end: datetime
    override: bool = False

    @property
    def length(self) -> timedelta:
        """Give the time that really passes in the shift."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Shifts ahead, what is uncovered of them, and the changes of the clocks that fall among them."""

    shifts: tuple[Shift, ...]
    gaps: tuple[Shift, ...]
    uncovered: timedelta
    clock_changes: tuple[ClockChange, ...]
    notes: tuple[str, ...]


def on_call(rota: Rota, instant: datetime) -> Shift:
    """Give the shift that holds the instant."""
    turn, start, end = _turn(rota, instant)
    winner = -1
    for index, override in enumerate(rota.overrides):
        if override.start <= instant < override.end:
            winner = index
    if winner >= 0:
        start, end = rota.overrides[winner].start, rota.overrides[winner].end
        member: str | None = rota.overrides[winner].member
    else:
        member = rota.members[turn % len(rota.members)] if rota.members else None
    # Whatever was made later than the winner cuts it, where it does not hold the instant itself.
    for override in rota.overrides[winner + 1 :]:
        if override.start >= override.end:
            continue
        if override.end <= instant:
            start = max(start, override.end)
        else:  # it begins later: what held the instant and was made last is the winner itself
            end = min(end, override.start)
    return Shift(rota=rota.name, member=member, start=start, end=end, override=winner >= 0)


def member_lookup(rotas: Mapping[str, Rota], instant: datetime) -> Callable[[str], str | None]:
    """Give the function that names who is on call in a rota at the instant; None for an unknown rota."""

    def member(name: str) -> str | None:
        return on_call(rotas[name], instant).member if name in rotas else None

    return member


def shifts(rota: Rota, begin: datetime, end: datetime) -> Iterator[Shift]:
    """Give the shifts that touch [begin, end) in order, each with its true start and end."""
    instant = begin
    while instant < end:
        shift = on_call(rota, instant)
        yield shift
        instant = shift.end


def forecast(rota: Rota, begin: datetime, end: datetime) -> Forecast:
    """Say who will be on call in [begin, end), what is uncovered, and what is odd about it."""
    ahead = tuple(shifts(rota, begin, end))
    gaps = tuple(shift for shift in ahead if shift.member is None)
    uncovered = sum((min(gap.end, end) - max(gap.start, begin) for gap in gaps), timedelta(0))
    changes = tuple(clock_changes(rota.zone, begin, end))
    notes = [*(_change_note(change, ahead) for change in changes)]
    if uncovered:
        notes.append(f"{rota.name}: nobody is on call for {spoken(uncovered)}; pages go to the fallback")
    return Forecast(shifts=ahead, gaps=gaps, uncovered=uncovered, clock_changes=changes, notes=tuple(notes))


def _change_note(change: ClockChange, ahead: tuple[Shift, ...]) -> str:
    for shift in ahead:
        if shift.start <= change.at < shift.end and shift.member is not None:
            return f"{change}; the shift of {shift.member} has {spoken(shift.length)}"
    return str(change)


def _turn(rota: Rota, instant: datetime) -> tuple[int, datetime, datetime]:
    """Give the number of the turn that holds the instant, overrides aside, and its edges."""
    turn = (wall_of(rota.zone, instant) - rota.first_handoff) // rota.shift
    # In a repeated hour the wall shows less than it has shown already, so later turns may have begun;
    # turns that a gap swallows have no length, and the last of them is the one that holds.
    while _edge(rota, turn + 1) <= instant:
        turn += 1
    return turn, _edge(rota, turn), _edge(rota, turn + 1)


def _edge(rota: Rota, turn: int) -> datetime:
    return instant_of(rota.zone, rota.first_handoff + turn * rota.shift)
