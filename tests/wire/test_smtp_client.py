"""Handing mail to a relay: what comes of each recipient, whatever the relay does."""

import asyncio
import email
import ssl
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import pytest

from mailticket.mail.address import Mailbox
from mailticket.mail.compose import Notice, compose
from mailticket.wire import smtp_client
from mailticket.wire.relay import OutgoingMail, RecipientResult, Relay
from mailticket.wire.relay_url import relay_from_url
from mailticket.wire.smtp_client import SmtpRelay, Timeouts
from servers import Drop, Hang, Postfix, Reply, Sink, Slow, smtp_sink
from servers.certificate import certificate
from servers.process import Port

T = TypeVar("T")
IMPATIENT = Timeouts(connect=0.5, command=0.5, data=0.5)
MAIL = OutgoingMail(
    sender="",
    recipients=("carol@acme.example",),
    data=b"Subject: [#1] x\r\nMessage-ID: <a@b>\r\n\r\n.\r\n..two\r\nEnd\r\n",
)
TWO = OutgoingMail(sender="b@desk.example", recipients=("a@x.example", "b@x.example"), data=MAIL.data)


def with_relay(url: str, work: Callable[[Relay], Awaitable[T]], **options: object) -> T:
    """Run `work` with a relay, and close the relay after it."""

    async def run() -> T:
        relay = relay_from_url(url, **options)  # type: ignore[arg-type]
        try:
            return await work(relay)
        finally:
            await relay.close()

    return asyncio.run(run())


def sent(url: str, mail: OutgoingMail = MAIL, **options: object) -> tuple[RecipientResult, ...]:
    return with_relay(url, lambda relay: relay.send(mail), **options)


def probed(url: str, **options: object) -> str | None:
    return with_relay(url, lambda relay: relay.probe(), **options)


def outcomes(results: tuple[RecipientResult, ...]) -> list[tuple[str, str, int | None]]:
    return [(result.outcome, result.stage, result.code) for result in results]


def test_a_mail_arrives_as_it_was_composed(sink: Sink) -> None:
    (result,) = sent(sink.url)

    (mail,) = sink.wait()
    # "<>" is how the sink spells the null reverse-path.
    assert (mail.sender, mail.recipients, mail.content) == ("<>", MAIL.recipients, MAIL.data)
    assert (result.recipient, result.outcome, result.code) == (MAIL.recipients[0], "accepted", 250)


def test_a_mail_through_postfix_arrives_as_it_was_composed(postfix: Postfix) -> None:
    before = len(postfix.mails())
    notice = Notice(
        from_=Mailbox(name="Désk", address="support@infraware.example"),
        to=(Mailbox(name="Zoë", address="zoe@acme.example"),),
        subject="[#10042] Größe",
        text="From here\n.\n" + "ä" * 2_000,
        html="<p>" + "ä" * 2_000,
        message_id="u.ack.1.x@infraware.example",
        date=datetime(2026, 11, 20, tzinfo=UTC),
        auto_submitted="auto-replied",
    )
    raw = compose(notice)
    mail = OutgoingMail(sender="b@infraware.example", recipients=("zoe@acme.example",), data=raw)

    async def many(relay: Relay) -> list[tuple[RecipientResult, ...]]:
        return await asyncio.gather(*(relay.send(mail) for _ in range(50)))

    results = with_relay(postfix.url, many)
    deadline = time.monotonic() + 20
    while len(postfix.mails()) < before + 50 and time.monotonic() < deadline:
        time.sleep(0.05)

    assert {result.outcome for (result,) in results} == {"accepted"}
    assert {result.enhanced for (result,) in results} == {"2.0.0"}
    arrived = postfix.mails()[before:]
    assert len(arrived) == 50
    wanted = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    assert all(one.partition(b"\n\n")[2] == wanted for one in arrived)
    assert email.message_from_bytes(arrived[0])["Message-ID"] == "<u.ack.1.x@infraware.example>"


def test_connections_are_kept(sink: Sink) -> None:
    async def many(relay: Relay) -> None:
        await asyncio.gather(*(relay.send(MAIL) for _ in range(60)))
        await asyncio.gather(*(relay.send(MAIL) for _ in range(60)))

    with_relay(f"{sink.url}?connections=3", many)

    assert len(sink.wait(120)) == 120
    assert sink.connections == 3


