"""What an operator types and reads: each command on a desk with tickets, and what it says when it cannot."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from mailticket.cli.main import main
from mailticket.store import outbox
from mailticket.store.schema import raw
from scenarios.daemon_room import MAILTICKET
from scenarios.desk_room import ANN, BEN, DESK, Room, desk_room


@dataclass(kw_only=True)
class Said:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def sentence(self) -> str:
        """Its one clear sentence on standard error."""
        assert self.err.startswith("mailticket: ")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err


Type = Callable[..., Said]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A desk with a question that was answered and one that was not."""
    with desk_room(tmp_path, f"sqlite:///{tmp_path / 'mailticket.db'}") as made:
        made.mail("The printer burns.", subject="Fire", message_id="<fire@customer.example>")
        made.answer(10001)
        made.mail("The cellar is wet.", from_=BEN, subject="Water")
        yield made


@pytest.fixture
def typed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command, with `text` on standard input."""

    def run(*words: str, text: str | bytes = b"") -> Said:
        raw = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        capfdbinary.readouterr()
        try:
            code = main([*words, "--config", str(tmp_path / "mailticket.toml")])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capfdbinary.readouterr()
        return Said(code=code, out=said.out.decode("utf-8", "surrogateescape"), err=said.err.decode())

    return run


def shown(typed: Type, number: int) -> dict[str, object]:
    said = typed("ticket", "show", str(number), "--json")
    assert said.code == 0
    found: dict[str, object] = json.loads(said.out)
    return found


# --- tickets -----------------------------------------------------------------------------------------------


def test_all_tickets_are_listed(room: Room, typed: Type) -> None:
    rows = typed("ticket", "list", "--json").rows
    assert [list(row) for row in rows] == [
        ["number", "subject", "status", "priority", "requester", "queue", "opened_at", "due_at"]
    ] * 2
    assert [(row["number"], row["subject"], row["status"]) for row in rows] == [
        (10001, "Fire", "open"),
        (10002, "Water", "new"),
    ]
    assert rows[0]["opened_at"] == "2026-03-02T09:00:00Z"
    assert [row["number"] for row in typed("ticket", "list", "--json", "--status", "new").rows] == [10002]


def test_a_table_is_for_people(room: Room, typed: Type) -> None:
    room.mail("x", from_="eve@elsewhere.example", subject="=?utf-8?q?=1B[31mred=07_=E2=80=AEgnp?=")
    said = typed("ticket", "list").out
    assert "NUMBER" in said
    assert "Fire" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "\x1b" not in typed("inbox", "list").out


def test_a_ticket_is_shown_whole(room: Room, typed: Type) -> None:
    ticket = shown(typed, 10001)
    assert set(ticket) >= {
        *("number", "subject", "status", "priority", "queue", "kind", "customer", "requester", "assignee"),
        *("participants", "opened_at", "closed_at", "service_level", "clock", "escalation", "entries"),
    }
    assert ticket["participants"] == ["ann@customer.example"]
    clock = ticket["clock"]
    assert isinstance(clock, dict)
    assert (clock["waiting_on"], clock["due_at"], clock["unanswered_since"], clock["breached"]) == (
        "customer",
        None,
        None,
        False,
    )
    entries = ticket["entries"]
    assert isinstance(entries, list)
    for entry in entries:
        assert set(entry) >= {
            *("id", "at", "kind", "direction", "from", "to", "message_id", "text", "attachments", "event")
        }
    assert [(e["kind"], e["direction"]) for e in entries if e["kind"] == "correspondence"] == [
        ("correspondence", "in"),
        ("correspondence", "out"),
    ]
    assert "The printer burns." in typed("ticket", "show", "10001").out


def test_the_ledger_says_how_the_clock_ran(room: Room, typed: Type) -> None:
    rows = typed("clock", "10001", "--json").rows
    assert [row["change"] for row in rows] == ["started", "stopped"]
    assert all(set(row) >= {"at", "change", "by", "due_at", "because"} for row in rows)


def test_staff_answer_with_a_command(room: Room, typed: Type) -> None:
    said = typed("ticket", "reply", "10002", "--as", "ana@desk.example", "--close", text="Use a bucket.\n")
    assert (said.code, said.err) == (0, "")
    ticket = shown(typed, 10002)
    assert ticket["status"] == "closed"
    mail = room.outgoing(to="ben@customer.example", kind="answer")[0]
    assert mail.text.startswith("Use a bucket.")
    assert "Ana Ruiz" in str(mail.mail["From"])


def test_a_note_a_field_and_a_status(room: Room, typed: Type) -> None:
    before = len(room.outgoing())
    assert typed("ticket", "note", "10002", text="Call the plumber.").code == 0
    assert typed("ticket", "set", "10002", "status=pending", "assignee=ana@desk.example").code == 0
    ticket = shown(typed, 10002)
    assert (ticket["status"], ticket["assignee"]) == ("pending", "ana@desk.example")
    assert typed("ticket", "set", "10002", "assignee=").code == 0
    assert shown(typed, 10002)["assignee"] is None
    assert [
        mail.recipient for mail in room.outgoing()[before:] if mail.recipient == "ben@customer.example"
    ] == []


def test_a_ticket_is_opened_for_a_caller(room: Room, typed: Type) -> None:
    said = typed(
        *("ticket", "open", "--for", "carl@customer.example", "--name", "Carl", "--subject", "Rang"),
        text="He rang.",
    )
    assert (said.code, said.out) == (0, "10003\n")
    assert shown(typed, 10003)["requester"] == "carl@customer.example"
    assert room.outgoing(to="carl@customer.example")[0].kind == "acknowledgement"


def test_tickets_are_merged_and_closed(room: Room, typed: Type) -> None:
    assert typed("ticket", "merge", "10002", "10001").code == 0
    assert shown(typed, 10002)["status"] == "closed"
    assert len(shown(typed, 10001)["participants"]) == 2  # type: ignore[arg-type]
    assert typed("ticket", "close", "10001").code == 0
    assert shown(typed, 10001)["status"] == "closed"


@pytest.mark.parametrize(
    "words",
    [
        ("ticket", "show", "77"),
        ("ticket", "show", "77", "--json"),
        ("ticket", "note", "77"),
        ("ticket", "reply", "77"),
        ("ticket", "set", "77", "status=open"),
        ("ticket", "merge", "77", "10001"),
        ("ticket", "merge", "10001", "77"),
        ("ticket", "merge", "10001", "10001"),
        ("ticket", "close", "77"),
        ("ticket", "save", "77", "--to", "/nonexistent"),
        ("ticket", "show", "99999999999999999999"),
        ("clock", "77"),
        ("inbox", "show", "77"),
        ("inbox", "raw", "77"),
        ("inbox", "replay", "77"),
        ("inbox", "replay", "1"),
        ("outbox", "show", "77"),
        ("outbox", "retry", "77"),
        ("outbox", "cancel", "77"),
        ("inbox", "show", "99999999999999999999"),
        ("outbox", "show", "99999999999999999999"),
    ],
)
def test_what_is_not_there_is_exit_1_and_a_sentence(room: Room, typed: Type, words: tuple[str, ...]) -> None:
    said = typed(*words, text="text")
    assert said.code == 1
    assert said.sentence
    assert said.out == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("ticket",),
        ("nonsense",),
        ("ticket", "show"),
        ("ticket", "show", "abc"),
        ("ticket", "set", "10001", "color=red"),
        ("ticket", "set", "10001", "status"),
        ("ticket", "set", "10001", "status=burning"),
        ("ticket", "set", "10001", "priority=nonsense"),
        ("ticket", "set", "10001", "customer=nonsense"),
        ("ticket", "set", "10001", "queue="),
        ("ticket", "open", "--for", "nobody", "--subject", "x"),
        ("ticket", "open", "--for", "a@b.example\nBcc: c@d.example", "--subject", "x"),
        ("ticket", "list", "--status", "burning"),
    ],
)
def test_what_is_typed_wrong_is_exit_2_and_changes_nothing(
    room: Room, typed: Type, words: tuple[str, ...]
) -> None:
    said = typed(*words, text="text")
    assert said.code == 2
    assert said.err
    assert "Traceback" not in said.err
    assert room.count() == 2


@pytest.mark.parametrize("command", ["reply", "note"])
def test_no_text_is_no_answer(room: Room, typed: Type, command: str) -> None:
    before = len(room.outgoing())
    said = typed("ticket", command, "10001", text="  \n\n")
    assert said.code == 2
    assert "nothing was done" in said.sentence
    assert len(room.outgoing()) == before


# --- mail --------------------------------------------------------------------------------------------------


def test_every_message_is_listed_with_its_outcome_and_reasons(room: Room, typed: Type) -> None:
    room.mail(headers=[("Auto-Submitted", "auto-generated")])
    rows = typed("inbox", "list", "--json").rows
    wanted = {"id", "accepted_at", "route", "message_id", "from", "outcome", "verdict", "ticket", "reasons"}
    assert all(set(row) >= wanted for row in rows)
    assert [(row["outcome"], row["ticket"]) for row in rows] == [
        ("opened", 10001),
        ("opened", 10002),
        ("suppressed", None),
    ]
    assert rows[0]["message_id"] == "fire@customer.example"
    assert rows[2]["reasons"]
    assert [row["id"] for row in typed("inbox", "list", "--json", "--ticket", "10002").rows] == [2]
    assert typed("inbox", "show", "3").code == 0


def test_the_bytes_come_back_as_they_came(room: Room, typed: Type) -> None:
    raw = b"From: ann@customer.example\nSubject: \xff\xfe bare LF and no end"
    came = room.raw(raw)
    said = typed("inbox", "raw", str(came.id))
    assert (said.code, said.out.encode("utf-8", "surrogateescape")) == (0, raw)


def test_bytes_with_trace_are_what_a_final_delivery_writes(room: Room, typed: Type) -> None:
    said = typed("inbox", "raw", "1", "--with-trace")
    lines = said.out.splitlines()
    assert lines[0] == "Return-Path: <ann@customer.example>"
    assert lines[1].startswith("Received: ")
    assert typed("inbox", "raw", "1").out in said.out


def test_outgoing_mail_is_listed_cancelled_and_sent_again(room: Room, typed: Type) -> None:
    rows = typed("outbox", "list", "--json").rows
    wanted = {"id", "ticket", "kind", "to", "message_id", "state", "attempts", "next_at", "reason"}
    assert all(set(row) >= wanted for row in rows)
    assert [(row["id"], row["kind"], row["state"]) for row in rows][:2] == [
        (1, "acknowledgement", "waiting"),
        (2, "answer", "waiting"),
    ]
    assert typed("outbox", "cancel", "1").code == 0
    said = typed("outbox", "cancel", "1", "2")
    assert said.code == 1
    assert "1" in said.sentence
    assert [row["state"] for row in typed("outbox", "list", "--json").rows][:2] == ["cancelled"] * 2
    assert typed("outbox", "retry", "1").code == 0
    assert json.loads(typed("outbox", "show", "1", "--json").out)["state"] == "waiting"
    assert "Subject: [#10001]" in typed("outbox", "show", "1").out


def test_the_bytes_of_mail_that_came_and_of_mail_that_goes_are_verified(room: Room, typed: Type) -> None:
    (said,) = typed("db", "verify", "--json").rows
    assert (said["accepted"], said["damaged"], said["damaged_outbox"]) == (2, [], [])
    with room.desk.database.transaction() as connection:
        row = outbox.get(connection, 2)
        assert row is not None
        connection.execute(update(raw).where(raw.c.sha256 == row.sha256).values(data=b"not what was written"))
    failed = typed("db", "verify", "--json")
    assert (failed.code, failed.rows[0]["damaged"], failed.rows[0]["damaged_outbox"]) == (1, [], [2])
    assert "in the outbox" in failed.sentence


def test_attachments_are_saved_under_safe_names_and_nowhere_else(
    room: Room, typed: Type, tmp_path: Path
) -> None:
    names = (
        "../../evil.sh",
        "/etc/passwd",
        "C:\\temp\\a.txt",
        ".bashrc",
        "CON",
        "",
        "a\tb.txt",
        "ü" * 300,
        "a.txt",
    )
    parts = "".join(
        f'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"'
        f"\r\n\r\ncontent {number}\r\n"
        for number, name in enumerate(names)
    )
    came = room.raw(
        f"From: {ANN}\r\nTo: {DESK}\r\nSubject: files\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{parts}--b--\r\n'.encode()
    )
    target = tmp_path / "saved"
    target.mkdir()
    (target / "a.txt").symlink_to(tmp_path / "victim")
    said = typed("ticket", "save", str(came.ticket), "--to", str(target))
    assert said.code == 0
    files = sorted(path for path in target.iterdir() if not path.is_symlink())
    assert len(files) == len(names)
    assert {path.read_text().strip() for path in files} == {f"content {n}" for n in range(len(names))}
    assert not (tmp_path / "victim").exists()
    assert not list(tmp_path.parent.glob("evil.sh"))
    assert all(not path.name.startswith(".") and len(path.name.encode()) <= 255 for path in files)


def test_attachments_are_saved_that_an_earlier_version_counted_otherwise(
    room: Room, typed: Type, tmp_path: Path
) -> None:
    inner = b'Content-Type: application/pdf; name="in.pdf"\r\n\r\ninner'
    came = room.raw(
        f"From: {ANN}\r\nTo: {DESK}\r\nSubject: files\r\nMIME-Version: 1.0\r\n".encode()
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b'\r\n--b\r\nContent-Type: application/pdf; name="out.pdf"\r\n\r\nouter\r\n--b--\r\n'
    )
    known = next(row for row in typed("ticket", "show", str(came.ticket), "--json").rows)["entries"]
    files = [one for entry in known for one in entry["attachments"]]
    with sqlite3.connect(tmp_path / "mailticket.db") as database:
        old = [{**one, "index": 1} for one in files if one["filename"] == "out.pdf"]
        database.execute("UPDATE entries SET attachments = ? WHERE attachments <> '[]'", (json.dumps(old),))
    target = tmp_path / "saved"
    target.mkdir()
    assert typed("ticket", "save", str(came.ticket), "--to", str(target)).code == 0
    assert [path.read_text() for path in target.iterdir()] == ["outer"]


# --- the pipe ----------------------------------------------------------------------------------------------


def test_the_pipe_keeps_what_it_is_given(room: Room, typed: Type) -> None:
    raw = b"From: carl@customer.example\nSubject: by pipe\n\nHello\n"
    said = typed(
        "deliver", "-f", "carl@customer.example", DESK, text=b"From carl Mon Mar  2 09:00:00 2026\n" + raw
    )
    assert (said.code, said.out, said.err) == (0, "", "")
    row = typed("inbox", "list", "--json").rows[-1]
    assert (row["route"], row["outcome"]) == ("pipe", "waiting")
    assert typed("inbox", "raw", str(row["id"])).out.encode() == raw
    room.work()
    assert room.ticket(10003).subject == "by pipe"


def test_the_pipe_without_recipients_goes_by_the_header(room: Room, typed: Type) -> None:
    typed("deliver", text=room.compose("Hello", subject="one"))
    typed("deliver", text=room.compose("Hello", subject="two", to="somebody@else.example"))
    room.work()
    assert [row["outcome"] for row in typed("inbox", "list", "--json").rows][-2:] == ["opened"] * 2


def test_the_pipe_asks_to_try_again_when_it_cannot_keep(room: Room, typed: Type, tmp_path: Path) -> None:
    config = tmp_path / "mailticket.toml"
    text = config.read_text()
    config.write_text(text.replace("[desk]", "[desk]\nnonsense = 1"))
    assert typed("deliver", DESK, text=b"Subject: x\n\ny\n").code == 75
    config.write_text(text.replace(str(room.desk.database.url), "sqlite:////dev/null/x.db"))
    said = typed("deliver", DESK, text=b"Subject: x\n\ny\n")
    assert said.code == 75
    assert "Traceback" not in said.err


def test_a_message_that_is_too_large_is_refused_for_good(room: Room, typed: Type, tmp_path: Path) -> None:
    config = tmp_path / "mailticket.toml"
    config.write_text(config.read_text() + '[smtp_server]\nmax_message_size = "64 KiB"\n')
    said = typed("deliver", DESK, text=b"Subject: x\n\n" + b"y" * 70_000)
    assert said.code == 65
    assert "max_message_size" in said.sentence


def test_the_store_that_cannot_be_reached_is_75_and_a_sentence(
    room: Room, typed: Type, tmp_path: Path
) -> None:
    config = tmp_path / "mailticket.toml"
    config.write_text(config.read_text().replace(str(room.desk.database.url), "sqlite:////dev/null/x.db"))
    for words in (("ticket", "list"), ("inbox", "list"), ("db", "verify")):
        said = typed(*words)
        assert said.code == 75
        assert "/dev/null/x.db" in said.sentence


def test_a_faulty_configuration_is_78_and_every_fault(room: Room, typed: Type, tmp_path: Path) -> None:
    config = tmp_path / "mailticket.toml"
    config.write_text(config.read_text() + '[log]\nlevel = "loud"\nnonsense = 1\n')
    said = typed("ticket", "list")
    assert said.code == 78
    assert said.err.count(f"{config}:") == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(
    room: Room, tmp_path: Path, encoding: str
) -> None:
    room.mail("Grüße ☂ 😀", subject="Ünder ☂ 😀")

    def said(*words: str) -> str:
        done = subprocess.run(
            [MAILTICKET, *words, "--config", str(tmp_path / "mailticket.toml")],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode(encoding)

    assert "nder" in said("ticket", "list")
    assert json.loads(said("ticket", "list", "--json").splitlines()[-1])["subject"] == "Ünder ☂ 😀"
    assert "Gr" in said("ticket", "show", "10003")


def test_message_is_shown_with_why_in_words(room: Room, typed: Type) -> None:
    lines = typed("inbox", "show", "1").out.splitlines()
    assert "verdict:       new request" in lines
    assert "because:       Nothing in it points to a ticket: a new matter." in lines
    assert lines[lines.index("because:       Nothing in it points to a ticket: a new matter.") + 1] == (
        "               no-thread: points to no ticket"
    )
    assert not any("+00:00" in line or "['" in line for line in lines)
