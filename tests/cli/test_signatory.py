"""The directory of those who sign, by the command line, on both engines."""

from pathlib import Path

import pytest

from correspondence.bundle import folder
from correspondence.signons.tables import as_csv
from tests.conftest import REPOSITORY
from tests.factories.commands import Typed
from tests.factories.threads import letter, stored, thread


@pytest.fixture
def directory(typed: Typed) -> Typed:
    """Commands in a workspace whose directory has one entry."""
    typed(
        "signatory", "add", "Observatorio de la Red", "--kind", "organization", "--country", "MX",
        "--called", "en=Net Observatory", "--domain", "obs.example.org", "--sort-as", "Red",
        "--contact", "Ana Ruiz <ana@obs.example.org>; directora; es",
    )  # fmt: skip
    return typed


@pytest.mark.parametrize("name", ["Observatorio de la Red", "observatorio  DE LA RED", "net observatory"])
def test_an_entry_is_found_by_any_of_its_names(directory: Typed, name: str) -> None:
    row = directory.json("signatory", "show", name)
    assert (row["name"], row["country"], row["names"]) == (
        "Observatorio de la Red", "MX", {"en": "Net Observatory"},
    )  # fmt: skip
    assert row["contacts"] == [
        {"name": "Ana Ruiz", "role": "directora", "email": "ana@obs.example.org", "language": "es"}
    ]


def test_a_name_that_is_there_in_any_writing_is_not_added_twice(directory: Typed) -> None:
    assert "is in the directory already" in directory("signatory", "add", "NET Observatory", status=1).err
    assert len(directory.json("signatory", "list")) == 1


def test_who_is_like_somebody_is_told_and_added_all_the_same(directory: Typed) -> None:
    done = directory("signatory", "add", "Observatorio de la Réd A.C.")
    assert "may be Observatorio de la Red" in done.err
    (pair,) = directory.json("signatory", "duplicates")
    assert (pair["one"], pair["other"]) == ("Observatorio de la Red", "Observatorio de la Réd A.C.")


def test_lists_are_added_to_and_a_new_name_leaves_the_old_one(directory: Typed) -> None:
    directory(
        "signatory", "edit", "net observatory", "--rename", "Observatorio Libre", "--domain", "libre.example.org",
        "--called", "fr=Observatoire", "--country", "",
    )  # fmt: skip
    row = directory.json("signatory", "show", "Observatorio de la Red")
    assert row["name"] == "Observatorio Libre"
    assert row["aliases"] == ["Observatorio de la Red"]
    assert row["domains"] == ["obs.example.org", "libre.example.org"]
    assert (row["country"], row["names"]) == ("", {"en": "Net Observatory", "fr": "Observatoire"})
    directory("signatory", "edit", "Observatorio Libre", "--drop", "fr", "--drop", "obs.example.org")
    row = directory.json("signatory", "show", "Observatorio Libre")
    assert (row["domains"], row["names"]) == (["libre.example.org"], {"en": "Net Observatory"})
    assert "has no 'fr'" in directory("signatory", "edit", "Observatorio Libre", "--drop", "fr", status=2).err
    assert "nothing changed" in directory("signatory", "edit", "Observatorio Libre", "--country", "").err


def test_two_become_one_by_a_persons_word_and_take_their_signons_along(directory: Typed) -> None:
    stored(directory.workspace, thread(letters=(letter(["substantive"]),)))
    directory("signatory", "add", "Obs", "--alias", "ODR", "--domain", "odr.example.org")
    directory("signon", "add", "l", "Obs")
    assert "stopped" in directory("signatory", "merge", "Net Observatory", "Obs", status=130, answer="n\n").err
    assert len(directory.json("signatory", "list")) == 2
    directory("signatory", "merge", "Net Observatory", "Obs", "--yes")
    (row,) = directory.json("signatory", "list")
    assert (row["name"], row["signed"]) == ("Observatorio de la Red", 1)
    assert row["aliases"] == ["Obs", "ODR"]
    assert row["domains"] == ["obs.example.org", "odr.example.org"]
    assert [r["name"] for r in directory.json("signon", "list", "l")] == ["Obs"]  # as it was given for that letter


