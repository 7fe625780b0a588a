"""The configuration becomes the desk's policy."""

import importlib.util
import os
import secrets
from datetime import datetime
from pathlib import Path

from mailticket.config import Config
from mailticket.mail.address import canonical
from mailticket.setup.service import calendars_of, ladders_of, levels_of, rotas_of
from mailticket.tickets.calendar import Calendar
from mailticket.tickets.policy import Caps, Customer, Person, Policy, Rule, Waiting
from mailticket.tickets.public_holidays import public_holidays


def policy_of(config: Config) -> Policy:
    """The desk's policy; makes the secret if it does not exist yet."""
    calendars = calendars_of(config)
    return Policy(
        name=config.desk.name,
        address=config.desk.address,
        aliases=config.desk.aliases,
        emergency_addresses=config.desk.emergency_addresses,
        queue_addresses={
            address: queue.name
            for queue in config.queues
            for address in (*((queue.address,) if queue.address else ()), *queue.aliases)
        },
        queue_from={queue.name: queue.address for queue in config.queues if queue.address},
        queue_signatures={queue.name: queue.signature for queue in config.queues if queue.signature},
        queue_members={queue.name: frozenset(map(canonical, queue.members)) for queue in config.queues},
        subject_tag=config.desk.subject_tag,
        time_zone=config.desk.time_zone,
        language=config.desk.language,
        signature=config.desk.signature,
        secret=_secret(config.desk.secret_file),
        reopen_within=config.desk.reopen_within,
        default_priority=config.desk.default_priority,
        default_queue=config.desk.default_queue or "support",
        default_kind=config.desk.kinds[0],
        priorities=tuple(one.name for one in config.priorities),
        queues=tuple(queue.name for queue in config.queues) or (config.desk.default_queue or "support",),
        kinds=config.desk.kinds,
        holds_collisions=config.answers.collision == "hold",
        customer_commands_hour=config.answers.customer_commands_hour,
        tells_closing=config.answers.tell_closing,
        emergency_text=config.acknowledgement.emergency,
        after_hours_text=config.acknowledgement.after_hours,
        authserv_id=config.trust.authserv_id or _our_own_id(config),
        checks_signatures=config.trust.check,
        spam_headers=config.trust.spam_headers,
        caps=Caps(
            per_sender_hour=config.acknowledgement.per_sender_hour,
            per_sender_day=config.acknowledgement.per_sender_day,
            per_desk_hour=config.acknowledgement.per_desk_hour,
        ),
        hops_unanswered=config.acknowledgement.max_hops,
        staff=tuple(
            Person(
                name=one.name,
                address=one.address,
                notify=frozenset(one.notify),
                language=one.language or config.desk.language,
                time_zone=one.time_zone,
                signature=one.signature,
            )
            for one in config.staff
        ),
        customers=tuple(
            Customer(
                name=one.name,
                domains=frozenset(map(str.lower, one.domains)),
                addresses=frozenset(map(canonical, one.addresses)),
                time_zone=one.time_zone,
                language=one.language,
                service_level=one.service_level,
                ladder=one.ladder,
                playbook=_text(one.playbook_file),
            )
            for one in config.customers
        ),
        service_levels=levels_of(config, calendars),
        office=next(iter(calendars.values()), None),
        ladders=ladders_of(config, calendars),
        default_ladder=config.escalation.ladder,
        rotas=rotas_of(config),
        emergency_priorities=frozenset(one.name for one in config.priorities if one.emergency),
        emergency_words=config.escalation.emergency_words,
        rules=tuple(
            Rule(
                name=one.name,
                subject=one.match.subject,
                sender=frozenset(map(canonical, one.match.sender)),
                recipient=frozenset(map(canonical, one.match.recipient)),
                customer=frozenset(one.match.customer),
                priority=one.priority,
                queue=one.queue,
                kind=one.kind,
                emergency=one.emergency,
            )
            for one in config.rules
        ),
        pending=Waiting(remind_after=config.pending.remind_after, close_after=config.pending.close_after),
        resolved=Waiting(remind_after=config.resolved.remind_after, close_after=config.resolved.close_after),
        pages_per_minute=config.escalation.pages_per_minute,
        page_again=config.relay.page_retry[0],
        token_lifetime=config.answers.token_lifetime,
        alarm_notify=config.alarm.notify,
    )


def preload(policy: Policy, now: datetime) -> None:
    """Load the public holidays that deadlines will ask for, so that no first mail waits for them."""
    windows = [one.during for level in policy.service_levels for one in level.targets]
    hours = [one.hours_of for level in policy.service_levels for one in level.targets]
    for calendar in (*windows, *hours, policy.office, *(one.during for one in policy.ladders)):
        if isinstance(calendar, Calendar) and calendar.country is not None:
            for year in (now.year, now.year + 1):
                public_holidays(calendar.country, calendar.subdivision, year)


def _our_own_id(config: Config) -> str:
    """The id under which our own word about signatures is believed; nobody else can know it."""
    if not config.trust.check:
        return ""
    if importlib.util.find_spec("dkim") is None:
        raise ValueError("trust.check needs dkimpy: pip install 'mailticket[dkim]'.")
    return f"check-{secrets.token_hex(16)}"


def _secret(path: Path) -> bytes:
    """The key that signs; made once, and read by nobody else."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_hex(32).encode()
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # whoever is first wins, even when two start at once
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
        found = path.read_bytes()
    if len(found.strip()) < 16:
        raise ValueError(f"{path} holds no secret of at least 16 characters; remove it to have one made.")
    return found.strip()


def _text(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:50_000] if path else ""
    except OSError:
        return ""
