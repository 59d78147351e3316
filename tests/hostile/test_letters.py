"""Letters made of what an enemy wrote: nothing acts, nothing hangs, and what cannot be is told in one line."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from correspondence.bundle import schema, transfer
from correspondence.bundle.values import LINE_LENGTH
from correspondence.cli.main import cli
from correspondence.errors import CorrespondenceError, TemplateError
from correspondence.letters import templates
from correspondence.letters.checks.form import _HEADING
from correspondence.letters.checks.run import check
from correspondence.letters.checks.source import Source, blocks, citations, plain, quotes
from correspondence.letters.checks.wording import _invisible, _placeholders
from correspondence.letters.draft import render_draft
from correspondence.letters.new import Request, add, plan
from correspondence.letters.template_check import check as check_template
from correspondence.overview import letters
from correspondence.publish.export import Format, export
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.threads import letter, stored, thread
from tests.hostile.test_templates import DENIALS, PAYLOADS, SECRET

SHIPPED = REPOSITORY / "templates"
DATA = [
    "{{ 7*7 }}{% for a in [0]*99999999 %}{# x #}{% raw %}",
    "*a* _b_ `c` [d](https://e.example) ![f](g) <b>h</b> # i\n- j",
    "::: signature-block",
    "\u202egnp.exe\u202c \u2066left open \u200b\ufeff",
    "\ufdd0\ufffe\U0001ffff",
    "=cmd|' /C calc'!A0",
    "\u0410cme \u03bfr \u0441ompany",
    "a" * 20_000,
]


def _thread(name: str) -> schema.ThreadBundle:
    line = " ".join(name.split())
    # Statements, findings and questions are Markdown, and may open a letter part: that is told when it is rendered.
    prose = name if not name.startswith(":::") else "Prose."
    bundle = thread(
        undertakings=(schema.Undertaking(id="vow", statement=prose, status="outstanding", finding=prose),),
        questions=(schema.Question(id="why", undertaking="vow", text=prose),),
        messages=(
            schema.MessageDocument(
                message=schema.Message(
                    id="wrote", direction="incoming", kind="letter", date="2025", title=line, author=line
                ),
                body=name,
            ),
        ),
    )
    parties = {
        "organization": (schema.Organization(name=line),),
        "contact": (schema.Contact(name=line, honorific="Ms.", role=line, organization=line),),
        "summary": name,
        "title": line,
    }
    return bundle.model_copy(update={"thread": bundle.thread.model_copy(update=parties)})


@pytest.mark.parametrize("data", DATA, ids=range(len(DATA)))
def test_a_letter_drawn_from_an_enemys_words_is_a_letter(workspace: Workspace, data: str) -> None:
    stored(workspace, _thread(data))
    with reading(workspace) as reader:
        request = Request(thread="t", identifier="l", date="2025-06-03")
        document = plan(reader, workspace, request, date(2025, 6, 3))
    with change(workspace, "letter new", "t/l") as act:
        add(act.session, "t", document)
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        rendered = render_draft(reader, letter, workspace).markdown
        assert "49" not in rendered
        check(reader, workspace, letter)
        for to in (Format.DOCX, Format.HTML, Format.TEXT):
            content = export(reader, workspace, "l", to=to).content
            assert to is Format.TEXT or b"<b>h" not in content
            assert "\u202e".encode() not in content


@pytest.mark.parametrize("payload", PAYLOADS[::7])
def test_a_template_that_reaches_out_is_told_and_reaches_nothing(
    tmp_path: Path, payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRESPONDENCE_DATABASE_URL", f"postgresql://u:{SECRET}@localhost/x")
    source = f'+++\ntitle = "T"\n+++\n{{{{ body }}}}\n\n::: signature-block\n:::\n{payload}\n'
    (tmp_path / "t.md.jinja").write_text(source, encoding="utf-8")
    said = " ".join(str(finding) for finding in check_template("t", [tmp_path, SHIPPED]))
    for leak in (SECRET, "root:", "<class", "<function", " at 0x", "<built-in"):
        assert leak not in said.replace(payload, "")


@pytest.mark.parametrize("payload", DENIALS[:6:2], ids=range(3))
def test_a_template_that_never_ends_is_told(tmp_path: Path, payload: str) -> None:
    source = f'+++\ntitle = "T"\n+++\n{{{{ body }}}}\n\n::: signature-block\n:::\n{payload}\n'
    (tmp_path / "t.md.jinja").write_text(source, encoding="utf-8")
    found = [finding for finding in check_template("t", [tmp_path, SHIPPED]) if finding.severity == "error"]
    assert found
    assert all("\n" not in str(finding) for finding in found)


def test_a_template_of_another_kind_of_bytes_is_told(tmp_path: Path) -> None:
    for content, says in ((b"\xff\xfe", "is not UTF-8 (byte 0)"), (b"a" * (2 << 20), "larger than 1 MB")):
        (tmp_path / "t.md.jinja").write_bytes(content)
        with pytest.raises(TemplateError) as told:
            templates.find("t", [tmp_path, SHIPPED])
        assert says in str(told.value)


def _scanned(text: str) -> None:
    source = Source("body", text, live=True)
    for block in blocks(source):
        quotes(source, block)
    citations(source)
    list(_placeholders(source))
    list(_invisible(text))
    list(_HEADING.finditer(text))
    plain(text)


@pytest.mark.parametrize(
    "unit",
    [
        "{{", "{%", "{", "`", "` `` ", "[", "[a", "](", "[a](", "[^", "<", "<<a", "“", "“„", '"', '"a ', "«»", "‘a ",
        "*", "_", "# ", "#", " ", "\n", "\n>", "> ", "\\", "\\[", "| ", "- ", ":::", "~~~\n", "```\n", "\u202e",
        "a\u0410", "]", "[[a]", "[a]: b\n", "[a][", "?", "__ ", "\t", "&", "[a](b ", "1. ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", [lambda text: text, lambda text: f"[“# {text}"], ids=["alone", "begun"])
def test_scanning_is_linear_in_any_text(unit: str, around: Callable[[str], str]) -> None:
    times = []
    for size in (20_000, 80_000):
        text = around(unit * (size // len(unit)))
        begun = time.process_time()
        _scanned(text)
        times.append(time.process_time() - begun)
    # Four times the text may take eight times as long; quadratic would be sixteen, and many seconds.
    assert times[1] < max(8 * times[0], 2)


MEGABYTE = "A" * 1_000_000


def _told(workspace: Workspace, *arguments: str) -> str:
    """What a command says that refuses what it was given."""
    done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), *arguments])
    assert isinstance(done.exception, CorrespondenceError), done.output
    assert done.exception.exit_status == 2
    told = str(done.exception)
    assert len(told) < 1_000
    return told


@pytest.mark.parametrize("where", ["title", "organization", "contact"])
def test_a_bundle_with_a_name_of_a_megabyte_is_told_with_its_line(
    workspace: Workspace, tmp_path: Path, where: str
) -> None:
    name = {key: MEGABYTE if key == where else "N" for key in ("title", "organization", "contact")}
    (tmp_path / "thread.toml").write_text(
        f'format = 1\nslug = "t"\nlanguage = "en"\ntitle = "{name["title"]}"\n\n'
        f'[[organization]]\nname = "{name["organization"]}"\n\n[[contact]]\nname = "{name["contact"]}"\n',
        encoding="utf-8",
    )
    told = _told(workspace, "thread", "import", str(tmp_path))
    line = {"title": 4, "organization": 7, "contact": 10}[where]
    assert f"thread.toml: line {line}: " in told
    assert "must not be longer than 30,000 characters: it has 1,000,000" in told


def test_no_door_takes_a_name_of_a_megabyte(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    table = tmp_path / "names.csv"
    table.write_text(f"name\n{MEGABYTE}\n", encoding="utf-8")
    for command in (
        ["thread", "new", "other", "--title", MEGABYTE],
        ["letter", "new", "t", "--template", "open-letter", "--title", MEGABYTE],
        ["letter", "set", "t/l", "--title", MEGABYTE],
        ["campaign", "new", "c", "--thread", "t", "--title", MEGABYTE],
        ["signatory", "add", MEGABYTE],
        ["signatory", "import", str(table)],
        ["signon", "add", "t/l", MEGABYTE, "--channel", "email"],
    ):
        assert "must not be longer than 30,000 characters" in _told(workspace, *command), command


def test_the_longest_name_there_may_be_is_printed(workspace: Workspace) -> None:
    stored(workspace, _thread("A" * (LINE_LENGTH - 1_000)))
    with reading(workspace) as reader:
        document = plan(reader, workspace, Request(thread="t", identifier="l", date="2025-06-03"), date(2025, 6, 3))
    with change(workspace, "letter new", "t/l") as act:
        add(act.session, "t", document)
    begun = time.process_time()
    with reading(workspace) as reader:
        for to in Format:
            assert len(export(reader, workspace, "l", to=to).content) > 1_000
    assert time.process_time() - begun < 30


def test_a_file_whose_title_is_a_megabyte_long_is_logged_and_goes_out_and_in_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    stored(workspace, thread())
    mail = tmp_path / "long.eml"
    long = "A" * 60_000
    mail.write_text(f"From: {long} <a@example.org>\nTo: b@example.org\nSubject: {long}\n\nWords.\n", encoding="utf-8")
    page = tmp_path / "long.html"
    page.write_text(f"<html><title>{MEGABYTE}</title><body><p>Words.</p></body></html>", encoding="utf-8")
    for arguments in (
        ["log", "t", str(mail), str(page)],
        ["thread", "export", "t", str(tmp_path / "out")],
    ):
        done = CliRunner().invoke(cli, ["--workspace", str(workspace.root), *arguments])
        assert done.exit_code == 0, done.output
    bundle, *_ = transfer.read(tmp_path / "out")
    assert len(bundle.messages) == 2
    assert max(len(message.message.title or "") for message in bundle.messages) <= LINE_LENGTH
