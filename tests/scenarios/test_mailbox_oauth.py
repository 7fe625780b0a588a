"""The whole daemon at a provider that takes no passwords."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailboxes import Post
from oauth_provider import USER, Provider, dovecot_that_takes_tokens, provider
from scenarios.daemon_room import House, a_mail


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the mail server can read, whoever it runs as."""
    with tempfile.TemporaryDirectory(prefix="mailticket-oauth-") as name:
        yield Path(name)


@pytest.fixture
def microsoft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider(tmp_path) as made:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        yield made


def test_a_person_authorises_once_and_mail_is_fetched_from_then_on(
    daemons: House, microsoft: Provider, place: Path
) -> None:
    with provider() as teller, dovecot_that_takes_tokens(teller, place) as server:
        teller.tokens = microsoft.tokens  # what the one gives out the other knows
        post = Post(server=server, login=server.account(USER, "let me in"))
        flow = f'provider = "microsoft", flow = "device", tenant = "{microsoft.url}/tenant"'
        mailbox = (
            f'[[mailboxes]]\nname = "support"\nurl = "imap://127.0.0.1:{server.imap}"\n'
            f'username = "{USER}"\noauth2 = {{ {flow}, client_id = "c", token_file = "var/token" }}\n'
        )
        daemons.configure(more=mailbox)
        done = daemons.run("check", "--connect", check=False)
        assert "mailticket mailbox authorise" in done.stderr
        assert daemons.run("mailbox", "authorise", "nobody", check=False).returncode == 1
        assert "code ABC" in daemons.run("mailbox", "authorise", "support").stdout
        daemons.run("check", "--connect")
        daemon = daemons.start()
        daemon.wait("mailbox.connected")
        post.put(a_mail(message_id="first@x.example"))
        daemon.wait("ticket.opened")
        assert "token-" not in str(daemon.lines)
        assert daemon.stop() == 0
        assert (daemons.folder / "var" / "token").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_ends_soon_is_an_alarm_while_mail_still_comes(
    daemons: House, microsoft: Provider, place: Path
) -> None:
    from datetime import UTC, datetime, timedelta

    with provider() as teller, dovecot_that_takes_tokens(teller, place) as server:
        teller.tokens = microsoft.tokens
        post = Post(server=server, login=server.account(USER, "let me in"))
        ends = datetime.now(UTC).date() + timedelta(days=9)
        flow = (
            f'provider = "microsoft", tenant = "{microsoft.url}/tenant", client_id = "c",'
            f' client_secret = "very secret", expires = {ends}'
        )
        mailbox = (
            f'[[mailboxes]]\nname = "support"\nurl = "imap://127.0.0.1:{server.imap}"\n'
            f'username = "{USER}"\noauth2 = {{ {flow} }}\n'
        )
        daemons.configure(more=mailbox)
        daemon = daemons.start()
        (alarm,) = daemon.wait("alarm.raised")
        assert "in 9 days" in alarm["reason"]
        post.put(a_mail(message_id="first@x.example"))
        daemon.wait("ticket.opened")
        assert "very secret" not in str(daemon.lines)
