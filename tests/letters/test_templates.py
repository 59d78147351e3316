"""Templates: found in the workspace first and by language, checked with the line of what is wrong, begun as copies."""

from pathlib import Path
from typing import Any

import pytest

from correspondence.bundle import schema
from correspondence.errors import NoTemplateError, RefusedError, TemplateError
from correspondence.letters import context, sample, templates
from correspondence.letters.template_check import check
from correspondence.letters.template_files import begin, listed
from correspondence.letters.templates import template_of
from correspondence.overview import letters
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.factories.threads import stored
from tests.letters.test_context import _thread

SHIPPED = REPOSITORY / "templates"
WHOLE = '+++\ntitle = "T"\n+++\n# {{ letter.title }}\n\n{{ body }}\n\n::: signature-block\n:::\n'


@pytest.mark.parametrize("name", templates.names([SHIPPED]))
def test_nothing_is_wrong_with_a_shipped_template(name: str, tmp_path: Path) -> None:
    assert check(name, [tmp_path, SHIPPED]) == ()


@pytest.mark.parametrize(
    ("source", "code", "line", "says"),
    [
        ('+++\ntitle = "T"\ncolour = 1\n+++\n', "template-unreadable", 3, "unknown option 'colour'"),
        ('+++\ntitle = "T"\npublic = 1\n+++\n', "template-unreadable", 3, "is of the wrong kind"),
        ('+++\nshow = ["all"]\n+++\n', "template-unreadable", 2, "show knows no 'all'"),
        ("+++\nletterhead = [1]\n+++\n", "template-unreadable", 2, "every entry of letterhead must be a line of text"),
        ("+++\ntitle = \n+++\n", "template-unreadable", 2, "not TOML"),
        ('+++\ntitle = "T"\n', "template-unreadable", 1, "the options must end"),
        ("one\n{% include 'parts/nowhere' %}\n", "template-unreadable", 2, "includes parts/nowhere"),
        (WHOLE + "{% if %}\n", "template-syntax", 10, "Expected an expression"),
        (WHOLE + "\n{{ nobody.name }}\n", "template-syntax", 11, "'nobody' is undefined"),
        (WHOLE + "{{ letter.title|shout }}\n", "template-syntax", 10, "No filter named 'shout'"),
        (WHOLE + "{{ config }}\n{{ config }}\n", "template-syntax", 10, "'config' is undefined"),
        (WHOLE + '{% include "/etc/passwd" %}\n', "template-syntax", 10, "includes '/etc/passwd', which is no part"),
        (WHOLE + "{{ letter.titel }}\n", "template-renders-not", 10, "has no attribute 'titel'"),
        (WHOLE + "{{ appendices[0].title }}\n", "template-renders-not", 10, "has no element 0"),  # of a bare letter
        (WHOLE + "{{ words.unheard }}\n", "template-renders-not", 10, "has no attribute 'unheard'"),
        (WHOLE + '{{ phrase("unheard") }}\n', "template-renders-not", 10, "no sentence 'unheard'"),
        (WHOLE + "{{ letter }}\n", "template-renders-not", 10, "prints a whole list"),
        (WHOLE + "\n::: dat\n:::\n", "template-part", 11, "there is no letter part 'dat'"),
        (WHOLE + "\n::: date\n", "template-document", None, "is never closed"),
        (WHOLE.replace("{{ body }}", ""), "body-missing", 1, "does not print the letter's body"),
        (WHOLE.replace('"T"', '"T"\nexpects = ["closing"]'), "part-missing", 1, "expects closing"),
        (WHOLE.replace('"T"', '"T"\nclosing = "curt"'), "option-without-words", 3, "closing 'curt' has no words"),
        ("# {{ letter.title }}\n\n{{ body }}\n\n::: signature-block\n:::\n", "template-untitled", 1, "what it is for"),
        (WHOLE, "no-reference-document", 1, "with the looks of open-letter"),
        ('+++\ntitle = "M"\n+++\nTo {{ mail.name }}.\n', "mail-without-subject", 1, "its first heading"),
        (
            WHOLE + "{% for a in [0] * 9999 %}" * 3 + "{% endfor %}" * 3,
            "template-renders-not",
            None,
            "endless loop",
        ),
        (WHOLE + "{{" + "(" * 3000 + "1" + ")" * 3000 + "}}", "template-syntax", None, "cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, source: str, code: str, line: int | None, says: str
) -> None:
    (tmp_path / "t.md.jinja").write_text(source, encoding="utf-8")
    found = [finding for finding in check("t", [tmp_path, SHIPPED]) if finding.code == code]
    assert found, [str(finding) for finding in check("t", [tmp_path, SHIPPED])]
    assert says in found[0].reason
    spot = found[0].spot
    assert (spot.line if spot else None) == line
    assert spot is None or spot.part == str(tmp_path / "t.md.jinja")


def test_a_fault_of_a_part_is_told_in_the_part(tmp_path: Path) -> None:
    (tmp_path / "t.md.jinja").write_text(WHOLE + '{% include "parts/end" %}\n', encoding="utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/end.md.jinja").write_text("\n\n{{ letter.end }}\n", encoding="utf-8")
    (found, _) = check("t", [tmp_path, SHIPPED])
    assert (found.code, str(found.spot)) == ("template-renders-not", "parts/end, line 3")


def test_a_broken_reference_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.md.jinja").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "t.docx").write_bytes(b"no Word document")
    (found,) = check("t", [tmp_path, SHIPPED])
    assert (found.code, found.place) == ("reference-document", str(tmp_path / "t.docx"))


def test_a_version_for_a_language_comes_before_the_one_for_any(tmp_path: Path) -> None:
    for name in ("t", "t.fr", "open-letter.de"):
        (tmp_path / f"{name}.md.jinja").write_text(WHOLE.replace('"T"', f'"{name}"'), encoding="utf-8")
    folders = [tmp_path, SHIPPED]
    titles = {tag: templates.find("t", folders, tag).title for tag in ("en", "fr", "fr-CA", "de")}
    assert titles == {"en": "t", "fr": "t.fr", "fr-CA": "t.fr", "de": "t"}
    assert templates.find("t", folders, "fr").name == "t"
    assert templates.find("open-letter", folders, "de-AT").title == "open-letter.de"
    assert "t.fr" not in templates.names(folders)
    (tmp_path / "t.fr.md.jinja").write_text(WHOLE + "{{ nobody }}", encoding="utf-8")
    (found,) = [finding for finding in check("t", folders) if finding.code == "template-syntax"]
    assert found.place.startswith(str(tmp_path / "t.fr.md.jinja"))
    (tmp_path / "t.md.jinja").unlink()
    assert check("t", folders)
    with pytest.raises(NoTemplateError, match="there is no template 'nothing'"):
        check("nothing", folders)


def test_templates_are_listed_also_those_that_cannot_be_read(workspace: Workspace) -> None:
    folder = workspace.root / "templates"
    folder.mkdir()
    (folder / "bad.md.jinja").write_text("+++\nx = 1\n+++\n", encoding="utf-8")
    (folder / "open-letter.fr.md.jinja").write_text(WHOLE, encoding="utf-8")
    rows = {row.name: row for row in listed(workspace)}
    assert set(rows) == {"bad", *templates.names([SHIPPED])}
    assert (rows["bad"].own, rows["bad"].readable) == (True, False)
    assert "unknown option 'x'" in rows["bad"].title
    assert (rows["open-letter"].own, rows["open-letter"].versions) == (False, ("fr",))


@pytest.mark.parametrize("source", ["open-letter", "private-letter"])
def test_a_template_begins_as_a_copy_that_nothing_is_wrong_with(workspace: Workspace, source: str) -> None:
    files = begin(workspace, "house", source=source, title='Our "letter"')
    assert [path.name for path in files] == ["house.md.jinja", "house.docx"]
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    template = templates.find("house", workspace.template_folders())
    assert (template.title, template.path.parent) == ('Our "letter"', workspace.root / "templates")
    assert check("house", workspace.template_folders()) == ()
    with pytest.raises(RefusedError, match="a template 'house' already"):
        begin(workspace, "house", source=source)
    for name in ("../x", ".x", "a/b", ""):
        with pytest.raises(TemplateError, match="is not the name of a template"):
            begin(workspace, name, source=source)


def test_the_sample_has_what_a_real_letter_gives(workspace: Workspace) -> None:
    appendices = tuple(schema.Appendix(kind=kind) for kind in ("unresolved-questions", "timeline", "contradictions"))
    stored(workspace, _thread(*appendices))
    with reading(workspace) as reader:
        letter = letters.letter(reader, "l")
        template = template_of(letter, workspace)
        real, _ = context.build(reader, letter, template)
    made = sample.letter(template, "en")
    assert _shape(real) <= _shape(made), _shape(real) - _shape(made)
    assert set(made) == set(real)


def _shape(value: Any, at: str = "") -> set[str]:
    """The names that a context has, wherever they stand; records by identifier are alike."""
    if isinstance(value, dict) and "$markdown" not in value:
        alike = at.endswith((".messages", ".questions", ".undertakings", ".words"))
        return {at}.union(*(_shape(entry, f"{at}.{'*' if alike else key}") for key, entry in value.items()))
    if isinstance(value, list):
        return {at}.union(*(_shape(entry, f"{at}[]") for entry in value))
    return {at}
