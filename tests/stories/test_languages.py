"""A letter in each language, from a thread to a valid document, as the program begins it."""

import pytest

from correspondence.overview import letters
from correspondence.publish.export import Format, export
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers.docx.readback import paragraphs
from tests.samples import LETTERS, Begun, write_letter

# What a letter says of its own, beside what the thread holds.
SAID = {
    "es": ("Anexo A: Preguntas sin resolver", "Anexo C: Declaraciones que se contradicen", "Atentamente,"),
    "fr": (
        "Annexe A\u00a0: Questions sans réponse",
        "16 septembre 2024",
        "Annexe B\u00a0: Chronologie de la correspondance",
    ),
    "de": ("Anhang A: Alle Fragen", "Sehr geehrter Herr Öttl,", "Mit freundlichen Grüßen"),
    "ar": ("1 أبريل 2025", "السيدة سلمى عبد الرحيم المحترمة،"),
}


@pytest.mark.parametrize("begun", LETTERS, ids=lambda begun: begun.language)
def test_a_letter_in_each_language(workspace: Workspace, begun: Begun) -> None:
    identifier = write_letter(workspace.root, begun)
    with reading(workspace) as reader:
        assert letters.letter(reader, identifier).language == begun.language
        made = export(reader, workspace, identifier)
        pages = [
            export(reader, workspace, identifier, to=to).content for to in (Format.HTML, Format.MARKDOWN, Format.TEXT)
        ]
    found = list(paragraphs(made.content))
    for words in (*SAID[begun.language], *begun.signatories):
        assert words in found
    assert all(begun.signatories[0].split()[-1].encode() in page for page in pages)
    assert f'lang="{begun.language}"'.encode() in pages[0]


def test_questions_of_all_kinds_say_where_each_stands(workspace: Workspace) -> None:
    german = next(begun for begun in LETTERS if begun.language == "de")
    identifier = write_letter(workspace.root, german)
    with reading(workspace) as reader:
        content = export(reader, workspace, identifier).content
    found = list(paragraphs(content))
    assert any(text.startswith("Nach welcher Methode") and text.endswith("– beantwortet") for text in found)
    assert any(text.startswith("Wie viele Beschwerden") and text.endswith("– übergangen") for text in found)


def test_a_letter_to_an_investor_asks_to_raise_the_questions_not_to_answer_them(workspace: Workspace) -> None:
    french = next(begun for begun in LETTERS if begun.template == "investor-letter")
    identifier = write_letter(workspace.root, french)
    with reading(workspace) as reader:
        content = export(reader, workspace, identifier).content
    asked = next(text for text in paragraphs(content) if "soulever ces questions" in text)
    assert "répondre, une par une" not in asked
