"""A provider that gives out tokens and says whose they are, and an IMAP server that asks it."""

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from servers import Dovecot
from servers import dovecot as start_dovecot
from servers.certificate import certificate

USER = "support@desk.example"


@dataclass(kw_only=True)
class Provider:
    """Gives out tokens, and says whose they are."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)  # with their users
    seconds: int = 3600
    refuses: bool = False
    pending: int = 0  # answers "not yet" to a device so often

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path.endswith("/.well-known/openid-configuration"):
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
            names["device_authorization_endpoint"] = "devicecode"
            found = {key: f"{self.url}/tenant/{value}" for key, value in names.items()}
            return 200, found | {"issuer": f"{self.url}/tenant"}
        if path.startswith("/tokeninfo/"):
            token = path.removeprefix("/tokeninfo/")
            user = self.tokens.get(urllib.parse.unquote(token))
            return (200, {"email": user}) if user else (401, {"error": "invalid_token"})
        self.asked.append(form)
        if path.endswith("/devicecode"):
            message = "Open https://login.example and enter the code ABC"
            code = {"device_code": "d", "user_code": "ABC", "interval": 1, "expires_in": 60}
            return 200, code | {"message": message, "verification_uri": "https://login.example"}
        if self.refuses:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS700082: The token has expired"}
        if self.pending:
            self.pending -= 1
            return 400, {"error": "authorization_pending"}
        token = f"token-{len(self.asked)}-{'x' * 40}"
        self.tokens[token] = USER
        given = {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}
        if form.get("grant_type") in ("refresh_token", "authorization_code") or "device_code" in form:
            given |= {"refresh_token": f"refresh-{len(self.asked)}", "scope": form.get("scope", "")}
            given |= {"client_info": "eyJ1aWQiOiJ1IiwidXRpZCI6InQifQ"}
        return 200, given


@contextmanager
def provider(folder: Path | None = None) -> Iterator[Provider]:
    """By HTTPS with the certificate in `folder`, without one by HTTP."""
    made = Provider()

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {key: values[0] for key, values in urllib.parse.parse_qs(body).items()}
            code, said = made.answer(self.path, form)
            data = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        scheme = "http"
        if folder is not None:
            trusted = certificate()
            trusted.write(folder)
            server.socket = trusted.server_context(folder).wrap_socket(server.socket, server_side=True)
            scheme = "https"
        made.url = f"{scheme}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def dovecot_that_takes_tokens(made: Provider, folder: Path) -> Iterator[Dovecot]:
    configuration = folder / "oauth2.conf"
    configuration.write_text(
        f"tokeninfo_url = {made.url}/tokeninfo/\nintrospection_mode =\nusername_attribute = email\n"
        "force_introspection = no\ndebug = no\n"
    )
    folder.chmod(0o755)
    configuration.chmod(0o644)
    extra = (
        "auth_mechanisms = plain login xoauth2 oauthbearer\n"
        f"passdb {{\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = {configuration}\n}}\n"
    )
    with start_dovecot(extra) as server:
        yield server
