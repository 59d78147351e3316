"""The site's own words in its language, and dates and numbers as that language writes them."""

from collections.abc import Sequence
from pathlib import Path

from correspondence.letters.words import catalog, is_foreign
from correspondence.text.dates import PartialDate
from correspondence.text.locale import format_date, format_number, format_percent, plural_form
from correspondence.vocabulary import QuestionStatus, UndertakingStatus


class Words:
    """What a site prints of its own.

    Attributes:
        language: BCP 47: the one asked for, or that of the words when there are none in it.
    """

    def __init__(self, language: str, folders: Sequence[Path]) -> None:
        """The words of a language, from these folders and from those shipped.

        Raises:
            TemplateError: a file of words cannot be read.
        """
        self._catalog = catalog(language, folders)
        self.language = self._catalog.language if is_foreign(self._catalog, language) else language

    def __call__(self, name: str, **values: str) -> str:
        """An entry with these values in it."""
        return _filled(self._catalog.text("tracker", name) or self._catalog.text("words", name), values)

    def title(self, name: str) -> str:
        """What a kind of table is called."""
        return self._catalog.text("titles", name)

    def count(self, name: str, number: int, **values: str) -> str:
        """An entry in the form that the number asks for, with the number as `{n}`."""
        forms = self._catalog.tables["tracker"].get(name, {})
        form = plural_form(number, self.language)
        chosen = forms if isinstance(forms, str) else forms.get(form) or forms.get("other", "")
        return _filled(chosen, {"n": self.number(number), **values})

    def date(self, when: PartialDate | str | None) -> str:
        """A partial date, or that there is none."""
        return format_date(when, self.language) if when else self("undated")

    def number(self, value: float) -> str:
        """A number."""
        return format_number(value, self.language)

    def share(self, value: float) -> str:
        """A share as a percentage."""
        return format_percent(value, self.language)

    def status(self, status: str) -> str:
        """Where a question stands, with its sign."""
        return f"{QuestionStatus(status).sign} {self._catalog.text('statuses', status) or status}"

    def mark(self, status: str) -> str:
        """What became of an undertaking, with its sign; empty when nobody says."""
        if not status:
            return ""
        return f"{UndertakingStatus(status).sign} {self._catalog.text('marks', status) or status}"

    def quoted(self, words: str) -> str:
        """A quotation between the language's marks, on one line."""
        return self._catalog.quoted(" ".join(words.split()))


def _filled(entry: str, values: dict[str, str]) -> str:
    """An entry with its names in braces replaced; a workspace's own file may hold any others."""
    for name, value in values.items():
        entry = entry.replace(f"{{{name}}}", value)
    return entry
