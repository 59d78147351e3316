"""A signature points at a text: whom to ask again, who is printed, in which order (on both engines)."""

from itertools import permutations

import pytest
from sqlmodel import select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.revisions import freeze
from correspondence.overview import letters
from correspondence.overview.letters import SignOnRow
from correspondence.records.signon import Signatory
from correspondence.signons.signature_block import signature_block
from correspondence.signons.signing import sign, withdraw
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.text.order import given_or_sorted
from correspondence.vocabulary import Channel, RevisionKind, SignatoryKind
from correspondence.workspace import Workspace
from tests.factories.threads import digest, letter, revisions, stored, thread

FIRST = revisions(["substantive"])[0].revision.digest


def _sign(store: Workspace, name: str, **answer: object) -> None:
    with change(store, "signon add", "t/l") as act:
        sign(act.session, "t", "l", name, **{"number": None, "at": act.at} | answer)  # type: ignore[arg-type]  # plain keywords


def _rows(store: Workspace) -> list[SignOnRow]:
    with reading(store) as reader:
        return letters.signons(reader, "l")


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (["substantive"], "confirmed"),
        (["editorial"], "confirmed"),
        (["substantive", "editorial", "editorial"], "confirmed"),
        (["substantive", "substantive"], "to-be-confirmed"),
        (["substantive", "substantive", "editorial"], "to-be-confirmed"),
        (["editorial", "substantive"], "to-be-confirmed"),
    ],
)
def test_a_signature_holds_for_the_text_that_was_signed(store: Workspace, kinds: list[str], state: str) -> None:
    signed = schema.SignOn(name="Öko", status="signed", revision=revisions(kinds)[0].revision.digest)
    stored(store, thread(letters=(letter(kinds, signons=[signed]),)))
    with reading(store) as reader:
        detail = letters.letter(reader, "l")
        (row,) = letters.signons(reader, "l")
        views = reader.rows("SELECT state FROM signon_state")
        listed = letters.letters(reader)[0]
    assert row.state(detail.revisions[-1].text_number) == state
    assert views == [(state,)]
    assert (listed.signed, listed.to_be_confirmed) == ((1, 0) if state == "confirmed" else (0, 1))
    assert not signature_block(detail, [row], number=1).unconfirmed
    block = signature_block(detail, [row], number=len(kinds))
    assert [str(finding.severity) for finding in block.findings] == ([] if state == "confirmed" else ["error"])
    assert len(block.printed) == (state == "confirmed")
    both = signature_block(detail, [row], number=len(kinds), with_unconfirmed=True)
    assert both.printed == (row,)


@pytest.mark.parametrize("status", ["invited", "declined", "withdrawn"])
def test_who_has_not_signed_is_not_printed(store: Workspace, status: str) -> None:
    entry = schema.SignOn(name="Öko", status=status, revision=FIRST)
    stored(store, thread(letters=(letter(["substantive"], signons=[entry]),)))
    with reading(store) as reader:
        detail = letters.letter(reader, "l")
        rows = letters.signons(reader, "l")
        assert reader.rows("SELECT state FROM signon_state") == [(status,)]
    assert rows[0].state(1) == status
    block = signature_block(detail, rows, number=1, with_unconfirmed=True)
    assert (block.printed, block.unconfirmed, block.findings) == ((), (), ())


def test_a_signature_from_outside_is_printed_with_a_warning(store: Workspace) -> None:
    stored(store, thread(letters=(letter(["substantive"], signons=[schema.SignOn(name="Öko", status="signed")]),)))
    with reading(store) as reader:
        detail, rows = letters.letter(reader, "l"), letters.signons(reader, "l")
        assert reader.rows("SELECT state FROM signon_state") == [("unbound",)]
    block = signature_block(detail, rows, number=1)
    assert block.printed == tuple(rows)
    assert [(f.code, str(f.severity), f.place) for f in block.findings] == [
        ("unbound-signon", "warning", "signatory Öko")
    ]


def test_a_new_text_asks_again_and_who_answers_is_confirmed(store: Workspace) -> None:
    stored(store, thread(letters=(letter(["substantive"]),)))
    for name in ("Öko", "Access Group"):
        _sign(store, name)
    with change(store, "letter freeze", "t/l") as act:
        kind = RevisionKind.SUBSTANTIVE
        freeze(act.session, "t", "l", "# New\n", kind=kind, at=act.at, by="x", read_version=1)
    _sign(store, "Öko", channel=Channel.MEETING)
    assert {row.name: (row.revision, row.state(2)) for row in _rows(store)} == {
        "Öko": (2, "confirmed"),
        "Access Group": (1, "to-be-confirmed"),
    }
    with pytest.raises(RefusedError, match="Öko has signed this text of t/l already"):
        _sign(store, "Öko")
    _sign(store, "Access Group", number=2)
    assert [row.state(2) for row in _rows(store)] == ["confirmed", "confirmed"]


