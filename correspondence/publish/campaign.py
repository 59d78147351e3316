"""Exporting all letters of a campaign: one file each, in one go."""

from collections.abc import Iterator
from datetime import datetime

from correspondence.errors import CorrespondenceError
from correspondence.letters.render import Renderer
from correspondence.overview.campaigns import CampaignDetail, CampaignLetterRow
from correspondence.publish.export import Format, Sheet, prepare
from correspondence.publish.gate import Unconfirmed
from correspondence.store.reading import Reader
from correspondence.text.locale import Paper
from correspondence.workspace import Workspace


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
