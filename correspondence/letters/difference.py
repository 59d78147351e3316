"""What differs between two texts of a letter, word by word."""

from dataclasses import dataclass

from correspondence.errors import CorrespondenceError
from correspondence.letters.checks import editorial
from correspondence.letters.draft import render_draft
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.text.worddiff import Stretch, changed_words, word_count, word_diff
from correspondence.workspace import Workspace

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Difference:
    """What came, went and stayed from one text to another.

    Attributes:
        old: the number of a revision, or `draft`.
        new: the same.
        stretches: in order; those that stayed or went are the old text, those that stayed or came the new one.
        changed: how many words went or came; one in another's place counts once.
        words: how many words the old text has.
        weighty: why that is more than an editorial change; empty when it is not.
    """

    old: str
    new: str
    stretches: tuple[Stretch, ...]
    changed: int
    words: int
    weighty: tuple[str, ...]


def difference(reader: Reader, workspace: Workspace, identifier: str, old: str, new: str) -> Difference:
    """Compare two texts of a letter.

    Args:
        reader: an open look at the store.
        workspace: whose templates the draft is rendered with.
        identifier: the letter's.
        old: the number of a revision, or `draft`.
        new: the same.

    Raises:
        NotFoundError: there is no such letter or revision.
        CorrespondenceError: a text is neither a number nor `draft`.
        TemplateError: the draft cannot be rendered.
    """
    letter = letters.letter(reader, identifier)
    before, behind = (text_of(reader, workspace, letter, name) for name in (old, new))
    stretches = word_diff(before, behind)
    return Difference(
        old=old,
        new=new,
        stretches=stretches,
        changed=changed_words(stretches),
        words=word_count(before),
        weighty=tuple(editorial.reasons(before, behind)),
    )


def text_of(reader: Reader, workspace: Workspace, letter: LetterDetail, text: str) -> str:
    """The Markdown of one text of a letter.

    Raises:
        NotFoundError: there is no such revision.
        CorrespondenceError: it is neither a number nor `draft`.
        TemplateError: the draft cannot be rendered.
    """
    if text == DRAFT:
        return render_draft(reader, letter, workspace).markdown
    return frozen(reader, letter, text)


def frozen(reader: Reader, letter: LetterDetail, number: str) -> str:
    """The Markdown of a revision, by its number as people write it.

    Raises:
        NotFoundError: there is no such revision.
        CorrespondenceError: that is no number.
    """
    if not (number.isascii() and number.isdecimal()) or len(number) > len(str(2**31)):
        raise CorrespondenceError(f"{number!r} is no text of a letter: give the number of a revision, or draft")
    return letters.revision_body(reader, letter.id, int(number), letter.thread)
