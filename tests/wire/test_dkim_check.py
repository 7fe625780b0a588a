"""Which DKIM signatures hold, and what they are good for."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from hashlib import sha256

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mailticket.desk.reception import Read
from mailticket.mail.authentication import authentication
from mailticket.mail.envelope import Envelope
from mailticket.mail.message import parse
from mailticket.store import inbox
from mailticket.store.inbox import Arrival
from mailticket.wire.dkim_check import signers
from mailticket.workers.signature_check import checked
from scenarios.conftest import room_with  # noqa: F401 - a fixture
from scenarios.desk_room import Room

MAIL = (
    b"From: Ana <ana@desk.example>\r\nTo: support@desk.example\r\nSubject: News\r\n"
    b"Message-ID: <1@desk.example>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\nHello.\r\n"
)


@cache
def keys() -> tuple[bytes, bytes]:
    """A private key, and the record with the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])


def lookup(name: bytes, **_: object) -> bytes | None:
    return keys()[1] if name.startswith(b"s1._domainkey.") and b"unknown" not in name else None


def signed(mail: bytes = MAIL, domain: bytes = b"desk.example", **other: object) -> bytes:
    given = {
        "canonicalize": (b"relaxed", b"relaxed"),
        "include_headers": [b"from", b"subject", b"to"],
    } | other
    return dkim.sign(mail, b"s1", domain, keys()[0], **(given | other)) + mail


def test_a_signature_that_holds_names_its_domain() -> None:
    assert signers(signed(), lookup=lookup) == ("desk.example",)
    twice = signed(signed(), domain=b"relay.example")
    assert set(signers(twice, lookup=lookup)) == {"desk.example", "relay.example"}


@pytest.mark.parametrize(
    "mail",
    [
        MAIL,
        signed().replace(b"Hello.", b"#close."),
        signed().replace(b"Ana <ana@", b"Ana <boss@"),
        signed(domain=b"unknown.example"),
        signed(length=True) + b"#close\r\n",
        signed(signature_algorithm=b"rsa-sha1"),
        re.sub(rb" b=[^;]*;?", b" b=AAAA;", signed()),
        b"DKIM-Signature: \xff;;=;\r\n" + MAIL,
        b"DKIM-Signature: v=1; a=rsa-sha256; d=desk.example\r\n" + MAIL,
        b"",
    ],
)
def test_no_other_signature_counts(mail: bytes) -> None:
    assert signers(mail, lookup=lookup) == ()


def test_a_signature_of_another_domain_proves_nothing_about_the_author(
    room_with: Callable[[str], AbstractContextManager[Room]],  # noqa: F811
) -> None:
    with room_with("[trust]\ncheck = true\n") as room:
        policy = room.desk.tools.policy
        for domain, result in ((b"desk.example", "pass"), (b"evil.example", "none")):
            raw = signed(domain=domain)
            message = asyncio.run(checked(parse(raw), raw, policy, lookup=lookup))
            assert authentication(message, policy.authserv_id).result == result


def test_a_second_author_makes_a_signature_worthless(
    room_with: Callable[[str], AbstractContextManager[Room]],  # noqa: F811
) -> None:
    with room_with("[trust]\ncheck = true\n") as room:
        policy = room.desk.tools.policy
        for raw in (
            b"From: eve@evil.example\r\n" + signed(),
            signed().replace(b"To:", b"From: e@e.example\r\nTo:"),
        ):
            message = asyncio.run(checked(parse(raw), raw, policy, lookup=lookup))
            assert authentication(message, policy.authserv_id).result == "none"


def test_staff_who_sign_are_staff_and_those_who_only_say_so_are_not(
    room_with: Callable[[str], AbstractContextManager[Room]],  # noqa: F811
) -> None:
    with room_with("[trust]\ncheck = true\n") as room:
        policy = room.desk.tools.policy
        opened = room.mail("Please help.")
        reply = (
            b"From: ana@desk.example\r\nTo: support@desk.example\r\nSubject: Re: [#%d]\r\n"
            b"Message-ID: <%s@desk.example>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\n#close\r\n"
        )
        forged = b"Authentication-Results: desk.example; dkim=pass header.d=desk.example\r\n"
        for name, raw, status in (
            (b"a", forged + reply % (opened.ticket, b"a"), "open"),
            (b"b", signed(reply % (opened.ticket, b"b")), "closed"),
        ):
            envelope = Envelope(
                route="smtp",
                reverse_path="ana@desk.example",
                forward_paths=("support@desk.example",),
                received_at=room.now,
            )
            arrival = Arrival(envelope=envelope, size=len(raw), sha256=sha256(raw).hexdigest(), data=raw)
            with room.desk.database.transaction() as connection:
                inbox.append(connection, [arrival])
            (waiting,) = room.claim()
            message = asyncio.run(checked(parse(raw), raw, policy, lookup=lookup))
            room.desk.receive([Read(waiting=waiting, message=message)], token="worker")
            found = room.ticket(opened.ticket).status
            assert (found == "closed") == (status == "closed"), name
