"""`mailticket explain`, run as an operator runs it."""

import json
import subprocess
import sys
from pathlib import Path

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
