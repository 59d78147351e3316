"""Where words of a text begin and end: a word is what stands between white space."""


def start_at(text: str, place: int) -> int:
    """Where the word at a place begins; the place itself, when white space stands before it."""
    while 0 < place <= len(text) and not text[place - 1].isspace():
        place -= 1
    return place


def end_at(text: str, place: int) -> int:
    """Where the word at a place ends; the place itself, when white space stands at it."""
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def next_end(text: str, end: int) -> int:
    """The end of the first word that ends beyond an end."""
    while end < len(text) and text[end].isspace():
        end += 1
    return end_at(text, end)


def end_before(text: str, end: int) -> int:
    """The end of the word before the one that ends there."""
    start = start_at(text, end)
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return start


def next_start(text: str, start: int) -> int:
    """The start of the word after the one that begins there."""
    start = end_at(text, start)
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def start_before(text: str, start: int) -> int:
    """The start of the word before the one that begins there."""
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return start_at(text, start)
