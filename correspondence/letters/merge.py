"""What partners did to a letter in Word: read back, edit by edit, and taken into the draft.

The file is laid over the text that went out (`document.overlay`); each of its changes becomes an edit (`edits`); what
is taken becomes Markdown, and is carried to the draft's source (`carry`), in which live parts stay live. An edit in
words that come from a live part, from the template or from the letter's data is told and cannot be taken. Where the
draft has changed the same words since, both stand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from correspondence.document.manuscript import Manuscript
from correspondence.document.nodes import plain_text, walk
from correspondence.document.parse import parse
from correspondence.errors import DocumentError
from correspondence.letters.carry import OPENING, Alignment, Hunk, Patch, Source, hunks
from correspondence.letters.edits import SIGNATURES, Edit, Line
from correspondence.letters.origins import LIVE, without_orphans
from correspondence.letters.spelling import Spelling
from correspondence.overview.letters import LetterDetail
from correspondence.text.worddiff import tokens

_RAW_END = re.compile(r"\{(?=%[-+]?\s*endraw)")
_EDGES = " \n-*>|0123456789."  # what a paragraph or an item may begin and end with
_SEVERAL = 4  # words that are not found by chance
_PLAIN = frozenset(" .,;:?()'\"“”‘’–—/%")
CLASH = "the draft has changed these words since"
SIGNED = "names below a letter come from its sign-ons: add or correct them there"
THERE = "is in the draft already"
NOTHING_TO_TAKE = "changes nothing that a letter's text can say"
UNSOUND = "cannot be put into the draft's Markdown without changing more than it does"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of an editor.

    Attributes:
        id: what edits refer to.
        author: who, as the file says.
        date: when, as the file says.
        text: its words.
        answers: the comment that it answers, or nothing.
        done: whether it is marked as resolved.
        place: where it stands.
        words: the words that it is on.
    """

    id: str
    author: str
    date: str
    text: str
    answers: str
    done: bool
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft with edits taken into it.

    Attributes:
        body: the new source.
        taken: the edits that are in it.
        left: edits that were wanted and are not in it, each with why.
    """

    body: str
    taken: tuple[Edit, ...]
    left: tuple[tuple[Edit, str], ...]


@dataclass(frozen=True)
class Merge:
    """A file that came back, ready to be taken into the draft or left.

    Attributes:
        letter: whose draft it is, as it was read.
        text: the text that the file was made from: the number of a revision, or `draft`.
        edits: what was done to it.
        comments: what was said about it.
        lines: the letter in place.
        told: what there is to say of the file, a line each.
        spelling: how manuscripts are spelled in Markdown.
        both: the manuscript with every change.
        source: the draft's source and its rendered text.
        draft: the draft's rendered text as a manuscript would be spelled.
    """

    letter: LetterDetail
    text: str
    edits: tuple[Edit, ...]
    comments: tuple[Comment, ...]
    lines: tuple[Line, ...]
    told: tuple[str, ...]
    spelling: Spelling
    both: Manuscript
    source: Source
    draft: str

    @cached_property
    def _base(self) -> list[str]:
        return tokens(self.spelling.main(self.both, ()))

    @cached_property
    def _meant(self) -> Alignment:
        return Alignment(self._base, tokens(self.draft))

    @cached_property
    def _spelled(self) -> Alignment:
        return Alignment(self._meant.new, self.source.tokens)

    @cached_property
    def _known(self) -> dict[frozenset[int], tuple[list[Hunk], list[str]]]:
        return {}

    def judged(self) -> "Merge":
        """The same, each edit with whether it can be taken."""
        return replace(self, edits=tuple(self._judged(edit) for edit in self.edits))

    def taken(self, numbers: Iterable[int], *, comments: bool = False) -> Taken:
        """The draft with the edits of these numbers in it.

        Args:
            numbers: of the edits.
            comments: whether comments are kept in the draft, as notes that are not printed.
        """
        wanted = [edit for edit in self.edits if edit.number in set(numbers)]
        left = [(edit, edit.problem) for edit in wanted if edit.problem]
        clean = [edit for edit in wanted if not edit.problem and not edit.clash]
        patches, unfit = self._together(clean)
        left += [(edit, UNSOUND) for edit in unfit]
        done = [edit for edit in clean if edit not in unfit]
        for edit in wanted:
            if edit.clash and not edit.problem:
                beside = self._beside(edit)
                if isinstance(beside, str):
                    left.append((edit, beside))
                else:
                    patches += beside
                    done.append(edit)
        if comments:
            patches += self._kept_comments()
        body = without_orphans(self.letter.body, _patched(self.letter.body, patches))
        return Taken(body, tuple(done), tuple(left))

    # One edit

    def _judged(self, edit: Edit) -> Edit:
        if edit.place == SIGNATURES:
            return replace(edit, problem=SIGNED)
        found, notes = self._done(edit.changes)
        if not found and not notes:
            return replace(edit, problem=NOTHING_TO_TAKE)
        if found and all(self._is_there(hunk) for hunk in found):
            return replace(edit, problem=THERE)
        carried = [self._meant.exactly(hunk) for hunk in found]
        if any(hunk is None for hunk in carried):
            beside = self._beside(edit)
            return replace(edit, clash=True, problem=beside if isinstance(beside, str) else "")
        for hunk in carried:
            assert hunk is not None
            patch = self._patch(hunk)
            if isinstance(patch, str):
                return replace(edit, problem=patch)
        return edit if self._is_sound([edit]) else replace(edit, problem=UNSOUND)

    def _is_there(self, hunk: Hunk) -> bool:
        """Whether the draft has an edit already."""
        if self._meant.has(hunk):
            return True
        words = "".join(hunk.words).strip(_EDGES)
        return len(words.split()) >= _SEVERAL and self.draft.count(words) > "".join(self._base).count(words)

    def _hunks(self, changes: Iterable[int]) -> list[Hunk]:
        return self._done(changes)[0]

    def _done(self, changes: Iterable[int]) -> tuple[list[Hunk], list[str]]:
        """What changes do to the text that went out, and the footnotes that come with them."""
        key = frozenset(changes)
        if key not in self._known:
            main, notes = self.spelling.parts(self.both, key)
            self._known.clear()  # the same changes are asked for again and again, then others
            self._known[key] = hunks(self._base, tokens(main)), notes
        return self._known[key]

    def _patch(self, hunk: Hunk) -> Patch | str:
        near = self._spelled.nearly(hunk)
        return UNSOUND if near is None else self.source.patch(near)

    # Several

    def _together(self, edits: list[Edit]) -> tuple[list[Patch], list[Edit]]:
        """The patches of edits, and those edits that do not fit."""
        if not edits:
            return [], []
        if self._is_sound(edits):
            return self._patches(edits), []
        fit: list[Edit] = []
        for edit in edits:
            if self._is_sound([*fit, edit]):
                fit.append(edit)
        return self._patches(fit) if fit else [], [edit for edit in edits if edit not in fit]

    def _carried(self, edits: list[Edit]) -> list[Hunk]:
        changes = frozenset(number for edit in edits for number in edit.changes)
        return [there for hunk in self._hunks(changes) if (there := self._meant.exactly(hunk)) is not None]

    def _patches(self, edits: list[Edit]) -> list[Patch]:
        patches = [patch for hunk in self._carried(edits) if isinstance(patch := self._patch(hunk), Patch)]
        changes = frozenset(number for edit in edits for number in edit.changes)
        end = len(self.letter.body)
        notes = self._done(changes)[1]
        return [*patches, *(Patch(end, end, f"\n\n{note}", "") for note in notes)]

    def _is_sound(self, edits: list[Edit]) -> bool:
        """Whether the edits do to the draft as it is spelled what they do to the text as it is meant."""
        changes = frozenset(number for edit in edits for number in edit.changes)
        found = self._hunks(changes)
        carried = self._carried(edits)
        near = [there for hunk in carried if (there := self._spelled.nearly(hunk)) is not None]
        if not len(found) == len(carried) == len(near):
            return False
        if any(isinstance(self.source.patch(hunk), str) for hunk in near):
            return False
        notes = "".join(f"\n\n{note}" for note in self._done(changes)[1])
        if not notes and all(_is_plain(self.source.tokens, hunk) for hunk in near):
            return True
        text = self.source.origins.text
        meant = _difference(self.draft, without_orphans(self.draft, _replaced(self._meant.new, carried) + notes))
        spelled = _difference(text, without_orphans(text, _replaced(self.source.tokens, near) + notes))
        return meant is not None and meant == spelled

    # An edit at a place that the draft has changed too

    def _beside(self, edit: Edit) -> list[Patch] | str:
        """Patches that put an edit's words behind those of the draft, or why that cannot be."""
        patches: list[Patch] = []
        for hunk in self._hunks(edit.changes):
            there = self._meant.exactly(hunk)
            if there is None:
                if not "".join(hunk.words).strip():
                    continue  # what we changed is not taken out
                there = self._meant.behind(hunk)
            patch = self._patch(there) if there is not None else UNSOUND
            if isinstance(patch, str):
                return patch
            patches.append(patch)
        return patches or f"{CLASH}: they take out what you changed"

    # Comments

    def _kept_comments(self) -> list[Patch]:
        return [self._kept(comment) for comment in self.comments]

    def _kept(self, comment: Comment) -> Patch:
        body, text = self.letter.body, self.source.origins.text
        said = f"{comment.author or 'Somebody'}{f' on “{comment.words}”' if comment.words else ''}: {comment.text}"
        note = "{# " + " ".join(said.replace("#}", "# }").split()) + " #}"
        at = text.find(comment.words) if comment.words.strip() else -1
        if at >= 0 and text.find(comment.words, at + 1) < 0:
            place = self.source.origins.places[at + len(comment.words) - 1]
            if place != LIVE:
                end = body.find("\n", place)
                end = len(body) if end < 0 else end
                return Patch(end, end, f" {note}", "", is_note=True)
        return Patch(len(body), len(body), f"\n\n{note}", "", is_note=True)


