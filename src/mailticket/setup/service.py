"""Calendars, service levels, ladders and rotas of the configuration, as the decisions see them."""

from collections.abc import Mapping

from mailticket.config import Config
from mailticket.config.verify.names import VISIT
from mailticket.tickets import calendar as pure_calendar
from mailticket.tickets import service_level as pure_level
from mailticket.tickets.calendar import Calendar
from mailticket.tickets.escalation import Ladder, Step
from mailticket.tickets.rota import Rota
from mailticket.tickets.service_level import ServiceLevel


def calendars_of(config: Config) -> dict[str, Calendar]:
    """The calendars by their names, in their order."""
    return {
        name: Calendar(
            name=name,
            zone=one.time_zone or config.desk.time_zone,
            week=tuple(  # type: ignore[arg-type] # seven of them
                tuple(pure_calendar.Hours(opens=h.opens, closes=h.closes) for h in one.hours.on(weekday))
                for weekday in range(7)
            ),
            country=one.holidays.country or None,
            subdivision=one.holidays.subdivision or None,
            closed=frozenset(one.holidays.extra),
            without=frozenset(one.holidays.without),
            special=tuple(
                pure_calendar.SpecialDay(
                    day=day,
                    hours=tuple(pure_calendar.Hours(opens=h.opens, closes=h.closes) for h in hours),
                )
                for day, hours in one.days.items()
            ),
        )
        for name, one in config.calendars.items()
    }


def levels_of(config: Config, calendars: Mapping[str, Calendar]) -> tuple[ServiceLevel, ...]:
    """The service levels in their order."""
    return tuple(
        ServiceLevel(
            name=level.name,
            applies_to=pure_level.AppliesTo(
                priority=frozenset(level.applies_to.priority),
                customer=frozenset(level.applies_to.customer),
                queue=frozenset(level.applies_to.queue),
                kind=frozenset(level.applies_to.kind),
            ),
            targets=tuple(
                pure_level.Target(
                    during=_window(one.during, calendars, config.desk.time_zone),
                    respond_within=one.respond_within,
                    resolve_within=one.resolve_within,
                    counted=one.counted,
                    hours_of=calendars[one.hours_of] if one.hours_of else None,
                )
                for one in level.targets
            ),
            ladder=level.ladder or config.escalation.ladder,
            warn_at=level.warn_at or None,
            zone=config.desk.time_zone,
        )
        for level in config.service_levels
    )


def ladders_of(config: Config, calendars: Mapping[str, Calendar]) -> tuple[Ladder, ...]:
    """The ladders with their variants, in their order."""
    return tuple(
        Ladder(
            name=one.name,
            steps=tuple(Step(after=step.after, notify=step.notify) for step in one.steps),
            repeat=one.repeat,
            repeat_every=one.repeat_every,
            acknowledged_for=one.acknowledged_for,
            fallback=one.fallback,
            during=_window(one.during, calendars, config.desk.time_zone),
        )
        for one in config.ladders
    )


def rotas_of(config: Config) -> dict[str, Rota]:
    """The rotas by their names, without the overrides that are made while running."""
    return {
        one.name: Rota(
            name=one.name,
            zone=one.time_zone or config.desk.time_zone,
            members=one.members,
            weekday=one.handoff.weekday,
            handoff=one.handoff.time,
            shift=one.shift,
            starts=one.starts,
        )
        for one in config.rotas
    }


def _window(name: str | None, calendars: Mapping[str, Calendar], zone: str) -> Calendar | None:
    if name == VISIT:  # scheduled visits are not kept yet, so that nothing falls into their window
        return Calendar(name=VISIT, zone=zone, week=((), (), (), (), (), (), ()))
    return None if name is None else calendars[name]
