"""The log: one line for each thing that happened, JSON on a pipe and readable on a terminal."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

# structlog loads rich where it happens to be installed, for tracebacks that we never show: 10 MB.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

import structlog  # noqa: E402 - see above

from mailticket.log_writer import LogWriter  # noqa: E402

if TYPE_CHECKING:  # the process that takes mail has no desk
    from mailticket.desk.journal import LogLine

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_ORDER = ("timestamp", "level", "event", "node", "message", "ticket", "reason")


class _Lines(threading.local):
    """Where lines go: to standard output, or each thread holds its own for a while."""

    def __init__(self) -> None:
        self._held: list[str] | None = None

    def msg(self, message: str) -> None:
        if self._held is not None:
            self._held.append(message)
        else:
            _WRITER.put(f"{message}\n")

    @contextmanager
    def apart(self) -> Iterator[list[str]]:
        """Keep all that this thread says meanwhile."""
        outer, self._held = self._held, []
        try:
            yield self._held
        finally:
            self._held = outer

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all that is said meanwhile at once."""
        held: list[str] = []
        try:
            with self.apart() as held:
                yield
        finally:
            if held:
                self.msg("\n".join(held))

    debug = info = warning = error = critical = log = msg


def _lost(count: int) -> str:
    reason = f"Nobody read the log for too long: {count} lines of one process are missing here."
    with _LINES.apart() as held:
        structlog.get_logger().error("log.lost", lines=count, reason=reason)
    return "".join(f"{line}\n" for line in held)


_LINES = _Lines()
_WRITER = LogWriter(1, _lost)


def configure(*, form: str, level: str, node: str) -> None:
    """Set the log up for this process. `form` is json, console or auto: console on a terminal."""
    console = form == "console" or (form == "auto" and sys.stdout.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
        if console
        else structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _Stamp(node),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
            )
            if not console
            else structlog.dev.set_exc_info,
            _ordered,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: _LINES,
        cache_logger_on_first_use=True,
    )


Listener = Callable[[str, Mapping[str, Any]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Let somebody hear the event and the fields of each line, whoever writes it."""
    _listeners.append(listener)


def together() -> AbstractContextManager[None]:
    """Write all lines of a block at once: many small writes cost more than what they say."""
    return _LINES.together()


def say(text: str) -> None:
    """Write a text for a person at a terminal, in its place among the lines."""
    _LINES.msg(text)


def flush() -> None:
    """Wait a little until all lines are written; what ends without the interpreter's ado must call it."""
    _WRITER.flush()


def write(lines: "Iterable[LogLine]") -> None:
    """Write what a transaction of the desk said."""
    logger = structlog.get_logger()
    with together():
        for line in lines:
            getattr(logger, line.level)(line.event, **line.fields)
            for listener in _listeners:
                listener(line.event, line.fields)


def event(name: str, level: str = "info", **fields: Any) -> None:
    """Write one line."""
    getattr(structlog.get_logger(), level)(name, **fields)
    for listener in _listeners:
        listener(name, fields)


class _Stamp:
    """When, and on which node."""

    def __init__(self, node: str) -> None:
        self._node = node

    def __call__(
        self, _logger: object, _name: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        line.setdefault(
            "timestamp", datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        )
        line["node"] = self._node
        return line


def _ordered(_logger: object, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: line[key] for key in _ORDER if key in line} | {
        key: value for key, value in line.items() if key not in _ORDER and value is not None
    }
