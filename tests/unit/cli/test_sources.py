"""Where messages come from: files, folders, mailboxes, lists, and what is none of these."""

import gzip
import os
import threading
from pathlib import Path

import pytest

from mailticket.cli import sources as module
from mailticket.cli.sources import Source, sources

MAIL = b"From: jane@acme.example\nSubject: help\n\nIt is broken.\n"
MBOX = b"From jane@acme.example Fri Nov 20 13:52:37 2026\n%s\nFrom - Fri Nov 20 14:52:37 2026\n%s\n"


def of(*paths: object) -> list[Source]:
    return list(sources([str(path) for path in paths], None))


def written(path: Path, raw: bytes = MAIL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def test_file_is_one_message(tmp_path: Path) -> None:
    path = written(tmp_path / "a.eml")
    assert of(path) == [Source(path=str(path), raw=MAIL)]


def test_folder_gives_its_eml_files_and_nothing_beside_them(tmp_path: Path) -> None:
    for name in ("b.eml", "in/a.EML", "notes.txt", ".hidden.eml"):
        written(tmp_path / name)
    assert [Path(one.path).name for one in of(tmp_path)] == ["b.eml", "a.EML"]


def test_maildir_gives_what_is_delivered(tmp_path: Path) -> None:
    for name in ("cur/2.host:2,S", "new/1.host", "tmp/3.host", "dovecot-uidlist", ".Sent/cur/4.host"):
        written(tmp_path / name)
    found = [str(Path(one.path).relative_to(tmp_path)) for one in of(tmp_path)]
    assert found == [".Sent/cur/4.host", "cur/2.host:2,S", "new/1.host"]


def test_mbox_file_is_read_message_by_message(tmp_path: Path) -> None:
    path = written(tmp_path / "old.mbox", MBOX % (MAIL + b">From here on\n", MAIL))
    first, second = of(path)
    assert (first.number, second.number) == (1, 2)
    assert first.name.endswith("old.mbox, message 1")
    assert first.raw.endswith(b"\nFrom here on\n\n")
    assert second.raw.startswith(b"From - ")


def test_single_message_keeps_its_mbox_line_and_an_eml_file_is_never_cut(tmp_path: Path) -> None:
    single = b"From jane@acme.example Fri Nov 20 13:52:37 2026\n" + MAIL
    (one,) = of(written(tmp_path / "one", single))
    assert (one.raw, one.number) == (single, None)
    assert len(of(written(tmp_path / "a.eml", MBOX % (MAIL, MAIL)))) == 1


def test_from_at_the_beginning_of_a_line_begins_no_message(tmp_path: Path) -> None:
    body = b"\nFrom Monday 10:30 on we are open, since 2026\n\nFrom here on: nothing.\n"
    (one,) = of(written(tmp_path / "a", b"From a@b.example Fri Nov 20 13:52:37 2026\n" + MAIL + body))
    assert one.number is None


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (b"", "It is empty."),
        (b" \r\n\r\n", "It is empty."),
        (gzip.compress(MAIL), "gzip"),
        (b"PK\x03\x04...", "ZIP"),
        (b"\xd0\xcf\x11\xe0...", ".msg"),
        (MAIL.decode().encode("utf-16"), "UTF-16"),
    ],
)
def test_what_is_no_message_is_named(tmp_path: Path, raw: bytes, note: str) -> None:
    (one,) = of(written(tmp_path / "a", raw))
    assert one.error == ""
    assert note in one.note


def test_what_cannot_be_read_says_why_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    good = written(tmp_path / "good.eml")
    found = of(tmp_path / "missing", tmp_path / "empty", "", "a\0b", "x" * 300, good)
    assert [one.error for one in found] == [
        "It cannot be read: No such file or directory.",
        "There is no message in this folder.",
        "It cannot be read: No such file or directory.",
        "It cannot be read: embedded null byte.",
        "It cannot be read: File name too long.",
        "",
    ]


def test_more_than_any_desk_takes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SIZE", 1024 * 1024)
    (one,) = of("/dev/zero")
    assert one.error == "It is larger than 1 MiB: no desk takes such a message."
    large = MBOX % (MAIL + b"x" * 2_000_000 + b"\n", MAIL)
    assert [bool(one.error) for one in of(written(tmp_path / "old.mbox", large))] == [True, False]


def test_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(MAIL * 10_000,))
    writer.start()
    (one,) = of(pipe)
    writer.join()
    assert one.raw == MAIL * 10_000


def test_list_names_files_that_need_not_be_utf_8(tmp_path: Path) -> None:
    path = written(tmp_path / os.fsdecode(b"caf\xe9.eml"))
    names = written(tmp_path / "list", os.fsencode(path) + b"\r\n\n" + os.fsencode(tmp_path / "none") + b"\n")
    assert [one.error for one in sources([], str(names))] == [
        "",
        "It cannot be read: No such file or directory.",
    ]
    (missing,) = sources([], str(tmp_path / "no-list"))
    assert missing.error == "The list of files cannot be read: No such file or directory."
