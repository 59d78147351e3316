"""What many tests need: a workspace on SQLite, one on a real PostgreSQL server, and a thread in either."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from correspondence.store.migrate import migrate
from correspondence.workspace import ENV_ACTOR, ENV_DATABASE_URL, ENV_WORKSPACE, Workspace
from tests.factories.commands import Typed
from tests.factories.kept import Kept
from tests.factories.servers import PostgresServer, running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"
ACTOR = "Ana Ferreira"

settings.register_profile(
    "default",
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing that a developer has set up reaches a test."""
    for name in (ENV_DATABASE_URL, ENV_WORKSPACE, ENV_ACTOR):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))


@pytest.fixture(scope="session", autouse=True)
def _sql_is_made_once() -> Iterator[None]:
    from tests.factories.engines import sql_made_once

    with sql_made_once():
        yield


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating anew for every test would take most of the time."""
    root = tmp_path_factory.mktemp("empty")
    migrate(Workspace(root=root, database_url=None, actor=ACTOR))
    return root


@pytest.fixture
def workspace(tmp_path: Path, empty_store: Path) -> Workspace:
    """An empty workspace on SQLite."""
    root = tmp_path / "workspace"
    shutil.copytree(empty_store, root)
    return Workspace(root=root, database_url=None, actor=ACTOR)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a migrated database to copy.

    Not below pytest's own folder: another test run that begins meanwhile may clear that away.
    """
    with tempfile.TemporaryDirectory(prefix="correspondence-") as root, running_server(Path(root)) as running:
        yield running


@pytest.fixture
def postgres(server: PostgresServer, tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace on PostgreSQL."""
    name = f"t{uuid.uuid4().hex}"
    server.copy(name)
    root = tmp_path / "shared-workspace"
    root.mkdir()
    yield Workspace(root=root, database_url=server.url(name), actor=ACTOR)
    server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Workspace:
    """An empty workspace on each engine in turn."""
    found = request.getfixturevalue("workspace" if request.param == "sqlite" else "postgres")
    assert isinstance(found, Workspace)
    return found


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Stores that are filled once and copied for each test."""
    return Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A running Chromium."""
    from tests.factories.browser import running_browser

    with running_browser() as running:
        yield running


@pytest.fixture
def typed(store: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Commands in an empty workspace, on each engine in turn."""
    return Typed(store, monkeypatch, capsys)
