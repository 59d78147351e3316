"""What a template can do with a value: pure functions over the words of the letter's language.

They run in the templates' process, on what an enemy may have written: each looks at its arguments only.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

from correspondence.text.escape import for_markdown

_FIELD = re.compile(r"{([a-zA-Z]+)}(\.?)")
_PRECISIONS = {4: "year", 7: "month", 10: "day"}
_MOST = 10**15


class Markdown(str):
    """Text that is Markdown already, and is not escaped when it is printed."""

    __slots__ = ()


class Dated(str):
    """A date as the letter's language prints it; `iso` is what is known of it, as `2021-02`."""

    __slots__ = ("iso",)
    iso: str

    def __new__(cls, printed: str, iso: str) -> Self:
        """The words for a date, and the date."""
        made = super().__new__(cls, printed)
        made.iso = iso
        return made


def as_markdown(value: Any) -> Markdown:
    """A value as it is printed in Markdown."""
    return value if isinstance(value, Markdown) else Markdown(for_markdown(str(value)))


class Language:
    """The filters and functions that depend on the letter's language.

    Args:
        tag: BCP 47, of the letter.
        catalog: `words.Catalog.plain()`.
    """

    def __init__(self, tag: str, catalog: Mapping[str, Any]) -> None:
        self._tag = tag
        self._catalog = catalog
        self._spoken = str(catalog.get("language", tag))

    def filters(self) -> dict[str, Any]:
        """By the name that templates use."""
        by_preposition = {name: self._with(name) for name in ("on", "of", "since", "by")}
        return by_preposition | {
            "date": self.date,
            "number": self.number,
            "ordinal": self.ordinal,
            "listed": self.listed,
            "quoted": self.quoted,
            "times": self.times,
            "cited": self.cited,
        }

    def date(self, value: Any) -> Any:
        """A date in the letter's language, given as `2021-02-18`, `2021-02` or `2021`."""
        from correspondence.text.locale import format_date  # Babel: only when somebody asks

        return value if isinstance(value, Dated) else Dated(format_date(str(value), self._tag), str(value))

    def number(self, value: Any) -> str:
        """A number with the language's separators."""
        from correspondence.text.locale import format_number

        return format_number(_number(value), self._tag)

    def ordinal(self, value: Any) -> str:
        """A number as a place in a row: `2nd`, `2.º`, `2e`, `2.`."""
        from correspondence.text.locale import format_ordinal

        return format_ordinal(_whole(value), self._tag)

    def listed(self, value: Sequence[Any]) -> Markdown:
        """Entries one after another with the language's commas and its *and*."""
        from correspondence.text.locale import format_list

        return Markdown(format_list([as_markdown(entry) for entry in value], self._tag))

    def quoted(self, value: Any) -> Markdown:
        """Words between the language's quotation marks."""
        before, after = self._catalog["quotes"]
        return Markdown(f"{before}{as_markdown(value)}{after}")

    def times(self, value: Any) -> Markdown:
        """How often: `once`, `twice`, `three times`."""
        return self._filled(self._catalog["times"], _whole(value), {})

    def cited(self, value: Sequence[Any]) -> Markdown:
        """Messages one after another, each a citation: `[your letter](message:ID) of 18 February 2021`."""
        nouns = self._catalog.get("messages", {})
        of = self.filters()["of"]

        def citation(message: Mapping[str, Any]) -> Markdown:
            noun = as_markdown(nouns.get(message["kind"]) or nouns.get("other") or message["id"])
            dated = f" {as_markdown(of(message['date']))}" if message["date"] else ""
            return Markdown(f"[{noun}](message:{message['id']}){dated}")

        return self.listed([citation(message) for message in value])

    def counted(self, name: str, count: Any, **fields: Any) -> Markdown:
        """The sentence of that name in the plural form of a number.

        `{n}` is the number in words, `{N}` with a capital, `{digits}` in digits, `{times}` how often that is.
        """
        return self._filled(self._sentence(name), _whole(count), fields)

    def phrase(self, name: str, **fields: Any) -> Markdown:
        """The sentence of that name, which says the same for any number."""
        return self._filled(self._sentence(name), None, fields)

    def word(self, table: str, name: str) -> Markdown:
        """An entry of another table of the catalog, such as `statuses`."""
        entry = self._catalog.get(table, {}).get(name)
        if not isinstance(entry, str):
            raise ValueError(f"the words of {self._spoken} have no {name!r} among {table!r}")  # noqa: TRY004  # of the template
        return Markdown(entry)

    def _sentence(self, name: str) -> Any:
        if name not in self._catalog["sentences"]:
            raise ValueError(f"the words of {self._spoken} have no sentence {name!r}")
        return self._catalog["sentences"][name]

    def _filled(self, entry: Any, count: int | None, fields: Mapping[str, Any]) -> Markdown:
        if isinstance(entry, dict):
            entry = self._form(entry, count)
        known = {name: as_markdown(value) for name, value in fields.items()}
        if count is not None:
            spelt = self._spelt(count)
            known |= {"n": spelt, "N": _capital(spelt), "digits": Markdown(self.number(count))}
            if "{times}" in entry:
                known["times"] = self.times(count)

        def field(match: re.Match[str]) -> str:
            if match[1] not in known:
                raise ValueError(f"the sentence “{entry[:60]}” needs {match[1]!r}")
            # A name that ends in a full stop, as `S. A.` and `e. V.` do, ends the sentence with it too.
            return known[match[1]] + ("" if known[match[1]].endswith(".") else match[2])

        return Markdown(_FIELD.sub(field, str(entry)))

    def _form(self, forms: Mapping[str, str], count: int | None) -> str:
        from correspondence.text.locale import plural_form

        if count is None:
            raise ValueError(f"“{next(iter(forms.values()), '')[:60]}” needs a number: say how many there are")
        form = plural_form(count, self._spoken)
        # Zero may share the form of one, which then would say “one”; and “twice” is a form of two in any language.
        exact = {0: "zero" if "zero" in forms else "other", 2: "two" if "two" in forms else form}
        return forms.get(exact.get(count, form)) or forms.get("other") or next(iter(forms.values()), "")

    def _spelt(self, count: int) -> Markdown:
        names = self._catalog["numbers"]
        return Markdown(names[count] if 0 <= count < len(names) else self.number(count))

    def _with(self, preposition: str) -> Any:
        forms = self._catalog["dates"].get(preposition, {})

        def dated(value: Any) -> str:
            date = self.date(value)
            return str(forms.get(_PRECISIONS.get(len(date.iso[:10]), "day"), "{date}")).replace("{date}", date)

        return dated


def appendix_named(appendices: Sequence[Mapping[str, Any]], name: Any) -> str:
    """The label of a letter's appendix, by its kind or the beginning of it, its title, or its place from 1 on.

    Raises:
        ValueError: there is none; says which there are.
    """
    wanted = str(name).casefold()
    for n, entry in enumerate(appendices, start=1):
        if wanted in (str(n), entry["kind"], entry["title"].casefold(), entry["label"].casefold()):
            return str(entry["label"])
    for entry in appendices:
        if wanted and entry["kind"].startswith(wanted):
            return str(entry["label"])
    known = ", ".join(entry["kind"] for entry in appendices) or "none"
    raise ValueError(f"this letter has no appendix {str(name)[:40]!r} (there is: {known})")


def _capital(text: Markdown) -> Markdown:
    return Markdown(text[:1].upper() + text[1:])


def _whole(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError(f"{value} is not a whole number")
    return int(number)


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _MOST:
        raise TypeError(f"{str(value)[:40]!r} is not a number")
    return value
