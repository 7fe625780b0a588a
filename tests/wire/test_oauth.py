"""Sign-in by OAuth 2 against providers that run here, and a real IMAP server that asks whose token it is."""

import asyncio
import base64
import json
import stat
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from mailboxes import Post, desk_of, mail
from mailticket.wire.imap_client import ImapSession
from mailticket.wire.mailbox import MailboxTrouble
from mailticket.wire.oauth import NoToken, Registration, TokenSource
from mailticket.wire.oauth_sign_in import authorise
from mailticket.wire.relay import OutgoingMail
from mailticket.wire.relay_url import relay_from_url
from oauth_provider import USER, Provider, dovecot_that_takes_tokens, provider


@pytest.fixture
def microsoft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider(tmp_path) as made:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        yield made


@pytest.fixture
def google() -> Iterator[Provider]:
    with provider() as made:
        yield made


def of_microsoft(made: Provider, **other: Any) -> Registration:
    given: dict[str, Any] = {
        "provider": "microsoft",
        "flow": "client-credentials",
        "purpose": "imap",
        "username": USER,
        "tenant": f"{made.url}/tenant",
        "client_id": "client",
        "secret": lambda: "very secret",
    }
    return Registration(**(given | other))


def test_client_credentials_give_a_token_that_is_kept_until_it_ends(microsoft: Provider) -> None:
    source = TokenSource(of_microsoft(microsoft))
    token = source()
    assert (token, source()) == (token, token)
    assert microsoft.asked == [
        microsoft.asked[0] | {"grant_type": "client_credentials", "client_secret": "very secret"}
    ]
    assert "outlook.office365.com/.default" in microsoft.asked[0]["scope"]
    source.renew()
    assert len(microsoft.asked) == 1
    source.forget()
    assert source() != token


def test_a_token_is_renewed_at_half_its_life(microsoft: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    source = TokenSource(of_microsoft(microsoft))
    token = source()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2000)
    source.renew()
    assert source() != token
    microsoft.refuses = True
    monkeypatch.setattr(time, "time", lambda: now + 4000)
    with pytest.raises(NoToken, match="AADSTS700082"):
        source.renew()
    source()  # the one in hand is still good


def test_the_end_of_a_secret_is_told_weeks_ahead(microsoft: Provider) -> None:
    today = datetime.now(UTC).date()
    TokenSource(of_microsoft(microsoft, ends=today + timedelta(days=60))).renew()
    soon = TokenSource(of_microsoft(microsoft, ends=today + timedelta(days=10)))
    with pytest.raises(NoToken, match="in 10 days"):
        soon.renew()
    assert soon()


def test_a_device_is_authorised_once_and_its_token_renewed(microsoft: Provider, tmp_path: Path) -> None:
    registration = of_microsoft(microsoft, flow="device", token_file=tmp_path / "kept" / "token.json")
    with pytest.raises(NoToken, match="mailbox authorise"):
        TokenSource(registration)()
    said: list[str] = []
    microsoft.pending = 1
    authorise(registration, said.append)
    assert said == ["Open https://login.example and enter the code ABC"]
    assert registration.token_file is not None
    assert stat.S_IMODE(registration.token_file.stat().st_mode) == 0o600
    source = TokenSource(registration)
    first = source()
    assert microsoft.asked[-1]["grant_type"] == "refresh_token"
    source.forget()
    assert source() != first
    assert microsoft.asked[-1]["refresh_token"] == f"refresh-{len(microsoft.asked) - 1}"  # the newest one
    microsoft.refuses = True
    source.forget()
    with pytest.raises(NoToken, match="AADSTS700082"):
        source()


def of_google(made: Provider, **other: Any) -> Registration:
    given: dict[str, Any] = {
        "provider": "google",
        "flow": "device",
        "purpose": "imap",
        "username": USER,
        "client_id": "client",
        "secret": lambda: "very secret",
    }
    return Registration(**(given | other))


