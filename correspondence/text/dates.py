"""Partial dates: as much as is known, and no more (EDTF level 0, ISO 8601-2:2019)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of the precision that is known, in the proleptic Gregorian calendar.

    The order is that of the ISO strings: a year stands before its months, a month before its days.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or 0 when it is not known.
        day: 1 to 31, or 0 when it is not known.

    Raises:
        ValueError: no calendar has such a date, or a day is given without its month.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError(f"{self} is not a date: it has a day and no month")
        try:
            date(self.year, self.month or 1, self.day or 1)
        except (ValueError, OverflowError):
            raise ValueError(f"{self} is not a date: no calendar has it") from None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2021`, `2021-02` or `2021-02-18`.

        Raises:
            ValueError: another form, or a date that no calendar has.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text[:40]!r} is not a date: write 2021, 2021-02 or 2021-02-18")
        # "00" is a known part that no calendar has; 0 would mean that it is not known.
        if "00" in match.groups():
            raise ValueError(f"{text} is not a date: no calendar has it")
        return cls(*(int(part) for part in match.groups(default="0")))

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
