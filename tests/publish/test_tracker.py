"""The tracker of the sample thread, of a campaign and of a hostile thread: what its files say, and that they hold."""

import csv
import io
import json
import os
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode

from correspondence.bundle import schema
from correspondence.errors import NotFoundError, RefusedError
from correspondence.letters.campaign import Request, add, plan
from correspondence.publish.tracker.choose import Wish, choose
from correspondence.publish.tracker.render import render
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.conftest import REPOSITORY
from tests.factories.hostile import DANGEROUS, hostile_thread
from tests.factories.kept import Kept, import_sample
from tests.factories.threads import REPLY, letter, stored, thread
from tests.factories.tracker import WATCHED, watched

LETTERS = ("2023-10-19-follow-up", "2025-06-03-open-letter")
LANGUAGES = ("en", "es", "fr", "de", "ar")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def sample(workspace: Workspace, kept: Kept) -> Workspace:
    return kept.sample(workspace)


def files(store: Workspace, wish: Wish) -> dict[str, bytes]:
    with reading(store) as reader:
        site, _ = choose(reader, store, wish)
    return render(site, store.template_folders())


def pages(written: dict[str, bytes]) -> dict[str, HTMLParser]:
    return {name: HTMLParser(content) for name, content in written.items() if name.endswith(".html")}


