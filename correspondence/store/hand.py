"""Plain SQL within a change under way, for what needs no objects and must be fast."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from correspondence.store.reading import for_postgres


class ConnectionHand:
    """Statements with `:name` parameters, on the driver, in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sqlite = connection.dialect.name == "sqlite"

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return [tuple(row) for row in self._connection.exec_driver_sql(self._translated(sql, parameters), parameters)]

    def do(self, sql: str, values: Iterable[Mapping[str, Any]] | None = None) -> None:
        """Run a statement once, or once for each set of values."""
        if values is None:
            self._connection.exec_driver_sql(sql)
        elif rows := [dict(row) for row in values]:
            self._connection.exec_driver_sql(self._translated(sql, rows[0]), rows)

    def _translated(self, sql: str, parameters: Mapping[str, Any]) -> str:
        return sql if self.sqlite or not parameters else for_postgres(sql)
