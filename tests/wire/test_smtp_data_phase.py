"""The end of a message and its header, found in pieces of any size, in time that grows with the length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.mail.failure import PermanentFailure
from mailticket.wire.data_phase import DotStuffing, HeaderWatch
from mailticket.wire.limits import ServerLimits
from mailticket.wire.paths import forward_path, reverse_path

crumbs = st.lists(
    st.sampled_from([b"\r", b"\n", b".", b"\r\n", b"\r\n.", b"a", b"\0", b"\r\n.\r\n"]), max_size=40
)


def line_by_line(stream: bytes) -> tuple[bytes, bytes | None]:
    """RFC 5321, section 4.5.2, as it is written."""
    content = b""
    while b"\r\n" in stream:
        line, _, stream = stream.partition(b"\r\n")
        if line == b".":
            return content, stream
        content += line.removeprefix(b".") + b"\r\n"
    return content, None


@given(crumbs, st.data())
def test_any_bytes_in_any_pieces_give_what_the_standard_says(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts) + b"\r\n.\r\nQUIT\r\n"
    dots = DotStuffing()
    content, rest, position = b"", None, 0
    while rest is None:
        step = data.draw(st.integers(1, 9))
        piece, rest = dots.feed(stream[position : position + step])
        content += piece
        position += step
    assert (content, rest + stream[position:]) == line_by_line(stream)


@given(crumbs)
def test_bare_newlines_are_noticed(parts: list[bytes]) -> None:
    body = b"".join(parts).replace(b"\r\n.\r\n", b"") + b"\r\n"
    dots = DotStuffing()
    for byte in body + b".\r\n":
        dots.feed(bytes([byte]))
    left = body.replace(b"\r\n", b"")
    if b"\r\n.\r\n" not in b"\r\n" + body:
        assert dots.bare_newlines == (b"\r" in left or b"\n" in left)


@pytest.mark.parametrize(
    "piece",
    [
        b"\r\n",
        b"\r",
        b"\n",
        b".",
        b"\r\n.",
        b"\r\n.\r",
        b"x",
        b"a:b\r\n",
        b" \r\n",
        b"a" * 70 + b"\n",
        b":",
        b"Received",
    ],
)
def test_time_grows_with_the_length_only(piece: bytes) -> None:
    stream = piece * (2_000_000 // len(piece))
    started = time.process_time()
    dots, header = DotStuffing(), HeaderWatch(ServerLimits())
    for start in range(0, len(stream), 1000):
        header.feed(dots.feed(stream[start : start + 1000])[0])
    header.finish()
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    "argument",
    [
        "<" * 4000,
        "<" + "@a," * 1300,
        "<" + "@a:" * 1300,
        '<"' + "\\a" * 2000,
        " " * 4000,
        "<" + "a." * 2000,
        "<a@b>" + " A=B" * 1000,
    ],
)
def test_paths_that_are_none_are_refused_in_no_time(argument: str) -> None:
    started = time.process_time()
    with pytest.raises(PermanentFailure):
        reverse_path(f"FROM:{argument}", size_limit=1)
    with pytest.raises(PermanentFailure):
        forward_path(f"TO:{argument}")
    assert time.process_time() - started < 0.1
