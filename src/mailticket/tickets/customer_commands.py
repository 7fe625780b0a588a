"""What a customer asks for by a single word: how things stand, the end of a ticket, help at once."""

from collections.abc import Iterable
from typing import Final, Literal

CustomerWord = Literal["status", "close", "emergency"]

_LONGEST: Final = 60  # characters
_MARKS: Final = " \t\n.!?\"'“”„»«*_"
_WORDS: Final[dict[str, CustomerWord]] = {"status": "status", "close": "close"}


def customer_word(text: str, emergency_words: Iterable[str]) -> CustomerWord | None:
    """The word, if it is all that a mail says; anything else is read by a person."""
    if len(text.strip()) > _LONGEST:
        return None
    said = " ".join(text.split()).strip(_MARKS).casefold()
    if said and said in {word.casefold() for word in emergency_words}:
        return "emergency"
    return _WORDS.get(said)