def test_a_browser_signs_in_at_google_and_the_token_is_renewed(google: Provider, tmp_path: Path) -> None:
    registration = of_google(google, token_file=tmp_path / "token.json")
    said: list[str] = []

    def browse(sentence: str) -> None:
        said.append(sentence)
        if sentence.startswith("http"):
            asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sentence).query))

            def come_back(**answer: str) -> None:
                query = urllib.parse.urlencode(answer)
                urllib.request.urlopen(f"{asked['redirect_uri']}/?{query}", timeout=5).close()

            threading.Thread(
                target=lambda: (
                    come_back(code="forged", state="another"),
                    come_back(code="c0de", state=asked["state"]),
                )
            ).start()

    authorise(registration, browse, endpoints=(f"{google.url}/authorise", f"{google.url}/token"))
    assert google.asked[0]["code"] == "c0de"
    assert google.asked[0]["code_verifier"]
    assert stat.S_IMODE((tmp_path / "token.json").stat().st_mode) == 0o600
    TokenSource(registration)()
    assert google.asked[-1]["grant_type"] == "refresh_token"
    google.refuses = True
    with pytest.raises(NoToken, match=r"oauth2\.googleapis\.com"):
        TokenSource(registration)()


def test_a_service_account_signs_its_question(google: Provider, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account",
        "client_email": "desk@project.example",
        "private_key": key.decode(),
        "token_uri": f"{google.url}/token",
    }
    path = tmp_path / "key.json"
    path.write_text(json.dumps(account))
    assert TokenSource(of_google(google, flow="service-account", key_file=path))()
    assert google.asked[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    path.write_text("{}")
    with pytest.raises(NoToken):
        TokenSource(of_google(google, flow="service-account", key_file=path))()


def test_mail_is_fetched_with_a_token_and_a_refused_one_is_not_used_again(
    google: Provider, tmp_path_factory: pytest.TempPathFactory, sqlite_url: str
) -> None:
    import tempfile

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailticket-oauth-")))
        server = stack.enter_context(dovecot_that_takes_tokens(google, folder))
        desk = stack.enter_context(desk_of(sqlite_url))
        post = Post(server=server, login=server.account(USER, "let me in"))
        post.put(mail(1))
        key = folder / "token.json"
        key.write_text(json.dumps({"refresh_token": "r", "token_uri": f"{google.url}/token"}))
        source = TokenSource(of_google(google, token_file=key))
        account = post.account(secret=source, token=True)
        desk.once(desk.polled(account), 1)
        google.tokens.clear()  # the provider has revoked what it gave
        with pytest.raises(MailboxTrouble, match="refuses the sign-in") as trouble:
            ImapSession.connect(account)
        assert "token-" not in str(trouble.value)
        ImapSession.connect(account).close()  # with a new one
        google.refuses = True
        source.forget()
        with pytest.raises(MailboxTrouble) as trouble:
            ImapSession.connect(account)
        assert trouble.value.kind == "sign-in"


class TokenDesk:
    """An SMTP server that lets in who brings a token of the provider."""

    def __init__(self, made: Provider) -> None:
        self._provider = made
        self.mails: list[bytes] = []

    async def auth_XOAUTH2(self, _server: Any, arguments: list[bytes]) -> AuthResult:  # noqa: N802 - the library's
        user, bearer = base64.b64decode(arguments[1]).decode().split("\1")[:2]
        token = bearer.removeprefix("auth=Bearer ")
        known = self._provider.tokens.get(token) == user.removeprefix("user=")
        return AuthResult(success=known, auth_data=user)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_mail_is_sent_with_a_token_and_waits_while_there_is_none(google: Provider, tmp_path: Path) -> None:
    kept = tmp_path / "token.json"
    source = TokenSource(of_google(google, purpose="smtp", token_file=kept))

    async def play() -> None:
        desk = TokenDesk(google)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(desk, auth_required=True, auth_require_tls=False, loop=loop), "127.0.0.1", 0
        )
        relay = relay_from_url(
            f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}",
            username=USER,
            oauth2_token=lambda: asyncio.to_thread(source),
        )
        letter = OutgoingMail(sender=USER, recipients=("ann@x.example",), data=b"Subject: x\r\n\r\nx\r\n")
        (result,) = await relay.send(letter)
        assert (result.outcome, result.stage) == ("transient", "connect")
        assert "mailticket mailbox authorise" in result.text
        kept.write_text(json.dumps({"refresh_token": "r", "token_uri": f"{google.url}/token"}))
        (result,) = await relay.send(letter)
        assert (result.outcome, desk.mails) == ("accepted", [letter.data])
        await relay.close()
        server.close()

    asyncio.run(play())
