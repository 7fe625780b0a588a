"""A relay with PIPELINING gets the envelope in one go; whatever it answers is told apart."""

import asyncio
import base64
from collections.abc import Awaitable, Callable

import pytest

from mailticket.wire.relay import OutgoingMail, RecipientResult
from mailticket.wire.smtp_client import SmtpRelay, Timeouts

MAIL = OutgoingMail(
    sender="", recipients=("a@x.example", "b@x.example"), data=b"Subject: x\r\n\r\n.\r\n..two\r\nEnd\r\n"
)
GOOD = {
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 Go",
    "QUIT": "221 Bye",
    "RSET": "250 Ok",
    ".": "250 2.0.0 Ok",
}

Answers = Callable[[str], str | None]


class Relay:
    """A relay that answers from a script, and keeps what it was told. An answer of None hangs up."""

    def __init__(self, answers: Answers, *, extension: str = "SIZE", cut_after: int = 1 << 60) -> None:
        self._left = cut_after
        self._answers = answers
        self._extension = extension
        self.commands: list[str] = []
        self.bursts: list[bytes] = []
        self.mails: list[bytes] = []
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(b"220 x ESMTP\r\n")
        content: list[bytes] | None = None
        rest = b""
        while self._left and (data := await reader.read(min(65_536, self._left))):
            self._left -= len(data)
            self.bursts.append(data)
            *lines, rest = (rest + data).split(b"\r\n")
            for line in lines:
                if content is not None and line != b".":
                    content.append(line)
                    continue
                answer = self._answer(line.decode(), content)
                content = [] if answer is not None and answer.startswith("354") else None
                if answer is None:
                    writer.close()
                    return
                writer.write(answer.encode() + b"\r\n")
        writer.close()

    def _answer(self, line: str, content: list[bytes] | None) -> str | None:
        if content is not None:
            self.mails.append(b"\r\n".join(content))
        self.commands.append(line)
        if line.startswith("EHLO"):
            return f"250-x\r\n250-{self._extension}\r\n250 PIPELINING"
        return self._answers(line)


def by(changes: dict[str, str | None]) -> Answers:
    """The good answers, with some changed: the longest beginning of the command counts."""
    table = GOOD | changes

    def answer(line: str) -> str | None:
        return table[max((key for key in table if line.startswith(key)), key=len)]

    return answer


def run(
    server: Relay, work: Callable[[SmtpRelay], Awaitable[list[tuple[RecipientResult, ...]]]]
) -> list[list[tuple[str, str, int | None]]]:
    async def main() -> list[tuple[RecipientResult, ...]]:
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        relay = SmtpRelay(
            host="127.0.0.1",
            port=listener.sockets[0].getsockname()[1],
            tls="none",
            local_name="desk.example",
            timeouts=Timeouts(connect=2, command=2, data=2),
        )
        async with listener:
            results = await work(relay)
            await relay.close()
        return results

    return [[(r.outcome, r.stage, r.code) for r in results] for results in asyncio.run(main())]


async def once(relay: SmtpRelay) -> list[tuple[RecipientResult, ...]]:
    return [await relay.send(MAIL)]


async def twice(relay: SmtpRelay) -> list[tuple[RecipientResult, ...]]:
    return [await relay.send(MAIL), await relay.send(MAIL)]


OK = ("accepted", "data", 250)


def test_the_envelope_is_one_write_and_the_mail_arrives_unchanged() -> None:
    server = Relay(by({}))

    assert run(server, twice) == [[OK, OK], [OK, OK]]
    assert server.connections == 1
    assert len(server.bursts) == 1 + 2 * 2 + 1, "EHLO, envelope and content of each, QUIT"
    assert server.mails == [b"Subject: x\r\n\r\n..\r\n...two\r\nEnd"] * 2


def test_a_large_mail_goes_through_narrow_pipes() -> None:
    server = Relay(by({}))
    large = OutgoingMail(sender="", recipients=("a@x.example",), data=b".line\r\n" * 1_000_000)

    async def work(relay: SmtpRelay) -> list[tuple[RecipientResult, ...]]:
        return [await relay.send(large)]

    assert run(server, work) == [[OK]]
    assert server.mails[0].count(b"..line") == 1_000_000


