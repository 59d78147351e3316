"""Commands as a person types them, within the test's own process."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from correspondence.workspace import ENV_ACTOR, ENV_DATABASE_URL, Workspace


class Typed:
    """Runs commands in a workspace through the program's own entry."""

    def __init__(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.workspace = workspace
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.setenv(ENV_ACTOR, workspace.actor)
        if workspace.database_url:
            monkeypatch.setenv(ENV_DATABASE_URL, workspace.database_url)

    def __call__(
        self, *arguments: str | Path, status: int = 0, answer: str = "", stdin: io.StringIO | None = None
    ) -> "Said":
        """Run one command, which must end with that status and without a traceback.

        `answer` is what standard input holds, `stdin` a standard input of another kind.
        """
        from correspondence.cli.main import main

        argv = ["correspondence", "--workspace", str(self.workspace.root), *map(str, arguments)]
        self._monkeypatch.setattr("sys.argv", argv)
        read = stdin or io.TextIOWrapper(io.BytesIO(answer.encode()), encoding="utf-8")
        self._monkeypatch.setattr("sys.stdin", read)
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as done:
            main()
        said = Said(*self._capsys.readouterr())
        assert done.value.code == status, said
        return said

    def json(self, *arguments: str | Path, status: int = 0) -> Any:
        """What one command prints as JSON."""
        return json.loads(self(*arguments, "--json", status=status).out)


class Said:
    """What a command printed."""

    def __init__(self, out: str, err: str) -> None:
        self.out = out
        self.err = err

    def __repr__(self) -> str:
        return f"{self.out}\n{self.err}"
