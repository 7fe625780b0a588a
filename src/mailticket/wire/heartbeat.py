"""A sign of life for those who watch from outside: a URL that is called, a file that is touched."""

import urllib.error
import urllib.request
from pathlib import Path

TIMEOUT = 10.0  # seconds


def call(url: str) -> str | None:
    """Call a URL, which is http or https by the configuration; the reason if it did not work."""
    request = urllib.request.Request(url, headers={"User-Agent": "mailticket"})  # noqa: S310 - see above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - see above
            answer.read(1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        return f"The heartbeat could not be sent: {str(error)[:200]}"  # the URL may hold a secret
    return None


def touch(file: Path) -> str | None:
    """Touch a file; the reason in a sentence if it could not be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        return f"The heartbeat {file} cannot be touched: {error.strerror}"
    return None
