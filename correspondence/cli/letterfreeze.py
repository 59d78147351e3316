"""`correspondence letter check` and `letter freeze`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.errors import Finding, RefusedError
from correspondence.store.reading import reading
from correspondence.vocabulary import RevisionKind

if TYPE_CHECKING:
    from correspondence.letters.revisions import Ready

KIND = click.option(
    "--kind",
    type=click.Choice([str(k) for k in RevisionKind]),
    default="substantive",
    show_default=True,
    help="A substantive revision asks all signatories to confirm; an editorial one does not.",
)
NOTE = click.option("--note", help="What changed.")
ALTHOUGH_LARGE = click.option(
    "--although-large", "large", is_flag=True, help="Editorial, although it changes much or weighty words."
)


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--fix", "mend", is_flag=True, help="Make the changes that are safe, and say what is left.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(given: str | None, identifier: str, mend: bool, json_: bool) -> None:
    """Say what is wrong with the letter ID, like a linter: PLACE:LINE:COLUMN: CODE REASON (fix: …).

    Exit status 1 when something would stop a freeze or an export, or when somebody is quoted with words that are not
    in the message cited.
    """
    from correspondence.letters.checks.run import fell_short
    from correspondence.overview import letters
    from correspondence.publish.gate import check as findings_of

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
        findings = findings_of(reader, found, identifier, now=datetime.now(UTC))
    name = f"{detail.thread}/{detail.id}"
    if mend and (changed := _mended(found, name, findings, detail.version)):
        output.note(f"{name}: {changed} of {len(findings)} mended")
        with reading(found) as reader:
            findings = findings_of(reader, found, name, now=datetime.now(UTC))
    if json_:
        output.as_json(list(findings))
    else:
        for finding in findings:
            output.line(as_linter(name, finding))
        output.note(_summary(findings))
    if fell_short(findings):
        raise SystemExit(1)


@click.command()
@click.argument("identifier", metavar="ID")
@KIND
@NOTE
@ALTHOUGH_LARGE
@click.option("--anyway", is_flag=True, help="Freeze it although a check found an error.")
@click.pass_obj
def freeze(given: str | None, identifier: str, kind: str, note: str | None, large: bool, anyway: bool) -> None:
    """Freeze the draft of the letter ID as its next revision, after the checks; shows what changed, word by word."""
    from correspondence.letters import revisions
    from correspondence.overview import letters

    found = workspaces.require(given)
    with reading(found) as reader:
        detail = letters.letter(reader, identifier)
        draft = revisions.ready(reader, found, detail, now=datetime.now(UTC))
    subject = f"{detail.thread}/{detail.id}"
    for finding in draft.findings:
        output.note(as_linter(subject, finding))
    if draft.stopping and not anyway:
        count = "1 error" if len(draft.stopping) == 1 else f"{len(draft.stopping)} errors"
        raise RefusedError(f"{subject} was not frozen: the checks found {count} (--anyway freezes it all the same)")
    frozen = freeze_draft(found, detail.thread, detail.id, draft, kind=kind, note=note, large=large)
    output.word_diff(draft.changes, err=True)
    output.line(f"{subject}: {frozen}")


def freeze_draft(
    found: workspaces.Workspace, thread: str, letter: str, draft: "Ready", *, kind: str, note: str | None, large: bool
) -> str:
    """Freeze a draft that was looked at; the revision that it became, for people.

    Raises:
        RefusedError: as of `revisions.freeze`.
    """
    from correspondence.letters.revisions import freeze_ready
    from correspondence.store.change import change

    with change(found, "letter freeze", f"{thread}/{letter}") as act:
        revision = freeze_ready(act, thread, letter, draft, kind=RevisionKind(kind), note=note, large=large)
        return f"revision {revision.number} ({revision.kind}), digest {revision.digest}"


def as_linter(name: str, finding: Finding) -> str:
    """A finding as linters print it: `thread/letter/body:12:5: CODE reason (fix: …)`."""
    fix = f" (fix: {finding.fix})" if finding.fix else ""
    if finding.spot is None:
        return f"{name}: {finding.code} {finding.place}: {finding.reason}{fix}"
    at = f"{finding.spot.part.replace(' ', '-')}:{finding.spot.line}:{finding.spot.column}"
    about = finding.place.removeprefix(str(finding.spot)).lstrip(", ")
    return f"{name}/{at}: {finding.code} {f'{about}: ' if about else ''}{finding.reason}{fix}"


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "nothing stands in its way"
    errors = sum(finding.severity == "error" for finding in findings)
    safe = sum(finding.remedy is not None for finding in findings)
    parts = ["1 finding" if len(findings) == 1 else f"{len(findings)} findings"]
    parts += [f"{errors} would stop it"] if errors else []
    parts += [f"--fix can mend {safe}"] if safe else []
    return ", ".join(parts)


def _mended(found: workspaces.Workspace, name: str, findings: Sequence[Finding], version: int) -> int:
    """Make the safe changes; how many there were."""
    from correspondence.letters.checks.fixes import apply
    from correspondence.store.change import change

    thread, _, identifier = name.partition("/")
    with change(found, "letter mend", name) as act:
        done = apply(act.session, thread, identifier, findings, read_version=version)
        act.detail |= {"codes": sorted({finding.code for finding in done})}
        act.nothing_done = not done
    return len(done)
