"""Character sets that are shifted by escapes, in all their forms (RFC 1468, 1554, 1557, 1922)."""

import re

_ESCAPE = re.compile(rb"\x1b(?:\([BJIH]|\$[@AB]|\$\([CDOPQ]|&@|\.[AF])")
_SHIFTED = re.compile(rb"\x0e([^\x0e\x0f\r\n]*)\x0f?")
_DESIGNATION = re.compile(rb"\x1b\$[)*][ACG]")


def is_iso_2022_jp(data: bytes) -> bool:
    """Whether escapes of ISO-2022-JP stand in it."""
    return b"\x1b" in data and _ESCAPE.search(data) is not None


def shifted(data: bytes, target: str) -> str:
    """ISO-2022-KR or ISO-2022-CN; `target` is the codec for the same letters with the eighth bit set.

    What announces the set at the beginning of a text is missing in headers, and many forget it elsewhere.
    """
    high = _SHIFTED.sub(
        lambda m: bytes(b | 0x80 if b > 0x20 else b for b in m[1]), _DESIGNATION.sub(b"", data)
    )
    return high.decode(target, "replace")


def iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP in all its forms: half-width katakana, the letters of NEC and IBM, JIS X 0212.

    By way of Shift_JIS (code page 932), which has the vendors' letters that Python's codec refuses.
    """
    out: list[str] = []
    mode, start = b"(B", 0
    for escape in _ESCAPE.finditer(data):
        out.append(_segment(data[start : escape.start()], mode))
        mode, start = escape[0][1:], escape.end()
    out.append(_segment(data[start:], mode))
    return "".join(out)


def _segment(data: bytes, mode: bytes) -> str:
    match mode:
        case b"(I":
            return bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in data).decode("cp932", "replace")
        case b"$@" | b"$B" | b"$(O" | b"$(Q":
            return _double(data, "cp932")
        case b"$(D":
            return _double(data, "euc_jp")
        case b"$A":
            return bytes(b | 0x80 if b > 0x20 else b for b in data).decode("gb18030", "replace")
        case b"$(C":
            return bytes(b | 0x80 if b > 0x20 else b for b in data).decode("cp949", "replace")
        case _:  # katakana of one byte, or whatever else was put beside what is shifted
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                # Letters of two bytes come in company: one byte alone is katakana, or damage.
                high = [b for b in data if b > 0x7F]
                damaged = len(high) == 1 and not 0xA1 <= high[0] <= 0xDF
                return data.decode("ascii" if damaged else "cp932", "replace")


def _double(data: bytes, target: str) -> str:
    """Pairs of 7-bit bytes; a line end returns to single bytes, as many senders forget to say."""
    out = bytearray()
    position, end = 0, len(data)
    while position < end:
        first = data[position]
        if first <= 0x20 or position + 1 >= end or data[position + 1] <= 0x20:
            out.append(first if first <= 0x20 else 0x3F)
            position += 1
            continue
        second = data[position + 1]
        position += 2
        if target == "euc_jp":
            out += bytes((0x8F, first | 0x80, second | 0x80))
            continue
        lead = (first - 0x21 >> 1) + (0x81 if first < 0x5F else 0xC1)
        trail = second + ((0x1F if second < 0x60 else 0x20) if first & 1 else 0x7E)
        out += bytes((lead & 0xFF, trail & 0xFF))
    return out.decode(target, "replace")