def _difference(old: str, new: str) -> tuple[Counter[str], Counter[str]] | None:
    """What came and what went from one Markdown text to another, in words and in kinds of nodes; None if it is none."""
    try:
        sides = [_content(text) for text in (old, new)]
    except DocumentError:
        return None
    return sides[1] - sides[0], sides[0] - sides[1]


def _is_plain(held: Sequence[str], hunk: Hunk) -> bool:
    """Whether words within a line give way to words, so that nothing of Markdown is touched."""
    touched = (*held[hunk.start : hunk.end], *hunk.words)
    before = held[hunk.start - 1] if hunk.start else "\n"
    return "\n" not in before and all(token[0].isalnum() or token in _PLAIN for token in touched)


@lru_cache(maxsize=8)
def _content(markdown: str) -> Counter[str]:
    document = parse(markdown, title="")
    blocks = [block for story in (document.blocks, *document.footnotes) for block in story]
    kinds = Counter(f"<{type(node).__name__}>" for node in walk(blocks) if type(node).__name__ not in ("Text", "Code"))
    return kinds + Counter(word for word in tokens(plain_text(blocks)) if not word.isspace())


def _replaced(held: Sequence[str], found: Iterable[Hunk]) -> str:
    pieces: list[str] = []
    at = 0
    for hunk in sorted(found, key=lambda one: (one.start, one.end)):
        pieces += held[at : hunk.start]
        pieces += hunk.words
        at = max(at, hunk.end)
    return "".join([*pieces, *held[at:]])


def _patched(body: str, patches: Iterable[Patch]) -> str:
    """The body with patches made; those at one place in their order."""
    made, last = [], 0
    for patch in sorted(patches, key=lambda one: (one.start, one.end)):
        if patch.start < last:
            continue
        made += [body[last : patch.start], patch.text if patch.is_note else _inert(patch.text)]
        last = patch.end
    return "".join([*made, body[last:]])


def _inert(text: str) -> str:
    """Markdown without anything that the template language would obey."""
    if not any(mark in text for mark in OPENING):
        return text
    return "{% raw %}" + _RAW_END.sub("{ ", text) + "{% endraw %}"
