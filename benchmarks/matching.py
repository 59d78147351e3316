"""How often the right question is among the first 1, 3 and 5, on labelled replies: ours beside plainer ways.

`python benchmarks/matching.py [--blind]`. The labels: the made-up replies in `labelled`, where each paragraph names the
questions that it speaks of, and the sample thread's own verdicts. A passage counts as found when one of its questions
is among the first. Each reply is ranked against its own questions and against a pool of five threads in which no letter
is known. What each part of the ranking adds is shown by leaving it out. The blind part is for the end of a piece of
work, once: whoever looks at it while choosing weights spoils it.
"""

import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from correspondence.bundle import schema, transfer
from correspondence.matching import chain, cues, rank
from correspondence.matching.lexical import Index
from correspondence.matching.meaning import Vectors
from correspondence.matching.rank import Asked, suggest, texts
from correspondence.matching.words import language_of, stems
from correspondence.passages.segment import passages
from correspondence.store import vectors as kept
from correspondence.workspace import Workspace

OTHERS = 4  # threads whose questions are pooled with a reply's own
FOLDER = Path(tempfile.gettempdir()) / "correspondence-benchmark"  # where vectors are kept from run to run
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


def meant(reply: Reply) -> Vectors:
    """The vectors of a reply and its questions."""
    FOLDER.mkdir(exist_ok=True)
    found = kept.vectors(Workspace(FOLDER, None, ""), texts(reply.said, reply.questions))
    if found is None:
        raise SystemExit("the language model is not installed: there is nothing to measure")
    return found


def ours(reply: Reply) -> Ranking:
    """The program's own ranking."""
    return [[one.id for one in row] for row in suggest(reply.said, reply.questions, vectors=meant(reply))]


def without_meaning(reply: Reply) -> Ranking:
    """Words, neighbours and cues alone."""
    return [[one.id for one in row] for row in suggest(reply.said, reply.questions)]


def meaning_alone(reply: Reply) -> Ranking:
    """Cosines of the vectors, each passage alone."""
    vectors = meant(reply)
    return _by(rank._cosines(vectors, len(reply.said), reply.questions).tolist(), reply)  # noqa: SLF001  # one part, measured


@contextmanager
def changed(holder: object, **values: object) -> Iterator[None]:
    """The ranking with something else in it."""
    before = {name: getattr(holder, name) for name in values}
    for name, value in values.items():
        setattr(holder, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(holder, name, value)


def lacking(**weights: float) -> Callable[[Reply], Ranking]:
    """Ours with other weights."""

    def method(reply: Reply) -> Ranking:
        with changed(rank, _BY_MEANING=replace(rank._BY_MEANING, **weights)):  # noqa: SLF001  # a part left out
            return ours(reply)

    return method


def lacking_in_chain(**values: float) -> Callable[[Reply], Ranking]:
    """Ours with other steps from passage to passage."""

    def method(reply: Reply) -> Ranking:
        with changed(chain, **values):
            return ours(reply)

    return method


def without_cues(reply: Reply) -> Ranking:
    """Ours without regard to questions that are repeated or numbered."""
    with changed(cues, bonus=lambda said, asked, _: np.zeros((len(said), len(asked)))):
        return ours(reply)


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
    "**ours**": ours,
    "without shared words": lacking(stems=0.0, pieces=0.0, context=0.0),
    "without the matter of the whole reply": lacking(matter=0.0),
    "without taking away what is common": lacking(common=0.0),
    "without own": lacking(own=0.0),
    "without cues": without_cues,
    "never in order": lacking_in_chain(_IN_ORDER=1e-9),
    "always in order": lacking_in_chain(_IN_ORDER=1 - 1e-9),
    "each passage by itself": lacking_in_chain(_STAY=0.0, _NEXT=0.0, _NEAR=0.0, _KIN=0.0),
    "without meaning": without_meaning,
    "meaning alone, each passage by itself": meaning_alone,
    "plain BM25 over stems": bm25,
    "plain fuzzy matching": fuzzy,
}


def pooled(reply: Reply, replies: Sequence[Reply]) -> Reply:
    """A reply against the questions of other threads as well, one thread after another, of which no letter is known."""
    others = {other.name: other for other in replies if other.name != reply.name}
    chosen = random.Random(reply.name).sample(sorted(others), min(OTHERS, len(others)))  # the same each time
    threads = [[replace(one, id=f"{name} {one.id}") for one in others[name].questions] for name in chosen]
    threads.insert(len(reply.name) % (len(threads) + 1), list(reply.questions))
    return replace(reply, questions=tuple(replace(one, groups=()) for thread in threads for one in thread))


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
    """Print a table for each pool, and one by reply."""
    files = sorted((REPOSITORY / "benchmarks" / "labelled").glob("*.toml"))
    every = [*map(labelled, files), *judged(REPOSITORY / "threads" / "nivelmark")]
    replies = [one for one in every if (one.part == "blind") == ("--blind" in sys.argv[1:])]
    for reply in replies:
        meant(reply)
    for title, some in (("own questions", replies), ("pooled", [pooled(one, replies) for one in replies])):
        print(f"\n| {title} | passages | at 1 | at 3 | at 5 | ms a reply |\n|---|---|---|---|---|---|")
        for name, method in METHODS.items():
            print(f"| {name} | {shares(some, method)} |", flush=True)
    print("\n| ours, by reply | passages | at 1 | at 3 | at 5 | ms |\n|---|---|---|---|---|---|")
    for thread in dict.fromkeys(reply.name for reply in replies):
        print(f"| {thread} | {shares([one for one in replies if one.name == thread], ours)} |", flush=True)


if __name__ == "__main__":
    main()
