"""Partial dates: as much as is known, and no more (EDTF level 0, ISO 8601-2:2019)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of the precision that is known; the unknown parts are 0, so that a year comes before its months."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2021`, `2021-02` or `2021-02-18`.

        Raises:
            ValueError: another form, or a day that no calendar has.
        """
        match = _FORM.fullmatch(text) if text.isascii() else None
        if match is None:
            raise ValueError(f"{text[:40]!r} is not a date: write 2021, 2021-02 or 2021-02-18")
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            date(year, month if match[2] else 1, day if match[3] else 1)
        except ValueError:
            raise ValueError(f"{text!r} is not a date: no calendar has it") from None
        return cls(year, month, day)

    @property
    def precision(self) -> Precision:
        """How much is known."""
        if self.day:
            return Precision.DAY
        return Precision.MONTH if self.month else Precision.YEAR

    def earliest(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)
