"""How often the right question is among the first 1, 3 and 5, on labelled replies: ours beside plainer ways.

`python benchmarks/matching.py [--blind]`. The labels: the made-up replies in `labelled`, where each paragraph names the
questions that it speaks of, and the sample thread's own verdicts. A passage counts as found when one of its questions
is among the first. What each part of the ranking adds is shown by leaving it out. The blind part is for the end of a
piece of work, once: whoever looks at it while choosing weights spoils it.
"""

import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from correspondence.bundle import schema, transfer
from correspondence.matching.lexical import Index
from correspondence.matching.meaning import vectors
from correspondence.matching.rank import Asked, suggest, texts
from correspondence.matching.words import language_of, stems
from correspondence.passages.segment import passages

REPOSITORY = Path(__file__).parent.parent
RANKS = (1, 3, 5)
Ranking = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with what is right: for some of its passages, the questions that they speak of."""

    name: str
    part: str
    said: tuple[str, ...]
    questions: tuple[Asked, ...]
    right: dict[int, set[str]]


def labelled(file: Path) -> Reply:
    """A reply of `labelled`."""
    given = tomllib.loads(file.read_text("utf-8"))
    letters = {name: f"m{letter}" for letter, names in given.get("letters", {}).items() for name in names}
    pool = tuple(
        Asked(name, (text,), groups=(letters[name],) if name in letters else ())
        for name, text in given["questions"].items()
    )
    right = {n: set(one["answers"]) for n, one in enumerate(given["passage"]) if one["answers"]}
    return Reply(file.stem, given["part"], tuple(one["text"] for one in given["passage"]), pool, right)


def judged(folder: Path) -> list[Reply]:
    """The replies of a bundle, as its own assessments judge them."""
    bundle, _, _ = transfer.read(folder)
    pool = asked(bundle)
    replies = []
    for document in bundle.messages:
        said = [document.body[start:end] for start, end in passages(document.body)]
        right: dict[int, set[str]] = {}
        for question in bundle.questions:
            for passage in (one for judgement in question.assessment for one in judgement.passage):
                places = [n for n, words in enumerate(said) if passage.exact[:40] in words]
                if passage.message == document.message.id and places:
                    right.setdefault(places[0], set()).add(question.id)
        if right:
            replies.append(Reply(folder.name, "tuned", tuple(said), pool, right))
    return replies


def asked(bundle: schema.ThreadBundle) -> tuple[Asked, ...]:
    """The bundle's questions as they were asked."""
    statements = {one.id: one.statement for one in bundle.undertakings}
    return tuple(
        Asked(
            one.id,
            (one.text,),
            statements.get(one.undertaking or "", ""),
            (*(place.id for place in one.asked_in), *((f"u{one.undertaking}",) if one.undertaking else ())),
        )
        for one in bundle.questions
    )


def ours(reply: Reply) -> Ranking:
    """The program's own ranking."""
    meant = vectors(texts(reply.said, reply.questions))
    if meant is None:
        raise SystemExit("the language model is not installed: there is nothing to measure")
    return [[one.id for one in row] for row in suggest(reply.said, reply.questions, vectors=meant)]


def without_meaning(reply: Reply) -> Ranking:
    """Words, neighbours and cues alone."""
    return [[one.id for one in row] for row in suggest(reply.said, reply.questions)]


def meaning_alone(reply: Reply) -> Ranking:
    """Cosines of the vectors, each passage alone."""
    meant = vectors(texts(reply.said, reply.questions))
    assert meant is not None
    return _by((meant[: len(reply.said)] @ meant[len(reply.said) :].T).tolist(), reply)


def bm25(reply: Reply) -> Ranking:
    """Plain BM25 over stems, each passage alone."""
    spoken = language_of(" ".join(reply.said))
    index = Index([stems(question.texts[0], spoken) for question in reply.questions])
    return _by([index.scores(stems(passage, spoken)) for passage in reply.said], reply)


def fuzzy(reply: Reply) -> Ranking:
    """Plain fuzzy matching: rapidfuzz's `token_set_ratio`, each passage alone."""
    return _by([[fuzz.token_set_ratio(one, q.texts[0]) for q in reply.questions] for one in reply.said], reply)


def _by(scores: Sequence[Sequence[float]], reply: Reply) -> Ranking:
    names = [question.id for question in reply.questions]
    return [[names[n] for n in sorted(range(len(names)), key=lambda n: (-row[n], n))] for row in scores]


METHODS: dict[str, Callable[[Reply], Ranking]] = {
    "ours": ours,
    "ours, without meaning": without_meaning,
    "meaning alone": meaning_alone,
    "plain BM25": bm25,
    "plain fuzzy": fuzzy,
}


def shares(replies: Sequence[Reply], method: Callable[[Reply], Ranking]) -> str:
    """A row of the table: how many passages, what share of them is found at each rank, how long a reply takes."""
    count, took = 0, 0.0
    hits = dict.fromkeys(RANKS, 0)
    for reply in replies:
        began = time.perf_counter()
        ranking = method(reply)
        took += time.perf_counter() - began
        for n, right in reply.right.items():
            count += 1
            for most in RANKS:
                hits[most] += bool(right & set(ranking[n][:most]))
    found = " | ".join(f"{hits[most] / count:.2f}" for most in RANKS)
    return f"{count} | {found} | {1000 * took / len(replies):.0f}"


def main() -> None:
    """Print a table."""
    files = sorted((REPOSITORY / "benchmarks" / "labelled").glob("*.toml"))
    replies = [one for one in map(labelled, files) if (one.part == "blind") == ("--blind" in sys.argv[1:])]
    if "--blind" not in sys.argv[1:]:
        replies += judged(REPOSITORY / "threads" / "nivelmark")
    names = dict.fromkeys(reply.name for reply in replies)
    print("| | passages | at 1 | at 3 | at 5 | ms a reply |\n|---|---|---|---|---|---|")
    for name, method in METHODS.items():
        print(f"| **{name}**, all | {shares(replies, method)} |")
        for part in dict.fromkeys(reply.part for reply in replies):
            print(f"| {name}, {part} | {shares([one for one in replies if one.part == part], method)} |")
    for thread in names:
        print(f"| ours, {thread} | {shares([one for one in replies if one.name == thread], ours)} |")


if __name__ == "__main__":
    main()
