"""Campaigns in bundles: `campaigns/ID.md` beside `threads/`, and the name of the campaign in each of its letters.

A thread may come without them: its letter then begins the campaign that it names.
"""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select

from correspondence.bundle import folder, schema
from correspondence.errors import BundleError
from correspondence.records.campaign import Campaign, CampaignLetter
from correspondence.records.letter import Letter
from correspondence.records.thread import Thread

FOLDER = "campaigns"

_SHARED = ("title", "template", "language", "date", "reply_by", "embargo")


def read(home: Path, names: Iterable[str | None]) -> tuple[schema.CampaignDocument, ...]:
    """The campaigns of these names that have a file in the folder.

    Raises:
        BundleError: a file does not hold what the format asks; says file, line and key.
    """
    found = []
    for name in sorted(name for name in names if name):
        path = home / f"{name}.md"
        if not path.is_file() or path.is_symlink():
            continue
        campaign, body = folder.front_matter(path, schema.Campaign)
        if campaign.id != name:
            raise BundleError(f"{path}: id: is {campaign.id!r}, and the file is named {name!r}")
        found.append(schema.CampaignDocument(campaign=campaign, body=body))
    return tuple(found)


def add(session: Session, documents: Iterable[schema.CampaignDocument]) -> tuple[list[str], list[str]]:
    """Store campaigns that are not there yet.

    Returns:
        The names of those that were, and of those that are there and differ; these stay as they are.
    """
    added, differing = [], []
    for document in documents:
        data = document.campaign
        there = session.exec(select(Campaign).where(Campaign.identifier == data.id)).first()
        given = {name: getattr(data, name) for name in _SHARED} | {"body": document.body}
        if there is None:
            session.add(Campaign(identifier=data.id, **given))
            added.append(data.id)
        elif any(getattr(there, name) != value for name, value in given.items()):
            differing.append(data.id)
    session.flush()
    return added, differing


def join(session: Session, letter_id: int, document: schema.LetterDocument) -> None:
    """Make a letter the last of the campaign that it names; a campaign that nobody knows begins with it."""
    letter = document.letter
    if not letter.campaign:
        return
    row = session.exec(select(Campaign).where(Campaign.identifier == letter.campaign)).first()
    if row is None:
        shared = {name: getattr(letter, name) for name in _SHARED}
        row = Campaign(identifier=letter.campaign, **shared, body=document.body)
        session.add(row)
        session.flush()
    last = session.exec(select(func.max(CampaignLetter.position)).where(CampaignLetter.campaign_id == row.id)).one()
    assert row.id is not None
    position = 0 if last is None else last + 1
    session.add(CampaignLetter(campaign_id=row.id, position=position, letter_id=letter_id))
    session.flush()


def order(session: Session, documents: Iterable[schema.CampaignDocument]) -> None:
    """Put the letters of campaigns in the order of the threads that their files give; others stand behind."""
    for document in documents:
        places = {slug: n for n, slug in enumerate(document.campaign.threads)}
        rows = [(row.campaign_id, row.letter_id, slug) for row, slug in _letters(session, document.campaign.id)]
        wanted = sorted(rows, key=lambda row: places.get(row[2], len(places)))
        if wanted == rows:
            continue
        session.exec(delete(CampaignLetter).where(col(CampaignLetter.campaign_id) == rows[0][0]))
        session.expire_all()
        for position, (campaign_id, letter_id, _) in enumerate(wanted):
            session.exec(insert(CampaignLetter).values(campaign_id=campaign_id, position=position, letter_id=letter_id))


def of_letters(session: Session, thread_id: int | None) -> dict[int | None, str]:
    """The campaign of each letter of a thread that belongs to one."""
    statement = (
        select(CampaignLetter.letter_id, Campaign.identifier)
        .join(Campaign, col(Campaign.id) == col(CampaignLetter.campaign_id))
        .join(Letter, col(Letter.id) == col(CampaignLetter.letter_id))
        .where(Letter.thread_id == thread_id)
    )
    return dict(session.exec(statement).all())


def write(session: Session, slug: str, home: Path) -> list[Path]:
    """Write a file for each campaign that a thread's letters belong to, unless one is there.

    Raises:
        BundleError: a file cannot be written.
    """
    thread = session.exec(select(Thread.id).where(Thread.slug == slug)).one()
    written = []
    for name in sorted(set(of_letters(session, thread).values())):
        path = home / f"{name}.md"
        if path.exists():
            continue
        row = session.exec(select(Campaign).where(Campaign.identifier == name)).one()
        data = {field: value for field in _SHARED if (value := getattr(row, field)) is not None}
        threads = tuple(slug for _, slug in _letters(session, name))
        campaign = schema.Campaign(id=name, **data, threads=threads)
        try:
            home.mkdir(parents=True, exist_ok=True)
            path.write_bytes(folder.document(folder.plain(campaign), row.body))
        except OSError as error:
            raise BundleError(f"{path} cannot be written: {error.strerror or error}") from error
        written.append(path)
    return written


def _letters(session: Session, name: str) -> list[tuple[CampaignLetter, str]]:
    """A campaign's letters in their order, each with its thread's slug."""
    statement = (
        select(CampaignLetter, Thread.slug)
        .join(Campaign, col(Campaign.id) == col(CampaignLetter.campaign_id))
        .join(Letter, col(Letter.id) == col(CampaignLetter.letter_id))
        .join(Thread, col(Thread.id) == col(Letter.thread_id))
        .where(Campaign.identifier == name)
        .order_by(col(CampaignLetter.position))
    )
    return [(row, slug) for row, slug in session.exec(statement).all()]
