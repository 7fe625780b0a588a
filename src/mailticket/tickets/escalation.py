"""Escalation: who is told next, and when, until somebody takes the ticket.

The state of a ladder is one row with one next moment, `next_at`. `due` is called when that moment has
come, however late, and gives the steps to take now together with the state after them; everything
else that happens to a ladder is a function beside it. Nothing here sends: who stands behind a step is
looked up by `resolve` at the moment of sending.

Late, after a crash or a suspended machine: all steps of the pass that are overdue are taken at once,
so that nobody is left out and nobody is told twice for one step, and the pauses after them count from
now, so that whoever is told has their time to answer. A pass that was missed as a whole is not made up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from mailticket.tickets.service_level import Window

Stand = Literal["none", "scheduled", "active", "acknowledged", "exhausted"]
Trigger = Literal["deadline", "emergency", "visit", "acknowledgement-expired"]
Taking = Literal["acknowledged", "snoozed", "handed-over"]

_NOTHING = timedelta(0)
# A tick may be this late without the plan of the pass moving with it.
_PUNCTUAL = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Whom to tell, `after` the start of a pass: addresses, and rotas as `rota:NAME`."""

    after: timedelta
    notify: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Steps that are gone through `repeat` times in all, until somebody acknowledges.

    `repeat_every` is the pause from the last step to the next pass, and after the last pass to
    exhausted. An acknowledgement holds for `acknowledged_for`. The `fallback` is told when nobody is on
    call, and when the ladder is exhausted. `during` is the window of a variant (day, night).
    """

    name: str
    steps: tuple[Step, ...]
    repeat: int = 3
    repeat_every: timedelta = timedelta(minutes=15)
    acknowledged_for: timedelta = timedelta(hours=2)
    fallback: str | None = None
    during: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationState:
    """Where the escalation of a ticket stands.

    `step` is the number, from 1, of the last step taken in this pass (0 before the first), `pass_` the
    number of the pass. `next_at` is when the next thing happens by itself: the ladder starts
    (scheduled), the next step, pass or exhaustion comes (active), the acknowledgement expires
    (acknowledged). `scheduled_for` is the deadline that the ladder waits for or began at.
    """

    state: Stand = "none"
    ladder: str | None = None
    trigger: Trigger | None = None
    pass_: int = 0
    step: int = 0
    scheduled_for: datetime | None = None
    started_at: datetime | None = None
    next_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_until: datetime | None = None
    taking: Taking | None = None
    handed_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """Tell these now; steps that are taken together become one page for each person."""

    pass_: int
    step: int
    notify: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAsked:
    """Tell this person that the ticket is handed to them, and that they have to acknowledge."""

    to: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTold:
    """Tell the person who acknowledged that it became more urgent; nobody else is woken."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenTold:
    """Tell everyone who was told before that somebody took it."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedAgain:
    """The time of an acknowledgement went by without an answer: the ladder starts again."""

    after_promise_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhausted:
    """Nobody acknowledged in any pass: tell the fallback, if there is one, and raise an alarm."""

    fallback: str | None


Effect = StepTaken | HandoverAsked | HolderTold | TakenTold | StartedAgain | Exhausted


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """What a function of the ladder gives: the new state, and what has to be done now."""

    state: EscalationState
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a person's wish cannot be met, as a sentence for them."""

    reason: str


def pick(ladders: Iterable[Ladder], name: str | None, instant: datetime) -> Ladder | None:
    """Give the ladder of that name for an escalation that begins at the instant.

    Of several variants the first counts whose window holds the instant; where none does, the first
    variant at all, because a ladder at the wrong hour beats none.
    """
    named = [ladder for ladder in ladders if ladder.name == name]
    for ladder in named:
        if ladder.during is None or ladder.during.is_open(instant):
            return ladder
    return named[0] if named else None


