"""A relay that writes each mail into a Maildir, for desks without a relay and for trying things out.

A file appears in `new/` whole and synced to the disk, or not at all (https://cr.yp.to/proto/maildir.html).
"""

import asyncio
import os
import socket
import time
from errno import EACCES
from itertools import count
from pathlib import Path
from typing import Final

from mailticket.mail.folding import UnsendableError
from mailticket.wire.relay import OutgoingMail, RecipientResult, checked_envelope, reply, to_all

ABANDONED: Final = 36 * 3600  # seconds after which a file in tmp/ is the rest of a crash

_serial = count(1)


class MaildirRelay:
    """Writes mail to the Maildir at `path`, which is made if it is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._prepared = False
        self._waiting: list[tuple[OutgoingMail, bytes, asyncio.Future[tuple[RecipientResult, ...]]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def send(self, mail: OutgoingMail) -> tuple[RecipientResult, ...]:
        """Write one mail. Mails that come while the disk is busy are written together."""
        try:
            sender, recipients = checked_envelope(mail)
        except UnsendableError as fault:
            return to_all(mail, "permanent", "refused", str(fault))
        trace = [f"Return-Path: <{sender}>\r\n", *(f"Delivered-To: {address}\r\n" for address in recipients)]
        done: asyncio.Future[tuple[RecipientResult, ...]] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, "".join(trace).encode("utf-8") + mail.data, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        return await done

    async def probe(self) -> str | None:
        """None if mail can be written."""
        try:
            await asyncio.to_thread(self._prepare)
        except OSError as fault:
            return f"The Maildir {self._path} cannot be written: {fault.strerror}."
        return None

    async def close(self) -> None:
        """Wait for what is being written."""
        if self._writer is not None:
            await self._writer

    async def _write_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            fault = None
            try:
                await asyncio.to_thread(self._write, [content for _, content, _ in batch])
            except OSError as error:
                fault = f"The Maildir {self._path} cannot be written: {error.strerror}."
            for mail, _, done in batch:
                if done.done():  # the caller gave up waiting; the mail is written all the same
                    continue
                if fault is None:
                    written = (reply(r, 250, "2.0.0 Written", stage="data") for r in mail.recipients)
                    done.set_result(tuple(written))
                else:
                    done.set_result(to_all(mail, "transient", "connect", fault, "4.3.0"))

    def _write(self, contents: list[bytes]) -> None:
        """All or an OSError. A crash or a fault in between leaves whole mails and files in tmp/."""
        self._prepare()
        names = []
        for content in contents:
            names.append(_unique_name())
            with (self._path / "tmp" / names[-1]).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in names:
            (self._path / "tmp" / name).rename(self._path / "new" / name)
        directory = os.open(self._path / "new", os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _prepare(self) -> None:
        """The three folders; on the first call, what an old crash left in tmp/ is thrown away."""
        if self._prepared and (self._path / "new").is_dir():
            return
        for folder in ("tmp", "new", "cur"):
            (self._path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        oldest = time.time() - ABANDONED
        for left in (self._path / "tmp").iterdir():
            if left.stat().st_mtime < oldest:
                left.unlink(missing_ok=True)
        if not os.access(self._path / "new", os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        self._prepared = True


def _unique_name() -> str:
    """Time, process, serial number and host: a name that no other delivery has or had."""
    now = time.time()
    host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
    return f"{int(now)}.M{int(now % 1 * 1_000_000):06d}P{os.getpid()}Q{next(_serial)}.{host}"
