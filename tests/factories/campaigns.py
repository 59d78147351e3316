"""A second thread for a store with a row in every table: a campaign's letter, questions chosen, words half typed."""

from sqlmodel import select

from correspondence.bundle import schema
from correspondence.records.campaign import Campaign, CampaignLetter
from correspondence.records.letter import Autosave, Letter
from correspondence.store.change import change
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread


def with_campaign(store: Workspace) -> Workspace:
    """The store, with the thread `beside` and what a bundle of one thread does not hold."""
    appendix = schema.Appendix(kind="unresolved-questions", questions=("why",), show=("asked", "legend"))
    table = schema.Appendix(kind="campaign-table", campaign="all-makers")
    letter = schema.Letter(id="beside-letter", title="To all", appendix=(appendix, table))
    stored(
        store,
        thread(
            "beside",
            questions=(schema.Question(id="why", text="Why?"),),
            letters=(schema.LetterDocument(letter=letter, body="Shared."),),
        ),
    )
    with change(store, "campaign new", "all-makers") as act:
        row = act.session.exec(select(Letter).where(Letter.identifier == "beside-letter")).one()
        campaign = Campaign(identifier="all-makers", title="To all", template="open-letter", body="Shared.")
        act.session.add(campaign)
        act.session.flush()
        assert campaign.id is not None
        assert row.id is not None
        act.session.add(CampaignLetter(campaign_id=campaign.id, position=0, letter_id=row.id))
        act.session.add(
            Autosave(
                letter_id=row.id,
                editor="e1",
                actor="Ana Ferreira",
                base_version=1,
                base="Shared.",
                body="Shared, and",
                saved_at=act.at,
            )
        )
    return store
