"""How often the right question is among the first 1, 3 and 5: ours beside plain BM25, on the sample thread's verdicts.

`python benchmarks/matching.py [BUNDLE …]`. A bundle's own assessments are the labels: each quotes the passage that it
judges. A passage counts as found when one of the questions it was judged on is among the first.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path

from correspondence.bundle import schema, transfer
from correspondence.matching.lexical import Index
from correspondence.matching.rank import Asked, suggest
from correspondence.matching.words import stems
from correspondence.passages.segment import passages

REPOSITORY = Path(__file__).parent.parent
RANKS = (1, 3, 5)


def asked(bundle: schema.ThreadBundle) -> list[Asked]:
    """The bundle's questions as they were asked."""
    statements = {one.id: one.statement for one in bundle.undertakings}
    return [
        Asked(
            one.id,
            (one.text,),
            statements.get(one.undertaking or "", ""),
            (*(place.id for place in one.asked_in), *((f"u{one.undertaking}",) if one.undertaking else ())),
        )
        for one in bundle.questions
    ]


def labels(bundle: schema.ThreadBundle) -> dict[str, list[tuple[str, str]]]:
    """For each message its judged words, each with the question."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for question in bundle.questions:
        for assessment in question.assessment:
            for passage in assessment.passage:
                if passage.message == assessment.message:
                    found[assessment.message].append((passage.exact, question.id))
    return found


def bm25(said: list[str], questions: list[Asked]) -> list[list[str]]:
    """Plain BM25 over stems, each passage alone."""
    index = Index([stems(question.texts[0], "en") for question in questions])
    ranked = []
    for passage in said:
        scores = index.scores(stems(passage, "en"))
        order = sorted(range(len(questions)), key=lambda n: (-scores[n], n))
        ranked.append([questions[n].id for n in order])
    return ranked


def ours(said: list[str], questions: list[Asked]) -> list[list[str]]:
    """The program's own ranking."""
    return [[one.id for one in row] for row in suggest(said, questions)]


def main(folders: list[Path]) -> None:
    """Print a table."""
    print("| | passages | at 1 | at 3 | at 5 | ms |\n|---|---|---|---|---|---|")
    for folder in folders:
        bundle, _, _ = transfer.read(folder)
        bodies = {document.message.id: document.body for document in bundle.messages}
        questions = asked(bundle)
        for name, rank in (("ours", ours), ("plain BM25", bm25)):
            hits = dict.fromkeys(RANKS, 0)
            count = 0
            began = time.perf_counter()
            for message, judged in labels(bundle).items():
                said = [bodies[message][start:end] for start, end in passages(bodies[message])]
                ranked = rank(said, questions)
                right: dict[int, set[str]] = defaultdict(set)
                for words, question in judged:
                    for n, passage in enumerate(said):
                        if words[:40] in passage:
                            right[n].add(question)
                            break
                count += len(right)
                for n, meant in right.items():
                    for most in RANKS:
                        hits[most] += bool(meant & set(ranked[n][:most]))
            took = 1000 * (time.perf_counter() - began)
            shares = " | ".join(f"{hits[most] / max(1, count):.2f}" for most in RANKS)
            print(f"| {folder.name}, {name} | {count} | {shares} | {took:.0f} |")


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]] or [REPOSITORY / "threads" / "nivelmark"])
