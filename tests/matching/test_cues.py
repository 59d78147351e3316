"""A reply that repeats or numbers the questions says itself where it is."""

from correspondence.matching.rank import Asked, suggest

POOL = tuple(
    Asked(name, (text,), groups=("letter",))
    for name, text in (
        ("dam", "Will the assessment of the tailings dam be made public?"),
        ("guards", "Which rules bind the guards at the gate of the mine?"),
        ("river", "What did the tests of the river water show since 2016?"),
    )
)


def _first(*passages: str) -> list[str]:
    return [row[0].id for row in suggest(passages, POOL)]


def test_a_named_number_tells_the_question() -> None:
    assert _first("Question 3: we have nothing to add.", "Response to question 1: see there.") == ["river", "dam"]


def test_a_numbered_list_tells_the_questions() -> None:
    assert _first("1. No.", "2. That is for others to say.", "3. We do not know.") == ["dam", "guards", "river"]


def test_a_number_alone_tells_nothing() -> None:
    alone = suggest(["3. We do not know."], POOL)[0]
    assert alone[0].score - alone[-1].score < 0.01


def test_what_follows_a_repeated_question_answers_it() -> None:
    said = _first(POOL[1].texts[0], "We decline to comment.", POOL[0].texts[0], "That is for the ministry.")
    assert said == ["guards", "guards", "dam", "dam"]
