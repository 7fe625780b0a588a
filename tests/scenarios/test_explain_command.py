"""`mailticket explain`, run as an operator runs it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIL = (
    b"From: Jane <jane@acme.example>\nSubject: help\nMessage-ID: <1@acme.example>\n\nIt is broken.\n\n> old\n"
)


def explain(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mailticket.cli.main", "explain", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_object_a_line_in_the_given_order_and_a_file_that_is_missing(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.eml").write_bytes(MAIL.replace(b"help", name.encode()))
    paths = [str(tmp_path / name) for name in ("b.eml", "missing.eml", "a.eml")]
    done = explain("--json", "--files-from", "-", given="\n".join(paths).encode())
    said = lines(done)
    assert [one["path"] for one in said] == paths
    assert [one.get("subject") for one in said] == ["b", None, "a"]
    assert said[1]["error"]
    assert done.returncode == 1


def test_all_that_is_promised_is_said() -> None:
    (said,) = lines(explain("--json", "-", given=MAIL))
    assert said["path"] == "-"
    assert said["error"] is None
    assert said["from"] == "jane@acme.example"
    assert said["from_name"] == "Jane"
    assert said["message_id"] == "1@acme.example"
    assert said["reply_text"] == "It is broken."
    assert said["verdict"] == "new request"
    assert said["ticket"] is None
    assert said["auto"] is False
    assert said["auto_kind"] is None
    assert said["attachments"] == []
    assert said["reasons"]
    assert {"to", "cc", "reply_to", "in_reply_to", "references", "date", "text", "defects"} <= said.keys()


def test_folder_is_explained_mail_by_mail(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("2.host", "1.host"):
        (tmp_path / "new" / name).write_bytes(MAIL)
    said = lines(explain("--json", str(tmp_path)))
    assert [Path(str(one["path"])).name for one in said] == ["1.host", "2.host"]


def test_account_for_a_person_marks_what_is_quoted_and_obeys_no_mail() -> None:
    done = explain("-", given=MAIL.replace(b"broken", b"\x1b[31mbroken\x07"))
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "new request" in text
    assert "no-thread" in text
    assert "┆ > old" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_nothing_to_explain_is_a_wrong_use() -> None:
    assert explain().returncode == 2


def test_what_cannot_be_explained_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for wrong, code, said in (
        ([], 2, b"Name a file, a folder"),
        (["-", "-"], 2, b"only once"),
        (["-", "--files-from", "-"], 2, b"only once"),
        (["--files-from", str(tmp_path / "none")], 1, b"The list of files cannot be read"),
        ([str(tmp_path / "\x1b[31m")], 1, b"No such file"),
        ([str(tmp_path / "empty")], 1, b"There is no message in this folder."),
    ):
        done = explain(*wrong)
        assert done.returncode == code
        assert said in done.stderr
        assert done.stderr.count(b"\n") == 1
        assert b"\x1b" not in done.stderr


def test_path_that_is_no_utf_8_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.eml")
    path.write_bytes(MAIL)
    (said,) = lines(explain("--json", "--files-from", "-", given=os.fsencode(path)))
    assert said["path"] == str(path)


def test_messages_of_an_mbox_file_are_told_apart_and_counted() -> None:
    line = b"From jane@acme.example Fri Nov 20 13:52:37 2026\n"
    mbox = line + MAIL + b"\n" + line + MAIL.replace(b"Subject", b"Auto-Submitted: auto-replied\nSubject")
    assert [one["message"] for one in lines(explain("--json", "-", given=mbox))] == [1, 2]
    text = explain("-", given=mbox).stdout.decode()
    assert "-, message 2" in text
    assert text.endswith("2 messages: 1 new request, 1 automatic response\n")


def test_what_is_no_message_is_a_defect() -> None:
    (said,) = lines(explain("--json", "-", given=gzip.compress(MAIL)))
    assert "gzip" in str(said["defects"])
    assert said["error"] is None


def test_very_large_message_takes_little_more_than_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(MAIL)
        for _ in range(100):
            file.write(b"All work and no play makes Jack a dull boy.\n" * 24_000)
    command = [sys.executable, "-m", "mailticket.cli.main", "explain", "-"]
    with path.open("rb") as file:
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    assert used.ru_maxrss < 256 * 1024  # KiB


def test_readme_shows_an_account_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    account = explain("tests/corpus/reply/gmail-german.eml").stdout.decode()
    assert account.strip() in (root / "README.md").read_text(encoding="utf-8")