def test_who_signs_again_stays_what_they_are(store: Workspace) -> None:
    person = schema.SignOn(
        name="Eva Ruiz", kind="person", role="Judge", email="eva@example.org", country="LU", status="invited"
    )
    stored(store, thread(letters=(letter(["substantive"], signons=[person]),)))
    _sign(store, "Eva Ruiz")
    (row,) = _rows(store)
    assert (row.kind, row.role, row.status, row.position) == ("person", "Judge", "signed", 0)
    _sign_kind = {"kind": SignatoryKind.PERSON, "role": "Judge emerita"}
    with change(store, "letter freeze", "t/l") as act:
        kind = RevisionKind.SUBSTANTIVE
        freeze(act.session, "t", "l", "# New\n", kind=kind, at=act.at, by="x", read_version=1)
    _sign(store, "Eva Ruiz", **_sign_kind)
    assert [(row.kind, row.role, row.revision) for row in _rows(store)] == [("person", "Judge emerita", 2)]


def test_who_withdraws_is_printed_no_more_and_may_sign_again(store: Workspace) -> None:
    stored(store, thread(letters=(letter(["substantive"]),)))
    _sign(store, "Öko")
    decomposed = "O\u0308ko"  # as some keyboards give it
    with change(store, "signon withdraw", "t/l") as act:
        withdraw(act.session, "t", "l", decomposed, at=act.at)
    (row,) = _rows(store)
    assert (row.status, row.revision) == ("withdrawn", 1)
    with pytest.raises(RefusedError, match="the sign-on is withdrawn"), change(store, "x", "y") as act:
        withdraw(act.session, "t", "l", "Öko", at=act.at)
    with pytest.raises(NotFoundError, match="no sign-on by 'Oko'"), change(store, "x", "y") as act:
        withdraw(act.session, "t", "l", "Oko", at=act.at)
    _sign(store, decomposed)
    assert [(row.name, row.status) for row in _rows(store)] == [("Öko", "signed")]


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("X\r\nBcc: e@example.org", {}, "name: must be one line"),
        ("X\u2028Y", {}, "name: must be one line"),
        ("X\x00", {}, "name: holds a NUL"),
        ("", {}, "name: "),
        ("X", {"email": "X <x@example.org>, y@example.org"}, "email: is not an e-mail address"),
        ("X", {"role": "a\nb"}, "role: must be one line"),
        ("X", {"representative": "a\nb"}, "representative: must be one line"),
        ("X", {"number": 2}, "t/l has no revision 2"),
    ],
)
def test_what_cannot_be_taken_down(workspace: Workspace, name: str, answer: dict[str, object], says: str) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    with pytest.raises(CorrespondenceError) as told:
        _sign(workspace, name, **answer)
    assert says in str(told.value)
    assert "\n" not in str(told.value)
    assert _rows(workspace) == []


def test_a_text_that_is_not_frozen_cannot_be_signed(workspace: Workspace) -> None:
    stored(workspace, thread(letters=(letter(),)))
    with pytest.raises(NotFoundError, match="no frozen text to sign"):
        _sign(workspace, "Öko")


def test_latecomers_take_their_place_in_the_alphabet(store: Workspace) -> None:
    given = [schema.SignOn(name=name, status="signed", revision=FIRST) for name in ("Öko", "Zebra Trust")]
    stored(store, thread(letters=(letter(["substantive"], signons=given),)))
    for name in ("Østerbro Lab", "Access Group"):
        _sign(store, name)
    assert [row.name for row in _rows(store)] == ["Access Group", "Öko", "Østerbro Lab", "Zebra Trust"]


def test_a_directory_entry_says_what_to_sort_by(store: Workspace) -> None:
    given = [
        schema.SignOn(name="The Zebra Trust", signatory="Aardvark", status="signed"),
        schema.SignOn(name="Öko", status="signed"),
    ]
    stored(store, thread(letters=(letter(["substantive"], signons=given),)))
    with change(store, "signatory sort", "Aardvark") as act:
        act.session.exec(select(Signatory)).one().sort_as = "Aardvark"
    _sign(store, "Bird Watch")
    assert [row.name for row in _rows(store)] == ["The Zebra Trust", "Bird Watch", "Öko"]


@pytest.mark.parametrize("late", list(permutations(["c", "a", "é"])))
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("z", 0), ("b", 1)], ["z", "b", "a", "c", "é"]),
        ([("b", 0), ("z", 1)], ["a", "b", "c", "é", "z"]),
        ([("b", 7), ("z", 3)], ["z", "b", "a", "c", "é"]),
        ([("b", 0)], ["a", "b", "c", "é"]),
        ([], ["a", "c", "é"]),
    ],
)
def test_a_given_order_that_is_not_the_alphabet_is_kept(
    late: tuple[str, ...], given: list[tuple[str, int]], expected: list[str]
) -> None:
    ordered = given_or_sorted(
        [*((n, None) for n in late), *given], language="en", position=lambda e: e[1], name=lambda e: e[0]
    )
    assert [name for name, _ in ordered] == expected


def test_evidence_stays_with_a_signature(store: Workspace) -> None:
    content = b"We sign."
    entry = schema.SignOn(name="Öko", status="signed", revision=FIRST, evidence=digest(content))
    original = schema.Original(sha256=digest(content), content=content)
    stored(store, thread(letters=(letter(["substantive"], signons=[entry]),), originals=(original,)))
    with reading(store) as reader:
        assert reader.rows("SELECT s.evidence, o.size FROM signon s JOIN original o ON o.sha256 = s.evidence") == [
            (digest(content), len(content))
        ]
