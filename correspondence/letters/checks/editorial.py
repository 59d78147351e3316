"""Whether a change is editorial: so small in substance that those who signed the text need not be asked again."""

import re
from collections.abc import Callable

from correspondence.document import nodes
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.text.worddiff import Change, Stretch, changed_words, tokens, word_count, word_diff

# So many words may change without anybody being asked: the larger of the two.
_FEW_WORDS = 12
_FEW_OF_ALL = 0.03
_SHOWN = 6  # words, in a message
_FIGURE = re.compile(r"\d")
# Words that turn a sentence round, in the languages that letters are written in.
# fmt: off
_TURNING = frozenset({
    "not", "no", "never", "none", "nor", "neither", "without", "cannot",
    "nicht", "kein", "keine", "keinen", "keiner", "keines", "keinem", "nie", "niemals", "ohne",
    "nunca", "sin", "tampoco", "ningún", "ninguna", "ninguno", "ne", "pas", "jamais", "aucun", "aucune", "sans", "ni",
    "لا", "لم", "لن", "ليس", "ليست", "غير", "دون",
})
# Numbers in words, but for those that are articles too.
_COUNTING = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "hundred", "thousand",
    "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "hundert", "tausend",
    "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "cien", "mil",
    "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze", "cent", "mille",
})
# fmt: on


def reasons(old: str, new: str) -> list[str]:
    """Why the change from one frozen text to another is more than editorial; empty when it is not.

    Both are taken as their readers see them: how wide a column is, or how names are laid out, changes no word.
    """
    old, new = _as_read(old), _as_read(new)
    stretches = word_diff(old, new)
    found = []
    changed, of_all = changed_words(stretches), word_count(old)
    if not word_count(new):
        found.append("no word of the text is left")
    elif changed > max(_FEW_WORDS, _FEW_OF_ALL * of_all):
        found.append(f"{changed} of its {of_all} words changed")
    if figures := _shifted(stretches, _is_figure):
        found.append(f"figures changed ({_named(figures)})")
    if turned := _shifted(stretches, lambda word: word.casefold() in _TURNING or word.casefold().endswith("n’t")):
        found.append(f"a negation changed ({_named(turned)})")
    return found


def _as_read(markdown: str) -> str:
    """The words of a text, with the addresses that its links lead to; what is struck out stands at the end too."""
    try:
        document = parse(markdown, title="")
    except DocumentError:
        return markdown
    document = nodes.map_links(document, lambda link: (*link.children, nodes.Text(f" {link.target}")))
    blocks = (*document.blocks, *(block for note in document.footnotes for block in note))
    walked = tuple(nodes.walk(blocks))
    starts = [str(node.start) for node in walked if isinstance(node, nodes.OrderedList)]
    captions = [node.caption for node in walked if isinstance(node, nodes.Table) and node.caption]
    struck = [nodes.plain_text((node,)) for node in walked if isinstance(node, nodes.Strikethrough)]
    return "\n".join([nodes.plain_text(blocks), *starts, *captions, *struck])


def _shifted(stretches: tuple[Stretch, ...], kind: Callable[[str], bool]) -> list[str]:
    """The words of a kind that went or came, of each what the other side does not have as often."""
    counts: dict[str, int] = {}
    for stretch in stretches:
        step = {Change.DELETE: -1, Change.INSERT: 1, Change.EQUAL: 0}[stretch.change]
        for word in tokens(stretch.text) if step else ():
            if kind(word):
                counts[word] = counts.get(word, 0) + step
    return [word for word, count in counts.items() if count]


def _is_figure(word: str) -> bool:
    return _FIGURE.search(word) is not None or word.casefold() in _COUNTING


def _named(words: list[str]) -> str:
    shown = ", ".join(words[:_SHOWN])
    return shown if len(words) <= _SHOWN else f"{shown} …"
