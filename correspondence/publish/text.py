"""The text that an export prints: a frozen revision, or the draft as it stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from correspondence.errors import Finding, NoTemplateError
from correspondence.letters import templates
from correspondence.letters.templates import Template, template_of
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.render import Renderer


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text to export: a revision, or the draft when `number` is None."""

    number: int | None
    markdown: str
    template: Template
    findings: tuple[Finding, ...]


def letter_text(
    reader: Reader, workspace: Workspace, letter: LetterDetail, revision: int | None, renderer: "Renderer | None" = None
) -> LetterText:
    """The revision asked for, else the newest, else the draft.

    Raises:
        NotFoundError: there is no such revision.
        TemplateError: the draft cannot be rendered.
    """
    if revision is None and not letter.revisions:
        from correspondence.letters.draft import render_draft  # a frozen text is rendered already

        rendered = render_draft(reader, letter, workspace, renderer)
        return LetterText(None, rendered.markdown, rendered.template, (unfrozen(letter), *rendered.findings))
    number = letter.revisions[-1].number if revision is None else revision
    markdown = letters.revision_body(reader, letter.id, number, letter.thread)
    try:
        return LetterText(number, markdown, template_of(letter, workspace), ())
    except NoTemplateError as error:
        # A frozen text needs its template for its looks only.
        default = templates.find(templates.DEFAULT, workspace.template_folders())
        instead = Finding(
            code="no-template",
            place=f"letter {letter.id}",
            reason=f"{error}: exported with the looks of {default.name}",
        )
        return LetterText(number, markdown, default, (instead,))


def unfrozen(letter: LetterDetail) -> Finding:
    """That a letter has no text yet that anybody could sign."""
    return Finding(
        code="draft",
        place=f"letter {letter.id}",
        reason="no revision is frozen: this is the draft as it stands",
        fix="freeze it before anybody signs or publishes it",
    )
