"""The auditor, alarms and the sign of life, with the whole daemon: what is forgotten is told to a person."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from mailticket.store import schema, timers
from mailticket.store.database import Database
from mailticket.store.timers import Timer
from scenarios.daemon_room import House, Running, eventually
from servers import Sink
from servers.sink import Reply

BOSS = "boss@elsewhere.example"
WATCH = f"""
[auditor]
every = "1s"
acknowledged_within = "2s"
[alarm]
notify = ["{BOSS}"]
again_after = "1h"
"""
MAIL = b"From: Ann <ann@customer.example>\r\nTo: support@desk.example\r\nSubject: Fire\r\n\r\nHelp.\r\n"


def start(daemons: House, more: str) -> Running:
    daemons.configure(more=more)
    return daemons.start()


def told(sink: Sink, to: str) -> list[bytes]:
    return [mail.content for mail in sink.mails if to in mail.recipients]


@contextmanager
def listener() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A web service that keeps what it is called with."""
    calls: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            calls.append({"path": self.path, "body": json.loads(body) if body else None})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", calls
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_daemon_that_is_content_gives_a_sign_of_life_and_no_alarm(
    daemons_on_both: House, sink: Sink, tmp_path: Path
) -> None:
    life = tmp_path / "life"
    with listener() as (place, calls):
        beat = f'[heartbeat]\nfile = "{life}"\nurl = "http://{place}/ping"\nevery = "1s"\n'
        running = start(daemons_on_both, WATCH + beat)
        running.send(MAIL)
        running.wait("delivery.sent", kind="acknowledgement")
        eventually(life.exists, "the file of the heartbeat")
        eventually(lambda: len(calls) > 1, "two calls of the heartbeat")
        assert {call["path"] for call in calls} == {"/ping"}
        time.sleep(3)  # several looks of the auditor
        assert running.get("/healthz").status == 200
        assert not running.found("audit.failed")
        assert not running.found("alarm.raised")
        assert told(sink, BOSS) == []


def test_acknowledgements_that_do_not_leave_are_noticed_and_the_sign_of_life_ends(
    daemons_on_both: House, sink: Sink, tmp_path: Path
) -> None:
    """The guide: "In the event that an automated ticket is not returned by email …"."""
    life = tmp_path / "life"
    sink.fail("RCPT", Reply(line="451 4.3.0 Later"), address="ann@customer.example")
    with listener() as (place, calls):
        urls = tmp_path / "urls"
        urls.write_text(f"# where the operator is called\njson://{place}/alarm\n")
        more = f'urls_file = "{urls}"\n[heartbeat]\nfile = "{life}"\nevery = "1s"\n'
        running = start(daemons_on_both, WATCH + more)
        eventually(life.exists, "the file of the heartbeat")
        running.send(MAIL)
        (line,) = running.wait("audit.failed", rule="acknowledgements", seconds=30)
        assert "has waited longer than" in line["reason"]
        assert line["ticket"] == 10001
        health = running.get("/healthz")
        assert health.status == 503
        assert "acknowledgement of ticket 10001" in health.text
        last = life.stat().st_mtime
        (content,) = eventually(lambda: told(sink, BOSS), "the mail to the operator")
        assert b"acknowledgement of ticket 10001" in content.replace(b"=\r\n", b"")
        assert b"Auto-Submitted: auto-generated" in content
        (call,) = eventually(lambda: list(calls), "the second route")
        assert "acknowledgement of ticket 10001" in str(call["body"])
        time.sleep(3)
        assert life.stat().st_mtime == last
        assert len(told(sink, BOSS)) == 1  # not again for the same reason
        sink.recover()
        running.wait("audit.content", seconds=30)
        assert running.get("/healthz").status == 200
        eventually(lambda: life.stat().st_mtime > last, "the sign of life again")


def test_a_deadline_that_the_scheduler_lost_is_found(daemons: House, sink: Sink, sqlite_url: str) -> None:
    more = """
[[service_levels]]
name = "standard"
targets = [{ respond_within = "1h" }]
"""
    running = start(daemons, WATCH + more)
    running.send(MAIL)
    running.wait("clock.started")
    store = Database(sqlite_url)
    with store.transaction() as connection:
        connection.execute(schema.timers.delete().where(schema.timers.c.kind == "breach"))
    store.close()
    (line,) = running.wait("audit.failed", rule="timers", seconds=30)
    assert "Ticket 10001 has its breach at" in line["reason"]
    eventually(lambda: told(sink, BOSS), "the mail to the operator")


