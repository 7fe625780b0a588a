"""A second relay and a pace, in front of real relays."""

import asyncio
import time

from mailticket.wire.relay import OutgoingMail, Relay
from mailticket.wire.relay_url import relay_from_url
from mailticket.wire.route import FallbackRelay, PacedRelay
from mailticket.wire.smtp_client import Timeouts
from servers import Drop, Reply, Sink, smtp_sink

IMPATIENT = Timeouts(connect=0.5, command=0.5, data=0.5)


def to(*recipients: str, urgent: bool = False) -> OutgoingMail:
    return OutgoingMail(sender="", recipients=recipients, data=b"Subject: x\r\n\r\nx\r\n", urgent=urgent)


def outcomes(relay: Relay, *mails: OutgoingMail) -> list[str]:
    async def work() -> list[str]:
        results = await asyncio.gather(*(relay.send(mail) for mail in mails))
        await relay.close()
        return [result.outcome for each in results for result in each]

    return asyncio.run(work())


def both(first: Sink, second: Sink) -> FallbackRelay:
    return FallbackRelay(*(relay_from_url(sink.url, timeouts=IMPATIENT) for sink in (first, second)))


def test_the_second_relay_takes_what_the_first_cannot_be_given(sink: Sink) -> None:
    with smtp_sink() as second:
        sink.down()
        assert outcomes(both(sink, second), to("a@x.example")) == ["accepted"]
        assert len(second.mails) == 1
        sink.up()
        assert outcomes(both(sink, second), to("a@x.example")) == ["accepted"]
        assert len(second.mails) == 1


def test_what_the_first_relay_answered_holds(sink: Sink) -> None:
    with smtp_sink() as second:
        sink.fail("RCPT", Reply(line="450 4.2.0 Greylisted"), times=1)
        assert outcomes(both(sink, second), to("a@x.example")) == ["transient"]
        sink.fail("content", Drop(), times=1)
        assert outcomes(both(sink, second), to("a@x.example")) == ["transient"]
        assert not second.mails


def test_when_both_are_down_the_first_is_named(sink: Sink) -> None:
    with smtp_sink() as second:
        relay = both(sink, second)
        sink.down()
        assert asyncio.run(relay.probe()) is None
        second.down()
        told = asyncio.run(relay.probe())
        assert told is not None
        assert str(sink.port) in told
        assert str(second.port) in told
        (result,) = asyncio.run(relay.send(to("a@x.example")))
        assert (result.outcome, result.stage) == ("transient", "connect")
        assert str(sink.port) in result.text


def test_mails_leave_at_the_pace_that_was_set(sink: Sink) -> None:
    relay = PacedRelay(relay_from_url(sink.url), per_second=50, per_domain=0)
    start = time.monotonic()

    assert outcomes(relay, *(to(f"{n}@x.example") for n in range(26))) == ["accepted"] * 26

    assert time.monotonic() - start >= 0.5


def test_one_domain_is_spared_and_the_others_do_not_wait_for_it(sink: Sink) -> None:
    relay = PacedRelay(relay_from_url(sink.url), per_second=0, per_domain=10)
    mails = [to(f"{n}@x.example") for n in range(6)] + [to(f"a@{n}.example") for n in range(20)]

    start = time.monotonic()
    outcomes(relay, *mails)

    arrived = [mail.recipients[0] for mail in sink.mails]
    assert arrived.index("5@x.example") == 25
    assert sink.mails[-1].at - start >= 0.5


def test_a_page_does_not_wait(sink: Sink) -> None:
    relay = PacedRelay(relay_from_url(sink.url), per_second=20, per_domain=20)

    outcomes(relay, *(to(f"{n}@x.example") for n in range(10)), to("ana@x.example", urgent=True))

    assert [mail.recipients[0] for mail in sink.mails].index("ana@x.example") <= 2
