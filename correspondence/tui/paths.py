"""Paths as people type them, or drop them on the terminal."""

import asyncio
import shlex
from pathlib import Path

from textual.suggester import Suggester


class PathSuggester(Suggester):
    """Completes the last name of a path."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first file or folder whose name goes on as the path does."""
        return await asyncio.to_thread(_completed, value)


def _completed(typed: str) -> str | None:
    folder, slash, begun = typed.rpartition("/")
    if not begun:
        return None
    try:
        names = sorted(p.name for p in Path(folder + slash).expanduser().iterdir() if p.name.startswith(begun))
    except (OSError, RuntimeError, ValueError):
        return None
    return f"{folder}{slash}{names[0]}" if names else None


def typed_paths(typed: str) -> list[Path]:
    """Files from what was typed, or dropped on the terminal, which quotes them as a shell would have it."""
    plain = Path(typed.strip()).expanduser()
    if not typed.strip() or plain.exists():
        return [plain] if typed.strip() else []
    try:
        words = shlex.split(typed)
    except ValueError:
        words = [typed.strip()]
    return [Path(word.removeprefix("file://")).expanduser() for word in words]
