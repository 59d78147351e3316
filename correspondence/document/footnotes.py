"""Footnotes that would not arrive: told with their line, before the plug-in takes them to the end of the letter.

The plug-in drops a note that nothing refers to and the first of two with one label, without a word; and no word
processor takes a note inside a note.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from correspondence.errors import DocumentError

_OPEN, _CLOSE = "footnote_reference_open", "footnote_reference_close"


def footnotes(parser: MarkdownIt) -> None:
    """Give a parser footnotes; parsing raises `DocumentError` for one whose words would be lost."""
    parser.use(footnote_plugin)
    parser.core.ruler.before("footnote_tail", "footnote_check", _check)


def _check(state: StateCore) -> None:
    referred = state.env.get("footnotes", {}).get("refs", {})
    defined: set[str] = set()
    inside: Token | None = None
    for token in state.tokens:
        if token.type == _OPEN:
            label = token.meta["label"]
            if inside is not None:
                raise DocumentError(f"{_at(token)}: the footnote [^{label}] begins inside another")
            if label in defined:
                raise DocumentError(f"{_at(token)}: there is already a footnote [^{label}]")
            if referred.get(f":{label}", -1) < 0:
                raise DocumentError(f"{_at(token)}: nothing refers to the footnote [^{label}]: it would not be printed")
            defined.add(label)
            inside = token
        elif token.type == _CLOSE:
            inside = None
        elif inside is not None and _refers(token.children):
            raise DocumentError(f"{_at(token)}: a footnote cannot refer to a footnote")
    for note in state.env.get("footnotes", {}).get("list", {}).values():
        if _refers(note.get("tokens")):
            raise DocumentError(f"the footnote ^[{note['content'][:40]}] refers to a footnote, which none can")


def _refers(children: list[Token] | None) -> bool:
    return any(child.type == "footnote_ref" or _refers(child.children) for child in children or ())


def _at(token: Token) -> str:
    return f"line {token.map[0] + 1}" if token.map else "somewhere"
