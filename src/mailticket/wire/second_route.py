"""A second way to people beside mail: apprise, in a process of its own that can be killed."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mailticket.mail.folding import one_line

TIMEOUT = 60.0  # seconds for all services together
MAX_BODY = 4000  # characters; many services take no more
_MISSING = 3  # the exit code that says that apprise is not installed


def read_urls(path: Path | None) -> tuple[str, ...]:
    """The URLs in a file, one a line; lines that begin with # are comments. Raises OSError."""
    if path is None:
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


async def notify(urls: Sequence[str], *, title: str, body: str) -> str | None:
    """Tell all services. Gives the reason in a sentence if not all of them could be told."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # a file in the working directory must not stand in for a module
        "-m",
        "mailticket.wire.second_route",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,  # it names URLs, and URLs hold secrets
    )
    said = json.dumps({"urls": list(urls), "title": one_line(title, 200), "body": body[:MAX_BODY]})
    try:
        await asyncio.wait_for(child.communicate(said.encode()), TIMEOUT)
    except TimeoutError:
        return f"The second route did not answer within {TIMEOUT:.0f} s."
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode == _MISSING:
        return "The second route needs apprise: pip install 'mailticket[apprise]'"
    return None if child.returncode == 0 else "Not every service of the second route could be told."


def _main() -> int:
    try:
        import apprise
    except ModuleNotFoundError:
        return _MISSING
    wanted = json.load(sys.stdin)
    services = apprise.Apprise()
    known = [bool(services.add(url)) for url in wanted["urls"]]
    told = services.notify(title=wanted["title"], body=wanted["body"])
    return 0 if told and all(known) else 1


if __name__ == "__main__":
    sys.exit(_main())