@pytest.mark.parametrize(
    ("stage", "line", "expected"),
    [
        ("connect", "554 5.3.2 No service", ("transient", "connect", None)),
        ("connect", "421 4.3.2 Busy", ("transient", "connect", None)),
        ("MAIL", "451 4.3.0 Later", ("transient", "envelope", 451)),
        ("MAIL", "550 5.7.1 Not you", ("permanent", "envelope", 550)),
        ("MAIL", "552 5.3.4 Too large", ("permanent", "envelope", 552)),
        ("MAIL", "530 5.7.0 Must issue a STARTTLS command first", ("transient", "connect", None)),
        ("MAIL", "421 4.7.0 Closing", ("transient", "connect", None)),
        ("RCPT", "450 4.2.0 Greylisted", ("transient", "envelope", 450)),
        ("RCPT", "550 5.1.1 No such user", ("permanent", "envelope", 550)),
        ("DATA", "451 4.3.0 Not now", ("transient", "data", 451)),
        ("content", "554 5.6.0 Spam", ("permanent", "data", 554)),
        ("content", "452 4.3.1 Disk full", ("transient", "data", 452)),
    ],
)
def test_an_answer_means_for_the_queue_what_it_says(
    sink: Sink, stage: str, line: str, expected: tuple[str, str, int | None]
) -> None:
    sink.fail(stage, Reply(line=line))  # type: ignore[arg-type]

    results = sent(sink.url, timeouts=IMPATIENT)

    assert outcomes(results) == [expected]
    if results[0].code is not None:
        assert results[0].enhanced == line.split()[1]
        assert results[0].text == " ".join(line.split()[2:])
    assert not sink.mails


def test_the_next_mail_goes_out_after_a_refusal_on_the_same_connection(sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="550 5.1.1 No such user"), times=1)
    sink.fail("content", Reply(line="554 5.6.0 Spam"), times=1)

    async def three(relay: Relay) -> list[str]:
        return [(await relay.send(MAIL))[0].outcome for _ in range(3)]

    assert with_relay(sink.url, three) == ["permanent", "permanent", "accepted"]
    assert sink.connections == 1


def test_one_refused_recipient_does_not_cost_the_other_the_mail(sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="550 5.1.1 No such user"), address="a@x.example")

    results = sent(sink.url, TWO)

    assert [(r.recipient, r.outcome) for r in results] == [
        ("a@x.example", "permanent"),
        ("b@x.example", "accepted"),
    ]
    assert sink.wait()[0].recipients == ("b@x.example",)


def test_a_connection_cut_after_the_mail_leaves_its_fate_unknown(sink: Sink) -> None:
    sink.fail("content", Drop(), times=1)

    async def twice(relay: Relay) -> list[tuple[RecipientResult, ...]]:
        return [await relay.send(MAIL), await relay.send(MAIL)]

    first, second = with_relay(sink.url, twice)

    assert outcomes(first) == [("transient", "unknown", None)]
    assert outcomes(second) == [("accepted", "data", 250)]
    assert [mail.confirmed for mail in sink.mails] == [False, True]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_connection_cut_before_the_mail_is_no_delivery(sink: Sink, stage: str) -> None:
    sink.fail(stage, Drop(), times=1)  # type: ignore[arg-type]

    async def twice(relay: Relay) -> list[str]:
        return [(await relay.send(MAIL))[0].outcome, (await relay.send(MAIL))[0].outcome]

    assert with_relay(sink.url, twice) == ["transient", "accepted"]
    assert len(sink.mails) == 1


def test_a_kept_connection_that_died_costs_no_attempt(sink: Sink) -> None:
    async def around_the_cut(relay: Relay) -> tuple[str, str]:
        (first,) = await relay.send(MAIL)
        await asyncio.to_thread(sink.disconnect)
        (second,) = await relay.send(MAIL)
        return first.outcome, second.outcome

    assert with_relay(sink.url, around_the_cut) == ("accepted", "accepted")
    assert sink.connections == 2


def test_a_relay_that_closes_idle_connections_with_421_costs_no_attempt(sink: Sink) -> None:
    async def work(relay: Relay) -> tuple[str, str]:
        (first,) = await relay.send(MAIL)
        sink.fail("MAIL", Reply(line="421 4.4.2 Idle for too long"), times=1)
        (second,) = await relay.send(MAIL)
        return first.outcome, second.outcome

    assert with_relay(sink.url, work) == ("accepted", "accepted")


