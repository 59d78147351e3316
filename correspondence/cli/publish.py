"""`correspondence publish`."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.days import DAY
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError, Finding
from correspondence.store.reading import reading

_MOST_TOLD = 3  # threads of which the same is said
_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")


@click.command()
@click.argument("target", metavar="DIR")
@click.option("--thread", "threads", multiple=True, metavar="SLUG", help="A thread; repeatable.")
@click.option("--campaign", default="", metavar="NAME", help="All threads of a campaign, and its table.")
@click.option("--letter", "letters", multiple=True, metavar="ID", help="A letter that is public by now; repeatable.")
@click.option("--findings", is_flag=True, help="Say what is known of each undertaking too.")
@click.option("--title", default="", metavar="TEXT", help="Of the site; else the campaign's or the thread's.")
@click.option("--base-url", default="", metavar="URL", help="Where the site will stand, for the links of its feed.")
@click.option("--language", default="", metavar="TAG", help="Of the site's own words; else the correspondence's.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day that deadlines count to.")
@click.option("--json", "json_", is_flag=True, help="Print JSON: the files, and what was left out.")
@click.pass_obj
def publish(
    folder: str | None,
    target: str,
    threads: tuple[str, ...],
    campaign: str,
    letters: tuple[str, ...],
    findings: bool,
    title: str,
    base_url: str,
    language: str,
    day: date | None,
    json_: bool,
) -> None:
    """Write a small web site into DIR: of threads or a campaign, and of what is marked public alone.

    DIR must be new, or hold a site that this command wrote. Deadlines count to the day of the newest public document
    unless --date says another, so that the same store gives the same site.
    """
    from correspondence.publish.tracker.choose import Wish, choose
    from correspondence.publish.tracker.folder import write_folder
    from correspondence.publish.tracker.render import render

    wish = Wish(
        threads=threads,
        campaign=campaign,
        letters=letters,
        title=title.strip(),
        language=_language(language),
        base_url=_address(base_url),
        as_of=day,
        findings=findings,
    )
    found = workspaces.require(folder)
    with reading(found) as reader:
        site, left_out = choose(reader, found, wish, now=datetime.now(UTC))
    files = render(site, found.template_folders())
    place = folder_argument(target)
    changed = write_folder(files, place)
    if json_:
        output.as_json({"folder": str(place), "changed": changed, "files": sorted(files), "findings": left_out})
        return
    output.findings(_few(left_out))
    if len(_few(left_out)) < len(left_out):
        output.note("more of the same is left out of other threads: --json lists all")
    counts = (
        (len(files), "file"),
        (sum(len(thread.documents) for thread in site.threads), "document"),
        (sum(len(thread.all_questions) for thread in site.threads), "question"),
    )
    state = "" if changed else ": it was so already"
    output.line(f"{place}: {', '.join(output.counted(*count) for count in counts)}{state}")


def _few(findings: Sequence[Finding]) -> list[Finding]:
    """What is said of threads for the first of them alone: of all of a campaign it would hide what is said of one."""
    seen: Counter[str] = Counter()
    few = []
    for finding in findings:
        seen[finding.code] += finding.place.startswith("thread ")
        if seen[finding.code] <= _MOST_TOLD:
            few.append(finding)
    return few


def _language(language: str) -> str:
    from correspondence.text.locale import language_tag

    try:
        return language_tag(language) if language else ""
    except ValueError as error:
        raise CorrespondenceError(f"--language: {error}") from None


def _address(base_url: str) -> str:
    if base_url and not _ADDRESS.fullmatch(base_url):
        raise CorrespondenceError("--base-url must be an address such as https://example.org/tracker/")
    return base_url
