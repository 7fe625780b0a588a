"""A relay that writes files: whole mails under names of their own, or nothing."""

import asyncio
import mailbox
import os
import time
from pathlib import Path

from mailticket.wire.maildir import ABANDONED, MaildirRelay
from mailticket.wire.relay import OutgoingMail

MAIL = OutgoingMail(
    sender="b@desk.example",
    recipients=("carol@acme.example", "dan@acme.example"),
    data=b"Subject: [#1] x\r\n\r\nHello\r\n",
)


def test_each_mail_is_a_file_that_mail_programs_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sent"

    async def send_many() -> list[str]:
        relay = MaildirRelay(path)
        assert await relay.probe() is None
        results = await asyncio.gather(*(relay.send(MAIL) for _ in range(100)))
        await relay.close()
        return [result.outcome for pair in results for result in pair]

    assert asyncio.run(send_many()) == ["accepted"] * 200
    box = mailbox.Maildir(path, create=False)
    assert len(box) == 100
    message = next(iter(box))
    assert message["Subject"] == "[#1] x"
    assert message["Return-Path"] == "<b@desk.example>"
    assert message.get_all("Delivered-To") == ["carol@acme.example", "dan@acme.example"]
    assert not list((path / "tmp").iterdir())
    assert (path / "new").stat().st_mode & 0o077 == 0


def test_what_a_crash_left_is_thrown_away_in_the_end(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    old, young = tmp_path / "tmp" / "old", tmp_path / "tmp" / "young"
    for path in (old, young):
        path.write_bytes(b"half a mail")
    long_ago = time.time() - ABANDONED - 1
    os.utime(old, (long_ago, long_ago))

    asyncio.run(MaildirRelay(tmp_path).send(MAIL))

    assert not old.exists()
    assert young.exists()
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_named_and_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "sent"
    path.write_text("a file in its place")

    async def around_the_repair() -> list[str]:
        relay = MaildirRelay(path)
        told = await relay.probe()
        assert told is not None
        assert str(path) in told
        first = await relay.send(MAIL)
        path.unlink()
        second = await relay.send(MAIL)
        return [result.outcome for result in first + second]

    assert asyncio.run(around_the_repair()) == ["transient", "transient", "accepted", "accepted"]


def test_addresses_that_could_break_out_are_refused(tmp_path: Path) -> None:
    mail = OutgoingMail(sender="", recipients=("a@b.example>\r\nX: y",), data=MAIL.data)

    (result,) = asyncio.run(MaildirRelay(tmp_path).send(mail))

    assert (result.outcome, result.stage) == ("permanent", "refused")
    assert not (tmp_path / "new").exists()
