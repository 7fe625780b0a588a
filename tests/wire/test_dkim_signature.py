"""What leaves is signed, and the signature holds for the bytes that the relay got."""

import asyncio
import subprocess
from pathlib import Path

import dkim
import pytest

from mailticket.wire.dkim_signature import SigningRelay, dkim_signer
from mailticket.wire.relay import OutgoingMail
from mailticket.wire.relay_url import relay_from_url
from servers import Sink

MAIL = OutgoingMail(
    sender="",
    recipients=("carol@acme.example",),
    data=b"From: Desk <support@infraware.example>\r\nTo: carol@acme.example\r\nSubject: [#1] x\r\n"
    b"Date: Fri, 20 Nov 2026 00:00:00 +0000\r\nMessage-ID: <a@b>\r\n"
    b"Content-Type: text/plain\r\n\r\n.\r\nHi\r\n",
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A private key in a file, and the record that its domain publishes."""
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(path), "2048"], check=True, capture_output=True)
    shown = subprocess.run(
        ["openssl", "rsa", "-in", str(path), "-pubout"], check=True, capture_output=True, text=True
    )
    public = "".join(line for line in shown.stdout.splitlines() if not line.startswith("-"))
    return path, f"v=DKIM1; k=rsa; p={public}".encode()


def verified(mail: bytes, record: bytes) -> bool:
    def published(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"desk._domainkey.infraware.example."
        return record

    return bool(dkim.verify(mail, dnsfunc=published))


def test_the_signature_holds_for_what_the_relay_got(sink: Sink, keys: tuple[Path, bytes]) -> None:
    path, record = keys
    sign = dkim_signer(domain="infraware.example", selector="desk", key_file=path)

    async def send() -> str:
        relay = SigningRelay(relay_from_url(sink.url), sign)
        assert await relay.probe() is None
        (result,) = await relay.send(MAIL)
        await relay.close()
        return result.outcome

    assert asyncio.run(send()) == "accepted"
    got = sink.wait()[0].content
    assert got.endswith(MAIL.data)
    assert verified(got, record)
    assert not verified(got.replace(b"Hi", b"Ho"), record)
    assert not verified(got.replace(b"[#1]", b"[#2]"), record)
    assert not verified(b"Subject: another\r\n" + got, record)
    assert not verified(b"From: Eve <eve@x.example>\r\n" + got, record)


def test_a_mail_that_cannot_be_signed_does_not_go_bare(sink: Sink) -> None:
    def sign(mail: bytes) -> bytes:
        raise RuntimeError("the key is gone")

    async def send() -> tuple[str, str | None]:
        relay = SigningRelay(relay_from_url(sink.url), sign)
        told = await relay.probe()
        (result,) = await relay.send(MAIL)
        await relay.close()
        return result.outcome, told

    outcome, told = asyncio.run(send())
    assert outcome == "transient"
    assert told == "Mail cannot be signed with DKIM: the key is gone"
    assert sink.connections == 0


def test_a_key_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"

    with pytest.raises(ValueError, match="cannot be read"):
        dkim_signer(domain="infraware.example", selector="desk", key_file=path)
    path.write_text("no key")
    with pytest.raises(ValueError, match="no RSA key"):
        dkim_signer(domain="infraware.example", selector="desk", key_file=path)
