"""Which questions of a thread are shown: by status, by age, by undertaking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from correspondence.overview.matrix import MatrixRow
from correspondence.vocabulary import QuestionStatus

UNRESOLVED = "unresolved"
_AGES = ((0, ""), (182, "asked half a year ago or earlier"), (365, "a year or more"), (730, "two years or more"))


@dataclass(slots=True)
class Narrowing:
    """What a user asked for.

    Attributes:
        today: from which ages are counted.
        status: only these, `unresolved` for all that is not resolved, or empty.
        age: a number in the list of ages.
        undertaking: only questions on this one, or empty.
    """

    today: date
    status: str = ""
    age: int = 0
    undertaking: str = ""

    @property
    def told(self) -> str:
        """What is asked for, in words."""
        return " · ".join(filter(None, (self.status, _AGES[self.age][1], self.undertaking)))

    def takes(self, row: MatrixRow) -> bool:
        """Whether a question is asked for."""
        status = row.question.status
        if self.status and not (not status.resolved if self.status == UNRESOLVED else status == self.status):
            return False
        if self.undertaking and row.question.undertaking != self.undertaking:
            return False
        return self.age == 0 or (row.age_days(self.today) or 0) >= _AGES[self.age][0]

    def next_status(self, rows: Sequence[MatrixRow]) -> None:
        """On to the next status that some question has; after the last, to all."""
        there = {row.question.status for row in rows}
        choices = ["", UNRESOLVED, *(str(status) for status in QuestionStatus if status in there)]
        at = choices.index(self.status) if self.status in choices else 0
        self.status = choices[(at + 1) % len(choices)]

    def next_age(self) -> None:
        """On to the next age; after the oldest, to all."""
        self.age = (self.age + 1) % len(_AGES)

    def switch_undertaking(self, undertaking: str) -> None:
        """Only questions on an undertaking, or on all again."""
        self.undertaking = "" if self.undertaking else undertaking

    def clear(self) -> bool:
        """Ask for all questions; whether that is new."""
        had = bool(self.told)
        self.status, self.age, self.undertaking = "", 0, ""
        return had
