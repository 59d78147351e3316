"""Importing over a thread that is there: where they agree nothing changes, and a merge adds only what is new."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from correspondence.bundle import dump, schema, transfer
from correspondence.errors import BundleDiffersError, BundleError
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.factories.bundles import bundles
from tests.factories.threads import digest, full_thread, message, revisions, stored


def _import(store: Workspace, bundle: schema.ThreadBundle, *, merge: bool = False) -> transfer.Imported:
    with change(store, "thread import", bundle.thread.slug) as act:
        done = transfer.import_thread(act.session, bundle, merge=merge)
        act.nothing_done = not done.added
    return done


def _dumped(store: Workspace) -> schema.ThreadBundle:
    with change(store, "look", "full") as act:
        found = dump.dump(act.session, "full")
        act.nothing_done = True
    return found


def _entries(store: Workspace) -> int:
    with reading(store) as reader:
        assert verify(reader).findings == ()
        return int(reader.rows("SELECT count(*) FROM journal")[0][0])


def _with(bundle: schema.ThreadBundle, **parts: object) -> schema.ThreadBundle:
    return bundle.model_copy(update=parts)


def _letter(bundle: schema.ThreadBundle, **parts: object) -> schema.ThreadBundle:
    return _with(bundle, letters=(bundle.letters[0].model_copy(update=parts),))


def _thread(bundle: schema.ThreadBundle, **parts: object) -> schema.ThreadBundle:
    return _with(bundle, thread=bundle.thread.model_copy(update=parts))


def _question(bundle: schema.ThreadBundle, **parts: object) -> schema.ThreadBundle:
    first, *others = bundle.questions
    return _with(bundle, questions=(first.model_copy(update=parts), *others))


Changed = Callable[[schema.ThreadBundle], schema.ThreadBundle]

NEW: dict[str, Changed] = {
    "message zz": lambda b: _with(b, messages=(*b.messages, message("zz", "2024"))),
    "undertaking v": lambda b: _with(
        b, undertakings=(*b.undertakings, schema.Undertaking(id="v", by=("Acme",), statement="S"))
    ),
    "question r": lambda b: _with(b, questions=(*b.questions, schema.Question(id="r", text="R?", superseded_by="q"))),
    "assessment of q in ask: refused": lambda b: _question(
        b, assessment=(*b.questions[0].assessment, schema.Assessment(message="ask", verdict="refused"))
    ),
    "assessment of q in reply: evaded Eva 2024": lambda b: _question(
        b,
        assessment=(
            *b.questions[0].assessment,
            schema.Assessment(message="reply", verdict="evaded", by="Eva", at="2024", note="Once more."),
        ),
    ),
    "assessment of q in reply: evaded (2)": lambda b: _question(
        b, assessment=(*b.questions[0].assessment, schema.Assessment(message="reply", verdict="evaded", note="Too."))
    ),
    "organization Bee": lambda b: _thread(
        b,
        organization=(
            *b.thread.organization,
            schema.Organization(name="Bee", parent=(schema.Parent(name="Acme"),)),
        ),
    ),
    "contact Bo": lambda b: _thread(b, contact=(*b.thread.contact, schema.Contact(name="Bo", organization="Acme"))),
    "contact Eva Ruiz (2)": lambda b: _thread(b, contact=(*b.thread.contact, schema.Contact(name="Eva Ruiz"))),
    "letter l revision 2": lambda b: _letter(b, revisions=revisions(["substantive", "editorial"])),
    "letter l sign-on Bee": lambda b: _letter(
        b, signons=(*b.letters[0].signons, schema.SignOn(name="Bee", status="invited"))
    ),
    "letter l sign-on Öko (2)": lambda b: _letter(
        b, signons=(*b.letters[0].signons, schema.SignOn(name="Öko", status="invited"))
    ),
    "letter k": lambda b: _with(
        b,
        letters=(schema.LetterDocument(letter=schema.Letter(id="k", title="K", in_reply_to=("reply",))), *b.letters),
    ),
}

# Changes of what a later one in the list changes too.
TWICE = {
    "assessment of q in ask: refused",
    "assessment of q in reply: evaded Eva 2024",
    "contact Bo",
    "letter l revision 2",
    "letter l sign-on Bee",
}

OTHER: dict[str, Changed] = {
    "thread.toml": lambda b: _thread(b, title="Other"),
    "organization Acme": lambda b: _thread(
        b, organization=(schema.Organization(name="Acme", country="FR"), *b.thread.organization[1:])
    ),
    "contact Eva Ruiz": lambda b: _thread(b, contact=(schema.Contact(name="Eva Ruiz", role="Judge"),)),
    "undertaking u": lambda b: _with(b, undertakings=(b.undertakings[0].model_copy(update={"statement": "Other"}),)),
    "question q": lambda b: _question(b, text="Other?"),
    "assessment of q in reply: evaded": lambda b: _question(
        b, assessment=(schema.Assessment(message="reply", verdict="evaded", note="Other"),)
    ),
    "message ask": lambda b: _with(b, messages=(message("ask", "2021", "outgoing"), b.messages[1])),
    "letter l": lambda b: _letter(b, body="Other"),
    "letter l revision 1": lambda b: _letter(
        b, revisions=(b.letters[0].revisions[0].model_copy(update={"body": "x"}),), signons=b.letters[0].signons
    ),
    "the order from question older on": lambda b: _with(b, questions=(b.questions[1], b.questions[0])),
    "the order from organization Acme Labs on": lambda b: _thread(b, organization=b.thread.organization[::-1]),
    "letter l sign-on Öko": lambda b: _letter(b, signons=(schema.SignOn(name="Öko", status="declined"),)),
}


@given(bundle=bundles())
@settings(max_examples=20)
def test_importing_the_same_again_changes_nothing(workspace: Workspace, bundle: schema.ThreadBundle) -> None:
    with pytest.raises(ZeroDivisionError), change(workspace, "thread import", "x") as act:
        transfer.import_thread(act.session, bundle)
        for merge in (False, True):
            done = transfer.import_thread(act.session, bundle, merge=merge)
            assert (done.added, done.kept) == ((), ())
        _ = 1 // 0


@pytest.mark.parametrize("name", NEW)
def test_what_is_new_is_told_and_only_a_merge_adds_it(store: Workspace, name: str) -> None:
    stored(store, full_thread())
    changed = NEW[name](full_thread())
    with pytest.raises(BundleDiffersError) as told:
        _import(store, changed)
    assert f"differs: {name}; nothing was imported" in str(told.value)
    assert (_dumped(store), _entries(store)) == (full_thread(), 1)
    done = _import(store, changed, merge=True)
    assert (done.added, done.kept) == ((name,), ())
    assert _dumped(store) == changed
    assert _import(store, changed).added == ()
    assert _import(store, changed, merge=True).added == ()
    assert _entries(store) == 2


@pytest.mark.parametrize("name", OTHER)
def test_what_differs_is_told_and_stays_as_it_is(store: Workspace, name: str) -> None:
    stored(store, full_thread())
    changed = OTHER[name](full_thread())
    with pytest.raises(BundleDiffersError) as told:
        _import(store, changed)
    assert f"differs: {name}; nothing was imported" in str(told.value)
    done = _import(store, changed, merge=True)
    assert (done.added, done.kept) == ((), (name,))
    assert (_dumped(store), _entries(store)) == (full_thread(), 1)


def test_all_that_is_new_at_once(store: Workspace) -> None:
    stored(store, full_thread())
    everything: Any = full_thread()
    for name, changed in NEW.items():
        if name not in TWICE:
            everything = changed(everything)
    everything = OTHER["thread.toml"](everything)
    done = _import(store, everything, merge=True)
    assert done.kept == ("thread.toml",)
    assert len(done.added) == len(NEW.keys() - TWICE)
    expected = everything.model_copy(
        update={"thread": everything.thread.model_copy(update={"title": full_thread().thread.title})}
    )
    assert _dumped(store) == expected


def test_what_only_the_store_has_stays(store: Workspace) -> None:
    stored(store, NEW["message zz"](full_thread()))
    assert _import(store, full_thread()).added == ()
    assert len(_dumped(store).messages) == 3


def test_a_frozen_text_under_another_number_is_refused(store: Workspace) -> None:
    stored(store, full_thread())
    first = full_thread().letters[0].revisions[0]
    other = schema.RevisionDocument(
        revision=schema.Revision(number=1, kind="substantive", digest=digest("other")), body="other"
    )
    moved = first.model_copy(update={"revision": first.revision.model_copy(update={"number": 2})})
    with pytest.raises(BundleError, match="numbers a frozen text otherwise"):
        _import(store, _letter(full_thread(), revisions=(other, moved)), merge=True)
    assert (_dumped(store), _entries(store)) == (full_thread(), 1)
