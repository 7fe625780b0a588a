"""Sign-in by OAuth 2 (RFC 6749): access tokens for IMAP, POP3 and SMTP at Microsoft 365 and Google.

The providers' own libraries do the talking; they come with the extra `oauth`, and are loaded when needed.
"""

import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from mailticket.mail.folding import one_line

AHEAD: Final = 0.5  # of its life that is left when a token is renewed
WARN_DAYS: Final = 21  # before a client's secret ends
_SPARE: Final = 300.0  # seconds of life that a token must have to be used
_LOGIN: Final = "https://login.microsoftonline.com"
_OUTLOOK: Final = "https://outlook.office365.com"
_DELEGATED: Final = "https://outlook.office.com"
GMAIL: Final = "https://mail.google.com/"
SAID: Final = 200
_RIGHTS: Final = {"imap": "IMAP.AccessAsUser.All", "pop3": "POP.AccessAsUser.All", "smtp": "SMTP.Send"}


class NoToken(OSError):
    """No access token can be had; the text says why and what to do, without secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How we are known to a provider, and for which purpose we sign in.

    `tenant` is an id, a domain, or the address of another authority with the tenant in it. `secret` gives the
    client's secret.
    """

    provider: Literal["microsoft", "google"]
    flow: Literal["client-credentials", "device", "service-account"]
    purpose: Literal["imap", "pop3", "smtp"]
    username: str
    tenant: str = ""
    client_id: str = ""
    secret: Callable[[], str] | None = None
    key_file: Path | None = None
    token_file: Path | None = None
    ends: date | None = None  # when the client's secret is no longer good

    @property
    def authority(self) -> str:
        """Where Microsoft signs in for this tenant."""
        if self.tenant.startswith("https://"):
            return self.tenant
        return f"{_LOGIN}/{self.tenant or 'organizations'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    access: str
    got: float
    ends: float