def test_an_alarm_whose_mail_is_refused_raises_no_other(daemons: House, sink: Sink) -> None:
    sink.fail("RCPT", Reply(line="550 5.1.1 Unknown"), address=BOSS)
    more = """
[[service_levels]]
name = "standard"
targets = [{ respond_within = "1s" }]
ladder = "empty"
[[ladders]]
name = "empty"
steps = [{ after = "0s", notify = ["rota:nobody"] }]
repeat = 1
repeat_every = "1s"
[[rotas]]
name = "nobody"
members = []
"""
    running = start(daemons, WATCH.replace('every = "1s"', 'every = "1m"') + more)
    running.send(MAIL)
    running.wait("alarm.raised", reason="Nobody is on call for nobody.")
    running.wait("delivery.failed", kind="alarm")
    time.sleep(3)
    assert len(running.found("delivery.failed", kind="alarm")) <= 2  # nobody is on call; exhausted
    assert len(running.found("alarm.raised")) <= 2


def test_pages_take_the_second_route_too(daemons: House, sink: Sink, tmp_path: Path) -> None:
    """A person is told of a ticket although the relay is away."""
    ladder = """
[[service_levels]]
name = "standard"
targets = [{ respond_within = "1s" }]
ladder = "default"
[[ladders]]
name = "default"
steps = [{ after = "0s", notify = ["ana@staff.example"] }]
"""
    with listener() as (place, calls):
        urls = tmp_path / "urls"
        urls.write_text(f"json://{place}/page\n")
        running = start(daemons, WATCH + f'urls_file = "{urls}"\npages = true\n' + ladder)
        sink.down()
        running.send(MAIL)
        (call, *_) = eventually(lambda: list(calls), "the second route")
        said = call["body"]
        assert isinstance(said, dict)
        assert said["title"] == "[#10001] OVERDUE Fire"
        assert "has been waiting for an answer" in said["message"]


def test_a_store_that_is_stuck_is_told_past_it(daemons: House, sink: Sink, sqlite_url: str) -> None:
    """Whatever holds the store holds the scheduler too; the operator hears of it all the same."""
    running = start(daemons, WATCH)
    store = Database(sqlite_url)
    due_at = datetime.now(UTC) + timedelta(seconds=2)
    with store.transaction() as connection:  # so that the scheduler must write
        timers.put(connection, [Timer(ticket=1, kind="escalation", due_at=due_at, generation=1)])
    with store.transaction() as connection:  # somebody holds it
        connection.execute(schema.timers.delete())
        running.wait("audit.failed", seconds=120)
        (content, *_) = eventually(lambda: told(sink, BOSS), "the mail to the operator", seconds=60)
        assert b"ALARM Desk" in content
        assert running.get("/healthz").status == 503
    store.close()


def test_who_will_be_on_call_where_nobody_will_be_and_whom_no_mail_reaches(
    daemons: House, sink: Sink
) -> None:
    rotas = """
[[service_levels]]
name = "standard"
targets = [{ respond_within = "1s" }]
ladder = "default"
[[ladders]]
name = "default"
steps = [{ after = "0s", notify = ["rota:primary", "rota:nobody"] }]
fallback = "boss@staff.example"
[[rotas]]
name = "primary"
time_zone = "America/New_York"
shift = "1w"
members = ["ana@staff.example", "bo@staff.example"]
[[rotas]]
name = "nobody"
members = []
"""
    sink.fail("RCPT", Reply(line="550 5.1.1 Unknown"), address="ana@staff.example")
    sink.fail("RCPT", Reply(line="550 5.1.1 Unknown"), address="bo@staff.example")
    running = start(daemons, WATCH + rotas)
    running.send(MAIL)
    running.wait("delivery.deferred", kind="page")
    rows = running.listed("oncall", "forecast", "--days", "30")
    primary = [row for row in rows if row["rota"] == "primary"]
    assert 5 <= len(primary) <= 6
    assert {row["member"] for row in primary} == {"ana@staff.example", "bo@staff.example"}
    for before, after in itertools.pairwise(primary):
        assert before["until"] == after["from"]  # nobody is missing in between
    assert next(row["member"] for row in rows if row["rota"] == "nobody") is None
    said = running.run("oncall", "forecast").stdout
    assert "43200 uncovered minutes in 30 days" in said
    assert "550 5.1.1 Unknown" in said
