"""Words as they are compared: stems by language, and pieces of words for names, inflections and other languages."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PIECE = 4
_ALGORITHMS = {
    "en": "english", "fr": "french", "es": "spanish", "de": "german", "it": "italian", "pt": "portuguese",
    "nl": "dutch",
    "ru": "russian", "sv": "swedish", "da": "danish", "nb": "norwegian", "ar": "arabic",
}  # fmt: skip
# Words that say nothing of a matter; they also tell which language a text is in.
_STOP = {
    "en": "a an and are as at be been but by can could did do does for from had has have how if in into is "
    "it its may "
    "of on or our that the their them these they this those to was we were what when where which who will with would "
    "you your not any such also please there than been being more other all no should shall i my he she his her",
    "fr": "le la les un une des de du et est sont en dans pour par sur avec que qui quoi dont où ce cette ces se sa "
    "son ses leur leurs nous vous ils elles il elle on au aux ne pas plus ou si comment quels quelles quel "
    "quelle être "
    "avoir a ont été votre vos notre nos ainsi cela d l qu n s",
    "es": "el la los las un una unos unas de del y es son en para por sobre con que quién qué cómo cuál "
    "cuáles cuando "
    "donde este esta estos estas se su sus nuestro nuestra nuestros nos ustedes ellos ella no más o si ha "
    "han sido ser "
    "haber al lo le les como también",
    "de": "der die das den dem des ein eine einer eines einem einen und ist sind in im für von mit auf zu "
    "zum zur dass "
    "wie was wer wo welche welcher welches wann sie wir ihr ihre ihren unser unsere es nicht mehr oder wenn "
    "hat haben "
    "wurde werden sein auch bei nach aus an als so",
    "ar": "في من على إلى عن أن إن التي الذي هذا هذه ذلك تلك ما لا لم لن قد كان كانت هو هي هم نحن أو ثم كل "
    "مع بين بعد قبل "
    "عند أي هل كيف متى أين لماذا كما وقد وفي ومن وعلى بما لدى منذ حيث غير",
}
_STOPS = {language: frozenset(words.split()) for language, words in _STOP.items()}
_ALL_STOPS = frozenset().union(*_STOPS.values())
_SAMPLE = 4_000


def language_of(text: str, fallback: str = "en") -> str:
    """The language whose small words a text holds most of; `fallback` where that tells nothing."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    if sum("\u0600" <= word[0] <= "\u06ff" for word in words) * 2 > len(words):
        return "ar"
    counts = {language: sum(word in stops for word in words) for language, stops in _STOPS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 8 >= len(words) and counts[best] > 1 else fallback


def stems(text: str, language: str) -> list[str]:
    """The words of a text that say something, as stems without accents."""
    stem = _stemmer(language.partition("-")[0])
    return [stem(word) for word in (match.casefold() for match in _WORD.findall(text)) if word not in _ALL_STOPS]


def pieces(stem: str) -> list[str]:
    """The pieces of four letters that a stem is made of; a shorter one is its own piece."""
    return [stem] if len(stem) <= _PIECE else [stem[n : n + _PIECE] for n in range(len(stem) - _PIECE + 1)]


@lru_cache(maxsize=8)
def _stemmer(language: str) -> "_Stem":
    return _Stem(language)


class _Stem:
    """Stems of one language; each word is worked out once."""

    def __init__(self, language: str) -> None:
        self._stemmer = snowballstemmer.stemmer(_ALGORITHMS[language]) if language in _ALGORITHMS else None
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        known = self._known.get(word)
        if known is None:
            plain = self._stemmer.stemWord(word) if self._stemmer is not None else word
            known = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
            self._known[word] = known or word
        return self._known[word]
