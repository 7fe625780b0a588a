"""Ways to the world put together: a second relay for when the first is down, and a pace to keep."""

import asyncio

from mailticket.wire.relay import OutgoingMail, RecipientResult, Relay

MAX_DOMAINS = 10_000  # whose pace is kept in mind


class FallbackRelay:
    """Hands a mail to the first relay that can be reached.

    The second one is asked only if the first was not reached or let nobody in: what a relay has answered
    holds, and a mail whose fate is unknown is not sent a second way at once.
    """

    def __init__(self, first: Relay, second: Relay) -> None:
        self._relays = (first, second)

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """One attempt, with the second relay if need be; what is told is what the last relay asked says."""
        first, second = self._relays
        results = await first.send(mail)
        if results and all(result.stage == "connect" for result in results):
            others = await second.send(mail)
            if any(result.stage != "connect" for result in others):
                return others
        return results

    async def probe(self) -> str | None:
        """What is wrong with both; None if one can be used."""
        told = [await relay.probe() for relay in self._relays]
        return None if None in told else " ".join(filter(None, told))

    async def close(self) -> None:
        """Close both."""
        await asyncio.gather(*(relay.close() for relay in self._relays))


class PacedRelay:
    """Sends at most so many mails a second, in all and to one domain; 0 is no limit. Pages do not wait."""

    def __init__(self, relay: Relay, *, per_second: float, per_domain: float) -> None:
        self._relay = relay
        self._pause = 1 / per_second if per_second > 0 else 0.0
        self._domain_pause = 1 / per_domain if per_domain > 0 else 0.0
        self._next = 0.0
        self._next_to: dict[str, float] = {}

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """Wait for the mail's turn, then send it."""
        if not mail.urgent:
            wait = self._turn(mail) - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
        return await self._relay.send(mail)

    async def probe(self) -> str | None:
        """As the relay says."""
        return await self._relay.probe()

    async def close(self) -> None:
        """Close the relay."""
        await self._relay.close()

    def _turn(self, mail: OutgoingMail) -> float:
        """When the mail may go; the turns after it are later."""
        turn = max(asyncio.get_running_loop().time(), self._next)
        self._next = turn + self._pause
        if self._domain_pause:
            if len(self._next_to) > MAX_DOMAINS:
                self._next_to = {domain: next_ for domain, next_ in self._next_to.items() if next_ > turn}
            for domain in {recipient.rpartition("@")[2].lower() for recipient in mail.recipients}:
                turn = max(turn, self._next_to.get(domain, 0.0))
                self._next_to[domain] = turn + self._domain_pause
        return turn
