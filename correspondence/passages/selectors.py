"""The selector pair that a passage is stored as.

TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model, sections 4.2.4 and 4.2.5.
"""

from dataclasses import dataclass

CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text.

    Attributes:
        exact: the words.
        prefix: what stood just before them.
        suffix: what stood just after them.
        start: where they began, in code points of the text; None when it was never known.
        end: where they ended, exclusive.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


def select(body: str, start: int, end: int, context: int = CONTEXT) -> Passage:
    """The passage `body[start:end]` with `context` characters on either side.

    Raises:
        ValueError: the positions hold no words of the text.
    """
    if not 0 <= start < end <= len(body):
        raise ValueError(f"{start} to {end} is no passage of a text of {len(body)} characters")
    return Passage(
        exact=body[start:end],
        prefix=body[max(0, start - context) : start],
        suffix=body[end : end + context],
        start=start,
        end=end,
    )
