"""A letter as it will be read, while it is being written: with the text that is typed now, not the stored one."""

from dataclasses import dataclass
from typing import Any, Self

from correspondence.document.nodes import Document
from correspondence.errors import CorrespondenceError, Finding
from correspondence.letters import context
from correspondence.letters.assemble import assemble
from correspondence.letters.render import Renderer
from correspondence.letters.templates import Template, template_of
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.publish.names import with_names
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import reading
from correspondence.text.normalise import normalise, unstorable
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would be read now.

    Attributes:
        document: its tree, with everybody in the signature block who signed any text of it.
        markdown: the rendered text.
        to_confirm: how many of those have not confirmed the newest text.
        findings: what the template and the citations gave rise to.
    """

    document: Document
    markdown: str
    to_confirm: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    letter: LetterDetail
    template: Template
    values: dict[str, Any]
    block: signatures.SignatureBlock
    findings: tuple[Finding, ...]


class Previewer:
    """Renders one letter again and again, with templates running in one process that stays.

    One thread at a time asks for previews; `close` may come from another, and ends what is under way.
    """

    def __init__(self, workspace: Workspace, thread: str, letter: str) -> None:
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._renderer = Renderer()
        self._ready: _Ready | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def read_again(self) -> None:
        """See what the store and the template hold now, before the next preview."""
        self._ready = None

    def preview(self, body: str) -> Preview:
        """The letter with this body.

        Raises:
            NotFoundError: the letter is gone, or the text cites a message that does not exist.
            TemplateError: the template or the body cannot be rendered; says where and why.
            DocumentError: the text does not hold together.
            CorrespondenceError: the text holds what no store can.
        """
        text = normalise(body)
        if why := unstorable(text):
            raise CorrespondenceError(f"the letter's body {why}")
        with reading(self._workspace) as reader:
            if self._ready is None:
                letter = letters.letter(reader, self._letter, self._thread)
                template = template_of(letter, self._workspace)
                values, findings = context.build(reader, letter, template)
                block = signatures.signature_block(
                    letter,
                    letters.signons(reader, self._letter, self._thread),
                    number=letter.revisions[-1].number if letter.revisions else None,
                    with_unconfirmed=True,
                )
                self._ready = _Ready(letter, template, values, block, tuple(findings))
            ready = self._ready
            markdown = self._renderer.render(ready.template, text, ready.values, language=ready.letter.language)
            document, more = assemble(reader, ready.letter, markdown, ready.template)
            signed = with_names(reader, self._workspace, document, ready.letter, ready.block.printed)
        return Preview(signed, markdown, len(ready.block.unconfirmed), (*ready.findings, *more))

    def close(self) -> None:
        """End the templates' process."""
        self._renderer.close()