def test_deliveries_that_hang_hold_up_no_other(sink: Sink) -> None:
    sink.fail("RCPT", Hang(), address="slow@x.example")
    slow = OutgoingMail(sender="", recipients=("slow@x.example",), data=MAIL.data)

    async def work(relay: Relay) -> bool:
        hanging = [asyncio.create_task(relay.send(slow)) for _ in range(2)]
        await asyncio.sleep(0)
        results = await asyncio.wait_for(asyncio.gather(*(relay.send(MAIL) for _ in range(10))), 10)
        assert all(result.outcome == "accepted" for (result,) in results)
        still = not any(task.done() for task in hanging)
        sink.recover()
        await asyncio.gather(*hanging)
        return still

    assert with_relay(f"{sink.url}?connections=3", work)


def test_deliveries_that_hang_on_every_connection_step_aside(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_client, "SLOW", 0.2)
    sink.fail("RCPT", Hang(), address="slow@x.example")
    slow = OutgoingMail(sender="", recipients=("slow@x.example",), data=MAIL.data)

    async def work(relay: Relay) -> list[str]:
        hanging = [asyncio.create_task(relay.send(slow)) for _ in range(10)]
        await asyncio.sleep(0)
        results = await asyncio.wait_for(asyncio.gather(*(relay.send(MAIL) for _ in range(20))), 20)
        sink.recover()
        late = await asyncio.gather(*hanging)
        return [result.outcome for (result,) in (*results, *late)]

    assert with_relay(f"{sink.url}?connections=2", work) == ["accepted"] * 30


def test_a_page_finds_a_way_where_every_ordinary_connection_hangs(sink: Sink) -> None:
    sink.fail("RCPT", Hang(), address="slow@x.example")
    slow = OutgoingMail(sender="", recipients=("slow@x.example",), data=MAIL.data)
    page = OutgoingMail(sender="", recipients=("ana@x.example",), data=MAIL.data, urgent=True)

    async def work(relay: Relay) -> str:
        hanging = [asyncio.create_task(relay.send(slow)) for _ in range(4)]
        await asyncio.sleep(0)
        (result,) = await asyncio.wait_for(relay.send(page), 5)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        return result.outcome

    assert with_relay(f"{sink.url}?connections=2", work) == "accepted"


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("connect", "connect"),
        ("MAIL", "connect"),
        ("RCPT", "envelope"),
        ("DATA", "envelope"),
        ("content", "unknown"),
    ],
)
def test_a_silent_relay_is_given_up(sink: Sink, stage: str, expected: str) -> None:
    sink.fail(stage, Hang())  # type: ignore[arg-type]
    start = time.monotonic()

    (result,) = sent(sink.url, timeouts=IMPATIENT)

    assert (result.outcome, result.stage) == ("transient", expected)
    assert time.monotonic() - start < 5


def test_a_slow_relay_is_waited_for(sink: Sink) -> None:
    sink.fail("content", Slow(seconds=0.2))

    assert sent(sink.url)[0].outcome == "accepted"


def test_a_relay_that_is_down_is_named() -> None:
    with Port() as port:
        url = f"smtp://127.0.0.1:{int(port)}"
    (result,) = sent(url)

    assert (result.outcome, result.stage) == ("transient", "connect")
    assert result.text.startswith(f"The relay {url.removeprefix('smtp://')} ")
    assert probed(url) == result.text


def test_it_is_up_again_after_an_outage(sink: Sink) -> None:
    async def work(relay: Relay) -> list[str]:
        outcomes = [(await relay.send(MAIL))[0].outcome]
        await asyncio.to_thread(sink.down)
        outcomes.append((await relay.send(MAIL))[0].outcome)
        await asyncio.to_thread(sink.up)
        outcomes.append((await relay.send(MAIL))[0].outcome)
        return outcomes

    assert with_relay(sink.url, work, timeouts=IMPATIENT) == ["accepted", "transient", "accepted"]


def test_tls_is_used_where_it_is_offered() -> None:
    with smtp_sink("starttls") as sink:
        assert sent(sink.url)[0].outcome == "accepted"
        assert sink.wait()[0].tls


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_tls_that_does_not_work_is_no_reason_not_to_send_where_none_is_demanded() -> None:
    broken = ssl.create_default_context()
    broken.check_hostname = False
    broken.verify_mode = ssl.CERT_NONE
    broken.maximum_version = ssl.TLSVersion.TLSv1_1

    async def send(sink: Sink, tls: Literal["required", "opportunistic"]) -> str:
        relay = SmtpRelay(host=sink.host, port=sink.port, tls=tls, tls_context=broken, timeouts=IMPATIENT)
        (result,) = await relay.send(MAIL)
        await relay.close()
        return result.outcome

    with smtp_sink("starttls") as sink:
        assert asyncio.run(send(sink, "required")) == "transient"
        assert asyncio.run(send(sink, "opportunistic")) == "accepted"
        assert [mail.tls for mail in sink.mails] == [False]


