"""Where work happens: which folder, which database. Values only; nothing is opened here.

A workspace is a folder with a database beside `templates/`, `signatories/` and `threads/`. With
`CORRESPONDENCE_DATABASE_URL` set to a `postgresql://` address, the database is there and the folder holds the rest.
"""

import getpass
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from correspondence.errors import NoWorkspaceError, StoreError

DATABASE_NAME = "correspondence.db"
FOLDERS = ("templates", "signatories", "threads")
ENV_WORKSPACE = "CORRESPONDENCE_WORKSPACE"
ENV_DATABASE_URL = "CORRESPONDENCE_DATABASE_URL"
ENV_ACTOR = "CORRESPONDENCE_ACTOR"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder and its database.

    Attributes:
        root: the folder, absolute.
        database_url: a `postgresql://` address, or None for the SQLite file in the folder.
        actor: who the journal names for changes made here.
    """

    root: Path
    database_url: str | None
    actor: str

    @property
    def database_file(self) -> Path:
        """The SQLite file; meaningless while `database_url` is set."""
        return self.root / DATABASE_NAME

    @property
    def exists(self) -> bool:
        """Whether somebody has set this workspace up."""
        return self.database_url is not None or self.database_file.is_file()

    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are searched: the workspace first, then those shipped."""
        return (self.root / "templates", shipped("templates"))


def locate(folder: str | Path | None = None) -> Workspace:
    """The workspace in `folder`, else in `CORRESPONDENCE_WORKSPACE`, else here; it need not exist yet.

    Raises:
        StoreError: the database address is of a kind that is not served.
    """
    root = Path(folder or os.environ.get(ENV_WORKSPACE) or ".").resolve()
    url = os.environ.get(ENV_DATABASE_URL) or None
    if url is not None and not url.startswith(("postgresql://", "postgres://")):
        raise StoreError(f"{ENV_DATABASE_URL} must begin with postgresql:// (leave it out for SQLite)")
    return Workspace(root=root, database_url=url, actor=_actor())


def require(folder: str | Path | None = None) -> Workspace:
    """The workspace that `locate` finds, which must have been set up.

    Raises:
        NoWorkspaceError: nobody has run `correspondence init` there.
    """
    workspace = locate(folder)
    if not workspace.exists:
        root = shlex.quote(str(workspace.root))
        raise NoWorkspaceError(
            f"{workspace.root} holds no workspace: go to the folder of yours, or name it with --workspace; "
            f"`correspondence init {root}` makes one here"
        )
    return workspace


def settings_file() -> Path:
    """The file of what a user has chosen, which need not exist."""
    from platformdirs import user_config_path  # only when settings are read or written

    return user_config_path("correspondence") / "settings.toml"


def shipped(name: str) -> Path:
    """A folder of data that comes with the program: `templates`, `signatories` or `threads`."""
    package = Path(__file__).parent
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / name


def _actor() -> str:
    named = os.environ.get(ENV_ACTOR, "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no account of that number, as in a container
        return "unknown"
