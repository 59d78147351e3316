"""What SQLAlchemy has put into SQL for one test's store, it need not put into SQL again for the next one's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event


@contextmanager
def sql_made_once() -> Iterator[None]:
    """Let the engines of one kind share their statements: every test has a store of its own, and the same schema."""
    connected: dict[str, Engine] = {}

    def alike(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        first = connected.get(engine.dialect.name)
        if first is None:
            # Only an engine that has been connected knows what its kind of server can do.
            event.listen(engine, "connect", lambda *_: connected.setdefault(engine.dialect.name, engine))
        else:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("correspondence.store.engine.create_engine", alike)
        yield
