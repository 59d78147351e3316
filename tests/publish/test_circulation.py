"""Copies that go round: every page says what it is and whose, in the letter's language, the same bytes each time."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from correspondence.bundle import schema
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError
from correspondence.publish import circulation
from correspondence.publish.circulation import Copy
from correspondence.publish.export import Format, export, prepare
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers.docx.readback import paragraphs
from tests.factories.threads import stored, thread


def _stored(workspace: Workspace, **data: object) -> Workspace:
    letter = schema.Letter(id="l", title="L", **data)
    return stored(workspace, thread(letters=(schema.LetterDocument(letter=letter, body="Words."),)))


def _export(workspace: Workspace, *arguments: str, status: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), "letter", "export", "l", *arguments])
    if isinstance(done.exception, CorrespondenceError):
        assert done.exception.exit_status == status, done.exception
    else:
        assert done.exit_code == status, done.output
    return done


def _headers(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode() for name in package.namelist() if "/header" in name]


@pytest.mark.parametrize("to", Format)
def test_a_marked_copy_says_so_in_every_format(workspace: Workspace, to: Format) -> None:
    _stored(workspace)
    with reading(workspace) as reader:
        plain, *marked = [
            export(reader, workspace, "l", to=to, marks=marks).content
            for marks in ((), ("DRAFT", "For <signatories>"), ("draft", "For <signatories>"))
        ]
    assert marked[0] == marked[1] != plain
    if to is Format.DOCX:
        with zipfile.ZipFile(io.BytesIO(marked[0])) as package:
            said = " ".join(package.read(name).decode() for name in package.namelist() if "/header" in name)
        assert "DRAFT" in said
        assert "For &lt;signatories&gt;" in said
        assert list(paragraphs(marked[0])) == list(paragraphs(plain))
    elif to is not Format.PDF:
        assert b"DRAFT" in marked[0]


@pytest.mark.parametrize(
    ("language", "embargo", "marks"),
    [
        ("en", "2025-06-03", ("DRAFT", "EMBARGOED UNTIL 3 June 2025", "CONFIDENTIAL", "Copy 2 of 9 – Öko")),
        ("de", "2025-06", ("ENTWURF", "SPERRFRIST: Juni 2025", "VERTRAULICH", "Exemplar 2 von 9 – Öko")),
        ("fr", "2025", ("PROJET", "SOUS EMBARGO JUSQU’AU 2025", "CONFIDENTIEL", "Exemplaire 2 sur 9 – Öko")),
        ("cy", "2025", ("DRAFT", "EMBARGOED UNTIL 2025", "CONFIDENTIAL", "Copy 2 of 9 – Öko")),
        (
            "es",
            "2025-06-03T09:00:00+02:00",
            (
                "BORRADOR",
                "EMBARGADO HASTA: martes, 3 de junio de 2025, 09:00 (GMT+02:00)",
                "CONFIDENCIAL",
                "Ejemplar 2 de 9 – Öko",
            ),
        ),
    ],
)
def test_marks_are_in_the_letters_language(
    workspace: Workspace, language: str, embargo: str, marks: tuple[str, ...]
) -> None:
    _stored(workspace, language=language, embargo=embargo)
    with reading(workspace) as reader:
        sheet = prepare(reader, workspace, "l")
    assert circulation.marks(sheet.letter, sheet.template, circulation.MARKS, Copy(2, 9, "Öko")) == marks


def test_each_recipient_gets_a_file(workspace: Workspace, tmp_path: Path) -> None:
    _stored(workspace)
    names = tmp_path / "names.txt"
    names.write_text("\ufeffAccess Now\n\n# not this one\n  Öko & <Söhne>  \n../../etc/passwd\n", encoding="utf-8")
    target = tmp_path / "letter.docx"
    said = _export(workspace, "--mark", "DRAFT", "--copies", str(names), "-o", str(target)).stdout
    files = [Path(line.partition(": ")[0]) for line in said.splitlines()]
    assert [path.name for path in files] == [
        "letter-1-access-now.docx",
        "letter-2-oko-sohne.docx",
        "letter-3-etc-passwd.docx",
    ]
    assert {path.parent for path in files} == {tmp_path}
    assert all("Copy 2 of 3 – Öko &amp; &lt;Söhne&gt;" in header for header in _headers(files[1]))
    first = [path.read_bytes() for path in files]
    _export(workspace, "--mark", "DRAFT", "--copies", str(names), "-o", str(target))
    assert [path.read_bytes() for path in files] == first
    assert len(set(first)) == 3


def test_so_many_copies_have_numbers_alone(workspace: Workspace, tmp_path: Path) -> None:
    _stored(workspace)
    _export(workspace, "--copies", "11", "-o", str(tmp_path / "l.txt"))
    files = sorted(tmp_path.glob("l-*.txt"))
    assert [path.name for path in files][:2] == ["l-01.txt", "l-02.txt"]
    assert files[10].read_text(encoding="utf-8").startswith("Copy 11 of 11\n")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--mark", "EMBARGOED"], "has no embargo to mark it with"),
        (["--mark", " "], "a mark is a line of 1 to 120 characters"),
        (["--mark", "x" * 200], "a mark is a line of 1 to 120 characters"),
        (["--copies", "0"], "it must be 1 to 10,000"),
        (["--copies", "123456789123"], "it must be 1 to 10,000"),
        (["--copies", "/nowhere/names"], "cannot be read"),
    ],
)
def test_marks_and_copies_that_make_no_sense_are_told(
    workspace: Workspace, tmp_path: Path, options: list[str], says: str
) -> None:
    _stored(workspace)
    done = _export(workspace, *options, "-o", str(tmp_path / "l.txt"), status=2)
    assert says in str(done.exception)
    assert not list(tmp_path.glob("*.txt"))


def test_a_name_turns_nothing_around_it(workspace: Workspace) -> None:
    name = "Acme \u202egnp.exe"
    letter = schema.LetterDocument(
        letter=schema.Letter(id="l", title=name, salutation=name),
        body="{{ letter.title }}",
        signons=(schema.SignOn(name=f"{name} signs", status="signed"),),
    )
    stored(workspace, thread(letters=(letter,)))
    with reading(workspace) as reader:
        content = export(reader, workspace, "l", to=Format.HTML, marks=(name,)).content.decode()
    assert "\u202e" not in content
    assert "Acme \ufffdgnp.exe signs" in content


@pytest.mark.parametrize(("language", "width"), [("en", "11906"), ("en-US", "12240")])
def test_the_paper_is_that_of_the_place_or_the_one_asked_for(
    workspace: Workspace, tmp_path: Path, language: str, width: str
) -> None:
    _stored(workspace, language=language)
    widths = {}
    for paper in ("", "a4", "us-letter"):
        target = tmp_path / f"l{paper}.docx"
        _export(workspace, *(["--paper", paper] if paper else []), "-o", str(target))
        with zipfile.ZipFile(target) as package:
            widths[paper] = package.read("word/document.xml").decode().partition('<w:pgSz w:w="')[2][:5]
    assert widths == {"": width, "a4": "11906", "us-letter": "12240"}


def test_a_template_says_who_writes(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / "templates").mkdir()
    source = '+++\nletterhead = ["Öko e. V.", "Street 1, *Town*"]\n+++\n{{ body }}\n\n::: signature-block\n:::\n'
    (workspace.root / "templates/house.md.jinja").write_text(source, encoding="utf-8")
    _stored(workspace, template="house")
    _export(workspace, "-o", str(tmp_path / "l.docx"))
    with zipfile.ZipFile(tmp_path / "l.docx") as package:
        whole = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    assert "Öko e. V." in whole
    assert "Street 1, *Town*" in whole
