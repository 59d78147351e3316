"""Sentences in which a party says what it will do: likely undertakings, in five languages.

First person plural, or the company by its name or as "the company". What others will do, what the party will not do,
would do, or has done is none.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

# `{names}` are the names of the party. Each pattern matches the words that tell; `(?!…)` keeps negations out.
_ADVERBS = (
    r"(?:\s+(?!not\b|never\b|neither\b)[a-z]+ly|\s+(?:also|hereby|therefore|thus|now|further|then|of course|"
    r"too|soon))*"
)
_PATTERNS = {
    "en": (
        r"\b(?:we|i|the\s+(?:company|group|firm|bank|board|management|foundation|corporation|executive\s+board)"
        r"|our(?:\s+[\w-]+){1,3}?|{names})" + _ADVERBS + r"(?:\s*['’]ll|\s+will|\s+shall)"
        r"(?!\s+(?:not|never|neither|be\s+(?:happy|pleased|glad|delighted)|remain|know|see"
        r"|find|recall|agree|understand|appreciate|note)\b)(?:\s+also)?",
        r"\b(?:we|i|the\s+(?:company|group|firm|bank|board|management|foundation)|{names})"
        + _ADVERBS
        + r"\s+(?:undertakes?|commits?|pledges?|promises?|intends?|plans?|aims?|proposes?|guarantees?|expects?)"
        r"(?:\s+(?:to|that|ourselves|itself|by)\b)",
        r"\b(?:we|i|the\s+(?:company|group|firm|bank|board|management|foundation)|{names})"
        r"\s*(?:['’]re|\s+am|\s+are|\s+is|['’]ve|\s+have|\s+has|\s+remains?)"
        + _ADVERBS
        + r"\s+(?:committed|determined|resolved|prepared|preparing|planning|going|ready|undertaken|pledged|promised"
        r"|agreed|decided)\s+(?:to|on)\b",
        (
            r"\b(?:it\s+is\s+our\s+(?:intention|aim|plan|goal)|our\s+(?:intention|aim|plan|goal)\s+is|"
            r"we\s+look\s+to)\s+to\b"
        ),
    ),
    "fr": (
        (
            r"\bnous\s+(?!ne\b|n['’])(?:(?:l|le|la|les|vous|en|y)['’\s]\s*)?[^\W\d_]{2,}rons\b(?!\s+(?:pas|"
            r"jamais|plus)\b)"
        ),
        (
            r"\bnous\s+(?:nous\s+engageons|nous\s+sommes\s+engagés|allons|comptons|prévoyons|envisageons|entendons"
            r"|promettons|avons\s+(?:l['’]intention|pour\s+objectif|décidé|prévu))(?!\s+pas\b)"
        ),
        (
            r"\b(?:l['’]entreprise|la\s+société|le\s+groupe|la\s+banque|la\s+direction|{names})\s+(?:s['’]engage|entend"
            r"|prévoit|compte|va|envisage|[^\W\d_]{2,}ra)\b(?!\s+(?:pas|jamais)\b)"
        ),
    ),
    "es": (
        r"(?<!\bno )(?<!\bno lo )(?<!\bno la )(?<!\bno se )(?<!\bni )(?<!\bnunca )\b[^\W\d_]{3,}remos\b",
        (
            r"(?<!\bno )\b(?:nos\s+(?:hemos\s+)?compromet(?:emos|ido|imos)|asumimos\s+el\s+compromiso|vamos\s+a"
            r"|prevemos"
            r"|pretendemos|tenemos\s+(?:la\s+intención|previsto|el\s+propósito)|hemos\s+(?:decidido|acordado)"
            r"|nos\s+proponemos|estamos\s+comprometidos\s+(?:a|con)|prometemos|garantizamos)\b"
        ),
        (
            r"\b(?:la\s+(?:empresa|compañía|sociedad|entidad)|el\s+grupo|el\s+banco|{names})\s+(?!no\b)(?:(?:se|"
            r"lo|la|los|las|también)\s+)*"
            r"(?:compromete|prevé|pretende|tiene\s+(?:la\s+intención|previsto)|[^\W\d_]{3,}rá)\b"
        ),
    ),
    "de": (
        (
            r"\b(?:wir\s+werden|werden\s+wir|wird\s+(?:das\s+unternehmen|die\s+gesellschaft|der\s+konzern|{names})"
            r"|(?:das\s+unternehmen|die\s+gesellschaft|der\s+konzern|{names})\s+wird)\b(?![^.;]*\b(?:nicht|"
            r"kein\w*|niemals)\b)"
        ),
        (
            r"\b(?:wir\s+(?:verpflichten\s+uns|beabsichtigen|planen|wollen|sagen\s+zu|versprechen|streben\s+an"
            r"|haben\s+(?:beschlossen|vor|uns\s+verpflichtet)|nehmen\s+uns\s+vor|sind\s+entschlossen|sichern\s+zu)"
            r"|(?:verpflichten|beabsichtigen|planen|wollen)\s+wir)\b(?![^.;]*\b(?:nicht|kein\w*|niemals)\b)"
        ),
        (
            r"\b(?:das\s+unternehmen|die\s+gesellschaft|der\s+konzern|{names})\s+(?:verpflichtet\s+sich|"
            r"beabsichtigt|plant)\b"
        ),
    ),
    "ar": (
        r"(?<!\bلا )(?<!\bلن )\b[وف]?(?:سوف\s+ن[^\W\d_]{2,}|سن[^\W\d_]{2,})",
        r"(?<!\bلا )(?<!\bلن )\b[وف]?(?:نلتزم|نتعهد|نعتزم|ننوي|نعدكم|نعد|نخطط|قررنا|ملتزمون)\b",
        (
            r"\b(?:الشركة|المجموعة|البنك|{names})\s+(?:سوف\s+)?(?:ست[^\W\d_]{2,}|سي[^\W\d_]{2,}|تتعهد|تلتزم|"
            r"تعتزم|ملتزمة)\b"
            r"|(?<!\bلا )\b(?:ست[^\W\d_]{2,}|تتعهد|تلتزم|تعتزم)\s+(?:الشركة|المجموعة|{names})\b"
        ),
    ),
}
LANGUAGES = tuple(_PATTERNS)
_QUESTION = re.compile(r"[?؟]\W*$")
_FEW_LETTERS = 3  # shorter names would match by chance
# Future tenses of saying and closing: courtesy, not undertakings.
_COURTESY = re.compile(
    r"(?:nous\s+(?:serons\s+(?:heureux|ravis)|verrons|saurons)|(?:estaremos\s+encantados|quedaremos|veremos|sabremos)"
    r"|wir\s+werden\s+sehen|سنكون\s+سعداء)",
    re.IGNORECASE,
)


def signal(sentence: str, language: str = "", names: Sequence[str] = ()) -> tuple[int, int] | None:
    """The words by which a sentence looks like an undertaking, as a span in it; None when it does not.

    Args:
        sentence: one sentence.
        language: BCP 47; all languages when not given. In one without patterns nothing is found.
        names: of the party that speaks, so that "Nivelmark will …" counts.
    """
    if _QUESTION.search(sentence):
        return None
    given = language.partition("-")[0].lower()
    for tag in (given,) if given else LANGUAGES:
        for pattern in _compiled(tag, tuple(sorted(names))):
            match = pattern.search(sentence)
            if match and not _COURTESY.match(sentence, match.start()):
                return match.start() + len(match[0]) - len(match[0].lstrip()), match.end()
    return None


@lru_cache(maxsize=64)
def _compiled(language: str, names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    usable = [re.escape(name) for name in names if len(name) >= _FEW_LETTERS]
    named = "(?:" + "|".join(usable) + ")" if usable else r"(?!)"
    return tuple(
        re.compile(pattern.replace("{names}", named), re.IGNORECASE) for pattern in _PATTERNS.get(language, ())
    )
