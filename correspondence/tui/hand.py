"""Acts on the store, done one after another beside the screen."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
_PAINT_S = 0.03  # the screen shows what a key did before work begins beside it


class Hand:
    """Does acts in the order in which they were given, each to its end, even when the screen has gone by then."""

    def __init__(self) -> None:
        # Threads of an executor end before the program does: what waits in it is done, not dropped.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="act")
        self._last: asyncio.Future[Any] | None = None

    async def do(self, act: Callable[[], T]) -> T:
        """Do an act after those before it, and give what it gives.

        Raises:
            Exception: whatever the act raises.
        """
        doing = asyncio.get_running_loop().run_in_executor(self._thread, _after_the_paint, act)
        self._last = doing
        return await asyncio.shield(doing)

    async def rest(self) -> None:
        """Wait until every act is done, well or ill."""
        if self._last is not None:
            await asyncio.wait([self._last])

    def close(self) -> None:
        """Take no more acts."""
        self._thread.shutdown(wait=False)


def _after_the_paint(act: Callable[[], T]) -> T:
    time.sleep(_PAINT_S)
    return act()
