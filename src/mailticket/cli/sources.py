"""Where the messages come from that are to be explained: files, folders, mailboxes, standard input."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

MAX_SIZE: Final = 128 * 1024 * 1024  # bytes of a message; no desk takes one as large

_CHUNK = 1024 * 1024
# The line before each message of an mbox file: who wrote it, and when (RFC 4155).
_MBOX_LINE = re.compile(
    rb"From \S+ +(?:[A-Z][a-z]{2} ){2}[ \d]\d \d\d:\d\d(?::\d\d)?(?: [-+\w]{1,6}){0,2} \d{4}\b"
)
_MBOX_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_NO_MAIL: Final = {
    b"\x1f\x8b": "gzip: unpack it first, `zcat FILE | mailticket explain -`",
    b"BZh": "bzip2: unpack it first, `bzcat FILE | mailticket explain -`",
    b"\xfd7zXZ\x00": "xz: unpack it first, `xzcat FILE | mailticket explain -`",
    b"\x28\xb5\x2f\xfd": "Zstandard: unpack it first, `zstdcat FILE | mailticket explain -`",
    b"PK\x03\x04": "a ZIP archive: unpack it first",
    b"\xd0\xcf\x11\xe0": "a file of Microsoft Office (.msg, .doc): save the message as .eml",
    b"\xff\xfe": "text in UTF-16: save the message as it came, with the original bytes",
    b"!BDN": "an Outlook data file (.pst): save its messages as .eml",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database: `mailticket inbox raw ID` writes a message of the store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message, or why there is none."""

    path: str
    number: int | None = None  # which message of an mbox file
    raw: bytes = b""
    error: str = ""  # a sentence
    note: str = ""  # what is odd about the file

    @property
    def name(self) -> str:
        return self.path if self.number is None else f"{self.path}, message {self.number}"


def sources(paths: Sequence[str], files_from: str | None) -> Iterator[Source]:
    """All messages, in the given order. Nothing is read before it is asked for."""
    for path in paths:
        yield from _at(path, 0 if path == "-" else path)
    if files_from is not None:
        yield from _listed(files_from)


def _listed(names: str) -> Iterator[Source]:
    """The messages at the paths in a list, one a line; the names of files need not be UTF-8."""
    try:
        with _opened(0 if names == "-" else names) as stream:
            for line in io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape"):
                if line.strip():
                    path = line.rstrip("\r\n")
                    yield from _at(path, path)
    except (OSError, ValueError) as error:
        yield Source(path=names, error=f"The list of files cannot be read: {_why(error)}.")


def _at(path: str, file: str | Literal[0]) -> Iterator[Source]:
    """The message or messages at a path, or on standard input (0)."""
    try:
        if file and Path(file).is_dir():
            yield from _folder(Path(file))
        else:
            with _opened(file) as stream:
                yield from _read(path, stream)
    except (OSError, ValueError) as error:  # a name may hold what no file system takes
        yield Source(path=path, error=f"It cannot be read: {_why(error)}.")


def _opened(file: str | Literal[0]) -> io.BufferedReader:
    return open(file, "rb", closefd=file != 0)  # to Path, no name is the working directory


def _folder(folder: Path) -> Iterator[Source]:
    """Its .eml files; without any, the messages of a Maildir; without these, all its files."""
    any(folder.iterdir())  # says so if it may not be read, which rglob does not
    files = sorted(str(f) for f in folder.rglob("*") if f.is_file() and not f.name.startswith("."))
    mails = [name for name in files if name.lower().endswith(".eml")]
    kept = [name for name in files if Path(name).parent.name in ("cur", "new")]
    found = mails or kept or files
    if not found:
        yield Source(path=str(folder), error="There is no message in this folder.")
    for name in found:
        yield from _at(name, name)


def _read(path: str, stream: io.BufferedReader) -> Iterator[Source]:
    """The messages of a stream: one, or those of an mbox file."""
    if _MBOX_LINE.match(stream.peek(200)) and not path.lower().endswith(".eml"):
        yield from _mbox(path, stream)
    else:
        yield _whole(path, stream.read(MAX_SIZE + 1))


def _mbox(path: str, stream: io.BufferedReader) -> Iterator[Source]:
    """The messages of an mbox file, one after another; a single one is given as it is."""
    raw, number, blank, at_start = bytearray(), 0, True, True
    while piece := stream.readline(_CHUNK):
        if at_start and blank and _MBOX_LINE.match(piece):
            if number:
                yield _of_mbox(path, number, bytes(raw))
            raw, number = bytearray(), number + 1
        if len(raw) <= MAX_SIZE:
            raw += piece
        blank = at_start and not piece.strip(b"\r\n")
        at_start = piece.endswith(b"\n")
    if number == 1:
        yield _whole(path, bytes(raw))
    else:
        yield _of_mbox(path, number, bytes(raw))


def _of_mbox(path: str, number: int, raw: bytes) -> Source:
    return replace(_whole(path, _MBOX_QUOTED.sub(rb"\1", raw)), number=number)


def _whole(path: str, raw: bytes) -> Source:
    if len(raw) > MAX_SIZE:
        return Source(
            path=path, error=f"It is larger than {MAX_SIZE >> 20} MiB: no desk takes such a message."
        )
    return Source(path=path, raw=raw, note=_note(raw))


def _note(raw: bytes) -> str:
    """That these bytes are no message, and what they are."""
    if not raw or raw.isspace():
        return "It is empty."
    kind = next((kind for beginning, kind in _NO_MAIL.items() if raw.startswith(beginning)), None)
    return f"This is no message, but {kind}." if kind else ""


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
