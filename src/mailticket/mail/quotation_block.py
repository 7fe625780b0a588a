"""Header lines that programs write above a mail they quote: "From: … Sent: … To: … Subject: …"."""

import re
from collections.abc import Sequence

from mailticket.mail.quotation_grammar import (
    BRACKETED,
    DASHED,
    IN_LINE,
    LABEL,
    HeaderLine,
    bare,
    continues,
    has_date,
    has_time,
    is_rule,
)
from mailticket.mail.quotation_labels import FROM_LABELS, KNOWN_LABELS, SENT_LABELS, SUBJECT_LABELS, TO_LABELS

MAX_BLOCK = 30  # lines of a block
MAX_PAIRS = 12  # labels with values that are looked at

# What a server notes on the way (RFC 5321, section 4.4), and what no reader is shown: such lines were copied
# from a mail on purpose.
_TRACE = re.compile(r"(?:from|by) \S+ .{0,300}(?:by|with|;) ", re.IGNORECASE)
_HIDDEN_LABELS = frozenset(("message-id", "mime-version", "return-path", "delivered-to", "dkim-signature"))


def _is_trace(header: HeaderLine) -> bool:
    """Whether no program writes this header line above a mail that it quotes."""
    return header.label in _HIDDEN_LABELS or bool(_TRACE.match(header.value))


class Blocks:
    """The blocks of header lines in a text, whose lines are as `view` gives them."""

    def __init__(self, views: Sequence[str], subject: str) -> None:
        self._views = views
        self._topic = bare(subject)
        self._headers: dict[int, HeaderLine | None] = {}
        self._bare_labels = any(len(v) < 12 and v.lower() in SUBJECT_LABELS for v in views)

    def end(self, i: int) -> int:
        """The line behind the header lines of a quoted mail that begin at this line; 0 if none do."""
        if self._bare_labels and (until := self._end_of_table(i)):
            return until
        first = self._header(i) if i < len(self._views) else None
        if not first or (first.label not in KNOWN_LABELS and len(first.label.split()) > 4):
            return 0
        pairs, last = self._pairs(i, first)
        if self._is_below_trace(i) or any(_is_trace(pair) for pair in pairs):
            return 0
        foreign = first.label not in KNOWN_LABELS and not (first.dated or first.addressed)
        if not self._is_block(i, pairs) or (foreign and self._is_block(i + 1, pairs[1:])):
            return 0  # or a line of text that looks like a label, above the block
        return last + 1

    def _end_of_table(self, i: int) -> int:
        """The line behind a name, a date, and labels alone in their lines, as Lotus Notes writes them."""
        lines = [k for k in range(i, min(i + MAX_BLOCK, len(self._views))) if self._views[k]][:MAX_PAIRS]
        words = [self._views[k].lower() for k in lines]
        to = next((n for n, word in enumerate(words[:5]) if n and word in TO_LABELS), 0)
        subject = next((n for n, word in enumerate(words) if n > to and word in SUBJECT_LABELS), 0)
        together = to > 1 and lines[to - 1] == i + to - 1 and not (i and self._views[i - 1])
        if not (together and subject and has_date(words[to - 1]) and has_time(words[to - 1])):
            return 0
        return lines[min(subject + 1, len(lines) - 1)] + 1

    def _pairs(self, i: int, first: HeaderLine) -> tuple[list[HeaderLine], int]:
        """The header lines that begin at this line, and the last line of them."""
        pairs, gaps, last = [first], 0, i
        for k in range(i + 1, min(i + MAX_BLOCK, len(self._views))):
            line = self._views[k]
            if not line:
                gaps += 1
                if gaps > 1:
                    break
                continue
            if header := self._header(k):
                pairs.append(header)
            elif gaps or not continues(line, pairs[-1].value):
                break
            elif not pairs[-1].value:
                pairs[-1] = HeaderLine(pairs[-1].label, line)  # as tables of HTML turn out
            gaps, last = 0, k
            if len(pairs) == MAX_PAIRS:
                break
        return pairs, last

    def _is_below_trace(self, i: int) -> bool:
        """Whether such header lines stand above."""
        for k in range(i - 1, max(-1, i - MAX_BLOCK), -1):
            if not self._views[k]:
                break
            if (header := self._header(k)) and _is_trace(header):
                return True
        return False

    def _header(self, i: int) -> HeaderLine | None:
        """The line as label and value, None if it is no header line."""
        if i not in self._headers:
            match = LABEL.match(self._views[i])
            self._headers[i] = HeaderLine(match[1].strip().lower(), match[2]) if match else None
        return self._headers[i]

    def _is_block(self, i: int, pairs: Sequence[HeaderLine]) -> bool:
        if not pairs or any(
            pair.label in FROM_LABELS and pair.dated and not pair.addressed for pair in pairs
        ):
            return False  # from one day to another
        ruled = any(is_rule(line) or DASHED.match(line) for line in self._views[max(0, i - 2) : i])
        known = [pair for pair in pairs if pair.label in KNOWN_LABELS]
        if len(known) >= 2 and self._is_of_mail(pairs, known, ruled=ruled):
            return True
        if len(pairs) == 1:
            words = {word.lower() for word in IN_LINE.findall(pairs[0].value)} & KNOWN_LABELS
            sender = pairs[0].label in FROM_LABELS
            return len(words) >= (1 if sender and pairs[0].addressed else 2) or (ruled and sender)
        return self._is_foreign(pairs, ruled=ruled)

    def _is_of_mail(self, pairs: Sequence[HeaderLine], known: Sequence[HeaderLine], *, ruled: bool) -> bool:
        """Whether lines with labels that mails have are those of a mail, not of a journey or a form.

        They name when it was sent, or are set apart; and of an address, the time of day, a subject and a
        rule above them there are two.
        """
        sent = [
            pair
            for pair in pairs
            if (pair.label in SENT_LABELS and pair.value)
            or (pair.label not in KNOWN_LABELS and pair.dated and pair.timed)
        ]
        dated = any(pair.dated or pair.timed for pair in sent)
        topic = self._is_topic(known)
        addressed = any(pair.addressed for pair in known[:6])
        if any(pair.label in FROM_LABELS for pair in known[:5]):
            if not (dated or ruled or (topic and addressed) or (sent and len(known) >= 3)):
                return False
        elif not (dated and len(known) >= 3):
            return False
        signs = (
            addressed
            + any(pair.timed for pair in sent)
            + (topic or any(pair.label in SUBJECT_LABELS for pair in known))
            + (ruled or topic)
        )
        return signs >= 2

    def _is_topic(self, pairs: Sequence[HeaderLine]) -> bool:
        """Whether one of the values is the subject of the mail that quotes."""
        return bool(self._topic) and any(bare(pair.value) == self._topic for pair in pairs)

    def _is_foreign(self, pairs: Sequence[HeaderLine], *, ruled: bool) -> bool:
        """Whether lines with labels that no table has are those of a mail, by what stands behind them."""
        if len(pairs) < 3 or not any(pair.dated and pair.timed for pair in pairs[:5]):
            return False
        addressed = sum(pair.addressed for pair in pairs[:5])
        known = sum(pair.label in KNOWN_LABELS for pair in pairs)  # but no sender is among them
        return (
            (ruled and addressed > 0)
            or (known < 2 and not pairs[0].dated and self._is_topic(pairs[1:6]))
            or (addressed > 1 and bool(BRACKETED.search(pairs[0].value)))
        )
