"""Two daemons on one store share the work; when one is killed, the other brings its work to an end."""

import itertools

from crash.aftermath import at_rest, nothing_lost_nothing_doubled
from crash.test_kill_under_load import Clients
from scenarios.daemon_room import House, eventually
from servers import Sink


def test_two_nodes_share_the_work_and_one_takes_over_what_the_other_left(daemons: House, sink: Sink) -> None:
    first, second = daemons.start(), daemons.start()
    turns = itertools.cycle([first, second])
    clients = Clients(lambda: next(turns) if first.process.poll() is None else second)
    try:
        eventually(lambda: first.found("mail.classified") and second.found("mail.classified"), "work of both")
        first.kill()
        before = len(clients.heard)
        eventually(lambda: len(clients.heard) > before + 60, "more mail")
    finally:
        clients.finish()
    assert first.gone()
    at_rest(daemons, second)
    nothing_lost_nothing_doubled(daemons, sink, clients.heard)
    assert second.stop() == 0