def test_who_was_said_to_be_two_is_proposed_no_more_until_that_is_taken_back(typed: Typed, tmp_path: Path) -> None:
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    for name in ("Access Group", "Access Group Ltd.", "Access Groups"):
        typed("signatory", "add", name)
    pairs = [(one["one"], one["other"]) for one in typed.json("signatory", "duplicates")]
    assert ("Access Group", "Access Group Ltd.") in pairs
    typed("signatory", "distinct", "access group", "Access Group Ltd.")
    typed("signatory", "distinct", "Access Groups", "Access Group")
    left = [("Access Group Ltd.", "Access Groups")]
    assert [(one["one"], one["other"]) for one in typed.json("signatory", "duplicates")] == left
    assert "is not: Access Group Ltd." in typed("signatory", "show", "Access Group").out
    assert "said already" in typed("signatory", "distinct", "Access Group Ltd.", "Access Group", status=1).err
    assert "are one entry" in typed("signatory", "distinct", "Access Group", "access GROUP", status=1).err
    typed("signatory", "edit", "Access Group Ltd.", "--rename", "Access Group Limited")
    assert len(typed.json("signatory", "duplicates")) == len(left)  # its old name stays known
    # What comes in by a form knows it too.
    typed("signon", "add", "l", "Access Group")
    (tmp_path / "form.csv").write_bytes(as_csv(["Organization"], [["Access Groups"], ["The Access Group"]]))
    done = typed.json("signon", "import", "l", tmp_path / "form.csv")
    assert [one["name"] for one in done["signed"]] == ["Access Groups"]
    assert [one["row"] for one in done["waiting"]] == [3]
    # It travels with the directory's files.
    typed("signatory", "export", "-o", tmp_path / "out.toml")
    kept = {entry.name: entry.distinct_from for entry in folder.read_directory(tmp_path / "out.toml")}
    assert kept == {
        "Access Group": ("Access Group Ltd.",), "Access Group Limited": (), "Access Groups": ("Access Group",),
    }  # fmt: skip
    typed("signatory", "distinct", "Access Group Limited", "Access Group", "--undo")
    assert len(typed.json("signatory", "duplicates")) == len(left) + 1
    undone = typed("signatory", "distinct", "Access Group Limited", "Access Group", "--undo", status=2)
    assert "nobody has said" in undone.err
    typed("signatory", "merge", "Access Groups", "Access Group", "--yes")
    assert typed.json("signatory", "show", "Access Groups")["distinct_from"] == []


def test_the_list_is_in_the_order_of_a_languages_alphabet(typed: Typed) -> None:
    for name in ("Zebra", "Ängel", "Alpha"):
        typed("signatory", "add", name)
    assert [r["name"] for r in typed.json("signatory", "list")] == ["Alpha", "Ängel", "Zebra"]
    assert [r["name"] for r in typed.json("signatory", "list", "--language", "sv")] == ["Alpha", "Zebra", "Ängel"]
    assert [r["name"] for r in typed.json("signatory", "list", "--find", "zeb")] == ["Zebra"]


def test_a_directory_goes_out_and_comes_in_unaltered(typed: Typed, tmp_path: Path) -> None:
    typed("signatory", "import", REPOSITORY / "signatories")
    typed("signatory", "export", "-o", tmp_path / "out.toml")
    given = sorted(folder.read_directory(REPOSITORY / "signatories"), key=lambda entry: entry.name)
    assert list(folder.read_directory(tmp_path / "out.toml")) == given
    again = typed.json("signatory", "import", tmp_path / "out.toml")
    assert again == {"added": [], "differing": []}
    typed("signatory", "edit", "Tracefield Lab", "--country", "US")
    again = typed.json("signatory", "import", tmp_path / "out.toml")
    assert again == {"added": [], "differing": ["Tracefield Lab"]}