def first(page: HTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element of a page that a selector finds."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def two_threads(store: Workspace) -> Workspace:
    """The sample thread and the half-public one."""
    import_sample(watched(store))
    return store


def test_the_page_of_a_thread(sample: Workspace) -> None:
    page = pages(files(sample, Wish(letters=LETTERS, findings=True)))["index.html"]
    said = " ".join(page.body.text(separator=" ").split()) if page.body else ""
    for words in (
        "26 of 34 questions are open.",
        "6 of 6 letters have an answer (100%).",
        "1 letter is not due for an answer yet.",
        "❖ outstanding 4",
        "❖ outstanding · Kessingrave Capital · 3 of 3 questions are open.",
        "An answer takes 42 days in the median, 184 at the longest.",
        "✗ refused",
        "❖ outstanding",
        "The assessment was delivered in 2023.",
        "156 days late",
    ):
        assert words in said, words
    assert "At the end, questions asked: 34; open: 26." in first(page, "svg[role=img]").text()
    assert len(page.css("figure.chart table tbody tr")) > 5
    question = first(page, "#question-impact-assessment-date")
    assert "“" not in question.css("q")[0].text()
    target = question.css("q + a")[0].attributes["href"] or ""
    assert target.startswith("documents/2025-03-27-nivelmark-to-coalition.html#passage-")


def test_a_passage_is_marked_where_it_stands(sample: Workspace) -> None:
    page = pages(files(sample, Wish()))["documents/2025-03-27-nivelmark-to-coalition.html"]
    marked = [" ".join(mark.text().split()) for mark in page.css("mark")]
    assert "It is covered by legal privilege, and it will not be published." in marked


def test_a_published_letter_is_there_with_who_signed(sample: Workspace) -> None:
    page = pages(files(sample, Wish(letters=LETTERS)))["documents/2025-06-03-open-letter.html"]
    names = [item.text() for item in page.css("ul.signatures li")]
    assert len(names) == 8
    assert "Fundacja Otwarty Kanał" not in names


@pytest.mark.parametrize("several", [False, True])
def test_every_link_leads_somewhere(workspace: Workspace, several: bool) -> None:
    two_threads(workspace)
    threads = ("nivelmark", WATCHED) if several else ("nivelmark",)
    written = files(workspace, Wish(threads=threads, letters=LETTERS, findings=True))
    parsed = pages(written)
    checked = 0
    for name, page in parsed.items():
        identifiers = [node.attributes["id"] for node in page.css("[id]")]
        assert len(identifiers) == len(set(identifiers)), name
        for link in page.css("a[href], link[href]"):
            target, fragment = urldefrag(link.attributes["href"] or "")
            if re.match(r"[a-z]+:", target):
                continue
            path = os.path.normpath(Path(name).parent / target) if target else name
            assert path in written, (name, target)
            if fragment:
                assert parsed[path].css_first(f'[id="{fragment}"]') is not None, (name, target, fragment)
            checked += 1
    assert checked > 100
    assert ("nivelmark/index.html" in written) is several


def test_nothing_is_fetched_and_nothing_runs(workspace: Workspace) -> None:
    two_threads(workspace)
    for name, page in pages(files(workspace, Wish(threads=("nivelmark", WATCHED), letters=LETTERS))).items():
        assert not page.css("script, iframe, object, embed, form"), name
        for node in page.css("*"):
            assert not [key for key in node.attributes if key.startswith("on")], name
            source = node.attributes.get("src") or node.attributes.get("srcset") or ""
            assert not source or source.startswith("data:"), name
        assert "default-src 'none'" in (first(page, "meta[http-equiv]").attributes["content"] or "")
        for style in page.css("style"):
            assert "url(" not in style.text()
            assert "@import" not in style.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_speaks_the_language_asked_for(sample: Workspace, language: str) -> None:
    written = files(sample, Wish(language=language, letters=LETTERS, findings=True))
    page = pages(written)["index.html"]
    root = first(page, "html")
    assert (root.attributes["lang"], root.attributes["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    words = tracker_words(language)
    heads = ("promised", "course", "by-party", "undertakings", "timeline", "replies", "data")
    assert [head.text() for head in page.css("h2")] == [words[name] for name in heads]
    said = page.body.text() if page.body else ""
    assert not re.findall(r"\{\w+\}", said)
    assert (first(page, ".prose").attributes.get("lang") or "en") == "en"


def tracker_words(language: str) -> dict[str, Any]:
    text = (REPOSITORY / f"templates/words/{language}.toml").read_text(encoding="utf-8")
    words: dict[str, Any] = tomllib.loads(text)["tracker"]
    return words


def test_every_language_has_every_word() -> None:
    tables = {language: tracker_words(language) for language in LANGUAGES}
    for language, table in tables.items():
        assert table.keys() == tables["en"].keys(), language
        for name, entry in table.items():
            forms = entry if isinstance(entry, dict) else {"other": entry}
            wanted = set(re.findall(r"\{\w+\}", str(tables["en"][name])))
            for form, text in forms.items():
                missing = wanted ^ set(re.findall(r"\{\w+\}", text))
                assert missing <= ({"{share}"} if form == "one" else set()), (language, name)


def test_the_feed(workspace: Workspace) -> None:
    two_threads(workspace)
    there = "https://example.org/tracker"
    written = files(workspace, Wish(threads=("nivelmark", WATCHED), base_url=there, title="Both"))
    root = etree.fromstring(written["feed.xml"])
    assert root.findtext(f"{ATOM}title") == "Both"
    entries = root.findall(f"{ATOM}entry")
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert root.findtext(f"{ATOM}updated") == updated[0] == "2025-03-27T00:00:00Z"
    identifiers = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(identifiers)) == len(identifiers) == 23
    assert all(identifier.startswith("urn:uuid:") for identifier in identifiers)
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert str(link.get("href")).removeprefix(f"{there}/") in written
    own = etree.fromstring(written["nivelmark/feed.xml"])
    told = "Nivelmark Technologies and Kessingrave Capital: the Plumbline undertakings · "
    said = [[entry.findtext(f"{ATOM}summary") or "" for entry in feed.iter(f"{ATOM}entry")] for feed in (root, own)]
    assert sum(line.startswith(told) for line in said[0]) == len(said[1])
    assert not any(told in line for line in said[1])
    assert {entry.findtext(f"{ATOM}id") for entry in own.findall(f"{ATOM}entry")} < set(identifiers)
    without = etree.fromstring(files(workspace, Wish(threads=("nivelmark",)))["feed.xml"])
    hrefs = [str(link.get("href")) for link in without.iter(f"{ATOM}link")]
    assert hrefs[0] == "index.html"
    assert all(href.startswith(("documents/", "index.html")) for href in hrefs)


def test_the_data_are_those_of_the_page(sample: Workspace) -> None:
    written = files(sample, Wish(letters=LETTERS))
    data = json.loads(written["data.json"])
    assert (data["format"], data["as_of"]) == (1, "2025-06-03")
    (one,) = data["threads"]
    rows = list(csv.DictReader(io.StringIO(written["questions.csv"].decode("utf-8-sig"), newline="")))
    asked = [*one["questions"], *(question for row in one["undertakings"] for question in row["questions"])]
    assert {row["question"]: row["status"] for row in rows} == {row["id"]: row["status"] for row in asked}
    dated = next(row for row in rows if row["question"] == "impact-assessment-date")
    assert (dated["times_asked"], dated["first_asked"], dated["decided_on"]) == ("5", "2022-06-14", "2025-03-27")
    assert dated["passage"] == "It is covered by legal privilege, and it will not be published."
    replies = list(csv.DictReader(io.StringIO(written["replies.csv"].decode("utf-8-sig"), newline="")))
    assert [row["days_late"] for row in replies] == ["10", "", "14", "45", "", "156", ""]
    documents = list(csv.DictReader(io.StringIO(written["documents.csv"].decode("utf-8-sig"), newline="")))
    assert len(documents) == len(one["documents"]) == 21


def test_a_campaign_has_its_table(workspace: Workspace) -> None:
    written = files(watched(workspace), Wish(threads=("full",), campaign="makers", letters=("second",)))
    page = pages(written)["index.html"]
    (table,) = [table for table in page.css("table") if table.attributes["aria-label"] == "How each company replied"]
    rows = [[cell.text().strip() for cell in row.css("th, td")] for row in table.css("tr")]
    assert rows[0][0] == "Question"
    assert rows[0][-1] == "Acme"
    assert rows[1][-1] == "↷ evaded"
    assert (first(page, "h1").text(), first(page, "title").text()) == ("All makers", "All makers")


def company(slug: str, name: str, language: str, verdict: str | None) -> schema.ThreadBundle:
    """A thread with a company that was asked something in public, in its language, and said something or nothing."""
    said = schema.Passage(message="reply", exact="Every customer is vetted.")
    verdicts = (schema.Assessment(message="reply", verdict=verdict, passage=(said,)),) if verdict else ()
    ask = schema.Message(id="ask", direction="outgoing", date="2025-01-10", visibility="public", recipients=(name,))
    reply = schema.Message(
        id="reply", direction="incoming", date="2025-02-20", visibility="public", author=name, in_reply_to=("ask",)
    )
    return schema.ThreadBundle(
        thread=schema.Thread(
            format=1,
            slug=slug,
            title=f"{name}: vetting",
            language=language,
            reply_due_days=30,
            organization=(schema.Organization(name=name, kind="company"),),
        ),
        undertakings=(
            schema.Undertaking(
                id="vetting", by=(name,), statement=f"To vet all ({language}).", status="outstanding", passage=(said,)
            ),
        )
        if verdict
        else (),
        questions=(
            schema.Question(
                id="how", text=f"How? ({language})", asked_in=(schema.Asked(id="ask"),), assessment=verdicts
            ),
        ),
        messages=(
            schema.MessageDocument(message=ask, body="How?"),
            *((schema.MessageDocument(message=reply, body=REPLY),) if verdict else ()),
        ),
    )


def of_many_companies(store: Workspace) -> Workspace:
    """A campaign of six companies in three languages."""
    companies = (
        ("nord", "Nord GmbH", "de", "evaded"),
        ("acme", "Acme", "en", "refused"),
        ("beta", "Beta", "en", None),
        ("rasid", "راصد", "ar", "refused"),
        ("gamma", "Gamma", "en", "answered"),
        ("zeta", "Zeta", "en", None),
    )
    for one in companies:
        stored(store, company(*one))
    request = Request("vetting", tuple(slug for slug, *_ in companies), title="{organization}: vetting", language="en")
    with reading(store) as reader:
        planned = plan(reader, store, request, date(2025, 6, 1))
    with change(store, "campaign new", "vetting") as act:
        add(act.session, planned)
    return store


def test_many_companies_stand_under_each_question_by_status(workspace: Workspace) -> None:
    page = pages(files(of_many_companies(workspace), Wish(campaign="vetting")))["index.html"]
    assert first(page, "h1").text() == "Vetting"
    (asked,) = page.css("#table ol.compared > li")
    assert first(asked, ".prose").text().strip() == "How? (en)"
    told = [(head.text(), head.next.text() if head.next else "") for head in asked.css("dt")]
    assert told == [
        ("· not answered", "Beta, Zeta"),
        ("✓ answered", "Gamma"),
        ("↷ evaded", "Nord GmbH"),
        ("✗ refused", "Acme, راصد"),
    ]
    assert first(asked, "dd a").attributes["href"] == "beta/index.html#question-how"


def test_the_first_page_says_who_undertook_what_and_where_it_stands(workspace: Workspace) -> None:
    page = pages(files(of_many_companies(workspace), Wish(campaign="vetting")))["index.html"]
    assert [item.text() for item in page.css("main > .figures li")] == [
        "5 of 6 questions are open.",
        "4 of 6 letters have an answer (67%).",
        "2 answers are overdue.",
    ]
    rows = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in page.css("table.threads tr")]
    assert rows[0] == ["Organization", "What they undertook", "Where it stands"]
    assert rows[1][:2] == ["Nord GmbH", "❖ outstanding To vet all (de)."]
    assert rows[1][2] == "1 of 1 question is open. 1 of 1 letter has an answer. The answer took 41 days."
    assert rows[3][:2] == ["Beta", ""]
    arabic = first(page, "table.threads [dir=rtl]")
    assert (arabic.attributes["lang"], arabic.text()) == ("ar", "To vet all (ar).")


def test_what_came_last_is_seen_on_the_chart(workspace: Workspace) -> None:
    asked = (("q1", "2024-01-10"), ("q2", "2024-02-10"), ("q3", "2025-03-10"))
    messages = [
        schema.Message(id=f"m-{name}", direction="outgoing", date=day, visibility="public") for name, day in asked
    ]
    questions = [schema.Question(id=name, text=name, asked_in=(schema.Asked(id=f"m-{name}"),)) for name, _ in asked]
    documents = tuple(schema.MessageDocument(message=one, body="Words.") for one in messages)
    stored(workspace, thread(messages=documents, questions=tuple(questions)))
    outline = first(pages(files(workspace, Wish()))["index.html"], "path.asked").attributes["d"] or ""
    steps = [float(x) for x in re.findall(r"H([\d.]+)", outline)]
    assert steps[-2] < 980 < steps[-1] == 1000


def test_a_question_alone_has_no_chart(workspace: Workspace) -> None:
    stored(workspace, company("beta", "Beta", "en", None))
    page = pages(files(workspace, Wish()))["index.html"]
    assert page.css_first("svg") is None
    assert first(page, ".figures li").text() == "1 of 1 question is open."


def test_a_hostile_thread_is_text(workspace: Workspace) -> None:
    bundle = hostile_thread()
    public = [
        document.model_copy(update={"message": document.message.model_copy(update={"visibility": "public"})})
        for document in bundle.messages
    ]
    stored(workspace, bundle.model_copy(update={"messages": tuple(public)}))
    written = files(workspace, Wish(letters=("l",), findings=True))
    for name, content in written.items():
        if name.endswith((".html", ".xml")):
            text = content.decode()
            assert not [mark for mark in ("\x1b", "\x07", "\u202e", "\u2066") if mark in text], name
    for name in ("questions.csv", "documents.csv", "replies.csv"):
        assert not [mark for mark in DANGEROUS[:3] if mark in written[name].decode()], name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "|", "%", " =", "＝"])
