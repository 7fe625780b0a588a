"""How long it takes to read a mail, beside mail-parser and the standard library."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import TemporaryDirectory

import mailparser

from bench.figures import Figure, median, percentile
from bench.letters import END_OF_LARGE, attachment, head_of_large, letter
from bench.options import Options
from bench.room import Failed
from mailticket.mail.message import parse

TITLE = "Reading, one process; subject, sender, text and attachments are asked for"

_CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
_TIMES = 5
_LARGE = 18 << 20  # of a file, which base64 makes 25 MB
_STARTS = 7


def measure(options: Options) -> Iterator[Figure]:
    logging.disable(logging.CRITICAL)  # mail-parser logs what it does not know
    corpus = [path.read_bytes() for path in sorted(_CORPUS.glob("*.eml"))]
    yield from _compared(f"{len(corpus)} messages of tests/corpus", corpus, options)
    yield from _compared("letters of 5 KB, text and HTML", [letter(number) for number in range(50)], options)
    yield from _compared("a text of 4 KB without a space in it", [_monotonous()], options)
    yield from _cold(options)
    yield from _large(options)


def _compared(what: str, mails: list[bytes], options: Options) -> Iterator[Figure]:
    for name, read in _READERS.items():
        times = [1000 * seconds for seconds in _times(read, mails, 1 if options.quick else _TIMES)]
        ours = name == "mailticket" and "corpus" in what
        aims = ("< 1", "< 20") if ours else ("", "")
        note = f"p99 {percentile(times, 0.99):.2f} ms{f', aim {aims[1]}' if ours else ''}"
        yield Figure(name=f"{what}: {name}, median", value=median(times), unit="ms", aim=aims[0], note=note)


def _times(read: Callable[[bytes], object], mails: list[bytes], times: int) -> list[float]:
    """The best of several for each mail: what is measured is the reading and not the machine."""
    found = []
    for raw in mails:
        best = 60.0
        for _ in range(times):
            began = time.perf_counter()
            read(raw)
            best = min(best, time.perf_counter() - began)
        found.append(best)
    return found


def _by_mail_parser(raw: bytes) -> object:
    with suppress(Exception):  # on some messages of the corpus it fails, and that counts as read
        mail = mailparser.parse_from_bytes(raw)
        return mail.subject, mail.from_, mail.text_plain, mail.text_html, mail.attachments
    return None


def _by_standard_library(raw: bytes) -> object:
    with suppress(Exception):  # the same
        mail = message_from_bytes(raw, policy=policy.default)
        body = mail.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        files = [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]
        return str(mail["Subject"]), str(mail["From"]), text, files
    return None


_READERS: dict[str, Callable[[bytes], object]] = {
    "mailticket": parse,
    "mail-parser": _by_mail_parser,
    "standard library": _by_standard_library,
}


def _monotonous() -> bytes:
    head = b"From: <ann@customer.example>\r\nMessage-ID: <1@customer.example>\r\nSubject: Lines\r\n\r\n"
    return head + (b"X" * 78 + b"\r\n") * 51


def _cold(options: Options) -> Iterator[Figure]:
    path = next(_CORPUS.glob("*.eml"))
    command = [sys.executable, "-m", "mailticket.cli.main", "explain", "--json", str(path)]
    times = []
    for _ in range(2 if options.quick else _STARTS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - began))
    yield Figure(
        name="mailticket explain FILE, cold start, median", value=median(times), unit="ms", aim="< 500"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spent:
    seconds: float
    mebibytes: float


def _large(options: Options) -> Iterator[Figure]:
    """Each reader in a process of its own, so that its memory is its own."""
    with TemporaryDirectory(prefix="mailticket-bench-") as folder:
        path = Path(folder) / "large.eml"
        size = options.count(25 << 20)
        path.write_bytes(head_of_large(1) + attachment(size) + END_OF_LARGE)
        for name in _READERS:
            spent = _spent(name, path)
            ours = name == "mailticket"
            note = (
                f"memory of its process at its peak {spent.mebibytes:,.0f} MiB{', aim < 150' if ours else ''}"
            )
            aim = "< 1,000" if ours else ""
            what = f"{size >> 20} MiB with an attachment: {name}"
            yield Figure(name=what, value=1000 * spent.seconds, unit="ms", aim=aim, note=note)


def _spent(name: str, path: Path) -> _Spent:
    done = subprocess.run(
        [sys.executable, "-m", "bench.reading", name, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(f"{name} could not read the large mail: {done.stderr.strip()[-300:]}")
    seconds, kibibytes = done.stdout.split()
    return _Spent(seconds=float(seconds), mebibytes=int(kibibytes) / 1024)


def _read_alone(name: str, path: Path) -> None:
    logging.disable(logging.CRITICAL)
    raw = path.read_bytes()
    began = time.perf_counter()
    _READERS[name](raw)
    seconds = time.perf_counter() - began
    peak = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    print(seconds, peak.split()[1])


if __name__ == "__main__":
    _read_alone(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.flush()
    os._exit(0)
