"""What a form asks people to agree to: a no to any of it is seen before anybody signs by it."""

from pathlib import Path

import pytest

from correspondence.signons.columns import Column, recognise
from correspondence.signons.tables import as_csv
from tests.factories.commands import Typed
from tests.factories.threads import letter, stored, thread


@pytest.fixture
def letter_l(typed: Typed) -> Typed:
    """Commands in a workspace with the letter `l`, whose text is frozen."""
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    return typed


QUESTIONS = [
    ("Do you sign the letter?", "May we publish your name?", "Yes", "No"),
    ("¿Firma la carta?", "¿Autoriza la publicación del nombre?", "Sí", "No"),
    ("Signez-vous la lettre ?", "Autorisez-vous la publication du nom ?", "Oui", "Non"),
    ("Unterzeichnen Sie?", "Dürfen wir Ihren Namen veröffentlichen?", "Ja", "Nein"),
    ("هل توقعون على الرسالة؟", "هل توافقون على نشر اسمكم؟", "نعم", "لا"),
    ("Assina a carta?", "Autoriza a publicação do nome?", "Sim", "Não"),
    ("Do you sign?", "Are you authorised to sign on behalf of your organisation?", "Yes", "No"),
]


@pytest.mark.parametrize(("signs", "besides", "yes", "no"), QUESTIONS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_no_to_one_of_two_questions_waits_for_a_persons_word(
    letter_l: Typed, tmp_path: Path, signs: str, besides: str, yes: str, no: str, *, turned: bool
) -> None:
    rows = [["Organization", signs, besides], ["Both", yes, yes], ["Hidden", yes, no], ["Against", no, no]]
    if turned:
        rows = [[one, three, two] for one, two, three in rows]
    (tmp_path / "f.csv").write_bytes(as_csv(rows[0], rows[1:]))
    done = letter_l.json("signon", "import", "l", tmp_path / "f.csv", "--yes")
    assert [row["name"] for row in done["signed"]] == ["Both"]
    assert (done["faulty"], [row["row"] for row in done["waiting"]]) == ([], [3, 4])
    assert besides in done["waiting"][0]["why"]
    assert signs not in done["waiting"][0]["why"]
    assert signs in done["waiting"][1]["why"]
    told = [(row["name"], row["says"]) for row in letter_l.json("signon", "answers", "l")]
    assert sorted(told) == [("Against", "declines"), ("Hidden", "signs")]
    assert [row["name"] for row in letter_l.json("signon", "list", "l")] == ["Both"]


def test_a_no_is_confirmed_in_spite_of_it_or_not_at_all(letter_l: Typed, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("Organization,Do you sign?,May we publish your name?\nNova,Yes,No\n", "utf-8")
    letter_l("signon", "import", "l", tmp_path / "f.csv", "--yes")
    assert "May we publish your name? 'No'" in letter_l("signon", "confirm", "l", "1", "--new", status=1).err
    letter_l("signon", "confirm", "l", "1", "--new", "--anyway")
    assert [row["name"] for row in letter_l.json("signon", "list", "l")] == ["Nova"]


def test_a_no_is_no_yes_of_somebody_whom_the_directory_knows(letter_l: Typed, tmp_path: Path) -> None:
    letter_l("signatory", "add", "Ana Ruiz", "--kind", "person")
    text = "Organization,Your name,Do you sign?,May we publish your name?\n,Ana Ruiz,Yes,No\n"
    (tmp_path / "f.csv").write_text(text, "utf-8")
    done = letter_l.json("signon", "import", "l", tmp_path / "f.csv", "--yes")
    assert (done["signed"], len(done["waiting"])) == ([], 1)


@pytest.mark.parametrize(
    ("row", "corrected"),
    [
        (",Ana Ruiz,Yes,No", ("--kind", "person")),
        ('"The Access Group, Inc.",Ana Ruiz,Yes,No', ("--from", "Access Group")),
    ],
)
def test_what_answers_another_doubt_does_not_answer_a_no(
    letter_l: Typed, tmp_path: Path, row: str, corrected: tuple[str, str]
) -> None:
    letter_l("signon", "add", "l", "Access Group")
    (tmp_path / "f.csv").write_text(f"Organization,Your name,Do you sign?,May we publish your name?\n{row}\n", "utf-8")
    letter_l("signon", "import", "l", tmp_path / "f.csv", "--yes")
    (answer,) = letter_l.json("signon", "answers", "l")
    assert len(answer["checks"]) == len(("the other", "the no"))
    told = letter_l("signon", "confirm", "l", "1", "--new", *corrected, status=1).err
    assert "May we publish your name? 'No'" in told


def test_whoever_declines_by_a_form_is_not_reminded(called: Typed, tmp_path: Path) -> None:
    called("signon", "send", "--eml", tmp_path / "mails")
    (tmp_path / "f.csv").write_text("Organization,Do you sign?\nAccess Group,No\n", "utf-8")
    called("signon", "import", "l", tmp_path / "f.csv", "--yes")
    (row,) = called.json("signon", "answers", "l")
    assert (row["name"], row["signon"], row["says"]) == ("Access Group", "Access Group", "declines")
    assert "Access Group: has answered" in called("signon", "remind", "l").err
    called("signon", "confirm", "l", "1", "--anyway")
    roll = {row["name"]: row["state"] for row in called.json("signon", "list", "l")}
    assert roll["Access Group"] == "declined"


def test_an_unanswered_question_is_to_be_mended(letter_l: Typed, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("Organization,Do you sign?,May we publish your name?\nNova,Yes,\n", "utf-8")
    done = letter_l.json("signon", "import", "l", tmp_path / "f.csv", "--yes", status=1)
    assert [row["fault"] for row in done["faulty"]] == [
        "does not say that they agree to sign: 'May we publish your name?' is empty"
    ]
    assert [row["says"] for row in letter_l.json("signon", "answers", "l")] == ["unclear"]


def test_whoever_declines_need_give_no_address(letter_l: Typed, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("Organization,E-mail,Do you sign?\nNova,none,No\nAccess,none,Yes\n", "utf-8")
    done = letter_l.json("signon", "import", "l", tmp_path / "f.csv", "--yes", status=1)
    assert ([row["row"] for row in done["waiting"]], [row["row"] for row in done["faulty"]]) == ([2], [3])


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Name of the person authorised to sign", Column.NAME),
        ("Nombre de la organización que firma la carta", Column.ORGANIZATION),
        ("I am authorised to sign on behalf of the organization", Column.CONSENT),
        ("¿Está autorizado a firmar en nombre de la organización?", Column.CONSENT),
    ],
)
def test_what_a_long_heading_asks(heading: str, column: Column) -> None:
    assert recognise([heading, "Organization name", "Full name"] if column is Column.CONSENT else [heading]) == (
        {column: 0, Column.ORGANIZATION: 1, Column.NAME: 2} if column is Column.CONSENT else {column: 0}
    )