def test_one_refused_recipient_does_not_cost_the_other_the_mail() -> None:
    server = Relay(by({"RCPT TO:<a@": "550 5.1.1 Nobody"}))

    assert run(server, once) == [[("permanent", "envelope", 550), OK]]
    assert len(server.mails) == 1


def test_a_relay_that_takes_a_mail_for_nobody_gets_an_empty_one() -> None:
    server = Relay(by({"RCPT": "450 4.2.0 Later"}))

    assert run(server, twice) == [[("transient", "envelope", 450)] * 2] * 2
    assert server.mails == [b"", b""]
    assert server.connections == 1


REFUSED = {"MAIL": "550 5.7.1 No", "RCPT": "503 5.5.1 Sequence", "DATA": "503 5.5.1 Sequence"}
NOBODY = {"RCPT": "550 5.1.1 Nobody", "DATA": "554 5.5.1 No valid recipients"}
SIGN_IN = dict.fromkeys(("MAIL", "RCPT", "DATA"), "530 5.7.0 Sign in")
TOO_MUCH = {"MAIL": "250 Ok\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n250 Ok\r\n250 Ok"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (REFUSED, ("permanent", "envelope", 550)),
        (NOBODY, ("permanent", "envelope", 550)),
        ({"DATA": "451 4.3.0 Not now"}, ("transient", "data", 451)),
        ({".": "554 5.6.0 Spam"}, ("permanent", "data", 554)),
        ({".": None}, ("transient", "unknown", None)),
        ({"DATA": None}, ("transient", "envelope", None)),
        (SIGN_IN, ("transient", "connect", None)),
        (TOO_MUCH, ("transient", "unknown", None)),
        ({"MAIL": "hello"}, ("transient", "connect", None)),
        ({"MAIL": "250-" + "x" * 40_000}, ("transient", "envelope", None)),
    ],
)
def test_answers_are_told_apart(
    changes: dict[str, str | None], expected: tuple[str, str, int | None]
) -> None:
    assert run(Relay(by(changes)), once) == [[expected] * 2]


def test_a_relay_that_takes_its_leave_costs_no_attempt() -> None:
    mails = 0

    def answer(line: str) -> str | None:
        nonlocal mails
        mails += line.startswith("MAIL")
        if mails == 2 and line.startswith("RCPT"):
            return None
        return by({"MAIL": "421 4.4.2 Idle"} if mails == 2 else {})(line)

    server = Relay(answer)

    assert run(server, twice) == [[OK, OK], [OK, OK]]
    assert server.connections == 2


@pytest.mark.parametrize("answered", [True, False])
def test_wherever_the_connection_is_cut_nothing_is_said_to_have_arrived_that_did_not(answered: bool) -> None:
    whole = Relay(by({}))
    run(whole, once)
    seen = set()
    for cut in range(1, sum(map(len, whole.bursts))):
        server = Relay(by({} if answered else {".": None}), cut_after=cut)

        ((result, _),) = run(server, once)

        arrived = len(server.mails) == 1
        if result[0] == "accepted":
            assert arrived
        else:
            assert result[0] == "transient"
            assert not arrived or result[1] == "unknown"
        seen.add((result[0], result[1]))
    assert seen >= {("transient", "connect"), ("transient", "envelope"), ("transient", "unknown")}
    assert (("accepted", "data") in seen) is answered


def test_signing_in_with_a_token_of_a_provider() -> None:
    server = Relay(by({"AUTH XOAUTH2": "235 2.7.0 Accepted"}), extension="AUTH XOAUTH2 PLAIN")

    async def token() -> str:
        return "the-token"

    async def main() -> tuple[RecipientResult, ...]:
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        async with listener:
            relay = SmtpRelay(
                host="127.0.0.1", port=port, tls="none", username="desk@x.example", oauth2_token=token
            )
            results = await relay.send(MAIL)
            await relay.close()
        return results

    assert [result.outcome for result in asyncio.run(main())] == ["accepted", "accepted"]
    (sign_in,) = (line for line in server.commands if line.startswith("AUTH"))
    assert base64.b64decode(sign_in.split()[2]) == b"user=desk@x.example\1auth=Bearer the-token\1\1"
