"""Days as people give them to a command."""

from datetime import date
from typing import Any

import click


class _Day(click.ParamType[date]):
    """One day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{str(value)[:40]!r} is not a day: write it as 2021-02-18", param, ctx)


class _PartialDate(click.ParamType[str]):
    """A date as far as it is known."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from correspondence.text.dates import PartialDate  # only when there is one

        try:
            return str(PartialDate.parse(str(value)))
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = _Day()
PARTIAL_DATE = _PartialDate()
