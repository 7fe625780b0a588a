"""Where the signature of a mail begins: delimiters, mobile signatures, contact details, disclaimers."""

import re
from collections.abc import Sequence

from mailticket.mail.device_line import is_device_line, names_the_way
from mailticket.mail.footer import footer, goes_on, is_footing, paragraphs
from mailticket.mail.quotation_grammar import is_rule, view
from mailticket.mail.signature_words import CONTACT_LABEL, SIGN_OFF

MAX_SIGNATURE = 40  # lines with text that a signature may have
_STRICT = "-- "  # as the standard has it; views of lines end without a space
_DELIMITER = re.compile(r"^(?:—|–|__|---|___|\+\+|==)$")
_LABEL = re.compile(r"^[^:：\[]{1,20}[:：] ?\S")
_INITIALS = re.compile(r"^(?:(?:--|—|–) ?|[-~])([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})$")
_POSTSCRIPT = re.compile(
    r"^(?:p\.? ?s\.?|п\.? ?с\.?|追伸|추신|又及)(?:(?<=\.)|[:：,–—-]| [:–—-]) ?\S+ \S+ \S+", re.IGNORECASE
)
_PHONE = re.compile(r"(?:^|[\s:.(])(?:\+|00)?\(?\d[\d ()./-]{6,20}\d(?:\s|$|[,;x])")
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,120}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S{3,}|^<?[\w-]{2,40}(?:\.[\w-]{2,40}){0,3}\.(?:com|org|net|de|fr|eu|io|"
    r"co\.uk)/?>?$",
    re.IGNORECASE,
)


def without_signature(lines: Sequence[str]) -> list[str]:
    """The lines before signature, mobile signature and disclaimer; none if nothing else is there."""
    kept = _trimmed(lines)
    for _ in range(6):
        views = [_STRICT if line == _STRICT else view(line) for line in kept]
        cut = min((rule(views) for rule in _RULES), default=len(kept))
        shorter = _trimmed(kept[:cut])
        if len(shorter) == len(kept):
            break
        kept = shorter
    return [*kept, *_postscript(lines[len(kept) :])] if kept else []


def _postscript(lines: Sequence[str]) -> list[str]:
    """What the writer adds below the signature: a paragraph that begins with "PS:"."""
    views = [view(line) for line in lines[:MAX_SIGNATURE]]
    for begin, end in paragraphs(views):
        if begin and not views[begin - 1] and _POSTSCRIPT.match(views[begin]):
            return ["", *lines[begin:end]]
    return []