class TokenSource:
    """Access tokens of one registration: call it for one that is valid. Safe from several threads.

    It travels to another process without its token.
    """

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._lock = threading.Lock()
        self._token: _Token | None = None

    def __reduce__(self) -> Any:
        return (TokenSource, (self.registration,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TokenSource) and other.registration == self.registration

    def __hash__(self) -> int:
        return hash(self.registration)

    def __call__(self) -> str:
        """A token that is valid for some minutes. Raises NoToken."""
        with self._lock:
            if self._token is None or self._token.ends - time.time() < _SPARE:
                self._token = _fetched(self.registration)
            return self._token.access

    def renew(self) -> None:
        """Get a new token if half of the life of the one in hand is over.

        Raises NoToken if there is none, and some days before the client's secret ends.
        """
        with self._lock:
            token = self._token
            if token is None or token.ends - time.time() < AHEAD * (token.ends - token.got):
                self._token = _fetched(self.registration)
        ends = self.registration.ends
        if ends is not None and (left := (ends - datetime.now(UTC).date()).days) <= WARN_DAYS:
            raise NoToken(f"The client secret ends on {ends}, in {left} days; make a new one in time")

    def forget(self) -> None:
        """The token in hand was refused: the next one is new."""
        with self._lock:
            self._token = None


def _fetched(registration: Registration) -> _Token:
    now = time.time()
    match registration.provider, registration.flow:
        case "microsoft", "client-credentials":
            access, seconds = _by_client_credentials(registration)
        case "microsoft", _:
            access, seconds = _by_kept_sign_in(registration)
        case _, "service-account":
            access, seconds = _by_service_account(registration)
        case _:
            access, seconds = _by_refresh_token(registration)
    return _Token(access=access, got=now, ends=now + seconds)


# --- Microsoft -------------------------------------------------------------------------------------


def _by_client_credentials(registration: Registration) -> tuple[str, float]:
    msal = library("msal")
    with explained("login.microsoftonline.com"):
        client = msal.ConfidentialClientApplication(
            registration.client_id,
            client_credential=registration.secret() if registration.secret else "",
            authority=registration.authority,
            instance_discovery=False,
        )
        answer = client.acquire_token_for_client(scopes=[f"{_OUTLOOK}/.default"])
    return accepted(answer)


def _by_kept_sign_in(registration: Registration) -> tuple[str, float]:
    msal = library("msal")
    with kept(registration) as held_file:
        cache = msal.SerializableTokenCache()
        if held_file.text is None:
            raise _not_authorised(registration)
        cache.deserialize(held_file.text)
        with explained("login.microsoftonline.com"):
            client = public_client(registration, cache)
            accounts = client.get_accounts()
            wanted = scopes(registration)
            # At its half a token is renewed although the cache would still give the old one.
            answer = (
                client.acquire_token_silent_with_error(wanted, accounts[0], force_refresh=True)
                if accounts
                else None
            )
        if cache.has_state_changed:
            held_file.write(cache.serialize())
    if answer is None:
        raise _not_authorised(registration)
    return accepted(answer)


def public_client(registration: Registration, cache: Any) -> Any:
    return library("msal").PublicClientApplication(
        registration.client_id,
        authority=registration.authority,
        token_cache=cache,
        instance_discovery=False,
    )


def scopes(registration: Registration) -> list[str]:
    return [f"{_DELEGATED}/{_RIGHTS[registration.purpose]}"]


def accepted(answer: dict[str, Any]) -> tuple[str, float]:
    if "access_token" in answer:
        return str(answer["access_token"]), float(answer.get("expires_in", 3600))
    said = one_line(str(answer.get("error_description") or answer.get("error") or "no reason given"), SAID)
    raise NoToken(f"The provider gives no access token: {said}")


# --- Google ----------------------------------------------------------------------------------------


def _by_service_account(registration: Registration) -> tuple[str, float]:
    service_account = library("google.oauth2.service_account")
    with explained("oauth2.googleapis.com"):
        credentials = service_account.Credentials.from_service_account_file(
            str(registration.key_file), scopes=[GMAIL], subject=registration.username
        )
        return _refreshed(credentials)


def _by_refresh_token(registration: Registration) -> tuple[str, float]:
    with kept(registration) as held_file:
        if held_file.text is None:
            raise _not_authorised(registration)
        try:
            held = json.loads(held_file.text)
            refresh, uri = str(held["refresh_token"]), str(held["token_uri"])
        except (ValueError, KeyError, TypeError) as error:
            raise NoToken(
                f"{registration.token_file} holds no token; remove it and authorise again"
            ) from error
    with explained("oauth2.googleapis.com"):
        credentials = library("google.oauth2.credentials").Credentials(
            None,
            refresh_token=refresh,
            token_uri=uri,
            client_id=registration.client_id,
            client_secret=registration.secret() if registration.secret else None,
            scopes=[GMAIL],
        )
        return _refreshed(credentials)


def _refreshed(credentials: Any) -> tuple[str, float]:
    request = library("google.auth.transport.requests").Request()
    credentials.refresh(request)
    expiry = credentials.expiry  # naive, in UTC
    seconds = 3600.0
    if expiry is not None:
        seconds = (expiry.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    return str(credentials.token), seconds


# --- within ----------------------------------------------------------------------------------------


class Kept:
    """The file with what renews tokens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.text: str | None = path.read_text("utf-8")
        except FileNotFoundError:
            self.text = None
        except (OSError, UnicodeDecodeError) as error:
            raise NoToken(f"The token file {path} cannot be read: {error}") from error

    def write(self, text: str) -> None:
        """In one step, for nobody else to read."""
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError as error:
            raise NoToken(f"The token file {self._path} cannot be written: {error.strerror}") from error


@contextlib.contextmanager
def kept(registration: Registration) -> Iterator[Kept]:
    """The token file, in the hands of one process: a refresh token may be good for one use."""
    path = registration.token_file
    if path is None:
        raise NoToken("token_file is missing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NoToken(f"The token file {path} cannot be used: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Kept(path)
    finally:
        os.close(lock)


def _not_authorised(registration: Registration) -> NoToken:
    return NoToken(
        f"Nobody has signed in as {registration.username} yet; run: mailticket mailbox authorise NAME"
    )


def library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise NoToken("Sign-in by OAuth 2 needs more: pip install 'mailticket[oauth]'") from error


@contextlib.contextmanager
def explained(host: str) -> Iterator[None]:
    """What goes wrong inside the libraries, as a sentence."""
    try:
        yield
    except NoToken:
        raise
    except Exception as error:
        said = one_line(str(error), SAID)
        raise NoToken(f"No access token from {host}: {type(error).__name__}: {said}") from error
