"""No file that goes out names staff, a machine, a tool, a path or a time of work: every part of every one is opened."""

import base64
import io
import os
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from correspondence.bundle import schema
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.threads import digest, stored, thread
from tests.writers.conftest import exchanged
from tests.writers.pictures import JPEG, PNG, SECRET

CANARY = "canary"
WORKED = ("1987-06-05", "04:03:02")
NOW = datetime.now(UTC)
# Programs by whom the files are made or could be thought to be made.
TOOLS = (
    "python|lxml|typst|krilla|xmp-writer|libreoffice|openoffice|pypdf|pikepdf|jinja|markdown-it|\\btextual\\b|sqlite"
)
FORMATS = ("docx", "html", "pdf", "md", "txt")
TEXTS = tuple(
    f"# A letter\n\n::: date\n3 June 2024\n:::\n\nWords that {words}.\n\n![a chart](files/{digest(PNG)}.png)\n\n"
    f"![a photograph](files/{digest(JPEG)}.jpg)\n\n::: signature-block\n:::\n"
    for words in ("were", "are")
)


def _reference() -> bytes:
    """The shipped reference document, as somebody edited it in Word."""
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:creator>{CANARY} author</dc:creator><cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy>"
        f"<dcterms:created>{WORKED[0]}T{WORKED[1]}Z</dcterms:created></cp:coreProperties>"
    )
    application = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>LibreOffice</Application><Company>{CANARY}</Company></Properties>"
    )
    shipped = (REPOSITORY / "templates" / "open-letter.docx").read_bytes()
    return exchanged(shipped, {"docProps/core.xml": core, "docProps/app.xml": application})


