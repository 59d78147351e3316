"""What changed between two texts, as it is told on screen."""

import pytest

from correspondence.text.worddiff import word_diff
from correspondence.tui.differences import changes


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("One text.", "One text.", "Nothing has changed: this very text is frozen already."),
        ("One text.", "One  text.", "No word changed: only spaces or blank lines."),
        ("One text.", "Another text.", "1 word changed"),
    ],
)
def test_what_changed_is_told(before: str, after: str, says: str) -> None:
    assert changes(word_diff(before, after))[0].plain == says
