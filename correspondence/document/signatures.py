"""How a letter's names are laid out: the options of its signature block.

    ::: signature-block {groups="organizations people" columns=2 order=alphabetical show="role country" most=40}
    :::

`groups` says which kinds come one after another under headings, `organizations="…"` and `people="…"` what the headings
are instead of the language's own words (empty for none). `order=given` keeps the order that a person gave,
`order=alphabetical` sorts by the language. `show` is what is printed beside a name: `role`, `representative`,
`country`. `note=yes` says that titles and affiliations are for identification only, `logos=yes` prints the marks of
organizations before their names, `most=N` prints so many names and says how many more there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from correspondence.document.nodes import Block, Blocks, Emphasis, Paragraph
from correspondence.errors import DocumentError

ORGANIZATIONS, PEOPLE = "organizations", "people"
GROUPS = (ORGANIZATIONS, PEOPLE)
SHOWN = ("role", "representative", "country")
MOST_COLUMNS = 6
_ORDERS = ("given", "alphabetical")
_YES = {"yes": True, "no": False}
_KNOWN = frozenset({"groups", "columns", "order", "show", "note", "logos", "most", *GROUPS})


@dataclass(frozen=True, slots=True)
class Layout:
    """How names are laid out.

    Attributes:
        groups: which kinds come one after another, each under a heading; empty for all together.
        headings: instead of the language's own words, by group; an empty one is none.
        columns: side by side.
        alphabetical: whether the language's alphabet orders them, whatever order a person gave.
        show: what is printed beside a name, of `SHOWN`; None for a person's role alone.
        note: whether it is said that titles and affiliations are for identification only.
        logos: whether organizations' marks are printed.
        most: how many names are printed at most; None for all.
    """

    groups: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    columns: int = 1
    alphabetical: bool = False
    show: tuple[str, ...] | None = None
    note: bool = False
    logos: bool = False
    most: int | None = None


def layout(options: Iterable[tuple[str, str]]) -> Layout:
    """The layout that a part's options ask for.

    Raises:
        DocumentError: one of them is none; says which there are.
    """
    given = dict(options)
    if unknown := sorted(given.keys() - _KNOWN):
        raise DocumentError(f"a signature block takes no {unknown[0]!r} (there is: {', '.join(sorted(_KNOWN))})")
    order = _one_of("order", given.get("order", "given"), _ORDERS)
    return Layout(
        groups=_some_of("groups", given.get("groups", ""), GROUPS),
        headings=tuple((group, given[group]) for group in GROUPS if group in given),
        columns=_number("columns", given.get("columns", "1"), MOST_COLUMNS),
        alphabetical=order == "alphabetical",
        show=_some_of("show", given["show"], SHOWN) if "show" in given else None,
        note=_YES[_one_of("note", given.get("note", "no"), _YES)],
        logos=_YES[_one_of("logos", given.get("logos", "no"), _YES)],
        most=_number("most", given["most"], 1_000_000) if "most" in given else None,
    )


def stretches(written: Blocks) -> Iterator[tuple[bool, Blocks]]:
    """A signature block's names and what stands between and below them, in turn: whether they are names, and they.

    Headings are none, nor is a remark, which is a paragraph all in emphasis.
    """
    for are_names, group in groupby(written, _is_name):
        yield are_names, tuple(group)


def _is_name(block: Block) -> bool:
    return isinstance(block, Paragraph) and not (len(block.children) == 1 and isinstance(block.children[0], Emphasis))


def _number(name: str, value: str, most: int) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise DocumentError(f"a signature block's {name} is a number from 1 to {most}, not {value[:40]!r}")
    return int(value)


def _one_of(name: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise DocumentError(f"a signature block's {name} is one of {', '.join(known)}, not {value[:40]!r}")
    return value


def _some_of(name: str, value: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one_of(name, word, known) for word in value.split()))
