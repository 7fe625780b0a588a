"""Health and metrics over HTTP, for those who watch the daemon."""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

Page = Callable[[], tuple[int, str, bytes]]
"""Gives status, content type and body."""


class HttpServer:
    """Serves fixed paths on a socket that listens already."""

    def __init__(self, listener: socket, pages: Mapping[str, Page]) -> None:
        class Handler(BaseHTTPRequestHandler):
            server_version = "mailticket"
            sys_version = ""
            timeout = 5  # seconds for a client to say what it wants

            def do_GET(self) -> None:
                page = pages.get(self.path.partition("?")[0])
                status, kind, body = page() if page else (404, "text/plain", b"Not found\n")
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815 - the library's name

            def log_message(self, *args: Any) -> None:
                """What clients ask for has no place in the log."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """A client that hangs up is no news."""

        self._server = Server(listener.getsockname()[:2], Handler, bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = listener
        self._thread = threading.Thread(target=self._server.serve_forever, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
