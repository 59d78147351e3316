"""`correspondence demo`: the main job on the sample thread, from an empty folder to a letter."""

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from correspondence import workspace as workspaces
from correspondence.cli import output

SAMPLE = "nivelmark"
LETTER = "2025-06-03-open-letter"


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--no-ui", is_flag=True, help="Stop after the export.")
@click.pass_obj
def demo(given: str | None, folder: str | None, no_ui: bool) -> None:
    """Make a workspace in DIR (else ./demo) with the sample thread, export its letter, then open the UI."""
    from correspondence.bundle import transfer
    from correspondence.cli.workspace import make
    from correspondence.publish.export import Format, export
    from correspondence.publish.files import write_file
    from correspondence.publish.gate import Unconfirmed
    from correspondence.store.change import change
    from correspondence.store.reading import reading

    made = make(folder or given or "demo")
    bundle, signatories, findings = transfer.read(workspaces.shipped("threads") / SAMPLE)
    with change(made, "thread import", SAMPLE) as act:
        done = transfer.import_thread(act.session, bundle, signatories, findings, merge=True)
        act.detail["added"] = list(done.added)
        act.nothing_done = not done.added
    output.findings(done.findings)
    output.line(
        f"1. imported the thread {SAMPLE}: {len(bundle.messages)} messages, {len(bundle.undertakings)} undertakings, "
        f"{len(bundle.questions)} questions"
    )
    with reading(made) as reader:
        formats = [to for to in Format if to is not Format.PDF or find_spec("typst")]
        letters = {to: export(reader, made, LETTER, to=to, unconfirmed=Unconfirmed.LEAVE_OUT) for to in formats}
    docx = letters[Format.DOCX]
    output.line(f"2. took revision {docx.revision} of the open letter, signed by {docx.signatories}")
    output.findings(docx.findings)
    for to, exported in letters.items():
        write_file(exported.content, _target(made.root, to))
    others = ", ".join(to for to in formats if to is not Format.DOCX)
    output.line(f"3. the letter is here: {_target(made.root, Format.DOCX)} (and beside it as {others})")
    if no_ui or not (sys.stdout.isatty() and sys.stdin.isatty()):
        output.line(f"To look round in the terminal UI: correspondence --workspace {shlex.quote(str(made.root))}")
        return
    from correspondence.tui.app import run

    run(made)


def _target(root: Path, ending: str) -> Path:
    return root / f"{LETTER}.{ending}"