def test_no_cell_is_a_formula(workspace: Workspace, start: str) -> None:
    formula = f"{start}cmd|'/c calc'!A0"
    data = schema.Message(id="m", direction="reference", date="2024", title=formula, author="+1", visibility="public")
    stored(workspace, thread(messages=(schema.MessageDocument(message=data, body="Words."),)))
    (row,) = csv.DictReader(io.StringIO(files(workspace, Wish())["documents.csv"].decode("utf-8-sig"), newline=""))
    assert row["from"] == "'+1"
    assert row["title"] == f"'{formula}"
    assert row["date"] == "2024"


def test_the_same_store_gives_the_same_bytes_anywhere(sample: Workspace, tmp_path: Path) -> None:
    folders = []
    for n, (zone, locale, user) in enumerate([("UTC", "C.UTF-8", "ana"), ("Pacific/Kiritimati", "C", "bela")]):
        target = tmp_path / f"site-{n}"
        env = {"TZ": zone, "LC_ALL": locale, "USER": user, "PYTHONHASHSEED": str(n + 1)}
        run("--workspace", sample.root, "publish", target, "--letter", LETTERS[0], environment=env)
        folders.append({path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()})
    assert folders[0] == folders[1]
    assert len(folders[0]) > 20


def test_the_command_says_what_it_left_out(sample: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "site"
    done = run("--workspace", sample.root, "publish", target)
    assert done.stdout == f"{target}: 25 files, 19 documents, 32 questions\n"
    assert "3 messages are not marked public and left out" in done.stderr
    said = json.loads(run("--workspace", sample.root, "publish", target, "--json").stdout)
    assert (said["changed"], len(said["files"])) == (False, 25)
    assert [finding["code"] for finding in said["findings"]].count("letter-left-out") == 2
    (target / "mine.txt").write_text("mine")
    assert "mine.txt" in run("--workspace", sample.root, "publish", target, status=1).stderr


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--thread", "none"), 2, "there is no thread 'none'"),
        (("--campaign", "none"), 2, "there is no campaign 'none'"),
        (("--letter", "none"), 2, "there is no letter 'none'"),
        (("--base-url", "file:///etc"), 2, "--base-url must be an address"),
        (("--language", "no language"), 2, "--language:"),
        (("--date", "soon"), 2, "'--date'"),
    ],
)
def test_wrong_use(sample: Workspace, tmp_path: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    done = run("--workspace", sample.root, "publish", tmp_path / "site", *arguments, status=status)
    assert says in done.stderr
    assert not (tmp_path / "site").exists()


def test_one_of_several_threads_must_be_named(workspace: Workspace) -> None:
    two_threads(workspace)
    with (
        reading(workspace) as reader,
        pytest.raises(NotFoundError, match=r"say what to publish .* there are: called, "),
    ):
        choose(reader, workspace, Wish())


def test_an_embargo_stops_a_letter_that_is_asked_for(workspace: Workspace) -> None:
    frozen = letter(["substantive"])
    data = frozen.letter.model_copy(update={"embargo": "2030-01-01", "date": "2024-05-01"})
    stored(workspace, thread(letters=(frozen.model_copy(update={"letter": data}),)))
    with reading(workspace) as reader:
        with pytest.raises(RefusedError, match="is under embargo until 2030-01-01: nothing was written"):
            choose(reader, workspace, Wish(letters=("l",)), now=datetime(2029, 12, 31, tzinfo=UTC))
        site, _ = choose(reader, workspace, Wish(letters=("l",)), now=datetime(2030, 1, 2, tzinfo=UTC))
    assert [row.id for row in site.threads[0].documents] == ["l"]


def test_what_is_left_out_of_many_threads_is_told_for_a_few(workspace: Workspace, tmp_path: Path) -> None:
    for slug in "abcde":
        one = company(slug, f"Company {slug}", "en", None)
        private = schema.MessageDocument(message=schema.Message(id="aside", direction="incoming"), body="Words.")
        stored(workspace, one.model_copy(update={"messages": (*one.messages, private)}))
    threads = [f"--thread={slug}" for slug in "abcde"]
    done = run("--workspace", workspace.root, "publish", tmp_path / "site", *threads)
    assert done.stderr.count("[message-left-out]") == 3
    assert "more of the same is left out of other threads: --json lists all\n" in done.stderr
    said = json.loads(run("--workspace", workspace.root, "publish", tmp_path / "site", *threads, "--json").stdout)
    assert [finding["code"] for finding in said["findings"]] == ["message-left-out"] * 5
