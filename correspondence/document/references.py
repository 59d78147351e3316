"""Addresses defined apart from the links that use them (`[label]: address`), none of which vanishes unread.

A definition is not printed. One that no link uses is most likely words that only look like one: `[Note]: important`.
"""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from correspondence.errors import DocumentError


def references(parser: MarkdownIt) -> None:
    """Have parsing raise `DocumentError` for a definition that no link uses, or for a second one of its label."""
    parser.options["store_labels"] = True
    parser.core.ruler.after("inline", "reference_check", _check)


def _check(state: StateCore) -> None:
    defined = state.env.get("references", {})
    if not defined:
        return
    notes = state.env.get("footnotes", {}).get("list", {}).values()
    used = {*_labels(state.tokens), *(label for note in notes for label in _labels(note.get("tokens")))}
    for label, definition in defined.items():
        if label not in used:
            raise DocumentError(f"{_at(definition)}: no link uses the address of [{label.lower()}]: nothing is printed")
    for definition in state.env.get("duplicate_refs", ()):
        raise DocumentError(f"{_at(definition)}: there is already an address of [{definition['label'].lower()}]")


def _labels(tokens: Sequence[Token] | None) -> Iterator[str]:
    for token in tokens or ():
        if token.type in {"link_open", "image"} and "label" in token.meta:
            yield token.meta["label"]
        yield from _labels(token.children)


def _at(definition: dict[str, list[int]]) -> str:
    return f"line {definition['map'][0] + 1}"
