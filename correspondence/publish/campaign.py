"""Exporting all letters of a campaign: one file each, in one go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from correspondence.errors import CorrespondenceError, Finding
from correspondence.letters.render import Renderer
from correspondence.overview.campaigns import CampaignDetail, CampaignLetterRow
from correspondence.publish import circulation
from correspondence.publish.export import Format, Sheet, prepare
from correspondence.publish.files import write_file
from correspondence.publish.gate import Unconfirmed
from correspondence.store.reading import Reader
from correspondence.text.locale import Paper
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """A letter of a campaign as a file.

    Attributes:
        path: the file.
        revision: which text it has; None for the draft.
        findings: what was found that did not stop it.
    """

    path: Path
    revision: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class How:
    """How the letters of a campaign are to be written.

    Attributes:
        to: the format.
        unconfirmed: what to do with signatories who have not confirmed a text.
        marks: what every page says.
        paper: else by where each letter's language is spoken.
    """

    to: Format = Format.DOCX
    unconfirmed: Unconfirmed = Unconfirmed.REFUSE
    marks: Sequence[str] = ()
    paper: Paper | None = None


def export_all(
    reader: Reader, workspace: Workspace, detail: CampaignDetail, folder: Path, how: How, *, now: datetime | None = None
) -> Iterator[tuple[CampaignLetterRow, Written | CorrespondenceError]]:
    """Write each letter of a campaign into a folder, or say why it cannot be; what is wrong with one harms no other.

    Raises:
        CorrespondenceError: the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorrespondenceError(f"{folder} cannot be made: {error.strerror or error}") from error
    for row, sheet in sheets(reader, workspace, detail, unconfirmed=how.unconfirmed, now=now, paper=how.paper):
        if isinstance(sheet, CorrespondenceError):
            yield row, sheet
            continue
        path = folder / file_name(row, how.to)
        try:
            done = sheet.printed(how.to, marks=circulation.marks(sheet.letter, sheet.template, how.marks))
            write_file(done.content, path)
        except CorrespondenceError as error:
            yield row, error
        else:
            yield row, Written(path, done.revision, tuple(done.findings))


def sheets(
    reader: Reader,
    workspace: Workspace,
    detail: CampaignDetail,
    *,
    unconfirmed: Unconfirmed = Unconfirmed.REFUSE,
    now: datetime | None = None,
    paper: Paper | None = None,
) -> Iterator[tuple[CampaignLetterRow, Sheet | CorrespondenceError]]:
    """Each letter of a campaign ready to be printed, or why it is not; what is wrong with one harms no other.

    Args:
        reader: an open look at the store.
        workspace: whose templates are used.
        detail: the campaign.
        unconfirmed: what to do with signatories who have not confirmed a text.
        now: for the embargo.
        paper: else by where each letter's language is spoken.
    """
    with Renderer() as renderer:
        for row in detail.letters:
            try:
                yield (
                    row,
                    prepare(
                        reader,
                        workspace,
                        f"{row.thread}/{row.letter}",
                        unconfirmed=unconfirmed,
                        now=now,
                        paper=paper,
                        renderer=renderer,
                    ),
                )
            except CorrespondenceError as error:
                yield row, error


def file_name(row: CampaignLetterRow, to: Format) -> str:
    """What the file of a campaign's letter is called: identifiers hold letters, digits and hyphens only."""
    return f"{row.thread}-{row.letter}.{to}"
