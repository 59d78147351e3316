"""A letter's text as it stands: template, body and thread rendered to Markdown."""

from dataclasses import dataclass

from correspondence.errors import Finding
from correspondence.letters import context, render
from correspondence.letters.origins import Origins
from correspondence.letters.templates import Template, template_of
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rendered:
    """A draft rendered.

    Attributes:
        markdown: the letter's text, with live parts filled in and the signature block empty.
        template: what it was rendered with.
        findings: what a person should know of it.
    """

    markdown: str
    template: Template
    findings: tuple[Finding, ...]


def render_draft(
    reader: Reader, letter: LetterDetail, workspace: Workspace, renderer: render.Renderer | None = None
) -> Rendered:
    """Render a letter's draft.

    Args:
        reader: an open look at the store.
        letter: whose draft.
        workspace: whose templates are used.
        renderer: the process that fills it, when there are many to fill; else one for this once.

    Raises:
        TemplateError: the template or the body cannot be rendered; says where and why.
    """
    template = template_of(letter, workspace)
    values, findings = context.build(reader, letter, template)
    fill = renderer.render if renderer is not None else render.render
    return Rendered(fill(template, letter.body, values, language=letter.language), template, tuple(findings))


def draft_origins(reader: Reader, letter: LetterDetail, workspace: Workspace) -> Origins:
    """A letter's draft as rendered, and where in its body each of its characters stands.

    Raises:
        TemplateError: the template or the body cannot be rendered; says where and why.
    """
    template = template_of(letter, workspace)
    values, _ = context.build(reader, letter, template)
    with render.Renderer() as renderer:
        return renderer.origins(template, letter.body, values, language=letter.language)
