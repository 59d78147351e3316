"""Searching on the command line: what is typed, what comes out, what a script gets."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.workspace import ENV_ACTOR, ENV_DATABASE_URL, Workspace
from tests.factories.kept import Kept, import_sample
from tests.factories.threads import full_thread, message, stored, thread


def _fill(store: Workspace) -> None:
    import_sample(store)
    stored(store, full_thread())


@pytest.fixture
def sample(store: Workspace, kept: Kept) -> Workspace:
    """The sample thread, and a small one, on each engine."""
    return kept.fill(store, "sample_and_full", _fill)


def _run(store: Workspace, *arguments: str) -> tuple[str, str]:
    environment = {ENV_ACTOR: "Ana", ENV_DATABASE_URL: store.database_url}
    done = CliRunner().invoke(cli, ["--workspace", str(store.root), "search", *arguments], env=environment)
    if isinstance(done.exception, CorrespondenceError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def _json(store: Workspace, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_run(store, *arguments, "--json")[0])
    return found


def test_a_hit_says_what_where_and_in_which_words(sample: Workspace) -> None:
    head, words = _run(sample, "SUSPENSIÓN", "proportionate", "--kind", "received", "--limit", "1")[0].splitlines()
    assert head.split() [:3] == ["2025-03-27", "received", "nivelmark/2025-03-27-nivelmark-to-coalition"]  # fmt: skip
    assert "whether suspension would be proportionate" in words
    (hit,) = _json(sample, "suspension", "proportionate", "--kind", "received", "--limit", "1")
    marked = {hit["snippet"]["text"][start:end].lower() for start, end in hit["snippet"]["marks"]}
    assert marked == {"suspension", "proportionate"}
    assert hit["end"] > hit["start"] > 0


def test_what_is_typed_may_look_like_an_option(sample: Workspace) -> None:
    with_it = {hit["id"] for hit in _json(sample, "investigation", "--limit", "99")}
    without = {hit["id"] for hit in _json(sample, "investigation", "-history", "-suspension", "--limit", "99")}
    assert without < with_it
    assert _json(sample, '"duration of an investigation"')
    assert _json(sample, "--sort", "ranked", "vett*")
    for typed in ('"', "C++ (", "a AND OR", "col:on", "--nonsense", "%s :x"):
        _run(sample, "investigation", typed)


def test_narrowing(sample: Workspace) -> None:
    everything = _json(sample, "customer*", "--limit", "500")
    assert {hit["thread"] for hit in everything} == {"nivelmark", "full"}
    assert {hit["thread"] for hit in _json(sample, "customer*", "--thread", "full")} == {"full"}
    questions = _json(sample, "customer*", "--kind", "question", "--kind", "undertaking", "--limit", "500")
    assert {hit["kind"] for hit in questions} == {"question", "undertaking"}
    early = _json(sample, "customer*", "--from", "2022-06", "--to", "2022", "--limit", "500")
    assert {hit["date"][:4] for hit in early} == {"2022"}
    of_investor = _json(sample, "nivelmark", "--party", "kessingrave capital", "--kind", "received")
    assert of_investor
    assert all("Kessingrave" in hit["party"] or "Thielemann" in hit["party"] for hit in of_investor)
    of_person = _json(sample, "plumbline", "--party", "Olsthoorn", "--limit", "99")
    assert of_person
    assert all("Olsthoorn" in hit["party"] for hit in of_person)
    assert _json(sample, "plumbline", "--party", "%%%") == []
    (tagged,) = _json(sample, "vetting", "--thread", "full", "--kind", "question")
    assert tagged["snippet"]["text"] == "vetting"


def test_an_organization_is_also_its_people(store: Workspace) -> None:
    bundle = full_thread()
    letter = message("from-eva", "2023-01-01").message.model_copy(update={"author": "Eva Ruiz"})
    other = message("from-max", "2023-01-02").message.model_copy(update={"author": "Max Ruiz"})
    documents = tuple(message("x", None).__class__(message=one, body="Words of a person.") for one in (letter, other))
    stored(store, bundle.model_copy(update={"messages": (*bundle.messages, *documents)}))
    stored(store, thread("t"))
    assert [hit["id"] for hit in _json(store, "person", "--party", "acme")] == ["from-eva"]
    assert [hit["id"] for hit in _json(store, "person", "--party", "ruiz")] == ["from-max", "from-eva"]


def test_what_cannot_be_searched_is_told_in_one_line(sample: Workspace) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'nivelmark'"):
        _run(sample, "x", "--thread", "nivelmak")
    for wrong in (("x", "--from", "2025-13"), ("x", "--from", "2025", "--to", "2024"), ("-x",), ()):
        with pytest.raises(CorrespondenceError):
            _run(sample, *wrong)
    assert _run(sample, "xyzzy") == ("", "nothing found\n")
    assert "--limit shows more than 1" in _run(sample, "customer*", "--limit", "1")[1]


def test_the_index_is_made_anew_on_demand(sample: Workspace) -> None:
    before = _json(sample, "customer*", "--limit", "500")
    assert "was made anew" in _run(sample, "--rebuild")[1]
    assert _json(sample, "customer*", "--rebuild", "--limit", "500") == before