def _trimmed(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end:
        line = view(lines[end - 1])
        if line and line != "ᐧ" and not is_rule(line):
            break
        end -= 1
    return list(lines[:end])


def _delimiter(views: Sequence[str]) -> int:
    """The line "-- " (RFC 3676, section 4.3) and its kin, if the writer does not go on below it."""
    below, longest, cut = 0, 0, len(views)
    for i in range(len(views) - 1, -1, -1):
        line = views[i]
        if not line:
            continue
        if (
            line == _STRICT
            or (line == "--" and not goes_on(views[i + 1 :]))
            or (_DELIMITER.match(line) and below <= 12 and longest < 75 and _parts(views, i))
            or (_is_drawn(line) and not _underlines(views, i) and _is_footing(views[i + 1 :]))
        ):
            cut = i
        below, longest = below + 1, max(longest, len(line))
        if below > MAX_SIGNATURE:
            break
    return cut


def _is_drawn(line: str) -> bool:
    return is_rule(line.replace(" ", ""))


def _parts(views: Sequence[str], i: int) -> bool:
    """Whether names and titles of a signature stand below a line, rather than sentences or a list."""
    below = views[i + 1 :]
    sentences = any(line.endswith((".", "!", "。")) and line.count(" ") >= 4 for line in below)
    if goes_on(below) or views[i] in views[:i] or (i and views[i - 1].endswith((":", "："))):
        return False
    return not sentences or _is_footing(below)


def _underlines(views: Sequence[str], i: int) -> bool:
    """Whether a drawn rule marks the line above it as a heading."""
    return i > 0 and bool(views[i - 1]) and abs(len(views[i - 1]) - len(views[i])) <= 3


def _is_footing(views: Sequence[str]) -> bool:
    """Whether lines are the foot of a mail rather than its text: short, with ways to get in touch."""
    filled = [line for line in views if line]
    if not filled or len(filled) > 25:
        return False
    contacts = sum(_is_contact(line) for line in filled)
    short = sum(len(line) < 60 for line in filled)
    return (contacts >= 1 and short >= len(filled) * 0.6) or is_footing(filled)


def _is_contact(line: str) -> bool:
    if len(line) > 120:
        return False
    return bool(
        CONTACT_LABEL.match(line)
        or _LINK.search(line)
        or _PHONE.search(line)
        or (_ADDRESS.search(line) and len(line) < 60)
    )


def _device(views: Sequence[str]) -> int:
    """ "Sent from my iPhone" at the end, and what a phone writes with it."""
    end = len(views)
    while end and (not views[end - 1] or is_device_line(views[end - 1])):
        end -= 1
    taken = [line for line in views[end:] if line]
    if not taken:
        return len(views)
    above = views[end - 1] if end else ""
    if names_the_way(taken[0]) and above and len(above.split()) <= 4 and not above.endswith((".", "!", "?")):
        end -= 1  # the name above "via mobile"
    return end


def _contact(views: Sequence[str]) -> int:
    """A last paragraph of name and ways to get in touch, with a sign-off above it if there is one."""
    blocks = paragraphs(views)
    if len(blocks) < 2:
        return len(views)
    begin, end = blocks[-1]
    lines = views[begin:end]
    if len(lines) == 1 and len(lines[0]) < 200 and len(re.findall(r" [|•·] ", lines[0])) >= 2:
        reachable = sum(bool(sign.search(lines[0])) for sign in (_PHONE, _ADDRESS, _LINK))
        return begin if reachable >= 2 else len(views)
    contacts = sum(_is_contact(line) for line in lines)
    above, until = blocks[-2]
    if not (2 <= len(lines) <= 12 and contacts >= 2 and all(len(line) < 80 for line in lines)):
        return len(views)
    if _is_contact(lines[0]) or _LABEL.match(lines[0]) or views[until - 1].endswith((":", "：")):
        return len(views)  # somebody tells how to get in touch
    if until - above <= 2 and SIGN_OFF.match(views[above]) and len(blocks) > 2:
        return above
    return begin


def _sign_off(views: Sequence[str]) -> int:
    """A sign-off with more below it than a name: position, firm, ways to get in touch."""
    filled = 0
    for i in range(len(views) - 1, 0, -1):
        if not views[i]:
            continue
        if SIGN_OFF.match(views[i]):
            below = [line for line in views[i + 1 :] if line]
            if any(_is_contact(line) for line in below) and all(len(line) < 90 for line in below):
                return i - 1 if SIGN_OFF.match(views[i - 1]) else i
            return len(views)
        filled += 1
        if filled > 12:
            break
    return len(views)


def _initials(views: Sequence[str]) -> int:
    """A last paragraph that begins like "-John" or "-- John Smith", and is no list."""
    blocks = paragraphs(views)
    if len(blocks) < 2:
        return len(views)
    begin, end = blocks[-1]
    listed = any(line.startswith(("-", "–", "—", "~")) for line in views[begin + 1 : end])
    short = end - begin <= 6 and all(len(line) < 60 for line in views[begin:end])
    above = views[blocks[-2][1] - 1]
    name = _INITIALS.match(views[begin])
    if not name or any(word[0].islower() for word in name[1].split()):
        return len(views)
    if listed or not short or above.endswith((":", "：", "?")):
        return len(views)
    return begin if end - begin == 1 or views[begin].startswith(("--", "—", "–")) else len(views)


_RULES = (_delimiter, _device, footer, _contact, _sign_off, _initials)