def test_submission_signs_in_over_tls_that_it_trusts(tmp_path: Path) -> None:
    authority = certificate().write(tmp_path)[2]
    with smtp_sink("starttls", login=("desk@x.example", "secret")) as sink:
        url = f"submission://desk%40x.example@127.0.0.1:{sink.port}?ca={authority}"

        assert probed(url, password="secret") is None
        assert sent(url, password="secret")[0].outcome == "accepted"
        mail = sink.wait()[0]
        assert (mail.tls, mail.login) == (True, "desk@x.example")
        wrong = probed(url, password="wrong")
        assert wrong is not None
        assert "refuses the sign-in: 535" in wrong
        assert "secret" not in wrong
        assert "wrong" not in wrong
        untrusted = probed(url.partition("?")[0], password="secret")
        assert untrusted is not None
        assert "certificate that is not trusted" in untrusted
        assert sent(url, password="wrong")[0].outcome == "transient"


def test_tls_from_the_start(tmp_path: Path) -> None:
    authority = certificate().write(tmp_path)[2]
    with smtp_sink("implicit") as sink:
        assert sent(f"{sink.url}?ca={authority}")[0].outcome == "accepted"
        assert sink.wait()[0].content == MAIL.data
        assert sent(sink.url)[0].stage == "connect"
        assert sent(f"{sink.url}?verify=no")[0].outcome == "accepted"


def test_a_password_does_not_travel_where_tls_is_stripped(sink: Sink) -> None:
    told = probed(f"submission://desk@127.0.0.1:{sink.port}", password="secret")

    assert told is not None
    assert "STARTTLS" in told
    assert not sink.mails


@pytest.mark.parametrize(
    "mail",
    [
        OutgoingMail(
            sender="a@b.example>\r\nRCPT TO:<c@d.example", recipients=("a@b.example",), data=MAIL.data
        ),
        OutgoingMail(sender="", recipients=("a@b.example>\r\nDATA",), data=MAIL.data),
        OutgoingMail(sender="", recipients=("a@b.example", "c d@e.example"), data=MAIL.data),
        OutgoingMail(sender="", recipients=("a\0@b.example",), data=MAIL.data),
        OutgoingMail(
            sender="", recipients=("a@b.example",), data=b"Subject: x\r\n\r\n\n.\r\nMAIL FROM:<x@y>\r\n"
        ),
        OutgoingMail(sender="", recipients=("a@b.example",), data=b"Subject: x\r\n\r\n\r.\r\n"),
    ],
)
def test_nothing_that_could_break_out_reaches_the_relay(sink: Sink, mail: OutgoingMail) -> None:
    results = sent(sink.url, mail)

    assert [(result.outcome, result.stage) for result in results] == [("permanent", "refused")] * len(results)
    assert sink.connections == 0


def test_addresses_outside_ascii(sink: Sink) -> None:
    plain = OutgoingMail(sender="", recipients=("info@bücher.example",), data=MAIL.data)
    wide = OutgoingMail(sender="", recipients=("用户@bücher.example",), data=MAIL.data)

    assert sent(sink.url, plain)[0].outcome == "accepted"
    assert sent(sink.url, wide)[0].outcome == "accepted"
    assert [mail.recipients for mail in sink.mails] == [
        ("info@xn--bcher-kva.example",),
        ("用户@xn--bcher-kva.example",),
    ]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://x.example", "A relay is written"),
        ("smtp://", "A relay is written"),
        ("maildir:", "A Maildir relay is written"),
        ("smtp://x.example?tsl=no", "no option 'tsl'"),
        ("smtp://x.example?tls=maybe", "option tls"),
        ("smtp://x.example?connections=0", "option connections"),
    ],
)
def test_a_url_that_names_no_relay_is_explained(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        relay_from_url(url)


def test_a_mail_through_ipv6(sink: Sink) -> None:
    relay = relay_from_url("smtp://[::1]:2525")

    assert isinstance(relay, SmtpRelay)
    told = asyncio.run(relay.probe())
    assert told is not None
    assert "::1:2525" in told
