"""The language of a text, told by its small words; only where it is plain."""

import re
from typing import Final

MAX_TEXT: Final = 1_500  # characters that are looked at
LEAST: Final = 3  # small words that must be there
_WORD: Final = re.compile(r"[^\W\d_]+")

# The last three are not written in by the desk: they keep neighbours from being taken for one that is.
_SMALL: Final = {
    "en": "the and is are was to of in it you we for not have has with this that on my our please can do"
    " does would from been hello thanks",
    "de": "der die das und ist sind nicht ich wir sie mit ein eine einen auf für von zu den dem im es bitte"
    " wie haben hat wird kann auch hallo danke unser unsere",
    "fr": "le la les et est sont ne pas je nous vous avec un une des du de en pour sur que qui ce cette mon"
    " notre bonjour merci depuis dans au",
    "es": "el la los las y es son no yo nosotros con un una unos de en para por que se lo su mi nuestro"
    " desde hola gracias pero está al del como",
    "pt": "o a os as e é são não eu nós com um uma de em para por que se do da dos das meu nosso olá"
    " obrigado está ao no na mas você",
    "it": "il lo la i gli le e è sono non io noi con un una di in per che si del della mio nostro ciao"
    " grazie ma nel questo",
    "nl": "de het een en is zijn niet ik wij we met van op voor te dat dit mijn ons onze hallo bedankt kan"
    " heeft hebben maar naar",
}
_WORDS: Final = {tag: frozenset(words.split()) for tag, words in _SMALL.items()}
_SHIPPED: Final = frozenset({"en", "de", "fr", "es"})


def language_of_text(text: str) -> str | None:
    """The language (en, de, fr, es) in which a text is written, if it is plainly that one; else None."""
    words = [word.casefold() for word in _WORD.findall(text[:MAX_TEXT])]
    hits = {tag: sum(word in small for word in words) for tag, small in _WORDS.items()}
    first, second = sorted(hits, key=lambda tag: hits[tag], reverse=True)[:2]
    if hits[first] < LEAST or hits[first] < 1.5 * hits[second] or first not in _SHIPPED:
        return None
    return first
