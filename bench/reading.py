"""Reading mail: how fast, beside mail-parser and the standard library, and in how much memory."""

import asyncio
import base64
import email.policy
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from tempfile import NamedTemporaryFile

import mailparser

from bench.figures import Figure, median, percentile
from bench.options import Options
from mailticket.mail.message import parse
from mailticket.workers.reader import ReaderPool

TITLE = "Reading mail"

ROOT = Path(__file__).parents[1]
PLAIN = (
    b"Received: from a.example (a.example [192.0.2.1]) by mx.example with ESMTPS id 1; Fri, 20 Nov 2026"
    b" 12:00:00 +0000\r\nFrom: Jane Doe <jane@acme.example>\r\nTo: Support <support@desk.example>\r\n"
    b"Subject: Printer does not print\r\nMessage-ID: <1@acme.example>\r\nDate: Fri, 20 Nov 2026 12:00:00"
    b" +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\n"
    + b"".join(
        b"the printer on floor %d does not print any more since this morning.\r\n" % i for i in range(50)
    )
    + b"\r\nRegards,\r\nJane\r\n"
)
LARGE = """
import re, sys, time
from mailticket.mail.message import parse
raw = open(sys.argv[1], "rb").read()
began = time.perf_counter()
parse(raw)
taken = time.perf_counter() - began
print(taken, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
"""


def measure(options: Options) -> Iterator[Figure]:
    logging.disable(logging.CRITICAL)  # mail-parser says of each part what it does not handle
    raws = [path.read_bytes() for path in sorted((ROOT / "tests" / "corpus").glob("*.eml"))]
    yield from _each("mailticket", parse, raws, aims=("< 1", "< 20"))
    yield from _each("mail-parser", mailparser.parse_from_bytes, raws)
    yield from _each("standard library, compat32", _standard, raws)
    yield from _each("standard library, default policy", _modern, raws)
    count = 300 if options.quick else 2_000
    began = time.perf_counter()
    for _ in range(count):
        parse(PLAIN)
    yield Figure(name="4 KB, in this process", value=count / (time.perf_counter() - began), unit="/s")
    rate, memory = asyncio.run(_pool(count))
    yield Figure(name="4 KB, through one reader process", value=rate, unit="/s", aim="≥ 1,500")
    yield Figure(name="a reader process holds", value=memory, unit="MiB", aim="< 32")
    seconds, peak = _large()
    yield Figure(name="25 MiB with an attachment", value=seconds, unit="s", aim="< 1")
    yield Figure(name="25 MiB with an attachment, peak", value=peak, unit="MiB", aim="< 150")
    yield Figure(name="`mailticket explain`, cold", value=_cold(), unit="s", aim="< 0.5")


def _each(
    name: str, read: Callable[[bytes], object], raws: list[bytes], aims: tuple[str, str] = ("", "")
) -> Iterator[Figure]:
    taken = []
    failed = 0
    for turn in range(3):
        for raw in raws:
            began = time.perf_counter()
            try:
                read(raw)
            except Exception:
                failed += turn == 0
            if turn:
                taken.append((time.perf_counter() - began) * 1000)
    note = f"{len(raws)} messages" + (f", {failed} not read" if failed else "")
    yield Figure(name=f"{name}, median", value=median(taken), unit="ms", aim=aims[0], note=note)
    yield Figure(name=f"{name}, p99", value=percentile(taken, 0.99), unit="ms", aim=aims[1])


def _standard(raw: bytes) -> object:
    return [part.get_payload(decode=True) for part in message_from_bytes(raw).walk()]


def _modern(raw: bytes) -> object:
    message = message_from_bytes(raw, policy=email.policy.default)
    return [str(message["subject"]), str(message["from"]), message.get_body(("plain", "html"))]


async def _pool(count: int) -> tuple[float, float]:
    """Messages a second through one process, and what it holds in MiB."""
    readers = ReaderPool(processes=1)
    try:
        await readers.read(PLAIN, reverse_path=None)
        began = time.perf_counter()
        await asyncio.gather(*(readers.read(PLAIN, reverse_path=None) for _ in range(count)))
        rate = count / (time.perf_counter() - began)
        return rate, max(map(_resident, readers.pids()))
    finally:
        await readers.close()


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _large() -> tuple[float, float]:
    with NamedTemporaryFile(suffix=".eml") as file:
        file.write(
            b"From: a@b.example\r\nSubject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            b"--b\r\n\r\nsee file\r\n--b\r\nContent-Type: image/png; name=a.png\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n"
        )
        file.write(base64.encodebytes(os.urandom(19_000_000)).replace(b"\n", b"\r\n"))
        file.write(b"--b--\r\n")
        file.flush()
        command = [sys.executable, "-c", LARGE, file.name]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, peak = said.split()
    return float(seconds), float(peak)


def _cold() -> float:
    command = [sys.executable, "-m", "mailticket.cli.main", "explain", "--json", "-"]
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, input=PLAIN, capture_output=True, check=True)
        taken.append(time.perf_counter() - began)
    return median(taken)