def test_a_table_becomes_entries_and_a_bad_row_is_told_by_its_number(typed: Typed, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    rows = [["Acme Watch", "Eva", "eva@acme.example.org", "LU"], ["", "Bo Li", "bo@example.org", ""]]
    headings = ["Organisation", "Nom", "Courriel", "Pays"]
    file.write_bytes(as_csv(headings, rows))
    assert typed.json("signatory", "import", file)["added"] == ["Acme Watch", "Bo Li"]
    kinds = {row["name"]: (row["kind"], row["contacts"][0]["email"]) for row in typed.json("signatory", "list")}
    assert kinds == {"Acme Watch": ("", "eva@acme.example.org"), "Bo Li": ("person", "bo@example.org")}
    file.write_bytes(as_csv(headings, [*rows, ["X", "", "no address", ""]]))
    assert "row 4: contacts" in typed("signatory", "import", file, status=2).err


@pytest.mark.parametrize(
    ("headings", "language", "tag"),
    [
        ("Organisation,Contact,E-mail,Language,Country", "Spanish", "es"),
        ("Organización,Contacto,Correo electrónico,Idioma,País", "español", "es"),
        ("Organisation,Contact,Courriel,Langue,Pays", "Français", "fr"),
        ("Organisation,Kontakt,E-Mail,Sprache,Land", "Deutsch", "de"),
        ("المنظمة,جهة الاتصال,البريد الإلكتروني,اللغة,البلد", "العربية", "ar"),
        ("Organização,Contato,E-mail,Idioma,País", "pt-br", "pt-BR"),
    ],
)
def test_a_table_says_whom_to_write_to_and_in_which_language(
    typed: Typed, tmp_path: Path, headings: str, language: str, tag: str
) -> None:
    (tmp_path / "all.csv").write_text(
        f"{headings},Budget\nNova,Ana Ruiz,ana@nova.example.org,{language},MX,7\n", "utf-8"
    )
    told = typed("signatory", "import", tmp_path / "all.csv").err
    assert f"column 2 '{headings.split(',')[1]}': representative" in told
    assert f"column 4 '{headings.split(',')[3]}': language" in told
    assert "column 6 'Budget': not used" in told
    row = typed.json("signatory", "show", "Nova")
    assert row["contacts"] == [{"name": "Ana Ruiz", "role": "", "email": "ana@nova.example.org", "language": tag}]


def test_a_person_says_which_column_holds_contact_language_and_kind(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text(
        "Who,Reach,Where,Tongue,What\nNova,Ana,a@nova.example.org,fr,individual\n", "utf-8"
    )
    typed("signatory", "import", tmp_path / "all.csv", "--columns", "name=1,contact=2,email=3,language=4,kind=5")
    row = typed.json("signatory", "show", "Nova")
    assert (row["kind"], row["contacts"]) == (
        "person", [{"name": "Ana", "role": "", "email": "a@nova.example.org", "language": "fr"}],
    )  # fmt: skip


def test_a_language_that_nobody_knows_is_told_with_its_row(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("Organisation,E-mail,Language\nNova,a@nova.example.org,Elvish\n", "utf-8")
    assert "row 2: 'Elvish' is no language" in typed("signatory", "import", tmp_path / "all.csv", status=2).err


def test_a_contact_whose_address_is_there_is_mended_and_not_added(directory: Typed) -> None:
    directory("signatory", "edit", "Observatorio de la Red", "--contact", "Ana R. <ANA@obs.example.org>; ; fr")
    row = directory.json("signatory", "show", "Observatorio de la Red")
    assert row["contacts"] == [
        {"name": "Ana R.", "role": "directora", "email": "ANA@obs.example.org", "language": "fr"}
    ]
    directory("signatory", "edit", "Observatorio de la Red", "--contact", "ana@obs.example.org")
    directory("signatory", "edit", "Observatorio de la Red", "--contact", "Bo <bo@obs.example.org>")
    row = directory.json("signatory", "show", "Observatorio de la Red")
    assert [one["name"] for one in row["contacts"]] == ["Ana R.", "Bo"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "Nobody"), "has no signatory 'Nobody'"),
        (("add", "X", "--contact", "someone"), "write 'Name <address>; role; language'"),
        (("add", "X", "--called", "es"), "write LANGUAGE=NAME"),
        (("add", "X", "--contact", "X <no address>"), "is not an e-mail address"),
        (("add", "X\nBcc: e@example.org"), "must be one line"),
        (("merge", "Observatorio de la Red", "Net Observatory", "--yes"), "one entry already"),
        (("import", "missing.toml"), "no such file or folder"),
    ],
)
def test_what_is_refused(directory: Typed, arguments: tuple[str, ...], says: str) -> None:
    done = directory("signatory", *arguments, status=1 if "one entry" in says else 2)
    assert says in done.err
    assert done.err.count("\n") == 1
