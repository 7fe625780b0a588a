"""A person signs in by OAuth 2, once: by a code on another device, or in a browser of this machine."""

import base64
import hashlib
import json
import secrets
import urllib.parse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

from mailticket.mail.folding import one_line
from mailticket.wire.oauth import (
    GMAIL,
    SAID,
    NoToken,
    Registration,
    accepted,
    explained,
    kept,
    library,
    public_client,
    scopes,
)

_GOOGLE_AUTHORISE: Final = "https://accounts.google.com/o/oauth2/v2/auth"
_GOOGLE_TOKEN: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


def authorise(
    registration: Registration, say: Callable[[str], None], *, endpoints: tuple[str, str] | None = None
) -> None:
    """Let a person sign in once, and keep what renews tokens from then on. Raises NoToken.

    `say` shows the person what to do. `endpoints` are addresses other than Google's own, to sign in and to
    get tokens.
    """
    if registration.token_file is None:
        raise NoToken("This flow needs no person: the daemon signs in by itself.")
    if registration.provider == "microsoft":
        _authorise_device(registration, say)
    else:
        _authorise_in_browser(registration, say, *(endpoints or (_GOOGLE_AUTHORISE, _GOOGLE_TOKEN)))


def _authorise_device(registration: Registration, say: Callable[[str], None]) -> None:
    cache = library("msal").SerializableTokenCache()
    with explained("login.microsoftonline.com"):
        client = public_client(registration, cache)
        flow = client.initiate_device_flow(scopes=scopes(registration))
        if "user_code" not in flow:
            accepted(flow)
        say(one_line(str(flow.get("message", "")), 400))
        answer = client.acquire_token_by_device_flow(flow)
    accepted(answer)
    with kept(registration) as file:
        file.write(cache.serialize())


def _authorise_in_browser(
    registration: Registration, say: Callable[[str], None], authorise_at: str, token_at: str
) -> None:
    """The flow for installed programs: the browser comes back to a port of this machine (RFC 8252)."""
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    arrived: dict[str, str] = {}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
            found = {name: values[0] for name, values in query.items()}
            if secrets.compare_digest(found.get("state", ""), state):
                arrived.update(found)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"You can close this page and go back to the terminal.\n")

        def log_message(self, *_: object) -> None:
            pass  # the code is a secret

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        back = f"http://127.0.0.1:{server.server_port}"
        question = {
            "client_id": registration.client_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": GMAIL,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
            "login_hint": registration.username,
        }
        say(f"Open this address in a browser on this machine, and sign in as {registration.username}:")
        say(f"{authorise_at}?{urllib.parse.urlencode(question)}")
        while not arrived:
            server.handle_request()
    if "code" not in arrived:
        raise NoToken(f"The sign-in was refused: {one_line(arrived.get('error', 'no reason given'), SAID)}")
    _exchange(registration, token_at, arrived["code"], verifier, back)


def _exchange(registration: Registration, token_at: str, code: str, verifier: str, back: str) -> None:
    requests = library("requests")
    with explained("oauth2.googleapis.com"):
        answer = requests.post(
            token_at,
            data={
                "client_id": registration.client_id,
                "client_secret": registration.secret() if registration.secret else "",
                "code": code,
                "code_verifier": verifier,
                "grant_type": "authorization_code",
                "redirect_uri": back,
            },
            timeout=30,
        ).json()
    accepted(answer)
    if "refresh_token" not in answer:
        raise NoToken("Google gave no refresh token; remove our access in the account and authorise again")
    with kept(registration) as file:
        file.write(json.dumps({"refresh_token": answer["refresh_token"], "token_uri": token_at}))
