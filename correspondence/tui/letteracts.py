"""What a person does to a letter in the terminal UI: each is one act, one entry in the journal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from correspondence.errors import Finding, RefusedError
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from correspondence.letters.new import Request
    from correspondence.letters.revisions import Ready
    from correspondence.overview.campaigns import CampaignDetail


def begin_letter(workspace: Workspace, request: "Request", today: "date") -> str:
    """Begin a letter as it was asked for; its identifier."""
    from correspondence.letters.new import add, plan
    from correspondence.store.change import change
    from correspondence.store.reading import reading

    with reading(workspace) as reader:
        document = plan(reader, workspace, request, today)
    made = document.letter.id
    with change(workspace, "letter new", f"{request.thread}/{made}") as act:
        add(act.session, request.thread, document)
        act.detail["template"] = request.template
    return made


def mend_letter(workspace: Workspace, thread: str, letter: str, findings: Sequence[Finding], version: int) -> int:
    """Make the changes that findings propose; how many."""
    from correspondence.letters.checks.fixes import apply
    from correspondence.store.change import change

    with change(workspace, "letter mend", f"{thread}/{letter}") as act:
        done = apply(act.session, thread, letter, findings, read_version=version)
        act.detail |= {"codes": sorted({finding.code for finding in done})}
        act.nothing_done = not done
        return len(done)


def set_data(workspace: Workspace, thread: str, letter: str, changes: Mapping[str, Any], version: int) -> bool:
    """Change a letter's data; whether that is anything new."""
    from correspondence.letters.edit import save_data
    from correspondence.store.change import change

    with change(workspace, "letter data", f"{thread}/{letter}") as act:
        saved = save_data(act.session, thread, letter, changes, read_version=version)
        act.detail["keys"] = sorted(changes)
        act.nothing_done = saved == version
        return saved != version


def edit_campaign(workspace: Workspace, campaign: "CampaignDetail", body: str) -> list[str]:
    """Change the draft that the letters of a campaign share; which letters were changed, as `thread/letter`."""
    from correspondence.letters.campaign import save_shared
    from correspondence.store.change import change

    if body == campaign.body:
        return []
    with change(workspace, "campaign edit", campaign.id) as act:
        done = save_shared(act.session, campaign.id, body=body, read_version=campaign.version)
        act.detail |= {"letters": done, "changed": ["body"]}
    return done


def freeze_letter(
    workspace: Workspace,
    thread: str,
    letter: str,
    ready: "Ready",
    *,
    kind: RevisionKind,
    note: str,
    anyway: bool,
) -> str:
    """Freeze a draft that was looked at; what came of it.

    Args:
        workspace: whose store.
        thread: the thread's slug.
        letter: the letter's identifier.
        ready: the draft as it was checked and shown.
        kind: whether signatories must confirm it.
        note: what changed, or empty.
        anyway: freeze it whatever the checks found, and however large an editorial change is.

    Raises:
        RefusedError: the checks found errors, or the change is too large to be editorial, and nobody said *anyway*.
    """
    from correspondence.letters.revisions import freeze_ready
    from correspondence.store.change import change

    if ready.stopping and not anyway:
        count = "1 error" if len(ready.stopping) == 1 else f"{len(ready.stopping)} errors"
        raise RefusedError(f"not frozen: the checks found {count}")
    with change(workspace, "letter freeze", f"{thread}/{letter}") as act:
        revision = freeze_ready(act, thread, letter, ready, kind=kind, note=note or None, large=anyway)
        return f"frozen: revision {revision.number}, {revision.kind}"
