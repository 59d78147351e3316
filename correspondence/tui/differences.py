"""What changed between two texts, as content: what went struck out, what came in bold, each in its colour."""

from collections.abc import Sequence

from textual.content import Content

from correspondence.text.escape import for_terminal
from correspondence.text.worddiff import Change, Stretch, changed_words
from correspondence.tui import shown


def difference(stretches: Sequence[Stretch], around: int = 160) -> Content:
    """What went and what came, in colours and struck out; of what stayed only the words around it."""
    parts = []
    for n, stretch in enumerate(stretches):
        if stretch.change is Change.EQUAL:
            parts.append(
                shown.words(_shortened(stretch.text, around, first=n == 0, last=n == len(stretches) - 1), "muted")
            )
        elif stretch.change is Change.DELETE:
            parts.append(Content.styled(for_terminal(stretch.text), "$text-error strike"))
        else:
            parts.append(Content.styled(for_terminal(stretch.text), "$text-success bold"))
    return Content.assemble(*parts)


def changes(stretches: Sequence[Stretch]) -> list[Content]:
    """How many words changed, and which; for blanks alone, that no word did; or that it is the same text."""
    if all(stretch.change is Change.EQUAL for stretch in stretches):
        return [shown.words("Nothing has changed: this very text is frozen already.", "muted")]
    words = changed_words(stretches)
    if words:
        return [shown.heading(f"{words:,} {'word' if words == 1 else 'words'} changed"), difference(stretches)]
    return [shown.words("No word changed: only spaces or blank lines.", "muted")]


def _shortened(text: str, around: int, *, first: bool, last: bool) -> str:
    """The beginning and the end of a text that stayed; at the ends of the whole only what stands beside a change."""
    if len(text) <= 2 * around:
        return text
    head = "" if first else text[:around].rpartition(" ")[0]
    tail = "" if last else text[-around:].partition(" ")[2]
    return f"{head} … {tail}"
