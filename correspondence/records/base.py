"""Column types and constraints that all records share."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Code-point order everywhere: a server's locale must not decide how identifiers and dates sort.
PlainText = Text().with_variant(Text(collation="C"), "postgresql")


class Record(SQLModel):
    """Base of every table: one metadata with named constraints, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Json(TypeDecorator[Any]):
    """A list or mapping of plain values, kept as canonical JSON text.

    Text rather than the database's JSON type: both engines then give plain readers the same string.
    """

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # the base class's signature
        """Write canonical JSON; an empty list or mapping is no value at all."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back; no value stays None."""
        return None if value is None else json.loads(value)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A check that `column` is empty or holds one of `values`."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


def partial_date(column: str) -> CheckConstraint:
    """A check that `column` looks like an EDTF level 0 date: `2021`, `2021-02` or `2021-02-18`."""
    return CheckConstraint(f"length({column}) IN (4, 7, 10)", name=column)
