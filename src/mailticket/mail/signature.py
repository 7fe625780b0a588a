"""Where the signature of a mail begins: delimiters, mobile signatures, contact details, disclaimers."""

import re
from collections.abc import Sequence

from mailticket.mail.quotation_grammar import is_rule, view
from mailticket.mail.signature_words import (
    BANNER,
    CONTACT_LABEL,
    DEVICE,
    DISCLAIMERS,
    FOOTER,
    GET_THE_APP,
    OUTLOOK_AD,
    SENT,
    SENT_FROM_MY,
    SIGN_OFF,
    VIA_PHONE,
)

MAX_SIGNATURE = 40  # lines with text that a signature may have
_DELIMITER = re.compile(r"^(?:—|–|__|---|___|\+\+|==)$")
_LABEL = re.compile(r"^[^:：\[]{1,20}[:：] ?\S")
_INITIALS = re.compile(r"^(?:--|[-–—~]) ?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}$")
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
        views = [view(line) for line in kept]
        cut = min((rule(views) for rule in _RULES), default=len(kept))
        shorter = _trimmed(kept[:cut])
        if len(shorter) == len(kept):
            break
        kept = shorter
    return kept


def without_banner(lines: Sequence[str]) -> list[str]:
    """The lines without the warning that a gateway has put above them; all if nothing else is there."""
    views = [view(line) for line in lines[:40]]
    paragraphs = _paragraphs(views)
    if len(paragraphs) > 1:
        begin, end = paragraphs[0]
        text = " ".join(views[begin:end])
        if len(text) < 700 and BANNER.search(text):
            return list(lines[end:])
    return list(lines)


def _trimmed(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end:
        line = view(lines[end - 1])
        if line and line != "ᐧ" and not is_rule(line):
            break
        end -= 1
    return list(lines[:end])


def _filled(views: Sequence[str]) -> int:
    return sum(1 for line in views if line)


def _delimiter(views: Sequence[str]) -> int:
    """The line "-- " and its kin (RFC 3676, section 4.3); a drawn rule if contact details follow."""
    below, longest, cut = 0, 0, len(views)
    for i in range(len(views) - 1, -1, -1):
        line = views[i]
        if not line:
            continue
        if (
            line == "--"
            or (_DELIMITER.match(line) and below <= 12 and longest < 75)
            or (is_rule(line) and not _underlines(views, i) and _is_footing(views[i + 1 :]))
        ):
            cut = i
        below, longest = below + 1, max(longest, len(line))
        if below > MAX_SIGNATURE:
            break
    return cut


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
    return (
        (contacts >= 1 and short >= len(filled) * 0.6)
        or _is_disclaimer(" ".join(filled))
        or bool(FOOTER.match(filled[0]))
    )


def _is_contact(line: str) -> bool:
    if len(line) > 120:
        return False
    return bool(
        CONTACT_LABEL.match(line)
        or _LINK.search(line)
        or _PHONE.search(line)
        or (_ADDRESS.search(line) and len(line) < 60)
    )


def _mobile(views: Sequence[str]) -> int:
    """ "Sent from my iPhone" at the end, and what a phone writes with it."""
    end = len(views)
    while end and (not views[end - 1] or is_mobile_signature(views[end - 1])):
        end -= 1
    if end == len(views):
        return end
    taken = [line for line in views[end:] if line]
    if not taken:
        return len(views)
    if (
        VIA_PHONE.match(taken[0])
        and end
        and len(views[end - 1].split()) <= 4
        and not views[end - 1].endswith((".", "!", "?"))
    ):
        end -= 1  # the name above "via mobile"
    return end


def is_mobile_signature(line: str) -> bool:
    """Whether a program or a phone wrote the line below the text."""
    if len(line) > 160 or line.count(",") > 1 or ("," in line and line.endswith(".")):
        return False
    if VIA_PHONE.match(line) or (SENT_FROM_MY.match(line) and not line.endswith((".", "!", "?"))):
        return True
    if len(line) > 110 or line.endswith(("?", "!")):
        return False
    return bool(
        (SENT.search(line) and DEVICE.search(line)) or GET_THE_APP.match(line) or OUTLOOK_AD.match(line)
    )


def _paragraphs(views: Sequence[str]) -> list[tuple[int, int]]:
    """Begin and end of each run of lines without a blank one."""
    found, begin = [], None
    for i, line in enumerate([*views, ""]):
        if line and begin is None:
            begin = i
        elif not line and begin is not None:
            found.append((begin, i))
            begin = None
    return found


def _is_disclaimer(text: str) -> bool:
    lowered = text[:1200].lower()
    return len(text) > 100 and sum(bool(words.search(lowered)) for words in DISCLAIMERS) >= 3


def _disclaimer(views: Sequence[str]) -> int:
    """Legal and advertising paragraphs at the end."""
    cut = len(views)
    for begin, end in reversed(_paragraphs(views)[-8:]):
        text = " ".join(views[begin:end])
        if not (_is_disclaimer(text) or FOOTER.match(text)):
            break
        cut = begin
    return cut


def _contact(views: Sequence[str]) -> int:
    """A last paragraph of name and ways to get in touch, with a sign-off above it if there is one."""
    paragraphs = _paragraphs(views)
    if len(paragraphs) < 2:
        return len(views)
    begin, end = paragraphs[-1]
    lines = views[begin:end]
    if len(lines) == 1 and len(lines[0]) < 200 and len(re.findall(r" [|•·] ", lines[0])) >= 2:
        reachable = sum(bool(sign.search(lines[0])) for sign in (_PHONE, _ADDRESS, _LINK))
        return begin if reachable >= 2 else len(views)
    contacts = sum(_is_contact(line) for line in lines)
    above, until = paragraphs[-2]
    if not (2 <= len(lines) <= 12 and contacts >= 2 and all(len(line) < 80 for line in lines)):
        return len(views)
    if _is_contact(lines[0]) or _LABEL.match(lines[0]) or views[until - 1].endswith((":", "：")):
        return len(views)  # somebody tells how to get in touch
    if until - above <= 2 and SIGN_OFF.match(views[above]) and len(paragraphs) > 2:
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
                return i
            return len(views)
        filled += 1
        if filled > 12:
            break
    return len(views)


def _initials(views: Sequence[str]) -> int:
    """A last paragraph that begins like "-John" or "-- John Smith", and is no list."""
    paragraphs = _paragraphs(views)
    if len(paragraphs) < 2:
        return len(views)
    begin, end = paragraphs[-1]
    listed = any(line.startswith(("-", "–", "—", "~")) for line in views[begin + 1 : end])
    short = end - begin <= 6 and all(len(line) < 60 for line in views[begin:end])
    above = views[paragraphs[-2][1] - 1]
    if not _INITIALS.match(views[begin]) or listed or not short or above.endswith((":", "：")):
        return len(views)
    return begin if end - begin == 1 or views[begin].startswith(("--", "—", "–")) else len(views)


_RULES = (_delimiter, _mobile, _disclaimer, _contact, _sign_off, _initials)