def _thread() -> schema.ThreadBundle:
    when = f"{WORKED[0]}T{WORKED[1]}Z"
    frozen = tuple(
        schema.RevisionDocument(
            revision=schema.Revision(
                number=n, kind="substantive", at=when, by=f"{CANARY} staff", note=CANARY, digest=digest(text)
            ),
            body=text,
        )
        for n, text in enumerate(TEXTS, start=1)
    )
    letter = schema.Letter(id="l", title="A letter", date="2024-06-03", template="open-letter")
    signed = schema.SignOn(
        name="Öko",
        status="signed",
        revision=digest(TEXTS[1]),
        representative=CANARY,
        email="canary@example.org",
        at=when,
    )
    pictures = (("png", PNG), ("jpg", JPEG))
    message = schema.Message(
        id="m",
        direction="incoming",
        kind="letter",
        date="2024-05-01",
        received=when,
        title="A reply",
        author=f"{CANARY} clerk",
        recipients=(f"{CANARY} staff",),
        visibility="public",
        message_id=f"<{CANARY}@mail.example>",
        files=tuple(schema.File(sha256=digest(c), name=f"{CANARY}.{end}") for end, c in pictures),
    )
    return thread(
        messages=(schema.MessageDocument(message=message, body="Words of theirs.\n"),),
        letters=(schema.LetterDocument(letter=letter, body=f"{CANARY} draft", revisions=frozen, signons=(signed,)),),
        originals=tuple(
            schema.Original(sha256=digest(c), extension=end, content=c)
            for end, c in sorted(pictures, key=lambda one: digest(one[1]))
        ),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> dict[str, bytes]:
    """Every file that can go out, made by the command line in a place and by a user that tell."""
    root = tmp_path_factory.mktemp(CANARY) / f"{CANARY}-workspace"
    subprocess.run(["cp", "-r", empty_store, root], check=True)
    stored(Workspace(root, None, f"{CANARY} actor"), _thread())
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "open-letter.docx").write_bytes(_reference())
    for language in ("us-letter",):
        (root / "templates" / f"open-letter.{language}.docx").write_bytes(_reference())
    out = root / "out"
    out.mkdir()
    for to in FORMATS:
        _run(root, "letter", "export", "l", "--to", to, "-o", str(out / f"letter.{to}"))
    _run(root, "letter", "redline", "l", "1", "2", "-o", str(out / "redline.docx"))
    _run(root, "publish", str(out / "site"), "--letter", "l", "--findings")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def _run(root: Path, *arguments: str) -> None:
    telling = {
        "USER": f"{CANARY}user",
        "LOGNAME": f"{CANARY}user",
        "CORRESPONDENCE_ACTOR": CANARY,
        "TZ": "Asia/Kathmandu",
    }
    command = [str(Path(sys.executable).with_name("correspondence")), "--workspace", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | telling, cwd=root)
    assert done.returncode == 0, done.stderr


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Everything in a file that can be read: parts of packages, objects and streams of a PDF, pictures in pages."""
    yield name, content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield f"{name}: comment", package.comment
            for entry in package.infolist():
                yield f"{name}: {entry.filename}", entry.filename.encode() + entry.comment + entry.extra
                yield from _parts(f"{name}/{entry.filename}", package.read(entry))
    elif content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as file:
            for n, one in enumerate(file.objects):
                yield f"{name}: object {n}", one.unparse(resolved=True) if not isinstance(one, pikepdf.Stream) else b""
                if isinstance(one, pikepdf.Stream):
                    plain = one.get("/Filter") not in {pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode}
                    yield f"{name}: stream {n}", one.read_bytes() if plain else one.read_raw_bytes()
    for number, found in enumerate(re.findall(rb"base64,([A-Za-z0-9+/=]+)", content)):
        yield f"{name}: picture {number}", base64.b64decode(found)


def _spelled(content: bytes) -> bytes:
    """Bytes as they are, and as text in the wide encodings that Windows and PDF use."""
    return content + content[::2] + content[1::2]


def test_every_part_of_every_file_is_silent(written: dict[str, bytes]) -> None:
    home, host = f"{Path.home()}/", socket.gethostname()
    telling = [
        CANARY,
        SECRET,
        *SECRET.split(),
        *WORKED,
        NOW.date().isoformat(),
        NOW.strftime("D:%Y%m%d"),
        "Kathmandu",
        "+05:45",
    ]
    telling += [word for word in (home, host, str(REPOSITORY)) if len(word) > 4]
    secrets = re.compile("|".join(map(re.escape, telling)).encode(), re.IGNORECASE)
    tools = re.compile(TOOLS.encode(), re.IGNORECASE)
    told, opened = [], 0
    for file, content in written.items():
        for name, part in _parts(file, content):
            opened += 1
            found = secrets.search(_spelled(part)) or (tools.search(part) if not name.endswith(".site-files") else None)
            if found:
                told.append((name, found[0], part[max(0, found.start() - 40) : found.end() + 40]))
    assert told == []
    assert opened > 100


def test_the_canaries_are_there_to_be_found() -> None:
    for content, words in ((_reference(), CANARY), (PNG, SECRET), (JPEG, SECRET)):
        assert any(words.encode() in part for _, part in _parts("file", content))


def test_pictures_are_in_the_files_and_show_what_they_showed(written: dict[str, bytes]) -> None:
    for file in ("letter.docx", "redline.docx", "letter.html", "site/documents/l.html"):
        kinds = {part[:3] for _, part in _parts(file, written[file])}
        assert {PNG[:3], JPEG[:3]} <= kinds, file


def test_packages_know_no_time(written: dict[str, bytes]) -> None:
    for file in ("letter.docx", "redline.docx"):
        with zipfile.ZipFile(io.BytesIO(written[file])) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert {entry.extra for entry in package.infolist()} == {b""}
            words = b"".join(package.read(name) for name in package.namelist())
        assert not re.search(rb"rsid|lastModifiedBy|<Application>|<Company>|dcterms:", words)


def test_the_date_of_a_pdf_is_the_letters(written: dict[str, bytes]) -> None:
    """PDF/A wants a date: it gets the letter's own day."""
    file = pikepdf.Pdf.open(io.BytesIO(written["letter.pdf"]))
    said = {str(name): str(value) for name, value in file.docinfo.items()}
    file.close()
    assert said.pop("/Title") == "A letter"
    assert {value[:10] for value in said.values()} == {"D:20240603"}


def test_changes_are_nobodys_and_of_a_day_that_is_always_the_same(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["redline.docx"])) as package:
        document = package.read("word/document.xml").decode()
    assert len(set(re.findall(r'w:author="([^"]*)"', document))) == 1
    assert len(set(re.findall(r'w:date="([^"]*)"', document))) == 1