def scheduled(state: EscalationState, ladder: str | None, at: datetime | None) -> Advanced:
    """Let the ladder start at `at`, when an answer that is owed is overdue; None: nothing is due.

    Takes the place of an earlier schedule. What already runs or was acknowledged is left as it is; an
    exhausted ladder is scheduled anew, so pass the clock's `due_at` then, and its `breach_at` else.
    """
    ahead = state.state == "acknowledged" and state.started_at is None
    if state.state == "active" or (state.state == "acknowledged" and not (ahead and at is None)):
        return Advanced(state=state)
    if at is None or ladder is None:
        return Advanced(state=state if state.state == "exhausted" else EscalationState())
    return Advanced(
        state=EscalationState(
            state="scheduled", ladder=ladder, trigger="deadline", scheduled_for=at, next_at=at
        )
    )


def started(
    state: EscalationState, ladder: Ladder, now: datetime, trigger: Trigger = "emergency"
) -> Advanced:
    """Start the ladder at once; call `due` next, as its first step may have its time already.

    A ladder that runs goes on. If somebody took the ticket after being told of it, they are told, and
    nobody else is woken; an acknowledgement ahead of the deadline was not given for an emergency.
    """
    if state.state == "active":
        return Advanced(state=state)
    if state.state == "acknowledged" and state.acknowledged_by is not None and state.started_at is not None:
        return Advanced(state=state, effects=(HolderTold(to=state.acknowledged_by),))
    return Advanced(state=_first_pass(ladder, now, trigger, state.scheduled_for))


def due(state: EscalationState, ladder: Ladder, now: datetime) -> Advanced:
    """Do what `next_at` asks for, if its time has come; `ladder` is the one that fits at `now`.

    Steps that follow without a pause are taken in the same call. Asked too early, nothing happens.
    """
    if state.next_at is None or now < state.next_at:
        return Advanced(state=state)
    match state.state:
        case "scheduled":
            begun = _first_pass(ladder, state.next_at, "deadline", state.scheduled_for)
            return _steps(begun, ladder, now)
        case "acknowledged":
            promise = StartedAgain(after_promise_of=state.acknowledged_by or "somebody")
            # A promise that ran out long ago is not made up for: the pass begins now.
            begun = _first_pass(ladder, now, "acknowledgement-expired", state.scheduled_for)
            taken = _steps(begun, ladder, now)
            return Advanced(state=taken.state, effects=(promise, *taken.effects))
        case "active":
            return _steps(state, ladder, now)
        case "none" | "exhausted":
            return Advanced(state=replace(state, next_at=None))
        case never:
            assert_never(never)


def acknowledged(
    state: EscalationState,
    ladder: Ladder,
    *,
    by: str,
    at: datetime,
    within: timedelta | None = None,
    taking: Taking = "acknowledged",
) -> Advanced | Refused:
    """Somebody takes the ticket, for `within` or for the ladder's own time.

    A ladder that is only scheduled is acknowledged ahead: it stays quiet until its deadline at least.
    """
    if state.state in ("none", "exhausted"):
        return _not_running(state)
    until = at + (ladder.acknowledged_for if within is None else within)
    if state.scheduled_for is not None and state.started_at is None:
        until = max(until, state.scheduled_for)
    return Advanced(
        state=replace(
            state,
            state="acknowledged",
            next_at=until,
            acknowledged_by=by,
            acknowledged_at=at,
            acknowledged_until=until,
            taking=taking,
            handed_to=None,
        ),
        effects=(TakenTold(by=by),),
    )


def snoozed(
    state: EscalationState, ladder: Ladder, *, by: str, at: datetime, within: timedelta
) -> Advanced | Refused:
    """Somebody wants to hear of it again after `within`: then the ladder starts again."""
    return acknowledged(state, ladder, by=by, at=at, within=within, taking="snoozed")


def handed_over(
    state: EscalationState, ladder: Ladder, *, by: str, to: str, at: datetime
) -> Advanced | Refused:
    """Somebody gives the ticket to `to`, who is told and has to acknowledge.

    Until then it stays with the giver, and only for the pause between passes: without an
    acknowledgement by then the ladder starts again, so that nothing is lost between two people.
    """
    within = min(ladder.repeat_every, ladder.acknowledged_for)
    given = acknowledged(state, ladder, by=by, at=at, within=within, taking="handed-over")
    if isinstance(given, Refused):
        return given
    return Advanced(
        state=replace(given.state, handed_to=to), effects=(HandoverAsked(to=to, by=by), *given.effects)
    )


def step_failed(state: EscalationState, *, pass_: int, step: int, now: datetime) -> Advanced:
    """A page of this step was refused or came back: the next thing comes at once instead of later.

    Nothing changes if the ladder has gone on meanwhile or somebody took the ticket.
    """
    if state.state != "active" or (state.pass_, state.step) != (pass_, step) or step == 0:
        return Advanced(state=state)
    return Advanced(state=replace(state, next_at=min(now, state.next_at or now)))


def answered(state: EscalationState) -> Advanced:
    """A person answered the customer, or the ticket is over: the escalation ends, whatever its state."""
    return Advanced(state=state if state.state == "none" else EscalationState())


def _not_running(state: EscalationState) -> Refused:
    if state.state == "exhausted":
        return Refused(
            reason="the escalation is exhausted, so there is nothing left to acknowledge; answer the customer"
        )
    return Refused(
        reason="no escalation runs or is scheduled for this ticket, so there is nothing to acknowledge"
    )


def _first_pass(
    ladder: Ladder, start: datetime, trigger: Trigger, scheduled_for: datetime | None
) -> EscalationState:
    after = ladder.steps[0].after if ladder.steps else _NOTHING
    return EscalationState(
        state="active",
        ladder=ladder.name,
        trigger=trigger,
        pass_=1,
        step=0,
        scheduled_for=scheduled_for,
        started_at=start,
        next_at=start + after,
    )


def _steps(state: EscalationState, ladder: Ladder, now: datetime) -> Advanced:
    """Take every step of one pass that is due, then say when the next thing comes."""
    planned = state.next_at
    if planned is None or planned > now:
        return Advanced(state=state)
    if state.step >= len(ladder.steps):  # the pause after the last step is over
        if state.pass_ >= ladder.repeat or not ladder.steps:
            return Advanced(
                state=replace(state, state="exhausted", next_at=None),
                effects=(Exhausted(fallback=ladder.fallback),),
            )
        planned += ladder.steps[0].after
        state = replace(state, pass_=state.pass_ + 1, step=0, next_at=planned)
    taken: list[Effect] = []
    step, last_planned = state.step, planned
    while step < len(ladder.steps) and planned <= now:
        last_planned = planned
        taken.append(StepTaken(pass_=state.pass_, step=step + 1, notify=ladder.steps[step].notify))
        step += 1
        planned += _pause(ladder, step)
    late = now - last_planned
    next_at = planned if late <= _PUNCTUAL else planned + late
    return Advanced(state=replace(state, step=step, next_at=next_at), effects=tuple(taken))


def _pause(ladder: Ladder, step: int) -> timedelta:
    """Give the pause after step number `step`."""
    if step >= len(ladder.steps):
        return ladder.repeat_every
    return max(_NOTHING, ladder.steps[step].after - ladder.steps[step - 1].after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is to be told now. With `unmanned` rotas, or with nobody at all, an alarm is due as well."""

    addresses: tuple[str, ...]
    unmanned: tuple[str, ...] = ()
    fallback_used: bool = False

    @property
    def alarm(self) -> bool:
        """Whether a person must look: somebody who should have been told is not there."""
        return bool(self.unmanned) or not self.addresses


def resolve(
    notify: Iterable[str], on_call: Callable[[str], str | None], fallback: str | None = None
) -> Audience:
    """Give the addresses behind `notify`, each once; the fallback joins where a rota has nobody.

    `on_call` gives the member of a rota who is on call now, None if there is nobody or no such rota.
    """
    addresses: dict[str, None] = {}
    unmanned: list[str] = []
    for target in notify:
        rota = target.removeprefix("rota:")
        address = on_call(rota) if rota != target else target
        if address:
            addresses[address] = None
        else:
            unmanned.append(rota)
    fallback_used = (bool(unmanned) or not addresses) and fallback is not None
    if fallback_used and fallback is not None:
        addresses[fallback] = None
    return Audience(addresses=tuple(addresses), unmanned=tuple(unmanned), fallback_used=fallback_used)
